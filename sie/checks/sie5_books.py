"""7xx: what the schema of SIE 5 cannot say: keys and references, years, balances. Found by ``sie.sie5.judge``."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.sie5.findings import FINDINGS

__all__ = ["RULES"]


class DuplicateKey(Rule):
    r"""Two things have the same number.

    Why: References go by number: with two accounts 1910 or two documents 1 nobody can tell which one a row or a
    voucher means.

    Varför: Hänvisningar går på nummer: med två konton 1910 eller två dokument 1 kan ingen veta vilket en rad eller
    verifikation avser.

    Bad:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" />
            <Account id="1910" name="Handkassa" type="asset" />
          </Accounts>
        </SieEntry>

    Good:
        <SieEntry>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset" />
            <Account id="1911" name="Handkassa" type="asset" />
          </Accounts>
        </SieEntry>
    """

    finding = FINDINGS["SIE713"]
    spec = "SIE 5 schema; p. 64–89"


class DanglingReference(Rule):
    r"""Something names an account, an object, an item, a voucher or a document that is not in the file.

    Why: A complete file holds everything that it uses. What is missing has no name and no type, and a reader has to
    refuse it or make something up.

    Varför: En fullständig fil innehåller allt den använder. Det som saknas har varken namn eller typ, och en läsare
    måste avvisa det eller hitta på något.

    Bad:
        <Sie>
          <Journal id="A" name="Huvudserie">
            <JournalEntry id="1" journalDate="2024-01-31">
              <EntryInfo date="2024-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="5800" amount="25" />
            </JournalEntry>
          </Journal>
        </Sie>

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <VoucherReference documentId="1" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <Sie>
          <Journal id="A" name="Huvudserie">
            <JournalEntry id="1" journalDate="2024-01-31">
              <EntryInfo date="2024-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="4010" amount="25" />
            </JournalEntry>
          </Journal>
        </Sie>
    """

    finding = FINDINGS["SIE714"]
    spec = "SIE 5, p. 64–89"


class PartyNotDeclared(Rule):
    r"""An invoice names a customer or a supplier that is not in the file.

    Why: Registers of customers are often left out, also in the official sample. The reader then knows the invoice but
    not who owes it.

    Varför: Kundregister utelämnas ofta, även i den officiella exempelfilen. Läsaren känner då till fakturan men inte
    vem som är skyldig den.

    Bad:
        <SieEntry>
          <CustomerInvoices primaryAccountId="1510">
            <CustomerInvoice id="1001" customerId="7" invoiceNumber="1001" />
          </CustomerInvoices>
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

    finding = FINDINGS["SIE715"]
    spec = "SIE 5, p. 70–77"


class PrimaryYear(Rule):
    r"""Not exactly one fiscal year is primary.

    Why: The primary year is the one whose vouchers the file holds. Without one, or with two, a reader does not know
    which year it is to import.

    Varför: Det primära året är det vars verifikationer filen innehåller. Utan ett, eller med två, vet läsaren inte
    vilket år som ska läsas in.

    Bad:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2023-01" end="2023-12" />
              <FiscalYear start="2024-01" end="2024-12" closed="true" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>

    Good:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2023-01" end="2023-12" />
              <FiscalYear start="2024-01" end="2024-12" primary="true" closed="true" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>
    """

    finding = FINDINGS["SIE716"]
    spec = "SIE 5, p. 62"


class YearsDoNotFollow(Rule):
    r"""The fiscal years do not follow one another.

    Why: Balances are placed by the months of the years. With a gap or an overlap a balance belongs to no year or to
    two.

    Varför: Saldon placeras efter årens månader. Med en lucka eller en överlappning hör ett saldo till inget år eller
    till två.

    Bad:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2022-01" end="2022-12" />
              <FiscalYear start="2024-01" end="2024-12" primary="true" closed="true" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>

    Good:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2023-01" end="2023-12" />
              <FiscalYear start="2024-01" end="2024-12" primary="true" closed="true" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>
    """

    finding = FINDINGS["SIE717"]
    spec = "SIE 5, p. 62"


class MonthOfNoYear(Rule):
    r"""A balance is for a month in which no fiscal year begins or ends.

    Why: An opening balance is placed by the first month of its year, a closing one by the last. One for another month
    is in no year, and missing in the books.

    Varför: En ingående balans placeras efter årets första månad, en utgående efter den sista. En för en annan månad
    ligger i inget år och saknas i bokföringen.

    Bad:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalance month="2024-02" amount="100" />
            </Account>
          </Accounts>
        </Sie>

    Good:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalance month="2024-01" amount="100" />
            </Account>
          </Accounts>
        </Sie>
    """

    finding = FINDINGS["SIE718"]
    spec = "SIE 5, p. 64–68"


class VoucherUnbalanced(Rule):
    r"""A voucher does not balance.

    Why: Debit and credit must come to the same sum, rows that are struck out not counted. A program refuses such a
    voucher, and the books are not right as long as it is there.

    Varför: Debet och kredit ska ge samma summa, strukna rader oräknade. Ett program avvisar en sådan verifikation,
    och bokföringen stämmer inte så länge den finns.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="4010" amount="20" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="4010" amount="25" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE719"]
    spec = "SIE 5, p. 81"


class BalancesDisagree(Rule):
    r"""Opening balance, vouchers and closing balance of an account do not agree.

    Why: A closing balance is the opening one and all rows of the year. Where it is not, vouchers are missing or
    somebody changed something after the balance was made.

    Varför: En utgående balans är den ingående plus årets alla rader. Där den inte är det saknas verifikationer, eller
    så har något ändrats efter att saldot räknades fram.

    Bad:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalance month="2024-01" amount="100" />
              <ClosingBalance month="2024-12" amount="60" />
            </Account>
            <Account id="4010" name="Varuinköp" type="cost">
              <ClosingBalance month="2024-12" amount="25" />
            </Account>
          </Accounts>
          <Journal id="A" name="Huvudserie">
            <JournalEntry id="1" journalDate="2024-01-31">
              <EntryInfo date="2024-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="4010" amount="25" />
            </JournalEntry>
          </Journal>
        </Sie>

    Good:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalance month="2024-01" amount="100" />
              <ClosingBalance month="2024-12" amount="75" />
            </Account>
            <Account id="4010" name="Varuinköp" type="cost">
              <ClosingBalance month="2024-12" amount="25" />
            </Account>
          </Accounts>
          <Journal id="A" name="Huvudserie">
            <JournalEntry id="1" journalDate="2024-01-31">
              <EntryInfo date="2024-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="-25" />
              <LedgerEntry accountId="4010" amount="25" />
            </JournalEntry>
          </Journal>
        </Sie>
    """

    finding = FINDINGS["SIE720"]
    spec = "SIE 5, p. 36"


class NumbersNotAscending(Rule):
    r"""The numbers of the vouchers in a series do not rise.

    Why: Readers may take a number lower than the last one for a mistake, or for the beginning of another year.

    Varför: En läsare kan ta ett lägre nummer än det förra för ett fel, eller för början på ett annat år.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="2" journalDate="2025-01-30">
              <OriginalEntryInfo date="2025-01-30" by="AN" />
            </JournalEntry>
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-30">
              <OriginalEntryInfo date="2025-01-30" by="AN" />
            </JournalEntry>
            <JournalEntry id="2" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE721"]
    spec = "SIE 5, p. 81"


class ObjectCount(Rule):
    r"""A balance names fewer or more objects than its element is for.

    Why: A plain balance is for the account or for one object; what several objects have in common has elements of its
    own. A reader may add both up and count the money twice.

    Varför: Ett vanligt saldo gäller kontot eller ett objekt; det som är gemensamt för flera objekt har egna element.
    En läsare kan lägga ihop båda och räkna pengarna dubbelt.

    Bad:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalance month="2024-01" amount="100">
                <ObjectReference dimId="1" objectId="N" />
                <ObjectReference dimId="6" objectId="7" />
              </OpeningBalance>
            </Account>
          </Accounts>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe">
              <Object id="N" name="Norr" />
            </Dimension>
            <Dimension id="6" name="Projekt">
              <Object id="7" name="Kvarnen" />
            </Dimension>
          </Dimensions>
        </Sie>

    Good:
        <Sie>
          <Accounts>
            <Account id="1910" name="Kassa" type="asset">
              <OpeningBalanceMultidim month="2024-01" amount="100">
                <ObjectReference dimId="1" objectId="N" />
                <ObjectReference dimId="6" objectId="7" />
              </OpeningBalanceMultidim>
            </Account>
          </Accounts>
          <Dimensions>
            <Dimension id="1" name="Kostnadsställe">
              <Object id="N" name="Norr" />
            </Dimension>
            <Dimension id="6" name="Projekt">
              <Object id="7" name="Kvarnen" />
            </Dimension>
          </Dimensions>
        </Sie>
    """

    finding = FINDINGS["SIE725"]
    spec = "SIE 5, p. 66–68"


class BudgetTwice(Rule):
    r"""An account has a budget for the year and one by month.

    Why: Either is allowed, both are not: a reader that adds them up doubles the budget.

    Varför: Vilken som helst är tillåten, men inte båda: en läsare som lägger ihop dem fördubblar budgeten.

    Bad:
        <Sie>
          <Accounts>
            <Account id="4010" name="Varuinköp" type="cost">
              <Budget amount="1200" />
              <Budget month="2024-01" amount="100" />
            </Account>
          </Accounts>
        </Sie>

    Good:
        <Sie>
          <Accounts>
            <Account id="4010" name="Varuinköp" type="cost">
              <Budget amount="1200" />
            </Account>
          </Accounts>
        </Sie>
    """

    finding = FINDINGS["SIE726"]
    spec = "SIE 5, p. 67"


class CoveredUntilWhen(Rule):
    r"""The current year is open, and the file does not say how far it is booked.

    Why: In a file that is taken during the year, lastCoveredDate says up to which day everything is there. Without it
    half a month looks like a whole one.

    Varför: I en fil som tas ut under året anger lastCoveredDate till vilken dag allt finns med. Utan den ser en halv
    månad ut som en hel.

    Bad:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2024-01" end="2024-12" primary="true" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>

    Good:
        <Sie>
          <FileInfo>
            <SoftwareProduct name="Exempel" version="1.0" />
            <FileCreation time="2025-01-15T12:00:00" by="AN" />
            <Company organizationId="556677-8899" name="Kvarnens Café AB" />
            <FiscalYears>
              <FiscalYear start="2024-01" end="2024-12" primary="true" lastCoveredDate="2024-08-31" />
            </FiscalYears>
            <AccountingCurrency currency="SEK" />
          </FileInfo>
        </Sie>
    """

    finding = FINDINGS["SIE727"]
    spec = "SIE 5, p. 36"


class VoucherNumberZero(Rule):
    r"""A voucher has the number 0.

    Why: The schema takes 0, the format document wants numbers from 1. Some programs take 0 for a voucher without a
    number.

    Varför: Schemat godtar 0, formatdokumentet vill ha nummer från 1. En del program tar 0 för en verifikation utan
    nummer.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="0" journalDate="2025-01-31">
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

    finding = FINDINGS["SIE733"]
    spec = "SIE 5, p. 57"


class DimensionRepeated(Rule):
    r"""A row names the same dimension twice.

    Why: A row is booked on one cost centre, not on two; readers keep one of them and lose the other.

    Varför: En rad bokförs på ett kostnadsställe, inte på två; läsare behåller ett av dem och tappar det andra.

    Bad:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="0">
                <ObjectReference dimId="1" objectId="N" />
                <ObjectReference dimId="1" objectId="S" />
              </LedgerEntry>
            </JournalEntry>
          </Journal>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <LedgerEntry accountId="1910" amount="0">
                <ObjectReference dimId="1" objectId="N" />
                <ObjectReference dimId="6" objectId="7" />
              </LedgerEntry>
            </JournalEntry>
          </Journal>
        </SieEntry>
    """

    finding = FINDINGS["SIE734"]
    spec = "SIE 5 schema, in words"


class DocumentUnused(Rule):
    r"""A file of vouchers holds a document that no voucher names.

    Why: Such a file is for its vouchers only; a document that belongs to none ends up nowhere in the program that
    reads it.

    Varför: En sådan fil är bara till för sina verifikationer; ett dokument som inte hör till någon hamnar ingenstans
    i programmet som läser den.

    Bad:
        <SieEntry>
          <Documents>
            <FileReference id="1" URI="kvitton/1.pdf" />
          </Documents>
        </SieEntry>

    Good:
        <SieEntry>
          <Journal id="A">
            <JournalEntry id="1" journalDate="2025-01-31">
              <OriginalEntryInfo date="2025-01-31" by="AN" />
              <VoucherReference documentId="1" />
            </JournalEntry>
          </Journal>
          <Documents>
            <FileReference id="1" URI="kvitton/1.pdf" />
          </Documents>
        </SieEntry>
    """

    finding = FINDINGS["SIE735"]
    spec = "SIE 5, p. 89"


class ProfileOfSie4(Rule):
    r"""The file is SIE 5, and the profile knows of SIE 1–4 only.

    Why: A profile says what a program wants of the files that it reads. None of them is known to read SIE 5, so the
    file was judged by the standard alone.

    Varför: En profil säger vad ett program kräver av filerna det läser. Inget av dem är känt för att läsa SIE 5, så
    filen bedömdes bara efter standarden.
    """

    finding = FINDINGS["SIE736"]
    spec = "the profile"


RULES: tuple[type[Rule], ...] = (
    DuplicateKey,
    DanglingReference,
    PartyNotDeclared,
    PrimaryYear,
    YearsDoNotFollow,
    MonthOfNoYear,
    VoucherUnbalanced,
    BalancesDisagree,
    NumbersNotAscending,
    ObjectCount,
    BudgetTwice,
    CoveredUntilWhen,
    VoucherNumberZero,
    DimensionRepeated,
    DocumentUnused,
    ProfileOfSie4,
)
