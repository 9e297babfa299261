"""An answer in columns and rows as a table for people, as CSV, or as JSON."""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.table import Table
from rich.text import Text

from sie.report.harmless import safe, to_json
from sie.report.look import Look
from sie.report.money import spaced
from sie.report.text import plain_box, printed
from sie.text.formulas import defused

__all__ = ["answer_csv", "answer_json", "answer_table"]

Rows = Sequence[Sequence[object]]


def answer_table(columns: Sequence[str], rows: Rows, look: Look) -> str:
    """An answer for people: amounts as they write them, numbers to the right.

    Args:
        columns: Their names.
        rows: The values.
        look: How.
    """
    table = Table(box=plain_box(look), show_edge=False, pad_edge=False)
    for number, name in enumerate(columns):
        held = [row[number] for row in rows if row[number] is not None]
        figures = bool(held) and all(_is_number(value) for value in held)
        table.add_column(Text(safe(name)), justify="right" if figures else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(_shown(value, look))) for value in row))
    return printed(look, table)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _shown(value: object, look: Look) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return spaced(value, look.language)
    return "" if value is None else _text(value)


def _text(value: object) -> str:
    """A value as text that says what it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return "[" + ", ".join("" if one is None else _text(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {'' if one is None else _text(one)}" for key, one in value.items()) + "}"
    return str(value)


def answer_csv(columns: Sequence[str], rows: Rows, delimiter: str = ",", decimal: str = ".") -> bytes:
    r"""An answer as CSV in UTF-8, with a heading.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.

    Args:
        columns: Their names.
        rows: The values.
        delimiter: Between the cells.
        decimal: Before the decimals.

    Example:
        >>> answer_csv(["text", "sum"], [("=1+1", Decimal("-0.50"))], ";", ",")
        b"text;sum\r\n'=1+1;-0,50\r\n"
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(map(_cell, columns))
    for row in rows:
        writer.writerow(
            _text(value).replace(".", decimal) if isinstance(value, Decimal | float) else _cell(value) for value in row
        )
    return target.getvalue().encode("utf-8", "replace")


def _cell(value: object) -> str:
    text = "" if value is None else _text(value)
    return text if isinstance(value, int) else defused(text)


def answer_json(columns: Sequence[str], rows: Rows) -> bytes:
    """An answer as JSON: an array of objects; amounts are texts, so that nobody rounds them.

    Args:
        columns: Their names.
        rows: The values.

    Example:
        >>> answer_json(["sum"], [(Decimal("0.30"),)]).decode().split()
        ['[', '{', '"sum":', '"0.30"', '}', ']']
    """
    return to_json([dict(zip(columns, map(_plain, row), strict=True)) for row in rows])


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return _plain_list(value)
    if isinstance(value, dict):
        return {_text(key): _plain(one) for key, one in value.items()}
    return _text(value)


def _plain_list(values: Iterable[object]) -> list[object]:
    return [_plain(value) for value in values]
