"""The formats that come with this library: one row each. Nothing else lists them."""

from __future__ import annotations

from sie.convert.format import EXTRAS, WHOLE, Format, all_but
from sie.convert.formats_programs import PROGRAM_FORMATS
from sie.convert.options import SHEET_OPTIONS
from sie.spec.labels import BY_NAME, LABELS

__all__ = ["FORMATS"]

_NOT_IN_SIE5 = {
    label.name: tuple(field.name for place, field in enumerate(label.fields) if not label.sie5[place])
    if any(label.sie5)
    else WHOLE
    for label in LABELS
    if label.store != "file" and not (label.sie5 and all(label.sie5))
} | {"#RTRANS": ("twin",), EXTRAS: WHOLE}

_CSV = ("delimiter", "decimal", "csv_encoding")

FORMATS: tuple[Format, ...] = (
    Format(
        name="sie",
        suffixes=(".se", ".si", ".sie"),
        equal=True,
        en="SIE 1-4, written as the standard says",
        sv="SIE 1-4, skriven som standarden säger",
        reads="sie.convert.sie4:read",
        writes="sie.convert.sie4:write",
        read_options=("input_encoding",),
        write_options=("encoding", "newline", "kind", "checksum", "substitute"),
        magic=(b"#FLAGGA", b"#PROGRAM", b"#SIETYP", b"#FORMAT"),
    ),
    Format(
        name="sie5",
        suffixes=(".sie", ".xml"),
        en="SIE 5, the XML of the standard's successor",
        sv="SIE 5, XML-formatet som efterträder SIE 4",
        keeps=all_but(_NOT_IN_SIE5),
        sie5=True,
        reads="sie.convert.sie5:read",
        writes="sie.convert.sie5:write",
        also="sie.convert.sie5:also_lost",
        extra="sie5",
        write_options=("key", "certificate", "password_file", "self_signed"),
        magic=(b"<?xml", b"<Sie", b"<sie:"),
    ),
    Format(
        name="json",
        suffixes=(".json",),
        equal=True,
        en="JSON, one document ('sie schema' describes it)",
        sv="JSON, ett dokument ('sie schema' beskriver det)",
        sie5=True,
        reads="sie.convert.json:read",
        writes="sie.convert.json:write",
        magic=(b"{",),
    ),
    Format(
        name="ndjson",
        suffixes=(".ndjson", ".jsonl"),
        en="JSON in lines: the books without vouchers, then each voucher",
        sv="JSON i rader: bokföringen utan verifikationer, sedan varje verifikation",
        equal=True,
        sie5=True,
        reads="sie.convert.ndjson:read",
        writes="sie.convert.ndjson:write",
        magic=(b'{"format":"sie-ledger-lines"',),
    ),
    Format(
        name="csv-tables",
        suffixes=(".csv.zip",),
        en="CSV, a table for each kind of record, in a zip file or a folder",
        sv="CSV, en tabell för varje slags post, i en zip-fil eller en mapp",
        equal=True,
        reads="sie.convert.csv_tables:read",
        writes="sie.convert.csv_tables:write",
        read_options=("delimiter", "csv_encoding"),
        write_options=_CSV,
        container="folder or file",
        members=("company.csv", "vouchers.csv"),
    ),
    Format(
        name="csv",
        suffixes=(".csv",),
        en="CSV, the journal: a line for each row of a voucher; or vouchers to be read",
        sv="CSV, grundboken: en rad för varje rad i en verifikation; eller verifikationer att läsa in",
        keeps={
            "#KONTO": WHOLE,
            "#VER": WHOLE,
            "#TRANS": WHOLE,
            "#RTRANS": tuple(field.name for field in BY_NAME["#RTRANS"].fields),
            "#BTRANS": WHOLE,
        },
        reads="sie.convert.sheet_books:read_csv",
        writes="sie.convert.journal:write",
        also="sie.convert.journal:notes",
        read_options=(*_CSV, *SHEET_OPTIONS),
        write_options=_CSV,
    ),
    Format(
        name="spreadsheet",
        suffixes=(".ods", ".xls", ".xlsm", ".xlsb"),
        en="Spreadsheets of other kinds: what is in them as for xlsx, only to be read",
        sv="Kalkylark av andra slag: innehållet som för xlsx, bara för läsning",
        reads="sie.convert.xlsx:read",
        extra="xlsx",
        read_options=("table", "decimal", *SHEET_OPTIONS),
        magic=(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        members=("content.xml", "xl/workbook.bin"),
    ),
    Format(
        name="xlsx",
        suffixes=(".xlsx",),
        en="Excel workbook: trial balance, general ledger and a sheet for each table; or vouchers to be read",
        sv="Excelarbetsbok: saldobalans, huvudbok och ett blad för varje tabell; eller verifikationer att läsa in",
        equal=True,
        reads="sie.convert.xlsx:read",
        writes="sie.convert.xlsx:write",
        also="sie.convert.xlsx:notes",
        extra="xlsx",
        read_options=("table", "decimal", *SHEET_OPTIONS),
        members=("xl/workbook.xml",),
    ),
    *PROGRAM_FORMATS,
)
