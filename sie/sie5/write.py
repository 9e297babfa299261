"""Books to SIE 5: what satisfies both the schema and the format document."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from sie.errors import SieWriteError
from sie.ledger.model import Account, Balance, Ledger, Row, Voucher
from sie.ledger.parts import FilePart, Foreign, Item, ItemBalance, ItemGroup, Party, RowPart, VoucherPart, YearPart
from sie.sie5.nodes import lxml
from sie.sie5.read import GROUPS, PARTY
from sie.sie5.values import KINDS, month_of, read_value, shown_amount
from sie.spec.sie5 import NAMESPACE, PERSON_UNKNOWN, SRU, TYPES, UNKNOWN_NUMBER, Element

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["document"]

_Given = str | bool | Decimal | datetime.date | None
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE_OF = {"T": "asset", "S": "liability", "K": "cost", "I": "income"}


class _At(NamedTuple):
    """An element that is being written, and its type."""

    element: etree._Element
    type: Element


def document(ledger: Ledger, entry: bool) -> bytes:
    """The document, not signed.

    Args:
        ledger: Books that fit.
        entry: The file of vouchers instead of the complete one.

    Raises:
        SieWriteError: A value is missing or is none that the format can hold.
    """
    return _Writer(ledger, entry).document()


class _Writer:
    def __init__(self, ledger: Ledger, entry: bool) -> None:
        self.etree = lxml()
        self.ledger = ledger
        self.entry = entry
        self.part = ledger.sie5 or FilePart()
        name = "SieEntry" if entry else "Sie"
        root = self.etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE, "xsi": _XSI})
        root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {NAMESPACE}.xsd")
        self.root = _At(root, TYPES[name])

    def document(self) -> bytes:
        """The whole of it, in the order of the schema."""
        self._info()
        self._accounts()
        self._dimensions()
        for group in sorted(self.part.groups, key=lambda group: list(_ELEMENTS).index(group.kind)):
            self._group(group)
        self._parties("Customers", "Customer", self.part.customers)
        self._parties("Suppliers", "Supplier", self.part.suppliers)
        if not self.entry:
            self._aggregations()
        self._journals()
        self._documents()
        data: bytes = self.etree.tostring(self.root.element, encoding="utf-8", xml_declaration=True, pretty_print=True)
        return data

    # ---------------------------------------------------------------- elements and values

    def _add(self, at: _At, name: str, line: int = 0, /, **values: _Given) -> _At:
        """An element in another, its attributes held against the table; ``by_`` is an attribute ``by``."""
        kind = TYPES[at.type.children[name].type]
        element = self.etree.SubElement(at.element, f"{{{NAMESPACE}}}{name}")
        for key, attribute in kind.attributes.items():
            value = values.pop(key, None)
            if value is None:
                if attribute.required:
                    raise _refusal(name, key, attribute.kind, "", line)
                continue
            text = _text(value)
            wanted = "amount" if key == "amount" else attribute.kind
            if read_value(wanted, text) is None or _NOT_XML.search(text):
                raise _refusal(name, key, wanted, text, line)
            element.set(key, text)
        assert not values, (name, values)
        return _At(element, kind)

    def _foreign(self, at: _At, foreign: Foreign | None, line: int = 0) -> None:
        if foreign is not None:
            self._add(at, "ForeignCurrencyAmount", line, amount=foreign.amount, currency=foreign.currency)

    def _objects(self, at: _At, objects: Iterable[tuple[str, str]], line: int = 0) -> None:
        for dimension, number in objects:
            self._add(at, "ObjectReference", line, dimId=dimension, objectId=number)

    def _note(self, at: _At, name: str, day: datetime.date | None, by: str | None, line: int) -> None:
        self._add(at, name, line, date=day, by=by or PERSON_UNKNOWN)

    # ---------------------------------------------------------------- the file

    def _info(self) -> None:
        ledger, company = self.ledger, self.ledger.company
        at = self._add(self.root, "FileInfo")
        self._add(at, "SoftwareProduct", name=ledger.program.name or "", version=ledger.program.version or "")
        day = ledger.generated.date
        time = f"{_text(day)}{self.part.time or 'T00:00:00'}" if day else None
        self._add(at, "FileCreation", time=time, by=ledger.generated.sign or PERSON_UNKNOWN)
        self._add(
            at, "Company", organizationId=company.organisation_number or UNKNOWN_NUMBER,
            multiple=company.acquisition_number, name=company.name or (None if self.entry else ""), clientId=company.id,
        )  # fmt: skip
        if not self.entry:
            years = self._add(at, "FiscalYears")
            for number in sorted(ledger.years):
                self._year(years, number)
        if ledger.currency is not None:
            self._add(at, "AccountingCurrency", currency=ledger.currency)

    def _year(self, at: _At, number: int) -> None:
        year = self.ledger.years[number]
        part = next((part for part in self.part.years if part.year == number), YearPart(year=number))
        assert year.start is not None and year.end is not None
        has = {"hasLedgerEntries": part.rows, "hasSubordinateAccounts": part.items}
        has["hasAttachedVoucherFiles"] = part.documents
        if not number:
            there = (bool(self.ledger.vouchers), bool(self.part.groups), bool(self.part.documents))
            for name, contents in zip(has, there, strict=True):
                meant = contents if has[name] is None else has[name]
                has[name] = None if meant else False  # true goes without saying
        self._add(
            at, "FiscalYear", start=month_of(year.start), end=month_of(year.end), primary=True if not number else None,
            closed=part.closed, **has,
            lastCoveredDate=part.covered if number else self.ledger.balances_through,
        )  # fmt: skip

    def _month(self, number: int, opening: bool, line: int) -> str:
        year = self.ledger.years.get(number)
        day = (year.start if opening else year.end) if year else None
        if day is None:
            raise _refusal("FiscalYear", "start" if opening else "end", "month", str(number), line)
        return month_of(day)

    # ---------------------------------------------------------------- registers

    def _accounts(self) -> None:
        if self.entry and not self.ledger.accounts:
            return
        at = self._add(self.root, "Accounts")
        balances: dict[str, list[Balance]] = {}
        for balance in self.ledger.balances:
            balances.setdefault(balance.account, []).append(balance)
        for account in self.ledger.accounts.values():
            self._account(at, account, balances.get(account.number, []))

    def _account(self, at: _At, account: Account, balances: list[Balance]) -> None:
        kind = account.sie5.type if account.sie5 else None
        found = self._add(
            at, "Account", account.origin, id=account.number, name=account.name,
            type=kind or _TYPE_OF.get(account.type or ""), unit=account.unit,
        )  # fmt: skip
        for balance in balances:
            self._balance(found, balance)
        for budget in self.part.budgets:
            if budget.account == account.number:
                name = "BudgetMultidim" if len(budget.objects) > 1 and not self.entry else "Budget"
                made = self._add(found, name, amount=budget.amount, quantity=budget.quantity)
                self._objects(made, budget.objects)

    def _balance(self, at: _At, balance: Balance) -> None:
        opening = balance.kind in ("opening", "object_opening")
        name = "Budget" if balance.kind == "budget" else "OpeningBalance" if opening else "ClosingBalance"
        if len(balance.object) > 1 and not self.entry:
            name += "Multidim"
        period = balance.period or ""
        month = f"{period[:4]}-{period[4:]}" if balance.kind == "budget" else None
        made = self._add(
            at, name, balance.origin, month=month or self._month(balance.year, opening, balance.origin),
            amount=balance.amount, quantity=balance.quantity,
        )  # fmt: skip
        self._foreign(made, balance.foreign, balance.origin)
        self._objects(made, balance.object, balance.origin)

    def _dimensions(self) -> None:
        if not self.ledger.dimensions:
            return
        at = self._add(self.root, "Dimensions")
        objects: dict[str, list[tuple[str, str | None, int]]] = {}
        for item in self.ledger.objects:
            objects.setdefault(item.dimension, []).append((item.number, item.name, item.origin))
        for dimension in self.ledger.dimensions.values():
            found = self._add(at, "Dimension", dimension.origin, id=dimension.number, name=dimension.name)
            for number, name, line in objects.get(dimension.number, []):
                self._add(found, "Object", line, id=number, name=name)

    def _group(self, group: ItemGroup) -> None:
        name, item_name = _ELEMENTS[group.kind]
        account = self.ledger.accounts.get(group.account)
        found = self._add(
            self.root, name, primaryAccountId=group.account, name=group.name or (account.name if account else None)
        )
        for number in group.accounts:
            self._add(found, "SecondaryAccountRef", accountId=number)
        for item in group.items:
            self._item(found, item_name, item)

    def _item(self, at: _At, name: str, item: Item) -> None:
        values: dict[str, _Given] = {"id": item.id, "name": item.name}
        if name.endswith("Invoice"):
            party = "customerId" if name == "CustomerInvoice" else "supplierId"
            values |= {
                party: item.party or "",
                "invoiceNumber": item.invoice or item.id,
                "ocrNumber": item.ocr,
                "dueDate": item.due,
            }
        else:
            values["name"] = item.name or item.id
        found = self._add(at, name, **values)
        if self.entry:
            return
        groups: list[tuple[str | None, list[ItemBalance]]] = []
        for balance in item.balances:
            if not groups or groups[-1][0] != balance.account:
                groups.append((balance.account, []))
            groups[-1][1].append(balance)
        for account, balances in groups:
            self._item_balances(found, account, balances)
        original = self._add(found, "OriginalAmount", date=item.date, amount=item.amount)
        self._foreign(original, item.foreign)

    def _item_balances(self, at: _At, account: str | None, balances: list[ItemBalance]) -> None:
        found = self._add(at, "Balances", accountId=account)
        for balance in balances:
            opening = balance.kind == "opening"
            made = self._add(
                found, "OpeningBalance" if opening else "ClosingBalance", month=self._month(balance.year, opening, 0),
                amount=balance.amount, quantity=balance.quantity,
            )  # fmt: skip
            self._foreign(made, balance.foreign)
            self._objects(made, balance.objects)

    def _parties(self, container: str, name: str, parties: Iterable[Party]) -> None:
        parties = tuple(parties)
        if not parties:
            return
        at = self._add(self.root, container)
        known = TYPES[name].attributes
        for party in parties:
            values = {key: getattr(party, field) for key, field in PARTY.items() if key in known}
            values["name"] = party.name or party.id
            self._add(at, name, **values)

    def _aggregations(self) -> None:
        ranks = max((len(account.sru) for account in self.ledger.accounts.values()), default=0)
        if not ranks and not self.part.aggregations:
            return
        at = self._add(self.root, "AccountAggregations")
        if ranks:
            sru = self._add(at, "AccountAggregation", id=SRU, name=SRU, taxonomy=SRU)
            for rank in range(ranks):  # every account's first code before its second: reading keeps their order
                accounts: dict[str, list[str]] = {}
                for account in self.ledger.accounts.values():
                    if rank < len(account.sru):
                        accounts.setdefault(account.sru[rank], []).append(account.number)
                for code, numbers in accounts.items():
                    self._tag(sru, code, numbers)
        for aggregation in self.part.aggregations:
            found = self._add(
                at, "AccountAggregation", id=aggregation.id, name=aggregation.name or aggregation.id,
                taxonomy=aggregation.taxonomy,
            )  # fmt: skip
            for tag in aggregation.tags:
                self._tag(found, tag.name, tag.accounts)

    def _tag(self, at: _At, name: str, accounts: Iterable[str]) -> None:
        tag = self._add(at, "Tag", name=name)
        for number in accounts:
            self._add(tag, "AccountRef", accountId=number)

    # ---------------------------------------------------------------- vouchers and documents

    def _journals(self) -> None:
        names = {journal.series: journal.name for journal in self.part.journals}
        series: dict[str | None, list[Voucher]] = {}
        for voucher in self.ledger.vouchers:
            series.setdefault(voucher.series, []).append(voucher)
        for own, vouchers in series.items():
            if self.entry:
                at = self._add(self.root, "Journal", id=own)
            else:
                at = self._add(self.root, "Journal", id=own or "", name=names.get(own) or own or "")
            for voucher in vouchers:
                self._voucher(at, voucher)

    def _voucher(self, at: _At, voucher: Voucher) -> None:
        part, line = voucher.sie5 or VoucherPart(), voucher.origin
        found = self._add(
            at, "JournalEntry", line, id=voucher.number, journalDate=voucher.date, text=voucher.text,
            referenceId=part.reference,
        )  # fmt: skip
        self._note(found, "OriginalEntryInfo" if self.entry else "EntryInfo", voucher.registered, voucher.sign, line)
        if part.original is not None:
            self._note(found, "OriginalEntryInfo", part.original.date, part.original.by, line)
        for row in voucher.rows:
            self._row(found, row)
        if part.locked is not None:
            self._note(found, "LockingInfo", part.locked.date, part.locked.by, line)
        for number in part.documents:
            self._add(found, "VoucherReference", line, documentId=number)
        for correction in part.corrections:
            self._add(
                found, "CorrectedBy", line, fiscalYearId=correction.year, journalId=correction.journal or "",
                journalEntryId=correction.number,
            )  # fmt: skip

    def _row(self, at: _At, row: Row) -> None:
        part, line = row.sie5 or RowPart(), row.origin
        found = self._add(
            at, "LedgerEntry", line, accountId=row.account, amount=row.amount, quantity=row.quantity, text=row.text,
            ledgerDate=row.date,
        )  # fmt: skip
        self._foreign(found, part.foreign, line)
        self._objects(found, row.objects, line)
        if part.item is not None:
            self._add(found, "SubdividedAccountObjectReference", line, objectId=part.item)
        if row.kind == "added":
            self._note(found, "EntryInfo", part.entered, row.sign, line)
        elif part.added is not None:
            self._note(found, "EntryInfo", part.added.date, part.added.by, line)
        if row.kind == "removed":
            self._note(found, "Overstrike", part.struck, row.sign, line)
        if part.locked is not None:
            self._note(found, "LockingInfo", part.locked.date, part.locked.by, line)

    def _documents(self) -> None:
        if not self.part.documents:
            return
        at = self._add(self.root, "Documents")
        for attachment in self.part.documents:
            if attachment.uri is not None:
                self._add(at, "FileReference", id=attachment.id, URI=attachment.uri)
                continue
            if attachment.content is None:
                raise _refusal("EmbeddedFile", "base64", "base64", "", 0)
            found = self._add(at, "EmbeddedFile", id=attachment.id, fileName=attachment.name)
            found.element.text = base64.b64encode(attachment.content).decode("ascii")


_ELEMENTS = {kind: (name, item) for name, (kind, item) in GROUPS.items()}
"""The kinds of subdivided account in the order of the schema, their elements and those of their items."""


def _text(value: _Given) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return shown_amount(value) if value.is_finite() else str(value)
    if isinstance(value, datetime.date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    return str(value)


def _refusal(element: str, attribute: str, kind: str, value: str, line: int) -> SieWriteError:
    what = KINDS[kind]
    if not value:
        en = "It is missing, and SIE 5 must have it; add it."
        sv = "Det saknas, och SIE 5 måste ha det; lägg till det."
    else:
        shown = value if len(value) < 80 else f"{value[:60]} …"
        en = f"{shown!r} is not {what[1]} that XML can carry; correct it."
        sv = f"{shown!r} är inte {what[2]} som XML kan bära; rätta det."
    return SieWriteError(en, sv, line=line, label=element, field=attribute, value=value)
