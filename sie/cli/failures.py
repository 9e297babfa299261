"""Every way in which a run can end that is not the usual one: words in two languages and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sie.cli.session import GoneError, Session

if TYPE_CHECKING:
    from sie.ledger.model import Ledger

__all__ = ["run", "unreadable"]

_INTERRUPTED = 130


def unreadable(session: Session, name: str, ledger: Ledger) -> bool:
    """Whether a file held nothing that can be read as books, which is said then.

    Args:
        session: The way out.
        name: Of the file.
        ledger: What was read of it.
    """
    from sie.text.sniff import NOT_SIE

    for diagnostic in ledger.diagnostics:
        if diagnostic.code in NOT_SIE:
            session.error(f"sie: {name}: {diagnostic.message(session.language)}")
            session.worse(2)
            return True
    return False


def run(command: Callable[[], Any], session: Session) -> int:
    """Run the command line; whatever happens, nobody sees a traceback unless ``SIE_DEBUG`` is 1.

    Args:
        command: What to run.
        session: Its language, and its exit code so far.

    Returns:
        The exit code.
    """
    try:
        return _run(command, session)
    except GoneError:
        _silence(sys.stdout)
        _silence(sys.stderr)
        return session.code
    except (KeyboardInterrupt, click.Abort):
        _silence(sys.stdout)
        return _INTERRUPTED


def _run(command: Callable[[], Any], session: Session) -> int:
    from sie.errors import SieContentError, SieError, SieWriteError

    try:
        code = command()
        if isinstance(code, int):
            session.worse(code)
    except (GoneError, click.Abort):
        raise
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "sie"
        session.error(f"sie: {_usage(error, session)}")
        session.error(session.say(f"Try '{path} --help'.", f"Prova '{path} --help'."))
        session.worse(2)
    except click.ClickException as error:
        session.error(f"sie: {error.format_message()}")
        session.worse(2)
    except SieError as error:
        session.fail(error, 1 if isinstance(error, SieWriteError | SieContentError) else 2)
    except OSError as error:  # the library has words for files; this is a full disk behind standard output
        reason = error.strerror or str(error)
        session.error(session.say(f"sie: Cannot write: {reason}.", f"sie: Kan inte skriva: {reason}."))
        _silence(sys.stdout)
        session.worse(2)
    except Exception as error:
        if os.environ.get("SIE_DEBUG") == "1":
            raise
        what = f"{type(error).__name__}: {error}"[:300]
        session.error(
            session.say(
                f"sie: Internal error ({what}). Please report it, with SIE_DEBUG=1 set for the details.",
                f"sie: Internt fel ({what}). Rapportera det gärna, med SIE_DEBUG=1 för detaljer.",
            )
        )
        session.worse(2)
    return session.code


def _silence(stream: Any) -> None:
    """Nobody reads any more: what is still held back goes nowhere, without a word at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def _usage(error: click.UsageError, session: Session) -> str:
    """What click has to say about a wrong call, also in Swedish."""
    if session.language != "sv":
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        return f"Det finns inget val {error.option_name}.{_nearby(error.possibilities)}"
    if isinstance(error, click.MissingParameter):
        return f"{_hint(error)} saknas."
    if isinstance(error, click.BadParameter):
        choices = getattr(getattr(error.param, "type", None), "choices", None)
        reason = f"välj bland {', '.join(map(str, choices))}." if choices else error.message
        return f"Ogiltigt värde för {_hint(error)}: {reason}"
    if isinstance(error, click.BadOptionUsage):
        return f"Valet {error.option_name} är fel använt; det behöver kanske ett värde."
    command = getattr(error, "command_name", None)  # click 8.4 and later have a class for it
    if command is not None:
        return f"Det finns inget kommando {command!r}.{_nearby(getattr(error, 'possibilities', None))}"
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return f"Det finns inget sådant kommando. Välj bland {', '.join(error.ctx.command.list_commands(error.ctx))}."
    return f"För många eller felaktiga argument ({error.format_message()})"


def _hint(error: click.BadParameter) -> str:
    return error.param.get_error_hint(error.ctx) if error.param and error.ctx else "värdet"


def _nearby(possibilities: Sequence[str] | None) -> str:
    return f" Menade du {', '.join(possibilities)}?" if possibilities else ""
