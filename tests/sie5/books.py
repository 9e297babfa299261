"""Books of a small bakery that use everything SIE 5 has, and the schema to hold files against."""

from __future__ import annotations

import functools
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import sie
from sie.ledger.parts import (
    AccountPart,
    Aggregation,
    Attachment,
    Correction,
    FilePart,
    Foreign,
    Item,
    ItemBalance,
    ItemGroup,
    Journal,
    Note,
    Party,
    RowPart,
    Tag,
    VoucherPart,
    YearBudget,
    YearPart,
)

SPEC = Path(__file__).resolve().parents[3] / "shared" / "spec"
SAMPLES = SPEC / "samples" / "sie5"
needs_schema = pytest.mark.skipif(not (SPEC / "sie5.xsd").is_file(), reason="the schema is not here")
needs_samples = pytest.mark.skipif(not (SAMPLES / "Sample.sie").is_file(), reason="the official samples are not here")

D = Decimal
NOTE = Note(date(2024, 2, 1), "MÖ")


@functools.cache
def schema() -> etree.XMLSchema:
    """The official schema, offline."""
    far = b"http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd"
    text = (SPEC / "sie5.xsd").read_bytes().replace(far, (SPEC / "xmldsig-core-schema.xsd").as_uri().encode())
    return etree.XMLSchema(etree.fromstring(text, etree.XMLParser(load_dtd=False, no_network=True)))


def faults(data: bytes) -> list[str]:
    """What the schema has to say about a file."""
    found = schema()
    found.validate(etree.fromstring(data))
    return [str(error.message) for error in found.error_log]


def part() -> FilePart:
    """What only SIE 5 says of the bakery."""
    items = (
        ItemBalance(kind="opening", year=0, amount=D("1000.00"), quantity=D(3), foreign=Foreign(D("90.5"), "EUR")),
        ItemBalance(kind="closing", year=0, amount=D(0), account="1519", objects=(("1", "N"),)),
    )
    invoice = Item(
        id="1001",
        name="Kvarnen",
        party="7",
        invoice="F1001",
        ocr="10017",
        due=date(2024, 3, 1),
        date=date(2024, 1, 15),
        amount=D("1250"),
        foreign=Foreign(D("110"), "EUR"),
        balances=items,
    )
    bill = Item(id="L1", party="90", date=date(2024, 1, 18), amount=D("-1050.63"))
    return FilePart(
        time="T08:30:00.25+01:00",
        years=(
            YearPart(year=-1, closed=True, rows=False, items=False, documents=True),
            YearPart(year=0, closed=False, documents=False),
            YearPart(year=1, closed=False, covered=date(2025, 1, 31)),
        ),
        journals=(Journal("A", "Huvudserie"),),
        groups=(
            ItemGroup(kind="customer_invoice", account="1510", name="Kunder", accounts=("1519",), items=(invoice,)),
            ItemGroup(kind="supplier_invoice", account="2440", items=(bill,)),
            ItemGroup(
                kind="fixed_asset",
                account="1220",
                accounts=("1229",),
                items=(Item(id="U1", name="Stora ugnen", date=date(2023, 5, 2), amount=D("80000")),),
            ),
            ItemGroup(kind="general", account="1460", items=(Item(id="mjöl", date=date(2024, 1, 1), amount=D(0)),)),
        ),
        customers=(
            Party(
                id="7",
                name="Kvarnens Café AB",
                organisation_number="556677-8899",
                vat_number="SE556677889901",
                address1="Kvarngatan 3",
                address2="Box 7",
                postcode="123 45",
                city="EKÄNGEN",
                country="SE",
            ),
        ),
        suppliers=(
            Party(id="90", name="Mjölbolaget", bankgiro="123-4567", plusgiro="1-2", bic="ESSESESS", iban="SE35 5000"),
        ),
        aggregations=(
            Aggregation(id="ÅR", name="Årsredovisning", taxonomy="k2", tags=(Tag("Kassa", ("1910",)), Tag("Tom"))),
        ),
        budgets=(YearBudget("5010", D("36000"), None, (("1", "N"),)), YearBudget("8999", D(5), D("1.5"))),
        documents=(
            Attachment(id="1", name="kvitto å.pdf", content=b"%PDF-1.7\x00\xff"),
            Attachment(id="2", uri="kvitton/2.pdf"),
        ),
    )


def rows() -> tuple[sie.Row, ...]:
    """Rows of every kind."""
    norr = (sie.ObjectRef("1", "N"), sie.ObjectRef("6", "42"))
    return (
        sie.Row("normal", "1510", norr, D("1250"), sie5=RowPart(foreign=Foreign(D("110"), "EUR"), item="1001")),
        sie.Row("normal", "3001", (), D("-1000"), date(2024, 1, 14), "Bröd", D("-40")),
        sie.Row("normal", "2611", (), D("-250"), sie5=RowPart(locked=NOTE)),
        sie.Row("removed", "5010", norr[:1], D("300"), sign="ÖÅ", sie5=RowPart(struck=date(2024, 2, 2), added=NOTE)),
        sie.Row("added", "5010", (), D("300"), sign="MÖ", sie5=RowPart(entered=date(2024, 2, 3))),
        sie.Row("normal", "1910", (), D("-300")),
    )


def bakery(**changes: Any) -> sie.Ledger:
    """The bakery: SIE 5 can hold it exactly."""
    names = {
        "1220": ("Inventarier", "T"),
        "1229": ("Avskrivningar", "T"),
        "1460": ("Lager", "T"),
        "1510": ("Kundfordringar", "T"),
        "1519": ("Nedskrivning", "T"),
        "1910": ("Kassa", "T"),
        "2440": ("Leverantörsskulder", "S"),
        "2611": ("Utgående moms", "S"),
        "3001": ("Försäljning", "I"),
        "5010": ("Lokalhyra", "K"),
        "8999": ("Årets resultat", "K"),
    }
    accounts = {number: sie.Account(number, name, kind) for number, (name, kind) in names.items()}
    accounts["2081"] = sie.Account("2081", "Eget kapital", "S", sie5=AccountPart("equity"))
    accounts["3001"] = sie.Account("3001", "Försäljning", "I", "st", ("7410", "7411"))
    accounts["1910"] = sie.Account("1910", "Kassa", "T", None, ("7281",))
    both = (sie.ObjectRef("1", "N"), sie.ObjectRef("6", "42"))
    ledger = sie.Ledger(
        kind="4E",
        program=sie.Program("Sagolik Bokföring", "3.2"),
        generated=sie.Generated(date(2025, 1, 14), "Örjan"),
        company=sie.Company(
            name="Ekängens Bageri & Café AB", organisation_number="559999-9991", acquisition_number="2", id="EK"
        ),
        years={
            -1: sie.FiscalYear(date(2023, 1, 1), date(2023, 12, 31)),
            0: sie.FiscalYear(date(2024, 1, 1), date(2024, 12, 31)),
            1: sie.FiscalYear(date(2025, 1, 1), date(2025, 12, 31)),
        },
        balances_through=date(2024, 12, 31),
        currency="SEK",
        accounts=accounts,
        dimensions={"1": sie.Dimension("1", "Kostnadsställe"), "6": sie.Dimension("6", "Projekt")},
        objects=(sie.Object("1", "N", "Norr"), sie.Object("6", "42", "Julmarknad")),
        balances=(
            sie.Balance("opening", 0, "1910", D("500.5"), foreign=Foreign(D("45"), "EUR")),
            sie.Balance("opening", 0, "2081", D("-500.5")),
            sie.Balance("closing", 0, "1910", D("200.5")),
            sie.Balance("closing", 0, "1510", D("1250")),
            sie.Balance("closing", 0, "2081", D("-500.5")),
            sie.Balance("closing", 0, "2611", D("-250")),
            sie.Balance("result", 0, "3001", D("-1000"), D("-40")),
            sie.Balance("result", 0, "5010", D("300")),
            sie.Balance("opening", 1, "1910", D("200.5")),
            sie.Balance("object_opening", 0, "1910", D("1"), object=both[:1]),
            sie.Balance("object_closing", 0, "1910", D("2.25"), object=both),
            sie.Balance("budget", 0, "3001", D("-100"), None, (), "202401"),
            sie.Balance("budget", 0, "3001", D("-50"), D(2), both, "202402"),
        ),
        vouchers=(
            sie.Voucher(
                "A",
                "1",
                date(2024, 1, 31),
                "Faktura 1001",
                date(2024, 2, 1),
                "MÖ",
                rows(),
                sie5=VoucherPart(
                    reference="F-77",
                    original=Note(date(2024, 1, 30), None),
                    locked=NOTE,
                    documents=("1", "2"),
                    corrections=(Correction("B", "3"), Correction("B", "1", "2025-01")),
                ),
            ),
            sie.Voucher("B", "3", date(2024, 3, 1), None, date(2024, 3, 1), None),
        ),
        sie5=part(),
    )
    import msgspec

    return msgspec.structs.replace(ledger, **changes)
