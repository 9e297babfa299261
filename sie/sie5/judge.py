"""What the schema of SIE 5 cannot say: keys and references, years, balances. Judged while the file passes by."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import BinaryIO

from sie.diagnostics import Diagnostic, Span
from sie.ledger.model import FiscalYear, Ledger, Voucher, exact_sum
from sie.sie5.findings import FINDINGS
from sie.sie5.nodes import Node
from sie.sie5.read import GROUPS, Collector

__all__ = ["Judge", "judge_signature"]

_ZERO = Decimal(0)
_NUMBER = re.compile(r"\d{6}-\d{4}|\d{8}-\d{4}", re.ASCII)
_Refs = dict[tuple[str, ...], int]


class Judge:
    """Takes nodes and vouchers as they come, and has the last word at the end.

    Args:
        collector: Gets the findings.
    """

    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._entry = False
        self._hooks: dict[str, Callable[[Node], None]] = {
            "SieEntry": self._root,
            "FileInfo": self._info,
            "Account": self._account,
            "Dimension": self._dimension,
            "Customer": lambda node: self._key("Customer", node.get("id"), node),
            "Supplier": lambda node: self._key("Supplier", node.get("id"), node),
            "AccountAggregation": self._aggregation,
            "JournalEntry": self._entry_node,
            "EmbeddedFile": lambda node: self._key("Document", node.get("id"), node),
            "FileReference": lambda node: self._key("Document", node.get("id"), node),
            **dict.fromkeys(GROUPS, self._group),
        }
        self._keys: dict[str, dict[tuple[str, ...], int]] = {}
        self._used: dict[str, _Refs] = {}
        self._places: dict[str, str] = {}
        self._items: list[tuple[frozenset[str], frozenset[str]]] = []
        self._years: Mapping[int, FiscalYear] = {}
        self._numbers: dict[tuple[str, int | None], tuple[str, dict[str, int]]] = {}
        self._corrections: dict[tuple[str, str], int] = {}
        self._moved: dict[str, Decimal] = {}
        self._rows = 0
        self._open = False

    def _say(self, code: str, line: int, **params: str) -> None:
        self._collector.add(Diagnostic(FINDINGS[code], params, Span(line)))

    def node(self, node: Node) -> None:
        """Look at the next node of the file."""
        hook = self._hooks.get(node.name)
        if hook is not None:
            hook(node)

    # ---------------------------------------------------------------- keys and references

    def _key(self, what: str, key: str | None, node: Node, *inside: str) -> None:
        """Something that references name: once in the file, or once inside something."""
        if key is None:
            return
        known = self._keys.setdefault(what, {})
        whole = (*inside, key)
        if whole in known and what not in ("Account", "Dimension"):  # reading tells of those
            self._say("SIE713", node.line, element=node.name, value=" ".join(whole), related=str(known[whole]))
        known.setdefault(whole, node.line)

    def _use(self, what: str, line: int, element: str, *key: str | None) -> None:
        named = tuple(part for part in key if part is not None)
        if len(named) == len(key) and named not in self._used.setdefault(what, {}):
            self._used[what][named] = line
            self._places[" ".join((what, *named))] = element

    def _root(self, node: Node) -> None:
        self._entry = True

    def _info(self, node: Node) -> None:
        company = node.child("Company")
        number = company.get("organizationId") if company else None
        if company and number is not None and not _NUMBER.fullmatch(number):
            self._say("SIE728", company.line, value=number)
        years = node.child("FiscalYears")
        before: Node | None = None
        for year in years.all("FiscalYear") if years else ():
            if before is not None and not _follows(before, year):
                self._say("SIE717", year.line, value=_span(year), before=_span(before))
            elif (year.get("start") or "") > (year.get("end") or "9999"):
                self._say("SIE717", year.line, value=_span(year), before=_span(year))
            if year.get("primary") and not year.get("closed") and year.get("lastCoveredDate") is None:
                self._say("SIE727", year.line)
            before = year

    def _account(self, node: Node) -> None:
        number = node.get("id") or ""
        self._key("Account", node.get("id"), node)
        whole = monthly = False
        for child in node.children:
            if child.name.startswith("Budget"):
                whole, monthly = whole or child.get("month") is None, monthly or child.get("month") is not None
            self._objects(child, child.name)
            count = child.seen.get("ObjectReference", 0)
            if count > 1 and not child.name.endswith("Multidim") and not self._entry:
                self._count(child, number, count, "one at most belongs here", "högst ett hör hemma här")
            if count == 0 and child.name.endswith("Multidim"):
                self._count(child, number, count, "at least two belong here", "minst två hör hemma här")
        if whole and monthly:
            self._say("SIE726", node.line, account=number)

    def _count(self, node: Node, account: str, count: int, en: str, sv: str) -> None:
        self._say("SIE725", node.line, element=node.name, account=account, count=str(count), what_en=en, what=sv)

    def _objects(self, node: Node, element: str) -> None:
        for ref in node.all("ObjectReference"):
            self._use("Dimension", ref.line, element, ref.get("dimId"))
            self._use("Object", ref.line, element, ref.get("dimId"), ref.get("objectId"))

    def _dimension(self, node: Node) -> None:
        number = node.get("id") or ""
        self._key("Dimension", node.get("id"), node)
        for child in node.all("Object"):
            self._key("Object", child.get("id"), child, number)

    def _group(self, node: Node) -> None:
        primary = node.get("primaryAccountId") or ""
        accounts = [primary, *(ref.get("accountId") or "" for ref in node.all("SecondaryAccountRef"))]
        for number in accounts:
            if number:
                self._use("Account", node.line, node.name, number)
        items = node.all(GROUPS[node.name][1])
        seen: dict[str, int] = {}
        for item in items:
            own = item.get("id")
            if own in seen:
                self._say("SIE713", item.line, element=item.name, value=f"{primary} {own}", related=str(seen[own]))
            elif own is not None:
                seen[own] = item.line
            self._use("Customer", item.line, item.name, item.get("customerId") or None)
            self._use("Supplier", item.line, item.name, item.get("supplierId") or None)
            for balances in item.all("Balances"):
                self._use("Account", balances.line, "Balances", balances.get("accountId"))
                for balance in balances.children:
                    self._objects(balance, balance.name)
        self._items.append((frozenset(accounts), frozenset(seen)))

    def _aggregation(self, node: Node) -> None:
        for tag in node.all("Tag"):
            for ref in tag.all("AccountRef"):
                self._use("Account", ref.line, "AccountRef", ref.get("accountId"))

    def _entry_node(self, node: Node) -> None:
        for ref in node.all("VoucherReference"):
            self._use("Document", ref.line, "VoucherReference", ref.get("documentId"))
        for ref in node.all("CorrectedBy"):
            if ref.get("fiscalYearId") is None and ref.get("journalEntryId") is not None:
                self._corrections.setdefault((ref.get("journalId") or "", _plain(ref.get("journalEntryId"))), ref.line)
        for row in node.all("LedgerEntry"):
            account = row.get("accountId")
            self._use("Account", row.line, "LedgerEntry", account)
            if not row.children:
                continue
            self._objects(row, "LedgerEntry")
            dimensions = [ref.get("dimId") for ref in row.all("ObjectReference")]
            for dimension in {number for number in dimensions if dimensions.count(number) > 1}:
                self._say("SIE734", row.line, account=str(account), value=str(dimension))
            item = row.child("SubdividedAccountObjectReference")
            if item is not None:
                group = item.get("subdividedAccountId")
                self._use("Item", item.line, "LedgerEntry", group or account, item.get("objectId"))

    # ---------------------------------------------------------------- vouchers

    def take(self, vouchers: Iterable[Voucher], years: Mapping[int, FiscalYear]) -> None:
        """Look at vouchers as they come.

        Args:
            vouchers: In the order of the file.
            years: The fiscal years.
        """
        self._years = years
        for voucher in vouchers:
            self._voucher(voucher)

    def _voucher(self, voucher: Voucher) -> None:
        name = f"{voucher.series or ''}{voucher.number or ''}"
        if any(row.amount is None for row in voucher.rows):
            self._open = True
        elif voucher.total:
            self._say("SIE719", voucher.origin, value=name, amount=f"{voucher.total:f}")
        year = self._year_of(voucher.date)
        self._number(voucher, name, year)
        if year == 0:
            for row in voucher.posted:
                self._rows += 1
                if row.account is not None and row.amount is not None:
                    self._moved[row.account] = exact_sum((self._moved.get(row.account, _ZERO), row.amount))

    def _year_of(self, day: datetime.date | None) -> int | None:
        if day is not None:
            for number, year in self._years.items():
                if day in year:
                    return number
        return None

    def _number(self, voucher: Voucher, name: str, year: int | None) -> None:
        number = voucher.number
        if number is None or not (number.isascii() and number.isdigit()):
            return
        number = _plain(number)
        if number == "0":
            self._say("SIE733", voucher.origin, value=voucher.series or "")
        last, taken = self._numbers.setdefault((voucher.series or "", year), ("", {}))
        if number in taken:
            self._say("SIE713", voucher.origin, element="JournalEntry", value=name, related=str(taken[number]))
        elif (len(number), number) < (len(last), last):
            self._say("SIE721", voucher.origin, value=name, before=f"{voucher.series or ''}{last}")
        taken.setdefault(number, voucher.origin)
        self._numbers[voucher.series or "", year] = (number, taken)

    # ---------------------------------------------------------------- the end

    def end(self, ledger: Ledger) -> None:
        """Hold what was used against what there is, and the balances against the vouchers.

        Args:
            ledger: The books, with or without vouchers.
        """
        if not self._entry:
            self._dangling("Account", "account", "konto")
            self._dangling("Dimension", "dimension", "dimension")
            self._dangling("Object", "object", "objekt")
            self._balances(ledger)
        self._dangling("Document", "document", "dokument")
        self._dangling("Customer", "customer", "kund", "SIE715")
        self._dangling("Supplier", "supplier", "leverantör", "SIE715")
        for (account, item), line in self._used.get("Item", {}).items():
            if not any(account in accounts and item in items for accounts, items in self._items):
                self._lacks("SIE714", line, "LedgerEntry", "item", "post", f"{account} {item}")
        there = {(series, number) for (series, _), (_, taken) in self._numbers.items() for number in taken}
        for (journal, number), line in self._corrections.items():
            if (journal, number) not in there:
                self._lacks("SIE714", line, "CorrectedBy", "voucher", "verifikation", f"{journal} {number}")
        if self._entry:
            used = self._used.get("Document", {})
            for key, line in self._keys.get("Document", {}).items():
                if key not in used:
                    self._say("SIE735", line, value=key[0])

    def _dangling(self, what: str, en: str, sv: str, code: str = "SIE714") -> None:
        known = self._keys.get(what, {})
        for key, line in self._used.get(what, {}).items():
            if key not in known:
                self._lacks(code, line, self._places[" ".join((what, *key))], en, sv, " ".join(key))

    def _lacks(self, code: str, line: int, element: str, en: str, sv: str, value: str) -> None:
        self._say(code, line, element=element, what_en=en, what=sv, value=value)

    def _balances(self, ledger: Ledger) -> None:
        """Opening and the rows that count make closing, for every account of the current year."""
        opening: dict[str, Decimal] = {}
        closing: dict[str, Decimal] = {}
        for balance in ledger.balances:
            if balance.year == 0 and balance.amount is not None and balance.kind in ("opening", "closing", "result"):
                table = opening if balance.kind == "opening" else closing
                table[balance.account] = exact_sum((table.get(balance.account, _ZERO), balance.amount))
        if self._open or not self._rows or not closing:
            return
        for account in sorted({*opening, *closing, *self._moved}):
            start = opening.get(account, _ZERO)
            computed = exact_sum((start, self._moved.get(account, _ZERO)))
            end = closing.get(account, _ZERO)
            if computed != end:
                known = ledger.accounts.get(account)
                self._say(
                    "SIE720", known.origin if known else 0, account=account, opening=f"{start:f}",
                    computed=f"{computed:f}", closing=f"{end:f}",
                )  # fmt: skip


def _plain(number: str) -> str:
    return number.lstrip("+0") or "0"


def _span(year: Node) -> str:
    return f"{year.get('start')} – {year.get('end')}"


def _follows(before: Node, year: Node) -> bool:
    end, start = before.get("end"), year.get("start")
    if not end or not start:
        return True  # said already
    if (year.get("end") or start) < start or (before.get("start") or end) > end:
        return False
    place = int(end[:4]) * 12 + int(end[5:])
    return bool(place + 1 == int(start[:4]) * 12 + int(start[5:]))


def judge_signature(file: BinaryIO, collector: Collector) -> None:
    """Verify the signature of a file and tell what is wrong with it.

    Args:
        file: At its start.
        collector: Gets the findings.
    """
    from sie.sie5.signature import verify

    found = verify(file)
    if found.ok is False:
        params = {"reason_en": found.reason["en"], "reason": found.reason["sv"]}
        collector.add(Diagnostic(FINDINGS["SIE731"], params))
    elif found.weak:
        collector.add(Diagnostic(FINDINGS["SIE732"]))
