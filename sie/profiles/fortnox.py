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
            en="A year without vouchers gives a file without vouchers, which is in order.",
            sv="Ett år utan verifikationer ger en fil utan verifikationer, vilket är i sin ordning.",
            source="https://github.com/erp-mafia/accounted/issues/1445",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="A voucher that was struck out entirely has #BTRANS only, possibly dated in another year. It counts as "
            "nothing; its number is used.",
            sv="En verifikation som strukits helt har bara #BTRANS, kanske daterade ett annat år. Den räknas inte, men "
            "numret är använt.",
            source="https://github.com/erp-mafia/accounted/pull/2728",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="Corrected vouchers hold #BTRANS, and #RTRANS with its #TRANS: who sums all of them finds imbalances "
            "that are none.",
            sv="Rättade verifikationer har #BTRANS, och #RTRANS med sin #TRANS: den som summerar alltihop hittar "
            "obalanser som inte finns.",
            source="https://github.com/erp-mafia/accounted/pull/63",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en='Rows end in an empty date, an empty text and the quantity 0 ("" "" 0); whole amounts have no decimals.',
            sv='Rader slutar med tomt datum, tom text och kvantiteten 0 ("" "" 0); hela belopp saknar decimaler.',
            source="Headers and rows of files of Fortnox 3.57 and 3.60, as shown by others",
            date=datetime.date(2026, 6, 1),
            certainty="S",
        ),
        Fact(
            en="Accounts 0099 (conversion) and 9999 (to be looked into) hold postings in real books.",
            sv="Kontona 0099 (konvertering) och 9999 (OBS-konto) används i verklig bokföring.",
            source="https://github.com/erp-mafia/accounted/issues/16 and pull/2676",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="Types 1 and 2 bring chart, opening balances and year, type 3 budgets of cost centres too, type 4 "
            "vouchers and series too.",
            sv="Typ 1 och 2 ger kontoplan, ingående balanser och år, typ 3 dessutom budget per kostnadsställe, typ 4 "
            "dessutom verifikationer och serier.",
            source="https://support.fortnox.se/produkthjalp/bokforing/sie-fil",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Objects that the file does not declare are created; accounts too, if the chart is to be updated from "
            "the file. Another organisation number is only warned of.",
            sv="Objekt som filen inte beskriver läggs upp; konton också, om kontoplanen ska uppdateras från filen. Ett "
            "annat organisationsnummer ger bara en varning.",
            source="https://vendion.com/en/support/knowledge-base/accounting/accounting-fortnox-import-sie, and "
            "comparisons of importers by developers of other programs",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="Accounts may be set to require a cost centre (Kostnadsställe är obligatoriskt); rows without one stop "
            "the import.",
            sv="Konton kan vara inställda så att kostnadsställe är obligatoriskt; rader utan stoppar inläsningen.",
            source=_GUIDE,
            date=_READ,
            certainty="C",
        ),
    ),
    quirks=(
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
    # FNX003 says more about the first two.
    severities={"SIE226": None, "SIE614": None, "SIE403": Severity.INFO},
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
