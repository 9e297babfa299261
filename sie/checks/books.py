"""What a file holds, counted in one pass: sums by year, month and account, what was used, how series are numbered.

Nothing of a voucher is kept once it has been counted, so that memory depends on accounts, months and objects, not
on the size of the file. Sums are exact.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, localcontext
from typing import TypeVar

from sie.ledger.derive import is_balance_account
from sie.ledger.fields import Found
from sie.ledger.model import Account, FiscalYear, Ledger, ObjectRef, Voucher, exact_context, exact_sum

__all__ = ["Books", "Numbers", "Use"]

_MOST_SUMS = 500_000
_MOST_RUNS = 50_000
_MOST_YEARS = 200
ZERO = Decimal(0)
_Cell = TypeVar("_Cell")


class Use:
    """How often something was used, where first, and the sum of the amounts in kronor."""

    __slots__ = ("amount", "count", "line")

    def __init__(self, amount: Decimal, line: int) -> None:
        self.amount = amount
        self.count = 1
        self.line = line

    def merged(self, other: Use | None) -> Use:
        """The use of both."""
        if other is None:
            return self
        use = Use(exact_sum((self.amount, other.amount)), min(self.line, other.line))
        use.count = self.count + other.count
        return use


class Numbers:
    """The voucher numbers of one series in one fiscal year, kept as runs without a hole.

    Attributes:
        count: How many vouchers there are.
        first: The line of the first one.
        highest: The highest number so far.
        runs: First and last number of each run, rising, with the line of the voucher that began it.
        named: Numbers that are no plain numbers.
        given_up: True when there are too many holes to keep.
        disordered: True when a number came after a higher one.
    """

    __slots__ = ("count", "disordered", "first", "given_up", "highest", "named", "runs")

    def __init__(self, line: int) -> None:
        self.count = 0
        self.first = line
        self.highest = -1
        self.runs: list[list[int]] = []
        self.named: set[str] = set()
        self.given_up = False
        self.disordered = False

    def add(self, number: str, line: int) -> tuple[bool, int]:
        """Take a number; whether it was there before, and the highest one so far if that is higher, else -1."""
        self.count += 1
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            again = number in self.named
            if len(self.named) < _MOST_RUNS:
                self.named.add(number)
            return again, -1
        value, runs, higher = int(number), self.runs, self.highest
        if value > higher:
            if runs and value == runs[-1][1] + 1:
                runs[-1][1] = value
            elif len(runs) < _MOST_RUNS:
                runs.append([value, value, line])
            else:
                self.given_up = True
            self.highest = value
            return False, -1
        self.disordered = True
        at = bisect_right(runs, value, key=lambda run: run[0]) - 1
        if at >= 0 and value <= runs[at][1]:
            return True, higher if value < higher else -1
        before = at >= 0 and runs[at][1] + 1 == value
        after = at + 1 < len(runs) and runs[at + 1][0] == value + 1
        if before and after:
            runs[at][1] = runs[at + 1][1]
            del runs[at + 1]
        elif before:
            runs[at][1] = value
        elif after:
            runs[at + 1][0] = value
        elif len(runs) < _MOST_RUNS:
            runs.insert(at + 1, [value, value, line])
        else:
            self.given_up = True
        return False, higher


class Books:
    """Counts what passes by.

    Attributes:
        ledger: Everything but vouchers; complete when the whole file has been read.
        labels: The line of the first record with each label, vouchers and rows included.
        vouchers: How many vouchers.
        incomplete: A row has no amount, or stands outside every voucher: sums of movements prove nothing.
        given_up: There was too much to keep sums of.
        series: Voucher numbers, by fiscal year (``None``: in none of them) and series.
        dates: First and last date of the vouchers, by fiscal year.
        undated: The line of the first voucher without a date, 0 if there is none.
        numbered: Whether the voucher that passes by has a number: empty and 0 mean that the receiving program gives
            it one (A8).
        again: Whether another voucher of its series and year had that number before.
        higher: The higher number that came before it, -1 if none did.
    """

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.labels: dict[str, int] = {}
        self.vouchers = 0
        self.rows = 0
        self.removed = 0
        self.added = 0
        self.incomplete = False
        self.given_up = False
        self.undated = 0
        self.series: dict[tuple[int | None, str], Numbers] = {}
        self.dates: dict[int | None, tuple[datetime.date, datetime.date]] = {}
        self.voucher_rules: tuple[Callable[[Voucher, int | None, Decimal], None], ...] = ()
        self.numbered = False
        self.again = False
        self.higher = -1
        self.list_rule: Callable[[tuple[ObjectRef, ...], int], None] | None = None
        self._years: Mapping[int, FiscalYear] = {}
        self._spans: list[tuple[int, FiscalYear]] = []
        self._places: dict[datetime.date | None, tuple[int | None, str]] = {}
        self._moved: dict[tuple[int | None, str], dict[str, Use]] = {}
        self._objects: dict[tuple[int | None, str], dict[tuple[str, ObjectRef], Use]] = {}
        self._sums = 0
        self._tables: dict[tuple[str, int], dict[str, Decimal]] = {}
        self._lines: dict[tuple[str, int, str], int] = {}
        self._moved_by_year: dict[int | None, dict[str, Decimal]] = {}
        self._account_uses: dict[str, Use] | None = None
        self._object_uses: dict[ObjectRef, Use] | None = None

    # ---------------------------------------------------------------- while the file passes by

    def record(self, found: Found) -> None:
        """Take any record but a voucher of the quick lane."""
        self.labels.setdefault(found.label.name, found.line)

    def take(self, vouchers: list[Voucher], years: Mapping[int, FiscalYear]) -> None:
        """Take vouchers that are complete.

        Args:
            vouchers: In the order of the file.
            years: The fiscal years that are known so far.
        """
        if not vouchers:
            return
        if len(years) != len(self._years):
            self._know(years)
        self.labels.setdefault("#VER", vouchers[0].origin)
        with localcontext(exact_context()):
            for voucher in vouchers:
                self._voucher(voucher)
        self.vouchers += len(vouchers)

    def _voucher(self, voucher: Voucher) -> None:
        day = voucher.date
        place = self._places.get(day)
        if place is None:
            place = self._places[day] = (self.year_of(day), f"{day.year:04}{day.month:02}" if day else "")
        year = place[0]
        if day is None:
            self.undated = self.undated or voucher.origin
        else:
            span = self.dates.get(year)
            if span is None:
                self.dates[year] = (day, day)
            elif day < span[0]:
                self.dates[year] = (day, span[1])
            elif day > span[1]:
                self.dates[year] = (span[0], day)
        moved = self._moved.get(place)
        if moved is None:
            moved = self._moved[place] = {}
        total = ZERO
        complete = True
        for row in voucher.rows:
            kind = row.kind
            if kind != "normal":
                if kind == "removed":
                    self.removed += 1
                    continue
                self.added += 1
            amount = row.amount
            if amount is None:
                complete = False
                amount = ZERO
            total += amount
            account = row.account or ""
            use = moved.get(account)
            if use is not None:
                use.amount += amount
                use.count += 1
            elif self._room():
                moved[account] = Use(amount, row.origin)
            refs = row.objects
            if refs:
                self._row_objects(place, account, refs, amount, row.origin)
                if len(refs) > 1 and self.list_rule is not None:
                    self.list_rule(refs, row.origin)
        self.rows += len(voucher.rows)
        if not complete:
            self.incomplete = True
            total = ZERO  # nothing can be said about its balance, and the missing amount has been reported
        number = voucher.number
        if number is not None and number.strip("0"):
            key = year, voucher.series or ""
            numbers = self.series.get(key)
            if numbers is None:
                numbers = self.series[key] = Numbers(voucher.origin)
            self.numbered = True
            self.again, self.higher = numbers.add(number, voucher.origin)
        else:
            self.numbered, self.again, self.higher = False, False, -1
        for rule in self.voucher_rules:
            rule(voucher, year, total)

    def _row_objects(
        self, place: tuple[int | None, str], account: str, refs: Iterable[ObjectRef], amount: Decimal, line: int
    ) -> None:
        objects = self._objects.get(place)
        if objects is None:
            objects = self._objects[place] = {}
        for ref in refs:
            use = objects.get((account, ref))
            if use is not None:
                use.amount += amount
                use.count += 1
            elif self._room():
                objects[(account, ref)] = Use(amount, line)

    def _room(self) -> bool:
        self._sums += 1
        if self._sums > _MOST_SUMS:
            self.given_up = True
            return False
        return True

    def year(self, number: int) -> FiscalYear | None:
        """A fiscal year that is known so far."""
        return self._years.get(number)

    def _know(self, years: Mapping[int, FiscalYear]) -> None:
        self._years = dict(years)
        self._spans = [(number, years[number]) for number in sorted(years, reverse=True)[:_MOST_YEARS]]
        self._places.clear()

    def year_of(self, day: datetime.date | None) -> int | None:
        """The number of the fiscal year that a day lies in; ``None`` when it lies in none."""
        if day is not None:
            for number, year in self._spans:
                if day in year:
                    return number
        return None

    # ---------------------------------------------------------------- when the file has been read

    def finish(self, ledger: Ledger) -> None:
        """The end of the file.

        Args:
            ledger: Everything but its vouchers.
        """
        self.ledger = ledger
        self._know(ledger.years)
        for balance in ledger.balances:
            for account in (balance.account, ""):
                self._lines.setdefault((balance.kind, balance.year, account), balance.origin)
            if balance.amount is not None and not balance.object and balance.period is None:
                self._tables.setdefault((balance.kind, balance.year), {})[balance.account] = balance.amount
        # Vouchers that stood before their #RAR were in no year yet.
        self._place_late(self._moved)
        self._place_late(self._objects)

    def _place_late(self, moved: dict[tuple[int | None, str], dict[_Cell, Use]]) -> None:
        for place in [place for place in moved if place[0] is None and place[1]]:
            year = self._year_of_month(place[1])
            if year is not None:
                into = moved.setdefault((year, place[1]), {})
                for cell, use in moved.pop(place).items():
                    into[cell] = use.merged(into.get(cell))

    def _year_of_month(self, month: str) -> int | None:
        first = datetime.date(int(month[:4]), int(month[4:]), 1)
        for day in (first, first.replace(day=28)):
            year = self.year_of(day)
            if year is not None:
                return year
        return None

    @property
    def sure(self) -> bool:
        """Whether the sums of movements prove anything."""
        return not (self.incomplete or self.given_up or self.undated)

    def moved(self, year: int) -> Mapping[str, Decimal]:
        """The movement of every account in a fiscal year, in kronor."""
        if not self._moved_by_year:
            for (number, _), accounts in self._moved.items():
                total = self._moved_by_year.setdefault(number, {})
                for account, use in accounts.items():
                    total[account] = exact_sum((total.get(account), use.amount))
        return self._moved_by_year.get(year, {})

    def moved_in(self, year: int, period: str) -> dict[str, Decimal]:
        """The movement of every account in a calendar month of a fiscal year, in kronor."""
        return {account: use.amount for account, use in self._moved.get((year, period), {}).items()}

    def moved_objects(self, year: int) -> dict[tuple[str, ObjectRef], Decimal]:
        """The movement of every account and object in a fiscal year, in kronor."""
        total: dict[tuple[str, ObjectRef], Decimal] = {}
        for (number, _), cells in self._objects.items():
            if number == year:
                for cell, use in cells.items():
                    total[cell] = exact_sum((total.get(cell), use.amount))
        return total

    def months(self, year: int) -> set[str]:
        """The calendar months of a fiscal year that have vouchers, as ``YYYYMM``."""
        return {month for number, month in self._moved if number == year}

    @property
    def account_uses(self) -> dict[str, Use]:
        """The accounts of rows that count, in the order of their first use."""
        if self._account_uses is None:
            uses: dict[str, Use] = {}
            for accounts in self._moved.values():
                for account, use in accounts.items():
                    uses[account] = use.merged(uses.get(account))
            self._account_uses = dict(sorted(uses.items(), key=lambda item: item[1].line))
        return self._account_uses

    @property
    def object_uses(self) -> dict[ObjectRef, Use]:
        """The objects of rows that count, in the order of their first use."""
        if self._object_uses is None:
            uses: dict[ObjectRef, Use] = {}
            for cells in self._objects.values():
                for (_, ref), use in cells.items():
                    uses[ref] = use.merged(uses.get(ref))
            self._object_uses = dict(sorted(uses.items(), key=lambda item: item[1].line))
        return self._object_uses

    def balances(self, kind: str, year: int) -> Mapping[str, Decimal]:
        """The balances of whole accounts, in kronor; unreadable ones are left out.

        Args:
            kind: ``opening``, ``closing`` or ``result``.
            year: The number of a fiscal year.
        """
        return self._tables.get((kind, year), {})

    def years_with(self, kind: str) -> list[int]:
        """The years that have balances of a kind for whole accounts, the current one first."""
        return sorted((year for of, year in self._tables if of == kind), reverse=True)

    def line_of(self, kind: str, year: int, account: str = "") -> int:
        """The line of the first balance of an account, or of its kind and year; 0 if there is none."""
        return self._lines.get((kind, year, account), 0)

    def place_of(self, account: str, *balances: tuple[str, int]) -> int:
        """The line that best shows an account: one of its balances, else its first row, else its #KONTO.

        Args:
            account: Its number.
            balances: Kinds and years, the best first.
        """
        for kind, year in balances:
            line = self.line_of(kind, year, account)
            if line:
                return line
        use = self.account_uses.get(account)
        given = self.ledger.accounts.get(account)
        return use.line if use else given.origin if given else 0

    def is_result(self, account: str) -> bool | None:
        """Whether an account is one of profit and loss; ``None`` if neither type, BAS nor the file tells."""
        given = self.ledger.accounts.get(account) or Account(account)
        nature = is_balance_account(given)
        return None if nature is None else not nature
