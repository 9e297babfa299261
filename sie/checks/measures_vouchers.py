"""Demands on vouchers, their series, numbers, dates, texts and objects, and how each is measured."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.measure import Check
from sie.checks.vouchers import name_of
from sie.diagnostics import EACH, Finding
from sie.ledger.model import Voucher
from sie.profiles.model import Limit
from sie.spec.codes import DIMENSIONS

__all__ = ["Dimensions", "EmptyMonths", "InsideYear", "Renumbering", "Series", "SeriesStart", "TextLength"]


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
