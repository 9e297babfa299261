"""4xx: what is named must be declared: accounts, dimensions, objects, years."""

from __future__ import annotations

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.rule import Rule
from sie.diagnostics import Finding, Severity
from sie.ledger.model import ObjectRef
from sie.spec.codes import DIMENSIONS

__all__ = ["RULES"]


class UndeclaredAccount(Rule):
    """Rows or balances name an account that no #KONTO declares.

    Why: A complete file must list every account that it uses. The program that reads it does not know what the
    account is called and has to refuse it, guess, or ask once for each account.

    Varför: En fullständig fil måste lista alla konton som används. Programmet som läser in den vet inte vad kontot
    heter och måste avvisa det, gissa eller fråga om varje konto.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 5800 25.00
        #VER A 1 20240131 Taxi
        {
        #TRANS 1910 {} -25.00
        #TRANS 5800 {} 25.00
        }

    Good:
        #KONTO 5800 Resekostnader
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 5800 25.00
        #VER A 1 20240131 Taxi
        {
        #TRANS 1910 {} -25.00
        #TRANS 5800 {} 25.00
        }
    """

    finding = Finding(
        code="SIE401",
        name="undeclared-account",
        severity=Severity.ERROR,
        en="Account {account} is used but no #KONTO declares it.",
        sv="Konto {account} används, men ingen #KONTO beskriver det.",
        cure_en="Add the account with its name to the chart, or export the file with all used accounts.",
        cure_sv="Lägg upp kontot med sitt namn i kontoplanen, eller exportera filen med alla använda konton.",
        one=("account",),
    )
    spec = "11 #KONTO 3"

    def end(self) -> None:
        """Hold what is used against the chart; a file for import (4I) need not have one."""
        books = self.books
        if books.ledger.kind == "4I":
            return
        found: dict[str, list[int]] = {}
        for account, use in books.account_uses.items():
            if account and self._unknown(account):
                found[account] = [use.count, use.line]
        for balance in books.ledger.balances:
            if self._unknown(balance.account):
                at = found.setdefault(balance.account, [0, balance.origin])
                at[0] += 1
                at[1] = min(at[1], balance.origin)
        for account, (count, line) in found.items():
            self.say(line, count=count, account=account)

    def _unknown(self, account: str) -> bool:
        known = self.books.ledger.accounts.get(account)
        return known is None or known.name is None


class UndeclaredDimension(Rule):
    """Something is booked on a dimension that is neither declared nor one of the standard's.

    Why: Only dimensions 1, 2 and 6 to 10 have a meaning of their own. What dimension 20 is, nobody but the file can
    say; without a #DIM the objects in it cannot be put anywhere.

    Varför: Bara dimensionerna 1, 2 och 6–10 har en egen betydelse. Vad dimension 20 är kan bara filen säga; utan #DIM
    går objekten i den inte att placera.

    Bad:
        #OBJEKT 20 NORR Norr
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {20 NORR} 25.00
        }

    Good:
        #DIM 20 Region
        #OBJEKT 20 NORR Norr
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {20 NORR} 25.00
        }
    """

    finding = Finding(
        code="SIE402",
        name="undeclared-dimension",
        severity=Severity.WARNING,
        en="Dimension {dimension} is used but no #DIM declares it, and the standard gives it no meaning.",
        sv="Dimension {dimension} används, men ingen #DIM beskriver den och standarden ger den ingen betydelse.",
        cure_en="Declare the dimension with its name.",
        cure_sv="Beskriv dimensionen med sitt namn.",
        one=("dimension",),
    )
    spec = "8.4, 8.17"

    def end(self) -> None:
        """Dimensions of rows, balances and objects."""
        ledger = self.books.ledger
        found: dict[str, list[int]] = {}

        def use(dimension: str, count: int, line: int) -> None:
            if dimension not in ledger.dimensions and dimension not in DIMENSIONS:
                at = found.setdefault(dimension, [0, line])
                at[0] += count
                at[1] = min(at[1], line)

        for thing in ledger.objects:
            use(thing.dimension, 1, thing.origin)
        for ref, uses in _used_objects(self.books).items():
            use(ref.dimension, *uses)
        for dimension, (count, line) in found.items():
            self.say(line, count=count, dimension=dimension)


class UndeclaredObject(Rule):
    """Rows or balances name an object that no #OBJEKT declares.

    Why: The receiving program does not know what the cost centre or project is called. Visma rejects the file,
    Fortnox makes up an object, others ask. In a file for import (4I) the receiver is supposed to have it.

    Varför: Programmet som läser in filen vet inte vad kostnadsstället eller projektet heter. Visma avvisar filen,
    Fortnox lägger upp ett objekt, andra frågar. I en fil för import (4I) förutsätts mottagaren ha det.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 NORR} 25.00
        }

    Good:
        #OBJEKT 1 NORR "Avdelning Norr"
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 NORR} 25.00
        }
    """

    finding = Finding(
        code="SIE403",
        name="undeclared-object",
        severity=Severity.WARNING,
        en="Object {object} of dimension {dimension} is used but no #OBJEKT declares it.",
        sv="Objekt {object} i dimension {dimension} används, men ingen #OBJEKT beskriver det.",
        cure_en="Add the object with its name, or export the file with all used objects.",
        cure_sv="Lägg upp objektet med sitt namn, eller exportera filen med alla använda objekt.",
        one=("dimension", "object"),
    )
    spec = "11 #OBJEKT 2"

    def end(self) -> None:
        """Hold what is used against the register; a file for import (4I) without one is in order."""
        ledger = self.books.ledger
        if ledger.kind == "4I" and not ledger.objects:
            return
        known = {ObjectRef(thing.dimension, thing.number) for thing in ledger.objects}
        for ref, (count, line) in _used_objects(self.books).items():
            if ref not in known:
                self.say(line, count=count, dimension=ref.dimension, object=ref.number)


class UndeclaredParent(Rule):
    """A sub-dimension names a parent that does not exist.

    Why: The parent says what the sub-dimension divides. Without it the hierarchy falls apart and sums for the parent
    cannot be made.

    Varför: Den överordnade dimensionen säger vad underdimensionen delar upp. Utan den faller hierarkin isär och
    summor för den överordnade går inte att räkna fram.

    Bad:
        #UNDERDIM 21 Ugn 20

    Good:
        #DIM 20 Bageri
        #UNDERDIM 21 Ugn 20
    """

    finding = Finding(
        code="SIE404",
        name="undeclared-parent",
        severity=Severity.WARNING,
        en="Sub-dimension {dimension} belongs to dimension {parent}, which nothing declares.",
        sv="Underdimension {dimension} hör till dimension {parent}, som inget beskriver.",
        cure_en="Declare the parent with #DIM.",
        cure_sv="Beskriv den överordnade dimensionen med #DIM.",
        one=("dimension",),
    )
    spec = "8.11"

    def end(self) -> None:
        """Look up each parent, wherever it stands."""
        dimensions = self.books.ledger.dimensions
        for dimension in dimensions.values():
            parent = dimension.parent
            if parent and parent not in dimensions and parent not in DIMENSIONS:
                self.say(dimension.origin, dimension=dimension.number, parent=parent)


class UnknownYear(Rule):
    """Balances belong to a fiscal year that no #RAR describes.

    Why: Year -1 means nothing until #RAR says when it began and ended. A reader that needs the dates passes the
    balances over.

    Varför: År -1 betyder inget förrän #RAR säger när det började och slutade. Den som behöver datumen hoppar över
    saldona.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #UB -1 1910 25.00
        #UB -1 2081 -25.00

    Good:
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #UB -1 1910 25.00
        #UB -1 2081 -25.00
    """

    finding = Finding(
        code="SIE405",
        name="unknown-year",
        severity=Severity.WARNING,
        en="There are balances for year {year}, but no #RAR says when that year is.",
        sv="Det finns saldon för år {year}, men ingen #RAR säger när det året är.",
        cure_en="Add #RAR {year} with the first and the last day of the year.",
        cure_sv="Lägg till #RAR {year} med årets första och sista dag.",
        one=("year",),
    )
    spec = "11 #RAR"

    def end(self) -> None:
        """The years of balances; MissingRecord speaks of a file without any."""
        ledger = self.books.ledger
        if "#RAR" not in self.books.labels:
            return
        for balance in ledger.balances:
            if balance.year not in ledger.years:
                self.say(balance.origin, year=str(balance.year))


class SameDimensionTwice(Rule):
    """An object list names two objects of one dimension.

    Why: A row belongs to one cost centre. With two, one reader takes the first, another the last, a third both, and
    the totals of the departments differ from program to program.

    Varför: En rad hör till ett kostnadsställe. Med två tar en läsare det första, en annan det sista och en tredje
    båda, och avdelningarnas summor skiljer sig mellan programmen.

    Bad:
        #OBJEKT 1 NORR Norr
        #OBJEKT 1 SYD Syd
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 NORR 1 SYD} 25.00
        }

    Good:
        #OBJEKT 1 NORR Norr
        #OBJEKT 1 SYD Syd
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {1 NORR} 10.00
        #TRANS 4010 {1 SYD} 15.00
        }
    """

    finding = Finding(
        code="SIE406",
        name="same-dimension-twice",
        severity=Severity.WARNING,
        en="A row names two objects of dimension {dimension}: {first} and {second}.",
        sv="En rad anger två objekt i dimension {dimension}: {first} och {second}.",
        cure_en="Divide the row, or keep one of the objects.",
        cure_sv="Dela raden, eller behåll ett av objekten.",
        one=("dimension", "first", "second"),
    )
    spec = "8.21"

    def __init__(self, books: Books, collected: Collected) -> None:
        super().__init__(books, collected)
        books.list_rule = self.objects

    def objects(self, refs: tuple[ObjectRef, ...], line: int) -> None:
        """Look at an object list of more than one pair."""
        seen: dict[str, str] = {}
        for ref in refs:
            first = seen.setdefault(ref.dimension, ref.number)
            if first is not ref.number:
                self.say(line, dimension=ref.dimension, first=first, second=ref.number)


def _used_objects(books: Books) -> dict[ObjectRef, tuple[int, int]]:
    """How often each object is named by rows and balances, and on which line first."""
    found = {ref: (use.count, use.line) for ref, use in books.object_uses.items()}
    for balance in books.ledger.balances:
        for ref in balance.object:
            count, line = found.get(ref, (0, balance.origin))
            found[ref] = (count + 1, min(line, balance.origin))
    return found


RULES: tuple[type[Rule], ...] = (
    UndeclaredAccount,
    UndeclaredDimension,
    UndeclaredObject,
    UndeclaredParent,
    UnknownYear,
    SameDimensionTwice,
)
