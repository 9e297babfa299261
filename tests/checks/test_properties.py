"""What holds for every file and for all books: a report, always; no error in books that are in order."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.checks.run import check, check_company
from sie.diagnostics import Report, Severity
from sie.spec.labels import FILE_TYPES, LABELS
from tests.conftest import FIXTURES
from tests.strategies import AMOUNT, CODE, TEXT, ledgers

# What the writer leaves to the author of the books: whether they are complete and add up.
OF_THE_BOOKS = {"SIE301", "SIE401", "SIE501", "SIE605"}

PIECES = st.sampled_from(
    [
        *(label.name.encode() for label in LABELS),
        b"{", b"}", b"{}", b'"', b"\\", b" ", b"\t", b"\n", b"\r\n", b"\r", b"0", b"-1", b"20240131", b"1910", b"25.00",
        b"-25.00", b"A", b"{1 N}", b"\x86\x84\x94", b"\xe5", b"\xc3\xa5", b"\xff", b"\x00", b"\x1a",
    ]
)  # fmt: skip


def codes(report: Report, severity: Severity = Severity.ERROR) -> set[str]:
    return {d.code for d in report.at_least(severity)}


def renders(report: Report) -> None:
    for diagnostic in report:
        assert diagnostic.message("sv") and diagnostic.message("en")
        assert diagnostic.count >= 1 and diagnostic.line >= 0
    assert report.to_dict()["counts"] == report.counts


@given(st.binary(max_size=300))
def test_any_bytes_give_a_report(data: bytes) -> None:
    renders(check(data))


@given(st.lists(PIECES, max_size=60), st.sampled_from([b"", b" ", b"\r\n"]), st.booleans())
def test_anything_like_a_file_gives_a_report(pieces: list[bytes], between: bytes, every: bool) -> None:
    renders(check(between.join(pieces), every=every, profile="visma-administration"))


@given(st.lists(st.lists(PIECES, max_size=30).map(b" ".join), min_size=1, max_size=3))
def test_any_files_together_give_reports(files: list[bytes]) -> None:
    reports = check_company(files, profile="visma-administration")
    assert len(reports) == len(files)
    for report in reports:
        renders(report)


@pytest.mark.parametrize("kind", FILE_TYPES)
@settings(max_examples=60)
@given(st.data())
def test_what_the_writer_accepts_is_well_formed(kind: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(kind))
    try:
        written = sie.dumps(ledger)
    except sie.SieWriteError:
        return
    report = check(written, kind=kind, profile="sie-4c")
    assert codes(report) <= OF_THE_BOOKS, [d.message() for d in report.at_least(Severity.ERROR)]


@st.composite
def sound_books(draw: st.DrawFn) -> sie.Ledger:
    """Books from the builder, which refuses what is not in order."""
    start = datetime.date(draw(st.integers(1990, 2040)), 1, 1)
    end = start.replace(month=12, day=31)
    books = sie.Builder(
        company=draw(TEXT), organisation_number="556677-8899", program=(draw(TEXT), "1.0"), generated=end
    )
    books.year(start, end)
    accounts = draw(st.lists(st.integers(1000, 7999).map(str), min_size=2, max_size=6, unique=True))
    for number in accounts:
        books.account(number, draw(TEXT))
    objects = draw(st.lists(CODE, max_size=3, unique=True))
    for code in objects:
        books.object("1", code, draw(TEXT))
    balance = [number for number in accounts if number[0] in "12"]
    if len(balance) > 1:
        amount = draw(AMOUNT)
        books.opening(balance[0], amount)
        books.opening(balance[1], -amount)
    for _ in range(draw(st.integers(0, 5))):
        first, second = draw(st.sampled_from(accounts)), draw(st.sampled_from(accounts))
        amount = draw(AMOUNT)
        where = {"1": draw(st.sampled_from(objects))} if objects and draw(st.booleans()) else {}
        books.voucher(draw(st.dates(start, end)), draw(TEXT), [(first, amount, where), (second, -amount)])
    return books.ledger(draw(st.sampled_from(FILE_TYPES)))


@settings(max_examples=150)
@given(sound_books())
def test_books_that_are_in_order_give_no_error_and_no_warning(ledger: sie.Ledger) -> None:
    report = check(sie.dumps(ledger), kind=ledger.kind)
    assert codes(report, Severity.WARNING) == set(), [d.message() for d in report]


@settings(max_examples=60)
@given(sound_books())
def test_books_that_are_in_order_pass_the_standard_to_the_letter(ledger: sie.Ledger) -> None:
    report = check(sie.dumps(ledger), kind=ledger.kind, profile="sie-4c")
    assert codes(report) == set(), [d.message() for d in report]


@settings(max_examples=60)
@given(sound_books(), st.data())
def test_an_amount_that_is_off_by_an_ore_is_found(ledger: sie.Ledger, data: st.DataObject) -> None:
    if not ledger.vouchers:
        return
    voucher = data.draw(st.sampled_from(ledger.vouchers))
    row = voucher.rows[0]
    assert row.amount is not None
    import msgspec

    changed = msgspec.structs.replace(
        voucher, rows=(msgspec.structs.replace(row, amount=row.amount + Decimal("0.01")), *voucher.rows[1:])
    )
    ledger = msgspec.structs.replace(
        ledger, vouchers=tuple(changed if other is voucher else other for other in ledger.vouchers)
    )
    assert "SIE501" in codes(check(sie.dumps(ledger), kind=ledger.kind))


def test_grouping_loses_no_finding(fixture_file: Path) -> None:
    grouped, each = check(fixture_file), check(fixture_file, every=True)
    totals: dict[str, list[int]] = {}
    for place, report in enumerate((grouped, each)):
        for diagnostic in report:
            totals.setdefault(diagnostic.code, [0, 0])[place] += diagnostic.count
    assert all(one == other for one, other in totals.values()), totals


def test_checking_finds_what_reading_finds(sample: Path) -> None:
    """The same findings as ``sie.load``, but for those that a habit of the program explains."""
    read = {d.code for d in sie.load(sample).diagnostics if d.severity is Severity.ERROR}
    assert read <= codes(check(sample))


def test_files_of_vouchers_among_the_years_have_no_balances_of_their_own() -> None:
    head = '#FLAGGA 0\r\n#PROGRAM "Exempel" 1.0\r\n#FORMAT PC8\r\n#GEN 20250115\r\n#FNAMN "Kvarnen AB"\r\n'
    chart = "#KONTO 1910 Kassa\r\n#KONTO 3001 Intäkt\r\n#KONTO 2081 Kapital\r\n"
    voucher = "#VER A 1 20240131 Kaffe\r\n{\r\n#TRANS 1910 {} 5\r\n#TRANS 3001 {} -5\r\n}\r\n"
    moves = f"{head}#SIETYP 4\r\n#RAR 0 20240101 20241231\r\n{chart}{voucher}".encode("cp437")
    balances = "#IB 0 1910 25\r\n#IB 0 2081 -25\r\n#UB 0 1910 25\r\n#UB 0 2081 -25\r\n"
    after = f"{head}#SIETYP 4\r\n#RAR 0 20250101 20251231\r\n{chart}{balances}".encode("cp437")
    reports = check_company([moves, after])
    assert [d.code for report in reports for d in report if d.code.startswith("SIE62")] == []
    whole = moves.replace(b"#KONTO 1910", b"#IB 0 1910 0\r\n#KONTO 1910")
    reports = check_company([whole, after])
    assert [d.params["account"] for d in reports[1] if d.code == "SIE624"] == ["1910", "2081"]


def test_no_order_of_import_is_given_where_a_year_is_missing() -> None:
    files = [(FIXTURES / "profiles" / f"visma-administration-{year}.se").read_bytes() for year in (2022, 2023, 2024)]
    told = [d.code for report in check_company(files, profile="visma-administration") for d in report]
    assert told.count("SIE625") == 3
    told = [d.code for report in check_company(files[::2], profile="visma-administration") for d in report]
    assert "SIE623" in told and "SIE625" not in told


def test_one_closing_balance_that_is_missing_is_one_finding() -> None:
    lines = (FIXTURES / "clean" / "typ4e.se").read_bytes().split(b"\r\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(b"#UB 0 1510"))
    report = check(b"\r\n".join([*lines[:at], *lines[at + 1 :]]))
    assert [d.code for d in report if d.code.startswith("SIE5")] == ["SIE502"]
    assert "the account has no #UB" in report.by_code()["SIE502"][0].message("en")


def test_a_code_alone_is_taken_for_a_list_of_one() -> None:
    data = b"#FLAGGA 0\r\n#SIETYP 7\r\n"
    assert check(data, select="SIE210").by_code().keys() == {"SIE210"}
    assert "SIE210" not in check(data, ignore="SIE2").by_code()
    with pytest.raises(sie.SieUsageError):
        check(data, profile=123)  # type: ignore[arg-type]
