"""0xx: the file as such: what it is, what encoding it is in, what happened to its letters. Found by reading."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.text.findings import FINDINGS

__all__ = ["RULES"]


class EmptyFile(Rule):
    r"""The file is empty.

    Why: An export that failed, or a download that broke off, leaves an empty file. There are no books in it.

    Varför: En export som misslyckats eller en hämtning som brutits lämnar en tom fil. Den innehåller ingen bokföring.

    Bad:
        \-

    Good:
        #FNAMN "Kvarnens Café AB"
    """

    finding = FINDINGS["SIE001"]
    spec = "2.1"


class NotSie(Rule):
    r"""The file is something else than SIE 1 to 4.

    Why: Often the wrong file was attached: the invoice as PDF, the report as Excel, the log-in page instead of the
    export. SIE 5 is XML and a format of its own.

    Varför: Ofta har fel fil bifogats: fakturan som PDF, rapporten som Excel, inloggningssidan i stället för exporten.
    SIE 5 är XML och ett eget format.

    Bad:
        \x25PDF-1.7

    Good:
        #FNAMN "Kvarnens Café AB"
    """

    finding = FINDINGS["SIE002"]
    spec = "5.3"


class FormatDisagrees(Rule):
    r"""#FORMAT says PC8, but the file is in another encoding.

    Why: PC8 means code page 437, and most programs take it at its word: å, ä and ö then come out as other signs, in
    every name and text of the books. This library goes by the bytes and reads the file right.

    Varför: PC8 betyder teckentabell 437, och de flesta program litar på det: å, ä och ö blir då andra tecken, i alla
    namn och texter i bokföringen. Det här biblioteket går efter tecknen och läser filen rätt.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "\xc3\x85keriet i V\xc3\xa4xj\xc3\xb6"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Åkeriet i Växjö"
    """

    finding = FINDINGS["SIE003"]
    spec = "5.8, 11 #FORMAT"


class EncodingUncertain(Rule):
    r"""The letters do not tell which encoding the file is in.

    Why: Where hardly any letter speaks for one encoding or the other, the choice may be wrong, and å, ä and ö with it.
    Look at some names, and name the encoding yourself if they look odd.

    Varför: När knappt någon bokstav talar för den ena eller andra kodningen kan valet vara fel, och därmed å, ä och ö.
    Titta på några namn, och ange kodningen själv om de ser konstiga ut.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "A\x98B\x9d"

    Good:
        #FNAMN "Åkeriet i Växjö"
    """

    finding = FINDINGS["SIE004"]
    spec = "5.8"


class StrayLetter(Rule):
    r"""A single letter is in another encoding than the rest of the file.

    Why: Some programs put a path or a name into the file without converting it. The letter is read right where its
    neighbours leave no doubt.

    Varför: En del program lägger in en sökväg eller ett namn i filen utan att omvandla det. Bokstaven läses rätt när
    tecknen runt om inte lämnar något tvivel.

    Bad:
        #FNAMN "Åkeriet i Växj\xf6"
        #KONTO 5010 Lokalhyra
        #PROSA "Öppet året runt på ön"

    Good:
        #FNAMN "Åkeriet i Växjö"
        #KONTO 5010 Lokalhyra
        #PROSA "Öppet året runt på ön"
    """

    finding = FINDINGS["SIE005"]
    spec = "5.8"


class Mojibake(Rule):
    r"""A text was garbled before it was written to the file.

    Why: Some program read the text in the wrong encoding and saved what it saw. Once the names are in the new books
    the damage is hard to trace, and every export carries it on.

    Varför: Något program har läst texten i fel kodning och sparat det som det såg. När namnen väl finns i den nya
    bokföringen är skadan svår att spåra, och varje export för den vidare.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "V\xc3\x83\xc2\xa4xj\xc3\x83\xc2\xb6 \xc3\x83\xc2\xa5keri AB"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Växjö åkeri AB"
    """

    finding = FINDINGS["SIE006"]
    spec = "5.8"


class DamagedText(Rule):
    r"""Letters of a text are lost.

    Why: A program replaced letters that it could not write by question marks or by a sign that means "unknown". What
    stood there cannot be restored from the file.

    Varför: Ett program har ersatt bokstäver som det inte kunde skriva med frågetecken eller med ett tecken som betyder
    "okänt". Vad som stod där går inte att återskapa ur filen.

    Bad:
        #KONTO 5010 "Hyrestill?gg f?r lokalen"

    Good:
        #KONTO 5010 "Hyrestillägg för lokalen"
    """

    finding = FINDINGS["SIE007"]
    spec = "5.8"


class Undecodable(Rule):
    r"""A byte means nothing in the encoding of the file.

    Why: The file was put together from parts in different encodings, or a byte was damaged. Nobody can tell which
    letter was meant.

    Varför: Filen är hopsatt av delar i olika kodningar, eller så är en byte skadad. Ingen kan veta vilken bokstav som
    avsågs.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "\xc3\x85keriet i V\xc3\xa4xj\xc3\xb6"
        #PROSA "\xc3\xa5\xc3\xa4\xc3\xb6 \xff"

    Good:
        #FNAMN "Åkeriet i Växjö"
    """

    finding = FINDINGS["SIE008"]
    spec = "5.8"


class ByteOrderMark(Rule):
    r"""The file begins with a byte order mark.

    Why: The mark says that the file is in Unicode, which SIE 4 is not. Programs that look for #FLAGGA in the first
    place do not find it there.

    Varför: Markeringen säger att filen är i Unicode, vilket SIE 4 inte är. Program som letar efter #FLAGGA allra först
    hittar den inte där.

    Bad:
        \xef\xbb\xbf#FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens kaffe AB"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens kaffe AB"
    """

    finding = FINDINGS["SIE009"]
    spec = "5.8"


class AfterEndOfFile(Rule):
    r"""Something stands after the DOS end-of-file mark.

    Why: Old programs end a file with the byte 1Ah, and readers stop there. What follows is usually left over from a
    longer file, but it may be books.

    Varför: Gamla program avslutar en fil med byten 1Ah, och den som läser slutar där. Det som följer är oftast rester
    av en längre fil, men det kan vara bokföring.

    Bad:
        #KONTO 5010 Lokalhyra
        \x1a
        #KONTO 5020 El

    Good:
        #KONTO 5010 Lokalhyra
        #KONTO 5020 El
    """

    finding = FINDINGS["SIE010"]
    spec = "A22"


class ControlCharacter(Rule):
    r"""A line holds a control character.

    Why: Control characters are no text. They come from copied texts or damaged files, and can upset the program that
    reads or shows them.

    Varför: Styrtecken är ingen text. De kommer från kopierade texter eller skadade filer, och kan ställa till det i
    programmet som läser eller visar dem.

    Bad:
        #PROSA "Kaffe\x07 och bullar"

    Good:
        #PROSA "Kaffe och bullar"
    """

    finding = FINDINGS["SIE011"]
    spec = "5.7"


class LoneCarriageReturn(Rule):
    r"""Lines end with CR alone.

    Why: A line ends with LF, alone or after CR. Programs that look for LF see one long line and read nothing.

    Varför: En rad slutar med LF, ensamt eller efter CR. Program som letar efter LF ser en enda lång rad och läser
    ingenting.

    Bad:
        #KONTO 5010 Lokalhyra\x0d\-
        #KONTO 5020 El

    Good:
        #KONTO 5010 Lokalhyra
        #KONTO 5020 El
    """

    finding = FINDINGS["SIE012"]
    spec = "5.5"


class NoFinalNewline(Rule):
    r"""The last line has no line end.

    Why: Harmless in itself, and a sign that the file may have been cut short.

    Varför: Ofarligt i sig, och ett tecken på att filen kan vara avhuggen.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }\-

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE013"]
    spec = "5.5"


class DosEndOfFile(Rule):
    r"""The file ends with the DOS end-of-file mark.

    Why: A habit of old programs, without meaning today.

    Varför: En vana hos gamla program, utan betydelse i dag.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
        \x1a\-

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE014"]
    spec = "A22"


class MoreOfTheSame(Rule):
    """There are more findings of one kind than are kept.

    Why: Ten thousand findings of a kind are kept; what is wrong with all of them usually has one cause.

    Varför: Tiotusen anmärkningar av ett slag sparas; det som är fel i alla har oftast en och samma orsak.
    """

    finding = FINDINGS["SIE015"]
    spec = "–"


RULES: tuple[type[Rule], ...] = (
    EmptyFile,
    NotSie,
    FormatDisagrees,
    EncodingUncertain,
    StrayLetter,
    Mojibake,
    DamagedText,
    Undecodable,
    ByteOrderMark,
    AfterEndOfFile,
    ControlCharacter,
    LoneCarriageReturn,
    NoFinalNewline,
    DosEndOfFile,
    MoreOfTheSame,
)
