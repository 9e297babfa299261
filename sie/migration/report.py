"""The report of a move, from the plan and what came out: for an accountant to sign, and to prove it by years later."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from sie._version import __version__
from sie.comparison import AccountTotals, Difference, NumberMap, SeriesFigures, Verdict, voucher_refs
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.model import Account, Ledger, ObjectRef, exact_sum
from sie.migration.figures import (
    Troubled,
    composition,
    months,
    number_runs,
    object_sums,
    row_count,
    series_lines,
    trial_lines,
    worst,
    year_figures,
)
from sie.migration.fit import Choices, FittedYear
from sie.migration.plan import Entry, Plan, plan, read_sources
from sie.migration.reconcile import Reconciliation, reconcile
from sie.migration.texts import NOT_CARRIED
from sie.report.diff import AMOUNTS, cause_said, described
from sie.report.harmless import to_json
from sie.report.money import ZERO, typeset
from sie.report.move import (
    AcceptedBlock,
    Cause,
    Conversion,
    FileFacts,
    KeyFigure,
    MoveCheck,
    MoveDifference,
    MoveFinding,
    MoveReport,
    MoveSeries,
    MoveVerdict,
    MoveYear,
    NumberRun,
    Retention,
    Status,
    TrialLine,
    YearFigures,
    numbered,
)
from sie.report.sentence import Sentence
from sie.text.reader import Source
from sie.text.writer import write_atomically

__all__ = ["MoveReport", "check_path", "move_report", "proved", "write_report"]

TARGET = "Visma Administration"

_Part: TypeAlias = Literal["move", "year", "series", "objects"]
_KINDS: Mapping[str, Sentence] = {
    "object_opening": Sentence("Opening balances of objects", "Ingående balanser för objekt"),
    "object_closing": Sentence("Closing balances of objects", "Utgående balanser för objekt"),
    "period": Sentence("Period balances", "Periodsaldon"),
    "budget": Sentence("Budgets", "Budgetar"),
    "extras": Sentence("Records outside the standard", "Poster utanför standarden"),
    "sie5_items": Sentence("Items of sub-ledgers, such as invoices", "Reskontraposter, till exempel fakturor"),
    "sie5_assets": Sentence("Fixed assets", "Anläggningstillgångar"),
    "sie5_parties": Sentence("Customers and suppliers", "Kunder och leverantörer"),
    "sie5_documents": Sentence("Attached documents", "Bifogade dokument"),
    "sie5_currencies": Sentence("Amounts in other currencies", "Belopp i andra valutor"),
    "sie5_aggregations": Sentence("Account aggregations", "Kontosammandrag"),
    "sie5_history": Sentence("Who did what and when", "Vem som gjorde vad och när"),
    "sie5_years": Sentence("Later years and what is said of years", "Senare år och uppgifter om år"),
    "sie5_other": Sentence("Other things that only SIE 5 holds", "Annat som bara SIE 5 innehåller"),
}
_TITLES: Mapping[str, Sentence] = {
    "green": Sentence("The books agree", "Bokföringen stämmer"),
    "amber": Sentence("Look at something before you sign", "Något behöver granskas före underskrift"),
    "red": Sentence("The books do not agree", "Bokföringen stämmer inte"),
}

_SERIES = Sentence(
    "Decided for this move. The target has the series A to Z, one letter each.",
    "Bestämt för flytten. Målet har serierna A till Z, en bokstav vardera.",
)
_NOT_DECIDED = Sentence(
    "The target has the series A to Z, one letter each. Nobody has decided which: the first free letter was taken.",
    "Målet har serierna A till Z, en bokstav vardera. Ingen har bestämt vilken: första lediga bokstav togs.",
)
_NUMBERED = Sentence(
    "The target numbers the vouchers of a series one after the other, from the first number that is given.",
    "Målet numrerar verifikationerna i en serie löpande, från det startnummer som anges.",
)
_FOLDED = Sentence(
    "Decided for this move. The target has the dimensions 1 (result unit) and 6 (project).",
    "Bestämt för flytten. Målet har dimensionerna 1 (resultatenhet) och 6 (projekt).",
)
_LEFT_OUT_DIMENSION = Sentence(
    "The target has the dimensions 1 (result unit) and 6 (project); nobody has decided otherwise.",
    "Målet har dimensionerna 1 (resultatenhet) och 6 (projekt); inget annat har bestämts.",
)
_ROLLED = Sentence(
    "Carried over from the closing balances of the year before, not read from the file.",
    "Förs över från föregående års utgående balanser, läses inte ur filen.",
)
_NOT_READ = Sentence(
    "The import does not read them; they stay in the original file.",
    "Importen läser dem inte; de finns kvar i originalfilen.",
)
_REGISTERED = Sentence(
    "The target registers every voucher on the day of the import; the original date is in the source file.",
    "Målet registrerar varje verifikation på inläsningsdagen; det ursprungliga datumet finns i källfilen.",
)


def move_report(
    planned: Plan,
    found: Reconciliation,
    targets: Iterable[tuple[str, bytes]],
    *,
    made: datetime.datetime,
    by: str | None = None,
    note: str | None = None,
) -> MoveReport:
    r"""Make the report of a move. Pure: the same in gives the same out.

    Args:
        planned: The plan, made from the files that were moved.
        found: What came out when the target's export was held against them.
        targets: Path and bytes of each file that the target has exported, in the order of ``found.targets``.
        made: When the report is made, with its time zone.
        by: Who made the move.
        note: What they have to say.

    Example:
        >>> old = (b"#ORGNR 556677-8899\n#RAR 0 20240101 20241231\n"
        ...        b"#VER A 1 20240131 x\n{\n#TRANS 1910 {} 1\n#TRANS 4010 {} -1\n}\n")
        >>> new = old.replace(b"1910 {} 1", b"1910 {} 1.01")
        >>> when = datetime.datetime(2025, 2, 1, tzinfo=datetime.UTC)
        >>> report = move_report(plan([old]), reconcile([old], [new]), [("new.se", new)], made=when)
        >>> report.verdict.colour, report.unexplained, report.differences[0].difference
        ('red', 1, Decimal('0.01'))
    """
    after = {_start(ledger): ledger for ledger in found.targets}
    files = list(targets)
    troubled = {year.start: Troubled.of(found.comparison.differences, year.start) for year in found.fitted.years}
    years, checks = [], list(_of_the_move(planned, found, files))
    totals = {
        start: [total for total in group if total.relative == 0]
        for start, group in groupby(found.comparison.accounts, key=lambda total: total.year)
    }
    for year in found.fitted.years:
        target = after.get(year.start)
        made_year, of_year = _year(
            year, target, totals.get(year.start, []), troubled[year.start], found.comparison.differences
        )
        years.append(made_year)
        checks += of_year
    checks += _continuity(years)
    numbers = found.comparison.numbers or NumberMap({year.start: () for year in found.fitted.years})
    runs = tuple(number_runs(numbers.years))
    company = planned.files[0].ledger.company if planned.files else found.sources[0].company if found.sources else None
    return MoveReport(
        verdict=_verdict(found, checks),
        company=company.name if company else None,
        organisation_number=company.organisation_number if company else None,
        made=made,
        by=by,
        note=note,
        program=f"sie {__version__}",
        source_programs=planned.sources,
        target_program=TARGET,
        sources=tuple(_facts(file.path, file.data, file.ledger, file.place) for file in planned.files),
        targets=tuple(
            _facts(path, data, ledger, _place(ledger, found.fitted.years))
            for (path, data), ledger in zip(files, found.targets, strict=True)
        ),
        figures=tuple(_key_figures(years)),
        checks=tuple(checks),
        unexplained=found.comparison.unexplained,
        differences=tuple(_difference(d) for d in found.comparison.differences if not d.explained),
        explained=tuple(_causes(found.comparison.differences)),
        years=tuple(years),
        numbers=runs,
        missing=tuple(_missing(found.comparison.differences)),
        number_map=numbers,
        conversions=tuple(_conversions(found, runs)),
        accepted=tuple(AcceptedBlock(finding=_finding(e), reason=e.reason or "") for e in planned.accepted),
        blocks=tuple(map(_finding, planned.blocks)),
        warnings=tuple(map(_finding, planned.warnings)),
        not_carried=NOT_CARRIED,
        retention=tuple(
            Retention(
                start=file.ledger.years[0].start if 0 in file.ledger.years else None,
                end=file.ledger.years[0].end if 0 in file.ledger.years else None,
                keep_until=file.keep_until,
                file=file.path,
            )
            for file in planned.files
        ),
    )


class _Named(BytesIO):
    """Bytes that know what their file is called."""

    def __init__(self, path: str, data: bytes) -> None:
        super().__init__(data)
        self.name = path


def proved(
    sources: Iterable[Source],
    targets: Iterable[Source],
    *,
    made: datetime.datetime,
    choices: Choices | None = None,
    by: str | None = None,
    note: str | None = None,
) -> tuple[Reconciliation, MoveReport]:
    """Compare what the target exports with what was moved into it, and make the report. Each file is read once.

    Args:
        sources: The files that were moved.
        targets: The files that the target has exported since.
        made: When the report is made, with its time zone.
        choices: What was decided when they were moved.
        by: Who made the move.
        note: What they have to say.

    Raises:
        SieFileError: A file cannot be read.
        SieUsageError: A choice is none.
    """
    moved, exported = read_sources(sources), read_sources(targets)
    found = reconcile([_Named(path, data) for path, data in moved], [data for _, data in exported], choices=choices)
    planned = plan([_Named(path, data) for path, data in moved], choices=choices)
    return found, move_report(planned, found, exported, made=made, by=by, note=note)


def write_report(report: MoveReport, path: str | os.PathLike[str], language: str = "en") -> None:
    """Write a report: a page when the path ends in ``.html``, values for programs when it ends in ``.json``.

    Args:
        report: The report.
        path: Where it goes; whole or not at all.
        language: Of the page, ``"en"`` or ``"sv"``. JSON holds both.

    Raises:
        SieFileError: The file cannot be written.
        SieUsageError: The path ends in something else, or is one of the files that the report is about.
    """
    place = Path(path)
    check_path(place, [facts.path for facts in (*report.sources, *report.targets)])
    if place.suffix.lower() == ".json":
        data = to_json(report)
    else:
        from sie.report.move_page import move_html

        data = move_html(report, language)
    write_atomically(place, data)


def check_path(path: str | os.PathLike[str], files: Iterable[str] = ()) -> None:
    """Say, before the work begins, that a report cannot be written to a path.

    Args:
        path: Where it is to go.
        files: What the report is about.

    Raises:
        SieUsageError: The path ends in something else than ``.html`` or ``.json``, it is one of the files that the
            report is about, or the extra that makes the page is not installed.
    """
    place = Path(path)
    if any(_same(place, other) for other in files):
        raise SieUsageError(
            f"{place} is one of the files that the report is about: name another.",
            f"{place} är en av filerna som rapporten handlar om: ange en annan.",
        )
    suffix = place.suffix.lower()
    if suffix not in (".html", ".htm", ".json"):
        raise SieUsageError(
            f"{place}: a report ends in .html or .json.", f"{place}: en rapport slutar på .html eller .json."
        )
    if suffix != ".json":
        from sie.report.move_page import check_engine

        check_engine()


def _same(place: Path, other: str) -> bool:
    try:
        return place.samefile(other)
    except (OSError, ValueError):
        return place.absolute() == Path(other).absolute()


def _start(ledger: Ledger) -> datetime.date | None:
    year = ledger.years.get(0)
    return year.start if year else None


def _place(ledger: Ledger, years: Sequence[FittedYear]) -> int:
    starts = [year.start for year in years]
    start = _start(ledger)
    return starts.index(start) + 1 if start in starts else 0


def _facts(path: str, data: bytes, ledger: Ledger, place: int) -> FileFacts:
    year = ledger.years.get(0)
    program = " ".join(filter(None, (ledger.program.name, ledger.program.version))) or None
    return FileFacts(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        encoding=ledger.encoding,
        program=program,
        generated=ledger.generated.date,
        kind=ledger.kind,
        start=year.start if year else None,
        end=year.end if year else None,
        place=place,
        vouchers=len(ledger.vouchers),
        rows=row_count(ledger),
        accounts=sum(1 for account in ledger.accounts.values() if account.name is not None),
        objects=len(ledger.objects),
    )


# checks


def _check(
    id: str,  # noqa: A002 - the name of the attribute
    part: _Part,
    year: datetime.date | None,
    name: Sentence,
    expected: int | Decimal,
    actual: int | Decimal,
    otherwise: Status = "failed",
    note: Sentence | None = None,
) -> MoveCheck:
    """A check that passes when both are the same, and is ``otherwise`` when they are not."""
    status: Status = "passed" if expected == actual else otherwise
    difference: int | Decimal
    if isinstance(expected, int) and isinstance(actual, int):
        difference = actual - expected
    else:
        difference = exact_sum((Decimal(actual), Decimal(expected).copy_negate()))
    return MoveCheck(
        id=id,
        part=part,
        year=year,
        name=name,
        status=status,
        passed=status in ("passed", "explained"),
        expected=expected,
        actual=actual,
        difference=difference,
        note=None if status == "passed" else note,
    )


def _of_the_move(planned: Plan, found: Reconciliation, targets: Sequence[tuple[str, bytes]]) -> Iterator[MoveCheck]:
    yield _check(
        "unexplained",
        "move",
        None,
        Sentence("Differences without an explanation", "Skillnader utan förklaring"),
        0,
        found.comparison.unexplained,
        "failed" if found.comparison.verdict == "red" else "attention",
        Sentence("Each is listed under Differences.", "Var och en står under Avvikelser."),
    )
    yield _number_check(planned, found)
    yield _check(
        "files-moved",
        "move",
        None,
        Sentence("Source files with a fiscal year that was moved", "Källfiler med ett räkenskapsår som flyttats"),
        len(planned.files),
        sum(1 for file in planned.files if file.place),
        note=Sentence(
            "A file without #RAR 0 is not part of the comparison.", "En fil utan #RAR 0 ingår inte i jämförelsen."
        ),
    )
    yield _check(
        "source-hashes",
        "move",
        None,
        Sentence(
            "Source files whose bytes are those that were planned (SHA-256)",
            "Källfiler som byte för byte är de som planerades (SHA-256)",
        ),
        len(planned.files),
        sum(1 for file in planned.files if hashlib.sha256(file.data).hexdigest() == file.sha256),
    )
    own = {file.sha256 for file in planned.files}
    yield _check(
        "own-export",
        "move",
        None,
        Sentence("Target files that are no copy of a source file", "Målfiler som inte är en kopia av en källfil"),
        len(targets),
        sum(1 for _, data in targets if hashlib.sha256(data).hexdigest() not in own),
        "attention",
        Sentence(
            "A copy proves nothing: export from the target program.",
            "En kopia bevisar ingenting: exportera ur målprogrammet.",
        ),
    )
    doubtful = found.comparison.doubtful
    named = {language: "; ".join(_stated(d, language) for d in doubtful[:8]) for language in ("en", "sv")}
    more = " …" if len(doubtful) > 8 else ""
    yield _check(
        "stated-balances",
        "move",
        None,
        Sentence(
            "Balances that the source states otherwise than its own opening balances and vouchers give",
            "Saldon som källan anger på annat sätt än dess egna ingående balanser och verifikationer ger",
        ),
        0,
        len(doubtful),
        "attention",
        Sentence(f"{named['en']}{more}", f"{named['sv']}{more}"),
    )
    yield _check(
        "blocks",
        "move",
        None,
        Sentence("Blocks in the plan that nobody accepted", "Hinder i planen som ingen har godtagit"),
        0,
        len(planned.blocks),
        "attention",
        Sentence("Accept each with a reason, or cure it.", "Godta vart och ett med ett skäl, eller åtgärda det."),
    )


def _stated(d: Difference, language: str) -> str:
    """What the source states of an account, and what its own vouchers give."""
    stated, given = (typeset(Decimal(value or 0), language) for value in (d.before, d.after))
    phrase = "{} {}: angivet {}, verifikationerna ger {}" if language == "sv" else "{} {}: stated {}, vouchers give {}"
    return phrase.format(d.year or "", d.key, stated, given).strip()


def _number_check(planned: Plan, found: Reconciliation) -> MoveCheck:
    """Whether both sides are the books of one company: by its number, however it is written."""
    before, after = (
        next((ledger.company.organisation_number for ledger in ledgers if ledger.company.organisation_number), None)
        for ledgers in ([file.ledger for file in planned.files], found.targets)
    )
    other = any(
        d.field == "organisation_number" and d.colour == "red" and not d.explained for d in found.comparison.differences
    )
    status: Status = "passed" if _digits(before) == _digits(after) and not other else "failed"
    note = None
    if not (before and after):
        status = "attention"
        note = Sentence(
            "It is missing, so nothing proves whose books these are.",
            "Det saknas, så inget visar vems bokföring det är.",
        )
    return MoveCheck(
        id="organisation-number",
        part="move",
        year=None,
        name=Sentence("Organisation number", "Organisationsnummer"),
        status=status,
        passed=status == "passed",
        expected=None,
        actual=None,
        difference=None,
        expected_text=before,
        actual_text=after,
        note=note,
    )


def _digits(number: str | None) -> str:
    """The ten digits of an organisation number, however it is written."""
    return "".join(filter(str.isdigit, number or ""))[-10:]


def _year(
    year: FittedYear,
    target: Ledger | None,
    totals: Sequence[AccountTotals],
    troubled: Troubled,
    differences: Sequence[Difference],
) -> tuple[MoveYear, list[MoveCheck]]:
    accounts: dict[str, Account] = {**(target.accounts if target else {}), **year.source.accounts}
    trial = tuple(trial_lines(totals, accounts, troubled))
    before = year_figures(year.source, trial, "before")
    after = year_figures(target, trial, "after") if target else None
    series = tuple(series_lines(year, target, troubled))
    checks: list[MoveCheck] = []
    if target is None or after is None:
        checks.append(
            _check(
                "year-there",
                "year",
                year.start,
                Sentence("The target has the fiscal year", "Målet har räkenskapsåret"),
                1,
                0,
                note=Sentence("No file of the target is of this year.", "Ingen av målets filer gäller det här året."),
            )
        )
    else:
        why = _why(d for d in differences if d.year == year.start and d.family == "accounts")
        checks += _year_checks(year, target, trial, (before, after), troubled, why)
        for line in series:
            checks += _series_checks(year.start, line)
        checks += _object_checks(year, target, troubled)
    statements = {line.account: line.statement for line in trial}
    made = MoveYear(
        start=year.start,
        end=year.end,
        status=worst(check.status for check in checks),
        checks=len(checks),
        agreeing=sum(check.passed for check in checks),
        before=before,
        after=after,
        trial=trial,
        months=tuple(months(year, target, statements)),
        composition=tuple(composition(trial)),
        series=series,
    )
    return made, checks


def _why(differences: Iterable[Difference]) -> Sentence | None:
    """The causes of explained differences as one sentence."""
    causes = list(dict.fromkeys(d.cause for d in differences if d.explained and d.cause))
    if not causes:
        return None
    said = ["; ".join(cause_said(cause, language) for cause in causes) for language in ("en", "sv")]
    return Sentence(*(f"{text[:1].upper()}{text[1:]}." for text in said))


def _year_checks(
    year: FittedYear,
    target: Ledger,
    trial: Sequence[TrialLine],
    short: tuple[YearFigures, YearFigures],
    troubled: Troubled,
    why: Sentence | None,
) -> Iterator[MoveCheck]:
    start, (before, after) = year.start, short

    def check(
        key: str,
        en: str,
        sv: str,
        expected: int | Decimal,
        actual: int | Decimal,
        otherwise: Status = "failed",
        note: Sentence | None = None,
    ) -> MoveCheck:
        return _check(key, "year", start, Sentence(en, sv), expected, actual, otherwise, note)

    yield check("vouchers", "Vouchers", "Verifikationer", before.vouchers, after.vouchers)
    yield check("rows", "Rows that count", "Rader som räknas", before.rows, after.rows)
    yield check(
        "vouchers-alike",
        "Vouchers that are the same, row by row",
        "Verifikationer som är desamma, rad för rad",
        before.vouchers,
        sum(1 for ref in voucher_refs(year.source.vouchers) if str(ref) not in troubled.vouchers),
        note=Sentence(
            "Date, text, accounts, amounts and objects are compared.",
            "Datum, text, konton, belopp och objekt jämförs.",
        ),
    )
    unbalanced = [sum(1 for v in ledger.vouchers if v.total) for ledger in (year.source, target)]
    yield check(
        "balanced",
        "Vouchers of the target that do not balance",
        "Verifikationer i målet som inte balanserar",
        0,
        unbalanced[1],
        "attention" if unbalanced[0] == unbalanced[1] else "failed",
        Sentence("The same number as in the source.", "Lika många som i källan.")
        if unbalanced[0] == unbalanced[1]
        else None,
    )
    otherwise = worst(("explained", *(line.status for line in trial)))
    moments: tuple[tuple[Literal["opening", "closing"], str, str], ...] = (
        ("opening", "Opening balances", "Ingående balanser"),
        ("closing", "Closing balances", "Utgående balanser"),
    )
    for moment, en, sv in moments:
        groups = composition(trial, moment)
        for side, en_side, sv_side in (
            ("assets", "assets", "tillgångar"),
            ("equity", "equity and liabilities", "eget kapital och skulder"),
        ):
            left, right = (
                exact_sum(getattr(g, when) for g in groups if g.side == side) for when in ("before", "after")
            )
            yield check(f"{moment}-{side}", f"{en}, {en_side}", f"{sv}, {sv_side}", left, right, otherwise, why)
        if moment == "opening":
            yield check("debit", "Turnover, debit", "Omslutning, debet", before.debit, after.debit, otherwise, why)
            yield check("credit", "Turnover, credit", "Omslutning, kredit", before.credit, after.credit, otherwise, why)
    yield check("result", "Result of the year", "Årets resultat", before.result, after.result, otherwise, why)
    agree = sum(1 for line in trial if line.status in ("passed", "explained"))
    yield check(
        "accounts",
        "Accounts whose opening, debit, credit and closing figures agree or are explained",
        "Konton vars ingående balans, debet, kredit och utgående balans stämmer eller är förklarade",
        len(trial),
        agree,
        otherwise,
        why,
    )


def _series_checks(start: datetime.date, line: MoveSeries) -> Iterator[MoveCheck]:
    en, sv = (f"{word} {line.series or '–'}" for word in ("Series", "Serie"))
    empty = SeriesFigures(count=0, first=None, last=None, debit=ZERO, credit=ZERO)
    planned, actual = line.planned or empty, line.actual or empty
    for key, en_what, sv_what in (
        ("count", "vouchers", "verifikationer"),
        ("debit", "debit", "debet"),
        ("credit", "credit", "kredit"),
    ):
        name = Sentence(f"{en}, {en_what}", f"{sv}, {sv_what}")
        yield _check(f"series-{key}", "series", start, name, getattr(planned, key), getattr(actual, key), line.status)


def _object_checks(year: FittedYear, target: Ledger, troubled: Troubled) -> Iterator[MoveCheck]:
    planned, actual = object_sums(year.ledger), object_sums(target)
    names = {ObjectRef(o.dimension, o.number): o.name for o in (*target.objects, *year.ledger.objects)}
    for ref in sorted({*planned, *actual}):
        name = f"{ref.dimension}:{ref.number}" + (f" {names[ref]}" if names.get(ref) else "")
        known: Status = "failed" if f"{ref.dimension}:{ref.number}" in troubled.objects else "explained"
        left, right = planned.get(ref, (ZERO, ZERO)), actual.get(ref, (ZERO, ZERO))
        for side, (key, en, sv) in enumerate((("debit", "debit", "debet"), ("credit", "credit", "kredit"))):
            said = Sentence(f"Object {name}, {en}", f"Objekt {name}, {sv}")
            yield _check(f"object-{key}", "objects", year.start, said, left[side], right[side], known)


def _continuity(years: Sequence[MoveYear]) -> Iterator[MoveCheck]:
    """Every year of the target opens with what the year before closed with."""
    for before, year in pairwise(years):
        if before.after is None or year.after is None or before.end + datetime.timedelta(days=1) != year.start:
            continue
        closed = {t.account: t.after.closing for t in before.trial if t.after and t.statement == "balance"}
        opened = {t.account: t.after.opening or ZERO for t in year.trial if t.after and t.statement == "balance"}
        apart = [
            account for account in sorted({*closed, *opened}) if closed.get(account, ZERO) != opened.get(account, ZERO)
        ]
        named = ", ".join(apart[:8]) + (" …" if len(apart) > 8 else "")
        yield _check(
            "continuity",
            "move",
            year.start,
            Sentence(
                f"Accounts that open {year.start} otherwise than the year before closed (target)",
                f"Konton vars ingående balans {year.start} avviker från föregående års utgående balans (målet)",
            ),
            0,
            len(apart),
            "attention",
            Sentence(f"Accounts {named}.", f"Konto {named}."),
        )


def _verdict(found: Reconciliation, checks: Sequence[MoveCheck]) -> MoveVerdict:
    state = worst(check.status for check in checks)
    colour: Verdict = {"failed": "red", "attention": "amber"}.get(state, "green")  # type: ignore[assignment]
    bad = [check for check in checks if check.status == "failed"]
    look = [check for check in checks if check.status == "attention"]
    count, explained = len(checks), sum(1 for d in found.comparison.differences if d.explained)
    known = sum(1 for check in checks if check.status == "explained")
    if colour == "green" and not known:
        en = f"All {count} checks agree: every voucher, row, account and balance in the target is that of the source."
        sv = (
            f"Alla {count} kontroller stämmer: varje verifikation, rad, konto och saldo i målet är detsamma som i "
            "källan."
        )
        if explained == 1:
            en += " One difference was planned or has a known cause."
            sv += " En skillnad var planerad eller har en känd orsak."
        elif explained:
            en += f" {explained} differences were planned or have a known cause."
            sv += f" {explained} skillnader var planerade eller har en känd orsak."
    elif colour == "green":
        en = f"{count - known} of {count} checks agree; the other {known} differ for a known cause, given with each."
        sv = (
            f"{count - known} av {count} kontroller stämmer; övriga {known} skiljer av känd orsak, som står vid var "
            "och en."
        )
    elif colour == "amber":
        en = f"Every voucher is there, but {len(look)} of {count} checks need a look: {look[0].name.en}."
        sv = f"Alla verifikationer finns, men {len(look)} av {count} kontroller behöver granskas: {look[0].name.sv}."
    else:
        first = next((d for d in found.comparison.differences if not d.explained and d.colour == "red"), None)
        en, sv = (
            f"{len(bad)} of {count} checks fail.",
            f"{len(bad)} av {count} kontroller stämmer inte.",
        )
        if first is not None:
            en += f" It begins with {_begins(first, 'en')}."
            sv += f" Det börjar med {_begins(first, 'sv')}."
    return MoveVerdict(colour=colour, title=_TITLES[colour], why=Sentence(en, sv))


def _begins(d: Difference, language: str) -> str:
    """The first difference in words, with what both sides have."""
    words = described(d, language)
    text = f"{words.thing[:1].lower()}{words.thing[1:]}: {words.field}"
    if d.field in ("only_in_source", "only_in_target"):
        return text
    both = [
        None if value is None else typeset(Decimal(value), language) if d.field in AMOUNTS else f"”{value[:60]}”"
        for value in (d.before, d.after)
    ]
    sides = ("i källan", "i målet") if language == "sv" else ("in the source", "in the target")
    nothing = "inget" if language == "sv" else "nothing"
    return f"{text} {', '.join(f'{value or nothing} {side}' for value, side in zip(both, sides, strict=True))}"


def _key_figures(years: Sequence[MoveYear]) -> Iterator[KeyFigure]:
    sides = [[year.before for year in years], [year.after for year in years if year.after]]
    for key, name in (
        ("vouchers", Sentence("Vouchers", "Verifikationer")),
        ("rows", Sentence("Rows", "Rader")),
    ):
        yield KeyFigure(
            id=key,
            name=name,
            before=sum(getattr(y, key) for y in sides[0]),
            after=sum(getattr(y, key) for y in sides[1]),
        )
    for key, name in (
        ("debit", Sentence("Turnover, debit", "Omslutning, debet")),
        ("credit", Sentence("Turnover, credit", "Omslutning, kredit")),
    ):
        amounts = [exact_sum(getattr(year, key) for year in side) for side in sides]
        yield KeyFigure(id=key, name=name, before=amounts[0], after=amounts[1])
    if years:
        last = years[-1]
        name = Sentence(f"Assets {last.end}", f"Tillgångar {last.end}")
        yield KeyFigure(
            id="assets", name=name, before=last.before.assets, after=last.after.assets if last.after else ZERO
        )


# differences and findings


def _difference(d: Difference) -> MoveDifference:
    en, sv = described(d, "en"), described(d, "sv")
    amount = d.field in AMOUNTS
    difference = None
    if amount and (d.before is not None or d.after is not None):
        difference = exact_sum((Decimal(d.after or 0), Decimal(d.before or 0).copy_negate()))
    return MoveDifference(
        year=d.year,
        where=d.where,
        key=d.key,
        row=d.row,
        field=d.field,
        thing=Sentence(en.thing, sv.thing),
        what=Sentence(en.field, sv.field),
        before=d.before,
        after=d.after,
        difference=difference,
        colour=d.colour,
        source_line=d.source_line,
        target_line=d.target_line,
        root=Sentence(en.root, sv.root) if en.root is not None and sv.root is not None else None,
    )


def _causes(differences: Iterable[Difference]) -> Iterator[Cause]:
    for cause, count in Counter(d.cause or "" for d in differences if d.explained).most_common():
        yield Cause(cause=cause, said=Sentence(cause_said(cause, "en"), cause_said(cause, "sv")), count=count)


def _missing(differences: Iterable[Difference]) -> Iterator[str]:
    return (d.key for d in differences if d.where == "voucher" and d.field == "only_in_source" and not d.explained)


def _finding(entry: Entry) -> MoveFinding:
    d: Diagnostic = entry.diagnostic
    return MoveFinding(
        code=d.code,
        file=entry.file,
        line=d.line,
        count=d.count,
        message=Sentence(d.message("en"), d.message("sv")),
    )


# conversions

_CHANGED = {
    "registered-anew": Sentence("Registration date of vouchers", "Verifikationernas registreringsdatum"),
    "closing-reckoned": Sentence("Closing balances and results", "Utgående balanser och resultat"),
}


def _conversions(found: Reconciliation, runs: Sequence[NumberRun]) -> Iterator[Conversion]:
    fitted = found.fitted
    counts = Counter(voucher.series or "" for year in fitted.years for voucher in year.source.vouchers)
    for old, new in fitted.series.items():
        if old != new:
            yield Conversion(
                kind="mapped-series",
                year=None,
                what=Sentence(f"Series {old or '(none)'}", f"Serie {old or '(ingen)'}"),
                before=old,
                after=new,
                count=counts[old],
                reason=_NOT_DECIDED if old in fitted.proposed else _SERIES,
            )
    for (year, series), group in groupby(runs, key=lambda run: (run.year, run.target_series)):
        moved = [run for run in group if run.changed and run.source_last != run.target_last]
        if moved:
            yield Conversion(
                kind="renumbered",
                year=year,
                what=Sentence(f"Numbers of series {series}", f"Nummer i serie {series}"),
                before=numbered(moved[0].source_series, moved[0].source_first),
                after=numbered(moved[0].target_series, moved[0].target_first),
                count=sum(run.count for run in moved),
                reason=_NUMBERED,
            )
    for fold in fitted.folded:
        name = f"{fold.dimension} {fold.name or ''}".strip()
        yield Conversion(
            kind="folded-dimension",
            year=None,
            what=Sentence(f"Dimension {name}", f"Dimension {name}"),
            before=fold.dimension,
            after=fold.into,
            count=fold.rows,
            debit=fold.debit,
            credit=fold.credit,
            reason=_FOLDED if fold.chosen else _LEFT_OUT_DIMENSION,
        )
    for change in found.changes:
        if change.kind == "opening-rolled":
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=Sentence("Opening balances", "Ingående balanser"),
                before=None,
                after=None,
                reason=_ROLLED,
            )
        elif change.kind == "left-out":
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=_KINDS.get(change.key, Sentence(change.key, change.key)),
                before=change.key,
                after=None,
                count=fitted.left_out.get(change.key),
                reason=_NOT_READ,
            )
        elif change.kind not in ("mapped-series", "folded-dimension"):
            said = Sentence(*(cause_said(change.kind, language) for language in ("en", "sv")))
            yield Conversion(
                kind=change.kind,
                year=change.year,
                what=_CHANGED.get(change.kind) or Sentence(change.key, change.key),
                before=change.before,
                after=change.after,
                reason=_REGISTERED if change.kind == "registered-anew" else said,
            )
