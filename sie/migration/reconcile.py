"""The proof: what the target exports afterwards, held against what the source said, through the plan."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sie.comparison import Change, Comparison, compare
from sie.comparison.purpose import reckoned
from sie.comparison.side import Side
from sie.ledger.load import load
from sie.ledger.model import Ledger
from sie.migration.fit import Choices, Fitted, fit
from sie.migration.plan import ledgers_of, read_sources
from sie.text.reader import Source

__all__ = ["Reconciliation", "held", "reconcile"]


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """What came out.

    Attributes:
        comparison: Everything that differs; unexplained differences are what somebody has to look at.
        fitted: What the plan said that the target would have.
        changes: What was done on purpose, with what the target did by itself to every voucher alike.
        sources: What was moved, in the order of the files.
        targets: What the target has exported.
    """

    comparison: Comparison
    fitted: Fitted
    changes: tuple[Change, ...]
    sources: tuple[Ledger, ...]
    targets: tuple[Ledger, ...]


def reconcile(
    sources: Iterable[Source], targets: Iterable[Source], *, choices: Choices | None = None
) -> Reconciliation:
    r"""Compare what the target exports with what was moved into it.

    Args:
        sources: The files that were moved.
        targets: The files that the target has exported since.
        choices: What was decided when they were moved; the same choices give the same numbers.

    Raises:
        SieFileError: A file cannot be read.
        SieUsageError: A choice is none.

    Example:
        >>> import sie
        >>> old = b"#RAR 0 20240101 20241231\n#VER LEV 7 20240131 x\n{\n#TRANS 1910 {} 1\n#TRANS 4010 {} -1\n}\n"
        >>> new = old.replace(b"LEV 7", b"L 7")
        >>> found = reconcile([old], [new], choices=Choices(series={"LEV": "L"}))
        >>> found.comparison.verdict, found.comparison.unexplained
        ('green', 0)
    """
    choices = choices or Choices()
    before = ledgers_of(read_sources(sources), choices)
    after = [load(data) for _, data in read_sources(targets)]
    return held(before, after, fit(before, choices))


def held(before: Iterable[Ledger], after: Iterable[Ledger], fitted: Fitted) -> Reconciliation:
    """Hold the books of the target against those of the source, through what was planned.

    Args:
        before: What was moved, in the order of the files.
        after: What the target has.
        fitted: The plan: numbers, and what was done on purpose.
    """
    before, after = tuple(before), tuple(after)
    changes = (*fitted.changes, *_reckoned_anew(fitted), *_by_itself(before, after))
    books = [_own_year(year.source) for year in fitted.years]
    return Reconciliation(
        comparison=compare(books, list(map(_own_year, after)), numbers=fitted.numbers, changes=changes),
        fitted=fitted,
        changes=changes,
        sources=before,
        targets=after,
    )


def _own_year(ledger: Ledger) -> Ledger:
    """A file without what it repeats of other years: each year is compared in its own file."""
    return msgspec.structs.replace(
        ledger,
        years={number: year for number, year in ledger.years.items() if number == 0},
        balances=tuple(balance for balance in ledger.balances if balance.year == 0),
    )


def _reckoned_anew(fitted: Fitted) -> list[Change]:
    """The years whose files state balances that their own vouchers do not give: the target reckons its own."""
    found = []
    for year in fitted.years:
        source = _own_year(year.source)
        if source.kind[:1] == "4" and reckoned(Side(source)) is not source:
            found.append(Change(kind="closing-reckoned", year=year.start))
    return found


def _by_itself(before: Iterable[Ledger], after: Iterable[Ledger]) -> list[Change]:
    """What an import does to every voucher alike: one registration date for all of them, that of the import."""
    days = {voucher.registered for ledger in after for voucher in ledger.vouchers}
    own = {voucher.registered for ledger in before for voucher in ledger.vouchers}
    if len(days) != 1 or days == own:
        return []
    day = days.pop()
    return [Change(kind="registered-anew", after=day.isoformat() if day else None)]
