"""What comes out of a transformation: books, and what was found or done on the way."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sie.comparison import NumberMap, Renumbering, voucher_refs
from sie.diagnostics import Diagnostic, Severity
from sie.ledger.model import Ledger

__all__ = ["Part", "Parts", "Transformed", "pairs_of"]


class Transformed(msgspec.Struct, frozen=True, kw_only=True):
    """Books after a transformation.

    Attributes:
        ledger: The books.
        found: What was done, and what a person has to look at, in Swedish and English.
        pairs: Which voucher became which; empty when none got another series or number.
    """

    ledger: Ledger
    found: tuple[Diagnostic, ...] = ()
    pairs: tuple[Renumbering, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of using the books: no finding is an error."""
        return all(d.severity is not Severity.ERROR for d in self.found)

    @property
    def numbers(self) -> NumberMap:
        """The pairs as a number map; empty for books that do not tell their fiscal year."""
        year = self.ledger.years.get(0)
        return NumberMap({year.start: self.pairs} if year and year.start and self.pairs else {})


class Part(msgspec.Struct, frozen=True):
    """One part of books that were split.

    Attributes:
        key: What all of it has in common: a series, ``2024-03``, ``2024-Q1``, an object; ``""`` for what has none.
        ledger: The books.
    """

    key: str
    ledger: Ledger


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Books that were split.

    Attributes:
        parts: In the order of the keys.
        found: What was done, and what a person has to look at.
    """

    parts: tuple[Part, ...]
    found: tuple[Diagnostic, ...] = ()


def pairs_of(before: Ledger, after: Ledger) -> tuple[Renumbering, ...]:
    """Which voucher became which, for books that have the same vouchers in the same order.

    Args:
        before: The books as they were.
        after: As they are.

    Example:
        >>> from sie import Voucher
        >>> old, new = (Ledger(vouchers=(Voucher("A", number, None),)) for number in ("7", "1"))
        >>> [(str(pair.source), str(pair.target)) for pair in pairs_of(old, new)]
        [('A 7', 'A 1')]
    """
    pairs: Iterable[Renumbering] = map(Renumbering, voucher_refs(before.vouchers), voucher_refs(after.vouchers))
    return tuple(pairs)
