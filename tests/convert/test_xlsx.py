"""Workbooks are read by openpyxl here, which knows nothing of this library."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.utils.escape import unescape

import sie
from sie.convert.losses import losses, lost
from sie.convert.options import Options
from sie.convert.registry import find, read, write
from sie.convert.workbook import exact
from tests.convert.test_matrix import hard_books

XLSX = find("xlsx")
FIXTURE = Path(__file__).parents[2] / "fixtures" / "clean" / "typ4e.se"


def opened(ledger: sie.Ledger, language: str = "sv", values: bool = False) -> Any:
    file = io.BytesIO()
    write(ledger, file, XLSX, Options(language=language))
    file.seek(0)
    return openpyxl.load_workbook(file, data_only=values)


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_the_sheets() -> None:
    ledger = sie.load(FIXTURE)
    swedish = opened(ledger)
    assert swedish.sheetnames == [
        *("Saldobalans", "Huvudbok", "Företag", "Räkenskapsår", "Kommentarer", "Konton", "Dimensioner", "Objekt"),
        *("Saldon", "Verifikationer", "Rader", "Utanför standarden"),
    ]
    assert opened(ledger, "en").sheetnames[:2] == ["Trial balance", "General ledger"]
    for sheet in swedish:
        assert sheet.freeze_panes in ("A2", "A4"), sheet.title
        assert sheet.auto_filter.ref, sheet.title


def test_real_dates_and_numbers() -> None:
    ledger = sie.load(FIXTURE)
    found = rows(opened(ledger)["Rader"])
    head = found[0]
    first = dict(zip(head, found[1], strict=True))
    voucher = ledger.vouchers[0]
    assert first["Datum"] == datetime.datetime(voucher.date.year, voucher.date.month, voucher.date.day)  # type: ignore[union-attr]
    assert first["Belopp"] == float(voucher.rows[0].amount or 0)
    assert isinstance(first["Konto"], str)
    assert first["Kontonamn"] == ledger.accounts[first["Konto"]].name


def test_no_text_is_a_formula(books: sie.Ledger) -> None:
    book = opened(books)
    formulas = [(s.title, c.value) for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert all(value.startswith("=SUBTOTAL(109,") for _, value in formulas)
    texts = [c.value for s in book for row in s.iter_rows() for c in row if c.data_type == "s"]
    assert "=cmd|' /C calc'!A0" in texts


def test_totals_are_formulas_with_values() -> None:
    ledger = sie.load(FIXTURE)
    shown, values = opened(ledger)["Rader"], opened(ledger, values=True)["Rader"]
    last = rows(shown)[-1]
    assert last[0] == "Summa"
    assert any(row.kind == "removed" for voucher in ledger.vouchers for row in voucher.rows)
    assert last[9] is None
    assert last[10] == f"=SUBTOTAL(109,K2:K{shown.max_row - 1})"
    # What was removed does not count: the sheet of a balanced book balances.
    expected = sum(row.amount for v in ledger.vouchers for row in v.posted if row.amount and row.amount > 0)
    assert [Decimal(repr(value)) for value in rows(values)[-1][10:12]] == [expected, expected]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_headings_fit_and_stand_above_their_numbers(language: str) -> None:
    book = opened(sie.load(FIXTURE), language=language)
    for sheet in book:
        widths = {}
        for known in sheet.column_dimensions.values():  # columns of one width stand together in the file
            widths |= dict.fromkeys(range(known.min, known.max + 1), known.width)
        head = next(row for row in sheet.iter_rows() if row[-1].value is not None)
        for cell in head:
            assert widths[cell.column] >= len(cell.value) + 2, (sheet.title, cell.value)
        below = sheet[head[0].row + 1] if sheet.max_row > head[0].row else ()
        for cell, first in zip(head, below, strict=False):
            if first.data_type == "n" and first.value is not None:
                assert cell.alignment.horizontal == "right", (sheet.title, cell.value)


def test_the_trial_balance_is_that_of_sie_show() -> None:
    from sie.report.summary import trial_balance

    ledger = sie.load(FIXTURE)
    expected = trial_balance(ledger)
    found = {row[0]: row for row in rows(opened(ledger, values=True)["Saldobalans"])[3:]}
    total = found.pop("Summa")
    for line in expected.accounts:
        row = found.pop(line.account)
        assert row[1] == line.name
        assert row[2] == (None if line.opening is None else float(line.opening))
        assert (row[3], row[4]) == (float(line.debit), float(line.credit))
        stated = line.closing or line.result
        assert row[6] == (None if stated is None else float(stated))
        if stated is not None:
            assert row[5] == row[6]
    assert all(not any(row[2:]) for row in found.values())
    assert total[3] == float(expected.totals.debit) == total[4]


def test_the_general_ledger_runs_from_opening_to_closing() -> None:
    ledger = sie.load(FIXTURE)
    found = rows(opened(ledger, values=True)["Huvudbok"])[3:]
    closing = {row[0]: row[5] for row in rows(opened(ledger, values=True)["Saldobalans"])[3:]}
    by_account: dict[str, list[tuple[Any, ...]]] = {}
    for row in found:
        by_account.setdefault(row[0], []).append(row)
    for account, lines in by_account.items():
        assert lines[0][4] == "Ingående balans"
        assert lines[-1][4] == "Utgående balans"
        balance = Decimal(repr(lines[0][7]))
        for line in lines[1:-1]:
            balance += Decimal(repr(line[5] or 0)) - Decimal(repr(line[6] or 0))
            assert Decimal(repr(line[7])) == balance
        assert lines[-1][7] == float(balance) == closing[account]
    posted = sum(1 for v in ledger.vouchers for _ in v.posted)
    assert sum(len(lines) - 2 for lines in by_account.values()) == posted


def test_more_digits_than_a_double_holds_become_text(books: sie.Ledger) -> None:
    cells = [row[6] for row in rows(opened(books)["Saldon"])]
    assert "123456789012345678.90" in cells
    told = losses(books, XLSX)
    assert [(d.code, d.count, lost(d)) for d in told] == [("SIE804", 1, False)]
    assert "123456789012345678.90" in told[0].message("sv")
    assert losses(sie.load(FIXTURE), XLSX) == ()
    assert exact(Decimal("999999999999999")) and not exact(Decimal("9999999999999.999"))


def test_what_a_workbook_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for ledger in (
        sie.Ledger(prose=("x" * 32_768,)),
        sie.Ledger(prose=("\U0001f600" * 16_384,)),  # a workbook counts in units of UTF-16
        sie.Ledger(prose=("a\ufffeb",)),
        sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=(sie.Row("normal", "1", (), Decimal("NaN")),)),)),
    ):
        with pytest.raises(sie.SieWriteError):
            write(ledger, tmp_path / "x.xlsx", XLSX)
    monkeypatch.setattr("sie.convert.workbook._MOST_ROWS", 4)
    with pytest.raises(sie.SieWriteError, match="has room for 4 rows"):
        write(sie.Ledger(prose=("x",) * 4), tmp_path / "x.xlsx", XLSX)
    assert list(tmp_path.iterdir()) == []


def test_texts_that_look_like_parts_of_a_workbook(tmp_path: Path) -> None:
    texts = ("<r><t>x</t></r>", "<r>&</r>", "</t></is></c>", "_x005F_", "a_xzzzz_\x0b", " x ", "\n", "]]>", "'", "")
    ledger = sie.Ledger(prose=texts)
    write(ledger, tmp_path / "x.xlsx", XLSX)
    assert read(tmp_path / "x.xlsx", XLSX) == ledger
    assert len(rows(opened(ledger)["Kommentarer"])) == 1 + len(texts)


def test_what_stands_in_the_file_of_a_sheet(tmp_path: Path) -> None:
    """Rows are handed to the library from inside; their numbers, and what stands around them, are as they should be."""
    ledger = sie.load(FIXTURE)
    write(ledger, tmp_path / "x.xlsx", XLSX)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert len(sheets) == 12
    for sheet in sheets:
        numbers = [int(number) for number in re.findall(r'<row r="([0-9]+)"', sheet)]
        assert numbers == list(range(1, len(numbers) + 1))
        cells = re.findall(r'<c r="[A-Z]+([0-9]+)"', sheet)
        assert [int(number) for number in cells] == sorted(map(int, cells))
        last = re.search(r'<dimension ref="A1(?::[A-Z]+([0-9]+))?"', sheet)
        assert last is not None and int(last[1] or 1) == numbers[-1]


def test_a_workbook_that_was_saved_by_another_program(books: sie.Ledger, tmp_path: Path) -> None:
    write(books, tmp_path / "x.xlsx", XLSX, Options(language="sv"))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    book.create_sheet("Mina anteckningar").append(["hej"])
    del book["Huvudbok"]
    book.save(tmp_path / "y.xlsx")
    assert read(tmp_path / "y.xlsx", XLSX) == books


def test_an_edited_cell_is_read_or_named(books: sie.Ledger, tmp_path: Path) -> None:
    write(books, tmp_path / "x.xlsx", XLSX, Options(language="sv"))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    book["Rader"]["J2"] = -1249.5
    book["Rader"]["J3"] = "mycket"
    book["Konton"]["A2"] = 1931
    book.save(tmp_path / "x.xlsx")
    back = read(tmp_path / "x.xlsx", XLSX)
    assert back.vouchers[0].rows[0].amount == Decimal("-1249.5")
    assert "1931" in back.accounts
    assert [(d.params["cell"], d.code) for d in back.diagnostics] == [("Rader!J3", "SIE850")]


def test_options_for_vouchers_mean_nothing_for_whole_books(books: sie.Ledger, tmp_path: Path) -> None:
    write(books, tmp_path / "x.xlsx", XLSX)
    with pytest.raises(sie.SieUsageError, match="--company-name is for a sheet"):
        read(tmp_path / "x.xlsx", XLSX, Options(company_name="X"))


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_workbook(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(data)
    with pytest.raises(sie.SieUsageError, match="no workbook"):
        read(tmp_path / "x.xlsx", XLSX)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(hard_books())
def test_another_reader_opens_whatever_is_written(ledger: sie.Ledger) -> None:
    book = opened(ledger)
    assert book["Rader"].max_row == 3
    shown = book["Verifikationer"]["E2"].value
    text = ledger.vouchers[0].text
    if text is not None and text.isprintable() and text[:1] not in ("", "'"):
        assert unescape(shown) == text  # openpyxl leaves _x005F_ as it stands, which Excel does not


def test_a_workbook_that_would_fill_the_memory(books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "x.xlsx"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as file:
        for _ in range(300):
            file.write(b" " * (1 << 20))
    with pytest.raises(sie.SieUsageError, match="300 MB"):
        read(place, XLSX)


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    """A workbook that names a file of this machine in its XML, and one that grows as it is read."""
    (tmp_path / "secret").write_text("HEMLIGT")
    write(sie.Ledger(prose=("ETT-TVÅ",)), tmp_path / "x.xlsx", XLSX)
    for inside in (
        f'<!ENTITY a SYSTEM "file://{tmp_path}/secret">',
        '<!ENTITY b "bbbbbbbb"><!ENTITY a "&b;&b;&b;&b;">',
    ):
        with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "y.xlsx", "w") as new:
            for name in old.namelist():
                data = old.read(name).decode("utf-8")
                head, mark, rest = data.partition("?>")
                data = f"{head}{mark}<!DOCTYPE x [{inside}]>{rest}".replace("ETT-TVÅ", "&a;")
                new.writestr(name, data)
        try:
            back = read(tmp_path / "y.xlsx", XLSX)
        except sie.SieUsageError:
            continue
        assert not any("HEMLIGT" in text or "bbbb" in text for text in back.prose)
