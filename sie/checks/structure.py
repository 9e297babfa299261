"""3xx: what a file of its type must, may and must not hold, and in what order."""

from __future__ import annotations

from collections.abc import Iterator

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.rule import Rule
from sie.diagnostics import EACH, Finding, Severity
from sie.ledger.fields import Found
from sie.spec.labels import BY_NAME, GROUPS, LABELS

__all__ = ["RULES"]

# What another rule says more about: balances depend on what there is to balance, the rest on leniency.
_BY_THEMSELVES = ("#OMFATTN", "#SRU", "#SIETYP")
_PLACES = {group: place for place, group in enumerate(GROUPS)}


class MissingRecord(Rule):
    """A record that every file of its type must have is missing.

    Why: #PROGRAM, #FORMAT, #GEN, #FNAMN and the like say whose books these are and how to read them. Importers
    refuse a file without them; Spiris, for one, refuses a file without #FORMAT.

    Varför: #PROGRAM, #FORMAT, #GEN, #FNAMN och liknande poster talar om vems bokföring det är och hur den ska läsas.
    Program som läser in filer avvisar en fil utan dem; Spiris avvisar till exempel en fil utan #FORMAT.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #GEN 20250115
        #SIETYP 4
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

    finding = Finding(
        code="SIE301",
        name="missing-record",
        severity=Severity.ERROR,
        en="{label} ({en}) is missing; a file of type {kind} must have it.",
        sv="{label} ({sv}) saknas; en fil av typ {kind} måste ha den.",
        cure_en="Export the file again, or add the record in its place.",
        cure_sv="Exportera filen igen, eller lägg till posten på sin plats.",
        one=EACH,
    )
    spec = "6"

    def end(self) -> None:
        """Hold the labels that the file has against the table."""
        kind = self.books.ledger.kind
        for label in LABELS:
            presence = label.presence[kind]
            if not presence.mandatory or presence.unless_reserved or label.group == "balances":
                continue
            there = 0 in self.books.ledger.years if presence.years else label.name in self.books.labels
            if there or label.name in _BY_THEMSELVES:
                continue
            self.say(0, label=label.name, en=label.en, sv=label.sv, kind=kind)
        if kind != "1" and "#SIETYP" not in self.books.labels and "SIE211" not in self.collected:
            label = BY_NAME["#SIETYP"]
            self.say(0, label=label.name, en=label.en, sv=label.sv, kind=kind)


class MissingBalanceDate(Rule):
    """The date that the balances hold to is missing.

    Why: Period balances without #OMFATTN leave the reader guessing which month was the last. Several programs leave
    it out, and most importers do without, which is why this is no error.

    Varför: Periodsaldon utan #OMFATTN tvingar läsaren att gissa vilken månad som var den sista. Flera program
    utelämnar posten och de flesta som läser in klarar sig utan; därför är det inget fel.

    Bad:
        #SIETYP 2
        #SRU 1910 7281
        #SRU 2081 7301
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #PSALDO 0 202401 1910 {} 25.00
        #PSALDO 0 202401 2081 {} -25.00

    Good:
        #SIETYP 2
        #OMFATTN 20241231
        #SRU 1910 7281
        #SRU 2081 7301
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #PSALDO 0 202401 1910 {} 25.00
        #PSALDO 0 202401 2081 {} -25.00
    """

    finding = Finding(
        code="SIE302",
        name="missing-balance-date",
        severity=Severity.INFO,
        en="#OMFATTN is missing: nothing says up to which day the period balances hold.",
        sv="#OMFATTN saknas: inget säger till och med vilken dag periodsaldona gäller.",
        cure_en="Take the last month that has balances for the last one.",
        cure_sv="Räkna med att den sista månaden med saldon är den sista.",
    )
    spec = "11 #OMFATTN"

    def end(self) -> None:
        """Needed where there are period balances, whatever the type."""
        if "#PSALDO" in self.books.labels and "#OMFATTN" not in self.books.labels:
            self.say(self.books.labels["#PSALDO"])


class MissingTaxCodes(Rule):
    """A file for the tax return has no tax codes.

    Why: Types 1 and 2 exist to carry balances into the tax return by #SRU. Without the codes the tax program has to
    fall back on a chart of its own.

    Varför: Typ 1 och 2 finns för att föra över saldon till deklarationen med hjälp av #SRU. Utan koderna får
    skatteprogrammet använda en egen kontoplan.

    Bad:
        #SIETYP 1
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #IB 0 1910 50.00
        #IB 0 2081 -50.00

    Good:
        #SIETYP 1
        #SRU 1910 7281
        #SRU 2081 7301
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #IB 0 1910 50.00
        #IB 0 2081 -50.00
    """

    finding = Finding(
        code="SIE303",
        name="missing-tax-codes",
        severity=Severity.INFO,
        en="No account has a tax code (#SRU), which type {kind} should have.",
        sv="Inget konto har någon SRU-kod (#SRU), vilket typ {kind} borde ha.",
        cure_en="Let the tax program use the codes of its own chart, or export with tax codes.",
        cure_sv="Låt skatteprogrammet använda koderna i sin egen kontoplan, eller exportera med SRU-koder.",
    )
    spec = "6"

    def end(self) -> None:
        """Types 1 and 2 with a chart."""
        ledger = self.books.ledger
        if BY_NAME["#SRU"].presence[ledger.kind].mandatory and ledger.accounts and "#SRU" not in self.books.labels:
            self.say(0, kind=ledger.kind)


class _Forbidden(Rule):
    """Records that the file type must not hold; which groups is up to the subclass."""

    groups: tuple[str, ...] = ()

    def end(self) -> None:
        """Hold the labels that the file has against the table."""
        kind = self.books.ledger.kind
        for name, line in self.books.labels.items():
            label = BY_NAME[name]
            if label.presence[kind].forbidden and label.group in self.groups:
                self.say(line, 1, len(name) + 1, label=name, kind=kind, en=label.en, sv=label.sv)


class ForbiddenRecord(_Forbidden):
    """Balances or vouchers stand in a file whose type has none.

    Why: A reader of that type does not expect them: it passes them over, or books them twice. Vouchers in type 1 are
    lost without a word; opening balances in a file of vouchers (4I) may be booked on top of those already there.

    Varför: Den som läser typen väntar sig dem inte: de hoppas över eller bokförs dubbelt. Verifikationer i typ 1 går
    förlorade utan ett ord; ingående balanser i en fil med verifikationer (4I) kan bokföras ovanpå dem som finns.

    Bad:
        #SIETYP 1
        #SRU 1910 7281
        #UB 0 1910 0.00
        #IB 0 1910 0.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 1910 {} 25.00
        }

    Good:
        #SIETYP 4
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE304",
        name="forbidden-record",
        severity=Severity.WARNING,
        en="{label} ({en}) must not stand in a file of type {kind}.",
        sv="{label} ({sv}) får inte finnas i en fil av typ {kind}.",
        cure_en="It was read; export the type that fits what the file holds.",
        cure_sv="Den lästes; exportera den filtyp som passar innehållet.",
        one=("label",),
    )
    spec = "6"
    groups = ("balances",)


class SuperfluousRecord(_Forbidden):
    """A heading or a dimension stands in a file whose type does not have it.

    Why: It does no harm, but a strict reader may object. Some programs write the same headings into every type.

    Varför: Det skadar inte, men en sträng läsare kan anmärka. Somliga program skriver samma huvud i alla filtyper.

    Bad:
        #OMFATTN 20241231
        #VER A 1 20240131 Kaffe
        {
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

    finding = Finding(
        code="SIE305",
        name="superfluous-record",
        severity=Severity.INFO,
        en="{label} ({en}) has no place in a file of type {kind}.",
        sv="{label} ({sv}) hör inte hemma i en fil av typ {kind}.",
        cure_en="Nothing to do; most programs pass it over.",
        cure_sv="Inget att göra; de flesta program hoppar över den.",
        one=("label",),
    )
    spec = "6"
    groups = ("flag", "identification", "accounts")


class OutOfOrder(Rule):
    """A record stands after records of a later group.

    Why: The groups come in a fixed order: flag, identification, chart of accounts, balances and vouchers. A reader in
    one pass may need the company and the chart before the first amount.

    Varför: Grupperna har en bestämd ordning: flagga, identifikation, kontoplan, saldon och verifikationer. Den som
    läser filen i ett svep kan behöva företaget och kontoplanen före första beloppet.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #KONTO 1910 Kassa
        #FNAMN "Kvarnens Café AB"

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KONTO 1910 Kassa
    """

    finding = Finding(
        code="SIE306",
        name="out-of-order",
        severity=Severity.INFO,
        en="{label} stands after {after}, which belongs to a later group of records.",
        sv="{label} står efter {after}, som hör till en senare grupp av poster.",
        cure_en="Read all the same; write the file anew if another program objects.",
        cure_sv="Den lästes ändå; skriv om filen om ett annat program har invändningar.",
        one=("label",),
    )
    spec = "5.12"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._latest = 0
        self._after = ""

    def record(self, found: Found) -> None:
        """Compare its group with the latest so far."""
        label = found.label
        if label.group == "checksum" or label.parent:
            return
        place = _PLACES[label.group]
        if self._latest < _PLACES["balances"] and self.books.vouchers:
            self._latest, self._after = _PLACES["balances"], "#VER"
        if place >= self._latest:
            self._latest, self._after = place, label.name
        elif place:  # SIE307 speaks of the flag
            self.say(found.line, 1, len(label.name) + 1, label=label.name, after=self._after)


class FlagNotFirst(Rule):
    """#FLAGGA is not the first record.

    Why: The flag tells whether the file has been imported before. Programs look for it in the first line, and some
    read nothing at all when it is not there.

    Varför: Flaggan talar om ifall filen redan är inläst. Program letar efter den på första raden, och några läser
    ingenting alls när den inte står där.

    Bad:
        #FORMAT PC8
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"

    Good:
        #FLAGGA 0
        #FORMAT PC8
        #PROGRAM "Exempel" 1.0
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
    """

    finding = Finding(
        code="SIE307",
        name="flag-not-first",
        severity=Severity.WARNING,
        en="#FLAGGA is not the first record of the file.",
        sv="#FLAGGA är inte filens första post.",
        cure_en="Put it first; some programs read nothing otherwise.",
        cure_sv="Ställ den först; en del program läser annars ingenting.",
    )
    spec = "11 #FLAGGA"
    labels = ("#FLAGGA",)

    def record(self, found: Found) -> None:
        """The labels before it, if there are any."""
        if len(self.books.labels) > 1 or self.books.vouchers:
            self.say(found.line, 1, 8)


class TypeBeforeAccount(Rule):
    """#KTYP, #ENHET or #SRU stands before the #KONTO of its account.

    Why: A reader in one pass does not know the account yet and may drop its type, and with it the side of the
    balance sheet that the account belongs to.

    Varför: Den som läser filen i ett svep känner ännu inte till kontot och kan tappa kontotypen, och därmed vilken
    sida av balansräkningen kontot hör till.

    Bad:
        #KTYP 5010 K
        #KONTO 5010 Lokalhyra

    Good:
        #KONTO 5010 Lokalhyra
        #KTYP 5010 K
    """

    finding = Finding(
        code="SIE308",
        name="type-before-account",
        severity=Severity.WARNING,
        en="{label} for account {account} stands before its #KONTO.",
        sv="{label} för konto {account} står före sin #KONTO.",
        cure_en="It was read all the same; put it after the account.",
        cure_sv="Den lästes ändå; ställ den efter kontot.",
        one=("label",),
    )
    spec = "11 #KTYP"
    labels = ("#KONTO", "#KTYP", "#ENHET", "#SRU")

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        self._declared: set[str] = set()
        self._early: dict[str, tuple[str, int]] = {}

    def record(self, found: Found) -> None:
        """Remember accounts, and what comes before them."""
        account = str(found.values[0]) if found.values else ""
        if found.label.name != "#KONTO":
            if account and account not in self._declared:
                self._early.setdefault(account, (found.label.name, found.line))
            return
        self._declared.add(account)
        early = self._early.pop(account, None)
        if early is not None:
            self.say(early[1], 1, len(early[0]) + 1, related=found.line, label=early[0], account=account)


class MissingBalances(Rule):
    """Balances that the file type must have are missing.

    Why: A complete file has closing balances (#UB) and results (#RES) for the current year, and opening balances
    (#IB) for it or closing balances for the year before. Without them nobody can check the vouchers against the
    books that they came from.

    Varför: En fullständig fil har utgående balanser (#UB) och resultat (#RES) för innevarande år, och ingående
    balanser (#IB) för det eller utgående för året före. Utan dem kan ingen stämma av verifikationerna mot den
    bokföring de kommer ifrån.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE309",
        name="missing-balances",
        severity=Severity.WARNING,
        en="There is not one {label} ({en}) for the current year, though accounts have something to report.",
        sv="Det finns ingen {label} ({sv}) för innevarande år, trots att konton har något att redovisa.",
        cure_en="Export the complete file; the vouchers cannot be checked against balances.",
        cure_sv="Exportera den fullständiga filen; verifikationerna kan inte stämmas av mot saldon.",
        one=EACH,
    )
    spec = "5.16-5.18"

    def end(self) -> None:
        """Values that exist must be written; zeros need not be."""
        books = self.books
        if BY_NAME["#UB"].presence[books.ledger.kind].forbidden:
            return
        for name in self._missing():
            label = BY_NAME[name]
            self.say(0, label=name, en=label.en, sv=label.sv)

    def _missing(self) -> Iterator[str]:
        books = self.books
        opening, closing, result = (books.balances(kind, 0) for kind in ("opening", "closing", "result"))
        before = books.balances("closing", -1)
        ends = dict(opening)
        for account, amount in books.moved(0).items():
            ends[account] = ends.get(account, 0) + amount
        open_at_end = [account for account, amount in ends.items() if amount and not books.is_result(account)]
        if not closing and open_at_end:
            yield "#UB"
        if not result and any(amount and books.is_result(account) for account, amount in ends.items()):
            yield "#RES"
        if not opening and not before and closing and -1 in books.ledger.years and any(closing.values()):
            yield "#IB"


class NothingBooked(Rule):
    """A complete file holds neither balances nor vouchers.

    Why: A new company or a year in which nothing happened looks like this, and programs do export such files. So does a
    file that was cut short after its chart of accounts.

    Varför: Ett nytt företag eller ett år då inget hände ser ut så, och program exporterar sådana filer. Det gör också
    en fil som huggits av efter kontoplanen.

    Bad:
        #SIETYP 1
        #SRU 1910 7281

    Good:
        #SIETYP 1
        #SRU 1910 7281
        #SRU 2081 7301
        #IB 0 1910 50.00
        #IB 0 2081 -50.00
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
    """

    finding = Finding(
        code="SIE310",
        name="nothing-booked",
        severity=Severity.INFO,
        en="The file holds neither balances nor vouchers.",
        sv="Filen innehåller varken saldon eller verifikationer.",
        cure_en="Nothing to do if the year is empty; else export it again.",
        cure_sv="Inget att göra om året är tomt; exportera annars igen.",
    )
    spec = "5.18"

    def end(self) -> None:
        """A file for import (4I) need not have any, but then there is nothing in it at all."""
        if nothing_booked(self.books):
            self.say()


def nothing_booked(books: Books) -> bool:
    """Whether a file has neither balances nor vouchers."""
    return not any(BY_NAME[name].group == "balances" for name in books.labels)


class CutShort(Rule):
    r"""A file ends in the middle of a line, before it comes to balances or vouchers.

    Why: A transfer that broke off or a full disk leaves such a file. What was read of it is right; what is missing
    cannot be seen.

    Varför: En överföring som avbrutits eller en full disk lämnar en sådan fil efter sig. Det som lästes är rätt; det
    som saknas syns inte.

    Bad:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KONTO 1910 Kas\-

    Good:
        #FLAGGA 0
        #PROGRAM "Exempel" 1.0
        #FORMAT PC8
        #GEN 20250115
        #SIETYP 4
        #FNAMN "Kvarnens Café AB"
        #KONTO 1910 Kassa
    """

    finding = Finding(
        code="SIE311",
        name="cut-short",
        severity=Severity.WARNING,
        en="The last line has no line end, and nothing is booked before it: the file is probably cut short.",
        sv="Den sista raden saknar radslut, och inget är bokfört före den: filen är troligen avhuggen.",
        cure_en="Export it again, or fetch it again from where it came.",
        cure_sv="Exportera den igen, eller hämta den på nytt där den kom ifrån.",
    )
    spec = "5.5"

    def end(self) -> None:
        """Reading has looked at the line end."""
        if "SIE013" in self.collected and nothing_booked(self.books):
            self.say(max(self.books.labels.values()))


class VouchersMissing(Rule):
    """Balances changed during the year, but the file has no vouchers.

    Why: A file of type 4 is there for its vouchers. Without them the balances cannot be explained, and a program that
    imports vouchers gets nothing.

    Varför: En fil av typ 4 finns till för sina verifikationer. Utan dem går saldona inte att förklara, och ett program
    som läser in verifikationer får ingenting.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE312",
        name="vouchers-missing",
        severity=Severity.WARNING,
        en="The file has no vouchers, though balances changed during the year.",
        sv="Filen har inga verifikationer, trots att saldon har förändrats under året.",
        cure_en="Export it again with all vouchers; if only balances are wanted, export type 1.",
        cure_sv="Exportera igen med alla verifikationer; om bara saldon behövs, exportera typ 1.",
    )
    spec = "4, 11 #VER"

    def end(self) -> None:
        """Only in type 4; a year in which nothing moved needs no vouchers."""
        books = self.books
        if books.vouchers or books.ledger.kind != "4E":
            return
        opening, closing = books.balances("opening", 0), books.balances("closing", 0)
        if any(books.balances("result", 0).values()) or (opening and closing and opening != closing):
            self.say(books.line_of("result", 0) or books.line_of("closing", 0))


RULES: tuple[type[Rule], ...] = (
    MissingRecord,
    MissingBalanceDate,
    MissingTaxCodes,
    ForbiddenRecord,
    SuperfluousRecord,
    OutOfOrder,
    FlagNotFirst,
    TypeBeforeAccount,
    MissingBalances,
    NothingBooked,
    CutShort,
    VouchersMissing,
)
