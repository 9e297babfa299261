"""Series and numbers of vouchers, and the map that tells which voucher became which."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from sie.comparison import Change, Renumbering, VoucherRef, voucher_refs
from sie.comparison.purpose import on_series
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.model import Ledger, Voucher
from sie.text.formulas import defused
from sie.transform.findings import say
from sie.transform.model import Transformed, pairs_of
from sie.transform.sie5_parts import of_vouchers

__all__ = ["chained", "clashes", "map_series", "number_map_csv", "numbered", "plain_number", "renumber"]

_NUMBER = re.compile("[0-9]{1,9}")


def plain_number(text: str | None) -> int | None:
    """The value of a voucher number, ``None`` for one that is none, is zero or has letters.

    Args:
        text: As written.

    Example:
        >>> [plain_number(text) for text in ("7", "007", "0", "", None, "7b")]
        [7, 7, None, None, None, None]
    """
    return int(text) or None if text and _NUMBER.fullmatch(text) else None


def numbered(vouchers: Iterable[Voucher], starts: Mapping[str, int]) -> Iterator[Voucher]:
    """The vouchers numbered one after the other within each series, in the order that they have.

    Args:
        vouchers: Those of one fiscal year.
        starts: The first number of each series; that of its first voucher unless given, or 1 if that is none.

    Example:
        >>> [v.number for v in numbered([Voucher("A", n, None) for n in ("7", "9", None)], {})]
        ['7', '8', '9']
    """
    following: dict[str, int] = {}
    for voucher in vouchers:
        series = voucher.series or ""
        number = following.get(series)
        if number is None:
            number = starts.get(series, plain_number(voucher.number) or 1)
        following[series] = number + 1
        text = str(number)
        yield voucher if voucher.number == text else msgspec.structs.replace(voucher, number=text)


def renumber(ledger: Ledger, starts: Mapping[str, int] | None = None, *, only: bool = False) -> Transformed:
    """Number the vouchers of each series one after the other; nothing else changes.

    Args:
        ledger: The books.
        starts: The first number of a series; that of its first voucher unless given. ``""`` is the series without a
            name.
        only: Leave all other series as they are.

    Raises:
        SieUsageError: A series begins below 1.

    Example:
        >>> books = Ledger(vouchers=tuple(Voucher("A", number, None) for number in ("7", "9")))
        >>> done = renumber(books, {"A": 1})
        >>> [v.number for v in done.ledger.vouchers], str(done.pairs[1].source), str(done.pairs[1].target)
        (['1', '2'], 'A 9', 'A 2')
    """
    starts = starts or {}
    for series, start in starts.items():
        if start < 1:
            raise SieUsageError(
                f"Series {series} cannot begin at {start}: numbers begin at 1.",
                f"Serie {series} kan inte börja på {start}: nummer börjar på 1.",
            )
    found: list[Diagnostic] = []
    known = dict.fromkeys(voucher.series or "" for voucher in ledger.vouchers)
    for series in starts:
        if series not in known:
            found.append(say("no-such-series", series=series or '""', known=", ".join(n or '""' for n in known) or "–"))
    chosen = {i for i, v in enumerate(ledger.vouchers) if not only or (v.series or "") in starts}
    fresh = numbered((v for i, v in enumerate(ledger.vouchers) if i in chosen), starts)
    new = msgspec.structs.replace(
        ledger, vouchers=tuple(next(fresh) if i in chosen else v for i, v in enumerate(ledger.vouchers))
    )
    return _told(ledger, new, found)


def map_series(ledger: Ledger, series: Mapping[str, str]) -> Transformed:
    """Give series other names; those that get the same name become one, in the order of the file.

    Args:
        ledger: The books.
        series: What each series becomes; ``""`` is the series without a name.

    Returns:
        The books. Vouchers with the same series and number as another one are an error among the findings; ``renumber``
        cures it.

    Example:
        >>> books = Ledger(vouchers=(Voucher("L", "1", None), Voucher("B", "1", None)))
        >>> done = map_series(books, {"L": "A"})
        >>> [v.series for v in done.ledger.vouchers], done.ok
        (['A', 'B'], True)
    """
    known = dict.fromkeys(voucher.series or "" for voucher in ledger.vouchers)
    found = [
        say("no-such-series", series=name or '""', known=", ".join(n or '""' for n in known) or "–")
        for name in series
        if name not in known
    ]
    changes = [Change(kind="mapped-series", before=old, after=new) for old, new in series.items()]
    mapped = on_series(ledger, changes)
    found += clashes(ledger.vouchers, mapped.vouchers)
    return _told(ledger, mapped, found)


def clashes(before: Sequence[Voucher], after: Sequence[Voucher]) -> Iterator[Diagnostic]:
    """A finding for the vouchers that have series and number in common with another one now, and had not before.

    Args:
        before: The vouchers as they were.
        after: As they are.
    """
    had = {(v.series, v.number) for v in _again(before)}
    new = [voucher for voucher in _again(after) if (voucher.series, voucher.number) not in had]
    if new:
        first = VoucherRef(new[0].series, new[0].number)
        yield say("number-taken", new[0].origin, count=len(new), voucher=first)


def _again(vouchers: Sequence[Voucher]) -> Iterator[Voucher]:
    refs = voucher_refs(vouchers)
    return (v for v, ref in zip(vouchers, refs, strict=True) if ref.occurrence and v.number)


def _told(old: Ledger, new: Ledger, found: list[Diagnostic]) -> Transformed:
    new = of_vouchers(old, new)
    pairs = pairs_of(old, new)
    count = sum(pair.source != pair.target for pair in pairs)
    found.append(say("renumbered", count=count, total=len(pairs)))
    return Transformed(ledger=new, found=tuple(found), pairs=pairs)


def chained(first: Sequence[Renumbering], then: Sequence[Renumbering]) -> tuple[Renumbering, ...]:
    """Two number maps as one: what the first one leads to is looked up in the second.

    Args:
        first: What was done first; empty for nothing.
        then: What was done to the result; empty for nothing.
    """
    if not first or not then:
        return tuple(first or then)
    table = {pair.target: pair.source for pair in first}
    return tuple(Renumbering(table.get(pair.source, pair.source), pair.target) for pair in then)


_HEADINGS = {
    "en": ("year", "series", "number", "occurrence", "new series", "new number"),
    "sv": ("räkenskapsår", "serie", "nummer", "förekomst", "ny serie", "nytt nummer"),
}


def number_map_csv(
    years: Iterable[tuple[datetime.date | None, Iterable[Renumbering]]], language: Literal["en", "sv"] = "en"
) -> bytes:
    r"""A number map as a table that a spreadsheet opens right: UTF-8 with a byte order mark, semicolons, CRLF.

    Args:
        years: The first day of each fiscal year, ``None`` when nobody knows it, and which voucher became which.
        language: Of the headings.

    Returns:
        Columns ``year;series;number;occurrence;new series;new number``; the occurrence tells vouchers apart that the
        source calls the same (1 the first). What a spreadsheet would run as a formula has an apostrophe before it.

    Example:
        >>> pair = Renumbering(VoucherRef("=1+1", "7"), VoucherRef("A", "1"))
        >>> print(number_map_csv([(None, [pair])]).decode("utf-8-sig").replace("\r\n", "\n").splitlines()[1])
        ;'=1+1;7;1;A;1
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS[language])
    for start, pairs in years:
        for pair in pairs:
            old, new = pair.source, pair.target
            cells = (old.series, old.number, str(old.occurrence + 1), new.series, new.number)
            writer.writerow([start or "", *(defused(cell or "") for cell in cells)])
    return text.getvalue().encode("utf-8-sig")
