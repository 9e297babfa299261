"""Books against books: every single change is found where it is, and what was done on purpose is explained."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.comparison import Change, Comparison, Difference, NumberMap, Renumbering, VoucherRef, compare, voucher_refs
from sie.errors import SieUsageError
from tests import strategies

replace = msgspec.structs.replace

BOOKS = """\
#FLAGGA 0
#SIETYP 4
#FNAMN "Åkeriet AB"
#ORGNR 556677-8899
#ADRESS Åsa "Vägen 1" "123 45 Orten" 08-1
#RAR 0 20240101 20241231
#RAR -1 20230101 20231231
#KPTYP EUBAS97
#KONTO 1930 Bank
#KTYP 1930 T
#SRU 1930 7281
#KONTO 2081 Aktiekapital
#KONTO 3001 Försäljning
#KONTO 4010 Inköp
#ENHET 4010 st
#KONTO 6570 Bankavgift
#DIM 1 Kostnadsställe
#DIM 6 Projekt
#OBJEKT 1 N Norr
#OBJEKT 6 P1 Huset
#IB 0 1930 1000.00
#IB 0 2081 -1000.00
#UB -1 1930 1000.00
#UB -1 2081 -1000.00
#UB 0 1930 1470.00
#UB 0 2081 -1000.00
#RES 0 3001 -800.00
#RES 0 4010 300.00
#RES 0 6570 30.00
#PSALDO 0 202401 1930 {} 500.00
#PBUDGET 0 202401 3001 {} -700.00
#OIB 0 1930 {6 P1} 10.00
#VER A 1 20240110 "Såld bil" 20240111 AN
{
#TRANS 1930 {} 800.00
#TRANS 3001 {1 N 6 P1} -800.00 20240110 "Bilen" 1
}
#VER A 2 20240120 Däck
{
#TRANS 4010 {6 P1} 300.00 "" Fram 4
#TRANS 1930 {} -300.00
#BTRANS 4010 {} 12.00 "" "" "" AN
}
#VER B 1 20240215 Avgift
{
#TRANS 6570 {} 10.00
#TRANS 6570 {} 20.00
#TRANS 1930 {} -30.00
}
"""
YEAR = datetime.date(2024, 1, 1)
LEDGER = sie.loads(BOOKS)
VOUCHER_B = BOOKS[BOOKS.index("#VER B 1") :]


def edited(*pairs: tuple[str, str]) -> sie.Ledger:
    text = BOOKS
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return sie.loads(text)


def roots(found: Comparison) -> list[tuple[str, str, int, str, str | None, str | None]]:
    return [
        (d.where, d.key, d.row, d.field, d.before, d.after) for d in found.differences if d.is_root and not d.explained
    ]


def kinds(found: Comparison) -> set[tuple[str | None, bool]]:
    return {(d.cause, d.explained) for d in found.differences}


def test_the_books_are_themselves() -> None:
    found = compare(LEDGER, sie.loads(BOOKS))
    assert (found.differences, found.unexplained, found.verdict, found.numbers) == ((), 0, "green", None)
    bank = next(total for total in found.accounts if (total.relative, total.account) == (0, "1930"))
    assert bank.source == bank.target
    assert bank.source is not None
    assert (bank.source.opening, bank.source.debit, bank.source.credit) == (1000, 800, 330)
    assert [
        (s.series, s.source.count, s.source.first, s.source.last, s.source.debit) for s in found.series if s.source
    ] == [
        ("A", 2, "1", "2", 1100),
        ("B", 1, "1", "1", 30),
    ]


SINGLE = [
    # the company and the file
    ('"Åkeriet AB"', '"Åkeriet i Väst AB"', [("company", "", 0, "name", "Åkeriet AB", "Åkeriet i Väst AB")], "amber"),
    ("556677-8899", "556677-8890", [("company", "", 0, "organisation_number", "556677-8899", "556677-8890")], "red"),
    ("556677-8899", "165566778899", [], "green"),
    ("08-1", "08-2", [("company", "", 0, "phone", "08-1", "08-2")], "amber"),
    ("EUBAS97", "BAS96", [("file", "", 0, "chart_type", "EUBAS97", "BAS96")], "amber"),
    ("#KPTYP EUBAS97", "#KPTYP EUBAS97\n#VALUTA EUR", [("file", "", 0, "currency", "SEK", "EUR")], "red"),
    ("#KPTYP EUBAS97", "#KPTYP EUBAS97\n#VALUTA SEK", [], "green"),
    ("20241231", "20241130", [("year", "0", 0, "end", "2024-12-31", "2024-11-30")], "red"),
    (
        "#RAR -1 20230101 20231231\n",
        "",
        [("year", "-1", 0, "only_in_source", "2023-01-01 - 2023-12-31", None)],
        "amber",
    ),
    # the chart
    ("1930 Bank\n", "1930 Banken\n", [("account", "1930", 0, "name", "Bank", "Banken")], "amber"),
    ("1930 T", "1930 S", [("account", "1930", 0, "type", "T", "S")], "red"),
    ("#KTYP 1930 T\n", "", [("account", "1930", 0, "type", "T", None)], "amber"),
    ("7281", "7282", [("account", "1930", 0, "sru", "7281", "7282")], "amber"),
    ("4010 st", "4010 kg", [("account", "4010", 0, "unit", "st", "kg")], "amber"),
    ("#KONTO 6570 Bankavgift\n", "", [("account", "6570", 0, "only_in_source", "Bankavgift", None)], "amber"),
    (
        "#DIM 1",
        "#KONTO 1910 Kassa\n#DIM 1",
        [("account", "1910", 0, "only_in_target", None, "Kassa")],
        "amber",
    ),
    ("6 Projekt", "6 Uppdrag", [("dimension", "6", 0, "name", "Projekt", "Uppdrag")], "amber"),
    ("P1 Huset", "P1 Hus", [("object", "6:P1", 0, "name", "Huset", "Hus")], "amber"),
    ("#OBJEKT 1 N Norr\n", "", [("object", "1:N", 0, "only_in_source", "Norr", None)], "amber"),
    # balances
    ("#UB 0 1930 1470.00", "#UB 0 1930 1471", [("balance", "1930", 0, "closing", "1470.00", "1471")], "red"),
    ("#UB 0 1930 1470.00", "#UB 0 1930 1470", [], "green"),
    ("#RES 0 4010 300.00", "#RES 0 4010 300.01", [("balance", "4010", 0, "result", "300.00", "300.01")], "red"),
    ("#RES 0 4010 300.00\n", "", [("balance", "4010", 0, "result", "300.00", None)], "red"),
    ("#IB 0 1930 1000.00", "#IB 0 1930 999", [("balance", "1930", 0, "opening", "1000.00", "999")], "red"),
    ("#UB -1 1930 1000.00", "#UB -1 1930 999", [("balance", "1930", 0, "closing", "1000.00", "999")], "red"),
    ("{} 500.00", "{} 501", [("balance", "1930 202401", 0, "period", "500.00", "501")], "red"),
    ("-700.00", "-701", [("balance", "3001 202401", 0, "budget", "-700.00", "-701")], "red"),
    ("10.00\n#VER", "11\n#VER", [("object_balance", "1930 6:P1", 0, "object_opening", "10.00", "11")], "red"),
    ("10.00\n#VER", "10.00 3\n#VER", [("object_balance", "1930 6:P1", 0, "object_opening_quantity", None, "3")], "red"),
    # vouchers
    ("A 1 20240110", "A 1 20240109", [("voucher", "A 1", 0, "date", "2024-01-10", "2024-01-09")], "red"),
    ("Däck", "Däcken", [("voucher", "A 2", 0, "text", "Däck", "Däcken")], "red"),
    ("20240111", "20240112", [("voucher", "A 1", 0, "registered", "2024-01-11", "2024-01-12")], "red"),
    ("20240111 AN", "20240111 BO", [("voucher", "A 1", 0, "sign", "AN", "BO")], "amber"),
    (VOUCHER_B, "", [("voucher", "B 1", 0, "only_in_source", "2024-02-15 Avgift", None)], "red"),
    (VOUCHER_B, VOUCHER_B * 2, [("voucher", "B 1 (2)", 0, "only_in_target", None, "2024-02-15 Avgift")], "red"),
    # rows
    ("1930 {} -300.00", "1930 {} -301.00", [("row", "A 2", 2, "amount", "-300.00", "-301.00")], "red"),
    ("6570 {} 20.00", "6570 {} 2.00", [("row", "B 1", 2, "amount", "20.00", "2.00")], "red"),
    ("TRANS 1930 {} -300.00", "TRANS 1910 {} -300.00", [("row", "A 2", 2, "account", "1930", "1910")], "red"),
    ("{1 N 6 P1}", "{6 P1}", [("row", "A 1", 2, "objects", "1:N 6:P1", "6:P1")], "red"),
    ("{6 P1} 300", "{} 300", [("row", "A 2", 1, "objects", "6:P1", None)], "red"),
    ("Bilen", "Bil", [("row", "A 1", 2, "text", "Bilen", "Bil")], "red"),
    ('-800.00 20240110 "Bilen"', '-800.00 "" "Bilen"', [], "green"),
    (
        '-800.00 20240110 "Bilen"',
        '-800.00 20240109 "Bilen"',
        [("row", "A 1", 2, "date", "2024-01-10", "2024-01-09")],
        "red",
    ),
    ("Fram 4", "Fram 5", [("row", "A 2", 1, "quantity", "4", "5")], "red"),
    ("#TRANS 6570 {} 10.00\n", "", [("row", "B 1", 1, "only_in_source", "6570 10.00", None)], "red"),
    (
        "#TRANS 6570 {} 10.00\n#TRANS 6570 {} 20.00\n#TRANS 1930 {} -30.00\n",
        "#TRANS 1930 {} -30.00\n#TRANS 6570 {} 10.00\n#TRANS 6570 {} 20.00\n",
        [("row", "B 1", 0, "order", "1 2 3", "2 3 1")],
        "amber",
    ),
    (
        '#BTRANS 4010 {} 12.00 "" "" "" AN\n',
        "",
        [("row", "A 2", 3, "removed_row", "4010 12.00 AN", None)],
        "amber",
    ),
    (
        "#TRANS 6570 {} 10.00\n",
        "#RTRANS 6570 {} 10.00\n#TRANS 6570 {} 10.00\n",
        [("row", "B 1", 1, "kind", "normal", "added")],
        "amber",
    ),
    # what the standard does not have
    ("#KPTYP", "#EGET ett två\n#KPTYP", [("extra", "#EGET", 0, "extras", None, "#EGET ett två")], "amber"),
    (
        "#UB 0 1930 1470.00",
        "#UB 0 1930 #",
        [
            ("file", "SIE202", 0, "unread", None, None),
            ("balance", "1930", 0, "closing", "1470.00", None),
        ],
        "red",
    ),
]


@pytest.mark.parametrize(
    "old, new, expected, verdict", SINGLE, ids=[f"{n} {row[1][:20]!r}" for n, row in enumerate(SINGLE)]
)
def test_a_single_change_is_found_where_it_is(
    old: str, new: str, expected: Sequence[tuple[str, str, int, str, str | None, str | None]], verdict: str
) -> None:
    other = edited((old, new))
    found = compare(LEDGER, other)
    shown = roots(found)
    for at, root in enumerate(expected):
        if root[3] == "unread":
            assert shown[at][:4] == root[:4]
            assert shown[at][5]
        else:
            assert root in shown
    assert len(shown) == len(expected) == found.unexplained
    assert found.verdict == verdict
    back = compare(other, LEDGER)
    assert (back.unexplained, back.verdict) == (found.unexplained, found.verdict)
    assert len(back.differences) == len(found.differences)
    for d in found.differences:
        assert d.year == YEAR
        assert d.before != d.after
        if d.follows_from is not None:
            assert any((root.where, root.key) in _sources(d) for root in found.differences if root.is_root)


def _sources(d: Difference) -> set[tuple[str, str]]:
    """Where the cause of a consequence may stand: the voucher itself or one of its rows."""
    assert d.follows_from is not None
    root = d.follows_from
    return {(root.where, root.key)} | ({("row", root.key)} if root.where == "voucher" else set())


def test_sums_follow_from_the_voucher_that_changed_them() -> None:
    found = compare(LEDGER, edited(("1930 {} -300.00", "1930 {} -301.00"), ("6570 {} 20.00", '6570 {} 20.00 "" Ny')))
    assert roots(found) == [
        ("row", "A 2", 2, "amount", "-300.00", "-301.00"),
        ("row", "B 1", 2, "text", None, "Ny"),
    ]
    follow = {(d.where, d.key, d.field): d.follows_from for d in found.differences if not d.is_root}
    assert {key: (root.where, root.key) for key, root in follow.items() if root} == {
        ("movement", "1930", "credit"): ("voucher", "A 2"),
        ("series", "A", "credit"): ("voucher", "A 2"),
    }
    assert [d.is_root for d in found.differences] == [True, True, False, False]


def test_a_balance_follows_from_vouchers_and_from_the_opening_one() -> None:
    pairs = [
        ("1930 {} -300.00", "1930 {} -301.00"),
        ("#UB 0 1930 1470", "#UB 0 1930 1469"),
        ("1930 {} 500", "1930 {} 499"),
    ]
    found = compare(LEDGER, edited(*pairs))
    assert [root[:4] for root in roots(found)] == [("row", "A 2", 2, "amount")]
    assert found.unexplained == 1
    opened = edited(("#IB 0 1930 1000", "#IB 0 1930 900"), ("#UB 0 1930 1470", "#UB 0 1930 1370"))
    found = compare(LEDGER, opened)
    assert roots(found) == [("balance", "1930", 0, "opening", "1000.00", "900.00")]
    too_much = edited(("#IB 0 1930 1000", "#IB 0 1930 900"), ("#UB 0 1930 1470", "#UB 0 1930 1371"))
    assert compare(LEDGER, too_much).unexplained == 2


def test_lines_are_told_on_both_sides() -> None:
    found = compare(LEDGER, edited(("#KPTYP EUBAS97\n", "#KPTYP EUBAS97\n#VALUTA SEK\n"), ("Däck", "Däcken")))
    line = BOOKS.split("\n").index("#VER A 2 20240120 Däck") + 1
    assert [(d.source_line, d.target_line) for d in found.differences] == [(line, line + 1)]


# ---- what is left out because it says nothing more


@pytest.mark.parametrize(
    "old, new, cause",
    [
        ("#RES 0 6570 30.00\n", "#RES 0 6570 30.00\n#RES 0 3002 0\n", "zero"),
        ("#TRANS 6570 {} 10.00\n", '#TRANS 6570 {} 10.00 "" "" 0\n', "zero"),
        ("#PSALDO 0 202401 1930 {} 500.00\n", "", "computed"),
        ("#UB 0 1930 1470.00\n#UB 0 2081 -1000.00\n", "", "computed"),
        ("#RES 0 3001 -800.00\n#RES 0 4010 300.00\n#RES 0 6570 30.00\n", "", "computed"),
        ("#UB -1 1930 1000.00\n#UB -1 2081 -1000.00\n", "", "computed"),
        ("#IB 0 1930 1000.00\n#IB 0 2081 -1000.00\n", "", "computed"),
    ],
)
def test_what_may_be_left_out_is_explained(old: str, new: str, cause: str) -> None:
    found = compare(LEDGER, edited((old, new)))
    assert found.verdict == "green"
    assert kinds(found) == {(cause, True)}
    assert found.unexplained == 0


def test_what_is_left_out_and_is_something_else_is_not_explained() -> None:
    stale = edited(("#UB 0 1930 1470.00", "#UB 0 1930 1471.00"))
    none = edited(("#UB 0 1930 1470.00\n#UB 0 2081 -1000.00\n", ""))
    assert [root[:4] for root in roots(compare(stale, none))] == [("balance", "1930", 0, "closing")]
    assert [root[:4] for root in roots(compare(none, stale))] == [("balance", "1930", 0, "closing")]


# ---- vouchers by another name


def renumbered(ledger: sie.Ledger, series: str = "C", first: int = 101) -> sie.Ledger:
    vouchers = tuple(replace(v, series=series, number=str(n)) for n, v in enumerate(ledger.vouchers, first))
    return replace(ledger, vouchers=vouchers)


def map_of(source: sie.Ledger, target: sie.Ledger) -> NumberMap:
    pairs = zip(voucher_refs(source.vouchers), voucher_refs(target.vouchers), strict=True)
    return NumberMap({YEAR: tuple(Renumbering(a, b) for a, b in pairs)})


@pytest.mark.parametrize("given_map", [True, False])
def test_renumbered_vouchers_are_explained(given_map: bool) -> None:
    other = renumbered(LEDGER)
    numbers = map_of(LEDGER, other)
    found = compare(LEDGER, other, numbers=numbers if given_map else None)
    assert found.verdict == "green"
    assert kinds(found) == {("renumbered", True)}
    assert found.numbers == numbers
    told = {(d.where, d.key, d.field): (d.before, d.after) for d in found.differences}
    assert told["voucher", "B 1", "series"] == ("B", "C")
    assert told["voucher", "B 1", "number"] == ("1", "103")
    assert told["series", "C", "count"] == ("0", "3")
    assert found.differences[0].target_line == LEDGER.vouchers[0].origin


@pytest.mark.parametrize("given_map", [True, False])
def test_a_number_explains_nothing_but_the_number(given_map: bool) -> None:
    other = renumbered(edited(("Däck", "Däcken"), ("6570 {} 20.00", "6570 {} 21.00")))
    numbers = map_of(LEDGER, other) if given_map else None
    found = compare(LEDGER, other, numbers=numbers)
    assert found.verdict == "red"
    expected = [("voucher", "A 2", 0, "text", "Däck", "Däcken")]
    if given_map:
        expected.append(("row", "B 1", 2, "amount", "20.00", "21.00"))
        assert roots(found) == expected
    else:  # nothing tells that these two are one
        assert roots(found)[0] == expected[0]
        assert [root[3] for root in roots(found)[1:]] == ["only_in_source", "only_in_target"]


def test_a_number_that_the_map_does_not_say_is_not_explained() -> None:
    other = renumbered(LEDGER)
    numbers = map_of(LEDGER, renumbered(LEDGER, first=100))
    found = compare(LEDGER, other, numbers=numbers)
    assert roots(found) == [
        ("voucher", "A 1", 0, "number", "1", "101"),
        ("voucher", "A 2", 0, "number", "2", "102"),
        ("voucher", "B 1", 0, "number", "1", "103"),
    ]


def test_a_number_that_was_kept_against_the_map_is_told_with_the_number_of_the_map() -> None:
    found = compare(LEDGER, LEDGER, numbers=map_of(LEDGER, renumbered(LEDGER)))
    assert ("voucher", "A 2", 0, "number", "102", "2") in roots(found)
    assert len(roots(found)) == found.unexplained == 6
    assert found.verdict == "red"


def test_one_voucher_less_shifts_the_numbers_and_only_that_one_is_missing() -> None:
    many = tuple(
        replace(LEDGER.vouchers[0], number=str(n), text=f"Nummer {n}", date=datetime.date(2024, 1, n))
        for n in range(1, 21)
    )
    left = tuple(replace(v, number=str(n)) for n, v in enumerate(many[:4] + many[5:], 1))
    found = compare(replace(LEDGER, vouchers=many), replace(LEDGER, vouchers=left))
    assert [root[:4] for root in roots(found)] == [("voucher", "A 5", 0, "only_in_source")]
    assert sum(d.cause == "renumbered" and d.field == "number" for d in found.differences) == 15


def test_vouchers_without_numbers_and_with_the_same_number() -> None:
    for series, number in ((None, None), ("#", "1")):
        vouchers = tuple(replace(v, series=series, number=number) for v in LEDGER.vouchers * 2)
        ledger = replace(LEDGER, vouchers=vouchers)
        assert compare(ledger, replace(ledger, vouchers=vouchers[::-1])).differences == ()
        fewer = compare(ledger, replace(ledger, vouchers=vouchers[1:]))
        assert [root[3] for root in roots(fewer)] == ["only_in_source"]
        odd = replace(vouchers[1], text="Annat")
        found = compare(ledger, replace(ledger, vouchers=(*vouchers[2:], odd)))
        assert sorted(root[3] for root in roots(found)) == ["only_in_source", "text"]


def unnumbered(seed: int) -> tuple[sie.Ledger, sie.Ledger, NumberMap]:
    """Books without numbers, as a target that sorts by date numbers them, and the map that went by the file."""
    days = [datetime.date(2024, 1, 1 + n * seed % 28) for n in range(1, 10)]
    vouchers = [
        replace(LEDGER.vouchers[n % 2], series="AL"[n % 2], number=(None, "0", "000")[n % 3], date=day, text=str(n % 4))
        for n, day in enumerate(days)
    ]

    def numbered(given: Sequence[sie.Voucher]) -> tuple[sie.Voucher, ...]:
        following = {"A": 0, "L": 0}
        found = []
        for v in given:
            following[v.series or ""] += 1
            found.append(replace(v, number=str(following[v.series or ""])))
        return tuple(found)

    source = replace(LEDGER, vouchers=tuple(vouchers), balances=())
    planned = replace(source, vouchers=numbered(vouchers))
    target = replace(source, vouchers=numbered(sorted(vouchers, key=lambda v: v.date or datetime.date.min)))
    return source, target, map_of(source, planned)


@pytest.mark.parametrize("seed", range(1, 12))
@pytest.mark.parametrize("given_map", [True, False])
def test_what_had_no_number_is_explained_whatever_number_the_target_gave_it(seed: int, given_map: bool) -> None:
    source, target, numbers = unnumbered(seed)
    found = compare(source, target, numbers=numbers if given_map else None)
    assert (found.verdict, found.unexplained) == ("green", 0)
    assert {d.cause for d in found.differences} == {"numbered"}
    assert sum(d.field == "number" for d in found.differences) == 9
    # A text that was changed on the way is found where it is, and nothing besides.
    changed = replace(target, vouchers=(replace(target.vouchers[0], text="Annat"), *target.vouchers[1:]))
    found = compare(source, changed, numbers=numbers)
    assert [(root[3], root[5]) for root in roots(found)] == [("text", "Annat")]


def test_the_series_of_what_had_no_number_is_not_free() -> None:
    source, target, numbers = unnumbered(5)
    moved = tuple(replace(v, series="B") if v.series == "L" else v for v in target.vouchers)
    found = compare(source, replace(target, vouchers=moved), numbers=numbers)
    assert found.verdict == "red"
    assert ("series", "L", "B") in {(root[3], root[4], root[5]) for root in roots(found)}


def test_a_vendor_file_without_numbers_is_explained_when_it_got_some(sample_typ4i: Path) -> None:
    ledger = sie.load(sample_typ4i)
    vouchers = sorted(ledger.vouchers, key=lambda v: v.date or datetime.date.min)
    numbered = (replace(v, number=str(n)) for n, v in enumerate(vouchers, 1))
    planned = replace(ledger, vouchers=tuple(replace(v, number=str(n)) for n, v in enumerate(ledger.vouchers, 1)))
    year = ledger.years[0].start if 0 in ledger.years else YEAR
    assert year is not None
    numbers = NumberMap({year: map_of(ledger, planned).years[YEAR]})
    target = replace(ledger, vouchers=tuple(numbered))
    found = compare(ledger, target, numbers=numbers)
    free = {str(ref) for ref, v in zip(voucher_refs(ledger.vouchers), ledger.vouchers, strict=True)
            if not (v.number or "").strip("0")}  # fmt: skip
    assert not [d for d in found.differences if not d.explained and d.key in free]


def test_the_order_of_vouchers_balances_and_accounts_makes_no_difference() -> None:
    other = replace(
        LEDGER,
        vouchers=LEDGER.vouchers[::-1],
        balances=LEDGER.balances[::-1],
        objects=LEDGER.objects[::-1],
        accounts=dict(reversed(LEDGER.accounts.items())),
    )
    assert compare(LEDGER, other).differences == ()


def test_a_map_must_be_one_to_one() -> None:
    pair = Renumbering(VoucherRef("A", "1"), VoucherRef("B", "1"))
    for second in (Renumbering(VoucherRef("A", "2"), pair.target), Renumbering(pair.source, VoucherRef("B", "2"))):
        with pytest.raises(SieUsageError, match="one to one"):
            compare(LEDGER, LEDGER, numbers=NumberMap({YEAR: (pair, second)}))


def test_a_map_becomes_json_and_back() -> None:
    numbers = map_of(LEDGER, renumbered(LEDGER, series=""))
    assert NumberMap.from_json(numbers.to_json()) == numbers
    for data in (b"", b"[]", b'{"years": {"igar": []}}', b'{"years": 1}', b"\xff"):
        with pytest.raises(SieUsageError):
            NumberMap.from_json(data)


def test_a_file_that_does_not_tell_its_year_has_the_only_year_of_the_map() -> None:
    bare = replace(LEDGER, years={})
    found = compare(bare, renumbered(bare), numbers=map_of(LEDGER, renumbered(LEDGER)))
    assert found.verdict == "green"
    assert kinds(found) == {("renumbered", True)}


# ---- what was done on purpose

PURPOSES: list[tuple[list[tuple[str, str]], list[Change]]] = [
    ([("1930 Bank\n", "1930 Banken\n")], [Change(kind="renamed-account", key="1930", before="Bank", after="Banken")]),
    ([("#KTYP 1930 T\n", "")], [Change(kind="retyped-account", key="1930", before="T")]),
    ([("7281", "7282")], [Change(kind="recoded-account", key="1930", before="7281", after="7282")]),
    ([("#KONTO 6570 Bankavgift\n", "")], [Change(kind="dropped-account", key="6570", before="Bankavgift")]),
    ([("#DIM 1", "#KONTO 1910 Kassa\n#DIM 1")], [Change(kind="added-account", key="1910", after="Kassa")]),
    ([("P1 Huset", "P1 Hus")], [Change(kind="renamed-object", key="6:P1", before="Huset", after="Hus")]),
    ([("6 Projekt", "6 X")], [Change(kind="renamed-dimension", key="6", before="Projekt", after="X")]),
    ([("08-1", "08-2")], [Change(kind="changed-company", key="phone", before="08-1", after="08-2")]),
    ([("Däck", "D")], [Change(kind="cut-text", before="Däck", after="D")]),
    ([("Bilen", "Bil")], [Change(kind="cut-text", key="A 1", before="Bilen", after="Bil")]),
    ([("20240111", "20250101")], [Change(kind="registered-anew", after="2025-01-01")]),
    ([("#PBUDGET 0 202401 3001 {} -700.00\n", "")], [Change(kind="left-out", key="budget")]),
    ([('#BTRANS 4010 {} 12.00 "" "" "" AN\n', "")], [Change(kind="left-out", key="removed_row")]),
    (
        [("VER A 1", "VER F 1"), ("VER A 2", "VER F 2")],
        [Change(kind="mapped-series", before="A", after="F")],
    ),
    (
        [
            ("#KONTO 6570 Bankavgift\n", "#KONTO 6571 Bankavgift\n"),
            ("#RES 0 6570", "#RES 0 6571"),
            ("TRANS 6570", "TRANS 6571"),
            ("TRANS 6570", "TRANS 6571"),
        ],
        [Change(kind="mapped-account", before="6570", after="6571")],
    ),
    (
        [
            ("#KONTO 6570 Bankavgift\n", ""),
            ("#RES 0 4010 300.00\n#RES 0 6570 30.00", "#RES 0 4010 330.00"),
            ("TRANS 6570", "TRANS 4010"),
            ("TRANS 6570", "TRANS 4010"),
        ],
        [Change(kind="mapped-account", before="6570", after="4010")],
    ),
    (
        [
            ("#DIM 6 Projekt\n", ""),
            ("#OBJEKT 6 P1 Huset", "#OBJEKT 1 P1 Huset"),
            ("{6 P1} 10", "{1 P1} 10"),
            ("{1 N 6 P1}", "{1 N 1 P1}"),
            ("{6 P1} 300", "{1 P1} 300"),
        ],
        [Change(kind="folded-dimension", before="6", after="1")],
    ),
    (
        [
            ("#DIM 6 Projekt\n", ""),
            ("#OBJEKT 6 P1 Huset\n", ""),
            ("#OIB 0 1930 {6 P1} 10.00\n", ""),
            ("{1 N 6 P1}", "{1 N}"),
            ("{6 P1} 300", "{} 300"),
        ],
        [Change(kind="folded-dimension", before="6:P1")],
    ),
]


@pytest.mark.parametrize("pairs, changes", PURPOSES, ids=[f"{n} {row[1][0].kind}" for n, row in enumerate(PURPOSES)])
def test_what_was_done_on_purpose_is_explained_and_nothing_more(
    pairs: list[tuple[str, str]], changes: list[Change]
) -> None:
    other = edited(*pairs)
    unexplained = compare(LEDGER, other)
    assert unexplained.unexplained or kinds(unexplained) == {("renumbered", True)}
    found = compare(LEDGER, other, changes=changes)
    assert roots(found) == []
    assert found.verdict == "green"
    assert kinds(found) == {(changes[0].kind, True)}
    assert {(d.where, d.field) for d in found.differences} >= {
        (d.where, d.field) for d in unexplained.differences if not d.field.startswith("only") and d.where != "row"
    } - {("voucher", "series")}
    # Something else besides is still something else.
    besides = compare(
        LEDGER, edited(*pairs, ("#FNAMN ", "#EGET x\n#FNAMN "), ("{} -30.00", "{} -31.00")), changes=changes
    )
    assert {root[:2] for root in roots(besides)} >= {("extra", "#EGET"), ("row", "B 1")}
    assert len(roots(besides)) == 2
    # In another year it was not done.
    elsewhere = [replace(change, year=datetime.date(1999, 1, 1)) for change in changes]
    assert compare(LEDGER, other, changes=elsewhere).unexplained == unexplained.unexplained
    assert compare(LEDGER, other, changes=[replace(c, year=YEAR) for c in changes]).verdict == "green"
    # What was said to be done and was not is no difference between the books.
    assert compare(LEDGER, LEDGER, changes=changes).differences == ()


def test_what_follows_from_something_explained_still_needs_an_explanation() -> None:
    other = edited(("{6 P1} 300", "{} 300"))
    left_out = Change(kind="left-out", key="objects")
    found = compare(LEDGER, other, changes=[left_out])
    assert [root[:2] for root in roots(found)] == [("object_movement", "4010 6:P1")]
    assert (found.unexplained, found.verdict) == (1, "red")


def test_a_change_must_match_to_the_letter() -> None:
    other = edited(("1930 Bank\n", "1930 Banken\n"), ("Däck", "D"))
    wrong = [
        Change(kind="renamed-account", key="1930", before="Bank", after="Bankens"),
        Change(kind="renamed-account", key="1931", before="Bank", after="Banken"),
        Change(kind="cut-text", before="Däck", after="Dä"),
        Change(kind="cut-text", key="B 1", before="Däck", after="D"),
    ]
    assert compare(LEDGER, other, changes=wrong).unexplained == 2


def test_changes_and_a_map_together() -> None:
    other = renumbered(edited(("Däck", "D"), ("VER A 1", "VER F 1"), ("1930 Bank\n", "1930 Banken\n")))
    changes = [
        Change(kind="cut-text", before="Däck", after="D"),
        Change(kind="mapped-series", before="A", after="F"),
        Change(kind="renamed-account", key="1930", before="Bank", after="Banken"),
    ]
    found = compare(LEDGER, other, changes=changes, numbers=map_of(LEDGER, other))
    assert (found.verdict, found.unexplained) == ("green", 0)
    told = {(d.where, d.key, d.field): (d.before, d.after) for d in found.differences}
    assert told["voucher", "A 1", "series"] == ("A", "C")
    assert "F" not in {total.series for total in found.series}
    assert not any(d.key == "F" for d in found.differences)


def test_an_object_must_be_written_as_one() -> None:
    for text in ("6:", ":P1"):
        with pytest.raises(SieUsageError, match="6:P1"):
            compare(LEDGER, LEDGER, changes=[Change(kind="folded-dimension", before=text)])


# ---- several years


def next_year(opening: str) -> sie.Ledger:
    return sie.loads(
        '#RAR 0 20250101 20251231\n#RAR -1 20240101 20241231\n#FNAMN "Åkeriet AB"\n#ORGNR 556677-8899\n'
        f"#IB 0 1930 {opening}\n#IB 0 2081 -1000\n#UB 0 1930 {opening}\n#UB 0 2081 -1000\n"
    )


def test_years_belong_together_by_their_days() -> None:
    after = next_year("1470")
    found = compare([LEDGER, after], [after, LEDGER])
    assert found.differences == ()
    assert {total.year for total in found.accounts} == {YEAR, datetime.date(2025, 1, 1)}
    missing = compare([LEDGER, after], LEDGER)
    assert roots(missing) == [("year", "0", 0, "only_in_source", "2025-01-01 - 2025-12-31", None)]
    assert missing.verdict == "red"
    assert compare(LEDGER, [LEDGER, after]).unexplained == 1
    assert compare([], []).verdict == "green"


def test_an_opening_balance_that_was_rolled_over() -> None:
    source = [LEDGER, next_year("1400")]
    rolled = Change(kind="opening-rolled", year=datetime.date(2025, 1, 1))
    assert compare(source, [LEDGER, next_year("1470")]).unexplained == 1
    found = compare(source, [LEDGER, next_year("1470")], changes=[rolled])
    assert found.verdict == "green"
    assert {(d.where, d.key, d.field, d.before, d.after, d.cause) for d in found.differences} == {
        ("balance", "1930", "opening", "1400", "1470.00", "opening-rolled"),
        ("balance", "1930", "closing", "1400", "1470.00", "opening-rolled"),
    }
    for wrong in ("1471", "1401"):
        assert compare(source, [LEDGER, next_year(wrong)], changes=[rolled]).verdict == "red"


def test_what_another_file_of_the_same_side_has() -> None:
    after = next_year("1470")
    more = replace(
        after,
        balances=(
            *after.balances,
            sie.Balance("opening", -1, "1930", Decimal(1000)),
            sie.Balance("opening", -1, "2081", Decimal(-1000)),
            sie.Balance("result", -1, "6570", Decimal(30)),
        ),
    )
    found = compare([LEDGER, after], [LEDGER, more])
    assert found.verdict == "green"
    assert kinds(found) == {("elsewhere", True)}
    assert compare(after, more).unexplained == 3


# ---- any books


@given(st.sampled_from(["1", "2", "3", "4I", "4E"]).flatmap(strategies.ledgers))
def test_any_books_are_themselves(ledger: sie.Ledger) -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(ledger), type=sie.Ledger)
    for other in (ledger, again, sie.loads(sie.dumps(ledger))):
        found = compare(ledger, other)
        assert (found.differences, found.verdict) == ((), "green")


@st.composite
def changed(draw: st.DrawFn) -> tuple[sie.Ledger, sie.Ledger]:
    """Books, and the same books with one thing changed that cannot mean the same."""
    ledger = draw(strategies.ledgers("4E").filter(lambda found: bool(found.vouchers)))
    at = draw(st.integers(0, len(ledger.vouchers) - 1))
    voucher = ledger.vouchers[at]
    row = draw(st.integers(0, len(voucher.rows) - 1))
    old = voucher.rows[row]
    rows = {
        "amount": replace(old, amount=Decimal("7e13")),
        "account": replace(old, account="0001"),
        "text": replace(old, text="~ny~"),
        "objects": replace(old, objects=(sie.ObjectRef("99", "~"),)),
        "quantity": replace(old, quantity=Decimal(5000)),
        "date": replace(old, date=datetime.date(1900, 1, 1)),
    }
    what = draw(st.sampled_from([*rows, "drop", "double", "voucher date", "voucher text", "number", "row"]))
    new: Iterable[sie.Voucher]
    if what in rows:
        new = [replace(voucher, rows=(*voucher.rows[:row], rows[what], *voucher.rows[row + 1 :]))]
    elif what == "row":
        new = [replace(voucher, rows=(*voucher.rows[:row], *voucher.rows[row + 1 :]))]
    elif what == "drop":
        new = []
    elif what == "double":
        new = [voucher, voucher]
    else:
        field = {"voucher date": "date", "voucher text": "text", "number": "number"}[what]
        value = datetime.date(1900, 1, 1) if field == "date" else "~ny~"
        new = [replace(voucher, **{field: value})]
    return ledger, replace(ledger, vouchers=(*ledger.vouchers[:at], *new, *ledger.vouchers[at + 1 :]))


@given(changed())
def test_any_change_is_found_and_found_from_both_sides(pair: tuple[sie.Ledger, sie.Ledger]) -> None:
    there, back = compare(*pair), compare(pair[1], pair[0])
    assert there.differences
    assert len(there.differences) == len(back.differences)
    assert (there.unexplained, there.verdict) == (back.unexplained, back.verdict)
    assert (there.verdict == "green") == (there.unexplained == 0)
    assert {d.before for d in there.differences} == {d.after for d in back.differences}


@given(strategies.ledgers("4E"), strategies.ledgers("4E"))
def test_any_books_against_any_others(one: sie.Ledger, other: sie.Ledger) -> None:
    there, back = compare(one, other), compare(other, one)
    assert len(there.differences) == len(back.differences)
    assert (there.unexplained, there.verdict) == (back.unexplained, back.verdict)
    assert all(d.before != d.after for d in there.differences)
    if there.verdict == "green" and one.vouchers:
        assert compare(one, other, numbers=there.numbers).verdict == "green"
    msgspec.json.decode(msgspec.json.encode(there), type=Comparison)


@given(strategies.ledgers("4E"), st.randoms())
def test_any_books_renumbered(ledger: sie.Ledger, random: object) -> None:
    ledger = replace(ledger, years={0: sie.FiscalYear(YEAR, datetime.date(2024, 12, 31))})
    other = renumbered(ledger)
    assert compare(ledger, other, numbers=map_of(ledger, other)).verdict == "green"
    assert compare(ledger, other).verdict == "green"


# ---- real files, and hostile ones


def test_a_vendor_file_is_itself(sample: Path) -> None:
    ledger = sie.load(sample)
    assert compare(ledger, sie.load(sample)).differences == ()
    again = sie.loads(sie.dumps(ledger, encoding="utf-8"), encoding="utf-8", kind=ledger.kind)
    assert compare(ledger, again).differences == ()


def test_a_vendor_file_renumbered_is_explained(sample_typ4e: Path) -> None:
    ledger = sie.load(sample_typ4e)
    other = renumbered(ledger)
    found = compare(ledger, other)
    assert found.verdict == "green"
    assert compare(ledger, other, numbers=found.numbers).verdict == "green"


def many(count: int, text: str = "x") -> sie.Ledger:
    rows = (sie.Row("normal", "1930", amount=Decimal(1)), sie.Row("normal", "3001", amount=Decimal(-1)))
    vouchers = tuple(
        sie.Voucher("A", "1", datetime.date(2024, 1, 1), f"{text} {n % 3 if text == 'same' else n}", rows=rows)
        for n in range(count)
    )
    return sie.Ledger(vouchers=vouchers)


@pytest.mark.slow
@pytest.mark.parametrize("text, other", [("x", "y"), ("same", "same"), ("x", "same")])
def test_ten_thousand_of_one_number_take_no_more_than_linear_time(text: str, other: str) -> None:
    def seconds(count: int) -> float:
        left, right = many(count, text), many(count - count // 10, other)
        right = replace(right, vouchers=right.vouchers[::-1])
        start = time.process_time()
        compare(left, right)
        return time.process_time() - start

    seconds(100)
    # A square would take a hundred times as long.
    assert seconds(10_000) < 50 * max(seconds(1_000), 0.005)


def test_ten_thousand_rows_in_one_voucher() -> None:
    rows = tuple(sie.Row("normal", "1930", amount=Decimal(n % 7)) for n in range(10_000))
    ledger = sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=rows),))
    other = sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=rows[::-1][1:]),))
    assert compare(ledger, other).unexplained >= 1


def test_the_function_is_called_by_its_name_whatever_was_imported_before() -> None:
    import sie.comparison

    assert sie.compare(LEDGER, LEDGER).verdict == "green"


def test_letters_that_cp437_lacks_are_a_known_cause_and_other_texts_are_none() -> None:
    books = sie.loads('#RAR 0 20240101 20241231\n#VER A 1 20240131 "Hyra – 5 €"\n{\n}\n')
    for text, cause in (("Hyra - 5 EUR", "replaced-letters"), ("Hyra - 5 kr", None)):
        other = msgspec.structs.replace(
            books, vouchers=(msgspec.structs.replace(books.vouchers[0], text=text),)
        )  # fmt: skip
        (found,) = compare(books, other).differences
        assert (found.field, found.cause, found.explained) == ("text", cause, cause is not None)
