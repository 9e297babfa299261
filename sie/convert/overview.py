"""The sheets of a workbook that people read: trial balance (saldobalans) and general ledger (huvudbok)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from sie.convert.tables import Column
from sie.convert.workbook import Book
from sie.ledger.model import Ledger, Row, Voucher, exact_sum

__all__ = ["general_ledger", "trial_balance"]

_ZERO = Decimal(0)


class _Posting(msgspec.Struct, frozen=True, gc=False):
    """A row that counts, with its voucher."""

    day: datetime.date | None
    voucher: Voucher
    row: Row


class _Account(msgspec.Struct):
    """What an account has had in the current fiscal year."""

    opening: Decimal | None = None
    stated: Decimal | None = None
    postings: list[_Posting] = []

    @property
    def debit(self) -> Decimal:
        return exact_sum(p.row.amount for p in self.postings if p.row.amount and p.row.amount > 0)

    @property
    def credit(self) -> Decimal:
        return exact_sum(p.row.amount for p in self.postings if p.row.amount and p.row.amount < 0).copy_negate()

    @property
    def closing(self) -> Decimal:
        return exact_sum((self.opening, self.debit, self.credit.copy_negate()))


def _accounts(ledger: Ledger) -> dict[str, _Account]:
    found: dict[str, _Account] = {}
    for balance in ledger.balances:
        if balance.year == 0 and balance.kind in ("opening", "closing", "result") and not balance.object:
            account = found.setdefault(balance.account, _Account())
            if balance.kind == "opening":
                account.opening = exact_sum((account.opening, balance.amount))
            else:
                account.stated = exact_sum((account.stated, balance.amount))
    for voucher in _of_the_year(ledger):
        for row in voucher.posted:
            posting = _Posting(voucher.date, voucher, row)
            found.setdefault(row.account or "", _Account()).postings.append(posting)
    return dict(sorted(found.items()))


def _of_the_year(ledger: Ledger) -> Iterator[Voucher]:
    """The vouchers of the current fiscal year; those outside every year belong to it too."""
    others = [year for number, year in ledger.years.items() if number != 0]
    for voucher in ledger.vouchers:
        if voucher.date is None or not any(voucher.date in year for year in others):
            yield voucher


def _heading(ledger: Ledger, title: str, language: str) -> list[str]:
    company = " ".join(filter(None, (ledger.company.name, ledger.company.organisation_number)))
    year = ledger.years.get(0)
    parts = [title, company, f"{year.start} – {year.end}" if year else "", ledger.currency or "SEK"]
    note = (
        "Det här bladet är till för läsning; bokföringen läses tillbaka från bladen med tabeller."
        if language == "sv"
        else "This sheet is for reading; books are read back from the sheets with tables."
    )
    return [", ".join(part for part in parts if part), note]


_KONTO = Column("account", "text", "Konto", "Account")
_NAMN = Column("name", "text", "Kontonamn", "Account name", width=36)

_TRIAL = (
    _KONTO,
    _NAMN,
    Column("opening", "number", "Ingående", "Opening", width=18),
    Column("debit", "number", "Debet", "Debit", width=18),
    Column("credit", "number", "Kredit", "Credit", width=18),
    Column("closing", "number", "Utgående", "Closing", width=18),
    Column("stated", "number", "Enligt filen", "By the file", width=18),
)

_LEDGER = (
    _KONTO,
    _NAMN,
    Column("date", "date", "Datum", "Date"),
    Column("voucher", "text", "Verifikation", "Voucher"),
    Column("text", "text", "Text", "Text", width=48),
    Column("debit", "number", "Debet", "Debit", width=16),
    Column("credit", "number", "Kredit", "Credit", width=16),
    Column("balance", "number", "Saldo", "Balance", width=18),
)


def _name(ledger: Ledger, number: str) -> str | None:
    account = ledger.accounts.get(number)
    return account.name if account else None


def trial_balance(book: Book, ledger: Ledger, language: str) -> None:
    """The sheet with the trial balance of the current fiscal year, with totals.

    Args:
        book: The workbook.
        ledger: The books.
        language: Of the headings.
    """
    title = "Saldobalans" if language == "sv" else "Trial balance"
    sheet = book.sheet(title, _TRIAL, language, _heading(ledger, title, language))
    accounts = _accounts(ledger)
    moved = bool(ledger.vouchers)
    sums = [_ZERO] * 5
    for number, account in accounts.items():
        values = (
            account.opening,
            account.debit if moved else None,
            account.credit if moved else None,
            account.closing if moved else None,
            account.stated,
        )
        sheet.add((number, _name(ledger, number), *values))
        sums = [exact_sum((total, value)) for total, value in zip(sums, values, strict=True)]
    sheet.filter()
    if accounts:
        sheet.totals("Summa" if language == "sv" else "Total", dict(enumerate(sums, 2)))


def general_ledger(book: Book, ledger: Ledger, language: str) -> None:
    """The sheet with the general ledger of the current fiscal year: every account with its running balance.

    Args:
        book: The workbook.
        ledger: The books.
        language: Of the headings.
    """
    sv = language == "sv"
    title = "Huvudbok" if sv else "General ledger"
    sheet = book.sheet(title, _LEDGER, language, _heading(ledger, title, language))
    for number, account in _accounts(ledger).items():
        name = _name(ledger, number)
        balance = account.opening or _ZERO
        opening = "Ingående balans" if sv else "Opening balance"
        sheet.add((number, name, None, None, opening, None, None, balance), "bold")
        for posting in sorted(account.postings, key=lambda p: (p.day is not None, p.day)):
            amount = posting.row.amount
            balance = exact_sum((balance, amount))
            voucher = " ".join(filter(None, (posting.voucher.series, posting.voucher.number)))
            text = posting.row.text or posting.voucher.text
            debit = amount if amount is not None and amount >= 0 else None
            credit = amount.copy_negate() if amount is not None and amount < 0 else None
            sheet.add((number, name, posting.day, voucher or None, text, debit, credit, balance))
        closing = "Utgående balans" if sv else "Closing balance"
        sheet.add((number, name, None, None, closing, account.debit, account.credit, balance), "total")
    sheet.filter()
