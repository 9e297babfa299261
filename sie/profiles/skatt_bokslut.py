"""Visma Skatt & Bokslut Pro, which reads balances for tax return and year-end."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile

_HELP = "https://www.vismaspcs.se/visma-support/visma-skatt-bokslut-pro/content/online-help/core-startpage-import.htm"
_READ = datetime.date(2026, 11, 23)
_BALANCES = "#IB 0 {0} 25.00\n#IB 0 2081 -25.00\n#UB 0 {0} 25.00\n#UB 0 2081 -25.00"

PROFILE = Profile(
    name="skatt-bokslut",
    title="Visma Skatt & Bokslut Pro",
    en="Files for the tax return and the year-end in Visma Skatt & Bokslut Pro.",
    sv="Filer till deklaration och bokslut i Visma Skatt & Bokslut Pro.",
    writers=(r"Visma Skatt", r"Visma Bokslut", r"Norstedts Bokslut"),
    facts=(
        Fact(
            en="A file that is read again makes no doubles.",
            sv="En fil som läses in igen ger inga dubbletter.",
            source=_HELP,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Include the previous year in the export, so that opening balances are right.",
            sv="Ta med föregående år i exporten, så att ingående balanser blir rätt.",
            source=_HELP,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Tax codes (#SRU) carry balances to the fields of the tax return; types 1 and 2 must have them.",
            sv="SRU-koder (#SRU) för saldona till deklarationens fält; typ 1 och 2 måste ha dem.",
            source="SIE filformat 4C, paragraph 6; "
            "https://help.visma.net/se_en/skatt-bokslut-pro/content/faq/general-import.htm",
            date=datetime.date(2025, 8, 6),
            certainty="C",
        ),
        Fact(
            en="Its ancestors, Norstedts Bokslut and Visma Bokslut, wrote type 1, and the entries of the year-end as "
            "type 4I for the bookkeeping.",
            sv="Dess föregångare, Norstedts Bokslut och Visma Bokslut, skrev typ 1, och bokslutets verifikationer som "
            "typ 4I till bokföringen.",
            source="Real files of Norstedts Bokslut and Visma Bokslut",
            date=datetime.date(2011, 1, 1),
            certainty="I",
        ),
    ),
    severities={"SIE303": Severity.WARNING},
    demands=(
        Demand(
            code="SOB001",
            name="closing-file-type",
            check="file-type",
            limit=("1", "4"),
            severity=Severity.ERROR,
            en="Types 1 and 4 are read.",
            sv="Typ 1 och 4 läses in.",
            source=_HELP,
            date=_READ,
            certainty="C",
            bad="#SIETYP 2\n#OMFATTN 20241231\n#SRU 1910 7281\n" + _BALANCES.format("1910"),
            good="#SIETYP 1\n#SRU 1910 7281\n" + _BALANCES.format("1910"),
        ),
        Demand(
            code="SOB002",
            name="closing-account-length",
            check="account-number",
            limit="[0-9]{4,6}",
            severity=Severity.ERROR,
            en="Account numbers have four to six digits.",
            sv="Kontonummer har fyra till sex siffror.",
            source=_HELP,
            date=_READ,
            certainty="C",
            bad="#KONTO 191 Kassa\n" + _BALANCES.format("191"),
            good=_BALANCES.format("1910"),
        ),
        Demand(
            code="SOB003",
            name="closing-dimensions",
            check="dimensions",
            limit=("1", "2", "3", "6"),
            severity=Severity.WARNING,
            en="One project and three result units are read.",
            sv="Ett projekt och tre resultatenheter läses in.",
            source=_HELP,
            date=_READ,
            certainty="I",
            bad="#OBJEKT 7 12 Åsa\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {7 12} -25.00\n#TRANS 4010 {} 25.00\n}",
            good="#OBJEKT 1 12 Norr\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {1 12} -25.00\n#TRANS 4010 {} 25.00\n}",
        ),
        Demand(
            code="SOB004",
            name="closing-previous-year",
            check="records",
            limit=("#IB",),
            severity=Severity.WARNING,
            en="Opening balances are needed for the changes of the year.",
            sv="Ingående balanser behövs för årets förändringar.",
            source=_HELP,
            date=_READ,
            certainty="C",
            bad="#UB 0 1910 25.00\n#UB 0 2081 -25.00",
            good=_BALANCES.format("1910"),
        ),
    ),
)
