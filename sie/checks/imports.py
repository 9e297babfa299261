"""COM: what an import into a company, or a move, finds beside what stands in the files.

``sie.company.findings`` looks for them; here is what they say, so that they are explained like every other finding.
"""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.diagnostics import Finding, Severity

__all__ = ["IMPORT_RULES"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class OtherNumber(Rule):
    """A file belongs to another company than the one it is imported into.

    Why: Books of one company among those of another are the worst that can happen, and the hardest to find
    afterwards.

    Varför: Ett företags bokföring bland ett annats är det värsta som kan hända, och det svåraste att upptäcka
    efteråt.
    """

    finding = Finding(
        code="COM001",
        name="other-organisation-number",
        severity=_E,
        en="The file belongs to {file}, the company is {company}.",
        sv="Filen tillhör {file}, företaget är {company}.",
        cure_en="Choose the right file or the right company.",
        cure_sv="Välj rätt fil eller rätt företag.",
    )
    spec = "11 #ORGNR"


class NoNumber(Rule):
    """A file does not say whose books it holds.

    Why: Without the number nothing proves that it is the right company; names are spelt in many ways.

    Varför: Utan numret visar inget att det är rätt företag; namn stavas på många sätt.
    """

    finding = Finding(
        code="COM002",
        name="no-organisation-number",
        severity=_W,
        en="The file has no organisation number to hold against that of the company, {company}.",
        sv="Filen har inget organisationsnummer att jämföra med företagets, {company}.",
        cure_en="Make sure that it is the right company: the name in the file is {name}.",
        cure_sv="Kontrollera att det är rätt företag: namnet i filen är {name}.",
    )
    spec = "11 #ORGNR"


class OtherFirstYear(Rule):
    """The oldest file is of another year than the first one of the company.

    Why: Opening balances are read for the first year only. If the years do not meet, they end up in the wrong
    one.

    Varför: Ingående balanser läses bara för det första året. Stämmer åren inte överens hamnar de på fel år.
    """

    finding = Finding(
        code="COM003",
        name="other-first-year",
        severity=_E,
        en="The oldest fiscal year of the files is {file}, but the first one of the company is {company}.",
        sv="Filernas äldsta räkenskapsår är {file}, men företagets första är {company}.",
        cure_en="Add the file of that year, or do the start guide with the other first year.",
        cure_sv="Lägg till filen för det året, eller gör startguiden med det andra första året.",
    )
    spec = "11 #RAR"


class NamesDiffer(Rule):
    """An account is called something else in the chart of the company.

    Why: Programs use the same number for different things: under another name it may be another account.

    Varför: Program använder samma nummer till olika saker: med ett annat namn kan det vara ett annat konto.
    """

    finding = Finding(
        code="COM004",
        name="account-names-differ",
        severity=_E,
        en="Account {account} is called {file} in the file and {chart} in the chart of the company.",
        sv="Konto {account} heter {file} i filen och {chart} i företagets kontoplan.",
        cure_en="Choose whether to keep the names of the chart (keep) or take those of the file (replace).",
        cure_sv="Välj om kontoplanens namn ska behållas (keep) eller ersättas med filens (replace).",
        one=("account", "file", "chart"),
    )
    spec = "11 #KONTO"


class NoFiscalYear(Rule):
    """A file does not say which fiscal year it is of.

    Why: Voucher files (4I) may leave the year out. Vouchers are numbered by year and balances belong to a year,
    so it must be known before anything is moved. It is named with `--year`, for instance `--year
    2024-07-01..2025-06-30`.

    Varför: Verifikationsfiler (4I) får utelämna året. Verifikationer numreras per år och balanser hör till ett
    år, så det måste vara känt innan något flyttas. Det anges med `--year`, till exempel `--year
    2024-07-01..2025-06-30`.
    """

    finding = Finding(
        code="COM005",
        name="no-fiscal-year",
        severity=_E,
        en="The file does not say which fiscal year it is of (#RAR 0); {what_en}.",
        sv="Filen säger inte vilket räkenskapsår den gäller (#RAR 0); {what}.",
        cure_en="Name the year with --year {year}, or export the file anew as a complete one (4E).",
        cure_sv="Ange året med --year {year}, eller exportera filen på nytt som en fullständig fil (4E).",
    )
    spec = "11 #RAR"


class ImportedBefore(Rule):
    """A file says that some program has read it already.

    Why: The flag is set by the program that imports a file, so that the same vouchers are not booked twice.

    Varför: Flaggan sätts av programmet som läser in en fil, så att samma verifikationer inte bokförs två gånger.
    """

    finding = Finding(
        code="COM006",
        name="imported-before",
        severity=_E,
        en="The flag says that the file was imported before (#FLAGGA 1).",
        sv="Flaggan säger att filen redan har lästs in (#FLAGGA 1).",
        cure_en="Make sure that its books are nowhere else in use, and take the file as it was exported.",
        cure_sv="Kontrollera att bokföringen inte redan används på annat håll, och ta filen som den exporterades.",
    )
    spec = "11 #FLAGGA"


class OpeningDiffers(Rule):
    """A year opens otherwise than the year before closes.

    Why: The program carries closing balances over and does not read those of the file. If they differ, something
    was booked in the old year after the new one was opened.

    Varför: Programmet för över utgående balanser och läser inte filens. Skiljer de sig har något bokförts på det
    gamla året efter att det nya öppnats.
    """

    finding = Finding(
        code="COM007",
        name="carried-opening-differs",
        severity=_W,
        en="Account {account} opens with {rolled}, carried over from the year before; the file says {file}.",
        sv="Konto {account} öppnar med {rolled}, överfört från året före; filen säger {file}.",
        cure_en="Find out what was booked after the year was closed; the carried-over balance is the one used.",
        cure_sv="Ta reda på vad som bokförts efter att året stängdes; den överförda balansen är den som används.",
        one=("account",),
    )
    spec = "11 #IB"


class VoucherTwice(Rule):
    """Vouchers of a file stand in another file of the same fiscal year.

    Why: Files of one year are taken together, so these vouchers would be booked twice. A voucher without a number
    is the same as one with the same date, text and rows.

    Varför: Filer för samma år tas ihop, så verifikationerna skulle bokföras dubbelt. En verifikation utan nummer
    är densamma som en med samma datum, text och rader.
    """

    finding = Finding(
        code="COM008",
        name="same-voucher-twice",
        severity=_E,
        en="{count} of the {all} vouchers stand in {other} already, which is of the same fiscal year: {vouchers}.",
        sv="{count} av {all} verifikationer finns redan i {other}, som gäller samma räkenskapsår: {vouchers}.",
        cure_en="Leave this file out, or export it anew without them: they would be booked twice.",
        cure_sv="Utelämna filen, eller exportera den på nytt utan dem: de skulle bokföras dubbelt.",
    )
    spec = "11 #VER"


class NumberTwice(Rule):
    """Two files of one fiscal year have different vouchers under the same series and number.

    Why: A series has each number once a year. Either one of the vouchers was changed after the first file was
    written, or two programs number in the same series.

    Varför: En serie har varje nummer en gång per år. Antingen ändrades en verifikation efter att den första filen
    skrevs, eller så numrerar två program i samma serie.
    """

    finding = Finding(
        code="COM009",
        name="same-number-twice",
        severity=_E,
        en="{other}, which is of the same fiscal year, has other vouchers under the numbers {vouchers}.",
        sv="{other}, som gäller samma räkenskapsår, har andra verifikationer med numren {vouchers}.",
        cure_en="Find out which are right. If both are, give those of one file another series in the program that "
        "wrote it.",
        cure_sv="Ta reda på vilka som är rätt. Om båda är det, ge den ena filens en annan serie i programmet som "
        "skrev den.",
    )
    spec = "11 #VER"


class TakenTogether(Rule):
    """Several files are of one fiscal year, and are taken together.

    Why: Voucher files (4I) hold a month, a series or what the payroll wrote. They are read in the order of their
    first dates, after the complete file of the year if there is one.

    Varför: Verifikationsfiler (4I) innehåller en månad, en serie eller det som löneprogrammet skrev. De läses i
    ordning efter sina första datum, efter årets fullständiga fil om det finns en.
    """

    finding = Finding(
        code="COM010",
        name="taken-together",
        severity=_I,
        en="The file is taken together with {other}: both hold vouchers of the fiscal year {year}.",
        sv="Filen tas ihop med {other}: båda innehåller verifikationer för räkenskapsåret {year}.",
        cure_en="Nothing to do if that is meant.",
        cure_sv="Inget att göra om det är meningen.",
    )
    spec = "11 #RAR"


class NamesWithinYear(Rule):
    """Two files of one fiscal year have different names for an account.

    Why: There is one chart of accounts in a year. Under another name it may be another account.

    Varför: Det finns en kontoplan per år. Med ett annat namn kan det vara ett annat konto.
    """

    finding = Finding(
        code="COM011",
        name="names-differ-within-year",
        severity=_W,
        en="Account {account} is called {file} in this file and {other} in one of the same fiscal year, whose name "
        "is used.",
        sv="Konto {account} heter {file} i filen och {other} i en fil för samma räkenskapsår, vars namn används.",
        cure_en="Make sure that the account means the same in both files.",
        cure_sv="Kontrollera att kontot betyder samma sak i båda filerna.",
        one=("account",),
    )
    spec = "11 #KONTO"


class NoNumberAnywhere(Rule):
    """No file says whose books they are.

    Why: Files of two companies are told apart by their numbers. Without any, nobody would notice.

    Varför: Filer från två företag skiljs åt av sina nummer. Saknas de märker ingen det.
    """

    finding = Finding(
        code="COM012",
        name="no-organisation-number-anywhere",
        severity=_W,
        en="No file has an organisation number: nothing proves whose books these are ({name}).",
        sv="Ingen fil har något organisationsnummer: inget visar vems bokföring det är ({name}).",
        cure_en="Make sure that it is the right company. With 'sie company create --number' and --company it gets "
        "its number before the books are moved.",
        cure_sv="Kontrollera att det är rätt företag. Med 'sie company create --number' och --company får det sitt "
        "nummer innan bokföringen flyttas.",
        one=(),
    )
    spec = "11 #ORGNR"


IMPORT_RULES: tuple[type[Rule], ...] = (
    OtherNumber,
    NoNumber,
    OtherFirstYear,
    NamesDiffer,
    NoFiscalYear,
    ImportedBefore,
    OpeningDiffers,
    VoucherTwice,
    NumberTwice,
    TakenTogether,
    NamesWithinYear,
    NoNumberAnywhere,
)
