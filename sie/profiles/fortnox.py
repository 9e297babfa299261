"""Fortnox."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile, Quirk

_GUIDE = "https://support.fortnox.se/hc/sv/articles/115000185025-Fels%C3%B6kningsguide-SIE-fil"
_READ = datetime.date(2026, 11, 23)
_VOUCHER = "#VER A 1 20240131 {}\n{{\n#TRANS 1910 {{}} -25.00\n#TRANS 4010 {{}} 25.00\n}}"
_HEAD = "#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP {}\n#FNAMN X"

PROFILE = Profile(
    name="fortnox",
    title="Fortnox",
    en="Files from and for Fortnox.",
    sv="Filer från och till Fortnox.",
    writers=(r"Fortnox",),
    together=True,
    facts=(
        Fact(
            en="The export lets you choose type, period, series, and used or all accounts; never more than one "
            "fiscal year.",
            sv="Vid exporten väljs typ, period, serier och använda eller alla konton; aldrig mer än ett räkenskapsår.",
            source="https://support.fortnox.se/hc/sv/articles/208331735-Export-av-SIE-fil",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="The latest import can be undone (Ångra SIE) as long as no later voucher stands in the series.",
            sv="Den senaste inläsningen kan ångras (Ångra SIE) så länge ingen senare verifikation finns i serien.",
            source="https://support.fortnox.se/produkthjalp/bokforing/sie-fil",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Files are CP437 with CRLF, whatever is said of UTF-8: three real files of 2026 and two reports agree.",
            sv="Filerna är CP437 med CRLF, vad som än sägs om UTF-8: tre verkliga filer från 2026 och två rapporter är "
            "överens.",
            source="Files of Fortnox 3.60.16; reports on encodings in public projects",
            date=datetime.date(2026, 6, 1),
            certainty="S",
        ),
        Fact(
            en="A year without vouchers gives an empty file, which is in order.",
            sv="Ett år utan verifikationer ger en tom fil, vilket är i sin ordning.",
            source="https://github.com/erp-mafia/accounted/issues/1445",
            date=_READ,
            certainty="S",
        ),
    ),
    quirks=(
        Quirk(
            code="SIE218",
            en="A voucher that was struck out entirely has removed rows only.",
            sv="En verifikation som strukits helt har bara borttagna rader.",
            source="https://github.com/erp-mafia/accounted/pull/2728",
            date=_READ,
            certainty="S",
        ),
        Quirk(
            code="SIE305",
            en="It writes #OMFATTN into every type.",
            sv="Det skriver #OMFATTN i alla filtyper.",
            source="A real file of Fortnox Bokföring 2.0.0",
            date=datetime.date(2011, 1, 1),
            certainty="C",
            where={"label": "#OMFATTN"},
        ),
    ),
    severities={"SIE226": None, "SIE614": None, "SIE603": Severity.ERROR},
    demands=(
        Demand(
            code="FNX001",
            name="fortnox-text-length",
            check="text-length",
            limit={"voucher": 50, "row": 50},
            severity=Severity.ERROR,
            en="Texts of vouchers and rows have 50 characters at most.",
            sv="Verifikations- och radtexter har högst 50 tecken.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
            bad=_VOUCHER.format('"Kaffe och bullar till mötet med revisorn på kontoret i Ekängen"'),
            good=_VOUCHER.format("Kaffe"),
        ),
        Demand(
            code="FNX002",
            name="fortnox-unquoted",
            check="unquoted",
            limit=("#SIETYP", "#FLAGGA", "#ORGNR", "#FORMAT"),
            severity=Severity.ERROR,
            en="No quotes around the values of #SIETYP, #FLAGGA, #ORGNR and #FORMAT.",
            sv="Inga citattecken runt värdena i #SIETYP, #FLAGGA, #ORGNR och #FORMAT.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
            bad=_HEAD.format('"4"'),
            good=_HEAD.format("4"),
        ),
        Demand(
            code="FNX003",
            name="fortnox-inside-year",
            check="inside-year",
            limit=0,
            severity=Severity.ERROR,
            en="Vouchers lie in the fiscal year that is open.",
            sv="Verifikationer ligger i det räkenskapsår som är öppet.",
            source="https://vendion.com/en/support/knowledge-base/accounting/accounting-fortnox-import-sie",
            date=_READ,
            certainty="S",
            bad=_VOUCHER.format("Kaffe").replace("20240131", "20230131") + "\n#RAR -1 20230101 20231231",
            good=_VOUCHER.format("Kaffe"),
        ),
    ),
)
