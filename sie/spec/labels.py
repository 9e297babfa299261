"""The label table: one row per label of SIE 1-4, editions 4B and 4C.

Reader, writer, checks, ``sie labels``, the reference page and the test strategies interpret this table.
To add a label, add a row: nothing else lists labels or their fields.

``store`` says where in the ledger the values live; a field's ``name`` is the attribute there:

- ``ledger``: the field's name is a path from the ledger (``company.name``); one record
- ``years accounts dimensions``: a mapping keyed by the first field
- ``objects balances vouchers rows``: a sequence; ``item`` is the kind of balance or row
- ``prose``: a sequence of texts
- ``file``: says something about the file, not about the books
"""

from __future__ import annotations

import msgspec

from sie.spec.kinds import Kind

__all__ = ["BY_NAME", "FILE_TYPES", "GROUPS", "LABELS", "Field", "Label", "Presence"]

FILE_TYPES = ("1", "2", "3", "4I", "4E")
"""The file types, in the order of the columns of ``presence``."""

GROUPS = ("flag", "identification", "accounts", "balances", "checksum")
"""The groups of records in the order that a file must have them (spec paragraph 5.12)."""


class Presence(msgspec.Struct, frozen=True, gc=False):
    """Whether a file type must, may or must not hold a record.

    ``years``: for the current and the previous fiscal year (the dagger of spec paragraph 6).
    ``unless_reserved``: need not be declared when it is a reserved dimension.
    """

    mandatory: bool = False
    forbidden: bool = False
    years: bool = False
    unless_reserved: bool = False


class Field(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One field of a record: name (and path in the ledger), kind, whether it must be there, its Swedish name."""

    name: str
    kind: Kind
    required: bool = True
    sv: str


class Label(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One label: its fields in order, where it may stand, and what it means.

    ``sie5`` says where SIE 5 has each field, in their order: element and attribute, ``""`` for one that it has no
    place for; it is empty for a label that SIE 5 does not have.
    """

    name: str
    group: str
    fields: tuple[Field, ...]
    presence: dict[str, Presence]
    store: str
    paragraph: str
    sv: str
    en: str
    sie5: tuple[str, ...] = ()
    item: str = ""
    parent: str | None = None
    repeats: bool = False
    key: int = 0

    @property
    def has_objects(self) -> bool:
        """True when one of the fields is a brace-enclosed list."""
        return self.name in _WITH_OBJECTS


_SIGNS = {
    "M": Presence(mandatory=True),
    "Y": Presence(mandatory=True, years=True),
    "D": Presence(mandatory=True, unless_reserved=True),
    "o": Presence(),
    "-": Presence(forbidden=True),
}


def _presence(signs: str) -> dict[str, Presence]:
    return {kind: _SIGNS[sign] for kind, sign in zip(FILE_TYPES, signs, strict=True)}


def _field(name: str, kind: Kind, sv: str, required: bool = True) -> Field:
    return Field(name=name, kind=kind, sv=sv, required=required)


def _balance(name: str, item: str, presence: str, sv: str, en: str, element: str = "") -> Label:
    period = item in ("period", "budget")
    fields = [_field("year", Kind.YEAR, "årsnr")]
    if period:
        fields.append(_field("period", Kind.PERIOD, "period"))
    fields.append(_field("account", Kind.ACCOUNT, "konto"))
    if period or item.startswith("object"):
        fields.append(_field("object", Kind.OBJECTS, "objekt"))
    fields.append(_field("amount", Kind.AMOUNT, "saldo"))
    fields.append(_field("quantity", Kind.QUANTITY, "kvantitet", required=False))
    places = {"year": f"{element}/@month", "period": f"{element}/@month", "account": "Account/@id"}
    places |= {"object": "ObjectReference", "amount": f"{element}/@amount", "quantity": f"{element}/@quantity"}
    return Label(
        name=name,
        group="balances",
        fields=tuple(fields),
        presence=_presence(presence),
        store="balances",
        item=item,
        paragraph=f"11 {name}",
        repeats=True,
        sv=sv,
        en=en,
        sie5=tuple(places[field.name] for field in fields) if element else (),
    )


def _row(name: str, item: str, sv: str, en: str, sign: str) -> Label:
    return Label(
        name=name,
        group="balances",
        fields=(
            _field("account", Kind.ACCOUNT, "kontonr"),
            _field("objects", Kind.OBJECTS, "objektlista"),
            _field("amount", Kind.AMOUNT, "belopp"),
            _field("date", Kind.DATE, "transdat", required=False),
            _field("text", Kind.TEXT, "transtext", required=False),
            _field("quantity", Kind.QUANTITY, "kvantitet", required=False),
            _field("sign", Kind.TEXT, "sign", required=False),
        ),
        presence=_presence("---oo"),
        store="rows",
        item=item,
        paragraph=f"11 {name}",
        parent="#VER",
        repeats=True,
        sv=sv,
        en=en,
        sie5=(
            "LedgerEntry/@accountId",
            "ObjectReference",
            "LedgerEntry/@amount",
            "LedgerEntry/@ledgerDate",
            "LedgerEntry/@text",
            "LedgerEntry/@quantity",
            sign,
        ),
    )


def _one(
    name: str, presence: str, sv: str, en: str, *fields: Field, store: str = "ledger", sie5: tuple[str, ...] = ()
) -> Label:
    return Label(
        name=name,
        group="identification",
        fields=fields,
        presence=_presence(presence),
        store=store,
        paragraph=f"11 {name}",
        sv=sv,
        en=en,
        sie5=sie5,
    )


def _chart(
    name: str,
    presence: str,
    sv: str,
    en: str,
    *fields: Field,
    store: str = "accounts",
    key: int = 1,
    group: str = "accounts",
    sie5: tuple[str, ...] = (),
) -> Label:
    return Label(
        name=name,
        group=group,
        fields=fields,
        presence=_presence(presence),
        store=store,
        paragraph=f"11 {name}",
        repeats=True,
        key=key,
        sv=sv,
        en=en,
        sie5=sie5,
    )


_NUMBER = _field("number", Kind.ACCOUNT, "kontonr")
_DIMENSION = _field("number", Kind.DIMENSION, "dimensionsnr")

LABELS: tuple[Label, ...] = (
    Label(
        name="#FLAGGA",
        group="flag",
        fields=(_field("flag", Kind.FLAG, "x"),),
        presence=_presence("MMMMM"),
        store="ledger",
        paragraph="11 #FLAGGA",
        sv="Flagga: 0 när filen skrivs, 1 när den har lästs in",
        en="Flag: 0 when the file is written, 1 when it has been imported",
    ),
    _one(
        "#PROGRAM",
        "MMMMM",
        "Program som har skrivit filen",
        "Program that wrote the file",
        _field("program.name", Kind.TEXT, "programnamn"),
        _field("program.version", Kind.TEXT, "version"),
        sie5=("SoftwareProduct/@name", "SoftwareProduct/@version"),
    ),
    _one(
        "#FORMAT",
        "MMMMM",
        "Teckenuppsättning",
        "Character set",
        _field("format", Kind.FORMAT, "PC8"),
        store="file",
        sie5=("encoding of the XML declaration",),
    ),
    _one(
        "#GEN",
        "MMMMM",
        "När och av vem filen skrevs",
        "When and by whom the file was written",
        _field("generated.date", Kind.DATE, "datum"),
        _field("generated.sign", Kind.TEXT, "sign", required=False),
        sie5=("FileCreation/@time", "FileCreation/@by"),
    ),
    _one(
        "#SIETYP",
        "oMMMM",
        "Filtyp",
        "File type",
        _field("kind", Kind.FILE_TYPE, "typnr"),
        store="file",
        sie5=("Sie, SieEntry",),
    ),
    Label(
        name="#PROSA",
        group="identification",
        fields=(_field("prose", Kind.TEXT, "text"),),
        presence=_presence("ooooo"),
        store="prose",
        paragraph="11 #PROSA",
        repeats=True,
        sv="Fri kommentar",
        en="Free comment",
    ),
    _one(
        "#FTYP",
        "ooooo",
        "Företagsform",
        "Legal form",
        _field("company.type", Kind.COMPANY_TYPE, "företagstyp"),
    ),
    _one(
        "#FNR",
        "ooooo",
        "Bokföringsprogrammets eget nummer på företaget",
        "The accounting program's own number of the company",
        _field("company.id", Kind.TEXT, "företagsid"),
        sie5=("Company/@clientId",),
    ),
    _one(
        "#ORGNR",
        "ooooo",
        "Organisationsnummer",
        "Organisation number",
        _field("company.organisation_number", Kind.TEXT, "orgnr"),
        _field("company.acquisition_number", Kind.TEXT, "förvnr", required=False),
        _field("company.activity_number", Kind.TEXT, "verknr", required=False),
        sie5=("Company/@organizationId", "Company/@multiple", ""),
    ),
    _one(
        "#BKOD",
        "ooo-o",
        "Branschkod (SNI)",
        "Industry code (SNI)",
        _field("company.industry_code", Kind.TEXT, "SNI-kod"),
    ),
    _one(
        "#ADRESS",
        "ooooo",
        "Adress",
        "Address",
        _field("company.address.contact", Kind.TEXT, "kontakt"),
        _field("company.address.street", Kind.TEXT, "utdelningsadr"),
        _field("company.address.city", Kind.TEXT, "postadr"),
        _field("company.address.phone", Kind.TEXT, "tel"),
    ),
    _one(
        "#FNAMN",
        "MMMMM",
        "Företagets namn",
        "Name of the company",
        _field("company.name", Kind.TEXT, "företagsnamn"),
        sie5=("Company/@name",),
    ),
    _chart(
        "#RAR",
        "YYYoY",
        "Räkenskapsår",
        "Fiscal year",
        _field("number", Kind.YEAR, "årsnr"),
        _field("start", Kind.DATE, "start"),
        _field("end", Kind.DATE, "slut"),
        store="years",
        group="identification",
        sie5=("FiscalYear/@primary", "FiscalYear/@start", "FiscalYear/@end"),
    ),
    _one(
        "#TAXAR",
        "ooooo",
        "Taxeringsår som SRU-koderna hör till",
        "Tax year that the SRU codes belong to",
        _field("tax_year", Kind.TAX_YEAR, "år"),
    ),
    _one(
        "#OMFATTN",
        "-MM-o",
        "Datum som saldona gäller till och med",
        "Date up to and including which the balances hold",
        _field("balances_through", Kind.DATE, "datum"),
        sie5=("FiscalYear/@lastCoveredDate",),
    ),
    _one(
        "#KPTYP",
        "ooooo",
        "Typ av kontoplan",
        "Type of chart of accounts",
        _field("chart_type", Kind.CHART_TYPE, "kontoplanstyp"),
    ),
    _one(
        "#VALUTA",
        "ooooo",
        "Redovisningsvaluta",
        "Accounting currency",
        _field("currency", Kind.CURRENCY, "valutakod"),
        sie5=("AccountingCurrency/@currency",),
    ),
    _chart(
        "#KONTO",
        "MMMoM",
        "Konto",
        "Account",
        _NUMBER,
        _field("name", Kind.TEXT, "kontonamn"),
        sie5=("Account/@id", "Account/@name"),
    ),
    _chart(
        "#KTYP",
        "ooooo",
        "Kontotyp",
        "Type of account",
        _NUMBER,
        _field("type", Kind.ACCOUNT_TYPE, "kontotyp"),
        sie5=("Account/@id", "Account/@type"),
    ),
    _chart(
        "#ENHET",
        "ooooo",
        "Enhet för kontots kvantiteter",
        "Unit of the account's quantities",
        _NUMBER,
        _field("unit", Kind.TEXT, "enhet"),
        sie5=("Account/@id", "Account/@unit"),
    ),
    _chart(
        "#SRU",
        "MMooo",
        "SRU-kod för deklarationen",
        "SRU code for the tax return",
        _NUMBER,
        _field("sru", Kind.TEXT, "SRU-kod"),
        key=2,
        sie5=("AccountRef/@accountId", "Tag/@name"),
    ),
    _chart(
        "#DIM",
        "--Doo",
        "Dimension",
        "Dimension",
        _DIMENSION,
        _field("name", Kind.TEXT, "namn"),
        store="dimensions",
        sie5=("Dimension/@id", "Dimension/@name"),
    ),
    _chart(
        "#UNDERDIM",
        "--Doo",
        "Underdimension",
        "Sub-dimension",
        _DIMENSION,
        _field("name", Kind.TEXT, "namn"),
        _field("parent", Kind.DIMENSION, "superdimension"),
        store="dimensions",
        sie5=("Dimension/@id", "Dimension/@name", ""),
    ),
    _chart(
        "#OBJEKT",
        "--Doo",
        "Objekt i en dimension",
        "Object of a dimension",
        _field("dimension", Kind.DIMENSION, "dimensionsnr"),
        _field("number", Kind.OBJECT, "objektnr"),
        _field("name", Kind.TEXT, "objektnamn"),
        store="objects",
        key=2,
        sie5=("Dimension/@id", "Object/@id", "Object/@name"),
    ),
    _balance("#IB", "opening", "YYY-Y", "Ingående balans", "Opening balance", "OpeningBalance"),
    _balance("#UB", "closing", "YYY-Y", "Utgående balans", "Closing balance", "ClosingBalance"),
    _balance(
        "#OIB",
        "object_opening",
        "--Y-o",
        "Ingående balans för objekt",
        "Opening balance of an object",
        "OpeningBalance",
    ),
    _balance(
        "#OUB",
        "object_closing",
        "--Y-o",
        "Utgående balans för objekt",
        "Closing balance of an object",
        "ClosingBalance",
    ),
    _balance(
        "#RES", "result", "YYY-Y", "Saldo för resultatkonto", "Balance of a profit and loss account", "ClosingBalance"
    ),
    _balance("#PSALDO", "period", "-MM-o", "Förändring under en period", "Change during a period"),
    _balance("#PBUDGET", "budget", "-MM-o", "Budget för en period", "Budget of a period", "Budget"),
    Label(
        name="#VER",
        group="balances",
        fields=(
            _field("series", Kind.TEXT, "serie", required=False),
            _field("number", Kind.TEXT, "vernr", required=False),
            _field("date", Kind.DATE, "verdatum"),
            _field("text", Kind.TEXT, "vertext", required=False),
            _field("registered", Kind.DATE, "regdatum", required=False),
            _field("sign", Kind.TEXT, "sign", required=False),
        ),
        presence=_presence("---oo"),
        store="vouchers",
        paragraph="11 #VER",
        repeats=True,
        sv="Verifikation",
        en="Voucher",
        sie5=(
            "Journal/@id",
            "JournalEntry/@id",
            "JournalEntry/@journalDate",
            "JournalEntry/@text",
            "EntryInfo/@date",
            "EntryInfo/@by",
        ),
    ),
    _row("#TRANS", "normal", "Transaktion", "Transaction row", ""),
    _row("#RTRANS", "added", "Tillagd transaktion", "Row added later", "EntryInfo/@by"),
    _row("#BTRANS", "removed", "Borttagen transaktion", "Row removed", "Overstrike/@by"),
    Label(
        name="#KSUMMA",
        group="checksum",
        fields=(_field("checksum", Kind.CHECKSUM, "kontrollsumma", required=False),),
        presence=_presence("ooooo"),
        store="file",
        paragraph="10",
        repeats=True,
        sv="Kontrollsumma",
        en="Checksum",
        sie5=("ds:Signature",),
    ),
)

_WITH_OBJECTS = frozenset(label.name for label in LABELS if any(f.kind is Kind.OBJECTS for f in label.fields))

BY_NAME: dict[str, Label] = {label.name: label for label in LABELS}
"""The table by label name, ``#`` included."""
