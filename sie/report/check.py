"""What ``sie check`` says, as text for people, as values for JSON and as annotations for GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from rich.cells import cell_len

from sie.diagnostics import Diagnostic, Report
from sie.report.harmless import safe
from sie.report.look import Look

__all__ = [
    "JSON_VERSION",
    "FileResult",
    "check_values",
    "checked_text",
    "file_verdict",
    "github_lines",
    "placed",
    "shown",
    "verdict",
]

JSON_VERSION = 1
"""Changes when a key of the JSON loses or changes its meaning."""

_SHOWN = 5
_WIDE, _NARROW = 110, 20
_MARGIN = 10  # the number of the line before an excerpt, and the dots on both sides of it
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


class FileResult(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its report, or why there is none.

    Attributes:
        path: As the caller named it.
        report: What was found; ``None`` when the file could not be read.
        problem: Why it could not be read, by language.
    """

    path: str
    report: Report | None = None
    problem: Mapping[str, str] = {}


def placed(diagnostic: Diagnostic, look: Look) -> str:
    """How often a finding was made and where else; nothing for one that was made once.

    Args:
        diagnostic: That stands for several.
        look: How it looks.
    """
    if diagnostic.count < 2:
        return ""
    others = sorted({span.line for span in diagnostic.related} - {diagnostic.line, 0})
    shown = ", ".join(map(str, others[:_SHOWN])) + (", …" if len(others) > _SHOWN else "")
    more = look.word("also_lines", shown) if others else ""
    return f" ({look.word('times', diagnostic.count)}{more})"


def shown(report: Report, every: bool = False) -> tuple[Diagnostic, ...]:
    """The findings that people are shown: some of each code, or all of them.

    Args:
        report: Of a file.
        every: All of them.
    """
    numbers: dict[str, int] = {}
    found = []
    for diagnostic in report:
        numbers[diagnostic.code] = numbers.get(diagnostic.code, 0) + 1
        if every or numbers[diagnostic.code] <= _SHOWN:
            found.append(diagnostic)
    return tuple(found)


def file_verdict(result: FileResult, look: Look) -> str:
    r"""One line for a file among others.

    Args:
        result: Of the file.
        look: How it looks.

    Example:
        >>> file_verdict(FileResult(path="a.se", problem={"en": "gone"}), Look())
        'a.se: 1 unreadable file\n'
    """
    return _counted([result], safe(result.path), look)


def verdict(results: Sequence[FileResult], look: Look) -> str:
    """One line for all files together.

    Args:
        results: Of all files.
        look: How it looks.
    """
    files = look.word("one_file") if len(results) == 1 else look.word("files", len(results))
    return _counted(results, files, look)


def _counts(results: Iterable[FileResult]) -> dict[str, int]:
    """How many findings there are of each severity, and how many files could not be read."""
    counts = {"error": 0, "warning": 0, "info": 0, "unreadable": 0}
    for result in results:
        for severity, number in (result.report.counts if result.report is not None else {"unreadable": 1}).items():
            counts[severity] += number
    return counts


def _counted(results: Iterable[FileResult], what: str, look: Look) -> str:
    counts = _counts(results)
    words = [
        look.word(f"one_{severity}") if number == 1 else look.word(f"{severity}s", number)
        for severity, number in counts.items()
        if number
    ]
    style = "error" if counts["error"] or counts["unreadable"] else "warning" if counts["warning"] else "added"
    return look.paint(f"{what}: " + (", ".join(words) or look.word("in_order")), style) + "\n"


def checked_text(
    result: FileResult, look: Look, lines: Mapping[int, str] | None = None, every: bool = False
) -> Iterator[str]:
    """The findings of one file: some of each code, each on a line of its own, with the line it is about if given.

    Args:
        result: The file.
        look: How it looks.
        lines: The text of lines, by number, for those who look at a terminal.
        every: Show all of them.
    """
    if result.report is None:
        yield f"{safe(result.path)}: {look.paint(look.word('error'), 'error')}: {_problem(result, look)}\n"
        return
    for diagnostic in shown(result.report, every):
        yield from _one(result.path, diagnostic, look, lines)
    for code, found in result.report.by_code().items():
        if not every and len(found) > _SHOWN:
            yield look.paint(look.word("more_of_code", len(found) - _SHOWN, code), "dim") + "\n"


def _one(path: str, diagnostic: Diagnostic, look: Look, lines: Mapping[int, str] | None) -> Iterator[str]:
    severity = diagnostic.severity.value
    head = look.paint(f"{look.word(severity)} {diagnostic.code}", severity)
    where = f"{safe(path)}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else safe(path)
    cause = safe(diagnostic.cause(look.language)) + placed(diagnostic, look)
    remedy = safe(diagnostic.remedy(look.language))
    if lines is None:
        yield f"{where}: {head} {cause} {remedy}".rstrip() + "\n"
        return
    yield f"{look.paint(where, 'bold')}: {head} {cause}\n"
    text = lines.get(diagnostic.line)
    if text is not None:
        yield from _excerpt(text, diagnostic, look)
    if remedy:
        yield look.paint(f"      = {remedy}", "dim") + "\n"


def _excerpt(text: str, diagnostic: Diagnostic, look: Look) -> Iterator[str]:
    """The line with the place marked, cut on both sides when it is wider than the terminal."""
    span = diagnostic.span
    room = max(_NARROW, min(_WIDE, (look.width or _WIDE) - _MARGIN))
    start = 0
    if len(text) > room or cell_len(safe(text)) > room:
        start, taken = span.column - 1, 0
        least = max(0, start - 2 * room)  # a letter may have marks on it that take no room
        while start > least and (taken := taken + _width(text[start - 1 : start])) <= room // 2:
            start -= 1
        while start < span.column - 1 and not _width(text[start : start + 1]):
            start += 1  # a mark belongs on the letter before, which is cut off
    pieces: list[str] = []
    taken = 0
    for letter in text[start : start + 4 * room]:
        taken += _width(letter)
        if taken > room:
            break
        pieces.append(safe(letter))
    before, after = ("…" if start else ""), ("…" if start + len(pieces) < len(text) else "")
    yield look.paint(f"{diagnostic.line:>5} | ", "dim") + before + "".join(pieces) + after + "\n"
    if span.end > span.column:
        first = max(0, span.column - 1 - start)
        lead = cell_len(before + "".join(pieces[:first]))
        mark = "^" * (cell_len("".join(pieces[first : span.end - 1 - start])) or 1)
        yield look.paint("      | ", "dim") + " " * lead + look.paint(mark, diagnostic.severity.value) + "\n"


def _width(letter: str) -> int:
    """In columns: an escape is longer than what it stands for, and some letters are two columns wide."""
    return cell_len(safe(letter))


def _problem(result: FileResult, look: Look) -> str:
    return safe(result.problem.get(look.language, result.problem.get("en", "")))


def check_values(results: Iterable[FileResult], language: str) -> dict[str, object]:
    """Values that become the JSON of ``sie check``; its schema is ``docs/check.schema.json``.

    Args:
        results: Of all files.
        language: Of the messages.

    Example:
        >>> check_values([FileResult(path="a.se", report=Report([], path="a.se"))], "en")["files"][0]["counts"]
        {'error': 0, 'warning': 0, 'info': 0}
    """
    files: list[dict[str, object]] = []
    results = list(results)
    for result in results:
        if result.report is not None:
            files.append({**result.report.to_dict(language), "path": result.path})
        else:
            message = result.problem.get(language, "")
            counts = {"error": 0, "warning": 0, "info": 0}
            files.append({"path": result.path, "profile": None, "counts": counts, "findings": [], "error": message})
    return {"version": JSON_VERSION, "counts": _counts(results), "files": files}


def github_lines(results: Iterable[FileResult], language: str) -> Iterator[str]:
    r"""Workflow commands that become annotations in a pull request.

    Args:
        results: Of all files.
        language: Of the messages.

    Example:
        >>> broken = FileResult(path="a,b.se", problem={"en": "50% is gone."})
        >>> list(github_lines([broken], "en"))
        ['::error file=a%2Cb.se,title=sie::50%25 is gone.\n']
    """
    look = Look(language=language)
    for result in results:
        if result.report is None:
            yield f"::error file={_property(result.path)},title=sie::{_data(_problem(result, look))}\n"
            continue
        for diagnostic in result.report:
            place = f"file={_property(result.path)}"
            if diagnostic.line:
                place += f",line={diagnostic.line},col={diagnostic.column}"
                if diagnostic.span.end > diagnostic.column:
                    place += f",endColumn={diagnostic.span.end}"
            title = _property(f"{diagnostic.code} {diagnostic.name}")
            message = _data(safe(diagnostic.message(language)) + placed(diagnostic, look))
            yield f"::{_LEVELS[diagnostic.severity.value]} {place},title={title}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    coded = _data(text).replace(":", "%3A").replace(",", "%2C")
    return _CONTROL.sub(lambda match: safe(match.group()), coded)  # a log is read in a terminal, too
