"""A comparison as text for a person and as values for a program, in Swedish or English."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec
from rich.table import Table
from rich.text import Text

from sie.comparison import (
    FAMILIES,
    AccountTotals,
    Comparison,
    Difference,
    Figures,
    NumberMap,
    SeriesFigures,
    SeriesTotals,
    Verdict,
)
from sie.diagnostics import Diagnostic, Severity
from sie.ledger.model import Ledger, exact_sum
from sie.report.diff_words import (
    PHRASES,
    Pair,
    cause_said,
    field_said,
    message,
    root_said,
    said,
    thing_said,
    value_said,
)
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.text import printed

__all__ = [
    "MOST",
    "DiffReport",
    "Entry",
    "Side",
    "diff_text",
    "diff_values",
]

MOST = 20
"""How many rows a table has unless all are asked for."""

_VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    "green": ("green", "GREEN", "GRÖNT"),
    "amber": ("yellow", "AMBER", "GULT"),
    "red": ("red", "RED", "RÖTT"),
}

_FAMILIES: Mapping[str, Pair] = {
    "company": ("Company and file", "Företag och fil"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "accounts": ("Accounts", "Konton"),
    "series": ("Series", "Serier"),
    "objects": ("Dimensions and objects", "Dimensioner och objekt"),
    "chart": ("Chart of accounts", "Kontoplan"),
    "sie5": ("What only SIE 5 holds", "Det som bara SIE 5 innehåller"),
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Something to know, and where it stands: a difference without an explanation, or a finding of reading."""

    code: str
    file: str
    line: int
    message: str


class DiffReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``sie diff --format json`` prints.

    Attributes:
        verdict: ``green``, ``amber`` or ``red``.
        unexplained: How many differences have no known cause, consequences not counted.
        source: The files of the source.
        target: The files of the target.
        blocks: What makes it red.
        warnings: What makes it amber, and what had to be forgiven to read the files.
        changes: The differences that are explained.
        differences: Those that are not, causes before consequences.
        accounts: What each account has on both sides.
        series: What each series has on both sides.
        number_map: Which voucher became which, when any has another number.
    """

    verdict: Verdict
    unexplained: int
    source: tuple[str, ...]
    target: tuple[str, ...]
    blocks: tuple[Entry, ...]
    warnings: tuple[Entry, ...]
    changes: tuple[Difference, ...]
    differences: tuple[Difference, ...]
    accounts: tuple[AccountTotals, ...]
    series: tuple[SeriesTotals, ...]
    number_map: NumberMap | msgspec.UnsetType = msgspec.UNSET


class Side(msgspec.Struct, frozen=True):
    """The files of one side, as they were read."""

    paths: tuple[str, ...]
    ledgers: tuple[Ledger, ...]

    def file(self, year: datetime.date | None) -> str:
        """The file of a fiscal year."""
        for path, ledger in zip(self.paths, self.ledgers, strict=True):
            if 0 in ledger.years and ledger.years[0].start == year:
                return path
        return self.paths[0] if self.paths else ""

    def findings(self) -> Iterator[tuple[str, Diagnostic]]:
        """What had to be forgiven to read them, information left out."""
        for path, ledger in zip(self.paths, self.ledgers, strict=True):
            for diagnostic in ledger.diagnostics:
                if diagnostic.severity >= Severity.WARNING:
                    yield path, diagnostic


def _entry(d: Difference, source: Side, target: Side, language: str) -> Entry:
    return Entry(
        code=f"diff-{d.where}-{d.field}".replace("_", "-"),
        file=(target if d.target_line or not d.source_line else source).file(d.year),
        line=d.target_line or d.source_line,
        message=message(d, language),
    )


def _wanted(found: Iterable[Difference], only: Sequence[str]) -> tuple[Difference, ...]:
    return tuple(d for d in found if not only or d.family in only)


def diff_values(
    found: Comparison, source: Side, target: Side, language: str = "en", only: Sequence[str] = ()
) -> DiffReport:
    r"""A comparison as values for a program.

    Args:
        found: The comparison.
        source: The files of the source.
        target: The files of the target.
        language: Of the messages, ``"en"`` or ``"sv"``.
        only: The parts of the books to list differences of; all of them unless given. The verdict is always that of
            the whole.

    Example:
        >>> import sie
        >>> old, new = sie.loads("#KONTO 1910 Kassa\n#IB 0 1910 5\n"), sie.loads("#KONTO 1910 Kassa\n#IB 0 1910 6\n")
        >>> values = diff_values(sie.compare(old, new), Side(("a.se",), (old,)), Side(("b.se",), (new,)))
        >>> [(block.code, block.file, block.line, block.message) for block in values.blocks]
        [('diff-balance-opening', 'b.se', 2,
          'Account 1910: opening balance is “5.00” in the source and “6.00” in the target.')]
    """
    roots = [d for d in found.differences if d.is_root and not d.explained]
    read = [
        Entry(code=diagnostic.code, file=path, line=diagnostic.line, message=diagnostic.message(language))
        for side in (source, target)
        for path, diagnostic in side.findings()
    ]
    return DiffReport(
        verdict=found.verdict,
        unexplained=found.unexplained,
        source=source.paths,
        target=target.paths,
        blocks=tuple(_entry(d, source, target, language) for d in roots if d.colour == "red"),
        warnings=(*(_entry(d, source, target, language) for d in roots if d.colour == "amber"), *read),
        changes=_wanted((d for d in found.differences if d.explained), only),
        differences=_wanted((d for d in found.differences if not d.explained), only),
        accounts=found.accounts if not only or "accounts" in only else (),
        series=found.series if not only or "series" in only else (),
        number_map=found.numbers if found.numbers is not None else msgspec.UNSET,
    )


def diff_text(
    found: Comparison, source: Side, target: Side, look: Look, *, only: Sequence[str] = (), every: bool = False
) -> Iterator[str]:
    """A comparison as text: the verdict, the sums, and a table for each part of the books.

    Args:
        found: The comparison.
        source: The files of the source.
        target: The files of the target.
        look: How it looks.
        only: The parts of the books to show; all of them unless given. The verdict is always that of the whole.
        every: Show every row of every table, and each explained difference.
    """
    yield _head(found, source, target, look)
    most = None if every else MOST
    if not only:
        yield _section(look, "sums", _sums(found, look))
    if not only or "series" in only:
        yield from _limited(look, "series", _series(found.series, look), most)
    if "accounts" in only:
        yield from _limited(look, "trial_balance", _balances(found.accounts, look), most)
    unexplained = _wanted((d for d in found.differences if not d.explained), only)
    explained = _wanted((d for d in found.differences if d.explained), only)
    for family in FAMILIES:
        rows = [d for d in unexplained if d.family == family]
        if rows:
            yield from _limited(look, said(_FAMILIES[family], look.language), _differences(rows, look), most)
    doubtful = _wanted(found.doubtful, only)
    if doubtful and not every:
        yield from _limited(look, "doubtful_title", _differences(doubtful, look), most)
    if explained and every:
        yield from _limited(look, "explained_title", _differences(explained, look), most)
    elif explained:
        yield from _limited(look, "explained_title", _causes(explained, look), most)


def _head(found: Comparison, source: Side, target: Side, look: Look) -> str:
    language, count = look.language, found.unexplained
    style, *names = _VERDICTS[found.verdict]
    title = Text().append(names[language == "sv"], f"bold {style}").append("  ")
    if found.verdict == "green":
        title.append(said(PHRASES["explained" if found.differences else "same"], language))
    elif not count and found.doubtful:
        title.append(said(PHRASES["doubtful"], language, len(found.doubtful)))
    else:
        counted = said(PHRASES["one" if count == 1 else "several"], language, count)
        follow = sum(1 for d in found.differences if not d.explained and not d.is_root)
        if follow:
            counted = said(PHRASES["consequences"], language, counted, follow)
        title.append(said(PHRASES[found.verdict], language, counted))
    lines = [title]
    for key, side in (("source", source), ("target", target)):
        name = said(PHRASES[key], language)
        lines += [Text(f"{name:<8}").append(safe(path)) for path in side.paths]
    for path, count in Counter(path for side in (source, target) for path, _ in side.findings()).items():
        lines.append(Text(safe(said(PHRASES["read"], language, path, count)), style="yellow"))
    return printed(look, *lines)


def _section(look: Look, title: str, table: Table) -> str:
    title = said(PHRASES[title], look.language) if title in PHRASES else title
    amounts = any(column.no_wrap for column in table.columns)
    return printed(look, Text(), Text(title, "bold"), table, fixed=amounts)


class _Rows(msgspec.Struct):
    """The rows of a table; columns whose name begins with ``>`` are numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def _limited(look: Look, title: str, rows: _Rows, most: int | None) -> Iterator[str]:
    """A table of not too many rows, and how many more there are."""
    if not rows.rows:
        return
    yield _section(look, title, _table(rows.columns, rows.rows[:most]))
    if most is not None and len(rows.rows) > most:
        yield said(PHRASES["more"], look.language, len(rows.rows) - most) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        amount = column.startswith(">")
        table.add_column(
            column.removeprefix(">"), justify="right" if amount else "left", no_wrap=amount, overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    return table


def _columns(look: Look, *keys: str) -> list[str]:
    return [(">" if key.startswith(">") else "") + said(PHRASES[key.removeprefix(">")], look.language) for key in keys]


def _differences(found: Iterable[Difference], look: Look) -> _Rows:
    language = look.language
    rows = []
    for d in found:
        why = cause_said(d.cause, language) if d.cause else ""
        if not why and d.follows_from is not None:
            why = said(PHRASES["follows"], language, root_said(d.follows_from, language))
        lines = f"{d.source_line or look.dash}/{d.target_line or look.dash}" if d.source_line or d.target_line else ""
        values = (value_said(d, value, language) for value in (d.before, d.after))
        rows.append((thing_said(d, language), field_said(d, language), *values, lines, why))
    return _Rows(_columns(look, "what", "field", "source", "target", "lines", "why"), rows)


def _causes(found: Iterable[Difference], look: Look) -> _Rows:
    counts = Counter(d.cause or "" for d in found)
    rows = [(cause_said(cause, look.language), str(count)) for cause, count in counts.most_common()]
    return _Rows(_columns(look, "why", ">count"), rows)


def _end(figures: Figures | None) -> Decimal | None:
    """What an account ends with: as a record says, else as the vouchers give."""
    if figures is None:
        return None
    stated = figures.closing if figures.closing is not None else figures.result
    return exact_sum((figures.opening, figures.debit, -figures.credit)) if stated is None else stated


def _sums(found: Comparison, look: Look) -> Table:
    """What the current years of both sides sum to."""
    rows: list[tuple[str, ...]] = []
    counts = [sum(figures.count for figures in _side(found.series, side)) for side in ("source", "target")]
    rows.append((said(PHRASES["vouchers"], look.language), *map(str, counts), str(counts[1] - counts[0] or "")))
    current = [total for total in found.accounts if total.relative == 0]
    for key in ("opening", "debit", "credit", "closing", "result"):
        sums = [
            exact_sum(getattr(figures, key) for total in current if (figures := getattr(total, side)) is not None)
            for side in ("source", "target")
        ]
        apart = exact_sum((sums[1], -sums[0]))
        rows.append((said(PHRASES[key], look.language), *map(look.money, sums), look.money(apart) if apart else ""))
    columns = _columns(look, ">source", ">target", ">difference")
    return _table(["", *columns], rows)


def _side(series: Iterable[SeriesTotals], side: str) -> Iterator[SeriesFigures]:
    return (figures for total in series if (figures := getattr(total, side)) is not None)


def _series(series: Iterable[SeriesTotals], look: Look) -> _Rows:
    rows = []
    for total in series:
        name = total.series or said(PHRASES["no_series"], look.language)
        cells = [name, str(total.year or "")]
        for figures in (total.source, total.target):
            span = f"{figures.first or ''}{look.dash}{figures.last or ''}" if figures and figures.first else ""
            cells += (
                [str(figures.count), span, look.money(figures.debit), look.money(figures.credit)]
                if figures
                else [""] * 4
            )
        rows.append(cells)
    source, target = (said(PHRASES[key], look.language) for key in ("source", "target"))
    counted, *others = (said(PHRASES[key], look.language).lower() for key in ("count", "numbers", "debit", "credit"))
    head = _columns(look, "series", "from")
    for side in (source, target):
        head += [f">{side}: {counted}", *(f">{other}" for other in others)]
    return _Rows(head, rows)


def _balances(accounts: Iterable[AccountTotals], look: Look) -> _Rows:
    """The trial balances side by side: what each account ends with."""
    rows = []
    for total in accounts:
        before, after = _end(total.source), _end(total.target)
        apart = exact_sum((after, -before if before is not None else None))
        year = f"{total.year or ''}{f' ({total.relative})' if total.relative else ''}"
        rows.append(
            (
                year,
                total.account,
                total.name or "",
                look.money(before),
                look.money(after),
                look.money(apart) if apart else "",
            )
        )
    return _Rows(_columns(look, "from", "account", "name", ">source", ">target", ">difference"), rows)
