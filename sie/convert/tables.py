"""Books as tables and back, with nothing lost: what CSV in a folder and workbooks have in common.

A table is data: its columns, and a function that gives its rows. ``assemble`` in ``from_tables`` is the way back.
Columns that are ``shown`` are there for people (names of accounts, for instance) and are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from sie.convert.cells import json_text, objects_text
from sie.ledger.allowed import at_path
from sie.ledger.model import Extra, Ledger, Row
from sie.spec.labels import LABELS, Label

__all__ = ["PATHS", "TABLES", "TOTAL", "Column", "ColumnKind", "Table", "Values", "codes_from"]

Values: TypeAlias = tuple[Any, ...]
"""The values of a row of a table: ``str``, ``int``, ``Decimal``, ``datetime.date`` or ``None``."""


ColumnKind: TypeAlias = Literal["text", "number", "date", "int", "json", "objects"]

TOTAL = ("Summa", "Total")
"""What the last row of the table of rows begins with in a workbook."""


class Column(msgspec.Struct, frozen=True):
    """A column: its name in programs, what it holds, its heading in Swedish and English.

    ``json`` columns hold lists, as JSON; ``objects`` columns pairs of dimension and object.
    """

    name: str
    kind: ColumnKind
    sv: str
    en: str
    shown: bool = False
    width: int = 12


class Table(msgspec.Struct, frozen=True):
    """A table: its name in programs, its name for people, its columns, and its rows from books."""

    name: str
    sv: str
    en: str
    columns: tuple[Column, ...]
    rows: Callable[[Ledger], Iterator[Values]]


def _meaning(text: str, label: Label, field: str) -> str:
    return text if len(label.fields) == 1 else f"{text}: {field.rpartition('.')[2]}"


PATHS: Mapping[str, tuple[str, str, str]] = {
    "kind": ("#SIETYP", "Filtyp", "File type"),
    **{
        field.name: (label.name, _meaning(label.sv, label, field.sv), _meaning(label.en, label, field.name))
        for label in LABELS
        if label.store == "ledger"
        for field in label.fields
    },
    "company.address": ("#ADRESS", "Tom adress", "Empty address"),
}
"""The values of which there is one, by their path from the ledger: label and meaning in two languages."""


def _company(ledger: Ledger) -> Iterator[Values]:
    for path, (label, sv, en) in PATHS.items():
        value = at_path(ledger, path)
        if path == "company.address":
            if value is None or any(getattr(value, name) is not None for name in value.__struct_fields__):
                continue
            value = ""
        elif value is None:
            continue
        yield path, str(value), label, sv, en


def _years(ledger: Ledger) -> Iterator[Values]:
    for number, year in ledger.years.items():
        yield number, year.start, year.end, year.origin or None


def _prose(ledger: Ledger) -> Iterator[Values]:
    for text in ledger.prose:
        yield (text,)


def _accounts(ledger: Ledger) -> Iterator[Values]:
    for number, account in ledger.accounts.items():
        yield number, account.name, account.type, account.unit, _codes(account.sru), account.origin or None


def _codes(codes: tuple[str, ...]) -> str | None:
    """SRU codes in one cell: ``7511, 7512``; as JSON when they would not come back from that."""
    text = ", ".join(codes)
    if text[:1] == "[" or codes_from(text) != codes:
        return json_text(codes)
    return text or None


def codes_from(text: str) -> tuple[str, ...]:
    """SRU codes from one cell, when they are not JSON.

    Example:
        >>> codes_from("7511, 7512")
        ('7511', '7512')
    """
    return tuple(code.strip() for code in text.split(",")) if text else ()


def _dimensions(ledger: Ledger) -> Iterator[Values]:
    for dimension in ledger.dimensions.values():
        yield dimension.number, dimension.name, dimension.parent, dimension.origin or None


def _objects(ledger: Ledger) -> Iterator[Values]:
    for item in ledger.objects:
        yield item.dimension, item.number, item.name, item.origin or None


def _balances(ledger: Ledger) -> Iterator[Values]:
    for balance in ledger.balances:
        yield (
            balance.kind,
            balance.year,
            balance.period,
            balance.account,
            _name(ledger, balance.account),
            objects_text(balance.object) or None,
            balance.amount,
            balance.quantity,
            json_text(balance.extras) if balance.extras else None,
            balance.origin or None,
        )


def _vouchers(ledger: Ledger) -> Iterator[Values]:
    for number, voucher in enumerate(ledger.vouchers, 1):
        yield (
            number,
            voucher.series,
            voucher.number,
            voucher.date,
            voucher.text,
            voucher.registered,
            voucher.sign,
            len(voucher.rows),
            voucher.origin or None,
        )


def _rows(ledger: Ledger) -> Iterator[Values]:
    for number, voucher in enumerate(ledger.vouchers, 1):
        head = number, voucher.series, voucher.number, voucher.date, voucher.text
        for row in voucher.rows:
            yield (*head, *_row(ledger, row))
            if row.twin is not None:
                yield (*head, *_row(ledger, row.twin, "twin"))


def _row(ledger: Ledger, row: Row, kind: str = "") -> Values:
    amount = row.amount
    # What does not count stands in no sum that anybody makes of debit and credit.
    counts = None if kind or row.kind == "removed" else amount
    return (
        kind or row.kind,
        row.account,
        _name(ledger, row.account),
        objects_text(row.objects) or None,
        amount,
        None if counts is None or counts < 0 else counts,
        None if counts is None or counts >= 0 else counts.copy_negate(),
        row.date,
        row.text,
        row.quantity,
        row.sign,
        json_text(row.extras) if row.extras else None,
        row.origin or None,
    )


def _name(ledger: Ledger, number: str | None) -> str | None:
    account = ledger.accounts.get(number) if number else None
    return account.name if account else None


def _extras(ledger: Ledger) -> Iterator[Values]:
    for extra in ledger.extras:
        yield (None, *_extra(extra))
    for number, voucher in enumerate(ledger.vouchers, 1):
        for extra in voucher.extras:
            yield (number, *_extra(extra))


def _extra(extra: Extra) -> Values:
    return (
        extra.label,
        json_text(extra.fields),
        None if extra.key is None else json_text(extra.key),
        extra.place or None,
        extra.position,
        json_text(extra.block) if extra.block else None,
        extra.origin or None,
    )


_LINE = Column("line", "int", "Rad i källan", "Line in the source")
_ACCOUNT_NAME = Column("account_name", "text", "Kontonamn", "Account name", True, 28)

TABLES: tuple[Table, ...] = (
    Table(
        "company",
        "Företag",
        "Company",
        (
            Column("field", "text", "Fält", "Field", width=30),
            Column("value", "text", "Värde", "Value", width=40),
            Column("label", "text", "Etikett", "Label", True),
            Column("meaning_sv", "text", "Betydelse", "Meaning in Swedish", True, 50),
            Column("meaning_en", "text", "Betydelse på engelska", "Meaning", True, 50),
        ),
        _company,
    ),
    Table(
        "years",
        "Räkenskapsår",
        "Fiscal years",
        (
            Column("number", "int", "Årsnr", "Year number"),
            Column("start", "date", "Första dag", "First day"),
            Column("end", "date", "Sista dag", "Last day"),
            _LINE,
        ),
        _years,
    ),
    Table("prose", "Kommentarer", "Comments", (Column("text", "text", "Kommentar", "Comment", width=80),), _prose),
    Table(
        "accounts",
        "Konton",
        "Accounts",
        (
            Column("number", "text", "Konto", "Account"),
            Column("name", "text", "Kontonamn", "Account name", width=40),
            Column("type", "text", "Kontotyp", "Account type"),
            Column("unit", "text", "Enhet", "Unit"),
            Column("sru", "text", "SRU-kod", "SRU code"),
            _LINE,
        ),
        _accounts,
    ),
    Table(
        "dimensions",
        "Dimensioner",
        "Dimensions",
        (
            Column("number", "text", "Dimension", "Dimension"),
            Column("name", "text", "Dimensionsnamn", "Dimension name", width=40),
            Column("parent", "text", "Överordnad", "Parent"),
            _LINE,
        ),
        _dimensions,
    ),
    Table(
        "objects",
        "Objekt",
        "Objects",
        (
            Column("dimension", "text", "Dimension", "Dimension"),
            Column("number", "text", "Objekt", "Object"),
            Column("name", "text", "Objektnamn", "Object name", width=40),
            _LINE,
        ),
        _objects,
    ),
    Table(
        "balances",
        "Saldon",
        "Balances",
        (
            Column("kind", "text", "Slag", "Kind", width=15),
            Column("year", "int", "Årsnr", "Year number"),
            Column("period", "text", "Period", "Period"),
            Column("account", "text", "Konto", "Account"),
            _ACCOUNT_NAME,
            Column("objects", "objects", "Objekt", "Objects"),
            Column("amount", "number", "Belopp", "Amount", width=16),
            Column("quantity", "number", "Kvantitet", "Quantity"),
            Column("extras", "json", "Övrigt", "Extras"),
            _LINE,
        ),
        _balances,
    ),
    Table(
        "vouchers",
        "Verifikationer",
        "Vouchers",
        (
            Column("voucher", "int", "Löpnr", "Voucher id"),
            Column("series", "text", "Serie", "Series"),
            Column("number", "text", "Verifikationsnr", "Voucher number"),
            Column("date", "date", "Datum", "Date"),
            Column("text", "text", "Verifikationstext", "Voucher text", width=40),
            Column("registered", "date", "Registreringsdatum", "Registered"),
            Column("sign", "text", "Signatur", "Sign"),
            Column("rows", "int", "Antal rader", "Rows", True),
            _LINE,
        ),
        _vouchers,
    ),
    Table(
        "rows",
        "Rader",
        "Rows",
        (
            Column("voucher", "int", "Löpnr", "Voucher id"),
            Column("series", "text", "Serie", "Series", True),
            Column("number", "text", "Verifikationsnr", "Voucher number", True),
            Column("voucher_date", "date", "Datum", "Date", True),
            Column("voucher_text", "text", "Verifikationstext", "Voucher text", True, 30),
            Column("kind", "text", "Slag", "Kind"),
            Column("account", "text", "Konto", "Account"),
            _ACCOUNT_NAME,
            Column("objects", "objects", "Objekt", "Objects"),
            Column("amount", "number", "Belopp", "Amount", width=16),
            Column("debit", "number", "Debet", "Debit", True, 16),
            Column("credit", "number", "Kredit", "Credit", True, 16),
            Column("date", "date", "Transaktionsdatum", "Row date"),
            Column("text", "text", "Transaktionstext", "Row text", width=40),
            Column("quantity", "number", "Kvantitet", "Quantity"),
            Column("sign", "text", "Signatur", "Sign"),
            Column("extras", "json", "Övrigt", "Extras"),
            _LINE,
        ),
        _rows,
    ),
    Table(
        "extras",
        "Utanför standarden",
        "Outside the standard",
        (
            Column("voucher", "int", "Löpnr", "Voucher id"),
            Column("label", "text", "Etikett", "Label"),
            Column("fields", "json", "Fält", "Fields", width=40),
            Column("key", "json", "Nyckel", "Key"),
            Column("place", "text", "Plats", "Place"),
            Column("position", "int", "Position", "Position"),
            Column("block", "json", "Block", "Block"),
            _LINE,
        ),
        _extras,
    ),
)
"""All that books hold, in tables. Every attribute of the model is a column of one of them; a test says so."""
