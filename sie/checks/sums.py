"""5xx: what must add up: vouchers with balances, balances with one another, year with year.

None of it is said by the standard; all of it holds in books that are in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from sie.checks.books import Books
from sie.checks.rule import Rule
from sie.diagnostics import EACH, Amount, Finding, Severity, swedish
from sie.ledger.model import ObjectRef, exact_sum
from sie.ledger.values import write_amount

__all__ = ["RULES", "ZERO", "Movements", "differences", "kronor", "reclassified"]

ZERO = Decimal(0)
# Accounts between which a new year moves what the old one left: result and VAT.
_MOVED_BETWEEN_YEARS = ("201", "209", "261", "262", "263", "264", "265", "103", "903")


def kronor(amount: Decimal) -> Amount:
    """An amount as a sentence shows it."""
    return Amount(write_amount(amount) or str(amount))


def differences(first: Mapping[str, Decimal], second: Mapping[str, Decimal]) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The accounts on which two tables differ, a missing value being zero."""
    for account in sorted({*first, *second}):
        one, other = first.get(account, ZERO), second.get(account, ZERO)
        if one != other:
            yield account, one, other


class Movements(Rule):
    """What the rules on movements share."""

    def years(self) -> Iterator[int]:
        """The current year, if its movements can be trusted; a file has the vouchers of no other year (SIE614)."""
        if self.books.sure and 0 in self.books.dates and self.books.ledger.kind == "4E":
            yield 0

    def opening(self, year: int) -> Mapping[str, Decimal]:
        """The opening balances of a year; what closed the year before, where the file has none."""
        return self.books.balances("opening", year) or self.books.balances("closing", year - 1)

    def closing_differences(self, year: int) -> Iterator[tuple[str, Decimal, Decimal]]:
        """Accounts on which opening balance and vouchers make something else than ``#UB`` says; both amounts."""
        books = self.books
        closing, results = books.balances("closing", year), books.balances("result", year)
        if not closing:
            return
        opening, moved = self.opening(year), books.moved(year)
        expected = {
            account: exact_sum((opening.get(account), moved.get(account)))
            for account in {*opening, *moved}
            if account in opening or account in closing or not (account in results or books.is_result(account))
        }
        given = {account: amount for account, amount in closing.items() if account not in results}
        for account, sum_, amount in differences(expected, given):
            if account not in results or account in opening:
                yield account, sum_, amount


class ClosingDiffers(Movements):
    """Opening balance and vouchers do not give the closing balance of an account.

    Why: Opening balance plus movements is the closing balance. Where it is not, vouchers are missing from the file, or
    the balances were made at another time than the vouchers.

    Varför: Ingående balans plus rörelser är utgående balans. Där det inte stämmer saknas verifikationer i filen, eller
    så är saldona framtagna vid ett annat tillfälle än verifikationerna.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 5.00
        #UB 0 2081 -25.00
        #RES 0 4010 20.00
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
        code="SIE502",
        name="closing-balance-differs",
        severity=Severity.WARNING,
        en="Account {account}, year {year}: opening {opening} and vouchers {moved} make {sum}, but {what_en}.",
        sv="Konto {account}, år {year}: ingående {opening} och verifikationer {moved} blir {sum}, men {what}.",
        cure_en="Export the whole year again, all series and periods at one time.",
        cure_sv="Exportera hela året igen, alla serier och perioder vid ett tillfälle.",
        one=EACH,
    )
    spec = "5.16, 11 #UB"

    def end(self) -> None:
        """Each account of the balance sheet, each year that has vouchers."""
        books = self.books
        for year in self.years():
            closing, opening, moved = books.balances("closing", year), self.opening(year), books.moved(year)
            for account, sum_, amount in self.closing_differences(year):
                there = account in closing
                self.say(
                    books.place_of(account, ("closing", year), ("opening", year)),
                    account=account,
                    year=str(year),
                    opening=kronor(opening.get(account, ZERO)),
                    moved=kronor(moved.get(account, ZERO)),
                    sum=kronor(sum_),
                    what=f"#UB säger {swedish(kronor(amount))}" if there else "kontot har ingen #UB",
                    what_en=f"#UB says {kronor(amount)}" if there else "the account has no #UB",
                )


class ResultDiffers(Movements):
    """The vouchers do not give the result of an account.

    Why: The movements of a profit and loss account during the year are its balance. Where they are not, vouchers are
    missing from the file, or the balances were made at another time.

    Varför: Rörelserna på ett resultatkonto under året är dess saldo. Där det inte stämmer saknas verifikationer i
    filen, eller så är saldona framtagna vid ett annat tillfälle.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 20.00
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
        code="SIE503",
        name="result-differs",
        severity=Severity.WARNING,
        en="Account {account}, year {year}: the vouchers make {moved}, but #RES says {result}.",
        sv="Konto {account}, år {year}: verifikationerna blir {moved}, men #RES säger {result}.",
        cure_en="Export the whole year again, all series and periods at one time.",
        cure_sv="Exportera hela året igen, alla serier och perioder vid ett tillfälle.",
        one=EACH,
    )
    spec = "11 #RES"

    def end(self) -> None:
        """Each profit and loss account, each year that has vouchers."""
        books = self.books
        for year in self.years():
            results = books.balances("result", year)
            if not results:
                continue
            opening, closing = books.balances("opening", year), books.balances("closing", year)
            moved = {
                account: amount
                for account, amount in books.moved(year).items()
                if account in results
                or (books.is_result(account) and account not in opening and account not in closing)
            }
            for account, amount, result in differences(moved, results):
                self.say(
                    books.place_of(account, ("result", year)),
                    account=account,
                    year=str(year),
                    moved=kronor(amount),
                    result=kronor(result),
                )


class OpeningNotZero(Rule):
    """The opening balances do not sum to zero.

    Why: Assets are equal to equity and liabilities. A sum that is not zero usually is a result that was never moved to
    equity (2099, or 9030 and 9031 in some programs), or an account that was left out. A third of genuine exports have
    it: the file says what the books say, but whoever takes them over must know.

    Varför: Tillgångar är lika med eget kapital och skulder. En summa som inte är noll är oftast ett resultat som aldrig
    förts om till eget kapital (2099, eller 9030 och 9031 i somliga program), eller ett konto som utelämnats. En
    tredjedel av verkliga exporter har det: filen säger vad böckerna säger, men den som tar över dem måste veta om det.

    Bad:
        #IB 0 1910 25.00
        #IB 0 2081 -20.00
        #UB 0 1910 25.00
        #UB 0 2081 -20.00

    Good:
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
    """

    finding = Finding(
        code="SIE504",
        name="opening-not-zero",
        severity=Severity.WARNING,
        en="The opening balances of year {year} sum to {sum} instead of zero.",
        sv="De ingående balanserna för år {year} summerar till {sum} i stället för noll.",
        cure_en="Look for a result that was not moved to equity (2099, 2091, 2098), and for accounts left out.",
        cure_sv="Leta efter ett resultat som inte förts om till eget kapital (2099, 2091, 2098) och utelämnade konton.",
        one=("sum",),
    )
    spec = "11 #IB"

    def end(self) -> None:
        """Each year that has opening balances."""
        for year in self.books.years_with("opening"):
            total = exact_sum(self.books.balances("opening", year).values())
            if total:
                self.say(self.books.line_of("opening", year), year=str(year), sum=kronor(total))


class ClosingNotZero(Movements):
    """Closing balances and results do not sum to zero.

    Why: What the balance sheet lacks is the result of the year. A difference means that an account is missing from the
    file. When the opening balances are off by the same amount, SIE504 has said so already; when single accounts are,
    SIE502 has.

    Varför: Det som fattas i balansräkningen är årets resultat. En skillnad betyder att ett konto saknas i filen. När de
    ingående balanserna har samma skillnad har SIE504 redan sagt det; när enskilda konton har det har SIE502 gjort det.

    Bad:
        #SIETYP 1
        #SRU 1910 7281
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -20.00

    Good:
        #SIETYP 1
        #SRU 1910 7281
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 5.00
        #UB 0 2081 -25.00
        #RES 0 4010 20.00
    """

    finding = Finding(
        code="SIE505",
        name="closing-not-zero",
        severity=Severity.WARNING,
        en="Closing balances and results of year {year} sum to {sum} instead of zero.",
        sv="Utgående balanser och resultat för år {year} summerar till {sum} i stället för noll.",
        cure_en="Compare with the balance sheet and the income statement of the source program; an account is missing.",
        cure_sv="Jämför med källprogrammets balans- och resultaträkning; ett konto saknas.",
        one=("sum",),
    )
    spec = "11 #UB, #RES"

    def end(self) -> None:
        """Each year that has closing balances; profit and loss accounts that stand in both count once."""
        books = self.books
        for year in books.years_with("closing"):
            closing, results = books.balances("closing", year), books.balances("result", year)
            if not results and not year and any(books.is_result(account) for account in books.moved(0)):
                continue  # SIE309 speaks of it
            total = exact_sum((*results.values(), *(v for account, v in closing.items() if account not in results)))
            opening = exact_sum(books.balances("opening", year).values())
            told: tuple[Decimal, ...] = ()
            if year in self.years():
                told = tuple(amount - sum_ for _, sum_, amount in self.closing_differences(year))
            if total and total not in (opening, exact_sum(told)):
                self.say(books.line_of("closing", year), year=str(year), sum=kronor(total))


def reclassified(found: Iterable[tuple[str, Decimal, Decimal]], result: Decimal) -> bool:
    """Whether only result and VAT accounts differ, and the differences cancel out or are the result of the year.

    Args:
        found: Account, opening balance and closing balance of the year before, in kronor.
        result: Of the year before, in kronor, income negative.
    """
    found = list(found)
    total = exact_sum(one - other for _, one, other in found)
    return all(account.startswith(_MOVED_BETWEEN_YEARS) for account, _, _ in found) and total in (ZERO, result)


def _reclassified(books: Books, year: int, found: Iterable[tuple[str, Decimal, Decimal]]) -> bool:
    return reclassified(found, exact_sum(books.balances("result", year - 1).values()))


class OpeningDiffers(Rule):
    """An opening balance is not the closing balance of the year before.

    Why: A year opens with what the one before closed with; the law calls it balance sheet continuity. A difference
    means that something was booked in the old year after the new one was opened.

    Varför: Ett år öppnar med det som det förra stängde med; lagen kallar det balanskontinuitet. En skillnad betyder
    att något bokförts på det gamla året efter att det nya öppnats.

    Bad:
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 25.00
        #UB 0 2081 -25.00
        #UB -1 1910 20.00
        #UB -1 2081 -25.00
        #RES -1 4010 5.00

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
        code="SIE506",
        name="opening-differs",
        severity=Severity.WARNING,
        en="Account {account} opens year {year} with {opening} but closed the year before with {closing}.",
        sv="Konto {account} öppnar år {year} med {opening} men stängde året före med {closing}.",
        cure_en="Carry the closing balances over again in the source program, then export again.",
        cure_sv="För över de utgående balanserna på nytt i källprogrammet och exportera sedan igen.",
        one=EACH,
    )
    spec = "ÅRL 2:4"

    def end(self) -> None:
        """Each pair of years that has both."""
        for year, found in _continuity(self.books):
            if _reclassified(self.books, year, found):
                continue
            for account, opening, closing in found:
                self.say(
                    self.books.place_of(account, ("opening", year), ("closing", year - 1)),
                    account=account,
                    year=str(year),
                    opening=kronor(opening),
                    closing=kronor(closing),
                )


def _continuity(books: Books) -> Iterator[tuple[int, list[tuple[str, Decimal, Decimal]]]]:
    """The accounts whose opening balance differs from the closing one before, for each year that has both."""
    for year in books.years_with("opening"):
        closing = books.balances("closing", year - 1)
        if closing:
            results = books.balances("result", year - 1)
            closing = {account: amount for account, amount in closing.items() if account not in results}
            found = list(differences(books.balances("opening", year), closing))
            if found:
                yield year, found


class OpeningReclassified(Rule):
    """The new year opens with result or VAT moved to other accounts.

    Why: Many programs move the result of the year (2099 to 2091 or 2098) or settle VAT (2611 to 2650) between the
    years instead of by a voucher. The sum is the same, only the accounts differ.

    Varför: Många program flyttar årets resultat (2099 till 2091 eller 2098) eller stämmer av moms (2611 till 2650)
    mellan åren i stället för med en verifikation. Summan är densamma, bara kontona skiljer sig.

    Bad:
        #KONTO 2091 "Balanserad vinst"
        #KONTO 2099 "Årets resultat"
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2091 -25.00
        #UB 0 1910 25.00
        #UB 0 2091 -25.00
        #UB -1 1910 25.00
        #UB -1 2099 -25.00

    Good:
        #KONTO 2099 "Årets resultat"
        #RAR -1 20230101 20231231
        #IB 0 1910 25.00
        #IB 0 2099 -25.00
        #UB 0 1910 25.00
        #UB 0 2099 -25.00
        #UB -1 1910 25.00
        #UB -1 2099 -25.00
    """

    finding = Finding(
        code="SIE507",
        name="opening-reclassified",
        severity=Severity.INFO,
        en="Year {year} opens with {accounts} other than they closed; the differences cancel out.",
        sv="År {year} öppnar med andra belopp på {accounts} än de stängde med; skillnaderna tar ut varandra.",
        cure_en="Result or VAT was moved between the years; a program that carries closing balances over will show "
        "the old accounts.",
        cure_sv="Resultat eller moms har förts om mellan åren; ett program som för över utgående balanser visar de "
        "gamla kontona.",
        one=EACH,
    )
    spec = "ÅRL 2:4"

    def end(self) -> None:
        """Each pair of years that has both."""
        for year, found in _continuity(self.books):
            if _reclassified(self.books, year, found):
                accounts = ", ".join(account for account, _, _ in found)
                self.say(self.books.line_of("opening", year), year=str(year), accounts=accounts)


class ObjectClosingDiffers(Movements):
    """Opening balance and vouchers do not give the closing balance of an object.

    Why: What is true of an account is true of each cost centre or project on it. Where the sum is off, the balance of
    the project that is carried into the next year is wrong.

    Varför: Det som gäller ett konto gäller varje kostnadsställe eller projekt på det. Där summan inte stämmer är det
    saldo som projektet tar med sig till nästa år fel.

    Bad:
        #OBJEKT 6 0042 Julmarknad
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #OIB 0 1910 {6 0042} 25.00
        #OUB 0 1910 {6 0042} 5.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {6 0042} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #OBJEKT 6 0042 Julmarknad
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #OIB 0 1910 {6 0042} 25.00
        #OUB 0 1910 {6 0042} 0.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {6 0042} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE511",
        name="object-closing-differs",
        severity=Severity.WARNING,
        en="Account {account}, object {object}, year {year}: opening {opening} and vouchers {moved} do not make the "
        "closing {closing}.",
        sv="Konto {account}, objekt {object}, år {year}: ingående {opening} och verifikationer {moved} blir inte "
        "utgående {closing}.",
        cure_en="Export the whole year again; compare the object's ledger in the source program.",
        cure_sv="Exportera hela året igen; jämför objektets huvudbok i källprogrammet.",
        one=EACH,
    )
    spec = "11 #OUB"

    def end(self) -> None:
        """Each object of a dimension without parent or child, whose codes mean the same everywhere (A12)."""
        books = self.books
        dimensions = books.ledger.dimensions
        layered = {d.number for d in dimensions.values() if d.parent} | {d.parent for d in dimensions.values()}
        for year in self.years():
            ends: dict[tuple[str, ObjectRef], dict[str, Decimal]] = {}
            lines: dict[tuple[str, ObjectRef], int] = {}
            for balance in books.ledger.balances:
                if balance.kind.startswith("object") and balance.year == year and len(balance.object) == 1:
                    cell = (balance.account, balance.object[0])
                    if balance.amount is not None and balance.object[0].dimension not in layered:
                        ends.setdefault(cell, {})[balance.kind] = balance.amount
                        lines[cell] = balance.origin
            moved = books.moved_objects(year) if ends else {}
            for cell, found in ends.items():
                opening, closing = found.get("object_opening", ZERO), found.get("object_closing", ZERO)
                change = moved.get(cell, ZERO)
                if opening + change != closing:
                    self.say(
                        lines[cell],
                        account=cell[0],
                        object=f"{cell[1].dimension} {cell[1].number}",
                        year=str(year),
                        opening=kronor(opening),
                        moved=kronor(change),
                        closing=kronor(closing),
                    )


class SumsGivenUp(Rule):
    """There are so many different accounts or objects that sums were not kept.

    Why: Sums by account and month are kept in memory, half a million of them at most; no company has as many. The
    checks that need sums were left out.

    Varför: Summor per konto och månad hålls i minnet, högst en halv miljon; inget företag har så många. De kontroller
    som behöver summor utelämnades.
    """

    finding = Finding(
        code="SIE512",
        name="sums-given-up",
        severity=Severity.WARNING,
        en="There are too many different accounts and objects to sum up; sums were not checked.",
        sv="Det finns för många olika konton och objekt för att summera; summor kontrollerades inte.",
        cure_en="Look at the account numbers of the rows: the file is damaged or was made by mistake.",
        cure_sv="Titta på radernas kontonummer: filen är skadad eller har skapats av misstag.",
    )
    spec = "–"

    def end(self) -> None:
        """Counting has given up."""
        if self.books.given_up:
            self.say()


RULES: tuple[type[Rule], ...] = (
    ClosingDiffers,
    ResultDiffers,
    OpeningNotZero,
    ClosingNotZero,
    OpeningDiffers,
    OpeningReclassified,
    ObjectClosingDiffers,
    SumsGivenUp,
)
