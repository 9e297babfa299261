"""The whole move in one step: plan, start guide, import, export, and the proof that both sides are the same books."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from sie.company.exporting import exported, file_name
from sie.company.fit import Names
from sie.company.importing import Import, NamedBytes, SieImportError, fitted_for, import_files, number_map
from sie.company.keep import Progress
from sie.company.records import CompanyRecord
from sie.company.rules import open_one
from sie.company.store import Store
from sie.comparison import Change, NumberMap, Renumbering
from sie.errors import SieError, SieUsageError, SieWriteError
from sie.ledger.model import Ledger
from sie.ledger.render import dumps
from sie.migration.fit import TARGET, Choices
from sie.migration.plan import Entry, Plan, plan, refuse_red
from sie.migration.reconcile import Reconciliation, held
from sie.text.reader import Source
from sie.transform.one_year import span_of

__all__ = ["Move", "carry_out", "run"]

Verdict = Literal["green", "amber", "red"]


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a move.

    Attributes:
        plan: What was planned.
        done: The import; ``None`` when the plan stood in the way.
        reconciliation: The books of the new company held against the files; ``None`` when nothing was imported.
        exported: What the new company exports, one file for each year, by name.
        made: Whether the company was made for this move.
    """

    plan: Plan
    done: Import | None = None
    reconciliation: Reconciliation | None = None
    exported: tuple[tuple[str, bytes], ...] = ()
    made: bool = False

    @property
    def company(self) -> CompanyRecord | None:
        """Where the books are; ``None`` when nothing was imported."""
        return self.done.company if self.done is not None and self.reconciliation is not None else None

    @property
    def blocks(self) -> tuple[Entry, ...]:
        """What stood in the way."""
        own = self.done.blocks if self.done is not None else ()
        more = tuple(Entry(file=entry.file, diagnostic=entry.diagnostic) for entry in own)
        return self.plan.blocks or more

    @property
    def verdict(self) -> Verdict:
        """``green``: moved, and not one difference is unexplained; ``amber``: read the warnings; ``red``: look."""
        if self.reconciliation is None:
            return "red"
        found: Verdict = self.reconciliation.comparison.verdict
        return "amber" if found == "green" and self.plan.verdict != "green" else found


def run(
    sources: Iterable[Source],
    store: Store,
    *,
    company: str | int | None = None,
    choices: Choices | None = None,
    method: str | None = None,
    vat_period: str | None = None,
    progress: Progress | None = None,
) -> Move:
    r"""Move the books of all years into a fresh company, or none of them, and prove that they are the same.

    The company is made by what the oldest file says when there is none with its organisation number. The same files
    again: nothing is done, and the proof is made again.

    Args:
        sources: The SIE files, one for each fiscal year, in any order. Each is read once, and never written to.
        store: The companies.
        company: A fresh company that takes them: id, organisation number or name.
        choices: What somebody has decided.
        method: ``accrual`` or ``cash``, for a company that is made; no file says it.
        vat_period: ``month``, ``quarter``, ``year`` or ``none``, for a company that is made; no file says it.
        progress: Gets the number of vouchers as they are stored.

    Returns:
        What became of it; ``blocks`` is what stood in the way, and then nothing was changed.

    Raises:
        SieFileError: A file cannot be read.
        SieStoreError: The database cannot be written, or an amount cannot be kept exactly.
        SieUsageError: A choice is none, or the company is not fresh; the message says what it holds.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> data = (b'#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP 4\n#FNAMN "Exempel AB"\n'
        ...         b'#RAR 0 20240101 20241231\n#KONTO 1910 Kassa\n#KONTO 2081 Kapital\n#IB 0 1910 25.00\n'
        ...         b'#IB 0 2081 -25.00\n#UB 0 1910 25.00\n#UB 0 2081 -25.00\n')
        >>> with Store(folder.name + "/books.db") as store:
        ...     move = run([data], store)
        ...     again = run([data], store)
        >>> move.company.title, move.reconciliation.comparison.unexplained, again.done.known
        ('Exempel AB (id 1)', 0, True)
        >>> folder.cleanup()
    """
    planned = plan(sources, choices=choices)
    if planned.blocks:
        return Move(plan=planned)
    return carry_out(planned, store, company=company, method=method, vat_period=vat_period, progress=progress)


def carry_out(
    planned: Plan,
    store: Store,
    *,
    company: str | int | None = None,
    method: str | None = None,
    vat_period: str | None = None,
    progress: Progress | None = None,
) -> Move:
    """Do what was planned, with the bytes that were planned, whatever has happened to the files since.

    Args:
        planned: A plan that nothing stands in the way of.
        store: As for ``run``; the others too.
        company: A fresh company that takes the books.
        method: Of a company that is made.
        vat_period: Of a company that is made.
        progress: Gets the number of vouchers as they are stored.

    Returns:
        What became of it.

    Raises:
        SieStoreError: As for ``run``.
        SieUsageError: Something stands in the way of the plan, or the company is not fresh.
    """
    refuse_red(planned)
    record, made = _company(planned, store, company, method, vat_period)
    files = [NamedBytes(file.path, file.data) for file in planned.files]
    choices = planned.choices
    try:
        done = import_files(store, record.id, files, choices=choices, accept=choices.accept, progress=progress)
    except BaseException as error:
        if made:
            # On a full disk this fails too; the fresh company that is left is used the next time.
            with contextlib.suppress(SieError):
                store.delete(record.id, reason="Inläsningen gjordes inte")
        if isinstance(error, SieImportError):
            return Move(plan=planned, done=error.plan)
        raise
    return _proved(planned, store, done, made)


def _company(
    planned: Plan, store: Store, ref: str | int | None, method: str | None, vat_period: str | None
) -> tuple[CompanyRecord, bool]:
    """The company that takes the books, and whether it was made just now."""
    if ref is not None:
        return store.company(ref), False
    oldest = planned.files[0].ledger
    own = oldest.company
    there = open_one(store.companies(), own.name, own.organisation_number)
    if there is not None:
        return there, False
    if not (own.name or "").strip():
        raise SieUsageError(
            "The oldest file does not say what the company is called (#FNAMN): make it with 'sie company create', "
            "and name it with --company.",
            "Den äldsta filen säger inte vad företaget heter (#FNAMN): skapa det med 'sie company create' och ange "
            "det med --company.",
        )
    first = span_of(oldest)
    try:
        made = store.create(
            own.name or "",
            own.organisation_number,
            form=own.type,
            first_year=first,
            method=method,
            vat_period=vat_period,
            profile=TARGET,
            once=True,
        )
    except SieUsageError:
        there = open_one(store.companies(), own.name, own.organisation_number)
        if there is None:
            raise
        return there, False  # somebody else made it in between
    return made, True


def _proved(planned: Plan, store: Store, done: Import, made: bool) -> Move:
    """The books as the company has them now, held against the files."""
    record = done.company
    numbers = number_map(store, record.id)
    if done.known:
        planned = _as_it_was_done(planned, store, record, numbers)
    sources = [file.ledger for file in planned.files]
    fitted = done.fitted or fitted_for(store, record, sources, planned.choices)
    starts = {year.start for year in planned.fitted.years}
    files: list[tuple[str, bytes]] = []
    books: list[Ledger] = []
    for year in store.years(record.id):
        if year.kind is None or year.start not in starts or year.start is None:
            continue  # a year of another file, when only some of those that were moved are named again
        ledger = exported(store, record.id, year.start)
        books.append(ledger)
        files.append((file_name(record, year, ledger.kind), _bytes(ledger)))
    changes: tuple[Change, ...] = fitted.changes
    found = held(sources, books, msgspec.structs.replace(planned.fitted, numbers=numbers, changes=changes))
    return Move(plan=planned, done=done, reconciliation=found, exported=tuple(files), made=made)


def _as_it_was_done(planned: Plan, store: Store, record: CompanyRecord, numbers: NumberMap) -> Plan:
    """The plan with the choices of the time when the books were moved, wherever other ones are made now."""
    became = {p.source.series or "": p.target.series or "" for pairs in numbers.years.values() for p in pairs}
    log = store.log(record.id)
    folded = {entry.key: entry.after for entry in log if entry.action == "folded-dimension"}
    differed, renamed = (
        {entry.key for entry in log if entry.action == action} for action in ("name-differs", "renamed-account")
    )
    fitted = planned.fitted
    series = {old: became[old] for old, new in fitted.series.items() if became.get(old, new) != new}
    dimensions = {f.dimension: folded[f.dimension] or "" for f in fitted.folded if folded.get(f.dimension) != f.into}
    now = planned.choices
    names: Names = now.names if not differed else "keep" if differed & renamed else "replace"
    moved = {start: pairs for start, pairs in numbers.years.items() if start in planned.fitted.numbers.years}
    if not (series or dimensions) and names == now.names and dict(planned.fitted.numbers.years) == moved:
        return planned
    was = msgspec.structs.replace(
        now, series={**now.series, **series}, dimensions={**now.dimensions, **dimensions}, names=names
    )
    again = planned
    for starts in (now.starts, {}, _starts(moved)):
        choices = msgspec.structs.replace(was, starts=starts)
        again = plan([NamedBytes(file.path, file.data) for file in planned.files], choices=choices)
        if dict(again.fitted.numbers.years) == moved:
            break
    return again


def _starts(years: Mapping[datetime.date, Iterable[Renumbering]]) -> dict[str, int]:
    """The first number of each series of the company."""
    found: dict[str, int] = {}
    for pairs in years.values():
        for pair in pairs:
            if pair.target.series and pair.target.number:
                found.setdefault(pair.target.series, int(pair.target.number))
    return found


def _bytes(ledger: Ledger) -> bytes:
    """The file; in UTF-8 when it has letters that CP437 lacks, which a plan warns of."""
    try:
        return dumps(ledger)
    except SieWriteError:
        return dumps(ledger, encoding="utf-8")
