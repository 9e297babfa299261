"""Books that hold one of everything, and files of formats."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import sie

DAY = datetime.date(2024, 1, 31)


def everything() -> sie.Ledger:
    """Books with every attribute of the model set, and values that are hard to keep."""
    rows = (
        sie.Row("normal", "1930", (), Decimal("-1250.00"), None, "=cmd|' /C calc'!A0", origin=32),
        sie.Row("normal", "3001", (sie.ObjectRef("1", "N"), sie.ObjectRef("6", "P;1=x")), Decimal("1250.00")),
        sie.Row("removed", "3001", (), Decimal("5.00"), DAY, "", Decimal("1.234"), "AN", None, ("x", "")),
        sie.Row(
            "added", "3001", (), Decimal("0.00"), twin=sie.Row("normal", "3001", (), Decimal("0.00"), DAY), sign="B"
        ),
        sie.Row("normal", None, (sie.ObjectRef("", ""),), None),
    )
    inner = sie.Extra(label="#INRE", fields=("a", ("b", "c")))
    return sie.Ledger(
        kind="4E",
        flag=1,
        program=sie.Program("Bokföraren", "1.2"),
        generated=sie.Generated(DAY, "AN"),
        prose=("Rad ett", "", "'citat", "Summa", "två\nrader\tmed tabb"),
        company=sie.Company(
            name="Åkeriet i Växjö AB",
            organisation_number="555555-5555",
            acquisition_number="1",
            activity_number="2",
            type="AB",
            id="=7",
            industry_code="49410",
            address=sie.Address(contact="Anna", street="Gatan 1", city="352 30 Växjö", phone="0470-1"),
        ),
        years={
            0: sie.FiscalYear(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31), 9),
            -1: sie.FiscalYear(None, datetime.date(1899, 12, 31)),
        },
        tax_year="2025",
        balances_through=DAY,
        chart_type="EUBAS97",
        currency="SEK",
        accounts={
            "1930": sie.Account("1930", "Företagskonto", "T", "st", ("7281", "7282"), 12),
            "3001": sie.Account("3001", "Försäljning", "I", None, ("[1]",)),
            "0099": sie.Account("0099"),
            "1940": sie.Account("1940", ""),
        },
        dimensions={
            "1": sie.Dimension("1", "Kostnadsställe"),
            "6": sie.Dimension("6", "Projekt"),
            "20": sie.Dimension("20", "Del", "6", 15),
        },
        objects=(sie.Object("1", "N", "Norr", 16), sie.Object("6", "P;1=x", "-5+3"), sie.Object("6", "007", None)),
        balances=(
            sie.Balance("opening", 0, "1930", Decimal("123456789012345678.90"), origin=20),
            sie.Balance("closing", 0, "1930", None, Decimal("3")),
            sie.Balance("object_opening", -1, "1930", Decimal("-0.05"), None, (sie.ObjectRef("1", "N"),)),
            sie.Balance("object_closing", 0, "1930", Decimal("1"), None, (sie.ObjectRef("1", "N"),)),
            sie.Balance("result", 0, "3001", Decimal("-1250"), None, (), None, ("extra",)),
            sie.Balance("period", 0, "3001", Decimal("-1250"), Decimal("2.5"), (), "202401"),
            sie.Balance("budget", 0, "3001", Decimal("1E+3"), None, (sie.ObjectRef("6", "\\"),), "202402"),
        ),
        vouchers=(
            sie.Voucher("A", "1", DAY, 'Försäljning; "citat"', DAY, "AN", rows, (inner,), 30),
            sie.Voucher(None, None, DAY, None),
            sie.Voucher("B", "007", None, "+46 70"),
        ),
        extras=(
            sie.Extra(label="#MOMSKOD", fields=("a",), place="accounts", position=2, block=(inner,), origin=7),
            sie.Extra(label="#FNAMN", fields=("för", "många"), key=()),
            sie.Extra(label="#KONTO", fields=("x",), key=("1930",)),
        ),
    )


@pytest.fixture
def books() -> sie.Ledger:
    return everything()
