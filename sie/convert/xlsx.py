"""Books as an Excel workbook and back, with nothing lost: a sheet for each table, and two that people read.

Dates and numbers are real ones. A number of more than fifteen digits, which a workbook cannot hold exactly, is
written as text. A workbook that was not written here is read as vouchers; see ``sheet_books``.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import python_calamine

from sie.convert.csv_tables import refuse_bombs
from sie.convert.from_tables import assemble, table_of
from sie.convert.grid import Grid
from sie.convert.losses import FINDINGS
from sie.convert.options import SHEET_OPTIONS, Options
from sie.convert.overview import general_ledger, postings, trial_balance
from sie.convert.tables import TABLES, TOTAL, Table
from sie.convert.workbook import MOST_DIGITS, Book, exact
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import Ledger, exact_context

__all__ = ["notes", "read", "write"]


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as a workbook.

    Args:
        ledger: The books.
        target: The file.
        options: ``language``.

    Raises:
        SieWriteError: A table has more rows, or a text more letters, than a workbook can hold.
    """
    for value in _numbers(ledger):
        if value is not None and not value.is_finite():
            raise SieWriteError(f"{value} is no amount.", f"{value} är inget belopp.", value=str(value))
    language = options.language
    with Book(str(target), ledger.company.name or "SIE") as book:
        accounts = postings(ledger)
        trial_balance(book, ledger, accounts, language)
        general_ledger(book, ledger, accounts, language)
        for table in TABLES:
            _table(book, table, ledger, language)


def _table(book: Book, table: Table, ledger: Ledger, language: str) -> None:
    sheet = book.sheet(table.sv if language == "sv" else table.en, table.columns, language)
    summed = [index for index, column in enumerate(table.columns) if column.name in ("debit", "credit")]
    sums = [Decimal(0)] * len(summed) if table.name == "rows" else []
    with localcontext(exact_context()):
        for values in table.rows(ledger):
            sheet.add(values)
            if sums:
                for at, index in enumerate(summed):
                    if values[index] is not None:
                        sums[at] += values[index]
    sheet.filter()
    if sums and sheet.row > sheet.first:
        sheet.totals(TOTAL[0] if language == "sv" else TOTAL[1], dict(zip(summed, sums, strict=True)))


def notes(ledger: Ledger, options: Options) -> Iterator[Diagnostic]:
    """What to know of the workbook: how many numbers are text in it.

    Args:
        ledger: The books.
        options: None of them.
    """
    long = [value for value in _numbers(ledger) if value is not None and not exact(value)]
    if long:
        params = {"count": str(len(long)), "digits": str(MOST_DIGITS), "example": f"{long[0]:f}"}
        yield Diagnostic(FINDINGS["SIE804"], params, count=len(long))


def _numbers(ledger: Ledger) -> Iterator[Decimal | None]:
    for balance in ledger.balances:
        yield balance.amount
        yield balance.quantity
    for voucher in ledger.vouchers:
        for row in voucher.rows:
            yield row.amount
            yield row.quantity


def read(source: Path, options: Options) -> Ledger:
    """Books from a workbook: from the tables that were written here, else from a sheet with vouchers.

    Args:
        source: The file: xlsx, xlsm, xlsb, xls or ods.
        options: For a sheet with vouchers those of ``sheet_books``.

    Returns:
        The books; ``diagnostics`` has every cell that could not be read.

    Raises:
        SieUsageError: It is no workbook, or has no sheet that can be read.
    """
    from sie.convert.sheet_books import books

    try:
        with source.open("rb") as file:
            if zipfile.is_zipfile(file):
                with zipfile.ZipFile(file) as archive:
                    refuse_bombs(archive)
            file.seek(0)
            workbook: Any = python_calamine.load_workbook(file)
            named = [(name, table_of(name)) for name in workbook.sheet_names]
            present = {table.name for _, table in named if table is not None}
            if {"vouchers", "rows", "accounts"} <= present:
                _refuse_given(source, options)
                return assemble((table, _grid(workbook, name)) for name, table in named if table is not None)
            return books((_grid(workbook, name) for name in workbook.sheet_names), options)
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        reason = str(error).rstrip(".")
        raise SieUsageError(
            f"{source.name} is no workbook that can be read ({reason}). Save it again as .xlsx in the spreadsheet "
            "program.",
            f"{source.name} är ingen arbetsbok som går att läsa ({reason}). Spara den på nytt som .xlsx i "
            "kalkylprogrammet.",
        ) from None


def _refuse_given(source: Path, options: Options) -> None:
    """Refuse what is for a sheet with vouchers, when a workbook holds whole books."""
    for name in options.given():
        if name in SHEET_OPTIONS:
            flag = "--" + name.replace("_", "-")
            raise SieUsageError(
                f"{source.name} holds whole books; {flag} is for a sheet with vouchers. Leave it out.",
                f"{source.name} innehåller en hel bokföring; {flag} är till för ett blad med verifikationer. Utelämna "
                "den.",
            )


def _grid(workbook: Any, name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    return Grid(name, enumerate(([*left, *cells] for cells in sheet.iter_rows()), 1))
