"""What differs between the books of two files, voucher by voucher and sum by sum."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import TypeAlias, TypeVar

import msgspec

from sie.comparison.matching import EVERY_FIELD, Matches, paired_rows
from sie.comparison.model import FAMILIES, Colour, Difference, Root, VoucherRef, voucher_refs
from sie.comparison.side import Key, SeriesSum, Side, Stated, month_of
from sie.comparison.sie5_parts import compared
from sie.ledger.model import Extra, Ledger, Object, ObjectRef, Row, Voucher
from sie.spec.organisation import bare_number
from sie.text.findings import LOSSES
from sie.text.writer import propose

__all__ = ["ONLY", "Comparing", "colour_of", "union"]

_VOUCHER_PART = ("reference", "original", "locked", "documents", "corrections")
_ROW_PART = ("foreign", "item", "group", "entered", "struck", "added", "locked")
# What differs and is no amount, date, text, account or voucher. ``None``: whatever the field.
_AMBER = frozenset(
    {("file", None), ("company", None), ("account", None), ("dimension", None), ("object", None), ("extra", None)}
    | {("voucher", "sign"), ("voucher", "extras"), ("row", "order"), ("row", "removed_row")}
    | {("row", field) for field in ("kind", "sign", "twin", "extras", "entered", "struck", "added", "locked")}
    | {("voucher", field) for field in _VOUCHER_PART}
    | {(where, None) for where in FAMILIES["sie5"] if where not in ("item", "year_budget")}
    | {("item", field) for field in ("name", "party", "invoice", "asset")}
)
# Of these it matters: they may be absent on one side, but not say something else.
_TELLING = frozenset(
    {("company", "organisation_number"), ("company", "acquisition_number"), ("account", "type")}
    | {("file", "balances_through"), ("file", "currency")}
)
ONLY = ("only_in_source", "only_in_target")


def colour_of(where: str, field: str, both: bool, relative: int) -> Colour:
    """How much a difference matters when nothing explains it."""
    if (where, field) in _TELLING:
        return "red" if both else "amber"
    if field == "unread":
        return "red"
    if where == "year":
        return "amber" if relative and field in ONLY else "red"
    quiet = (where, None) in _AMBER or (where, field) in _AMBER or field.endswith("_extras")
    return "amber" if quiet else "red"


def text_of(value: object) -> str | None:
    """A value as a difference has it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, ObjectRef):
        return f"{value.dimension}:{value.number}"
    if isinstance(value, Row):
        parts = (value.account, value.amount, value.objects, value.date, value.text, value.quantity, value.sign)
        return " ".join(filter(None, map(text_of, parts)))
    if isinstance(value, Extra):
        return " ".join(
            (value.label, *(value.key or ()), text_of(value.fields) or "", text_of(value.block) or "")
        ).strip()
    if isinstance(value, bytes):
        return f"{len(value)} B {sha256(value).hexdigest()[:12]}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, msgspec.Struct):  # the parts that only SIE 5 has
        return " ".join(filter(None, (text_of(getattr(value, name)) for name in value.__struct_fields__)))
    if isinstance(value, tuple):
        return " ".join(text_of(part) or '""' for part in value)
    return str(value)


_T = TypeVar("_T")
_COMPANY = ("name", "organisation_number", "acquisition_number", "activity_number", "type", "industry_code")
_ADDRESS = ("contact", "street", "city", "phone")
_FILE = ("chart_type", "tax_year", "balances_through")

_Lines: TypeAlias = tuple[int, int]


class Comparing:
    """Finds what differs between the books of two files.

    Args:
        start: The first day of the fiscal year.
        a: The source.
        b: The target, or the source after a step.
        refs: What the vouchers of ``a`` are called.
        matches: Which voucher of ``b`` each of them is.
        cause: The step, if it is one: it explains everything that is found.
        lines: For a step: the line in the target of the voucher with this index.
    """

    def __init__(
        self,
        start: datetime.date | None,
        a: Side,
        b: Side,
        refs: Sequence[VoucherRef],
        matches: Matches | None,
        cause: str | None = None,
        lines: Callable[[int], int] | None = None,
    ) -> None:
        self.start, self.a, self.b, self.refs, self.matches = start, a, b, refs, matches
        self.cause, self.lines = cause, lines
        self.found: list[Difference] = []
        # The first voucher that moves an account, an object, a month or a series otherwise than the other side does.
        self.touched: dict[Hashable, str] = {}

    def run(self) -> list[Difference]:
        """Everything that differs."""
        x, y = self.a.ledger, self.b.ledger
        if self.cause is None:
            self._file(x, y)
        if x.accounts is not y.accounts:
            self._declared("account", x.accounts, y.accounts, ("name", "type", "unit", "sru"))
        if x.dimensions is not y.dimensions:
            self._declared("dimension", x.dimensions, y.dimensions, ("name", "parent"))
        if x.objects is not y.objects:
            self._declared("object", _by_ref(x.objects), _by_ref(y.objects), ("name",))
        if x.vouchers is not y.vouchers:
            self._vouchers()
            self._movements()
        if x.balances is not y.balances:
            self._balances()
        return self.found

    def say(
        self,
        where: str,
        key: str,
        field: str,
        before: object,
        after: object,
        lines: _Lines = (0, 0),
        *,
        relative: int = 0,
        row: int = 0,
        cause: str | None = None,
        root: Root | None = None,
    ) -> None:
        """Note a difference."""
        cause = cause or self.cause
        if cause is None and isinstance(before, str) and isinstance(after, str) and not before.isascii():
            cause = "replaced-letters" if propose(before) == after else None
        self.found.append(
            Difference(
                where=where,
                key=key,
                field=field,
                before=text_of(before),
                after=text_of(after),
                year=self.start,
                relative=relative,
                row=row,
                source_line=lines[0],
                target_line=lines[1],
                colour=colour_of(where, field, before is not None and after is not None, relative),
                explained=cause is not None,
                cause=cause,
                follows_from=root,
            )
        )

    def fields(self, where: str, key: str, a: object, b: object, names: Iterable[str], lines: _Lines = (0, 0)) -> None:
        """Compare fields of the same name; what is empty is absent."""
        for name in names:
            before, after = getattr(a, name, None) or None, getattr(b, name, None) or None
            if before != after:
                self.say(where, key, name, before, after, lines)

    # the file as a whole

    def _file(self, x: Ledger, y: Ledger) -> None:
        if x.kind[:1] != y.kind[:1]:  # no file says whether it is 4E or 4I
            self.say("file", "", "kind", x.kind, y.kind)
        if (x.currency or "SEK") != (y.currency or "SEK"):
            self.say("file", "", "currency", x.currency or "SEK", y.currency or "SEK")
        self.fields("file", "", x, y, _FILE)
        compared(x.sie5, y.sie5, self.say)
        for name in _COMPANY:
            before, after = getattr(x.company, name), getattr(y.company, name)
            if before != after and not (name == "organisation_number" and bare_number(before) == bare_number(after)):
                self.say("company", "", name, before, after)
        self.fields("company", "", x.company.address, y.company.address, _ADDRESS)
        for number in sorted({*x.years, *y.years}, reverse=True):
            self._year(number)
        self._counted("extra", "extras", map(_placeless, x.extras), map(_placeless, y.extras))
        self._counted("file", "unread", _unread(x), _unread(y))

    def _year(self, number: int) -> None:
        a, b = self.a.ledger.years.get(number), self.b.ledger.years.get(number)
        lines = (a.origin if a else 0, b.origin if b else 0)
        if a is None or b is None:
            year = a or b
            assert year is not None
            span = f"{year.start} - {year.end}"
            known = (self.a if a is None else self.b).siblings.get(year.start) if number else None
            cause = "elsewhere" if known and known.end == year.end else None
            self._alone("year", str(number), span, a is not None, lines, relative=number, cause=cause)
            return
        for field, before, after in (("start", a.start, b.start), ("end", a.end, b.end)):
            if before != after:
                self.say("year", str(number), field, before, after, lines, relative=number)

    def _counted(self, where: str, field: str, left: Iterable[Extra], right: Iterable[Extra]) -> None:
        """What has no name of its own: how often each stands on each side."""
        a, b = list(left), list(right)
        before, after = Counter(a), Counter(b)
        line = {extra: extra.origin for extra in (*reversed(b), *reversed(a))}
        for extra in dict.fromkeys((*a, *b)):
            for _ in range(abs(before[extra] - after[extra])):
                one = before[extra] > after[extra]
                lines = (line[extra], 0) if one else (0, line[extra])
                self.say(where, extra.label, field, extra if one else None, None if one else extra, lines)

    # the chart

    def _alone(
        self,
        where: str,
        key: str,
        value: object,
        in_source: bool,
        lines: _Lines,
        *,
        row: int = 0,
        relative: int = 0,
        cause: str | None = None,
    ) -> None:
        """Note something that only one side has."""
        before, after = (value, None) if in_source else (None, value)
        self.say(where, key, ONLY[not in_source], before, after, lines, row=row, relative=relative, cause=cause)

    def _declared(self, where: str, left: Mapping[str, _T], right: Mapping[str, _T], names: tuple[str, ...]) -> None:
        """What is declared by number: accounts, dimensions, objects."""
        for key in dict.fromkeys((*left, *right)):
            a, b = left.get(key), right.get(key)
            if a is b:
                continue
            lines = (getattr(a, "origin", 0), getattr(b, "origin", 0))
            if a is None or b is None:
                name = getattr(b if a is None else a, "name", None)
                self._alone(where, key, name or "", a is not None, lines)
            else:
                self.fields(where, key, a, b, names, lines)
                one, other = getattr(a, "sie5", None), getattr(b, "sie5", None)
                if one != other:
                    self.say(where, key, "sie5_type", one, other, lines)

    # vouchers

    def _vouchers(self) -> None:
        a, b = self.a.ledger.vouchers, self.b.ledger.vouchers
        if self.matches is None:  # a step: the vouchers stand where they stood
            for i, (before, after) in enumerate(zip(a, b, strict=True)):
                if before is not after:
                    self._voucher(i, before, after)
            return
        partner, same = self.matches
        for i, before in enumerate(a):
            j = partner.get(i)
            if j is None:
                self._lonely(str(self.refs[i]), before, True)
            elif i not in same:
                self._voucher(i, before, b[j])
        if len(partner) < len(b):
            taken = set(partner.values())
            named: Sequence[VoucherRef] = voucher_refs(b)
            for j, after in enumerate(b):
                if j not in taken:
                    self._lonely(str(named[j]), after, False)

    def _lonely(self, key: str, voucher: Voucher, in_source: bool) -> None:
        head = " ".join(filter(None, (text_of(voucher.date), voucher.text)))
        self._alone("voucher", key, head, in_source, (voucher.origin, 0) if in_source else (0, voucher.origin))
        self._touch(key, voucher if in_source else None, None if in_source else voucher)

    def _voucher(self, i: int, a: Voucher, b: Voucher) -> None:
        key = str(self.refs[i])
        lines = (a.origin, self.lines(i) if self.lines else b.origin)
        self.fields("voucher", key, a, b, ("series", "number", "date", "text", "registered", "sign"), lines)
        before, after = tuple(map(_placeless, a.extras)), tuple(map(_placeless, b.extras))
        if before != after:
            self.say("voucher", key, "extras", before or None, after or None, lines)
        if a.sie5 != b.sie5:
            self.fields("voucher", key, a.sie5, b.sie5, _VOUCHER_PART, lines)
        if a.rows is not b.rows:
            self._rows(key, a, b, lines)
        self._touch(key, a, b)

    def _touch(self, key: str, a: Voucher | None, b: Voucher | None) -> None:
        if a and b and a.rows is b.rows and a.date == b.date:  # as when only the number is another
            if (a.series, a.number) != (b.series, b.number):
                for voucher in (a, b):
                    self.touched.setdefault(("series", voucher.series or ""), key)
            return
        before, after = _effect(a, self.a.year_of), _effect(b, self.b.year_of)
        for thing in before.keys() | after.keys():
            if before.get(thing) != after.get(thing):
                self.touched.setdefault(thing, key)

    def _rows(self, key: str, a: Voucher, b: Voucher, lines: _Lines) -> None:
        left, right = a.rows, b.rows
        for removed in (False, True):
            ours = [i for i, row in enumerate(left) if (row.kind == "removed") is removed]
            theirs = [j for j, row in enumerate(right) if (row.kind == "removed") is removed]
            partner, ours, theirs = paired_rows(left, right, ours, theirs, alike=not removed)
            for i, j in partner.items():
                self._row(key, i, left[i], right[j], a.date, b.date, lines)
            order = list(partner.values())
            if not removed and order != sorted(order):
                places = {j: n for n, j in enumerate(sorted(order), 1)}
                straight = " ".join(map(str, range(1, len(order) + 1)))
                self.say("row", key, "order", straight, " ".join(str(places[j]) for j in order), lines)
            for i in ours:
                self._lone_row(key, i, left[i], True, removed, lines)
            for j in theirs:
                self._lone_row(key, j, right[j], False, removed, lines)

    def _lone_row(self, key: str, k: int, row: Row, in_source: bool, removed: bool, lines: _Lines) -> None:
        at = (row.origin or lines[0], lines[1]) if in_source else (lines[0], row.origin or lines[1])
        if removed:
            before, after = (row, None) if in_source else (None, row)
            self.say("row", key, "removed_row", before, after, at, row=k + 1)
        else:
            self._alone("row", key, row, in_source, at, row=k + 1)

    def _row(
        self, key: str, i: int, a: Row, b: Row, day: datetime.date | None, other: datetime.date | None, around: _Lines
    ) -> None:
        if a is b or EVERY_FIELD(a) == EVERY_FIELD(b):
            return
        lines = (a.origin or around[0], around[1] if self.lines else b.origin or around[1])
        for name in ("account", "objects", "amount", "date", "text", "quantity", "kind", "sign", "twin", "extras"):
            before, after = getattr(a, name), getattr(b, name)
            if before == after or (name == "date" and (before or day) == (after or other)):
                continue
            zero = name == "quantity" and not before and not after
            before, after = (None if value == () else value for value in (before, after))
            self.say("row", key, name, before, after, lines, row=i + 1, cause="zero" if zero else None)
        for name in _ROW_PART if a.sie5 != b.sie5 else ():
            before, after = getattr(a.sie5, name, None), getattr(b.sie5, name, None)
            if before != after:
                self.say("row", key, name, before, after, lines, row=i + 1)

    # sums

    def _movements(self) -> None:
        for year, account in union(self.a.sums.accounts, self.b.sums.accounts):
            before = self.a.sums.accounts.get((year, account), [Decimal(0), Decimal(0)])
            after = self.b.sums.accounts.get((year, account), [Decimal(0), Decimal(0)])
            for side, field in enumerate(("debit", "credit")):
                if before[side] != after[side]:
                    root = self._voucher_root("account", year, account)
                    self.say("movement", account, field, before[side], after[side], relative=year, root=root)
        for year, account, ref in union(self.a.sums.objects, self.b.sums.objects):
            amounts = [side.sums.objects.get((year, account, ref), Decimal(0)) for side in (self.a, self.b)]
            if amounts[0] != amounts[1]:
                root = self._voucher_root("object", year, account, ref)
                key = f"{account} {text_of(ref)}"
                self.say("object_movement", key, "movement", amounts[0], amounts[1], relative=year, root=root)
        for name in union(self.a.sums.series, self.b.sums.series):
            counted = [(side.sums.series.get(name) or SeriesSum()).figures() for side in (self.a, self.b)]
            for field in ("count", "first", "last", "debit", "credit"):
                before, after = (getattr(figures, field) for figures in counted)
                if before != after:
                    self.say("series", name, field, before, after, root=self._voucher_root("series", name))

    def _voucher_root(self, *thing: Hashable) -> Root | None:
        key = self.touched.get(thing)
        return None if key is None else Root("voucher", key)

    # balances

    def _balances(self) -> None:
        a, b = self.a.stated, self.b.stated
        opened: dict[tuple[int, str, tuple[ObjectRef, ...]], Difference] = {}
        keys = sorted(union(a, b), key=lambda key: not key.kind.endswith("opening"))
        for key in keys:
            before, after = a.get(key), b.get(key)
            if before == after or (before and after and before[:4] == after[:4]):
                continue
            where = "object_balance" if key.object else "balance"
            name = " ".join(filter(None, (key.account, text_of(key.object), key.period)))
            lines = (before.line if before else 0, after.line if after else 0)
            amounts = (before.amount if before else None, after.amount if after else None)
            if amounts[0] != amounts[1] or (before is None) != (after is None):
                cause, root = self._why(key, before, after, opened)
                self.say(where, name, key.kind, *amounts, lines, relative=key.year, cause=cause, root=root)
                if key.kind.endswith("opening"):
                    opened[key.year, key.account, key.object] = self.found[-1]
            quantities = (before.quantity if before else None, after.quantity if after else None)
            if quantities[0] != quantities[1]:
                cause = self._quantity_cause(key, before, after) if any(quantities) else "zero"
                self.say(where, name, f"{key.kind}_quantity", *quantities, lines, relative=key.year, cause=cause)
            foreign = (before.foreign if before else None, after.foreign if after else None)
            if foreign[0] != foreign[1]:
                self.say(where, name, f"{key.kind}_foreign", *foreign, lines, relative=key.year)
            extras = ((before.extras or None) if before else None, (after.extras or None) if after else None)
            if extras[0] != extras[1]:
                self.say(where, name, f"{key.kind}_extras", *extras, lines, relative=key.year)

    def _quantity_cause(self, key: Key, before: Stated | None, after: Stated | None) -> str | None:
        """``computed`` when one side leaves out all such records, and its vouchers give the quantity of the other."""
        if (before is None) == (after is None):
            return None
        there, lacking = (after, self.a) if before is None else (before, self.b)
        left_out = (key.kind, key.year) not in lacking.states and key.kind in ("closing", "result") and not key.year
        return "computed" if there and left_out and lacking.quantity(key.account) == there.quantity else None

    def _why(
        self,
        key: Key,
        before: Stated | None,
        after: Stated | None,
        opened: Mapping[tuple[int, str, tuple[ObjectRef, ...]], Difference],
    ) -> tuple[str | None, Root | None]:
        """The known cause of a difference between two balances, and what it follows from."""
        if before is None or after is None:
            there, lacking = (after, self.a) if before is None else (before, self.b)
            if there is not None and there.amount is not None:
                if not there.amount:
                    return "zero", None
                for cause, amount in lacking.instead(key):
                    if amount == there.amount:
                        return cause, None
        if (before and before.amount is None) or (after and after.amount is None):
            return None, None
        old, new = self.a.reckoned(key, still=True), self.b.reckoned(key, still=True)
        stated = [side.amount if side and side.amount is not None else Decimal(0) for side in (before, after)]
        if old is None or new is None or new - old != stated[1] - stated[0]:
            return None, None
        begun = opened.get((key.year if key.year == 0 else key.year + 1, key.account, key.object))
        things: tuple[Hashable, ...] = ("account", 0, key.account)
        if key.period is not None:
            things = ("month", key.period, key.account, key.object)
        elif key.object:
            things = ("object", 0, key.account, key.object[0])
        root = self._voucher_root(*things) if key.year == 0 else None
        if root is None and begun is not None:
            return begun.cause, Root(begun.where, begun.key)
        return None, root


def union(left: Mapping[_T, object], right: Mapping[_T, object]) -> Iterable[_T]:
    """The keys of either, those of the left first."""
    return dict.fromkeys((*left, *right))


def _by_ref(objects: Iterable[Object]) -> dict[str, Object]:
    return {f"{thing.dimension}:{thing.number}": thing for thing in objects}


def _placeless(extra: Extra) -> Extra:
    """An extra without the number of vouchers before it, which another voucher may have changed."""
    return msgspec.structs.replace(extra, position=0)


def _unread(ledger: Ledger) -> Iterator[Extra]:
    """What stood in the file and is not in the books: two files that lack it are not the same for that."""
    for diagnostic in ledger.diagnostics:
        params = dict(diagnostic.params)
        if diagnostic.code in LOSSES and params.get("before", "") != params.get("now"):
            params.pop("related", None)  # a line
            yield Extra(label=diagnostic.code, fields=tuple(params.values()), origin=diagnostic.line)


_Effect: TypeAlias = dict[Hashable, tuple[str | None, Decimal, Decimal]]


def _effect(voucher: Voucher | None, year_of: Mapping[datetime.date | None, int]) -> _Effect:
    """What a voucher does to the sums, debit and credit, by what it does it to; a series also has its number."""
    found: _Effect = {}
    if voucher is None:
        return found
    year, month, series = year_of[voucher.date], month_of(voucher.date), ("series", voucher.series or "")
    nothing = (None, Decimal(0), Decimal(0))
    found[series] = (voucher.number, Decimal(0), Decimal(0))
    for row in voucher.posted:
        if row.amount is None:
            continue
        account = row.account or ""
        things: list[Hashable] = [series, ("account", year, account), ("month", month, account, ())]
        for ref in set(row.objects):
            things += [("object", year, account, ref), ("month", month, account, (ref,))]
        for thing in things:
            number, debit, credit = found.get(thing, nothing)
            if row.amount > 0:
                debit += row.amount
            else:
                credit -= row.amount
            found[thing] = (number, debit, credit)
    return found
