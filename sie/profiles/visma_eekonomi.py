"""Visma eEkonomi, sold as Spiris Bokföring & Fakturering since 2025: where the books usually come from."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile, Quirk

_IMPORT = (
    "https://www.vismaspcs.se/visma-support/visma-eaccounting/se/content/online-help/"
    "settings-import-export-accounting-data-import.htm"
)
_READ = datetime.date(2026, 11, 23)
_VOUCHER = "#VER A 1 20240131 Kaffe\n{{\n#TRANS 1910 {{}} -25.00\n#TRANS {} {{}} 25.00\n}}"

PROFILE = Profile(
    name="visma-eekonomi",
    title="Spiris (Visma eEkonomi)",
    en="Files from and for Spiris Bokföring & Fakturering, which was Visma eEkonomi.",
    sv="Filer från och till Spiris Bokföring & Fakturering, det som var Visma eEkonomi.",
    # After decoding or before: the ö may be garbled.
    writers=(r"Visma Avendo eEkonomi", r"Visma eEkonomi", r"Spiris Bokf"),
    together=True,
    order="oldest",
    opening="all",
    facts=(
        Fact(
            en="SIE is under Inställningar – Import och export; a file holds one fiscal year.",
            sv="SIE finns under Inställningar – Import och export; en fil innehåller ett räkenskapsår.",
            source=_IMPORT,
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="Drafts and preliminary vouchers are not in the export until they are booked.",
            sv="Utkast och preliminära verifikationer finns inte med i exporten förrän de bokförts.",
            source="Notes of users on exports from Spiris",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="An imported complete file has 1510 moved to 1518, 2440 to 2448 and 191x to 1910.",
            sv="I en inläst fullständig fil förs 1510 om till 1518, 2440 till 2448 och 191x till 1910.",
            source=_IMPORT,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="After a downgrade or a reset the archived company can still be read, printed and exported; attached "
            "images are linked there only.",
            sv="Efter nedgradering eller omstart går det arkiverade företaget att läsa, skriva ut och exportera; "
            "bifogade underlag är kopplade bara där.",
            source="https://www.vismaspcs.se/visma-support/visma-eaccounting/se/content/online-help/"
            "b-settings-restart-company.htm",
            date=_READ,
            certainty="C",
        ),
    ),
    quirks=(
        Quirk(
            code="SIE303",
            en="It writes no tax codes.",
            sv="Det skriver inga SRU-koder.",
            source="Headers of files from Spiris Bokföring & Fakturering 7.5, as shown by others",
            date=datetime.date(2026, 1, 4),
            certainty="S",
        ),
    ),
    severities={"SIE602": Severity.WARNING, "SIE501": Severity.ERROR},
    demands=(
        Demand(
            code="SPI001",
            name="spiris-class-nine",
            check="accounts-refused",
            limit="9.*",
            severity=Severity.ERROR,
            en="Accounts of class 9 are refused.",
            sv="Konton i klass 9 avvisas.",
            source=_IMPORT,
            date=_READ,
            certainty="C",
            bad="#KONTO 9010 Statistik\n" + _VOUCHER.format("9010"),
            good=_VOUCHER.format("4010"),
        ),
        Demand(
            code="SPI002",
            name="spiris-chart-type",
            check="chart-type",
            limit=("EUBAS97", "BAS95", "NE2007"),
            severity=Severity.ERROR,
            en="Charts of type BAS 96 are no longer taken.",
            sv="Kontoplaner av typen BAS 96 tas inte längre emot.",
            source=_IMPORT,
            date=_READ,
            certainty="C",
            bad="#KPTYP BAS96",
            good="#KPTYP EUBAS97",
        ),
        Demand(
            code="SPI003",
            name="spiris-accounts-moved",
            check="balance-left",
            limit="1510|2440|191[1-9]",
            severity=Severity.WARNING,
            en="Balances on 1510, 2440 and 191x of a complete file are moved to 1518, 2448 and 1910.",
            sv="Saldon på 1510, 2440 och 191x i en fullständig fil förs om till 1518, 2448 och 1910.",
            source=_IMPORT,
            date=_READ,
            certainty="C",
            bad="#KONTO 1510 Kundfordringar\n#IB 0 1510 25.00\n#IB 0 2081 -25.00\n#UB 0 1510 25.00\n#UB 0 2081 -25.00",
            good="#IB 0 1910 25.00\n#IB 0 2081 -25.00\n#UB 0 1910 25.00\n#UB 0 2081 -25.00",
        ),
    ),
)
