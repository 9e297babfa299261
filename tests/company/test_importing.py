"""Books go into a fresh company by the rules of its program, and come out again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import sie
from sie.company.chart import bas_chart
from sie.company.errors import SieStoreError
from sie.company.exporting import export, export_all, exported
from sie.company.fit import Choices
from sie.company.importing import SieImportError, import_files, number_map, plan_import
from sie.company.store import Store
from tests.conftest import FIXTURES, fixture_paths, sample_paths

YEARS = [FIXTURES / "profiles" / f"visma-administration-{year}.se" for year in (2022, 2023, 2024)]
TODAY = datetime.date(2025, 3, 1)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place, user="AN") as opened:
        yield opened


def company_of(store: Store, path: Path, **more: object) -> int:
    """A fresh company for the books of a file."""
    own = sie.load(path).company
    return store.create(own.name or "X", own.organisation_number, **more).id  # type: ignore[arg-type]


BOOKS = """\
#FLAGGA 0
#PROGRAM "Bokföraren" 1.2
#FORMAT PC8
#GEN 20250131 AN
#SIETYP 4
#FNAMN "Åkeriet i Växjö AB"
#ORGNR 556677-8899
#RAR 0 {year}0101 {year}1231
#KPTYP EUBAS97
#KONTO 1930 "Företagskontot"
#KONTO 2081 Aktiekapital
#KONTO 3001 Försäljning
#DIM 1 Kostnadsställe
#DIM 6 Projekt
#DIM 7 Anställd
#OBJEKT 1 N Norr
#OBJEKT 7 12 Åsa
#IB 0 1930 {opening}
#IB 0 2081 -1000.00
#UB 0 1930 {closing}
#UB 0 2081 -1000.00
#RES 0 3001 -500.00
#VER LEV 7 {year}0131 Kaffe
{{
#TRANS 1930 {{1 N 7 12}} 200.00
#BTRANS 3001 {{}} -100.00 "" "" "" BO
#TRANS 3001 {{}} -200.00
}}
#VER A 1 {year}0201 Mer
{{
#TRANS 1930 {{}} 300.00
#TRANS 3001 {{}} -300.00
}}
#VER LEV 9 {year}0301 Rättat
{{
#TRANS 1930 {{}} 0.00
#TRANS 3001 {{}} 0.00
}}
"""
REASON = "Prövat av AN"


def books(year: int, opening: str = "1000.00", closing: str = "1500.00", **replaced: str) -> bytes:
    text = BOOKS.format(year=year, opening=opening, closing=closing)
    for old, new in replaced.items():
        text = text.replace(old, new)
    return text.replace("\n", "\r\n").encode("cp437")


def accepting(store: Store, ref: int, sources: list[bytes], **choices: object) -> dict[str, str]:
    plan = plan_import(store, ref, sources, choices=Choices(**choices))  # type: ignore[arg-type]
    return {entry.diagnostic.code: REASON for entry in plan.blocks}


def test_three_years_go_in_and_come_out(store: Store, tmp_path: Path) -> None:
    ref = company_of(store, YEARS[0])
    done = import_files(store, ref, YEARS[::-1])
    assert [Path(file.path).name for file in done.files] == [path.name for path in YEARS]
    assert store.company(ref).state == "active"
    assert done.fitted is not None
    targets = []
    for year in (2022, 2023, 2024):
        targets.append(export(store, ref, tmp_path / f"{year}.se", year, today=TODAY))
        assert sie.check(targets[-1]).ok
    comparison = sie.compare(
        [sie.load(path) for path in YEARS],
        [sie.load(path) for path in targets],
        changes=done.fitted.changes,
        numbers=done.fitted.numbers,
    )
    assert comparison.unexplained == 0, [d for d in comparison.differences if not d.explained]
    assert number_map(store, ref) == done.fitted.numbers
    assert [entry.after for entry in store.log(ref) if entry.action == "imported"]


def test_the_same_bytes_are_not_booked_twice(store: Store) -> None:
    ref = company_of(store, YEARS[0])
    import_files(store, ref, YEARS)
    before = [store.ledger(year) for year in store.years(ref)], store.log(ref)
    assert import_files(store, ref, YEARS).known
    assert import_files(store, ref, YEARS[1:2]).known
    assert ([store.ledger(year) for year in store.years(ref)], store.log(ref)) == before
    with pytest.raises(sie.SieUsageError) as caught:
        import_files(store, ref, [books(2024)])
    assert "inte nytt: det innehåller" in caught.value.message("sv")
    assert "restart" in caught.value.message("sv")
    store.archive(ref)
    with pytest.raises(sie.SieUsageError, match="takes nothing in"):
        import_files(store, ref, [books(2024)])


def test_originals_come_back_byte_for_byte(store: Store) -> None:
    ref = company_of(store, YEARS[0])
    import_files(store, ref, YEARS)
    kept = store.originals(ref)
    assert [store.original_data(record) for record in kept] == [path.read_bytes() for path in YEARS]
    assert [record.name for record in kept] == [path.name for path in YEARS]
    assert kept[0].keep_until == datetime.date(2029, 12, 31)


def test_series_numbers_dimensions_and_removed_rows(store: Store) -> None:
    ref = store.create("Åkeriet i Växjö AB", "5566778899", series="AB").id
    sources = [books(2024)]
    with pytest.raises(SieImportError) as caught:
        import_files(store, ref, sources)
    assert "VAD006" in {entry.diagnostic.code for entry in caught.value.plan.blocks}
    assert "Inget lästes in" in caught.value.message("sv")
    assert store.years(ref) == ()
    choices = Choices(series={"LEV": "L"}, starts={"L": 1})
    accept = accepting(store, ref, sources, series={"LEV": "L"}, starts={"L": 1})
    assert "VAD006" not in accept
    done = import_files(store, ref, sources, choices=choices, accept=accept)
    assert done.fitted is not None
    ledger = exported(store, ref)
    assert [(v.series, v.number) for v in ledger.vouchers] == [("L", "1"), ("A", "1"), ("L", "2")]
    assert [row.kind for row in ledger.vouchers[0].rows] == ["normal", "removed", "normal"]
    assert ledger.vouchers[0].rows[0].objects == (sie.ObjectRef("1", "N"),)
    fold = done.fitted.folded[0]
    assert (fold.dimension, fold.into, fold.rows, fold.debit) == ("7", None, 1, Decimal(200))
    assert [str(pair.source) for pair in number_map(store, ref).years[datetime.date(2024, 1, 1)]] == [
        "LEV 7", "A 1", "LEV 9",
    ]  # fmt: skip
    log = store.log(ref)
    actions = {entry.action for entry in log}
    assert {"imported", "mapped-series", "folded-dimension", "changed-company", "series-added"} <= actions
    assert next(entry for entry in log if entry.action == "folded-dimension").before == (
        "7 Anställd: 1 rader, debet 200.00, kredit 0"
    )
    assert store.company(ref).series == "ABL"


def test_a_series_that_nobody_chose_is_proposed_and_a_dimension_folded(store: Store) -> None:
    ref = store.create("Åkeriet i Växjö AB", "556677-8899").id
    accept = accepting(store, ref, [books(2024)])
    done = import_files(store, ref, [books(2024)], choices=Choices(dimensions={"7": "6"}), accept=accept)
    assert done.fitted is not None
    assert done.fitted.proposed == {"LEV": "B"}
    ledger = exported(store, ref)
    assert sie.ObjectRef("6", "12") in ledger.vouchers[0].rows[0].objects
    assert ledger.dimensions.keys() == {"1", "6"}
    accepted = [entry for entry in store.log(ref) if entry.action == "accepted"]
    assert {entry.key for entry in accepted} == set(accept)
    assert {entry.reason for entry in accepted} == {REASON}
    assert [e.reason for e in store.log(ref) if e.action == "mapped-series"] == ["automatiskt förslag"]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_choices_that_are_none_are_refused(store: Store) -> None:
    ref = store.create("Åkeriet i Växjö AB").id
    for choices, words in (
        (Choices(series={"LEV": "å"}), "letters from A to Z"),
        (Choices(dimensions={"7": "9"}), "one of 1, 6"),
        (Choices(starts={"A": 0}), "begin at 1"),
        (Choices(names="x"), "keep, replace or fail"),  # type: ignore[arg-type]
    ):
        with pytest.raises(sie.SieUsageError, match=words):
            plan_import(store, ref, [books(2024)], choices=choices)
    with pytest.raises(sie.SieUsageError, match="only with a reason"):
        import_files(store, ref, [books(2024)], accept={"VAD006": " "})
    with pytest.raises(sie.SieUsageError, match="No file"):
        import_files(store, ref, [])
    with pytest.raises(sie.SieUsageError, match="both hold the fiscal year"):
        plan_import(store, ref, [books(2024), books(2024, opening="1001.00")])


def test_opening_balances_are_rolled_and_held_against_the_file(store: Store) -> None:
    ref = store.create("Åkeriet i Växjö AB", "556677-8899").id
    sources = [books(2023), books(2024, "1700.00", "2200.00")]
    done = import_files(store, ref, sources, accept=accepting(store, ref, sources))
    assert done.fitted is not None
    differing = done.fitted.rolled
    assert [(r.account, r.rolled, r.file) for r in differing] == [("1930", Decimal(1500), Decimal(1700))]
    later = exported(store, ref, 2024)
    opening = {b.account: b.amount for b in later.balances if b.kind == "opening" and b.year == 0}
    assert opening == {"1930": 1500, "2081": -1000}
    before = {b.account: b.amount for b in later.balances if b.kind == "closing" and b.year == -1}
    assert before == opening
    assert [(e.before, e.after) for e in store.log(ref) if e.action == "opening-differs"] == [("1700.00", "1500.00")]
    assert any(e.diagnostic.code == "COM007" for e in done.findings)


def test_another_company_another_year_and_a_flag_are_refused_but_for_a_reason(store: Store) -> None:
    year = datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)
    ref = store.create("Annat AB", "559999-9991", first_year=year).id
    sources = [books(2024, **{"#FLAGGA 0": "#FLAGGA 1"})]
    accept = accepting(store, ref, sources)
    assert {"COM001", "COM003", "VAD007"} <= accept.keys()
    for code in ("COM001", "COM003", "VAD007"):
        with pytest.raises(SieImportError):
            import_files(store, ref, sources, accept={c: r for c, r in accept.items() if c != code})
    import_files(store, ref, sources, accept=accept)
    assert {"COM001", "COM003", "VAD007"} <= {e.key for e in store.log(ref) if e.action == "accepted"}
    assert exported(store, ref).flag == 0
    assert exported(store, ref).company.name == "Annat AB"
    as_is = store.create("Åkeriet i Växjö AB", "556677-8899", profile=None).id
    assert "COM006" in {entry.diagnostic.code for entry in plan_import(store, as_is, sources).blocks}


@pytest.mark.parametrize(
    ("names", "expected"), [("keep", "Företagskonto"), ("replace", "Företagskontot"), ("fail", None)]
)
def test_names_of_accounts(store: Store, names: str, expected: str | None) -> None:
    ref = store.create("Åkeriet i Växjö AB", "556677-8899", chart=bas_chart()).id
    choices = Choices(names=names)  # type: ignore[arg-type]
    accept = accepting(store, ref, [books(2024)])
    if expected is None:
        with pytest.raises(SieImportError) as caught:
            import_files(store, ref, [books(2024)], choices=choices, accept=accept)
        assert {entry.diagnostic.code for entry in caught.value.plan.blocks} == {"COM004"}
        return
    done = import_files(store, ref, [books(2024)], choices=choices, accept=accept)
    ledger = exported(store, ref)
    assert ledger.accounts["1930"].name == expected
    assert ledger.accounts["1910"].name == "Kassa"
    assert done.fitted is not None
    assert {clash.account for clash in done.fitted.clashes} == {"1930", "3001"}
    comparison = sie.compare(sie.loads(books(2024)), ledger, changes=done.fitted.changes, numbers=done.fitted.numbers)
    assert comparison.unexplained == 0, [d for d in comparison.differences if not d.explained]


def test_what_only_the_chart_says_of_an_account_is_filled_in_and_told(store: Store) -> None:
    chart = [sie.Account("1930", "Bank", "T", "kr", ("7281", "7282")), sie.Account("3001", unit="st")]
    ref = store.create("Åkeriet i Växjö AB", "556677-8899", chart=chart).id
    done = import_files(store, ref, [books(2024)], accept=accepting(store, ref, [books(2024)]))
    source, ledger = sie.loads(books(2024)), exported(store, ref)
    assert (source.accounts["1930"].unit, source.accounts["1930"].sru) == (None, ())
    assert (ledger.accounts["1930"].unit, ledger.accounts["1930"].sru) == ("kr", ("7281", "7282"))
    assert ledger.accounts["3001"].unit == "st"
    assert done.fitted is not None
    told = {(c.kind, c.key, c.after) for c in done.fitted.changes}
    assert {("remeasured-account", "1930", "kr"), ("recoded-account", "1930", "7281 7282")} <= told
    assert {"remeasured-account", "recoded-account"} <= {entry.action for entry in store.log(ref)}
    comparison = sie.compare(source, ledger, changes=done.fitted.changes, numbers=done.fitted.numbers)
    assert comparison.unexplained == 0, [d for d in comparison.differences if not d.explained]


def test_an_amount_that_is_not_exact_leaves_the_company_fresh(store: Store) -> None:
    ref = store.create("Åkeriet i Växjö AB", "556677-8899").id
    sources = [books(2024), books(2025, **{"200.00": "200.001"})]
    accept = accepting(store, ref, sources)
    with pytest.raises(SieStoreError, match=r"Line 25: the amount 200\.001"):
        import_files(store, ref, sources, accept=accept)
    assert store.company(ref).state == "fresh"
    assert store.years(ref) == ()
    assert store.originals(ref) == ()


def _as_is(store: Store, path: Path) -> None:
    ledger = sie.load(path)
    ref = store.create(ledger.company.name or "X", ledger.company.organisation_number, profile=None).id
    plan = plan_import(store, ref, [path])
    accept = {entry.diagnostic.code: REASON for entry in plan.blocks}
    import_files(store, ref, [path], accept=accept)
    years = store.years(ref)
    assert store.ledger(years[0]) == ledger, path
    found = exported(store, ref, today=TODAY)
    assert msgspec.structs.replace(found, generated=ledger.generated) == ledger, path
    before = _dumped(store, ref)
    store.archive(ref)
    assert _dumped(store, ref) == before, path


def _dumped(store: Store, ref: int) -> bytes | None:
    try:
        return sie.dumps(exported(store, ref, today=TODAY))
    except sie.SieWriteError:
        return None


@pytest.mark.skipif(not sample_paths(), reason="the folder of vendor files is not here")
def test_every_vendor_file_goes_in_as_it_is_and_comes_out_equal(store: Store) -> None:
    for path in sample_paths():
        _as_is(store, path)


def test_every_clean_fixture_goes_in_as_it_is_and_comes_out_equal(store: Store) -> None:
    for path in fixture_paths():
        if path.parent.name in ("clean", "books", "programs", "encoding"):
            _as_is(store, path)


@pytest.mark.parametrize("kind", ["1", "2", "3", "4E", "4I"])
def test_each_type_is_complete(store: Store, tmp_path: Path, kind: str) -> None:
    ref = company_of(store, YEARS[0])
    import_files(store, ref, YEARS)
    out = export_all(store, ref, tmp_path / kind, kind=kind, today=TODAY)
    assert len(out) == 3
    assert {path.suffix for path in out} == {".si" if kind == "4I" else ".se"}
    for path in out:
        report = sie.check(path, kind=kind)
        assert not [d for d in report if d.severity is sie.Severity.ERROR], list(report)
    with pytest.raises(sie.SieUsageError, match="holds something already"):
        export_all(store, ref, tmp_path / kind)


def test_exports_are_the_same_after_archiving(store: Store, tmp_path: Path) -> None:
    ref = company_of(store, YEARS[0])
    import_files(store, ref, YEARS)
    before = export_all(store, ref, tmp_path / "before", today=TODAY)
    store.archive(ref)
    after = export_all(store, ref, tmp_path / "after", today=TODAY + datetime.timedelta(1))
    for one, other in zip(before, after, strict=True):
        lines = [
            [line for line in path.read_bytes().split(b"\r\n") if not line.startswith(b"#GEN")] for path in (one, other)
        ]
        assert lines[0] == lines[1]
        assert one.read_bytes() != other.read_bytes()


def test_selections(store: Store, tmp_path: Path) -> None:
    ref = store.create("Åkeriet i Växjö AB", "556677-8899").id
    import_files(store, ref, [books(2024)], accept=accepting(store, ref, [books(2024)]))
    only = exported(store, ref, series=["A"])
    assert (only.kind, [v.series for v in only.vouchers], only.balances) == ("4I", ["A"], ())
    days = datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)
    assert len(exported(store, ref, period=days).vouchers) == 1
    for wrong, words in (
        ({"kind": "4E", "series": ["A"]}, "type 4I"),
        ({"kind": "9"}, "no file type"),
        ({"year": 1999}, "No fiscal year"),
    ):
        with pytest.raises(sie.SieUsageError, match=words):
            exported(store, ref, **wrong)  # type: ignore[arg-type]
    fresh = store.create("Tomt AB").id
    for call in (lambda: exported(store, fresh), lambda: export_all(store, fresh, tmp_path / "x")):
        with pytest.raises(sie.SieUsageError, match="no books yet"):
            call()
    with pytest.raises(sie.SieFileError):
        export(store, ref, tmp_path / "no" / "such" / "a.se")


def test_what_a_file_without_vouchers_says_is_kept_when_somebody_insists(store: Store) -> None:
    path = FIXTURES / "clean" / "typ1.se"
    ref = company_of(store, path)
    accept = {entry.diagnostic.code: REASON for entry in plan_import(store, ref, [path]).blocks}
    assert "VAD001" in accept
    done = import_files(store, ref, [path], accept=accept)
    assert done.fitted is not None
    found = exported(store, ref)
    assert found.kind == "1"
    assert sie.compare(sie.load(path), found, changes=done.fitted.changes).unexplained == 0
