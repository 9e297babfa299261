"""What a fix did to a file, as text, as a difference line by line, and as values for JSON."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from sie.fixes.model import Fixed, Left, Repair
from sie.report.harmless import safe
from sie.report.look import Look
from sie.text.record import Document, Record

__all__ = ["diff_text", "fixed_text", "fixed_values"]

_ENDS = {"\r\n": "", "\n": " (LF)", "\r": " (CR)", "": " (-)"}


def fixed_text(path: str, fixed: Fixed, look: Look) -> Iterator[str]:
    """Every repair on a line of its own, what could not be done, and what only an unsafe fix would do.

    Args:
        path: Of the file.
        fixed: What became of it.
        look: How it looks.
    """
    for repair in fixed.repairs:
        mark = "" if repair.safe else " " + look.paint(look.word("unsafe"), "warning")
        yield f"{_place(path, repair.line)}: {repair.code} {safe(repair.message(look.language))}{mark}\n"
    for left in fixed.left:
        word = look.paint(look.word("error"), "error")
        yield f"{_place(path, left.line)}: {word} {left.code} {safe(left.message(look.language))}\n"
    number = len(fixed.repairs)
    said = "nothing_repaired" if not number else "one_repaired" if number == 1 else "repaired"
    counts = [look.word(said, number)]
    if fixed.pending:
        counts.append(look.word("pending", len(fixed.pending), ", ".join(_codes(fixed.pending))))
    yield f"{safe(path)}: {' '.join(counts)}\n"


def _place(path: str, line: int) -> str:
    return f"{safe(path)}:{line}" if line else safe(path)


def _codes(repairs: Iterable[Repair]) -> list[str]:
    return sorted({repair.code for repair in repairs})


def diff_text(path: str, fixed: Fixed, look: Look) -> Iterator[str]:
    """The lines that change, before and after, as a unified difference; line ends other than CRLF are shown.

    Args:
        path: Of the file.
        fixed: What became of it.
        look: How it looks.
    """
    before, after = _lines(fixed.original), _lines(fixed.document)
    names = (f"{safe(path)} ({fixed.original.encoding})", f"{safe(path)} ({fixed.document.encoding})")
    for line in difflib.unified_diff(before, after, *names, lineterm=""):
        style = {"+": "added", "-": "error", "@": "dim"}.get(line[:1], "")
        yield (look.paint(line, style) if style else line) + "\n"


def _lines(document: Document) -> list[str]:
    usual = document.newline
    return [_shown(record, usual) for record in document]


def _shown(record: Record, usual: str) -> str:
    whole = record.codec.decode(record.raw)
    end = whole[len(whole.rstrip("\r\n")) :]
    return safe(record.text) + ("" if end == usual == "\n" else _ENDS.get(end, ""))


def fixed_values(path: str, fixed: Fixed, language: str) -> dict[str, object]:
    """Values that become JSON.

    Args:
        path: Of the file.
        fixed: What became of it.
        language: Of the messages.
    """

    def done(repair: Repair) -> dict[str, object]:
        return {
            "code": repair.code,
            "what": repair.what,
            "line": repair.line,
            "safe": repair.safe,
            "before": repair.before,
            "after": repair.after,
            "message": repair.message(language),
        }

    def stayed(left: Left) -> dict[str, object]:
        return {"code": left.code, "why": left.why, "line": left.line, "message": left.message(language)}

    return {
        "path": path,
        "changed": bool(fixed.repairs),
        "encoding": {"before": fixed.original.encoding, "after": fixed.document.encoding},
        "repairs": [done(repair) for repair in fixed.repairs],
        "pending": [done(repair) for repair in fixed.pending],
        "left": [stayed(left) for left in fixed.left],
    }
