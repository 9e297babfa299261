"""The tables that books become, as data: their columns, what each holds, and where in the ledger it lives.

Frames, Parquet and SQLite interpret these rows; nothing else lists tables or columns. What the model holds and no
column does stands as JSON in the column ``more``, so that a table keeps everything and a new field of the model is
kept from the first day.
"""

from __future__ import annotations

from enum import Enum

import msgspec

__all__ = ["TABLES", "Column", "Kind"]


class Kind(Enum):
    """What the values of a column are."""

    TEXT = "text"
    CATEGORY = "category"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    TEXTS = "list of texts"
    OBJECTS = "list of dimension and number"
    JSON = "JSON"


class Column(msgspec.Struct, frozen=True):
    """A column of a table.

    Attributes:
        name: Its name.
        kind: What its values are.
        en: What it holds, in English.
        sv: The same in Swedish.
        path: Where the value lives, from the value that is a row of the table; empty for what is derived.
        required: Whether every row has a value.
    """

    name: str
    kind: Kind
    en: str
    sv: str
    path: str = ""
    required: bool = False


def _line(path: str = "origin") -> Column:
    return Column("line", Kind.INTEGER, "line of the file that it came from", "rad i filen", path)


_MORE = Column("more", Kind.JSON, "what has no column of its own", "det som inte har någon egen kolumn", "more")
_EXTRAS = Column("extras", Kind.TEXTS, "fields that the standard lacks", "fält som standarden saknar", "extras", True)
_OBJECTS = (
    Column("objects", Kind.OBJECTS, "its objects", "objekten", "objects", True),
    Column(
        "cost_centre", Kind.TEXT, "the first object of dimension 1", "kostnadsställe, första objektet i dimension 1"
    ),
    Column("project", Kind.TEXT, "the first object of dimension 6", "projekt, första objektet i dimension 6"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "company": (
        Column("name", Kind.TEXT, "legal name", "företagsnamn", "company.name"),
        Column("organisation_number", Kind.TEXT, "as written", "organisationsnummer", "company.organisation_number"),
        Column("acquisition_number", Kind.TEXT, "second field of #ORGNR", "förvärvsnr", "company.acquisition_number"),
        Column("activity_number", Kind.TEXT, "third field of #ORGNR", "verksamhetsnr", "company.activity_number"),
        Column("type", Kind.TEXT, "legal form, a code", "företagstyp", "company.type"),
        Column("id", Kind.TEXT, "the program's own number", "programmets eget nummer", "company.id"),
        Column("industry_code", Kind.TEXT, "by SNI", "branschkod (SNI)", "company.industry_code"),
        Column("has_address", Kind.BOOLEAN, "whether there is #ADRESS", "om #ADRESS finns", "", True),
        Column("contact", Kind.TEXT, "contact", "kontakt", "company.address.contact"),
        Column("street", Kind.TEXT, "street or box", "utdelningsadress", "company.address.street"),
        Column("city", Kind.TEXT, "postcode and town", "postadress", "company.address.city"),
        Column("phone", Kind.TEXT, "telephone", "telefon", "company.address.phone"),
        Column("currency", Kind.TEXT, "ISO 4217; SEK when empty", "valuta; SEK om tomt", "currency"),
        Column("chart_type", Kind.TEXT, "type of chart of accounts", "kontoplanstyp", "chart_type"),
        Column("tax_year", Kind.TEXT, "tax year of the SRU codes", "taxeringsår", "tax_year"),
        Column("balances_through", Kind.DATE, "last day of the balances", "omfattning", "balances_through"),
        Column("file_type", Kind.TEXT, "1, 2, 3, 4I or 4E", "filtyp: 1, 2, 3, 4I eller 4E", "kind", True),
        Column("flag", Kind.INTEGER, "1: has been imported", "1: har lästs in", "flag", True),
        Column("program", Kind.TEXT, "that wrote the file", "programmet som skrev filen", "program.name"),
        Column("program_version", Kind.TEXT, "its version", "dess version", "program.version"),
        Column("generated", Kind.DATE, "when it was written", "när filen skrevs", "generated.date"),
        Column("generated_by", Kind.TEXT, "by whom", "av vem", "generated.sign"),
        Column("comments", Kind.TEXTS, "#PROSA", "kommentarer (#PROSA)", "prose", True),
        _MORE,
    ),
    "years": (
        Column("year", Kind.INTEGER, "0 the current one, -1 the one before", "årsnr: 0 innevarande", "number", True),
        Column("first_day", Kind.DATE, "first day", "första dag", "start"),
        Column("last_day", Kind.DATE, "last day", "sista dag", "end"),
        _line(),
        _MORE,
    ),
    "accounts": (
        Column("account", Kind.TEXT, "number as written", "kontonummer", "number", True),
        Column("name", Kind.TEXT, "its name", "kontonamn", "name"),
        Column("type", Kind.TEXT, "T, S, K or I, as given", "kontotyp: T, S, K eller I", "type"),
        Column("unit", Kind.TEXT, "of its quantities", "enhet", "unit"),
        Column("sru", Kind.TEXTS, "codes for the tax return", "SRU-koder", "sru", True),
        _line(),
        _MORE,
    ),
    "dimensions": (
        Column("dimension", Kind.TEXT, "its number", "dimensionsnummer", "number", True),
        Column("name", Kind.TEXT, "its name", "namn", "name"),
        Column("parent", Kind.TEXT, "the dimension it is under", "överordnad dimension", "parent"),
        _line(),
        _MORE,
    ),
    "objects": (
        Column("dimension", Kind.TEXT, "its dimension", "dimensionsnummer", "dimension", True),
        Column("object", Kind.TEXT, "its number", "objektnummer", "number", True),
        Column("name", Kind.TEXT, "its name", "namn", "name"),
        _line(),
        _MORE,
    ),
    "balances": (
        Column(
            "kind",
            Kind.CATEGORY,
            "opening, closing, result, object_opening, object_closing, period or budget",
            "slag: #IB, #UB, #RES, #OIB, #OUB, #PSALDO eller #PBUDGET",
            "kind",
            True,
        ),
        Column("year", Kind.INTEGER, "0 the current one", "årsnr: 0 innevarande", "year", True),
        Column("account", Kind.TEXT, "account number", "kontonummer", "account", True),
        Column("amount", Kind.AMOUNT, "kronor, debit positive", "belopp i kronor, debet positivt", "amount"),
        Column("quantity", Kind.QUANTITY, "in the unit of the account", "kvantitet", "quantity"),
        Column("objects", Kind.OBJECTS, "the objects that it is for", "objekten", "object", True),
        *_OBJECTS[1:],
        Column("period", Kind.TEXT, "YYYYMM", "period, ÅÅÅÅMM", "period"),
        _EXTRAS,
        _line(),
        _MORE,
    ),
    "vouchers": (
        Column("voucher", Kind.INTEGER, "1 is the first of the file", "löpnummer i filen, från 1", "", True),
        Column("series", Kind.CATEGORY, "as written", "verifikationsserie", "series"),
        Column("number", Kind.TEXT, "as written", "verifikationsnummer", "number"),
        Column("date", Kind.DATE, "date of the voucher", "verifikationsdatum", "date"),
        Column("year", Kind.INTEGER, "the fiscal year of its date", "årsnr för datumet"),
        Column("text", Kind.TEXT, "text of the voucher", "verifikationstext", "text"),
        Column("registered", Kind.DATE, "when it was entered", "registreringsdatum", "registered"),
        Column("sign", Kind.TEXT, "who made it", "signatur", "sign"),
        Column("total", Kind.AMOUNT, "sum of the rows that count; 0 is right", "radernas summa; ska vara 0", "", True),
        _line(),
        _MORE,
    ),
    "rows": (
        Column("voucher", Kind.INTEGER, "which voucher of the table vouchers", "verifikationens löpnummer", "", True),
        Column("row", Kind.INTEGER, "1 is the first of the voucher", "radens nummer i verifikationen", "", True),
        Column("series", Kind.CATEGORY, "of the voucher", "verifikationsserie"),
        Column("number", Kind.TEXT, "of the voucher", "verifikationsnummer"),
        Column("date", Kind.DATE, "of the voucher", "verifikationsdatum"),
        Column("year", Kind.INTEGER, "the fiscal year of that date", "årsnr för datumet"),
        Column("account", Kind.TEXT, "account number", "kontonummer", "account"),
        Column("amount", Kind.AMOUNT, "kronor, debit positive", "belopp i kronor, debet positivt", "amount"),
        *_OBJECTS,
        Column("text", Kind.TEXT, "text of the row", "transaktionstext", "text"),
        Column("quantity", Kind.QUANTITY, "in the unit of the account", "kvantitet", "quantity"),
        Column("sign", Kind.TEXT, "who made, added or removed it", "signatur", "sign"),
        Column("kind", Kind.CATEGORY, "normal, added or removed", "#TRANS, #RTRANS eller #BTRANS", "kind", True),
        Column("posted", Kind.BOOLEAN, "whether it counts", "om raden räknas", "", True),
        Column("row_date", Kind.DATE, "of the row; empty: of the voucher", "radens eget datum", "date"),
        _EXTRAS,
        _line(),
        _MORE,
    ),
}
"""Every table and its columns, in order."""
