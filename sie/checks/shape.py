"""2xx: records: fields that are missing, values that are none, doubles, the checksum. Found by reading."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.text.findings import FINDINGS

__all__ = ["RULES"]


class MissingField(Rule):
    r"""A mandatory field of a record is missing.

    Why: The record says only part of what it should. Nothing is made up in its place.

    Varför: Posten säger bara en del av det den borde. Inget hittas på i stället.

    Bad:
        #PROGRAM "Exempel"

    Good:
        #PROGRAM "Exempel" 1.0
    """

    finding = FINDINGS["SIE201"]
    spec = "12"


class BadAmount(Rule):
    r"""An amount cannot be read.

    Why: Without the amount the row cannot be booked, and the voucher cannot be checked. No zero is put in its place.

    Varför: Utan beloppet går raden inte att bokföra och verifikationen inte att stämma av. Ingen nolla sätts i stället.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} 25kr
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE202"]
    spec = "5.9"


class AmountNotation(Rule):
    r"""An amount is written with a comma, a plus sign or blanks.

    Why: The standard has a point, no plus and no blanks. Other programs refuse such an amount, or read 1 200,50 as 1.

    Varför: Standarden har punkt, inget plus och inga mellanslag. Andra program avvisar ett sådant belopp, eller läser
    1 200,50 som 1.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25,00
        #TRANS 4010 {} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE203"]
    spec = "5.9, A19"


class TooManyDecimals(Rule):
    r"""An amount has more than two decimals.

    Why: Books are kept in whole öre. Whoever rounds the amount makes a voucher that does not balance.

    Varför: Bokföring sker i hela ören. Den som avrundar beloppet får en verifikation som inte balanserar.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.005
        #TRANS 4010 {} 25.005
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE204"]
    spec = "5.9"


class BadDate(Rule):
    r"""A date does not exist.

    Why: A voucher without a date belongs to no period. No other date is guessed.

    Varför: En verifikation utan datum hör inte till någon period. Något annat datum gissas inte.

    Bad:
        #GEN 20250230

    Good:
        #GEN 20250228
    """

    finding = FINDINGS["SIE205"]
    spec = "5.10"


class DateNotation(Rule):
    r"""A date is written with hyphens or the like.

    Why: Dates are eight digits. Other programs refuse this one.

    Varför: Datum är åtta siffror. Andra program avvisar det här.

    Bad:
        #GEN 2025-01-15

    Good:
        #GEN 20250115
    """

    finding = FINDINGS["SIE206"]
    spec = "5.10"


class BadQuantity(Rule):
    r"""A quantity cannot be read.

    Why: Hours and pieces are decimal numbers, the unit stands in #ENHET. The quantity is left out.

    Varför: Timmar och antal är decimaltal, enheten står i #ENHET. Kvantiteten utelämnas.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00 20240131 Bönor "2 kg"
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00 20240131 Bönor 2
        }
    """

    finding = FINDINGS["SIE207"]
    spec = "9"


class BadPeriod(Rule):
    r"""A period is no calendar month.

    Why: Period balances belong to a month, written YYYYMM, also in a broken fiscal year.

    Varför: Periodsaldon hör till en månad, skriven ÅÅÅÅMM, även i ett brutet räkenskapsår.

    Bad:
        #PSALDO 0 202413 1910 {} 25.00

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = FINDINGS["SIE208"]
    spec = "11 #PSALDO"


class BadYearNumber(Rule):
    r"""A fiscal year is numbered otherwise than 0, -1, -2 and so on.

    Why: Year numbers count back from the current year. A calendar year in that place belongs to no year of the file.

    Varför: Årsnummer räknas bakåt från innevarande år. Ett årtal på den platsen hör inte till något av filens år.

    Bad:
        #IB 2024 1910 25.00

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = FINDINGS["SIE209"]
    spec = "11 #RAR"


class BadCode(Rule):
    r"""A value is not one of those that the record can have.

    Why: Account types, legal forms and the like are lists of codes. Programs do not know any other value.

    Varför: Kontotyper, företagsformer och liknande är listor med koder. Program känner inte till andra värden.

    Bad:
        #KTYP 1910 O

    Good:
        #KTYP 1910 T
    """

    finding = FINDINGS["SIE210"]
    spec = "11"


class FileTypeAssumed(Rule):
    r"""The file does not say of which type it is.

    Why: Without #SIETYP the standard assumes type 1, which cannot hold vouchers. What the file holds decided instead.

    Varför: Utan #SIETYP förutsätter standarden typ 1, som inte kan innehålla verifikationer. Innehållet fick avgöra.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #FNAMN "Kvarnens Café AB"
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE211"]
    spec = "11 #SIETYP"


class DuplicateRecord(Rule):
    r"""A record stands twice.

    Why: There is one company name, and one name for each account. Which of two is meant, programs decide differently.

    Varför: Det finns ett företagsnamn, och ett namn på varje konto. Vilket av två som gäller avgör program olika.

    Bad:
        #KONTO 5010 Lokalhyra
        #KONTO 5010 Hyra

    Good:
        #KONTO 5010 Lokalhyra
    """

    finding = FINDINGS["SIE212"]
    spec = "A10"


class DuplicateBalance(Rule):
    r"""The balance of an account and year stands twice.

    Why: One program adds them up, another takes the last. Which one is right the file does not say.

    Varför: Ett program lägger ihop dem, ett annat tar det sista. Vilket som är rätt säger filen inte.

    Bad:
        #IB 0 1910 25.00
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = FINDINGS["SIE213"]
    spec = "A21"


class OddObjectList(Rule):
    r"""An object list holds an odd number of values.

    Why: Objects come in pairs, dimension and object. One of them is missing, and the row may be on the wrong project.

    Varför: Objekt anges parvis, dimension och objekt. Ett av dem saknas, och raden kan ha hamnat på fel projekt.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1} 25.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 N} 25.00
        }
    """

    finding = FINDINGS["SIE214"]
    spec = "8.21"


class SeveralObjects(Rule):
    r"""A balance is for several objects at once.

    Why: The standard has one object for each balance. A balance of cost centre and project together must not be added
    to those of either.

    Varför: Standarden har ett objekt per saldo. Ett saldo för kostnadsställe och projekt tillsammans får inte läggas
    ihop med saldona för endera.

    Bad:
        #SIETYP 3
        #OBJEKT 1 N Norr
        #OBJEKT 6 J Jul
        #OIB 0 1910 {1 N 6 J} 25.00

    Good:
        #SIETYP 3
        #OBJEKT 1 N Norr
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #OIB 0 1910 {1 N} 25.00
    """

    finding = FINDINGS["SIE215"]
    spec = "A5"


class TwinDiffers(Rule):
    r"""The row after an added row says something else than it.

    Why: An added row (#RTRANS) is repeated as #TRANS for programs that do not know it. The two should be identical;
    account, objects and amount are, or it would be no twin.

    Varför: En tillagd rad (#RTRANS) upprepas som #TRANS för program som inte känner till den. De två ska vara lika;
    konto, objekt och belopp är det, annars vore det ingen tvilling.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #RTRANS 4010 {} 25.00 20240201 Bullar
        #TRANS 4010 {} 25.00 20240131 Bullar
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #RTRANS 4010 {} 25.00 20240131 Bullar
        #TRANS 4010 {} 25.00 20240131 Bullar
        }
    """

    finding = FINDINGS["SIE216"]
    spec = "11 #RTRANS"


class AddedRowWithoutTwin(Rule):
    r"""An added row is not repeated as #TRANS.

    Why: Programs that do not know #RTRANS book the voucher without the row. Without its twin it does not count here
    either; if the voucher does not balance, it should have.

    Varför: Program som inte känner till #RTRANS bokför verifikationen utan raden. Utan tvilling räknas den inte här
    heller; om verifikationen inte balanserar borde den ha gjort det.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        #RTRANS 4010 {} 10.00
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #RTRANS 4010 {} 25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE217"]
    spec = "11 #RTRANS"


class EmptyVoucher(Rule):
    r"""A voucher has no rows.

    Why: Its number is used, and nothing is booked. Programs refuse it, or leave it out and give its number to the next.

    Varför: Numret är använt, och inget är bokfört. Program avvisar den, eller utelämnar den och ger numret åt nästa.

    Bad:
        #VER A 1 20240131 Kaffe
        {
        }

    Good:
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = FINDINGS["SIE218"]
    spec = "A6"


class ChecksumWrong(Rule):
    r"""The checksum does not fit the contents.

    Why: Something was changed after the file was written: by a transfer, an editor, or a person.

    Varför: Något har ändrats sedan filen skrevs: av en överföring, ett redigeringsprogram eller en person.

    Bad:
        #FLAGGA 0
        #KSUMMA
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KSUMMA 1

    Good:
        #FLAGGA 0
        #KSUMMA
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KSUMMA 814108844
    """

    finding = FINDINGS["SIE219"]
    spec = "10"


class Truncated(Rule):
    r"""The file has the opening checksum but not the closing one.

    Why: The end of the file is missing. The standard says that such a file should be refused.

    Varför: Slutet på filen saknas. Standarden säger att en sådan fil bör avvisas.

    Bad:
        #FLAGGA 0
        #KSUMMA
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
    """

    finding = FINDINGS["SIE220"]
    spec = "10.6"


class ChecksumNotVerified(Rule):
    r"""The checksum could not be verified.

    Why: It is computed over CP437, and the file has letters that CP437 lacks, or no place where the sum begins.

    Varför: Den beräknas på CP437, och filen har bokstäver som CP437 saknar, eller ingen plats där summan börjar.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KSUMMA 1

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
    """

    finding = FINDINGS["SIE221"]
    spec = "10"


class DimensionHierarchy(Rule):
    r"""A sub-dimension stands before its parent, or dimension 2 stands alone.

    Why: The standard makes cost objects (2) a part of cost centres (1), and a parent comes before its parts. Several
    programs do otherwise, and it is read all the same.

    Varför: Standarden gör kostnadsbärare (2) till en del av kostnadsställen (1), och en överordnad dimension kommer
    före sina delar. Flera program gör annorlunda, och det läses ändå.

    Bad:
        #DIM 2 Kostnadsbärare

    Good:
        #UNDERDIM 2 Kostnadsbärare 1
    """

    finding = FINDINGS["SIE222"]
    spec = "8.11, A11"


class AccountNotDeclared(Rule):
    r"""Type, unit or tax code is given for an account that no #KONTO declares.

    Why: Nobody knows the name of the account. It is probably left over from another chart.

    Varför: Ingen vet vad kontot heter. Det är troligen en rest av en annan kontoplan.

    Bad:
        #KTYP 5010 K

    Good:
        #KONTO 5010 Lokalhyra
        #KTYP 5010 K
    """

    finding = FINDINGS["SIE223"]
    spec = "A17"


class BadAccount(Rule):
    r"""An account number is not made of digits.

    Why: Accounts are numbers in the standard, and most programs refuse any other.

    Varför: Konton är nummer i standarden, och de flesta program avvisar andra.

    Bad:
        #KONTO DIFF Differens

    Good:
        #KONTO 3740 Öresutjämning
    """

    finding = FINDINGS["SIE224"]
    spec = "11 #KONTO 2"


class AfterChecksum(Rule):
    r"""Lines stand after the closing checksum.

    Why: The checksum closes the file. What stands after it was added later, and nothing vouches for it.

    Varför: Kontrollsumman avslutar filen. Det som står efter den har lagts till senare, och inget går i god för det.

    Bad:
        #FLAGGA 0
        #KSUMMA
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KSUMMA 814108844
        #PROSA "Ett tillägg"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #PROSA "Ett tillägg"
    """

    finding = FINDINGS["SIE225"]
    spec = "10.4"


RULES: tuple[type[Rule], ...] = (
    MissingField,
    BadAmount,
    AmountNotation,
    TooManyDecimals,
    BadDate,
    DateNotation,
    BadQuantity,
    BadPeriod,
    BadYearNumber,
    BadCode,
    FileTypeAssumed,
    DuplicateRecord,
    DuplicateBalance,
    OddObjectList,
    SeveralObjects,
    TwinDiffers,
    AddedRowWithoutTwin,
    EmptyVoucher,
    ChecksumWrong,
    Truncated,
    ChecksumNotVerified,
    DimensionHierarchy,
    AccountNotDeclared,
    BadAccount,
    AfterChecksum,
)
