"""Charts as inline SVG: pure functions from numbers to text, with classes instead of colours and no script.

Rule 1: a chart shows what a table beside it says; every bar tells its exact value.
Rule 2: numbers become positions here, and nothing else is computed with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from html import escape

import msgspec

from sie.report.money import ZERO, typeset

__all__ = ["Bars", "Part", "Stack", "grouped_bars", "stacked_bars"]

_WIDTH, _HEIGHT = 460, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 6, 22, 24


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """Bars that stand together.

    Attributes:
        label: Below them.
        values: One for each bar, in kronor.
        titles: What each bar tells.
    """

    label: str
    values: tuple[Decimal, ...]
    titles: tuple[str, ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a stacked bar: its class, its value in kronor, and what it tells."""

    kind: str
    value: Decimal
    title: str
    label: str


class Stack(msgspec.Struct, frozen=True, kw_only=True):
    """A stacked bar: what stands above it, and its parts."""

    label: str
    parts: tuple[Part, ...]


def grouped_bars(groups: Sequence[Bars], title: str, language: str = "en") -> str:
    """Bars in groups above and below zero.

    Args:
        groups: From left to right.
        title: What the chart shows, for those who cannot see it.
        language: Of the numbers on the axis, ``"en"`` or ``"sv"``.

    Example:
        >>> one = Bars(label="jan", values=(Decimal(5), Decimal(5)), titles=("before 5", "after 5"))
        >>> "before 5" in grouped_bars([one], "Result") and "<script" not in grouped_bars([one], "Result")
        True
    """
    values = [value for group in groups for value in group.values]
    low, high = min([ZERO, *values]), max([ZERO, *values])
    step = _step(high - low)
    bottom, top = _floor(low, step), -_floor(-high, step)
    if bottom == top:
        top = step
    room = _HEIGHT - _TOP - _BOTTOM

    def y(value: Decimal) -> float:
        return _TOP + room * float((top - value) / (top - bottom))

    unit, divisor, places = _unit(max(-bottom, top), step)
    lines = [
        _open(_WIDTH, _HEIGHT, title),
        f'<text class="unit" x="{_LEFT - 8}" y="10">{unit[language == "sv"]}</text>',
    ]
    tick = bottom
    while tick <= top:
        at = f"{y(tick):.1f}"
        kind = "zero" if not tick else "grid"
        said = typeset(tick / divisor, language)
        said = said if places else said[:-3]
        lines.append(f'<line class="{kind}" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at}" y2="{at}"/>')
        lines.append(f'<text class="tick" x="{_LEFT - 8}" y="{y(tick) + 4:.1f}">{_trimmed(said)}</text>')
        tick += step
    wide = (_WIDTH - _LEFT - _RIGHT) / max(len(groups), 1)
    for i, group in enumerate(groups):
        left = _LEFT + wide * i
        bar = min(wide * 0.8 / max(len(group.values), 1), 22.0)
        begin = left + (wide - bar * len(group.values)) / 2
        for k, (value, told) in enumerate(zip(group.values, group.titles, strict=True)):
            edges = sorted((y(value), y(ZERO)))
            lines.append(
                f'<rect class="bar bar{k}" x="{begin + bar * k:.1f}" y="{edges[0]:.1f}" width="{bar:.1f}" '
                f'height="{max(edges[1] - edges[0], 0.8 if value else 0):.1f}"><title>{escape(told)}</title></rect>'
            )
        if len(set(group.values)) > 1:
            lines.append(
                f'<text class="apart" x="{left + wide / 2:.1f}" y="{y(max(*group.values, ZERO)) - 5:.1f}">≠</text>'
            )
        lines.append(f'<text class="label" x="{left + wide / 2:.1f}" y="{_HEIGHT - 7}">{escape(group.label)}</text>')
    return "".join([*lines, "</svg>"])


def stacked_bars(stacks: Sequence[Stack], title: str) -> str:
    """Horizontal bars of parts; what is negative stands to the left of the line.

    Args:
        stacks: From top to bottom.
        title: What the chart shows.
    """
    low = min([ZERO, *(sum((p.value for p in s.parts if p.value < 0), ZERO) for s in stacks)])
    high = max([ZERO, *(sum((p.value for p in s.parts if p.value > 0), ZERO) for s in stacks)])
    span = high - low or Decimal(1)
    row, bar = 52, 28
    height = row * len(stacks) + 6

    def x(value: Decimal) -> float:
        return 2 + (_WIDTH - 4) * float((value - low) / span)

    lines = [_open(_WIDTH, height, title)]
    for i, stack in enumerate(stacks):
        top = row * i + 4
        lines.append(f'<text class="stack" x="2" y="{top + 12}">{escape(stack.label)}</text>')
        lines += _parts(stack, x, top + 18, bar)
        if low:
            edges = f'x1="{x(ZERO):.1f}" x2="{x(ZERO):.1f}" y1="{top + 15}" y2="{top + bar + 21}"'
            lines.append(f'<line class="zero" {edges}/>')
    return "".join([*lines, "</svg>"])


def _parts(stack: Stack, x: Callable[[Decimal], float], top: int, bar: int) -> Iterator[str]:
    up = down = ZERO
    for part in stack.parts:
        begin = up if part.value >= 0 else down
        edges = sorted((x(begin), x(begin + part.value)))
        wide = edges[1] - edges[0]
        if part.value >= 0:
            up += part.value
        else:
            down += part.value
        yield (
            f'<rect class="part {part.kind}" x="{edges[0]:.1f}" y="{top}" width="{wide:.1f}" height="{bar}">'
            f"<title>{escape(part.title)}</title></rect>"
        )
        if wide > 7.2 * len(part.label) + 8:
            middle = (edges[0] + edges[1]) / 2
            yield f'<text class="in {part.kind}" x="{middle:.1f}" y="{top + 18}">{escape(part.label)}</text>'


def _open(width: int, height: int, title: str) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'


def _step(span: Decimal) -> Decimal:
    """A round distance between lines, so that there are four to eight of them."""
    if span <= 0:
        return Decimal(1)
    size = Decimal(10) ** (span.adjusted() - 1)
    return next(size * n for n in (2, 5, 10, 20, 25, 50) if span <= size * n * 6)


def _floor(value: Decimal, step: Decimal) -> Decimal:
    whole = value // step
    return (whole if whole * step <= value else whole - 1) * step


def _unit(most: Decimal, step: Decimal) -> tuple[tuple[str, str], Decimal, bool]:
    """Kronor, thousands or millions: what keeps the numbers on the axis short."""
    for name, divisor in ((("SEK m", "mkr"), Decimal(1_000_000)), (("SEK k", "tkr"), Decimal(1000))):
        if most >= divisor * 2:
            return name, divisor, step < divisor * 100 and bool(step % divisor)
    return ("SEK", "kr"), Decimal(1), step < 100 and bool(step % 1)


def _trimmed(text: str) -> str:
    """The number without zeros at the end of its decimals."""
    return text.rstrip("0").rstrip(",.") if "," in text[-3:] or "." in text[-3:] else text
