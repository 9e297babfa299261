"""Books that add up: what a good program exports, made by hypothesis."""

from __future__ import annotations

import datetime
from decimal import Decimal

import msgspec
from hypothesis import strategies as st

import sie
from sie.ledger.derive import balances_for, in_order, movements, period_balances

ACCOUNTS = {
    "1930": "Företagskonto",
    "1510": "Kundfordringar",
    "2081": "Aktiekapital",
    "3001": "Försäljning",
    "6071": "Lån Anna",
}
SERIES = ("A", "B", "LEV", None)
OBJECTS = tuple(sie.ObjectRef(*ref) for ref in (("1", "N"), ("1", "S"), ("6", "P1"), ("6", "P2")))
AMOUNT = st.integers(-100_000, 100_000).map(lambda n: Decimal(n) / 100)
WORD = st.sampled_from(["Kaffe", "Svensson", "Lön Anna", "", "Hyra", "Rättad"])


def _day(n: int, year: int) -> datetime.date:
    return datetime.date(year, 1, 1) + datetime.timedelta(days=n)


@st.composite
def vouchers(draw: st.DrawFn, year: int, series: str | None, number: str | None, low: int = 0) -> sie.Voucher:
    amounts = draw(st.lists(AMOUNT, min_size=1, max_size=3))
    amounts.append(-sum(amounts, Decimal(0)))
    rows = []
    for amount in amounts:
        refs = draw(st.lists(st.sampled_from(OBJECTS), max_size=2, unique_by=lambda ref: ref.dimension))
        rows.append(
            sie.Row(
                draw(st.sampled_from(["normal", "normal", "normal", "added"])),
                draw(st.sampled_from(list(ACCOUNTS))),
                tuple(refs),
                amount,
                text=draw(WORD) or None,
                quantity=draw(st.none() | st.integers(1, 9).map(Decimal)),
            )
        )
    if draw(st.booleans()):
        rows.append(sie.Row("removed", "3001", (), draw(AMOUNT), sign="BO"))
    day = _day(draw(st.integers(low, 364)), year)
    return sie.Voucher(series, number, day, draw(WORD) or None, rows=tuple(rows))


@st.composite
def books(draw: st.DrawFn, year: int = 2024, *, periods: bool | None = None) -> sie.Ledger:
    """A whole year, type 4E: numbered vouchers, each series in the order of its numbers, every balance right."""
    found: list[sie.Voucher] = []
    for series in SERIES:
        number = draw(st.integers(1, 5))
        for _ in range(draw(st.integers(0, 4))):
            found.append(draw(vouchers(year, series, str(number))))
            number += draw(st.integers(1, 2))
    opening = draw(AMOUNT)
    ledger = sie.Ledger(
        kind="4E",
        company=sie.Company(name="Annas Bageri AB", organisation_number="556677-8899"),
        years={0: sie.FiscalYear(_day(0, year), datetime.date(year, 12, 31))},
        accounts={n: sie.Account(n, name) for n, name in ACCOUNTS.items()},
        dimensions={n: sie.Dimension(n, name) for n, name in (("1", "Kostnadsställe"), ("6", "Projekt"))},
        objects=tuple(sie.Object(*ref, f"Objekt {ref.number}") for ref in OBJECTS),
        balances=(sie.Balance("opening", 0, "1930", opening), sie.Balance("opening", 0, "2081", -opening)),
        vouchers=tuple(found),
    )
    return whole(ledger, periods=draw(st.booleans()) if periods is None else periods)


def whole(ledger: sie.Ledger, *, periods: bool) -> sie.Ledger:
    """The books with every balance that follows from their vouchers."""
    balances = balances_for("4E", ledger.balances, ledger.vouchers, ledger.accounts)
    if periods:
        known = {(b.period, b.account, b.object) for b in balances if b.kind == "period"}
        more = period_balances(movements(ledger.vouchers), objects=True)
        balances = in_order([*balances, *(b for b in more if (b.period, b.account, b.object) not in known)])
    return msgspec.structs.replace(ledger, balances=balances)
