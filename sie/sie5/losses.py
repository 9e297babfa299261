"""What books lose on their way between SIE 4 and SIE 5, and the books as the other format can hold them."""

from __future__ import annotations

import msgspec

from sie.diagnostics import Diagnostic
from sie.ledger.model import Balance, Ledger, Row, Voucher
from sie.ledger.parts import FilePart, RowPart
from sie.sie5.fit import fit
from sie.sie5.tally import Tally
from sie.spec.labels import LABELS

__all__ = ["NOT_IN_SIE5", "Stripping", "for_sie4", "lost_in_sie4", "lost_in_sie5"]

NOT_IN_SIE5: dict[str, tuple[str, ...]] = {
    label.name: tuple(field.name for place, field in enumerate(label.fields) if not label.sie5 or not label.sie5[place])
    for label in LABELS
    if not label.sie5 or "" in label.sie5
}
"""The fields of labels that SIE 5 has no place for, by label; all of them for a label that it does not have."""


def lost_in_sie5(ledger: Ledger, *, document: str | None = None, labels: bool = True) -> tuple[Diagnostic, ...]:
    """What books lose when they become SIE 5, and what is written out that they leave open.

    Args:
        ledger: The books.
        document: ``full`` or ``entry``; by the file type unless given.
        labels: Tell also of the labels and fields in ``NOT_IN_SIE5`` and of extras.

    Returns:
        A finding for each kind of loss (``SIE82x``) with count and example; ``SIE822`` is no loss.

    Raises:
        SieUsageError: There is no such document.
        SieWriteError: A complete file is asked for, and there is no current fiscal year.

    Example:
        >>> import sie
        >>> books = sie.Ledger(kind="4I", prose=("Hej",), company=sie.Company(name="Exempel AB"))
        >>> [finding.cause() for finding in lost_in_sie5(books) if finding.code != "SIE822"]
        ['SIE 5 has no place for #PROSA: 1, such as “Hej”.']
    """
    from sie.sie5.doors import entry_wanted

    return fit(ledger, entry_wanted(ledger, document), labels).losses


def lost_in_sie4(ledger: Ledger) -> tuple[Diagnostic, ...]:
    """What books from SIE 5 lose when they become SIE 4.

    Args:
        ledger: The books.

    Returns:
        A finding for each kind of loss (``SIE83x``) with count and example; none for books from SIE 4.

    Example:
        >>> import sie
        >>> lost_in_sie4(sie.Ledger())
        ()
    """
    return Stripping().ledger(ledger)[1]


def for_sie4(ledger: Ledger) -> Ledger:
    """The books without what SIE 4 has no place for, so that ``sie.dumps`` can write them.

    Args:
        ledger: The books.

    Example:
        >>> import sie
        >>> for_sie4(sie.Ledger()) == sie.Ledger()
        True
    """
    return Stripping().ledger(ledger)[0]


class Stripping:
    """Takes away what SIE 4 has no place for, and counts it."""

    def __init__(self) -> None:
        self.tally = Tally()

    def ledger(self, books: Ledger) -> tuple[Ledger, tuple[Diagnostic, ...]]:
        """The books as SIE 4 can hold them, and what they lose."""
        if books.detection is not None and books.detection.signatures:
            self.tally.lose("SIE838", books.company.name or books.company.organisation_number or "–")
        self._file(books.sie5)
        accounts = {}
        for account in books.accounts.values():
            if account.sie5 is not None:
                self.tally.lose("SIE839", f"{account.number} {account.sie5.type}", account.origin)
                account = msgspec.structs.replace(account, sie5=None)
            accounts[account.number] = account
        for number, year in books.years.items():
            if number > 0:
                self.tally.lose("SIE837", f"{year.start} – {year.end}", year.origin)
        changed = msgspec.structs.replace(
            books,
            sie5=None,
            accounts=accounts,
            years={number: year for number, year in books.years.items() if number <= 0},
            balances=tuple(self._balance(balance) for balance in books.balances if self._kept(balance)),
            vouchers=tuple(self.voucher(voucher) for voucher in books.vouchers),
        )
        return changed, self.tally.diagnostics()

    def _file(self, part: FilePart | None) -> None:
        if part is None:
            return
        lose = self.tally.lose
        for group in part.groups:
            code = "SIE831" if group.kind == "fixed_asset" else "SIE830"
            for item in group.items:
                lose(code, f"{group.account}: {item.id} {item.name or ''}".rstrip())
            if not group.items:
                lose(code, f"{group.account} {group.name or ''}".rstrip())
        for party in (*part.customers, *part.suppliers):
            lose("SIE832", f"{party.id} {party.name or ''}".rstrip())
        for document in part.documents:
            lose("SIE833", document.name or document.uri or document.id)
        for aggregation in part.aggregations:
            lose("SIE835", aggregation.name or aggregation.id)
        for budget in part.budgets:
            lose("SIE837", f"{budget.account} {budget.amount}")
        for year in part.years:
            lose("SIE837", str(year.year))
        for journal in part.journals:
            lose("SIE839", f"{journal.series or ''} {journal.name or ''}".strip())
        if part.time is not None:
            lose("SIE839", part.time)

    def _kept(self, balance: Balance) -> bool:
        if balance.year > 0:
            self.tally.lose("SIE837", f"{balance.account} {balance.amount}", balance.origin)
            return False
        return True

    def _balance(self, balance: Balance) -> Balance:
        if balance.foreign is None:
            return balance
        foreign = balance.foreign
        self.tally.lose("SIE834", f"{balance.account}: {foreign.amount} {foreign.currency}", balance.origin)
        return msgspec.structs.replace(balance, foreign=None)

    def voucher(self, voucher: Voucher) -> Voucher:
        """A voucher as SIE 4 can hold it."""
        if voucher.sie5 is None and not any(row.sie5 for row in voucher.rows):
            return voucher
        rows = tuple([row if row.sie5 is None else self._row(row, row.sie5) for row in voucher.rows])
        part, line = voucher.sie5, voucher.origin
        name = f"{voucher.series or ''}{voucher.number or ''}"
        if part is not None:
            for note in (part.original, part.locked):
                if note is not None:
                    self.tally.lose("SIE836", f"{name}: {note.date} {note.by or ''}".rstrip(), line)
            for correction in part.corrections:
                self.tally.lose("SIE836", f"{name}: {correction.journal or ''}{correction.number or ''}", line)
            for document in part.documents:
                self.tally.lose("SIE833", f"{name}: {document}", line)
            if part.reference is not None:
                self.tally.lose("SIE839", f"{name}: {part.reference}", line)
        return msgspec.structs.replace(voucher, rows=rows, sie5=None)

    def _row(self, row: Row, part: RowPart) -> Row:
        example, line = f"{row.account} {row.amount}", row.origin
        if part.foreign is not None:
            self.tally.lose("SIE834", f"{example}: {part.foreign.amount} {part.foreign.currency}", line)
        if part.item is not None:
            self.tally.lose("SIE830", f"{example}: {part.item}", line)
        if part.entered or part.struck or part.added or part.locked:
            self.tally.lose("SIE836", example, line)
        return msgspec.structs.replace(row, sie5=None)
