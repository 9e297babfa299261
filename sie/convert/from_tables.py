"""Tables back to books: the inverse of ``tables``. What a cell holds that it should not is reported, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from sie.convert.cells import Cell, objects_from, read_day, read_number, read_text, unguarded
from sie.convert.grid import Grid, cell_name, folded
from sie.convert.sheet_findings import bad_cell, said
from sie.convert.tables import PATHS, TABLES, TOTAL, Column, ColumnKind, Table, codes_from
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.model import (
    BALANCE_KINDS,
    ROW_KINDS,
    Account,
    Address,
    Balance,
    Company,
    Dimension,
    Extra,
    FiscalYear,
    Generated,
    Ledger,
    Object,
    Program,
    Row,
    Voucher,
)
from sie.spec.kinds import Kind
from sie.spec.labels import FILE_TYPES, LABELS

__all__ = ["assemble", "table_of"]

_ROW_KINDS = (*ROW_KINDS, "twin")
_KINDS = {field.name: field.kind for label in LABELS for field in label.fields if label.store == "ledger"}


def table_of(name: str) -> Table | None:
    """The table that a file or a sheet is, by its name in programs, in Swedish or in English.

    Example:
        >>> table_of("Räkenskapsår").name, table_of("rows").name, table_of("Blad1")
        ('years', 'rows', None)
    """
    wanted = folded(name)
    return next((table for table in TABLES if wanted in (table.name, folded(table.sv), folded(table.en))), None)


def assemble(grids: Iterable[tuple[Table, Grid]]) -> Ledger:
    """Books from their tables.

    Args:
        grids: The tables that there are, each with its rows; those that are missing are empty. They are read in
            this order.

    Returns:
        The books; ``diagnostics`` has every cell that could not be read.

    Raises:
        SieUsageError: A table lacks a column.
    """
    made = _Made()
    for table, grid in grids:
        made.read(table, grid)
    return made.ledger()


class _Record(dict[str, Any]):
    """The values of a row by column name, with the place that it has."""

    __slots__ = ("columns", "row", "sheet")
    sheet: str
    row: int
    columns: Mapping[str, int]

    def cell(self, name: str) -> str:
        return cell_name(self.sheet, self.columns[name], self.row)


class _Made:
    """Books while they are put together."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.single: dict[str, Any] = {}
        self.years: dict[int, FiscalYear] = {}
        self.prose: list[str] = []
        self.accounts: dict[str, Account] = {}
        self.dimensions: dict[str, Dimension] = {}
        self.objects: list[Object] = []
        self.balances: list[Balance] = []
        self.vouchers: dict[int, dict[str, Any]] = {}
        self.rows: dict[int, list[Row]] = {}
        self.row_places: dict[int, tuple[str, int]] = {}
        self.extras: list[Extra] = []
        self.voucher_extras: dict[int, list[Extra]] = {}

    # ---------------------------------------------------------------- rows to records

    def read(self, table: Table, grid: Grid) -> None:
        """Take in one table."""
        take: Callable[[_Record], None] = getattr(self, f"_take_{table.name}")
        for record in self._records(table, grid):
            take(record)

    def _records(self, table: Table, grid: Grid) -> Iterator[_Record]:
        headings = next(grid.rows, (1, []))[1]
        columns: dict[str, int] = {}
        for index, heading in enumerate(headings):
            name = folded(heading)
            for column in table.columns:
                if name in (folded(column.name), folded(column.sv), folded(column.en)) and column.name not in columns:
                    columns[column.name] = index
                    break
            else:
                if name:
                    place = cell_name(grid.name, index, 1)
                    self.found.append(said("SIE854", place, 1, column=str(heading)))
        wanted = [column for column in table.columns if not column.shown]
        missing = [column for column in wanted if column.name not in columns and column.name != "line"]
        if missing:
            gone, name = missing[0], grid.name or table.name
            raise SieUsageError(
                f"The table {name} lacks the column {gone.en} ({gone.name}): put it back.",
                f"Tabellen {name} saknar kolumnen {gone.sv} ({gone.name}): sätt tillbaka den.",
            )
        present = [column for column in wanted if column.name in columns]
        names = [column.name for column in present]
        readers = [(columns[column.name], _reader(column)) for column in present]
        totals = TOTAL if table.name == "rows" else ()
        for number, cells in grid.rows:
            if not any(cells) and all(cell is None or cell == "" for cell in cells):
                continue
            if cells[0] in totals:
                continue
            width = len(cells)
            values: list[Any] = []
            bad = []
            for index, read in readers:
                cell = cells[index] if index < width else None
                if cell is None or cell == "":
                    values.append(None)
                    continue
                value = read(cell)
                if value is None:
                    bad.append((len(values), cell))
                values.append(value)
            record = _Record(zip(names, values, strict=True))
            record.sheet, record.row, record.columns = grid.name, number, columns
            for at, cell in bad:
                self._bad(record, present[at], present[at].kind, read_text(cell) or "")
            yield record

    def _bad(self, record: _Record, column: Column, what: str, value: str) -> None:
        place = record.cell(column.name)
        self.found.append(bad_cell(place, record.row, what, value, (column.sv, column.en)))

    def _needed(self, record: _Record, *names: str) -> bool:
        """Whether a row has what it cannot do without; reported if not."""
        for name in names:
            if record[name] is None:
                self.found.append(said("SIE852", record.cell(name), record.row, column=name, column_en=name))
                return False
        return True

    def _kind(self, record: _Record, name: str, known: Container[str]) -> bool:
        if record[name] in known:
            return True
        place = record.cell(name)
        self.found.append(bad_cell(place, record.row, "kind", str(record[name] or ""), (name, name)))
        return False

    # ---------------------------------------------------------------- records to values

    def _take_company(self, record: _Record) -> None:
        path, value = record["field"], record["value"]
        if path is None or not self._kind(record, "field", PATHS):
            return
        if path == "kind":
            if self._kind(record, "value", FILE_TYPES):
                self.single[path] = value
            return
        if path != "company.address" and _KINDS[path] is Kind.DATE:
            value = read_day(value)
        elif path == "flag":
            value = int(value) if value in ("0", "1") else None
        if value is None:
            place = record.cell("value")
            what = "kind" if path == "flag" else "date"
            self.found.append(bad_cell(place, record.row, what, str(record["value"]), ("Värde", "Value")))
            return
        self.single[path] = value

    def _take_years(self, record: _Record) -> None:
        if self._needed(record, "number"):
            year = FiscalYear(record["start"], record["end"], record.get("line") or 0)
            self.years[record["number"]] = year

    def _take_prose(self, record: _Record) -> None:
        self.prose.append(record["text"])

    def _take_accounts(self, record: _Record) -> None:
        if not self._needed(record, "number"):
            return
        sru: Any = record["sru"]
        if sru is not None and sru.startswith("["):
            sru = _from_json(sru, True)
            if sru is None:
                self.found.append(
                    bad_cell(record.cell("sru"), record.row, "json", record["sru"], ("SRU-kod", "SRU code"))
                )
        codes = tuple(sru) if isinstance(sru, list) else codes_from(sru or "")
        number = record["number"]
        self.accounts[number] = Account(
            number, record["name"], record["type"], record["unit"], codes, record.get("line") or 0
        )

    def _take_dimensions(self, record: _Record) -> None:
        if self._needed(record, "number"):
            number = record["number"]
            self.dimensions[number] = Dimension(number, record["name"], record["parent"], record.get("line") or 0)

    def _take_objects(self, record: _Record) -> None:
        if self._needed(record, "dimension", "number"):
            item = Object(record["dimension"], record["number"], record["name"], record.get("line") or 0)
            self.objects.append(item)

    def _take_balances(self, record: _Record) -> None:
        if not self._kind(record, "kind", BALANCE_KINDS) or not self._needed(record, "year", "account"):
            return
        self.balances.append(
            Balance(
                record["kind"],
                record["year"],
                record["account"],
                record["amount"],
                record["quantity"],
                record["objects"] or (),
                record["period"],
                tuple(record["extras"] or ()),
                record.get("line") or 0,
            )
        )

    def _take_vouchers(self, record: _Record) -> None:
        if self._needed(record, "voucher"):
            self.vouchers[record["voucher"]] = {
                "series": record["series"],
                "number": record["number"],
                "date": record["date"],
                "text": record["text"],
                "registered": record["registered"],
                "sign": record["sign"],
                "origin": record.get("line") or 0,
            }

    def _take_rows(self, record: _Record) -> None:
        if not self._needed(record, "voucher") or not self._kind(record, "kind", _ROW_KINDS):
            return
        number = record["voucher"]
        if number not in self.rows:
            self.rows[number] = []
            self.row_places.setdefault(number, (record.cell("voucher"), record.row))
        rows = self.rows[number]
        row = Row(
            "normal" if record["kind"] == "twin" else record["kind"],
            record["account"],
            record["objects"] or (),
            record["amount"],
            record["date"],
            record["text"],
            record["quantity"],
            record["sign"],
            None,
            tuple(record["extras"] or ()),
            record.get("line") or 0,
        )
        if record["kind"] != "twin":
            rows.append(row)
        elif rows and rows[-1].kind == "added":
            rows[-1] = msgspec.structs.replace(rows[-1], twin=row)
        else:
            self.found.append(bad_cell(record.cell("kind"), record.row, "kind", "twin", ("Slag", "Kind")))

    def _take_extras(self, record: _Record) -> None:
        if not self._needed(record, "label"):
            return
        block = record["block"] or []
        try:
            extra = msgspec.convert(
                {
                    "label": record["label"],
                    "fields": record["fields"] or [],
                    "key": record["key"],
                    "place": record["place"] or "",
                    "position": record["position"] or 0,
                    "block": block,
                    "origin": record.get("line") or 0,
                },
                Extra,
            )
        except msgspec.ValidationError:
            text = msgspec.json.encode(record["fields"]).decode()
            self.found.append(bad_cell(record.cell("fields"), record.row, "json", text, ("Fält", "Fields")))
            return
        if record["voucher"] is None:
            self.extras.append(extra)
        else:
            self.voucher_extras.setdefault(record["voucher"], []).append(extra)
            self.row_places.setdefault(record["voucher"], (record.cell("voucher"), record.row))

    # ---------------------------------------------------------------- books

    def ledger(self) -> Ledger:
        """The books, with what was found."""
        for number in self.row_places:
            if number not in self.vouchers:
                cell, row = self.row_places[number]
                self.found.append(said("SIE858", cell, row, voucher=str(number)))
        vouchers = tuple(
            Voucher(
                rows=tuple(self.rows.get(number, ())),
                extras=tuple(self.voucher_extras.get(number, ())),
                **values,
            )
            for number, values in self.vouchers.items()
        )
        company = _under(self.single, "company.")
        address = _under(company, "address.")
        has_address = bool(address) or company.pop("address", None) is not None
        company = {name: value for name, value in company.items() if "." not in name}
        rest = {name: value for name, value in self.single.items() if "." not in name}
        return Ledger(
            program=Program(**_under(self.single, "program.")),
            generated=Generated(**_under(self.single, "generated.")),
            company=Company(**company, address=Address(**address) if has_address else None),
            prose=tuple(self.prose),
            years=self.years,
            accounts=self.accounts,
            dimensions=self.dimensions,
            objects=tuple(self.objects),
            balances=tuple(self.balances),
            vouchers=vouchers,
            extras=tuple(self.extras),
            diagnostics=tuple(self.found),
            **rest,
        )


def _under(values: Mapping[str, Any], start: str) -> dict[str, Any]:
    return {name[len(start) :]: value for name, value in values.items() if name.startswith(start)}


def _text(cell: Cell) -> str:
    return unguarded(cell if isinstance(cell, str) else read_text(cell) or "")


def _number(cell: Cell) -> Decimal | None:
    # A table of ours has no groups of digits: both signs stand before decimals.
    value = read_number(cell, "," if isinstance(cell, str) and "," in cell else ".")
    return value if isinstance(value, Decimal) else None


def _int(cell: Cell) -> int | None:
    if type(cell) is float and cell.is_integer() and abs(cell) < 1e15:  # nearly all of a workbook, and of CSV
        return int(cell)
    if isinstance(cell, str) and len(cell) < 16 and cell.isascii() and cell.isdigit():
        return int(cell)
    value = _number(cell)
    return int(value) if value is not None and value == value.to_integral_value() else None


def _texts(cell: Cell) -> list[Any] | None:
    return _from_json(_text(cell), True)


_READERS: dict[ColumnKind, Callable[[Cell], Any]] = {
    "text": _text,
    "date": read_day,
    "objects": lambda cell: objects_from(_text(cell)),
    "json": lambda cell: _from_json(_text(cell), False),
    "number": _number,
    "int": _int,
}


def _reader(column: Column) -> Callable[[Cell], Any]:
    """What reads a cell of a column that is not empty; it gives ``None`` when nothing of the kind is there."""
    return _texts if column.name == "extras" else _READERS[column.kind]


def _from_json(text: str, texts: bool) -> list[Any] | None:
    """The list that a cell holds, of texts alone if so asked; ``None`` when it holds something else."""
    try:
        value: list[Any] = msgspec.json.decode(text, type=list[str] if texts else list[Any])
    except (msgspec.DecodeError, RecursionError):
        return None
    return value
