"""What is shown of a file, as values. Other programs rely on the names: they are the keys of the JSON.

Amounts are decimal strings, debit positive.
"""

from __future__ import annotations

import datetime

import msgspec

__all__ = [
    "AccountLine",
    "CompanyInfo",
    "Counts",
    "FindingEntry",
    "GeneratedInfo",
    "ObjectEntry",
    "RowEntry",
    "Selection",
    "Summary",
    "Sums",
    "Totals",
    "TrialBalance",
    "VoucherEntry",
    "Year",
]


class CompanyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """Whose books these are."""

    name: str | None
    organisation_number: str | None
    type: str | None
    id: str | None


class GeneratedInfo(msgspec.Struct, frozen=True, kw_only=True):
    """When and by whom the file was written."""

    date: datetime.date | None
    sign: str | None


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """A fiscal year: 0 the current one, -1 the one before."""

    year: int
    start: datetime.date | None
    end: datetime.date | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much a file holds.

    Attributes:
        accounts: Accounts that ``#KONTO`` declares.
        dimensions: ``#DIM`` and ``#UNDERDIM``.
        objects: ``#OBJEKT``.
        vouchers: ``#VER``.
        rows: Rows that count: an added row and its twin are one.
        added_rows: ``#RTRANS``.
        removed_rows: ``#BTRANS``.
        unknown_labels: Records whose label the standard does not have.
    """

    accounts: int
    dimensions: int
    objects: int
    vouchers: int
    rows: int
    added_rows: int
    removed_rows: int
    unknown_labels: int


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one fiscal year: balances without object, and rows that count."""

    opening: str
    closing: str
    result: str
    debit: str
    credit: str


class AccountLine(msgspec.Struct, frozen=True, kw_only=True):
    """One account of a trial balance; ``None`` where the file says nothing.

    ``statement`` is ``balance`` for the balance sheet and ``result`` for profit and loss: by the records that
    the account has, else by its type, else (class 9, letters) ``None``.
    """

    account: str
    name: str | None
    statement: str | None
    opening: str | None
    debit: str
    credit: str
    closing: str | None
    result: str | None


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of a trial balance."""

    opening: str
    debit: str
    credit: str
    closing: str
    result: str


class TrialBalance(msgspec.Struct, frozen=True, kw_only=True):
    """A trial balance (saldobalans): the accounts that have something in a fiscal year, by number."""

    year: int
    start: datetime.date | None
    end: datetime.date | None
    accounts: tuple[AccountLine, ...]
    totals: Totals


class ObjectEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An object that a row is booked on."""

    dimension: str
    number: str


class RowEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a voucher as it is shown; ``kind`` is normal, added or removed."""

    kind: str
    account: str | None
    name: str | None
    amount: str | None
    date: datetime.date | None
    text: str | None
    quantity: str | None
    sign: str | None
    objects: tuple[ObjectEntry, ...]


class VoucherEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher as it is shown; ``total`` is the sum of the rows that count, 0.00 when it balances."""

    series: str | None
    number: str | None
    date: datetime.date | None
    text: str | None
    registered: datetime.date | None
    sign: str | None
    line: int
    total: str
    rows: tuple[RowEntry, ...]


class FindingEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that had to be forgiven to read the file."""

    code: str
    name: str
    severity: str
    line: int
    column: int
    message: str


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What ``sie show`` says about one file.

    Attributes:
        path: As given; ``-`` for standard input.
        encoding: The encoding that the file was read in.
        encoding_evidence: How that is known, in words.
        confidence: From 0 to 1.
        format_declared: The value of ``#FORMAT``.
        format_agrees: Whether ``#FORMAT`` is true; ``None`` without one.
        kind: ``1``, ``2``, ``3``, ``4E`` or ``4I``.
        flag: 1 when a program has imported the file.
        program: The name of the program that wrote the file.
        sums: By fiscal year number; 0 is always there.
        trial_balance: Only when it is asked for.
        vouchers: Only when they are asked for.
        sie5: Only for SIE 5, and then true; ``kind`` is then ``4E`` for the complete file, ``4I`` for vouchers.
    """

    path: str
    encoding: str | None
    encoding_evidence: str
    confidence: float
    format_declared: str | None
    format_agrees: bool | None
    kind: str
    flag: int
    program: str | None
    program_version: str | None
    generated: GeneratedInfo
    company: CompanyInfo
    currency: str | None
    chart_type: str | None
    tax_year: str | None
    balances_through: datetime.date | None
    years: tuple[Year, ...]
    counts: Counts
    sums: dict[str, Sums]
    trial_balance: TrialBalance | msgspec.UnsetType = msgspec.UNSET
    vouchers: tuple[VoucherEntry, ...] | msgspec.UnsetType = msgspec.UNSET
    diagnostics: tuple[FindingEntry, ...] = ()
    sie5: bool | msgspec.UnsetType = msgspec.UNSET


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Which vouchers to show; what is empty selects nothing away.

    Attributes:
        series: Series; ``""`` means vouchers without one.
        accounts: Accounts of which at least one has a row in the voucher.
        first: The first day.
        last: The last day.
        year: The number of a fiscal year.
    """

    series: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    year: int | None = None
