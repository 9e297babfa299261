"""What only SIE 5 says of books, held against what another file says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import msgspec

from sie.ledger.model import Ledger
from sie.ledger.parts import FilePart, ItemGroup
from sie.sie5.losses import Stripping

__all__ = ["WAYS", "Parted", "Saying", "compared", "counted", "parted"]

WAYS: Mapping[str, str] = {
    "SIE830": "sie5_items",
    "SIE831": "sie5_assets",
    "SIE832": "sie5_parties",
    "SIE833": "sie5_documents",
    "SIE834": "sie5_currencies",
    "SIE835": "sie5_aggregations",
    "SIE836": "sie5_history",
    "SIE837": "sie5_years",
    "SIE839": "sie5_other",
}
"""What a side without any of it lacks: the field of the difference, by the finding that tells of the loss."""


class Parted(NamedTuple):
    """Books without what only SIE 5 says, and how much of each kind that was."""

    ledger: Ledger
    counts: dict[str, int]


def parted(ledger: Ledger) -> Parted:
    """The books as SIE 4 has them, and how much of what only SIE 5 says was taken away.

    When the file was written and whether it was signed is of the file, not of the books.

    Args:
        ledger: The books.
    """
    part = ledger.sie5
    if part is not None and part.time is not None:
        ledger = msgspec.structs.replace(ledger, sie5=msgspec.structs.replace(part, time=None))
    without, lost = Stripping().ledger(msgspec.structs.replace(ledger, detection=None))
    counts = {WAYS[d.code]: d.count for d in lost}
    return Parted(msgspec.structs.replace(without, detection=ledger.detection), counts)


def counted(ledger: Ledger) -> dict[str, int]:
    """How much of what only SIE 5 says there is, by kind; nothing for books from SIE 4.

    Args:
        ledger: The books.

    Example:
        >>> counted(Ledger(sie5=FilePart(groups=(ItemGroup(kind="general", account="1460"),))))
        {'sie5_items': 1}
    """
    return parted(ledger).counts


class Saying(Protocol):
    """Notes a difference."""

    def __call__(self, where: str, key: str, field: str, before: object, after: object) -> None:
        """Where it is, what of it, and the values of both sides."""


_PARTY = (
    "name", "organisation_number", "vat_number", "address1", "address2", "postcode", "city", "country", "bankgiro",
    "plusgiro", "bic", "iban",
)  # fmt: skip
# The kinds of things in ``FilePart``: where, the attribute, what each is called, and its fields.
_THINGS: tuple[tuple[str, str, Callable[[Any], str], tuple[str, ...]], ...] = (
    ("year_part", "years", lambda year: str(year.year), ("closed", "rows", "items", "documents", "covered")),
    ("journal", "journals", lambda journal: " ".join(filter(None, (journal.series, journal.year))), ("name",)),
    ("item_group", "groups", lambda group: str(group.account), ("kind", "name", "accounts")),
    ("customer", "customers", lambda party: str(party.id), _PARTY),
    ("supplier", "suppliers", lambda party: str(party.id), _PARTY),
    ("aggregation", "aggregations", lambda one: str(one.id), ("name", "taxonomy", "tags")),
    ("year_budget", "budgets", lambda b: " ".join((b.account, *map(":".join, b.objects))), ("amount", "quantity")),
    ("document", "documents", lambda document: str(document.id), ("name", "content", "uri")),
)
_ITEM = ("name", "party", "invoice", "ocr", "due", "asset", "date", "amount", "foreign", "balances")


def compared(x: FilePart | None, y: FilePart | None, say: Saying) -> None:
    """Say what differs of what stands on the file as a whole: sub-ledgers, parties, documents and so on.

    Args:
        x: Of the source.
        y: Of the target.
        say: Notes a difference.
    """
    if x == y:
        return
    left, right = x or FilePart(), y or FilePart()
    for where, attribute, name, fields in _THINGS:
        _things(where, getattr(left, attribute), getattr(right, attribute), name, fields, say)
    _things("item", _items(left.groups), _items(right.groups), lambda pair: pair[0], _ITEM, say)


def _items(groups: Iterable[ItemGroup]) -> list[Any]:
    return [(f"{group.account} {item.id}", item) for group in groups for item in group.items]


def _things(
    where: str,
    left: Iterable[Any],
    right: Iterable[Any],
    name: Callable[[Any], str],
    fields: tuple[str, ...],
    say: Saying,
) -> None:
    a, b = _named(left, name), _named(right, name)
    for key in dict.fromkeys((*a, *b)):
        one, other = a.get(key), b.get(key)
        if one == other:
            continue
        if one is None or other is None:
            there = other if one is None else one
            shown = next((value for field in ("name", *fields) if (value := getattr(there, field, None))), "")
            say(where, key, "only_in_source" if other is None else "only_in_target",
                None if one is None else shown, None if other is None else shown)  # fmt: skip
            continue
        for field in fields:
            before, after = getattr(one, field), getattr(other, field)
            if before != after:
                say(where, key, field, None if before == () else before, None if after == () else after)


def _named(things: Iterable[Any], name: Callable[[Any], str]) -> dict[str, Any]:
    """The things by what they are called; a second one of that name has a number behind."""
    found: dict[str, Any] = {}
    for thing in things:
        key = name(thing)
        number = 1
        while key in found:
            number += 1
            key = f"{name(thing)} ({number})"
        found[key] = thing[1] if isinstance(thing, tuple) else thing
    return found
