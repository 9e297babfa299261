"""``sie query``: questions in SQL about the books of one or many files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sie.cli.check import files_meant
from sie.cli.failures import unreadable
from sie.cli.session import CONTEXT, Session, language_option

if TYPE_CHECKING:
    import polars

    from sie.convert.frames import Tables
    from sie.ledger.model import Ledger

__all__ = ["command"]

_HELP = """Ask questions in SQL about the books of SIE files.

The last word is the question; the words before it are files. The tables are company, years, accounts, dimensions,
objects, balances, vouchers and rows; with more than one file, or with --recursive, each has a column 'file'.
'sie query --tables' lists every column.

\b
  sie query books.se "SELECT account, sum(amount) FROM rows WHERE posted GROUP BY account"
  sie query books.se "SELECT a.name, sum(r.amount) FROM rows r JOIN accounts a USING (account)
                      WHERE r.posted AND project = 'P1' GROUP BY a.name"
  sie query books.se "SELECT * FROM vouchers WHERE total <> 0"
  sie query exports/ --recursive "SELECT file, count(*) FROM vouchers GROUP BY file" --format csv

Rows that were removed (#BTRANS) are in the table too: WHERE posted leaves them out. Sums are exact; averages and
divisions are floating-point. The SQL is that of DuckDB. It reaches no file, no network and no setting. Other formats
that 'sie formats' can read are taken too.

\b
Exit codes:
  0  answered
  1  answered, but a file has errors: values may be missing
  2  wrong call, SQL that cannot be answered, or a file that cannot be read: no answer
"""


@click.command("query", help=_HELP, short_help="Ask questions in SQL.", context_settings=CONTEXT)
@click.argument("words", nargs=-1, metavar='FILE... "SQL"')
@click.option("--tables", "listed", is_flag=True, help="List tables and columns.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="For people, spreadsheets or programs.",
)
@click.option("-o", "--output", metavar="OUT", type=click.Path(), help="Write the answer to a file.")
@click.option("--delimiter", metavar="SIGN", default=",", show_default=True, help="Between the cells of CSV.")
@click.option("--decimal", type=click.Choice([".", ","]), default=".", show_default=True, help="In CSV.")
@click.option("-r", "--recursive", is_flag=True, help="Look into folders for *.se and *.si.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files whose name or path matches.")
@click.option("--encoding", metavar="NAME", help="Read SIE as this encoding; found from the bytes unless given.")
@language_option
@click.pass_obj
def command(
    session: Session,
    words: tuple[str, ...],
    listed: bool,
    form: str,
    output: str | None,
    delimiter: str,
    decimal: str,
    recursive: bool,
    exclude: tuple[str, ...],
    encoding: str | None,
) -> None:
    """Read the files, ask, and show."""
    from sie.errors import SieUsageError

    if listed:
        _show(session, *_listing(session), form, output, (delimiter, decimal))
        return
    if len(words) < 2 or _is_file(words[-1]):
        example = '"SELECT account, sum(amount) FROM rows WHERE posted GROUP BY account"'
        raise SieUsageError(
            f"The question is missing. Write: sie query books.se {example}",
            f"Frågan saknas. Skriv: sie query bokslut.se {example}",
        )
    if len(delimiter) != 1 or delimiter in '"\r\n' or delimiter == decimal:
        raise SieUsageError(
            f"--delimiter {delimiter!r}: give one sign that is not the decimal sign, such as ;",
            f"--delimiter {delimiter!r}: ange ett tecken som inte är decimaltecknet, till exempel ;",
        )
    from sie.convert.query import ask, together

    *files, sql = words
    paths = list(files_meant(files, recursive, exclude))
    found = list(_read(session, paths, encoding))
    if len(found) < len(paths):
        return
    answer = ask(together(found) if len(found) > 1 or recursive else found[0][1], sql)
    _tell_of_removed(session, sql, [tables for _, tables in found])
    _show(session, answer.columns, answer.rows, form, output, (delimiter, decimal))


def _tell_of_removed(session: Session, sql: str, tables: Iterable[Tables[polars.DataFrame]]) -> None:
    """Say that rows which do not count are among those asked for, unless the question tells them apart."""
    if not re.search(r"\brows\b", sql, re.IGNORECASE) or re.search(r"\b(posted|kind)\b", sql, re.IGNORECASE):
        return
    removed = sum(int((~one.rows["posted"]).sum()) for one in tables)
    if removed:
        session.error(
            session.say(
                f"The table rows also holds removed rows (#BTRANS), {removed} of them, which do not count: WHERE "
                "posted leaves them out.",
                f"Tabellen rows har även borttagna rader (#BTRANS), {removed} st, som inte räknas: WHERE posted "
                "utelämnar dem.",
            )
        )


def _is_file(words: str) -> bool:
    """Whether the question is a file: it was forgotten. A long question is too long for a name."""
    try:
        return Path(words).exists()
    except (OSError, ValueError):
        return False


def _read(session: Session, paths: list[str], encoding: str | None) -> Iterator[tuple[str, Tables[polars.DataFrame]]]:
    """The tables of each file; what is wrong with one is said, and one that cannot be read is left out."""
    from sie.convert.frames import to_polars
    from sie.diagnostics import Severity
    from sie.errors import SieError

    for path in paths:
        try:
            ledger = _ledger(session, path, encoding)
            if unreadable(session, path, ledger):
                continue
            tables = to_polars(ledger)
        except SieError as error:
            session.error(f"sie: {path}: {error.message(session.language)}")
            session.worse(2)
            continue
        errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in ledger.diagnostics)
        if errors:
            counted = "1 error" if errors == 1 else f"{errors} errors"
            session.error(
                session.say(
                    f"{path}: {counted}; values may be missing from the answer. 'sie check' lists them.",
                    f"{path}: {errors} fel; värden kan saknas i svaret. 'sie check' räknar upp dem.",
                )
            )
            session.worse(1)
        yield path, tables


def _ledger(session: Session, path: str, encoding: str | None) -> Ledger:
    from sie.convert.registry import by_suffix, read, sniff
    from sie.ledger.load import load

    if path != "-":
        named = [form for form in by_suffix(path) if form.reads]
        form = named[0] if len(named) == 1 else sniff(Path(path))
        if form is not None and form.name != "sie":
            return read(Path(path), form)
    return load(session.source(path), encoding=encoding)


def _listing(session: Session) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Every column of every table, in the language of the run."""
    from sie.convert.columns import TABLES

    heads = session.say("table column type meaning", "tabell kolumn typ betydelse")
    rows: list[tuple[str, ...]] = [
        (table, column.name, column.kind.value, session.say(column.en, column.sv))
        for table, columns in TABLES.items()
        for column in columns
    ]
    return tuple(heads.split()), rows


def _show(
    session: Session,
    columns: tuple[str, ...],
    rows: tuple[tuple[object, ...], ...] | list[tuple[str, ...]],
    form: str,
    output: str | None,
    signs: tuple[str, str],
) -> None:
    from sie.report.answer import answer_csv, answer_json, answer_table

    if form == "csv":
        data = answer_csv(columns, rows, *signs)
    elif form == "json":
        data = answer_json(columns, rows)
    elif output is None:
        session.out(answer_table(columns, rows, session.look()))
        return
    else:
        from sie.report.look import Look

        data = answer_table(columns, rows, Look(language=session.language)).encode("utf-8", "replace")
    if output is None:
        session.data(data)
    else:
        from sie.text.writer import write_atomically

        write_atomically(output, data)
