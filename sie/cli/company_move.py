"""``sie company import``, ``export``, ``originals`` and ``log``: books in, books out, and what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sie.cli.company_options import counted, database_option, open_store, values_of
from sie.cli.days import day, span
from sie.cli.fit_options import fit_options
from sie.cli.session import CONTEXT, FILE_TYPES, Session, formats, language_option
from sie.cli.substitutes import substitute_option, substitutions, substitutions_told

if TYPE_CHECKING:
    from sie.company.importing import Import
    from sie.company.store import Store
    from sie.migration.fit import Choices

_IMPORT = """Put the books of all years into a fresh company: all of them, or nothing.

The rules are those of the program that the company stands for. For visma-administration: the oldest year first; opening
balances from its file only, later years carried over and held against their files; series A to Z, numbered anew;
result units (1) and projects (6) only. What is an error stands in the way, unless its code is accepted with a reason
that is kept. The files are only read; they are kept byte for byte. The same files again: nothing is done.

\b
  sie company import "Åkeriet AB" 2022.se 2023.se 2024.se --dry-run
  sie company import "Åkeriet AB" *.se --series "#=B" --series LEV=L --start L=1 --dimension 7=6
  sie company import "Åkeriet AB" 2024.se --accept VAD007="Read into a company that was deleted"

Exit code 1: something stands in the way, and nothing was changed.
"""


@click.command("import", help=_IMPORT, short_help="Books of all years into a fresh company.", context_settings=CONTEXT)
@click.argument("company")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@fit_options
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@database_option
@formats
@language_option
@click.pass_obj
def import_command(
    session: Session,
    company: str,
    files: tuple[str, ...],
    choices: Choices,
    dry_run: bool,
    database: str | None,
    user: str | None,
    form: str,
) -> None:
    """Import, or say what would be done."""
    from sie.company.importing import SieImportError, import_files, plan_import

    sources = [session.source(path) for path in files]
    with open_store(session, database, user) as store:
        if dry_run:
            done = plan_import(store, company, sources, choices=choices, accept=choices.accept)
        else:
            try:
                with counted(session) as progress:
                    done = import_files(
                        store, company, sources, choices=choices, accept=choices.accept, progress=progress
                    )
            except SieImportError as error:
                done = error.plan
    _show(session, done, dry_run, form)


def _show(session: Session, done: Import, dry_run: bool, form: str) -> None:
    from sie.report.company import import_text
    from sie.report.harmless import safe, to_json

    values = _values(done, session.language)
    values["imported"] = not (dry_run or done.known or done.blocks)
    session.worse(1 if done.blocks else 0)
    if form == "json":
        session.data(to_json(values))
        return
    if done.known:
        session.out(
            session.say(
                "These files were imported before, byte for byte: nothing was done.\n",
                "De här filerna är redan inlästa, byte för byte: inget gjordes.\n",
            )
        )
        return
    session.out(import_text(values, session.look()))
    title = safe(done.company.title)
    if done.blocks:
        codes = ", ".join(sorted({entry.diagnostic.code for entry in done.blocks}))
        session.error(
            session.say(
                f'sie: Nothing was imported; in the way: {codes}. Cure that, or add --accept CODE="reason".',
                f'sie: Inget lästes in; i vägen: {codes}. Åtgärda det, eller lägg till --accept CODE="skäl".',
            )
        )
    elif dry_run:
        session.out(session.say("Nothing was done (--dry-run).\n", "Inget gjordes (--dry-run).\n"))
    else:
        session.out(session.say(f"Imported into {title}.\n", f"Inläst i {title}.\n"))


def _values(done: Import, language: str) -> dict[str, object]:
    """An import as plain values, as JSON has it."""
    fitted = done.fitted
    ledgers = fitted.ledgers if fitted is not None else ()
    spans = [(ledger.years.get(0), ledger) for ledger in ledgers]
    mapped = [c for c in fitted.changes if c.kind == "mapped-series"] if fitted is not None else []
    numbers = fitted.numbers.years.values() if fitted is not None else ()
    return {
        "company": values_of(done.company),
        "known": done.known,
        "files": [{"path": file.path, "sha256": file.sha256} for file in done.files],
        "findings": [
            {
                "file": entry.file,
                "line": entry.diagnostic.line,
                "code": entry.diagnostic.code,
                "severity": "info" if entry.cured else entry.diagnostic.severity.value,
                "blocks": entry.blocks,
                "reason": entry.reason,
                "message": entry.diagnostic.message(language),
            }
            for entry in done.findings
        ],
        "years": [
            {
                "start": str(year.start) if year else None,
                "end": str(year.end) if year else None,
                "vouchers": len(ledger.vouchers),
                "accounts": len(ledger.accounts),
            }
            for year, ledger in spans
        ],
        "series": [
            {
                "before": change.before,
                "after": change.after,
                "proposed": fitted is not None and (change.before or "") in fitted.proposed,
            }
            for change in mapped
        ],
        "folded": [values_of(fold) for fold in fitted.folded] if fitted is not None else [],
        "names": [values_of(clash) for clash in fitted.clashes] if fitted is not None else [],
        "rolled": [values_of(rolled) for rolled in fitted.rolled] if fitted is not None else [],
        "changes": [values_of(change) for change in fitted.changes] if fitted is not None else [],
        "renumbered": sum(pair.source != pair.target for year in numbers for pair in year),
    }


_EXPORT = """Write the books of a company, active or archived: OUT is a file for one year, a folder for --all-years.

Balances that the type needs are derived from the vouchers. --series and --period choose vouchers, as type 4I.

\b
  sie company export 556677-8899 books.se --year 2024
  sie company export 556677-8899 folder --all-years --kind 4E
  sie company export 556677-8899 june.si --year 2024 --period 2024-06-01..2024-06-30
  sie company export 556677-8899 books.se --encoding utf-8  letters that CP437 lacks are kept; see also --substitute
"""


@click.command("export", help=_EXPORT, short_help="The books as SIE files.", context_settings=CONTEXT)
@click.argument("company")
@click.argument("out", type=click.Path())
@click.option("--year", metavar="YEAR", help="The year in which the fiscal year ends, or its first day.")
@click.option("--all-years", is_flag=True, help="Each year in a file of its own; OUT is a new folder.")
@click.option("--kind", type=click.Choice(FILE_TYPES, case_sensitive=False), help="File type; as kept unless given.")
@click.option("--series", multiple=True, help="Only vouchers of this series; may be repeated.")
@click.option("--period", metavar="FROM..TO", help="Only vouchers of these days.")
@click.option("--encoding", metavar="NAME", default="cp437", show_default=True, help="Of the files.")
@substitute_option
@database_option
@language_option
@click.pass_obj
def export_command(
    session: Session,
    company: str,
    out: str,
    year: str | None,
    all_years: bool,
    kind: str | None,
    series: tuple[str, ...],
    period: str | None,
    encoding: str,
    substitute: bool,
    database: str | None,
    user: str | None,
) -> None:
    """Export one year or all of them."""
    from sie.company.exporting import export, export_all
    from sie.errors import SieUsageError
    from sie.report.harmless import safe

    if all_years and (year or series or period):
        raise SieUsageError(
            "--all-years goes with neither --year, --series nor --period.",
            "--all-years kan inte kombineras med --year, --series eller --period.",
        )
    days = span(period) if period else None
    policy = substitutions(substitute)
    with open_store(session, database, user) as store, substitutions_told(session, policy):
        if all_years:
            written = export_all(store, company, out, kind=kind, encoding=encoding, substitute=policy)
        else:
            chosen = None if year is None else int(year) if year.isdecimal() and len(year) == 4 else day(year)
            one = export(
                store, company, out, chosen,
                kind=kind, series=series, period=days, encoding=encoding, substitute=policy,
            )  # fmt: skip
            written = (one,)
    session.out(f"{safe(str(path))}\n" for path in written)


_ORIGINALS = """List the files that were imported into a company, or give them back byte for byte.

\b
  sie company originals 556677-8899
  sie company originals 556677-8899 --extract folder
"""


@click.command("originals", help=_ORIGINALS, short_help="The imported files, byte for byte.", context_settings=CONTEXT)
@click.argument("company")
@click.option("--extract", "folder", metavar="DIR", type=click.Path(), help="Write them into this folder.")
@database_option
@formats
@language_option
@click.pass_obj
def originals_command(
    session: Session, company: str, folder: str | None, database: str | None, user: str | None, form: str
) -> None:
    """List the originals, and write them when asked to."""
    from sie.report.company import table_text
    from sie.report.harmless import to_json

    with open_store(session, database, user) as store:
        values = [values_of(record) for record in store.originals(company)]
        if folder is not None:
            _extract(store, company, Path(folder))
    if form == "json":
        session.data(to_json(values))
    elif values:
        session.out(table_text(values, ("name", "size", "sha256", "at", "year_start", "keep_until"), session.look()))
    else:
        session.out(session.say("There are no originals yet.\n", "Det finns inga original ännu.\n"))


def _extract(store: Store, company: str, folder: Path) -> None:
    """Write the originals; a file that is there already and says something else is left alone and told."""
    from sie.errors import SieFileError
    from sie.text.writer import write_atomically
    from sie.transform.names import own_name

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot write {folder}: {reason}.", f"Kan inte skriva {folder}: {reason}.") from error
    taken: set[str] = set()
    for record in store.originals(company):
        own = own_name(record.name, str(record.id))
        name = own if own.casefold() not in taken else f"{record.id} {own}"
        taken.add(name.casefold())
        data, place = store.original_data(record), folder / name
        if place.exists() and place.read_bytes() != data:
            raise SieFileError(
                f"{place} exists and says something else: name another folder.",
                f"{place} finns redan och innehåller något annat: ange en annan mapp.",
            )
        write_atomically(place, data)


_LOG = """The processing history (behandlingshistorik): who did what, when, with which version, and why.

COMPANY may be the id of a company that was deleted; without it everything is shown.
"""


@click.command("log", help=_LOG, short_help="Who did what, when and why.", context_settings=CONTEXT)
@click.argument("company", required=False)
@database_option
@formats
@language_option
@click.pass_obj
def log_command(session: Session, company: str | None, database: str | None, user: str | None, form: str) -> None:
    """Show the log."""
    from sie.report.company import table_text
    from sie.report.harmless import to_json

    with open_store(session, database, user) as store:
        values = [values_of(entry) for entry in store.log(company)]
    if form == "json":
        session.data(to_json(values))
    else:
        keys = ("at", "user", "program", "action", "key", "before", "after", "reason")
        session.out(table_text(values, keys, session.look()))
