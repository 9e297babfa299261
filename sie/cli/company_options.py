"""What the commands of ``sie company`` share: the database, choices, and what is shown of records."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sie.cli.session import Session

if TYPE_CHECKING:
    from sie.company.store import Store

__all__ = [
    "agreed",
    "counted",
    "database_option",
    "mistyped_told",
    "open_store",
    "pairs",
    "values_of",
    "year_option",
]

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


def agreed(session: Session, title: str, yes: bool) -> bool:
    """Whether somebody agrees to what cannot be undone; asked on a terminal unless they said yes.

    Raises:
        SieUsageError: There is nobody to ask.
    """
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        from sie.errors import SieUsageError

        raise SieUsageError(
            f"Nothing was deleted: add --yes to delete {title}.",
            f"Inget raderades: lägg till --yes för att radera {title}.",
        )
    return click.confirm(session.say(f"Delete {title} for ever?", f"Radera {title} för alltid?"), err=True)


def mistyped_told(session: Session, number: str | None) -> None:
    """Say that an organisation number has a wrong check digit; it is used all the same."""
    from sie.checks.plausibility import mistyped
    from sie.report.harmless import safe

    if mistyped(number):
        shown = safe(number or "")
        session.error(
            session.say(
                f"The organisation number {shown} has a wrong check digit: compare it with the company register.",
                f"Organisationsnumret {shown} har fel kontrollsiffra: jämför med Bolagsverkets register.",
            )
        )


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


def values_of(thing: object) -> dict[str, object]:
    """A record as plain values, as JSON has it."""
    import msgspec

    found = msgspec.to_builtins(thing)
    assert isinstance(found, dict)
    return found
