"""A ``JournalEntry`` to a voucher."""

from __future__ import annotations

from decimal import Decimal

from sie.ledger.model import ObjectRef, Row, Voucher
from sie.ledger.parts import Correction, Foreign, Note, RowPart, VoucherPart
from sie.sie5.nodes import Node
from sie.spec.sie5 import PERSON_UNKNOWN

__all__ = ["voucher_of"]

_NO_ROW_PART = RowPart()
_NO_PART = VoucherPart()


def voucher_of(node: Node) -> Voucher:
    """The voucher that a node says.

    Args:
        node: A ``JournalEntry``, with its ``Journal`` as parent.
    """
    entry = _of_entry_file(node)
    entered, original = _note(node, "EntryInfo"), _note(node, "OriginalEntryInfo")
    if entry and entered is None:
        entered, original = original, None
    part = VoucherPart(
        reference=node.get("referenceId"),
        original=original,
        locked=_note(node, "LockingInfo"),
        documents=tuple(ref.get("documentId") or "" for ref in node.all("VoucherReference")),
        corrections=tuple(
            Correction(ref.get("journalId"), ref.get("journalEntryId"), ref.get("fiscalYearId"))
            for ref in node.all("CorrectedBy")
        ),
    )
    return Voucher(
        (node.parent.get("id") if node.parent else None) or None,
        node.get("id"),
        node.get("journalDate"),
        node.get("text"),
        entered.date if entered else None,
        entered.by if entered else None,
        tuple([_row(child) for child in node.children if child.name == "LedgerEntry"]),
        (),
        node.line,
        part if part != _NO_PART else None,
    )


def _of_entry_file(node: Node) -> bool:
    top = node
    while top.parent is not None:
        top = top.parent
    return top.name == "SieEntry"


def _row(node: Node) -> Row:
    get = node.get
    if not node.children:  # most of them
        text, quantity = get("text"), get("quantity")
        return Row("normal", get("accountId"), (), get("amount"), get("ledgerDate"), text, quantity, origin=node.line)
    added, struck = _note(node, "EntryInfo"), _note(node, "Overstrike")
    item = node.child("SubdividedAccountObjectReference")
    foreign = node.child("ForeignCurrencyAmount")
    amount = foreign.get("amount") if foreign else None
    kind = "removed" if struck else "added" if added else "normal"
    part = RowPart(
        foreign=Foreign(amount, foreign.get("currency") or "") if foreign and isinstance(amount, Decimal) else None,
        item=item.get("objectId") if item else None,
        group=item.get("subdividedAccountId") if item else None,
        entered=added.date if added and not struck else None,
        struck=struck.date if struck else None,
        added=added if struck else None,
        locked=_note(node, "LockingInfo"),
    )
    note = struck or added
    return Row(
        kind,
        node.get("accountId"),
        tuple(ObjectRef(ref.get("dimId") or "", ref.get("objectId") or "") for ref in node.all("ObjectReference")),
        node.get("amount"),
        node.get("ledgerDate"),
        node.get("text"),
        node.get("quantity"),
        note.by if note else None,
        None,
        (),
        node.line,
        part if part != _NO_ROW_PART else None,
    )


def _note(node: Node, name: str) -> Note | None:
    found = node.child(name)
    if found is None:
        return None
    by = found.get("by")
    return Note(found.get("date"), None if by in (PERSON_UNKNOWN, "") else by)
