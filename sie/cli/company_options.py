"""What the commands of ``sie company`` share: the database, choices, and what is shown of records."""

from __future__ import annotations

import contextlib
import datetime
import re
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sie.cli.session import Session

if TYPE_CHECKING:
    from sie.company.store import Store

__all__ = ["counted", "database_option", "day", "open_store", "pairs", "values_of", "year_option", "years"]

_F = TypeVar("_F", bound=Callable[..., Any])


def database_option(command: _F) -> _F:
    """The options that say which database, and who does what is done."""
    command = click.option("--user", metavar="NAME", help="Who does it, for the log; your user name unless given.")(
        command
    )
    return click.option(
        "--database",
        metavar="DB",
        envvar="SIE_DATABASE",
        help="A SQLite file or a URL (postgresql://user@server/name); a file in your data folder unless given.",
    )(command)


year_option = click.option(
    "--year",
    "fiscal_years",
    multiple=True,
    metavar="FROM..TO",
    help="The fiscal year of files that do not say theirs: first and last day, or 2024.",
)
"""The fiscal year of voucher files; several may be named, each file is of the one that holds its vouchers."""


def open_store(session: Session, database: str | None, user: str | None, *, must_exist: bool = True) -> Store:
    """Open the database; say which when none was named."""
    from sie.company.store import Store

    store = Store(database, user=user, must_exist=must_exist)
    if database is None:
        session.error(session.say(f"Database: {store.database.shown}", f"Databas: {store.database.shown}"))
    return store


@contextlib.contextmanager
def counted(session: Session) -> Iterator[Callable[[int], None] | None]:
    """Shows on a terminal how many vouchers are stored; says nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(session.say("Vouchers stored", "Sparade verifikationer"), total=None)
        yield lambda more: progress.advance(task, more)


def pairs(words: tuple[str, ...], option: str, example: str) -> dict[str, str]:
    """Words of the form OLD=NEW.

    Raises:
        SieUsageError: A word has no equals sign.
    """
    from sie.errors import SieUsageError

    found: dict[str, str] = {}
    for word in words:
        old, equals, new = word.partition("=")
        if not equals:
            raise SieUsageError(
                f"{option} {word!r} has no equals sign: write {option} {example}.",
                f"{option} {word!r} saknar likhetstecken: skriv {option} {example}.",
            )
        found[old] = new.strip()
    return found


def day(text: str) -> datetime.date:
    """A day as YYYY-MM-DD or YYYYMMDD.

    Raises:
        SieUsageError: It is none.
    """
    from sie.errors import SieUsageError

    match = re.fullmatch(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})", text)
    try:
        if match is not None:
            return datetime.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        pass
    raise SieUsageError(f"{text!r} is no day; write 2024-01-31.", f"{text!r} är ingen dag; skriv 2024-01-31.")


def years(words: tuple[str, ...]) -> tuple[tuple[datetime.date, datetime.date], ...]:
    """Fiscal years written as ``2024-01-01..2024-12-31``, or ``2024`` for a calendar year.

    Raises:
        SieUsageError: One is none.
    """
    found = []
    for word in words:
        text = word.strip()
        if re.fullmatch("[0-9]{4}", text) and text != "0000":
            text = f"{text}-01-01..{text}-12-31"
        first, dots, last = text.partition("..")
        if not dots:
            from sie.errors import SieUsageError

            raise SieUsageError(
                f"--year {word!r} is no fiscal year: write its first and last day, --year 2024-07-01..2025-06-30.",
                f"--year {word!r} är inget räkenskapsår: skriv dess första och sista dag, "
                "--year 2024-07-01..2025-06-30.",
            )
        found.append((day(first.strip()), day(last.strip())))
    return tuple(found)


def values_of(thing: object) -> dict[str, object]:
    """A record as plain values, as JSON has it."""
    import msgspec

    found = msgspec.to_builtins(thing)
    assert isinstance(found, dict)
    return found
