"""Books made to fit the target: series, numbers and dimensions as it has them, and a record of every change.

Pure: ledgers and choices in, ledgers and changes out. The same choices on the same books give the same result, so
that what was planned can be worked out again when the target is compared with the source.
"""

from __future__ import annotations

import datetime
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from sie.comparison import Change, NumberMap, Renumbering, VoucherRef, voucher_refs
from sie.comparison.purpose import on_objects, on_series
from sie.errors import SieUsageError
from sie.ledger.model import Ledger, Voucher, exact_sum

__all__ = ["Choices", "Fitted", "FittedYear", "Folded", "fit"]

_LETTER = re.compile("[A-Z]")
_DIMENSIONS = ("1", "6")
_NOT_READ = ("object_opening", "object_closing", "period", "budget")
_NUMBER = re.compile("[0-9]{1,9}")


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has decided.

    Attributes:
        series: What each series of the source becomes, a letter from A to Z; ``""`` is the series without a name.
        starts: The first number of each series of the target; the first number of the source unless given.
        dimensions: What becomes of each other dimension: ``1`` (result unit), ``6`` (project) or ``""`` (left out).
        accept: Blocks that are lifted, by code, each with its reason.
    """

    series: Mapping[str, str] = {}
    starts: Mapping[str, int] = {}
    dimensions: Mapping[str, str] = {}
    accept: Mapping[str, str] = {}


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A dimension that the target does not have, and what becomes of it.

    Attributes:
        dimension: Its number.
        name: As the file declares it.
        into: ``1``, ``6``, or ``None`` when it is left out.
        chosen: Whether somebody has decided that.
        rows: How many rows are booked on it.
        debit: What they sum to in debit, kronor.
        credit: What they sum to in credit, kronor.
    """

    dimension: str
    name: str | None
    into: str | None
    chosen: bool
    rows: int
    debit: Decimal
    credit: Decimal


class FittedYear(msgspec.Struct, frozen=True, kw_only=True):
    """One fiscal year.

    Attributes:
        start: Its first day.
        end: Its last day.
        source: The books as they were.
        ledger: The books as the target will have them: vouchers with their new series and numbers, the two dimensions,
            and opening balances in the oldest year only.
    """

    start: datetime.date
    end: datetime.date
    source: Ledger
    ledger: Ledger


class Fitted(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the books.

    Attributes:
        years: The oldest first.
        left_out: How many records of each kind no import reads, by the kind of balance, or ``extra``.
        numbers: Which voucher of the source becomes which of the target, every one of them.
        changes: Everything else that is done on purpose.
        series: What each series becomes, with those that nobody has chosen.
        proposed: The series that nobody has chosen a letter for.
        folded: The dimensions that the target does not have.
    """

    years: tuple[FittedYear, ...]
    left_out: Mapping[str, int]
    numbers: NumberMap
    changes: tuple[Change, ...]
    series: Mapping[str, str]
    proposed: tuple[str, ...]
    folded: tuple[Folded, ...]


def fit(ledgers: Iterable[Ledger], choices: Choices | None = None) -> Fitted:
    r"""Make books fit Visma Administration.

    Args:
        ledgers: One for each fiscal year, in any order; those without a first and last day are left out.
        choices: What somebody has decided.

    Raises:
        SieUsageError: A choice is none: a series that is no letter, a dimension that does not exist in the target.

    Example:
        >>> import sie
        >>> books = sie.loads("#RAR 0 20240101 20241231\n#VER LEV 7 20240131 Kaffe\n{\n#TRANS 1910 {} 1\n"
        ...                   "#TRANS 4010 {} -1\n}\n")
        >>> fitted = fit([books], Choices(series={"LEV": "L"}))
        >>> [(v.series, v.number) for v in fitted.years[0].ledger.vouchers]
        [('L', '7')]
    """
    choices = choices or Choices()
    _check(choices)
    dated = [ledger for ledger in ledgers if _span(ledger) is not None]
    dated.sort(key=lambda ledger: _span(ledger) or (datetime.date.min, datetime.date.min))
    series, proposed = _series(dated, choices.series)
    folded = tuple(_folded(dated, choices.dimensions))
    changes = [
        *(Change(kind="mapped-series", before=old, after=new) for old, new in series.items() if old != new),
        *(Change(kind="folded-dimension", before=fold.dimension, after=fold.into) for fold in folded),
    ]
    years: list[FittedYear] = []
    numbers: dict[datetime.date, tuple[Renumbering, ...]] = {}
    for ledger in dated:
        span = _span(ledger)
        assert span is not None
        start, end = span
        if years:
            changes.append(Change(kind="opening-rolled", year=start))
        fitted = on_series(on_objects(ledger, [c for c in changes if c.kind == "folded-dimension"]), _mapped(changes))
        vouchers = tuple(_numbered(fitted.vouchers, choices.starts))
        old, new = voucher_refs(ledger.vouchers), voucher_refs(vouchers)
        numbers[start] = tuple(Renumbering(a, b) for a, b in zip(old, new, strict=True))
        years.append(
            FittedYear(start=start, end=end, source=ledger, ledger=_as_target(fitted, vouchers, oldest=not years))
        )
    left_out = _left_out(dated)
    changes += [Change(kind="left-out", key=key) for key in left_out]
    return Fitted(
        years=tuple(years),
        left_out=left_out,
        numbers=NumberMap(numbers),
        changes=tuple(changes),
        series=series,
        proposed=proposed,
        folded=folded,
    )


def _mapped(changes: Iterable[Change]) -> list[Change]:
    return [change for change in changes if change.kind == "mapped-series"]


def _check(choices: Choices) -> None:
    for old, new in (*choices.series.items(), *((letter, letter) for letter in choices.starts)):
        if not _LETTER.fullmatch(new):
            raise SieUsageError(
                f"Series {old!r} cannot become {new!r}: Visma Administration has the series A to Z.",
                f"Serie {old!r} kan inte bli {new!r}: Visma Administration har serierna A till Z.",
            )
    for old, new in choices.dimensions.items():
        if new not in ("", *_DIMENSIONS):
            raise SieUsageError(
                f"Dimension {old} cannot become {new!r}: it is 1 (result unit), 6 (project), or nothing to leave it "
                f"out.",
                f"Dimension {old} kan inte bli {new!r}: ange 1 (resultatenhet), 6 (projekt), eller inget för att "
                "utelämna den.",
            )
    for letter, number in choices.starts.items():
        if number < 1:
            raise SieUsageError(
                f"Series {letter} cannot begin at {number}: numbers begin at 1.",
                f"Serie {letter} kan inte börja på {number}: nummer börjar på 1.",
            )


def _span(ledger: Ledger) -> tuple[datetime.date, datetime.date] | None:
    year = ledger.years.get(0)
    return (year.start, year.end) if year is not None and year.start and year.end else None


def _series(ledgers: Sequence[Ledger], chosen: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What each series becomes: what was chosen, itself if it is a letter, else the first letter that is free."""
    found = dict.fromkeys(voucher.series or "" for ledger in ledgers for voucher in ledger.vouchers)
    table = {name: chosen.get(name, name if _LETTER.fullmatch(name) else "") for name in found}
    free = iter(letter for letter in string.ascii_uppercase if letter not in table.values())
    proposed = []
    for name, letter in table.items():
        if not letter:
            proposed.append(name)
            table[name] = next(free, "Z")
    return table, tuple(proposed)


def _folded(ledgers: Sequence[Ledger], chosen: Mapping[str, str]) -> Iterator[Folded]:
    """The other dimensions that something is booked or registered on, in the order of their numbers."""
    amounts: dict[str, list[Decimal]] = {}
    names: dict[str, str | None] = {}
    for ledger in ledgers:
        for thing in ledger.objects:
            amounts.setdefault(thing.dimension, [])
        for balance in ledger.balances:
            for ref in balance.object:
                amounts.setdefault(ref.dimension, [])
        for voucher in ledger.vouchers:
            for row in voucher.posted:
                for dimension in dict.fromkeys(ref.dimension for ref in row.objects):
                    amounts.setdefault(dimension, []).append(row.amount or Decimal(0))
        names.update({number: dimension.name for number, dimension in ledger.dimensions.items()})
    for dimension in sorted({*amounts, *names} - {*_DIMENSIONS}, key=lambda number: (len(number), number)):
        rows = amounts.get(dimension, [])
        yield Folded(
            dimension=dimension,
            name=names.get(dimension),
            into=chosen.get(dimension) or None,
            chosen=dimension in chosen,
            rows=len(rows),
            debit=exact_sum(amount for amount in rows if amount > 0),
            credit=exact_sum(-amount for amount in rows if amount < 0),
        )


def _left_out(ledgers: Sequence[Ledger]) -> dict[str, int]:
    """What neither of the two imports reads: balances of objects and periods, budgets, records of other standards."""
    found: dict[str, int] = {}
    for ledger in ledgers:
        for balance in ledger.balances:
            if balance.year == 0 and balance.kind in _NOT_READ:
                found[balance.kind] = found.get(balance.kind, 0) + 1
        if ledger.extras:
            found["extra"] = found.get("extra", 0) + len(ledger.extras)
    return found


def _numbered(vouchers: Sequence[Voucher], starts: Mapping[str, int]) -> Iterator[Voucher]:
    """The vouchers numbered as the program does: one after the other, from the first number of the series."""
    following: dict[str, int] = {}
    for voucher in vouchers:
        series = voucher.series or ""
        number = following.get(series)
        if number is None:
            own = voucher.number or ""
            number = starts.get(series, int(own) if _NUMBER.fullmatch(own) and int(own) else 1)
        following[series] = number + 1
        text = str(number)
        yield voucher if voucher.number == text else msgspec.structs.replace(voucher, number=text)


def _as_target(ledger: Ledger, vouchers: tuple[Voucher, ...], *, oldest: bool) -> Ledger:
    """The books that the target is handed: one year, two dimensions, opening balances only where they are read."""
    opening = tuple(
        balance for balance in ledger.balances if oldest and balance.year == 0 and balance.kind == "opening"
    )
    return msgspec.structs.replace(
        ledger,
        flag=0,
        years={0: ledger.years[0]},
        dimensions={number: d for number, d in ledger.dimensions.items() if number in _DIMENSIONS},
        objects=tuple(thing for thing in ledger.objects if thing.dimension in _DIMENSIONS),
        balances=opening,
        vouchers=vouchers,
        balances_through=None,
        extras=(),
    )


def number_of(ref: VoucherRef) -> str:
    """A voucher as people write it: series and number."""
    return f"{ref.series or ''}{ref.number or ''}"
