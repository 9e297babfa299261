"""The form of SIE 5 as data: both documents, their elements and attributes, and what is only in one of its sources.

The schema and the format document contradict each other here and there. A mark behind an attribute says who wants it:

- ``!`` both do; ``?`` it may be left out
- ``@`` the schema does, the document does not: it is written, and its absence forgiven
- ``&`` only the document has it: it is read, and not written
"""

from __future__ import annotations

import msgspec

__all__ = [
    "ACCOUNT_TYPES",
    "DSIG",
    "NAMESPACE",
    "PERSON_UNKNOWN",
    "ROOTS",
    "SPECIAL_TYPES",
    "SRU",
    "TYPES",
    "UNKNOWN_NUMBER",
    "Attribute",
    "Child",
    "Element",
]

NAMESPACE = "http://www.sie.se/sie5"
DSIG = "http://www.w3.org/2000/09/xmldsig#"

ROOTS = ("Sie", "SieEntry")
"""The complete export, and the file of vouchers for import."""

ACCOUNT_TYPES = {"asset": "T", "liability": "S", "equity": "S", "cost": "K", "income": "I", "statistics": None}
"""``Account/@type`` and its code in ``#KTYP``; the last has none."""

SPECIAL_TYPES = ("equity", "statistics")
"""The types of account that SIE 4 has no code of their own for."""

UNKNOWN_NUMBER = "000000-0000"
"""``Company/@organizationId`` of whoever has none."""

PERSON_UNKNOWN = "?"
"""Who did something, where nobody knows: the attribute is mandatory, and the official sample writes this."""

SRU = "SRU"
"""The taxonomy of an ``AccountAggregation`` that holds what ``#SRU`` holds."""


class Attribute(msgspec.Struct, frozen=True, gc=False):
    """An attribute: its kind, whether it must be there, and which source alone says so."""

    name: str
    kind: str
    required: bool = False
    only: str = ""


class Child(msgspec.Struct, frozen=True, gc=False):
    """An element in another: its name, the name of its type, how often it stands there (``most`` 0: any number)."""

    name: str
    type: str
    least: int = 0
    most: int = 1


class Element(msgspec.Struct, frozen=True):
    """A type of element.

    Attributes:
        attributes: By name.
        children: In their order, where ``order`` is ``sequence``.
        order: ``sequence``; ``all``: each in any order; ``any``: any number in any order; ``several``: the same,
            but none or at least two objects.
        content: The kind of its text; empty for none.
        required: The attributes that must be there, by name.
        places: The place of each child in the order.
        needed: The children that must be there, by name.
    """

    attributes: dict[str, Attribute]
    children: dict[str, Child] = {}
    order: str = "sequence"
    content: str = ""
    required: tuple[str, ...] = ()
    places: dict[str, int] = {}
    needed: tuple[str, ...] = ()


def _attributes(text: str) -> dict[str, Attribute]:
    """``"id!account unit?text"``: name, mark, kind."""
    found = {}
    for word in text.split():
        mark = next(sign for sign in "!?@&" if sign in word)
        name, _, kind = word.partition(mark)
        found[name] = Attribute(name, kind, mark in "!@", {"@": "schema", "&": "document"}.get(mark, ""))
    return found


def _children(text: str) -> dict[str, Child]:
    """``"FileInfo Account* Journal:JournalEntry+"``: name, type if it is another, how often."""
    found = {}
    for word in text.split():
        sign = word[-1] if word[-1] in "*+?" else ""
        name, _, kind = word.rstrip("*+?").partition(":")
        least, most = {"": (1, 1), "?": (0, 1), "*": (0, 0), "+": (1, 0)}[sign]
        found[name] = Child(name, kind or name, least, most)
    return found


def _type(attributes: str = "", children: str = "", order: str = "sequence", content: str = "") -> Element:
    known, inside = _attributes(attributes), _children(children)
    required = tuple(name for name, attribute in known.items() if attribute.required)
    places = {name: place for place, name in enumerate(inside)}
    needed = tuple(name for name, child in inside.items() if child.least)
    return Element(known, inside, order, content, required, places, needed)


_NOTE = _type("date!date by!text")
_ITEM = "Balances* OriginalAmount"
_BALANCE = "month!month amount!amount quantity?decimal"
_PARTY = (
    "id!text name!text organizationId?text vatNr?text address1?text address2?text zipcode?text city?text country?text"
)
_INVOICE = "id!text name?text {party}!text invoiceNumber@text ocrNumber?text dueDate?date"
_ENTRY = "id{mark}natural journalDate!date text?text referenceId?text"
_LINE = "accountId!{account} amount!decimal quantity?decimal text?text ledgerDate?date"
_LINE_PARTS = "ForeignCurrencyAmount? ObjectReference* SubdividedAccountObjectReference?"


def _groups(entry: str) -> str:
    names = ("CustomerInvoices", "SupplierInvoices", "FixedAssets", "GeneralSubdividedAccount")
    return " ".join(f"{name}:{name}{entry}*" for name in names) + " Customers? Suppliers?"


TYPES: dict[str, Element] = {
    "Sie": _type(
        "",
        f"FileInfo Accounts Dimensions? {_groups('')} AccountAggregations? Journal* Documents? Signature",
    ),
    "SieEntry": _type(
        "",
        "FileInfo:FileInfoEntry Accounts:AccountsEntry? Dimensions:DimensionsEntry? "
        f"{_groups('Entry')} Journal:JournalEntries* Documents? Signature?",
    ),
    "Signature": _type(),
    "FileInfo": _type("", "SoftwareProduct FileCreation Company FiscalYears AccountingCurrency", "all"),
    "FileInfoEntry": _type(
        "",
        "SoftwareProduct FileCreation Company:CompanyEntry AccountingCurrency:AccountingCurrencyEntry?",
        "all",
    ),
    "SoftwareProduct": _type("name!text version!text"),
    "FileCreation": _type("time!datetime by!text"),
    "Company": _type("organizationId!text multiple?int name!text clientId?text"),
    "CompanyEntry": _type("organizationId!text multiple?int name?text clientId?text"),
    "FiscalYears": _type("", "FiscalYear+"),
    "FiscalYear": _type(
        "start!month end!month primary?boolean closed?boolean hasLedgerEntries?boolean "
        "hasSubordinateAccounts?boolean hasAttachedVoucherFiles?boolean lastCoveredDate?date"
    ),
    "AccountingCurrency": _type("currency!currency"),
    "AccountingCurrencyEntry": _type("currency!text"),
    "Accounts": _type("", "Account*"),
    "AccountsEntry": _type("", "Account:AccountEntry*"),
    "Account": _type(
        "id!account name!text type!account-type unit?text",
        "OpeningBalance:Balance* ClosingBalance:Balance* Budget* OpeningBalanceMultidim:BalanceMultidim* "
        "ClosingBalanceMultidim:BalanceMultidim* BudgetMultidim*",
        "any",
    ),
    "AccountEntry": _type("id!account name!text type!account-type-entry unit?text", "Budget:BudgetEntry*", "any"),
    "Balance": _type(_BALANCE, "ForeignCurrencyAmount? ObjectReference*", "any"),
    "BalanceMultidim": _type(
        _BALANCE.replace("!amount", "!decimal"), "ForeignCurrencyAmount? ObjectReference*", "several"
    ),
    "Budget": _type("month?month amount!decimal quantity?decimal", "ObjectReference*", "any"),
    "BudgetEntry": _type("month?month amount!amount quantity?decimal", "ObjectReference:ObjectReferenceEntry*", "any"),
    "BudgetMultidim": _type("month?month amount!decimal quantity?decimal", "ObjectReference*", "several"),
    "ForeignCurrencyAmount": _type("amount!amount currency!currency"),
    "ObjectReference": _type("dimId!positive objectId!text"),
    "ObjectReferenceEntry": _type("dimId!text objectId!text"),
    "Dimensions": _type("", "Dimension*"),
    "Dimension": _type("id!positive name!text", "Object*"),
    "DimensionsEntry": _type("", "Dimension:DimensionEntry*"),
    "DimensionEntry": _type("id!text name?text", "Object*"),
    "Object": _type("id!text name!text"),
    "CustomerInvoices": _type("primaryAccountId!account name?text", "SecondaryAccountRef* CustomerInvoice*"),
    "SupplierInvoices": _type("primaryAccountId!account name?text", "SecondaryAccountRef* SupplierInvoice*"),
    "FixedAssets": _type("primaryAccountId!account name?text", "SecondaryAccountRef* FixedAsset*"),
    "GeneralSubdividedAccount": _type("primaryAccountId!account name?text", "SecondaryAccountRef* GeneralObject*"),
    "SecondaryAccountRef": _type("accountId?account"),
    "CustomerInvoice": _type(_INVOICE.replace("{party}", "customerId"), _ITEM),
    "SupplierInvoice": _type(_INVOICE.replace("{party}", "supplierId"), _ITEM),
    "FixedAsset": _type("id!text name?text assetId&text", _ITEM),
    "GeneralObject": _type("id!text name?text", _ITEM),
    "Balances": _type("accountId?account", "OpeningBalance:Balance* ClosingBalance:Balance*", "any"),
    "OriginalAmount": _type("date!date amount!amount", "ForeignCurrencyAmount?"),
    "CustomerInvoicesEntry": _type("primaryAccountId!text name?text", "CustomerInvoice:CustomerInvoiceEntry*"),
    "SupplierInvoicesEntry": _type("primaryAccountId!text name?text", "SupplierInvoice:SupplierInvoiceEntry*"),
    "FixedAssetsEntry": _type("primaryAccountId!text name?text", "FixedAsset:FixedAssetEntry*"),
    "GeneralSubdividedAccountEntry": _type("primaryAccountId!text name?text", "GeneralObject:GeneralObjectEntry*"),
    "CustomerInvoiceEntry": _type(_INVOICE.replace("{party}", "customerId")),
    "SupplierInvoiceEntry": _type(_INVOICE.replace("{party}", "supplierId")),
    "FixedAssetEntry": _type("id!text name?text assetId&text HarSkaSpecifikaAttributLaggasTill?text"),
    "GeneralObjectEntry": _type("id!text name?text"),
    "Customers": _type("", "Customer*"),
    "Suppliers": _type("", "Supplier*"),
    "Customer": _type(_PARTY),
    "Supplier": _type(f"{_PARTY} BgAccount?text PgAccount?text BIC?text IBAN?text"),
    "AccountAggregations": _type("", "AccountAggregation+"),
    "AccountAggregation": _type("id!text name!text taxonomy?text", "Tag+"),
    "Tag": _type("name!text", "AccountRef*"),
    "AccountRef": _type("accountId!account"),
    "Journal": _type("id!text name@text fiscalYear&month", "JournalEntry+"),
    "JournalEntries": _type("id?text", "JournalEntry:JournalEntryEntry+"),
    "JournalEntry": _type(
        _ENTRY.replace("{mark}", "!"),
        "EntryInfo:Note OriginalEntryInfo:Note? LedgerEntry* LockingInfo:Note? VoucherReference* CorrectedBy*",
    ),
    "JournalEntryEntry": _type(
        _ENTRY.replace("{mark}", "?"), "OriginalEntryInfo:Note LedgerEntry:LedgerEntryEntry* VoucherReference*"
    ),
    "LedgerEntry": _type(
        _LINE.replace("{account}", "account"),
        f"{_LINE_PARTS} EntryInfo:Note? Overstrike:Note? LockingInfo:Note?",
        "any",
    ),
    "LedgerEntryEntry": _type(_LINE.replace("{account}", "text"), _LINE_PARTS, "any"),
    "SubdividedAccountObjectReference": _type("objectId!text subdividedAccountId&text"),
    "Note": _NOTE,
    "VoucherReference": _type("documentId!positive"),
    "CorrectedBy": _type("fiscalYearId?month journalId!text journalEntryId!natural"),
    "Documents": _type("", "EmbeddedFile* FileReference*", "any"),
    "EmbeddedFile": _type("id!positive fileName!text", content="base64"),
    "FileReference": _type("id!positive URI!text"),
}
"""The types of elements of both documents, by name; those that differ in the entry file end with ``Entry``."""
