"""One side of a comparison: the books of a file, what its records say and what its vouchers sum to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from sie.comparison.model import Figures, SeriesFigures
from sie.ledger.derive import is_balance_account
from sie.ledger.model import Account, Balance, Ledger, ObjectRef
from sie.ledger.parts import Foreign

__all__ = ["Key", "SeriesSum", "Side", "Stated", "key_of", "month_of"]


class SeriesSum:
    """What the vouchers of a series sum to."""

    __slots__ = ("count", "credit", "debit", "numbers")

    def __init__(self) -> None:
        self.count, self.debit, self.credit = 0, Decimal(0), Decimal(0)
        self.numbers: set[str] = set()

    def figures(self) -> SeriesFigures:
        """The sums as values."""
        ordered = (min(self.numbers, key=_natural), max(self.numbers, key=_natural)) if self.numbers else (None, None)
        return SeriesFigures(count=self.count, first=ordered[0], last=ordered[1], debit=self.debit, credit=self.credit)


_PLAIN_NUMBER = re.compile("[0-9]{1,18}")


def _natural(number: str) -> tuple[bool, int, str]:
    """Numbers by their value, and before anything else."""
    plain = _PLAIN_NUMBER.fullmatch(number)
    return not plain, int(number) if plain else 0, number


class _Years(dict[datetime.date | None, int]):
    """The fiscal year of a ledger that a day lies in, 0 when in none."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._years = sorted(ledger.years.items(), reverse=True)

    def __missing__(self, day: datetime.date | None) -> int:
        found = self[day] = next((n for n, year in self._years if day is not None and day in year), 0)
        return found


class Key(NamedTuple):
    """What a balance is of."""

    kind: str
    year: int
    account: str
    object: tuple[ObjectRef, ...] = ()
    period: str | None = None


def key_of(balance: Balance) -> Key:
    """What a balance is of, without its amount."""
    return Key(balance.kind, balance.year, balance.account, balance.object, balance.period)


class Stated(NamedTuple):
    """What the records say of it."""

    amount: Decimal | None
    quantity: Decimal | None
    extras: tuple[str, ...]
    foreign: Foreign | None
    line: int


class _Sums(NamedTuple):
    """What the vouchers sum to: debit and credit of accounts by year, what objects moved, and the series."""

    accounts: dict[tuple[int, str], list[Decimal]]
    objects: dict[tuple[int, str, ObjectRef], Decimal]
    series: dict[str, SeriesSum]


class Side:
    """The books of one file, and what they sum to."""

    def __init__(self, ledger: Ledger, like: Side | None = None) -> None:
        self.ledger = ledger
        year = ledger.years.get(0)
        self.start, self.end = (year.start, year.end) if year else (None, None)
        self.year_of = _Years(ledger)
        self.siblings: Mapping[datetime.date | None, Side] = {}
        self.stated = _stated(ledger.balances)
        self.states = {(key.kind, key.year) for key in self.stated}
        self._months: dict[tuple[str, str, tuple[ObjectRef, ...]], Decimal] | None = None
        self._quantities: dict[str, Decimal] | None = None
        self.sums: _Sums = like.sums if like is not None and like.ledger.vouchers is ledger.vouchers else self._sum()

    def _sum(self) -> _Sums:
        found = _Sums({}, {}, {})
        accounts, objects, all_series = found
        zero = Decimal(0)
        for voucher in self.ledger.vouchers:
            year = self.year_of[voucher.date]
            name = voucher.series or ""
            series = all_series.get(name)
            if series is None:
                series = all_series[name] = SeriesSum()
            series.count += 1
            if voucher.number is not None:
                series.numbers.add(voucher.number)
            for row in voucher.rows:
                amount = row.amount
                if amount is None or row.kind == "removed":
                    continue
                account = (year, row.account or "")
                moved = accounts.get(account)
                if moved is None:
                    moved = accounts[account] = [zero, zero]
                if amount > 0:
                    moved[0] += amount
                    series.debit += amount
                else:
                    moved[1] -= amount
                    series.credit -= amount
                if row.objects:
                    for ref in set(row.objects):
                        objects[*account, ref] = objects.get((*account, ref), zero) + amount
        return found

    def amount(self, kind: str, year: int, account: str, objects: tuple[ObjectRef, ...] = ()) -> Decimal | None:
        """What a record says, zero when it is left out; ``None`` when there is no such record of any account."""
        if (kind, year) not in self.states:
            return None
        found = self.stated.get(Key(kind, year, account, objects))
        return (found.amount or Decimal(0)) if found else Decimal(0)

    def moved(self, account: str, objects: tuple[ObjectRef, ...], period: str | None) -> Decimal | None:
        """What the vouchers of this year moved; ``None`` when there are none, or for several objects in common."""
        if not self.ledger.vouchers or len(objects) > 1:
            return None
        if period is not None:
            if self._months is None:
                self._months = self._by_month()
            return self._months.get((period, account, objects), Decimal(0))
        if objects:
            return self.sums.objects.get((0, account, objects[0]), Decimal(0))
        debit, credit = self.sums.accounts.get((0, account), (Decimal(0), Decimal(0)))
        return debit - credit

    def _by_month(self) -> dict[tuple[str, str, tuple[ObjectRef, ...]], Decimal]:
        found: dict[tuple[str, str, tuple[ObjectRef, ...]], Decimal] = {}
        for voucher in self.ledger.vouchers:
            for row in voucher.posted:
                if row.amount is not None:
                    for objects in ((), *((ref,) for ref in set(row.objects))):
                        cell = (month_of(voucher.date), row.account or "", objects)
                        found[cell] = found.get(cell, Decimal(0)) + row.amount
        return found

    def opening(self, account: str, objects: tuple[ObjectRef, ...] = ()) -> Decimal | None:
        """The opening balance of this year, or the closing one of the year before where that is all there is."""
        prefix = "object_" if objects else ""
        opened = self.amount(f"{prefix}opening", 0, account, objects)
        return self.amount(f"{prefix}closing", -1, account, objects) if opened is None else opened

    def quantity(self, account: str) -> Decimal | None:
        """The quantity that an account closes with: the opening one and those of the vouchers of this year."""
        if self._quantities is None:
            found: dict[str, Decimal] = {}
            for voucher in self.ledger.vouchers:
                if not self.year_of[voucher.date]:
                    for row in voucher.posted:
                        if row.quantity is not None and row.amount is not None:
                            number = row.account or ""
                            found[number] = found.get(number, Decimal(0)) + row.quantity
            self._quantities = found
        opened = self.stated.get(Key("opening", 0, account))
        return _plus(opened.quantity if opened else None, self._quantities.get(account))

    def reckoned(self, key: Key, *, still: bool = False) -> Decimal | None:
        """What a balance must be by the vouchers of this file, or by the balance of the next year that it becomes.

        Args:
            key: The balance.
            still: A file without vouchers has no movements, rather than such as nobody knows.
        """
        prefix, _, kind = key.kind.rpartition("_")
        if key.year == 0:
            moved = self.moved(key.account, key.object, key.period)
            if still and not self.ledger.vouchers:
                moved = Decimal(0)
            if kind == "closing" and moved is not None:
                opened = self.opening(key.account, key.object) or Decimal(0)
                account = self.ledger.accounts.get(key.account) or Account(key.account)
                # Of neither kind (BAS classes 0 and 9): it closes if the file says so, else it is a result.
                nature = is_balance_account(account)
                closes = nature if nature is not None else key in self.stated
                return opened + moved if opened or closes else None
            return moved if kind in ("result", "period") else None
        if kind == "closing":
            return self.amount(f"{prefix}_opening" if prefix else "opening", key.year + 1, key.account, key.object)
        return None

    def instead(self, key: Key) -> Iterator[tuple[str, Decimal | None]]:
        """What a balance is that this file leaves out altogether, with the reason."""
        if (key.kind, key.year) in self.states:
            return
        yield "computed", self.reckoned(key)
        if key.kind == "opening" and key.year == 0:
            yield "computed", self.opening(key.account)
        year = self.ledger.years.get(key.year)
        other = self.siblings.get(year.start) if year and key.year else None
        if other is not None and key.period is None:
            same = key._replace(year=0)
            yield "elsewhere", other.amount(key.kind, 0, key.account, key.object)
            yield "elsewhere", other.reckoned(same)

    def figures(self, year: int, account: str) -> Figures | None:
        """What an account has in a year."""
        stated = {
            kind: self.stated[key].amount
            for kind in ("opening", "closing", "result")
            if (key := Key(kind, year, account)) in self.stated
        }
        moved = self.sums.accounts.get((year, account))
        if moved is None and not stated:
            return None
        debit, credit = moved or (Decimal(0), Decimal(0))
        return Figures(
            opening=stated.get("opening"),
            debit=debit,
            credit=credit,
            closing=stated.get("closing"),
            result=stated.get("result"),
        )


def month_of(day: datetime.date | None) -> str:
    """The month of a day as ``YYYYMM``."""
    return f"{day.year:04}{day.month:02}" if day else ""


def _stated(balances: Iterable[Balance]) -> dict[Key, Stated]:
    """Balances by what they are of; what stands twice is summed."""
    found: dict[Key, Stated] = {}
    for b in balances:
        key = key_of(b)
        new = Stated(b.amount, b.quantity, b.extras, b.foreign, b.origin)
        old = found.get(key)
        if old is not None:
            amount, quantity = _plus(old.amount, b.amount), _plus(old.quantity, b.quantity)
            new = Stated(amount, quantity, old.extras + b.extras, old.foreign or b.foreign, old.line)
        found[key] = new
    return found


def _plus(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    """The sum; ``None`` adds nothing."""
    return second if first is None else first if second is None else first + second
