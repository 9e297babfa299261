from __future__ import annotations

import json

import pytest

from sie.convert.formats import FORMATS
from sie.convert.sheet_layout import LAYOUT


def test_every_format_is_listed(run):
    result = run("formats")
    assert result.exit_code == 0
    for form in FORMATS:
        assert f"{form.name} " in result.stdout
        assert form.en in result.stdout
    assert "Keeps everything; what is read back is equal." in result.stdout
    assert "Behåller allt" in run("formats", "--lang", "sv").stdout


@pytest.mark.parametrize("language", ["en", "sv"])
def test_one_format_is_described(run, language):
    result = run("formats", "CSV", "--lang", language)
    assert result.exit_code == 0
    for known in LAYOUT:
        assert (known.sv if language == "sv" else known.en)[0] in result.stdout
    assert ("#KTYP      behålls inte" if language == "sv" else "#KTYP      not kept") in result.stdout


def test_formats_for_programs(run):
    found = {form["name"]: form for form in json.loads(run("formats", "--format", "json").stdout_bytes)}
    assert list(found) == [form.name for form in FORMATS]
    assert found["xlsx"]["equal"] is True
    assert found["csv"]["keeps"]["#VER"] == ["*"]
    assert found["csv-tables"]["container"] == "folder or file"


def test_a_format_that_there_is_not(run):
    result = run("formats", "odt")
    assert result.exit_code == 2
    assert "one of sie, sie5, json" in result.stderr


def test_findings_of_conversion_are_explained(run):
    for code in ("SIE801", "unbalanced-rows", "sie860"):
        assert run("explain", code).exit_code == 0
    assert "Nothing in it is guessed" in run("explain", "SIE853").stdout
