"""Books as another file type has them: balances derived from vouchers, or a selection of vouchers for import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sie.comparison import VoucherRef, voucher_refs
from sie.comparison.matching import contents
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.derive import balances_for, fits, in_order, last_day
from sie.ledger.model import Balance, Ledger, Voucher
from sie.spec.labels import BY_NAME, FILE_TYPES
from sie.transform.balances import count_kinds, current_vouchers, differences, key_of
from sie.transform.findings import say
from sie.transform.model import Transformed
from sie.transform.periods import Period
from sie.transform.sie5_parts import of_some_vouchers

__all__ = ["new_since", "refuse_unknown", "selected", "selection_needs_4i", "to_kind"]


def selected(
    vouchers: Iterable[Voucher], series: Sequence[str] = (), period: Period | None = None
) -> tuple[Voucher, ...]:
    """The vouchers of some series and days.

    Args:
        vouchers: Any vouchers.
        series: The series; ``""`` is the series without a name. All of them when empty.
        period: First and last day; all of them when ``None``. A voucher without a date has no day.

    Example:
        >>> [v.number for v in selected([Voucher("A", "1", None), Voucher("B", "2", None)], ["B"])]
        ['2']
    """
    return tuple(
        voucher
        for voucher in vouchers
        if (not series or (voucher.series or "") in series)
        and (period is None or (voucher.date is not None and period[0] <= voucher.date <= period[1]))
    )


def to_kind(ledger: Ledger, kind: str, *, series: Iterable[str] = (), period: Period | None = None) -> Transformed:
    r"""The books as a file of another type: 4E to 3, 2, 1 or 4I, 3 to 2 or 1, 2 to 1.

    What the type must have and the books do not is derived from the vouchers; what they have is kept as given, and
    held against the vouchers.

    Args:
        ledger: The books.
        kind: ``1``, ``2``, ``3``, ``4E`` or ``4I``.
        series: Only the vouchers of these series; type 4I.
        period: Only the vouchers of these days; type 4I.

    Raises:
        SieUsageError: There is no such type; the books do not hold what it needs; or a selection is asked for in a file
            that must hold all of the year.

    Spec: paragraph 6.

    Example:
        >>> import sie
        >>> books = sie.loads("#RAR 0 20240101 20241231\n#IB 0 1930 5.00\n#VER A 1 20240131\n{\n"
        ...                   "#TRANS 1930 {} 1\n#TRANS 3001 {} -1\n}\n", kind="4E")
        >>> done = to_kind(books, "2")
        >>> [(b.kind, b.account, str(b.amount)) for b in done.ledger.balances][1:3]
        [('closing', '1930', '6.00'), ('result', '3001', '-1')]
    """
    series = tuple(dict.fromkeys(series))
    _refuse(ledger, kind, bool(series or period))
    vouchers = selected(ledger.vouchers, series, period)
    found: list[Diagnostic] = []
    through = ledger.balances_through
    if kind == "4I":
        balances: tuple[Balance, ...] = ()
        found += _selection(ledger, vouchers, series, bool(series or period))
    elif ledger.kind[:1] == "4":
        found += differences(ledger)
        current = current_vouchers(ledger)
        balances = balances_for(kind, ledger.balances, current, ledger.accounts, tuple(ledger.years) or (0,))
        known = {key_of(b) for b in ledger.balances}
        derived = [b for b in balances if key_of(b) not in known]
        if derived:
            found.append(say("balances-derived", count=len(derived), kinds=count_kinds(derived)))
        if ledger.kind == "4I" and not any(b.kind == "opening" for b in balances):
            found.append(say("no-opening"))
        if kind in ("2", "3") and 0 in ledger.years:
            through = through or last_day(current, ledger.years[0])
    else:
        balances = in_order(balance for balance in ledger.balances if fits(balance, kind))
    changes: dict[str, object] = {
        "kind": kind,
        "balances": balances,
        "vouchers": vouchers if kind[:1] == "4" else (),
        "balances_through": None if BY_NAME["#OMFATTN"].presence[kind].forbidden else through,
        "extras": tuple(e for e in ledger.extras if e.key is None or _may(e.label, kind)),
    }
    if kind in ("1", "2"):
        changes |= {"dimensions": {}, "objects": ()}
    if kind == "4I":
        changes["company"] = msgspec.structs.replace(ledger.company, industry_code=None)
    if kind != ledger.kind or series or period:
        changes["flag"] = 0  # a new file, which no program has imported
    new = msgspec.structs.replace(ledger, **changes)
    if new.vouchers != ledger.vouchers:
        new, stayed = of_some_vouchers(ledger, new)
        found += stayed
    if (left := _left_out(ledger, new)) is not None:
        found.append(left)
    return Transformed(ledger=new, found=tuple(found))


def _may(label: str, kind: str) -> bool:
    known = BY_NAME.get(label)
    return known is None or not known.presence[kind].forbidden


def refuse_unknown(kind: str) -> None:
    """Refuse a file type that there is not.

    Args:
        kind: What somebody asked for.

    Raises:
        SieUsageError: It is none.
    """
    if kind not in FILE_TYPES:
        raise SieUsageError(
            f"There is no file type {kind!r}: it is one of {', '.join(FILE_TYPES)}.",
            f"Det finns ingen filtyp {kind!r}: välj bland {', '.join(FILE_TYPES)}.",
        )


def selection_needs_4i() -> SieUsageError:
    """The error that says why a selection of vouchers is a file for import."""
    return SieUsageError(
        "A file of single series or days holds vouchers only: that is type 4I.",
        "En fil med vissa serier eller dagar innehåller bara verifikationer: det är typ 4I.",
    )


def _refuse(ledger: Ledger, kind: str, selecting: bool) -> None:
    refuse_unknown(kind)
    if selecting and kind != "4I":
        raise selection_needs_4i()
    have = ledger.kind
    if have[:1] != "4" and kind[:1] > have[:1]:
        raise SieUsageError(
            f"The books came from a file of type {have}, which does not hold what type {kind} needs. Export type "
            f"{kind} or 4E from the program that has the books.",
            f"Bokföringen kom från en fil av typ {have}, som saknar det som typ {kind} kräver. Exportera typ {kind} "
            "eller 4E från programmet som har bokföringen.",
        )
    if have == "4I" and kind != "4I" and 0 not in ledger.years:
        raise SieUsageError(
            "The file is one for import (4I): it holds vouchers, but neither fiscal year nor opening balances. Apply "
            "it to a 4E file of the year (--apply).",
            "Filen är en importfil (4I): den har verifikationer, men varken räkenskapsår eller ingående balanser. Lägg "
            "in den i årets 4E-fil (--apply).",
        )


def _selection(
    ledger: Ledger, vouchers: Sequence[Voucher], series: Sequence[str], selecting: bool
) -> Iterable[Diagnostic]:
    known = dict.fromkeys(voucher.series or "" for voucher in ledger.vouchers)
    for name in series:
        if name not in known:
            yield say("no-such-series", series=name or '""', known=", ".join(n or '""' for n in known) or "–")
    if selecting:
        yield say("selected", count=len(vouchers), total=len(ledger.vouchers))


def _left_out(old: Ledger, new: Ledger) -> Diagnostic | None:
    """What the type has no place for."""
    lost = [b for b in old.balances if not fits(b, new.kind)]
    parts = [
        (len(old.vouchers) if new.kind[:1] != "4" else 0, "vouchers", "verifikationer"),
        (count_kinds(lost), "balances", "saldon"),
        (len(old.dimensions) - len(new.dimensions), "dimensions", "dimensioner"),
        (len(old.objects) - len(new.objects), "objects", "objekt"),
        (len(old.extras) - len(new.extras), "fields outside the standard", "fält utanför standarden"),
    ]
    found = [[f"{part[word]} ({part[0]})" for part in parts if part[0]] for word in (1, 2)]
    single = ["#OMFATTN"] if old.balances_through is not None and new.balances_through is None else []
    if old.company.industry_code is not None and new.company.industry_code is None:
        single.append("#BKOD")
    en, sv = (", ".join([*words, *single]) for words in found)
    if not en:
        return None
    return say("left-out", kind=new.kind, what=en, what_sv=sv)


def new_since(ledger: Ledger, other: Ledger) -> Transformed:
    r"""The vouchers that another file of the same books does not have, as a file for import.

    Vouchers belong together by series and number; those without a number by what they say. What a voucher says is its
    date, its text and the rows that count.

    Args:
        ledger: The books as they are now.
        other: What the receiver has already.

    Returns:
        Books of type 4I. A voucher that has changed is reported and not sent; so is one that is gone, and one that the
        other file has under another number.

    Example:
        >>> old = Ledger(vouchers=(Voucher("A", "1", None, "Kaffe"),))
        >>> new = Ledger(vouchers=(Voucher("A", "1", None, "Te"), Voucher("A", "2", None, "Bulle")))
        >>> done = new_since(new, old)
        >>> [v.number for v in done.ledger.vouchers], [d.name for d in done.found]
        (['2'], ['changed-voucher', 'selected'])
    """
    named: dict[object, Voucher] = {}
    said: dict[object, list[int]] = {}
    refs = voucher_refs(other.vouchers)
    for place, (ref, voucher) in enumerate(zip(refs, other.vouchers, strict=True)):
        if _numbered(voucher):
            named[ref] = voucher
        said.setdefault(contents(voucher), []).append(place)
    taken: list[Voucher] = []
    found: list[Diagnostic] = []
    met = set()
    fresh: list[tuple[VoucherRef, Voucher]] = []
    for mine, voucher in zip(voucher_refs(ledger.vouchers), ledger.vouchers, strict=True):
        if not _numbered(voucher):
            same = said.get(contents(voucher))
            if same:
                met.add(refs[same.pop(0)])
            else:
                taken.append(voucher)
            continue
        theirs = named.get(mine)
        if theirs is None:
            taken.append(voucher)
            fresh.append((mine, voucher))
            continue
        met.add(mine)
        if contents(theirs) != contents(voucher):
            found.append(say("changed-voucher", voucher.origin, voucher=mine))
    for mine, voucher in fresh:
        like = [refs[place] for place in said.get(contents(voucher), ()) if refs[place] not in met]
        if like:
            met.add(like[0])
            found.append(say("same-under-other-number", voucher.origin, voucher=mine, other=like[0]))
    found += [
        say("gone-voucher", v.origin, voucher=ref)
        for ref, v in zip(refs, other.vouchers, strict=True)
        if ref not in met
    ]
    found.append(say("selected", count=len(taken), total=len(ledger.vouchers)))
    fresh_only, stayed = of_some_vouchers(ledger, msgspec.structs.replace(ledger, vouchers=tuple(taken)))
    done = to_kind(fresh_only, "4I")
    return Transformed(ledger=msgspec.structs.replace(done.ledger, flag=0), found=(*found, *stayed, *done.found))


def _numbered(voucher: Voucher) -> bool:
    """Whether a voucher has a number of its own; 0 is none (spec A8)."""
    return bool(voucher.number) and voucher.number != "0"
