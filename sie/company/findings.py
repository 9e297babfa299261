"""What an import itself may find, beside what the checks find in the files: codes ``COM``."""

from __future__ import annotations

from collections.abc import Iterator

from sie.checks.sums import kronor
from sie.company.fit import Fitted, Names
from sie.company.records import CompanyRecord
from sie.company.rules import digits_of
from sie.diagnostics import Diagnostic, Finding, Severity, Span
from sie.ledger.model import FiscalYear, Ledger

__all__ = ["FINDINGS", "company_findings", "fit_findings", "no_year"]

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
            en="The file does not say from when to when its fiscal year is (#RAR 0).",
            sv="Filen säger inte vilket räkenskapsår den gäller (#RAR 0).",
            cure_en="Export the file anew as a complete one (4E).",
            cure_sv="Exportera filen på nytt som en fullständig fil (4E).",
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
    if year is None or year.start is None or year.end is None:
        yield no_year()
    elif oldest and first is not None and (year.start, year.end) != (first.start, first.end):
        yield _of("COM003", year.origin, file=_span(year), company=_span(first))
    if flag and ledger.flag == 1:
        yield _of("COM006", 1)


def no_year() -> Diagnostic:
    """That a file does not say which fiscal year it holds."""
    return _of("COM005")


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
