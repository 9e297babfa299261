"""``sie show``: what a file is, what it holds, its trial balance and vouchers."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from sie.cli.days import day
from sie.cli.session import CONTEXT, FILE_TYPES, Session, formats, language_option

if TYPE_CHECKING:
    from sie.ledger.model import Ledger
    from sie.report.model import Selection, Summary

__all__ = ["command"]


_HELP = """Show what SIE files are and what they hold.

For each FILE: company, fiscal years, file type, the program that wrote it, its encoding and how that is known,
how much there is of everything, sums, and what had to be forgiven to read it. A FILE named - is standard input.

\b
  sie show books.se
  sie show books.se --trial-balance --year -1
  sie show books.se --vouchers --series A --from 2024-01-01 --to 2024-03-31
  sie show books.se --vouchers --account 1930 --account 1940
  sie show books.se --findings           every finding, as file:line:column
  sie show *.se --format json            one object; an array for several files

Exit code 1 means that a file has errors, 2 that one cannot be read or is no SIE file at all.
"""


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:
    """A day as YYYY-MM-DD or YYYYMMDD."""
    from sie.errors import SieUsageError

    try:
        return None if value is None else day(value)
    except SieUsageError as error:
        session = ctx.find_object(Session) or Session("en")
        raise click.BadParameter(error.message(session.language), ctx, param) from None


@click.command("show", help=_HELP, short_help="What a file is and what it holds.", context_settings=CONTEXT)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("-t", "--trial-balance", "balance", is_flag=True, help="Opening, debit, credit and closing per account.")
@click.option("-v", "--vouchers", "listed", is_flag=True, help="List the vouchers with their rows.")
@click.option("--year", type=int, metavar="N", help="0 the current fiscal year, -1 the one before.")
@click.option("--series", multiple=True, help="Only vouchers of this series; may be repeated.")
@click.option("--account", multiple=True, help="Only vouchers with a row on this account; may be repeated.")
@click.option("--from", "first", callback=_day, metavar="YYYY-MM-DD", help="Only vouchers from this day.")
@click.option("--to", "last", callback=_day, metavar="YYYY-MM-DD", help="Only vouchers up to this day.")
@click.option("--findings", is_flag=True, help="List every finding instead of each kind once.")
@click.option("--encoding", metavar="NAME", help="Read as this encoding; found from the bytes unless given.")
@click.option("--kind", type=click.Choice(FILE_TYPES, case_sensitive=False), help="Take the file for this type.")
@formats
@language_option
@click.pass_obj
def command(
    session: Session,
    files: tuple[str, ...],
    balance: bool,
    listed: bool,
    year: int | None,
    series: tuple[str, ...],
    account: tuple[str, ...],
    first: datetime.date | None,
    last: datetime.date | None,
    findings: bool,
    encoding: str | None,
    kind: str | None,
    form: str,
) -> None:
    """Show files one after another; the worst of their exit codes is the exit code."""
    from sie.errors import SieUsageError
    from sie.report.model import Selection
    from sie.report.summary import summarise
    from sie.text.sniff import NOT_SIE

    narrowed = bool(series or account or first or last)
    if narrowed and not listed:
        raise SieUsageError(
            "--series, --account, --from and --to choose vouchers: add --vouchers.",
            "--series, --account, --from och --to väljer verifikationer: lägg till --vouchers.",
        )
    if year is not None and not (listed or balance):
        raise SieUsageError(
            "--year goes with --trial-balance or --vouchers.",
            "--year hör ihop med --trial-balance eller --vouchers.",
        )
    wanted = Selection(series=series, accounts=account, first=first, last=last, year=year) if listed else None
    year = 0 if balance and year is None else year
    shown: list[Summary] = []
    for path in files:
        ledger = _read(session, path, encoding, kind)
        if ledger is None:
            continue
        summary = summarise(ledger, path, session.language)
        codes = {finding.code for finding in summary.diagnostics}
        if any(finding.severity == "error" for finding in summary.diagnostics):
            session.worse(2 if codes.intersection(NOT_SIE) else 1)
        if form == "json":
            shown.append(_with_tables(summary, ledger, year if balance else None, wanted))
            continue
        if len(files) > 1 and path != files[0]:
            session.out("\n")
        if codes.intersection(NOT_SIE):
            for finding in summary.diagnostics:
                session.error(f"sie: {path}: {finding.message}")
        else:
            _show(session, ledger, summary, year if balance else None, wanted, findings)
    if form == "json" and (shown or len(files) > 1):
        from sie.report.harmless import to_json

        session.data(to_json(shown if len(files) > 1 else shown[0]))


def _read(session: Session, path: str, encoding: str | None, kind: str | None) -> Ledger | None:
    """The ledger of a file; ``None`` when the file cannot be opened, which is said."""
    from sie.errors import SieFileError
    from sie.ledger.load import load

    try:
        return load(session.source(path), encoding=encoding, kind=kind)
    except SieFileError as error:
        session.fail(error, 2)
        return None


def _with_tables(summary: Summary, ledger: Ledger, year: int | None, wanted: Selection | None) -> Summary:
    import msgspec

    from sie.report.summary import entries, selected, trial_balance

    if year is not None:
        summary = msgspec.structs.replace(summary, trial_balance=trial_balance(ledger, year))
    if wanted is not None:
        summary = msgspec.structs.replace(summary, vouchers=entries(ledger, selected(ledger, wanted)))
    return summary


def _show(
    session: Session,
    ledger: Ledger,
    summary: Summary,
    year: int | None,
    wanted: Selection | None,
    findings: bool,
) -> None:
    from sie.report.findings import every_finding, findings_in_short
    from sie.report.summary import selected, trial_balance
    from sie.report.text import heading, overview, trial_balance_text
    from sie.report.vouchers import voucher_texts

    look = session.look()
    if year is None and wanted is None:
        session.out(overview(summary, look))
    else:
        session.out(heading(summary, look))
    if year is not None:
        session.out(trial_balance_text(trial_balance(ledger, year), ledger.currency, look))
    if wanted is not None:
        session.out("\n")
        session.out(voucher_texts(ledger, selected(ledger, wanted), look))
    if summary.diagnostics:
        session.out("\n")
        if findings:
            session.out(every_finding(summary.path, summary.diagnostics, look))
        else:
            session.out(findings_in_short(summary.diagnostics, look))
