"""``sie company create``, ``list``, ``show``, ``archive``, ``restart`` and ``delete``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sie.cli import days
from sie.cli.company_options import agreed, database_option, mistyped_told, open_store, values_of
from sie.cli.failures import unreadable
from sie.cli.session import CONTEXT, Session, formats, language_option

if TYPE_CHECKING:
    from sie.company.records import CompanyRecord
    from sie.ledger.model import Account, Ledger

_FACTS = (
    "name", "organisation_number", "id", "state", "form", "profile", "method", "vat_period", "series", "created",
    "archived", "restarted_from",
)  # fmt: skip
_YEARS = ("start", "end", "kind", "accounts", "vouchers", "rows", "keep_until")

_CREATE = """The start guide: make a fresh company.

\b
  sie company create "Åkeriet AB" --number 556677-8899 --year 2023-01-01..2023-12-31 --chart bas
  sie company create --like 2023.se

--chart is bas (a compact chart by the classes of BAS), empty, or a SIE file with a chart. With --like it is empty
unless given: the import brings the accounts.
"""
_LIKE = "Take name, number, form and first year from a SIE file."
_CHART = "bas, empty, or a SIE file with a chart."


@click.command("create", help=_CREATE, short_help="The start guide: a fresh company.", context_settings=CONTEXT)
@click.argument("name", required=False)
@click.option("--number", metavar="ORGNR", help="Organisation number.")
@click.option("--form", "form_code", metavar="CODE", help="Legal form, as in #FTYP: AB, E, HB, ...")
@click.option("--year", "span", metavar="FROM..TO", help="First fiscal year, as 2023-01-01..2023-12-31.")
@click.option("--like", metavar="FILE", help=_LIKE)
@click.option("--chart", metavar="CHART", help=_CHART)
@click.option("--method", type=click.Choice(["accrual", "cash"]), default="accrual", show_default=True)
@click.option("--vat", type=click.Choice(["month", "quarter", "year", "none"]), default="quarter", show_default=True)
@click.option("--series", default="", metavar="LETTERS", help="Verification series, as ABL; any unless given.")
@click.option(
    "--profile",
    default="visma-administration",
    show_default=True,
    help="The program that it stands for; none takes books as they are.",
)
@database_option
@formats
@language_option
@click.pass_obj
def create_command(
    session: Session,
    name: str | None,
    number: str | None,
    form_code: str | None,
    span: str | None,
    like: str | None,
    chart: str | None,
    method: str,
    vat: str,
    series: str,
    profile: str,
    database: str | None,
    user: str | None,
    form: str,
) -> None:
    """Make a company and show it."""
    from sie.errors import SieUsageError
    from sie.ledger.load import load

    found: Ledger | None = load(like) if like else None
    if like and found is not None and unreadable(session, like, found):
        return
    if found is not None:
        name = name or found.company.name
        number = number or found.company.organisation_number
        form_code = form_code or found.company.type
    if not name:
        raise SieUsageError(
            "A company needs a name: give NAME, or --like FILE with a file that has one.",
            "Ett företag behöver ett namn: ange NAME, eller --like FILE med en fil som har ett.",
        )
    first = days.span(span) if span else None
    year = found.years.get(0) if found is not None else None
    if first is None and year is not None and year.start and year.end:
        first = (year.start, year.end)
    accounts = _chart(chart or ("empty" if found is not None else "bas"))
    with open_store(session, database, user, must_exist=False) as store:
        made = store.create(
            name,
            number,
            form=form_code,
            first_year=first,
            chart=accounts,
            method=method,
            vat_period=vat,
            series=series,
            profile=None if profile == "none" else profile,
        )
    _one(session, made, form, ("Created", "Skapat"))
    mistyped_told(session, number)


def _chart(name: str) -> tuple[Account, ...]:
    from sie.company.chart import bas_chart, chart_from

    if name == "empty":
        return ()
    return bas_chart() if name == "bas" else chart_from(name)


def _one(session: Session, record: CompanyRecord, form: str, done: tuple[str, str]) -> None:
    from sie.report.company import state_word
    from sie.report.harmless import safe, to_json

    if form == "json":
        session.data(to_json(values_of(record)))
        return
    state = state_word(record.state, session.look())
    session.out(f"{session.say(*done)}: {safe(record.title)}, {state}.\n")


@click.command("list", short_help="Every company.", help="List every company.", context_settings=CONTEXT)
@database_option
@formats
@language_option
@click.pass_obj
def list_command(session: Session, database: str | None, user: str | None, form: str) -> None:
    """Show all companies."""
    from sie.report.company import table_text
    from sie.report.harmless import to_json

    with open_store(session, database, user) as store:
        values = [values_of(record) for record in store.companies()]
    if form == "json":
        session.data(to_json(values))
    elif values:
        session.out(table_text(values, ("id", "organisation_number", "name", "state", "profile"), session.look()))
    else:
        session.out(session.say("There is no company yet.\n", "Det finns inget företag ännu.\n"))


@click.command(
    "show", short_help="A company and its years.", help="Show a company and its fiscal years.", context_settings=CONTEXT
)
@click.argument("company")
@click.option("--numbers", is_flag=True, help="Also which voucher of the files became which.")
@database_option
@formats
@language_option
@click.pass_obj
def show_command(
    session: Session, company: str, numbers: bool, database: str | None, user: str | None, form: str
) -> None:
    """Show one company."""
    import msgspec

    from sie.company.importing import number_map
    from sie.report.company import facts_text, table_text
    from sie.report.harmless import safe, to_json

    with open_store(session, database, user) as store:
        record = store.company(company)
        years = [values_of(year) for year in store.years(record.id)]
        found = number_map(store, record.id) if numbers else None
    if form == "json":
        values: dict[str, object] = {**values_of(record), "years": years}
        if found is not None:
            values["number_map"] = msgspec.to_builtins(found, str_keys=True)["years"]
        session.data(to_json(values))
        return
    look = session.look()
    session.out(facts_text(values_of(record), _FACTS, look))
    if years:
        session.out(["\n", table_text(years, _YEARS, look)])
    if found is not None:
        for start, renumbered in found.years.items():
            session.out([f"\n{start}\n", *(f"  {safe(str(p.source))} -> {safe(str(p.target))}\n" for p in renumbered)])


_ARCHIVE = """Close a company for ever. It can be read and exported; the database itself refuses every change to it."""


@click.command("archive", help=_ARCHIVE, short_help="Close a company for ever.", context_settings=CONTEXT)
@click.argument("company")
@click.option("--reason", help="For the log.")
@database_option
@formats
@language_option
@click.pass_obj
def archive_command(
    session: Session, company: str, reason: str | None, database: str | None, user: str | None, form: str
) -> None:
    """Archive one company."""
    with open_store(session, database, user) as store:
        record = store.archive(company, reason)
    _one(session, record, form, ("Archived", "Arkiverat"))


_RESTART = """Archive a company and make a fresh one with the same settings, as a reset does.

What the fresh one does not have – books, attachments of the real program, customers and suppliers – stays with the
archived one.
"""


@click.command("restart", help=_RESTART, short_help="An archived copy and a fresh company.", context_settings=CONTEXT)
@click.argument("company")
@click.option("--reason", help="For the log.")
@database_option
@formats
@language_option
@click.pass_obj
def restart_command(
    session: Session, company: str, reason: str | None, database: str | None, user: str | None, form: str
) -> None:
    """Restart one company."""
    with open_store(session, database, user) as store:
        record = store.restart(company, reason)
    _one(session, record, form, ("Made anew", "Nytt företag"))


_DELETE = """Delete a company with everything that it holds; only the log stays.

Books must be kept until the end of the seventh calendar year after the one in which the fiscal year ended. Until then
a company is deleted only with --reason, which stays in the log.
"""


@click.command("delete", help=_DELETE, short_help="Delete a company.", context_settings=CONTEXT)
@click.argument("company")
@click.option("--reason", help="Why, when its books must still be kept; it stays in the log.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@language_option
@click.pass_obj
def delete_command(
    session: Session, company: str, reason: str | None, yes: bool, database: str | None, user: str | None
) -> None:
    """Ask, and delete one company."""
    from sie.report.harmless import safe

    with open_store(session, database, user) as store:
        record = store.company(company)
        title = safe(record.title)
        if not agreed(session, title, yes):
            session.worse(1)
            return
        store.delete(record.id, reason=reason)
    session.out(session.say(f"Deleted: {title}.\n", f"Raderat: {title}.\n"))
