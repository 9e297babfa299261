"""Vouchers one by one and in their series: balance, dates, numbers."""

from __future__ import annotations

import datetime
import itertools
import re
from decimal import Decimal

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.rule import Rule
from sie.checks.sums import kronor
from sie.diagnostics import EACH, Finding, Severity
from sie.ledger.fields import Found
from sie.ledger.model import Voucher, exact_sum
from sie.text.findings import FINDINGS

__all__ = ["RULES", "name_of"]

_MOST_GAPS = 5
_MOST_APART = 100_000
_APART = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})++(?:[.,][0-9]{1,2})?(?= |$)", re.ASCII)


def name_of(voucher: Voucher) -> str:
    """What people call a voucher: series and number, or its date."""
    name = f"{voucher.series or ''}{voucher.number or ''}"
    return name or str(voucher.date or "")


class UnbalancedVoucher(Rule):
    """The rows of a voucher do not sum to zero.

    Why: Every debit has its credit. A voucher that does not balance has lost a row, gained one, or has a wrong amount;
    programs that import it refuse it or put the difference somewhere. Removed rows (#BTRANS) do not count, and an
    added row (#RTRANS) and its twin count once.

    Varför: Varje debet har sin kredit. En verifikation som inte balanserar har förlorat en rad, fått en för mycket
    eller har ett felaktigt belopp; program som läser in den avvisar den eller lägger skillnaden någonstans. Borttagna
    rader (#BTRANS) räknas inte, och en tillagd rad (#RTRANS) och dess tvilling räknas en gång.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 20.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        #BTRANS 4010 {} 20.00
        }
    """

    finding = Finding(
        code="SIE501",
        name="unbalanced-voucher",
        severity=Severity.ERROR,
        en="Voucher {voucher} of {date} does not balance: its rows sum to {difference}.",
        sv="Verifikation {voucher} den {date} balanserar inte: raderna summerar till {difference}.",
        cure_en="Compare it with the source program: a row is missing, stands twice or has a wrong amount.",
        cure_sv="Jämför med källprogrammet: en rad saknas, står två gånger eller har fel belopp.",
        one=EACH,
    )
    spec = "11 #TRANS"

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """The sum has been made."""
        if total:
            self.say(
                voucher.origin,
                1,
                5,
                voucher=name_of(voucher),
                date=str(voucher.date or "–"),
                difference=kronor(total),
            )


class AmountApart(Rule):
    """An amount has a space between its thousands, and is read as a smaller one.

    Why: A space separates fields. What stands after it is taken for the date of the row, and the rest for the amount:
    1 200.50 is read as 1. It is said only where the voucher balances with the amounts put together.

    Varför: Ett mellanslag skiljer fält åt. Det som står efter tas för radens datum och resten för beloppet: 1 200.50
    läses som 1. Det sägs bara där verifikationen balanserar när beloppen sätts ihop.

    Bad:
        #VER A 1 20240131 Dator
        {
        #TRANS 1910 {} -1 200.50
        #TRANS 4010 {} 1200.50
        }

    Good:
        #VER A 1 20240131 Dator
        {
        #TRANS 1910 {} -1200.50
        #TRANS 4010 {} 1200.50
        }
    """

    finding = Finding(
        code="SIE513",
        name="amount-apart",
        severity=Severity.ERROR,
        en="Voucher {voucher} of {date} balances if {written} is one amount; with the space in it, it is read as "
        "{read}.",
        sv="Verifikation {voucher} den {date} balanserar om {written} är ett enda belopp; med mellanslaget i läses det "
        "som {read}.",
        cure_en="Write {amount}, without the space, here and wherever the program writes amounts like that.",
        cure_sv="Skriv {amount}, utan mellanslag, här och överallt där programmet skriver belopp så.",
        one=EACH,
    )
    spec = "5.9"
    labels = ("#TRANS", "#RTRANS")

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._apart: dict[int, tuple[str, str, Decimal]] = {}

    def record(self, found: Found) -> None:
        """Remember rows whose date is what an amount may end with; a file of nothing else fills no memory."""
        values = found.values
        if len(values) < 4 or len(self._apart) >= _MOST_APART:
            return
        first, rest = values[2], values[3]
        if not (isinstance(first, str) and isinstance(rest, str)):
            return
        written = (first, *[v for v in values[3:] if isinstance(v, str)])
        match = _APART.match(" ".join(written))
        if match is not None:
            text = match[0].replace(" ", "").replace(",", ".")
            self._apart[found.line] = (match[0], first, Decimal(text))

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Sum it with the amounts put together."""
        if not self._apart:
            return
        whole = {row.origin: self._apart.pop(row.origin) for row in voucher.posted if row.origin in self._apart}
        amounts = [whole[row.origin][2] if row.origin in whole else row.amount for row in voucher.posted]
        if not whole or None in amounts or exact_sum(amounts):
            return
        name, date = name_of(voucher), str(voucher.date or "–")
        for line, (written, read, amount) in whole.items():
            self.say(line, voucher=name, date=date, written=written, read=read, amount=str(amount))
            self.collected.instead("SIE513", "SIE205", line)
        self.collected.instead("SIE513", "SIE501", voucher.origin)


class DateOutsideYears(Rule):
    """A voucher is dated outside every fiscal year of the file.

    Why: It belongs to no year that the file speaks of, so no balance accounts for it. Importers refuse such a voucher
    or ask for a year that does not exist.

    Varför: Den hör inte till något år som filen handlar om, så inget saldo omfattar den. Program som läser in filen
    avvisar verifikationen eller frågar efter ett år som inte finns.

    Bad:
        #VER A 1 20250131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE226"]
    spec = "11 #RAR"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._outside: dict[datetime.date, list[int]] = {}

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Remember days outside; a year may be described after its vouchers."""
        if year is None and voucher.date is not None and any(row.kind != "removed" for row in voucher.rows):
            at = self._outside.get(voucher.date)
            if at is not None:
                at[1] += 1
            elif len(self._outside) < 10_000:
                self._outside[voucher.date] = [voucher.origin, 1]

    def end(self) -> None:
        """Report the days that lie in no year; where the current year is not described, SIE301 says so."""
        years = self.books.ledger.years.values()
        current = self.books.ledger.years.get(0)
        if current is None or current.start is None or current.end is None:
            return
        for day, (line, count) in self._outside.items():
            if not any(day in year for year in years):
                self.say(line, count=count, value=str(day))


class DateInOtherYear(Rule):
    """A voucher in a complete file is dated in another fiscal year than the current one.

    Why: A complete file has the vouchers of the current year. One that is dated in the year before is a typing error,
    or a late booking that the balances of neither year may hold. Importers refuse it, or book it on the wrong year.

    Varför: En fullständig fil innehåller innevarande års verifikationer. En som är daterad året före är ett skrivfel,
    eller en sen bokning som kanske inte ingår i något av årens saldon. Program som läser in filen avvisar den, eller
    bokför den på fel år.

    Bad:
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #VER A 1 20230131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE614",
        name="date-in-other-year",
        severity=Severity.WARNING,
        en="Voucher {voucher} is dated {date}, in fiscal year {year} instead of the current one.",
        sv="Verifikation {voucher} är daterad {date}, i räkenskapsår {year} i stället för innevarande.",
        cure_en="Correct the date in the source program, or export that year as a file of its own.",
        cure_sv="Rätta datumet i källprogrammet, eller exportera det året som en egen fil.",
        one=("year",),
    )
    spec = "11 #RAR"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._found: dict[int, tuple[Voucher, list[int]]] = {}

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Count them by year; a voucher of removed rows only does not count."""
        if year and any(row.kind != "removed" for row in voucher.rows):
            self._found.setdefault(year, (voucher, [0]))[1][0] += 1

    def end(self) -> None:
        """Only in a complete file; one for import (4I) is free to hold what it likes."""
        if self.books.ledger.kind == "4E":
            for year, (first, count) in self._found.items():
                self.say(
                    first.origin, 1, 5, count=count[0], voucher=name_of(first), date=str(first.date), year=str(year)
                )


class DuplicateNumber(Rule):
    """Two vouchers of one series and fiscal year have the same number.

    Why: A number names one voucher. With two of them nobody can tell which one a receipt or an auditor means, and
    programs that recognise vouchers by number leave the second one out.

    Varför: Ett nummer pekar ut en verifikation. Med två vet ingen vilken ett underlag eller en revisor menar, och
    program som känner igen verifikationer på numret hoppar över den andra.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        #VER A 1 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        #VER A 2 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }
    """

    finding = Finding(
        code="SIE610",
        name="duplicate-number",
        severity=Severity.WARNING,
        en="Voucher {series} {number} stands more than once in the same fiscal year.",
        sv="Verifikation {series} {number} finns mer än en gång under samma räkenskapsår.",
        cure_en="Find out whether it is the same voucher twice or two with one number.",
        cure_sv="Ta reda på om det är samma verifikation två gånger eller två med samma nummer.",
        one=("series", "number"),
    )
    spec = "11 #VER 7"

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Compare with the numbers so far."""
        if self.books.again:
            self.say(voucher.origin, 1, 5, series=voucher.series or "–", number=voucher.number or "")


class NumbersNotAscending(Rule):
    """The vouchers of a series do not come in ascending number order.

    Why: The standard asks for rising numbers. Programs that give vouchers new numbers in the order of the file, such
    as Visma Administration, give them others than they had.

    Varför: Standarden kräver stigande nummer. Program som numrerar om verifikationerna i filens ordning, som Visma
    Administration, ger dem andra nummer än de hade.

    Bad:
        #VER A 2 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        #VER A 1 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }

    Good:
        #VER A 1 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }
        #VER A 2 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE611",
        name="numbers-not-ascending",
        severity=Severity.INFO,
        en="In series {series}, voucher {number} stands after voucher {before}.",
        sv="I serie {series} står verifikation {number} efter verifikation {before}.",
        cure_en="Nothing is lost; a program that numbers anew will give other numbers.",
        cure_sv="Inget går förlorat; ett program som numrerar om ger andra nummer.",
        one=("series",),
    )
    spec = "11 #VER 7"

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Compare with the highest number so far."""
        higher = self.books.higher
        if higher >= 0:
            self.say(
                voucher.origin, 1, 5, series=voucher.series or "–", number=voucher.number or "", before=str(higher)
            )


class NumberGap(Rule):
    """Numbers are missing inside a series.

    Why: The law wants every series unbroken, so that nobody can take a voucher out unseen. A gap is a voucher that was
    not exported, or deleted. A series that does not begin at 1 is none: a period may have been exported.

    Varför: Varje verifikationsserie ska vara obruten, så att ingen kan ta bort en verifikation obemärkt. En lucka är
    en verifikation som inte exporterats eller som raderats. En serie som inte börjar på 1 räknas inte: en period kan
    ha exporterats.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        #VER A 4 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }

    Good:
        #VER A 3 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        #VER A 4 20240201 Bullar
        {
        #TRANS 1910 {} -30.00
        #TRANS 4010 {} 30.00
        }
    """

    finding = Finding(
        code="SIE609",
        name="number-gap",
        severity=Severity.WARNING,
        en="Series {series} lacks {missing} of its numbers: {gaps}.",
        sv="Serie {series} saknar {missing} av sina nummer: {gaps}.",
        cure_en="Find the vouchers in the source program, or note why the numbers were not used.",
        cure_sv="Leta upp verifikationerna i källprogrammet, eller anteckna varför numren inte använts.",
        one=EACH,
    )
    spec = "BFNAR 2013:2 5.9"

    def end(self) -> None:
        """Look for holes between the first and the last number."""
        for (_, series), numbers in self.books.series.items():
            runs = numbers.runs
            if numbers.given_up or len(runs) < 2:
                continue
            holes = [(a[1] + 1, b[0] - 1, b[2]) for a, b in itertools.pairwise(runs)]
            shown = [f"{first}" if first == last else f"{first}–{last}" for first, last, _ in holes[:_MOST_GAPS]]
            more = ", …" if len(holes) > _MOST_GAPS else ""
            missing = sum(last - first + 1 for first, last, _ in holes)
            self.say(holes[0][2], 1, 5, series=series or "–", missing=str(missing), gaps=", ".join(shown) + more)


class Unnumbered(Rule):
    """A voucher in a complete file has no number.

    Why: In a file for import (4I) the receiving program gives the number. In an export the voucher was booked and had
    one; without it the link to the receipt is lost.

    Varför: I en fil för import (4I) sätter det mottagande programmet numret. I en export var verifikationen bokförd
    och hade ett; utan det försvinner kopplingen till underlaget.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A "" 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE612",
        name="unnumbered-voucher",
        severity=Severity.WARNING,
        en="The voucher of {date} has no number, which a complete file should give.",
        sv="Verifikationen den {date} har inget nummer, vilket en fullständig fil borde ange.",
        cure_en="Export it again with numbers, or let the receiving program number it and note which is which.",
        cure_sv="Exportera igen med nummer, eller låt det mottagande programmet numrera och anteckna vilken som är "
        "vilken.",
    )
    spec = "11 #VER"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._first: tuple[int, str] | None = None
        self._count = 0

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Count; whether it is a complete file is known at the end."""
        if not self.books.numbered:
            self._count += 1
            if self._first is None:
                self._first = voucher.origin, str(voucher.date or "–")

    def end(self) -> None:
        """Report for a complete file."""
        if self._first is not None and self.books.ledger.kind != "4I":
            self.say(self._first[0], 1, 5, count=self._count, date=self._first[1])


class RowDateOutsideYear(Rule):
    """A row is dated outside the fiscal year of its voucher.

    Why: The row's date is when the thing happened, the voucher's when it was booked. They may differ, but a row of
    another fiscal year is often a typing error, and some programs book by the row's date.

    Varför: Radens datum är när det hände, verifikationens när det bokfördes. De kan skilja sig, men en rad från ett
    annat räkenskapsår är ofta ett skrivfel, och en del program bokför på radens datum.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00 20140131
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00 20240130
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE613",
        name="row-date-outside-year",
        severity=Severity.INFO,
        en="A row is dated {date}, outside the fiscal year of its voucher.",
        sv="En rad är daterad {date}, utanför verifikationens räkenskapsår.",
        cure_en="Compare it with the source program if the program that reads the file books by the row's date.",
        cure_sv="Jämför med källprogrammet om programmet som läser in filen bokför på radens datum.",
    )
    spec = "11 #TRANS"

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Compare the dates of rows that have one of their own."""
        day = voucher.date
        for row in voucher.rows:
            date = row.date
            if date is not None and date is not day and date != day and row.kind != "removed":
                inside = None if year is None else self.books.year(year)
                if inside is not None and date not in inside:
                    self.say(row.origin, date=str(date))


class LaterThanFile(Rule):
    """A voucher is dated after the day on which the file was written.

    Why: Bookings ahead of time exist (accruals, for instance), but most dates in the future are typing errors: 2042
    for 2024.

    Varför: Bokföring i förväg förekommer (periodiseringar till exempel), men de flesta datum i framtiden är skrivfel:
    2042 i stället för 2024.

    Bad:
        #RAR 0 20250101 20251231
        #VER A 1 20251130 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #RAR 0 20250101 20251231
        #VER A 1 20250110 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE607",
        name="later-than-file",
        severity=Severity.INFO,
        en="The latest voucher is dated {date}, after the day on which the file was written ({written}).",
        sv="Den senaste verifikationen är daterad {date}, efter den dag då filen skrevs ({written}).",
        cure_en="Make sure that it was booked ahead on purpose.",
        cure_sv="Kontrollera att den är bokförd i förväg med flit.",
    )
    spec = "11 #GEN"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._latest = datetime.date.min
        self._line = 0

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Remember the latest."""
        if voucher.date is not None and voucher.date > self._latest:
            self._latest, self._line = voucher.date, voucher.origin

    def end(self) -> None:
        """Compare with the day of the file."""
        written = self.books.ledger.generated.date
        if written is not None and self._latest > written:
            self.say(self._line, 1, 5, date=str(self._latest), written=str(written))


RULES: tuple[type[Rule], ...] = (
    UnbalancedVoucher,
    AmountApart,
    DateOutsideYears,
    LaterThanFile,
    NumberGap,
    DuplicateNumber,
    NumbersNotAscending,
    Unnumbered,
    RowDateOutsideYear,
    DateInOtherYear,
)
