"""The columns of a sheet with vouchers and every heading that is known for each: data for reading and for the docs."""

from __future__ import annotations

import re

import msgspec

from sie.convert.grid import folded
from sie.spec.codes import DIMENSIONS

__all__ = ["COMPANY", "LAYOUT", "Known", "column_for", "dimension_of"]


class Known(msgspec.Struct, frozen=True):
    """A column of vouchers: its name, what it holds, and its headings in Swedish and English, the usual one first."""

    name: str
    sv: tuple[str, ...]
    en: tuple[str, ...]
    holds_en: str
    holds_sv: str


LAYOUT: tuple[Known, ...] = (
    Known(
        "voucher",
        ("Löpnr", "Verifikations-id"),
        ("Voucher id",),
        "rows with the same one are one voucher, whatever else they say",
        "rader med samma är en verifikation, vad de än säger i övrigt",
    ),
    Known(
        "date",
        ("Datum", "Verifikationsdatum", "Verdatum", "Bokföringsdatum"),
        ("Date", "Voucher date", "Posting date"),
        "date of the voucher: a real date, 2024-01-31 or 20240131",
        "verifikationens datum: ett riktigt datum, 2024-01-31 eller 20240131",
    ),
    Known(
        "series",
        ("Serie", "Verifikationsserie", "Verserie"),
        ("Series", "Voucher series"),
        "series; may be left to the receiving program",
        "serie; kan lämnas till det mottagande programmet",
    ),
    Known(
        "number",
        ("Verifikationsnr", "Verifikationsnummer", "Vernr", "Ver", "Verifikation", "Nummer", "Nr"),
        ("Voucher number", "Voucher no", "Voucher", "Number", "No"),
        "number; rows with the same series and number are one voucher; A 17 holds both",
        "nummer; rader med samma serie och nummer är en verifikation; A 17 innehåller båda",
    ),
    Known(
        "voucher_text",
        ("Verifikationstext", "Vertext"),
        ("Voucher text",),
        "text of the voucher",
        "verifikationens text",
    ),
    Known(
        "text",
        ("Transaktionstext", "Radtext", "Transtext", "Text", "Beskrivning"),
        ("Row text", "Text", "Description"),
        "text of the row; that of the first row is the voucher's, unless there is a column for it",
        "radens text; första radens är också verifikationens, om det inte finns en kolumn för den",
    ),
    Known(
        "account",
        ("Konto", "Kontonr", "Kontonummer"),
        ("Account", "Account number", "Account no"),
        "account number; 1930 Företagskonto holds number and name",
        "kontonummer; 1930 Företagskonto innehåller nummer och namn",
    ),
    Known(
        "account_name",
        ("Kontonamn", "Kontobenämning", "Benämning"),
        ("Account name",),
        "name of the account",
        "kontots namn",
    ),
    Known("debit", ("Debet",), ("Debit",), "amount in debit", "belopp i debet"),
    Known("credit", ("Kredit",), ("Credit",), "amount in credit", "belopp i kredit"),
    Known(
        "amount",
        ("Belopp",),
        ("Amount",),
        "amount, credit negative; instead of debit and credit, or agreeing with them",
        "belopp, kredit negativt; i stället för debet och kredit, eller lika med dem",
    ),
    Known("quantity", ("Kvantitet", "Antal"), ("Quantity",), "in the unit of the account", "i kontots enhet"),
    Known(
        "row_date",
        ("Transaktionsdatum", "Raddatum", "Transdatum"),
        ("Row date", "Transaction date"),
        "date of the row, where it is another",
        "radens datum, där det är ett annat",
    ),
    Known(
        "registered",
        ("Registreringsdatum", "Regdatum"),
        ("Registered", "Registration date"),
        "when the voucher was entered",
        "när verifikationen registrerades",
    ),
    Known(
        "voucher_sign",
        ("Verifikationssignatur",),
        ("Voucher sign",),
        "who made the voucher",
        "vem som gjorde verifikationen",
    ),
    Known(
        "sign", ("Signatur", "Radsignatur", "Sign"), ("Row sign", "Sign"), "who made the row", "vem som gjorde raden"
    ),
    Known(
        "kind",
        ("Slag",),
        ("Kind",),
        "normal, added or removed; normal when empty",
        "normal, added (tillagd) eller removed (borttagen); normal när den är tom",
    ),
    Known(
        "objects",
        ("Objekt",),
        ("Objects",),
        "objects of any dimensions: 1=N; 6=P1",
        "objekt i valfria dimensioner: 1=N; 6=P1",
    ),
)
"""Columns that there may be once, in any order. Date, account and an amount there must be."""

COMPANY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "company.name": (("Företagsnamn", "Företag", "Namn"), ("Company name", "Company", "Name")),
    "company.organisation_number": (
        ("Organisationsnummer", "Orgnr", "Organisationsnr"),
        ("Organisation number", "Company number"),
    ),
    "year_start": (("Räkenskapsår från", "Räkenskapsårets början"), ("Fiscal year from", "Year start")),
    "year_end": (("Räkenskapsår till", "Räkenskapsårets slut"), ("Fiscal year to", "Year end")),
    "currency": (("Valuta",), ("Currency",)),
}
"""What a sheet called Företag or Company may say: the word in the first column, the value in the second."""

_DIMENSION = re.compile(r"(?:dimension|dim|objekt|object)([1-9][0-9]{0,5})").fullmatch
_SHORT = {"kst": "1", "costcenter": "1", "costcentre": "1", "kostnadsställe": "1", "resultatenhet": "1", "proj": "6"}

_NAMES = {folded(heading): known.name for known in LAYOUT for heading in (known.name, *known.sv, *known.en)}
_DIMENSIONS = {
    **{folded(name): number for number, code in DIMENSIONS.items() for name in (code.sv, code.en)},
    **_SHORT,
}


def column_for(heading: str) -> str | None:
    """The column that a heading means; ``dimension:6`` for one that holds objects of a dimension.

    Example:
        >>> column_for("Ver.nr"), column_for("Kostnadsställe"), column_for("Dim 20"), column_for("Moms")
        ('number', 'dimension:1', 'dimension:20', None)
    """
    name = folded(heading)
    if name in _NAMES:
        return _NAMES[name]
    number = dimension_of(name)
    return None if number is None else f"dimension:{number}"


def dimension_of(name: str) -> str | None:
    """The dimension that a folded heading names, by its number or by the name of a reserved one."""
    if name in _DIMENSIONS:
        return _DIMENSIONS[name]
    match = _DIMENSION(name)
    return match[1] if match else None
