"""Books into a fresh company, by the rules of the program that it stands for: all years, or nothing."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from sie.checks.run import Checked, Wanted, checked, found_profile, together, wanted_of
from sie.company.errors import SieStoreError
from sie.company.findings import company_findings, fit_findings, year_findings
from sie.company.fit import Choices, Fitted, fit, rules_of
from sie.company.notes import notes_of
from sie.company.records import CompanyRecord
from sie.company.store import Store
from sie.comparison import Change, NumberMap, Renumbering, voucher_refs
from sie.diagnostics import Diagnostic, Report, Severity
from sie.errors import SieContentError, SieUsageError
from sie.ledger.model import Account, FiscalYear, Ledger, Voucher
from sie.sie5.losses import lost_in_sie4
from sie.text.reader import Source, collector_paused, each_source, is_sie5, opened
from sie.transform.one_year import dated, in_turn, span_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sie.company.keep import Progress

__all__ = [
    "Entry",
    "Import",
    "ImportFile",
    "NamedBytes",
    "SieImportError",
    "fitted_for",
    "import_files",
    "number_map",
    "plan_import",
]


class ImportFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file, as it was read once.

    Attributes:
        path: As the caller named it.
        data: Its bytes.
        sha256: Their hash.
        ledger: What it says; empty when the same bytes were imported before.
    """

    path: str
    data: bytes
    sha256: str
    ledger: Ledger = Ledger()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in a file.

    Attributes:
        file: The path of the file.
        diagnostic: What was found.
        reason: Why it was accepted, when it would have stood in the way.
        cured: Whether a choice has cured it.
    """

    file: str
    diagnostic: Diagnostic
    reason: str | None = None
    cured: bool = False

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way."""
        return self.diagnostic.severity is Severity.ERROR and self.reason is None and not self.cured


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """An import, planned or done.

    Attributes:
        company: Where it goes.
        files: The oldest year first.
        findings: What was found in them, by severity.
        fitted: The books as the company will have them; ``None`` when nothing needs to be done.
        known: The same bytes were imported before: nothing needs to be done.
    """

    company: CompanyRecord
    files: tuple[ImportFile, ...]
    findings: tuple[Entry, ...] = ()
    fitted: Fitted | None = None
    known: bool = False

    @property
    def blocks(self) -> tuple[Entry, ...]:
        """What stands in the way."""
        return tuple(entry for entry in self.findings if entry.blocks)


class SieImportError(SieContentError):
    """Something stands in the way of an import; nothing was changed.

    Args:
        plan: What was planned; ``plan.blocks`` is what stands in the way.
    """

    def __init__(self, plan: Import) -> None:
        self.plan = plan
        first = plan.blocks[0]
        codes = ", ".join(sorted({entry.diagnostic.code for entry in plan.blocks}))
        name, line = PurePath(first.file).name, first.diagnostic.line
        super().__init__(
            f"{name}, line {line}: {first.diagnostic.message('en')} Nothing was imported; in the way: {codes}. Cure "
            "them, or accept each code with a reason.",
            f"{name}, rad {line}: {first.diagnostic.message('sv')} Inget lästes in; i vägen: {codes}. Åtgärda dem, "
            "eller godta varje kod med ett skäl.",
            Report([entry.diagnostic for entry in plan.blocks], first.file),
        )


def plan_import(
    store: Store,
    ref: str | int,
    sources: Iterable[Source],
    *,
    choices: Choices | None = None,
    accept: Mapping[str, str] | None = None,
) -> Import:
    """What an import would do and what stands in its way. Nothing is written.

    Args:
        store: The companies.
        ref: Which company: id, organisation number or name.
        sources: Its SIE files, one for each fiscal year, in any order. They are only read.
        choices: What somebody has decided.
        accept: Codes that shall not stand in the way, each with a reason.

    Raises:
        SieFileError: A file cannot be read.
        SieUsageError: The company is not fresh, a choice is none, or two files hold the same year.
    """
    return _plan(store, store.company(ref), _read(sources), choices or Choices(), _accepted(accept))


def import_files(
    store: Store,
    ref: str | int,
    sources: Iterable[Source],
    *,
    choices: Choices | None = None,
    accept: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Import:
    r"""Put the books of all years into a fresh company, or none of them.

    Args:
        store: The companies.
        ref: Which company: id, organisation number or name.
        sources: Its SIE files, one for each fiscal year, in any order. They are only read.
        choices: What somebody has decided.
        accept: Codes that shall not stand in the way, each with a reason; the reasons are kept.
        progress: Gets the number of vouchers as they are stored.

    Returns:
        What was done. The same bytes again give ``known``, and nothing is done.

    Raises:
        SieImportError: Something stands in the way.
        SieFileError: A file cannot be read.
        SieStoreError: The database cannot be written, or an amount cannot be kept exactly.
        SieUsageError: As for ``plan_import``.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> books = b"#FLAGGA 0\n#FNAMN X\n#RAR 0 20240101 20241231\n#VER A 1 20240131 Kaffe\n{\n}\n"
        >>> with Store(folder.name + "/books.db") as store:
        ...     made = store.create("Exempel AB", profile=None)
        ...     why = "An example"
        ...     done = import_files(store, made.id, [books], accept={"SIE301": why, "SIE309": why})
        ...     again = import_files(store, made.id, [books])
        ...     store.company(made.id).state, done.known, again.known
        ('active', False, True)
        >>> folder.cleanup()
    """
    with collector_paused():  # millions of new values, all of which are kept until the end
        return _import(store, ref, sources, choices or Choices(), _accepted(accept), progress)


def _import(
    store: Store,
    ref: str | int,
    sources: Iterable[Source],
    choices: Choices,
    reasons: Mapping[str, str],
    progress: Progress | None,
) -> Import:
    plan = _plan(store, store.company(ref), _read(sources), choices, reasons)
    if plan.known or plan.fitted is None:
        return plan
    if plan.blocks:
        raise SieImportError(plan)
    from sie.company.schema import company

    with store.database.writing() as connection:
        record = store.locked(connection, plan.company.id)
        if _known(connection, record, plan.files):  # somebody else was first
            return msgspec.structs.replace(plan, company=record, known=True)
        _refuse_unless_fresh(connection, record)
        if record != plan.company:
            raise SieStoreError(
                f"{record.title} was changed by somebody else in the meantime: try again.",
                f"{record.title} ändrades av någon annan under tiden: försök igen.",
            )
        _put(store, connection, plan, plan.fitted, progress)
        used = {v.series for ledger in plan.fitted.ledgers for v in ledger.vouchers if v.series}
        series = record.series and "".join(sorted({*record.series, *used}))
        connection.execute(company.update().where(company.c.id == record.id).values(state="active", series=series))
        store.note(connection, record, notes_of(plan, plan.fitted, record.series, series))
    return msgspec.structs.replace(plan, company=store.company(record.id))


def number_map(store: Store, ref: str | int) -> NumberMap:
    """Which voucher of the files became which of the company.

    Args:
        store: The companies.
        ref: Which company: id, organisation number or name.
    """
    from sqlalchemy import select

    from sie.company.schema import original, voucher

    years: dict[datetime.date, tuple[Renumbering, ...]] = {}
    found = store.years(ref)
    with store.database.reading() as connection:
        imported = {year for (year,) in connection.execute(select(original.c.year_id))}
        for year in found:
            if year.start is None or year.id not in imported:
                continue
            c = voucher.c
            wanted = select(c.source_series, c.source_number, c.series, c.number).where(c.year_id == year.id)
            lines = connection.execute(wanted.order_by(c.place)).all()
            old = voucher_refs(Voucher(line[0], line[1], None) for line in lines)
            new = voucher_refs(Voucher(line[2], line[3], None) for line in lines)
            years[year.start] = tuple(Renumbering(one, other) for one, other in zip(old, new, strict=True))
    return NumberMap(years)


def _read(sources: Iterable[Source]) -> list[ImportFile]:
    """The files, each read once: what is judged is what is imported, whatever happens to the file meanwhile."""
    files = []
    for number, source in enumerate(each_source(sources), 1):
        with opened(source) as file:
            name = os.fspath(source) if isinstance(source, str | os.PathLike) else getattr(source, "name", "")
            data = file.read()
        path = name if isinstance(name, str) and name else f"file {number}"
        files.append(ImportFile(path=path, data=data, sha256=hashlib.sha256(data).hexdigest()))
    if not files:
        raise SieUsageError("No file is named.", "Ingen fil är angiven.")
    return files


class NamedBytes(BytesIO):
    """The bytes of a file under its name, whose ending tells 4E from 4I.

    Args:
        name: The path of the file.
        data: Its bytes.
    """

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name = name


def _loaded(files: Iterable[ImportFile], wanted: Wanted, choices: Choices) -> list[tuple[ImportFile, Checked]]:
    """The files with what they say, read and judged at one time, the oldest year first."""
    found = []
    for file in files:
        result = checked(NamedBytes(file.path, file.data), wanted, path=file.path, keep=True)
        found.append((msgspec.structs.replace(file, ledger=dated(result.ledger, choices.years)), result))
    return [found[i] for group in in_turn([file.ledger for file, _ in found]) for i in group]


def _of_year(files: Sequence[ImportFile], source: Ledger) -> list[ImportFile]:
    """The files that the books of a fiscal year came from."""
    span = span_of(source)
    return [file for file in files if file.ledger is source or (span is not None and span_of(file.ledger) == span)]


def _start(ledger: Ledger) -> datetime.date | None:
    year = ledger.years.get(0)
    return year.start if year is not None else None


def _accepted(accept: Mapping[str, str] | None) -> dict[str, str]:
    for code, reason in (accept or {}).items():
        if not reason.strip():
            raise SieUsageError(
                f"{code} can be accepted only with a reason: it is kept with the company.",
                f"{code} kan godtas bara med ett skäl: det sparas med företaget.",
            )
    return dict(accept or {})


def _plan(
    store: Store, record: CompanyRecord, files: Sequence[ImportFile], choices: Choices, accept: Mapping[str, str]
) -> Import:
    with store.database.reading() as connection:
        if _known(connection, record, files):
            return Import(company=record, files=tuple(files), known=True)
        _refuse_unless_fresh(connection, record)
    wanted = wanted_of(record.profile, (), (), None)
    loaded = _loaded(files, wanted, choices)
    files = [file for file, _ in loaded]
    _refuse_same_year(files)
    profile = found_profile(record.profile)
    fitted = fitted_for(store, record, [file.ledger for file in files], choices)
    cures = {demand.code: demand.check for demand in profile.demands} if profile is not None else {}
    reports = together([result for _, result in loaded], wanted)
    flag = profile is None or not _has_flag(record)
    found = list(_judged(record, files, reports, _first_year(store, record), flag))
    first = _first_year(store, record)
    known = [(first.start, first.end)] if first is not None and first.start and first.end else []
    named = [(file.path, file.ledger) for file in files]
    found += [(files[index].path, diagnostic) for index, diagnostic in year_findings(named, known)]
    for file, report in zip(files, reports, strict=True):
        known_codes = {diagnostic.code for diagnostic in report}  # a profile may demand SIE 4 and tell of it itself
        lost = lost_in_sie4(file.ledger) if is_sie5(BytesIO(file.data)) else ()  # other files hold nothing of the kind
        found += [(file.path, diagnostic) for diagnostic in lost if diagnostic.code not in known_codes]
    for index, source in enumerate(fitted.sources):
        path = _of_year(files, source)[0].path
        found += [(path, diagnostic) for diagnostic in fit_findings(fitted, index, choices.names)]
    entries = [_entry(path, diagnostic, choices, accept, cures) for path, diagnostic in found]
    entries.sort(key=lambda e: (-e.diagnostic.severity.rank, e.file, e.diagnostic.line, e.diagnostic.code))
    return Import(company=record, files=tuple(files), findings=tuple(entries), fitted=fitted)


def fitted_for(store: Store, record: CompanyRecord, ledgers: Iterable[Ledger], choices: Choices) -> Fitted:
    """Books as a company has them: by its rules, with the chart of its start guide, in its name.

    Args:
        store: The companies.
        record: Where the books go, or went.
        ledgers: What the files say.
        choices: What somebody has decided.

    Raises:
        SieUsageError: A choice is none.
    """
    from sqlalchemy import select

    from sie.company.schema import chart

    with store.database.reading() as connection:
        charted = select(chart).where(chart.c.company_id == record.id).order_by(chart.c.number)
        accounts = [
            Account(a.number, a.name, a.type, a.unit, tuple(a.sru.split())) for a in connection.execute(charted)
        ]
    profile = found_profile(record.profile)
    fitted = fit(ledgers, rules_of(profile), choices, accounts)
    return fitted if profile is None else _in_name_of(record, fitted)


def _has_flag(record: CompanyRecord) -> bool:
    profile = found_profile(record.profile)
    return profile is not None and any(demand.check == "flag" for demand in profile.demands)


def _first_year(store: Store, record: CompanyRecord) -> FiscalYear | None:
    years = store.years(record.id)
    return FiscalYear(years[0].start, years[0].end) if years else None


def _judged(
    record: CompanyRecord,
    files: Sequence[ImportFile],
    reports: Iterable[Report],
    first: FiscalYear | None,
    flag: bool,
) -> Iterator[tuple[str, Diagnostic]]:
    for index, (file, report) in enumerate(zip(files, reports, strict=True)):
        yield from ((file.path, diagnostic) for diagnostic in report)
        oldest = index == 0 or _start(file.ledger) == _start(files[0].ledger)
        own = company_findings(file.ledger, record, first, oldest=oldest, flag=flag)
        yield from ((file.path, diagnostic) for diagnostic in own)


def _entry(
    path: str, diagnostic: Diagnostic, choices: Choices, accept: Mapping[str, str], cures: Mapping[str, str]
) -> Entry:
    chosen = {"series": choices.series, "dimensions": choices.dimensions}.get(cures.get(diagnostic.code, ""), {})
    cured = any(diagnostic.params.get(name, "") in chosen for name in ("series", "dimension")) if chosen else False
    reason = accept.get(diagnostic.code) if diagnostic.severity is Severity.ERROR and not cured else None
    return Entry(file=path, diagnostic=diagnostic, reason=reason, cured=cured)


def _in_name_of(record: CompanyRecord, fitted: Fitted) -> Fitted:
    """The books under the name and number of the company that takes them in."""
    ledgers, changes = [], list(fitted.changes)
    for ledger in fitted.ledgers:
        own = ledger.company
        wanted = {"name": record.name, "organisation_number": record.organisation_number or own.organisation_number}
        for key, after in wanted.items():
            before = getattr(own, key)
            if before != after:
                changes.append(Change(kind="changed-company", year=_start(ledger), key=key, before=before, after=after))
        ledgers.append(msgspec.structs.replace(ledger, flag=0, company=msgspec.structs.replace(own, **wanted)))
    return msgspec.structs.replace(fitted, ledgers=tuple(ledgers), changes=tuple(changes))


def _refuse_same_year(files: Sequence[ImportFile]) -> None:
    """Two files of one year, unless they are taken together: voucher files (4I), with one complete file at most."""
    for one, other in itertools.combinations(files, 2):
        if _start(one.ledger) is None or _start(one.ledger) != _start(other.ledger):
            continue
        if span_of(one.ledger) != span_of(other.ledger) or "4I" not in (one.ledger.kind, other.ledger.kind):
            start = _start(one.ledger)
            raise SieUsageError(
                f"{one.path} and {other.path} both hold the fiscal year that begins on {start}: name one of them.",
                f"{one.path} och {other.path} gäller båda räkenskapsåret som börjar {start}: ange en av dem.",
            )


def _known(connection: Connection, record: CompanyRecord, files: Sequence[ImportFile]) -> bool:
    """Whether all these bytes were imported into the company before."""
    from sqlalchemy import select

    from sie.company.schema import original

    wanted = select(original.c.sha256).where(original.c.company_id == record.id)
    known = {sha256 for (sha256,) in connection.execute(wanted)}
    return bool(known) and all(file.sha256 in known for file in files)


def _refuse_unless_fresh(connection: Connection, record: CompanyRecord) -> None:
    from sqlalchemy import func, select

    from sie.company.schema import fiscal_year, voucher

    if record.state == "fresh":
        return
    if record.state == "archived":
        raise SieUsageError(
            f"{record.title} is archived and takes nothing in: import into the fresh company that follows it.",
            f"{record.title} är arkiverat och tar inte emot något: läs in i det nya företaget som följer på det.",
        )
    years = connection.execute(
        select(fiscal_year).where(fiscal_year.c.company_id == record.id).order_by(fiscal_year.c.start)
    ).all()
    count = connection.execute(
        select(func.count()).select_from(voucher.join(fiscal_year)).where(fiscal_year.c.company_id == record.id)
    ).scalar_one()
    spans = ", ".join(f"{year.start} – {year.end}" for year in years)
    raise SieUsageError(
        f"{record.title} is not fresh: it holds {count} vouchers in {spans}. 'sie company restart' archives it and "
        "makes a fresh one.",
        f"{record.title} är inte nytt: det innehåller {count} verifikationer i {spans}. 'sie company restart' "
        "arkiverar det och skapar ett nytt.",
    )


def _put(store: Store, connection: Connection, plan: Import, fitted: Fitted, progress: Progress | None) -> None:
    from sie.company.database import now, unguarded
    from sie.company.keep import put_year
    from sie.company.schema import CONTENTS, fiscal_year, original

    connection.execute(fiscal_year.delete().where(fiscal_year.c.company_id == plan.company.id))
    for source, ledger in zip(fitted.sources, fitted.ledgers, strict=True):
        made = connection.execute(fiscal_year.insert().values(company_id=plan.company.id)).inserted_primary_key
        assert made is not None
        sources = [(voucher.series, voucher.number) for voucher in source.vouchers]
        try:
            with unguarded(connection, CONTENTS):  # the company is fresh, and this transaction has it
                put_year(connection, made[0], ledger, sources=sources, progress=progress)
        except SieStoreError as error:  # says the line, but does not know the file
            names = ", ".join(PurePath(file.path).name for file in _of_year(plan.files, source))
            raise SieStoreError(f"{names}: {error.message('en')}", f"{names}: {error.message('sv')}") from error
        for file in _of_year(plan.files, source):
            connection.execute(
                original.insert().values(
                    company_id=plan.company.id,
                    year_id=made[0],
                    name=PurePath(file.path).name,
                    sha256=file.sha256,
                    data=file.data,
                    at=now(),
                )
            )
