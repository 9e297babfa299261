"""Summaries and trial balances as text for a person, in Swedish or English, laid out by rich."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sie.ledger.model import exact_sum
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.model import AccountLine, Summary, Sums, TrialBalance
from sie.report.money import spaced
from sie.report.words import FILE_TYPES
from sie.spec.codes import COMPANY_TYPES

__all__ = ["heading", "overview", "plain_box", "printed", "trial_balance_text"]

_WIDE = 100_000
_LONGEST, _SHORTEST = 120, 12
_NOTHING = Sums(opening="0.00", closing="0.00", result="0.00", debit="0.00", credit="0.00")
_DRAWN, _PLAIN = (
    Box(f"    \n    \n {line * 2} \n    \n {line * 2} \n    \n    \n    \n", ascii=line == "-") for line in "─-"
)


def printed(look: Look, *parts: Table | Text, fixed: bool = False) -> str:
    """Tables and texts as they are shown.

    Args:
        look: How.
        parts: One below the other.
        fixed: Nothing may be cut or folded: columns of amounts.
    """
    width = None if fixed else look.width
    console = Console(
        file=io.StringIO(),
        width=width or _WIDE,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        no_color=not look.colour,
        _environ={},
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part, no_wrap=width is None, overflow="fold", crop=False)
    text = captured.get()
    return text if look.colour else "\n".join(line.rstrip(" ") for line in text.split("\n"))


def plain_box(look: Look) -> Box:
    """The lines under the heads and above the totals of a table."""
    return _DRAWN if look.lines else _PLAIN


def _grid() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _text(value: str | None, style: str = "") -> Text:
    return Text(safe(value or ""), style=style)


def _span(look: Look, start: object, end: object) -> str:
    return f"{start or '?'} {look.dash} {end or '?'}"


def heading(summary: Summary, look: Look) -> str:
    """Whose books these are, on one line.

    Args:
        summary: Of the file.
        look: How it looks.
    """
    company = summary.company
    title = Text().append(safe(company.name or look.word("unnamed")), "bold")
    if company.organisation_number:
        title.append("  " + safe(company.organisation_number))
    return printed(look, title)


def overview(summary: Summary, look: Look) -> str:
    """What the file is, how much is in it, and its sums.

    Args:
        summary: Of the file.
        look: How it looks.
    """
    facts = _grid()
    for key, value in _facts(summary, look):
        facts.add_row(look.word(key), value)
    counts = Table.grid(padding=(0, 2, 0, 0))
    counts.add_column(no_wrap=True)
    counts.add_column(justify="right", no_wrap=True)
    for key in summary.counts.__struct_fields__:
        number: int = getattr(summary.counts, key)
        if number or key not in ("added_rows", "removed_rows", "unknown_labels"):
            counts.add_row(look.word(key), spaced(Decimal(number))[:-3])
    return printed(
        look,
        _text(summary.path, "bold"),
        Text(),
        facts,
        Text(),
        Text(look.word("contents"), "bold"),
        counts,
        Text(),
        Text(look.word("sums"), "bold"),
    ) + printed(look, _sums(summary, look), fixed=True)


def _facts(summary: Summary, look: Look) -> Iterator[tuple[str, Text]]:
    company, language = summary.company, look.language == "sv"
    name = _text(company.name or look.word("unnamed"), "bold" if company.name else "")
    form = COMPANY_TYPES.get(company.type or "")
    if company.type:
        name.append(f" ({safe(company.type)}{', ' + (form.sv if language else form.en) if form else ''})", "")
    yield "company", name
    yield "organisation_number", _text(company.organisation_number or look.word("unnamed"))
    if summary.years:
        wide = max(len(str(year.year)) for year in summary.years)
        spans = "\n".join(f"{y.year:>{wide}}  {_span(look, y.start, y.end)}" for y in summary.years)
        yield "years", Text(spans)
    if summary.sie5 is True:
        yield "kind", Text(look.word(f"sie5_{summary.kind}"))
    else:
        yield "kind", Text(f"{summary.kind}, {FILE_TYPES[summary.kind][language]}")
    program = " ".join(part for part in (summary.program, summary.program_version) if part)
    yield "program", _text(program or look.word("unnamed"))
    if summary.generated.date or summary.generated.sign:
        by = look.word("by", summary.generated.sign) if summary.generated.sign else ""
        yield "generated", _text(f"{summary.generated.date or ''} {by}".strip())
    encoding = f"{(summary.encoding or '').upper()}: {summary.encoding_evidence}"
    if summary.format_declared is not None:
        agrees = "declared_false" if summary.format_agrees is False else "declared_true"
        encoding += ", " + look.word(agrees, summary.format_declared)
    yield "encoding", _text(encoding)
    for key in ("currency", "chart_type", "tax_year"):
        if getattr(summary, key):
            yield key, _text(getattr(summary, key))
    if summary.balances_through:
        yield "balances_through", Text(str(summary.balances_through))
    if summary.flag:
        yield "flag", Text(look.word("imported"))


def _sums(summary: Summary, look: Look) -> Table:
    years = [year for year, total in summary.sums.items() if year == "0" or total != _NOTHING]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=len(years) > 1, header_style="dim")
    table.add_column("", no_wrap=True)
    for year in years:
        table.add_column(look.word("year", year), justify="right", no_wrap=True)
    for key in ("opening", "closing", "result", "debit", "credit"):
        table.add_row(
            look.word(f"{key}_sum"),
            *(Text(look.money(getattr(summary.sums[year], key))) for year in years),
        )
    return table


def trial_balance_text(table: TrialBalance, currency: str | None, look: Look) -> str:
    """A trial balance as a table, columns that are empty left out.

    Args:
        table: The trial balance.
        currency: By ISO 4217; SEK is meant when it is ``None``.
        look: How it looks.
    """
    title = look.word("trial_balance") + " " + look.word("year", table.year).lower()
    if table.start or table.end:
        title = f"{look.word('trial_balance')} {_span(look, table.start, table.end)}"
    head = Text().append(title, "bold").append(f"  {safe(currency or 'SEK')}", "dim")
    if not table.accounts:
        return printed(look, head, Text(look.word("no_accounts", table.year)))
    posted = any(line.debit != "0.00" or line.credit != "0.00" for line in table.accounts)
    ended = any(_end_of(line) is not None for line in table.accounts)
    columns = [
        ("opening", any(line.opening is not None for line in table.accounts)),
        ("debit", posted),
        ("credit", posted),
        ("closing", ended),
    ]
    shown = [key for key, wanted in columns if wanted]
    grid = Table(
        box=plain_box(look),
        padding=(0, 2, 0, 0),
        pad_edge=False,
        collapse_padding=True,
        show_edge=False,
        show_footer=False,
        header_style="bold",
    )
    rows = [[_amount(line, key, look) for key in shown] for line in table.accounts]
    sums = list(_totals(table, shown, look))
    # An amount is never cut short: the names give way, and when that is not enough, the lines grow.
    taken = sum(max(len(cells[i]) for cells in (*rows, *(c for _, c in sums))) + 3 for i in range(len(shown)))
    number = min(max(len(look.word("account")), *(len(line.account) for line in table.accounts)), _LONGEST)
    room = _LONGEST if look.width is None else max(look.width - taken - number - 6, _SHORTEST)
    grid.add_column(look.word("account"), max_width=number, overflow="fold")
    grid.add_column(
        look.word("name"),
        max_width=room,
        no_wrap=look.width is not None,
        overflow="fold" if look.width is None else "ellipsis",
    )
    for key in shown:
        grid.add_column(look.word(key), justify="right", no_wrap=True)
    for line, cells in zip(table.accounts, rows, strict=True):
        grid.add_row(_text(line.account), _text(line.name), *map(Text, cells))
    grid.add_section()
    for key, cells in sums:
        grid.add_row("", Text(look.word(key)), *map(Text, cells), style="bold" if key == "total" else "")
    return printed(look, head, Text(), grid, fixed=True)


def _totals(table: TrialBalance, columns: list[str], look: Look) -> Iterator[tuple[str, list[str]]]:
    """The last lines: balance sheet, profit and loss, both."""
    parts = {
        "balance_total": [line for line in table.accounts if line.statement == "balance"],
        "result_total": [line for line in table.accounts if line.statement == "result"],
    }
    if not all(parts.values()):
        parts = {}
    for key, lines in (*parts.items(), ("total", list(table.accounts))):
        yield key, [look.money(_total(lines, column)) for column in columns]


def _end_of(line: AccountLine) -> str | None:
    return line.closing if line.closing is not None else line.result


def _of(line: AccountLine, key: str) -> str | None:
    return _end_of(line) if key == "closing" else getattr(line, key)


def _amount(line: AccountLine, key: str, look: Look) -> str:
    value = _of(line, key)
    return "" if value == "0.00" and key in ("debit", "credit") else look.money(value)


def _total(lines: Iterable[AccountLine], key: str) -> Decimal:
    return exact_sum(Decimal(value) for value in (_of(line, key) for line in lines) if value is not None)
