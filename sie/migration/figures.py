"""The figures of both sides: trial balances side by side, results by month, the balance sheet, runs of numbers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from sie.comparison import AccountTotals, Difference, Figures, Renumbering, SeriesFigures, VoucherRef
from sie.ledger.derive import is_balance_account
from sie.ledger.model import Account, Ledger, ObjectRef, exact_sum
from sie.migration.fit import FittedYear
from sie.report.money import ZERO
from sie.report.move import (
    Composition,
    MonthResult,
    MoveSeries,
    NumberRun,
    Status,
    TrialFigures,
    TrialLine,
    YearFigures,
)
from sie.report.sentence import Sentence

__all__ = [
    "Troubled",
    "composition",
    "months",
    "number_runs",
    "object_sums",
    "row_count",
    "series_lines",
    "statement_of",
    "trial_lines",
    "worst",
    "year_figures",
]

_RANK: Mapping[Status, int] = {"passed": 0, "explained": 1, "attention": 2, "failed": 3}
_RESULT_MOVED = re.compile("899[0-9]")
_NUMBER = re.compile("[0-9]{1,9}")

_GROUPS: tuple[tuple[str, Literal["assets", "equity"], Sentence, str], ...] = (
    ("fixed", "assets", Sentence("Fixed assets (10–13)", "Anläggningstillgångar (10–13)"), r"1[0-3]"),
    ("current", "assets", Sentence("Stock, receivables (14–18)", "Lager, fordringar m.m. (14–18)"), r"1[4-8]"),
    ("cash", "assets", Sentence("Cash and bank (19)", "Kassa och bank (19)"), r"19"),
    ("capital", "equity", Sentence("Equity (20)", "Eget kapital (20)"), r"20"),
    ("untaxed", "equity", Sentence("Untaxed reserves (21)", "Obeskattade reserver (21)"), r"21"),
    ("long", "equity", Sentence("Provisions, long-term debt (22–23)", "Avsättningar, långa skulder (22–23)"), r"2[23]"),
    ("short", "equity", Sentence("Current liabilities (24–29)", "Kortfristiga skulder (24–29)"), r"2[4-9]"),
)
_UNMOVED = Sentence("Result not yet moved to equity", "Resultat, ännu inte fört till eget kapital")


class Troubled(msgspec.Struct, frozen=True):
    """What differs without an explanation in a fiscal year.

    Attributes:
        accounts: Account numbers.
        vouchers: Vouchers, as ``A 12``.
        series: Series of the target.
        objects: Objects, as ``6:P1``.
    """

    accounts: frozenset[str]
    vouchers: frozenset[str]
    series: frozenset[str]
    objects: frozenset[str]

    @classmethod
    def of(cls, differences: Iterable[Difference], year: datetime.date) -> Troubled:
        """Gather what the differences of a year touch.

        Args:
            differences: Of a comparison.
            year: The first day of the fiscal year.
        """
        found: dict[str, set[str]] = {"accounts": set(), "vouchers": set(), "series": set(), "objects": set()}
        for d in differences:
            if d.explained or d.year != year:
                continue
            if d.where in ("balance", "movement"):
                found["accounts"].add(d.key.split(" ")[0])
            elif d.family == "vouchers":
                found["vouchers"].add(d.key)
            elif d.where == "series":
                found["series"].add(d.key)
            elif d.where in ("object_balance", "object_movement"):
                found["objects"].add(d.key.partition(" ")[2])
        return cls(**{name: frozenset(things) for name, things in found.items()})


def worst(found: Iterable[Status]) -> Status:
    """The worst of several outcomes; ``passed`` for none.

    Args:
        found: Outcomes.

    Example:
        >>> worst(["passed", "failed", "explained"])
        'failed'
    """
    return max(found, key=lambda status: _RANK[status], default="passed")


def statement_of(number: str, accounts: Mapping[str, Account]) -> Literal["balance", "result", "other"]:
    """Which statement an account belongs to: by its type where it has one, else by its BAS class.

    Args:
        number: The account.
        accounts: The chart.
    """
    known = is_balance_account(accounts.get(number) or Account(number))
    return "other" if known is None else "balance" if known else "result"


def trial_lines(
    totals: Iterable[AccountTotals], accounts: Mapping[str, Account], troubled: Troubled
) -> Iterator[TrialLine]:
    """The trial balances side by side.

    An account that opens otherwise than its own file says needs a look, though the cause is known: the year before
    closed with something else.

    Args:
        totals: Of one fiscal year.
        accounts: The chart, for the kind of each account.
        troubled: What differs without an explanation.
    """
    for total in totals:
        before, after = _figures(total.source), _figures(total.target)
        openings = {side.opening for side in (before, after) if side and side.opening is not None}
        status: Status = "passed" if before == after else "attention" if len(openings) > 1 else "explained"
        if total.account in troubled.accounts:
            status = "failed"
        ends = [side.closing if side else ZERO for side in (before, after)]
        yield TrialLine(
            account=total.account,
            name=total.name,
            statement=statement_of(total.account, accounts),
            before=before,
            after=after,
            difference=exact_sum((ends[1], ends[0].copy_negate())),
            status=status,
        )


def _figures(figures: Figures | None) -> TrialFigures | None:
    if figures is None:
        return None
    stated = figures.closing if figures.closing is not None else figures.result
    closing = exact_sum((figures.opening, figures.debit, figures.credit.copy_negate())) if stated is None else stated
    return TrialFigures(opening=figures.opening, debit=figures.debit, credit=figures.credit, closing=closing)


def row_count(ledger: Ledger) -> int:
    """How many rows count.

    Args:
        ledger: The books.
    """
    return sum(1 for voucher in ledger.vouchers for _ in voucher.posted)


def months(
    year: FittedYear, after: Ledger | None, statements: Mapping[str, Literal["balance", "result", "other"]]
) -> Iterator[MonthResult]:
    """The result of each month of a fiscal year on both sides.

    Args:
        year: The year.
        after: The target.
        statements: Which statement each account belongs to.
    """
    left, right = _by_month(year.source, statements), _by_month(after, statements) if after else {}
    day, names = year.start.replace(day=1), dict[str, None]()
    while day <= year.end and len(names) < 36:
        names[f"{day:%Y-%m}"] = None
        day = (day + datetime.timedelta(days=31)).replace(day=1)
    for name in sorted({*names, *left, *right}):
        yield MonthResult(month=name, before=left.get(name, ZERO), after=right.get(name, ZERO))


def _by_month(ledger: Ledger, statements: Mapping[str, str]) -> dict[str, Decimal]:
    amounts: dict[str, list[Decimal]] = {}
    results = {a for a, statement in statements.items() if statement == "result" and not _RESULT_MOVED.fullmatch(a)}
    for voucher in ledger.vouchers:
        if voucher.date is None:
            continue
        own = [row.amount for row in voucher.posted if row.amount and (row.account or "") in results]
        if own:
            amounts.setdefault(f"{voucher.date:%Y-%m}", []).extend(own)
    return {month: exact_sum(found).copy_negate() + ZERO for month, found in amounts.items()}


def composition(lines: Sequence[TrialLine], figure: Literal["opening", "closing"] = "closing") -> list[Composition]:
    """The balance sheet in groups by BAS number, with the result that has not been moved to equity yet.

    Args:
        lines: The trial balances.
        figure: At the beginning or at the end of the year.
    """
    groups: dict[str, list[list[Decimal]]] = {}
    for line in lines:
        if line.statement == "result":
            group = "unmoved" if figure == "closing" else ""
        else:
            group = next((key for key, _, _, pattern in _GROUPS if re.match(pattern, line.account)), "")
        if not group:
            continue
        cells = groups.setdefault(group, [[], []])
        for place, figures in enumerate((line.before, line.after)):
            cells[place].append((getattr(figures, figure) if figures else None) or ZERO)
    found = []
    for key, side, name, _ in (*_GROUPS, ("unmoved", "equity", _UNMOVED, "")):
        before, after = (exact_sum(amounts) for amounts in groups.get(key, [[], []]))
        if before or after:
            if side == "equity":
                before, after = before.copy_negate(), after.copy_negate()
            found.append(Composition(id=key, side=side, name=name, before=before + ZERO, after=after + ZERO))
    return found


def year_figures(ledger: Ledger, lines: Sequence[TrialLine], side: Literal["before", "after"]) -> YearFigures:
    """A fiscal year of one side in short.

    Args:
        ledger: The books.
        lines: The trial balances.
        side: Which of them.
    """
    figures = [(line, found) for line in lines if (found := getattr(line, side)) is not None]
    result = [
        f.closing for line, f in figures if line.statement == "result" and not _RESULT_MOVED.fullmatch(line.account)
    ]
    return YearFigures(
        vouchers=len(ledger.vouchers),
        rows=row_count(ledger),
        debit=exact_sum(f.debit for _, f in figures),
        credit=exact_sum(f.credit for _, f in figures),
        assets=exact_sum(f.closing for line, f in figures if line.account[:1] == "1"),
        result=exact_sum(result).copy_negate() + ZERO,
    )


def series_lines(year: FittedYear, after: Ledger | None, troubled: Troubled) -> Iterator[MoveSeries]:
    """Every series of the target: what it should hold, and what it holds.

    Args:
        year: The year, with the vouchers as they should be.
        after: The target.
        troubled: What differs without an explanation.
    """
    planned, actual = _by_series(year.ledger), _by_series(after) if after else {}
    sources: dict[str, dict[str, None]] = {}
    for old, new in zip(year.source.vouchers, year.ledger.vouchers, strict=True):
        sources.setdefault(new.series or "", {})[old.series or ""] = None
    for name in sorted({*planned, *actual}):
        left, right = planned.get(name), actual.get(name)
        status: Status = "passed" if left == right else "failed" if name in troubled.series else "explained"
        if status == "explained" and (left is None or right is None):
            status = "failed"
        yield MoveSeries(series=name, sources=tuple(sources.get(name, ())), planned=left, actual=right, status=status)


def _by_series(ledger: Ledger) -> dict[str, SeriesFigures]:
    found: dict[str, tuple[list[str], list[Decimal], list[Decimal]]] = {}
    counts: dict[str, int] = {}
    for voucher in ledger.vouchers:
        name = voucher.series or ""
        numbers, debit, credit = found.setdefault(name, ([], [], []))
        counts[name] = counts.get(name, 0) + 1
        if voucher.number is not None:
            numbers.append(voucher.number)
        for row in voucher.posted:
            if row.amount is not None:
                (debit if row.amount > 0 else credit).append(row.amount)
    return {
        name: SeriesFigures(
            count=counts[name],
            first=min(numbers, key=_natural, default=None),
            last=max(numbers, key=_natural, default=None),
            debit=exact_sum(debit),
            credit=exact_sum(credit).copy_negate() + ZERO,
        )
        for name, (numbers, debit, credit) in found.items()
    }


def _natural(number: str) -> tuple[int, str]:
    return (int(number), "") if _NUMBER.fullmatch(number) else (10**10, number)


def object_sums(ledger: Ledger | None) -> dict[ObjectRef, tuple[Decimal, Decimal]]:
    """What is booked on each object, debit and credit.

    Args:
        ledger: The books.
    """
    found: dict[ObjectRef, tuple[list[Decimal], list[Decimal]]] = {}
    for voucher in ledger.vouchers if ledger else ():
        for row in voucher.posted:
            for ref in dict.fromkeys(row.objects) if row.objects else ():
                debit, credit = found.setdefault(ref, ([], []))
                if row.amount is not None:
                    (debit if row.amount > 0 else credit).append(row.amount)
    return {ref: (exact_sum(debit), exact_sum(credit).copy_negate() + ZERO) for ref, (debit, credit) in found.items()}


def number_runs(years: Mapping[datetime.date, Sequence[Renumbering]]) -> Iterator[NumberRun]:
    """Pairs of numbers as runs: as long as both sides count on by one, they are one run.

    Args:
        years: The pairs of each fiscal year, in the order of the source.

    Example:
        >>> pairs = [Renumbering(VoucherRef("A", str(n)), VoucherRef("A", str(n + 2))) for n in range(1, 9)]
        >>> [(r.source_first, r.source_last, r.target_first, r.target_last, r.count)
        ...  for r in number_runs({datetime.date(2024, 1, 1): pairs})]
        [('1', '8', '3', '10', 8)]
    """
    for year, pairs in years.items():
        by_series: dict[tuple[str, str], list[Renumbering]] = {}
        for pair in pairs:
            by_series.setdefault((pair.source.series or "", pair.target.series or ""), []).append(pair)
        for series in sorted(by_series):
            run: list[Renumbering] = []
            for pair in by_series[series]:
                if run and not (_follows(run[-1].source, pair.source) and _follows(run[-1].target, pair.target)):
                    yield _run(year, run)
                    run = []
                run.append(pair)
            yield _run(year, run)


def _follows(one: VoucherRef, other: VoucherRef) -> bool:
    numbers = one.number or "", other.number or ""
    return all(_NUMBER.fullmatch(number) for number in numbers) and int(numbers[1]) == int(numbers[0]) + 1


def _run(year: datetime.date, run: Sequence[Renumbering]) -> NumberRun:
    first, last = run[0], run[-1]
    return NumberRun(
        year=year,
        source_series=first.source.series or "",
        source_first=first.source.number or "",
        source_last=last.source.number or "",
        target_series=first.target.series or "",
        target_first=first.target.number or "",
        target_last=last.target.number or "",
        count=len(run),
        changed=(first.source.series, first.source.number) != (first.target.series, first.target.number),
    )
