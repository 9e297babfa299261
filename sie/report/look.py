"""How a report looks: its language, and what the place where it is shown can do."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from sie.report.money import spaced
from sie.report.words import word

__all__ = ["STYLES", "Look"]

STYLES = {"bold": "1", "dim": "2", "error": "1;31", "warning": "33", "info": "36", "added": "32", "removed": "9;31"}
"""What a terminal is told for each style."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a report looks.

    Attributes:
        language: ``"en"`` or ``"sv"``.
        width: Of the terminal; ``None`` when nobody cuts lines off.
        colour: Whether the reader can show colours.
        lines: Whether the reader can show drawn lines and dashes.
    """

    language: str = "en"
    width: int | None = None
    colour: bool = False
    lines: bool = True

    def word(self, key: str, *parts: object) -> str:
        """A word in the language of the report."""
        return word(key, self.language, *parts)

    def money(self, amount: Decimal | str | None) -> str:
        """An amount with two decimals; nothing for an absent one."""
        return "" if amount is None else spaced(Decimal(amount), self.language)

    @property
    def dash(self) -> str:
        """What stands between two dates."""
        return "–" if self.lines else "-"

    def paint(self, text: str, style: str) -> str:
        """A harmless text in a style, where there are colours.

        Args:
            text: What to show.
            style: One of ``STYLES``.
        """
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.colour and text else text
