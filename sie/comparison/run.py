"""Books against books."""

from __future__ import annotations

import datetime
import decimal
import itertools
from collections.abc import Callable, Container, Hashable, Iterator, Mapping, Sequence

import msgspec

from sie.comparison.differ import ONLY, Comparing, colour_of, union
from sie.comparison.matching import matched, pair_off, same_voucher
from sie.comparison.model import (
    FAMILIES,
    AccountTotals,
    Change,
    Comparison,
    Difference,
    NumberMap,
    Renumbering,
    SeriesTotals,
    VoucherRef,
    voucher_refs,
)
from sie.comparison.purpose import Explaining, on_accounts, on_objects, on_series, on_texts, reckoned, rolled
from sie.comparison.side import Side
from sie.comparison.sie5_parts import parted
from sie.ledger.model import Ledger, Voucher, exact_context
from sie.text.reader import collector_paused

__all__ = ["compare"]


def compare(
    source: Ledger | Sequence[Ledger],
    target: Ledger | Sequence[Ledger],
    *,
    numbers: NumberMap | None = None,
    changes: Sequence[Change] = (),
) -> Comparison:
    r"""Compare books with books: the same, or what differs and why.

    A ledger is the file of one fiscal year; those of the same first and last day belong together. Vouchers belong
    together by the number map, else by series and number, else by their contents (date, text and rows): then they were
    renumbered.

    Args:
        source: The books as they were; one ledger or one for each year.
        target: The books as they are now.
        numbers: Which voucher should have become which. Without it, finding a voucher under another number explains
            the number; with it, only the number that the map says is right.
        changes: What was done on purpose.

    Raises:
        SieUsageError: The number map is not one to one, or an object of a change is not written as ``6:P1``.

    Example:
        >>> import sie
        >>> text = "#RAR 0 20240101 20241231\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1930 {} -25\n#TRANS 4010 {} 25\n}\n"
        >>> compare(sie.loads(text), sie.loads(text)).verdict
        'green'
        >>> found = compare(sie.loads(text), sie.loads(text.replace("1930 {} -25", "1910 {} -25")))
        >>> found.verdict, found.unexplained
        ('red', 1)
        >>> [(d.where, d.key, d.row, d.field, d.before, d.after) for d in found.differences if d.is_root]
        [('row', 'A 1', 1, 'account', '1930', '1910')]
    """
    left = [source] if isinstance(source, Ledger) else list(source)
    right = [target] if isinstance(target, Ledger) else list(target)
    with collector_paused(), decimal.localcontext(exact_context()):
        return _Work(left, right, numbers, changes).run()


_ORDER = {where: place for place, where in enumerate(w for family in FAMILIES.values() for w in family)}


class _Work:
    """One comparison: pairs the files, repeats what was done on purpose, and compares."""

    def __init__(
        self, source: list[Ledger], target: list[Ledger], numbers: NumberMap | None, changes: Sequence[Change]
    ) -> None:
        self.differences: list[Difference] = []
        source, target = self._on_a_level(source, target)
        self.source = [Side(ledger) for ledger in source]
        self.target = [Side(ledger) for ledger in target]
        self.numbers = numbers
        self.changes = changes
        self.explaining = Explaining(changes)
        # What the source should have become; also where a file finds what it leaves out itself.
        self.expected: dict[datetime.date | None, Side] = {side.start: side for side in self.source}
        arrived: dict[datetime.date | None, Side] = {side.start: side for side in self.target}
        for side in self.target:
            side.siblings = arrived
        self.map: dict[datetime.date, tuple[Renumbering, ...]] = {}
        self.renumbered = numbers is not None

    def _on_a_level(self, source: list[Ledger], target: list[Ledger]) -> tuple[list[Ledger], list[Ledger]]:
        """The books without what only SIE 5 says when one side has none of it; how much that is, is a difference.

        A file of SIE 4 cannot have it: a line for every invoice and every document would hide what else differs.
        """
        ours, theirs = [parted(ledger) for ledger in source], [parted(ledger) for ledger in target]
        has = [any(one.counts for one in side) for side in (ours, theirs)]
        if has[0] is has[1]:
            return source, target
        for ledger, one in zip((*source, *target), (*ours, *theirs), strict=True):
            year = ledger.years.get(0)
            for field, count in one.counts.items():
                values = (str(count), None) if has[0] else (None, str(count))
                self.differences.append(
                    Difference(
                        where="sie5",
                        key="",
                        field=field,
                        before=values[0],
                        after=values[1],
                        year=year.start if year else None,
                        colour="amber",
                    )
                )
        return [one.ledger for one in ours], [one.ledger for one in theirs]

    def run(self) -> Comparison:
        """Everything that differs, and the tables."""
        accounts: list[AccountTotals] = []
        series: list[SeriesTotals] = []
        for a, b in self._pairs():
            year = a.start if a else b.start if b else None
            if a is not None and b is not None:
                year = a.start or b.start
                self._compare(year, a, b)
            else:
                self._only(year, a, b)
            accounts += _account_table(year, a, b)
            series += _series_table(year, a, b)
        differences = _rooted([self.explaining.explained(d) for d in self.differences])
        differences.sort(key=lambda d: (d.explained, not d.is_root, d.colour == "amber", _ORDER[d.where]))
        return Comparison(
            differences=tuple(differences),
            accounts=tuple(accounts),
            series=tuple(series),
            numbers=NumberMap(self.map) if self.renumbered and self.map else None,
        )

    def _pairs(self) -> list[tuple[Side | None, Side | None]]:
        """The files that belong together, the oldest year first."""
        partner: dict[int, int] = {}
        left, right = list(range(len(self.source))), list(range(len(self.target)))

        def side(k: int, is_source: bool) -> Side:
            return self.source[k] if is_source else self.target[k]

        left, right = pair_off(left, right, lambda k, s: (side(k, s).start, side(k, s).end), partner)
        left, right = pair_off(left, right, lambda k, s: side(k, s).start, partner)
        if len(left) == len(right) == 1:
            partner[left.pop()] = right.pop()
        pairs: list[tuple[Side | None, Side | None]] = [
            (self.source[i], self.target[j]) for i, j in sorted(partner.items())
        ]
        pairs += [(self.source[i], None) for i in left] + [(None, self.target[j]) for j in right]

        def first_day(pair: tuple[Side | None, Side | None]) -> datetime.date:
            days = [one.start for one in pair if one is not None and one.start is not None]
            return min(days, default=datetime.date.min)

        return sorted(pairs, key=first_day)

    def _only(self, year: datetime.date | None, a: Side | None, b: Side | None) -> None:
        side = a or b
        assert side is not None
        span, line = f"{side.start} - {side.end}", side.ledger.years[0].origin if 0 in side.ledger.years else 0
        self.differences.append(
            Difference(
                where="year",
                key="0",
                field=ONLY[a is None],
                before=span if a else None,
                after=None if a else span,
                year=year,
                source_line=line if a else 0,
                target_line=0 if a else line,
            )
        )

    def _compare(self, year: datetime.date | None, a: Side, b: Side) -> None:
        refs = voucher_refs(a.ledger.vouchers)
        steps = [(None, a), *self._steps(year, a, refs)]
        last = steps[-1][1]
        wanted = voucher_refs(last.ledger.vouchers)
        # What came without a number may get any: no map can say which, nor can the source.
        free = {i for i, voucher in enumerate(a.ledger.vouchers) if not _numbered(voucher.number)}
        if self.numbers is not None:
            table = self.numbers.of(year)
            wanted = [table.get(ref, own) for ref, own in zip(refs, wanted, strict=True)]
            last = self._renumber(steps, last, wanted, free)
        target = b.ledger.vouchers
        matches = matched(last.ledger.vouchers, wanted, target, free)
        found = list(wanted)
        for i, j in matches.partner.items():
            if self.numbers is None or (i in free and target[j].series == wanted[i].series):
                found[i] = VoucherRef(target[j].series, target[j].number)
        before, last = last, self._renumber(steps, last, found, free)
        if last is not before:
            pairs = matches.partner.items()
            matches.same.update(i for i, j in pairs if same_voucher(last.ledger.vouchers[i], target[j]))
        self._remember(year, refs, matches.partner, target)
        self.expected[a.start] = last
        last.siblings = self.expected

        def line(i: int) -> int:
            j = matches.partner.get(i)
            return 0 if j is None else target[j].origin

        final = Comparing(year, last, b, refs, matches).run()
        if len(steps) == 1:
            self.differences += final
            return
        cells: dict[Hashable, Difference] = {}
        for (_, earlier), (cause, later) in itertools.pairwise(steps):
            for d in Comparing(year, earlier, later, refs, None, cause, line).run():
                _merge(cells, d)
        for d in final:
            _merge(cells, d)
        self.differences += (d for d in cells.values() if d.before != d.after)

    def _steps(
        self, year: datetime.date | None, side: Side, refs: Sequence[VoucherRef]
    ) -> Iterator[tuple[str | None, Side]]:
        """The source after each change of a kind that reaches further than one value."""
        of_year = [c for c in self.changes if c.year is None or c.year == year]
        by_kind: dict[str, list[Change]] = {}
        for c in of_year:
            by_kind.setdefault(c.kind, []).append(c)
        makers: tuple[tuple[str, Callable[[Ledger, Sequence[Change]], Ledger]], ...] = (
            ("mapped-account", on_accounts),
            ("folded-dimension", on_objects),
            ("cut-text", lambda ledger, changes: on_texts(ledger, changes, refs)),
            ("mapped-series", on_series),
        )
        for kind, make in makers:
            if kind in by_kind:
                side = Side(make(side.ledger, by_kind[kind]))
                yield kind, side
        before = self._year_before(side)
        if "opening-rolled" in by_kind and before is not None:
            side = Side(rolled(side, before), side)
            yield "opening-rolled", side
        if "closing-reckoned" in by_kind and (ledger := reckoned(side)) is not side.ledger:
            yield "closing-reckoned", Side(ledger, side)

    def _year_before(self, side: Side) -> Side | None:
        if side.start is None or side.start == datetime.date.min:
            return None
        eve = side.start - datetime.timedelta(days=1)
        return next((other for other in self.expected.values() if other.end == eve), None)

    def _renumber(
        self, steps: list[tuple[str | None, Side]], side: Side, wanted: Sequence[VoucherRef], free: Container[int]
    ) -> Side:
        """The books with the vouchers called as they should be; a step, if any is called otherwise now.

        Those that came without a number are a step of their own: there was no number that became another.
        """
        for cause, unnumbered in (("numbered", True), ("renumbered", False)):
            vouchers = tuple(
                voucher
                if (i in free) is not unnumbered or (voucher.series == ref.series and voucher.number == ref.number)
                else msgspec.structs.replace(voucher, series=ref.series, number=ref.number)
                for i, (voucher, ref) in enumerate(zip(side.ledger.vouchers, wanted, strict=True))
            )
            if any(new is not old for new, old in zip(vouchers, side.ledger.vouchers, strict=True)):
                side = Side(msgspec.structs.replace(side.ledger, vouchers=vouchers))
                steps.append((cause, side))
        return side

    def _remember(
        self,
        year: datetime.date | None,
        refs: Sequence[VoucherRef],
        partner: Mapping[int, int],
        target: Sequence[Voucher],
    ) -> None:
        """Keep which voucher became which."""
        named = voucher_refs(target)
        if year is not None:
            pairs = tuple(Renumbering(refs[i], named[j]) for i, j in sorted(partner.items()))
            self.map[year] = self.map.get(year, ()) + pairs
            self.renumbered = self.renumbered or any(pair.source != pair.target for pair in pairs)


def _numbered(number: str | None) -> bool:
    """Whether a voucher has a number; zero is what programs write that have not numbered it yet."""
    return bool(number and number.strip("0"))


def _rooted(differences: list[Difference]) -> list[Difference]:
    """The differences; what follows from one that is explained, and is not explained itself, stands alone."""
    roots = {
        (d.year, "voucher" if d.where == "row" else d.where, d.key)
        for d in differences
        if d.is_root and not d.explained
    }
    return [
        d
        if d.explained or d.follows_from is None or (d.year, d.follows_from.where, d.follows_from.key) in roots
        else msgspec.structs.replace(d, follows_from=None)
        for d in differences
    ]


def _merge(cells: dict[Hashable, Difference], d: Difference) -> None:
    """Join what one step after another did to the same value."""
    declared = d.field in ONLY and d.where not in ("voucher", "row")
    field = "only" if declared else d.field
    cell = (d.where, d.relative, d.key, d.row, field)
    old = cells.get(cell)
    if old is not None and old.cause == "renumbered" and old.before == d.after and d.where == "voucher":
        pass  # The number map says another number than the voucher kept: told as the map has it.
    elif old is not None:
        both = old.before is not None and d.after is not None
        # That a zero may be left out does not explain how the amount became zero.
        cause = old.cause if d.cause == "zero" else d.cause
        d = msgspec.structs.replace(
            d,
            cause=cause,
            before=old.before,
            source_line=old.source_line or d.source_line,
            target_line=d.target_line or old.target_line,
            colour=colour_of(d.where, d.field, both, d.relative),
        )
    cells[cell] = d


def _account_table(year: datetime.date | None, a: Side | None, b: Side | None) -> Iterator[AccountTotals]:
    sides = [side for side in (a, b) if side is not None]
    found = {key for side in sides for key in side.sums.accounts}
    found |= {
        (key.year, key.account)
        for side in sides
        for key in side.stated
        if key.kind in ("opening", "closing", "result") and not key.object
    }
    for relative, account in sorted(found, key=lambda key: (-key[0], key[1])):
        names = [side.ledger.accounts[account].name for side in sides if account in side.ledger.accounts]
        yield AccountTotals(
            year=year,
            relative=relative,
            account=account,
            name=next(filter(None, names), None),
            source=a.figures(relative, account) if a else None,
            target=b.figures(relative, account) if b else None,
        )


def _series_table(year: datetime.date | None, a: Side | None, b: Side | None) -> Iterator[SeriesTotals]:
    left, right = (side.sums.series if side else {} for side in (a, b))
    for name in sorted(union(left, right)):
        yield SeriesTotals(
            year=year,
            series=name,
            source=left[name].figures() if name in left else None,
            target=right[name].figures() if name in right else None,
        )
