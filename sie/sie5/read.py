"""SIE 5 to books: the doors, and what makes a ledger of the nodes of a file."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO, Protocol

import msgspec

from sie.diagnostics import Diagnostic, Span
from sie.ledger.model import (
    Account,
    Balance,
    Company,
    Dimension,
    FiscalYear,
    Generated,
    Ledger,
    Object,
    ObjectRef,
    Program,
    Voucher,
)
from sie.ledger.parts import (
    AccountPart,
    Aggregation,
    Attachment,
    FilePart,
    Foreign,
    Item,
    ItemBalance,
    ItemGroup,
    Journal,
    Party,
    Tag,
    YearBudget,
    YearPart,
)
from sie.sie5.entries import voucher_of
from sie.sie5.findings import FINDINGS
from sie.sie5.nodes import Node, declared_encoding, nodes
from sie.spec.sie5 import ACCOUNT_TYPES, PERSON_UNKNOWN, SPECIAL_TYPES, SRU, UNKNOWN_NUMBER
from sie.text.encoding import Detection
from sie.text.reader import collector_paused

__all__ = ["CONTENTS", "GROUPS", "PARTY", "Build", "Collector", "Take", "build", "each_voucher", "head_of", "said"]

Take = Callable[[list[Voucher], Mapping[int, FiscalYear]], None]
"""What vouchers are handed to, some at a time, with the fiscal years that are known by then."""

_HANDED = 500


class Collector(Protocol):
    """What findings are handed to."""

    def add(self, diagnostic: Diagnostic) -> None:
        """Take a finding as it is made."""


def each_voucher(file: BinaryIO, say: Callable[[Diagnostic], None]) -> Iterator[Voucher]:
    """The vouchers of a file, one at a time; nothing else is kept.

    Args:
        file: At its start.
        say: Gets each finding.
    """
    for node in nodes(file, say):
        if node.name == "JournalEntry":
            yield voucher_of(node)


def build(
    file: BinaryIO, collector: Collector, take: Take | None = None, listen: Callable[[Node], None] | None = None
) -> Ledger:
    """Everything that a file holds.

    Args:
        file: At its start.
        collector: Gets each finding as it is made.
        take: Gets the vouchers, which are then not kept.
        listen: Gets each node as it comes.

    Returns:
        The books, without diagnostics.
    """
    head = head_of(file)
    found = Build(collector, take)
    with collector_paused():
        for node in nodes(file, collector.add):
            if listen is not None:
                listen(node)
            found.node(node)
        return found.ledger(head)


def head_of(file: BinaryIO) -> bytes:
    """The first bytes of a file, which stays where it is."""
    start = file.tell()
    head = file.read(512)
    file.seek(start)
    return head


class Build:
    """Gathers books from nodes; what depends on the fiscal years is decided at the end.

    Args:
        collector: Gets each finding as it is made.
        take: Gets the vouchers, which are then not kept.
    """

    def __init__(self, collector: Collector, take: Take | None = None) -> None:
        self._collector = collector
        self._take = take
        self.root: Node | None = None
        self.signatures = 0
        self._info: Node | None = None
        self._year_nodes: list[tuple[int, Node]] = []
        self._years: dict[int, FiscalYear] = {}
        self._accounts: dict[str, Account] = {}
        self._balances: list[tuple[str, Node]] = []
        self._dimensions: dict[str, Dimension] = {}
        self._objects: list[Object] = []
        self._groups: list[Node] = []
        self._parties: dict[str, list[Party]] = {"Customer": [], "Supplier": []}
        self._aggregations: list[Aggregation] = []
        self._journals: list[Journal] = []
        self._documents: list[Attachment] = []
        self._vouchers: list[Voucher] = []
        self._voucher_count = 0

    def node(self, node: Node) -> None:
        """Take the next node of the file."""
        name = node.name
        if name == "JournalEntry":
            self._vouchers.append(voucher_of(node))
            self._voucher_count += 1
            if self._take is not None and len(self._vouchers) >= _HANDED:
                self._hand_over(self._take)
        elif name in ("Sie", "SieEntry"):
            self.root = node
        elif name == "FileInfo":
            self._file_info(node)
        elif name == "Account":
            self._account(node)
        elif name == "Dimension":
            self._dimension(node)
        elif name in GROUPS:
            self._groups.append(node)
        elif name in self._parties:
            self._parties[name].append(_party(node))
        elif name == "AccountAggregation":
            self._aggregation(node)
        elif name == "Journal":
            self._journal(node)
        elif name in ("EmbeddedFile", "FileReference"):
            self._document(node)
        elif name == "Signature":
            self.signatures += 1

    def _hand_over(self, take: Take) -> None:
        done, self._vouchers = self._vouchers, []
        take(done, self._years)

    def say(self, code: str, line: int, **params: str) -> None:
        """Report a finding."""
        self._collector.add(Diagnostic(FINDINGS[code], params, Span(line)))

    # ---------------------------------------------------------------- the file and its years

    def _file_info(self, node: Node) -> None:
        if self._info is not None:
            return  # said when it was found twice
        self._info = node
        years = node.child("FiscalYears")
        found = years.all("FiscalYear") if years else []
        primaries = [year for year in found if year.get("primary")]
        if found and len(primaries) != 1:
            chosen = (primaries or found)[-1]
            self.say("SIE716", chosen.line, count=str(len(primaries)), value=str(chosen.get("start")))
            primaries = [chosen]
        if not found:
            return
        in_order = sorted(found, key=lambda year: year.get("start") or "")
        current = in_order.index(primaries[0])
        for place, year in enumerate(in_order):
            self._year_nodes.append((place - current, year))
            self._years[place - current] = FiscalYear(
                _first_day(year.get("start")), _last_day(year.get("end")), year.line
            )

    def _year_parts(self) -> Iterator[YearPart]:
        there = (self._voucher_count > 0, bool(self._groups), bool(self._documents))
        for number, node in self._year_nodes:
            rows, items, files = (said(node.get(name), number, has) for name, has in zip(CONTENTS, there, strict=True))
            part = YearPart(
                year=number,
                closed=node.get("closed"),
                rows=rows,
                items=items,
                documents=files,
                covered=node.get("lastCoveredDate") if number else None,
            )
            if part != YearPart(year=number):
                yield part

    # ---------------------------------------------------------------- registers

    def _account(self, node: Node) -> None:
        number = node.get("id")
        if number is None:
            return
        kind = node.get("type")
        special = kind if kind in SPECIAL_TYPES else None
        known = self._accounts.get(number)
        if known is not None and known.name is not None:
            self.say("SIE713", node.line, element="Account", value=number, related=str(known.origin))
        account = Account(
            number,
            node.get("name"),
            ACCOUNT_TYPES.get(kind or ""),
            node.get("unit"),
            known.sru if known else (),
            node.line,
            AccountPart(special) if special else None,
        )
        self._accounts[number] = account
        self._balances += [(number, child) for child in node.children]

    def _dimension(self, node: Node) -> None:
        number = node.get("id")
        if number is None:
            return
        first = self._dimensions.get(number)
        if first is None:
            self._dimensions[number] = Dimension(number, node.get("name"), None, node.line)
        else:
            self.say("SIE713", node.line, element="Dimension", value=number, related=str(first.origin))
        for child in node.all("Object"):
            if child.get("id") is not None:
                self._objects.append(Object(number, child.get("id"), child.get("name"), child.line))

    def _aggregation(self, node: Node) -> None:
        tags = tuple(
            Tag(tag.get("name") or "", tuple(ref.get("accountId") or "" for ref in tag.all("AccountRef")))
            for tag in node.all("Tag")
        )
        found = Aggregation(id=node.get("id") or "", name=node.get("name"), taxonomy=node.get("taxonomy"), tags=tags)
        if (found.id, found.name, found.taxonomy) != (SRU, SRU, SRU) or any(not tag.accounts for tag in tags):
            self._aggregations.append(found)
            return
        for tag in tags:
            for number in tag.accounts:
                account = self._accounts.get(number) or Account(number, origin=node.line)
                self._accounts[number] = msgspec.structs.replace(account, sru=(*account.sru, tag.name))

    def _journal(self, node: Node) -> None:
        series = node.get("id") or None
        name, year = node.get("name"), node.get("fiscalYear")
        if name == (series or ""):
            name = None
        if (name is not None or year is not None) and Journal(series, name, year) not in self._journals:
            self._journals.append(Journal(series, name, year))

    def _document(self, node: Node) -> None:
        self._documents.append(
            Attachment(id=node.get("id") or "", name=node.get("fileName"), content=node.content, uri=node.get("URI"))
        )

    # ---------------------------------------------------------------- what depends on the years

    def _year_of(self, month: str | None, which: str) -> int | None:
        for number, node in self._year_nodes:
            if month is not None and node.get(which) == month:
                return number
        return None

    def _unplaced(self, node: Node, account: str, which: str) -> None:
        en, sv = ("the first month", "första månaden") if which == "start" else ("the last month", "sista månaden")
        self.say(
            "SIE718", node.line, element=node.name, account=account, value=str(node.get("month")),
            what_en=en, what=sv, amount=str(node.get("amount")),
            action_en="It was left out of the books.", action="Det togs inte med i bokföringen.",
        )  # fmt: skip

    def _all_balances(self) -> tuple[list[Balance], list[YearBudget]]:
        balances, budgets = list[Balance](), list[YearBudget]()
        for account, node in self._balances:
            objects = tuple(ObjectRef(*pair) for pair in _objects(node))
            amount, quantity = node.get("amount"), node.get("quantity")
            if node.name.startswith("Budget"):
                month = node.get("month")
                if month is None:
                    budgets.append(YearBudget(account, amount, quantity, tuple((a, b) for a, b in objects)))
                    continue
                period = month.replace("-", "")
                year = self._year_around(month)
                if year is None:
                    year = 0
                    if self._year_nodes:
                        self.say(
                            "SIE718", node.line, element=node.name, account=account, value=month,
                            what_en="in one", what="någon månad", amount=str(amount),
                            action_en="It was kept with the current year.",
                            action="Den behölls under innevarande år.",
                        )  # fmt: skip
                balances.append(Balance("budget", year, account, amount, quantity, objects, period, (), node.line))
                continue
            opening = node.name.startswith("Opening")
            number = self._year_of(node.get("month"), "start" if opening else "end")
            if number is None:
                self._unplaced(node, account, "start" if opening else "end")
                continue
            if objects:
                kind = "object_opening" if opening else "object_closing"
            elif opening:
                kind = "opening"
            else:
                kind = "result" if self._accounts[account].type in ("K", "I") else "closing"
            foreign = _foreign(node)
            balances.append(Balance(kind, number, account, amount, quantity, objects, None, (), node.line, foreign))
        return balances, budgets

    def _year_around(self, month: str) -> int | None:
        for number, node in self._year_nodes:
            start, end = node.get("start"), node.get("end")
            if start and end and start <= month <= end:
                return number
        return None

    def _group(self, node: Node) -> ItemGroup:
        primary = node.get("primaryAccountId") or ""
        account, name = self._accounts.get(primary), node.get("name")
        secondary = [ref.get("accountId") for ref in node.all("SecondaryAccountRef")]
        return ItemGroup(
            kind=GROUPS[node.name][0],
            account=primary,
            name=None if account is not None and name == account.name else name,
            accounts=tuple(number for number in secondary if number is not None),
            items=tuple(self._item(item, primary) for item in node.all(GROUPS[node.name][1])),
        )

    def _item(self, node: Node, primary: str) -> Item:
        original = node.child("OriginalAmount")
        own = node.get("id") or ""
        return Item(
            id=own,
            name=_unless(node.get("name"), own) if node.name in _NAMED else node.get("name"),
            party=node.get("customerId") or node.get("supplierId") or None,
            invoice=_unless(node.get("invoiceNumber"), own),
            ocr=node.get("ocrNumber"),
            due=node.get("dueDate"),
            asset=node.get("assetId"),
            date=original.get("date") if original else None,
            amount=original.get("amount") if original else None,
            foreign=_foreign(original) if original else None,
            balances=tuple(self._item_balances(node, primary)),
        )

    def _item_balances(self, node: Node, primary: str) -> Iterator[ItemBalance]:
        for group in node.all("Balances"):
            account = group.get("accountId")
            for balance in group.children:
                opening = balance.name == "OpeningBalance"
                which = "start" if opening else "end"
                year = self._year_of(balance.get("month"), which)
                if year is None:
                    self._unplaced(balance, account or primary, which)
                    continue
                yield ItemBalance(
                    kind="opening" if opening else "closing",
                    year=year,
                    amount=balance.get("amount"),
                    quantity=balance.get("quantity"),
                    account=account,
                    foreign=_foreign(balance),
                    objects=tuple(_objects(balance)),
                )

    # ---------------------------------------------------------------- the end

    def ledger(self, head: bytes = b"") -> Ledger:
        """The books, when the whole file has been read.

        Args:
            head: The first bytes of the file.
        """
        if self._take is not None:
            self._hand_over(self._take)
        info = self._info
        program = info.child("SoftwareProduct") if info else None
        created = info.child("FileCreation") if info else None
        company = info.child("Company") if info else None
        currency = info.child("AccountingCurrency") if info else None
        day, time = _moment(created.get("time") if created else None)
        balances, budgets = self._all_balances()
        part = FilePart(
            time=time,
            years=tuple(self._year_parts()),
            journals=tuple(self._journals),
            groups=tuple(self._group(node) for node in self._groups),
            customers=tuple(self._parties["Customer"]),
            suppliers=tuple(self._parties["Supplier"]),
            aggregations=tuple(self._aggregations),
            budgets=tuple(budgets),
            documents=tuple(self._documents),
        )
        covered = [node.get("lastCoveredDate") for number, node in self._year_nodes if number == 0]
        return Ledger(
            kind="4I" if self.root is not None and self.root.name == "SieEntry" else "4E",
            program=Program(_said(program, "name"), _said(program, "version")),
            generated=Generated(day, _person(created)),
            company=Company(
                name=_said(company, "name"),
                organisation_number=_unless(_said(company, "organizationId"), UNKNOWN_NUMBER),
                acquisition_number=company.get("multiple") if company else None,
                id=company.get("clientId") if company else None,
            ),
            years=self._years,
            balances_through=covered[0] if covered else None,
            currency=currency.get("currency") if currency else None,
            accounts=self._accounts,
            dimensions=self._dimensions,
            objects=tuple(self._objects),
            balances=tuple(balances),
            vouchers=tuple(self._vouchers),
            sie5=part if part != FilePart() else None,
            detection=Detection(encoding=declared_encoding(head), reason="xml", head=head, signatures=self.signatures),
        )


GROUPS = {
    "CustomerInvoices": ("customer_invoice", "CustomerInvoice"),
    "SupplierInvoices": ("supplier_invoice", "SupplierInvoice"),
    "FixedAssets": ("fixed_asset", "FixedAsset"),
    "GeneralSubdividedAccount": ("general", "GeneralObject"),
}
_NAMED = ("FixedAsset", "GeneralObject")
"""Items that the format document wants a name for; the writer gives them their id."""
PARTY = {
    "id": "id",
    "name": "name",
    "organizationId": "organisation_number",
    "vatNr": "vat_number",
    "address1": "address1",
    "address2": "address2",
    "zipcode": "postcode",
    "city": "city",
    "country": "country",
    "BgAccount": "bankgiro",
    "PgAccount": "plusgiro",
    "BIC": "bic",
    "IBAN": "iban",
}
"""The attributes of a customer or supplier, and their names in the ledger."""


CONTENTS = ("hasLedgerEntries", "hasSubordinateAccounts", "hasAttachedVoucherFiles")
"""What a fiscal year says of what the file has; true for the primary year unless it says otherwise."""


def said(value: bool | None, number: int, has: bool) -> bool | None:
    """What is said of the contents of a year, ``None`` where it goes without saying.

    Args:
        value: As written.
        number: Of the year; for 0 nothing written means true.
        has: Whether the file has such contents.
    """
    if number:
        return value
    meant = value is not False
    return None if meant == has else meant


def _party(node: Node) -> Party:
    found = {PARTY[name]: str(value) for name, value in node.values.items() if value != ""}
    if found.get("name") == found.get("id"):
        found.pop("name", None)
    return Party(**{"id": "", **found})


def _objects(node: Node) -> list[tuple[str, str]]:
    found = [(ref.get("dimId"), ref.get("objectId")) for ref in node.all("ObjectReference")]
    return [(dimension or "", number or "") for dimension, number in found]


def _foreign(node: Node) -> Foreign | None:
    found = node.child("ForeignCurrencyAmount")
    amount = found.get("amount") if found else None
    return Foreign(amount, found.get("currency") or "") if found and isinstance(amount, Decimal) else None


def _said(node: Node | None, name: str) -> str | None:
    """A text that must be there even when nobody knows it: it is then empty."""
    value: Any = node.get(name) if node else None
    return value or None


def _unless(value: str | None, unknown: str) -> str | None:
    return None if value == unknown else value


def _person(node: Node | None) -> str | None:
    return _unless(_said(node, "by"), PERSON_UNKNOWN)


def _moment(text: str | None) -> tuple[datetime.date | None, str | None]:
    """The day of a time and the rest of it, which is left out when it is midnight and nothing more."""
    if text is None:
        return None, None
    rest = text[10:]
    return datetime.date.fromisoformat(text[:10]), None if rest == "T00:00:00" else rest


def _first_day(month: str | None) -> datetime.date | None:
    return datetime.date(int(month[:4]), int(month[5:]), 1) if month else None


def _last_day(month: str | None) -> datetime.date | None:
    if not month:
        return None
    year, number = int(month[:4]), int(month[5:])
    return datetime.date(year, number, calendar.monthrange(year, number)[1])
