"""Questions in SQL about the tables of some books, answered by DuckDB without access to anything else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from sie.convert.columns import TABLES
from sie.convert.frames import Tables, needs
from sie.errors import SieUsageError

if TYPE_CHECKING:
    import polars

__all__ = ["Answer", "ask", "together"]

_CLOSED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",  # the last: nothing can be changed after it
}
_QUESTIONS = frozenset({"SELECT", "EXPLAIN", "MULTI"})  # PIVOT is a statement of several parts


class Answer(msgspec.Struct, frozen=True):
    """What came of a question.

    Attributes:
        columns: Their names, each different from the others.
        rows: The values; amounts are ``Decimal``, dates ``datetime.date``.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def together(named: Iterable[tuple[str, Tables[polars.DataFrame]]]) -> Tables[polars.DataFrame]:
    r"""The tables of several files as one, with the column ``file`` first.

    Args:
        named: The name of each file and its tables; at least one.

    Example:
        >>> from sie.convert.frames import to_polars
        >>> files = [(name, to_polars(b"#KONTO 1910 Kassa\n")) for name in ("a.se", "b.se")]
        >>> together(files).accounts.select("file", "account").rows()
        [('a.se', '1910'), ('b.se', '1910')]
    """
    polars_ = needs("polars", "frames")
    all_of: dict[str, list[polars.DataFrame]] = {name: [] for name in TABLES}
    for file, tables in named:
        for name, table in tables:
            all_of[name].append(table.select(polars_.lit(file).alias("file"), polars_.all()))
    # "relaxed": amounts get as many decimals as those of any file.
    return Tables(**{name: polars_.concat(frames, how="vertical_relaxed") for name, frames in all_of.items()})


def ask(tables: Tables[polars.DataFrame], sql: str) -> Answer:
    r"""Answer a question in SQL.

    Sums of amounts are exact. Averages and divisions are floating-point numbers, as in DuckDB: ``round`` them.

    Args:
        tables: What can be asked; each is a table of its name.
        sql: One ``SELECT`` in the SQL of DuckDB. No file, no network and no setting can be reached from it.

    Raises:
        SieUsageError: It is no question, or DuckDB does not understand it or cannot answer; or DuckDB is not
            installed.

    Example:
        >>> from sie.convert.frames import to_polars
        >>> data = b"#VER A 1 20240131\n{\n#TRANS 1910 {} -0.30\n#TRANS 4010 {} 0.10\n#TRANS 4010 {} 0.20\n}\n"
        >>> ask(to_polars(data), "SELECT account, sum(amount) AS sum FROM rows GROUP BY account ORDER BY account")
        Answer(columns=('account', 'sum'), rows=(('1910', Decimal('-0.30')), ('4010', Decimal('0.30'))))
    """
    duckdb = needs("duckdb", "query")
    needs("pyarrow", "frames")
    with duckdb.connect(":memory:") as database:
        for name, table in tables:
            database.register(name, table.to_arrow())
        for setting, value in _CLOSED.items():
            database.execute(f"SET {setting} = {value}")
        try:
            statements = database.extract_statements(sql)
            _refuse_others(statements)
            database.execute(statements[0])
            columns = tuple(column[0] for column in database.description or ())
            rows = tuple(database.fetchall())
        except (duckdb.Error, UnicodeError, ValueError, OverflowError) as error:
            raise _wrong(str(error)) from None
    return Answer(_distinct(columns), rows)


def _refuse_others(statements: list[Any]) -> None:
    if len(statements) != 1:
        example = "SELECT account, sum(amount) FROM rows WHERE posted GROUP BY account"
        raise SieUsageError(
            f"Give one question in SQL, not {len(statements)}: {example}.",
            f"Ge en fråga i SQL, inte {len(statements)}: {example}.",
        )
    kind = statements[0].type.name
    if kind not in _QUESTIONS:
        raise SieUsageError(
            f"{kind} is no question: write a SELECT. Nothing can be changed here.",
            f"{kind} är ingen fråga: skriv en SELECT. Här går inget att ändra.",
        )


def _wrong(reason: str) -> SieUsageError:
    """What DuckDB said, which is in English and names the place."""
    text = reason.strip().replace("\n\n", "\n")
    return SieUsageError(
        f"The SQL cannot be answered. {text}\n'sie query --tables' lists tables and columns.",
        f"SQL-frågan går inte att besvara. DuckDB: {text}\n'sie query --tables' räknar upp tabeller och kolumner.",
    )


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns without doubles: the second ``sum`` is ``sum_2``."""
    found: dict[str, None] = {}
    for name in names:
        unique, count = name, 1
        while unique in found:
            count += 1
            unique = f"{name}_{count}"
        found[unique] = None
    return tuple(found)
