"""``sie explain`` as a user runs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sie.checks.registry import pages
from sie.convert.explained import pages as converted
from sie.report.words import word
from tests.cli.conftest import Run


def test_a_page_says_what_why_and_shows_both_files(run: Run) -> None:
    sv = run("explain", "unbalanced-voucher", "--lang", "sv").stdout
    assert "Varje debet har sin kredit" in sv and "#TRANS 4010 {} 20.00" in sv and "Double" not in sv
    en = run("explain", "sie501").stdout
    assert "Every debit has its credit" in en and "11 #TRANS" in en
    assert "visma-administration" in run("explain", "VAD006").stdout
    assert "\x1b" not in en


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_finding_can_be_explained(run: Run, language: str) -> None:
    for code, page in pages().items():
        out = run("explain", code, "--lang", language).stdout
        assert out.startswith(f"{code} {page.finding.name}")
        assert word(page.finding.severity.value, language) in out
        assert page.why[language] in out
        for piece in (*page.bad, *page.good):
            assert all(line.strip() in out for line in piece.split("\n")), code
        assert (page.profile or "") in out
        if page.spec.strip("–"):
            assert page.spec in out


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_finding_of_conversion_and_transformation_can_be_explained(run: Run, language: str) -> None:
    names = [page.finding.name for page in (*pages().values(), *converted().values())]
    assert len(names) == len(set(names)), "a name is found once"
    codes = list(converted())
    assert len(codes) > 60 and {code[:4] for code in codes} == {"SIE8", "TRF0"}
    out = " ".join(run("explain", *codes, "--lang", language).stdout.split())
    for code, page in converted().items():
        finding = page.finding
        cause, cure = (finding.sv, finding.cure_sv) if language == "sv" else (finding.en, finding.cure_en)
        assert f"{code} {finding.name} {word(finding.severity.value, language)} {page.why[language]}" in out
        assert f"{cause} {cure}".rstrip() in out
    assert run("explain", "trf051").stdout == run("explain", "number-taken").stdout


def test_several_pages_one_after_the_other(run: Run) -> None:
    out = run("explain", "SIE501", "VAD006", "number-gap").stdout
    assert out.index("SIE501 ") < out.index("VAD006 ") < out.index("SIE609 ")


def test_json(answer: Callable[..., Any]) -> None:
    one = answer("explain", "SIE501")
    assert one["severity"] == "error" and one["name"] == "unbalanced-voucher" and one["profile"] is None
    assert set(one["summary"]) == set(one["why"]) == set(one["message"]) == {"en", "sv"}
    assert one["bad"] and one["good"] and one["source"]
    assert [page["code"] for page in answer("explain", "SIE501", "VAD006")] == ["SIE501", "VAD006"]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("unbalanced-vouchers", "unbalanced-voucher"),
        ("SEI501", "SIE501"),
        ("sie5", "SIE501, SIE502, SIE503"),
        ("trf99", "TRF"),
        ("trf06", "TRF060, TRF061, TRF062"),
        ("number-takn", "number-taken"),
        ("zzz", "sie rules"),
        ("", "sie rules"),
        ("\x1b[2J", "sie rules"),
    ],
)
def test_an_unknown_code_is_refused_with_the_nearest(run: Run, code: str, near: str) -> None:
    for language, words in (("en", "There is no finding"), ("sv", "Det finns ingen anmärkning")):
        result = run("explain", "SIE501", code, "--lang", language)
        assert result.exit_code == 2 and result.stdout == ""
        assert words in result.stderr and near in result.stderr and "\x1b" not in result.stderr
