"""Balances that follow from vouchers: what types 1-3 hold and 4E repeats, as pure functions on plain values.

All amounts are kronor as ``Decimal``, debit positive, and every sum is exact. What moved or was opened has a
balance even when it comes to zero: it tells that the account was used. A quantity is ``None`` where no part of
the sum had one.

Spec: paragraphs 6 and 11; the arithmetic is that of section 6.3 of the reference.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from typing import NamedTuple

from sie.ledger.model import Account, Balance, FiscalYear, ObjectRef, Voucher, exact_context, exact_sum
from sie.spec.codes import BALANCE_SHEET_TYPES, account_type
from sie.spec.labels import LABELS

__all__ = [
    "Cell",
    "Total",
    "balances_for",
    "carried_back",
    "closing_balances",
    "fits",
    "in_order",
    "is_balance_account",
    "last_day",
    "movements",
    "object_closing_balances",
    "period_balances",
]

_WHOLE = (None,)
_PLACES = {label.item: place for place, label in enumerate(LABELS) if label.store == "balances"}
_PRESENCE = {label.item: label.presence for label in LABELS if label.store == "balances"}


class Cell(NamedTuple):
    """Where something moved: calendar month (``YYYYMM``), account, and one object or ``None`` for all of it."""

    period: str
    account: str
    object: ObjectRef | None


class Total(NamedTuple):
    """A sum in kronor and its quantity; the quantity is ``None`` when nothing that was added had one."""

    amount: Decimal = Decimal(0)
    quantity: Decimal | None = None

    def plus(self, amount: Decimal | None, quantity: Decimal | None) -> Total:
        """This total with something added to it; ``None`` adds nothing.

        Args:
            amount: Kronor.
            quantity: In the unit of the account.

        Example:
            >>> Total().plus(Decimal("5.00"), None).plus(Decimal("2.50"), Decimal(3))
            Total(amount=Decimal('7.50'), quantity=Decimal('3'))
        """
        if quantity is not None:
            quantity = quantity if self.quantity is None else exact_sum((self.quantity, quantity))
        else:
            quantity = self.quantity
        return Total(self.amount if amount is None else exact_sum((self.amount, amount)), quantity)


def is_balance_account(account: Account) -> bool | None:
    """Whether an account belongs to the balance sheet (``True``) or to profit and loss (``False``).

    Args:
        account: The account; its type decides when it has one, else its BAS class.

    Returns:
        ``None`` when neither tells: BAS classes 0 and 9 without a type, and numbers with letters.

    Spec: paragraph 11, ``#KTYP``. Class 8 holds both costs and income, but nothing else.

    Example:
        >>> [is_balance_account(Account(number)) for number in ("1930", "3041", "8410", "9999")]
        [True, False, False, None]
        >>> is_balance_account(Account("9999", type="T"))
        True
    """
    kind = account_type(account.number, account.type)
    if kind is None:
        return False if account.number[:1] == "8" else None
    return kind in BALANCE_SHEET_TYPES


def movements(vouchers: Iterable[Voucher]) -> dict[Cell, Total]:
    """What the vouchers moved: per month and account, and again for each object that the rows name.

    A removed row does not count, an added row counts once. A row with several objects counts once for each of
    them. The date of the voucher decides the month, not the date of the row: a row that was added later changes
    the month of its voucher (that is how the period balances of the published test files come out).

    Args:
        vouchers: The vouchers of one fiscal year.

    Returns:
        The change in kronor. A voucher without a date has the period ``""``.

    Spec: paragraph 11, ``#TRANS``, ``#RTRANS``, ``#BTRANS`` and ``#PSALDO``.

    Example:
        >>> from sie import Row
        >>> row = Row("normal", "6071", (ObjectRef("1", "N"),), Decimal(50))
        >>> found = movements([Voucher("A", "1", datetime.date(2024, 1, 31), rows=(row, row))])
        >>> for cell, moved in found.items():
        ...     print(cell.period, cell.account, cell.object and cell.object.number, moved.amount)
        202401 6071 None 100
        202401 6071 N 100
    """
    amounts: dict[tuple[str, str, ObjectRef | None], Decimal] = {}
    quantities: dict[tuple[str, str, ObjectRef | None], Decimal] = {}
    nothing = Decimal(0)
    with localcontext(exact_context()):
        for voucher in vouchers:
            day = voucher.date
            period = f"{day.year:04}{day.month:02}" if day else ""
            for row in voucher.rows:
                account, amount, quantity = row.account, row.amount, row.quantity
                if row.kind == "removed" or account is None or amount is None:
                    continue
                for ref in (None, *dict.fromkeys(row.objects)) if row.objects else _WHOLE:
                    cell = period, account, ref
                    amounts[cell] = amounts.get(cell, nothing) + amount
                    if quantity is not None:
                        quantities[cell] = quantities[cell] + quantity if cell in quantities else quantity
    return {Cell(*cell): Total(amount, quantities.get(cell)) for cell, amount in amounts.items()}


def closing_balances(
    balances: Iterable[Balance], moved: Mapping[Cell, Total], accounts: Mapping[str, Account], year: int = 0
) -> list[Balance]:
    """The closing balance of each balance account and the result of each other account.

    An account that is neither by type nor by BAS (classes 0 and 9) closes when it has an opening or closing balance;
    else what was booked on it is a result, which does not carry over to the next year. A balance of the wrong kind is
    seen and can be mended by giving the account a type; one that is left out is gone.

    Args:
        balances: Any balances; the opening balances of ``year`` are used.
        moved: What ``movements`` found in the vouchers of that year.
        accounts: The chart of accounts, by number.
        year: Number of the fiscal year.

    Returns:
        Balances of kind ``closing`` (opening + change) and ``result`` (change), in kronor.

    Spec: paragraph 11, ``#UB`` and ``#RES``.

    Example:
        >>> moved = {Cell("202401", "1930", None): Total(Decimal(-50))}
        >>> moved[Cell("202401", "6071", None)] = Total(Decimal(50))
        >>> opening = Balance("opening", 0, "1930", Decimal(5000))
        >>> [(b.kind, b.account, b.amount) for b in closing_balances([opening], moved, {})]
        [('closing', '1930', Decimal('4950')), ('result', '6071', Decimal('50'))]
    """
    sums: dict[str, Total] = {}
    balances = tuple(balances)
    opened = _of(balances, "opening", year)
    for balance in opened:
        sums[balance.account] = sums.get(balance.account, Total()).plus(balance.amount, balance.quantity)
    for cell, change in moved.items():
        if cell.object is None:
            sums[cell.account] = sums.get(cell.account, Total()).plus(*change)
    nature = _Nature((*opened, *_of(balances, "closing", year)), accounts)
    return [
        Balance("closing" if nature[number] else "result", year, number, end.amount, end.quantity)
        for number, end in sums.items()
    ]


def object_closing_balances(
    balances: Iterable[Balance], moved: Mapping[Cell, Total], accounts: Mapping[str, Account], year: int = 0
) -> list[Balance]:
    """The closing balance of each single object on each balance account.

    Args:
        balances: Any balances; the ``object_opening`` ones of ``year`` are used.
        moved: What ``movements`` found in the vouchers of that year.
        accounts: The chart of accounts, by number.
        year: Number of the fiscal year.

    Returns:
        Balances of kind ``object_closing``: opening + change, in kronor.

    Spec: paragraph 11, ``#OUB``.

    Example:
        >>> north = ObjectRef("1", "N")
        >>> opening = Balance("object_opening", 0, "1930", Decimal(100), object=(north,))
        >>> moved = {Cell("202401", number, north): Total(Decimal(-50)) for number in ("1930", "3041")}
        >>> [(b.account, b.object[0].number, b.amount) for b in object_closing_balances([opening], moved, {})]
        [('1930', 'N', Decimal('50'))]
    """
    sums: dict[tuple[str, tuple[ObjectRef, ...]], Total] = {}
    opened = _of(balances, "object_opening", year)
    nature = _Nature(opened, accounts)
    for balance in opened:
        key = balance.account, balance.object
        sums[key] = sums.get(key, Total()).plus(balance.amount, balance.quantity)
    for cell, change in moved.items():
        if cell.object is not None and nature[cell.account]:
            key = cell.account, (cell.object,)
            sums[key] = sums.get(key, Total()).plus(*change)
    return [
        Balance("object_closing", year, number, end.amount, end.quantity, objects)
        for (number, objects), end in sums.items()
    ]


def _of(balances: Iterable[Balance], kind: str, year: int) -> list[Balance]:
    return [balance for balance in balances if balance.kind == kind and balance.year == year]


class _Nature(dict[str, bool | None]):
    """What ``is_balance_account`` says of a number, asked once; what has a balance that stands is a balance account."""

    def __init__(self, standing: Iterable[Balance], accounts: Mapping[str, Account]) -> None:
        super().__init__((balance.account, True) for balance in standing)
        self._accounts = accounts

    def __missing__(self, number: str) -> bool | None:
        found = self[number] = is_balance_account(self._accounts.get(number) or Account(number))
        return found


def period_balances(moved: Mapping[Cell, Total], *, objects: bool, year: int = 0) -> list[Balance]:
    """The change of each account in each calendar month.

    Args:
        moved: What ``movements`` found in the vouchers of that year.
        objects: Also the change of each single object (type 3); the account's own change holds all of it.
        year: Number of the fiscal year.

    Returns:
        Balances of kind ``period``: the change in kronor, not a running balance.

    Spec: paragraph 11, ``#PSALDO``, points 4 and 5.

    Example:
        >>> moved = {Cell("202401", "1930", None): Total(Decimal(-50))}
        >>> [(b.period, b.account, b.amount) for b in period_balances(moved, objects=False)]
        [('202401', '1930', Decimal('-50'))]
    """
    return [
        Balance(
            "period",
            year,
            cell.account,
            change.amount,
            change.quantity,
            () if cell.object is None else (cell.object,),
            cell.period,
        )
        for cell, change in moved.items()
        if cell.period and (objects or cell.object is None)
    ]


def carried_back(balances: Iterable[Balance], year: int) -> list[Balance]:
    """The closing balances of a year that follow from the opening balances of the next one.

    Args:
        balances: Any balances; the opening ones (of accounts and objects) of ``year + 1`` are used.
        year: Number of the fiscal year that is closed, -1 for the previous one.

    Spec: paragraph 5.16: at least one of ``#UB -1`` and ``#IB 0`` is there, both are recommended.

    Example:
        >>> carried_back([Balance("opening", 0, "1930", Decimal(5000))], -1)[0].kind
        'closing'
    """
    kinds = {"opening": "closing", "object_opening": "object_closing"}
    return [
        Balance(kinds[balance.kind], year, balance.account, balance.amount, balance.quantity, balance.object)
        for balance in balances
        if balance.kind in kinds and balance.year == year + 1
    ]


def fits(balance: Balance, kind: str) -> bool:
    """Whether a file type has a place for a balance.

    Args:
        balance: The balance.
        kind: ``1``, ``2``, ``3``, ``4I`` or ``4E``.

    Spec: paragraph 6; type 2 has no balances of objects (paragraph 11, ``#PSALDO``, point 4).

    Example:
        >>> budget = Balance("budget", 0, "3041", Decimal(-1000), object=(ObjectRef("1", "N"),), period="202401")
        >>> [kind for kind in ("1", "2", "3", "4I", "4E") if fits(budget, kind)]
        ['3', '4E']
    """
    if _PRESENCE[balance.kind][kind].forbidden:
        return False
    return kind != "2" or not balance.object


def balances_for(
    kind: str,
    given: Iterable[Balance],
    vouchers: Iterable[Voucher],
    accounts: Mapping[str, Account],
    years: Iterable[int] = (0,),
) -> tuple[Balance, ...]:
    """All balances of a file type: those that are known already, and those that it must have besides.

    What is given is never replaced, and left out where the type has no place for it. Closing balances of a
    comparison year follow from the opening balances of the year after it, unless any of its own are given.

    Args:
        kind: ``1``, ``2``, ``3``, ``4I`` or ``4E``.
        given: Balances that are known.
        vouchers: The vouchers of fiscal year 0.
        accounts: The chart of accounts, by number.
        years: Numbers of the fiscal years.

    Returns:
        The balances in the order of a file, in kronor.

    Spec: paragraph 6: what is mandatory in the type is derived, what is optional is kept.

    Example:
        >>> opening = Balance("opening", 0, "1930", Decimal(5000))
        >>> [(b.kind, b.year) for b in balances_for("4E", [opening], [], {}, (0, -1))]
        [('opening', 0), ('closing', 0), ('closing', -1)]
    """
    given = tuple(given)
    moved = movements(vouchers)
    derived = [
        *closing_balances(given, moved, accounts),
        *object_closing_balances(given, moved, accounts),
        *period_balances(moved, objects=True),
    ]
    own = {(balance.kind, balance.year) for balance in given}
    for year in years:
        if year != 0:
            derived += [b for b in carried_back(given, year) if (b.kind, year) not in own]
    found = {_key(b): b for b in derived if fits(b, kind) and _PRESENCE[b.kind][kind].mandatory}
    known = [b for b in given if fits(b, kind)]
    keys = {_key(b) for b in known}
    return in_order([*known, *(b for key, b in found.items() if key not in keys)])


def _key(balance: Balance) -> tuple[object, ...]:
    return balance.kind, balance.year, balance.account, balance.object, balance.period


def in_order(balances: Iterable[Balance]) -> tuple[Balance, ...]:
    """Balances in the order of a file: by kind, year 0 first, then period, account and object as text.

    Args:
        balances: The balances.

    Example:
        >>> two = [Balance("closing", -1, "1930", None), Balance("closing", 0, "1930", None)]
        >>> [balance.year for balance in in_order(two)]
        [0, -1]
    """
    return tuple(sorted(balances, key=lambda b: (_PLACES[b.kind], -b.year, b.period or "", b.account, b.object)))


def last_day(vouchers: Iterable[Voucher], year: FiscalYear) -> datetime.date | None:
    """Up to and including which day the balances of a year hold: the end of the month of its last voucher.

    Args:
        vouchers: The vouchers of the year.
        year: The year; its end is the latest answer, and the answer when there are no vouchers.

    Spec: paragraph 11, ``#OMFATTN``: normally the last closed period.

    Example:
        >>> year = FiscalYear(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
        >>> last_day([Voucher("A", "1", datetime.date(2024, 2, 3))], year)
        datetime.date(2024, 2, 29)
    """
    last = max((voucher.date for voucher in vouchers if voucher.date), default=None)
    if last is None:
        return year.end
    month_end = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return month_end if year.end is None else min(month_end, year.end)
