"""1xx: lines, fields, quotes and braces. Found by reading."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.text.findings import FINDINGS

__all__ = ["RULES"]


class NotARecord(Rule):
    r"""A line is neither a record nor a brace.

    Why: Every line begins with a label, such as #KONTO, or is a brace. Anything else usually is the rest of a text that
    was broken in two, and part of the books is missing where it belongs.

    Varför: Varje rad börjar med en etikett, till exempel #KONTO, eller är en klammer. Annat är oftast resten av en text
    som delats, och en del av bokföringen saknas där den hör hemma.

    Bad:
        #PROSA "Kaffe och bullar"
        till alla på kontoret

    Good:
        #PROSA "Kaffe och bullar till alla på kontoret"
    """

    finding = FINDINGS["SIE101"]
    spec = "5.3"


class LowerCaseLabel(Rule):
    r"""A label is not written in capitals.

    Why: Labels are capitals in the standard. Most programs do not know them otherwise and pass the record over.

    Varför: Etiketter är versaler i standarden. De flesta program känner inte igen dem annars och hoppar över posten.

    Bad:
        #konto 5010 Lokalhyra

    Good:
        #KONTO 5010 Lokalhyra
    """

    finding = FINDINGS["SIE102"]
    spec = "5.3"


class UnknownLabel(Rule):
    r"""A label is not in the standard.

    Why: Programs that do not know a label must pass the record over. What it says reaches only those that do.

    Varför: Program som inte känner till en etikett ska hoppa över posten. Det som står där når bara program som känner
    till den.

    Bad:
        #MOMSKOD 3001 05

    Good:
        #KTYP 3001 I
    """

    finding = FINDINGS["SIE103"]
    spec = "7.1"


class UnclosedQuote(Rule):
    r"""A field begins with a quote that is never closed.

    Why: Nobody can tell where the text ends; what follows on the line may have been taken into it.

    Varför: Ingen vet var texten slutar; det som följer på raden kan ha hamnat i den.

    Bad:
        #PROSA "Kaffe och bullar

    Good:
        #PROSA "Kaffe och bullar"
    """

    finding = FINDINGS["SIE104"]
    spec = "5.7"


class BackslashBeforeQuote(Rule):
    r"""A text ends in a backslash just before its closing quote.

    Why: A backslash before a quote makes the quote part of the text, so that the field seems to go on. Windows folders
    are written that way.

    Varför: Ett omvänt snedstreck före ett citattecken gör citattecknet till en del av texten, så att fältet tycks
    fortsätta. Mappar i Windows skrivs så.

    Bad:
        #FNR "C:\Bokföring\"

    Good:
        #FNR "C:\Bokföring"
    """

    finding = FINDINGS["SIE105"]
    spec = "5.7, A1"


class UnescapedQuote(Rule):
    r"""A quote stands inside a text without a backslash before it.

    Why: Other programs end the text there and take the rest for the next fields. Often an ö was lost and a quote put in
    its place.

    Varför: Andra program avslutar texten där och läser resten som nästa fält. Ofta har ett ö gått förlorat och ett
    citattecken hamnat i stället.

    Bad:
        #KONTO 5010 "L"nekostnad"

    Good:
        #KONTO 5010 "Lönekostnad"
    """

    finding = FINDINGS["SIE106"]
    spec = "5.7"


class UnclosedList(Rule):
    r"""The brace that opens an object list is not closed.

    Why: The amount after the list was read as part of it. The row counts for nothing until the brace is back.

    Varför: Beloppet efter listan lästes som en del av den. Raden räknas inte förrän klammern är tillbaka.

    Bad:
        #OBJEKT 1 N Norr
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 25.00
        }

    Good:
        #OBJEKT 1 N Norr
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 N} 25.00
        }
    """

    finding = FINDINGS["SIE107"]
    spec = "8.21"


class UnquotedText(Rule):
    r"""A text with spaces has no quotes around it.

    Why: A space ends a field. Other programs keep the first word and lose the rest.

    Varför: Ett mellanslag avslutar ett fält. Andra program behåller första ordet och tappar resten.

    Bad:
        #PROSA Kaffe och bullar

    Good:
        #PROSA "Kaffe och bullar"
    """

    finding = FINDINGS["SIE108"]
    spec = "5.7"


class ExtraFields(Rule):
    r"""A record has more fields than the standard gives it.

    Why: Later editions may add fields, and readers must put up with them. What stands there reaches only programs
    that know the field.

    Varför: Senare utgåvor kan lägga till fält, och program som läser filen ska tåla dem. Det som står där når bara
    program som känner till fältet.

    Bad:
        #TAXAR 2025 ÅRL

    Good:
        #TAXAR 2025
    """

    finding = FINDINGS["SIE109"]
    spec = "7.3"


class VoucherNotOpened(Rule):
    r"""The rows of a voucher have no opening brace before them.

    Why: Some programs pass over rows that stand in no braces, and book an empty voucher.

    Varför: En del program hoppar över rader som inte står inom klamrar, och bokför en tom verifikation.

    Bad:
        #VER A 1 20240131 Kaffe
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE110"]
    spec = "5.4"


class VoucherNotClosed(Rule):
    r"""The closing brace of a voucher is missing.

    Why: The end of the voucher may be missing, and with it rows. A file that ends so was cut short.

    Varför: Verifikationens slut kan saknas, och därmed rader. En fil som slutar så är avhuggen.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE111"]
    spec = "5.4"


class StrayBrace(Rule):
    r"""A brace opens or closes nothing.

    Why: A brace too many says that something around it is missing: a #VER line, or the rest of a voucher.

    Varför: En klammer för mycket tyder på att något runt om saknas: en #VER-rad eller resten av en verifikation.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE112"]
    spec = "5.4"


class BraceOnRecordLine(Rule):
    r"""A brace stands on the line of a record.

    Why: Braces of vouchers have lines of their own. Programs that look for them there do not see the voucher.

    Varför: Verifikationers klamrar har egna rader. Program som letar efter dem där ser inte verifikationen.

    Bad:
        #VER A 1 20240131 Kaffe {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE113"]
    spec = "5.4"


class RowOutsideVoucher(Rule):
    r"""A row stands outside every voucher.

    Why: A row without a voucher has no date, no number and no counterpart. It is kept, but it counts nowhere.

    Varför: En rad utan verifikation har inget datum, inget nummer och ingen motpost. Den behålls, men räknas inte.

    Bad:
        #TRANS 4010 {} 25.00

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE114"]
    spec = "11 #TRANS"


class RecordInsideVoucher(Rule):
    r"""A record that is no row stands inside a voucher.

    Why: Only rows belong between the braces of a voucher. Programs stop there, or pass the record over.

    Varför: Bara rader hör hemma mellan en verifikations klamrar. Program stannar där, eller hoppar över posten.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #PROSA Bullar
        #TRANS 4010 {} 25.00
        }

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #PROSA Bullar
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE115"]
    spec = "5.4"


class BrokenLine(Rule):
    r"""A quoted text goes on over several lines.

    Why: A line break ends a record. Other programs read half a text, and lose what follows it on the next line.

    Varför: En radbrytning avslutar en post. Andra program läser en halv text och tappar det som följer på nästa rad.

    Bad:
        #VER A 1 20240131 "Kaffe
        och bullar"
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 "Kaffe och bullar"
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE116"]
    spec = "5.7"


RULES: tuple[type[Rule], ...] = (
    NotARecord,
    LowerCaseLabel,
    UnknownLabel,
    UnclosedQuote,
    BackslashBeforeQuote,
    UnescapedQuote,
    UnclosedList,
    UnquotedText,
    ExtraFields,
    VoucherNotOpened,
    VoucherNotClosed,
    StrayBrace,
    BraceOnRecordLine,
    RowOutsideVoucher,
    RecordInsideVoucher,
    BrokenLine,
)
