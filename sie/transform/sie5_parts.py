"""What only SIE 5 says of books, taken along when the books become others.

Rule 1: a reference (to an account, a voucher, a document, an item, a party) leads to the same thing afterwards.
Rule 2: what has to stay behind is told.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from sie.diagnostics import Diagnostic
from sie.ledger.model import Ledger, Row, Voucher
from sie.ledger.parts import Attachment, FilePart, Item, ItemGroup
from sie.transform.findings import say

__all__ = ["of_accounts", "of_one_year", "of_some_vouchers", "of_vouchers", "united", "used_in"]

_T = TypeVar("_T")


def of_accounts(ledger: Ledger, moves: Mapping[str, str]) -> Ledger:
    """The books with other account numbers in what only SIE 5 says; groups that come to have the same become one.

    Args:
        ledger: The books, whose accounts have been moved.
        moves: What each account became.
    """

    def moved(number: str) -> str:
        return moves.get(number, number)

    def each(numbers: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(moved, numbers)))

    def on_row(row: Row) -> Row:
        if row.sie5 is None or row.sie5.group is None or row.sie5.group not in moves:
            return row
        return msgspec.structs.replace(row, sie5=msgspec.structs.replace(row.sie5, group=moved(row.sie5.group)))

    vouchers = _on_rows(ledger.vouchers, on_row)
    part = ledger.sie5
    if part is not None:
        groups = tuple(
            msgspec.structs.replace(
                group,
                account=moved(group.account),
                accounts=tuple(n for n in each(group.accounts) if n != moved(group.account)),
                items=tuple(_item_moved(item, moved) for item in group.items),
            )
            for group in part.groups
        )
        part = msgspec.structs.replace(
            part,
            groups=_groups_as_one(groups)[0],
            aggregations=tuple(
                msgspec.structs.replace(
                    a, tags=tuple(msgspec.structs.replace(tag, accounts=each(tag.accounts)) for tag in a.tags)
                )
                for a in part.aggregations
            ),
            budgets=tuple(msgspec.structs.replace(b, account=moved(b.account)) for b in part.budgets),
        )
    return msgspec.structs.replace(ledger, vouchers=vouchers, sie5=part)


def used_in(part: FilePart | None) -> set[str]:
    """The accounts that what only SIE 5 says names.

    Args:
        part: What only SIE 5 says.
    """
    if part is None:
        return set()
    used = {budget.account for budget in part.budgets}
    used |= {number for one in part.aggregations for tag in one.tags for number in tag.accounts}
    for group in part.groups:
        used |= {group.account, *group.accounts, *(b.account for i in group.items for b in i.balances if b.account)}
    return used


def _item_moved(item: Item, moved: Callable[[str], str]) -> Item:
    balances = tuple(
        b if b.account is None else msgspec.structs.replace(b, account=moved(b.account)) for b in item.balances
    )
    return msgspec.structs.replace(item, balances=balances)


def _on_rows(vouchers: Sequence[Voucher], change: Callable[[Row], Row]) -> tuple[Voucher, ...]:
    found = []
    for voucher in vouchers:
        rows = tuple(map(change, voucher.rows))
        same = all(new is old for new, old in zip(rows, voucher.rows, strict=True))
        found.append(voucher if same else msgspec.structs.replace(voucher, rows=rows))
    return tuple(found)


def of_vouchers(old: Ledger, new: Ledger) -> Ledger:
    """The books with corrections and names of series that go by what the vouchers are called now.

    Args:
        old: The books before.
        new: The same vouchers in the same order, with other series and numbers.
    """
    pairs = {
        (a.series, a.number): (b.series, b.number)
        for a, b in zip(reversed(old.vouchers), reversed(new.vouchers), strict=True)
    }
    series = {a.series: b.series for a, b in zip(reversed(old.vouchers), reversed(new.vouchers), strict=True)}
    vouchers = []
    for voucher in new.vouchers:
        if voucher.sie5 is not None and voucher.sie5.corrections:
            corrections = tuple(
                msgspec.structs.replace(c, journal=target[0], number=target[1])
                if c.year is None and (target := pairs.get((c.journal or None, c.number)))
                else c
                for c in voucher.sie5.corrections
            )
            voucher = msgspec.structs.replace(
                voucher, sie5=msgspec.structs.replace(voucher.sie5, corrections=corrections)
            )
        vouchers.append(voucher)
    part = new.sie5
    if part is not None:
        journals = _first_of(
            [msgspec.structs.replace(j, series=series.get(j.series, j.series)) for j in part.journals],
            lambda journal: (journal.series, journal.year),
        )
        part = msgspec.structs.replace(part, journals=journals)
    return msgspec.structs.replace(new, vouchers=tuple(vouchers), sie5=part)


def of_some_vouchers(old: Ledger, new: Ledger) -> tuple[Ledger, list[Diagnostic]]:
    """The books without the documents of vouchers that are left out, and without corrections by them.

    Args:
        old: The books before.
        new: The books with some of the vouchers.

    Returns:
        The books, and what stayed with the other vouchers.
    """
    here = {(v.series, v.number) for v in new.vouchers}
    away = {(v.series, v.number) for v in old.vouchers} - here
    gone = 0
    vouchers = []
    for voucher in new.vouchers:
        if voucher.sie5 is not None and voucher.sie5.corrections:
            kept = tuple(
                c for c in voucher.sie5.corrections if c.year is not None or (c.journal or None, c.number) not in away
            )
            gone += len(voucher.sie5.corrections) - len(kept)
            voucher = msgspec.structs.replace(voucher, sie5=msgspec.structs.replace(voucher.sie5, corrections=kept))
        vouchers.append(voucher)
    part, left = new.sie5, 0
    if part is not None and part.documents:
        needed = _documents_of(new.vouchers)
        others = _documents_of(old.vouchers) - needed
        documents = tuple(document for document in part.documents if document.id not in others)
        left = len(part.documents) - len(documents)
        part = msgspec.structs.replace(part, documents=documents)
    en = [f"{name} ({count})" for name, count in (("documents", left), ("corrections", gone)) if count]
    sv = [f"{name} ({count})" for name, count in (("dokument", left), ("rättelser", gone)) if count]
    found = [say("left-with-vouchers", what=", ".join(en), what_sv=", ".join(sv))] if en else []
    return msgspec.structs.replace(new, vouchers=tuple(vouchers), sie5=part), found


def _documents_of(vouchers: Iterable[Voucher]) -> set[str]:
    return {document for voucher in vouchers if voucher.sie5 is not None for document in voucher.sie5.documents}


def of_one_year(part: FilePart | None, number: int) -> FilePart | None:
    """What is said of the books when another year becomes the current one; what belongs to later years is left out.

    Args:
        part: What only SIE 5 says.
        number: The year that becomes the current one, 0 or below.
    """
    if part is None or not number:
        return part

    def item(one: Item) -> Item:
        balances = [msgspec.structs.replace(b, year=b.year - number) for b in one.balances if b.year <= number]
        return msgspec.structs.replace(one, balances=tuple(balances))

    return msgspec.structs.replace(
        part,
        years=tuple(msgspec.structs.replace(y, year=y.year - number) for y in part.years if y.year <= number),
        groups=tuple(msgspec.structs.replace(g, items=tuple(map(item, g.items))) for g in part.groups),
        budgets=(),
    )


def united(ledgers: Sequence[Ledger]) -> tuple[list[Ledger], FilePart | None, list[Diagnostic]]:
    """What only SIE 5 says in several files as one, the first file first.

    Args:
        ledgers: The books.

    Returns:
        The same books, in which a document has another id where two files had the same id for different ones; what
        they say together; and where they do not agree: the first has it then.
    """
    with_parts = [ledger.sie5 for ledger in ledgers if ledger.sie5 is not None]
    if not with_parts:
        return list(ledgers), None, []
    documents: dict[str, Attachment] = {}
    renamed = []
    for ledger in ledgers:
        new_ids: dict[str, str] = {}
        for document in ledger.sie5.documents if ledger.sie5 is not None else ():
            known = documents.get(document.id)
            if known is not None and known != document:
                new_ids[document.id] = _free(documents)
                document = msgspec.structs.replace(document, id=new_ids[document.id])
            documents[document.id] = document
        renamed.append(msgspec.structs.replace(ledger, vouchers=_referring(ledger.vouchers, new_ids)))
    groups, found = _groups_as_one([group for part in with_parts for group in part.groups])

    def joined(name: str, key: Callable[[Any], Hashable], en: str, sv: str) -> tuple[Any, ...]:
        things: list[Any] = [thing for part in with_parts for thing in getattr(part, name)]
        kept = _first_of(things, key)
        known = {key(thing): thing for thing in kept}
        for thing in things:
            found.extend(_differ(known[key(thing)], thing, en, sv))
        return kept

    whole = FilePart(
        time=with_parts[0].time,
        years=joined("years", lambda year: year.year, "Fiscal year", "Räkenskapsår"),
        journals=joined("journals", lambda journal: (journal.series, journal.year), "Series", "Serie"),
        groups=groups,
        customers=joined("customers", lambda party: party.id, "Customer", "Kund"),
        suppliers=joined("suppliers", lambda party: party.id, "Supplier", "Leverantör"),
        aggregations=joined("aggregations", lambda one: one.id, "Aggregation", "Kontosammandrag"),
        budgets=joined("budgets", lambda b: (b.account, b.objects), "Budget of account", "Budget för konto"),
        documents=tuple(documents.values()),
    )
    return renamed, whole, found


def _free(documents: Mapping[str, object]) -> str:
    """An id that no document has: SIE 5 wants a number."""
    return str(max((int(one) for one in documents if one.isascii() and one.isdigit() and len(one) < 10), default=0) + 1)


def _referring(vouchers: tuple[Voucher, ...], new_ids: Mapping[str, str]) -> tuple[Voucher, ...]:
    if not new_ids:
        return vouchers
    return tuple(
        voucher
        if voucher.sie5 is None
        else msgspec.structs.replace(
            voucher,
            sie5=msgspec.structs.replace(
                voucher.sie5, documents=tuple(new_ids.get(one, one) for one in voucher.sie5.documents)
            ),
        )
        for voucher in vouchers
    )


def _groups_as_one(groups: Sequence[ItemGroup]) -> tuple[tuple[ItemGroup, ...], list[Diagnostic]]:
    """The groups, each account of a kind once, with the items of all; and where items do not agree."""
    by_account: dict[tuple[str, str], list[ItemGroup]] = {}
    for group in groups:
        by_account.setdefault((group.kind, group.account), []).append(group)
    joined = []
    differing: list[Diagnostic] = []
    for same in by_account.values():
        if len(same) == 1:
            joined.append(same[0])
            continue
        all_items = [item for group in same for item in group.items]
        items = _first_of(all_items, lambda item: item.id)
        known = {item.id: item for item in items}
        for item in all_items:
            differing += _differ(known[item.id], item, f"{same[0].account}", f"{same[0].account}")
        joined.append(
            msgspec.structs.replace(
                same[0],
                name=next((group.name for group in same if group.name), None),
                accounts=tuple(dict.fromkeys(number for group in same for number in group.accounts)),
                items=items,
            )
        )
    return tuple(joined), differing


def _first_of(things: Iterable[_T], key: Callable[[_T], Hashable]) -> tuple[_T, ...]:
    found: dict[Hashable, _T] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return tuple(found.values())


def _differ(kept: Any, other: Any, en: str, sv: str) -> Iterable[Diagnostic]:
    """Where two things that have a name in common say something else."""
    if kept == other:
        return
    fields = list(kept.__struct_fields__)
    name = str(getattr(kept, fields[0]))
    for field in fields:
        one, two = getattr(kept, field), getattr(other, field)
        if one != two:
            shown = [_shown(value) for value in (one, two)]
            yield say("value-differs", what=f"{en} {name}", what_sv=f"{sv} {name}", kept=shown[0], other=shown[1])
            return


def _shown(value: object) -> str:
    text = "–" if value is None or value == () else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
