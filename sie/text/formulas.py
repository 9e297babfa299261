"""Texts that a spreadsheet would run when it opens a file."""

from __future__ import annotations

__all__ = ["STARTS", "defused"]

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet may take for a formula."""


def defused(text: str) -> str:
    """A text as it may stand in a cell: behind an apostrophe if it would be run.

    Args:
        text: Anything that is no number.

    Example:
        >>> [defused(text) for text in ("=1+1", "-5", "Kaffe", "")]
        ["'=1+1", "'-5", 'Kaffe', '']
    """
    return "'" + text if text.startswith(STARTS) else text
