"""Balances from vouchers: the single functions, on values as a file may hold them."""

from __future__ import annotations

import decimal
from datetime import date
from decimal import Decimal

import pytest

from sie import Account, Balance, FiscalYear, ObjectRef, Row, Voucher
from sie.ledger.derive import (
    Cell,
    Total,
    balances_for,
    carried_back,
    closing_balances,
    fits,
    in_order,
    is_balance_account,
    last_day,
    movements,
    object_closing_balances,
    period_balances,
)
from sie.ledger.model import exact_sum
from sie.spec.labels import FILE_TYPES, LABELS

N, S, P = ObjectRef("1", "N"), ObjectRef("1", "S"), ObjectRef("6", "07")


def voucher(day: date | None, *rows: Row) -> Voucher:
    return Voucher("A", "1", day, rows=rows)


def row(account: str | None, amount: int | None, *objects: ObjectRef, kind: str = "normal", **more: object) -> Row:
    return Row(kind, account, objects, None if amount is None else Decimal(amount), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "type_", "expected"),
    [
        ("1930", None, True),
        ("2081", None, True),
        ("3041", None, False),
        ("7999", None, False),
        ("8999", None, False),
        ("9000", None, None),
        ("0100", None, None),
        ("DIFF", None, None),
        ("", None, None),
        ("9000", "S", True),
        ("1930", "K", False),
        ("8999", "T", True),
        ("1510", "O", True),  # a type that the standard does not have says nothing
    ],
)
def test_balance_accounts(number: str, type_: str | None, expected: bool | None) -> None:
    assert is_balance_account(Account(number, type=type_)) is expected


def test_a_removed_row_does_not_count_and_an_added_one_counts_once() -> None:
    rows = row("1930", 5, kind="added"), row("1930", 7, kind="removed"), row("1930", -1)
    assert movements([voucher(date(2024, 1, 1), *rows)]) == {Cell("202401", "1930", None): Total(Decimal(4))}


def test_a_row_with_several_objects_counts_once_for_each() -> None:
    moved = movements([voucher(date(2024, 1, 1), row("3041", 5, N, P), row("3041", 2, N, N))])
    assert moved == {
        Cell("202401", "3041", None): Total(Decimal(7)),
        Cell("202401", "3041", N): Total(Decimal(7)),
        Cell("202401", "3041", P): Total(Decimal(5)),
    }


def test_the_date_of_the_voucher_decides_the_month() -> None:
    moved = movements([voucher(date(812, 1, 31), row("1930", 5, date=date(2024, 2, 1)))])
    assert [cell.period for cell in moved] == ["081201"]


def test_what_a_file_left_out_moves_nothing_and_an_undated_voucher_has_no_period() -> None:
    moved = movements([voucher(None, row(None, 5), row("1930", None), row("1940", 3))])
    assert moved == {Cell("", "1940", None): Total(Decimal(3))}
    assert period_balances(moved, objects=True) == []
    assert [b.amount for b in closing_balances([], moved, {})] == [3]


def test_quantities_sum_to_none_only_where_there_are_none() -> None:
    rows = row("1930", 5), row("1930", 5, quantity=Decimal("1.5")), row("1940", 1)
    moved = movements([voucher(date(2024, 1, 1), *rows)])
    opening = [Balance("opening", 0, "1930", Decimal(1), Decimal(2)), Balance("opening", 0, "1950", None, Decimal(1))]
    found = {b.account: (b.amount, b.quantity) for b in closing_balances(opening, moved, {})}
    assert found == {
        "1930": (Decimal(11), Decimal("3.5")),
        "1940": (Decimal(1), None),
        "1950": (Decimal(0), Decimal(1)),
    }


def test_an_account_of_neither_kind_closes_only_when_it_was_opened() -> None:
    moved = {Cell("202401", "9000", None): Total(Decimal(1)), Cell("202401", "9000", N): Total(Decimal(1))}
    opening = [Balance("opening", 0, "9000", Decimal(2)), Balance("object_opening", 0, "9000", Decimal(2), object=(N,))]
    # Of neither kind and not opened: a result, so that nothing is lost; it closes when the file says that it does.
    assert closing_balances([], moved, {}) == [Balance("result", 0, "9000", Decimal(1))]
    stated = [Balance("closing", 0, "9000", Decimal(1))]
    assert closing_balances(stated, moved, {}) == stated
    assert closing_balances([], moved, {"9000": Account("9000", type="T")}) == stated
    assert object_closing_balances([], moved, {}) == []
    assert closing_balances(opening, moved, {}) == [Balance("closing", 0, "9000", Decimal(3))]
    assert object_closing_balances(opening, moved, {}) == [
        Balance("object_closing", 0, "9000", Decimal(3), object=(N,))
    ]


def test_only_the_year_that_is_asked_for_counts() -> None:
    opening = [Balance("opening", -1, "1930", Decimal(2)), Balance("closing", 0, "1930", Decimal(9))]
    assert closing_balances(opening, {}, {}) == []
    assert closing_balances(opening, {}, {}, -1) == [Balance("closing", -1, "1930", Decimal(2))]


def test_sums_are_exact_whatever_the_calling_program_has_set() -> None:
    with decimal.localcontext(prec=3):
        assert exact_sum([Decimal("123456789.01"), Decimal("0.01"), None]) == Decimal("123456789.02")
        moved = movements([voucher(date(2024, 1, 1), row("1930", 10**30), row("1930", 1))])
        assert moved[Cell("202401", "1930", None)].amount == 10**30 + 1


def test_periods_of_objects_are_for_type_3() -> None:
    moved = movements([voucher(date(2024, 1, 1), row("3041", 5, N))])
    assert [b.object for b in period_balances(moved, objects=True)] == [(), (N,)]
    assert [b.object for b in period_balances(moved, objects=False)] == [()]
    assert {b.year for b in period_balances(moved, objects=True, year=-1)} == {-1}


def test_opening_balances_are_the_closing_ones_of_the_year_before() -> None:
    opening = [
        Balance("opening", 0, "1930", Decimal(2), Decimal(1)),
        Balance("object_opening", 0, "1930", Decimal(1), object=(N,)),
        Balance("opening", -1, "1930", Decimal(7)),
    ]
    assert carried_back(opening, -1) == [
        Balance("closing", -1, "1930", Decimal(2), Decimal(1)),
        Balance("object_closing", -1, "1930", Decimal(1), object=(N,)),
    ]


def test_a_balance_fits_where_the_label_table_says() -> None:
    for label in LABELS:
        if label.store == "balances":
            for kind in FILE_TYPES:
                fit = fits(Balance(label.item, 0, "1930", Decimal(1)), kind)
                assert fit is not label.presence[kind].forbidden
    assert not fits(Balance("budget", 0, "3041", Decimal(1), object=(N,)), "2")


def test_order_is_by_kind_year_period_account_and_object() -> None:
    wanted = (
        Balance("opening", 0, "10", Decimal(1)),
        Balance("opening", 0, "1930", Decimal(1)),
        Balance("opening", 0, "2", Decimal(1)),
        Balance("opening", -1, "1930", Decimal(1)),
        Balance("object_closing", 0, "1930", Decimal(1), object=(N,)),
        Balance("object_closing", 0, "1930", Decimal(1), object=(S,)),
        Balance("result", 0, "3041", Decimal(1)),
        Balance("period", 0, "3041", Decimal(1), period="202401"),
        Balance("period", 0, "3041", Decimal(1), object=(N,), period="202401"),
        Balance("period", 0, "1930", Decimal(1), period="202402"),
    )
    assert in_order(reversed(wanted)) == wanted


YEAR = FiscalYear(date(2023, 7, 1), date(2024, 6, 15))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, date(2024, 6, 15)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 6, 1), date(2024, 6, 15)),
    ],
)
def test_last_day(day: date | None, expected: date) -> None:
    assert last_day([voucher(date(2023, 7, 1)), voucher(None), voucher(day)] if day else [], YEAR) == expected


def test_last_day_of_a_year_without_end() -> None:
    assert last_day([voucher(date(2024, 2, 1))], FiscalYear(None, None)) == date(2024, 2, 29)
    assert last_day([], FiscalYear(None, None)) is None


def test_what_is_given_stands() -> None:
    given = [
        Balance("opening", 0, "1930", Decimal(2)),
        Balance("closing", 0, "1930", Decimal(99)),
        Balance("closing", -1, "1940", Decimal(1)),
    ]
    vouchers = [voucher(date(2024, 1, 1), row("1930", 5, N), row("3041", -5, N))]
    assert balances_for("4E", given, vouchers, {}, (0, -1)) == (
        Balance("opening", 0, "1930", Decimal(2)),
        Balance("closing", 0, "1930", Decimal(99)),
        Balance("closing", -1, "1940", Decimal(1)),
        Balance("result", 0, "3041", Decimal(-5)),
    )
    assert balances_for("4I", given, vouchers, {}, (0, -1)) == ()
    kinds = {kind: {b.kind for b in balances_for(kind, given, vouchers, {})} for kind in "123"}
    assert kinds["1"] == {"opening", "closing", "result"}
    assert kinds["2"] == kinds["1"] | {"period"}
    assert kinds["3"] == kinds["2"] | {"object_closing"}
