"""Findings as text: in short, one paragraph for each kind, or every one of them on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.model import FindingEntry

__all__ = ["counted", "every_finding", "findings_in_short"]

_SEVERITIES = ("error", "warning", "info")
_KINDS_SHOWN = 10
_LINES_SHOWN = 5


def counted(findings: Iterable[FindingEntry], look: Look) -> str:
    """How many findings there are of each severity; nothing when there are none.

    Args:
        findings: What was found.
        look: How it looks.

    Example:
        >>> error = FindingEntry(code="X", name="x", severity="error", line=1, column=1, message="")
        >>> counted([error, error], Look(language="sv"))
        '2 fel'
    """
    numbers = dict.fromkeys(_SEVERITIES, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    return ", ".join(
        look.word(f"one_{severity}") if number == 1 else look.word(f"{severity}s", number)
        for severity, number in numbers.items()
        if number
    )


def findings_in_short(findings: Sequence[FindingEntry], look: Look) -> str:
    """Each kind of finding once, the worst first: how often, where, and the message of the first.

    Args:
        findings: What was found.
        look: How it looks.
    """
    kinds: dict[tuple[int, str], list[FindingEntry]] = {}
    for finding in findings:
        kinds.setdefault((_SEVERITIES.index(finding.severity), finding.code), []).append(finding)
    wide = max(len(look.word(severity)) for severity in _SEVERITIES)
    lines = [look.paint(look.word("findings"), "bold") + ": " + counted(findings, look)]
    for (_, code), found in sorted(kinds.items())[:_KINDS_SHOWN]:
        first = found[0]
        where = ", ".join(part for part in (_times(found, look), _places(found, look)) if part)
        word = look.paint(look.word(first.severity).ljust(wide), first.severity)
        lines += [f"  {word}  {code}  {where}".rstrip(), f"  {'':{wide}}  {safe(first.message)}"]
    if len(kinds) > _KINDS_SHOWN:
        lines.append("  " + look.word("more_kinds", len(kinds) - _KINDS_SHOWN))
    elif len(findings) > len(kinds):
        lines.append("  " + look.word("all_of_them"))
    return "\n".join(lines) + "\n"


def _times(found: Sequence[FindingEntry], look: Look) -> str:
    return look.word("times", len(found)) if len(found) > 1 else ""


def _places(found: Sequence[FindingEntry], look: Look) -> str:
    lines = list(dict.fromkeys(finding.line for finding in found if finding.line))
    if not lines:
        return ""
    more = ", ..." if len(lines) > _LINES_SHOWN else ""
    return look.word("line" if len(lines) == 1 else "lines", ", ".join(map(str, lines[:_LINES_SHOWN])) + more)


def every_finding(path: str, findings: Iterable[FindingEntry], look: Look) -> Iterator[str]:
    """Every finding on a line of its own: file, line, column, severity, code, message.

    Args:
        path: Of the file.
        findings: What was found.
        look: How it looks.
    """
    for finding in findings:
        word = look.paint(look.word(finding.severity), finding.severity)
        yield f"{safe(path)}:{finding.line}:{finding.column}: {word} {finding.code}: {safe(finding.message)}\n"
