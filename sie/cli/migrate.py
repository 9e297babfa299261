"""``sie migrate``: the move into Visma Administration: plan it, prepare the files, prove it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from sie.cli.failures import unreadable
from sie.cli.fit_options import fit_options
from sie.cli.migrate_case import case_command, cases_command
from sie.cli.session import CONTEXT, InOrder, Session, formats, language_option
from sie.cli.sides import side_options
from sie.cli.substitutes import substitute_option, substitutions, substitutions_told

if TYPE_CHECKING:
    from sie.migration.fit import Choices
    from sie.migration.plan import Plan
    from sie.migration.run import Move
    from sie.report.move import MoveReport

__all__ = ["command"]

_HELP = """Move a company into a fresh Visma Administration company.

\b
  sie migrate plan 2022.se 2023.se 2024.se                 what stands in the way, what will change
  sie migrate plan *.se --series LEV=L --prepare flytt/    the files to read in, with a read-me
  sie migrate run *.se --into books.db --report flytt.html into a fresh company in a database, with the proof
  sie migrate reconcile -s 2024.se -t exported.se          what the target exports afterwards, held against the source
  sie migrate case open "Åkeriet AB" --number 556677-8899  follow a customer through licence, collaboration and import
  sie migrate cases                                        every customer, and what to do next
"""

_PLAN = """Plan the move: read the files of all years, judge them by Visma Administration's rules, and say what stands
in the way, what will change, in which order to read them, and what no SIE file carries. Nothing is written unless
--prepare names a folder.

\b
  sie migrate plan 2023.se 2024.se
  sie migrate plan 2023.se --series "#=B" --series LEV1=L --dimension 7=6
  sie migrate plan 2023.se --accept VAD007="Read into a company that was deleted"
  sie migrate plan jan.si feb.si --year 2024                voucher files of one year, which do not say it
  sie migrate plan 2023.se 2024.se --prepare flytt

With --prepare the folder gets, in Swedish, one file with opening balances, one with vouchers for each year, the number
map, the untouched originals with their hashes, and a read-me with the steps.

Exit code 0: green or amber. 1: red. 2: wrong call, or a file that cannot be read.
"""

_RUN = """Move the books of all years into a fresh company that works by Visma Administration's rules, in a database:
plan, start guide, import, and the proof that both sides are the same books. All years, or nothing.

The company is made by what the oldest file says, unless there is one with its organisation number, or --company names
one. The same files again: nothing is done, and the proof is made again.

\b
  sie migrate run 2022.se 2023.se 2024.se --into books.db
  sie migrate run *.se --into books.db --series LEV1=L --dimension 7=6 --prepare flytt
  sie migrate run 2024.se --into postgresql://byra@server/sie --accept VAD007="Read into a company that was deleted"
  sie migrate run *.se --into books.db --report flytt.html --report flytt.json --user "Åsa Björk"
  sie migrate plan *.se --format json > plan.json && sie migrate run *.se --plan plan.json --into books.db

With --plan, a move that is not the one that was planned is refused: a file has changed since, or a choice has.

With --report the outcome is written as one page to read, print and sign (.html; needs the extra "report"), or for
programs (.json).

Exit code 0: green or amber. 1: red; when something stood in the way, nothing was changed. 2: wrong call, or a file or
database that cannot be used.
"""

_RECONCILE = """Compare what Visma Administration exports after the import with what was moved into it. The choices are
those of the plan; numbers, series, dimensions and carried-over balances that differ as planned are explained.

\b
  sie migrate reconcile 2024.se exported.se
  sie migrate reconcile -s 2023.se -s 2024.se -t new23.se -t new24.se --series LEV1=L
  sie migrate reconcile 2024.se exported.se --report move.html --report move.json --by "Åsa Björk"

With --report the outcome is written as one page to read, print and sign (.html; needs the extra "report"), or for
programs (.json): verdict, hashes, every check, number map, changes, trial balances before and after.

Exit code 0: no difference without an explanation. 1: there are some. 2: wrong call, or a file that cannot be read.
"""


@click.group(
    "migrate", cls=InOrder, help=_HELP, short_help="Move a company into Visma Administration.", context_settings=CONTEXT
)
@language_option
def command() -> None:
    """The steps of a move."""


@command.command("plan", help=_PLAN, short_help="What stands in the way, what will change.", context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@fit_options
@click.option("--prepare", "folder", metavar="DIR", type=click.Path(), help="Write the files to hand over.")
@substitute_option
@formats
@language_option
@click.pass_obj
def plan_command(
    session: Session,
    files: tuple[str, ...],
    choices: Choices,
    folder: str | None,
    substitute: bool,
    form: str,
) -> None:
    """Plan, show, and prepare the files when asked to."""
    from sie.migration.plan import plan
    from sie.migration.show import plan_text, plan_values

    found = plan(
        [session.source(path) for path in files],
        choices=choices,
    )
    session.worse(1 if found.verdict == "red" else 0)
    if form == "json":
        from sie.report.harmless import to_json

        session.data(to_json(plan_values(found, session.language)))
    else:
        session.out(plan_text(found, session.look()))
    if folder is not None:
        from sie.migration.prepare import is_prepared, prepare

        if found.verdict == "red":
            session.error(
                session.say(
                    "sie: nothing was prepared: cure what stands in the way, or accept each code with a reason.",
                    "sie: inget förbereddes: åtgärda det som hindrar, eller godta varje kod med ett skäl.",
                )
            )
            return
        policy = substitutions(substitute)
        with substitutions_told(session, policy):
            there = is_prepared(found, folder, policy)
            done = None if there else prepare(found, folder, substitute=policy)
        _prepared(session, folder, done)


@command.command("run", help=_RUN, short_help="Into a fresh company, with the proof.", context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--into",
    "database",
    metavar="DB",
    envvar="SIE_DATABASE",
    help="A SQLite file or a URL (postgresql://user@server/name); a file in your data folder unless given.",
)
@click.option(
    "--plan", "agreed", metavar="FILE", type=click.Path(), help="What 'plan --format json' gave: refuse anything else."
)
@click.option("--company", metavar="COMPANY", help="A fresh company that takes them: number, name or id.")
@fit_options
@click.option("--method", type=click.Choice(["accrual", "cash"]), help="Accounting method of a company that is made.")
@click.option(
    "--vat-period",
    type=click.Choice(["month", "quarter", "year", "none"]),
    help="VAT period of a company that is made.",
)
@click.option("--prepare", "folder", metavar="DIR", type=click.Path(), help="Write the files to hand over, too.")
@substitute_option
@click.option("--report", "reports", multiple=True, metavar="FILE", help="Write the report: .html or .json.")
@click.option("--note", metavar="TEXT", help="What you have to say; for the report.")
@click.option("--user", metavar="NAME", help="Who does it, for log and report; your user name unless given.")
@formats
@language_option
@click.pass_obj
def run_command(
    session: Session,
    files: tuple[str, ...],
    database: str | None,
    agreed: str | None,
    company: str | None,
    choices: Choices,
    method: str | None,
    vat_period: str | None,
    folder: str | None,
    substitute: bool,
    reports: tuple[str, ...],
    note: str | None,
    user: str | None,
    form: str,
) -> None:
    """Move, and show what became of it."""
    from sie.migration.agreed import hold_to
    from sie.migration.plan import plan
    from sie.migration.prepare import is_prepared, prepared
    from sie.migration.run import Move
    from sie.migration.show import run_text, run_values
    from sie.text.writer import check_folder, write_folder

    _writable(reports, files)
    planned = plan(
        [session.source(path) for path in files],
        choices=choices,
    )
    if agreed is not None:
        hold_to(planned, agreed)
    # What can go wrong with the files goes wrong before anything is done: a red plan makes no database.
    whole: dict[str, bytes] | None = None
    policy = substitutions(substitute)
    if folder is not None and not planned.blocks:
        with substitutions_told(session, policy):
            if not is_prepared(planned, folder, policy):
                whole = prepared(planned, substitute=policy)
                check_folder(folder)
    if planned.blocks:
        move, by = Move(plan=planned), user
    else:
        move, by = _moved(session, planned, database, user, company, method, vat_period)
    session.worse(1 if move.verdict == "red" else 0)
    if form == "json":
        from sie.report.harmless import to_json

        session.data(to_json(run_values(move, session.language)))
    else:
        session.out(run_text(move, session.look()))
    if move.reconciliation is None:
        if reports or folder is not None:
            session.error(
                session.say(
                    "sie: nothing was moved, so there is nothing to prove: no report and no files were written.",
                    "sie: inget flyttades, så det finns inget att bevisa: varken rapport eller filer skrevs.",
                )
            )
        return
    if reports:
        from sie.migration.report import move_report

        made = datetime.datetime.now().astimezone().replace(microsecond=0)
        _report(
            session,
            move_report(move.plan, move.reconciliation, move.exported, made=made, by=by, note=note),
            reports,
        )
    if folder is not None:
        if whole is not None:
            # Books that were moved before were moved by the choices of that time.
            write_folder(folder, whole if move.plan is planned else prepared(move.plan, substitute=policy))
        _prepared(session, folder, whole)


def _prepared(session: Session, folder: str, done: object) -> None:
    if done is None:
        session.error(
            session.say(
                f"{folder} holds exactly these files already: nothing was written there.",
                f"{folder} innehåller redan precis de här filerna: inget skrevs dit.",
            )
        )
    else:
        session.error(session.say(f"Prepared in {folder}.", f"Förberett i {folder}."))


def _moved(
    session: Session,
    planned: Plan,
    database: str | None,
    user: str | None,
    company: str | None,
    method: str | None,
    vat_period: str | None,
) -> tuple[Move, str]:
    """Carry out the plan in the database; also who did it."""
    from sie.cli.company_options import counted, open_store
    from sie.migration.run import carry_out

    with open_store(session, database, user, must_exist=False) as store, counted(session) as progress:
        move = carry_out(planned, store, company=company, method=method, vat_period=vat_period, progress=progress)
        return move, store.user


def _writable(reports: tuple[str, ...], files: tuple[str, ...]) -> None:
    """Say before the work begins that a report cannot be made."""
    if reports:
        from sie.migration.report import check_path

        for path in reports:
            check_path(path, files)


def _report(session: Session, report: MoveReport, paths: tuple[str, ...]) -> None:
    from sie.migration.report import write_report

    for path in paths:
        write_report(report, path, session.language)
        session.error(session.say(f"Report written to {path}.", f"Rapporten skrevs till {path}."))


def _copies_told(session: Session, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    """Say that a file of the target is one of the source."""
    from sie.migration.plan import read_sources

    known = {data: path for path, data in read_sources(source)}
    for path, data in read_sources(target):
        if data in known:
            session.error(
                session.say(
                    f"sie: {path} is {known[data]}, byte for byte. A copy proves nothing: export from the target "
                    "program.",
                    f"sie: {path} är {known[data]}, byte för byte. En kopia bevisar ingenting: exportera ur "
                    "målprogrammet.",
                )
            )


@command.command(
    "reconcile", help=_RECONCILE, short_help="Hold the target's export against the source.", context_settings=CONTEXT
)
@side_options
@fit_options
@click.option("--all", "every", is_flag=True, help="Show every row, and each explained difference.")
@click.option("--report", "reports", multiple=True, metavar="FILE", help="Write the report: .html or .json.")
@click.option("--by", metavar="NAME", help="Who made the move; for the report.")
@click.option("--note", metavar="TEXT", help="What they have to say; for the report.")
@formats
@language_option
@click.pass_obj
def reconcile_command(
    session: Session,
    source: tuple[str, ...],
    target: tuple[str, ...],
    choices: Choices,
    every: bool,
    reports: tuple[str, ...],
    by: str | None,
    note: str | None,
    form: str,
) -> None:
    """Compare through the plan, and show."""
    from sie.migration.reconcile import reconcile
    from sie.report.diff import Side, diff_text, diff_values

    if reports:
        from sie.migration.report import proved

        _writable(reports, (*source, *target))
        made = datetime.datetime.now().astimezone().replace(microsecond=0)
        found, report = proved(source, target, choices=choices, made=made, by=by, note=note)
    else:
        found, report = reconcile(source, target, choices=choices), None
    read = zip((*source, *target), (*found.sources, *found.targets), strict=True)
    if [path for path, ledger in read if unreadable(session, path, ledger)]:  # each is told
        return
    if report is not None:
        _report(session, report, reports)
    _copies_told(session, source, target)
    before, after = Side(source, found.sources), Side(target, found.targets)
    session.worse(1 if found.comparison.unexplained else 0)
    if form == "json":
        from sie.migration.show import reconciled_values
        from sie.report.harmless import to_json

        values = diff_values(found.comparison, before, after, session.language)
        session.data(to_json(reconciled_values(values, found.changes)))
    else:
        session.out(diff_text(found.comparison, before, after, session.look(), only=(), every=every))


command.add_command(case_command)
command.add_command(cases_command)
