"""The formats for other programs: data frames, databases, plain-text accounting. ``formats`` takes them in."""

from __future__ import annotations

from sie.convert.format import WHOLE, Format

__all__ = ["PROGRAM_FORMATS"]

PROGRAM_FORMATS: tuple[Format, ...] = (
    Format(
        name="parquet",
        suffixes=(".parquet.zip",),
        equal=True,
        en="Parquet, a zip archive with a file for each table",
        sv="Parquet, ett zip-arkiv med en fil per tabell",
        reads="sie.convert.parquet:read",
        writes="sie.convert.parquet:write",
        extra="frames",
        members=("rows.parquet",),
    ),
    Format(
        name="arrow",
        suffixes=(".arrow", ".feather"),
        en="Arrow IPC (Feather 2), the rows of the vouchers",
        sv="Arrow IPC (Feather 2), verifikationernas rader",
        keeps={"#VER": ("series", "number", "date"), "#TRANS": WHOLE, "#RTRANS": WHOLE, "#BTRANS": WHOLE},
        writes="sie.convert.arrow:write",
        extra="frames",
    ),
    Format(
        name="sqlite",
        suffixes=(".db", ".sqlite"),
        equal=True,
        en="SQLite, with exact amounts and views in kronor",
        sv="SQLite, med exakta belopp och vyer i kronor",
        reads="sie.convert.sqlite:read",
        writes="sie.convert.sqlite:write",
        magic=(b"SQLite format 3",),
    ),
)
