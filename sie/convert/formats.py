"""The formats that come with this library: one row each. Nothing else lists them."""

from __future__ import annotations

from sie.convert.format import EVERYTHING, Format, all_but

__all__ = ["FORMATS"]

_CSV = ("delimiter", "decimal", "csv_encoding")
_SHEET = ("table", "company_name", "organisation_number", "year_start", "year_end", "series")

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
        reads="sie.convert.sie5:read",
        writes="sie.convert.sie5:write",
        extra="sie5",
        magic=(b"<?xml", b"<Sie", b"<sie:"),
    ),
    Format(
        name="json",
        suffixes=(".json",),
        equal=True,
        en="JSON, one document ('sie schema' describes it)",
        sv="JSON, ett dokument ('sie schema' beskriver det)",
        reads="sie.convert.json:read",
        writes="sie.convert.json:write",
        magic=(b"{",),
    ),
)


_ = all_but, EVERYTHING, _CSV, _SHEET
