"""A database: where it is, its connections, and transactions in which all happens or nothing."""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import itertools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sie.company.errors import SieStoreError, missing_library, translated

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Column, Connection, Engine, Table

__all__ = ["Database", "default_database", "now", "put_many", "unguarded", "unused"]

_WAIT = 30.0
"""Seconds to wait for another program that writes."""


def default_database() -> Path:
    """The file that companies are kept in unless another is named: in the user's folder for data.

    Example:
        >>> default_database().name
        'companies.db'
    """
    home = Path.home()
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "sie" / "companies.db"


def now() -> str:
    """The time, in UTC, as it is noted in the database."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Database:
    """A SQLite file or a PostgreSQL database.

    Args:
        place: A URL such as ``postgresql://user@server/books``, or the name of a SQLite file; ``None`` means
            ``default_database()``.
        must_exist: Refuse a SQLite file that does not exist instead of making it.
        wait: Seconds to wait for another program that writes.

    Attributes:
        shown: What to call it; without password.

    Raises:
        SieStoreError: SQLAlchemy is not installed, the URL is none, the database cannot be opened, or a newer
            version of this program has made it.
    """

    def __init__(
        self, place: str | os.PathLike[str] | None = None, *, must_exist: bool = False, wait: float = _WAIT
    ) -> None:
        if importlib.util.find_spec("sqlalchemy") is None:
            raise missing_library("sqlalchemy")
        self._wait = wait
        self.shown = "?"
        self._engine = self._opened(os.fspath(place) if place is not None else None, must_exist)
        with translated(self.shown):
            self._up_to_date()

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def _opened(self, place: str | None, must_exist: bool) -> Engine:
        from sqlalchemy import URL, create_engine, event, make_url
        from sqlalchemy.exc import ArgumentError

        if place is None or "://" not in place:
            path = Path(place).expanduser() if place else default_database()
            url = URL.create("sqlite", database=str(path))
        else:
            try:
                url = make_url(place)
            except (ArgumentError, ValueError) as error:
                raise _no_url(place) from error
        if url.get_backend_name() not in ("sqlite", "postgresql") or (
            url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
        ):
            raise _no_url(url.render_as_string())
        if url.get_backend_name() == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
            self.shown = url.set(drivername="postgresql").render_as_string()
            with translated(self.shown):
                engine = create_engine(url, connect_args={"connect_timeout": 10})
        else:
            self.shown = str(url.database)
            self._check_file(Path(self.shown), must_exist, made=place is None)
            with translated(self.shown):
                engine = create_engine(url, connect_args={"timeout": self._wait})
        event.listen(engine, "connect", self._on_connect)
        event.listen(engine, "begin", self._on_begin)
        return engine

    @staticmethod
    def _check_file(path: Path, must_exist: bool, made: bool) -> None:
        if path.is_dir():
            raise SieStoreError(f"{path} is a folder: name a file.", f"{path} är en mapp: ange en fil.")
        if path.exists():
            return
        if must_exist:
            raise SieStoreError(
                f"There is no database {path} yet: 'sie company create', 'sie migrate run' and 'sie migrate case open' "
                "make it, or name another with --database.",
                f"Det finns ingen databas {path} ännu: 'sie company create', 'sie migrate run' och 'sie migrate case "
                "open' skapar den, eller ange en annan med --database.",
            )
        if made:
            with translated(str(path)):
                path.parent.mkdir(parents=True, exist_ok=True)

    def _on_connect(self, connection: object, _record: object) -> None:
        if self.dialect == "sqlite":
            file = cast("sqlite3.Connection", connection)
            file.isolation_level = None  # transactions are begun below
            file.execute("PRAGMA foreign_keys = ON")
            # What is deleted is deleted: else it stays readable in the file until its place is needed.
            file.execute("PRAGMA secure_delete = ON")

    def _on_begin(self, connection: Connection) -> None:
        write = connection.get_execution_options().get("sie_write", False)
        if self.dialect == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
        else:
            if not write:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self._wait * 1000)}")

    def _up_to_date(self) -> None:
        from sqlalchemy import inspect, text

        from sie.company.schema import VERSION, migrate

        with self.reading() as connection:
            known = inspect(connection).has_table("sie_version")
            found = connection.execute(text("SELECT max(version) FROM sie_version")).scalar() if known else None
        if found == VERSION:
            return
        with self.writing() as connection:
            self.alone(connection)
            migrate(connection, now())

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the database as it was at one moment."""
        with translated(self.shown), self._engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection whose writes are all there in the end, or none of them."""
        with (
            translated(self.shown),
            self._engine.execution_options(sie_write=True).begin() as connection,
        ):
            yield connection

    def alone(self, connection: Connection) -> None:
        """Wait until nobody else does what must be done by one at a time; until the transaction ends.

        Args:
            connection: In a transaction that writes; with SQLite that is enough.
        """
        from sqlalchemy import text

        if self.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(20190407)"))

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def unused(connection: Connection, own: Column[int], gone: Column[int]) -> dict[str, int]:
    """A number for something new that nothing before it had, for what is kept of what was deleted is found by it.

    Args:
        connection: In a transaction that writes.
        own: The numbers of those that are there.
        gone: The numbers of those that were.

    Returns:
        The value of the column; empty with PostgreSQL, whose numbers are never given twice.
    """
    from sqlalchemy import func, select

    if connection.dialect.name != "sqlite":
        return {}
    last = [connection.execute(select(func.max(column))).scalar() or 0 for column in (own, gone)]
    return {own.name: max(last) + 1}


def put_many(
    connection: Connection, table: Table, rows: Iterable[tuple[object, ...]], columns: Sequence[str], year_id: int
) -> None:
    """Insert many rows of one fiscal year at the speed of the driver.

    Args:
        connection: In a transaction.
        table: Where to.
        rows: Values in the order of ``columns``, of types that the driver takes.
        columns: The names of the columns other than ``year_id``.
        year_id: The fiscal year.
    """
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in ("year_id", *columns))
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor = driver.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = f"({int(year_id)}, {', '.join('?' * len(columns))})"
            _in_blocks(cursor, f"INSERT INTO {quote(table.name)} ({names}) VALUES ", marks, rows)
        else:
            with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
                for values in rows:
                    copy.write_row((year_id, *values))
    finally:
        cursor.close()


@contextlib.contextmanager
def unguarded(connection: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Insert into an open company without asking, row by row, whether it is archived.

    For a transaction that has locked the company and seen its state: the triggers of INSERT are gone in it and nowhere
    else, and are back before it can be committed. PostgreSQL asks once for each statement and needs none of this.

    Args:
        connection: In a transaction that keeps others out.
        tables: What is inserted into.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    names = {f"sie_{table.name}_insert" for table in tables}
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    guards = [(name, sql) for name, sql in found if name in names]
    for name, _ in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield  # an exception ends the transaction, and with it this
    for _, sql in guards:
        connection.exec_driver_sql(sql)


_BLOCK = 50


def _in_blocks(cursor: sqlite3.Cursor, insert: str, marks: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Insert some rows with each statement, which takes a third less time than one with each."""
    coming, rest = iter(rows), list[tuple[object, ...]]()

    def blocks() -> Iterator[tuple[object, ...]]:
        while len(block := list(itertools.islice(coming, _BLOCK))) == _BLOCK:
            yield tuple(itertools.chain.from_iterable(block))
        rest.extend(block)

    cursor.executemany(insert + ", ".join([marks] * _BLOCK), blocks())
    cursor.executemany(insert + marks, rest)


def _no_url(shown: str) -> SieStoreError:
    return SieStoreError(
        f"{shown} is no database that companies can be kept in: name a SQLite file, or postgresql://user@server/name.",
        f"{shown} är ingen databas för företag: ange en SQLite-fil, eller postgresql://användare@server/namn.",
    )
