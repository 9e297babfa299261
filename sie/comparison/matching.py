"""Which voucher is which, and which row: one to one, in the order of the files, in linear time."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Container, Hashable, Sequence
from operator import attrgetter
from typing import NamedTuple

from sie.comparison.model import VoucherRef, voucher_refs
from sie.ledger.model import Row, Voucher

__all__ = ["EVERY_FIELD", "Matches", "contents", "matched", "pair_off", "paired_rows", "same_voucher"]


def pair_off(
    left: list[int], right: list[int], key: Callable[[int, bool], Hashable], partner: dict[int, int]
) -> tuple[list[int], list[int]]:
    """Pair those that have a key in common, one to one, in order; who is left comes back.

    ``key`` is asked with ``True`` for one on the left.
    """
    if not left or not right:
        return left, right
    waiting: dict[Hashable, deque[int]] = {}
    for j in right:
        waiting.setdefault(key(j, False), deque()).append(j)
    alone, taken = [], set()
    for i in left:
        queue = waiting.get(key(i, True))
        if queue:
            partner[i] = queue.popleft()
            taken.add(partner[i])
        else:
            alone.append(i)
    return alone, [j for j in right if j not in taken]


EVERY_FIELD = attrgetter(
    "kind", "account", "amount", "objects", "date", "text", "quantity", "sign", "twin", "extras", "sie5"
)
_HEAD = attrgetter("series", "number", "date", "text", "registered", "sign", "extras", "sie5")


def same_voucher(a: Voucher, b: Voucher) -> bool:
    """Whether two vouchers are the same in everything."""
    if a is b:
        return True
    if len(a.rows) != len(b.rows) or _HEAD(a) != _HEAD(b):
        return False
    return all(EVERY_FIELD(x) == EVERY_FIELD(y) for x, y in zip(a.rows, b.rows, strict=True))


def _bag(things: list[Hashable]) -> Hashable:
    """The things without their order."""
    bag = frozenset(things)
    return bag if len(bag) == len(things) else frozenset(Counter(things).items())


def contents(voucher: Voucher) -> Hashable:
    """What a voucher says, whatever it is called and in whatever order its rows stand."""
    day = voucher.date
    return (
        day,
        voucher.text,
        _bag(
            [
                (row.account, row.amount, row.objects, row.date or day, row.text, row.quantity or None)
                for row in voucher.posted
            ]
        ),
    )


def _postings(voucher: Voucher) -> Hashable:
    """What a voucher books."""
    return voucher.date, _bag([(row.account, row.amount, row.objects) for row in voucher.posted])


_ROW_KEYS: tuple[Callable[[Row], Hashable], ...] = (
    EVERY_FIELD,
    attrgetter("account", "amount", "objects"),
    attrgetter("account", "amount"),
    attrgetter("account", "objects"),
    attrgetter("account"),
    attrgetter("amount", "objects", "text"),
)


def paired_rows(
    left: Sequence[Row], right: Sequence[Row], ours: list[int], theirs: list[int], *, alike: bool
) -> tuple[dict[int, int], list[int], list[int]]:
    """Which row is which, those of the source in order, and the rows that only one side has.

    Args:
        left: The rows of the source.
        right: The rows of the target.
        ours: Which of them to pair.
        theirs: Which of them to pair.
        alike: Pair also rows that are not the same: by what they have in common, at last by their place.
    """
    partner: dict[int, int] = {}
    place = {True: {i: n for n, i in enumerate(ours)}, False: {j: n for n, j in enumerate(theirs)}}
    keys: list[Callable[[int, bool], Hashable]] = [
        lambda k, s: (place[s][k], EVERY_FIELD(left[k] if s else right[k])),
        *(lambda k, s, get=get: get(left[k] if s else right[k]) for get in _ROW_KEYS),
        lambda k, s: place[s][k],
    ]
    for key in keys if alike else keys[:2]:
        ours, theirs = pair_off(ours, theirs, key, partner)
    return dict(sorted(partner.items())), ours, theirs


class Matches(NamedTuple):
    """Which voucher is which: by index, and those of the source that are the same in everything."""

    partner: dict[int, int]
    same: set[int]


def matched(
    source: Sequence[Voucher], wanted: Sequence[VoucherRef], target: Sequence[Voucher], free: Container[int] = ()
) -> Matches:
    """Pair vouchers: by what they are called if they say the same, else by what they say, else by either in part.

    Args:
        source: As they should have come out.
        wanted: What each should be called in the target.
        target: As they came out.
        free: Which of the source had no number: only their series is what they are called.
    """
    places = {ref: j for j, ref in enumerate(voucher_refs(target))}
    partner: dict[int, int] = {}
    same: set[int] = set()
    for i, ref in enumerate(wanted):
        j = places.get(ref)
        if j is None:
            continue
        if same_voucher(source[i], target[j]):
            partner[i] = j
            same.add(i)
        elif contents(source[i]) == contents(target[j]):
            partner[i] = j
    if len(partner) == len(source) == len(target):
        return Matches(partner, same)
    taken = set(partner.values())
    left = [i for i in range(len(source)) if i not in partner]
    right = [j for j in range(len(target)) if j not in taken]

    def name(k: int, is_source: bool) -> tuple[str | None, str | None]:
        called = wanted[k] if is_source else target[k]
        return called.series, called.number

    def voucher(k: int, is_source: bool) -> Voucher:
        return source[k] if is_source else target[k]

    def loosely(say: Callable[[Voucher], Hashable]) -> Callable[[int, bool], Hashable]:
        """Series and what the voucher says, for those that had no number; others have nothing in common here."""

        def key(k: int, is_source: bool) -> Hashable:
            return k if is_source and k not in free else (name(k, is_source)[0], say(voucher(k, is_source)))

        return key

    said = {True: {i: contents(source[i]) for i in left}, False: {j: contents(target[j]) for j in right}}
    keys: tuple[Callable[[int, bool], Hashable], ...] = (
        lambda k, s: (name(k, s), said[s][k]),
        lambda k, s: (name(k, s)[0], said[s][k]),
        lambda k, s: said[s][k],
        lambda k, s: (name(k, s), _postings(voucher(k, s))),
        loosely(_postings),
        loosely(attrgetter("date", "text")),
        lambda k, s: (name(k, s), voucher(k, s).date, voucher(k, s).text),
        name,
        lambda k, s: _postings(voucher(k, s)),
    )
    for key in keys:
        left, right = pair_off(left, right, key, partner)
    return Matches(partner, same)
