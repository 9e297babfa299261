"""Books from scratch: what is refused, what each type holds, and that the file says the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie import Builder, ObjectRef, Row, SieBuildError


def books(**more: object) -> Builder:
    """A company with two years, some accounts and objects, opening balances and budget, no vouchers yet."""
    made = Builder(
        **{
            "company": "Målerifirman Å & Ö AB",
            "organisation_number": "556677-8899",
            "program": ("Mitt program", "1.0"),
            "generated": date(2025, 1, 2),
            **more,
        }
    )  # type: ignore[arg-type]
    made.year(date(2024, 1, 1), date(2024, 12, 31))
    made.year(date(2023, 1, 1), date(2023, 12, 31), number=-1)
    made.account("1930", "Företagskonto", type="T", sru="7281")
    made.account("2081", "Aktiekapital")
    made.account("3041", "Försäljning", unit="tim", sru=["7410", "7411"])
    made.account("6071", "Representation")
    made.account("8410", "Räntekostnader")
    made.account("9999", "Antal anställda")
    made.dimension("20", "Maskin")
    made.dimension("21", "Maskindel", parent="20")
    made.object("1", "N", "Norr")
    made.object("6", "001", "Kök")
    made.object("21", "0101", "Motor")
    made.opening("1930", 5000)
    made.opening("2081", -5000)
    made.opening("1930", "1000.00", objects={"1": "N"})
    made.budget("3041", "202401", -1000, objects={"1": "N"})
    made.budget("3041", "202401", -3000)
    return made


def busy(**more: object) -> Builder:
    """The same company with four vouchers."""
    made = books(**more)
    made.voucher(
        date(2024, 1, 31),
        "Faktura",
        [
            ("1930", 1250),
            Row(
                "normal", "3041", (ObjectRef("1", "N"), ObjectRef("6", "001")), Decimal(-1250), quantity=Decimal("-2.5")
            ),
        ],
    )
    made.voucher(date(2024, 2, 10), "Kaffe", [("1930", "-50.5", {"1": "N"}), ("6071", "50.50", {"6": "001"})])
    made.voucher(date(2024, 2, 29), "Ränta", [("1930", Decimal("-7.25")), ("8410", Decimal("7.25"))], series="B")
    made.voucher(
        date(2024, 2, 29),
        "Rättad",
        [
            Row("removed", "6071", (), Decimal(10), sign="AN"),
            Row("added", "6071", (), Decimal(12), date(2024, 3, 1), "Ändrad", sign="AN"),
            ("1930", -12),
        ],
        series="B",
        registered=date(2024, 3, 1),
        sign="AN",
    )
    return made


def shown(ledger: sie.Ledger, *kinds: str) -> list[tuple[object, ...]]:
    return [
        (b.kind, b.year, b.period, b.account, *(ref.number for ref in b.object), str(b.amount))
        for b in ledger.balances
        if b.kind in kinds
    ]


# -------------------------------------------------------------------- what is refused

J1 = date(2024, 1, 31)
REFUSED: dict[str, tuple[Callable[[Builder], object], str, str]] = {
    # name: call, what the English text says, what the Swedish one says
    "unbalanced": (lambda b: b.voucher(J1, "x", [("1930", -50), ("6071", 40)]), "sum to -10.00", "till -10.00"),
    "removed row does not balance": (
        lambda b: b.voucher(J1, "x", [("1930", -50), Row("removed", "6071", (), Decimal(50))]),
        "sum to -50.00",
        "till -50.00",
    ),
    "no rows": (lambda b: b.voucher(J1, "x", []), "no rows", "inga rader"),
    "date outside": (
        lambda b: b.voucher(date(2025, 1, 1), "x", [("1930", 0)]),
        "2025-01-01 is outside fiscal year 0",
        "utanför räkenskapsår 0",
    ),
    "date in the year before": (lambda b: b.voucher(date(2023, 12, 31), "x", [("1930", 0)]), "outside", "utanför"),
    "datetime": (lambda b: b.voucher(datetime.datetime(2024, 1, 31), "x", [("1930", 0)]), "datetime.date", "date"),
    "date as text": (lambda b: b.voucher("2024-01-31", "x", [("1930", 0)]), "is str, not a date", "datum"),  # type: ignore[arg-type]
    "registered as text": (lambda b: b.voucher(J1, "x", [("1930", 0)], registered="x"), "not a date", "datum"),  # type: ignore[arg-type]
    "unknown account": (lambda b: b.voucher(J1, "x", [("1940", 0)]), 'account("1940", name)', "Konto 1940"),
    "account as number": (lambda b: b.voucher(J1, "x", [(1930, 0)]), "1930 is no account number", "konto"),  # type: ignore[list-item]
    "no account": (lambda b: b.voucher(J1, "x", [Row("normal", None, (), Decimal(0))]), "account number", "konto"),
    "unknown dimension": (lambda b: b.voucher(J1, "x", [("1930", 0, {"22": "N"})]), "Dimension 22", "Dimension 22"),
    "unknown object": (lambda b: b.voucher(J1, "x", [("1930", 0, {"1": "S"})]), "Object S of dimension 1", "Objekt S"),
    "objects as text": (lambda b: b.voucher(J1, "x", [("1930", 0, "N")]), "'N' is no object", "inget objekt"),  # type: ignore[list-item]
    "object as number": (lambda b: b.voucher(J1, "x", [("1930", 0, {"6": 1})]), "is no object", "inget objekt"),  # type: ignore[dict-item]
    "objects as None": (lambda b: b.voucher(J1, "x", [("1930", 0, None)]), "None is no object", "inget objekt"),  # type: ignore[list-item]
    "row too short": (lambda b: b.voucher(J1, "x", [("1930",)]), "is no row", "ingen rad"),  # type: ignore[list-item]
    "row as text": (lambda b: b.voucher(J1, "x", ["1930"]), "is no row", "ingen rad"),  # type: ignore[list-item]
    "row of no kind": (lambda b: b.voucher(J1, "x", [Row("other", "1930", (), Decimal(0))]), "'other'", "'other'"),
    "row with extras": (
        lambda b: b.voucher(J1, "x", [Row("normal", "1930", (), Decimal(0), extras=("x",))]),
        "extras",
        "extras",
    ),
    "row without amount": (lambda b: b.voucher(J1, "x", [Row("normal", "1930")]), "None cannot", "None kan inte"),
    "three decimals": (lambda b: b.voucher(J1, "x", [("1930", "0.005")]), "more than two decimals", "två decimaler"),
    "three decimals, Decimal": (lambda b: b.opening("1930", Decimal("-0.005"), year=-1), "0.005", "0.005"),
    "float": (lambda b: b.voucher(J1, "x", [("1930", 0.1)]), "0.1 is a float", "en float"),  # type: ignore[list-item]
    "bool": (lambda b: b.voucher(J1, "x", [("1930", False)]), "False cannot be written", "kan inte skrivas"),
    "comma": (lambda b: b.voucher(J1, "x", [("1930", "1,50")]), "a point and at most two decimals", "punkt"),
    "blank in amount": (lambda b: b.voucher(J1, "x", [("1930", "1 000")]), "cannot be written", "kan inte skrivas"),
    "exponent in text": (lambda b: b.voucher(J1, "x", [("1930", "1e3")]), "cannot be written", "kan inte skrivas"),
    "not a number": (lambda b: b.voucher(J1, "x", [("1930", Decimal("NaN"))]), "NaN", "NaN"),
    "infinite": (lambda b: b.voucher(J1, "x", [("1930", Decimal("-Infinity"))]), "Infinity", "Infinity"),
    "huge": (lambda b: b.voucher(J1, "x", [("1930", Decimal("1E+999999"))]), "1E+999999", "1E+999999"),
    "tiny": (lambda b: b.opening("1930", 1, year=-1, quantity=Decimal("1E-999999")), "1E-999999", "1E-999999"),
    "quantity as float": (lambda b: b.opening("1930", 1, year=-1, quantity=1.5), "float", "float"),  # type: ignore[arg-type]
    "line break": (lambda b: b.voucher(J1, "a\nb", [("1930", 0)]), "control character", "styrtecken"),
    "tab in row": (
        lambda b: b.voucher(J1, "x", [Row("normal", "1930", (), Decimal(0), text="a\tb")]),
        "control character",
        "styrtecken",
    ),
    "text as number": (lambda b: b.voucher(J1, 5, [("1930", 0)]), "voucher text 5 is int", "Verifikationstext 5"),  # type: ignore[arg-type]
    "voucher number of letters": (lambda b: b.voucher(J1, "x", [("1930", 0)], number="A1"), "'A1' is no", "'A1'"),
    "voucher number zero": (lambda b: b.voucher(J1, "x", [("1930", 0)], number=0), "0 is no voucher", "0 är inget"),
    "account twice": (lambda b: b.account("1930", "Bank"), "Account 1930 is given already", "finns redan"),
    "account of letters": (lambda b: b.account("DIFF", "Diff"), "'DIFF' is no account number", "'DIFF'"),
    "account without name": (lambda b: b.account("1940", ""), "name of account 1940 is empty", "är tomt"),
    "account type": (lambda b: b.account("1940", "Bank", type="X"), "T, S, K, I", "T, S, K, I"),
    "empty SRU": (lambda b: b.account("1940", "Bank", sru=["7281", ""]), "SRU code is empty", "SRU-kod är tomt"),
    "dimension twice": (lambda b: b.dimension("20", "Del"), "Dimension 20 is given", "redan"),
    "dimension for the future": (lambda b: b.dimension("11", "x"), "'11' is no dimension", "'11'"),
    "dimension of letters": (lambda b: b.dimension("KST", "x"), "'KST' is no dimension", "'KST'"),
    "dimension without parent": (lambda b: b.dimension("22", "x", parent="23"), "Dimension 23 is not", "23"),
    "dimension below itself": (lambda b: b.dimension("6", "x", parent="6"), "below itself", "sig själv"),
    "dimension 2 elsewhere": (lambda b: b.dimension("2", "x", parent="20"), "sub-dimension of 1", "till 1"),
    "object twice": (lambda b: b.object("1", "N", "Norra"), "Object N of dimension 1 is given", "Objekt N"),
    "object of nothing": (lambda b: b.object("30", "N", "x"), "Dimension 30 is not declared", "Dimension 30"),
    "object without number": (lambda b: b.object("1", "", "x"), "object number is empty", "tomt"),
    "object without name": (lambda b: b.object("1", "S", ""), "name of object S", "Namn på objekt S"),
    "year twice": (lambda b: b.year(date(2024, 1, 1), date(2024, 12, 31)), "Fiscal year 0 is given", "redan"),
    "year backwards": (lambda b: b.year(date(2022, 12, 31), date(2022, 1, 1), number=-2), "before its start", "före"),
    "year overlaps": (lambda b: b.year(date(2022, 1, 1), date(2023, 1, 1), number=-2), "does not meet", "passar inte"),
    "year with a gap": (lambda b: b.year(date(2022, 1, 1), date(2022, 12, 30), number=-2), "the day after", "dagen"),
    "year in wrong order": (lambda b: b.year(date(2025, 1, 1), date(2025, 12, 31), number=-3), "not meet", "passar"),
    "year to come": (lambda b: b.year(date(2025, 1, 1), date(2025, 12, 31), number=1), "1 is no number", "årsnummer"),
    "year as text": (lambda b: b.year("2024", "2025", number=-2), "is str, not a date", "datum"),  # type: ignore[arg-type]
    "opening twice": (lambda b: b.opening("1930", 1), "opening balance of account 1930 is given already", "redan"),
    "opening of unknown year": (lambda b: b.opening("1930", 1, year=-2), "number=-2) first", "number=-2) först"),
    "opening of no year": (lambda b: b.opening("1930", 1, year="0"), "'0' is not declared", "'0'"),  # type: ignore[arg-type]
    "opening of result": (lambda b: b.opening("3041", 1), "3041 has no opening balance", "Konto 3041"),
    "opening of class 8": (lambda b: b.opening("8410", 1), "8410 has no opening balance", "Konto 8410"),
    "opening of neither": (lambda b: b.opening("9999", 1), 'type="T"', 'type="T"'),
    "opening of unknown": (lambda b: b.opening("1940", 1), "Account 1940 is not declared", "Konto 1940"),
    "opening of two objects": (
        lambda b: b.opening("1930", 1, objects={"1": "N", "6": "001"}),
        "one balance for each object",
        "varje objekt",
    ),
    "result of balance": (lambda b: b.result("1930", 1), "1930 has no result balance", "Konto 1930"),
    "budget month": (lambda b: b.budget("3041", "202413", 1), "'202413' is no period", "'202413'"),
    "budget day": (lambda b: b.budget("3041", "20240101", 1), "is no period", "ingen period"),
    "budget outside": (lambda b: b.budget("3041", "202301", 1), "outside fiscal year 0", "utanför räkenskapsår 0"),
    "budget twice": (lambda b: b.budget("3041", "202401", 1), "budget balance of account 3041 is given", "redan"),
    "no such type": (lambda b: b.ledger("4"), "'4': it is one of 1, 2, 3, 4I, 4E", "'4'"),
    "through in type 1": (lambda b: b.ledger("1", through=J1), "leave out through", "utelämna through"),
    "through outside": (lambda b: b.ledger("2", through=date(2025, 1, 1)), "outside fiscal year 0", "utanför"),
    "company without name": (lambda b: Builder(company="", program=("a", "1")), "company name is empty", "tomt"),
    "program without version": (
        lambda b: Builder(company="a", program=("a", "")),
        "program version is empty",
        "Programversion",
    ),
    "program as text": (lambda b: Builder(company="a", program="ab"), "is not a program and its version", "version"),  # type: ignore[arg-type]
    "two organisation numbers": (
        lambda b: Builder(company=sie.Company(name="a"), organisation_number="5", program=("a", "1")),
        "beside a Company",
        "Company",
    ),
    "legal form": (lambda b: Builder(company=sie.Company(name="a", type="ABC"), program=("a", "1")), "'ABC'", "'ABC'"),
    "address": (
        lambda b: Builder(company=sie.Company(name="a", address=sie.Address(city="a\rb")), program=("a", "1")),
        "control",
        "styrtecken",
    ),
    "currency": (lambda b: Builder(company="a", program=("a", "1"), currency="kr"), "'kr'", "'kr'"),
    "chart type": (lambda b: Builder(company="a", program=("a", "1"), chart_type="BAS"), "'BAS'", "'BAS'"),
    "tax year": (lambda b: Builder(company="a", program=("a", "1"), tax_year=24), "'24'", "'24'"),
    "generated": (lambda b: Builder(company="a", program=("a", "1"), generated="x"), "not a date", "datum"),  # type: ignore[arg-type]
    "empty comment": (lambda b: Builder(company="a", program=("a", "1"), prose=["x", ""]), "comment is empty", "tomt"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_once_in_two_languages_and_nothing_changes(name: str) -> None:
    call, en, sv = REFUSED[name]
    made = books()
    before = made.ledger("4E")
    with pytest.raises(SieBuildError) as caught:
        call(made)
    assert en in caught.value.message("en")
    assert sv in caught.value.message("sv")
    assert made.ledger("4E") == before


def test_numbers_ascend_in_each_series_and_are_used_once() -> None:
    made = books()
    row = [("1930", 0)]
    assert made.voucher(J1, "", row).number == "1"
    assert made.voucher(J1, "", row, number="007").number == "007"
    assert made.voucher(J1, "", row).number == "8"
    assert made.voucher(J1, "", row, series="B").number == "1"
    for number in ("8", 8, 3):
        with pytest.raises(SieBuildError, match="9 or more"):
            made.voucher(J1, "", row, number=number)
    assert made.voucher(J1, "", row, number=20).number == "20"


def test_a_refused_voucher_takes_no_number() -> None:
    made = books()
    with pytest.raises(SieBuildError):
        made.voucher(J1, "", [("1930", 1)])
    assert made.voucher(J1, "", [("1930", 0)]).number == "1"


def test_year_0_declared_after_vouchers_must_hold_them() -> None:
    made = Builder(company="a", program=("a", "1"))
    made.account("1930", "Bank")
    made.voucher(date(2024, 5, 5), None, [("1930", 0)])
    with pytest.raises(SieBuildError, match="2024-05-05 is outside"):
        made.year(date(2023, 1, 1), date(2023, 12, 31))
    made.year(date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("kind", ["1", "2", "3", "4E"])
def test_year_0_must_be_there(kind: str) -> None:
    with pytest.raises(SieBuildError, match="Fiscal year 0 is not declared"):
        Builder(company="a", program=("a", "1")).ledger(kind)


def test_no_year_may_be_missing_between_two() -> None:
    made = Builder(company="a", program=("a", "1"))
    made.year(date(2024, 1, 1), date(2024, 12, 31))
    made.year(date(2022, 1, 1), date(2022, 12, 31), number=-2)
    with pytest.raises(SieBuildError, match=r"Fiscal year -1 is not declared.*number=-1"):
        made.ledger("1")


def test_a_broken_year_and_a_very_long_one_are_fine() -> None:
    made = Builder(company="a", program=("a", "1"))
    made.year(date(2022, 7, 1), date(2024, 6, 30))
    made.account("3041", "Försäljning")
    made.budget("3041", "202406", -1)
    assert made.ledger("2").balances_through == date(2024, 6, 30)


def test_4e_needs_series_and_number_and_4i_does_not() -> None:
    made = books()
    assert made.voucher(J1, "utan nummer", [("1930", 0)], number="").number is None
    assert made.voucher(J1, "utan serie", [("1930", 0)], series=None).number is None
    with pytest.raises(SieBuildError, match=r"utan nummer.*no series or number"):
        made.ledger("4E")
    assert [voucher.number for voucher in made.ledger("4I").vouchers] == [None, None]


@pytest.mark.parametrize("kind", ["1", "2", "3", "4E"])
def test_an_account_of_neither_kind_must_not_move(kind: str) -> None:
    made = books()
    made.voucher(J1, "Antal", [("9999", 5), ("9999", -5)])
    with pytest.raises(SieBuildError, match="Account 9999 has balances"):
        made.ledger(kind)
    assert len(made.ledger("4I").vouchers) == 1


def test_the_closing_of_year_0_is_given_or_derived_but_not_both() -> None:
    made = books()
    made.voucher(J1, "x", [("1930", 0)])
    for call in (made.closing, made.result):
        with pytest.raises(SieBuildError, match="follows from its vouchers"):
            call("1930" if call == made.closing else "3041", 1, year=0)
    other = books()
    other.result("3041", -100, year=0)
    other.closing("1930", 5100, year=0)
    assert shown(other.ledger("1"), "closing", "result") == [
        ("closing", 0, None, "1930", "5100.00"),
        ("closing", 0, None, "2081", "-5000.00"),
        ("closing", -1, None, "1930", "5000.00"),
        ("closing", -1, None, "2081", "-5000.00"),
        ("result", 0, None, "3041", "-100.00"),
    ]
    with pytest.raises(SieBuildError, match="cannot be added"):
        other.voucher(J1, "x", [("1930", 0)])


def test_through_must_be_no_earlier_than_the_last_voucher() -> None:
    with pytest.raises(SieBuildError, match="voucher A 2 of 2024-02-10"):
        busy().ledger("3", through=date(2024, 2, 9))
    assert busy().ledger("4E", through=date(2024, 6, 30)).balances_through == date(2024, 6, 30)


# -------------------------------------------------------------------- what each type holds

Balances = list[tuple[object, ...]]
YEAR_BALANCES: Balances = [
    ("opening", 0, None, "1930", "5000.00"),
    ("opening", 0, None, "2081", "-5000.00"),
    ("closing", 0, None, "1930", "6180.25"),
    ("closing", 0, None, "2081", "-5000.00"),
    ("closing", -1, None, "1930", "5000.00"),
    ("closing", -1, None, "2081", "-5000.00"),
    ("result", 0, None, "3041", "-1250.00"),
    ("result", 0, None, "6071", "62.50"),
    ("result", 0, None, "8410", "7.25"),
]
PERIODS: Balances = [
    ("period", 0, "202401", "1930", "1250.00"),
    ("period", 0, "202401", "3041", "-1250.00"),
    ("period", 0, "202402", "1930", "-69.75"),
    ("period", 0, "202402", "6071", "62.50"),
    ("period", 0, "202402", "8410", "7.25"),
]
OBJECT_PERIODS: Balances = [
    ("period", 0, "202401", "3041", "N", "-1250.00"),
    ("period", 0, "202401", "3041", "001", "-1250.00"),
    ("period", 0, "202402", "1930", "N", "-50.50"),
    ("period", 0, "202402", "6071", "001", "50.50"),
]
BUDGET: Balances = [("budget", 0, "202401", "3041", "-3000.00")]
OBJECT_BUDGET: Balances = [("budget", 0, "202401", "3041", "N", "-1000.00")]
OBJECT_OPENING: Balances = [("object_opening", 0, None, "1930", "N", "1000.00")]
OBJECT_CLOSING: Balances = [
    ("object_closing", 0, None, "1930", "N", "949.50"),
    ("object_closing", -1, None, "1930", "N", "1000.00"),
]
HOLDS: dict[str, Balances] = {
    "1": YEAR_BALANCES,
    "2": YEAR_BALANCES + PERIODS + BUDGET,
    "3": YEAR_BALANCES + OBJECT_OPENING + OBJECT_CLOSING + PERIODS + OBJECT_PERIODS + BUDGET + OBJECT_BUDGET,
    "4I": [],
    "4E": YEAR_BALANCES + OBJECT_OPENING + BUDGET + OBJECT_BUDGET,
}


@pytest.mark.parametrize("kind", HOLDS)
def test_each_type_holds_what_it_must_and_what_it_may(kind: str) -> None:
    ledger = busy().ledger(kind)
    kinds = ("opening", "closing", "result", "object_opening", "object_closing", "period", "budget")
    assert sorted(shown(ledger, *kinds), key=str) == sorted(HOLDS[kind], key=str)
    assert ledger.kind == kind
    assert len(ledger.vouchers) == (4 if kind.startswith("4") else 0)
    assert (len(ledger.objects), len(ledger.dimensions)) == ((0, 0) if kind in "12" else (3, 2))
    assert ledger.balances_through == (date(2024, 2, 29) if kind in "23" else None)
    assert list(ledger.years) == [0, -1]


def test_quantities_are_summed_where_there_are_any() -> None:
    found = {b.account: b.quantity for b in busy().ledger("1").balances if b.kind == "result"}
    assert found == {"3041": Decimal("-2.5"), "6071": None, "8410": None}


def test_what_was_used_has_a_balance_even_when_it_is_zero() -> None:
    made = books()
    made.voucher(J1, "x", [("6071", 5), ("6071", -5)])
    assert ("result", 0, None, "6071", "0.00") in shown(made.ledger("4E"), "result")
    assert ("period", 0, "202401", "6071", "0.00") in shown(made.ledger("2"), "period")


def test_closing_balances_of_the_previous_year_that_are_given_stand_alone() -> None:
    made = books()
    made.closing("1930", 4000)
    made.result("3041", -900)
    made.opening("1930", 3100, year=-1)
    found = shown(made.ledger("1"), "closing", "result", "opening")
    assert [entry for entry in found if entry[1] == -1] == [
        ("opening", -1, None, "1930", "3100.00"),
        ("closing", -1, None, "1930", "4000.00"),
        ("result", -1, None, "3041", "-900.00"),
    ]


def test_without_opening_balances_the_movements_are_the_closing_balances() -> None:
    made = Builder(company="Nystartat AB", program=("a", "1"))
    made.year(date(2024, 1, 1), date(2024, 12, 31))
    made.account("1930", "Bank")
    made.account("2081", "Aktiekapital")
    made.voucher(J1, "Aktiekapital", [("1930", 25000), ("2081", -25000)])
    assert shown(made.ledger("1"), "opening", "closing", "result") == [
        ("closing", 0, None, "1930", "25000.00"),
        ("closing", 0, None, "2081", "-25000.00"),
    ]


def test_reserved_dimensions_may_be_renamed_and_2_belongs_to_1() -> None:
    made = books()
    made.dimension("1", "Avdelning")
    made.dimension("2", "Kostnadsbärare")
    assert {number: d.parent for number, d in made.ledger("3").dimensions.items()} == {
        "20": None,
        "21": "20",
        "1": None,
        "2": "1",
    }


def test_the_builder_can_be_asked_again() -> None:
    made = busy()
    assert made.ledger("4E") == made.ledger("4E")
    before = made.ledger("4E")
    made.voucher(date(2024, 3, 1), "mer", [("1930", 0)])
    assert len(before.vouchers) == 4
    assert len(made.ledger("4E").vouchers) == 5


def test_everything_about_the_company_comes_along() -> None:
    company = sie.Company(
        name="Exempel AB",
        organisation_number="556677-8899",
        type="AB",
        id="17",
        industry_code="43341",
        address=sie.Address(contact="Åsa", street="Box 1", city="123 45 Ö", phone=""),
    )
    made = Builder(
        company=company,
        program=sie.Program("Mitt program", "1.0"),
        generated=date(2025, 1, 2),
        sign="ÅÖ",
        currency="EUR",
        tax_year=2025,
        chart_type="BAS2024",
        prose=["Ett", "Två"],
    )
    ledger = made.ledger("4I")
    assert ledger.company.industry_code is None  # 4I has no place for it
    assert ledger.company.address == sie.Address(contact="Åsa", street="Box 1", city="123 45 Ö")
    assert (ledger.program, ledger.generated) == (
        sie.Program("Mitt program", "1.0"),
        sie.Generated(date(2025, 1, 2), "ÅÖ"),
    )
    assert (ledger.currency, ledger.tax_year, ledger.chart_type) == ("EUR", "2025", "BAS2024")
    assert ledger.prose == ("Ett", "Två")
    assert repr(made) == "Builder('Exempel AB', accounts=0, vouchers=0)"


def test_generated_is_today_unless_given() -> None:
    before = date.today()
    found = Builder(company="a", program=("a", "1")).ledger("4I").generated.date
    assert found is not None and before <= found <= date.today()


# -------------------------------------------------------------------- the file says the same

KINDS = pytest.mark.parametrize("kind", ["1", "2", "3", "4I", "4E"])


@KINDS
def test_the_file_says_the_same_without_a_single_finding(kind: str) -> None:
    ledger = busy(prose="En kommentar", sign="ÅÖ", tax_year=2025, currency="SEK").ledger(kind)
    data = sie.dumps(ledger)
    found = sie.load(data, kind=kind, strict=True)
    assert found == ledger
    assert [d.message() for d in found.diagnostics] == []
    # Writing as the type by name asks the writer to refuse what the type must not hold.
    assert sie.dumps(ledger, kind=kind) == data


# -------------------------------------------------------------------- over random books

CENTS = st.decimals("-99999999.99", "99999999.99", places=2, allow_nan=False, allow_infinity=False)
ACCOUNTS = ("1930", "2440", "3041", "6071", "8999", "0999")


@st.composite
def random_books(draw: st.DrawFn) -> Builder:
    made = Builder(company="Slump AB", program=("Slump", "1"), generated=date(2024, 6, 1))
    start = draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    days = draw(st.integers(0, 600))
    made.year(start, start + datetime.timedelta(days))
    if draw(st.booleans()):
        made.year(start - datetime.timedelta(draw(st.integers(1, 400))), start - datetime.timedelta(1), number=-1)
    for number in ACCOUNTS:
        made.account(number, f"Konto {number}", type="S" if number == "0999" else None)
    refs = [("1", "N"), ("1", "S"), ("6", "07")]
    for dimension, number in refs:
        made.object(dimension, number, f"Objekt {number}")
    opening = draw(CENTS)
    if opening:
        made.opening("1930", opening, quantity=draw(st.none() | st.integers(-9, 9)))
        made.opening("2440", -opening)
        if draw(st.booleans()):
            made.opening("1930", draw(CENTS), objects=[refs[0]])
    objects = st.lists(st.sampled_from(refs), max_size=2, unique_by=lambda ref: ref[0])
    for _ in range(draw(st.integers(0, 6))):
        rows: list[Row] = []
        for _ in range(draw(st.integers(0, 4))):
            rows.append(
                Row(
                    draw(st.sampled_from(["normal", "added", "removed"])),
                    draw(st.sampled_from(ACCOUNTS)),
                    tuple(ObjectRef(*ref) for ref in draw(objects)),
                    draw(CENTS),
                    quantity=draw(st.none() | st.decimals("-99", "99", places=1)),
                )
            )
        left = sum((row.amount for row in rows if row.kind != "removed" and row.amount), Decimal(0))
        rows.append(Row("normal", draw(st.sampled_from(ACCOUNTS)), (), -left))
        day = start + datetime.timedelta(draw(st.integers(0, days)))
        made.voucher(day, draw(st.none() | st.just("Å, ä & ö")), rows, series=draw(st.sampled_from("AB")))
    return made


@given(random_books())
def test_sums_agree_in_every_type(made: Builder) -> None:
    four, three, two, one = (made.ledger(kind) for kind in ("4E", "3", "2", "1"))

    def sums(ledger: sie.Ledger, kind: str, by: Callable[[sie.Balance], object]) -> dict[object, Decimal]:
        found: dict[object, Decimal] = {}
        for balance in ledger.balances:
            if balance.kind == kind and balance.year == 0:
                assert balance.amount is not None
                found[by(balance)] = found.get(by(balance), Decimal(0)) + balance.amount
        return found

    def account(balance: sie.Balance) -> object:
        return balance.account

    moved: dict[str, Decimal] = {}
    for voucher in four.vouchers:
        assert voucher.total == 0
        for row in voucher.posted:
            assert row.account is not None and row.amount is not None
            moved[row.account] = moved.get(row.account, Decimal(0)) + row.amount

    opening, closing, result = (sums(four, kind, account) for kind in ("opening", "closing", "result"))
    # UB = IB + sum of rows; RES = sum of rows; every account is one of the two
    assert closing.keys() | result.keys() == opening.keys() | moved.keys()
    assert not closing.keys() & result.keys()
    for number, amount in {**closing, **result}.items():
        assert amount == opening.get(number, 0) + moved.get(number, 0)  # type: ignore[call-overload]
    # debit equals credit, in all
    assert sum(opening.values()) == sum(closing.values()) + sum(result.values()) == 0
    # every type has the same year balances, and type 2 the same periods as type 3
    for ledger in (three, two, one):
        assert [sums(ledger, kind, account) for kind in ("opening", "closing", "result")] == [opening, closing, result]
        assert ledger.vouchers == ()
    whole = [b for b in three.balances if b.kind == "period" and not b.object]
    assert whole == [b for b in two.balances if b.kind == "period"]
    # the periods of an account sum to what it moved
    assert {n: sum(b.amount or 0 for b in whole if b.account == n) for n in moved} == moved
    # OUB = OIB + the periods of that object
    before = sums(three, "object_opening", lambda b: (b.account, b.object))
    after = sums(three, "object_closing", lambda b: (b.account, b.object))
    change = sums(three, "period", lambda b: (b.account, b.object))
    for key, amount in after.items():
        assert amount == before.get(key, 0) + change.get(key, 0)
    assert before.keys() <= after.keys()


@given(random_books(), st.sampled_from(["1", "2", "3", "4I", "4E"]))
def test_random_books_survive_the_file(made: Builder, kind: str) -> None:
    ledger = made.ledger(kind)
    found = sie.load(sie.dumps(ledger, kind=kind), kind=kind)
    assert found == ledger
    assert [d.message() for d in found.diagnostics] == []


def test_rows_that_are_no_list_and_a_year_that_nothing_opens_are_refused() -> None:
    books = sie.Builder(company="Exempel AB", program=("Prov", "1"))
    books.year(date(2024, 1, 1), date(2024, 12, 31))
    books.year(date(2023, 1, 1), date(2023, 12, 31), number=-1)
    books.account("1930", "Bank")
    with pytest.raises(SieBuildError):
        books.voucher(date(2024, 1, 31), "Kaffe", None)  # type: ignore[arg-type]
    books.closing("1930", 100, year=-1)
    with pytest.raises(SieBuildError, match="opening"):
        books.ledger("4E")
    books.opening("1930", 100)
    assert books.ledger("4E").balances
