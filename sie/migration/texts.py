"""What a file does not carry, and what to do about it: sentences for the plan and the read-me."""

from __future__ import annotations

from sie.report.sentence import Sentence

__all__ = ["NOT_CARRIED", "STEPS", "Sentence"]

NOT_CARRIED: tuple[Sentence, ...] = (
    Sentence(
        "VAT codes of accounts: export the chart of accounts as CSV, and compare the target's chart with it.",
        "Momskoder på konton: exportera kontoplanen som CSV och jämför målets kontoplan med den.",
    ),
    Sentence(
        "Unpaid customer and supplier invoices: print both lists; agree on a day from which invoices come through the "
        "synchronisation, so that none is booked twice.",
        "Obetalda kund- och leverantörsfakturor: skriv ut båda listorna; kom överens om en dag från vilken fakturor "
        "kommer "
        "genom synkningen, så att ingen bokförs dubbelt.",
    ),
    Sentence(
        "The register of fixed assets, and plans for accruals.",
        "Anläggningsregister och periodiseringsplaner.",
    ),
    Sentence(
        "Receipts and images: they stay linked in the archived company; never delete unlinked images in the active "
        "one, "
        "they go from the archive too.",
        "Underlag och bilder: de är kopplade i det arkiverade företaget; radera aldrig okopplade bilder i det "
        "aktiva, de "
        "försvinner även ur arkivet.",
    ),
    Sentence(
        "Customers, suppliers, articles, price lists and users: export each register.",
        "Kunder, leverantörer, artiklar, prislistor och användare: exportera varje register.",
    ),
    Sentence(
        "Processing history and system documentation, which the law wants kept: print the processing history per year.",
        "Behandlingshistorik och systemdokumentation, som lagen kräver att man sparar: skriv ut "
        "behandlingshistoriken per "
        "år.",
    ),
    Sentence(
        "Balance sheet, general ledger of all accounts, and locked periods: print the reports of every year.",
        "Balansräkning, huvudbok för alla konton och låsta perioder: skriv ut rapporterna för varje år.",
    ),
    Sentence(
        "Payroll (Visma Lön Smart is emptied by a reset), bank matching and budgets.",
        "Löner (Visma Lön Smart töms vid omstart), bankavstämning och budget.",
    ),
    Sentence(
        "Drafts and preliminary vouchers: book them before the export, and finish the VAT period first.",
        "Utkast och preliminära verifikationer: bokför dem före exporten, och avsluta momsperioden först.",
    ),
)
"""What SIE does not carry and where to save it."""

STEPS: tuple[str, ...] = (
    "Gå igenom startguiden i Visma Administration: organisationsnummer, namn, första räkenskapsår {start} – {end}, "
    "kontoplan.",
    "Kontrollera att verifikationsserierna är påslagna: Företagsinställningar – Bokföring.",
    "Ta en säkerhetskopia.",
    "Läs in ingående balanser: Bokföring – Ingående balans – Importera IB från SIE, filen {opening}. Kolumnen "
    "Företaget "
    "tot. ska vara tom innan.",
    "Stäm av ingående balans mot källan: summan ska vara {sum}.",
    "Läs in verifikationerna ett år i taget, äldst först: Arkiv – Import – Verifikationer. Lägg upp nästa räkenskapsår "
    "innan dess fil läses in.",
    "Ange för varje serie samma bokstav, och som startnummer det första numret i nummerkartan.",
    "Stäm av saldon och antal verifikationer innan någon månad låses: efter 50 dagar låses den för gott.",
    "Exportera SIE 4 för varje år ur Visma Administration och jämför: sie migrate reconcile.",
)
"""The steps in the program, for the read-me in Swedish."""
