"""The sheets of a workbook that people read: trial balance (saldobalans) and general ledger (huvudbok)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext

import msgspec

from sie.convert.tables import Column
from sie.convert.workbook import Book
from sie.ledger.model import Ledger, Row, Voucher, exact_context, exact_sum

__all__ = ["Postings", "general_ledger", "postings", "trial_balance"]

_ZERO = Decimal(0)


class Postings(msgspec.Struct):
    """What an account has had in the current fiscal year.

    Attributes:
        opening: Its opening balance, in kronor.
        stated: Its closing balance or result, as the file gives it.
        debit: The sum of its debits.
        credit: The sum of its credits.
        rows: The rows that count, each with its voucher.
    """

    opening: Decimal | None = None
    stated: Decimal | None = None
    debit: Decimal = _ZERO
    credit: Decimal = _ZERO
    rows: list[tuple[Voucher, Row]] = []

    @property
    def closing(self) -> Decimal:
        """Its closing balance, in kronor."""
        return exact_sum((self.opening, self.debit, self.credit.copy_negate()))


def postings(ledger: Ledger) -> dict[str, Postings]:
    """What each account has had in the current fiscal year, by its number.

    Args:
        ledger: The books.
    """
    found: dict[str, Postings] = {}
    for balance in ledger.balances:
        if balance.year == 0 and balance.kind in ("opening", "closing", "result") and not balance.object:
            account = found.setdefault(balance.account, Postings())
            if balance.kind == "opening":
                account.opening = exact_sum((account.opening, balance.amount))
            else:
                account.stated = exact_sum((account.stated, balance.amount))
    with localcontext(exact_context()):
        for voucher in _of_the_year(ledger):
            for row in voucher.posted:
                number = row.account or ""
                if number not in found:
                    found[number] = Postings()
                account, amount = found[number], row.amount
                account.rows.append((voucher, row))
                if amount is None:
                    continue
                if amount >= 0:
                    account.debit += amount
                else:
                    account.credit -= amount
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


def trial_balance(book: Book, ledger: Ledger, accounts: Mapping[str, Postings], language: str) -> None:
    """The sheet with the trial balance of the current fiscal year, with totals.

    Args:
        book: The workbook.
        ledger: The books.
        accounts: What each account has had.
        language: Of the headings.
    """
    title = "Saldobalans" if language == "sv" else "Trial balance"
    sheet = book.sheet(title, _TRIAL, language, _heading(ledger, title, language))
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


def general_ledger(book: Book, ledger: Ledger, accounts: Mapping[str, Postings], language: str) -> None:
    """The sheet with the general ledger of the current fiscal year: every account with its running balance.

    Args:
        book: The workbook.
        ledger: The books.
        accounts: What each account has had.
        language: Of the headings.
    """
    sv = language == "sv"
    title = "Huvudbok" if sv else "General ledger"
    sheet = book.sheet(title, _LEDGER, language, _heading(ledger, title, language))
    for number, account in accounts.items():
        name = _name(ledger, number)
        balance = account.opening or _ZERO
        opening = "Ingående balans" if sv else "Opening balance"
        sheet.add((number, name, None, None, opening, None, None, balance), "bold")
        for voucher, row in sorted(account.rows, key=lambda pair: (pair[0].date is not None, pair[0].date)):
            amount = row.amount
            balance = exact_sum((balance, amount))
            called = " ".join(filter(None, (voucher.series, voucher.number)))
            text = row.text or voucher.text
            debit = amount if amount is not None and amount >= 0 else None
            credit = amount.copy_negate() if amount is not None and amount < 0 else None
            sheet.add((number, name, voucher.date, called or None, text, debit, credit, balance))
        closing = "Utgående balans" if sv else "Closing balance"
        sheet.add((number, name, None, None, closing, account.debit, account.credit, balance), "total")
    sheet.filter()
