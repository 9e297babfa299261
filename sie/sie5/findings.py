"""What a SIE 5 file may have wrong with it (7xx), and what SIE 4 and SIE 5 cannot tell one another (82x, 83x).

A row is permanent: a code is never given a second meaning. ``{name}`` in a sentence is a parameter.
"""

from __future__ import annotations

from sie.diagnostics import EACH, Finding, FindingRow, Severity, finding_table

__all__ = ["FINDINGS", "LOSSES"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# fmt: off
_TABLE: tuple[FindingRow, ...] = (
    (
        "SIE701", "xml-broken", _E,
        "The XML is broken: {reason}.", "XML-filen är trasig: {reason}.",
        "What stood before that was read; export the file again.",
        "Det som stod innan lästes; exportera filen igen.",
    ),
    (
        "SIE702", "doctype-refused", _E,
        "The file has a document type declaration (DOCTYPE).", "Filen har en dokumenttypsdeklaration (DOCTYPE).",
        "SIE 5 has none, and they are a way to attack programs; nothing was read. Export the file again.",
        "SIE 5 har ingen, och de används för att angripa program; ingenting lästes. Exportera filen igen.",
    ),
    (
        "SIE703", "not-sie5", _E,
        "The root element is {element}, not Sie or SieEntry in the namespace http://www.sie.se/sie5.",
        "Rotelementet är {element}, inte Sie eller SieEntry i namnrymden http://www.sie.se/sie5.",
        "It was not read; look for the file that the accounting program exported.",
        "Den lästes inte; leta efter filen som bokföringsprogrammet exporterade.",
    ),
    (
        "SIE704", "element-misplaced", _E,
        "{element} does not belong in {parent}: “{value}”.", "{element} hör inte hemma i {parent}: “{value}”.",
        "What the library knows of it was read; correct it in the source program.",
        "Det som biblioteket känner till lästes; rätta i källprogrammet.",
    ),
    (
        "SIE705", "element-out-of-order", _E,
        "{element} stands after {before} in {parent}; the order is {order}.",
        "{element} står efter {before} i {parent}; ordningen är {order}.",
        "It was read all the same; other programs may refuse the file.",
        "Det lästes ändå; andra program kan vägra läsa filen.",
    ),
    (
        "SIE706", "element-missing", _E,
        "{parent} has no {element}.", "{parent} saknar {element}.",
        "Export the file again, or correct the source program.", "Exportera filen igen, eller rätta källprogrammet.",
    ),
    (
        "SIE707", "element-repeated", _E,
        "{parent} has more than one {element}: “{value}”.", "{parent} har mer än en {element}: “{value}”.",
        "The first one was used.", "Den första användes.",
    ),
    (
        "SIE708", "attribute-unknown", _E,
        "{element} has an attribute that SIE 5 does not know: {attribute}=“{value}”.",
        "{element} har ett attribut som SIE 5 inte känner till: {attribute}=“{value}”.",
        "It was not read.", "Det lästes inte.",
    ),
    (
        "SIE709", "attribute-missing", _E,
        "{element} has no {attribute}, which it must have.", "{element} saknar {attribute}, som är obligatoriskt.",
        "It was read without it; correct it in the source program.",
        "Det lästes utan det; rätta i källprogrammet.",
    ),
    (
        "SIE710", "bad-value", _E,
        "{element} {attribute}: “{value}” is not {what_en}.", "{element} {attribute}: “{value}” är inte {what}.",
        "{action_en}", "{action}",
    ),
    (
        "SIE711", "extension", _I,
        "{element} has something that is not SIE 5: {attribute} “{value}”.",
        "{element} har något som inte är SIE 5: {attribute} “{value}”.",
        "Programs may extend the format; it was not read and is not kept.",
        "Program får utöka formatet; det lästes inte och behålls inte.",
    ),
    (
        "SIE712", "sources-disagree", _I,
        "{element} {attribute}: the schema and the format document of SIE 5 do not agree about it; {what_en}.",
        "{element} {attribute}: schemat och formatdokumentet för SIE 5 är inte överens om det; {what}.",
        "It was read; programs that go by the other one may object.",
        "Det lästes; program som följer den andra kan invända.",
    ),
    (
        "SIE713", "duplicate-key", _E,
        "{element} {value} stands more than once (first on line {related}).",
        "{element} {value} förekommer mer än en gång (först på rad {related}).",
        "Correct it in the source program: nobody can tell which one is meant.",
        "Rätta i källprogrammet: ingen kan veta vilken som avses.",
    ),
    (
        "SIE714", "dangling-reference", _E,
        "{element} names {what_en} {value}, which the file does not have.",
        "{element} anger {what} {value}, som inte finns i filen.",
        "Add it in the source program, or export the file with everything that is used.",
        "Lägg upp det i källprogrammet, eller exportera filen med allt som används.",
    ),
    (
        "SIE715", "party-not-declared", _W,
        "{element} names {what_en} {value}, which the file does not have.",
        "{element} anger {what} {value}, som inte finns i filen.",
        "Export the file with its customers and suppliers if the reader needs them.",
        "Exportera filen med kunder och leverantörer om mottagaren behöver dem.",
    ),
    (
        "SIE716", "primary-year", _E,
        "{count} fiscal years are primary; exactly one must be.",
        "{count} räkenskapsår är primära; exakt ett ska vara det.",
        "Year {value} was taken for the current one; correct it in the source program.",
        "Året {value} togs som innevarande; rätta i källprogrammet.",
    ),
    (
        "SIE717", "years-do-not-follow", _E,
        "Fiscal year {value} does not follow upon the one before it, {before}.",
        "Räkenskapsåret {value} följer inte på det föregående, {before}.",
        "Years must stand in order, without a gap and without overlapping.",
        "Åren ska stå i ordning, utan luckor och utan att överlappa.",
    ),
    (
        "SIE718", "month-of-no-year", _E,
        "{element} of account {account} is for {value}, which is not {what_en} of a fiscal year in the file: {amount}.",
        "{element} för konto {account} gäller {value}, som inte är {what} i något av filens räkenskapsår: {amount}.",
        "{action_en}", "{action}",
    ),
    (
        "SIE719", "voucher-unbalanced", _E,
        "Voucher {value} does not balance: its rows sum to {amount}.",
        "Verifikation {value} balanserar inte: raderna summerar till {amount}.",
        "Correct the voucher in the source program.", "Rätta verifikationen i källprogrammet.",
    ),
    (
        "SIE720", "balances-disagree", _W,
        "Account {account}: opening {opening} and the rows of the current year give {computed}, not the closing {closing}.",
        "Konto {account}: ingående {opening} och årets rader ger {computed}, inte utgående {closing}.",
        "Find out in the source program which of them is right.", "Ta reda på i källprogrammet vilket som stämmer.",
    ),
    (
        "SIE721", "journal-not-ascending", _W,
        "Voucher {value} comes after {before} in the same series.",
        "Verifikation {value} kommer efter {before} i samma serie.",
        "Within a series numbers rise; sort the series in the source program.",
        "Inom en serie ska numren stiga; sortera serien i källprogrammet.",
    ),
    (
        "SIE722", "too-many-decimals-xml", _W,
        "{element} {attribute}: {value} has more than two decimals.",
        "{element} {attribute}: {value} har fler än två decimaler.",
        "It was kept as it is and not rounded; correct it in the source program.",
        "Det behölls som det är och avrundades inte; rätta i källprogrammet.",
    ),
    (
        "SIE723", "time-zone", _W,
        "{element} {attribute}: the day {value} has a time zone.",
        "{element} {attribute}: dagen {value} har en tidszon.",
        "Days have none in SIE 5; it was read without it.", "Dagar har ingen i SIE 5; den lästes utan.",
    ),
    (
        "SIE724", "text-too-long", _W,
        "{element} {attribute} has {count} characters; 255 are allowed: “{value}”.",
        "{element} {attribute} har {count} tecken; 255 är tillåtna: “{value}”.",
        "It was kept whole; other programs may cut it.", "Det behölls helt; andra program kan korta det.",
    ),
    (
        "SIE725", "object-count", _W,
        "{element} of account {account} names {count} objects; {what_en}.",
        "{element} för konto {account} anger {count} objekt; {what}.",
        "It was read as what these objects have in common.", "Det lästes som det som är gemensamt för objekten.",
    ),
    (
        "SIE726", "budget-twice", _W,
        "Account {account} has a budget for the whole year and one by month.",
        "Konto {account} har både en årsbudget och en månadsbudget.",
        "Only one of them is allowed; find out which one is meant.",
        "Bara den ena är tillåten; ta reda på vilken som avses.",
    ),
    (
        "SIE727", "covered-until-when", _I,
        "The current fiscal year is open, but lastCoveredDate does not say how far it is booked.",
        "Innevarande räkenskapsår är öppet, men lastCoveredDate anger inte hur långt det är bokfört.",
        "Ask whoever made the file, or look at the dates of the vouchers.",
        "Fråga den som skapade filen, eller se på verifikationernas datum.",
    ),
    (
        "SIE728", "organisation-number-form", _W,
        "“{value}” is not an organisation number as SIE 5 wants it.",
        "“{value}” är inget organisationsnummer så som SIE 5 vill ha det.",
        "Write NNNNNN-NNNN, YYYYMMDD-NNNN for a sole trader, 000000-0000 where there is none.",
        "Skriv NNNNNN-NNNN, ÅÅÅÅMMDD-NNNN för en enskild firma, 000000-0000 där det saknas.",
    ),
    (
        "SIE729", "windows-letters", _I,
        "The file says ISO-8859-1 but holds Windows letters: {value}.",
        "Filen anger ISO-8859-1 men innehåller Windows-tecken: {value}.",
        "They were read as Windows-1252, as the format document advises.",
        "De lästes som Windows-1252, som formatdokumentet råder till.",
    ),
    (
        "SIE730", "signature-missing", _E,
        "A complete SIE 5 file must be signed, and this one is not.",
        "En fullständig SIE 5-fil ska vara signerad, och det är inte den här.",
        "Sign it with 'sie signature sign'; a self-signed certificate will do.",
        "Signera den med 'sie signature sign'; ett självsignerat certifikat duger.",
    ),
    (
        "SIE731", "signature-wrong", _E,
        "The digital signature is wrong: {reason_en}.", "Den digitala signaturen är fel: {reason}.",
        "The file may have been changed since it was signed; export it again.",
        "Filen kan ha ändrats sedan den signerades; exportera den igen.",
    ),
    (
        "SIE732", "signature-old", _I,
        "The digital signature is right, but uses SHA-1, which is no longer safe.",
        "Den digitala signaturen är rätt, men använder SHA-1, som inte längre är säkert.",
        "It protects against accidents only.", "Den skyddar bara mot olyckor.",
    ),
    (
        "SIE733", "voucher-number-zero", _I,
        "A voucher in series {value} has the number 0.", "En verifikation i serie {value} har nummer 0.",
        "The schema takes it; the format document wants numbers from 1.",
        "Schemat godtar det; formatdokumentet vill ha nummer från 1.",
    ),
    (
        "SIE734", "dimension-repeated", _W,
        "A row on account {account} names dimension {value} more than once.",
        "En rad på konto {account} anger dimension {value} mer än en gång.",
        "A row has at most one object of a dimension; correct it in the source program.",
        "En rad har högst ett objekt i varje dimension; rätta i källprogrammet.",
    ),
    (
        "SIE735", "document-unused", _I,
        "No voucher names document {value}.", "Ingen verifikation hänvisar till dokument {value}.",
        "A file of vouchers may hold only documents that its vouchers name.",
        "En fil med verifikationer får bara innehålla dokument som dess verifikationer hänvisar till.",
    ),
    (
        "SIE736", "profile-of-sie4", _W,
        "This is a SIE 5 file; the profile {value} knows of SIE 1-4 only.",
        "Det här är en SIE 5-fil; profilen {value} känner bara till SIE 1–4.",
        "It was judged as SIE 5; convert it to SIE 4 first if the program does not read SIE 5.",
        "Den bedömdes som SIE 5; omvandla den till SIE 4 först om programmet inte läser SIE 5.",
    ),
    (
        "SIE820", "sie5-no-record", _W,
        "SIE 5 has no place for {label}: {count}, such as “{example}”.",
        "SIE 5 har ingen plats för {label}: {count}, till exempel “{example}”.",
        "Keep the SIE 4 file too.", "Spara SIE 4-filen också.",
    ),
    (
        "SIE821", "sie5-no-field", _W,
        "SIE 5 has no place for {label} {field_en}: {count}, such as “{example}”.",
        "SIE 5 har ingen plats för {label} {field}: {count}, till exempel “{example}”.",
        "Keep the SIE 4 file too.", "Spara SIE 4-filen också.",
    ),
    (
        "SIE822", "sie5-written-out", _I,
        "SIE 5 demands what the books leave open: {what_en}; {count} written out, such as “{example}”.",
        "SIE 5 kräver det som bokföringen lämnar öppet: {what}; {count} skrevs ut, till exempel “{example}”.",
        "Look whether it is right.", "Se efter om det stämmer.",
    ),
    (
        "SIE823", "sie5-changed", _W,
        "SIE 5 cannot say it so: {what_en}; {count} changed, such as “{example}”.",
        "SIE 5 kan inte uttrycka det så: {what}; {count} ändrades, till exempel “{example}”.",
        "Keep the SIE 4 file too.", "Spara SIE 4-filen också.",
    ),
    (
        "SIE824", "sie5-entry-drops", _W,
        "A file of vouchers (SieEntry) has no place for {what_en}: {count}, such as “{example}”.",
        "En fil med verifikationer (SieEntry) har ingen plats för {what}: {count}, till exempel “{example}”.",
        "Write the complete document instead.", "Skriv det fullständiga dokumentet i stället.",
    ),
    (
        "SIE825", "sie5-unsigned", _I,
        "A complete SIE 5 file must be signed, and this one is not yet.",
        "En fullständig SIE 5-fil måste vara signerad, och den här är det inte än.",
        "Give --key with your key, or --self-signed, when you convert; or sign it later: 'sie signature sign FILE OUT'.",
        "Ange --key med din nyckel, eller --self-signed, när du konverterar; eller signera den efteråt: "
        "'sie signature sign FIL UT'.",
    ),
    (
        "SIE830", "sie4-no-items", _W,
        "Only SIE 5 has a place for subdivided accounts (invoices and the like): {count}, such as “{example}”.",
        "Bara SIE 5 har plats för underspecificerade konton (fakturor med mera): {count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE831", "sie4-no-assets", _W,
        "Only SIE 5 has a place for fixed assets: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för anläggningstillgångar: {count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE832", "sie4-no-parties", _W,
        "Only SIE 5 has a place for customers and suppliers: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för kunder och leverantörer: {count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE833", "sie4-no-documents", _W,
        "Only SIE 5 has a place for documents: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för dokument: {count}, till exempel “{example}”.",
        "Take them out with 'sie documents extract', or keep the SIE 5 file too.",
        "Ta ut dem med 'sie documents extract', eller spara SIE 5-filen också.",
    ),
    (
        "SIE834", "sie4-no-currencies", _W,
        "Only SIE 5 has a place for amounts in other currencies: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för belopp i annan valuta: {count}, till exempel “{example}”.",
        "The amounts in the currency of the books are kept; keep the SIE 5 file too.",
        "Beloppen i redovisningsvalutan behålls; spara SIE 5-filen också.",
    ),
    (
        "SIE835", "sie4-no-aggregations", _W,
        "Only SIE 5 has a place for account aggregations other than SRU codes: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för andra kontosammandrag än SRU-koder: {count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE836", "sie4-no-history", _W,
        "Only SIE 5 has a place for when something was entered, locked, struck out or corrected: {count}, such as “{example}”.",
        "Bara SIE 5 har plats för när något registrerades, låstes, ströks eller rättades: {count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE837", "sie4-no-years", _W,
        "Only SIE 5 has a place for fiscal years after the current one, budgets of a whole year and what is said of years: "
        "{count}, such as “{example}”.",
        "Bara SIE 5 har plats för år efter det innevarande, årsbudgetar och uppgifter om åren: {count}, till exempel "
        "“{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
    (
        "SIE838", "sie4-no-signature", _W,
        "The digital signature does not cover another file: {count}, {example}.",
        "Den digitala signaturen gäller ingen annan fil: {count}, {example}.",
        "Keep the SIE 5 file too; #KSUMMA guards a SIE 4 file against accidents.",
        "Spara SIE 5-filen också; #KSUMMA skyddar en SIE 4-fil mot olyckor.",
    ),
    (
        "SIE839", "sie4-no-names", _W,
        "Only SIE 5 has a place for names of series, types equity and statistics, references and times of day: {count}, such "
        "as “{example}”.",
        "Bara SIE 5 har plats för seriers namn, kontotyperna eget kapital och statistik, referenser och klockslag: "
        "{count}, till exempel “{example}”.",
        "Keep the SIE 5 file too.", "Spara SIE 5-filen också.",
    ),
)
# fmt: on

_ONE: dict[str, tuple[str, ...]] = {
    "SIE704": ("element", "parent"),
    "SIE705": ("element", "parent"),
    "SIE706": ("element", "parent"),
    "SIE707": ("element", "parent"),
    "SIE708": ("element", "attribute"),
    "SIE709": ("element", "attribute"),
    "SIE710": EACH,
    "SIE711": ("element", "attribute"),
    "SIE712": ("element", "attribute"),
    "SIE713": EACH,
    "SIE714": ("what_en", "value"),
    "SIE715": ("what_en",),
    "SIE717": EACH,
    "SIE718": EACH,
    "SIE719": EACH,
    "SIE720": EACH,
    "SIE722": EACH,
    "SIE723": ("element", "attribute"),
    "SIE724": ("element", "attribute"),
    "SIE725": ("element",),
    "SIE726": EACH,
    "SIE734": ("value",),
    **dict.fromkeys(("SIE820", "SIE821", "SIE822", "SIE823", "SIE824"), EACH),
}
"""What makes two findings of a kind one and the same; those that are not here are one whatever they say."""

FINDINGS: dict[str, Finding] = finding_table(_TABLE, _ONE)
"""The findings of SIE 5, by code."""

LOSSES = frozenset(("SIE701", "SIE702", "SIE703", "SIE704", "SIE707", "SIE708", "SIE710", "SIE711", "SIE718"))
"""The findings that tell of something in the file that is not in the ledger."""
