"""Letters that an encoding lacks: what to do about them is said, and what was replaced is listed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sie.cli.session import Session

if TYPE_CHECKING:
    from sie.text.writer import Substitutions

__all__ = ["substitute_option", "substitutions", "substitutions_told"]

_F = TypeVar("_F", bound=Callable[..., Any])


def substitute_option(command: _F) -> _F:
    """The leave to replace letters."""
    words = "Replace letters that the encoding lacks, and list them."
    return click.option("--substitute", is_flag=True, help=words)(command)


def substitutions(wanted: bool) -> Substitutions | None:
    """Leave to replace letters, if it is given."""
    from sie.text.writer import Substitutions

    return Substitutions() if wanted else None


@contextlib.contextmanager
def substitutions_told(session: Session, substitute: Substitutions | None, *, hint: bool = True) -> Iterator[None]:
    """Write; what cannot be written is said, with a way out, and what was replaced.

    Args:
        session: Who hears it.
        substitute: What ``substitutions`` gave.
        hint: Whether the command can replace letters.
    """
    from sie.errors import SieWriteError

    before = len(substitute.made) if substitute is not None else 0
    try:
        yield
    except SieWriteError as error:
        session.fail(error, 1)
        if hint and error.proposal is not None and error.field not in ("amount", "quantity"):
            session.error(
                session.say(
                    "--substitute writes such proposals and lists them.",
                    "--substitute skriver sådana förslag och listar dem.",
                )
            )
        raise click.exceptions.Exit(1) from None
    for made in dict.fromkeys(substitute.made[before:]) if substitute is not None else ():
        where = f"{made.label} {made.field}".strip()
        line = session.say(f"line {made.line}, ", f"rad {made.line}, ") if made.line else ""
        session.error(f"{line}{where}: “{made.before}” -> “{made.after}”")
