"""The examples of docs/frames.md, docs/query.md and docs/plaintext.md give what the pages show."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from sie.cli import cli
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def shown(page: str) -> list[tuple[str, str]]:
    """The commands of a page, each with what it shows."""
    blocks = re.findall(r"^```\n(\$ .*?)^```", (DOCS / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [
        (command, text)
        for block in blocks
        for command, _, text in (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
    ]


@pytest.mark.parametrize("command, text", shown("query.md"), ids=lambda value: None)
def test_questions(command: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, [*shlex.split(command)[1:], "--lang", "en"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.rstrip("\n") == text.rstrip("\n")


def test_journals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ((command, text),) = shown("plaintext.md")
    result = CliRunner().invoke(cli, [*shlex.split(command)[1:], "--lang", "en"])
    assert result.exit_code == 0
    assert result.stdout.startswith(text)


def test_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(Path(DOCS, "frames.md")), module_relative=False, encoding="utf-8")
    assert done.attempted > 8
    assert done.failed == 0
