"""Vouchers from a spreadsheet: rows with the columns of ``sheet_layout`` become books of type 4I.

Nothing is guessed. Every cell that cannot be read is reported with its name, and the voucher that it belongs to is
left out as a whole; so is one that does not balance.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from sie._version import __version__
from sie.convert.cells import Cell, read_day, read_text, unguarded
from sie.convert.csv_tables import csv_grid
from sie.convert.grid import Grid, folded
from sie.convert.options import Options
from sie.convert.sheet_layout import COMPANY, column_for
from sie.convert.sheet_vouchers import Vouchers
from sie.errors import SieUsageError
from sie.ledger.model import Company, FiscalYear, Generated, Ledger, Program

__all__ = ["books", "read_csv"]

_HEADING_WITHIN = 40

Rows = list[tuple[int, list[Cell]]]


class _Sheet(NamedTuple):
    """A sheet with vouchers: name, columns by what they hold, headings that mean nothing, and the rows below."""

    name: str
    columns: dict[str, int]
    unknown: tuple[tuple[int, int, str], ...]
    rows: Rows


def read_csv(source: Path, options: Options) -> Ledger:
    """Vouchers from CSV.

    Args:
        source: The file.
        options: ``delimiter decimal csv_encoding company_name organisation_number year_start year_end voucher_series``.

    Returns:
        Books of type 4I; ``diagnostics`` has every cell that could not be read.

    Raises:
        SieUsageError: The columns are not there, or the company has no name.
    """
    with source.open("rb") as file:
        return books([csv_grid(file, options)], options)


def books(grids: Iterable[Grid], options: Options) -> Ledger:
    """Vouchers from sheets: one with vouchers, and perhaps one that tells the company and one with accounts.

    Args:
        grids: The sheets.
        options: ``table decimal company_name organisation_number year_start year_end voucher_series``.

    Returns:
        Books of type 4I; ``diagnostics`` has every cell that could not be read.

    Raises:
        SieUsageError: No sheet or more than one has vouchers, or the company has no name.
    """
    said: dict[str, Cell] = {}
    names: dict[str, str] = {}
    found: list[_Sheet] = []
    seen: list[str] = []
    for grid in grids:
        seen.append(grid.name)
        rows = list(grid.rows)
        if folded(grid.name) in ("företag", "company"):
            said.update(_company(rows))
        elif options.table is None or folded(options.table) == folded(grid.name):
            sheet = _headings(grid.name, rows)
            if sheet is not None:
                found.append(sheet)
        if folded(grid.name) in ("konton", "kontoplan", "accounts", "chartofaccounts"):
            names.update(_names(rows))
    sheet = _only(found, seen, options.table)
    company = _identity(said, options)
    year = _year(said, options)
    vouchers = Vouchers(sheet.name, sheet.columns, options.decimal, options.voucher_series, year)
    vouchers.take(sheet.unknown, sheet.rows)
    for number, name in names.items():
        if number in vouchers.accounts and vouchers.accounts[number].name is None:
            vouchers.accounts[number] = msgspec.structs.replace(vouchers.accounts[number], name=name)
    return Ledger(
        kind="4I",
        program=Program("sie", __version__),
        generated=Generated(datetime.date.today()),  # the user's own today, no time zone
        company=company,
        years={0: year} if year else {},
        currency=read_text(said.get("currency")),
        accounts={number: account for number, account in sorted(vouchers.accounts.items()) if account.name is not None},
        dimensions=vouchers.dimensions,
        vouchers=vouchers.made(),
        diagnostics=tuple(vouchers.found),
    )


def _headings(name: str, rows: Rows) -> _Sheet | None:
    """The sheet, if one of its first rows has the headings of vouchers."""
    for at, (number, cells) in enumerate(rows[:_HEADING_WITHIN]):
        columns: dict[str, int] = {}
        unknown: list[tuple[int, int, str]] = []
        twice = None
        for index, cell in enumerate(cells):
            heading = read_text(cell)
            if heading is None or not heading.strip():
                continue
            column = column_for(heading)
            if column is None:
                unknown.append((number, index, heading))
            elif column in columns:
                twice = heading
            else:
                columns[column] = index
        if {"date", "account"} <= set(columns) and {"amount", "debit", "credit"} & set(columns):
            if twice:
                raise SieUsageError(
                    f"Two columns mean the same: {twice!r}. Give one of them another heading, or take it away.",
                    f"Två kolumner betyder samma sak: {twice!r}. Ge en av dem en annan rubrik, eller ta bort den.",
                )
            return _Sheet(name, columns, tuple(unknown), rows[at + 1 :])
    return None


def _only(found: list[_Sheet], seen: list[str], wanted: str | None) -> _Sheet:
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(sheet.name for sheet in found)
        raise SieUsageError(
            f"Several sheets have vouchers: {names}. Say which one with --table.",
            f"Flera blad har verifikationer: {names}. Ange vilket med --table.",
        )
    if wanted is not None and folded(wanted) not in map(folded, seen):
        raise SieUsageError(
            f"There is no sheet {wanted!r}: there are {', '.join(seen)}.",
            f"Det finns inget blad {wanted!r}: det finns {', '.join(seen)}.",
        )
    raise SieUsageError(
        "No row has the headings of vouchers: Date, Account, and Debit and Credit or Amount are needed; Series, "
        "Voucher number, Text and others may be there (docs/convert.md lists them).",
        "Ingen rad har rubrikerna för verifikationer: Datum, Konto, och Debet och Kredit eller Belopp behövs; Serie, "
        "Verifikationsnr, Text och andra får finnas (docs/convert.md räknar upp dem).",
    )


def _company(rows: Rows) -> dict[str, Cell]:
    """What the sheet about the company says, by path."""
    known = {folded(word): path for path, words in COMPANY.items() for word in (path, *words[0], *words[1])}
    found: dict[str, Cell] = {}
    for _, cells in rows:
        path = known.get(folded(cells[0])) if len(cells) > 1 else None
        if path and cells[1] not in (None, ""):
            found.setdefault(path, cells[1])
    return found


def _names(rows: Rows) -> dict[str, str]:
    """Names of accounts, from a sheet with a chart."""
    at: dict[str, int] = {}
    found: dict[str, str] = {}
    for _, cells in rows:
        if not at:
            columns = {column_for(read_text(cell) or ""): index for index, cell in enumerate(cells)}
            at = {str(name): index for name, index in columns.items()} if "account" in columns else {}
            continue
        texts = [
            read_text(cells[at[name]]) for name in ("account", "account_name") if name in at and at[name] < len(cells)
        ]
        if len(texts) == 2 and texts[0] and texts[1]:
            found.setdefault(unguarded(texts[0]).strip(), unguarded(texts[1]))
    return found


def _identity(said: dict[str, Cell], options: Options) -> Company:
    name = options.company_name or unguarded(read_text(said.get("company.name")) or "")
    number = options.organisation_number or read_text(said.get("company.organisation_number"))
    if not name:
        raise SieUsageError(
            "The name of the company is not known: give --company-name, or a sheet called Company with Company name "
            "and Organisation number in its first column.",
            "Företagets namn är inte känt: ange --company-name, eller ett blad som heter Företag med Företagsnamn och "
            "Organisationsnummer i första kolumnen.",
        )
    return Company(name=name, organisation_number=number)


def _year(said: dict[str, Cell], options: Options) -> FiscalYear | None:
    start = options.year_start or _day(said, "year_start")
    end = options.year_end or _day(said, "year_end")
    if start is None and end is None:
        return None
    if start is None:
        raise SieUsageError(
            "The fiscal year has a last day but no first one: give --year-start.",
            "Räkenskapsåret har en sista dag men ingen första: ange --year-start.",
        )
    if end is None:
        after = start.replace(year=start.year + 1) if (start.month, start.day) != (2, 29) else None
        end = (after or datetime.date(start.year + 1, 3, 1)) - datetime.timedelta(days=1)
    if end < start:
        raise SieUsageError(
            f"The fiscal year would end {end}, before its start {start}.",
            f"Räkenskapsåret skulle sluta {end}, före sin början {start}.",
        )
    return FiscalYear(start, end)


def _day(said: dict[str, Cell], name: str) -> datetime.date | None:
    if name not in said:
        return None
    day = read_day(said[name])
    if day is None:
        sv, en = COMPANY[name][0][0], COMPANY[name][1][0]
        raise SieUsageError(
            f"{en} says {said[name]!r}: write a date such as 2024-01-01.",
            f"{sv} anger {said[name]!r}: skriv ett datum som 2024-01-01.",
        )
    return day
