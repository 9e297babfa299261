"""CSV is read by Python's own reader here, which knows nothing of this library."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import msgspec
import pytest

import sie
from sie.convert.options import Options
from sie.convert.registry import find, read, write
from tests.convert.conftest import everything

TABLES, JOURNAL = find("csv-tables"), find("csv")


def tables(data: bytes, delimiter: str = ";", encoding: str = "utf-8-sig") -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode(encoding), newline=""), delimiter=delimiter))
            for name in archive.namelist()
        }


def written(ledger: sie.Ledger, options: Options = Options()) -> bytes:
    file = io.BytesIO()
    write(ledger, file, TABLES, options)
    return file.getvalue()


def test_it_opens_right_in_a_swedish_spreadsheet(books: sie.Ledger) -> None:
    with zipfile.ZipFile(io.BytesIO(written(books, Options(language="sv")))) as archive:
        data = archive.read("rows.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Löpnr;Serie;Verifikationsnr;Datum;")
    assert ";-1250,00;;1250,00;" in lines[1]
    assert "2024-01-31" in lines[1]


def test_all_tables_are_there_with_headings(books: sie.Ledger) -> None:
    found = tables(written(books))
    assert [len(rows) for rows in found.values()] == [22, 3, 6, 5, 4, 4, 8, 4, 7, 5]
    for rows in found.values():
        assert all(len(row) == len(rows[0]) for row in rows)
    assert found["accounts.csv"][1] == ["1930", "Företagskonto", "T", "st", "7281, 7282", "12"]


def test_no_cell_is_a_formula(books: sie.Ledger) -> None:
    found = [cell for rows in tables(written(books)).values() for row in rows for cell in row]
    dangerous = [cell for cell in found if cell[:1] in tuple("=+-@\t\r") and not cell[1:].replace(",", "").isdigit()]
    assert dangerous == []
    assert "'=cmd|' /C calc'!A0" in found
    assert "'+46 70" in found


@pytest.mark.parametrize(
    "options",
    [
        Options(delimiter=","),
        Options(delimiter="\t", decimal="."),
        Options(delimiter="|", csv_encoding="utf-16"),
        Options(csv_encoding="cp1252"),
        Options(csv_encoding="utf-8"),
    ],
)
def test_other_dialects_come_back(options: Options, books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "x.csv.zip"
    write(books, place, TABLES, options)
    assert tables(place.read_bytes(), options.delimiter or ";", options.csv_encoding or "utf-8-sig")["rows.csv"]
    assert read(place, TABLES) == books
    assert read(place, TABLES, Options(delimiter=options.delimiter, csv_encoding=options.csv_encoding)) == books


def test_dialects_that_cannot_be(books: sie.Ledger, tmp_path: Path) -> None:
    for options, error in (
        (Options(delimiter=",", decimal=","), sie.SieUsageError),
        (Options(csv_encoding="klingon"), sie.SieUsageError),
        (Options(csv_encoding="ascii"), sie.SieWriteError),
    ):
        with pytest.raises(error) as caught:
            write(books, tmp_path / "x", TABLES, options)
        assert caught.value.message("sv") != caught.value.message("en")
    assert list(tmp_path.iterdir()) == []


def test_a_spreadsheet_saves_it_anew(books: sie.Ledger, tmp_path: Path) -> None:
    """Other column order, quotes everywhere, a column of one's own, LF, no mark."""
    place = tmp_path / "tables"
    write(books, f"{place}/", TABLES)
    for path in place.iterdir():
        rows = [
            [*reversed(row), ""]
            for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
        ]
        rows[0][-1] = "Min kolumn"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=",", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    back = read(place, TABLES)
    assert back == books
    assert {d.code for d in back.diagnostics} == {"SIE854"}


def test_bad_cells_are_named(books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "tables"
    write(books, f"{place}/", TABLES)
    for name, old, new in (
        ("rows.csv", "-1250,00;;1250,00", "tusen;;1250,00"),
        ("rows.csv", "1=N; 6=", "1 N; 6="),
        ("rows.csv", "removed", "borttagen"),
        ("vouchers.csv", "1;A;1;2024-01-31", "1;A;1;31/1 2024"),
        ("vouchers.csv", "2;;;2024", "9;;;2024"),
        ("extras.csv", '"[""a""]"', "a"),
        ("years.csv", "0;2024-01-01", "noll;2024-01-01"),
        ("company.csv", "flag;1", "flag;5"),
        ("company.csv", "program.name", "program.nam"),
        ("accounts.csv", "7281, 7282", "[7281"),
        ("objects.csv", "1;N;", ";N;"),
        ("balances.csv", '"[""extra""]"', "[1]"),
    ):
        path = place / name
        text = path.read_bytes().decode("utf-8-sig")
        assert old in text, old
        path.write_bytes(text.replace(old, new, 1).encode())
    back = read(place, TABLES)
    said = {(d.params["cell"], d.code) for d in back.diagnostics}
    assert said == {
        ("rows!J2", "SIE850"),
        ("rows!I3", "SIE850"),
        ("rows!F4", "SIE850"),
        ("vouchers!D2", "SIE850"),
        ("extras!C2", "SIE850"),
        ("years!A2", "SIE850"),
        ("years!A2", "SIE852"),
        ("company!B3", "SIE850"),
        ("company!A4", "SIE850"),
        ("accounts!E2", "SIE850"),
        ("objects!A2", "SIE852"),
        ("balances!I6", "SIE850"),
    }
    for diagnostic in back.diagnostics:
        assert diagnostic.severity == "error"
        assert "?" not in diagnostic.message("sv") + diagnostic.message("en")


def test_rows_without_their_voucher(books: sie.Ledger, tmp_path: Path) -> None:
    place = tmp_path / "tables"
    write(books, f"{place}/", TABLES)
    (place / "vouchers.csv").unlink()
    back = read(place, TABLES)
    assert [d.code for d in back.diagnostics] == ["SIE858"]
    assert back.vouchers == ()


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "no zip archive"),
        (b"PK\x03\x04", "no zip archive"),
        (b"a;b", "no zip archive"),
    ],
)
def test_what_is_no_archive(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv.zip").write_bytes(data)
    with pytest.raises(sie.SieUsageError, match=words):
        read(tmp_path / "x.csv.zip", TABLES)


def test_archives_that_are_odd(tmp_path: Path) -> None:
    place = tmp_path / "x.csv.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(sie.SieUsageError, match="no tables"):
        read(place, TABLES)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("vouchers.csv", "Löpnr;Serie\r\n1;A\r\n")
    with pytest.raises(sie.SieUsageError, match="lacks the column Voucher number"):
        read(place, TABLES)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("rows.csv", "w") as file:
        for _ in range(300):
            file.write(b";" * (1 << 20))
    with pytest.raises(sie.SieUsageError, match="300 MB"):
        read(place, TABLES)
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("prose.csv", 'Kommentar\r\n"aldrig slut\r\n')
    with pytest.raises(sie.SieUsageError, match="no CSV"):
        read(place, TABLES)


def test_the_journal_has_a_line_for_each_row(books: sie.Ledger) -> None:
    file = io.BytesIO()
    write(books, file, JOURNAL, Options(language="sv"))
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == sum(max(len(voucher.rows), 1) for voucher in books.vouchers)
    assert rows[1]["Konto"] == "3001"
    assert rows[1]["Kontonamn"] == "Försäljning"
    assert rows[1]["Debet"] == "1250,00"
    assert rows[1]["Kostnadsställe"] == "N"
    assert rows[1]["Projekt"] == "P;1=x"
    assert rows[0]["Kredit"] == "1250,00"
    assert rows[0]["Belopp"] == "-1250,00"
    assert rows[0]["Transaktionstext"] == "'=cmd|' /C calc'!A0"


def test_the_journal_goes_back_to_vouchers(sample: Path, tmp_path: Path) -> None:
    """Everything but what the registry says it does not keep, and what is not fit to be booked again."""
    ledger = sie.load(sample)
    place = tmp_path / "x.csv"
    write(ledger, place, JOURNAL, Options(language="sv"))
    back = read(place, JOURNAL, Options(company_name="X"))

    def kept(voucher: sie.Voucher) -> sie.Voucher:
        rows = tuple(msgspec.structs.replace(row, twin=None, extras=()) for row in voucher.rows)
        return msgspec.structs.replace(voucher, extras=(), rows=rows)

    def fit(voucher: sie.Voucher) -> bool:
        digits = all(row.account and row.account.isdigit() for row in voucher.rows)
        return bool(voucher.rows) and digits and not voucher.total

    assert list(back.vouchers) == [kept(voucher) for voucher in ledger.vouchers if fit(voucher)]
    used = {row.account for voucher in back.vouchers for row in voucher.rows}
    for number in used:
        if number in ledger.accounts:
            assert back.accounts[number or ""].name == (ledger.accounts[number].name or None)


def test_the_journal_of_everything(tmp_path: Path) -> None:
    place = tmp_path / "x.csv"
    write(everything(), place, JOURNAL)
    back = read(place, JOURNAL, Options(company_name="X"))
    assert {d.code for d in back.diagnostics} == {"SIE852", "SIE859"}  # a row without account, vouchers without rows
