"""``sie rules`` as a user runs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sie.checks.registry import pages
from sie.report.words import word
from tests.cli.conftest import Run


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_finding_has_a_line(run: Run, language: str) -> None:
    lines = run("rules", "--lang", language).stdout.splitlines()
    assert len(lines) == len(pages())
    for line, (code, page) in zip(lines, pages().items(), strict=True):
        severity = word(page.finding.severity.value, language)
        assert line.split()[:3] == [code, severity, page.finding.name]
        assert line.endswith(" ".join(page.summary[language].split()))


def test_those_of_a_profile(run: Run, answer: Callable[..., Any]) -> None:
    assert [page["code"] for page in answer("rules")] == list(pages())
    own = answer("rules", "--profile", "fortnox")
    assert {page["profile"] for page in own} == {"fortnox"}
    assert run("rules", "--profile", "fortnox").stdout.count("\n") == len(own)
    Path("own.toml").write_text('base = "fortnox"\n', "utf-8")
    assert [page["code"] for page in answer("rules", "--profile", "own.toml")] == [page["code"] for page in own]
    for language, words in (("en", "There is no profile 'x'"), ("sv", "Det finns ingen profil 'x'")):
        result = run("rules", "--profile", "x", "--lang", language)
        assert result.exit_code == 2 and words in result.stderr and "fortnox" in result.stderr
