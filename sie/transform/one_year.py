"""Which files are of one fiscal year: files that do not say theirs, and a year that stands in several files.

Voucher files (4I) hold what somebody chose: a month, a series, what the payroll wrote. Those of one year are taken
together, in the order of their first dates and after the complete file of that year if there is one.

A move and an import keep every voucher as it came and tell what stands in two files (``twice``), for a person to judge;
``merge`` makes one file, and takes what is the same once.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from sie.comparison.matching import contents
from sie.ledger.model import Balance, FiscalYear, Ledger, Voucher
from sie.transform.together import registers_of

__all__ = ["Span", "Standing", "dated", "in_turn", "joined", "likely_year", "named", "span_of", "twice"]

Span: TypeAlias = tuple[datetime.date, datetime.date]
"""The first and the last day of a fiscal year."""


def span_of(ledger: Ledger) -> Span | None:
    """The fiscal year of a file; ``None`` when it does not say both days.

    Args:
        ledger: What the file says.
    """
    year = ledger.years.get(0)
    return (year.start, year.end) if year is not None and year.start and year.end else None


def _days(ledger: Ledger) -> Span | None:
    """The first and the last day that something is booked on."""
    days = [voucher.date for voucher in ledger.vouchers if voucher.date is not None]
    return (min(days), max(days)) if days else None


def dated(ledger: Ledger, years: Iterable[Span]) -> Ledger:
    r"""The books with their fiscal year, when the file does not say it: the one that holds all its vouchers.

    A file without vouchers is of the only year that was named.

    Args:
        ledger: What the file says.
        years: The fiscal years that somebody has named.

    Spec: paragraph 6: ``#RAR`` is optional in 4I.

    Example:
        >>> import sie
        >>> books = sie.loads("#VER A 1 20240131 x\n{\n}\n")
        >>> year = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
        >>> dated(books, [year]).years[0].end
        datetime.date(2024, 12, 31)
    """
    if span_of(ledger) is not None:
        return ledger
    years, days = tuple(years), _days(ledger)
    for first, last in years:
        if (first <= days[0] and days[1] <= last) if days else len(years) == 1:
            return msgspec.structs.replace(ledger, years={**ledger.years, 0: FiscalYear(first, last)})
    return ledger


def likely_year(ledger: Ledger, known: Iterable[Span]) -> Span | None:
    """The fiscal year that a file without one is probably of: a known one, else a calendar year.

    Args:
        ledger: What the file says.
        known: Fiscal years of the same company.

    Returns:
        ``None`` when no such year holds all the vouchers, or there are none.
    """
    days = _days(ledger)
    if days is None:
        return None
    calendar = datetime.date(days[0].year, 1, 1), datetime.date(days[0].year, 12, 31)
    return next((span for span in (*known, calendar) if span[0] <= days[0] and days[1] <= span[1]), None)


def in_turn(ledgers: Sequence[Ledger]) -> list[list[int]]:
    """The files by fiscal year, the oldest first, as indices; those that cannot be taken together stand alone.

    Two complete files of one year are two versions of it: nobody can say which is right.

    Args:
        ledgers: What each file says.
    """
    last = datetime.date.max
    order = sorted(
        range(len(ledgers)),
        key=lambda i: (
            span_of(ledgers[i]) or (datetime.date.min, datetime.date.min),
            ledgers[i].kind == "4I",
            (_days(ledgers[i]) or (last, last))[0],
        ),
    )
    groups: dict[Hashable, list[int]] = {}
    for i in order:
        groups.setdefault(span_of(ledgers[i]) or i, []).append(i)
    found: list[list[int]] = []
    for group in groups.values():
        complete = sum(1 for i in group if ledgers[i].kind != "4I")
        found += [group] if complete < 2 else [[i] for i in group]
    return found


def joined(ledgers: Sequence[Ledger]) -> list[Ledger]:
    r"""The books of each fiscal year, the oldest first.

    Args:
        ledgers: What each file says, in any order.

    Example:
        >>> import sie
        >>> year = "#RAR 0 20240101 20241231\n"
        >>> june = sie.loads(year + "#VER A 2 20240630 x\n{\n}\n", kind="4I")
        >>> may = sie.loads(year + "#VER A 1 20240531 x\n{\n}\n", kind="4I")
        >>> [[voucher.number for voucher in books.vouchers] for books in joined([june, may])]
        [['1', '2']]
    """
    return [_together([ledgers[i] for i in group]) for group in in_turn(ledgers)]


def _together(parts: Sequence[Ledger]) -> Ledger:
    """The books of one year: every voucher, and of everything else what the first file that has it says."""
    first = parts[0]
    if len(parts) == 1:
        return first
    registers, _ = registers_of(parts)  # where names differ is told by whoever asks for it: COM011
    extras, count = [], 0
    for part in parts:
        extras += [msgspec.structs.replace(extra, position=extra.position + count) for extra in part.extras]
        count += len(part.vouchers)
    return msgspec.structs.replace(
        first,
        years={number: year for part in reversed(parts) for number, year in part.years.items()},
        flag=max(part.flag for part in parts),
        balances=_balances(parts),
        vouchers=tuple(voucher for part in parts for voucher in part.vouchers),
        extras=tuple(extras),
        diagnostics=tuple(diagnostic for part in parts for diagnostic in part.diagnostics),
        **registers,
    )


def _balances(parts: Sequence[Ledger]) -> tuple[Balance, ...]:
    """Whole tables, never mixed: of a complete file, else opening balances of the first file and others of the last."""
    tables: dict[tuple[str, int], list[Balance]] = {}
    for part in parts:
        own: dict[tuple[str, int], list[Balance]] = {}
        for balance in part.balances:
            own.setdefault((balance.kind, balance.year), []).append(balance)
        for key, table in own.items():
            if key not in tables or (parts[0].kind == "4I" and not key[0].endswith("opening")):
                tables[key] = table
    return tuple(balance for table in tables.values() for balance in table)


class Standing(NamedTuple):
    """Vouchers of a file that stand in another one of the same year.

    Attributes:
        file: The index of the file.
        other: The index of the one before it.
        same: Those that say the same there.
        apart: Those whose number has another voucher there.
    """

    file: int
    other: int
    same: tuple[Voucher, ...]
    apart: tuple[Voucher, ...]


def twice(ledgers: Sequence[Ledger], group: Sequence[int]) -> Iterator[Standing]:
    """What stands in two files of one fiscal year.

    A voucher that has no number in one of the files is the same as one that says the same in the other. So is any
    voucher of a voucher file that a complete file has under another number: programs number what they read in.

    Args:
        ledgers: What each file says.
        group: The files of the year, in turn.
    """
    for place, index in enumerate(group):
        for other in group[:place]:
            complete = ledgers[other].kind != "4I"
            there = Counter(_key(voucher, complete) for voucher in ledgers[other].vouchers)
            free = Counter(contents(voucher) for voucher in ledgers[other].vouchers if not _number(voucher))
            said = Counter(contents(voucher) for voucher in ledgers[other].vouchers)
            names = {(voucher.series, voucher.number) for voucher in ledgers[other].vouchers if _number(voucher)}
            same, apart = [], []
            for voucher in ledgers[index].vouchers:
                what, number = contents(voucher), _number(voucher)
                key = _key(voucher, complete)
                if there[key] or (said if not number else free)[what]:
                    same.append(voucher)
                    there[key] -= 1
                    free[what] -= 1
                    said[what] -= 1
                elif number and (voucher.series, voucher.number) in names:
                    apart.append(voucher)
            if same or apart:
                yield Standing(index, other, tuple(same), tuple(apart))


def _number(voucher: Voucher) -> str:
    """Its number; zero is none."""
    return (voucher.number or "").lstrip("0")


def _key(voucher: Voucher, complete: bool) -> Hashable:
    """By what a voucher is the same as one of another file."""
    return contents(voucher) if complete else (voucher.series, voucher.number, contents(voucher))


def named(vouchers: Sequence[Voucher], most: int = 5) -> str:
    """Vouchers as people name them: series and number, else date and text.

    Args:
        vouchers: Which ones.
        most: How many are named.

    Example:
        >>> named([Voucher("A", "1", None), Voucher("L", None, datetime.date(2024, 1, 25), "Lön")])
        'A 1, L 2024-01-25 Lön'
    """
    found = []
    for voucher in vouchers[:most]:
        last = (voucher.number,) if _number(voucher) else (str(voucher.date or ""), voucher.text)
        found.append(" ".join(part for part in (voucher.series, *last) if part))
    return ", ".join(found) + (" …" if len(vouchers) > most else "")
