"""82x and 83x: what SIE 4 and SIE 5 cannot tell one another. Said when books are converted, not by checks."""

from __future__ import annotations

from sie.checks.rule import Rule
from sie.sie5.findings import FINDINGS

__all__ = ["LOSS_RULES"]


class NoRecord(Rule):
    r"""SIE 5 has no place for a record of SIE 4.

    Why: Comments, the legal form, the address and period balances have no counterpart in SIE 5. They are left out of
    the file that is written.

    Varför: Kommentarer, företagsform, adress och periodsaldon saknar motsvarighet i SIE 5. De utelämnas ur filen som
    skrivs.
    """

    finding = FINDINGS["SIE820"]
    spec = "SIE 5, p. 61–88"


class NoField(Rule):
    r"""SIE 5 has no place for a field of a record of SIE 4.

    Why: Who made an ordinary row, or which dimension is part of another, cannot be said in SIE 5. The rest of the
    record is kept.

    Varför: Vem som gjorde en vanlig rad, eller vilken dimension som hör under en annan, kan inte sägas i SIE 5.
    Resten av posten behålls.
    """

    finding = FINDINGS["SIE821"]
    spec = "SIE 5, p. 61–88"


class WrittenOut(Rule):
    r"""SIE 5 demands something that the books leave open, and it is written out.

    Why: Types of accounts, the currency and days of entry are mandatory in SIE 5. What follows from the books or the
    standard is written, and stays when the file is read again.

    Varför: Kontotyper, valuta och registreringsdagar är obligatoriska i SIE 5. Det som följer av bokföringen eller
    standarden skrivs ut, och finns kvar när filen läses igen.
    """

    finding = FINDINGS["SIE822"]
    spec = "SIE 5 schema"


class Changed(Rule):
    r"""SIE 5 cannot say something as SIE 4 does, and it is changed.

    Why: Fiscal years are whole months and follow one another, voucher numbers are digits. Values that are otherwise
    are changed to the nearest that SIE 5 can say.

    Varför: Räkenskapsår är hela månader och följer på varandra, verifikationsnummer är siffror. Värden som är
    annorlunda ändras till det närmaste SIE 5 kan uttrycka.
    """

    finding = FINDINGS["SIE823"]
    spec = "SIE 5 schema"


class EntryDrops(Rule):
    r"""The file of vouchers has no place for something that the complete file has.

    Why: A SieEntry holds vouchers for import and what they need; years, balances and history belong in the complete
    file.

    Varför: En SieEntry innehåller verifikationer för import och det de behöver; år, saldon och historik hör hemma i
    den fullständiga filen.
    """

    finding = FINDINGS["SIE824"]
    spec = "SIE 5, p. 60–90"


class Unsigned(Rule):
    r"""A complete SIE 5 file was written and is not signed yet.

    Why: The schema demands a signature, so that others can tell whether the file was changed. Only whoever answers for
    the books can make it.

    Varför: Schemat kräver en signatur, så att andra kan se om filen har ändrats. Bara den som svarar för bokföringen
    kan göra den.
    """

    finding = FINDINGS["SIE825"]
    spec = "SIE 5, p. 91"


class NoItems(Rule):
    r"""SIE 4 has no place for subdivided accounts.

    Why: Which invoices make up the balance of an account is known to SIE 5 only. The account and its rows are kept.

    Varför: Vilka fakturor som utgör ett kontos saldo kan bara SIE 5 tala om. Kontot och dess rader behålls.
    """

    finding = FINDINGS["SIE830"]
    spec = "SIE 5, p. 70–77"


class NoAssets(Rule):
    r"""SIE 4 has no place for fixed assets.

    Why: The register of assets is known to SIE 5 only. The accounts and their rows are kept.

    Varför: Anläggningsregistret kan bara SIE 5 innehålla. Kontona och deras rader behålls.
    """

    finding = FINDINGS["SIE831"]
    spec = "SIE 5, p. 76"


class NoParties(Rule):
    r"""SIE 4 has no place for customers and suppliers.

    Why: Registers of customers and suppliers are known to SIE 5 only.

    Varför: Kund- och leverantörsregister kan bara SIE 5 innehålla.
    """

    finding = FINDINGS["SIE832"]
    spec = "SIE 5, p. 70–77"


class NoDocuments(Rule):
    r"""SIE 4 has no place for documents.

    Why: Receipts and other files in the file, and which voucher they belong to, are known to SIE 5 only. They can be
    taken out first.

    Varför: Kvitton och andra filer i filen, och vilken verifikation de hör till, kan bara SIE 5 innehålla. De kan tas
    ut först.
    """

    finding = FINDINGS["SIE833"]
    spec = "SIE 5, p. 45 and 89"


class NoCurrencies(Rule):
    r"""SIE 4 has no place for amounts in other currencies.

    Why: SIE 4 has amounts in the currency of the books only. Those are kept.

    Varför: SIE 4 har bara belopp i redovisningsvalutan. De behålls.
    """

    finding = FINDINGS["SIE834"]
    spec = "SIE 5, p. 65 and 85"


class NoAggregations(Rule):
    r"""SIE 4 has no place for account aggregations other than SRU codes.

    Why: Taxonomies of annual reports and other sums of accounts are known to SIE 5 only. SRU codes are kept.

    Varför: Taxonomier för årsredovisningar och andra kontosammandrag kan bara SIE 5 innehålla. SRU-koder behålls.
    """

    finding = FINDINGS["SIE835"]
    spec = "SIE 5, p. 78–79"


class NoHistory(Rule):
    r"""SIE 4 has no place for when something was entered, locked, struck out or corrected.

    Why: SIE 4 says that a row was added or removed, and by whom, but not when. Locking and corrections it does not
    know.

    Varför: SIE 4 säger att en rad lades till eller togs bort, och av vem, men inte när. Låsning och rättelser känner
    det inte till.
    """

    finding = FINDINGS["SIE836"]
    spec = "SIE 5, p. 81–88"


class NoYears(Rule):
    r"""SIE 4 has no place for later years, budgets of a whole year and what is said of years.

    Why: SIE 4 counts years back from the current one, and has budgets by month. What SIE 5 says beyond that is left
    out.

    Varför: SIE 4 räknar år bakåt från det innevarande och har budget per månad. Det SIE 5 säger utöver det utelämnas.
    """

    finding = FINDINGS["SIE837"]
    spec = "SIE 5, p. 62 and 67"


class NoSignature(Rule):
    r"""The digital signature of the file does not cover a file in another format.

    Why: A signature is for the bytes of one file. SIE 4 has a checksum, which guards against accidents only.

    Varför: En signatur gäller bytena i en viss fil. SIE 4 har en kontrollsumma, som bara skyddar mot olyckor.
    """

    finding = FINDINGS["SIE838"]
    spec = "SIE 5, p. 49 and 90"


class NoNames(Rule):
    r"""SIE 4 has no place for names of series, some account types, references and times of day.

    Why: These are small things, known to SIE 5 only. Equity becomes a liability (S), statistics an account without a
    type.

    Varför: Det här är småsaker som bara SIE 5 känner till. Eget kapital blir skuld (S), statistik ett konto utan typ.
    """

    finding = FINDINGS["SIE839"]
    spec = "SIE 5, p. 57–80"


LOSS_RULES: tuple[type[Rule], ...] = (
    NoRecord,
    NoField,
    WrittenOut,
    Changed,
    EntryDrops,
    Unsigned,
    NoItems,
    NoAssets,
    NoParties,
    NoDocuments,
    NoCurrencies,
    NoAggregations,
    NoHistory,
    NoYears,
    NoSignature,
    NoNames,
)
