"""Books as an SQLite file and back, with nothing lost.

SQLite has no decimals, so that amounts are whole numbers there: ``amount_scaled`` is kronor times a hundred, or
times a thousand where an amount has three decimals; the table ``about`` says how many (``amount_decimals``). Sums of
them are exact. A number that takes more than 64 bits is a text, in a column without a type. The views
``rows_kronor``, ``balances_kronor`` and ``vouchers_kronor`` show kronor, for reading. Dates are texts, YYYY-MM-DD;
lists are JSON, and the views ``row_objects`` and ``balance_objects`` have a row for each.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sie.convert.columnar import books, half_a_character, read_back, refuse_big, scale, table_data
from sie.convert.columns import TABLES, Column, Kind
from sie.errors import SieUsageError
from sie.ledger.model import Ledger, exact_context

if TYPE_CHECKING:
    from sie.convert.options import Options

__all__ = ["dumps", "loads", "read", "refuse_other", "write"]

_APPLICATION = int.from_bytes(b"SIEt", "big")
_LISTS = (Kind.TEXTS, Kind.OBJECTS)
_DECIMALS = {Kind.AMOUNT: "amount_decimals", Kind.QUANTITY: "quantity_decimals"}
_KEYS = {
    "years": "PRIMARY KEY (year)",
    "accounts": "PRIMARY KEY (account)",
    "dimensions": "PRIMARY KEY (dimension)",
    "vouchers": "PRIMARY KEY (voucher)",
    "rows": 'PRIMARY KEY (voucher, "row"), FOREIGN KEY (voucher) REFERENCES vouchers (voucher)',
}
_INDEXES = {"rows": ("account", "date"), "balances": ("account",), "vouchers": ("series",)}
_OBJECTS = (("row_objects", "rows", 't.voucher, t."row"'), ("balance_objects", "balances", "t.rowid AS balance"))
_REMEMBERED = 1 << 14  # days and lists come again and again
_LARGEST = 2**63
_WHOLE = re.compile(r"-?+[0-9]{1,9000}+", re.ASCII)


def _stored(column: Column) -> str:
    """What a column is called in the file."""
    return f"{column.name}_scaled" if column.kind in _DECIMALS else column.name


def _type(column: Column, long: bool) -> str:
    if long:  # or SQLite would make a rounded number of the text
        return ""
    whole = column.kind in (Kind.INTEGER, Kind.BOOLEAN, *_DECIMALS)
    return f"{'INTEGER' if whole else 'TEXT'}{' NOT NULL' if column.required else ''}"


def _table(table: str, columns: Sequence[Column], long: frozenset[str]) -> str:
    parts = [f'"{_stored(column)}" {_type(column, column.name in long)}' for column in columns]
    return f"CREATE TABLE {table} ({', '.join([*parts, *filter(None, [_KEYS.get(table)])])})"


def _around(places: Mapping[Kind, int]) -> Iterator[str]:
    """What stands beside the tables: indexes, which take half the time when the rows are there, and views."""
    for table, columns in TABLES.items():
        for name in _INDEXES.get(table, ()):
            yield f'CREATE INDEX {table}_{name} ON {table} ("{name}")'
        if any(column.kind in _DECIMALS for column in columns):
            shown = [
                f'"{_stored(c)}" / 1{"0" * places[c.kind]}.0 AS {c.name}' if c.kind in places else f'"{c.name}"'
                for c in columns
            ]
            yield f"CREATE VIEW {table}_kronor AS SELECT {', '.join(shown)} FROM {table}"
    for view, table, key in _OBJECTS:
        pair = "json_extract(o.value, '$.dimension') AS dimension, json_extract(o.value, '$.number') AS object"
        yield f"CREATE VIEW {view} AS SELECT {key}, {pair} FROM {table} t, json_each(t.objects) o"


def dumps(ledger: Ledger) -> bytes:
    r"""Books as the bytes of an SQLite file.

    Args:
        ledger: The books. Diagnostics and the evidence of the encoding are about the old file and left out.

    Raises:
        SieWriteError: A text holds half a character.

    Example:
        >>> import sie
        >>> ledger = sie.loads("#FNAMN Exempel\n#KONTO 1910 Kassa\n#IB 0 1910 0.10\n")
        >>> loads(dumps(ledger)) == ledger
        True
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        _fill(database, ledger)
        return database.serialize()


def _fill(database: sqlite3.Connection, ledger: Ledger) -> None:
    data = table_data(ledger)
    places = {kind: scale(data, kind) for kind in _DECIMALS}
    about = {
        "format": "sie-tables",
        "version": "1",
        "encoding": ledger.encoding,
        **{_DECIMALS[kind]: str(count) for kind, count in places.items()},
    }
    database.execute(f"PRAGMA application_id = {_APPLICATION}")
    database.execute("PRAGMA user_version = 1")
    try:
        database.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT)")
        database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        for table, columns in TABLES.items():
            values = data.pop(table)  # its room is free for the next one
            put = [_put(column, values.pop(column.name), places) for column in columns]
            long = frozenset(
                column.name
                for column, held in zip(columns, put, strict=True)
                if column.kind in places and any(isinstance(value, str) for value in held)
            )
            database.execute(_table(table, columns, long))
            marks = ", ".join("?" * len(columns))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", zip(*put, strict=True))
        for statement in _around(places):
            database.execute(statement)
    except UnicodeEncodeError as error:
        raise half_a_character(error) from None
    database.commit()


def _put(column: Column, values: Sequence[Any], places: Mapping[Kind, int]) -> Sequence[Any]:
    """The values of a column as SQLite keeps them."""
    kind = column.kind
    if kind in places:
        return _scaled(values, places[kind])
    if kind is Kind.INTEGER:
        refuse_big(column.name, values)
        return values
    if kind is Kind.DATE:
        return [value and value.isoformat() for value in values]
    if kind is Kind.OBJECTS:
        known = {refs: _json([ref._asdict() for ref in refs]) for refs in set(values)}
        return [known[refs] for refs in values]
    if kind is Kind.TEXTS:
        return [_json(texts) for texts in values]
    return values


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _scaled(values: Sequence[Decimal | None], places: int) -> list[int | str | None]:
    context = exact_context()
    found = [None if value is None else int(context.scaleb(value, places)) for value in values]
    return [n if n is None or -_LARGEST <= n < _LARGEST else format(context.create_decimal(n), "f") for n in found]


def loads(data: bytes) -> Ledger:
    """Books from the bytes of an SQLite file.

    Args:
        data: What ``dumps`` gave, perhaps changed since.

    Raises:
        SieUsageError: It is no SQLite file, or not of this form; the message says where.
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as database, _said():
        database.deserialize(data)
        return _books(database)


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """What SQLite has to say about a file, in words of ours."""
    try:
        yield
    except (sqlite3.Error, MemoryError, OverflowError, UnicodeDecodeError) as error:
        raise _no_file(str(error), str(error)) from None


def _no_file(en: str, sv: str) -> SieUsageError:
    return SieUsageError(
        f"This is not an SQLite file that sie wrote: {en}.", f"Det här är ingen SQLite-fil som sie har skrivit: {sv}."
    )


def _books(database: sqlite3.Connection) -> Ledger:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.text_factory = _text
    _check_tables(database)
    about = dict(database.execute("SELECT key, value FROM about").fetchall())
    if about.get("format") != "sie-tables" or about.get("version") != "1":
        raise _no_file("the table about does not say so", "tabellen about säger inte det")
    try:
        places = {kind: int(about[name]) for kind, name in _DECIMALS.items()}
        if not all(0 <= count <= 9000 for count in places.values()):
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise _no_file(
            "the table about lacks a number of decimals", "tabellen about saknar ett antal decimaler"
        ) from None
    found = {}
    for table, all_columns in TABLES.items():
        columns = [column for column in all_columns if read_back(column)]
        names = ", ".join(f'"{_stored(column)}"' for column in columns)
        values = database.execute(f"SELECT {names} FROM {table} ORDER BY rowid").fetchall()
        by_column = list(zip(*values, strict=True)) or [()] * len(columns)
        found[table] = {
            column.name: _values(table, column, held, places) for column, held in zip(columns, by_column, strict=True)
        }
    return books(found)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _no_file("a text is not UTF-8", "en text är inte UTF-8") from None


def _check_tables(database: sqlite3.Connection) -> None:
    """Nothing but plain tables and plain columns is read: a view or a computed column could do anything."""
    about = Column("key", Kind.TEXT, "", ""), Column("value", Kind.TEXT, "", "")
    for table, columns in {"about": about, **TABLES}.items():
        row = database.execute("SELECT type, sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
        if row is None or row[0] != "table" or not str(row[1]).upper().startswith("CREATE TABLE"):
            raise _no_file(f"there is no table {table}", f"det finns ingen tabell {table}")
        plain = {column[1] for column in database.execute(f"PRAGMA table_xinfo({table})") if column[6] == 0}
        for column in columns:
            if _stored(column) not in plain:
                raise _no_file(
                    f"the table {table} has no column {_stored(column)}",
                    f"tabellen {table} har ingen kolumn {_stored(column)}",
                )


def _values(table: str, column: Column, values: Sequence[Any], places: Mapping[Kind, int]) -> Sequence[object]:
    """The values of a column of the file as the model has them; what does not belong there is told where."""
    kind = column.kind
    made: Callable[[Any], object]
    if kind in places:
        made = _unscaled(places[kind])
    elif kind is Kind.BOOLEAN:
        made = {0: False, 1: True}.__getitem__
    elif kind is Kind.DATE:
        made = lru_cache(_REMEMBERED)(datetime.date.fromisoformat)
    elif kind in _LISTS:
        made = lru_cache(_REMEMBERED)(msgspec.json.Decoder(list[Any]).decode)
    else:
        return values
    found: list[object] = []
    for value in values:
        try:
            found.append(None if value is None else made(value))
        except (ValueError, KeyError, TypeError, RecursionError):
            number, name = len(found) + 1, _stored(column)
            raise SieUsageError(
                f"Table {table}, column {name}, row {number}: {value!r:.60} is not what stands there.",
                f"Tabell {table}, kolumn {name}, rad {number}: {value!r:.60} hör inte hemma där.",
            ) from None
    return found


def _unscaled(places: int) -> Callable[[Any], Decimal]:
    """A function that makes an amount of a whole number, or of the text of one."""
    context = exact_context()

    def amount(value: object) -> Decimal:
        if not isinstance(value, int) and not (isinstance(value, str) and _WHOLE.fullmatch(value)):
            raise ValueError
        return context.scaleb(context.create_decimal(value), -places)

    return amount


def refuse_other(place: Path) -> None:
    """Refuse to replace an SQLite file that holds something else than the books of a file.

    Args:
        place: Where books are to be written; nothing may be there.

    Raises:
        SieUsageError: An SQLite file of another kind is there, such as companies in a database.
    """
    try:
        with place.open("rb") as file:
            head = file.read(72)
    except (OSError, ValueError):
        return
    if head.startswith(b"SQLite format 3\0") and head[68:] != _APPLICATION.to_bytes(4, "big"):
        raise SieUsageError(
            f"{place} is a database of something else, such as companies: choose another name, or --force.",
            f"{place} är en databas med något annat, till exempel företag: välj ett annat namn, eller --force.",
        )


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Write books to an SQLite file; see ``dumps``."""
    try:
        with contextlib.closing(sqlite3.connect(target)) as database:
            # The file is new, and goes to its place when it is whole: there is nothing to roll back to.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            _fill(database, ledger)
    except sqlite3.OperationalError as error:  # the disk is full, for instance
        raise OSError(str(error)) from None


def read(source: Path, options: Options) -> Ledger:
    """Read books from an SQLite file; see ``loads``."""
    source.open("rb").close()  # says in the usual words what is wrong with the name
    place = source.absolute().as_uri() + "?mode=ro"
    with _said(), contextlib.closing(sqlite3.connect(place, uri=True)) as database:
        return _books(database)
