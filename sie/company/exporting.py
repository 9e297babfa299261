"""Books out of a company, one file for each fiscal year; from an archived one the same bytes as before but ``#GEN``."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sie._version import __version__
from sie.company.records import CompanyRecord, YearRecord
from sie.company.store import Store
from sie.errors import SieUsageError
from sie.ledger.derive import balances_for
from sie.ledger.model import FiscalYear, Generated, Ledger, Program
from sie.ledger.render import dumps
from sie.text.writer import Substitutions, write_atomically, write_folder
from sie.transform import Period, to_kind
from sie.transform.kinds import refuse_unknown, selection_needs_4i
from sie.transform.names import safe_stem, span_name

__all__ = ["Period", "export", "export_all", "exported", "file_name"]


def exported(
    store: Store,
    ref: str | int,
    year: int | datetime.date | None = None,
    *,
    kind: str | None = None,
    series: Iterable[str] = (),
    period: Period | None = None,
    today: datetime.date | None = None,
) -> Ledger:
    """The books of a fiscal year as a file of them should have them.

    Balances that the type needs are derived from the vouchers; what was kept as it came is kept so.

    Args:
        store: The companies.
        ref: Which company: id, organisation number or name.
        year: The calendar year in which the fiscal year ends, or its first day; the latest one unless given.
        kind: ``1``, ``2``, ``3``, ``4E`` or ``4I``; as the books were kept unless given.
        series: Only the vouchers of these series; type 4I.
        period: Only the vouchers of these days; type 4I.
        today: The day that the file says it was written; today unless given.

    Raises:
        SieUsageError: There is no such company, year or kind; there are no books in it; or a selection is asked for in
            a file that must hold all of the year.
    """
    record, found = store.company(ref), _the_year(store, ref, year)
    return _as_file(store, record, found, kind, tuple(series), period, today)


def export(
    store: Store,
    ref: str | int,
    target: str | os.PathLike[str],
    year: int | datetime.date | None = None,
    *,
    kind: str | None = None,
    series: Iterable[str] = (),
    period: Period | None = None,
    today: datetime.date | None = None,
    encoding: str = "cp437",
    substitute: Substitutions | None = None,
) -> Path:
    """Write a fiscal year to a file, whole or not at all.

    Args:
        store: As for ``exported``.
        ref: As for ``exported``.
        target: The file.
        year: As for ``exported``.
        kind: As for ``exported``.
        series: As for ``exported``.
        period: As for ``exported``.
        today: As for ``exported``.
        encoding: The encoding; the standard has CP437.
        substitute: Leave to replace letters that the encoding lacks.

    Raises:
        SieFileError: The file cannot be written.
        SieUsageError: As for ``exported``.
        SieWriteError: A text holds a letter that the encoding lacks; the message names it with a proposal.
    """
    ledger = exported(store, ref, year, kind=kind, series=series, period=period, today=today)
    write_atomically(target, _bytes(ledger, kind, encoding, substitute))
    return Path(target)


def export_all(
    store: Store,
    ref: str | int,
    folder: str | os.PathLike[str],
    *,
    kind: str | None = None,
    today: datetime.date | None = None,
    encoding: str = "cp437",
    substitute: Substitutions | None = None,
) -> tuple[Path, ...]:
    """Write every fiscal year to a file of its own in a new folder: all of them, or none.

    Args:
        store: As for ``exported``.
        ref: As for ``exported``.
        folder: A folder that does not exist yet, or is empty.
        kind: As for ``exported``.
        today: As for ``exported``.
        encoding: As for ``export``.
        substitute: As for ``export``.

    Returns:
        The files, the oldest year first.

    Raises:
        SieFileError: The folder cannot be written.
        SieUsageError: The folder holds something, or the company has no books.
        SieWriteError: A text holds a letter that the encoding lacks.
    """
    record = store.company(ref)
    years = [year for year in store.years(record.id) if year.kind is not None]
    if not years:
        raise _no_books(record)
    files: dict[str, bytes] = {}
    for year in years:
        ledger = _as_file(store, record, year, kind, (), None, today)
        name = file_name(record, year, ledger.kind)
        if name in files:
            name = f"{year.id} {name}"
        files[name] = _bytes(ledger, kind, encoding, substitute)
    place = Path(folder)
    write_folder(place, files)
    return tuple(place / name for name in files)


def file_name(record: CompanyRecord, year: YearRecord, kind: str) -> str:
    """What a file of a fiscal year is called: the company, the year, and ``.si`` for files for import.

    Args:
        record: The company.
        year: The fiscal year.
        kind: The file type.

    Example:
        >>> year = YearRecord(id=1, start=datetime.date(2024, 1, 1), end=datetime.date(2024, 12, 31), kind="4E",
        ...                   accounts=0, vouchers=0, rows=0, keep_until=None)
        >>> company = CompanyRecord(id=1, organisation_number=None, name="Åkeriet / Växjö AB", state="active")
        >>> file_name(company, year, "4E")
        'Åkeriet Växjö AB 2024.se'
    """
    span = span_name(FiscalYear(year.start, year.end)) or year.id
    return f"{safe_stem(record.name, 'bolag')} {span}.{'si' if kind == '4I' else 'se'}"


def _bytes(ledger: Ledger, kind: str | None, encoding: str, substitute: Substitutions | None) -> bytes:
    # Unless somebody asks for a type, what a genuine file held, though it should not, is written back as it came.
    return dumps(ledger, kind=kind, encoding=encoding, substitute=substitute)


def _no_books(record: CompanyRecord) -> SieUsageError:
    return SieUsageError(
        f"{record.title} has no books yet: there is nothing to export.",
        f"{record.title} har ingen bokföring ännu: det finns inget att exportera.",
    )


def _the_year(store: Store, ref: str | int, year: int | datetime.date | None) -> YearRecord:
    years = [found for found in store.years(ref) if found.kind is not None]
    if not years:
        raise _no_books(store.company(ref))
    if year is None:
        return years[-1]
    by_day = isinstance(year, datetime.date)
    chosen = [y for y in years if (y.start == year if by_day else y.end is not None and y.end.year == year)]
    if len(chosen) != 1:
        listed = ", ".join(f"{y.start} – {y.end}" for y in years)
        several = len(chosen) > 1
        raise SieUsageError(
            f"{'Several fiscal years end' if several else 'No fiscal year ends'} in {year}; there are: {listed}. Name "
            "the first day.",
            f"{'Flera räkenskapsår slutar' if several else 'Inget räkenskapsår slutar'} {year}; det finns: {listed}. "
            "Ange första dagen.",
        )
    return chosen[0]


def _as_file(
    store: Store,
    record: CompanyRecord,
    year: YearRecord,
    kind: str | None,
    series: tuple[str, ...],
    period: Period | None,
    today: datetime.date | None,
) -> Ledger:
    if kind is not None:
        refuse_unknown(kind)
    kept = store.ledger(year)
    wanted = kind or ("4I" if (series or period) and kept.kind[:1] == "4" else kept.kind)
    if (series or period) and wanted != "4I":
        raise selection_needs_4i()
    _refuse_missing(kept, series, period)
    if wanted[:1] == "4" and kept.kind[:1] != "4":
        raise SieUsageError(
            f"The books of this year came from a file of type {kept.kind} and have no vouchers: export that type.",
            f"Årets bokföring kom från en fil av typ {kept.kind} och har inga verifikationer: exportera den typen.",
        )
    ledger = msgspec.structs.replace(kept, generated=Generated(today or datetime.date.today(), store.user))
    if record.profile is not None:
        ledger = _with_year_before(store, record, year, ledger)
        ledger = msgspec.structs.replace(ledger, program=Program("sie", __version__))
    # What is as it came, or came without vouchers, has no balances but those that were given.
    given = record.profile is None or kept.kind[:1] != "4"
    as_kept = given and kind in (None, kept.kind) and not (series or period)
    return ledger if as_kept else to_kind(ledger, wanted, series=series, period=period).ledger


def _refuse_missing(kept: Ledger, series: tuple[str, ...], period: Period | None) -> None:
    """Refuse to choose what is not there: an empty file would look like one of a year in which nothing happened."""
    known = dict.fromkeys(voucher.series or "" for voucher in kept.vouchers)
    missing = ", ".join(name or '""' for name in series if name not in known)
    if missing:
        listed = ", ".join(sorted(name or '""' for name in known)) or "–"
        raise SieUsageError(
            f"There is no series {missing} in this year; it has {listed}.",
            f"Det finns ingen serie {missing} i året; det har {listed}.",
        )
    year = kept.years.get(0)
    if period is None or year is None or year.start is None or year.end is None:
        return
    if period[1] < year.start or year.end < period[0]:
        raise SieUsageError(
            f"The period {period[0]} to {period[1]} is outside the fiscal year {year.start} to {year.end}: choose the "
            "year, too.",
            f"Perioden {period[0]} till {period[1]} ligger utanför räkenskapsåret {year.start} till {year.end}: välj "
            "även året.",
        )


def _with_year_before(store: Store, record: CompanyRecord, year: YearRecord, ledger: Ledger) -> Ledger:
    """The books with the year before to compare with, as a complete file has it."""
    before = [y for y in store.years(record.id) if y.start and year.start and y.start < year.start and y.kind]
    if not before or any(balance.year == -1 for balance in ledger.balances):
        return ledger
    last = before[-1]
    old = store.ledger(last)
    balances = balances_for("4E", old.balances, old.vouchers, old.accounts)
    compared = [
        msgspec.structs.replace(b, year=-1)
        for b in balances
        if b.year == 0 and b.kind in ("opening", "closing", "result") and not b.object
    ]
    return msgspec.structs.replace(
        ledger,
        years={**ledger.years, -1: FiscalYear(last.start, last.end)},
        balances=(*ledger.balances, *compared),
    )
