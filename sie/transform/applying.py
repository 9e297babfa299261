"""A file for import (4I) applied onto the books of its year (4E)."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterator

import msgspec

from sie.comparison import Renumbering, VoucherRef, voucher_refs
from sie.comparison.matching import contents
from sie.diagnostics import Diagnostic
from sie.errors import SieUsageError
from sie.ledger.derive import last_day
from sie.ledger.model import Ledger, Voucher
from sie.transform.balances import differences, updated
from sie.transform.findings import say
from sie.transform.model import Transformed
from sie.transform.numbers import plain_number
from sie.transform.sie5_parts import united
from sie.transform.together import new_in, refuse_strangers, registers_of

__all__ = ["apply"]


def apply(ledger: Ledger, incoming: Ledger, *, series: str | None = None) -> Transformed:
    r"""Add the vouchers of a file for import to the books of a year.

    Vouchers come after those of their series, as an import does it. One without a number gets the next one of its
    series. Accounts, dimensions and objects that are new are taken; where names differ, those of the books stay.
    Balances are what was given plus what the new vouchers moved.

    Args:
        ledger: The books of the year, type 4E.
        incoming: What is added, type 4I (or 4E, of which only the vouchers are taken).
        series: The series of vouchers that have none; they stay without unless given.

    Returns:
        The books, and ``pairs``: what each voucher of ``incoming`` is called now. Not added, and an error among the
        findings: a voucher that is there already with other content, one dated outside the year, one without a date. A
        voucher that is there with the same content is not added twice.

    Raises:
        SieUsageError: The books have no vouchers by their type, or belong to another company or currency.

    Spec: paragraph 11, ``#VER``: series and number may be empty in 4I, and the receiver assigns them.

    Example:
        >>> import sie
        >>> books = sie.loads("#RAR 0 20240101 20241231\n#IB 0 1930 5.00\n#UB 0 1930 6.00\n#RES 0 3001 -1.00\n"
        ...                   "#VER A 1 20240131\n{\n#TRANS 1930 {} 1\n#TRANS 3001 {} -1\n}\n")
        >>> more = sie.loads("#VER A \"\" 20240228\n{\n#TRANS 1930 {} 2\n#TRANS 3001 {} -2\n}\n", kind="4I")
        >>> done = apply(books, more)
        >>> [(b.kind, str(b.amount)) for b in done.ledger.balances], str(done.pairs[0].target)
        ([('opening', '5.00'), ('closing', '8.00'), ('result', '-3.00')], 'A 2')
    """
    if ledger.kind[:1] != "4" or incoming.kind[:1] != "4":
        raise SieUsageError(
            f"Vouchers are applied from a file of type 4 onto a file of type 4E, not from {incoming.kind} onto "
            f"{ledger.kind}.",
            f"Verifikationer läggs in från en fil av typ 4 i en fil av typ 4E, inte från {incoming.kind} i "
            f"{ledger.kind}.",
        )
    refuse_strangers([ledger, incoming], by_name=False)
    found = list(differences(ledger))
    names_of = [one.company.name for one in (ledger, incoming)]
    if all(names_of) and names_of[0] != names_of[1]:
        found.append(say("name-differs", what="The company", what_sv="Företaget", kept=names_of[0], other=names_of[1]))
    parts, names = registers_of([ledger, incoming])
    (ledger, incoming), of_sie5, differing = united([ledger, incoming])
    found += (*names, *differing)
    found += new_in(ledger, parts)
    work = _Work(ledger, incoming, series or None)
    for ref, voucher in zip(voucher_refs(incoming.vouchers), incoming.vouchers, strict=True):
        work.take(ref, voucher)
    found += work.found
    changed = msgspec.structs.replace(ledger, vouchers=(*ledger.vouchers, *work.taken), sie5=of_sie5, **parts)
    if work.taken and ledger.kind == "4E":
        changed = msgspec.structs.replace(changed, balances=updated(ledger, changed))
        through, year = ledger.balances_through, ledger.years.get(0)
        last = last_day(work.taken, year) if year else None
        if through and last and last > through:
            changed = msgspec.structs.replace(changed, balances_through=last)
    bare = sum(1 for voucher in work.taken if not voucher.series)
    if bare and ledger.vouchers and all(voucher.series for voucher in ledger.vouchers):
        known = ", ".join(dict.fromkeys(voucher.series or "" for voucher in ledger.vouchers))
        found.append(say("no-series", count=bare, known=known))
    if incoming.extras:
        found.append(say("extras-left", count=len(incoming.extras)))
    found.append(say("applied", count=len(work.taken)))
    return Transformed(ledger=changed, found=tuple(found), pairs=tuple(work.pairs))


class _Work:
    """Takes one voucher after the other into the books."""

    def __init__(self, ledger: Ledger, incoming: Ledger, series: str | None) -> None:
        self.years = [ledger.years[0]] if 0 in ledger.years else []
        self.series = series
        self.known: dict[tuple[str | None, str | None], Voucher] = {}
        self.highest: dict[str | None, int] = {}
        self.said: dict[Hashable, Voucher] = {}
        for voucher in ledger.vouchers:
            self._know(voucher)
            self.said.setdefault((voucher.series, contents(voucher)), voucher)
        for voucher in incoming.vouchers:  # no number is assigned that a later voucher brings
            self._count(voucher.series or series, voucher.number)
        self.taken: list[Voucher] = []
        self.pairs: list[Renumbering] = []
        self.found: list[Diagnostic] = []

    def _know(self, voucher: Voucher) -> None:
        self.known.setdefault((voucher.series, voucher.number), voucher)
        self._count(voucher.series, voucher.number)

    def _count(self, series: str | None, number: str | None) -> None:
        self.highest[series] = max(self.highest.get(series, 0), plain_number(number) or 0)

    def take(self, ref: VoucherRef, voucher: Voucher) -> None:
        """Add a voucher, or say why not."""
        line = voucher.origin
        problem = next(self._problems(ref, voucher.date, line), None)
        if problem is not None:
            self.found.append(problem)
            return
        series = voucher.series or self.series
        number = None if voucher.number == "0" else voucher.number
        named = msgspec.structs.replace(voucher, series=series)
        if number:
            there = self.known.get((series, number))
            if there is not None:
                same = contents(there) == contents(named)
                self.found.append(say("already-there" if same else "voucher-conflict", line, voucher=ref))
                return
        else:
            number = str(self.highest.get(series, 0) + 1)
            there = self.said.get((series, contents(voucher)))
            if there is not None:
                other = VoucherRef(there.series, there.number)
                self.found.append(say("maybe-there", line, voucher=ref, other=other, target=VoucherRef(series, number)))
        target = VoucherRef(series, number)
        if (series, number) != (voucher.series, voucher.number):
            named = msgspec.structs.replace(named, number=number)
            self.found.append(say("number-assigned", line, voucher=ref, target=target))
        else:
            named = voucher
        self._know(named)
        self.taken.append(named)
        self.pairs.append(Renumbering(ref, target))

    def _problems(self, ref: VoucherRef, day: datetime.date | None, line: int) -> Iterator[Diagnostic]:
        if day is None:
            yield say("undated", line, voucher=ref)
        elif self.years and self.years[0].start and self.years[0].end and day not in self.years[0]:
            span = f"{self.years[0].start} – {self.years[0].end}"
            yield say("outside-year", line, voucher=ref, date=day, year=span)
