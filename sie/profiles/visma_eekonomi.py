"""Visma eEkonomi, sold as Spiris Bokföring & Fakturering since 2025: where the books usually come from."""

from __future__ import annotations

import datetime

from sie.diagnostics import Severity
from sie.profiles.model import Demand, Fact, Profile

_HELP = "https://www.vismaspcs.se/visma-support/visma-eaccounting/se/content/online-help/"
_IMPORT = _HELP + "settings-import-export-accounting-data-import.htm"
_FILES = (
    "Files of Spiris Bokföring & Fakturering 7.5, as shown by others; "
    "https://github.com/erp-mafia/accounted/issues/2525"
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
            en="A SIE file has no VAT codes, customers, suppliers, open items, assets, attachments, accruals, payroll, "
            "locked periods, users or history: save those reports and lists on their own.",
            sv="En SIE-fil har inga momskoder, kunder, leverantörer, öppna poster, anläggningar, underlag, "
            "periodiseringar, löner, låsta perioder, användare eller behandlingshistorik: spara de rapporterna och "
            "listorna för sig.",
            source="SIE filformat 4C; BFNAR 2013:2, chapters 7 and 9",
            date=datetime.date(2025, 8, 6),
            certainty="C",
        ),
        Fact(
            en="Save for each year: balance sheet by account, general ledger of all accounts, processing history, "
            "unpaid customer and supplier invoices.",
            sv="Spara för varje år: balansräkning med konton, huvudbok för alla konton, behandlingshistorik, obetalda "
            "kund- och leverantörsfakturor.",
            source=_HELP + "a-terminating-your-subscription.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="When the subscription has ended, the administrator can still read and export; data is kept for seven "
            "fiscal years.",
            sv="När abonnemanget har sagts upp kan administratören fortfarande läsa och exportera; uppgifterna sparas "
            "i sju räkenskapsår.",
            source=_HELP + "a-terminating-your-subscription.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="VAT codes of accounts can be had from the chart of accounts as CSV, in the form field-rate (05-25%).",
            sv="Kontonas momskoder går att få ur kontoplanen som CSV, i formen ruta-sats (05-25%).",
            source="https://github.com/erp-mafia/accounted/pull/2641",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="There is no class 9: such an account means that the file is not from it, or not only.",
            sv="Klass 9 finns inte: ett sådant konto betyder att filen inte kommer därifrån, eller inte bara.",
            source=_IMPORT,
            date=_READ,
            certainty="I",
        ),
        Fact(
            en="There are up to three groups of result units and one of projects.",
            sv="Det finns upp till tre grupper av resultatenheter och en av projekt.",
            source=_HELP + "a-accounting-project.htm and the help of Visma Lön and Visma Skatt & Bokslut Pro",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Import refuses a file without #FORMAT, and may warn of an organisation number without a hyphen.",
            sv="Inläsningen avvisar en fil utan #FORMAT, och kan varna för organisationsnummer utan bindestreck.",
            source="https://github.com/erp-mafia/accounted/pull/1466",
            date=_READ,
            certainty="S",
        ),
        Fact(
            en="It writes series A, the day of registration, the voucher's text on every row, only accounts in use, "
            "#VALUTA SEK, and neither #KTYP nor #SRU; CP437, as far as files have been seen.",
            sv="Det skriver serie A, registreringsdag, verifikationens text på varje rad, bara konton som används, "
            "#VALUTA SEK, och varken #KTYP eller #SRU; CP437, så långt filer har setts.",
            source=_FILES,
            date=datetime.date(2026, 1, 4),
            certainty="S",
        ),
        Fact(
            en="In 2011 it wrote an empty series and rows without date and text; names of accounts had up to 72 "
            "characters. Opening balances need not sum to zero: then the books did not either.",
            sv="2011 skrev det tom serie och rader utan datum och text; kontonamn hade upp till 72 tecken. Ingående "
            "balanser behöver inte summera till noll: då gjorde bokföringen det inte heller.",
            source="A real file of Visma Avendo eEkonomi 3.2",
            date=datetime.date(2011, 3, 4),
            certainty="C",
        ),
        Fact(
            en="After a downgrade or a reset the archived company can still be read, printed and exported; attached "
            "images are linked there only.",
            sv="Efter nedgradering eller omstart går det arkiverade företaget att läsa, skriva ut och exportera; "
            "bifogade underlag är kopplade bara där.",
            source=_HELP + "b-settings-restart-company.htm",
            date=_READ,
            certainty="C",
        ),
        Fact(
            en="Never remove images that look unlinked in the restarted company: they vanish from the archived one "
            "too. A restart erases payroll data of Visma Lön Smart and Direkt.",
            sv="Ta aldrig bort underlag som ser okopplade ut i det omstartade företaget: de försvinner ur det "
            "arkiverade också. En omstart raderar löneuppgifter i Visma Lön Smart och Direkt.",
            source=_HELP + "b-settings-restart-company.htm",
            date=_READ,
            certainty="C",
        ),
    ),
    severities={"SIE602": Severity.WARNING},
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
