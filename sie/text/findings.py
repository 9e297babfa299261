"""Everything that reading a file may have to say: codes 0xx file and encoding, 1xx line syntax, 2xx record shape.

A row is permanent: a code is never given a second meaning. ``{name}`` in a sentence is a parameter.
"""

from __future__ import annotations

from sie.diagnostics import EACH, Finding, FindingRow, Severity, finding_table

__all__ = ["FINDINGS", "LOSSES"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# fmt: off
_TABLE: tuple[FindingRow, ...] = (
    (
        "SIE001", "empty-file", _E,
        "The file is empty.", "Filen är tom.",
        "Export it again from the program that made it.", "Exportera den igen från programmet som skapade den.",
    ),
    (
        "SIE002", "not-sie", _E,
        "This is not a SIE 1-4 file: it looks like {what}.",
        "Det här är ingen SIE-fil av typ 1-4: det ser ut som {what_sv}.",
        "Look for the file that the accounting program exported (often .se or .si).",
        "Leta efter filen som bokföringsprogrammet exporterade (ofta .se eller .si).",
    ),
    (
        "SIE003", "format-disagrees", _W,
        "#FORMAT says {declared}, but the bytes are {encoding}.",
        "#FORMAT säger {declared}, men tecknen är {encoding}.",
        "The file was read as {encoding}; write it again in CP437 before another program reads it.",
        "Filen lästes som {encoding}; skriv om den i CP437 innan ett annat program läser den.",
    ),
    (
        "SIE004", "encoding-uncertain", _W,
        "The character encoding is uncertain: {encoding} was chosen ({evidence}).",
        "Teckenkodningen är osäker: {encoding} valdes ({evidence_sv}).",
        "Look at the letters å, ä and ö; if they are wrong, name the encoding yourself.",
        "Titta på å, ä och ö; är de fel, ange kodningen själv.",
    ),
    (
        "SIE005", "stray-letter", _I,
        "The byte {byte} does not belong to {encoding}; it was read as {letter}.",
        "Byten {byte} hör inte till {encoding}; den lästes som {letter}.",
        "Nothing to do if “{text}” is right.", "Inget att göra om “{text}” är rätt.",
    ),
    (
        "SIE006", "mojibake", _W,
        "“{text}” looks like {was} text that some program read as {wrong}; it should be “{proposal}”.",
        "“{text}” ser ut som {was}-text som något program har läst som {wrong}; det borde vara “{proposal}”.",
        "The text was left as it is. Correct it in the source program, or export the file again.",
        "Texten lämnades som den är. Rätta i källprogrammet eller exportera filen igen.",
    ),
    (
        "SIE007", "damaged-text", _W,
        "A letter is already lost in “{text}”.", "En bokstav är redan förlorad i “{text}”.",
        "It cannot be restored from this file; export it again from the source program.",
        "Den kan inte återskapas ur den här filen; exportera igen från källprogrammet.",
    ),
    (
        "SIE008", "undecodable", _E,
        "The byte {byte} means nothing in {encoding}; it was kept as {letter}.",
        "Byten {byte} betyder ingenting i {encoding}; den behölls som {letter}.",
        "Export the file again, or name the right encoding.", "Exportera filen igen, eller ange rätt kodning.",
    ),
    (
        "SIE009", "byte-order-mark", _I,
        "The file begins with a byte order mark ({encoding}), which no SIE 4 file should have.",
        "Filen börjar med en byteordningsmarkering ({encoding}), vilket ingen SIE 4-fil ska göra.",
        "Nothing to do here; another program may refuse the file until it is written in CP437.",
        "Inget att göra här; ett annat program kan vägra läsa filen tills den skrivs i CP437.",
    ),
    (
        "SIE010", "after-end-of-file", _E,
        "The DOS end-of-file mark (1Ah) stands here, and {lines} non-empty lines after it were not read.",
        "Här står DOS filslutsmarkering (1Ah), och {lines} ifyllda rader efter den lästes inte.",
        "If they belong to the books, take away the mark and read the file again.",
        "Hör de till bokföringen: ta bort markeringen och läs filen igen.",
    ),
    (
        "SIE011", "control-character", _W,
        "The line holds the control character {byte}, which SIE forbids.",
        "Raden innehåller styrtecknet {byte}, vilket SIE förbjuder.",
        "It was kept as it is; take it out in the source program.",
        "Det behölls som det är; ta bort det i källprogrammet.",
    ),
    (
        "SIE012", "lone-carriage-return", _W,
        "Lines end with CR alone, without LF.", "Rader slutar med enbart CR, utan LF.",
        "They were read as lines all the same; write the file again.",
        "De lästes som rader ändå; skriv om filen.",
    ),
    (
        "SIE013", "no-final-newline", _I,
        "The last line has no line end.", "Sista raden saknar radslut.",
        "Nothing to do, unless the file was cut short.", "Inget att göra, om inte filen är avhuggen.",
    ),
    (
        "SIE014", "dos-end-of-file", _I,
        "The file ends with the DOS end-of-file mark (1Ah).", "Filen slutar med DOS filslutsmarkering (1Ah).",
        "Nothing to do.", "Inget att göra.",
    ),
    (
        "SIE015", "more-of-the-same", _W,
        "{code} was found {count} times more.", "{code} hittades ytterligare {count} gånger.",
        "Only the first {most} are listed; they probably have one cause.",
        "Bara de första {most} räknas upp; de har troligen en och samma orsak.",
    ),
    (
        "SIE101", "not-a-record", _E,
        "The line begins with neither # nor a brace: “{text}”.", "Raden börjar varken med # eller klammer: “{text}”.",
        "It was not read. Perhaps the line above was broken in two.",
        "Den lästes inte. Kanske har raden ovanför delats.",
    ),
    (
        "SIE102", "lower-case-label", _I,
        "The label {text} is not in capitals.", "Etiketten {text} är inte skriven med versaler.",
        "It was read as {label}.", "Den lästes som {label}.",
    ),
    (
        "SIE103", "unknown-label", _I,
        "The label {label} is not in the standard.", "Etiketten {label} finns inte i standarden.",
        "It was kept; other programs leave it out.", "Den behölls; andra program hoppar över den.",
    ),
    (
        "SIE104", "unclosed-quote", _W,
        "A field begins with a quote that is never closed: “{text}”.",
        "Ett fält börjar med ett citattecken som aldrig avslutas: “{text}”.",
        "The rest of the line was read as one field; compare it with the source program.",
        "Resten av raden lästes som ett fält; jämför med källprogrammet.",
    ),
    (
        "SIE105", "backslash-before-quote", _W,
        "The field ends in a backslash, which makes its closing quote look escaped: “{text}”.",
        "Fältet slutar med omvänt snedstreck, så att slutcitattecknet ser ut som en del av texten: “{text}”.",
        "The quote was read as the end of the field.", "Citattecknet lästes som fältets slut.",
    ),
    (
        "SIE106", "unescaped-quote", _W,
        "There is an unescaped quote inside a field: “{text}”.",
        "Det finns ett citattecken utan omvänt snedstreck inne i ett fält: “{text}”.",
        "It was read as part of the text; perhaps a letter such as ö was lost there.",
        "Det lästes som en del av texten; kanske har en bokstav som ö gått förlorad där.",
    ),
    (
        "SIE107", "unclosed-list", _E,
        "The object list is opened with a brace but not closed.",
        "Objektlistan inleds med en klammer men avslutas inte.",
        "Put the closing brace back; nothing after it on this line can be trusted.",
        "Sätt tillbaka slutklammern; inget efter den på raden går att lita på.",
    ),
    (
        "SIE108", "unquoted-text", _W,
        "A text with spaces stands without quotes: “{text}”.", "En text med mellanslag saknar citattecken: “{text}”.",
        "The rest of the line was read as the text.", "Resten av raden lästes som texten.",
    ),
    (
        "SIE109", "extra-fields", _I,
        "{label} has more fields than the standard gives it: “{text}”.",
        "{label} har fler fält än standarden anger: “{text}”.",
        "They were kept; other programs leave them out.", "De behölls; andra program hoppar över dem.",
    ),
    (
        "SIE110", "voucher-not-opened", _W,
        "The rows of the voucher on line {related} are not preceded by a brace.",
        "Raderna i verifikationen på rad {related} inleds inte med en klammer.",
        "They were read as its rows.", "De lästes som dess rader.",
    ),
    (
        "SIE111", "voucher-not-closed", _E,
        "The voucher on line {related} is not closed with a brace.",
        "Verifikationen på rad {related} avslutas inte med en klammer.",
        "Its rows so far were read. If the file is cut short, export it again.",
        "Raderna dittills lästes. Är filen avhuggen, exportera den igen.",
    ),
    (
        "SIE112", "stray-brace", _W,
        "A brace stands here that opens or closes nothing.", "Här står en klammer som inte inleder eller avslutar något.",
        "It was passed over.", "Den lämnades utan avseende.",
    ),
    (
        "SIE113", "brace-on-record-line", _W,
        "A brace stands on the same line as a record.", "En klammer står på samma rad som en post.",
        "It was read as if it had a line of its own.", "Den lästes som om den hade en egen rad.",
    ),
    (
        "SIE114", "row-outside-voucher", _E,
        "{label} stands outside every voucher.", "{label} står utanför alla verifikationer.",
        "The row was kept apart and counts in no voucher; put it in its voucher.",
        "Raden hölls för sig och räknas inte i någon verifikation; flytta in den i sin verifikation.",
    ),
    (
        "SIE115", "record-inside-voucher", _W,
        "{label} stands inside the voucher on line {related}.", "{label} står inne i verifikationen på rad {related}.",
        "It was read as if it stood outside.", "Den lästes som om den stod utanför.",
    ),
    (
        "SIE116", "broken-line", _W,
        "A quoted text goes on over {lines} lines.", "En text inom citattecken fortsätter över {lines} rader.",
        "The lines were read as one, with the line break inside the text.",
        "Raderna lästes som en, med radbrytningen inne i texten.",
    ),
    (
        "SIE201", "missing-field", _W,
        "{label} lacks the mandatory field {field_en}.", "{label} saknar det obligatoriska fältet {field}.",
        "Nothing was put in its place; fill it in in the source program.",
        "Inget sattes i dess ställe; fyll i det i källprogrammet.",
    ),
    (
        "SIE202", "bad-amount", _E,
        "“{value}” is not an amount.", "“{value}” är inget belopp.",
        "Amounts are digits with a point and at most two decimals; the amount is missing until this is corrected.",
        "Belopp skrivs med siffror, punkt och högst två decimaler; beloppet saknas tills det rättas.",
    ),
    (
        "SIE203", "amount-notation", _E,
        "The amount {value} is written with a comma, a plus sign or spaces.",
        "Beloppet {value} är skrivet med komma, plustecken eller mellanslag.",
        "It was read as {read}; other programs may refuse it.",
        "Det lästes som {read}; andra program kan vägra läsa det.",
    ),
    (
        "SIE204", "too-many-decimals", _E,
        "The amount {value} has more than two decimals.", "Beloppet {value} har fler än två decimaler.",
        "It was kept as it is and not rounded; correct it in the source program.",
        "Det behölls som det är och avrundades inte; rätta det i källprogrammet.",
    ),
    (
        "SIE205", "bad-date", _E,
        "“{value}” is not a date.", "“{value}” är inget datum.",
        "Dates are written YYYYMMDD; the date is missing until this is corrected.",
        "Datum skrivs ÅÅÅÅMMDD; datumet saknas tills det rättas.",
    ),
    (
        "SIE206", "date-notation", _W,
        "The date {value} is not written YYYYMMDD.", "Datumet {value} är inte skrivet ÅÅÅÅMMDD.",
        "It was read as {read}.", "Det lästes som {read}.",
    ),
    (
        "SIE207", "bad-quantity", _W,
        "“{value}” is not a quantity.", "“{value}” är ingen kvantitet.",
        "Quantities are decimal numbers with a point; the quantity is missing until this is corrected.",
        "Kvantiteter är decimaltal med punkt; kvantiteten saknas tills det rättas.",
    ),
    (
        "SIE208", "bad-period", _E,
        "“{value}” is not a period.", "“{value}” är ingen period.",
        "Periods are written YYYYMM.", "Perioder skrivs ÅÅÅÅMM.",
    ),
    (
        "SIE209", "bad-year-number", _E,
        "“{value}” is not the number of a fiscal year.", "“{value}” är inget årsnummer.",
        "The current year is 0, the one before -1. The record was kept apart.",
        "Innevarande år är 0, föregående -1. Posten hölls för sig.",
    ),
    (
        "SIE210", "bad-code", _W,
        "“{value}” is not a value that {label} can have.", "“{value}” är inget värde som {label} kan ha.",
        "{action_en}", "{action}",
    ),
    (
        "SIE211", "file-type-assumed", _W,
        "No valid #SIETYP says which type the file is; it was read as type {kind}.",
        "Ingen giltig #SIETYP säger vilken typ filen är; den lästes som typ {kind}.",
        "Say which type it is if that is wrong.", "Ange vilken typ det är om det är fel.",
    ),
    (
        "SIE212", "duplicate-record", _W,
        "{what} stands more than once (first on line {related}).",
        "{what} förekommer mer än en gång (först på rad {related}).",
        "The last one was used; the one before said {before}.", "Den sista användes; den förra sade {before}.",
    ),
    (
        "SIE213", "duplicate-balance", _W,
        "{label} for year {year} and account {account} stands more than once (first on line {related}).",
        "{label} för år {year} och konto {account} förekommer mer än en gång (först på rad {related}).",
        "Both were kept and not added up; find out which one is right.",
        "Båda behölls och summerades inte; ta reda på vilken som är rätt.",
    ),
    (
        "SIE214", "odd-object-list", _E,
        "The object list holds an odd number of values: “{value}”.", "Objektlistan har ett udda antal värden: “{value}”.",
        "Objects are pairs of dimension and object; the last value was not read.",
        "Objekt är par av dimension och objekt; det sista värdet lästes inte.",
    ),
    (
        "SIE215", "several-objects", _W,
        "{label} names several objects at once: “{value}”.", "{label} anger flera objekt på en gång: “{value}”.",
        "It was read as what they have in common, and is never added to the rows of one object.",
        "Det lästes som det som är gemensamt för dem och läggs aldrig ihop med rader för ett objekt.",
    ),
    (
        "SIE216", "twin-differs", _I,
        "The #TRANS after #RTRANS is not identical to it.", "#TRANS efter #RTRANS är inte identisk med den.",
        "Both were kept and count once.", "Båda behölls och räknas en gång.",
    ),
    (
        "SIE217", "added-row-without-twin", _W,
        "#RTRANS is not followed by its #TRANS.", "#RTRANS följs inte av sin #TRANS.",
        "It was kept as history and does not count in the voucher.",
        "Den behölls som historik och räknas inte i verifikationen.",
    ),
    (
        "SIE218", "empty-voucher", _W,
        "The voucher has no rows.", "Verifikationen har inga rader.",
        "It was kept; other programs may refuse it.", "Den behölls; andra program kan vägra läsa den.",
    ),
    (
        "SIE219", "checksum-wrong", _E,
        "#KSUMMA says {declared}, but the contents give {computed}.",
        "#KSUMMA säger {declared}, men innehållet ger {computed}.",
        "The file has changed since it was written; export it again.",
        "Filen har ändrats sedan den skrevs; exportera den igen.",
    ),
    (
        "SIE220", "truncated", _E,
        "#KSUMMA opens the file but does not close it: the file is cut short.",
        "#KSUMMA inleder filen men avslutar den inte: filen är avhuggen.",
        "Do not use it; export it again.", "Använd den inte; exportera den igen.",
    ),
    (
        "SIE221", "checksum-not-verified", _I,
        "#KSUMMA could not be verified: {reason_en}.", "#KSUMMA kunde inte kontrolleras: {reason}.",
        "Nothing to do.", "Inget att göra.",
    ),
    (
        "SIE225", "after-checksum", _W,
        "{lines} non-empty lines stand after the closing #KSUMMA.",
        "{lines} ifyllda rader står efter avslutande #KSUMMA.",
        "They were read, but the checksum does not cover them; compare them with the source program.",
        "De lästes, men kontrollsumman omfattar dem inte; jämför med källprogrammet.",
    ),
    (
        "SIE226", "date-outside-years", _W,
        "The voucher is dated {value}, outside every fiscal year of the file.",
        "Verifikationen är daterad {value}, utanför filens alla räkenskapsår.",
        "It was kept as it is; correct the date or #RAR in the source program.",
        "Den behölls som den är; rätta datumet eller #RAR i källprogrammet.",
    ),
    (
        "SIE222", "dimension-hierarchy", _I,
        "Dimension {value} {what_en}.", "Dimension {value} {what}.",
        "It was read all the same.", "Den lästes ändå.",
    ),
    (
        "SIE223", "account-not-declared", _W,
        "{label} names account {value}, which no #KONTO declares.",
        "{label} gäller konto {value}, som ingen #KONTO beskriver.",
        "It was kept; add the account to the chart.", "Den behölls; lägg upp kontot i kontoplanen.",
    ),
    (
        "SIE224", "bad-account", _I,
        "The account number {value} is not made of digits.", "Kontonumret {value} består inte av siffror.",
        "It was kept as it is; many programs refuse it.", "Det behölls som det är; många program vägrar läsa det.",
    ),
)

# fmt: on

_ONE: dict[str, tuple[str, ...]] = {
    "SIE005": ("byte",),
    "SIE008": ("byte",),
    "SIE011": ("byte",),
    "SIE102": ("text",),
    "SIE103": ("label",),
    "SIE109": ("label",),
    "SIE201": ("label", "field"),
    "SIE202": EACH,
    "SIE203": EACH,
    "SIE204": EACH,
    "SIE205": EACH,
    "SIE210": ("label", "value"),
    "SIE212": EACH,
    "SIE213": EACH,
    "SIE215": ("label",),
    "SIE222": ("value",),
    "SIE223": ("value",),
    "SIE224": ("value",),
    "SIE015": ("code",),
    "SIE101": EACH,
    "SIE111": EACH,
    "SIE114": ("label",),
    "SIE208": EACH,
    "SIE209": EACH,
    "SIE214": EACH,
}
"""What makes two findings of a kind one and the same; those that are not here are one whatever they say."""

FINDINGS: dict[str, Finding] = finding_table(_TABLE, _ONE)
"""The findings of reading, by code."""

LOSSES = frozenset(("SIE010", "SIE101", "SIE202", "SIE205", "SIE207", "SIE208", "SIE212", "SIE214"))
"""The findings that tell of something in the file that is not in the ledger."""
