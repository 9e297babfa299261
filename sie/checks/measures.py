"""How each kind of demand is measured; the limits, with their sources, are data in ``sie/profiles``.

Here are demands on the file as a whole and on years; those on accounts and vouchers have modules of their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sie.checks.collect import Collected
from sie.checks.company import FileFacts
from sie.checks.measure import Check
from sie.checks.measures_accounts import (
    AccountNumber,
    AccountsNoted,
    AccountsRefused,
    AccountsUntyped,
    BalanceLeft,
    ChartType,
    ResultLeft,
)
from sie.checks.measures_vouchers import (
    Dimensions,
    EmptyMonths,
    InsideYear,
    Renumbering,
    Series,
    SeriesStart,
    TextLength,
)
from sie.diagnostics import Span
from sie.ledger.fields import Found
from sie.spec.labels import BY_NAME

__all__ = ["CHECKS", "Check"]


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

    def passed(self, own: FileFacts, other: FileFacts) -> bool:
        """Another file goes on with the year."""
        same = (own.start, own.end) == (other.start, other.end)
        return same and own.last is not None and other.last is not None and own.last < other.last


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
