"""The standard, edition 4C of 2025-08-06."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Fact, Profile

PROFILE = Profile(
    name="sie-4c",
    title="SIE 4C",
    en="The standard to the letter: everything that a file lacks or has too much of is at least a warning.",
    sv="Standarden till punkt och pricka: allt som saknas eller är för mycket i en fil är minst en varning.",
    facts=(
        Fact(
            en="An empty field before a field with a value is written as two quotes.",
            sv="Ett tomt fält före ett fält med värde skrivs som två citattecken.",
            source="SIE filformat 4C, paragraph 12",
            date=datetime.date(2025, 8, 6),
            certainty="C",
        ),
        Fact(
            en="A row that was added and later removed is written as #BTRANS only.",
            sv="En rad som lagts till och senare tagits bort skrivs enbart som #BTRANS.",
            source="SIE filformat 4C, paragraph 11, #BTRANS 4",
            date=datetime.date(2025, 8, 6),
            certainty="C",
        ),
    ),
    severities={
        "SIE005": Severity.WARNING,
        "SIE009": Severity.WARNING,
        "SIE013": Severity.WARNING,
        "SIE014": Severity.WARNING,
        "SIE102": Severity.WARNING,
        "SIE103": Severity.WARNING,
        "SIE109": Severity.WARNING,
        "SIE216": Severity.WARNING,
        "SIE222": Severity.WARNING,
        "SIE224": Severity.WARNING,
        "SIE302": Severity.WARNING,
        "SIE303": Severity.WARNING,
        "SIE305": Severity.WARNING,
        "SIE306": Severity.WARNING,
        "SIE602": Severity.WARNING,
        "SIE611": Severity.WARNING,
    },
)
