"""Braces around the rows of vouchers.

Spec: paragraph 5.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from sie.fixes.model import Repair
from sie.fixes.sheet import Change, State
from sie.spec.labels import BY_NAME
from sie.text.lexer import LineKind, lex

__all__ = ["closed", "opened", "opened_and_closed", "own_lines", "removed"]


def own_lines(state: State) -> Iterator[Change]:
    """Braces that stand on a record's line (SIE113) get lines of their own."""
    for index, line, lexed in state.hits("SIE113"):
        if lexed.kind is not LineKind.RECORD:
            continue
        start = line.text.index("#")
        indent = line.text[: len(line.text) - len(line.text.lstrip(" \t"))]
        lines = [indent + brace for brace in lexed.before]
        record, behind = line.text[start:], ""
        if lexed.after and lexed.label in BY_NAME:
            at = line.text.rindex(lexed.after[0])
            record, behind = line.text[start:at].rstrip(" \t"), line.text[at:]
        if behind.strip(" \t{}"):
            continue  # zero bytes or the like, which belong to no line
        lines += [indent + record, *(indent + brace for brace in lexed.after if behind)]
        repair = Repair("SIE113", "own-line", line.number, line.text.strip(" \t"), "\n".join(lines), True)
        yield Change(index, 1, tuple(lines), (repair,))


def opened(state: State) -> Iterator[Change]:
    """The missing opening brace of a voucher that is closed (SIE110)."""
    for index in _unopened(state):
        _, is_closed = _rows_end(state, index)
        if is_closed:
            repair = Repair("SIE110", "opened", state.sheet.lines[index].number, "", "{", True)
            yield Change(index, 0, ("{",), (repair,))


def opened_and_closed(state: State) -> Iterator[Change]:
    """Both braces of a voucher that has none (SIE110): it may be cut short."""
    for index in _unopened(state):
        end, is_closed = _rows_end(state, index)
        if not is_closed:
            lines = state.sheet.lines[index:end]
            repairs = (
                Repair("SIE110", "opened", lines[0].number, "", "{", False),
                Repair("SIE111", "closed", lines[-1].number, "", "}", False),
            )
            yield Change(index, len(lines), ("{", *lines, "}"), repairs)


def _unopened(state: State) -> Iterator[int]:
    return (index for index, _, _ in state.hits("SIE110"))


def _rows_end(state: State, index: int) -> tuple[int, bool]:
    """Where the rows that begin at an index end, and whether a closing brace says so."""
    end = index
    for at in range(index, state.live):
        lexed = lex(state.sheet.lines[at].text)
        if lexed.kind is LineKind.CLOSE or "}" in lexed.before or "}" in lexed.after:
            return at, True
        if lexed.kind is LineKind.OPEN or lexed.before:
            break
        label = BY_NAME.get(lexed.label)
        if label is not None and label.store != "rows":
            break
        if lexed.kind is not LineKind.BLANK:
            end = at
    return end + 1, False


def closed(state: State) -> Iterator[Change]:
    """The missing closing brace of a voucher (SIE111)."""
    lines = state.sheet.lines
    for number, voucher in sorted(state.related.items()):
        if number > state.live or lex(lines[voucher - 1].text).label != "#VER":
            continue
        ended = lex(lines[number - 1].text).label in ("#VER", "#KSUMMA") and number != voucher
        at = number - 1 if ended else number
        while at > voucher:
            lexed = lex(lines[at - 1].text)
            label = BY_NAME.get(lexed.label)
            if lexed.kind is LineKind.OPEN or (lexed.label and (label is None or label.store == "rows")):
                break
            at -= 1
        repair = Repair("SIE111", "closed", lines[at - 1].number, "", "}", False)
        yield Change(at, 0, ("}",), (repair,))


def removed(state: State) -> Iterator[Change]:
    """Braces that open or close nothing (SIE112), where they have a line of their own."""
    for index in state.indexes("SIE112"):
        line = state.sheet.lines[index]
        brace = line.text.strip(" \t")
        if brace in ("{", "}"):
            yield Change(index, 1, (), (Repair("SIE112", "brace-removed", line.number, brace, "", False),))
