"""A sheet as rows of cells, wherever it comes from, and its headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sie.convert.cells import Cell, column_letters

__all__ = ["Grid", "cell_name", "folded"]


class Grid(NamedTuple):
    """A sheet: its name (empty in CSV), and its rows with their numbers from 1."""

    name: str
    rows: Iterator[tuple[int, list[Cell]]]


def cell_name(sheet: str, column: int, row: int) -> str:
    """The name of a cell, as a spreadsheet shows it.

    Args:
        sheet: The name of the sheet, or nothing.
        column: From 0.
        row: From 1.

    Example:
        >>> cell_name("Bokföring", 3, 17), cell_name("", 0, 2)
        ('Bokföring!D17', 'A2')
    """
    place = f"{column_letters(column)}{row}"
    return f"{sheet}!{place}" if sheet else place


def folded(heading: Cell) -> str:
    """A heading as it is compared: without capitals, blanks, points and hyphens.

    Example:
        >>> folded("Ver.-nr "), folded(None)
        ('vernr', '')
    """
    return "".join(c for c in str(heading or "").casefold() if c.isalnum())


def numbered(rows: Iterable[list[Cell]], first: int = 1) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with their numbers.

    Args:
        rows: The rows.
        first: The number of the first one.
    """
    return enumerate(rows, first)
