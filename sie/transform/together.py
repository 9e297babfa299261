"""What files have in common: the company, the chart and the registers, made one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.model import Account, Dimension, Ledger, Object
from sie.spec.organisation import bare_number
from sie.transform.findings import say

__all__ = ["refuse_strangers", "registers_of"]


def refuse_strangers(ledgers: Sequence[Ledger], *, by_name: bool = True) -> None:
    """Refuse books of different companies or in different currencies.

    The organisation number decides; the name where one side has no number.

    Args:
        ledgers: The books; the first is what the others are held against.
        by_name: Other names are other companies where a number is missing.

    Raises:
        SieUsageError: They do not belong together.
    """
    first = ledgers[0]
    for other in ledgers[1:]:
        mine, theirs = (bare_number(one.company.organisation_number) for one in (first, other))
        names = [" ".join((one.company.name or "").split()).casefold() for one in (first, other)]
        acquired = {one.company.acquisition_number or "" for one in (first, other)} - {""}
        if mine and theirs:
            same = mine == theirs and len(acquired) < 2
        else:
            same = not by_name or not all(names) or names[0] == names[1]
        if not same:
            one, two = (f"{x.company.name or '–'} ({x.company.organisation_number or '–'})" for x in (first, other))
            raise SieUsageError(
                f"These are books of different companies: {one} and {two}. Choose files of one company.",
                f"Det här är olika företags bokföring: {one} och {two}. Välj filer från ett företag.",
            )
        currencies = [x.currency or "SEK" for x in (first, other)]
        if currencies[0] != currencies[1]:
            raise SieUsageError(
                f"The books are in different currencies: {currencies[0]} and {currencies[1]}. They cannot be added.",
                f"Bokföringen är i olika valutor: {currencies[0]} och {currencies[1]}. De kan inte läggas ihop.",
            )


def registers_of(ledgers: Sequence[Ledger]) -> tuple[dict[str, object], list[Diagnostic]]:
    """The accounts, dimensions and objects of several files as one, the first file first.

    Args:
        ledgers: The books.

    Returns:
        The parts of a ledger, and where the files do not agree: the first has it then. What only a later file tells of
        an account (type, unit, tax codes) is taken.
    """
    accounts: dict[str, Account] = dict(ledgers[0].accounts)
    dimensions: dict[str, Dimension] = dict(ledgers[0].dimensions)
    objects: dict[tuple[str, str], Object] = {}
    rest: list[Object] = []
    for thing in ledgers[0].objects:
        if (thing.dimension, thing.number) in objects:
            rest.append(thing)
        objects.setdefault((thing.dimension, thing.number), thing)
    found: list[Diagnostic] = []
    for other in ledgers[1:]:
        for number, account in other.accounts.items():
            mine = accounts.setdefault(number, account)
            found += _clash(mine.name, account.name, f"Account {number}", f"Konto {number}")
            if mine is not account:
                accounts[number] = _filled(mine, account)
        for number, dimension in other.dimensions.items():
            own = dimensions.setdefault(number, dimension)
            found += _clash(own.name, dimension.name, f"Dimension {number}", f"Dimension {number}")
        for thing in other.objects:
            known = objects.setdefault((thing.dimension, thing.number), thing)
            what = f"{thing.dimension}:{thing.number}"
            found += _clash(known.name, thing.name, f"Object {what}", f"Objekt {what}")
    parts = {"accounts": accounts, "dimensions": dimensions, "objects": (*objects.values(), *rest)}
    return parts, list(found_by_params(found))


def found_by_params(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings without those that say the same as one before."""
    seen = set()
    for d in found:
        key = (d.code, *d.params.items())
        if key not in seen:
            seen.add(key)
            yield d


def _filled(mine: Account, other: Account) -> Account:
    filled = {
        name: getattr(mine, name) or getattr(other, name)
        for name in ("name", "type", "unit", "sru")
        if not getattr(mine, name) and getattr(other, name)
    }
    return msgspec.structs.replace(mine, **filled) if filled else mine


def _clash(mine: str | None, other: str | None, en: str, sv: str) -> Iterator[Diagnostic]:
    if mine and other and mine != other:
        yield say("name-differs", what=en, what_sv=sv, kept=mine, other=other)


def new_in(old: Ledger, parts: Mapping[str, object]) -> Iterator[Diagnostic]:
    """What the registers hold now that the books did not declare before."""
    accounts, dimensions, objects = (parts[name] for name in ("accounts", "dimensions", "objects"))
    assert isinstance(accounts, dict) and isinstance(dimensions, dict) and isinstance(objects, tuple)
    known = {(thing.dimension, thing.number) for thing in old.objects}
    fresh = [
        [number for number in accounts if number not in old.accounts],
        [number for number in dimensions if number not in old.dimensions],
        [f"{o.dimension}:{o.number}" for o in objects if (o.dimension, o.number) not in known],
    ]
    words = (("accounts", "konton"), ("dimensions", "dimensioner"), ("objects", "objekt"))
    for things, (en, sv) in zip(fresh, words, strict=True):
        if things:
            listed = ", ".join(things[:12]) + (f" … {len(things)}" if len(things) > 12 else "")
            yield say("declared", what=f"{en} ({listed})", what_sv=f"{sv} ({listed})")
