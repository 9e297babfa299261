"""How lines and the file end.

Spec: paragraph 5.5; ambiguity A22.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from sie.fixes.model import Repair
from sie.fixes.sheet import Change, Line, Sheet, State

__all__ = ["end_of_file", "final_line_end", "line_ends"]

_CRLF = "\r\n"
_GOOD = ("\n", _CRLF)


def end_of_file(state: State) -> Iterator[Change]:
    """The DOS end-of-file mark (SIE014) or zero bytes behind the last line."""
    lines = state.sheet.lines
    if state.live < len(lines):
        return
    marked = state.indexes("SIE014")
    if marked:
        yield from _cut(lines, marked[0], "SIE014", "end-of-file")
        return
    last = len(lines)
    while last and not lines[last - 1].text.strip(" \t\x00"):
        last -= 1
    at = max(last - 1, 0)
    if any("\x00" in line.text for line in lines[last:]) or lines[at].text.rstrip(" \t").endswith("\x00"):
        yield from _cut(lines, at, "SIE013", "padding")


def _cut(lines: tuple[Line, ...], at: int, code: str, what: str) -> Iterator[Change]:
    """The line without what stands behind its last field, and no line after it."""
    text = lines[at].text
    kept = text.rstrip(" \t\x00\x1a")
    tail = text[len(kept) :]
    signs = [tail.index(sign) for sign in "\x00\x1a" if sign in tail]
    kept += tail[: min(signs)] if signs else tail
    kept = kept.rstrip("\r")  # else it would become part of the line end
    repair = Repair(code, what, lines[at].number, text[len(kept) :], "", True)
    yield Change(at, len(lines) - at, (kept,) if kept.strip(" \t") else (), (repair,))


def final_line_end(state: State) -> Iterator[Change]:
    """A line end for the last line (SIE013)."""
    last = len(state.sheet.lines) - 1
    line = state.sheet.lines[last]
    if not line.end and line.text.strip(" \t\x00"):
        new = Line(
            line.text, state.sheet.newline, line.raw + state.sheet.codec.encode(state.sheet.newline), line.number
        )
        yield Change(last, 1, (new,), (Repair("SIE013", "final-line-end", line.number, "", "", True),))


def line_ends(sheet: Sheet, live: int) -> tuple[Sheet, tuple[Repair, ...]] | None:
    """One line end for all lines (SIE012): CRLF, unless the file has LF or CRLF throughout.

    Args:
        sheet: The file.
        live: How many of its lines are read.
    """
    ends = Counter(line.end for line in sheet.lines[:live] if _has_end(sheet, line))
    if len(ends) < 2 and all(end in _GOOD for end in ends):
        return None
    lines = [_ended(sheet, line) if n < live and _has_end(sheet, line) else line for n, line in enumerate(sheet.lines)]
    first = next(old for old, new in zip(sheet.lines, lines, strict=True) if old is not new)
    before = ", ".join(f"{_name(end)} ({count})" for end, count in ends.most_common())
    repair = Repair("SIE012", "line-ends", first.number, before, "CRLF", True)
    return msgspec.structs.replace(sheet, lines=tuple(lines)), (repair,)


def _has_end(sheet: Sheet, line: Line) -> bool:
    """Whether a line ends in a line end; half a letter of UTF-16 only looks like one."""
    return bool(line.end) and not (sheet.codec.wide and len(line.raw) % 2)


def _ended(sheet: Sheet, line: Line) -> Line:
    if line.end == _CRLF:
        return line
    text = line.raw[: len(line.raw) - len(sheet.codec.encode(line.end))]
    return Line(line.text, _CRLF, text + sheet.codec.encode(_CRLF), line.number)


def _name(end: str) -> str:
    return end.replace("\r", "CR").replace("\n", "LF")
