"""What was done on purpose, done to the source once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from sie.comparison.model import Change, Difference, VoucherRef
from sie.comparison.side import Key, Side, key_of
from sie.errors import SieUsageError
from sie.ledger.model import Balance, Ledger, Object, ObjectRef, Row, Voucher

__all__ = ["Explaining", "on_accounts", "on_objects", "on_series", "on_texts", "reckoned", "rolled"]


def on_accounts(ledger: Ledger, changes: Sequence[Change]) -> Ledger:
    """The books with accounts moved to others (``mapped-account``)."""
    table: dict[str | None, str] = {c.before: c.after for c in changes if c.before and c.after}
    accounts = {number: account for number, account in ledger.accounts.items() if number not in table}
    for number, account in ledger.accounts.items():
        if number in table:
            new = table[number]
            accounts.setdefault(new, msgspec.structs.replace(account, number=new))
    return msgspec.structs.replace(
        ledger,
        accounts=accounts,
        balances=tuple(
            msgspec.structs.replace(b, account=table[b.account]) if b.account in table else b for b in ledger.balances
        ),
        vouchers=_each_row(
            ledger.vouchers,
            lambda row: msgspec.structs.replace(row, account=table[row.account]) if row.account in table else row,
        ),
    )


def on_objects(ledger: Ledger, changes: Sequence[Change]) -> Ledger:
    """The books with objects become others, or left out (``folded-dimension``)."""
    single = {_ref(c.before): _ref(c.after) if c.after else None for c in changes if c.before and ":" in c.before}
    whole = {c.before: c.after for c in changes if c.before and ":" not in c.before}

    def fold(ref: ObjectRef) -> ObjectRef | None:
        if ref in single:
            return single[ref]
        if ref.dimension in whole:
            dimension = whole[ref.dimension]
            return ObjectRef(dimension, ref.number) if dimension else None
        return ref

    def fold_all(refs: tuple[ObjectRef, ...]) -> tuple[ObjectRef, ...]:
        folded = tuple(dict.fromkeys(new for new in map(fold, refs) if new is not None))
        return refs if folded == refs else folded

    def on_row(row: Row) -> Row:
        folded = fold_all(row.objects) if row.objects else row.objects
        return row if folded is row.objects else msgspec.structs.replace(row, objects=folded)

    objects: dict[ObjectRef, Object] = {}
    for thing in sorted(
        ledger.objects, key=lambda o: fold(ObjectRef(o.dimension, o.number)) != (o.dimension, o.number)
    ):
        new = fold(ObjectRef(thing.dimension, thing.number))
        if new is not None:
            objects.setdefault(new, msgspec.structs.replace(thing, dimension=new.dimension, number=new.number))
    balances = []
    for b in ledger.balances:
        folded = fold_all(b.object)
        if folded or not b.object:
            balances.append(b if folded is b.object else msgspec.structs.replace(b, object=folded))
    emptied = ({ref.dimension for ref in single} | {*whole}) - {ref.dimension for ref in objects}
    return msgspec.structs.replace(
        ledger,
        dimensions={number: d for number, d in ledger.dimensions.items() if number not in emptied},
        objects=tuple(objects.values()),
        balances=tuple(balances),
        vouchers=_each_row(ledger.vouchers, on_row),
    )


def _ref(text: str) -> ObjectRef:
    dimension, colon, number = text.partition(":")
    if not (dimension and colon and number):
        raise SieUsageError(
            f"{text!r} is no object; write dimension and number as 6:P1.",
            f"{text!r} är inget objekt; skriv dimension och nummer som 6:P1.",
        )
    return ObjectRef(dimension, number)


def on_series(ledger: Ledger, changes: Sequence[Change]) -> Ledger:
    """The books with series become others (``mapped-series``)."""
    table = {c.before or None: c.after or None for c in changes}
    vouchers = tuple(
        msgspec.structs.replace(v, series=table[v.series]) if v.series in table else v for v in ledger.vouchers
    )
    return msgspec.structs.replace(ledger, vouchers=vouchers)


def on_texts(ledger: Ledger, changes: Sequence[Change], refs: Sequence[VoucherRef]) -> Ledger:
    """The books with texts cut or replaced (``cut-text``)."""
    table = {(c.key, c.before): c.after for c in changes}
    keyed = any(c.key for c in changes)

    def on(voucher: Voucher, key: str) -> Voucher:
        def cut(text: str | None) -> str | None:
            return table.get((key, text), table.get(("", text), text))

        rows = tuple(
            row if row.text is None or (text := cut(row.text)) == row.text else msgspec.structs.replace(row, text=text)
            for row in voucher.rows
        )
        changed = any(new is not old for new, old in zip(rows, voucher.rows, strict=True))
        text = cut(voucher.text)
        if text == voucher.text and not changed:
            return voucher
        return msgspec.structs.replace(voucher, text=text, rows=rows if changed else voucher.rows)

    vouchers = tuple(on(v, str(ref) if keyed else "") for v, ref in zip(ledger.vouchers, refs, strict=True))
    return msgspec.structs.replace(ledger, vouchers=vouchers)


def _each_row(vouchers: tuple[Voucher, ...], change: Callable[[Row], Row]) -> tuple[Voucher, ...]:
    """The vouchers with every row changed; those that stay as they are stay the same objects."""
    found = []
    for voucher in vouchers:
        rows = tuple(map(change, voucher.rows))
        changed = any(new is not old for new, old in zip(rows, voucher.rows, strict=True))
        found.append(msgspec.structs.replace(voucher, rows=rows) if changed else voucher)
    return tuple(found)


def rolled(side: Side, before: Side) -> Ledger:
    """The books with the opening balances that the year before closed with, and what follows from them."""
    ledger = side.ledger
    reckon = bool(before.ledger.vouchers) or ("closing", 0) not in before.states
    closed: dict[Key, Decimal] = {}
    for kind, of_objects in (("closing", False), ("object_closing", True)):
        things: Iterable[tuple[str, tuple[ObjectRef, ...]]]
        if of_objects:
            things = [(account, (ref,)) for year, account, ref in before.sums.objects if not year]
        else:
            things = [(account, ()) for year, account in before.sums.accounts if not year]
        opening = kind.replace("closing", "opening")
        known = [(k.account, k.object) for k in before.stated if k.kind in (kind, opening) and k.year == 0]
        for account, objects in dict.fromkeys((*known, *things)):
            key = Key(kind, 0, account, objects)
            amount = before.reckoned(key) if reckon else before.amount(kind, 0, account, objects)
            if amount:
                closed[Key(opening, 0, account, objects)] = amount
    balances = []
    left = dict(closed)
    shift: dict[tuple[str, tuple[ObjectRef, ...]], Decimal] = {}
    for b in ledger.balances:
        if b.year == 0 and b.kind in ("opening", "object_opening"):
            amount = left.pop(Key(b.kind, 0, b.account, b.object), Decimal(0))
            place = (b.account, b.object)
            shift[place] = shift.get(place, Decimal(0)) + amount - (b.amount or Decimal(0))
            b = msgspec.structs.replace(b, amount=amount)
        balances.append(b)
    for key, amount in left.items():
        balances.append(Balance(key.kind, 0, key.account, amount, object=key.object))
        shift[key.account, key.object] = shift.get((key.account, key.object), Decimal(0)) + amount
    for kind, year in (("closing", 0), ("object_closing", 0), ("closing", -1), ("object_closing", -1)):
        if (kind, year) not in side.states:
            continue
        for (account, objects), amount in shift.items():
            if amount and bool(objects) == kind.startswith("object"):
                balances.append(Balance(kind, year, account, amount, object=objects))
    return msgspec.structs.replace(ledger, balances=tuple(balances))


def reckoned(side: Side) -> Ledger:
    """The books with the closing balances and results that their own opening balances and vouchers give.

    The same ledger comes back when it states just those, or has no vouchers to go by.
    """
    ledger = side.ledger
    if not ledger.vouchers:
        return ledger
    moved = [account for year, account in side.sums.accounts if not year]
    given: dict[Key, Decimal] = {}
    for account in dict.fromkeys((*(key.account for key in side.stated if not key.year and not key.object), *moved)):
        closing, result = Key("closing", 0, account), Key("result", 0, account)
        amount = side.reckoned(closing)
        if amount is not None:
            given[closing] = amount
        elif result in side.stated or account in moved:
            given[result] = side.reckoned(result) or Decimal(0)
    balances: list[Balance] = []
    other = False
    for b in ledger.balances:
        key = key_of(b)
        amount = given.pop(key, None)
        if amount is not None and amount != (side.stated[key].amount or Decimal(0)):
            b, other = msgspec.structs.replace(b, amount=amount), True
        balances.append(b)
    for key, amount in given.items():
        if amount and (key.kind, 0) in side.states:
            balances.append(Balance(key.kind, 0, key.account, amount))
            other = True
    return msgspec.structs.replace(ledger, balances=tuple(balances)) if other else ledger


class Explaining:
    """Tells which change explains a single value."""

    _FIELDS: Mapping[str, str] = {
        "renamed": "name",
        "retyped": "type",
        "recoded": "sru",
        "remeasured": "unit",
        "added": "only_in_target",
        "dropped": "only_in_source",
    }

    def __init__(self, changes: Iterable[Change]) -> None:
        self._exact: dict[tuple[object, ...], str] = {}
        for c in changes:
            verb, _, where = c.kind.partition("-")
            if c.kind == "left-out":
                self._exact[c.year, c.key] = c.kind
            elif c.kind == "registered-anew":
                self._exact[c.year, "voucher", "registered", c.after] = c.kind
            elif c.kind == "changed-company":
                self._exact[c.year, "company", c.key, "", c.before, c.after] = c.kind
                self._exact[c.year, "file", c.key, "", c.before, c.after] = c.kind
            elif verb in self._FIELDS:
                self._exact[c.year, where, self._FIELDS[verb], c.key, c.before, c.after] = c.kind

    def explained(self, d: Difference) -> Difference:
        """The difference, with its cause if one of the changes is that."""
        if d.explained or not self._exact:
            return d
        for year in (d.year, None):
            keys: list[tuple[object, ...]] = [(year, d.where, d.field, d.key, d.before, d.after)]
            if d.after is None and d.before is not None:
                keys.append((year, d.field))
            if d.where == "voucher":
                keys.append((year, d.where, d.field, d.after))
            for key in keys:
                if key in self._exact:
                    return msgspec.structs.replace(d, cause=self._exact[key], explained=True)
        return d
