"""The words of reports, in English and Swedish: one row per word."""

from __future__ import annotations

__all__ = ["FILE_TYPES", "WORDS", "word"]

WORDS: dict[str, tuple[str, str]] = {
    # headings of a summary
    "company": ("Company", "Företag"),
    "organisation_number": ("Organisation no.", "Org.nr"),
    "kind": ("File type", "Filtyp"),
    "sie5_4E": ("SIE 5, complete file", "SIE 5, fullständig fil"),
    "sie5_4I": ("SIE 5, vouchers for import", "SIE 5, verifikationer för import"),
    "program": ("Program", "Program"),
    "generated": ("Written", "Skapad"),
    "encoding": ("Encoding", "Teckenkodning"),
    "currency": ("Currency", "Valuta"),
    "chart_type": ("Chart of accounts", "Kontoplan"),
    "tax_year": ("Tax year", "Taxeringsår"),
    "balances_through": ("Balances through", "Saldon t.o.m."),
    "years": ("Fiscal years", "Räkenskapsår"),
    "flag": ("Flag", "Flagga"),
    "imported": ("1, already imported by a program", "1, redan inläst i ett program"),
    "unnamed": ("(not given)", "(anges inte)"),
    "by": ("by {}", "av {}"),
    "declared_true": ("#FORMAT {} is right", "#FORMAT {} stämmer"),
    "declared_false": ("but #FORMAT says {}", "men #FORMAT säger {}"),
    # what there is
    "contents": ("Contents", "Innehåll"),
    "accounts": ("Accounts", "Konton"),
    "dimensions": ("Dimensions", "Dimensioner"),
    "objects": ("Objects", "Objekt"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "rows": ("Rows", "Rader"),
    "added_rows": ("  of these added later", "  varav tillagda i efterhand"),
    "removed_rows": ("Rows removed (not counted)", "Borttagna rader (räknas inte)"),
    "unknown_labels": ("Records with unknown labels", "Poster med okända etiketter"),
    "sums": ("Sums (credit is negative)", "Summor (kredit är negativt)"),
    "year": ("Year {}", "År {}"),
    "opening": ("Opening", "Ingående"),
    "closing": ("Closing", "Utgående"),
    "result": ("Result", "Resultat"),
    "debit": ("Debit", "Debet"),
    "credit": ("Credit", "Kredit"),
    "opening_sum": ("Opening balances", "Ingående balanser"),
    "closing_sum": ("Closing balances", "Utgående balanser"),
    "result_sum": ("Profit and loss accounts", "Resultatkonton"),
    "debit_sum": ("Vouchers, debit", "Verifikationer, debet"),
    "credit_sum": ("Vouchers, credit", "Verifikationer, kredit"),
    # tables
    "trial_balance": ("Trial balance", "Saldobalans"),
    "account": ("Account", "Konto"),
    "name": ("Name", "Benämning"),
    "balance_total": ("Balance sheet accounts", "Balanskonton"),
    "result_total": ("Profit and loss accounts", "Resultatkonton"),
    "total": ("Total", "Summa"),
    "no_accounts": ("No account has anything in year {}.", "Inget konto har något år {}."),
    "no_vouchers": ("No voucher matches.", "Ingen verifikation passar urvalet."),
    "registered": ("registered {}", "registrerad {}"),
    "added": ("added", "tillagd"),
    "removed": ("removed", "borttagen"),
    "unbalanced": ("out of balance by {}", "obalans {}"),
    "no_number": ("(no number)", "(utan nummer)"),
    "no_date": ("(no date)", "(utan datum)"),
    "voucher": ("{} voucher", "{} verifikation"),
    "vouchers_counted": ("{} vouchers", "{} verifikationer"),
    # findings
    "error": ("error", "fel"),
    "warning": ("warning", "varning"),
    "info": ("info", "upplysning"),
    "findings": ("Findings", "Anmärkningar"),
    "errors": ("{} errors", "{} fel"),
    "one_error": ("1 error", "1 fel"),
    "unreadables": ("{} unreadable files", "{} oläsbara filer"),
    "one_unreadable": ("1 unreadable file", "1 oläsbar fil"),
    "warnings": ("{} warnings", "{} varningar"),
    "one_warning": ("1 warning", "1 varning"),
    "infos": ("{} for information", "{} upplysningar"),
    "one_info": ("1 for information", "1 upplysning"),
    "line": ("line {}", "rad {}"),
    "lines": ("lines {}", "rad {}"),
    "times": ("{} times", "{} gånger"),
    "more_kinds": (
        "… and {} more kinds of finding: --findings lists everything.",
        "… och {} slags anmärkningar till: --findings visar alla.",
    ),
    "all_of_them": ("--findings lists each one.", "--findings visar varje anmärkning."),
    # checks
    "also_lines": (", also on line {}", ", även på rad {}"),
    "more_of_code": ("… and {} more of {}: --all lists them.", "… och {} till av {}: --all visar alla."),
    "one_file": ("1 file", "1 fil"),
    "files": ("{} files", "{} filer"),
    "in_order": ("nothing to object to", "inget att anmärka på"),
    "page_profile": ("A demand of the profile {}.", "Ett krav i profilen {}."),
    "page_message": ("Message", "Meddelande"),
    "page_bad": ("A file that gives it", "En fil som ger den"),
    "page_good": ("The same in order", "Detsamma utan fel"),
    "source": ("Source", "Källa"),
    "profile_writers": ("Recognised by #PROGRAM", "Känns igen på #PROGRAM"),
    "profile_demands": ("What it demands", "Vad programmet kräver"),
    "profile_quirks": ("Habits that are not reported", "Egenheter som inte anmärks"),
    "profile_facts": ("What else is known", "Vad mer som är känt"),
    "profile_severities": ("What findings become", "Vad anmärkningar blir"),
    "left_out": ("left out", "utelämnas"),
    # fixes
    "unsafe": ("(unsafe)", "(osäker)"),
    "repaired": ("{} repairs.", "{} rättningar."),
    "one_repaired": ("1 repair.", "1 rättning."),
    "nothing_repaired": ("Nothing to mend.", "Inget att rätta."),
    "pending": ("{} more with --unsafe: {}.", "{} till med --unsafe: {}."),
    # labels
    "label": ("Label", "Etikett"),
    "meaning": ("Meaning", "Betydelse"),
    "fields": ("Fields", "Fält"),
    "field": ("Field", "Fält"),
    "swedish": ("In Swedish", "På svenska"),
    "contains": ("Contains", "Innehåll"),
    "required": ("required", "obligatoriskt"),
    "optional": ("optional", "frivilligt"),
    "presence": ("Presence", "Förekomst"),
    "parent": ("Stands inside", "Står under"),
    "repeats": ("Number", "Antal"),
    "any_number": ("any number in a file", "hur många som helst i en fil"),
    "once": ("once in a file", "en gång i en fil"),
    "paragraph": ("Specification", "Specifikation"),
    "paragraph_of": ("paragraph {}", "paragraf {}"),
    "mandatory": ("mandatory", "obligatorisk"),
    "voluntary": ("optional", "frivillig"),
    "forbidden": ("forbidden", "får inte finnas"),
    "both_years": (
        "for the current and the previous fiscal year",
        "för innevarande och föregående räkenskapsår",
    ),
    "unless_reserved": (
        "not needed for a reserved dimension",
        "behövs inte för en reserverad dimension",
    ),
    "type": ("type {}", "typ {}"),
    "legend": (
        "M mandatory   o optional   - forbidden. Columns: file types 1, 2, 3, 4I (import), 4E (export).",
        "M obligatorisk   o frivillig   - får inte finnas. Kolumner: filtyp 1, 2, 3, 4I (import), 4E (export).",
    ),
    # checksum
    "checksum_right": ("The checksum is right: {}.", "Kontrollsumman stämmer: {}."),
    "checksum_none": (
        "The file has no checksum. It would be {}.",
        "Filen har ingen kontrollsumma. Den skulle bli {}.",
    ),
    "checksum_wrong": (
        "The checksum is wrong: the file says {} on line {}, its contents give {}. "
        "Something was changed after the file was written.",
        "Kontrollsumman är fel: filen säger {} på rad {}, innehållet ger {}. Något har ändrats sedan filen skrevs.",
    ),
    "checksum_truncated": (
        "The file is cut off: #KSUMMA on line {} opens a checksum that nothing closes. Ask for the file again.",
        "Filen är avhuggen: #KSUMMA på rad {} inleder en kontrollsumma som inget avslutar. Begär filen på nytt.",
    ),
    "checksum_impossible": (
        "No checksum can be computed: the file has letters that do not exist in CP437.",
        "Ingen kontrollsumma kan beräknas: filen har bokstäver som inte finns i CP437.",
    ),
    "checksum_written": ("{} was written with the checksum {}.", "{} skrevs med kontrollsumman {}."),
}
"""English and Swedish by key; ``{}`` is filled in."""

FILE_TYPES: dict[str, tuple[str, str]] = {
    "1": ("year-end balances", "årssaldon"),
    "2": ("period balances", "periodsaldon"),
    "3": ("object balances", "objektsaldon"),
    "4I": ("transactions for import", "transaktioner för import"),
    "4E": ("export of transactions", "export av transaktioner"),
}
"""What each file type is called."""


def word(key: str, language: str, *parts: object) -> str:
    """A word in a language, with what belongs into it.

    Args:
        key: Of ``WORDS``.
        language: ``"en"`` or ``"sv"``.
        parts: For each ``{}`` in order.

    Example:
        >>> word("year", "sv", -1)
        'År -1'
    """
    return WORDS[key][1 if language == "sv" else 0].format(*parts)
