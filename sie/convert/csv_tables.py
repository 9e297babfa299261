"""Books as CSV tables, in a folder or a zip file, and back: nothing is lost.

Files are named in English, one for each table of ``tables``; headings are those of the language that is asked for.
By default they open right in a Swedish spreadsheet: semicolons, decimal commas, UTF-8 with byte order mark.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from sie.convert.cells import Cell, guarded, plain
from sie.convert.from_tables import assemble
from sie.convert.grid import Grid
from sie.convert.options import Options
from sie.convert.tables import TABLES, Column, ColumnKind, Table, Values
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import Ledger
from sie.text.reader import detect

__all__ = ["csv_grid", "read", "refuse_bombs", "write", "write_csv"]

# What the archive module and its decompressors raise on bytes that are none.
_SPOILED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, RuntimeError)
_MOST = 4 << 30
_LONGEST = 1 << 24


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Books as CSV tables.

    Args:
        ledger: The books.
        target: An empty folder, or a file that becomes a zip archive.
        options: ``delimiter decimal csv_encoding language``.

    Raises:
        SieWriteError: The encoding lacks a letter.
        SieUsageError: There is no such encoding, or delimiter and decimal sign are the same.
    """
    if target.is_dir():
        for table in TABLES:
            with (target / f"{table.name}.csv").open("wb") as file:
                write_csv(file, table.columns, table.rows(ledger), options)
        return
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            # Without the time of writing: the same books give the same bytes.
            member = zipfile.ZipInfo(f"{table.name}.csv", (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            with archive.open(member, "w", force_zip64=True) as file:
                write_csv(file, table.columns, table.rows(ledger), options)


def write_csv(file: IO[bytes], columns: tuple[Column, ...], rows: Iterable[Values], options: Options) -> None:
    """One table as CSV.

    Args:
        file: Open for writing.
        columns: The columns.
        rows: Their values, row by row.
        options: ``delimiter decimal csv_encoding language``.

    Raises:
        SieWriteError: The encoding lacks a letter.
        SieUsageError: There is no such encoding, or delimiter and decimal sign are the same.
    """
    delimiter = options.delimiter or ";"
    decimal = options.decimal or ("." if delimiter == "," else ",")
    if delimiter == decimal:
        raise SieUsageError(
            f"{delimiter!r} cannot be both between cells and before decimals: give another --delimiter or --decimal.",
            f"{delimiter!r} kan inte stå både mellan celler och före decimaler: ange annat --delimiter eller "
            "--decimal.",
        )
    try:
        text = io.TextIOWrapper(file, encoding=options.csv_encoding or "utf-8-sig", newline="", write_through=False)
    except LookupError:
        raise SieUsageError(
            f"There is no encoding {options.csv_encoding!r}; usual are utf-8-sig, utf-8 and cp1252.",
            f"Det finns ingen kodning {options.csv_encoding!r}; vanliga är utf-8-sig, utf-8 och cp1252.",
        ) from None
    try:
        if not file.seekable() and codecs.lookup(text.encoding).name in ("utf-16", "utf-32"):
            text.write("\ufeff")  # which Python leaves out there
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        sv = options.language == "sv"
        writer.writerow([column.sv if sv else column.en for column in columns])
        cells = [_CELLS[column.kind](decimal) for column in columns]
        writer.writerows([cell(value) for cell, value in zip(cells, row, strict=True)] for row in rows)
        text.flush()
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        raise SieWriteError(
            f"The encoding {error.encoding} has no {letter!r}; leave out --csv-encoding.",
            f"Kodningen {error.encoding} saknar {letter!r}; utelämna --csv-encoding.",
            value=letter,
        ) from None
    finally:
        with contextlib.suppress(ValueError, UnicodeEncodeError):
            text.detach()


def _as_it_is(value: object) -> object:
    """For whole numbers and dates, which the module writes right; nothing becomes an empty cell there."""
    return value


def _number(decimal: str) -> Callable[[Any], object]:
    def cell(value: Decimal | None) -> str | None:
        if value is None:
            return None
        if not value.is_finite():
            raise SieWriteError(f"{value} is no amount.", f"{value} är inget belopp.", value=str(value))
        text = str(value)  # twice as fast as without an exponent
        return (plain(value) if "E" in text else text).replace(".", decimal)

    return cell


def _text(value: str | None) -> str | None:
    return guarded(value) if value is not None else None


# Functions that give the cells of a column, for the sign before decimals.
_CELLS: dict[ColumnKind, Callable[[str], Callable[[Any], object]]] = {
    "text": lambda decimal: _text,
    "objects": lambda decimal: _text,
    "json": lambda decimal: _text,
    "int": lambda decimal: _as_it_is,
    "date": lambda decimal: _as_it_is,
    "number": _number,
}


def read(source: Path, options: Options) -> Ledger:
    """Books from CSV tables.

    Args:
        source: The folder, or the zip archive.
        options: ``delimiter csv_encoding``; both are found when they are not given.

    Returns:
        The books; ``diagnostics`` has every cell that could not be read.

    Raises:
        SieUsageError: It is no archive, has no such tables, or a table lacks a column.
    """
    if source.is_dir():
        with contextlib.ExitStack() as stack:
            return assemble(
                (table, csv_grid(stack.enter_context((source / f"{table.name}.csv").open("rb")), options, table.name))
                for table in _present({path.name for path in source.iterdir()})
            )
    try:
        with zipfile.ZipFile(source) as archive:
            refuse_bombs(archive)
            names = set(archive.namelist())
            return assemble(_in_archive(archive, _present(names), options))
    except _SPOILED as error:
        raise SieUsageError(
            f"{source.name} is no zip archive that can be read: {error}.",
            f"{source.name} är inget zip-arkiv som går att läsa: {error}.",
        ) from None


def _in_archive(archive: zipfile.ZipFile, tables: list[Table], options: Options) -> Iterator[tuple[Table, Grid]]:
    for table in tables:
        with archive.open(f"{table.name}.csv") as file:
            yield table, csv_grid(file, options, table.name)


def _present(names: set[str]) -> list[Table]:
    found = [table for table in TABLES if f"{table.name}.csv" in names]
    if not found:
        expected = ", ".join(f"{table.name}.csv" for table in TABLES[:3])
        raise SieUsageError(
            f"There are no tables here: {expected} and so on are expected.",
            f"Här finns inga tabeller: {expected} och så vidare väntas.",
        )
    return found


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that would fill the memory.

    Args:
        archive: It, open for reading.

    Raises:
        SieUsageError: It is far bigger than books, and packed far tighter.
    """
    size = sum(member.file_size for member in archive.infolist())
    packed = sum(member.compress_size for member in archive.infolist())
    if size > _MOST or (size > 1 << 28 and size > 200 * packed):
        raise SieUsageError(
            f"The archive holds {size >> 20} MB, far more than books need; it was not unpacked.",
            f"Arkivet innehåller {size >> 20} MB, långt mer än en bokföring behöver; det packades inte upp.",
        )


def csv_grid(file: IO[bytes], options: Options, name: str = "") -> Grid:
    """CSV as a sheet.

    Args:
        file: Open for reading, seekable.
        options: ``delimiter csv_encoding``; found from the beginning of the file when they are not given.
        name: Of the sheet.

    Raises:
        SieUsageError: The letters or the quotes are not those of CSV in that encoding.
    """
    head = file.read(1 << 16)
    file.seek(0)
    encoding = options.csv_encoding or _encoding(file, head)
    try:
        start = head.decode(encoding, "replace").removeprefix("\ufeff")
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
    except LookupError:
        raise SieUsageError(
            f"There is no encoding {encoding!r}; usual are utf-8-sig, utf-8 and cp1252.",
            f"Det finns ingen kodning {encoding!r}; vanliga är utf-8-sig, utf-8 och cp1252.",
        ) from None
    skipped = start.lower().startswith("sep=")  # a line for Excel
    delimiter = options.delimiter or _delimiter(start, skipped)
    return Grid(name, _rows(text, delimiter, encoding, skipped))


def _rows(text: io.TextIOWrapper, delimiter: str, encoding: str, skip: bool) -> Iterator[tuple[int, list[Cell]]]:
    before = csv.field_size_limit(_LONGEST)
    number = 0
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, 1):
            if number == 1 and cells and cells[0].startswith("\ufeff"):
                cells[0] = cells[0][1:]
            if not (skip and number == 1):
                yield number, [*cells]
    except csv.Error as error:
        raise SieUsageError(
            f"Row {number + 1} is no CSV: {error}. Is a quote missing?",
            f"Rad {number + 1} är inte CSV: {error}. Saknas ett citattecken?",
        ) from None
    except UnicodeError:
        raise SieUsageError(
            f"The file is not in {encoding}: name its encoding with --csv-encoding.",
            f"Filen är inte i {encoding}: ange kodningen med --csv-encoding.",
        ) from None
    finally:
        csv.field_size_limit(before)
        with contextlib.suppress(ValueError):
            text.detach()  # whoever opened the file closes it


def _encoding(file: IO[bytes], head: bytes) -> str:
    """UTF-8 if all of it is, UTF-16 with a mark, else the code page of Windows.

    Spreadsheets also save the code pages of DOS and of old Macs; they are believed when three Swedish letters say so.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        while decoder.read(1 << 20):
            pass
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8-sig"
    finally:
        decoder.detach()
        file.seek(0)
    found = detect(io.BytesIO(file.read()))
    file.seek(0)
    sure = found.reason == "letters" and found.count >= 3 and not found.against
    return found.encoding if sure and found.encoding in ("cp437", "mac-roman") else "cp1252"


def _delimiter(start: str, skipped: bool) -> str:
    if skipped and len(start) > 4:
        return start[4]
    first = next((line for line in start.split("\n") if line.strip()), "")
    return max((";", "\t", ",", "|"), key=first.count)
