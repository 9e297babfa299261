"""What a conversion may be told: one value for all formats, of which each format takes what it knows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from sie.text.writer import Substitutions

__all__ = ["OPTION_NAMES", "SHEET_OPTIONS", "Options"]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    r"""The options of reading and writing a format; ``None`` means: not given, do what is usual.

    Attributes:
        language: ``"sv"`` or ``"en"``, of headings that people read. Never refused.
        encoding: Of the SIE file that is written; CP437 when ``None``.
        newline: ``"\r\n"`` or ``"\n"``, of the SIE file that is written.
        kind: The file type that is written.
        checksum: Write ``#KSUMMA``.
        substitute: Leave to replace letters that the encoding lacks; keeps a list of them.
        input_encoding: Read the SIE file as this encoding.
        delimiter: Between the cells of CSV; a semicolon when ``None``.
        decimal: The sign before decimals in CSV; a comma when ``None``.
        csv_encoding: Of CSV that is written; UTF-8 with byte order mark when ``None``. Found when read.
        table: The sheet or table to read.
        company_name: For a spreadsheet that does not say it.
        organisation_number: For a spreadsheet that does not say it.
        year_start: First day of the fiscal year, for a spreadsheet that does not say it.
        year_end: Last day of the fiscal year; a year after its start when ``None``.
        voucher_series: The series of vouchers, for a spreadsheet without such a column.
        account_names: Names of accounts for plain-text accounting, by account number.
        key: Sign SIE 5 with the private key of this file: PEM or PKCS#12.
        certificate: The file of its certificate, where ``key`` does not hold it: PEM.
        password_file: A file whose first line is the password of the key.
        self_signed: Sign SIE 5 with a key that is made up for this file and forgotten.

    Example:
        >>> Options(delimiter=",").given()
        ('delimiter',)
    """

    language: str = "en"
    encoding: str | None = None
    newline: str | None = None
    kind: str | None = None
    checksum: bool | None = None
    substitute: Substitutions | None = None
    input_encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    csv_encoding: str | None = None
    table: str | None = None
    company_name: str | None = None
    organisation_number: str | None = None
    year_start: datetime.date | None = None
    year_end: datetime.date | None = None
    voucher_series: str | None = None
    account_names: Mapping[str, str] | None = None
    key: str | None = None
    certificate: str | None = None
    password_file: str | None = None
    self_signed: bool | None = None

    def given(self) -> tuple[str, ...]:
        """The names of the options that were given."""
        return tuple(name for name in OPTION_NAMES if getattr(self, name) is not None)


OPTION_NAMES = tuple(name for name in Options.__struct_fields__ if name != "language")
"""The options that a format must know, or they are refused."""

SHEET_OPTIONS = ("company_name", "organisation_number", "year_start", "year_end", "voucher_series")
"""What a sheet with vouchers may not say itself."""
