"""Findings as they come, those of one cause kept as one with a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec

from sie.diagnostics import EACH, Diagnostic, Finding, Severity, Span
from sie.ledger.load import MOST, more_of

__all__ = ["Collected", "Decide"]

_PLACES = 20

Decide = Callable[[Diagnostic], Severity | None]
"""How much a finding matters in this run; ``None`` to leave it out."""


class _Group:
    """Findings of one cause: the first, how many, and where the next ones are."""

    __slots__ = ("count", "first", "places")

    def __init__(self, first: Diagnostic) -> None:
        self.first = first
        self.count = first.count
        self.places = list(first.related)


class Collected:
    """Takes findings, from reading and from rules.

    Args:
        every: Keep each by itself instead of one for each cause.
    """

    def __init__(self, every: bool = False) -> None:
        self._every = every
        self._groups: dict[tuple[str, ...], _Group] = {}
        self._kinds: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._instead: dict[tuple[str, int | None], str] = {}

    def __contains__(self, code: str) -> bool:
        return code in self._kinds

    def clear(self) -> None:
        """Forget everything."""
        self._groups.clear()
        self._kinds.clear()
        self._dropped.clear()
        self._instead.clear()

    def add(self, diagnostic: Diagnostic) -> None:
        """Take a finding."""
        if not self._again(diagnostic.finding, diagnostic.params, diagnostic.span):
            self._new(diagnostic)

    def say(
        self, finding: Finding, span: Span, params: dict[str, str], related: tuple[Span, ...] = (), count: int = 1
    ) -> None:
        """Take a finding that is made only if it is the first of its cause."""
        if count > 1 or not self._again(finding, params, span):
            self._new(Diagnostic(finding, params, span, related, None, count))

    def instead(self, code: str, of: str, line: int | None = None) -> None:
        """Say one finding instead of another that has the same cause, wherever both would be reported.

        Args:
            code: The finding that says more.
            of: The one that is left out.
            line: On this line only.
        """
        if len(self._instead) < 2 * MOST:  # of no kind are more kept
            self._instead[of, line] = code

    def _key(self, finding: Finding, params: Mapping[str, str]) -> tuple[str, ...] | None:
        if self._every or finding.one == EACH:
            return None
        return (finding.code, *[params.get(name, "") for name in finding.one])

    def _again(self, finding: Finding, params: Mapping[str, str], span: Span) -> bool:
        key = self._key(finding, params)
        group = None if key is None else self._groups.get(key)
        if group is None:
            return False
        group.count += 1
        if len(group.places) < _PLACES and span.line:
            group.places.append(span)
        return True

    def _new(self, diagnostic: Diagnostic) -> None:
        code = diagnostic.code
        if self._kinds[code] >= MOST:
            self._dropped[code] += diagnostic.count
            return
        self._kinds[code] += 1
        key = self._key(diagnostic.finding, diagnostic.params)
        self._groups[key or (code, str(self._kinds[code]), "each")] = _Group(diagnostic)

    def result(self, decide: Decide) -> list[Diagnostic]:
        """What was found, in the order of the file.

        Args:
            decide: How much each matters.
        """
        found = []
        for group in self._groups.values():
            diagnostic = group.first
            severity = decide(diagnostic)
            if severity is None:
                continue
            finding = diagnostic.finding
            if severity is not finding.severity:
                finding = msgspec.structs.replace(finding, severity=severity)
            found.append(
                msgspec.structs.replace(diagnostic, finding=finding, related=tuple(group.places), count=group.count)
            )
        reported = {diagnostic.code for diagnostic in found}
        if self._instead:
            told = self._instead.get
            found = [d for d in found if not {told((d.code, d.line)), told((d.code, None))} & reported]
        found += [more_of(code, count) for code, count in sorted(self._dropped.items()) if code in reported]
        found.sort(key=lambda d: (d.line, d.column, d.code))
        return found
