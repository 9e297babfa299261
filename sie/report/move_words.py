"""The words of the page of a move, in English and Swedish: one row per word."""

from __future__ import annotations

__all__ = ["MOVE_WORDS", "move_word"]

MOVE_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Report of a move", "Flyttrapport"),
    "moved": ("Moved from {} to {}", "Flytt från {} till {}"),
    "unnamed": ("(company without a name)", "(företag utan namn)"),
    "orgno": ("Organisation no.", "Org.nr"),
    "years": ("Fiscal years", "Räkenskapsår"),
    "made": ("Report made", "Rapporten gjord"),
    "by": ("Moved by", "Flyttat av"),
    "note": ("Note", "Anteckning"),
    "with": ("Made with", "Gjord med"),
    "contents": ("Contents", "Innehåll"),
    # outcomes
    "green": ("Green", "Grönt"),
    "amber": ("Amber", "Gult"),
    "red": ("Red", "Rött"),
    "passed": ("Agrees", "Stämmer"),
    "explained": ("Explained", "Förklarad"),
    "attention": ("Look", "Granska"),
    "failed": ("Differs", "Stämmer inte"),
    "before": ("Before", "Före"),
    "after": ("After", "Efter"),
    "source": ("Source", "Källa"),
    "target": ("Target", "Mål"),
    "difference": ("Difference", "Skillnad"),
    "outcome": ("Outcome", "Utfall"),
    "none": ("none", "ingen"),
    # overview
    "overview": ("Overview", "Överblick"),
    "overview_caption": ("Each fiscal year before and after the move", "Varje räkenskapsår före och efter flytten"),
    "year": ("Fiscal year", "Räkenskapsår"),
    "checks": ("Checks", "Kontroller"),
    "agreeing": ("{} of {}", "{} av {}"),
    "vouchers": ("Vouchers", "Verifikationer"),
    "turnover": ("Turnover, debit", "Omslutning, debet"),
    "result": ("Result of the year", "Årets resultat"),
    "assets": ("Assets at the end", "Tillgångar vid årets slut"),
    "no_year": ("not in the target", "saknas i målet"),
    # differences
    "differences": ("Differences", "Avvikelser"),
    "differences_caption": (
        "What differs without an explanation; causes first, then what follows from them",
        "Det som skiljer utan förklaring; orsaker först, sedan det som följer av dem",
    ),
    "no_differences": ("No difference is without an explanation.", "Ingen skillnad saknar förklaring."),
    "thing": ("What", "Vad"),
    "field": ("Value", "Uppgift"),
    "lines": ("Line in the files", "Rad i filerna"),
    "follows": ("follows from {}", "följer av {}"),
    "more_differences": (
        "… and {} more; the report as JSON has them all.",
        "… och {} till; rapporten som JSON har alla.",
    ),
    "explained_heading": ("Differences with a known cause", "Skillnader med känd orsak"),
    "explained_caption": ("How many differences each cause explains", "Hur många skillnader varje orsak förklarar"),
    "cause": ("Cause", "Orsak"),
    "count": ("Number", "Antal"),
    # files
    "files": ("Files", "Filer"),
    "files_text": (
        "The SHA-256 value is the fingerprint of a file: if one byte of it changes, so does the value.",
        "SHA-256-värdet är filens fingeravtryck: ändras en enda byte i filen blir värdet ett annat.",
    ),
    "sources_caption": ("Files that were moved (source)", "Filer som flyttades (källa)"),
    "targets_caption": (
        "Files that the target program exported afterwards",
        "Filer som målprogrammet exporterade efteråt",
    ),
    "file": ("File", "Fil"),
    "program": ("Written by", "Skriven av"),
    "generated": ("Written", "Skapad"),
    "rows": ("Rows", "Rader"),
    "accounts": ("Accounts", "Konton"),
    "objects": ("Objects", "Objekt"),
    "size": ("{} bytes, type {}, {}", "{} byte, typ {}, {}"),
    # checks
    "checks_text": (
        "{} checks were made; {} agree or have a known cause.",
        "{} kontroller gjordes; {} stämmer eller har en känd orsak.",
    ),
    "move_checks": ("The move as a whole", "Flytten som helhet"),
    "year_checks": ("Fiscal year {}", "Räkenskapsår {}"),
    "series_checks": ("Series: {} of {} checks agree", "Serier: {} av {} kontroller stämmer"),
    "object_checks": (
        "Dimensions and objects: {} of {} checks agree",
        "Dimensioner och objekt: {} av {} kontroller stämmer",
    ),
    "check": ("Check", "Kontroll"),
    "expected": ("Source", "Källa"),
    "actual": ("Target", "Mål"),
    # charts
    "charts": ("Charts", "Diagram"),
    "charts_text": (
        "Light bars are the source, dark ones the target. Where they differ, ≠ stands above them.",
        "Ljusa staplar är källan, mörka är målet. Där de skiljer sig står ≠ ovanför.",
    ),
    "months": ("Result by month, {}", "Resultat per månad, {}"),
    "months_note": (
        "Accounts of profit and loss without 8990–8999; a profit stands above the line.",
        "Resultatkonton utom 8990–8999; vinst står ovanför linjen.",
    ),
    "month": ("Month", "Månad"),
    "balance": ("Balance sheet at the end of {}", "Balansräkning vid utgången av {}"),
    "group": ("Group", "Grupp"),
    "side_assets": ("Assets", "Tillgångar"),
    "side_equity": ("Equity and liabilities", "Eget kapital och skulder"),
    "sum": ("Total", "Summa"),
    "figures": ("The figures", "Siffrorna"),
    # trial balances
    "trial": ("Trial balances before and after", "Saldobalans före och efter"),
    "trial_text": (
        "Debit is positive. The last figure of an account of profit and loss is its result.",
        "Debet är positivt. Sista kolumnen för ett resultatkonto är dess resultat.",
    ),
    "trial_caption": ("Trial balance {}", "Saldobalans {}"),
    "trial_summary": (
        "Fiscal year {}: {} accounts, {} differ",
        "Räkenskapsår {}: {} konton, {} avviker",
    ),
    "account": ("Account", "Konto"),
    "name": ("Name", "Benämning"),
    "opening": ("Opening", "Ingående"),
    "debit": ("Debit", "Debet"),
    "credit": ("Credit", "Kredit"),
    "closing": ("Closing", "Utgående"),
    "statement_balance": ("Balance sheet", "Balanskonton"),
    "statement_result": ("Profit and loss", "Resultatkonton"),
    "statement_other": ("Other accounts", "Övriga konton"),
    # numbers
    "numbers": ("Number map", "Nummerkarta"),
    "numbers_text": (
        "From the number of a voucher in the source to its number in the target. Every voucher that was found again is "
        "in one of the runs; within a run both sides count on by one.",
        "Från verifikationens nummer i källan till dess nummer i målet. Varje verifikation som återfanns ingår i ett "
        "av intervallen; inom ett intervall räknar båda sidor upp med ett.",
    ),
    "numbers_caption": ("Numbers in runs", "Nummer i intervall"),
    "unchanged": ("unchanged", "oförändrat"),
    "changed": ("new number", "nytt nummer"),
    "no_series": ("(no series)", "(utan serie)"),
    "all_changed": (
        "All {} vouchers with a new number, one by one",
        "Alla {} verifikationer med nytt nummer, en för en",
    ),
    "too_many": (
        "{} vouchers have a new number; the runs above give each, and the report as JSON lists them one by one.",
        "{} verifikationer har fått nytt nummer; intervallen ovan anger vart och ett, och rapporten som JSON räknar "
        "upp dem en för en.",
    ),
    "missing": ("Vouchers that the target does not have", "Verifikationer som saknas i målet"),
    "no_numbers": ("No voucher was moved.", "Ingen verifikation flyttades."),
    # changes
    "conversions": ("What was changed on purpose", "Det som ändrades med avsikt"),
    "conversions_caption": ("Changes with their reasons", "Ändringar med skäl"),
    "nothing_changed": (
        "Nothing: series, numbers and dimensions are as they were.",
        "Inget: serier, nummer och dimensioner är som de var.",
    ),
    "reason": ("Reason", "Skäl"),
    "left_out": ("left out", "utelämnas"),
    "accepted": ("Accepted although it stood in the way", "Godtaget fast det hindrade"),
    "accepted_caption": (
        "Accepted blocks, each with the reason given",
        "Godtagna hinder, vart och ett med angivet skäl",
    ),
    "blocks": ("Stood in the way and was not accepted", "Hindrade och har inte godtagits"),
    "warnings": ("Known before the move", "Känt före flytten"),
    "warnings_summary": (
        "{} kinds of remarks on the source files",
        "{} slags anmärkningar på källfilerna",
    ),
    "findings_caption": ("Remarks by code", "Anmärkningar per kod"),
    "code": ("Code", "Kod"),
    "message": ("Remark", "Anmärkning"),
    "line": ("line {}", "rad {}"),
    # what is not there
    "not_carried": ("What SIE does not carry", "Det som inte finns i SIE"),
    "not_carried_text": (
        "A SIE file is not the whole archive. Tick what has been saved, and write down where.",
        "En SIE-fil är inte hela arkivet. Kryssa för det som är sparat och skriv var.",
    ),
    "not_carried_caption": ("To be saved apart", "Att spara för sig"),
    "saved": ("Done", "Klart"),
    "what": ("What, and how", "Vad och hur"),
    "where": ("Where it is kept", "Var det förvaras"),
    "not_applicable": ("☐", "☐"),
    # retention
    "retention": ("Keep until", "Bevaras till och med"),
    "retention_text": (
        "Accounting records are kept until the end of the seventh year after the calendar year in which the fiscal "
        "year ended (Bokföringslagen 7:2). The original files and this report belong to them.",
        "Räkenskapsinformation bevaras till och med det sjunde året efter utgången av det kalenderår då "
        "räkenskapsåret avslutades (bokföringslagen 7 kap. 2 §). Originalfilerna och den här rapporten hör dit.",
    ),
    "retention_caption": ("Until when each year is kept", "Hur länge varje år bevaras"),
    "keep_until": ("Until and including", "Till och med"),
    # proof
    "proof": ("To check this again later", "Så kontrolleras detta i efterhand"),
    "proof_1": (
        "Compute SHA-256 of the files (sha256sum FILE, in Windows certutil -hashfile FILE SHA256) and compare with the "
        "values under Files.",
        "Räkna ut filernas SHA-256 (sha256sum FIL, i Windows certutil -hashfile FIL SHA256) och jämför med värdena "
        "under Filer.",
    ),
    "proof_2": (
        "Compare the files anew with sie migrate reconcile and the same choices; the figures become the same.",
        "Jämför filerna på nytt med sie migrate reconcile och samma val; siffrorna blir desamma.",
    ),
    "proof_3": (
        "The report as JSON, written at the same time, has the SHA-256 value below. It stands at the foot of every "
        "printed page: whoever signs the paper signs those data.",
        "Rapporten som JSON, skriven vid samma tillfälle, har SHA-256-värdet nedan. Det står längst ned på varje "
        "utskriven sida: den som undertecknar papperet undertecknar de uppgifterna.",
    ),
    "fingerprint": ("Fingerprint of the report", "Rapportens fingeravtryck"),
    "page": ("Page", "Sida"),
    "of": ("of", "av"),
    # signature
    "sign": ("Signatures", "Underskrifter"),
    "sign_text": (
        "I have read the report and the differences that it shows.",
        "Jag har tagit del av rapporten och de avvikelser som den visar.",
    ),
    "sign_by": ("Moved by", "Flytten utförd av"),
    "sign_check": ("Examined by", "Granskad av"),
    "sign_place": ("Place and date", "Ort och datum"),
    "sign_name": ("Signature", "Namnteckning"),
    "sign_clear": ("Name in block letters", "Namnförtydligande"),
    "sign_remark": ("Remarks", "Anmärkningar"),
}
"""English and Swedish by key; ``{}`` is filled in."""


def move_word(key: str, language: str, *parts: object) -> str:
    """A word in a language, with what belongs into it.

    Args:
        key: Of ``MOVE_WORDS``.
        language: ``"en"`` or ``"sv"``.
        parts: For each ``{}`` in order.

    Example:
        >>> move_word("agreeing", "sv", 3, 4)
        '3 av 4'
    """
    return MOVE_WORDS[key][1 if language == "sv" else 0].format(*parts)
