"""What the books say: plain frozen values.

Amounts are kronor, not öre, as ``Decimal``; debit is positive. Dates are ``datetime.date``. Account numbers,
series, voucher numbers, dimensions and objects are ``str`` as written, ``None`` where the file has nothing.
``origin`` is the line that a value came from (0: none). Where a value stood is left out of equality.
Mappings and sequences of a ledger are not meant to be changed: make a new one with ``msgspec.structs.replace``.
"""

from __future__ import annotations

import datetime
import decimal
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, NamedTuple

import msgspec

from sie.diagnostics import Diagnostic
from sie.ledger.parts import AccountPart, FilePart, Foreign, RowPart, VoucherPart
from sie.spec.labels import FILE_TYPES, LABELS
from sie.text.encoding import Detection

__all__ = [
    "BALANCE_KINDS",
    "ROW_KINDS",
    "Account",
    "Address",
    "Balance",
    "Company",
    "Dimension",
    "Extra",
    "FiscalYear",
    "Generated",
    "Ledger",
    "Object",
    "ObjectRef",
    "Program",
    "Row",
    "Voucher",
    "exact_context",
    "exact_sum",
]

BALANCE_KINDS = tuple(label.item for label in LABELS if label.store == "balances")
ROW_KINDS = tuple(label.item for label in LABELS if label.store == "rows")


# Sums are exact whatever context the calling program has set.
_EXACT = decimal.Context(prec=10_000, Emax=999_999, Emin=-999_999, traps=[decimal.Inexact, decimal.InvalidOperation])


def exact_context() -> decimal.Context:
    """A context in which sums of amounts are exact, for ``decimal.localcontext``."""
    return _EXACT.copy()


def exact_sum(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum of amounts; ``None`` adds nothing.

    Args:
        amounts: Kronor.

    Example:
        >>> exact_sum([Decimal("1E+28"), None, Decimal("0.01"), Decimal("-1E+28")])
        Decimal('0.01')
    """
    total, add = Decimal(0), _EXACT.add
    for amount in amounts:
        if amount is not None:
            total = add(total, amount)
    return total


class ObjectRef(NamedTuple):
    """A dimension and one of its objects, as a row or a balance names them."""

    dimension: str
    number: str


# Checked when books come from JSON, and by the writer; a constructor takes any text.
FileKind = Annotated[str, msgspec.Meta(pattern="^(" + "|".join(FILE_TYPES) + ")$")]
BalanceKind = Annotated[str, msgspec.Meta(pattern="^(" + "|".join(BALANCE_KINDS) + ")$")]
RowKind = Annotated[str, msgspec.Meta(pattern="^(" + "|".join(ROW_KINDS) + ")$")]


_STANDING = frozenset(("origin", "place"))


class _Value(msgspec.Struct, frozen=True, eq=False, omit_defaults=True, forbid_unknown_fields=True):
    """What all values share: equal when everything is but where they stood (``origin``, ``place``)."""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        return all(
            getattr(self, name) == getattr(other, name) for name in self.__struct_fields__ if name not in _STANDING
        )

    def __ne__(self, other: object) -> bool:  # a Struct does not derive it from __eq__
        return not self == other

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.__struct_fields__ if name not in _STANDING)))


class Program(_Value, frozen=True):
    """The program that wrote the file (``#PROGRAM``)."""

    name: str | None = None
    version: str | None = None


class Generated(_Value, frozen=True):
    """When and by whom the file was written (``#GEN``)."""

    date: datetime.date | None = None
    sign: str | None = None


class Address(_Value, frozen=True, kw_only=True):
    """The address of the company (``#ADRESS``): contact, street or box, postcode and town, telephone."""

    contact: str | None = None
    street: str | None = None
    city: str | None = None
    phone: str | None = None


class Company(_Value, frozen=True, kw_only=True):
    """The company (företag) whose books these are.

    Attributes:
        name: Legal name (``#FNAMN``).
        organisation_number: As written (``#ORGNR``), properly with a hyphen after the sixth digit.
        acquisition_number: The second field of ``#ORGNR``; separates businesses under one number.
        activity_number: The third field of ``#ORGNR``, historical.
        type: Code of the legal form (``#FTYP``).
        id: The accounting program's own number (``#FNR``).
        industry_code: By SNI (``#BKOD``).
        address: ``#ADRESS``.
    """

    name: str | None = None
    organisation_number: str | None = None
    acquisition_number: str | None = None
    activity_number: str | None = None
    type: str | None = None
    id: str | None = None
    industry_code: str | None = None
    address: Address | None = None


class FiscalYear(_Value, frozen=True):
    """A fiscal year (räkenskapsår): its first and last day (``#RAR``)."""

    start: datetime.date | None
    end: datetime.date | None
    origin: int = 0

    def __contains__(self, day: datetime.date) -> bool:
        return self.start is not None and self.end is not None and self.start <= day <= self.end


class Account(_Value, frozen=True):
    """An account (konto).

    Attributes:
        number: As written; leading zeros count.
        name: ``None`` when no ``#KONTO`` declares the account.
        type: ``T`` asset, ``S`` liability, ``K`` cost, ``I`` income (``#KTYP``); ``None`` when not given.
        unit: Unit of its quantities (``#ENHET``).
        sru: Codes for the tax return (``#SRU``).
        sie5: What only SIE 5 says of it.
    """

    number: str
    name: str | None = None
    type: str | None = None
    unit: str | None = None
    sru: tuple[str, ...] = ()
    origin: int = 0
    sie5: AccountPart | None = None


class Dimension(_Value, frozen=True):
    """A dimension, such as cost centre or project; ``parent`` is set for a sub-dimension (``#UNDERDIM``)."""

    number: str
    name: str | None = None
    parent: str | None = None
    origin: int = 0


class Object(_Value, frozen=True):
    """An object of a dimension, such as one project (``#OBJEKT``)."""

    dimension: str
    number: str
    name: str | None = None
    origin: int = 0


class Balance(_Value, frozen=True, gc=False):
    """A balance (saldo), a period's change or a budget.

    Attributes:
        kind: ``opening`` (``#IB``), ``closing`` (``#UB``), ``result`` (``#RES``), ``object_opening`` (``#OIB``),
            ``object_closing`` (``#OUB``), ``period`` (``#PSALDO``) or ``budget`` (``#PBUDGET``).
        year: 0 for the current fiscal year, -1 for the one before.
        account: Account number.
        amount: Kronor; debit is positive.
        quantity: In the unit of the account.
        object: The objects that it is for, ``()`` for the account as a whole. More than one means what they
            have in common.
        period: ``YYYYMM`` for ``period`` and ``budget``.
        extras: Fields that the standard does not have, as written.
        foreign: The same balance in the currency of the account (SIE 5 only).
    """

    kind: BalanceKind
    year: int
    account: str
    amount: Decimal | None
    quantity: Decimal | None = None
    object: tuple[ObjectRef, ...] = ()
    period: str | None = None
    extras: tuple[str, ...] = ()
    origin: int = 0
    foreign: Foreign | None = None


class Row(_Value, frozen=True, gc=False):
    """A row (transaktion) of a voucher.

    Attributes:
        kind: ``normal``, ``added`` (``#RTRANS``, a row added later; it counts) or ``removed`` (``#BTRANS``; it
            does not).
        account: Account number.
        objects: The objects that it is booked on.
        amount: Kronor; debit is positive.
        date: ``None`` means the date of the voucher.
        text: Text of the row.
        quantity: In the unit of the account.
        sign: Who made, added or removed the row.
        twin: For an added row: the ``#TRANS`` that followed, where it says something else (else it is left out).
        extras: Fields that the standard does not have, as written.
        sie5: What only SIE 5 says of it.
    """

    kind: RowKind
    account: str | None
    objects: tuple[ObjectRef, ...] = ()
    amount: Decimal | None = None
    date: datetime.date | None = None
    text: str | None = None
    quantity: Decimal | None = None
    sign: str | None = None
    twin: Row | None = None
    extras: tuple[str, ...] = ()
    origin: int = 0
    sie5: RowPart | None = None


class Extra(_Value, frozen=True, kw_only=True, gc=False):
    """Something that the standard does not have: a record with an unknown label, or fields too many.

    Attributes:
        label: As written.
        fields: The fields of the record, or those too many.
        key: ``None`` for a record of its own; else the first fields of the record that had fields too many.
        place: The group of records that it stood in.
        position: How many vouchers (in a voucher: rows) stood before it.
        block: What stood in braces below it.
    """

    label: str
    fields: tuple[str | tuple[str, ...], ...] = ()
    key: tuple[str, ...] | None = None
    place: str = ""
    position: int = 0
    block: tuple[Extra, ...] = ()
    origin: int = 0


class Voucher(_Value, frozen=True, gc=False):
    """A voucher (verifikation).

    Attributes:
        series: As written; ``None`` where the receiving program assigns it.
        number: As written; ``None`` where the receiving program assigns it.
        date: Date of the voucher.
        text: Text of the voucher.
        registered: When it was entered.
        sign: Who made or last changed it.
        rows: All rows: normal, added and removed, in the order of the file.
        extras: Records and fields that the standard does not have.
        sie5: What only SIE 5 says of it.
    """

    series: str | None
    number: str | None
    date: datetime.date | None
    text: str | None = None
    registered: datetime.date | None = None
    sign: str | None = None
    rows: tuple[Row, ...] = ()
    extras: tuple[Extra, ...] = ()
    origin: int = 0
    sie5: VoucherPart | None = None

    @property
    def posted(self) -> Iterator[Row]:
        """The rows that count: normal and added ones, an added row and its twin counted once.

        Example:
            >>> voucher = Voucher("A", "1", None, rows=(Row("normal", "1910"), Row("removed", "1920")))
            >>> [row.account for row in voucher.posted]
            ['1910']
        """
        return iter([row for row in self.rows if row.kind != "removed"])  # a list takes half the time

    @property
    def total(self) -> Decimal:
        """The sum of the rows that count: zero in a voucher that balances."""
        return exact_sum(row.amount for row in self.rows if row.kind != "removed")


class Ledger(_Value, frozen=True, kw_only=True):
    """The books that a file holds.

    Two ledgers are equal when their books are: the order of balances and objects, where a value stood, the
    encoding and the diagnostics make no difference. Nor does 4E or 4I, which no file says.

    Attributes:
        kind: ``1``, ``2``, ``3``, ``4I`` or ``4E``.
        flag: 1 when a program has imported the file, else 0 (``#FLAGGA``).
        prose: Comments (``#PROSA``).
        years: Fiscal years by number: 0 the current one, -1 the one before.
        tax_year: The tax year of the SRU codes (``#TAXAR``).
        balances_through: The balances hold up to and including this day (``#OMFATTN``).
        chart_type: Type of chart of accounts (``#KPTYP``); BAS95 is meant when it is ``None``.
        currency: By ISO 4217 (``#VALUTA``); SEK is meant when it is ``None``.
        accounts: The chart of accounts (kontoplan), by number.
        dimensions: Dimensions and sub-dimensions, by number.
        objects: Objects of the dimensions.
        balances: Opening, closing, result, object and period balances and budgets.
        vouchers: In the order of the file.
        extras: Unknown labels, and fields too many.
        sie5: What only SIE 5 says of the books: sub-ledgers, assets, customers, documents and the like.
        detection: What encoding the file had and how that is known.
        diagnostics: What had to be forgiven to read the file; empty for a clean one.
    """

    kind: FileKind = "4E"
    flag: int = 0
    program: Program = Program()
    generated: Generated = Generated()
    prose: tuple[str, ...] = ()
    company: Company = Company()
    years: Mapping[int, FiscalYear] = {}
    tax_year: str | None = None
    balances_through: datetime.date | None = None
    chart_type: str | None = None
    currency: str | None = None
    accounts: Mapping[str, Account] = {}
    dimensions: Mapping[str, Dimension] = {}
    objects: tuple[Object, ...] = ()
    balances: tuple[Balance, ...] = ()
    vouchers: tuple[Voucher, ...] = ()
    extras: tuple[Extra, ...] = ()
    sie5: FilePart | None = None
    detection: Detection | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def encoding(self) -> str | None:
        """The encoding that the file had; ``None`` for books that came from no file."""
        return self.detection.encoding if self.detection else None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Ledger):
            return NotImplemented
        return self.kind[:1] == other.kind[:1] and all(
            _unordered(name, getattr(self, name)) == _unordered(name, getattr(other, name))
            for name in self.__struct_fields__
            if name not in ("kind", "detection", "diagnostics")
        )

    def __hash__(self) -> int:
        return hash((self.company, len(self.accounts), len(self.vouchers), len(self.balances)))

    def __repr__(self) -> str:
        return (
            f"Ledger(kind={self.kind!r}, company={self.company.name!r}, accounts={len(self.accounts)}, "
            f"balances={len(self.balances)}, vouchers={len(self.vouchers)})"
        )


def _unordered(name: str, value: Any) -> Any:
    """A part of a ledger in a form in which order counts only where it means something."""
    if name in ("balances", "objects", "extras"):
        return Counter(value)
    if name == "vouchers":
        by_series: dict[str | None, list[Voucher]] = {}
        for voucher in value:
            by_series.setdefault(voucher.series, []).append(voucher)
        return by_series
    return value
