"""Losses counted by kind, each with its first example."""

from __future__ import annotations

from sie.diagnostics import Diagnostic, Span
from sie.sie5.findings import FINDINGS

__all__ = ["Tally"]


class Tally:
    """Takes losses one at a time; those of a kind become one finding."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[dict[str, str], int, int]] = {}

    def lose(self, code: str, example: object, line: int = 0, *, en: str = "", sv: str = "", **params: str) -> None:
        """Count a loss.

        Args:
            code: Of its finding.
            example: What is lost.
            line: Where it came from.
            en: What it is, in English.
            sv: The same in Swedish.
            params: Whatever else the sentence needs.
        """
        key = (code, en or params.get("label", "") + params.get("field_en", ""))
        if key in self._found:
            first, place, count = self._found[key]
            self._found[key] = (first, place, count + 1)
            return
        if en:
            params |= {"what_en": en, "what": sv}
        self._found[key] = ({**params, "example": str(example)}, line, 1)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """A finding for each kind, by code."""
        return tuple(
            Diagnostic(FINDINGS[code], {**params, "count": str(count)}, Span(line), count=count)
            for (code, _), (params, line, count) in sorted(self._found.items())
        )
