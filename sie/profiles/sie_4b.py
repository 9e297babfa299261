"""The standard, edition 4B of 2008-09-30: the same format, before the clarifications of 4C."""

from __future__ import annotations

import datetime

from sie.profiles.model import Fact, Profile

PROFILE = Profile(
    name="sie-4b",
    title="SIE 4B",
    base="sie-4c",
    en="The edition before 4C; the format is the same, so it asks for the same.",
    sv="Utgåvan före 4C; formatet är detsamma, så den kräver detsamma.",
    facts=(
        Fact(
            en="4C changes nothing in the file format; it clarifies empty fields and #BTRANS.",
            sv="4C ändrar inget i filformatet; den förtydligar tomma fält och #BTRANS.",
            source="SIE filformat 4C, paragraph 1.7, and a comparison of both documents word by word",
            date=datetime.date(2025, 8, 6),
            certainty="C",
        ),
    ),
)
