"""Sources that contradict themselves, leave out what a move needs, or hold one year in several files."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import sie
from sie.company.store import Store
from sie.migration.fit import Choices
from sie.migration.plan import plan
from sie.migration.reconcile import reconcile
from sie.migration.report import move_report
from sie.migration.run import Move, run

WHEN = datetime.datetime(2026, 11, 25, tzinfo=datetime.UTC)


def books(*lines: str, year: str = "2024", kind: str = "4") -> bytes:
    """A file of one fiscal year."""
    head = (
        "#FLAGGA 0",
        "#PROGRAM X 1",
        "#FORMAT PC8",
        f"#GEN {year}1231",
        f"#SIETYP {kind}",
        "#ORGNR 556677-8899",
        '#FNAMN "Exempel AB"',
        *((f"#RAR 0 {year}0101 {year}1231",) if year else ()),
        "#KONTO 1930 Bank",
        "#KONTO 2081 Kapital",
        "#KONTO 3001 Intäkt",
        "#KONTO 9999 Obs",
    )
    return ("\n".join((*head, *lines)) + "\n").encode("cp437")


def voucher(name: str, day: str, amount: int, account: str = "3001", text: str = "x") -> str:
    """A voucher of two rows."""
    return f"#VER {name} {day} {text}\n{{\n#TRANS 1930 {{}} {amount}.00\n#TRANS {account} {{}} -{amount}.00\n}}"


def moved(tmp_path: Path, *sources: bytes, choices: Choices | None = None) -> Move:
    """The move, with every block accepted."""
    choices = choices or Choices()
    blocks = {entry.diagnostic.code for entry in plan(sources, choices=choices).blocks}
    accept = {**choices.accept, **dict.fromkeys(blocks, "An example")}
    with Store(tmp_path / "books.db") as store:
        return run(sources, store, choices=msgspec.structs.replace(choices, accept=accept))


OPENED = ("#IB 0 1930 100.00", "#IB 0 2081 -100.00")
CLOSED = ("#UB 0 1930 130.00", "#UB 0 2081 -100.00", "#RES 0 3001 -50.00")


def test_stated_balances_that_the_vouchers_do_not_give_are_explained_and_never_green(tmp_path: Path) -> None:
    source = books(*OPENED, *CLOSED, voucher("A 1", "20240131", 50))
    move = moved(tmp_path, source)
    assert move.reconciliation is not None
    found = move.reconciliation.comparison
    assert (found.unexplained, found.verdict, move.verdict) == (0, "amber", "amber")
    assert [(d.key, d.field, d.before, d.after) for d in found.doubtful] == [("1930", "closing", "130.00", "150.00")]
    report = move_report(move.plan, move.reconciliation, move.exported, made=WHEN)
    check = next(check for check in report.checks if check.id == "stated-balances")
    assert (check.status, check.actual) == ("attention", 1)
    assert check.note is not None and "1930: stated 130.00, vouchers give 150.00" in check.note.en
    assert "1930: angivet 130,00, verifikationerna ger 150,00" in check.note.sv
    assert report.verdict.colour == "amber"


def test_a_target_that_has_neither_what_is_stated_nor_what_the_vouchers_give_is_red() -> None:
    source = books(*OPENED, *CLOSED, voucher("A 1", "20240131", 50))
    target = source.replace(b"#UB 0 1930 130.00", b"#UB 0 1930 140.00")
    found = reconcile([source], [target]).comparison
    assert (found.verdict, found.unexplained) == ("red", 1)
    assert [(d.key, d.before, d.after) for d in found.differences if not d.explained] == [("1930", "130.00", "140.00")]


def test_a_file_that_agrees_with_itself_gives_no_excuse() -> None:
    source = books(*OPENED, "#UB 0 1930 150.00", "#UB 0 2081 -100.00", voucher("A 1", "20240131", 50))
    assert reconcile([source], [source]).comparison.verdict == "green"
    wrong = source.replace(b"#UB 0 1930 150.00", b"#UB 0 1930 151.00")
    assert reconcile([source], [wrong]).comparison.verdict == "red"


def test_stated_balances_without_any_vouchers_are_not_explained_away(tmp_path: Path) -> None:
    move = moved(tmp_path, books(*OPENED, *CLOSED))
    assert move.verdict == "red"


def test_the_next_year_is_judged_by_what_it_opens_with(tmp_path: Path) -> None:
    first = books(*OPENED, *CLOSED, voucher("A 1", "20240131", 50), year="2024")
    second = books(
        "#IB 0 1930 130.00",
        "#IB 0 2081 -100.00",
        "#UB 0 1930 137.00",
        "#UB 0 2081 -100.00",
        "#RES 0 3001 -7.00",
        voucher("A 1", "20250131", 7),
        year="2025",
    )
    move = moved(tmp_path, first, second)
    assert move.reconciliation is not None
    found = move.reconciliation.comparison
    assert (found.unexplained, found.verdict) == (0, "amber")
    assert {d.year for d in found.doubtful} == {datetime.date(2024, 1, 1)}
    assert {d.cause for d in found.differences if d.year == datetime.date(2025, 1, 1)} == {"opening-rolled"}


@pytest.mark.parametrize(
    ("name", "stated"), [("fortnox-bokforing_typ4i.si", 35), ("softone-business-redovisning_typ4e.se", 4)]
)
def test_vendor_files_that_contradict_themselves(tmp_path: Path, samples: Path, name: str, stated: int) -> None:
    move = moved(tmp_path, (samples / name).read_bytes())
    assert move.reconciliation is not None
    found = move.reconciliation.comparison
    assert (move.verdict, found.unexplained, len(found.doubtful)) == ("amber", 0, stated)


def test_an_account_of_no_kind_keeps_its_balance_and_the_plan_warns(tmp_path: Path) -> None:
    source = books(*OPENED, "#UB 0 1930 110.00", "#UB 0 2081 -100.00", voucher("A 1", "20240131", 10, "9999"))
    move = moved(tmp_path, source)
    warned = [entry.diagnostic for entry in move.plan.warnings if entry.diagnostic.code == "VAD026"]
    assert len(warned) == 1 and "9999" in warned[0].message("sv")
    made = sie.loads(move.exported[0][1])
    kept = [b for b in made.balances if b.account == "9999" and b.year == 0]
    assert [(b.kind, b.amount) for b in kept] == [("result", Decimal(-10))]
    typed = source.replace(b"#KONTO 9999 Obs", b"#KONTO 9999 Obs\n#KTYP 9999 S")
    assert not [entry for entry in plan([typed]).warnings if entry.diagnostic.code == "VAD026"]
