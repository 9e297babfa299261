"""Books as Visma Administration is handed them: fitted by its rules, and one oldest year with opening balances.

Pure: ledgers and choices in, ledgers and changes out. The same choices on the same books give the same result, so
that what was planned can be worked out again when the target is compared with the source.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from sie.company import fit as by_rules
from sie.company.fit import Folded, rules_of
from sie.comparison import Change, NumberMap, VoucherRef
from sie.ledger.model import Ledger
from sie.profiles import builtin
from sie.transform.one_year import dated, span_of

__all__ = ["TARGET", "Choices", "Fitted", "FittedYear", "Folded", "fit"]

TARGET = "visma-administration"
"""The profile of the program that companies move into."""


class Choices(by_rules.Choices, frozen=True, kw_only=True):
    """What somebody has decided.

    Attributes:
        series: What each series of the source becomes, a letter from A to Z; ``""`` is the series without a name.
        starts: The first number of each series of the target; the first number of the source unless given.
        dimensions: What becomes of each other dimension: ``1`` (result unit), ``6`` (project) or ``""`` (left out).
        names: What happens where the target's chart has another name for an account: keep, replace or fail.
        years: The fiscal years of files that do not say theirs, first and last day.
        accept: Blocks that are lifted, by code, each with its reason.
    """

    accept: Mapping[str, str] = {}


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
        ledgers: In any order; voucher files (4I) of one fiscal year are taken together, and those without a first and
            last day are left out.
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
    years_named = choices.years if choices is not None else ()
    placed = [ledger for ledger in (dated(own, years_named) for own in ledgers) if span_of(ledger) is not None]
    done = by_rules.fit(placed, rules_of(builtin(TARGET)), choices)
    years: list[FittedYear] = []
    for source, ledger in zip(done.sources, done.ledgers, strict=True):
        span = span_of(source)
        assert span is not None
        years.append(FittedYear(start=span[0], end=span[1], source=source, ledger=_handed(ledger, oldest=not years)))
    found = dict.fromkeys(voucher.series or "" for ledger in placed for voucher in ledger.vouchers)
    mapped = {change.before: change.after for change in done.changes if change.kind == "mapped-series"}
    left_out: dict[str, int] = {}
    for change in done.changes:
        if change.kind == "left-out" and change.key is not None:
            left_out[change.key] = left_out.get(change.key, 0) + int(change.before or 1)
    return Fitted(
        years=tuple(years),
        left_out=left_out,
        numbers=done.numbers,
        changes=done.changes,
        series={name: mapped.get(name) or name for name in found},
        proposed=tuple(done.proposed),
        folded=done.folded,
    )


def _handed(ledger: Ledger, *, oldest: bool) -> Ledger:
    """One year as it is handed over: opening balances only where they are read, all others follow from the vouchers."""
    balances = tuple(b for b in ledger.balances if oldest and b.year == 0 and b.kind == "opening")
    return msgspec.structs.replace(
        ledger, flag=0, years={0: ledger.years[0]}, balances=balances, balances_through=None, extras=()
    )


def number_of(ref: VoucherRef) -> str:
    """A voucher as people write it: series and number."""
    return f"{ref.series or ''}{ref.number or ''}"
