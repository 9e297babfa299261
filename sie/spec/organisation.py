"""Swedish organisation numbers, however they are written."""

from __future__ import annotations

import re

__all__ = ["SWEDISH", "bare_number"]

SWEDISH = re.compile(r"(?:1[6-9]|20)?([0-9]{6})-?([0-9]{4})").fullmatch
"""Six and four digits, with or without hyphen and century (16 for companies)."""


def bare_number(number: str | None) -> str:
    """The ten digits of a Swedish organisation number, without century and hyphen; else what was written.

    Args:
        number: As ``#ORGNR`` gives it.

    Example:
        >>> bare_number("16556677-8899"), bare_number("NO 971199954 MVA")
        ('5566778899', 'NO 971199954 MVA')
    """
    text = (number or "").strip()
    match = SWEDISH(text)
    return match[1] + match[2] if match else text
