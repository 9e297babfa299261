"""Several files of one company made one: parts of a year, or the years with the latest one as the current."""

from __future__ import annotations

import datetime
import itertools
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from sie.checks.sums import kronor, reclassified
from sie.comparison import VoucherRef
from sie.comparison.matching import contents
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.derive import balances_for, fits, in_order
from sie.ledger.model import Balance, Extra, FiscalYear, Ledger, Voucher, exact_sum
from sie.ledger.parts import FilePart
from sie.transform.balances import (
    DERIVED,
    Key,
    bare,
    count_kinds,
    current_vouchers,
    derived_of,
    key_of,
    said,
    unequal,
    without_quantities,
)
from sie.transform.findings import say
from sie.transform.model import Transformed
from sie.transform.names import span_name
from sie.transform.numbers import plain_number
from sie.transform.one_year import Span, span_of
from sie.transform.sie5_parts import united
from sie.transform.together import found_by_params, refuse_strangers, registers_of

__all__ = ["merge", "merge_parts", "merge_years"]


def merge(ledgers: Iterable[Ledger]) -> Transformed:
    """Make one of several files of a company: first the parts of each year, then the years.

    Args:
        ledgers: The files, in any order; where they do not agree, the first one counts.

    Raises:
        SieUsageError: There are none; or they belong to different companies, currencies, or kinds of file.

    Example:
        >>> one, two = (Ledger(kind="4I", vouchers=(Voucher(s, "1", None),)) for s in "AB")
        >>> [v.series for v in merge([one, two]).ledger.vouchers]
        ['A', 'B']
    """
    files = list(ledgers)
    if not files:
        raise SieUsageError("There is nothing to merge.", "Det finns inget att slå ihop.")
    refuse_strangers(files)
    by_year: dict[Span | None, list[Ledger]] = {}
    for ledger in files:
        by_year.setdefault(span_of(ledger), []).append(ledger)
    if None in by_year and len(by_year) == 2:  # a file for import need not tell its year
        unknown = by_year.pop(None)
        next(iter(by_year.values())).extend(unknown)
    if None in by_year and len(by_year) > 1:
        raise SieUsageError(
            "A file does not tell its fiscal year (#RAR 0): it cannot be merged with files of several years.",
            "En fil saknar räkenskapsår (#RAR 0): den kan inte slås ihop med filer från flera år.",
        )
    done = [merge_parts(group) if len(group) > 1 else Transformed(ledger=group[0]) for group in by_year.values()]
    found = [d for one in done for d in one.found]
    if len(done) == 1:
        return Transformed(ledger=done[0].ledger, found=tuple(found))
    last = merge_years([one.ledger for one in done])
    return Transformed(ledger=last.ledger, found=(*found, *last.found))


# -------------------------------------------------------------------- parts of one year


def merge_parts(ledgers: Sequence[Ledger]) -> Transformed:
    """Make one of several files of one year, such as one for each series or month.

    A voucher that several files have (same series, number and content) is taken once. A series whose numbers are plain
    comes out in their order. Opening balances are those of the year and must agree; balances that follow from vouchers
    are derived from all of them.

    Args:
        ledgers: The parts; the company and the heading of the first.

    Raises:
        SieUsageError: Files without vouchers (types 1-3) are among them.
    """
    for ledger in ledgers:
        if ledger.kind[:1] != "4":
            raise SieUsageError(
                f"A file of type {ledger.kind} has no vouchers, and there is another file of the same year: only files "
                "of type 4 can be parts of a year.",
                f"En fil av typ {ledger.kind} saknar verifikationer, och det finns en annan fil för samma år: bara "
                "filer av typ 4 kan vara delar av ett år.",
            )
    first = next((ledger for ledger in ledgers if ledger.kind == "4E"), ledgers[0])
    ordered = [first, *(ledger for ledger in ledgers if ledger is not first)]
    places = [next(i for i, one in enumerate(ordered) if one is ledger) for ledger in ledgers]
    parts, found = registers_of(ordered)
    ordered, of_sie5, clashes = united(ordered)
    found += clashes
    vouchers, clashes = _united([ordered[place] for place in places])
    found += clashes
    years: dict[int, FiscalYear] = {}
    for ledger in ordered:
        for number, year in ledger.years.items():
            years.setdefault(number, year)
    through = [ledger.balances_through for ledger in ordered if ledger.balances_through]
    whole = msgspec.structs.replace(
        first,
        years=years,
        vouchers=vouchers,
        balances_through=max(through, default=None),
        extras=_extras(ordered),
        prose=tuple(dict.fromkeys(text for ledger in ordered for text in ledger.prose)),
        sie5=of_sie5,
        **parts,
    )
    balances, differing = _balances(whole, ordered)
    found += differing
    total = len(vouchers)
    en, sv = f"vouchers: {total}", f"verifikationer: {total}"
    found.append(say("merged", count=len(ledgers), what=en, what_sv=sv))
    return Transformed(ledger=msgspec.structs.replace(whole, balances=balances), found=tuple(found))


def _extras(ledgers: Sequence[Ledger]) -> tuple[Extra, ...]:
    """What is outside the standard: of each kind as many as the file that has most; where it stood counts no more."""
    most: Counter[Hashable] = Counter()
    kept = []
    for ledger in ledgers:
        here: Counter[Hashable] = Counter()
        for extra in ledger.extras:
            # The position is a count of vouchers, which is another one in every part.
            key = (extra.label, extra.fields, extra.key, extra.place, extra.block)
            here[key] += 1
            if here[key] > most[key] and not (extra.key is not None and most[key]):
                most[key] += 1
                kept.append(extra)
    return tuple(kept)


def _united(ledgers: Sequence[Ledger]) -> tuple[tuple[Voucher, ...], list[Diagnostic]]:
    """The vouchers of all files; what is there already with the same content is not taken again."""
    taken: list[Voucher] = []
    most: Counter[Hashable] = Counter()
    by_name: dict[tuple[str | None, str], Hashable] = {}
    found: list[Diagnostic] = []
    for ledger in ledgers:
        here: Counter[Hashable] = Counter()
        named_here: dict[tuple[str | None, str], Hashable] = {}
        for voucher in ledger.vouchers:
            if not voucher.number or voucher.number == "0":
                taken.append(voucher)
                continue
            name = (voucher.series, voucher.number)
            what = contents(voucher)
            key = (name, what)
            here[key] += 1
            if here[key] <= most[key]:
                continue
            most[key] += 1
            taken.append(voucher)
            if by_name.get(name, what) != what:
                found.append(say("voucher-conflict", voucher.origin, voucher=VoucherRef(*name)))
            named_here.setdefault(name, what)
        for name, what in named_here.items():
            by_name.setdefault(name, what)
    return _in_number_order(taken), found


def _in_number_order(vouchers: Sequence[Voucher]) -> tuple[Voucher, ...]:
    """The vouchers of each series in the order of their numbers, where all of these are plain (``#VER``, point 7)."""
    by_series: dict[str | None, list[Voucher]] = {}
    for voucher in vouchers:
        by_series.setdefault(voucher.series, []).append(voucher)
    for group in by_series.values():
        if all(plain_number(voucher.number) for voucher in group):
            group.sort(key=lambda voucher: plain_number(voucher.number) or 0)
    rest = {series: iter(group) for series, group in by_series.items()}
    return tuple(next(rest[voucher.series]) for voucher in vouchers)


def _balances(whole: Ledger, ledgers: Sequence[Ledger]) -> tuple[tuple[Balance, ...], list[Diagnostic]]:
    """The balances of all files: what does not follow from vouchers must agree, the rest is derived from them."""
    found: list[Diagnostic] = []
    fixed: dict[Key, list[Balance]] = {}
    given: dict[Key, list[Balance]] = {}
    kinds = set()
    for ledger in ledgers:
        own: dict[Key, list[Balance]] = {}
        for b in ledger.balances:
            own.setdefault(key_of(b), []).append(b)
        for key, group in own.items():
            if key.year == 0 and key.kind in DERIVED and len(key.object) < 2:
                given.setdefault(key, []).extend(group)
                kinds.add((key.kind, bool(key.object)))
                continue
            known = fixed.setdefault(key, group)
            if known != group:
                found.append(_differ(key, known[0], group[0]))
    if whole.kind == "4I":
        return (), found
    balances = [b for group in fixed.values() for b in group]
    whole = msgspec.structs.replace(whole, balances=tuple(balances))
    wanted = {("closing", False), ("result", False), *kinds}
    counted = {s.kind for group in given.values() for s in group if s.quantity is not None}
    uncounted = {kind for ledger in ledgers for kind in without_quantities(ledger)} - counted
    derived = {
        key: bare(b, uncounted) for key, b in derived_of(whole).items() if (key.kind, bool(key.object)) in wanted
    }
    kept: dict[Key, Balance] = {}
    for ledger in ledgers:
        for one in unequal(ledger):
            stated = given.get(one.key, [])
            whole_year = derived.get(one.key)
            if one.given is None or (whole_year is not None and whole_year.amount == one.given):
                continue  # left out of a part, or given for the whole year
            agreed = len(stated) == len(ledgers) and len({s.amount for s in stated}) == 1
            if agreed:
                kept[one.key] = stated[0]
            found.append(one.told("balance-differs" if agreed else "balance-not-kept"))
    for key in dict.fromkeys((*derived, *given)):
        stated = given.get(key, [])
        right = kept.get(key) or derived.get(key)
        same = next(
            (s for s in stated if right is None or (s.amount, s.quantity) == (right.amount, right.quantity)), right
        )
        if same is not None:
            balances.append(same)
    return in_order(balances), list(found_by_params(found))


def _differ(key: Key, kept: Balance, other: Balance) -> Diagnostic:
    en, sv = said(key)
    shown = [kronor(b.amount) if b.amount is not None else "–" for b in (kept, other)]
    return say("value-differs", other.origin, what=en, what_sv=sv, account=key.account, kept=shown[0], other=shown[1])


# -------------------------------------------------------------------- years


def merge_years(ledgers: Sequence[Ledger]) -> Transformed:
    """Fill the latest year's books with the balances of the years before it, and hold these against each other.

    SIE 4 holds the vouchers of one year only: those of earlier years stay in their files.

    Args:
        ledgers: One for each fiscal year, in any order.

    Returns:
        The latest year, with years -1, -2 and so on. Where the latest file gives another amount for an earlier year
        than that year's own file, its own is kept and the difference told. An opening balance that is not the closing
        balance of the year before is told; when the file gives none at all, they are filled in.

    Raises:
        SieUsageError: A year between is missing, two files have the same year, or one does not tell its year.
    """
    dated = sorted(
        ((span_of(ledger), ledger) for ledger in ledgers), key=lambda pair: pair[0] or (datetime.date.min,) * 2
    )
    spans = [span for span, _ in dated if span]
    if len(spans) < len(dated):
        raise SieUsageError("A file does not tell its fiscal year (#RAR 0).", "En fil saknar räkenskapsår (#RAR 0).")
    for before, after in itertools.pairwise(spans):
        if (after[0] - before[1]).days != 1:
            raise SieUsageError(
                f"The fiscal year that ends {before[1]} is not followed by the one that begins {after[0]}: add the "
                "year between.",
                f"Räkenskapsåret som slutar {before[1]} följs inte av det som börjar {after[0]}: lägg till "
                "året mellan.",
            )
    if any(ledger.kind == "4I" for ledger in ledgers):
        raise SieUsageError(
            "Files for import (4I) of different years cannot be one file: they hold vouchers only, and a file holds "
            "those of one year.",
            "Importfiler (4I) för olika år kan inte bli en fil: de har bara verifikationer, och en fil innehåller "
            "ett års.",
        )
    latest, earlier = dated[-1][1], [ledger for _, ledger in dated[:-1]][::-1]
    parts, found = registers_of([latest, *earlier])
    years: dict[int, FiscalYear] = dict(latest.years)
    balances = list(latest.balances)
    known = {key_of(b): b for b in balances}
    given = {(b.kind, b.year) for b in balances}
    closed: dict[int, tuple[dict[str, Decimal], Decimal]] = {}
    for back, ledger in enumerate(earlier, 1):
        own = _all_balances(ledger)
        found += (one._replace(key=one.key._replace(year=-back)).told() for one in unequal(ledger))
        for number, year in ledger.years.items():
            theirs = years.setdefault(number - back, year)
            if (theirs.start, theirs.end) != (year.start, year.end):
                en, sv = f"Fiscal year {number - back}", f"Räkenskapsår {number - back}"
                shown = [f"{y.start} – {y.end}" for y in (theirs, year)]
                found.append(say("value-differs", year.origin, what=en, what_sv=sv, kept=shown[0], other=shown[1]))
        for b in own:
            moved = msgspec.structs.replace(b, year=b.year - back)
            key = key_of(moved)
            there = known.get(key)
            if not fits(moved, latest.kind):
                continue
            if there is None:
                known[key] = moved
                balances.append(moved)
                if (moved.kind, moved.year) in given and moved.amount and b.year == 0 and not moved.object:
                    found.append(_differ(key, msgspec.structs.replace(moved, amount=Decimal(0)), moved))
            elif there.amount != moved.amount and b.year == 0:
                found.append(_differ(key, there, moved))
        closed[-back] = (
            _sums(b for b in own if b.year == 0 and b.kind == "closing"),
            exact_sum(b.amount for b in own if b.year == 0 and b.kind == "result"),
        )
        if ledger.vouchers:
            found.append(say("earlier-vouchers", count=len(ledger.vouchers), year=span_name(ledger.years[0])))
        if ledger.sie5 is not None and msgspec.structs.replace(ledger.sie5, time=None) != FilePart():
            found.append(say("earlier-sie5", year=span_name(ledger.years[0])))
    openings: Mapping[int, dict[str, Decimal]] = {
        year: _sums(b for b in balances if b.kind == "opening" and b.year == year)
        for year in range(0, -len(earlier), -1)
    }
    for at, opening in openings.items():
        ends, result = closed[at - 1]
        if not opening:
            filled = [
                Balance("opening", at, b.account, b.amount, b.quantity)
                for b in balances
                if b.kind == "closing" and b.year == at - 1 and not b.object and (b.amount or b.quantity)
            ]
            balances += filled
            if filled:
                found.append(say("opening-filled", count=len(filled)))
            continue
        found += _carried(opening, ends, result)
    whole = msgspec.structs.replace(latest, years=dict(sorted(years.items(), reverse=True)), **parts)
    whole = msgspec.structs.replace(whole, balances=in_order(balances))
    if latest.kind == "4E":
        done = balances_for("4E", whole.balances, current_vouchers(whole), whole.accounts, tuple(whole.years))
        have = {key_of(b) for b in whole.balances}
        added = [b for b in done if key_of(b) not in have]
        if added:
            found.append(say("balances-derived", count=len(added), kinds=count_kinds(added)))
        whole = msgspec.structs.replace(whole, balances=done)
    listed = ", ".join(span_name(FiscalYear(*span)) for span in spans)
    en, sv = f"fiscal years {listed}", f"räkenskapsåren {listed}"
    found.append(say("merged", count=len(ledgers), what=en, what_sv=sv))
    return Transformed(ledger=whole, found=tuple(found))


def _all_balances(ledger: Ledger) -> tuple[Balance, ...]:
    """The balances of a year, with those that follow from its vouchers."""
    if ledger.kind[:1] != "4":
        return ledger.balances
    return balances_for("4E", ledger.balances, current_vouchers(ledger), ledger.accounts, ())


def _sums(balances: Iterable[Balance]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for b in balances:
        found[b.account] = exact_sum((found.get(b.account), b.amount))
    return found


def _carried(opening: Mapping[str, Decimal], closing: Mapping[str, Decimal], result: Decimal) -> list[Diagnostic]:
    """Where a year does not open with what the one before closed with."""
    zero = Decimal(0)
    differing = [
        (account, one, other)
        for account in sorted({*opening, *closing})
        if (one := opening.get(account, zero)) != (other := closing.get(account, zero))
    ]
    if differing and reclassified(differing, result):
        return [say("opens-regrouped", accounts=", ".join(account for account, _, _ in differing))]
    return [
        say("opens-otherwise", account=account, opening=kronor(one), closing=kronor(other))
        for account, one, other in differing
    ]
