"""The journal (grundbok) as one table in CSV: a line for each row of a voucher, with the columns of its voucher.

It goes back to vouchers through ``sheet_books``. What it does not keep, the registry says; accounts without rows it
says itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sie.convert.cells import objects_text
from sie.convert.csv_tables import write_csv
from sie.convert.losses import FINDINGS
from sie.convert.options import Options
from sie.convert.sheet_layout import LAYOUT
from sie.convert.tables import Column, ColumnKind, Values
from sie.diagnostics import Diagnostic, Span
from sie.ledger.model import Ledger, ObjectRef

__all__ = ["JOURNAL", "notes", "write"]

_KNOWN = {known.name: known for known in LAYOUT}
_KINDS: dict[str, ColumnKind] = {
    "voucher": "int",
    "date": "date",
    "registered": "date",
    "row_date": "date",
    "debit": "number",
    "credit": "number",
    "amount": "number",
    "quantity": "number",
}


def _column(name: str) -> Column:
    known = _KNOWN[name]
    return Column(name, _KINDS.get(name, "text"), known.sv[0], known.en[0])


_NAMES = (
    *("voucher", "series", "number", "date", "voucher_text", "registered", "voucher_sign", "kind", "account"),
    *("account_name", "debit", "credit", "amount"),
)

JOURNAL: tuple[Column, ...] = (
    *(_column(name) for name in _NAMES),
    Column("dimension:1", "text", "Kostnadsställe", "Cost centre"),
    Column("dimension:6", "text", "Projekt", "Project"),
    *(_column(name) for name in ("objects", "text", "quantity", "row_date", "sign")),
)
"""The columns of the journal."""


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """The journal as CSV.

    Args:
        ledger: The books.
        target: The file.
        options: ``delimiter decimal csv_encoding language``.

    Raises:
        SieWriteError: The encoding lacks a letter.
        SieUsageError: There is no such encoding, or delimiter and decimal sign are the same.
    """
    with target.open("wb") as file:
        write_csv(file, JOURNAL, _lines(ledger), options)


def _lines(ledger: Ledger) -> Iterator[Values]:
    names = {number: account.name for number, account in ledger.accounts.items()}
    for number, voucher in enumerate(ledger.vouchers, 1):
        head = (number, voucher.series, voucher.number, voucher.date, voucher.text, voucher.registered, voucher.sign)
        for row in voucher.rows:
            amount, refs = row.amount, row.objects
            counts = None if row.kind == "removed" else amount  # the sums of debit and credit are those of the books
            centre, refs = _first(refs, "1")
            project, refs = _first(refs, "6")
            yield (
                *head,
                row.kind,
                row.account,
                names.get(row.account or ""),
                counts if counts is not None and counts >= 0 else None,
                counts.copy_negate() if counts is not None and counts < 0 else None,
                amount,
                centre,
                project,
                objects_text(refs) or None,
                row.text,
                row.quantity,
                row.date,
                row.sign,
            )
        if not voucher.rows:
            yield (*head, *(None for _ in JOURNAL[len(head) :]))


def _first(refs: tuple[ObjectRef, ...], dimension: str) -> tuple[str | None, tuple[ObjectRef, ...]]:
    """The object of a dimension, if it comes first, and those that are left."""
    if refs and refs[0].dimension == dimension and refs[0].number.strip() == refs[0].number != "":
        return refs[0].number, refs[1:]
    return None, refs


def notes(ledger: Ledger, options: Options) -> Iterator[Diagnostic]:
    """The accounts that have no rows, and therefore no line.

    Args:
        ledger: The books.
        options: None of them.
    """
    used = {row.account for voucher in ledger.vouchers for row in voucher.rows}
    unused = [account for number, account in ledger.accounts.items() if number not in used]
    if unused:
        example = " ".join(filter(None, (unused[0].number, unused[0].name)))
        params = {"format": "csv", "count": str(len(unused)), "example": example}
        yield Diagnostic(FINDINGS["SIE805"], params, Span(unused[0].origin), count=len(unused))
