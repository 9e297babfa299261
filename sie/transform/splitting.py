"""Books split into several: by fiscal year, series, month, quarter or object."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from sie.comparison import VoucherRef
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.derive import in_order
from sie.ledger.model import FiscalYear, Ledger, Voucher
from sie.transform.balances import DERIVED, bare, derived_of, differences, key_of, unequal, without_quantities
from sie.transform.findings import say
from sie.transform.model import Part, Parts
from sie.transform.names import span_name
from sie.transform.periods import month_name, quarter_name
from sie.transform.sie5_parts import of_one_year, of_some_vouchers

__all__ = ["MOST", "WAYS", "split"]

WAYS = ("year", "series", "month", "quarter", "object:DIM")
"""What books may be split by; ``DIM`` is the number of a dimension."""

MOST = 1000
"""Into how many parts; each of them has the whole chart."""


def split(ledger: Ledger, by: str) -> Parts:
    r"""Split books into several: every voucher is in one of them (by object: in that of each of its objects).

    Each part has the whole chart and all registers. In books of type 4E it has the opening balances of the year, and
    the others follow from its own vouchers; what was given otherwise than derived is told. ``merge`` puts the parts
    together again.

    Args:
        ledger: The books, type 4E or 4I.
        by: ``year`` (the fiscal years of the file, for vouchers dated in an earlier one), ``series``, ``month``,
            ``quarter`` or ``object:DIM``, such as ``object:6``.

    Raises:
        SieUsageError: The books have no vouchers by their type, there is no such way or dimension, or there would be
            more than a thousand parts.

    Example:
        >>> import sie
        >>> books = sie.loads("".join(f"#VER {s} 1 20240{m}31\n{{\n#TRANS 1930 {{}} 0\n}}\n" for s, m in ("A1", "B3")))
        >>> [(part.key, len(part.ledger.vouchers)) for part in split(books, "month").parts]
        [('2024-01', 1), ('2024-03', 1)]
    """
    if ledger.kind[:1] != "4":
        raise SieUsageError(
            f"Books of type {ledger.kind} have no vouchers to split.",
            f"Bokföring av typ {ledger.kind} har inga verifikationer att dela upp.",
        )
    if by == "year":
        return _by_year(ledger)
    keys = _keys(ledger, by)
    groups: dict[str, list[Voucher]] = {}
    several = 0
    for voucher in ledger.vouchers:
        found_in = keys(voucher)
        several += len(found_in) > 1
        for key in found_in:
            groups.setdefault(key, []).append(voucher)
    if len(groups) > MOST:
        raise SieUsageError(
            f"Split by {by}, the books would fall into {len(groups)} parts, more than {MOST}. Split by something else.",
            f"Delad på {by} skulle bokföringen bli {len(groups)} delar, fler än {MOST}. Dela på något annat.",
        )
    found: list[Diagnostic] = []
    if ledger.kind == "4E":
        found += [one.told("balance-not-kept") for one in unequal(ledger) if one.given is not None]
    uncounted = without_quantities(ledger)
    parts = []
    for key in sorted(groups):
        part, left = of_some_vouchers(ledger, _part(ledger, tuple(groups[key]), uncounted))
        parts.append(Part(key, part))
        found += left
    if not parts:  # nothing is booked: the one part is all there is
        parts = [Part("", ledger)]
    found.append(say("split", count=len(parts), keys=", ".join(part.key or "–" for part in parts)))
    if ledger.kind == "4E":
        found.append(say("part-balances"))
    if several:
        found.append(say("in-several-parts", count=several))
    return Parts(parts=tuple(parts), found=tuple(found))


def _keys(ledger: Ledger, by: str) -> Callable[[Voucher], tuple[str, ...]]:
    if by == "series":
        return lambda voucher: (voucher.series or "",)
    if by == "month":
        return lambda voucher: (month_name(voucher.date),)
    if by == "quarter":
        return lambda voucher: (quarter_name(voucher.date),)
    way, _, dimension = by.partition(":")
    if way != "object" or not dimension:
        raise SieUsageError(
            f"Books cannot be split by {by!r}: it is one of {', '.join(WAYS)}, such as object:6.",
            f"Bokföring kan inte delas upp på {by!r}: välj bland {', '.join(WAYS)}, till exempel object:6.",
        )

    def objects(voucher: Voucher) -> tuple[str, ...]:
        refs = (ref for row in voucher.rows for ref in row.objects if ref.dimension == dimension)
        return tuple(dict.fromkeys(ref.number for ref in refs)) or ("",)

    if all(objects(voucher) == ("",) for voucher in ledger.vouchers):
        known = ", ".join(dict.fromkeys(r.dimension for v in ledger.vouchers for row in v.rows for r in row.objects))
        raise SieUsageError(
            f"Nothing is booked on dimension {dimension}; there is: {known or '–'}.",
            f"Inget är bokfört på dimension {dimension}; det finns: {known or '–'}.",
        )
    return objects


def _part(ledger: Ledger, vouchers: tuple[Voucher, ...], uncounted: set[str]) -> Ledger:
    """The books with some of their vouchers only."""
    extras = tuple(
        msgspec.structs.replace(e, position=min(e.position, len(vouchers)))
        if e.place in ("balances", "checksum")
        else e
        for e in ledger.extras
    )
    part = msgspec.structs.replace(ledger, vouchers=vouchers, extras=extras)
    if ledger.kind != "4E":
        return part
    kinds = {(b.kind, bool(b.object)) for b in ledger.balances if b.year == 0}
    wanted = {("closing", False), ("result", False), *kinds}
    kept = [b for b in ledger.balances if b.year != 0 or b.kind not in DERIVED]
    given = {key_of(b): b for b in ledger.balances}
    derived = []
    for key, full in derived_of(part).items():
        b = bare(full, uncounted)
        if (key.kind, bool(key.object)) in wanted:
            same = given.get(key)
            derived.append(same if same is not None and (same.amount, same.quantity) == (b.amount, b.quantity) else b)
    return msgspec.structs.replace(part, balances=in_order([*kept, *derived]))


def _by_year(ledger: Ledger) -> Parts:
    """The books of each fiscal year that vouchers are dated in, each as its own current year."""
    groups: dict[int, list[Voucher]] = {0: []}
    outside: list[Voucher] = []
    for voucher in ledger.vouchers:
        day = voucher.date
        number = next((n for n, year in sorted(ledger.years.items(), reverse=True) if day and day in year), None)
        if number is None and day is not None and ledger.years:
            outside.append(voucher)
        groups.setdefault(number or 0, []).append(voucher)
    found: list[Diagnostic] = []
    if outside:
        ref = VoucherRef(outside[0].series, outside[0].number)
        found.append(say("outside-every-year", outside[0].origin, count=len(outside), voucher=ref))
    parts = []
    for number in sorted(groups):
        part, left = of_some_vouchers(ledger, _as_current(ledger, number, tuple(groups[number])))
        found += left
        found += differences(part) if part.kind == "4E" else ()
        parts.append(Part(span_name(part.years.get(0)) or str(number), part))
    found.append(say("split", count=len(parts), keys=", ".join(part.key for part in parts)))
    return Parts(parts=tuple(parts), found=tuple(found))


def _as_current(ledger: Ledger, number: int, vouchers: tuple[Voucher, ...]) -> Ledger:
    """The books with a fiscal year as the current one; what the file tells of later years is left out."""
    years: dict[int, FiscalYear] = {n - number: year for n, year in ledger.years.items() if n <= number}
    balances = tuple(
        msgspec.structs.replace(b, year=b.year - number) if number else b for b in ledger.balances if b.year <= number
    )
    end = ledger.years[number].end if number and number in ledger.years else ledger.balances_through
    return msgspec.structs.replace(
        ledger,
        years=years,
        balances=balances,
        vouchers=vouchers,
        balances_through=end if ledger.balances_through else None,
        extras=ledger.extras if not number else (),
        sie5=of_one_year(ledger.sie5, number),
    )
