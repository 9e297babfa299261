"""The fixtures are what their script gives, and what their page says they are."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

import sie
from sie.convert import json


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "fixtures" / "make.py"
    spec = importlib.util.spec_from_file_location("make_fixtures", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_files_are_what_the_script_gives(script: ModuleType, fixtures: Path) -> None:
    expected = script.everything()
    present = {
        path.relative_to(fixtures).as_posix(): path.read_bytes()
        for path in fixtures.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert sorted(present) == sorted(expected)
    assert [name for name in expected if present[name] != expected[name]] == []


def test_every_file_is_small(fixture_file: Path) -> None:
    assert (fixture_file.stat().st_size > 0) != ("empty-file" in fixture_file.name)
    assert fixture_file.stat().st_size < 6 * 1024


@pytest.mark.parametrize("name", ["typ1.se", "typ2.se", "typ3.se", "typ4e.se", "typ4e-lf.se", "typ4i.si"])
def test_a_clean_file_gives_no_diagnostics(fixtures: Path, name: str) -> None:
    ledger = sie.load(fixtures / "clean" / name)
    assert [d.message() for d in ledger.diagnostics] == []
    assert ledger.encoding == "cp437"


@pytest.mark.parametrize(
    "name", ["programs/spiris-2025.se", "programs/fortnox-2025.se", "programs/eekonomi-2011.se", "books/broken-year.se"]
)
def test_a_correct_export_of_a_known_program_gives_no_diagnostics(fixtures: Path, name: str) -> None:
    assert [d.message() for d in sie.load(fixtures / name).diagnostics] == []


@pytest.mark.parametrize("name", ["clean/typ1.se", "clean/typ4e.se", "programs/spiris-2025.se", "books/broken-year.se"])
def test_the_books_of_a_fixture_add_up(fixtures: Path, name: str) -> None:
    ledger = sie.load(fixtures / name)
    at: dict[tuple[str, int, str], Decimal] = {}
    for balance in ledger.balances:
        if not balance.object and balance.period is None:
            assert balance.amount is not None
            at[balance.kind, balance.year, balance.account] = balance.amount
    for year in {year for _, year, _ in at}:
        opening = sum(v for (kind, y, _), v in at.items() if kind == "opening" and y == year)
        closing = sum(v for (kind, y, _), v in at.items() if kind in ("closing", "result") and y == year)
        assert opening == 0
        if ("result", year) in {(kind, y) for kind, y, _ in at}:
            assert closing == 0
    before = {a: v for (kind, year, a), v in at.items() if (kind, year) == ("closing", -1)}
    assert {a: v for (kind, year, a), v in at.items() if (kind, year) == ("opening", 0)} == before
    moved: dict[str, Decimal] = {}
    for voucher in ledger.vouchers:
        assert voucher.total == 0
        for row in voucher.posted:
            assert row.account is not None and row.amount is not None
            moved[row.account] = moved.get(row.account, Decimal(0)) + row.amount
    for account, change in moved.items():
        if account[0] in "12":
            opened, closed = at.get(("opening", 0, account)), at.get(("closing", 0, account))
            assert (opened or Decimal(0)) + change == (closed or Decimal(0)), account
        else:
            assert at["result", 0, account] == change, account


def test_books_come_back_from_sie_and_from_json(fixture_file: Path) -> None:
    ledger = sie.load(fixture_file)
    assert json.loads(json.dumps(ledger)) == ledger
    try:
        written = sie.dumps(ledger)
    except sie.SieWriteError:
        # Damaged beyond writing: nothing may be made up. With leave to replace, or never.
        missing = any(d.code in ("SIE107", "SIE202", "SIE204", "SIE205", "SIE208") for d in ledger.diagnostics)
        assert missing or sie.dumps(ledger, substitute=sie.Substitutions())
    else:
        assert sie.load(written) == ledger
