"""62x: whether the files of one company fit one another: the same company, years in a chain, balances carried over.

In the pages of these rules a line ``--- NAME`` begins a file.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath

import msgspec

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.rule import Rule
from sie.checks.sums import differences, kronor, reclassified
from sie.diagnostics import EACH, Finding, Severity, Span
from sie.ledger.model import exact_sum
from sie.profiles.model import Profile
from sie.spec.organisation import bare_number

__all__ = ["COMPANY_RULES", "CompanyRule", "FileFacts", "facts_of", "judge"]


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the files of a company are compared by.

    Attributes:
        path: Of the file.
        program: That wrote it.
        number: The organisation number, as written.
        name: Of the company.
        start: First day of the current fiscal year.
        end: Its last day.
        kind: The file type.
        opening: Opening balances of the current year by account, kronor; from ``#IB``.
        closing: Closing balances of the current year by account, kronor; from ``#UB``, else opening and vouchers. None
            for a file of vouchers only (4I): it knows nothing of balances.
        result: Of the current year, in kronor, income negative.
        vouchers: How many.
        last: The day of the last voucher of the current year.
        year_line: The line of ``#RAR 0``.
        number_line: The line of ``#ORGNR``.
        opening_line: The line of the first ``#IB 0``.
    """

    path: str = ""
    program: str | None = None
    number: str | None = None
    name: str | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    kind: str = "4E"
    opening: Mapping[str, Decimal] = {}
    closing: Mapping[str, Decimal] = {}
    result: Decimal = Decimal(0)
    vouchers: int = 0
    last: datetime.date | None = None
    year_line: int = 0
    number_line: int = 0
    opening_line: int = 0

    @property
    def short(self) -> str:
        """The name of the file without its folder."""
        return PurePath(self.path).name or "-"


def facts_of(books: Books, path: str) -> FileFacts:
    """What a file is compared with others by.

    Args:
        books: The file, counted.
        path: Where it came from.
    """
    ledger = books.ledger
    year = ledger.years.get(0)
    opening = books.balances("opening", 0)
    closing = books.balances("closing", 0)
    results = books.balances("result", 0)
    moved = books.moved(0) if books.sure else {}
    result = exact_sum(results.values() or (moved[account] for account in moved if books.is_result(account)))
    if not closing and books.sure and ledger.kind != "4I":
        closing = {
            account: exact_sum((opening.get(account), moved.get(account)))
            for account in {*opening, *moved}
            if account in opening or books.is_result(account) is False
        }
    return FileFacts(
        path=path,
        program=ledger.program.name,
        number=ledger.company.organisation_number,
        name=ledger.company.name,
        start=year.start if year else None,
        end=year.end if year else None,
        kind=ledger.kind,
        opening=opening,
        closing={account: amount for account, amount in closing.items() if account not in results},
        result=result,
        vouchers=books.vouchers,
        last=books.dates[0][1] if 0 in books.dates else None,
        year_line=year.origin if year else 0,
        number_line=books.labels.get("#ORGNR", 0),
        opening_line=books.line_of("opening", 0),
    )


class CompanyRule(Rule):
    """A rule on several files of one company."""

    files: Sequence[FileFacts] = ()
    profile: Profile | None = None
    sinks: Sequence[Collected] = ()

    def chain(self) -> list[int]:
        """The files that have a fiscal year, the oldest first."""
        found = [index for index, file in enumerate(self.files) if file.start and file.end]
        return sorted(found, key=lambda index: (self.files[index].start or datetime.date.min, index))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each file of the chain and the one after it."""
        chain = self.chain()
        return itertools.pairwise(chain)

    def carried(self) -> Iterator[tuple[int, int, list[tuple[str, Decimal, Decimal]]]]:
        """Two years that follow one upon the other, with the accounts whose opening differs from the closing before."""
        for first, second in itertools.product(self.chain(), repeat=2):
            a, b = self.files[first], self.files[second]
            if a.end and b.start and (b.start - a.end).days == 1 and a.closing and b.opening:
                yield first, second, list(differences(b.opening, a.closing))

    def say_of(self, index: int, line: int, /, **params: str) -> None:
        """Report a finding in one of the files."""
        self.sinks[index].say(self.finding, Span(line), params)


def judge(
    rules: Sequence[type[CompanyRule]],
    files: Sequence[FileFacts],
    sinks: Sequence[Collected],
    profile: Profile | None,
) -> None:
    """Run rules on the files of one company.

    Args:
        rules: Which ones.
        files: What is known of each file.
        sinks: Where the findings of each file go.
        profile: What they are bound for.
    """
    for kind in rules:
        rule = kind(Books(), Collected())
        rule.files, rule.sinks, rule.profile = files, sinks, profile
        rule.end()


class OtherCompany(CompanyRule):
    """Two files of one move belong to different companies.

    Why: Books of two companies in one are the worst thing that can happen, and the hardest to find afterwards.

    Varför: Två företags bokföring i ett är det värsta som kan hända, och det svåraste att upptäcka efteråt.

    Bad:
        --- 2023.se
        #RAR 0 20230101 20231231
        #ORGNR 556677-8899
        --- 2024.se
        #RAR 0 20240101 20241231
        #ORGNR 559999-9991

    Good:
        --- 2023.se
        #RAR 0 20230101 20231231
        #ORGNR 556677-8899
        --- 2024.se
        #RAR 0 20240101 20241231
        #ORGNR 5566778899
    """

    finding = Finding(
        code="SIE621",
        name="other-company",
        severity=Severity.ERROR,
        en="The organisation number is {number}, but in {file} it is {other}.",
        sv="Organisationsnumret är {number}, men i {file} är det {other}.",
        cure_en="Take away the file that belongs to another company.",
        cure_sv="Ta bort filen som hör till ett annat företag.",
        one=EACH,
    )
    spec = "11 #ORGNR"

    def end(self) -> None:
        """Compare each with the first that has a number."""
        numbered = [file for file in self.files if file.number]
        for index, file in enumerate(self.files):
            first = numbered[0] if numbered else file
            if file.number and first.number and bare_number(file.number) != bare_number(first.number):
                self.say_of(index, file.number_line, number=file.number, file=first.short, other=first.number)


class SameYearTwice(CompanyRule):
    """Two files cover the same days.

    Why: Whatever stands in both is booked twice. Files with the vouchers of different series or months of one year are
    meant to be so; they are files for import (4I).

    Varför: Det som står i båda bokförs dubbelt. Filer med olika serier eller månader av ett år är gjorda så; de är
    filer för import (4I).

    Bad:
        --- a.se
        #RAR 0 20240101 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        --- b.se
        #RAR 0 20240701 20250630
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00

    Good:
        --- a.se
        #RAR 0 20240101 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        --- b.se
        #RAR 0 20250101 20251231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = Finding(
        code="SIE622",
        name="same-year-twice",
        severity=Severity.ERROR,
        en="The fiscal year {start} to {stop} overlaps that of {file} ({other}).",
        sv="Räkenskapsåret {start} till {stop} överlappar det i {file} ({other}).",
        cure_en="Use only one file for each fiscal year.",
        cure_sv="Använd bara en fil för varje räkenskapsår.",
        one=EACH,
    )
    spec = "11 #RAR"

    def end(self) -> None:
        """Neighbours in the chain, complete files only."""
        for first, second in self.pairs():
            a, b = self.files[first], self.files[second]
            if a.end and b.start and b.start <= a.end and "4I" not in (a.kind, b.kind):
                self.say_of(
                    second, b.year_line, start=str(b.start), stop=str(b.end), file=a.short, other=f"{a.start} – {a.end}"
                )


class YearMissing(CompanyRule):
    """A fiscal year between two files is missing.

    Why: The chain of years breaks: the balances of the later year rest on bookings that nobody has.

    Varför: Kedjan av år bryts: det senare årets balanser vilar på bokföring som ingen har.

    Bad:
        --- 2022.se
        #RAR 0 20220101 20221231
        --- 2024.se
        #RAR 0 20240101 20241231

    Good:
        --- 2023.se
        #RAR 0 20230101 20231231
        --- 2024.se
        #RAR 0 20240101 20241231
    """

    finding = Finding(
        code="SIE623",
        name="year-missing",
        severity=Severity.WARNING,
        en="The fiscal year begins on {start}, but the one before ({file}) ends on {stop}: a year is missing.",
        sv="Räkenskapsåret börjar {start}, men året före ({file}) slutar {stop}: ett år saknas.",
        cure_en="Export the year between; or leave out the years before it, and note why.",
        cure_sv="Exportera året däremellan, eller utelämna åren före det och anteckna varför.",
        one=EACH,
    )
    spec = "11 #RAR"

    def end(self) -> None:
        """Neighbours in the chain."""
        for first, second in self.pairs():
            a, b = self.files[first], self.files[second]
            if a.end and b.start and (b.start - a.end).days > 1:
                self.say_of(second, b.year_line, start=str(b.start), file=a.short, stop=str(a.end))


class NotCarriedOver(CompanyRule):
    """A year does not open with what the file of the year before closed with.

    Why: The files were exported at different times: something was booked in the old year after the new one was opened,
    or the other way round. A program that carries closing balances over will show other figures than the file.

    Varför: Filerna är exporterade vid olika tillfällen: något bokfördes på det gamla året efter att det nya öppnats,
    eller tvärtom. Ett program som för över utgående balanser visar andra siffror än filen.

    Bad:
        --- 2023.se
        #RAR 0 20230101 20231231
        #UB 0 1910 20.00
        #UB 0 2081 -20.00
        #IB 0 1910 20.00
        #IB 0 2081 -20.00
        --- 2024.se
        #RAR 0 20240101 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00

    Good:
        --- 2023.se
        #RAR 0 20230101 20231231
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        --- 2024.se
        #RAR 0 20240101 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = Finding(
        code="SIE624",
        name="not-carried-over",
        severity=Severity.WARNING,
        en="Account {account} opens with {opening}, but {file} closes it with {closing}.",
        sv="Konto {account} öppnar med {opening}, men {file} stänger det med {closing}.",
        cure_en="Export both years again at one time, after the closing balances were carried over.",
        cure_sv="Exportera båda åren igen vid ett tillfälle, efter att utgående balanser förts över.",
        one=EACH,
    )
    spec = "ÅRL 2:4"

    def end(self) -> None:
        """Each pair of years that has both balances."""
        for first, second, found in self.carried():
            a, b = self.files[first], self.files[second]
            if reclassified(found, a.result):
                continue
            for account, opening, closing in found:
                self.say_of(
                    second,
                    b.opening_line,
                    account=account,
                    opening=kronor(opening),
                    file=a.short,
                    closing=kronor(closing),
                )


class CarriedReclassified(CompanyRule):
    """A year opens with result or VAT on other accounts than the file of the year before closed with.

    Why: Many programs move the result of the year (2099 to 2091 or 2098) or settle VAT (2611 to 2650) between the
    years instead of by a voucher. The sum is the same, only the accounts differ.

    Varför: Många program flyttar årets resultat (2099 till 2091 eller 2098) eller stämmer av moms (2611 till 2650)
    mellan åren i stället för med en verifikation. Summan är densamma, bara kontona skiljer sig åt.

    Bad:
        --- 2023.se
        #RAR 0 20230101 20231231
        #KONTO 2099 "Årets resultat"
        #UB 0 1910 25.00
        #UB 0 2099 -25.00
        --- 2024.se
        #RAR 0 20240101 20241231
        #KONTO 2098 "Vinst från föregående år"
        #IB 0 1910 25.00
        #IB 0 2098 -25.00
        #UB 0 1910 25.00
        #UB 0 2098 -25.00

    Good:
        --- 2023.se
        #RAR 0 20230101 20231231
        #KONTO 2099 "Årets resultat"
        #UB 0 1910 25.00
        #UB 0 2099 -25.00
        --- 2024.se
        #RAR 0 20240101 20241231
        #KONTO 2099 "Årets resultat"
        #IB 0 1910 25.00
        #IB 0 2099 -25.00
        #UB 0 1910 25.00
        #UB 0 2099 -25.00
    """

    finding = Finding(
        code="SIE626",
        name="carried-reclassified",
        severity=Severity.INFO,
        en="{accounts} open with other amounts than {file} closes them with; the differences cancel out.",
        sv="{accounts} öppnar med andra belopp än {file} stänger dem med; skillnaderna tar ut varandra.",
        cure_en="Result or VAT was moved between the years; in a program that carries closing balances over, book that "
        "by a voucher.",
        cure_sv="Resultat eller moms har förts om mellan åren; bokför det med en verifikation i ett program som för "
        "över utgående balanser.",
        one=EACH,
    )
    spec = "ÅRL 2:4"

    def end(self) -> None:
        """Each pair of years that has both balances."""
        for first, second, found in self.carried():
            a, b = self.files[first], self.files[second]
            if found and reclassified(found, a.result):
                accounts = ", ".join(account for account, _, _ in found)
                self.say_of(second, b.opening_line, accounts=accounts, file=a.short)


class ImportOrder(CompanyRule):
    """The place of a file in the order of import, and what is read from it.

    Why: A program that carries closing balances into the next year takes opening balances from a file only for its
    first year. Read in another order, the same balances come in twice.

    Varför: Ett program som för över utgående balanser till nästa år tar ingående balanser ur en fil bara för sitt
    första år. I annan ordning kommer samma balanser in två gånger.
    """

    finding = Finding(
        code="SIE625",
        name="import-order",
        severity=Severity.INFO,
        en="Import this file as number {place} of {count}: {what_en}.",
        sv="Läs in den här filen som nummer {place} av {count}: {what}.",
        cure_en="Check the balances of the year before the next file is read.",
        cure_sv="Stäm av årets balanser innan nästa fil läses in.",
        one=EACH,
    )
    spec = "–"

    def end(self) -> None:
        """Only for a program whose order is known."""
        profile, chain = self.profile, self.chain()
        if profile is None or not profile.order or self._years() < 2 or self._holes():
            return
        starts = list(dict.fromkeys(self.files[index].start for index in chain))
        if profile.order != "oldest":
            starts.reverse()
        for index in chain:  # files of one year have one place
            place = 1 + starts.index(self.files[index].start)
            all_of_it = profile.opening == "all" or self.files[index].start == self.files[chain[0]].start
            self.say_of(
                index,
                self.files[index].year_line,
                place=str(place),
                count=str(len(starts)),
                what_en="opening balances and vouchers"
                if all_of_it
                else "vouchers only; opening balances are carried over from the year before",
                what="ingående balanser och verifikationer"
                if all_of_it
                else "bara verifikationer; ingående balanser förs över från året före",
            )

    def _years(self) -> int:
        return len({self.files[index].start for index in self.chain()})

    def _holes(self) -> bool:
        """Whether a year is missing; what the next one opens with cannot be carried over then."""
        return any(
            a.end and b.start and (b.start - a.end).days > 1
            for a, b in ((self.files[first], self.files[second]) for first, second in self.pairs())
        )


COMPANY_RULES: tuple[type[CompanyRule], ...] = (
    OtherCompany,
    SameYearTwice,
    YearMissing,
    NotCarriedOver,
    CarriedReclassified,
    ImportOrder,
)
