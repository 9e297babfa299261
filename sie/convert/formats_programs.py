"""The formats for other programs: data frames, databases, plain-text accounting. ``formats`` takes them in."""

from __future__ import annotations

from sie.convert.format import WHOLE, Format

__all__ = ["PROGRAM_FORMATS"]

_BALANCE = ("year", "account", "amount")
_ENTRIES = {
    "#FNAMN": WHOLE,
    "#VALUTA": WHOLE,
    "#KONTO": WHOLE,
    "#IB": _BALANCE,
    "#UB": _BALANCE,
    "#RES": _BALANCE,
    "#VER": WHOLE,
    "#TRANS": WHOLE,
    "#RTRANS": ("account", "objects", "amount", "date", "text", "quantity", "sign"),
}
"""What plain-text accounting keeps; rows that do not count (#BTRANS) it has no place for."""

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
    Format(
        name="hledger",
        suffixes=(".journal", ".hledger"),
        en="A journal for hledger (plain-text accounting)",
        sv="En journal för hledger (bokföring i textfiler)",
        keeps=_ENTRIES,
        writes="sie.convert.hledger:write",
        also="sie.convert.hledger:lost",
        write_options=("account_names",),
    ),
    Format(
        name="beancount",
        suffixes=(".beancount", ".bean"),
        en="A ledger for beancount (plain-text accounting)",
        sv="En huvudbok för beancount (bokföring i textfiler)",
        keeps=_ENTRIES,
        writes="sie.convert.beancount:write",
        also="sie.convert.beancount:lost",
        write_options=("account_names",),
    ),
)
