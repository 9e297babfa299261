"""What is compared by whom and what comes out: plain frozen values that become JSON."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

import msgspec

from sie.errors import SieUsageError
from sie.ledger.model import Voucher

__all__ = [
    "FAMILIES",
    "AccountTotals",
    "Change",
    "ChangeKind",
    "Colour",
    "Comparison",
    "Difference",
    "Figures",
    "NumberMap",
    "Renumbering",
    "Root",
    "SeriesFigures",
    "SeriesTotals",
    "Verdict",
    "VoucherRef",
    "voucher_refs",
]

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "company": ("file", "company", "year", "extra"),
    "vouchers": ("voucher", "row"),
    "accounts": ("balance", "movement"),
    "series": ("series",),
    "objects": ("object_balance", "object_movement", "dimension", "object"),
    "chart": ("account",),
    "sie5": (
        *("sie5", "item_group", "item", "customer", "supplier", "document", "year_part", "journal", "aggregation"),
        "year_budget",
    ),
}
"""What ``Difference.where`` may be, by the part of the books that it belongs to, in the order of a report."""

_FAMILY_OF = {where: family for family, all_of in FAMILIES.items() for where in all_of}

Colour: TypeAlias = Literal["amber", "red"]
"""What an unexplained difference makes of the verdict."""

Verdict: TypeAlias = Literal["green", "amber", "red"]
"""What came out: the same books, the same but for names and order, other books."""

ChangeKind: TypeAlias = Literal[
    "mapped-account",
    "folded-dimension",
    "mapped-series",
    "cut-text",
    "opening-rolled",
    "closing-reckoned",
    "renamed-account",
    "retyped-account",
    "recoded-account",
    "remeasured-account",
    "added-account",
    "dropped-account",
    "renamed-dimension",
    "added-dimension",
    "dropped-dimension",
    "renamed-object",
    "added-object",
    "dropped-object",
    "changed-company",
    "registered-anew",
    "left-out",
]
"""What can have been done on purpose; see ``Change``."""


class VoucherRef(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A voucher of a file: series, number, and which of those that have both in common (0 the first).

    Example:
        >>> str(VoucherRef("A", "12")), str(VoucherRef(None, "7", 1))
        ('A 12', '"" 7 (2)')
    """

    series: str | None = None
    number: str | None = None
    occurrence: int = 0

    def __str__(self) -> str:
        again = f" ({self.occurrence + 1})" if self.occurrence else ""
        return f"""{self.series or '""'} {self.number or '""'}{again}"""


def voucher_refs(vouchers: Iterable[Voucher]) -> list[VoucherRef]:
    """What each voucher is called, in the order of the file; no two of a file are called the same.

    Args:
        vouchers: Those of one file.

    Example:
        >>> two = [Voucher("A", "1", None), Voucher("A", "1", None)]
        >>> [ref.occurrence for ref in voucher_refs(two)]
        [0, 1]
    """
    seen: dict[tuple[str | None, str | None], int] = {}
    refs = []
    for voucher in vouchers:
        name = (voucher.series, voucher.number)
        occurrence = seen.get(name, 0)
        seen[name] = occurrence + 1
        refs.append(VoucherRef(*name, occurrence))
    return refs


class Renumbering(msgspec.Struct, frozen=True, gc=False):
    """One voucher in the source and in the target."""

    source: VoucherRef
    target: VoucherRef


class NumberMap(msgspec.Struct, frozen=True):
    """Which voucher of the source became which of the target.

    Attributes:
        years: By the first day of the fiscal year; the vouchers in the order of the source.

    Example:
        >>> numbers = NumberMap({datetime.date(2024, 1, 1): (Renumbering(VoucherRef("A", "3"), VoucherRef("B", "1")),)})
        >>> print(numbers.to_json().decode())
        {"years":{"2024-01-01":[{"source":{"series":"A","number":"3"},"target":{"series":"B","number":"1"}}]}}
        >>> NumberMap.from_json(numbers.to_json()) == numbers
        True
    """

    years: Mapping[datetime.date, tuple[Renumbering, ...]] = {}

    def of(self, start: datetime.date | None) -> dict[VoucherRef, VoucherRef]:
        """The vouchers of a fiscal year; nothing for a year that the map does not have.

        Args:
            start: The first day of the year. ``None``, for a file that does not tell its year, means the only year
                of the map.

        Raises:
            SieUsageError: Two vouchers became one, or one became two.
        """
        if start is None and len(self.years) == 1:
            start = next(iter(self.years))
        pairs = self.years.get(start, ()) if start else ()
        found = {pair.source: pair.target for pair in pairs}
        if len(found) < len(pairs) or len(set(found.values())) < len(pairs):
            raise SieUsageError(
                f"The number map of {start} is not one to one: a voucher stands in it twice.",
                f"Nummerkartan för {start} är inte ett till ett: en verifikation står där två gånger.",
            )
        return found

    def to_json(self) -> bytes:
        """The map as JSON."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes) -> NumberMap:
        """The map that ``to_json`` wrote.

        Args:
            data: JSON.

        Raises:
            SieUsageError: It is none, or not of this form.
        """
        try:
            return msgspec.json.decode(data, type=cls)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise SieUsageError(
                f"This is not a number map: {error}.", f"Det här är ingen nummerkarta: {error}."
            ) from None


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that was done on purpose on the way from the source to the target.

    It explains what follows from it exactly, and nothing more. Objects are written ``6:P1``, vouchers ``A 12``.

    =================== ====================================================================================
    kind                what was done
    =================== ====================================================================================
    mapped-account      everything on account ``before`` is on ``after``
    folded-dimension    object ``before`` (or dimension, without colon) became ``after``, or was left out
    mapped-series       series ``before`` became ``after``
    cut-text            the text ``before`` of vouchers and rows became ``after``; ``key``: of one voucher
    opening-rolled      the opening balances of ``year`` are the closing balances of the year before
    closing-reckoned    closing balances and results of ``year`` are what opening balances and vouchers give, whatever
                        the source states: explained, but never green, because one of the two must be wrong
    renamed-account     account ``key`` has another name; also ``-dimension`` and ``-object``
    retyped-account     account ``key`` has another type
    recoded-account     account ``key`` has other SRU codes, written with blanks between
    remeasured-account  account ``key`` has another unit
    added-account       account ``key`` with the name ``after`` is new; also ``-dimension`` and ``-object``
    dropped-account     account ``key`` with the name ``before`` is gone; also ``-dimension`` and ``-object``
    changed-company     ``key`` is the field, such as ``name``
    registered-anew     vouchers have the registration date ``after``, or none
    left-out            the target has no ``key``: a field, such as ``budget``, ``sru``, ``sie5_items``
    =================== ====================================================================================

    Attributes:
        kind: One of these.
        year: The first day of the fiscal year; ``None`` means all of them.
        key: What it was done to.
        before: In the source.
        after: In the target.
    """

    kind: ChangeKind
    year: datetime.date | None = None
    key: str = ""
    before: str | None = None
    after: str | None = None


class Root(msgspec.Struct, frozen=True, gc=False):
    """The difference that another one follows from."""

    where: str
    key: str


class Difference(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One value that is not the same on both sides.

    Attributes:
        where: One of ``FAMILIES``: ``voucher``, ``row``, ``balance`` (as a record gives it), ``movement`` (the sum of
            the vouchers on an account) and so on.
        key: What of these: the account, the voucher as ``A 12``, the object as ``1930 6:P1``.
        field: What of it. ``only_in_source`` and ``only_in_target`` tell of a whole thing.
        before: In the source, as text: amounts with a point, dates as ``2024-01-31``. Of a voucher that kept its number
            against the number map: the number by the map.
        after: In the target.
        year: The first day of the fiscal year of the file.
        relative: 0 for this fiscal year, -1 for the one before as the file gives it.
        row: Which row of the voucher, from 1 in the source (in the target if the source has none); 0 for none.
        source_line: Where it stands in the source, 0 when it does not.
        target_line: Where it stands in the target.
        colour: ``red`` if an amount, a date, a text, an account or a voucher is another, else ``amber``.
        explained: Whether the cause is known and accounts for all of it.
        cause: Why: the kind of a ``Change``; ``renumbered``; ``numbered`` (it had no number, or 0, and
            the target gave it one); ``zero`` (a zero may be left out); ``computed`` (one side
            leaves out what the vouchers give); ``elsewhere`` (another file of that side has it); ``replaced-letters``
            (letters that CP437 lacks were replaced by the nearest that it has).
        follows_from: What it is a consequence of.
    """

    where: str
    key: str
    field: str
    before: str | None
    after: str | None
    year: datetime.date | None = None
    relative: int = 0
    row: int = 0
    source_line: int = 0
    target_line: int = 0
    colour: Colour = "red"
    explained: bool = False
    cause: str | None = None
    follows_from: Root | None = None

    @property
    def family(self) -> str:
        """Which part of the books it belongs to."""
        return _FAMILY_OF[self.where]

    @property
    def is_root(self) -> bool:
        """Whether it is no consequence of another difference."""
        return self.follows_from is None


class Figures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an account has in a year, kronor; ``None`` where no record gives it."""

    opening: Decimal | None
    debit: Decimal
    credit: Decimal
    closing: Decimal | None
    result: Decimal | None


class AccountTotals(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An account on both sides; ``None`` where a side has nothing on it."""

    year: datetime.date | None
    relative: int
    account: str
    name: str | None
    source: Figures | None
    target: Figures | None


class SeriesFigures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many vouchers a series has, from which number to which, and what they sum to in kronor."""

    count: int
    first: str | None
    last: str | None
    debit: Decimal
    credit: Decimal


class SeriesTotals(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A series on both sides; ``None`` where a side does not have it."""

    year: datetime.date | None
    series: str
    source: SeriesFigures | None
    target: SeriesFigures | None


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What came out of a comparison.

    Attributes:
        differences: The unexplained ones first, in each part causes before consequences and red before amber.
        accounts: Every account that has anything, by year and number: the trial balances side by side.
        series: Every series, by year.
        numbers: Which voucher became which, when any has another number or a map was given.
    """

    differences: tuple[Difference, ...]
    accounts: tuple[AccountTotals, ...]
    series: tuple[SeriesTotals, ...]
    numbers: NumberMap | None = None

    @property
    def unexplained(self) -> int:
        """How many differences have no known cause; a consequence is not counted beside its cause."""
        return sum(1 for d in self.differences if d.is_root and not d.explained)

    @property
    def doubtful(self) -> tuple[Difference, ...]:
        """Balances that the source states otherwise than its own vouchers give: explained, but somebody must look."""
        return tuple(d for d in self.differences if d.cause == "closing-reckoned" and d.explained)

    @property
    def verdict(self) -> Verdict:
        """Whether the books are the same.

        ``green``: no difference is unexplained. ``amber``: only such as leave every amount, date, text, account and
        voucher as it was (names, order, history), or the source states balances that its own vouchers do not give.
        ``red``: the books differ.
        """
        colours = {d.colour for d in self.differences if not d.explained}
        if self.doubtful:
            colours.add("amber")
        return "red" if "red" in colours else "amber" if colours else "green"
