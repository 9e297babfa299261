"""How each kind of demand is measured; the limits, with their sources, are data in ``sie/profiles``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.company import FileFacts
from sie.checks.rule import Rule
from sie.checks.sums import kronor
from sie.checks.vouchers import name_of
from sie.diagnostics import EACH, Finding, Span
from sie.ledger.fields import Found
from sie.ledger.model import Voucher, exact_sum
from sie.profiles.model import Limit
from sie.spec.codes import DIMENSIONS
from sie.spec.labels import BY_NAME

__all__ = ["CHECKS", "Check"]


class Check(Rule):
    """A kind of demand.

    In its sentences ``{program}`` is the title of the profile, ``{why}`` the demand's own sentence, ``{limit}`` what it
    measures against.

    Args:
        books: What is counted while the file is read.
        collected: Where findings go.
        finding: What it says.
        limit: What to measure against.
    """

    name: ClassVar[str]
    takes: ClassVar[type]
    takes_labels: ClassVar[bool] = False
    en: ClassVar[str]
    sv: ClassVar[str]
    cure_en: ClassVar[str]
    cure_sv: ClassVar[str]
    one: ClassVar[tuple[str, ...]] = ()

    def __init__(self, books: Books, collected: Collected, finding: Finding, limit: Limit) -> None:
        super().__init__(books, collected)
        self.finding = finding
        self.limit = limit

    @property
    def number(self) -> int:
        """The limit, where it is a number."""
        return self.limit if isinstance(self.limit, int) else 0

    @property
    def text(self) -> str:
        """The limit, where it is a pattern."""
        return self.limit if isinstance(self.limit, str) else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The limit, where it is a list."""
        return self.limit if isinstance(self.limit, tuple) else ()

    @property
    def numbers(self) -> dict[str, int]:
        """The limit, where it is a table."""
        return self.limit if isinstance(self.limit, dict) else {}

    def company(self, files: Sequence[FileFacts], sinks: Sequence[Collected]) -> None:
        """Look at several files of one company."""


class FileType(Check):
    """The program reads only certain file types."""

    name = "file-type"
    takes = tuple
    en = "The file is of type {kind}; {program} reads type {limit}."
    sv = "Filen är av typ {kind}; {program} läser in typ {limit}."
    cure_en = "Export that type."
    cure_sv = "Exportera den filtypen."

    def end(self) -> None:
        """Types are compared without E and I, which no file says, unless the demand does."""
        kind = self.books.ledger.kind
        if kind not in self.texts and kind[:1] not in self.texts:
            self.say(self.books.labels.get("#SIETYP", 0), kind=kind, limit=", ".join(self.texts))


class VouchersNeeded(Check):
    """The program has nothing to do with a file without vouchers."""

    name = "vouchers-needed"
    takes = int
    en = "The file has neither vouchers nor opening balances, so there is nothing for {program} to import."
    sv = "Filen har varken verifikationer eller ingående balanser, så {program} har inget att läsa in."
    cure_en = (
        "Export a complete file (type 4). If nothing was booked, the opening balances of the oldest year are enough."
    )
    cure_sv = "Exportera en fullständig fil (typ 4). Om inget bokfördes räcker det äldsta årets ingående balanser."

    def end(self) -> None:
        """Count them; opening balances are something to import, and a file of another type than 4 cannot have any."""
        books = self.books
        few = books.vouchers < max(self.number, 1) and not books.balances("opening", 0)
        if few and books.ledger.kind in ("4E", "4I"):
            self.say()


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


class Series(Check):
    """Series have a certain form."""

    name = "series"
    takes = str
    en = "{program} does not take {what_en} (number of vouchers: {vouchers})."
    sv = "{program} tar inte emot {what} (antal verifikationer: {vouchers})."
    cure_en = "Choose the series that they go into when they are imported."
    cure_sv = "Välj vilken serie de ska hamna i när de läses in."
    one = ("series",)

    def __init__(self, books: Books, collected: Collected, finding: Finding, limit: Limit) -> None:
        super().__init__(books, collected, finding, limit)
        self._fits = re.compile(self.text).fullmatch
        self._odd: dict[str, list[int]] = {}

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Count the vouchers of each series that does not fit."""
        series = voucher.series or ""
        at = self._odd.get(series)
        if at is not None:
            at[0] += 1
        elif len(self._odd) < 10_000 and not self._fits(series):
            self._odd[series] = [1, voucher.origin]

    def end(self) -> None:
        """One finding for each series; a file for import may leave it to the reader."""
        for series, (count, line) in self._odd.items():
            if not series and self.books.ledger.kind == "4I":
                continue
            what, what_en = "verifikationer utan serie", "vouchers without a series"
            if series:
                what, what_en = f"serien “{series}”", f"series “{series}”"
            self.say(line, 1, 5, series=series, what=what, what_en=what_en, vouchers=str(count))


class Renumbering(Check):
    """Vouchers get new numbers in the order of the file."""

    name = "renumbering"
    takes = int
    en = "Series {series}: {vouchers} vouchers numbered {numbers} will be numbered {first}–{last} in {program}."
    sv = "Serie {series}: {vouchers} verifikationer numrerade {numbers} får nummer {first}–{last} i {program}."
    cure_en = "Keep a list of old and new numbers with the books."
    cure_sv = "Spara en lista över gamla och nya nummer tillsammans med bokföringen."
    one = EACH

    def end(self) -> None:
        """A series whose numbers are not rising without a gap cannot keep them."""
        for (_, series), numbers in self.books.series.items():
            runs = numbers.runs
            whole = len(runs) == 1 and not numbers.named and numbers.count == runs[0][1] - runs[0][0] + 1
            if whole and not numbers.disordered:
                continue
            first = runs[0][0] if runs else 1
            shown = f"{runs[0][0]}–{runs[-1][1]}" if runs else ", ".join(sorted(numbers.named)[:3])
            self.say(
                numbers.first,
                1,
                5,
                series=series or "–",
                vouchers=str(numbers.count),
                numbers=shown,
                first=str(first),
                last=str(first + numbers.count - 1),
            )


class SeriesStart(Check):
    """A series that could keep its numbers begins at another one than the program proposes."""

    name = "series-start"
    takes = int
    en = "Series {series} begins at {first}, not at {limit}. {why}"
    sv = "Serie {series} börjar på {first}, inte på {limit}. {why}"
    cure_en = "Give {first} as the first number of the series, and all vouchers keep theirs."
    cure_sv = "Ange {first} som seriens första nummer, så behåller alla verifikationer sina."
    one = EACH

    def end(self) -> None:
        """Series without a gap; of the others ``renumbering`` tells."""
        for (_, series), numbers in self.books.series.items():
            runs = numbers.runs
            whole = len(runs) == 1 and not numbers.named and numbers.count == runs[0][1] - runs[0][0] + 1
            if whole and not numbers.disordered and runs[0][0] != self.number:
                first = str(runs[0][0])
                self.say(numbers.first, 1, 5, series=series or "–", first=first, limit=str(self.number))


class TextLength(Check):
    """Texts of vouchers and rows have a greatest length."""

    name = "text-length"
    takes = dict
    en = "A {what_en} has {length} characters; {program} takes at most {limit}: “{text}”."
    sv = "En {what} har {length} tecken; {program} tar emot högst {limit}: “{text}”."
    cure_en = "Shorten it in the source program, or it is cut or refused."
    cure_sv = "Korta den i källprogrammet, annars huggs den av eller avvisas."
    one = ("what",)

    def __init__(self, books: Books, collected: Collected, finding: Finding, limit: Limit) -> None:
        super().__init__(books, collected, finding, limit)
        self._voucher = self.numbers.get("voucher", 1 << 30)
        self._row = self.numbers.get("row", 1 << 30)

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Measure each text."""
        text = voucher.text
        if text is not None and len(text) > self._voucher:
            self._long(voucher.origin, text, self._voucher, "verifikationstext", "voucher text")
        for row in voucher.rows:
            text = row.text
            if text is not None and len(text) > self._row:
                self._long(row.origin, text, self._row, "radtext", "row text")

    def _long(self, line: int, text: str, limit: int, what: str, what_en: str) -> None:
        self.say(line, what=what, what_en=what_en, length=str(len(text)), limit=str(limit), text=text)


class NameLength(Check):
    """Names of accounts, objects and dimensions have a greatest length."""

    name = "name-length"
    takes = dict
    en = "The name of {what_en} {number} has {length} characters; reckon with at most {limit} in {program}: “{text}”."
    sv = "Namnet på {what} {number} har {length} tecken; räkna med högst {limit} i {program}: “{text}”."
    cure_en = "Shorten it, or compare the name after the import."
    cure_sv = "Korta det, eller jämför namnet efter inläsningen."
    one = ("what",)

    def end(self) -> None:
        """Measure each name."""
        ledger = self.books.ledger
        for what, what_en, key, things in (
            ("konto", "account", "account", [(a.number, a.name, a.origin) for a in ledger.accounts.values()]),
            ("objekt", "object", "object", [(o.number, o.name, o.origin) for o in ledger.objects]),
            ("dimension", "dimension", "dimension", [(d.number, d.name, d.origin) for d in ledger.dimensions.values()]),
        ):
            limit = self.numbers.get(key)
            for number, name, line in things if limit is not None else ():
                if name and len(name) > (limit or 0):
                    self.say(
                        line,
                        what=what,
                        what_en=what_en,
                        number=number,
                        length=str(len(name)),
                        limit=str(limit),
                        text=name,
                    )


class CodeLength(Check):
    """Object codes have a greatest length, by dimension."""

    name = "code-length"
    takes = dict
    en = "Object {object} of dimension {dimension} has a code of {length} characters; {program} takes at most {limit}."
    sv = "Objekt {object} i dimension {dimension} har en kod på {length} tecken; {program} tar emot högst {limit}."
    cure_en = "Choose a shorter code for it in the target and keep a list of both."
    cure_sv = "Välj en kortare kod i målet och spara en lista över båda."
    one = ("dimension", "object")

    def end(self) -> None:
        """Objects declared and objects used."""
        found = {(thing.dimension, thing.number): thing.origin for thing in self.books.ledger.objects}
        for ref, use in self.books.object_uses.items():
            found.setdefault((ref.dimension, ref.number), use.line)
        for (dimension, number), line in found.items():
            limit = self.numbers.get(dimension)
            if limit is not None and len(number) > limit:
                self.say(line, dimension=dimension, object=number, length=str(len(number)), limit=str(limit))


class Dimensions(Check):
    """The program has only certain dimensions."""

    name = "dimensions"
    takes = tuple
    en = "Dimension {dimension} ({name_en}) is used (rows and balances: {rows}); {program} takes {what_en}."
    sv = "Dimension {dimension} ({name}) används (rader och saldon: {rows}); {program} tar emot {what}."
    cure_en = "Decide what becomes of it: move it to another dimension, or leave it out and keep the report of it."
    cure_sv = "Bestäm vad som ska hända med den: för över den till en annan, eller utelämna den och spara rapporten."
    one = ("dimension",)

    def end(self) -> None:
        """Dimensions that something is booked on."""
        found: dict[str, list[int]] = {}
        for ref, use in self.books.object_uses.items():
            at = found.setdefault(ref.dimension, [0, use.line])
            at[0] += use.count
            at[1] = min(at[1], use.line)
        for balance in self.books.ledger.balances:
            for ref in balance.object:
                found.setdefault(ref.dimension, [0, balance.origin])[0] += 1
        for dimension, (count, line) in found.items():
            if dimension not in self.texts:
                known = self.books.ledger.dimensions.get(dimension)
                given = known.name if known else None
                reserved = DIMENSIONS.get(dimension)
                self.say(
                    line,
                    dimension=dimension,
                    name=given or (reserved.sv if reserved else "–"),
                    name_en=given or (reserved.en if reserved else "–"),
                    rows=str(count),
                    what=", ".join(self.texts) or "inga",
                    what_en=", ".join(self.texts) or "none",
                )


class Flag(Check):
    """A file that has been imported before is not imported again."""

    name = "flag"
    takes = int
    en = "#FLAGGA is 1: a program has imported this file before."
    sv = "#FLAGGA är 1: ett program har redan läst in den här filen."
    cure_en = "Make sure that it is not in the books already; import it again only with a reason that is written down."
    cure_sv = "Kontrollera att den inte redan är bokförd; läs in den igen bara med ett skäl som skrivs ner."

    def end(self) -> None:
        """Compare the flag."""
        if self.books.ledger.flag != self.number:
            self.say(self.books.labels.get("#FLAGGA", 0))


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


class Records(Check):
    """Certain records are expected."""

    name = "records"
    takes = tuple
    takes_labels = True
    en = "The file has no {label} ({en}). {why}"
    sv = "Filen har ingen {label} ({sv}). {why}"
    cure_en = "Have it exported too if the source program can; else see to it in {program}."
    cure_sv = "Ta med uppgiften vid exporten om källprogrammet kan; se annars till att den finns i {program}."
    one = ("label",)

    def end(self) -> None:
        """Look for each; a file for import needs no chart."""
        for name in self.texts:
            label = BY_NAME[name]
            if name not in self.books.labels and (label.group != "accounts" or self.books.ledger.kind != "4I"):
                self.say(0, label=name, en=label.en, sv=label.sv)


class InsideYear(Check):
    """Vouchers lie in the current fiscal year."""

    name = "inside-year"
    takes = int
    en = "Voucher {voucher} of {date} lies outside the fiscal year {start} – {stop}, which is the one that is imported."
    sv = "Verifikation {voucher} den {date} ligger utanför räkenskapsåret {start} – {stop}, det som läses in."
    cure_en = "Export the year that it belongs to as a file of its own, or correct its date in the source program."
    cure_sv = "Exportera det år som den hör till som en egen fil, eller rätta datumet i källprogrammet."

    def __init__(self, books: Books, collected: Collected, finding: Finding, limit: Limit) -> None:
        super().__init__(books, collected, finding, limit)
        self._days: dict[datetime.date, list[object]] = {}

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Remember days outside; the year may be described later."""
        if year != 0 and voucher.date is not None and any(row.kind != "removed" for row in voucher.rows):
            at = self._days.get(voucher.date)
            if at is not None:
                at[1] = int(str(at[1])) + 1
            elif len(self._days) < 10_000:
                self._days[voucher.date] = [voucher.origin, 1, name_of(voucher)]

    def end(self) -> None:
        """Without #RAR 0 another finding says so."""
        year = self.books.ledger.years.get(0)
        if year is None or year.start is None or year.end is None:
            return
        outside = {day: at for day, at in self._days.items() if day not in year}
        for day, (line, count, name) in outside.items():
            self.say(
                int(str(line)),
                1,
                5,
                count=int(str(count)),
                voucher=str(name),
                date=str(day),
                start=str(year.start),
                stop=str(year.end),
            )


class Unquoted(Check):
    """Certain fields must not stand in quotes."""

    name = "unquoted"
    takes = tuple
    takes_labels = True
    en = "The value of {label} stands in quotes, which {program} does not understand there."
    sv = "Värdet i {label} står inom citattecken, vilket {program} inte förstår där."
    cure_en = "Take the quotes away."
    cure_sv = "Ta bort citattecknen."
    one = ("label",)

    def record(self, found: Found) -> None:
        """Look for a quote where the first field begins."""
        name = found.label.name
        if name in self.texts and '"' in found.text:
            column, end = found.place(0)
            if found.text[column - 1 : column] == '"':
                self.say(found.line, column, end, label=name)


class CompleteYear(Check):
    """A finished year is exported to its end."""

    name = "complete-year"
    takes = int
    en = "The last voucher is of {last}, but the year ended on {stop}, before the file was written."
    sv = "Den sista verifikationen är från {last}, men året slutade {stop}, innan filen skrevs."
    cure_en = "Make sure that the whole year was exported, not only a period."
    cure_sv = "Kontrollera att hela året exporterades, inte bara en period."

    def end(self) -> None:
        """The last month of the year has a voucher, unless the file says that it goes no further."""
        ledger, dates = self.books.ledger, self.books.dates.get(0)
        year, written = ledger.years.get(0), ledger.generated.date
        if dates is None or year is None or year.end is None or written is None or written <= year.end:
            return
        if (dates[1].year, dates[1].month) < (year.end.year, year.end.month):
            self.say(year.origin, last=str(dates[1]), stop=str(year.end))


class EmptyMonths(Check):
    """Every month between the first and the last voucher has one."""

    name = "empty-months"
    takes = int
    en = "There are no vouchers in {months}."
    sv = "Det finns inga verifikationer i {months}."
    cure_en = "Nothing to do if nothing happened; else export again with all periods and series."
    cure_sv = "Inget att göra om inget hände; annars exportera igen med alla perioder och serier."

    def end(self) -> None:
        """Months inside the year."""
        dates = self.books.dates.get(0)
        if dates is None:
            return
        there = self.books.months(0)
        months, (year, month) = [], (dates[0].year, dates[0].month)
        while (year, month) < (dates[1].year, dates[1].month):
            if f"{year}{month:02}" not in there:
                months.append(f"{year}-{month:02}")
            year, month = (year + month // 12, month % 12 + 1)
        if months:
            self.say(0, months=", ".join(months[:12]) + (" …" if len(months) > 12 else ""))


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


class LockTimer(Check):
    """Periods are locked some days after their month has ended."""

    name = "lock-timer"
    takes = int
    en = (
        "Vouchers up to {last}: their months ended more than {limit} days before the file was written ({written}), "
        "and {program} locks such months by default."
    )
    sv = (
        "Verifikationer till och med {last}: deras månader slutade mer än {limit} dagar innan filen skrevs "
        "({written}), och sådana månader låser {program} normalt."
    )
    cure_en = "Check everything before the months are locked: afterwards they cannot be opened again."
    cure_sv = "Stäm av allt innan månaderna låses: efteråt går de inte att låsa upp."

    def end(self) -> None:
        """Whole months, counted from the day on which the file was written."""
        written = self.books.ledger.generated.date
        spans = [span for span in self.books.dates.values() if span]
        if written is None or not spans or written.toordinal() <= self.number + 31:
            return
        locked = (written - datetime.timedelta(days=self.number)).replace(day=1) - datetime.timedelta(days=1)
        if min(span[0] for span in spans) <= locked:
            last = min(max(span[1] for span in spans), locked)
            self.say(0, last=str(last), limit=str(self.number), written=str(written))


class Encoding(Check):
    """The file is in one of certain encodings."""

    name = "encoding"
    takes = tuple
    en = "The file is in {encoding}; {program} reads {limit}, and å, ä and ö would be garbled."
    sv = "Filen är i {encoding}; {program} läser {limit}, och å, ä och ö skulle förvanskas."
    cure_en = "sie fix writes it in CP437."
    cure_sv = "sie fix skriver den i CP437."

    def end(self) -> None:
        """A file of ASCII only is in all of them."""
        detection = self.books.ledger.detection
        if detection is not None and detection.reason != "ascii" and detection.encoding not in self.texts:
            self.say(0, encoding=detection.encoding, limit=", ".join(self.texts))
            self.collected.instead(self.finding.code, "SIE003")  # that #FORMAT says otherwise has the same cure


class YearsMost(Check):
    """The program holds a number of fiscal years at most."""

    name = "years-most"
    takes = int
    en = "There are {years} fiscal years; {program} holds {limit}."
    sv = "Det är {years} räkenskapsår; {program} rymmer {limit}."
    cure_en = "Leave out the oldest, and keep their files in the archive."
    cure_sv = "Utelämna de äldsta och spara deras filer i arkivet."

    def company(self, files: Sequence[FileFacts], sinks: Sequence[Collected]) -> None:
        """Count the files with a year."""
        count = len({(file.start, file.end) for file in files if file.start})
        if count > self.number:
            sinks[0].say(self.finding, Span(0), {"years": str(count), "limit": str(self.number)})


_ALL: tuple[type[Check], ...] = (
    FileType,
    VouchersNeeded,
    AccountNumber,
    AccountsRefused,
    AccountsNoted,
    AccountsUntyped,
    BalanceLeft,
    Series,
    Renumbering,
    SeriesStart,
    TextLength,
    NameLength,
    CodeLength,
    Dimensions,
    Flag,
    ChartType,
    Records,
    InsideYear,
    Unquoted,
    CompleteYear,
    EmptyMonths,
    ResultLeft,
    LockTimer,
    Encoding,
    YearsMost,
)
CHECKS: dict[str, type[Check]] = {check.name: check for check in _ALL}
"""The checks by the name that a demand calls them by."""
