"""Writing sheets of a workbook: headings, widths, numbers that are exact, texts that never become formulas."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import TracebackType
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from sie.convert.cells import column_letters
from sie.convert.tables import Column
from sie.errors import SieWriteError

__all__ = ["MOST_DIGITS", "Book", "Sheet", "exact"]

MOST_DIGITS = 15
"""A workbook holds numbers as doubles: beyond this many digits they would change."""

_MOST_ROWS = 1_048_576
_MOST_LETTERS = 32_767
_FIRST_DAY = datetime.date(1900, 3, 1)  # before it spreadsheets do not agree what day it is

Look = Literal["text", "head", "number_head", "title", "date", "amount", "number", "bold", "total", "note"]


def exact(value: Decimal) -> bool:
    """Whether a workbook can hold a number exactly.

    Example:
        >>> exact(Decimal("1234567890123.45")), exact(Decimal("12345678901234.56"))
        (True, False)
    """
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
            "number_head": self.file.add_format(
                {"bold": True, "bg_color": "#DDE6EE", "bottom": 1, "valign": "top", "align": "right"}
            ),
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
        self.sheet: Worksheet = book.file.add_worksheet(name)
        self.row = 0
        headings = [column.sv if language == "sv" else column.en for column in columns]
        for index, (column, title) in enumerate(zip(columns, headings, strict=True)):
            # The heading is bold, and has the button of the filter beside it.
            self.sheet.set_column(index, index, max(column.width, len(title) * 1.15 + 3))
        for line in heading:
            self._text(self.row, 0, line, "title" if self.row == 0 else "note")
            self.row += 1
        for index, (column, title) in enumerate(zip(columns, headings, strict=True)):
            self._text(self.row, index, title, "number_head" if column.kind in ("number", "int") else "head")
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
        for index, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            if value is None:
                continue
            if isinstance(value, Decimal):
                self._number(index, value, look or ("number" if column.name == "quantity" else "amount"))
            elif isinstance(value, datetime.date):
                if value >= _FIRST_DAY:
                    self.sheet.write_datetime(self.row, index, _midnight(value), self.book.looks["date"])
                else:
                    self._text(self.row, index, value.isoformat(), look or "text")
            elif isinstance(value, int):
                self.sheet.write_number(self.row, index, value, self.book.looks[look or "text"])
            else:
                self._text(self.row, index, str(value), look or "text")
        self.row += 1

    def totals(self, word: str, sums: Mapping[int, Decimal]) -> None:
        """Write sums of the rows so far into the row that is next, with a line above all of it.

        Args:
            word: What stands in the first column.
            sums: By the column, from 0.
        """
        self.sheet.write_string(self.row, 0, word, self.book.looks["total"])
        for index in range(1, len(self.columns)):
            if index in sums:
                letters = column_letters(index)
                self._total(index, sums[index], f"=SUBTOTAL(109,{letters}{self.first + 1}:{letters}{self.row})")
            else:
                self.sheet.write_blank(self.row, index, None, self.book.looks["total"])

    def _total(self, index: int, value: Decimal, formula: str) -> None:
        """Write a sum as a formula when it is exact, else as text."""
        if exact(value):
            self.sheet.write_formula(self.row, index, formula, self.book.looks["total"], float(value))
        else:
            self._text(self.row, index, f"{value:f}", "total")

    def filter(self) -> None:
        """Let people filter the rows that have been written."""
        self.sheet.autofilter(self.heading, 0, max(self.row - 1, self.heading), len(self.columns) - 1)

    def _number(self, index: int, value: Decimal, look: Look) -> None:
        if exact(value):
            self.sheet.write_number(self.row, index, float(value), self.book.looks[look])
        else:
            self._text(self.row, index, f"{value:f}", look)

    def _text(self, row: int, index: int, text: str, look: Look) -> None:
        # A workbook counts in units of UTF-16, of which an emoji takes two.
        length = len(text) if len(text) * 2 <= _MOST_LETTERS else len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > _MOST_LETTERS:
            raise SieWriteError(
                f"A cell has room for {_MOST_LETTERS} letters, and a text has {length}: use another format.",
                f"En cell har plats för {_MOST_LETTERS} tecken, och en text har {length}: använd ett annat format.",
                value=text,
            )
        if "\ufffe" in text or "\uffff" in text:
            raise SieWriteError(
                "A workbook cannot carry the signs U+FFFE and U+FFFF: use another format.",
                "En arbetsbok kan inte bära tecknen U+FFFE och U+FFFF: använd ett annat format.",
                value=text,
            )
        # The empty text and an apostrophe would be read as something else, see ``cells``; and the library takes what
        # begins with <r> for XML of its own.
        guarded = f"'{text}" if not text or text[0] == "'" or text.startswith("<r>") else text
        self.sheet.write_string(row, index, guarded, self.book.looks[look])


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day)
