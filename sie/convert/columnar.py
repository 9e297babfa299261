"""Books as plain tables and back, with nothing lost: lists of Python values, column by column.

Rule 1: what a table has is data, in ``columns``; this module interprets it.
Rule 2: what comes back from somebody else's file is held to its column before it becomes a value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import Any

import msgspec

from sie.convert.columns import TABLES, Column, Kind
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import (
    BALANCE_KINDS,
    ROW_KINDS,
    Account,
    Address,
    Balance,
    Company,
    Dimension,
    FiscalYear,
    Generated,
    Ledger,
    Object,
    ObjectRef,
    Program,
    Row,
    Voucher,
)
from sie.spec.labels import FILE_TYPES

__all__ = [
    "Data",
    "books",
    "decimals",
    "first_of",
    "fiscal_years",
    "half_a_character",
    "read_back",
    "refuse_big",
    "scale",
    "table_data",
]

Data = Mapping[str, Mapping[str, Sequence[object]]]
"""Tables by name; in each, the values of its columns by name."""

_TYPES: dict[Kind, type] = {
    Kind.TEXT: str,
    Kind.CATEGORY: str,
    Kind.INTEGER: int,
    Kind.BOOLEAN: bool,
    Kind.DATE: datetime.date,
    Kind.AMOUNT: Decimal,
    Kind.QUANTITY: Decimal,
    Kind.JSON: str,
}
_CLASSES: dict[str, type[msgspec.Struct]] = {
    "years": FiscalYear,
    "accounts": Account,
    "dimensions": Dimension,
    "objects": Object,
    "balances": Balance,
    "vouchers": Voucher,
    "rows": Row,
}
_NUMBER = re.compile(r"-?+[0-9]++(?:\.[0-9]++)?+", re.ASCII)
_STANDING = frozenset({"origin", "place", "detection", "diagnostics"})
_IN_TABLES = frozenset({*_CLASSES, "rows"})
# The parts of a ledger that are spread over columns of ``company``, each to be kept whole.
_SPREAD: tuple[tuple[str, type[msgspec.Struct]], ...] = (
    ("program", Program),
    ("generated", Generated),
    ("company", Company),
    ("company.address", Address),
)


def _covered(table: str) -> frozenset[str]:
    return frozenset(column.path for column in TABLES[table] if column.path)


def _uncovered(kind: type[msgspec.Struct], covered: Iterable[str]) -> tuple[str, ...]:
    """The fields of a class that no column holds: they go into ``more``."""
    return tuple(name for name in kind.__struct_fields__ if name not in covered and name not in _STANDING)


_REST = {name: _uncovered(kind, _covered(name) | {"rows"}) for name, kind in _CLASSES.items()}
_LEDGER_REST = _uncovered(Ledger, {*_IN_TABLES, *_covered("company"), "company", "program", "generated"})
_LEDGER_FIELDS = tuple(c.path for c in TABLES["company"] if c.path and "." not in c.path and c.path != "more")


def _defaults(kind: type[msgspec.Struct]) -> dict[str, Any]:
    found = {}
    for field in msgspec.structs.fields(kind):
        given = field.default is not msgspec.NODEFAULT
        found[field.name] = (
            field.default if given else field.default_factory() if callable(field.default_factory) else ()
        )
    return found


_WITH_REST: tuple[type[msgspec.Struct], ...] = (Ledger, *_CLASSES.values())
_DEFAULTS = {kind: _defaults(kind) for kind in _WITH_REST}


def _more(value: msgspec.Struct, names: Sequence[str]) -> str | None:
    """The fields that no column holds, as JSON; ``None`` when they say nothing."""
    usual = _DEFAULTS[type(value)]
    found = {name: getattr(value, name) for name in names if getattr(value, name) != usual[name]}
    return msgspec.json.encode(found).decode() if found else None


def _mores(table: str, values: Sequence[Any]) -> list[str | None]:
    """What no column holds of each value of a table: nearly always nothing, which is seen at once."""
    names = _REST[table]
    usual = _DEFAULTS[_CLASSES[table]]
    if all(getattr(value, name) == usual[name] for name in names for value in values):
        return [None] * len(values)
    return [_more(value, names) for value in values]


def decimals(amounts: Iterable[Decimal | None], least: int = 2) -> int:
    """How many decimals a column needs so that none of its amounts is rounded.

    Args:
        amounts: What is in it.
        least: What it has in any case.

    Raises:
        SieWriteError: One is no number.

    Example:
        >>> decimals([Decimal("1.5"), None, Decimal("0.1250")]), decimals([Decimal("1E+3")])
        (3, 2)
    """
    most, usual = least, Decimal(1).scaleb(-least)
    for amount in amounts:
        if amount is None or amount.same_quantum(usual):  # nearly all of them
            continue
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int):
            raise SieWriteError(f"{amount} is no amount.", f"{amount} är inget belopp.", value=str(amount))
        if -exponent > most:
            digits = amount.as_tuple().digits
            zeros = next((n for n, digit in enumerate(reversed(digits)) if digit), len(digits))
            most = max(most, -exponent - zeros if any(digits) else least)
    return most


def scale(data: Data, kind: Kind) -> int:
    """How many decimals the columns of a kind have: two, or as many as the longest of their amounts.

    Args:
        data: The tables.
        kind: ``Kind.AMOUNT`` or ``Kind.QUANTITY``.

    Raises:
        SieWriteError: One is no number.
    """
    found = 2
    for table, columns in TABLES.items():
        for column in columns:
            if column.kind is kind:
                values: Any = data[table][column.name]
                found = decimals(values, found)
    return found


def refuse_big(column: str, numbers: Iterable[int | None]) -> None:
    """Refuse a whole number that takes more than 64 bits.

    Args:
        column: Where it stands.
        numbers: What stands there.

    Raises:
        SieWriteError: There is one.
    """
    for number in numbers:
        if number is not None and not -(2**63) <= number < 2**63:
            raise SieWriteError(
                f"{column}: {number} is too big for a table.",
                f"{column}: {number} är för stort för en tabell.",
                value=str(number),
            )


def first_of(dimension: str, refs: Iterable[tuple[ObjectRef, ...]]) -> list[str | None]:
    """The first object of a dimension in each list.

    Args:
        dimension: Its number.
        refs: Lists of objects.
    """
    return [
        next((ref.number for ref in these if ref.dimension == dimension), None) if these else None for these in refs
    ]


def table_data(ledger: Ledger) -> dict[str, dict[str, list[Any]]]:
    r"""The tables of books.

    Args:
        ledger: The books.

    Returns:
        The values of each column of each table of ``columns.TABLES``. Lists of texts and of objects are lists of
        ``str`` and of ``ObjectRef``.

    Raises:
        SieWriteError: A text holds half a character (a lone surrogate), which no table can carry.

    Example:
        >>> import sie
        >>> tables = table_data(sie.loads("#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {1 N} -25.00\n}\n"))
        >>> tables["rows"]["account"], tables["rows"]["cost_centre"], tables["vouchers"]["total"]
        (['1910'], ['N'], [Decimal('-25.00')])
    """
    try:
        return {
            "company": _company(ledger),
            "years": {"year": list(ledger.years), **_plain("years", list(ledger.years.values()))},
            "accounts": _plain("accounts", list(ledger.accounts.values())),
            "dimensions": _plain("dimensions", list(ledger.dimensions.values())),
            "objects": _plain("objects", ledger.objects),
            "balances": _plain("balances", ledger.balances),
            **_journal(ledger),
        }
    except UnicodeEncodeError as error:
        raise half_a_character(error) from None


def half_a_character(error: UnicodeEncodeError) -> SieWriteError:
    """What to say of a text that no Unicode file can carry."""
    bad = error.object[error.start : error.end]
    return SieWriteError(
        f"A table cannot carry half a character ({bad!r}).", f"En tabell kan inte bära ett halvt tecken ({bad!r})."
    )


def _company(ledger: Ledger) -> dict[str, list[Any]]:
    address = ledger.company.address
    found: dict[str, list[Any]] = {}
    for column in TABLES["company"]:
        if column.name == "has_address":
            found[column.name] = [address is not None]
        elif column.name == "more":
            found[column.name] = [_more(ledger, _LEDGER_REST)]
        elif address is None and column.path.startswith("company.address."):
            found[column.name] = [None]
        else:
            found[column.name] = [attrgetter(column.path)(ledger)]
    return found


def _plain(table: str, values: Sequence[Any]) -> dict[str, list[Any]]:
    """The columns of a table whose rows are values that stand for themselves."""
    found: dict[str, list[Any]] = {}
    for column in TABLES[table]:
        if column.path == "more":
            found["more"] = _mores(table, values)
        elif column.path == "origin":
            found["line"] = [value.origin or None for value in values]
        elif column.path and (table, column.path) != ("years", "number"):
            get = attrgetter(column.path)
            found[column.name] = [get(value) for value in values]
    if "objects" in found:
        found["cost_centre"] = first_of("1", found["objects"])
        found["project"] = first_of("6", found["objects"])
    return found


def _journal(ledger: Ledger) -> dict[str, dict[str, list[Any]]]:
    """The tables ``vouchers`` and ``rows``."""
    vouchers = ledger.vouchers
    year_of = fiscal_years(ledger)
    head = _plain("vouchers", vouchers)
    head["voucher"] = list(range(1, len(vouchers) + 1))
    head["year"] = [year_of(voucher.date) for voucher in vouchers]
    head["total"] = [voucher.total for voucher in vouchers]
    rows = [row for voucher in vouchers for row in voucher.rows]
    found = _plain("rows", rows)
    counts = [len(voucher.rows) for voucher in vouchers]
    found["row"] = [number for count in counts for number in range(1, count + 1)]
    for name in ("voucher", "series", "number", "date", "year"):
        found[name] = [value for value, count in zip(head[name], counts, strict=True) for _ in range(count)]
    found["posted"] = [row.kind != "removed" for row in rows]
    return {"vouchers": head, "rows": found}


def fiscal_years(ledger: Ledger) -> Callable[[datetime.date | None], int | None]:
    """A function that gives the number of the fiscal year of a day.

    Args:
        ledger: Whose years.
    """
    known: dict[datetime.date | None, int | None] = {None: None}
    years = sorted(ledger.years.items(), key=lambda item: -item[0])

    def year_of(day: datetime.date | None) -> int | None:
        if day not in known:
            known[day] = next((number for number, year in years if day is not None and day in year), None)
        return known[day]

    return year_of


# -- and back


def books(data: Data) -> Ledger:
    r"""The books that tables hold; what is derived (``year``, ``total``, ``posted`` …) is not looked at.

    Args:
        data: As ``table_data`` gives it; the values may be anybody's.

    Raises:
        SieUsageError: A table or a column is missing, or a value is not what its column holds; it says where.

    Example:
        >>> import sie
        >>> ledger = sie.loads("#FNAMN Exempel\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {1 N} -25.00\n}\n")
        >>> books(table_data(ledger)) == ledger
        True
    """
    held = {name: _held(name, data) for name in TABLES}
    years = [FiscalYear(**fields) for fields in _values("years", held, "number")]
    numbers = held["years"]["year"]
    accounts = [Account(**fields) for fields in _values("accounts", held)]
    dimensions = [Dimension(**fields) for fields in _values("dimensions", held)]
    balances = [Balance(**fields) for fields in _values("balances", held)]
    _one_of("balances", "kind", [b.kind for b in balances], BALANCE_KINDS)
    return Ledger(
        **_head(held["company"]),
        years=dict(zip(numbers, years, strict=True)),
        accounts={account.number: account for account in accounts},
        dimensions={dimension.number: dimension for dimension in dimensions},
        objects=tuple(Object(**fields) for fields in _values("objects", held)),
        balances=tuple(balances),
        vouchers=tuple(_vouchers(held)),
    )


def read_back(column: Column) -> bool:
    """Whether a column becomes books again; the others are derived.

    Args:
        column: One of ``columns.TABLES``.
    """
    return bool(column.path) or column.name in ("voucher", "row", "has_address")


def _held(table: str, data: Data) -> dict[str, list[Any]]:
    """The columns of a table that say something, each value checked."""
    if table not in data:
        raise SieUsageError(f"The table {table} is missing.", f"Tabellen {table} saknas.")
    found: dict[str, list[Any]] = {}
    length: int | None = None
    for column in TABLES[table]:
        if not read_back(column):
            continue
        if column.name not in data[table]:
            raise SieUsageError(
                f"The column {column.name} of the table {table} is missing.",
                f"Kolumnen {column.name} i tabellen {table} saknas.",
            )
        values = _checked(table, column, data[table][column.name])
        if length is not None and len(values) != length:
            raise SieUsageError(
                f"The columns of the table {table} differ in length.", f"Kolumnerna i tabellen {table} är olika långa."
            )
        length = len(values)
        found[column.name] = values
    return found


def _checked(table: str, column: Column, values: Sequence[object]) -> list[Any]:
    kind = column.kind
    if kind is Kind.TEXTS:
        return [_texts(table, column, number, value) for number, value in enumerate(values, 1)]
    if kind is Kind.OBJECTS:
        return [_objects(table, column, number, value) for number, value in enumerate(values, 1)]
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        values = [_number(value) for value in values]
    expected = _TYPES[kind]
    for number, value in enumerate(values, 1):
        right = type(value) is expected  # a bool is no number, and a time of day is no date
        if not right and (value is not None or column.required):
            raise _wrong(table, column, number, value)
    return list(values)


def _number(value: object) -> object:
    """A number that was too long for anything but a text."""
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value


def _wrong(table: str, column: Column, number: int, value: object) -> SieUsageError:
    shown = repr(value)[:60]
    return SieUsageError(
        f"Table {table}, column {column.name}, row {number}: {shown} is not what stands there ({column.kind.value}).",
        f"Tabell {table}, kolumn {column.name}, rad {number}: {shown} hör inte hemma där ({column.kind.value}).",
    )


def _texts(table: str, column: Column, number: int, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(text, str) for text in value):
        return tuple(value)
    raise _wrong(table, column, number, value)


def _objects(table: str, column: Column, number: int, value: object) -> tuple[ObjectRef, ...]:
    try:
        if isinstance(value, list | tuple):
            pairs = [(v["dimension"], v["number"]) if isinstance(v, dict) else tuple(v) for v in value]
            if all(len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], str) for pair in pairs):
                return tuple(ObjectRef(*pair) for pair in pairs)
    except (KeyError, TypeError):
        pass
    raise _wrong(table, column, number, value)


def _one_of(table: str, name: str, values: Sequence[str], allowed: Sequence[str]) -> None:
    for number, value in enumerate(values, 1):
        if value not in allowed:
            column = next(column for column in TABLES[table] if column.name == name)
            raise _wrong(table, column, number, value)


def _values(table: str, held: Mapping[str, Mapping[str, list[Any]]], *leave_out: str) -> Iterator[dict[str, Any]]:
    """The arguments of each value of a table."""
    columns = [column for column in TABLES[table] if column.path and column.path not in leave_out]
    paths = [column.path for column in columns]
    for number, values in enumerate(zip(*(held[table][column.name] for column in columns), strict=True), 1):
        fields = dict(zip(paths, values, strict=True))
        fields["origin"] = fields["origin"] or 0
        more = fields.pop("more")
        if more is not None:
            fields.update(_unpacked(table, number, _CLASSES[table], more, _REST[table]))
        yield fields


def _unpacked(table: str, number: int, kind: type[msgspec.Struct], more: str, allowed: Sequence[str]) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(more, type=dict[str, Any])
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        if not set(found) <= set(allowed):
            raise ValueError("unknown names")
        return {name: msgspec.convert(value, types[name]) for name, value in found.items()}
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        column = next(column for column in TABLES[table] if column.name == "more")
        raise _wrong(table, column, number, more) from None


def _head(company: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The arguments of the ledger that the one row of ``company`` holds."""
    if len(company["name"]) != 1:
        raise SieUsageError("The table company must have one row.", "Tabellen company ska ha en rad.")
    by_path = {column.path: company[column.name][0] for column in TABLES["company"] if column.path}
    parts: dict[str, Any] = {}
    for prefix, kind in _SPREAD:
        own = {
            path.removeprefix(prefix + "."): value for path, value in by_path.items() if path.startswith(prefix + ".")
        }
        parts[prefix] = kind(**{name: value for name, value in own.items() if "." not in name})
    address = parts.pop("company.address") if company["has_address"][0] else None
    parts.pop("company.address", None)
    parts["company"] = msgspec.structs.replace(parts["company"], address=address)
    _one_of("company", "file_type", [by_path["kind"]], FILE_TYPES)
    more = by_path["more"]
    rest = _unpacked("company", 1, Ledger, more, _LEDGER_REST) if more is not None else {}
    return {**{name: by_path[name] for name in _LEDGER_FIELDS}, **parts, **rest}


def _vouchers(held: Mapping[str, Mapping[str, list[Any]]]) -> Iterator[Voucher]:
    """Vouchers with their rows, which may stand in any order."""
    numbers = held["vouchers"]["voucher"]
    rows = [Row(**fields) for fields in _values("rows", held)]
    _one_of("rows", "kind", [row.kind for row in rows], ROW_KINDS)
    by_voucher: dict[int, list[tuple[int, Row]]] = {number: [] for number in numbers}
    if len(by_voucher) != len(numbers):
        raise SieUsageError(
            "Two rows of the table vouchers have the same number in the column voucher.",
            "Två rader i tabellen vouchers har samma nummer i kolumnen voucher.",
        )
    for count, (number, place, row) in enumerate(
        zip(held["rows"]["voucher"], held["rows"]["row"], rows, strict=True), 1
    ):
        if number not in by_voucher:
            raise SieUsageError(
                f"Table rows, row {count}: there is no voucher {number} in the table vouchers.",
                f"Tabell rows, rad {count}: det finns ingen verifikation {number} i tabellen vouchers.",
            )
        by_voucher[number].append((place, row))
    for number, fields in sorted(zip(numbers, _values("vouchers", held), strict=True), key=lambda pair: pair[0]):
        found = by_voucher[number]
        if any(a[0] > b[0] for a, b in pairwise(found)):
            found.sort(key=lambda pair: pair[0])
        yield Voucher(**fields, rows=tuple(row for _, row in found))
