"""5xx: period balances: do the months make the year, and the vouchers the months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sie.checks.books import Books
from sie.checks.rule import Rule
from sie.checks.sums import ZERO, Movements, differences, kronor
from sie.diagnostics import EACH, Finding, Severity
from sie.ledger.model import exact_sum

__all__ = ["RULES"]

_Table = Mapping[str, Decimal]


class PeriodsDiffer(Rule):
    """Period balances do not add up to the change of the year.

    Why: The changes of the months (#PSALDO) make the change of the year: closing minus opening balance, or the result.
    Where they do not, months are missing, and reports by month are wrong.

    Varför: Månadernas förändringar (#PSALDO) utgör årets förändring: utgående minus ingående balans, eller resultatet.
    Där de inte gör det saknas månader, och rapporter per månad blir fel.

    Bad:
        #SIETYP 2
        #OMFATTN 20241231
        #SRU 1910 7281
        #SRU 2081 7301
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #PSALDO 0 202401 1910 {} 20.00
        #PSALDO 0 202401 2081 {} -25.00

    Good:
        #SIETYP 2
        #OMFATTN 20241231
        #SRU 1910 7281
        #SRU 2081 7301
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 50.00
        #UB 0 2081 -50.00
        #PSALDO 0 202401 1910 {} 25.00
        #PSALDO 0 202401 2081 {} -25.00
    """

    finding = Finding(
        code="SIE508",
        name="periods-differ",
        severity=Severity.WARNING,
        en="Account {account}, year {year}: the periods make {periods}, but the year changed by {change}.",
        sv="Konto {account}, år {year}: perioderna blir {periods}, men året förändrades med {change}.",
        cure_en="Export again with all periods of the year.",
        cure_sv="Exportera igen med årets alla perioder.",
        one=EACH,
    )
    spec = "11 #PSALDO"

    def end(self) -> None:
        """Each account, each year that has period balances and balances to hold them against."""
        for year, whole, parts, change in _periods(self.books):
            if _parts_are_apart(whole, parts, change):
                continue
            for account, periods, changed in differences(whole, change):
                self.say(
                    self.books.place_of(account, ("period", year), ("closing", year), ("opening", year)),
                    account=account,
                    year=str(year),
                    periods=kronor(periods),
                    change=kronor(changed),
                )


def _periods(books: Books) -> Iterator[tuple[int, _Table, _Table, _Table]]:
    """By year: the periods of whole accounts, those of objects, and how the accounts changed by their balances."""
    found: dict[int, tuple[dict[str, Decimal], dict[str, Decimal]]] = {}
    for balance in books.ledger.balances:
        if balance.kind == "period" and balance.amount is not None:
            table = found.setdefault(balance.year, ({}, {}))[1 if balance.object else 0]
            table[balance.account] = exact_sum((table.get(balance.account), balance.amount))
    for year, (whole, parts) in sorted(found.items(), reverse=True):
        closing, results = books.balances("closing", year), books.balances("result", year)
        opening = books.balances("opening", year) or books.balances("closing", year - 1)
        if not closing and not results:
            continue
        change = {
            account: amount - opening.get(account, ZERO)
            for account, amount in closing.items()
            if account not in results
        }
        change.update({account: -amount for account, amount in opening.items() if account not in closing})
        change.update(results)
        if not opening and year and closing:  # how an earlier year opened is not always told
            change = {account: amount for account, amount in change.items() if account in results}
            whole = {account: amount for account, amount in whole.items() if account in results}
        if whole:
            yield year, whole, parts, change


def _parts_are_apart(whole: _Table, parts: _Table, change: _Table) -> bool:
    """Whether the account's own periods hold only what is on no object, so that both must be added (Avendo)."""
    if not parts:
        return False
    both = {a: exact_sum((whole.get(a), parts.get(a))) for a in {*whole, *parts}}
    return any(True for _ in differences(whole, change)) and not any(True for _ in differences(both, change))


class PeriodsApart(Rule):
    """The periods of accounts leave out what is booked on objects.

    Why: The standard wants period balances for the account as a whole, and for its objects besides. Avendo writes
    under {} only what is on no object; whoever reads {} as the whole gets too little.

    Varför: Standarden vill ha periodsaldon för kontot som helhet, och därtill för dess objekt. Avendo skriver under {}
    bara det som inte ligger på något objekt; den som läser {} som helheten får för lite.

    Bad:
        #SIETYP 3
        #OMFATTN 20241231
        #DIM 1 Kostnadsställe
        #OBJEKT 1 NORR Norr
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #PSALDO 0 202401 1910 {} -25.00
        #PSALDO 0 202401 4010 {} 10.00
        #PSALDO 0 202401 4010 {1 NORR} 15.00

    Good:
        #SIETYP 3
        #OMFATTN 20241231
        #DIM 1 Kostnadsställe
        #OBJEKT 1 NORR Norr
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #PSALDO 0 202401 1910 {} -25.00
        #PSALDO 0 202401 4010 {} 25.00
        #PSALDO 0 202401 4010 {1 NORR} 15.00
    """

    finding = Finding(
        code="SIE509",
        name="periods-apart",
        severity=Severity.INFO,
        en="The period balances under {{}} of year {year} leave out what is booked on objects.",
        sv="Periodsaldona under {{}} för år {year} utelämnar det som bokförts på objekt.",
        cure_en="Add the rows of the objects to get the account as a whole, as Avendo means it.",
        cure_sv="Lägg till objektens rader för att få hela kontot, så som Avendo menar det.",
        one=EACH,
    )
    spec = "11 #PSALDO 5"

    def end(self) -> None:
        """Each year that has period balances."""
        for year, whole, parts, change in _periods(self.books):
            if _parts_are_apart(whole, parts, change):
                self.say(self.books.line_of("period", year), year=str(year))


class PeriodVouchersDiffer(Movements):
    """The vouchers of a month do not give its period balance.

    Why: A complete file with period balances says the same thing twice. Where the two differ, the balances were made
    before the last vouchers of the month, or vouchers are missing.

    Varför: En fullständig fil med periodsaldon säger samma sak två gånger. Där de skiljer sig är saldona framtagna före
    månadens sista verifikationer, eller så saknas verifikationer.

    Bad:
        #OMFATTN 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #PSALDO 0 202401 1910 {} -25.00
        #PSALDO 0 202402 4010 {} 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }

    Good:
        #OMFATTN 20241231
        #IB 0 1910 25.00
        #IB 0 2081 -25.00
        #UB 0 1910 0.00
        #UB 0 2081 -25.00
        #RES 0 4010 25.00
        #PSALDO 0 202401 1910 {} -25.00
        #PSALDO 0 202401 4010 {} 25.00
        #VER A 1 20240131 Kaffe
        {
        #TRANS 1910 {} -25.00
        #TRANS 4010 {} 25.00
        }
    """

    finding = Finding(
        code="SIE510",
        name="period-vouchers-differ",
        severity=Severity.WARNING,
        en="Account {account}, month {period}: the vouchers make {moved}, but #PSALDO says {balance}.",
        sv="Konto {account}, månad {period}: verifikationerna blir {moved}, men #PSALDO säger {balance}.",
        cure_en="Export the balances again after the last voucher of the month.",
        cure_sv="Exportera saldona igen efter månadens sista verifikation.",
        one=EACH,
    )
    spec = "11 #PSALDO"

    def end(self) -> None:
        """Each month that has both, unless the balances mean something else."""
        books = self.books
        for year in self.years():
            if any(y == year and _parts_are_apart(whole, parts, change) for y, whole, parts, change in _periods(books)):
                continue
            given: dict[str, dict[str, Decimal]] = {}
            for balance in books.ledger.balances:
                if (
                    balance.kind == "period"
                    and balance.year == year
                    and not balance.object
                    and balance.amount is not None
                ):
                    given.setdefault(balance.period or "", {})[balance.account] = balance.amount
            known = {account for table in given.values() for account in table}
            for period in sorted({*given, *books.months(year)} if given else ()):
                moved = {a: v for a, v in books.moved_in(year, period).items() if a in known}
                for account, amount, balance_ in differences(moved, given.get(period, {})):
                    self.say(
                        books.place_of(account, ("period", year)),
                        account=account,
                        period=f"{period[:4]}-{period[4:]}",
                        moved=kronor(amount),
                        balance=kronor(balance_),
                    )


RULES: tuple[type[Rule], ...] = (PeriodsDiffer, PeriodsApart, PeriodVouchersDiffer)
