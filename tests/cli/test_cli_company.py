"""``sie company``: the start guide, books in, books out, archive and log."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sie
from tests.cli.conftest import Run
from tests.conftest import FIXTURES

PROFILES = FIXTURES / "profiles"
YEARS = [str(PROFILES / f"visma-administration-{year}.se") for year in (2022, 2023, 2024)]
NAME = "Björks Snickeri AB"


@pytest.fixture
def company(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run ``sie company`` on a database of this test."""
    monkeypatch.setenv("SIE_DATABASE", "books.db")
    return lambda *words, **more: run("company", *words, **more)


@pytest.fixture
def full(company: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with a company that has three years."""
    assert company("create", "--like", YEARS[0]).exit_code == 0
    assert company("import", NAME, *YEARS).exit_code == 0
    return company


def test_from_the_start_guide_to_the_export(full: Callable[..., Any], tmp_path: Path) -> None:
    shown = json.loads(full("show", NAME, "--format", "json", "--numbers").stdout)
    assert shown["state"] == "active"
    assert [year["vouchers"] for year in shown["years"]] == [18, 18, 18]
    assert len(shown["number_map"]["2022-01-01"]) == 18
    out = full("export", "559999-9983", "ut", "--all-years")
    assert out.exit_code == 0
    files = sorted(Path("ut").iterdir())
    assert [path.name for path in files] == [f"{NAME} {year}.se" for year in (2022, 2023, 2024)]
    assert [len(sie.load(path).vouchers) for path in files] == [18, 18, 18]
    assert full("export", "1", "ett.se", "--year", "2023", "--kind", "1").exit_code == 0
    assert sie.load("ett.se").kind == "1"
    assert full("export", "1", "juni.si", "--year", "2023-01-01", "--period", "2023-06-01..2023-06-30").exit_code == 0
    assert full("originals", "1", "--extract", "original").exit_code == 0
    assert Path("original", Path(YEARS[0]).name).read_bytes() == Path(YEARS[0]).read_bytes()
    assert full("originals", "1", "--extract", "original").exit_code == 0
    Path("original", Path(YEARS[0]).name).write_bytes(b"x")
    assert full("originals", "1", "--extract", "original").exit_code == 2


def test_what_was_read_is_not_read_again(full: Callable[..., Any]) -> None:
    again = full("import", NAME, *YEARS, "--lang", "sv")
    assert (again.exit_code, again.stdout) == (
        0, "De här filerna är redan inlästa, byte för byte: inget gjordes.\n",
    )  # fmt: skip
    other = full("import", NAME, str(FIXTURES / "clean" / "typ4e.se"), "--lang", "sv")
    assert other.exit_code == 2
    assert "är inte nytt: det innehåller 54 verifikationer" in other.stderr


def test_a_company_is_not_made_like_a_file_that_is_no_books(company: Callable[..., Any]) -> None:
    Path("empty.se").write_bytes(b"")
    for language, words in (("sv", "Filen är tom"), ("en", "The file is empty")):
        refused = company("create", "--like", "empty.se", "--lang", language)
        assert refused.exit_code == 2 and words in refused.stderr and "NAME" not in refused.stderr


def test_what_stands_in_the_way_is_listed(company: Callable[..., Any]) -> None:
    bad = str(PROFILES / "visma-administration-bad.se")
    assert company("create", "--like", bad).exit_code == 0
    for more in ((), ("--dry-run",)):
        found = company("import", "1", bad, "--lang", "sv", *more)
        assert found.exit_code == 1
        assert "VAD007" in found.stderr
        assert "Inget lästes in" in found.stderr
        assert "fel VAD007" in found.stdout
    values = json.loads(company("import", "1", bad, "--format", "json").stdout)
    codes = {finding["code"] for finding in values["findings"] if finding["blocks"]}
    assert values["imported"] is False
    accept = [word for code in codes for word in ("--accept", f"{code}=Prövat")]
    done = company("import", "1", bad, *accept, "--format", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["imported"] is True
    log = json.loads(company("log", "1", "--format", "json").stdout)
    assert {entry["key"] for entry in log if entry["action"] == "accepted"} == codes
    assert company("import", "1", bad, "--accept", "VAD007").exit_code == 2
    assert company("import", "1", bad, "--accept", "VAD007=").exit_code == 2
    assert company("import", "1", bad, "--start", "A=x").exit_code == 2


def test_archive_restart_delete(full: Callable[..., Any]) -> None:
    restarted = full("restart", NAME, "--reason", "Nedgradering", "--lang", "sv")
    assert restarted.stdout == f"Nytt företag: {NAME} 559999-9983 (id 2), nytt.\n"
    listed = json.loads(full("list", "--format", "json").stdout)
    assert [(found["id"], found["state"]) for found in listed] == [(1, "archived"), (2, "fresh")]
    assert full("archive", "1").exit_code == 2
    kept = full("delete", "1", "--yes", "--lang", "sv")
    assert kept.exit_code == 2
    assert "ska sparas till och med 2031-12-31" in kept.stderr
    asked = full("delete", "1", "--reason", "Finns på byrån")
    assert asked.exit_code == 2
    assert "add --yes" in asked.stderr
    assert full("delete", "1", "--reason", "Finns på byrån", "--yes").exit_code == 0
    log = full("log", "1", "--lang", "sv").stdout
    assert "raderat" in log
    assert "Finns på byrån" in log
    assert full("log", "77").exit_code == 2


def test_the_start_guide(company: Callable[..., Any]) -> None:
    made = company(
        "create", "Åkeriet AB", "--number", "556677-8899", "--year", "2024-07-01..2025-06-30",
        "--method", "cash", "--vat", "year", "--series", "AB", "--form", "AB",
    )  # fmt: skip
    assert made.exit_code == 0
    text = company("show", "Åkeriet AB", "--lang", "sv").stdout
    for words in ("kontantmetoden", "2024-07-01", "2032-12-31", "nytt"):
        assert words in text
    assert company("create").exit_code == 2
    assert company("create", "X", "--year", "2024").exit_code == 2
    assert company("create", "X", "--chart", "none.se").exit_code == 2
    assert company("create", "X", "--chart", YEARS[0], "--profile", "none").exit_code == 0
    assert company("create", "X", "--chart", "empty").exit_code == 0
    several = company("show", "X", "--lang", "sv")
    assert "ange id: X (id 2), nytt; X (id 3), nytt" in several.stderr


def test_the_database_is_said_when_none_is_named(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    none = run("company", "list")
    assert none.exit_code == 2
    assert "There is no database" in none.stderr
    made = run("company", "create", "Exempel AB")
    assert made.exit_code == 0
    assert made.stderr.startswith("Database: ")
    assert "Exempel AB" in run("company", "list").stdout


def test_trouble_with_the_database_has_words_and_no_traceback(
    company: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert company("create", "Exempel AB").exit_code == 0
    monkeypatch.setattr("sie.company.database._WAIT", 0.1)
    holder = sqlite3.connect("books.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr("sie.company.database.Database.__init__.__kwdefaults__", {"must_exist": False, "wait": 0.1})
    locked = company("list", "--lang", "sv")
    holder.close()
    assert (locked.exit_code, "låst av ett annat program" in locked.stderr) == (2, True)
    Path("books.db").write_bytes(b"not a database" * 100)
    broken = company("list", "--lang", "sv")
    assert (broken.exit_code, "ingen företagsdatabas" in broken.stderr) == (2, True)
    assert "Traceback" not in locked.stderr + broken.stderr


def test_without_the_extra_it_is_said_what_to_install(
    company: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    commands = (["list"], ["create", "X"], ["import", "1", YEARS[0]], ["export", "1", "x"], ["log"], ["show", "1"])
    for language, words in (("sv", "som inte är installerat"), ("en", "is not installed")):
        for command in commands:
            found = company(*command, "--lang", language)
            assert found.exit_code == 2
            assert words in found.stderr
            assert "pip install 'sie[company]'" in found.stderr


def test_every_command_has_help(company: Callable[..., Any]) -> None:
    text = company("--help").stdout
    for name in ("create", "list", "show", "archive", "restart", "delete", "import", "export", "originals", "log"):
        assert name in text
        assert company(name, "--help").exit_code == 0
    assert company("nothing").exit_code == 2
    assert company("export", "1", "x", "--all-years", "--year", "2024").exit_code == 2


def test_a_series_or_a_period_that_is_not_there_is_no_empty_file(full: Callable[..., Any]) -> None:
    for words, sv, en in (
        (("--series", "B", "--series", "A"), "ingen serie B i året; det har A", "no series B in this year; it has A"),
        (("--period", "2024-01-01..2024-01-31"), "ligger utanför räkenskapsåret 2023", "outside the fiscal year 2023"),
    ):
        for language, said in (("sv", sv), ("en", en)):
            result = full("export", NAME, "x.si", "--year", "2023", *words, "--lang", language)
            assert (result.exit_code, said in result.stderr, Path("x.si").exists()) == (2, True, False), result.output
    assert full("export", NAME, "x.si", "--year", "2023", "--period", "2023-05-01..2023-05-31").exit_code == 0
