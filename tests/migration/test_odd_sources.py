"""Sources that contradict themselves, leave out what a move needs, or hold one year in several files."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import sie
from sie.company.store import Store
from sie.errors import SieUsageError
from sie.migration.fit import Choices
from sie.migration.plan import Plan, plan
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


# ---- several files of one year, and files that do not say theirs


MAY = ("may.si", books(voucher("A 1", "20240502", 5), voucher("A 2", "20240531", 6), kind="4"))
JUNE = ("june.si", books(voucher("A 3", "20240601", 7), kind="4"))


def written(tmp_path: Path, *files: tuple[str, bytes]) -> list[Path]:
    """The files in a folder, in this order."""
    paths = [tmp_path / name for name, _ in files]
    for path, (_, data) in zip(paths, files, strict=True):
        path.write_bytes(data)
    return paths


def codes(found: Plan) -> set[str]:
    """Of what stands in the way, but for what every file for import has."""
    return {entry.diagnostic.code for entry in found.blocks}


@pytest.mark.parametrize("turned", [False, True])
def test_voucher_files_of_one_year_are_taken_together_in_order_of_their_first_dates(
    tmp_path: Path, turned: bool
) -> None:
    paths = written(tmp_path, MAY, JUNE)
    found = plan(paths[::-1] if turned else paths)
    assert codes(found) == set() and [file.place for file in found.files] == [1, 1]
    assert [Path(file.path).name for file in found.files] == ["may.si", "june.si"]
    (year,) = found.fitted.years
    assert [voucher.number for voucher in year.ledger.vouchers] == ["1", "2", "3"]
    assert "opening-rolled" not in {change.kind for change in found.fitted.changes}
    order = [e.diagnostic for e in found.findings if e.diagnostic.code == "SIE625"]
    assert order == []  # one year has no order
    with Store(tmp_path / "books.db") as store:
        move = run(paths, store, choices=Choices(accept={"COM001": "x"}))
        assert move.company is not None
        assert [record.name for record in store.originals(move.company.id)] == ["may.si", "june.si"]
        assert run(paths, store).done.known  # type: ignore[union-attr]
    assert move.reconciliation is not None and move.reconciliation.comparison.unexplained == 0
    assert [v.date for v in sie.loads(move.exported[0][1]).vouchers] == [
        datetime.date(2024, 5, 2),
        datetime.date(2024, 5, 31),
        datetime.date(2024, 6, 1),
    ]


def test_vouchers_that_stand_in_both_files_are_refused_by_name(tmp_path: Path) -> None:
    again = ("again.si", books(voucher("A 2", "20240531", 6), voucher("A 3", "20240601", 7)))
    found = plan(written(tmp_path, MAY, again))
    assert codes(found) == {"COM008"}
    message = found.blocks[0].diagnostic.message
    assert "1 of the 2 vouchers stand in may.si already" in message("en") and "A 2" in message("en")
    assert "1 av 2 verifikationer finns redan i may.si" in message("sv")


def test_one_number_for_two_vouchers_is_refused_by_name(tmp_path: Path) -> None:
    other = ("other.si", books(voucher("A 2", "20240601", 9), voucher("B 1", "20240601", 9)))
    found = plan(written(tmp_path, MAY, other))
    assert codes(found) == {"COM009"}
    assert "A 2" in found.blocks[0].diagnostic.message("sv") and "B 1" not in found.blocks[0].diagnostic.message("sv")


def test_vouchers_without_numbers_are_the_same_when_they_say_the_same(tmp_path: Path) -> None:
    pay = ("pay.si", books(voucher('L ""', "20240525", 30, text='"Lön maj"')))
    assert codes(plan(written(tmp_path, MAY, pay))) == set()
    again = ("copy.si", books(voucher('L ""', "20240525", 30, text='"Lön maj"'), voucher('L ""', "20240625", 31)))
    found = plan(written(tmp_path, pay, again))
    assert codes(found) == {"COM008"} and "L 2024-05-25 Lön maj" in found.blocks[0].diagnostic.message("en")


def test_a_voucher_file_whose_vouchers_the_complete_file_has_is_a_duplicate(tmp_path: Path) -> None:
    whole = books(
        *OPENED, "#UB 0 1930 105.00", voucher("A 1", "20240502", 5), voucher("L 7", "20240525", 30, text="Lön")
    )
    pay = ("pay.si", books(voucher('"" ""', "20240525", 30, text="Lön")))
    found = plan(written(tmp_path, pay, ("whole.se", whole)))
    assert "COM008" in codes(found) and "whole.se" in found.blocks[0].diagnostic.message("en")
    more = ("june.si", books(voucher('L ""', "20240625", 31, text='"Lön juni"')))
    found = plan(written(tmp_path, more, ("whole.se", whole)))
    assert "COM008" not in codes(found) and len(found.fitted.years[0].ledger.vouchers) == 3
    assert [Path(file.path).name for file in found.files] == ["whole.se", "june.si"]


def test_what_is_taken_together_is_told_and_other_names_are_warned_of(tmp_path: Path) -> None:
    other = ("june.si", JUNE[1].replace(b"#KONTO 1930 Bank", b"#KONTO 1930 Giro"))
    found = plan(written(tmp_path, MAY, other))
    told = {e.diagnostic.code: e.diagnostic for e in found.findings if e.diagnostic.code.startswith("COM")}
    assert set(told) == {"COM010", "COM011"}
    assert "with may.si" in told["COM010"].message("en") and "2024-01-01 – 2024-12-31" in told["COM010"].message("sv")
    assert "1930 heter Giro i filen och Bank" in told["COM011"].message("sv")
    assert found.fitted.years[0].ledger.accounts["1930"].name == "Bank"


def test_two_complete_files_of_one_year_are_two_versions_and_refused(tmp_path: Path) -> None:
    whole = books(*OPENED, "#UB 0 1930 105.00", voucher("A 1", "20240502", 5))
    assert "SIE622" in codes(plan(written(tmp_path, ("a.se", whole), ("b.se", whole))))


def test_a_file_without_a_fiscal_year_blocks_until_the_year_is_named(tmp_path: Path) -> None:
    pay = (
        "pay.si",
        books(voucher('L ""', "20240525", 30, text="Lön"), year="").replace(b"#GEN 1231", b"#GEN 20240526"),
    )
    paths = written(tmp_path, pay)
    with pytest.raises(SieUsageError, match="COM005 cannot be accepted"):
        plan(paths, choices=Choices(accept={"COM005": "I do not care"}))
    found = plan(paths)
    assert codes(found) == {"COM005"}
    message = found.blocks[0].diagnostic.message("en")
    assert "dated 2024-05-25 to 2024-05-25" in message and "--year 2024-01-01..2024-12-31" in message
    year = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    named = plan(paths, choices=Choices(years=(year,)))
    assert codes(named) == set() and named.files[0].place == 1
    with Store(tmp_path / "books.db") as store:
        move = run(paths, store, choices=Choices(years=(year,)))
    assert move.reconciliation is not None
    assert (move.reconciliation.comparison.unexplained, len(move.reconciliation.sources[0].vouchers)) == (0, 1)
    assert {d.cause for d in move.reconciliation.comparison.differences} <= {"numbered", "computed"}
    target = move.exported[0][1]
    assert reconcile(paths, [target], choices=Choices(years=(year,))).comparison.unexplained == 0


def test_a_file_without_vouchers_is_of_the_only_year_that_is_named() -> None:
    bare = books(*OPENED, year="").replace(b"#GEN 1231", b"#GEN 20240526")
    assert "it has no dated vouchers" in next(
        entry.diagnostic.message("en") for entry in plan([bare]).blocks if entry.diagnostic.code == "COM005"
    )
    one = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    other = (datetime.date(2023, 1, 1), datetime.date(2023, 12, 31))
    assert "COM005" not in codes(plan([bare], choices=Choices(years=(one,))))
    assert "COM005" in codes(plan([bare], choices=Choices(years=(one, other))))


def test_the_year_of_another_file_is_proposed(tmp_path: Path) -> None:
    broken = books(*OPENED, voucher("A 1", "20240801", 5)).replace(b"20240101 20241231", b"20240701 20250630")
    pay = ("pay.si", books(voucher('L ""', "20250125", 30), year="").replace(b"#GEN 1231", b"#GEN 20250126"))
    found = plan(written(tmp_path, ("books.se", broken), pay))
    block = next(entry for entry in found.blocks if entry.diagnostic.code == "COM005")
    assert "--year 2024-07-01..2025-06-30" in block.diagnostic.message("sv")


@pytest.mark.parametrize("name", ["real09", "kontek-lon", "visma-lon-100", "bl-administration", "visma-fakturering"])
def test_vendor_files_without_a_year_move_once_it_is_named(tmp_path: Path, samples: Path, name: str) -> None:
    path = samples / f"{name}_typ4i.si"
    days = [voucher.date for voucher in sie.load(path).vouchers if voucher.date]
    assert codes(plan([path])) >= {"COM005"}
    years = ((min(days).replace(day=1), max(days) + datetime.timedelta(31)),)
    choices = Choices(years=years)
    blocks = dict.fromkeys(codes(plan([path], choices=choices)), "An example")
    with Store(tmp_path / "books.db") as store:
        move = run([path], store, choices=Choices(years=years, accept=blocks))
    assert move.reconciliation is not None
    found = move.reconciliation.comparison
    assert (found.verdict, found.unexplained) == ("green", 0)
    assert sum(d.field == "number" for d in found.differences) >= 1
