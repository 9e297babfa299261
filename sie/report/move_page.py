"""The report of a move as one HTML page that needs nothing else: no network, no script, no font.

Rule 1: the template decides how it looks and computes nothing; this module says it in words and numbers.
Rule 2: whatever comes from a file is escaped by the template engine, and its control characters are shown as such.
"""

from __future__ import annotations

import datetime
import decimal
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from sie.errors import SieUsageError
from sie.ledger.model import exact_sum
from sie.report.charts import Bars, Part, Stack, grouped_bars, stacked_bars
from sie.report.diff_words import AMOUNTS
from sie.report.harmless import safe, to_json
from sie.report.money import typeset
from sie.report.move import (
    Composition,
    MoveCheck,
    MoveFinding,
    MoveReport,
    MoveYear,
    NumberRun,
    TrialFigures,
    TrialLine,
    numbered,
)
from sie.report.move_words import move_word

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["check_engine", "move_html"]

_MOST = 400
"""How many differences the page shows; JSON has all of them."""

_MOST_NUMBERS = 1500

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "sv": ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
}


def move_html(report: MoveReport, language: str = "en") -> bytes:
    """The report of a move as a page in UTF-8.

    Args:
        report: The report.
        language: ``"en"`` or ``"sv"``.

    Raises:
        SieUsageError: The extra ``report`` is not installed.
    """
    language = "sv" if language == "sv" else "en"
    with decimal.localcontext(decimal.Context()):  # of the charts; sums are exact whatever it is
        template = _environment(language).get_template("move.html.j2")
        text = template.render(
            r=report,
            language=language,
            fingerprint=hashlib.sha256(to_json(report)).hexdigest(),
            made=_moment(report.made),
            checks=[check for check in report.checks if check.part == "move"],
            file=partial(_named, _short([facts.path for facts in (*report.sources, *report.targets)])),
            agreeing=sum(check.passed for check in report.checks),
            years=[_Year.of(year, report.checks, language) for year in report.years],
            differences=report.differences[:_MOST],
            left=max(len(report.differences) - _MOST, 0),
            changed=_changed(report),
            most_numbers=_MOST_NUMBERS,
            blocks=_by_code(report.blocks),
            warnings=_by_code(report.warnings),
        )
    return text.encode("utf-8")


def check_engine() -> None:
    """Say that a page cannot be made.

    Raises:
        SieUsageError: The extra ``report`` is not installed.
    """
    try:
        import jinja2  # noqa: F401 - only asked whether it is there
    except ImportError as error:
        raise SieUsageError(
            "A report as a page needs one more package: pip install 'sie[report]'.",
            "En rapport som sida behöver ett paket till: pip install 'sie[report]'.",
        ) from error


def _environment(language: str) -> Environment:
    check_engine()
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def harmless(value: object) -> object:
        # Blanks that do not break are ours; everything else that does not print came from a file.
        if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
            return value
        return "\xa0".join(safe(part) for part in value.split("\xa0"))

    def chart(make: str) -> Markup:
        return Markup(make)  # escaped by the chart itself

    found = Environment(
        loader=PackageLoader("sie.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(
        w=partial(_word, language),
        say=lambda sentence: sentence.of(language),
        number=lambda value: "" if value is None else typeset(value, language),
        amount=lambda value: "" if not value else typeset(value, language),
        value=partial(_value, language),
        checked=partial(_checked, language),
        span=_span,
        run=partial(_run, language),
        chart=chart,
        apart=_apart,
    )
    return found


def _short(paths: Sequence[str]) -> dict[str, str]:
    """What each file is called: its name, or all of its path where two files have the same name."""
    names = {path: re.split(r"[/\\]", path)[-1] or path for path in paths}
    counts = Counter(names.values())
    return {path: name if counts[name] == 1 else path for path, name in names.items()}


def _named(names: Mapping[str, str], path: str) -> str:
    return names.get(path, path)


def _word(language: str, key: str, *parts: object) -> str:
    shown = (typeset(part, language) if isinstance(part, int) else part for part in parts)
    return move_word(key, language, *shown)


def _moment(made: datetime.datetime) -> str:
    zone = f"{made:%z}"
    return f"{made:%Y-%m-%d %H:%M}" + (f" (UTC{zone[:3]}:{zone[3:5]})" if zone else "")


def _span(start: datetime.date | None, end: datetime.date | None) -> str:
    """A fiscal year: the calendar year alone, where it is one."""
    if start is None or end is None:
        return "–"
    calendar = start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    return str(start.year) if calendar else f"{start} – {end}"


def _value(language: str, field: str, value: str | None) -> str:
    if value is None:
        return "–"
    return typeset(Decimal(value), language) if field in AMOUNTS else value


def _checked(language: str, value: int | Decimal | None, text: str | None) -> str:
    return text or "–" if value is None else typeset(value, language)


def _apart(before: Decimal, after: Decimal) -> Decimal:
    return exact_sum((after, before.copy_negate()))


def _run(language: str, run: NumberRun, side: str) -> str:
    """The numbers of a run on one side: A1 – A212."""
    series, first, last = (getattr(run, f"{side}_{part}") for part in ("series", "first", "last"))
    one = numbered(series, first) or move_word("none", language)
    return one if run.count == 1 or first == last else f"{one} – {numbered(series, last)}"


class _Group(msgspec.Struct, frozen=True):
    """Checks that belong together."""

    checks: tuple[MoveCheck, ...]

    @property
    def agreeing(self) -> int:
        return sum(check.passed for check in self.checks)

    @property
    def open(self) -> bool:
        return self.agreeing < len(self.checks)


class _Total(msgspec.Struct, frozen=True):
    """A line of sums in a trial balance."""

    statement: str
    before: TrialFigures
    after: TrialFigures
    difference: Decimal


class _Year(msgspec.Struct, frozen=True, kw_only=True):
    """A fiscal year with all that the template shows of it."""

    year: MoveYear
    name: str
    checks: tuple[MoveCheck, ...]
    series: _Group
    objects: _Group
    months: str
    balance: str
    groups: tuple[Composition, ...]
    sums: tuple[tuple[str, Decimal, Decimal], ...]
    totals: tuple[_Total, ...]
    failing: int

    @classmethod
    def of(cls, year: MoveYear, checks: Sequence[MoveCheck], language: str) -> _Year:
        """Gather it."""
        name = _span(year.start, year.end)
        own = [check for check in checks if check.year == year.start]
        parts = {part: tuple(check for check in own if check.part == part) for part in ("year", "series", "objects")}
        return cls(
            year=year,
            name=name,
            checks=parts["year"],
            series=_Group(parts["series"]),
            objects=_Group(parts["objects"]),
            months=_month_chart(year, name, language) if any(m.before or m.after for m in year.months) else "",
            balance=_balance_chart(year, name, language) if year.composition else "",
            groups=year.composition,
            sums=tuple(
                (
                    side,
                    exact_sum(group.before for group in year.composition if group.side == side),
                    exact_sum(group.after for group in year.composition if group.side == side),
                )
                for side in ("assets", "equity")
            ),
            totals=tuple(_totals(year.trial)),
            failing=sum(1 for line in year.trial if line.status == "failed"),
        )


def _totals(lines: Sequence[TrialLine]) -> Iterator[_Total]:
    kinds = [kind for kind in ("balance", "result", "other") if any(line.statement == kind for line in lines)]
    for kind in (*kinds, *(["sum"] if len(kinds) > 1 else [])):
        chosen = [line for line in lines if kind in (line.statement, "sum")]
        before, after = (
            TrialFigures(
                opening=exact_sum(figures.opening for figures in side),
                debit=exact_sum(figures.debit for figures in side),
                credit=exact_sum(figures.credit for figures in side),
                closing=exact_sum(figures.closing for figures in side),
            )
            for side in ([line.before for line in chosen if line.before], [line.after for line in chosen if line.after])
        )
        yield _Total(kind, before, after, _apart(before.closing, after.closing))


def _month_chart(year: MoveYear, name: str, language: str) -> str:
    before, after = move_word("before", language), move_word("after", language)
    bars = []
    for month in year.months:
        label = _MONTHS[language][int(month.month[5:]) - 1]
        told = f"{label} {month.month[:4]}"
        titles = [
            f"{told}, {when.lower()}: {typeset(value, language)}"
            for when, value in ((before, month.before), (after, month.after))
        ]
        bars.append(Bars(label=label, values=(month.before, month.after), titles=tuple(titles)))
    return grouped_bars(bars, move_word("months", language, name), language)


def _balance_chart(year: MoveYear, name: str, language: str) -> str:
    stacks = []
    for side in ("assets", "equity"):
        for when in ("before", "after"):
            parts = []
            for group in year.composition:
                value: Decimal = getattr(group, when)
                if group.side == side and value:
                    told = f"{group.name.of(language)}, {move_word(when, language).lower()}: {typeset(value, language)}"
                    parts.append(Part(kind=group.id, value=value, title=told, label=typeset(value, language)))
            label = f"{move_word(f'side_{side}', language)}, {move_word(when, language).lower()}"
            stacks.append(Stack(label=label, parts=tuple(parts)))
    return stacked_bars(stacks, move_word("balance", language, name))


def _changed(report: MoveReport) -> list[tuple[str, list[tuple[str, str]]]]:
    """The vouchers with another number, one by one, by fiscal year."""
    found = []
    spans = {year.start: _span(year.start, year.end) for year in report.years}
    for start, pairs in report.number_map.years.items():
        moved = [
            (numbered(pair.source.series, pair.source.number), numbered(pair.target.series, pair.target.number))
            for pair in pairs
            if (pair.source.series, pair.source.number) != (pair.target.series, pair.target.number)
        ]
        if moved:
            found.append((spans.get(start, str(start)), moved))
    return found


class _Remarks(msgspec.Struct, frozen=True):
    """Findings of a code: the first of them, how many there are, and the files."""

    first: MoveFinding
    count: int
    files: tuple[str, ...]


def _by_code(findings: Iterable[MoveFinding]) -> list[_Remarks]:
    groups: dict[str, list[MoveFinding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    return [
        _Remarks(group[0], sum(f.count for f in group), tuple(dict.fromkeys(f.file for f in group)))
        for group in groups.values()
    ]
