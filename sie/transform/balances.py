"""Balances that are given, held against those that follow from the vouchers.

Rule: what was given is never replaced by what was derived. Where the two differ, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

import msgspec

from sie.checks.sums import kronor
from sie.comparison.side import Key, key_of
from sie.diagnostics import Diagnostic
from sie.ledger.derive import (
    Cell,
    Total,
    closing_balances,
    in_order,
    movements,
    object_closing_balances,
    period_balances,
)
from sie.ledger.model import Balance, Ledger, ObjectRef, Voucher, exact_sum
from sie.spec.labels import LABELS
from sie.transform.findings import say

__all__ = [
    "DERIVED",
    "Key",
    "bare",
    "count_kinds",
    "current_vouchers",
    "derived_of",
    "differences",
    "key_of",
    "said",
    "unequal",
    "updated",
    "without_quantities",
]

DERIVED = ("closing", "result", "object_closing", "period")
"""The kinds of balances that follow from vouchers and opening balances."""

_WORDS = {
    "opening": ("opening balance", "ingående balans"),
    "closing": ("closing balance", "utgående balans"),
    "result": ("result", "resultat"),
    "object_opening": ("opening balance of object", "ingående balans för objekt"),
    "object_closing": ("closing balance of object", "utgående balans för objekt"),
    "period": ("change in the period", "periodens förändring"),
    "budget": ("budget", "budget"),
}


_TURNED = {"closing": "result", "result": "closing"}


def said(key: Key) -> tuple[str, str]:
    """What a balance is of in words, English and Swedish.

    Args:
        key: The balance.

    Example:
        >>> said(Key("period", 0, "3041", (ObjectRef("1", "N"),), "202401"))[1]
        'Konto 3041 1:N, periodens förändring 202401'
    """
    objects = "".join(f" {ref.dimension}:{ref.number}" for ref in key.object)
    when = (f" {key.period}" if key.period else "") + (f" ({key.year})" if key.year else "")
    en, sv = _WORDS[key.kind]
    return f"Account {key.account}{objects}, {en}{when}", f"Konto {key.account}{objects}, {sv}{when}"


def current_vouchers(ledger: Ledger) -> tuple[Voucher, ...]:
    """The vouchers that balances of the current year are made of: all but those dated in another year of the file.

    Args:
        ledger: The books.
    """
    others = [year for number, year in ledger.years.items() if number != 0]
    current = ledger.years.get(0)
    if not others:
        return ledger.vouchers

    def counts(voucher: Voucher) -> bool:
        day = voucher.date
        return day is None or (current is not None and day in current) or not any(day in year for year in others)

    return tuple(filter(counts, ledger.vouchers))


def derived_of(ledger: Ledger) -> dict[Key, Balance]:
    """Every balance of the current year that follows from opening balances and vouchers, kronor.

    Args:
        ledger: The books.
    """
    moved = movements(current_vouchers(ledger))
    return {key_of(b): b for b in _derived(ledger, moved)}


def _derived(ledger: Ledger, moved: Mapping[Cell, Total]) -> Iterator[Balance]:
    yield from closing_balances(ledger.balances, moved, ledger.accounts)
    yield from object_closing_balances(ledger.balances, moved, ledger.accounts)
    yield from period_balances(moved, objects=True)


def differences(ledger: Ledger) -> tuple[Diagnostic, ...]:
    r"""Where balances of the current year are given otherwise than opening balances and vouchers give them.

    Args:
        ledger: The books. Without vouchers there is nothing to derive from, and nothing differs.

    Returns:
        A finding for each, with account, given and derived amount in kronor. A record of a whole account is
        missing where others of its kind (for periods: of that month) are given.

    Spec: the arithmetic of section 6.3 of the reference.

    Example:
        >>> import sie
        >>> books = sie.loads("#RAR 0 20240101 20241231\n#IB 0 1930 5.00\n#UB 0 1930 7.00\n"
        ...                   "#VER A 1 20240131\n{\n#TRANS 1930 {} 1\n#TRANS 3001 {} -1\n}\n")
        >>> print(differences(books)[0].cause())
        Account 1930, closing balance: given 7.00, derived from the vouchers 6.00.
    """
    return tuple(one.told() for one in unequal(ledger))


class Unequal(NamedTuple):
    """A balance that is given otherwise than derived, kronor; given ``None``: not at all."""

    key: Key
    given: Decimal | None
    derived: Decimal
    line: int

    def told(self, name: str = "balance-differs") -> Diagnostic:
        """The finding that says so."""
        name = "balance-missing" if self.given is None else name
        en, sv = said(self.key)
        return say(
            name,
            self.line,
            what=en,
            what_sv=sv,
            account=self.key.account,
            given="–" if self.given is None else kronor(self.given),
            derived=kronor(self.derived),
        )


def unequal(ledger: Ledger) -> list[Unequal]:
    """What ``differences`` tells, as values."""
    if ledger.kind[:1] != "4" or not ledger.vouchers:
        return []
    vouchers = current_vouchers(ledger)
    moved = movements(vouchers)
    if any(row.amount is None for voucher in vouchers for row in voucher.posted):
        return []  # what is missing has been told; what follows from it proves nothing
    given: dict[Key, list[Decimal | None]] = {}
    lines: dict[Key, int] = {}
    stated: set[tuple[str, bool, str | None]] = set()
    opened: dict[tuple[str, tuple[ObjectRef, ...]], list[Decimal | None]] = {}
    for b in ledger.balances:
        if b.year != 0 or len(b.object) > 1:
            continue
        if b.kind in DERIVED:
            key = key_of(b)
            given.setdefault(key, []).append(b.amount)
            lines.setdefault(key, b.origin)
            stated.add((b.kind, bool(b.object), b.period))
        elif b.kind in ("opening", "object_opening"):
            opened.setdefault((b.account, b.object), []).append(b.amount)
    change: dict[tuple[str, tuple[ObjectRef, ...], str | None], list[Decimal | None]] = {}
    for cell, total in moved.items():
        objects = () if cell.object is None else (cell.object,)
        change.setdefault((cell.account, objects, cell.period), []).append(total.amount)
        change.setdefault((cell.account, objects, None), []).append(total.amount)

    def known(key: Key) -> bool:
        return key in given or (key.kind in _TURNED and key._replace(kind=_TURNED[key.kind]) in given)

    missing = [
        key
        for key, b in ((key_of(b), b) for b in _derived(ledger, moved))
        # Balances of objects are optional in 4E, and hardly any program writes all of them.
        if b.amount and not key.object and not known(key) and (key.kind, False, key.period) in stated
    ]
    found = []
    for key in (*given, *missing):
        amounts = given.get(key)
        if amounts is not None and None in amounts:
            continue
        reckoned = exact_sum(change.get((key.account, key.object, key.period), ()))
        if key.kind in ("closing", "object_closing"):
            reckoned = exact_sum((reckoned, *opened.get((key.account, key.object), ())))
        stands = None if amounts is None else exact_sum(amounts)
        if stands != reckoned:
            found.append(Unequal(key, stands, reckoned, lines.get(key, 0)))
    return found


def without_quantities(ledger: Ledger) -> set[str]:
    """The kinds of balances that the books give without quantities, though their rows have some.

    Args:
        ledger: The books.
    """
    derived = derived_of(ledger)
    left_out, counted = set(), set()
    for b in ledger.balances:
        if b.quantity is not None:
            counted.add(b.kind)
        elif (own := derived.get(key_of(b))) is not None and own.quantity is not None:
            left_out.add(b.kind)
    return left_out - counted


def bare(balance: Balance, kinds: set[str]) -> Balance:
    """The balance, without its quantity if it is of one of these kinds."""
    if balance.quantity is None or balance.kind not in kinds:
        return balance
    return msgspec.structs.replace(balance, quantity=None)


def updated(before: Ledger, after: Ledger) -> tuple[Balance, ...]:
    """The balances of books that have more vouchers now: what was given, and what the new vouchers moved.

    A balance that was given otherwise than derived stays apart from it by as much as before.

    Args:
        before: The books as they were.
        after: The same with other vouchers or accounts; its balances are not looked at, but for the opening ones.
    """
    uncounted = without_quantities(before)
    old, new = ({key: bare(b, uncounted) for key, b in derived_of(books).items()} for books in (before, after))
    kinds = {(b.kind, bool(b.object)) for b in before.balances if b.year == 0}
    wanted = {("closing", False), ("result", False), *kinds}
    balances: list[Balance] = []
    seen: set[Key] = set()
    given = {key_of(b) for b in after.balances}
    for b in after.balances:
        key = key_of(b)
        if key not in new and b.kind in _TURNED and (turned := key._replace(kind=_TURNED[b.kind])) not in given:
            key = turned  # the file gives as a result what would be a closing balance by BAS, or the other way round
        if key in new and key not in seen:
            was, now = old.get(key), new[key]
            amount, quantity = b.amount, b.quantity
            if amount is not None:
                amount = exact_sum((amount, now.amount, _minus(was.amount) if was else None))
            if now.quantity != (was.quantity if was else None):
                quantity = exact_sum((quantity, now.quantity, _minus(was.quantity) if was else None))
            if (amount, quantity) != (b.amount, b.quantity):
                b = msgspec.structs.replace(b, amount=amount, quantity=quantity)
        seen.add(key)
        balances.append(b)
    balances += [b for key, b in new.items() if key not in seen and (b.kind, bool(b.object)) in wanted]
    return in_order(balances)


def _minus(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount.copy_negate()


def count_kinds(balances: Iterable[Balance]) -> str:
    """How many there are of each kind, by label, such as ``#UB 3, #RES 12``."""
    labels = {label.item: label.name for label in LABELS if label.store == "balances"}
    found: dict[str, int] = {}
    for b in balances:
        found[labels[b.kind]] = found.get(labels[b.kind], 0) + 1
    return ", ".join(f"{label} {count}" for label, count in found.items())
