"""What only SIE 5 says of books, without names: every text of it is replaced unless it is listed here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, TypeVar

import msgspec

from sie.ledger.parts import ITEM_KINDS, Attachment

__all__ = ["Pseudonyms", "emptied", "hidden"]


class Pseudonyms(Protocol):
    """What texts become."""

    def text(self, text: str | None) -> str | None:
        """A text."""

    def code(self, text: str) -> str:
        """A short code stays."""

    def account(self, number: str) -> str:
        """An account number stays."""

    def voucher_number(self, number: str | None) -> str | None:
        """A number of a voucher stays."""

    def organisation_number(self, text: str | None) -> str | None:
        """One becomes another that no company has."""


# Values of code lists, names of months, currencies: they tell nothing about anybody, if they are what they should be.
_KEPT = frozenset(
    (
        "AccountPart.type",
        "Foreign.currency",
        "FilePart.time",
        "ItemGroup.kind",
        "ItemBalance.kind",
        "Correction.year",
        "Journal.year",
    )
)
_HARMLESS = re.compile("|".join((*ITEM_KINDS, "opening|closing|equity|statistics|[A-Z]{3}|T?[0-9:.+Z-]{0,40}")))
_ACCOUNTS = frozenset(
    (
        "ItemGroup.account",
        "ItemGroup.accounts",
        "ItemBalance.account",
        "YearBudget.account",
        "Tag.accounts",
        "RowPart.group",
    )
)
# What others refer to: the same code has the same pseudonym, and a short one stays.
_CODES = frozenset(
    (
        "RowPart.item",
        "Item.id",
        "Item.party",
        "Party.id",
        "Aggregation.id",
        "Correction.journal",
        "Journal.series",
        "ItemBalance.objects",
        "YearBudget.objects",
    )
)
# SIE 5 wants numbers, which programs count up.
_DOCUMENTS = frozenset(("Attachment.id", "VoucherPart.documents"))
_T = TypeVar("_T")


def hidden(part: _T, by: Pseudonyms) -> _T:
    """A part of books with everything replaced that may tell whose they are; documents come out empty.

    Args:
        part: A value of ``sie.ledger.parts``, or ``None``.
        by: What texts become.
    """
    if not isinstance(part, msgspec.Struct):
        return part
    changes = {}
    for name in part.__struct_fields__:
        place = f"{type(part).__name__}.{name}"
        changes[name] = _replaced(getattr(part, name), _way(place, by), by)
    return msgspec.structs.replace(part, **changes)


def _way(place: str, by: Pseudonyms) -> Callable[[str], str | None]:
    if place in _KEPT:
        return lambda text: text if _HARMLESS.fullmatch(text) else by.text(text)
    if place in _ACCOUNTS:
        return by.account
    if place in _DOCUMENTS:
        return lambda text: text if text.isascii() and text.isdigit() and len(text) < 10 else by.code(text)
    if place in _CODES:
        return by.code
    if place == "Correction.number":
        return by.voucher_number
    if place == "Party.organisation_number":
        return by.organisation_number
    return by.text


def _replaced(value: object, way: Callable[[str], str | None], by: Pseudonyms) -> object:
    if isinstance(value, str):
        return way(value) or ""
    if isinstance(value, bytes):
        return b""
    if isinstance(value, tuple):
        return tuple(_replaced(one, way, by) for one in value)
    return hidden(value, by)


def emptied(documents: tuple[Attachment, ...]) -> int:
    """How many documents have contents that are taken out.

    Args:
        documents: Before.
    """
    return sum(1 for document in documents if document.content)
