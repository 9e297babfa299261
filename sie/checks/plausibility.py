"""6xx: what can be read and adds up, and yet is hardly meant."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from sie.checks.rule import Rule
from sie.diagnostics import EACH, Finding, Severity
from sie.ledger.fields import Found
from sie.ledger.model import FiscalYear, Voucher
from sie.spec.codes import ACCOUNT_TYPES, BALANCE_SHEET_TYPES, BAS_TYPES
from sie.spec.organisation import SWEDISH, bare_number

__all__ = ["RULES", "mistyped"]


class CheckDigit(Rule):
    """The check digit of the organisation number is wrong.

    Why: The last digit follows from the nine before it (Luhn). When it does not, a digit was mistyped, and the file may
    end up with the wrong company. Invented numbers in test files fail it too, which is why it is no error.

    Varför: Den sista siffran följer av de nio före (Luhn). När den inte gör det är en siffra felskriven, och filen kan
    hamna hos fel företag. Påhittade nummer i testfiler har också fel; därför är det bara en varning.

    Bad:
        #ORGNR 556677-8898

    Good:
        #ORGNR 556677-8899
    """

    finding = Finding(
        code="SIE601",
        name="check-digit",
        severity=Severity.WARNING,
        en="The organisation number {number} has a wrong check digit.",
        sv="Organisationsnumret {number} har fel kontrollsiffra.",
        cure_en="Compare it with the company register; correct it in the source program.",
        cure_sv="Jämför med Bolagsverkets register; rätta det i källprogrammet.",
    )
    spec = "11 #ORGNR"
    labels = ("#ORGNR",)

    def record(self, found: Found) -> None:
        """Only numbers that look Swedish have such a digit."""
        number = str(found.values[0]) if found.values else ""
        if mistyped(number):
            self.say(found.line, *found.place(0), number=number)


def mistyped(number: str | None) -> bool:
    """Whether an organisation number looks Swedish and has a wrong check digit.

    Args:
        number: As somebody wrote it.

    Example:
        >>> mistyped("556677-8899"), mistyped("556677-8898"), mistyped("NO 971199954 MVA")
        (False, True, False)
    """
    return bool(number and SWEDISH(number)) and not _luhn(bare_number(number))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


class NumberForm(Rule):
    """The organisation number is not written NNNNNN-NNNN.

    Why: The standard wants a hyphen after the sixth digit. Fortnox and Spiris warn about or refuse anything else.

    Varför: Standarden vill ha ett bindestreck efter sjätte siffran. Fortnox och Spiris varnar för eller avvisar allt
    annat.

    Bad:
        #ORGNR 5566778899

    Good:
        #ORGNR 556677-8899
    """

    finding = Finding(
        code="SIE602",
        name="number-form",
        severity=Severity.INFO,
        en="The organisation number is written {number}, not with a hyphen after the sixth digit.",
        sv="Organisationsnumret är skrivet {number}, inte med bindestreck efter sjätte siffran.",
        cure_en="Some programs refuse the file for it; where only the hyphen is missing, sie fix puts it in.",
        cure_sv="En del program avvisar filen för det; saknas bara bindestrecket sätter sie fix in det.",
    )
    spec = "11 #ORGNR"
    labels = ("#ORGNR",)

    def record(self, found: Found) -> None:
        """An empty number is no number."""
        number = str(found.values[0]) if found.values else ""
        if number and not re.fullmatch(r"[0-9]{6}-[0-9]{4}", number):
            self.say(found.line, *found.place(0), number=number)


class YearTooLong(Rule):
    """A fiscal year is longer than eighteen months.

    Why: The law allows no fiscal year longer than eighteen months. A longer one is a typing error, or two years in one.

    Varför: Inget räkenskapsår får vara längre än arton månader. Ett längre är ett skrivfel, eller två år i ett.

    Bad:
        #RAR 0 20240101 20251231

    Good:
        #RAR 0 20240101 20250630
    """

    finding = Finding(
        code="SIE603",
        name="year-too-long",
        severity=Severity.WARNING,
        en="Fiscal year {year} goes from {start} to {stop}, more than eighteen months.",
        sv="Räkenskapsår {year} går från {start} till {stop}, mer än arton månader.",
        cure_en="Correct #RAR in the source program, or divide the year.",
        cure_sv="Rätta #RAR i källprogrammet, eller dela året.",
        one=EACH,
    )
    spec = "BFL 3 kap."

    def end(self) -> None:
        """Each year with both days."""
        for number, year in self.books.ledger.years.items():
            if year.start and year.end and year.end > _months_later(year.start, 18):
                self.say(year.origin, year=str(number), start=str(year.start), stop=str(year.end))


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """The last day of a span of whole months that begins on a day; the last of all days if there is none."""
    index = day.year * 12 + day.month - 1 + months
    if index >= 9999 * 12:
        return datetime.date.max
    year, month = divmod(index, 12)
    first = datetime.date(year, month + 1, 1)
    return first + datetime.timedelta(days=min(day.day, 28) - 2)


class YearsApart(Rule):
    """Two fiscal years do not follow one upon the other.

    Why: A year begins on the day after the one before ended. A gap hides months, an overlap counts days twice; programs
    refuse to create such years.

    Varför: Ett år börjar dagen efter att det förra slutade. En lucka döljer månader och en överlappning räknar dagar
    två gånger; program vägrar lägga upp sådana år.

    Bad:
        #RAR -1 20230101 20231130

    Good:
        #RAR -1 20230101 20231231
    """

    finding = Finding(
        code="SIE604",
        name="years-apart",
        severity=Severity.WARNING,
        en="Fiscal year {before} ends on {stop}, but year {year} begins on {start}.",
        sv="Räkenskapsår {before} slutar {stop}, men år {year} börjar {start}.",
        cure_en="Correct the dates of #RAR in the source program; the years must follow one upon the other.",
        cure_sv="Rätta datumen i #RAR i källprogrammet; åren ska följa direkt på varandra.",
        one=EACH,
    )
    spec = "11 #RAR"

    def end(self) -> None:
        """Each year whose successor is in the file."""
        years = self.books.ledger.years
        for number, year in years.items():
            following = years.get(number + 1)
            if following is not None and following.start and year.end and not adjoining(year, following):
                self.say(
                    year.origin,
                    related=following.origin,
                    before=str(number),
                    stop=str(year.end),
                    year=str(number + 1),
                    start=str(following.start),
                )


def adjoining(first: FiscalYear, second: FiscalYear) -> bool:
    """Whether the second year begins on the day after the first."""
    return first.end is not None and second.start is not None and (second.start - first.end).days == 1


class YearReversed(Rule):
    """A fiscal year ends before it begins.

    Why: No day lies in such a year, so every voucher is outside. Usually the two dates have changed places.

    Varför: Ingen dag ligger i ett sådant år, så alla verifikationer hamnar utanför. Oftast har datumen bytt plats.

    Bad:
        #RAR 0 20241231 20240101

    Good:
        #RAR 0 20240101 20241231
    """

    finding = Finding(
        code="SIE605",
        name="year-reversed",
        severity=Severity.ERROR,
        en="Fiscal year {year} begins on {start} and ends on {stop}, before it begins.",
        sv="Räkenskapsår {year} börjar {start} och slutar {stop}, innan det börjat.",
        cure_en="Correct #RAR: first day, then last day.",
        cure_sv="Rätta #RAR: första dag, sedan sista dag.",
        one=EACH,
    )
    spec = "11 #RAR"

    def end(self) -> None:
        """Each year with both days."""
        for number, year in self.books.ledger.years.items():
            if year.start and year.end and year.end < year.start:
                self.say(year.origin, year=str(number), start=str(year.start), stop=str(year.end))


class UnlikelyType(Rule):
    """The type of an account contradicts its BAS class.

    Why: Classes 1 and 2 are the balance sheet, 3 to 7 profit and loss. A type on the other side (#KTYP) puts the
    account into the wrong report, and its balance is not carried into the next year, or is when it should not be.

    Varför: Klass 1 och 2 är balansräkningen, 3–7 resultaträkningen. En kontotyp på andra sidan (#KTYP) ställer kontot i
    fel rapport, och saldot förs inte över till nästa år, eller förs över fast det inte ska.

    Bad:
        #KTYP 1910 K

    Good:
        #KTYP 1910 T
    """

    finding = Finding(
        code="SIE606",
        name="unlikely-type",
        severity=Severity.WARNING,
        en="Account {account} is of type {type} ({en}), but by its number it belongs to the {what_en}.",
        sv="Konto {account} har typ {type} ({sv}), men efter sitt nummer hör det till {what}.",
        cure_en="Correct the type in the source program unless the chart is not BAS.",
        cure_sv="Rätta kontotypen i källprogrammet, om inte kontoplanen är en annan än BAS.",
        one=EACH,
    )
    spec = "11 #KTYP"

    def end(self) -> None:
        """Accounts of four digits or more in classes that BAS gives one side."""
        for account in self.books.ledger.accounts.values():
            implied = BAS_TYPES.get(account.number[:1])
            if implied is None or account.type not in ACCOUNT_TYPES or len(account.number) < 4:
                continue
            if (implied in BALANCE_SHEET_TYPES) != (account.type in BALANCE_SHEET_TYPES):
                code = ACCOUNT_TYPES[account.type]
                balance = implied in BALANCE_SHEET_TYPES
                self.say(
                    account.origin,
                    account=account.number,
                    type=account.type,
                    en=code.en,
                    sv=code.sv,
                    what_en="balance sheet" if balance else "income statement",
                    what="balansräkningen" if balance else "resultaträkningen",
                )


_SUSPICIOUS = re.compile(r"[=@]|[+-](?![ 0-9,.]|$)|.*<\s*/?(?:script|iframe|img|svg)\b", re.IGNORECASE | re.DOTALL)


class SuspiciousText(Rule):
    """A text looks like a formula or like code.

    Why: A text that begins with = or @ is run as a formula when somebody opens a list of vouchers in a spreadsheet, and
    HTML in a text may run in a browser. Somebody may be trying it on.

    Varför: En text som börjar med = eller @ körs som en formel när någon öppnar en verifikationslista i ett
    kalkylprogram, och HTML i en text kan köras i en webbläsare. Någon kan vara ute efter just det.

    Bad:
        #VER A 1 20240131 "=HYPERLINK(1)"
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 "Kaffe = 25 kr"
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE608",
        name="suspicious-text",
        severity=Severity.INFO,
        en="The text “{text}” would run as a formula or as code in other programs.",
        sv="Texten “{text}” skulle köras som formel eller kod i andra program.",
        cure_en="Ask who wrote it; do not open lists with it in a spreadsheet unprotected.",
        cure_sv="Fråga vem som skrivit den; öppna inte listor med den oskyddat i ett kalkylprogram.",
        one=("text",),
    )
    spec = "5.7"

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """The texts of the voucher and of its rows; most begin with a letter, which settles it."""
        text = voucher.text
        if text is not None and (text[0] in "=@+-" or "<" in text) and _SUSPICIOUS.match(text):
            self.say(voucher.origin, text=text)
        for row in voucher.rows:
            text = row.text
            if text is not None and (text[0] in "=@+-" or "<" in text) and _SUSPICIOUS.match(text):
                self.say(row.origin, text=text)

    def end(self) -> None:
        """The names of the chart and of the objects."""
        ledger = self.books.ledger
        named = [
            *((account.name, account.origin) for account in ledger.accounts.values()),
            *((dimension.name, dimension.origin) for dimension in ledger.dimensions.values()),
            *((thing.name, thing.origin) for thing in ledger.objects),
        ]
        for name, line in named:
            if name and _SUSPICIOUS.match(name):
                self.say(line, text=name)


RULES: tuple[type[Rule], ...] = (
    CheckDigit,
    NumberForm,
    YearTooLong,
    YearsApart,
    YearReversed,
    UnlikelyType,
    SuspiciousText,
)
