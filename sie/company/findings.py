"""What an import itself may find, beside what the checks find in the files: codes ``COM``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from sie.checks.imports import IMPORT_RULES
from sie.checks.sums import kronor
from sie.company.fit import Fitted, Names
from sie.company.records import CompanyRecord
from sie.company.rules import digits_of
from sie.diagnostics import Diagnostic, Span
from sie.ledger.model import FiscalYear, Ledger
from sie.transform.one_year import Span as Year
from sie.transform.one_year import in_turn, likely_year, named, span_of, twice

__all__ = ["FINDINGS", "company_findings", "fit_findings", "number_findings", "year_findings"]

FINDINGS = {rule.finding.code: rule.finding for rule in IMPORT_RULES}


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
            yield index, _no_year(ledger, spans)
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


def _no_year(ledger: Ledger, known: Sequence[Year]) -> Diagnostic:
    days = [voucher.date for voucher in ledger.vouchers if voucher.date is not None]
    likely = likely_year(ledger, known)
    what_en, what = "it has no dated vouchers", "den har inga daterade verifikationer"
    if days:
        what_en = f"its vouchers are dated {min(days)} to {max(days)}"
        what = f"dess verifikationer är daterade {min(days)} till {max(days)}"
    year = f"{likely[0]}..{likely[1]}" if likely else "YYYY-MM-DD..YYYY-MM-DD"
    return _of("COM005", what_en=what_en, what=what, year=year)


def number_findings(ledgers: Sequence[Ledger]) -> Iterator[tuple[int, Diagnostic]]:
    """Files that do not say whose books they are, before anybody has said which company takes them.

    Args:
        ledgers: What each file says.

    Returns:
        Findings, each with the index of its file.
    """
    known = next((ledger.company.organisation_number for ledger in ledgers if ledger.company.organisation_number), None)
    for index, ledger in enumerate(ledgers):
        name = ledger.company.name or "–"
        if known is not None and not ledger.company.organisation_number:
            yield index, _of("COM002", company=known, name=name)
        elif known is None and index == 0:
            yield index, _of("COM012", name=name)


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
