"""What transformations have to tell: codes and sentences in both languages.

An error: something was asked for that could not be done, and a person has to decide. A warning: done, but look at it.
Information: what was done. A code is never given a second meaning.
"""

from __future__ import annotations

from sie.diagnostics import EACH, Diagnostic, Finding, FindingRow, Severity, Span, finding_table

__all__ = ["FINDINGS", "say"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

_TABLE: tuple[FindingRow, ...] = (
    (
        "TRF001", "balance-differs", _W,
        "{what}: given {given}, derived from the vouchers {derived}.",
        "{what_sv}: angivet {given}, beräknat ur verifikationerna {derived}.",
        "What was given is kept; find out which of them is right.",
        "Det som angavs är kvar; ta reda på vilket som är rätt.",
    ),
    (
        "TRF002", "balances-derived", _I,
        "Balances derived from the vouchers: {kinds}.",
        "Saldon beräknade ur verifikationerna: {kinds}.",
        "", "",
    ),
    (
        "TRF003", "left-out", _I,
        "Left out, because file type {kind} has no place for it: {what}.",
        "Utelämnat, eftersom filtyp {kind} inte har plats för det: {what_sv}.",
        "", "",
    ),
    (
        "TRF004", "selected", _I,
        "Vouchers selected: {count} of {total}.",
        "Utvalda verifikationer: {count} av {total}.",
        "", "",
    ),
    (
        "TRF005", "no-such-series", _W,
        "There is no voucher of series {series}.",
        "Det finns ingen verifikation i serie {series}.",
        "There are: {known}.", "Det finns: {known}.",
    ),
    (
        "TRF006", "no-opening", _W,
        "The books have no opening balances: all accounts are taken to open with zero.",
        "Bokföringen saknar ingående balanser: alla konton antas börja på noll.",
        "If the company is not new, apply the vouchers to its 4E file instead (--apply).",
        "Om företaget inte är nytt, lägg i stället in verifikationerna i dess 4E-fil (--apply).",
    ),
    (
        "TRF007", "balance-not-kept", _W,
        "{what}: given {given}, derived from the vouchers {derived}.",
        "{what_sv}: angivet {given}, beräknat ur verifikationerna {derived}.",
        "What was derived is written, because what was given was of other vouchers; find out which of them is right.",
        "Det beräknade skrivs, eftersom det angivna gällde andra verifikationer; ta reda på vilket som är rätt.",
    ),
    (
        "TRF008", "balance-missing", _W,
        "{what}: not given, derived from the vouchers {derived}.",
        "{what_sv}: saknas, beräknat ur verifikationerna {derived}.",
        "Others of its kind are given; find out why this one is not.",
        "Andra av samma slag är angivna; ta reda på varför inte detta.",
    ),
    (
        "TRF010", "changed-voucher", _W,
        "Voucher {voucher} is another one than in the other file; it was not sent.",
        "Verifikation {voucher} är en annan än i den andra filen; den skickades inte.",
        "Correct it in the receiving program by hand, or send it under a new number.",
        "Rätta den för hand i det mottagande programmet, eller skicka den under ett nytt nummer.",
    ),
    (
        "TRF011", "gone-voucher", _W,
        "Voucher {voucher} of the other file is not here any more.",
        "Verifikation {voucher} i den andra filen finns inte längre här.",
        "Find out why: vouchers are corrected, not removed.",
        "Ta reda på varför: verifikationer rättas, de tas inte bort.",
    ),
    (
        "TRF012", "same-under-other-number", _W,
        "Voucher {voucher} says the same as {other} of the other file; it was sent.",
        "Verifikation {voucher} säger detsamma som {other} i den andra filen; den skickades.",
        "If it was only renumbered, take it out before importing.",
        "Om den bara har fått ett nytt nummer, ta bort den före inläsningen.",
    ),
    (
        "TRF020", "applied", _I,
        "Vouchers added: {count}.", "Tillagda verifikationer: {count}.", "", "",
    ),
    (
        "TRF021", "number-assigned", _I,
        "Voucher {voucher} became {target}.", "Verifikation {voucher} blev {target}.", "", "",
    ),
    (
        "TRF022", "already-there", _I,
        "Voucher {voucher} is there already, with the same content: it was not added again.",
        "Verifikation {voucher} finns redan, med samma innehåll: den lades inte till igen.",
        "", "",
    ),
    (
        "TRF023", "voucher-conflict", _E,
        "Voucher {voucher} is there already, with other content.",
        "Verifikation {voucher} finns redan, med annat innehåll.",
        "Give one of them another number (leave it empty to have one assigned) or remove one.",
        "Ge en av dem ett annat nummer (lämna det tomt för att få ett) eller ta bort en.",
    ),
    (
        "TRF024", "outside-year", _E,
        "Voucher {voucher} is dated {date}, outside the fiscal year {year}: it was not added.",
        "Verifikation {voucher} är daterad {date}, utanför räkenskapsåret {year}: den lades inte till.",
        "Apply it to the file of its own year, or correct the date.",
        "Lägg in den i filen för sitt eget år, eller rätta datumet.",
    ),
    (
        "TRF025", "name-differs", _W,
        "{what} is called “{kept}” in one file and “{other}” in another; the first was kept.",
        "{what_sv} heter “{kept}” i en fil och “{other}” i en annan; det första behölls.",
        "Make sure that both mean the same.", "Kontrollera att båda avser samma sak.",
    ),
    (
        "TRF026", "declared", _I,
        "New in the books: {what}.", "Nytt i bokföringen: {what_sv}.", "", "",
    ),
    (
        "TRF027", "undated", _E,
        "Voucher {voucher} has no date: it was not added.",
        "Verifikation {voucher} saknar datum: den lades inte till.",
        "Correct it in the program that wrote the file.", "Rätta det i programmet som skrev filen.",
    ),
    (
        "TRF028", "extras-left", _I,
        "Records outside the standard, left in the file that they stood in: {count}.",
        "Poster utanför standarden som fick stanna i filen de stod i: {count}.",
        "", "",
    ),
    (
        "TRF019", "no-series", _W,
        "Vouchers without a series, added without one: {count}; the books have {known}.",
        "Verifikationer utan serie, tillagda utan: {count}; bokföringen har {known}.",
        "Say with --apply-series which series they belong to.",
        "Ange med --apply-series vilken serie de hör till.",
    ),
    (
        "TRF029", "maybe-there", _W,
        "Voucher {voucher} says the same as {other}, which was there already; it was added as {target}.",
        "Verifikation {voucher} säger detsamma som {other}, som redan fanns; den lades till som {target}.",
        "Make sure that the file was not applied before.", "Kontrollera att filen inte redan har lästs in.",
    ),
    (
        "TRF030", "merged", _I,
        "Files made one: {count} ({what}).", "Filer som blev en: {count} ({what_sv}).", "", "",
    ),
    (
        "TRF031", "value-differs", _W,
        "{what}: {kept} in one file, {other} in another; the first was kept.",
        "{what_sv}: {kept} i en fil, {other} i en annan; det första behölls.",
        "Find out which of them is right.", "Ta reda på vilket som är rätt.",
    ),
    (
        "TRF032", "opens-otherwise", _W,
        "Account {account} opens with {opening}, but closed the year before with {closing}.",
        "Konto {account} öppnar med {opening}, men stängde året före med {closing}.",
        "Carry the closing balances over again and export both years.",
        "För över utgående balanser igen och exportera båda åren.",
    ),
    (
        "TRF033", "opens-regrouped", _I,
        "{accounts} open with other amounts than the year before closed with; the differences cancel out.",
        "{accounts} öppnar med andra belopp än året före stängde med; skillnaderna tar ut varandra.",
        "Result or VAT was moved between the years.", "Resultat eller moms har förts om mellan åren.",
    ),
    (
        "TRF034", "earlier-vouchers", _I,
        "The vouchers of {year} ({count}) are not in the file: SIE 4 holds the vouchers of one year. Its balances are.",
        "Verifikationerna för {year} ({count}) är inte med: SIE 4 innehåller ett års verifikationer. Saldona är med.",
        "Keep the file of that year.", "Spara filen för det året.",
    ),
    (
        "TRF035", "opening-filled", _I,
        "Opening balances filled in from the closing balances of the year before: {count}.",
        "Ingående balanser ifyllda från utgående balanser året före: {count}.",
        "", "",
    ),
    (
        "TRF040", "split", _I,
        "Parts: {count} ({keys}).", "Delar: {count} ({keys}).", "", "",
    ),
    (
        "TRF041", "part-balances", _I,
        "Each part has the opening balances of the year, and other balances that follow from its own vouchers.",
        "Varje del har årets ingående balanser, och övriga saldon enligt sina egna verifikationer.",
        "For files that are to be imported, add --kind 4I.", "För filer som ska läsas in, lägg till --kind 4I.",
    ),
    (
        "TRF042", "outside-every-year", _W,
        "Vouchers dated outside every fiscal year of the file: {count} (such as {voucher}); they are in the part of "
        "the current year.",
        "Verifikationer daterade utanför filens alla räkenskapsår: {count} (t.ex. {voucher}); de är i delen för "
        "innevarande år.",
        "Correct the dates.", "Rätta datumen.",
    ),
    (
        "TRF043", "in-several-parts", _I,
        "Vouchers booked on several objects, and in the part of each: {count}.",
        "Verifikationer bokförda på flera objekt, och med i delen för vart och ett: {count}.",
        "Merging puts them together again.", "En sammanslagning gör dem till en igen.",
    ),
    (
        "TRF050", "renumbered", _I,
        "Vouchers that are called otherwise now: {count} of {total}.",
        "Verifikationer som heter något annat nu: {count} av {total}.",
        "Keep the number map (--number-map).", "Spara nummerkartan (--number-map).",
    ),
    (
        "TRF051", "number-taken", _E,
        "Vouchers that have the number of another one now: {count} (the first: {voucher}).",
        "Verifikationer som har samma nummer som en annan nu: {count} (den första: {voucher}).",
        "Number the series that were put together anew as well (--renumber).",
        "Numrera också om serierna som slogs ihop (--renumber).",
    ),
    (
        "TRF060", "accounts-mapped", _I,
        "Accounts that have another number now: {count}; merged into others: {merged}.",
        "Konton som har ett annat nummer nu: {count}; ihopslagna med andra: {merged}.",
        "", "",
    ),
    (
        "TRF061", "unmapped-account", _W,
        "Account {account} ({name}) is not in the account map and stays as it is.",
        "Konto {account} ({name}) finns inte i kontokartan och blir kvar som det är.",
        "Add a line for it.", "Lägg till en rad för det.",
    ),
    (
        "TRF062", "changes-side", _W,
        "Account {account} goes to {target}: one belongs to the balance sheet, the other to profit and loss.",
        "Konto {account} förs till {target}: det ena hör till balansräkningen, det andra till resultaträkningen.",
        "Opening and closing balances go along; make sure that this is meant.",
        "Ingående och utgående balanser följer med; kontrollera att det är meningen.",
    ),
    (
        "TRF063", "units-differ", _W,
        "The accounts that became {account} count in different units ({units}): their quantities were added all the "
        "same.",
        "Kontona som blev {account} räknas i olika enheter ({units}): kvantiteterna lades ändå ihop.",
        "Map them to different accounts, or ignore the quantities.",
        "För dem till olika konton, eller bortse från kvantiteterna.",
    ),
    (
        "TRF064", "not-in-books", _I,
        "Accounts of the account map that are not in the books: {count} ({accounts}).",
        "Konton i kontokartan som inte finns i bokföringen: {count} ({accounts}).",
        "", "",
    ),
    (
        "TRF065", "accounts-merged", _I,
        "Accounts {accounts} became one: {account}.",
        "Konto {accounts} blev ett: {account}.",
        "", "",
    ),
    (
        "TRF044", "left-with-vouchers", _I,
        "Left with the vouchers that are not here: {what}.",
        "Stannade hos verifikationerna som inte är med: {what_sv}.",
        "", "",
    ),
    (
        "TRF036", "earlier-sie5", _W,
        "What only SIE 5 holds of {year} (such as invoices and documents) is not in the file.",
        "Det som bara SIE 5 innehåller för {year} (till exempel fakturor och dokument) är inte med.",
        "Keep the file of that year.", "Spara filen för det året.",
    ),
    (
        "TRF072", "documents-emptied", _I,
        "Documents whose contents were taken out: {count}.", "Dokument vars innehåll togs bort: {count}.", "", "",
    ),
    (
        "TRF070", "anonymised", _I,
        "Different texts, names, signatures and numbers replaced: {count}. Amounts, dates and account numbers are as "
        "they were.",
        "Olika texter, namn, signaturer och nummer som ersattes: {count}. Belopp, datum och kontonummer är som de var.",
        "", "",
    ),
    (
        "TRF071", "names-kept", _I,
        "Names of accounts and dimensions kept, because they consist of bookkeeping words only: {count}.",
        "Namn på konton och dimensioner som behölls, eftersom de bara består av bokföringsord: {count}.",
        "", "",
    ),
)  # fmt: skip

FINDINGS: dict[str, Finding] = {
    finding.name: finding for finding in finding_table(_TABLE, dict.fromkeys((row[0] for row in _TABLE), EACH)).values()
}
"""By name."""


def say(name: str, line: int = 0, /, **params: object) -> Diagnostic:
    """A finding of a transformation.

    Args:
        name: One of ``FINDINGS``.
        line: Where it comes from in the file that was read.
        params: What its sentences are filled with.

    Example:
        >>> print(say("selected", count=3, total=10).message("sv"))
        Utvalda verifikationer: 3 av 10.
    """
    return Diagnostic(FINDINGS[name], {k: v if isinstance(v, str) else str(v) for k, v in params.items()}, Span(line))
