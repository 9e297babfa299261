"""Visma Administration 500, 1000 and 2000: the program that the books of a taken-over customer end up in."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile

_HELP = "https://www.vismaspcs.se/visma-support/visma-administration-2000/content/online-help/"
_HELP_1000 = "https://www.vismaspcs.se/visma-support/visma-administration-1000/content/online-help/"
_SAMPLE = "SIE4 Exempelfil, written by Visma Administration 2000 v2022.2 (295 vouchers, 530 accounts)"
_DOWNGRADE = "https://help.visma.net/se_sv/advisor/content/online-help/downgrade-to-eaccounting-invoicing.htm"
_READ = datetime.date(2026, 11, 23)
_WRITTEN = datetime.date(2023, 8, 22)
_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_VOUCHER = """
#VER {} 1 20240131 Kaffe
{{
#TRANS 1910 {{}} -25.00
#TRANS {} {{}} 25.00
}}
"""
_FULL = """
#IB 0 1910 25.00
#IB 0 2081 -25.00
#UB 0 1910 {}
#UB 0 2081 -25.00
#RES 0 4010 25.00
#VER A 1 {} Kaffe
{{
#TRANS 1910 {{}} -25.00
#TRANS 4010 {{}} 25.00
}}
"""

PROFILE = Profile(
    name="visma-administration",
    title="Visma Administration",
    en="Would Visma Administration take the file, and what would become of it?",
    sv="Skulle Visma Administration ta emot filen, och vad skulle hända med den?",
    writers=(r"Visma Administration", r"SPCS Administration"),
    together=True,
    order="oldest",
    opening="oldest",
    facts=(
        Fact(
            en="The move: export the SIE files before or after the downgrade, connect the customer to Visma "
            "Administration 1000 or 2000 (2020.0 or later, not 500), go through the start guide, then read the files.",
            sv="Flytten: exportera SIE-filerna före eller efter nedgraderingen, koppla kunden till Visma "
            "Administration 1000 eller 2000 (2020.0 eller senare, inte 500), gå igenom startguiden och läs sedan in "
            "filerna.",
            source=_DOWNGRADE,
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Company number, name and fiscal year are given in the start guide before anything is read: they must "
            "be those of the file.",
            sv="Organisationsnummer, namn och räkenskapsår anges i startguiden innan något läses in: de ska vara "
            "desamma som i filen.",
            source=_DOWNGRADE,
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="Vouchers are read under Arkiv – Import – Verifikationer; everything in the file is read, so choose "
            "what to read when you export.",
            sv="Verifikationer läses in under Arkiv – Import – Verifikationer; allt i filen läses in, så urvalet görs "
            "vid exporten.",
            source=_HELP + "import-verifikationer.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="The file is tested first. Some errors refuse it until they are corrected, others let you go on.",
            sv="Filen kontrolleras först. Vissa fel gör att den avvisas tills de är rättade, andra går att gå vidare "
            "från.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="For each series of the file a series of the program is chosen, the same letter if it exists; a new "
            "letter is created. Verifikationsserier must be switched on in the company's settings.",
            sv="För varje serie i filen väljs en serie i programmet, samma bokstav om den finns; en ny bokstav läggs "
            "upp. Verifikationsserier måste vara påslaget i företagsinställningarna.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Vouchers of type 4I may have no series, as those of Visma Lön and Visma Anläggningsregister: the one "
            "that is chosen takes them.",
            sv="Verifikationer av typ 4I kan sakna serie, som de från Visma Lön och Visma Anläggningsregister: den som "
            "väljs tar emot dem.",
            source="SIE filformat 4C, paragraph 11, #VER; real files of Visma Lön 100 and Visma Anläggningsregister",
            date=datetime.date(2025, 8, 6),
            certainty="I",
        ),
        Fact(
            en="Imported vouchers are appended to the numbers of the series; only an empty series takes a start "
            "number. Give the file's first number to keep its numbers.",
            sv="Inlästa verifikationer läggs till efter seriens nummer; bara en tom serie tar emot ett startnummer. "
            "Ange filens första nummer för att behålla numren.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Where names of accounts differ from the company's chart a dialog asks.",
            sv="Om kontonamn skiljer sig från företagets kontoplan kommer en fråga.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Files marked Automatik in the company's settings are picked up when the voucher window is opened, if "
            "their flag is 0.",
            sv="Filer markerade med Automatik i företagsinställningarna hämtas när verifikationsfönstret öppnas, om "
            "deras flagga är 0.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="Opening balances are read under Bokföring – Ingående balans – Importera IB från SIE; the column of the "
            "company's total must be empty before.",
            sv="Ingående balanser läses in under Bokföring – Ingående balans – Importera IB från SIE; kolumnen för "
            "företagets total ska vara tom innan.",
            source=_HELP_1000 + "kommando-importera-ib-fran-sie.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Read the oldest year first: opening balances from its file, vouchers from all; later years get their "
            "opening balances from the year before, to be compared with the file.",
            sv="Läs in det äldsta året först: ingående balanser ur dess fil, verifikationer ur alla; senare år får "
            "sina ingående balanser från året före, och stäms av mot filen.",
            source=_HELP + "bokforingsar-skapa.htm",
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="A new fiscal year begins on the day after the one before ended, so years with a gap between them or "
            "overlapping cannot be created.",
            sv="Ett nytt räkenskapsår börjar dagen efter att det förra slutade, så år med en lucka emellan eller "
            "överlappande år går inte att lägga upp.",
            source=_HELP + "bokforingsar-skapa.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Objects that the file uses but does not declare are refused.",
            sv="Objekt som filen använder men inte beskriver avvisas.",
            source="Comparisons of importers by developers of other programs",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="The chart of accounts belongs to a fiscal year; an account added to an old year is not in a newer one. "
            "Accounts may be there and inactive.",
            sv="Kontoplanen hör till ett räkenskapsår; ett konto som läggs upp på ett äldre år finns inte på ett "
            "nyare. Konton kan finnas men vara inaktiva.",
            source=_HELP_1000 + "kontoplan-listlage.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="VAT codes, tax codes and usage of units and projects are settings of the target's accounts; a file "
            "cannot bring them, so compare the chart after the import.",
            sv="Momskoder, SRU-koder och användning av resultatenhet och projekt är inställningar på målets konton; en "
            "fil kan inte föra med sig dem, så jämför kontoplanen efter inläsningen.",
            source=_HELP_1000 + "kontoplan-kontoplan.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="The flag in the file is set to 1 when it has been read: archive the untouched original before.",
            sv="Flaggan i filen sätts till 1 när den har lästs in: arkivera det orörda originalet innan.",
            source=f"SIE filformat 4C, paragraph 7.4; {_SAMPLE}",
            date=datetime.date(2025, 8, 6),
            certainty="I",
        ),
        Fact(
            en="Invoices that the synchronised invoicing sends over and that are booked in the files already come "
            "twice: agree on a day for the change.",
            sv="Fakturor som den synkade faktureringen skickar över och som redan är bokförda i filerna kommer med två "
            "gånger: bestäm en brytdag.",
            source="https://vismaspcs.se/support/samarbete-eekonomi-administration-byra",
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="After the import, export type 4 again and compare it with the file (sie diff): balances, vouchers of "
            "each series, rows, texts, objects.",
            sv="Exportera typ 4 igen efter inläsningen och jämför med filen (sie diff): saldon, verifikationer per "
            "serie, rader, texter, objekt.",
            source="Practice of accountants at a handover",
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="It writes CP437, the whole chart as triplets of #KONTO, #KTYP and #SRU, dimensions 1 (Resultatenhet) "
            "and 6 (Projekt), rows indented by three blanks, single backslashes in #FNR, and quotes only where there "
            "is a blank.",
            sv="Det skriver CP437, hela kontoplanen i grupper om #KONTO, #KTYP och #SRU, dimension 1 (Resultatenhet) "
            "och 6 (Projekt), rader med tre blanksteg före, enkla omvända snedstreck i #FNR, och citattecken bara där "
            "det finns blanksteg.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="C",
        ),
    ),
    severities={
        # VAD003 and VAD009 say more about the first two and the last.
        "SIE226": None,
        "SIE614": None,
        "SIE611": None,
        # What is read without a doubt is written right into the files that are handed over.
        "SIE203": _W,
        "SIE212": _I,
        "SIE403": _E,
        "SIE603": _E,
        "SIE604": _E,
        "SIE602": _W,
        "SIE623": _E,
    },
    demands=(
        Demand(
            code="VAD001",
            name="administration-file-type",
            check="file-type",
            limit=("4",),
            severity=_E,
            en="Vouchers come in files of type 4.",
            sv="Verifikationer finns i filer av typ 4.",
            source=_HELP + "import-verifikationer.htm",
            date=_READ,
            certainty="C",
            bad="#SIETYP 1\n#SRU 1910 7281\n#IB 0 1910 25.00\n#IB 0 2081 -25.00\n#UB 0 1910 25.00\n#UB 0 2081 -25.00",
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD002",
            name="administration-vouchers-needed",
            check="vouchers-needed",
            limit=1,
            severity=_E,
            en="A file has vouchers or opening balances to import.",
            sv="En fil har verifikationer eller ingående balanser att läsa in.",
            source=_HELP + "import-verifikationer.htm",
            date=_READ,
            certainty="C",
            bad="#PROSA Tom",
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD003",
            name="administration-inside-year",
            check="inside-year",
            limit=0,
            severity=_E,
            en="Every voucher lies in the fiscal year that it is read into.",
            sv="Varje verifikation ligger i det räkenskapsår som den läses in på.",
            source=_HELP + "bokforingsar-skapa.htm",
            date=_READ,
            certainty="C",
            bad=_VOUCHER.format("A", "4010").replace("20240131", "20230131") + "#RAR -1 20230101 20231231",
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD004",
            name="administration-numeric-account",
            check="account-number",
            limit="[0-9]+",
            severity=_E,
            en="Account numbers are digits.",
            sv="Kontonummer består av siffror.",
            source="SIE filformat 4C, paragraph 11, #KONTO 2",
            date=datetime.date(2025, 8, 6),
            certainty="C",
            bad="#KONTO FEL Felkonto\n" + _VOUCHER.format("A", "FEL").strip(),
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD005",
            name="administration-four-digits",
            check="account-number",
            limit="[0-9]{4}|.*[^0-9].*",
            severity=_W,
            en="Account numbers have four digits.",
            sv="Kontonummer har fyra siffror.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="I",
            bad="#KONTO 193000 Bank\n" + _VOUCHER.format("A", "193000").strip(),
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD006",
            name="administration-series",
            check="series",
            limit="[A-Z]",
            severity=_E,
            en="A series is one letter from A to Z; any other must be mapped to one.",
            sv="En serie är en bokstav från A till Z; alla andra måste översättas till en sådan.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
            bad=_VOUCHER.format("LEV1", "4010"),
            good=_VOUCHER.format("L", "4010"),
        ),
        Demand(
            code="VAD007",
            name="administration-flag",
            check="flag",
            limit=0,
            severity=_E,
            en="A file with #FLAGGA 1 has been imported before.",
            sv="En fil med #FLAGGA 1 har redan lästs in.",
            source="SIE filformat 4C, paragraph 7.4",
            date=datetime.date(2025, 8, 6),
            certainty="C",
            bad="#FLAGGA 1\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP 4\n#FNAMN X",
            good="#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP 4\n#FNAMN X",
        ),
        Demand(
            code="VAD008",
            name="administration-encoding",
            check="encoding",
            limit=("cp437",),
            severity=_W,
            en="Files are read in CP437, as the standard says.",
            sv="Filer läses i CP437, som standarden säger.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="I",
            bad="#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP 4\n#FNAMN \\xc3\\x85keriet",
            good="#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20250115\n#SIETYP 4\n#FNAMN Åkeriet",
        ),
        Demand(
            code="VAD009",
            name="administration-renumbering",
            check="renumbering",
            limit=0,
            severity=_W,
            en="A series with gaps, doubles or disorder gets new numbers in the order of the file.",
            sv="En serie med luckor, dubbletter eller oordning får nya nummer i filens ordning.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="I",
            bad=_VOUCHER.format("A", "4010").strip() + _VOUCHER.format("A", "4010").replace("A 1", "A 5").rstrip(),
            good=_VOUCHER.format("A", "4010").strip() + _VOUCHER.format("A", "4010").replace("A 1", "A 2").rstrip(),
        ),
        Demand(
            code="VAD010",
            name="administration-name-length",
            check="name-length",
            limit={"account": 40, "object": 39},
            severity=_W,
            en="Its own names of accounts have hardly more than 40 characters (43 at most), its names of objects at "
            "most 39.",
            sv="Dess egna kontonamn har knappast mer än 40 tecken (som mest 43), dess objektnamn högst 39.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="I",
            bad='#KONTO 5010 "Lokalhyra för kontoret på Storgatan i Ekängen"',
            good='#KONTO 5010 "Lokalhyra för kontoret på Storgatan"',
        ),
        Demand(
            code="VAD011",
            name="administration-name-far-too-long",
            check="name-length",
            limit={"account": 60},
            severity=_W,
            en="Names of accounts longer than 60 characters are longer than any Visma program but eEkonomi writes.",
            sv="Kontonamn längre än 60 tecken är längre än något Visma-program utom eEkonomi skriver.",
            source="Real files of Visma Bokslut (59), Visma Eget Aktiebolag (62) and Visma eEkonomi (72 characters)",
            date=datetime.date(2011, 3, 4),
            certainty="I",
            bad='#KONTO 5010 "Lokalhyra för kontoret på Storgatan i Ekängen och för förrådet på Kvarngatan"',
            good='#KONTO 5010 "Lokalhyra för kontoret på Storgatan i Ekängen"',
        ),
        Demand(
            code="VAD012",
            name="administration-text-length",
            check="text-length",
            limit={"voucher": 50, "row": 50},
            severity=_W,
            en="Its own texts of vouchers and rows have about 40 characters at most; more than 50 has not been seen.",
            sv="Dess egna verifikations- och radtexter har som mest omkring 40 tecken; mer än 50 har inte setts.",
            source=_SAMPLE,
            date=_WRITTEN,
            certainty="I",
            bad=_VOUCHER.format("A", "4010").replace(
                "Kaffe", '"Kaffe och bullar till mötet med revisorn på kontoret i Ekängen"'
            ),
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD013",
            name="administration-unit-code",
            check="code-length",
            limit={"1": 6},
            severity=_W,
            en="Codes of result units have six characters at most.",
            sv="Koder för resultatenheter har högst sex tecken.",
            source="Code by others against Visma's programming interface (buffer of 6 characters)",
            date=_READ,
            certainty="S",
            bad='#OBJEKT 1 STOCKHOLM "Kontoret i Stockholm"',
            good='#OBJEKT 1 STHLM "Kontoret i Stockholm"',
        ),
        Demand(
            code="VAD014",
            name="administration-project-code",
            check="code-length",
            limit={"6": 10},
            severity=_W,
            en="Codes of projects have ten characters at most.",
            sv="Koder för projekt har högst tio tecken.",
            source="https://www.vismaspcs.se/visma-support/visma-lon-600/content/online-help/nytt_projekt.htm",
            date=_READ,
            certainty="C",
            bad="#OBJEKT 6 JULMARKNAD24 Julmarknad",
            good="#OBJEKT 6 JULMARK24 Julmarknad",
        ),
        Demand(
            code="VAD015",
            name="administration-dimensions",
            check="dimensions",
            limit=("1", "6"),
            severity=_W,
            en="There is one dimension for result units (1) and one for projects (6).",
            sv="Det finns en dimension för resultatenheter (1) och en för projekt (6).",
            source=_HELP_1000 + "verifikation-kortlage.htm",
            date=_READ,
            certainty="C",
            bad="#OBJEKT 7 12 Åsa\n" + _VOUCHER.format("A", "4010").strip().replace("4010 {}", "4010 {7 12}"),
            good="#OBJEKT 1 12 Norr\n" + _VOUCHER.format("A", "4010").strip().replace("4010 {}", "4010 {1 12}"),
        ),
        Demand(
            code="VAD016",
            name="administration-statistics-accounts",
            check="accounts-noted",
            limit="[09].*",
            severity=_I,
            en="Accounts of class 0 and 9 are allowed, unlike in eEkonomi.",
            sv="Konton i klass 0 och 9 är tillåtna, till skillnad från i eEkonomi.",
            source=_HELP_1000 + "kontoplan-kontoplan.htm",
            date=_READ,
            certainty="C",
            bad="#KONTO 9999 Obs\n" + _VOUCHER.format("A", "9999").strip(),
            good=_VOUCHER.format("A", "4010"),
        ),
        Demand(
            code="VAD017",
            name="administration-technical-accounts",
            check="balance-left",
            limit="1518|2448",
            severity=_W,
            en="Balances on 1518 and 2448 are usually receivables and payables that eEkonomi moved there from a file "
            "it had imported.",
            sv="Saldon på 1518 och 2448 är oftast fordringar och skulder som eEkonomi förde dit ur en fil den en gång "
            "läste in.",
            source="https://www.vismaspcs.se/visma-support/visma-eaccounting/se/content/online-help/"
            "settings-import-export-accounting-data-import.htm",
            date=_READ,
            certainty="C",
            bad="#KONTO 1518 Kundfordringar\n#IB 0 1518 25.00\n#IB 0 2081 -25.00\n#UB 0 1518 25.00\n#UB 0 2081 -25.00",
            good=_FULL.format("0.00", "20240131"),
        ),
        Demand(
            code="VAD018",
            name="administration-open-items",
            check="balance-left",
            limit="1510|2440",
            severity=_W,
            en="Receivables and payables come without their open items: the ledgers will not tie until the items are "
            "entered, or come through the synchronised invoicing.",
            sv="Kundfordringar och leverantörsskulder kommer utan sina öppna poster: reskontran stämmer inte förrän de "
            "registreras eller kommer genom den synkade faktureringen.",
            source="https://vismaspcs.se/support/samarbete-eekonomi-administration-byra",
            date=_READ,
            certainty="I",
            bad="#KONTO 1510 Kundfordringar\n#IB 0 1510 25.00\n#IB 0 2081 -25.00\n#UB 0 1510 25.00\n#UB 0 2081 -25.00",
            good=_FULL.format("0.00", "20240131"),
        ),
        Demand(
            code="VAD019",
            name="administration-result-left",
            check="result-left",
            limit=0,
            severity=_W,
            en="The result of a year that is over is booked to equity before the next year opens.",
            sv="Resultatet för ett avslutat år är bokfört mot eget kapital innan nästa år öppnas.",
            source="BAS chart of accounts, 8999 and 2099; real files",
            date=_READ,
            certainty="I",
            bad=_FULL.format("0.00", "20241231"),
            good=_FULL.format("0.00", "20240131")
            .replace("#RES 0 4010 25.00", "#UB 0 2099 25.00\n#RES 0 4010 25.00\n#RES 0 8999 -25.00")
            .replace("#IB 0 1910", '#KONTO 2099 "Årets resultat"\n#KONTO 8999 "Årets resultat"\n#IB 0 1910')
            .strip()
            + """
#VER A 2 20241231 "Årets resultat"
{
#TRANS 8999 {} -25.00
#TRANS 2099 {} 25.00
}
""",
        ),
        Demand(
            code="VAD020",
            name="administration-chart-type",
            check="chart-type",
            limit=("EUBAS97",),
            severity=_W,
            en="The chart is EU BAS 97 or later (BAS20xx); programs warn when #KPTYP is missing.",
            sv="Kontoplanen är EU-BAS 97 eller senare (BAS20xx); program varnar när #KPTYP saknas.",
            source=f"{_SAMPLE}; https://lonlight.se/sie-fil.html",
            date=_READ,
            certainty="S",
            bad="#KPTYP BAS96",
            good="#KPTYP BAS2024",
        ),
        Demand(
            code="VAD021",
            name="administration-account-data",
            check="records",
            limit=("#KTYP", "#SRU"),
            severity=_W,
            en="Types and tax codes of accounts must come from the target's own chart when the file has none, as in "
            "files from Spiris.",
            sv="Kontotyper och SRU-koder måste komma ur målets egen kontoplan när filen saknar dem, som i filer från "
            "Spiris.",
            source="Headers of files from Spiris Bokföring & Fakturering 7.5, as shown by others",
            date=datetime.date(2026, 1, 4),
            certainty="I",
            bad=_FULL.format("0.00", "20240131"),
            good="#KTYP 1910 T\n#SRU 1910 7281\n" + _FULL.format("0.00", "20240131").strip(),
        ),
        Demand(
            code="VAD022",
            name="administration-complete-year",
            check="complete-year",
            limit=0,
            severity=_W,
            en="A year that is over is exported to its end; vouchers cannot be chosen on import.",
            sv="Ett avslutat år exporteras till sitt slut; verifikationer går inte att välja vid inläsningen.",
            source=_HELP + "import-verifikationer.htm",
            date=_READ,
            certainty="I",
            bad=_VOUCHER.format("A", "4010"),
            good=_VOUCHER.format("A", "4010").replace("20240131", "20241230"),
        ),
        Demand(
            code="VAD023",
            name="administration-empty-months",
            check="empty-months",
            limit=0,
            severity=_I,
            en="Months without vouchers may have been left out of the export.",
            sv="Månader utan verifikationer kan ha utelämnats vid exporten.",
            source="What accountants check before a handover",
            date=_READ,
            certainty="I",
            bad=_VOUCHER.format("A", "4010").strip()
            + _VOUCHER.format("A", "4010").replace("A 1", "A 2").replace("20240131", "20240331").rstrip(),
            good=_VOUCHER.format("A", "4010").strip()
            + _VOUCHER.format("A", "4010").replace("A 1", "A 2").replace("20240131", "20240228").rstrip(),
        ),
        Demand(
            code="VAD024",
            name="administration-lock-timer",
            check="lock-timer",
            limit=50,
            severity=_I,
            en="Months are locked 50 days after they end by default, and then for good. This is true of every move, so "
            "it is told, not warned of.",
            sv="Månader låses normalt 50 dagar efter månadens slut, och då för gott. Det gäller varje flytt, så det är "
            "en upplysning och ingen varning.",
            source=_HELP + "bokforingsar-andra-lasning.htm",
            date=_READ,
            certainty="C",
            bad=_VOUCHER.format("A", "4010"),
            good=_VOUCHER.format("A", "4010").replace("20240131", "20241230"),
        ),
        Demand(
            code="VAD025",
            name="administration-years-most",
            check="years-most",
            limit=25,
            severity=_W,
            en="A company holds 25 fiscal years (26 in Administration 2000).",
            sv="Ett företag rymmer 25 räkenskapsår (26 i Administration 2000).",
            source=_HELP_1000 + "bokforingsar-skapa.htm",
            date=_READ,
            certainty="C",
        ),
        Demand(
            code="VAD026",
            name="administration-untyped-accounts",
            check="accounts-untyped",
            limit="[09].*",
            severity=_W,
            en="BAS does not say what accounts of class 0 and 9 are. Without a type the balance is taken for a result, "
            "and the next year opens with nothing on the account.",
            sv="BAS säger inte vad konton i klass 0 och 9 är. Utan kontotyp räknas saldot som resultat, och nästa år "
            "öppnar utan saldo på kontot.",
            source=_HELP_1000 + "kontoplan-kontoplan.htm",
            date=_READ,
            certainty="I",
            bad="#KONTO 9999 Obs\n" + _VOUCHER.format("A", "9999").strip(),
            good="#KONTO 9999 Obs\n#KTYP 9999 K\n" + _VOUCHER.format("A", "9999").strip(),
        ),
        Demand(
            code="VAD027",
            name="administration-series-start",
            check="series-start",
            limit=1,
            severity=_I,
            en="The import numbers each series from a first number that is asked for.",
            sv="Inläsningen numrerar varje serie från ett startnummer som den frågar efter.",
            source=_HELP + "kommando-importera.htm",
            date=_READ,
            certainty="C",
            bad=_VOUCHER.format("A", "4010").replace("A 1", "A 5").strip(),
            good=_VOUCHER.format("A", "4010").strip(),
        ),
    ),
)
