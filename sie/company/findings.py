"""What an import itself may find, beside what the checks find in the files: codes ``COM``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from sie.checks.sums import kronor
from sie.company.fit import Fitted, Names
from sie.company.one_year import Span as Year
from sie.company.one_year import in_turn, likely_year, named, span_of, twice
from sie.company.records import CompanyRecord
from sie.company.rules import digits_of
from sie.diagnostics import Diagnostic, Finding, Severity, Span
from sie.ledger.model import FiscalYear, Ledger

__all__ = ["FINDINGS", "company_findings", "fit_findings", "year_findings"]

_E, _W = Severity.ERROR, Severity.WARNING

FINDINGS = {
    finding.code: finding
    for finding in (
        Finding(
            code="COM001",
            name="other-organisation-number",
            severity=_E,
            en="The file belongs to {file}, the company is {company}.",
            sv="Filen tillhör {file}, företaget är {company}.",
            cure_en="Choose the right file or the right company.",
            cure_sv="Välj rätt fil eller rätt företag.",
        ),
        Finding(
            code="COM002",
            name="no-organisation-number",
            severity=_W,
            en="The file has no organisation number to hold against that of the company, {company}.",
            sv="Filen har inget organisationsnummer att jämföra med företagets, {company}.",
            cure_en="Make sure that it is the right company: the name in the file is {name}.",
            cure_sv="Kontrollera att det är rätt företag: namnet i filen är {name}.",
        ),
        Finding(
            code="COM003",
            name="other-first-year",
            severity=_E,
            en="The oldest fiscal year of the files is {file}, but the first one of the company is {company}.",
            sv="Filernas äldsta räkenskapsår är {file}, men företagets första är {company}.",
            cure_en="Add the file of that year, or do the start guide with the other first year.",
            cure_sv="Lägg till filen för det året, eller gör startguiden med det andra första året.",
        ),
        Finding(
            code="COM004",
            name="account-names-differ",
            severity=_E,
            en="Account {account} is called {file} in the file and {chart} in the chart of the company.",
            sv="Konto {account} heter {file} i filen och {chart} i företagets kontoplan.",
            cure_en="Choose whether to keep the names of the chart (keep) or take those of the file (replace).",
            cure_sv="Välj om kontoplanens namn ska behållas (keep) eller ersättas med filens (replace).",
            one=("account", "file", "chart"),
        ),
        Finding(
            code="COM005",
            name="no-fiscal-year",
            severity=_E,
            en="The file does not say which fiscal year it is of (#RAR 0); its vouchers are dated {first} to {last}.",
            sv="Filen säger inte vilket räkenskapsår den gäller (#RAR 0); dess verifikationer är daterade {first} till "
            "{last}.",
            cure_en="Name the year with --year {year}, or export the file anew as a complete one (4E).",
            cure_sv="Ange året med --year {year}, eller exportera filen på nytt som en fullständig fil (4E).",
        ),
        Finding(
            code="COM006",
            name="imported-before",
            severity=_E,
            en="The flag says that the file was imported before (#FLAGGA 1).",
            sv="Flaggan säger att filen redan har lästs in (#FLAGGA 1).",
            cure_en="Make sure that its books are nowhere else in use, and take the file as it was exported.",
            cure_sv="Kontrollera att bokföringen inte redan används på annat håll, och ta filen som den exporterades.",
        ),
        Finding(
            code="COM007",
            name="opening-differs",
            severity=_W,
            en="Account {account} opens with {rolled}, carried over from the year before; the file says {file}.",
            sv="Konto {account} öppnar med {rolled}, överfört från året före; filen säger {file}.",
            cure_en="Find out what was booked after the year was closed; the carried-over balance is the one used.",
            cure_sv="Ta reda på vad som bokförts efter att året stängdes; den överförda balansen är den som används.",
            one=("account",),
        ),
        Finding(
            code="COM008",
            name="same-voucher-twice",
            severity=_E,
            en="{count} of the {all} vouchers stand in {other} already, which is of the same fiscal year: {vouchers}.",
            sv="{count} av {all} verifikationer finns redan i {other}, som gäller samma räkenskapsår: {vouchers}.",
            cure_en="Leave this file out, or export it anew without them: they would be booked twice.",
            cure_sv="Utelämna filen, eller exportera den på nytt utan dem: de skulle bokföras dubbelt.",
        ),
        Finding(
            code="COM009",
            name="same-number-twice",
            severity=_E,
            en="{other}, which is of the same fiscal year, has other vouchers under the numbers {vouchers}.",
            sv="{other}, som gäller samma räkenskapsår, har andra verifikationer med numren {vouchers}.",
            cure_en="Find out which are right. If both are, give those of one file another series in the program that "
            "wrote it.",
            cure_sv="Ta reda på vilka som är rätt. Om båda är det, ge den ena filens en annan serie i programmet som "
            "skrev den.",
        ),
        Finding(
            code="COM010",
            name="taken-together",
            severity=Severity.INFO,
            en="The file is taken together with {other}: both hold vouchers of the fiscal year {year}.",
            sv="Filen tas ihop med {other}: båda innehåller verifikationer för räkenskapsåret {year}.",
            cure_en="Nothing to do if that is meant.",
            cure_sv="Inget att göra om det är meningen.",
        ),
        Finding(
            code="COM011",
            name="names-differ-within-year",
            severity=_W,
            en="Account {account} is called {file} in this file and {other} in one of the same fiscal year, whose name "
            "is used.",
            sv="Konto {account} heter {file} i filen och {other} i en fil för samma räkenskapsår, vars namn används.",
            cure_en="Make sure that the account means the same in both files.",
            cure_sv="Kontrollera att kontot betyder samma sak i båda filerna.",
            one=("account",),
        ),
    )
}


def _span(year: FiscalYear | None) -> str:
    return f"{year.start} – {year.end}" if year is not None else "–"


def company_findings(
    ledger: Ledger, company: CompanyRecord, first: FiscalYear | None, *, oldest: bool, flag: bool
) -> Iterator[Diagnostic]:
    """What a file says that does not go with the company.

    Args:
        ledger: What the file says.
        company: Where it is to go.
        first: The first fiscal year of the company, if it has one.
        oldest: It is the file of the oldest year.
        flag: Say when the flag is set; the profile does not.
    """
    number = ledger.company.organisation_number
    own = company.organisation_number
    if own and number and digits_of(number) != digits_of(own):
        yield _of("COM001", file=number, company=own)
    if own and not number:
        yield _of("COM002", company=own, name=ledger.company.name or "–")
    year = ledger.years.get(0)
    if span_of(ledger) is None or year is None:
        pass  # COM005
    elif oldest and first is not None and (year.start, year.end) != (first.start, first.end):
        yield _of("COM003", year.origin, file=_span(year), company=_span(first))
    if flag and ledger.flag == 1:
        yield _of("COM006", 1)


def year_findings(files: Sequence[tuple[str, Ledger]], known: Iterable[Year] = ()) -> Iterator[tuple[int, Diagnostic]]:
    """What there is to say of the fiscal years of files: none, or several files of one.

    Args:
        files: Path and contents of each file.
        known: Other fiscal years of the company.

    Returns:
        Findings, each with the index of its file.
    """
    ledgers = [ledger for _, ledger in files]
    spans = [*dict.fromkeys(span for ledger in ledgers if (span := span_of(ledger)) is not None), *known]
    for index, ledger in enumerate(ledgers):
        if span_of(ledger) is None:
            days = [voucher.date for voucher in ledger.vouchers if voucher.date is not None]
            likely = likely_year(ledger, spans)
            yield (
                index,
                _of(
                    "COM005",
                    first=str(min(days, default="–")),
                    last=str(max(days, default="–")),
                    year=f"{likely[0]}..{likely[1]}" if likely else "YYYY-MM-DD..YYYY-MM-DD",
                ),
            )
    for group in in_turn(ledgers):
        first = group[0]
        span = span_of(ledgers[first])
        names = [PurePath(path).name for path, _ in files]
        for index in group[1:]:
            year = f"{span[0]} – {span[1]}" if span else "–"
            yield index, _of("COM010", other=names[first], year=year)
            for number, account in ledgers[index].accounts.items():
                own = ledgers[first].accounts.get(number)
                if own is not None and own.name and account.name and own.name != account.name:
                    yield (
                        index,
                        _of("COM011", account.origin, account=number, file=account.name, other=own.name),
                    )
        for found in twice(ledgers, group):
            other, count = names[found.other], str(len(ledgers[found.file].vouchers))
            if found.same:
                same = {"count": str(len(found.same)), "all": count, "vouchers": named(found.same)}
                yield found.file, _of("COM008", found.same[0].origin, other=other, **same)
            if found.apart:
                yield found.file, _of("COM009", found.apart[0].origin, other=other, vouchers=named(found.apart))


def fit_findings(fitted: Fitted, index: int, names: Names) -> Iterator[Diagnostic]:
    """What came up when the books of a year were made to fit.

    Args:
        fitted: The books.
        index: Which of the years.
        names: What happens to other names of accounts.
    """
    ledger = fitted.sources[index]
    year = ledger.years.get(0)
    start = year.start if year else None
    if names == "fail":
        for clash in fitted.clashes:
            if clash.year == start:
                line = ledger.accounts[clash.account].origin
                yield _of("COM004", line, account=clash.account, file=clash.file or "–", chart=clash.chart or "–")
    for rolled in fitted.rolled:
        if rolled.year == start:
            amounts = {"rolled": kronor(rolled.rolled), "file": kronor(rolled.file)}
            yield _of("COM007", account=rolled.account, **amounts)


def _of(code: str, line: int = 0, /, **params: str) -> Diagnostic:
    return Diagnostic(FINDINGS[code], params, Span(line))
