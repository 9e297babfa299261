"""7xx: the form of a SIE 5 file: XML, elements, attributes, values, signature. Found by reading it."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.sie5.findings import FINDINGS

__all__ = ["RULES"]


class XmlBroken(Rule):
    r"""The XML of the file is broken.

    Why: A download that broke off or a program that pastes text together gives XML that no reader takes. What came
    after the break is not in the books.

    Varför: En avbruten hämtning eller ett program som klistrar ihop text ger XML som ingen kan läsa. Det som kommer
    efter brottet finns inte med i bokföringen.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE701"]
    spec = "SIE 5, p. 57"


class DoctypeRefused(Rule):
    r"""The file declares a document type.

    Why: SIE 5 has no document type. A declaration can make a reader fetch other files or fill its memory, so nothing
    after it is read.

    Varför: SIE 5 har ingen dokumenttyp. En deklaration kan få en läsare att hämta andra filer eller fylla minnet, så
    ingenting efter den läses.

    Bad:
        <!DOCTYPE SieEntry [<!ENTITY a "a">]>
        <SieEntry xmlns="http://www.sie.se/sie5">
        </SieEntry>

    Good:
        <SieEntry>
        </SieEntry>
    """

    finding = FINDINGS["SIE702"]
    spec = "the library's own choice"


class NotSie5(Rule):
    r"""The root element is none of SIE 5.

    Why: XML cares about capital letters and namespaces: sie, SIEENTRY or a Sie without its namespace are other
    documents, and a strict reader takes none of them.

    Varför: XML skiljer på stora och små bokstäver och på namnrymder: sie, SIEENTRY eller en Sie utan namnrymd är
    andra dokument, och en strikt läsare godtar inget av dem.

    Bad:
        <SIEENTRY xmlns="http://www.sie.se/sie5">
        </SIEENTRY>

    Good:
        <SieEntry>
        </SieEntry>
    """

    finding = FINDINGS["SIE703"]
    spec = "SIE 5, p. 59–60"


class ElementMisplaced(Rule):
    r"""An element or a text stands where the schema has no place for it.

    Why: A reader that goes by the schema refuses the file, and one that does not may miss what stands there. Some
    elements belong in one of the two documents only.

    Varför: En läsare som följer schemat avvisar filen, och en som inte gör det kan missa det som står där. Vissa
    element hör bara hemma i det ena av de två dokumenten.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LockingInfo date="2025-02-01" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <Sie>
          <Journal id="A" name="Huvudserie">
            <JournalEntry id="1" journalDate="2025-01-31">
              <EntryInfo date="2025-01-31" by="AN" />
              <LockingInfo date="2025-02-01" by="AN" />
            </JournalEntry>
          </Journal>
        </Sie>
    """

    finding = FINDINGS["SIE704"]
    spec = "SIE 5 schema"


class ElementOutOfOrder(Rule):
    r"""Elements do not stand in the order of the schema.

    Why: The order is part of the schema, and many programs read the file from top to bottom. Customers that stand
    before the invoices make them refuse it.

    Varför: Ordningen är en del av schemat, och många program läser filen uppifrån och ner. Kunder som står före
    fakturorna får dem att avvisa den.

    Bad:
        <SieEntry>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" />
          </Customers>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe" />
          </Dimensions>
        </SieEntry>

    Good:
        <SieEntry>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe" />
          </Dimensions>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" />
          </Customers>
        </SieEntry>
    """

    finding = FINDINGS["SIE705"]
    spec = "SIE 5 schema"


class ElementMissing(Rule):
    r"""An element that must be there is missing.

    Why: What is mandatory is what a reader relies on: who wrote the file, which company it is, when a voucher was
    entered.

    Varför: Det obligatoriska är vad en läsare förlitar sig på: vem som skrev filen, vilket företag det är, när en
    verifikation registrerades.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE706"]
    spec = "SIE 5 schema"


class ElementRepeated(Rule):
    r"""An element stands more often than it may.

    Why: Where one is allowed, a reader takes the first or the last, and nobody knows which. The second one is not in
    the books.

    Varför: Där ett är tillåtet tar en läsare det första eller det sista, och ingen vet vilket. Det andra finns inte
    med i bokföringen.

    Bad:
        <SieEntry>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe" />
          </Dimensions>
          <Dimensions>
            <Dimension id="6" name="Projekt" />
          </Dimensions>
        </SieEntry>

    Good:
        <SieEntry>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe" />
            <Dimension id="6" name="Projekt" />
          </Dimensions>
        </SieEntry>
    """

    finding = FINDINGS["SIE707"]
    spec = "SIE 5 schema"


class AttributeUnknown(Rule):
    r"""An element has an attribute that the schema does not know.

    Why: Often it is a misspelt name, and then the value is missing where it is wanted. Additions of a program's own
    belong in a namespace of its own.

    Varför: Ofta är det ett felstavat namn, och då saknas värdet där det behövs. Ett programs egna tillägg hör hemma i
    en egen namnrymd.

    Bad:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" enhet="st" />
          </Accounts>
        </SieEntry>

    Good:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" unit="st" />
          </Accounts>
        </SieEntry>
    """

    finding = FINDINGS["SIE708"]
    spec = "SIE 5 schema"


class AttributeMissing(Rule):
    r"""An attribute that must be there is missing.

    Why: A voucher without a date or an account without a type cannot be put anywhere, and a strict reader refuses the
    whole file.

    Varför: En verifikation utan datum eller ett konto utan typ går inte att placera, och en strikt läsare avvisar
    hela filen.

    Bad:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" />
          </Accounts>
        </SieEntry>

    Good:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" />
          </Accounts>
        </SieEntry>
    """

    finding = FINDINGS["SIE709"]
    spec = "SIE 5 schema"


class BadValue(Rule):
    r"""A value is not of the kind that its attribute wants.

    Why: A day that does not exist, an amount with a comma or a type of account that there is not: nobody can tell
    what was meant, and nothing is guessed.

    Varför: En dag som inte finns, ett belopp med komma eller en kontotyp som inte finns: ingen kan veta vad som
    menades, och ingenting gissas.

    Bad:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="tillgång" />
          </Accounts>
        </SieEntry>

    Bad:
        <SieEntry>
          <Documents>
            <EmbeddedFile id="1" fileName="kvitto.pdf">inte base64!</EmbeddedFile>
          </Documents>
        </SieEntry>

    Good:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" />
          </Accounts>
        </SieEntry>
    """

    finding = FINDINGS["SIE710"]
    spec = "SIE 5 schema"


class Extension(Rule):
    r"""The file holds something that another schema than SIE 5 defines.

    Why: Programs may extend some elements by a schema of their own, and readers need not understand it. It is not in
    the books, and not in a file that is written from them.

    Varför: Program får utöka vissa element med ett eget schema, och läsare behöver inte förstå det. Det finns inte
    med i bokföringen, och inte i en fil som skrivs från den.

    Bad:
        <SieEntry>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" x:rabatt="10" xmlns:x="http://example.se/egen" />
          </Customers>
        </SieEntry>

    Good:
        <SieEntry>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" />
          </Customers>
        </SieEntry>
    """

    finding = FINDINGS["SIE711"]
    spec = "SIE 5, p. 38–39 and 91–92"


class SourcesDisagree(Rule):
    r"""The schema and the format document do not agree about something in the file.

    Why: SIE 5 is defined twice, and the two contradict each other here and there: the schema demands the number of an
    invoice, the document does not know it. Files of either kind are in use.

    Varför: SIE 5 är definierat två gånger, och de två säger emot varandra här och där: schemat kräver ett
    fakturanummer, dokumentet känner inte till det. Filer av båda slagen används.

    Bad:
        <SieEntry>
          <CustomerInvoices primaryAccountId="1510">
            <CustomerInvoice id="1001" customerId="7" />
          </CustomerInvoices>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" />
          </Customers>
        </SieEntry>

    Good:
        <SieEntry>
          <CustomerInvoices primaryAccountId="1510">
            <CustomerInvoice id="1001" customerId="7" invoiceNumber="1001" />
          </CustomerInvoices>
          <Customers>
            <Customer id="7" name="Kvarnens Café AB" />
          </Customers>
        </SieEntry>
    """

    finding = FINDINGS["SIE712"]
    spec = "SIE 5, the schema against the document"


class TooManyDecimals(Rule):
    r"""An amount has more than two decimals.

    Why: The document allows two, the schema any number in some places. A reader that rounds gets vouchers that do not
    balance.

    Varför: Dokumentet tillåter två, schemat på vissa ställen hur många som helst. En läsare som avrundar får
    verifikationer som inte balanserar.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25.125" />
              <LedgerEntry accountId="4010" amount="25.125" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25.13" />
              <LedgerEntry accountId="4010" amount="25.13" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE722"]
    spec = "SIE 5, p. 57"


class TimeZone(Rule):
    r"""A day has a time zone.

    Why: A day with a time zone is another day elsewhere: a reader may move a voucher from the last of January into
    February.

    Varför: En dag med tidszon är en annan dag på en annan plats: en läsare kan flytta en verifikation från den sista
    januari till februari.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31+01:00">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE723"]
    spec = "SIE 5, p. 57–58"


class TextTooLong(Rule):
    r"""A text has more than 255 characters.

    Why: The document allows 255, the schema does not say so. Programs keep texts in fields of that length and cut the
    rest off.

    Varför: Dokumentet tillåter 255, schemat nämner det inte. Program har fält av den längden och kortar av resten.

    Bad:
        <SieEntry>
          <Customers>
            <Customer id="7" name="Kvarnens Café och Bageri i Ekängen Kvarnens Café och Bageri i Ekängen
              Kvarnens Café och Bageri i Ekängen Kvarnens Café och Bageri i Ekängen
              Kvarnens Café och Bageri i Ekängen Kvarnens Café och Bageri i Ekängen
              Kvarnens Café och Bageri i Ekängen Kvarnens Café och Bageri i Ekängen" />
          </Customers>
        </SieEntry>

    Good:
        <SieEntry>
          <Customers>
            <Customer id="7" name="Kvarnens Café och Bageri i Ekängen" />
          </Customers>
        </SieEntry>
    """

    finding = FINDINGS["SIE724"]
    spec = "SIE 5, p. 57"


class OrganisationNumberForm(Rule):
    r"""The organisation number is not written as SIE 5 wants it.

    Why: The number tells whose books these are. Programs compare it letter by letter and refuse a file that seems to
    be another company's.

    Varför: Numret visar vems bokföring det är. Program jämför det tecken för tecken och avvisar en fil som verkar
    vara ett annat företags.

    Bad:
        <SieEntry>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="5566778899" name="Kvarnens Café AB" />
          </FileInfo>
        </SieEntry>

    Good:
        <SieEntry>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
          </FileInfo>
        </SieEntry>
    """

    finding = FINDINGS["SIE728"]
    spec = "SIE 5, p. 62"


class WindowsLetters(Rule):
    r"""A file that says ISO-8859-1 holds letters that only Windows-1252 has.

    Why: Windows programs call their own letters ISO-8859-1. Read by the letter, dashes and quotation marks would
    become invisible signs; the document advises readers to take them for Windows-1252.

    Varför: Windowsprogram kallar sina egna tecken ISO-8859-1. Läst bokstavligt skulle tankstreck och citattecken bli
    osynliga tecken; dokumentet råder läsare att ta dem som Windows-1252.

    Bad:
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <SieEntry xmlns="http://www.sie.se/sie5">
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Bageri \x96 Kvarn AB" />
          </FileInfo>
        </SieEntry>

    Good:
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <SieEntry xmlns="http://www.sie.se/sie5">
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Bageri - Kvarn AB" />
          </FileInfo>
        </SieEntry>
    """

    finding = FINDINGS["SIE729"]
    spec = "SIE 5, p. 59"


class SignatureMissing(Rule):
    r"""A complete file has no digital signature.

    Why: The signature shows that the file is as it was written. Any certificate will do, also one that the program
    makes itself; a file of vouchers need not be signed.

    Varför: Signaturen visar att filen är som den skrevs. Vilket certifikat som helst duger, även ett som programmet
    gör självt; en fil med verifikationer behöver inte signeras.

    Bad:
        <Sie>
        </Sie>

    Good:
        <SieEntry>
        </SieEntry>
    """

    finding = FINDINGS["SIE730"]
    spec = "SIE 5, p. 49 and 90"


class SignatureWrong(Rule):
    r"""The digital signature is not right.

    Why: Something in the file is not as it was signed: somebody changed it, or a program rewrote it and kept the old
    signature. The document lets a person decide whether to go on.

    Varför: Något i filen är inte som det signerades: någon har ändrat den, eller så har ett program skrivit om den
    och behållit den gamla signaturen. Dokumentet låter en människa avgöra om man ska gå vidare.

    Bad:
        <SieEntry>
          <Signature xmlns="http://www.w3.org/2000/09/xmldsig#" />
        </SieEntry>

    Good:
        <SieEntry>
        </SieEntry>
    """

    finding = FINDINGS["SIE731"]
    spec = "SIE 5, p. 49 and 90"


class SignatureOld(Rule):
    r"""The digital signature uses SHA-1.

    Why: The example in the document uses it, and so do existing files. Whoever wants to can make another file with
    the same signature today.

    Varför: Exemplet i dokumentet använder det, och det gör befintliga filer också. Den som vill kan i dag göra en
    annan fil med samma signatur.
    """

    finding = FINDINGS["SIE732"]
    spec = "SIE 5, p. 90"


RULES: tuple[type[Rule], ...] = (
    XmlBroken,
    DoctypeRefused,
    NotSie5,
    ElementMisplaced,
    ElementOutOfOrder,
    ElementMissing,
    ElementRepeated,
    AttributeUnknown,
    AttributeMissing,
    BadValue,
    Extension,
    SourcesDisagree,
    TooManyDecimals,
    TimeZone,
    TextTooLong,
    OrganisationNumberForm,
    WindowsLetters,
    SignatureMissing,
    SignatureWrong,
    SignatureOld,
)
