"""What a fix did to a file, as text, as a difference line by line, and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sie.fixes.model import Fixed, Left, Repair
from sie.report.harmless import safe
from sie.report.look import Look
from sie.text.record import Document, Record

__all__ = ["diff_text", "fixed_text", "fixed_values"]

_AROUND = 3

_WORDS: dict[str, tuple[str, str]] = {
    "kept": ("The original stays as {}.", "Originalet finns kvar som {}."),
    "same_text": (
        "(No line reads differently: only what the first two lines say.)",
        "(Ingen rad lyder annorlunda: bara det som de två första raderna säger.)",
    ),
    "no_line_end": ("\\ No line end at the end of the file", "\\ Inget radslut sist i filen"),
    "bom": ("{} with a byte order mark", "{} med byteordningsmarkering"),
}


def _word(key: str, language: str, *parts: object) -> str:
    return _WORDS[key][1 if language == "sv" else 0].format(*parts)


def fixed_text(path: str, fixed: Fixed, look: Look, kept: str = "") -> Iterator[str]:
    """Every repair on a line of its own, what could not be done, and what only an unsafe fix would do.

    Args:
        path: Of the file.
        fixed: What became of it.
        look: How it looks.
        kept: Where the original was kept, empty when it was not.
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
    if kept:
        counts.append(safe(_word("kept", look.language, kept)))
    if fixed.pending:
        counts.append(look.word("pending", len(fixed.pending), ", ".join(_codes(fixed.pending))))
    yield f"{safe(path)}: {' '.join(counts)}\n"


def _place(path: str, line: int) -> str:
    return f"{safe(path)}:{line}" if line else safe(path)


def _codes(repairs: Iterable[Repair]) -> list[str]:
    return sorted({repair.code for repair in repairs})


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


_Step = tuple[str, int, int, str]  # sign, index into the old lines and the new, what the line reads


def diff_text(path: str, fixed: Fixed, look: Look) -> Iterator[str]:
    r"""What a fix changes, as a unified difference that is fit for a terminal; nothing when it changes nothing.

    The first two lines say how each file is encoded and how its lines end. A line that is only encoded or ended
    otherwise, like the whole file, is not shown as changed.

    Args:
        path: Of the file.
        fixed: What became of it.
        look: How it looks.

    Example:
        >>> import sie
        >>> fixed = sie.fix(b"#FORMAT PC8\n#konto 1910 Kassa\n")
        >>> print("".join(diff_text("books.se", fixed, Look())), end="")
        --- books.se (CP437, LF)
        +++ books.se (CP437, LF)
        @@ -1,2 +1,2 @@
         #FORMAT PC8
        -#konto 1910 Kassa
        +#KONTO 1910 Kassa
    """
    if fixed.document is fixed.original:
        return
    for line in _diff(path, fixed, look.language):
        style = {"+": "added", "-": "error", "@": "dim"}.get(line[:1], "")
        yield (look.paint(line, style) if style else line) + "\n"


def _diff(path: str, fixed: Fixed, language: str) -> Iterator[str]:
    yield f"--- {safe(path)} ({_how(fixed.original, language)})"
    yield f"+++ {safe(path)} ({_how(fixed.document, language)})"
    steps = list(_steps(fixed, _word("no_line_end", language)))
    hunks = list(_hunks(steps))
    for start, stop in hunks:
        yield from _hunk(steps[start:stop])
    if not hunks:
        yield _word("same_text", language)


def _how(document: Document, language: str) -> str:
    """The encoding of a file and its line ends."""
    encoding = document.encoding.upper()
    if document.detection.bom:
        encoding = _word("bom", language, encoding)
    ends: dict[str, None] = {}
    for record in document:
        end = _end(record)
        if end:
            ends[end.replace("\r", "CR").replace("\n", "LF")] = None
    return ", ".join([encoding, "/".join(ends)] if ends else [encoding])


def _end(record: Record) -> str:
    text = record.codec.decode(record.raw)
    return text[len(text.rstrip("\r\n")) :]


def _steps(fixed: Fixed, mark: str) -> Iterator[_Step]:
    """Every line, old and new, in the order of a diff; the lines that a change takes away before those it puts in."""
    old, new = fixed.original.records, fixed.document.records
    at = 0
    gone: list[_Step] = []
    come: list[_Step] = []
    for index, record in enumerate(old):
        first = at
        while at < len(new) and fixed.origins[at] <= record.line:
            at += 1
        kept = next((j for j in range(first, at) if _alike(record, new[j])), None)
        if kept is None:
            one = new[first] if at - first == 1 else None
            gone.append(("-", index, first, _shown(record, one, mark)))
            come += [("+", index, j, _shown(new[j], record, mark)) for j in range(first, at)]
            continue
        come += [("+", index, j, _shown(new[j], None, mark)) for j in range(first, kept)]
        yield from gone
        yield from come
        gone, come = [], []
        yield (" ", index, kept, _shown(record, None, mark))
        come += [("+", index + 1, j, _shown(new[j], None, mark)) for j in range(kept + 1, at)]
    yield from gone
    yield from come


def _alike(old: Record, new: Record) -> bool:
    """Whether two lines read the same to everybody; how they are encoded and ended as a whole is said elsewhere."""
    if old.raw == new.raw:
        return True
    same = old.text == new.text and bool(_end(old)) == bool(_end(new))
    return same and (old.codec.encoding != new.codec.encoding or _plainly(old) == _plainly(new))


def _plainly(record: Record) -> str:
    """A line as its encoding has it, with no letter read right that stands there wrong."""
    return record.raw.decode(record.codec.encoding, "replace").rstrip("\r\n")


def _shown(record: Record, other: Record | None, mark: str) -> str:
    text = record.text
    if other is not None and other.text == text and other.codec.encoding == record.codec.encoding:
        text = _plainly(record)  # the bytes are the difference
    shown = "\t".join(safe(part) for part in text.split("\t"))
    return shown if _end(record) else f"{shown}\n{mark}"


def _hunks(steps: Sequence[_Step]) -> Iterator[tuple[int, int]]:
    """The stretches of steps that hold changes, with some lines around them."""
    start = stop = -1
    for index, (sign, _, _, _) in enumerate(steps):
        if sign == " ":
            continue
        if start >= 0 and index - _AROUND > stop:
            yield start, stop
            start = -1
        if start < 0:
            start = max(0, index - _AROUND)
        stop = min(len(steps), index + 1 + _AROUND)
    if start >= 0:
        yield start, stop


def _hunk(steps: Sequence[_Step]) -> Iterator[str]:
    old = sum(1 for sign, _, _, _ in steps if sign != "+")
    new = sum(1 for sign, _, _, _ in steps if sign != "-")
    _, old_at, new_at, _ = steps[0]
    # A side without lines is named by the line before it.
    yield f"@@ -{old_at + bool(old)},{old} +{new_at + bool(new)},{new} @@"
    for sign, _, _, text in steps:
        yield sign + text
