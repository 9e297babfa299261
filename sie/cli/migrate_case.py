"""``sie migrate case`` and ``sie migrate cases``: a customer's way through the procedure, and all of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sie.cli.company_options import agreed, database_option, mistyped_told, open_store, pairs, values_of
from sie.cli.days import day
from sie.cli.session import CONTEXT, InOrder, Session, formats, language_option

if TYPE_CHECKING:
    from sie.company.case_records import Case, Facts

__all__ = ["case_command", "cases_command"]

_F = TypeVar("_F", bound=Callable[..., Any])
_FACTS = {
    "licence": "--licence",
    "signatory": "--signatory",
    "source": "--source",
    "channel": "--via",
    "channel_version": "--via-version",
    "administration": "--administration",
    "administration_version": "--administration-version",
    "verdict": "--verdict",
}
"""As in ``sie.migration.case_steps``, which is not imported for the sake of a help page; a test holds them together."""
_METAVARS = {
    "licence": "none|fakturering|bas|smart|pro",
    "signatory": "NAME",
    "source": "active|archived|other",
    "channel": "byrastod|advisor",
    "channel_version": "VERSION",
    "administration": "1000|2000",
    "administration_version": "VERSION",
    "verdict": "green|amber|red",
}

_HELP = """Follow a customer from eEkonomi into Visma Administration: what is done, what comes next, who has to do it.

\b
  sie migrate case open "Åkeriet AB" --number 556677-8899
  sie migrate case steps                                      the procedure: what comes before what, and why
  sie migrate case do 556677-8899 licence --licence smart
  sie migrate case do 556677-8899 form-sent --signatory "Siv Ek"
  sie migrate case do 556677-8899 exported --source active --file 2023.se --file 2024.se
  sie migrate case do 556677-8899 downgraded --day 2026-11-20
  sie migrate case do 556677-8899 invited --via advisor --via-version 1.70 --administration 2000
      --administration-version 2026.1
  sie migrate case show 556677-8899                           where it stands, and everything that happened
  sie migrate case skip 556677-8899 e-invoices --reason "Wants paper"
  sie migrate case decide 556677-8899 "Invoices from 1 December come through the synchronisation" --file list.pdf
  sie migrate case correct 556677-8899 2 --licence pro --reason "Looked at the wrong customer"
  sie migrate case files 556677-8899 --extract folder
  sie migrate case close 556677-8899
  sie migrate case delete 556677-8899                         when nobody has to keep it any more
  sie migrate cases                                           every customer, and what to do next

A step out of order is refused with the reason. What was recorded is never changed; it may be corrected or withdrawn
with a reason, and both stay until the whole case is deleted. A case is named by organisation number, name or id.

Exit code 0: done. 2: refused, or a wrong call.
"""


@click.group(
    "case", cls=InOrder, help=_HELP, short_help="Follow a customer through the procedure.", context_settings=CONTEXT
)
@language_option
def case_command() -> None:
    """The commands on one case."""


def _facts_options(command: _F) -> _F:
    for name, option in reversed(_FACTS.items()):
        command = click.option(option, name, metavar=_METAVARS[name])(command)
    return command


_files = click.option("--file", "files", multiple=True, metavar="FILE", help="A file to keep; may be repeated.")
_note = click.option("--note", default="", metavar="TEXT", help="A remark; the reason, where one is needed.")
_day = click.option("--day", "when", metavar="DAY", help="When it was done, as 2026-11-20; today unless given.")
_reason = click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept with the case.")


def _facts(words: dict[str, str | None]) -> Facts:
    from sie.company.case_records import Facts

    return Facts(**{name: (value or "").strip() for name, value in words.items()})


def _shown(session: Session, case: Case, form: str) -> None:
    """What every command that changes a case says: what was recorded last, and what comes next."""
    from sie.migration.case_show import case_values, changed_text
    from sie.report.harmless import to_json

    today = datetime.date.today()
    if form == "json":
        session.data(to_json(case_values(case, session.language, today)))
    else:
        session.out(changed_text(case, session.look(), today))


@case_command.command("open", short_help="Open a case.", help="Open a case for a customer.", context_settings=CONTEXT)
@click.argument("name")
@click.option("--number", required=True, metavar="ORGNR", help="Organisation number.")
@_note
@database_option
@formats
@language_option
@click.pass_obj
def open_command(
    session: Session, name: str, number: str, note: str, database: str | None, user: str | None, form: str
) -> None:
    """Open one case."""
    from sie.migration.casebook import CaseBook

    with open_store(session, database, user, must_exist=False) as store:
        case = CaseBook(store).open(name, number, note=note)
    _shown(session, case, form)
    mistyped_told(session, number)


_DO = """Record that a step was done. 'sie migrate case steps' lists the steps and what each must be told.

SIE files are checked to be SIE and this customer's; they are only read, and kept byte for byte with their SHA-256.
"""


@case_command.command("do", help=_DO, short_help="Record that a step was done.", context_settings=CONTEXT)
@click.argument("case")
@click.argument("step")
@_facts_options
@_files
@_note
@_day
@database_option
@formats
@language_option
@click.pass_obj
def do_command(
    session: Session,
    /,
    case: str,
    step: str,
    files: tuple[str, ...],
    note: str,
    when: str | None,
    database: str | None,
    user: str | None,
    form: str,
    **facts: str | None,
) -> None:
    """Record one step."""
    from sie.migration.casebook import CaseBook

    date, sources = day(when) if when else None, [session.source(path) for path in files]
    with open_store(session, database, user) as store:
        found = CaseBook(store).do(case, step, facts=_facts(facts), note=note, files=sources, day=date)
    _shown(session, found, form)


@case_command.command(
    "skip",
    short_help="Record that a step will not be done.",
    help="Record that a step will not be done, and why. What needs it is not asked for any more.",
    context_settings=CONTEXT,
)
@click.argument("case")
@click.argument("step")
@_reason
@_day
@database_option
@formats
@language_option
@click.pass_obj
def skip_command(
    session: Session,
    case: str,
    step: str,
    reason: str,
    when: str | None,
    database: str | None,
    user: str | None,
    form: str,
) -> None:
    """Skip one step."""
    from sie.migration.casebook import CaseBook

    date = day(when) if when else None
    with open_store(session, database, user) as store:
        found = CaseBook(store).skip(case, step, reason=reason, day=date)
    _shown(session, found, form)


@case_command.command(
    "decide",
    short_help="Record a decision, or files to keep.",
    help="Record a decision, or files of any kind that must be kept with the case.",
    context_settings=CONTEXT,
)
@click.argument("case")
@click.argument("text")
@_files
@_day
@database_option
@formats
@language_option
@click.pass_obj
def decide_command(
    session: Session,
    case: str,
    text: str,
    files: tuple[str, ...],
    when: str | None,
    database: str | None,
    user: str | None,
    form: str,
) -> None:
    """Record one decision."""
    from sie.migration.casebook import CaseBook

    date, sources = day(when) if when else None, [session.source(path) for path in files]
    with open_store(session, database, user) as store:
        found = CaseBook(store).decide(case, text, files=sources, day=date)
    _shown(session, found, form)


_CORRECT = """Correct what was said of an event: facts or day. The event stays in the log beside its correction.

EVENT is its number in 'sie migrate case show'. A correction after which a later event could not have happened is
refused; withdraw that event first.
"""


@case_command.command("correct", help=_CORRECT, short_help="Correct an event.", context_settings=CONTEXT)
@click.argument("case")
@click.argument("event", type=click.IntRange(min=1))
@_facts_options
@_day
@_reason
@database_option
@formats
@language_option
@click.pass_obj
def correct_command(
    session: Session,
    /,
    case: str,
    event: int,
    when: str | None,
    reason: str,
    database: str | None,
    user: str | None,
    form: str,
    **facts: str | None,
) -> None:
    """Correct one event."""
    from sie.migration.casebook import CaseBook

    date = day(when) if when else None
    with open_store(session, database, user) as store:
        found = CaseBook(store).correct(case, event, reason=reason, facts=_facts(facts), day=date)
    _shown(session, found, form)


_WITHDRAW = """Record that an event did not happen. It stays in the log, and does not count any more.

Withdraw the closing of a case to go on with it.
"""


@case_command.command("withdraw", help=_WITHDRAW, short_help="Withdraw an event.", context_settings=CONTEXT)
@click.argument("case")
@click.argument("event", type=click.IntRange(min=1))
@_reason
@database_option
@formats
@language_option
@click.pass_obj
def withdraw_command(
    session: Session, case: str, event: int, reason: str, database: str | None, user: str | None, form: str
) -> None:
    """Withdraw one event."""
    from sie.migration.casebook import CaseBook

    with open_store(session, database, user) as store:
        found = CaseBook(store).withdraw(case, event, reason=reason)
    _shown(session, found, form)


_CLOSE = """Close a case when every step is done; else each step that is left needs a reason.

\b
  sie migrate case close 556677-8899 --because e-invoices="Wants paper"
  sie migrate case close 556677-8899 --because all="The customer stays in eEkonomi"
"""


@case_command.command("close", help=_CLOSE, short_help="Close a case.", context_settings=CONTEXT)
@click.argument("case")
@click.option("--because", multiple=True, metavar='STEP="reason"', help="Why a step is left; all names every one.")
@_note
@database_option
@formats
@language_option
@click.pass_obj
def close_command(
    session: Session,
    case: str,
    because: tuple[str, ...],
    note: str,
    database: str | None,
    user: str | None,
    form: str,
) -> None:
    """Close one case."""
    from sie.migration.casebook import CaseBook

    reasons = pairs(because, "--because", 'e-invoices="the reason"')
    with open_store(session, database, user) as store:
        found = CaseBook(store).close(case, reasons, note=note)
    _shown(session, found, form)


_DELETE = """Delete a case with its events and files, once it is closed and nobody has to keep it any more.

It is kept as long as its files, and until the end of the seventh calendar year after the fiscal year in which something
was recorded last. Until then it is deleted only with --reason. What stays is a line that names no customer: the id,
days, counts, who deleted it, when, and the reason; 'sie migrate cases --deleted' shows them.

\b
  sie migrate case delete 556677-8899
  sie migrate case delete 7 --reason "Opened by mistake" --yes
"""


@case_command.command("delete", help=_DELETE, short_help="Delete a case.", context_settings=CONTEXT)
@click.argument("case")
@click.option("--reason", default="", metavar="TEXT", help="Why, when it must still be kept; it stays: name nobody.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@language_option
@click.pass_obj
def delete_command(session: Session, case: str, reason: str, yes: bool, database: str | None, user: str | None) -> None:
    """Ask, and delete one case."""
    from sie.migration.casebook import CaseBook
    from sie.report.harmless import safe

    with open_store(session, database, user) as store:
        book = CaseBook(store)
        found = book.find(case)
        title = safe(found.title)
        if not agreed(session, title, yes):
            session.worse(1)
            return
        book.delete(found.id, reason=reason)
    session.out(session.say(f"Deleted: {title}.\n", f"Raderat: {title}.\n"))


@case_command.command(
    "show",
    short_help="Where a case stands, and its log.",
    help="Show a case: what to do next, every step, and everything that happened.",
    context_settings=CONTEXT,
)
@click.argument("case")
@database_option
@formats
@language_option
@click.pass_obj
def show_command(session: Session, case: str, database: str | None, user: str | None, form: str) -> None:
    """Show one case."""
    from sie.migration.case_show import case_text, case_values
    from sie.migration.casebook import CaseBook
    from sie.report.harmless import to_json

    with open_store(session, database, user) as store:
        found = CaseBook(store).find(case)
    today = datetime.date.today()
    if form == "json":
        session.data(to_json(case_values(found, session.language, today)))
    else:
        session.out(case_text(found, session.look(), today))


@case_command.command(
    "files",
    short_help="The files of a case.",
    help="List the files of a case with hash and retention date, or write them into a folder as they were.",
    context_settings=CONTEXT,
)
@click.argument("case")
@click.option("--extract", metavar="DIR", type=click.Path(), help="Write them into this folder.")
@database_option
@formats
@language_option
@click.pass_obj
def files_command(
    session: Session, case: str, extract: str | None, database: str | None, user: str | None, form: str
) -> None:
    """List or extract the files of one case."""
    from sie.migration.case_show import files_text, files_values
    from sie.migration.casebook import CaseBook
    from sie.report.harmless import to_json

    with open_store(session, database, user) as store:
        book = CaseBook(store)
        found = book.find(case)
        written = book.extract(found, extract) if extract is not None else ()
    if form == "json":
        session.data(to_json(files_values(found)))
    else:
        session.out(files_text(found, session.look()))
    for path in written:
        session.error(session.say(f"Written: {path}", f"Skriven: {path}"))


@case_command.command(
    "steps",
    short_help="The procedure.",
    help="The procedure: every step, what must be done before it and why, and what it must be told.",
    context_settings=CONTEXT,
)
@formats
@language_option
@click.pass_obj
def steps_command(session: Session, form: str) -> None:
    """Show the procedure."""
    from sie.migration.case_show import steps_text, steps_values
    from sie.report.harmless import to_json

    if form == "json":
        session.data(to_json(steps_values(session.language)))
    else:
        session.out(steps_text(session.look()))


_CASES = """Every customer: how it stands, what to do next, who has to do it, and since when it waits.

What the bureau has to do comes first, the longest waiting on top. Closed cases are left out unless --all is given.
"""


@click.command("cases", help=_CASES, short_help="Every customer, and what to do next.", context_settings=CONTEXT)
@click.option("--open", "which", flag_value="open", default="open", help="Those that are not closed (the default).")
@click.option("--all", "which", flag_value="all", help="Closed ones too.")
@click.option("--deleted", "which", flag_value="deleted", help="What is left of those that were deleted.")
@database_option
@formats
@language_option
@click.pass_obj
def cases_command(session: Session, which: str, database: str | None, user: str | None, form: str) -> None:
    """List all cases."""
    from sie.migration.case import by_urgency
    from sie.migration.case_show import cases_text, cases_values, deleted_text
    from sie.migration.casebook import CaseBook
    from sie.report.harmless import to_json

    if which == "deleted":
        with open_store(session, database, user) as store:
            left = CaseBook(store).deleted()
        if form == "json":
            session.data(to_json([values_of(case) for case in left]))
        else:
            session.out(deleted_text(left, session.look()))
        return
    with open_store(session, database, user) as store:
        found = by_urgency(CaseBook(store).cases(), closed=which == "all")
    today = datetime.date.today()
    if form == "json":
        session.data(to_json(cases_values(found, session.language, today)))
    else:
        session.out(cases_text(found, session.look(), today))
