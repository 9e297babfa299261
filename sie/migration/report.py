"""The report of a move, from the plan and what came out: for an accountant to sign, and to prove it by years later."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from pathlib import Path

from sie._version import __version__
from sie.comparison import Difference, NumberMap, Verdict
from sie.errors import SieUsageError
from sie.ledger.model import Ledger, exact_sum
from sie.migration.figures import (
    Troubled,
    number_runs,
    row_count,
    worst,
)
from sie.migration.fit import Choices, FittedYear
from sie.migration.plan import Plan, plan, read_sources
from sie.migration.reconcile import Reconciliation, reconcile
from sie.migration.report_changes import causes, conversions, difference_of, finding_of, missing_vouchers
from sie.migration.report_checks import checks_of_move, continuity, year_with_checks
from sie.migration.texts import NOT_CARRIED
from sie.report.diff_words import AMOUNTS, described
from sie.report.harmless import to_json
from sie.report.money import ZERO, typeset
from sie.report.move import (
    AcceptedBlock,
    FileFacts,
    KeyFigure,
    MoveCheck,
    MoveReport,
    MoveVerdict,
    MoveYear,
    Retention,
)
from sie.report.sentence import Sentence
from sie.text.reader import Source, detect
from sie.text.writer import check_writable, write_atomically

__all__ = ["MoveReport", "check_path", "move_report", "proved", "write_report"]

TARGET = "Visma Administration"

_TITLES: Mapping[str, Sentence] = {
    "green": Sentence("The books agree", "Bokföringen stämmer"),
    "amber": Sentence("Look at something before you sign", "Något behöver granskas före underskrift"),
    "red": Sentence("The books do not agree", "Bokföringen stämmer inte"),
}


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
    years, checks = [], list(checks_of_move(planned, found, files))
    totals = {
        start: [total for total in group if total.relative == 0]
        for start, group in groupby(found.comparison.accounts, key=lambda total: total.year)
    }
    for year in found.fitted.years:
        target = after.get(year.start)
        made_year, of_year = year_with_checks(
            year, target, totals.get(year.start, []), troubled[year.start], found.comparison.differences
        )
        years.append(made_year)
        checks += of_year
    checks += continuity(years)
    numbers = found.comparison.numbers or NumberMap({year.start: () for year in found.fitted.years})
    runs = tuple(number_runs(numbers.years))
    company = planned.files[0].ledger.company if planned.files else found.sources[0].company if found.sources else None
    return MoveReport(
        verdict=_verdict(found, checks, planned),
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
        differences=tuple(difference_of(d) for d in found.comparison.differences if not d.explained),
        explained=tuple(causes(found.comparison.differences)),
        years=tuple(years),
        numbers=runs,
        missing=tuple(missing_vouchers(found.comparison.differences)),
        number_map=numbers,
        conversions=tuple(conversions(found, runs)),
        accepted=tuple(AcceptedBlock(finding=finding_of(e), reason=e.reason or "") for e in planned.accepted),
        blocks=tuple(map(finding_of, planned.blocks)),
        warnings=tuple(map(finding_of, planned.warnings)),
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
        SieFileError: It is a folder, or its folder is not there or cannot be written to.
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
    check_writable(place)


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
        encoding=ledger.encoding or detect(data).encoding,
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


def _verdict(found: Reconciliation, checks: Sequence[MoveCheck], planned: Plan) -> MoveVerdict:
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
    if colour == "green" and planned.verdict == "amber":  # the books agree; the files are not without remarks
        en += " The source files have remarks: read them before you sign (what was known before the move)."
        sv += " Källfilerna har anmärkningar: läs dem innan du skriver under (känt före flytten)."
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
