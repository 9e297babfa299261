"""Demands on accounts, their numbers, types and balances, and how each is measured."""

from __future__ import annotations

import re

from sie.checks.books import Books
from sie.checks.company import FileFacts
from sie.checks.measure import Check
from sie.checks.sums import kronor
from sie.ledger.model import exact_sum

__all__ = [
    "AccountNumber",
    "AccountsNoted",
    "AccountsRefused",
    "AccountsUntyped",
    "BalanceLeft",
    "ChartType",
    "ResultLeft",
]


def _used_accounts(books: Books) -> dict[str, list[int]]:
    """How often each account is named by rows and balances, and on which line first."""
    found = {account: [use.count, use.line] for account, use in books.account_uses.items() if account}
    for balance in books.ledger.balances:
        at = found.setdefault(balance.account, [0, balance.origin])
        at[0] += 1
        at[1] = min(at[1], balance.origin)
    return dict(sorted(found.items(), key=lambda item: item[1][1]))


class AccountNumber(Check):
    """Account numbers have a certain form."""

    name = "account-number"
    takes = str
    en = "Account number {account} does not fit {program}. {why}"
    sv = "Kontonumret {account} passar inte {program}. {why}"
    cure_en = "Move its balance and vouchers to another account in the source program, or choose one when importing."
    cure_sv = "Flytta saldo och verifikationer till ett annat konto i källprogrammet, eller välj ett vid inläsningen."
    one = ("account",)

    def end(self) -> None:
        """Accounts of rows and balances; one that is only declared does no harm."""
        fits = re.compile(self.text).fullmatch
        for account, (count, line) in _used_accounts(self.books).items():
            if not fits(account):
                self.say(line, count=count, account=account)


class AccountsRefused(Check):
    """Certain accounts are refused."""

    name = "accounts-refused"
    takes = str
    en = "{program} refuses account {account}."
    sv = "{program} avvisar konto {account}."
    cure_en = "Move what is booked on it to another account before the export."
    cure_sv = "Flytta det som är bokfört på det till ett annat konto före exporten."
    one = ("account",)

    def end(self) -> None:
        """Accounts declared, and accounts used."""
        refused = re.compile(self.text).fullmatch
        found = _used_accounts(self.books)
        for account in self.books.ledger.accounts.values():
            found.setdefault(account.number, [1, account.origin])
        for number, (count, line) in found.items():
            if refused(number):
                self.say(line, count=count, account=number)


class AccountsNoted(Check):
    """Certain accounts deserve a look when they are used."""

    name = "accounts-noted"
    takes = str
    en = "Account {account} ({name}) is used. {why}"
    sv = "Konto {account} ({name}) används. {why}"
    cure_en = "Nothing to do if it is meant; check that it is in the chart of {program}."
    cure_sv = "Inget att göra om det är meningen; kontrollera att det finns i kontoplanen i {program}."
    one = ("account",)

    def end(self) -> None:
        """Accounts of rows and balances."""
        noted = re.compile(self.text).fullmatch
        for account, (count, line) in _used_accounts(self.books).items():
            if noted(account):
                known = self.books.ledger.accounts.get(account)
                self.say(line, count=count, account=account, name=(known.name if known else None) or "–")


class AccountsUntyped(Check):
    """Accounts are booked on of which nothing says whether their balances carry over to the next year."""

    name = "accounts-untyped"
    takes = str
    en = "{amount} is booked on account {account} ({name}), which has no type (#KTYP) and no opening balance. {why}"
    sv = "{amount} är bokfört på konto {account} ({name}), som saknar typ (#KTYP) och ingående balans. {why}"
    cure_en = "Give it a type in the source program, or check its balance after the import."
    cure_sv = "Ange en kontotyp i källprogrammet, eller kontrollera saldot efter inläsningen."
    one = ("account",)

    def end(self) -> None:
        """Accounts with movements; one that nets to nothing has nothing to carry."""
        books, matches = self.books, re.compile(self.text).fullmatch
        opening, closing = books.balances("opening", 0), books.balances("closing", 0)
        for account, amount in sorted(books.moved(0).items()):
            if not amount or account in opening or account in closing or not matches(account):
                continue
            if books.is_result(account) is None:
                known = books.ledger.accounts.get(account)
                name = (known.name if known else None) or "–"
                self.say(books.place_of(account), account=account, name=name, amount=kronor(amount))


class BalanceLeft(Check):
    """Certain accounts should have no balance at the end of the year."""

    name = "balance-left"
    takes = str
    en = "Account {account} closes with {balance}. {why}"
    sv = "Konto {account} har utgående saldo {balance}. {why}"
    cure_en = "Reconcile it with the ledger or list that it stands for, and keep that list: it is not in the file."
    cure_sv = "Stäm av det mot den reskontra eller lista det står för, och spara listan: den finns inte i filen."
    one = ("account",)

    def end(self) -> None:
        """Closing balance, or what opening balance and vouchers make; a file for import has neither."""
        books, matches = self.books, re.compile(self.text).fullmatch
        if books.ledger.kind == "4I":
            return
        opening, moved = books.balances("opening", 0), books.moved(0)
        closing = books.balances("closing", 0) or {
            account: exact_sum((opening.get(account), moved.get(account))) for account in {*opening, *moved}
        }
        for account, amount in sorted(closing.items()):
            if amount and matches(account):
                place = books.place_of(account, ("closing", 0), ("opening", 0))
                self.say(place, account=account, balance=kronor(amount))

    def passed(self, own: FileFacts, other: FileFacts) -> bool:
        """What a year closes with matters until the next one has begun."""
        return own.end is not None and other.end is not None and own.end < other.end


class ChartType(Check):
    """The chart of accounts is of certain types."""

    name = "chart-type"
    takes = tuple
    en = "The type of chart (#KPTYP) is {type}; {program} works with {limit}."
    sv = "Kontoplanstypen (#KPTYP) är {type}; {program} arbetar med {limit}."
    cure_en = "Compare the chart with the target's before the import."
    cure_sv = "Jämför kontoplanen med målets före inläsningen."

    def end(self) -> None:
        """A value that begins with BAS2 means EUBAS97; none at all means BAS95."""
        given = self.books.ledger.chart_type
        means = "EUBAS97" if (given or "").startswith("BAS2") else given or "BAS95"
        if means not in self.texts:
            shown = given or "–"
            self.say(self.books.labels.get("#KPTYP", 0), type=shown, limit=", ".join(self.texts))


class ResultLeft(Check):
    """The result of a finished year has been moved to equity."""

    name = "result-left"
    takes = int
    en = "The year is over, but its result {result} has not been booked to equity (8999 against 2099 or 2019)."
    sv = "Året är slut, men resultatet {result} är inte bokfört mot eget kapital (8999 mot 2099 eller 2019)."
    cure_en = "Book the result in the source program before the export, or in the target before the next year opens."
    cure_sv = "Bokför resultatet i källprogrammet före exporten, eller i målet innan nästa år öppnas."

    def end(self) -> None:
        """The sum of all profit and loss accounts, for a year that ended before the file was written."""
        books = self.books
        year, written = books.ledger.years.get(0), books.ledger.generated.date
        if year is None or year.end is None or written is None or written <= year.end or books.ledger.kind != "4E":
            return
        moved = books.moved(0).items() if books.sure else ()
        results = books.balances("result", 0).values() or [v for account, v in moved if books.is_result(account)]
        total = exact_sum(results)
        if total:
            self.say(books.line_of("result", 0), result=kronor(-total))
