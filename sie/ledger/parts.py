"""What only SIE 5 says about books: plain frozen values that hang on the ledger, ``None`` where there is nothing.

SIE 4 has no place for any of this; its writer leaves it out, and ``sie.sie5.lost_in_sie4`` lists it. Amounts are
kronor unless a currency stands beside them; debit is positive. ``*_id`` are names that the file gives things.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated

import msgspec

__all__ = [
    "ITEM_KINDS",
    "AccountPart",
    "Aggregation",
    "Attachment",
    "Correction",
    "FilePart",
    "Foreign",
    "Item",
    "ItemBalance",
    "ItemGroup",
    "Journal",
    "Note",
    "Party",
    "RowPart",
    "Tag",
    "VoucherPart",
    "YearBudget",
    "YearPart",
]

ITEM_KINDS = ("customer_invoice", "supplier_invoice", "fixed_asset", "general")
"""What an account may be subdivided into."""

ItemKind = Annotated[str, msgspec.Meta(pattern="^(" + "|".join(ITEM_KINDS) + ")$")]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What all parts share: equal when every value is."""


class Foreign(_Part, frozen=True):
    """An amount in another currency than the books (``ForeignCurrencyAmount``); the currency by ISO 4217."""

    amount: Decimal
    currency: str


class Note(_Part, frozen=True):
    """When something was done and by whom (``EntryInfo``, ``LockingInfo`` and the like)."""

    date: datetime.date | None = None
    by: str | None = None


class AccountPart(_Part, frozen=True):
    """What SIE 5 says of an account: ``type`` is ``equity`` or ``statistics``, which SIE 4 has no code for."""

    type: str | None = None


class RowPart(_Part, frozen=True, kw_only=True):
    """What SIE 5 says of a row.

    Attributes:
        foreign: The amount in another currency.
        item: The item of the subdivided account, such as an invoice (``SubdividedAccountObjectReference``).
        group: The group that the item belongs to, where the file says it.
        entered: When an added row was added.
        struck: When a removed row was struck out.
        added: For a removed row that had been added later: when and by whom.
        locked: When and by whom the row was locked against change.
    """

    foreign: Foreign | None = None
    item: str | None = None
    group: str | None = None
    entered: datetime.date | None = None
    struck: datetime.date | None = None
    added: Note | None = None
    locked: Note | None = None


class Correction(_Part, frozen=True):
    """The voucher that corrects another (``CorrectedBy``); ``year`` is the first month of its year, if another."""

    journal: str | None
    number: str | None
    year: str | None = None


class VoucherPart(_Part, frozen=True, kw_only=True):
    """What SIE 5 says of a voucher.

    Attributes:
        reference: Its name in the system that it came from (``referenceId``).
        original: When and by whom it was entered there (``OriginalEntryInfo``).
        locked: When and by whom it was locked against change.
        documents: The documents that belong to it, by id.
        corrections: The vouchers that correct it.
    """

    reference: str | None = None
    original: Note | None = None
    locked: Note | None = None
    documents: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


class YearPart(_Part, frozen=True, kw_only=True):
    """What SIE 5 says of a fiscal year; ``None`` where it says nothing.

    Attributes:
        year: 0 for the current one, -1 for the one before, 1 for the one after.
        closed: Whether it is closed.
        rows: Whether the file has its vouchers (``hasLedgerEntries``).
        items: Whether it has its subdivided accounts (``hasSubordinateAccounts``).
        documents: Whether it has the attached files (``hasAttachedVoucherFiles``). For year 0, what goes without
            saying is ``None``: that the file has what stands in it, and has not what does not.
        covered: All vouchers up to this day are believed to be there; for year 0 see ``Ledger.balances_through``.
    """

    year: int
    closed: bool | None = None
    rows: bool | None = None
    items: bool | None = None
    documents: bool | None = None
    covered: datetime.date | None = None


class Journal(_Part, frozen=True):
    """A series of vouchers and its name; ``year`` is the first month of its fiscal year where the file says it."""

    series: str | None
    name: str | None = None
    year: str | None = None


class ItemBalance(_Part, frozen=True, kw_only=True):
    """A balance of an item: ``kind`` is ``opening`` or ``closing``; ``account`` is ``None`` for the primary one."""

    kind: Annotated[str, msgspec.Meta(pattern="^(opening|closing)$")]
    year: int
    amount: Decimal | None
    quantity: Decimal | None = None
    account: str | None = None
    foreign: Foreign | None = None
    objects: tuple[tuple[str, str], ...] = ()


class Item(_Part, frozen=True, kw_only=True):
    """An item of a subdivided account: an invoice, a fixed asset, or something else.

    Attributes:
        id: Normally the number of the invoice or of its arrival.
        name: What it is called.
        party: The customer or supplier, by id.
        invoice: The number of the invoice.
        ocr: The payment reference.
        due: The day when it is to be paid.
        asset: The number of the asset (``assetId``, in the format document only).
        date: The day when it came into the books.
        amount: The amount with which it came into the books (``OriginalAmount``), in kronor.
        foreign: The same in another currency.
        balances: Its balances.
    """

    id: str
    name: str | None = None
    party: str | None = None
    invoice: str | None = None
    ocr: str | None = None
    due: datetime.date | None = None
    asset: str | None = None
    date: datetime.date | None = None
    amount: Decimal | None = None
    foreign: Foreign | None = None
    balances: tuple[ItemBalance, ...] = ()


class ItemGroup(_Part, frozen=True, kw_only=True):
    """A subdivided account (sub-ledger): its accounts and its items."""

    kind: ItemKind
    account: str
    name: str | None = None
    accounts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


class Party(_Part, frozen=True, kw_only=True):
    """A customer or a supplier; the last four are a supplier's."""

    id: str
    name: str | None = None
    organisation_number: str | None = None
    vat_number: str | None = None
    address1: str | None = None
    address2: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    bankgiro: str | None = None
    plusgiro: str | None = None
    bic: str | None = None
    iban: str | None = None


class Tag(_Part, frozen=True):
    """A line of an aggregation and its accounts, by number."""

    name: str
    accounts: tuple[str, ...] = ()


class Aggregation(_Part, frozen=True, kw_only=True):
    """Accounts summed up for some purpose, such as a taxonomy of annual reports (``AccountAggregation``)."""

    id: str
    name: str | None = None
    taxonomy: str | None = None
    tags: tuple[Tag, ...] = ()


class Attachment(_Part, frozen=True, kw_only=True):
    """A document: a file in the file, or the address of one. Both names are a stranger's words, never to be opened.

    Attributes:
        id: By which vouchers name it.
        name: The name of the embedded file.
        content: Its bytes.
        uri: Where it is, when it is not embedded.
    """

    id: str
    name: str | None = None
    content: bytes | None = None
    uri: str | None = None


class YearBudget(_Part, frozen=True):
    """A budget of an account for the whole current year, in kronor; objects are dimension and number."""

    account: str
    amount: Decimal | None
    quantity: Decimal | None = None
    objects: tuple[tuple[str, str], ...] = ()


class FilePart(_Part, frozen=True, kw_only=True):
    """What only SIE 5 says about books.

    Attributes:
        time: Time of day and time zone of ``FileCreation``, as written, such as ``T12:14:44+01:00``.
        years: What is said of fiscal years.
        journals: Names of series.
        groups: Subdivided accounts: invoices, fixed assets and others.
        customers: By the order of the file.
        suppliers: By the order of the file.
        aggregations: All but SRU codes, which stand with the accounts.
        budgets: Budgets of the whole year.
        documents: Attached files, and addresses of files.
    """

    time: str | None = None
    years: tuple[YearPart, ...] = ()
    journals: tuple[Journal, ...] = ()
    groups: tuple[ItemGroup, ...] = ()
    customers: tuple[Party, ...] = ()
    suppliers: tuple[Party, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    budgets: tuple[YearBudget, ...] = ()
    documents: tuple[Attachment, ...] = ()
