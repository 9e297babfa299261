"""Writing sheets of a workbook: headings, widths, numbers that are exact, texts that never become formulas.

Everything but rows of values is written by the library. It takes most of a minute for a big file cell by cell, so
that a row of values is put into words here, and ``_put`` hands it over: the only place that knows its inside.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from types import TracebackType
from typing import Any, Literal

import xlsxwriter

from sie.convert.cells import column_letters
from sie.convert.tables import Column
from sie.errors import SieWriteError

__all__ = ["MOST_DIGITS", "Book", "Sheet", "exact"]

MOST_DIGITS = 15
"""A workbook holds numbers as doubles: beyond this many digits they would change."""

_MOST_ROWS = 1_048_576
_MOST_LETTERS = 32_767
_FIRST_DAY = datetime.date(1900, 3, 1)  # before it spreadsheets do not agree what day it is
_DAY_ZERO = datetime.date(1899, 12, 30).toordinal()

# What XML or a workbook has another meaning for; ``_x000D_`` stands for a carriage return in a workbook.
_ODD = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]").search
_TAKEN = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")

Look = Literal["text", "head", "title", "date", "amount", "number", "bold", "total", "note"]


def exact(value: Decimal) -> bool:
    """Whether a workbook can hold a number exactly.

    Example:
        >>> exact(Decimal("1234567890123.45")), exact(Decimal("12345678901234.56"))
        (True, False)
    """
    text = str(value)
    if len(text) <= MOST_DIGITS and "E" not in text:  # nearly all of them
        return value.is_finite()
    digits = value.normalize().as_tuple()
    return len(digits.digits) <= MOST_DIGITS and -300 < value.adjusted() < 300


class Book:
    """A workbook that is being written, row by row.

    Args:
        path: Where it goes.
        title: For its properties.
    """

    def __init__(self, path: str, title: str) -> None:
        self.file = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        # Without the time of writing: the same books give the same bytes.
        shown = "".join(c for c in title[:255] if c.isprintable())
        self.file.set_properties({"title": shown, "created": datetime.datetime(2000, 1, 1)})
        self.looks = {
            "text": None,
            "head": self.file.add_format({"bold": True, "bg_color": "#DDE6EE", "bottom": 1, "valign": "top"}),
            "title": self.file.add_format({"bold": True, "font_size": 14}),
            "date": self.file.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "amount": self.file.add_format({"num_format": "#,##0.00;[Red]-#,##0.00", "align": "right"}),
            "number": self.file.add_format({"num_format": "General", "align": "right"}),
            "bold": self.file.add_format({"bold": True, "num_format": "#,##0.00;[Red]-#,##0.00"}),
            "total": self.file.add_format({"bold": True, "num_format": "#,##0.00;[Red]-#,##0.00", "top": 1}),
            "note": self.file.add_format({"italic": True, "font_color": "#555555"}),
        }

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error is None:
            self.file.close()
            return
        with contextlib.suppress(Exception):  # what it was about is told already; this removes temporary files
            self.file.close()

    def sheet(self, name: str, columns: Sequence[Column], language: str, heading: Iterable[str] = ()) -> Sheet:
        """A new sheet.

        Args:
            name: Its name.
            columns: Its columns.
            language: Of their headings.
            heading: Lines above them.
        """
        return Sheet(self, name, columns, language, tuple(heading))


class Sheet:
    """A sheet that is being written, row by row.

    Attributes:
        row: The number of the next row, from 0.
        first: The number of the first row below the headings, from 0.
    """

    def __init__(
        self, book: Book, name: str, columns: Sequence[Column], language: str, heading: tuple[str, ...]
    ) -> None:
        self.book = book
        self.name = name
        self.columns = columns
        self._cells: dict[Look | None, list[Callable[[Any, str], str]]] = {}
        self.sheet: Any = book.file.add_worksheet(name)
        self.row = 0
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)
        for line in heading:
            self._text(self.row, 0, line, "title" if self.row == 0 else "note")
            self.row += 1
        for index, column in enumerate(columns):
            self._text(self.row, index, column.sv if language == "sv" else column.en, "head")
        self.heading = self.row
        self.row += 1
        self.first = self.row
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(self.heading)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&F&C&A&R&P (&N)")

    def add(self, values: Iterable[Any], look: Look | None = None) -> None:
        """Write a row.

        Args:
            values: One for each column; ``None`` leaves the cell empty.
            look: Of all cells; by the column unless given.

        Raises:
            SieWriteError: The sheet is full, or a text is too long for a cell.
        """
        if self.row >= _MOST_ROWS:
            raise SieWriteError(
                f"A sheet has room for {_MOST_ROWS} rows, and {self.name} needs more: use csv-tables or another.",
                f"Ett blad har plats för {_MOST_ROWS} rader, och {self.name} behöver fler: använd csv-tables eller ett "
                "annat format.",
            )
        cells = self._cells.get(look)
        if cells is None:
            cells = self._cells[look] = [self._cell(index, column, look) for index, column in enumerate(self.columns)]
        place = str(self.row + 1)
        found = [cell(value, place) for value, cell in zip(values, cells, strict=True) if value is not None]
        _put(self.sheet, self.row, "".join(found))
        self.row += 1

    def _cell(self, index: int, column: Column, look: Look | None) -> Callable[[Any, str], str]:
        """A function that makes a cell of a column from a value and the number of the row."""
        start = f'<c r="{column_letters(index)}'

        def style(name: Look) -> str:
            form = self.book.looks[name]
            return f'" s="{form._get_xf_index()}"' if form else '"'

        text_end = f'{style(look or "text")} t="inlineStr"><is>'
        if column.kind == "number":
            end = style(look or ("number" if column.name == "quantity" else "amount"))

            def number(value: Decimal, place: str) -> str:
                if exact(value):
                    return f"{start}{place}{end}><v>{value}</v></c>"
                return f'{start}{place}{end} t="inlineStr"><is>{_inline(f"{value:f}")}'

            return number
        if column.kind == "date":
            end = style("date")

            def day(value: datetime.date, place: str) -> str:
                if value >= _FIRST_DAY:
                    return f"{start}{place}{end}><v>{value.toordinal() - _DAY_ZERO}</v></c>"
                return f"{start}{place}{text_end}{_inline(value.isoformat())}"

            return day
        if column.kind == "int":
            end = style(look or "text")
            return lambda value, place: f"{start}{place}{end}><v>{value}</v></c>"
        return lambda value, place: f"{start}{place}{text_end}{_inline(value)}"

    def total(self, index: int, value: Decimal, formula: str) -> None:
        """Write a sum into the row that is next: as a formula when it is exact, else as text.

        Args:
            index: The column, from 0.
            value: The sum.
            formula: The formula.
        """
        if exact(value):
            self.sheet.write_formula(self.row, index, formula, self.book.looks["total"], float(value))
        else:
            self._text(self.row, index, f"{value:f}", "total")

    def filter(self) -> None:
        """Let people filter the rows that have been written."""
        self.sheet.autofilter(self.heading, 0, max(self.row - 1, self.heading), len(self.columns) - 1)

    def _text(self, row: int, index: int, text: str, look: Look) -> None:
        self.sheet.write_string(row, index, _fitting(text), self.book.looks[look])


def _put(sheet: Any, row: int, cells: str) -> None:
    """Give a sheet of the library a row as XML, below the headings that it has written itself."""
    sheet._check_dimensions(row, 0)
    sheet._write_single_row(row)
    sheet.fh.write(f'<row r="{row + 1}">{cells}</row>')


def _fitting(text: str) -> str:
    """A text as a cell holds it.

    Raises:
        SieWriteError: It is too long, or has a sign that no workbook can carry.
    """
    # A workbook counts in units of UTF-16.
    if len(text) > _MOST_LETTERS // 2 and len(text) + sum(c > "\uffff" for c in text) > _MOST_LETTERS:
        raise SieWriteError(
            f"A cell has room for {_MOST_LETTERS} letters, and a text has {len(text)}: use another format.",
            f"En cell har plats för {_MOST_LETTERS} tecken, och en text har {len(text)}: använd ett annat format.",
            value=text,
        )
    if "\ufffe" in text or "\uffff" in text:
        raise SieWriteError(
            "A workbook cannot carry the signs U+FFFE and U+FFFF: use another format.",
            "En arbetsbok kan inte bära tecknen U+FFFE och U+FFFF: använd ett annat format.",
            value=text,
        )
    # The empty text and an apostrophe would be read as something else; see ``cells``.
    return f"'{text}" if not text or text[0] == "'" else text


@lru_cache(1 << 14)  # names, numbers and texts come again and again
def _inline(text: str) -> str:
    """A text from where its cell says that it is one, to the end of the cell."""
    text = _fitting(text)
    if _ODD(text):
        text = _TAKEN.sub("_x005F_", text)
        text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = "" if text.strip() == text else ' xml:space="preserve"'
    return f"<t{space}>{text}</t></is></c>"
