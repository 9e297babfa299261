"""Rows of a sheet to vouchers: which rows belong together, and what each cell holds."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from sie.convert.cells import Cell, decimal_sign, objects_from, read_day, read_number, read_text, unguarded
from sie.convert.grid import cell_name, folded
from sie.convert.sheet_findings import bad_cell, said
from sie.convert.sheet_layout import LAYOUT
from sie.diagnostics import Amount, Diagnostic
from sie.ledger.model import ROW_KINDS, Account, Dimension, FiscalYear, ObjectRef, Row, Voucher, exact_sum
from sie.ledger.values import write_amount
from sie.spec.codes import DIMENSIONS

__all__ = ["Vouchers"]

_ACCOUNT = re.compile(r"([0-9]+)(?:[ \xa0:]++[-–]?+[ \xa0]*+(.+))?").fullmatch
_SERIES_AND_NUMBER = re.compile(r"([A-Za-zÅÄÖåäö]{1,3})[ -]?0*([1-9][0-9]*)").fullmatch
_NUMBER = re.compile(r"[0-9]+").fullmatch
_TOTALS = frozenset(("summa", "total", "totalt", "sum", "totals"))
_HEADINGS = {known.name: (known.sv[0], known.en[0]) for known in LAYOUT}


class _Voucher(msgspec.Struct):
    """A voucher while its rows are read."""

    row: int
    place: str
    series: str | None
    number: str | None
    date: datetime.date | None = None
    text: str | None = None
    registered: datetime.date | None = None
    sign: str | None = None
    rows: list[Row] = []
    bad: bool = False

    @property
    def called(self) -> str:
        return " ".join(filter(None, (self.series, self.number))) or str(self.date or self.place)


class Vouchers:
    """Takes in the rows of a sheet.

    Args:
        sheet: Its name, empty for CSV.
        columns: Where each column is.
        decimal: The sign before decimals, when it is known.
        series: The series, where the sheet says none.
        year: The fiscal year, when it is known.

    Attributes:
        found: What could not be read.
        accounts: The accounts that the rows name.
        dimensions: The dimensions that they name and that are not reserved.
    """

    def __init__(
        self, sheet: str, columns: dict[str, int], decimal: str | None, series: str | None, year: FiscalYear | None
    ) -> None:
        self.sheet, self.columns, self.decimal, self.series, self.year = sheet, columns, decimal, series, year
        own = [(name, name.partition(":")[2]) for name in columns if name.startswith("dimension:")]
        self._own_dimensions = sorted(own, key=lambda pair: int(pair[1]))
        self.found: list[Diagnostic] = []
        self.accounts: dict[str, Account] = {}
        self.dimensions: dict[str, Dimension] = {}
        self._vouchers: list[_Voucher] = []
        self._by_key: dict[tuple[str, ...], _Voucher] = {}
        self._cells: Sequence[Cell] = ()
        self._said: dict[str, Cell] = {}
        self._row = 0
        self._bad = False

    def take(self, unknown: Iterable[tuple[int, int, str]], rows: Iterable[tuple[int, list[Cell]]]) -> None:
        """Read all rows.

        Args:
            unknown: Headings that mean nothing: row, column and text.
            rows: The rows below the headings.
        """
        for row, index, heading in unknown:
            self.found.append(said("SIE854", cell_name(self.sheet, index, row), row, column=heading))
        rows = list(rows)
        if self.decimal is None:
            self.decimal = self._decimal(rows)
        places = tuple(self.columns.items())
        for self._row, self._cells in rows:
            cells, width = self._cells, len(self._cells)
            self._said = {
                name: cell
                for name, index in places
                if index < width and (cell := cells[index]) != "" and cell is not None and not _blank(cell)
            }
            if self._empty():
                continue
            self._take_row()

    def made(self) -> tuple[Voucher, ...]:
        """The vouchers that could be read and balance."""
        out = []
        for voucher in self._vouchers:
            difference = exact_sum(row.amount for row in voucher.rows if row.kind != "removed")
            if difference and not voucher.bad:
                params = {"voucher": voucher.called, "difference": Amount(f"{difference:f}")}
                params["missing"] = Amount(f"{difference.copy_negate():f}")
                code = "SIE853" if voucher.number or {"number", "voucher"} & set(self.columns) else "SIE862"
                if code == "SIE862":
                    params["voucher"] = str(voucher.date)
                self.found.append(said(code, voucher.place, voucher.row, **params))
            elif voucher.bad:
                self.found.append(said("SIE859", voucher.place, voucher.row, voucher=voucher.called))
            elif voucher.rows:
                out.append(
                    Voucher(
                        voucher.series,
                        voucher.number,
                        voucher.date,
                        voucher.text,
                        voucher.registered,
                        voucher.sign,
                        tuple(voucher.rows),
                        (),
                        voucher.row,
                    )
                )
        self.found.sort(key=lambda diagnostic: diagnostic.line)
        return tuple(out)

    # ---------------------------------------------------------------- rows

    def _decimal(self, rows: Iterable[tuple[int, list[Cell]]]) -> str | None:
        """The sign before decimals, if the numbers of the sheet leave no doubt."""
        places = [self.columns[n] for n in ("debit", "credit", "amount", "quantity") if n in self.columns]
        signs = set()
        for _, cells in rows:
            for index in places:
                cell = cells[index] if index < len(cells) else None
                if cell and isinstance(cell, str) and (sign := decimal_sign(cell)):
                    signs.add(sign)
        return signs.pop() if len(signs) == 1 else None

    def _empty(self) -> bool:
        """Whether a row says nothing, or is a line with totals."""
        if "account" in self._said:
            return False
        if all(cell is None or _blank(cell) for cell in self._cells):
            return True
        return any(folded(cell) in _TOTALS for cell in self._cells)

    def _take_row(self) -> None:
        self._bad = False
        voucher = self._voucher()
        self._head(voucher)
        amount = self._amount()
        account = self._account()
        row = Row(
            self._kind(),
            account,
            self._objects(),
            amount,
            self._day("row_date"),
            self._own_text(voucher),
            self._number("quantity"),
            self._text("sign"),
            None,
            (),
            self._row,
        )
        if self._bad:
            voucher.bad = True
        elif amount is not None:
            voucher.rows.append(row)

    def _voucher(self) -> _Voucher:
        """The voucher that a row belongs to, a new one if need be."""
        series, number = self._stripped("series"), self._stripped("number")
        if series is None and number is not None and "series" not in self.columns:
            both = _SERIES_AND_NUMBER(number)
            if both:
                series, number = both[1], both[2]
        own = self._stripped("voucher")
        begins = self._cell("date") is not None or series is not None or number is not None
        if own is not None:
            key: tuple[str, ...] | None = ("id", own)
        elif number is not None:
            key = (series or "", number)
        elif begins or not self._vouchers:
            key = None
        else:
            return self._vouchers[-1]
        if key is not None and key in self._by_key:
            return self._by_key[key]
        place = "voucher" if own is not None else "number" if number is not None else "date"
        made = _Voucher(self._row, self._place(place), series or self.series, number)
        if number is not None and not _NUMBER(number):
            self._bad_cell("number", "voucher_number", number)
        self._vouchers.append(made)
        if key is not None:
            self._by_key[key] = made
        return made

    def _head(self, voucher: _Voucher) -> None:
        """What a row says of its voucher."""
        first = voucher.row == self._row
        day = self._day("date")
        if first and day is None and not self._bad:
            self._missing("date")
        if day is not None and self.year is not None and day not in self.year:
            params = {"value": str(day), "start": str(self.year.start), "end": str(self.year.end)}
            self._say("SIE856", "date", **params)
        for name, value, known in (
            ("date", day, voucher.date),
            ("voucher_text", self._text("voucher_text"), voucher.text if "voucher_text" in self.columns else None),
            ("registered", self._day("registered"), voucher.registered),
            ("voucher_sign", self._text("voucher_sign"), voucher.sign),
        ):
            if value is not None and not first and value != known:
                sv, en = _HEADINGS[name]
                before = "" if known is None else str(known)
                params = {"value": str(value), "before": before, "voucher": voucher.called}
                self._say("SIE857", name, column=sv, column_en=en, **params)
        if first:
            voucher.date = day
            voucher.text = self._text("voucher_text" if "voucher_text" in self.columns else "text")
            voucher.registered = self._day("registered")
            voucher.sign = self._text("voucher_sign")

    def _own_text(self, voucher: _Voucher) -> str | None:
        text = self._text("text")
        return None if "voucher_text" not in self.columns and text == voucher.text else text

    def _amount(self) -> Decimal | None:
        """Debit positive; what is given twice must agree."""
        debit, credit, amount = self._number("debit"), self._number("credit"), self._number("amount")
        sides = [side for side in (debit, None if credit is None else credit.copy_negate()) if side]
        value: Decimal | None = None
        if len(sides) == 2 or (sides and amount is not None and amount != sides[0]):
            names = ("debit", "credit", "amount")
            shown = " / ".join(filter(None, (self._text(name) for name in names)))
            self._say("SIE855", "debit" if "debit" in self.columns else "amount", value=shown)
        elif amount is not None:
            value = amount
        elif debit is not None or credit is not None:
            value = sides[0] if sides else Decimal(0)
        elif not self._bad:
            self._missing("amount" if "amount" in self.columns else "debit" if "debit" in self.columns else "credit")
        if value is not None and write_amount(value) is None:
            name = next(name for name in ("amount", "debit", "credit") if self._cell(name) is not None)
            self._say("SIE860", name, value=f"{value:f}")
            return None
        return value

    def _account(self) -> str | None:
        text = self._stripped("account")
        if text is None:
            self._missing("account")
            return None
        match = _ACCOUNT(text)
        if match is None:
            self._bad_cell("account", "account", text)
            return None
        number, name = match[1], self._text("account_name") or match[2]
        known = self.accounts.get(number)
        if known is None or (known.name is None and name):
            self.accounts[number] = Account(number, name)
        elif name and known.name != name:
            params = {
                "what_en": "Account",
                "what": "Konto",
                "number": number,
                "value": name,
                "before": known.name or "",
            }
            place = self._place("account_name" if "account_name" in self.columns else "account")
            self.found.append(said("SIE861", place, self._row, **params))
        return number

    def _objects(self) -> tuple[ObjectRef, ...]:
        refs: list[ObjectRef] = []
        for name, dimension in self._own_dimensions:
            if name in self._said and (number := self._stripped(name)):
                refs.append(ObjectRef(dimension, number))
        text = self._text("objects")
        if text is not None:
            more = objects_from(text)
            if more is None:
                self._bad_cell("objects", "objects", text)
            refs += more or ()
        for ref in refs:
            if ref.dimension not in DIMENSIONS and ref.dimension not in self.dimensions:
                self.dimensions[ref.dimension] = Dimension(ref.dimension, f"Dimension {ref.dimension}")
        return tuple(refs)

    def _kind(self) -> str:
        kind = (self._stripped("kind") or "normal").casefold()
        if kind not in ROW_KINDS:
            self._bad_cell("kind", "kind", kind)
        return kind

    # ---------------------------------------------------------------- cells

    def _cell(self, name: str) -> Cell:
        return self._said.get(name)

    def _text(self, name: str) -> str | None:
        cell = self._said.get(name)
        if cell is None:
            return None
        return unguarded(cell if isinstance(cell, str) else read_text(cell) or "")

    def _stripped(self, name: str) -> str | None:
        text = self._text(name)
        return None if text is None else text.strip() or None

    def _day(self, name: str) -> datetime.date | None:
        cell = self._cell(name)
        if cell is None:
            return None
        day = read_day(cell)
        if day is None:
            self._bad_cell(name, "date", str(cell))
        return day

    def _number(self, name: str) -> Decimal | None:
        cell = self._cell(name)
        if cell is None:
            return None
        value = read_number(cell, self.decimal)
        if isinstance(value, Decimal):
            return value
        if value == "unclear":
            self._say("SIE851", name, value=str(cell))
        else:
            self._bad_cell(name, "number", str(cell))
        return None

    def _place(self, name: str) -> str:
        return cell_name(self.sheet, self.columns.get(name, 0), self._row)

    def _say(self, code: str, name: str, **params: str) -> None:
        self._bad = True
        self.found.append(said(code, self._place(name), self._row, **params))

    def _missing(self, name: str) -> None:
        sv, en = _HEADINGS[name]
        self._say("SIE852", name, column=sv, column_en=en)

    def _bad_cell(self, name: str, what: str, value: str) -> None:
        self._bad = True
        self.found.append(bad_cell(self._place(name), self._row, what, value, _HEADINGS[name]))


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())
