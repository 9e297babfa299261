"""Errors of the store, in both languages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sie.errors import SieError, SieUsageError

__all__ = ["SieStoreError", "missing_library", "translated"]


class SieStoreError(SieUsageError):
    """A database that cannot be opened, read or written; what was in it before still is.

    Example:
        >>> print(SieStoreError("The database is locked.", "Databasen är låst.").message("sv"))
        Databasen är låst.
    """


def missing_library(name: str) -> SieStoreError:
    """The error for a library that an extra brings and that is not installed.

    Args:
        name: The module that could not be imported.

    Example:
        >>> print(missing_library("psycopg"))
        PostgreSQL needs a library that is not installed: pip install 'sie[postgres]'.
    """
    if name.startswith("psycopg"):
        return SieStoreError(
            "PostgreSQL needs a library that is not installed: pip install 'sie[postgres]'.",
            "PostgreSQL kräver ett bibliotek som inte är installerat: pip install 'sie[postgres]'.",
        )
    return SieStoreError(
        "Companies in a database need a library that is not installed: pip install 'sie[company]'.",
        "Företag i en databas kräver ett bibliotek som inte är installerat: pip install 'sie[company]'.",
    )


@contextlib.contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn whatever a database driver raises into an error with words.

    Args:
        place: What to call the database; no password in it.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SieError:
        raise
    except ModuleNotFoundError as error:
        raise missing_library(error.name or "") from error
    except SQLAlchemyError as error:
        raise _in_words(place, getattr(error, "orig", None) or error) from error
    except UnicodeEncodeError as error:
        raise SieStoreError(
            "A text holds half a character, which no database can keep: correct the source.",
            "En text innehåller ett halvt tecken, som ingen databas kan spara: rätta källan.",
        ) from error
    except OSError as error:
        raise _in_words(place, error) from error
    except Exception as error:
        # Bulk rows go straight to the driver, whose errors SQLAlchemy does not wrap.
        if type(error).__module__.partition(".")[0] in ("sqlite3", "psycopg"):
            raise _in_words(place, error) from error
        raise


_CAUSES = (
    (
        ("database is locked", "lock timeout", "canceling statement due to lock", "deadlock detected"),
        "{place} is locked by another program: wait until that is done, then try again. Nothing was changed.",
        "{place} är låst av ett annat program: vänta tills det är klart och försök igen. Inget har ändrats.",
    ),
    (
        ("sie: cases are never changed",),
        "What stands in a case is never changed: correct it or withdraw it with 'sie migrate case'.",
        "Det som står i ett ärende ändras aldrig: rätta eller dra tillbaka det med 'sie migrate case'.",
    ),
    (
        ("readonly database", "read-only"),
        "{place} is read-only: give yourself leave to write the file and its folder, or name another database.",
        "{place} är skrivskyddad: ge dig skrivrätt till filen och mappen, eller ange en annan databas.",
    ),
    (
        ("file is not a database", "malformed"),
        "{place} is no database of companies, or is damaged: name another database, or restore a backup.",
        "{place} är ingen företagsdatabas, eller är skadad: ange en annan databas, eller återställ en kopia.",
    ),
    (
        ("disk is full", "no space left", "database or disk is full"),
        "The disk is full: make room and try again. {place} is as it was.",
        "Disken är full: frigör utrymme och försök igen. {place} är som förut.",
    ),
    (
        ("unable to open database file",),
        "{place} cannot be opened: the folder must exist and you must be allowed to write in it.",
        "{place} kan inte öppnas: mappen måste finnas och du måste få skriva i den.",
    ),
    (
        ("connection refused", "could not connect", "connection failed", "connection timeout", "could not translate"),
        "The server of {place} does not answer: check address, port and that it is started.",
        "Servern för {place} svarar inte: kontrollera adress, port och att den är startad.",
    ),
    (
        ("nul (0x00)", "nul bytes", "0x00"),
        "A text holds a NUL character, which PostgreSQL cannot keep: correct the source, or keep it in SQLite.",
        "En text innehåller ett NUL-tecken, som PostgreSQL inte kan spara: rätta källan, eller spara i SQLite.",
    ),
    (
        ("sie: archived",),
        "The company is archived and closed: nothing in it can be changed. Restart it to get a fresh one.",
        "Företaget är arkiverat och stängt: inget i det kan ändras. Starta om det för att få ett nytt.",
    ),
)


def _in_words(place: str, error: BaseException) -> SieStoreError:
    text = str(error)
    lowered = text.lower()
    for signs, en, sv in _CAUSES:
        if any(sign in lowered for sign in signs):
            return SieStoreError(en.format(place=place), sv.format(place=place))
    first = text.strip().split("\n")[0][:200] or type(error).__name__
    return SieStoreError(
        f"The database {place} says: {first}. Nothing was changed.",
        f"Databasen {place} svarar: {first}. Inget har ändrats.",
    )
