"""Björn Lundén (BL Administration)."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile, Quirk

_GUIDE = "https://support.bjornlunden.se/guide/import?category=allmant-bl-administration"
_SAMPLE = "Real files of BL Administration 2011.2.102"
_READ = datetime.date(2026, 11, 23)
_WRITTEN = datetime.date(2011, 5, 1)

PROFILE = Profile(
    name="bjorn-lunden",
    title="Björn Lundén",
    en="Files from and for BL Administration.",
    sv="Filer från och till BL Administration.",
    writers=(r"BL Administration", r"Bj.rn Lund.n"),
    together=True,
    order="newest",
    facts=(
        Fact(
            en="A preview shows the vouchers, and single ones can be left out.",
            sv="En förhandsvisning visar verifikationerna, och enstaka kan väljas bort.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Read the current year first, then the one before; years follow one upon the other.",
            sv="Läs in innevarande år först, sedan det föregående; åren följer på varandra.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Objects that the file does not declare are asked about.",
            sv="Objekt som filen inte beskriver ger en fråga.",
            source="Comparisons of importers by developers of other programs",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="It writes amounts with as many decimals as they need, blanks at the ends of lines, single backslashes "
            "in texts, and opening and closing balances of objects (#OIB, #OUB).",
            sv="Det skriver belopp med så många decimaler som behövs, blanksteg i radslut, enkla omvända snedstreck i "
            "texter, och in- och utgående balanser för objekt (#OIB, #OUB).",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
        Fact(
            en="Corrections bear date and signature; an added row may be 0.",
            sv="Rättelser bär datum och signatur; en tillagd rad kan vara 0.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
    ),
    quirks=(
        Quirk(
            code="SIE610",
            where={"series": "#"},
            en="Series # holds depreciations, all with the number 1.",
            sv="Serie # innehåller avskrivningar, alla med nummer 1.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
        Quirk(
            code="SIE216",
            en="The row after an added one bears the date of the voucher instead of the correction's, and no "
            "signature.",
            sv="Raden efter en tillagd bär verifikationens datum i stället för rättelsens, och ingen signatur.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
        Quirk(
            code="SIE613",
            en="Added and removed rows bear the date of the correction, which may lie in the next year.",
            sv="Tillagda och borttagna rader bär rättelsens datum, som kan ligga i nästa år.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
        Quirk(
            code="SIE222",
            where={"value": "2"},
            en="Dimension 2 is declared on its own, not under 1.",
            sv="Dimension 2 beskrivs för sig, inte under 1.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
    ),
    # BLA001 says more about the first two.
    severities={"SIE226": None, "SIE614": None, "SIE604": Severity.ERROR, "SIE623": Severity.ERROR},
    demands=(
        Demand(
            code="BLA001",
            name="lunden-one-year",
            check="inside-year",
            limit=0,
            severity=Severity.ERROR,
            en="A file holds the vouchers of one fiscal year.",
            sv="En fil innehåller ett räkenskapsårs verifikationer.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
            bad="#RAR -1 20230101 20231231\n#VER A 1 20230131 Kaffe\n{\n#TRANS 1910 {} -25.00\n#TRANS 4010 {} 25.00\n}",
            good="#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25.00\n#TRANS 4010 {} 25.00\n}",
        ),
    ),
)
