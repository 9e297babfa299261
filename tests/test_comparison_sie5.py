"""What only SIE 5 says is compared as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
import pytest

import sie
import sie.sie5
from sie.comparison import FAMILIES, Change, compare
from sie.comparison.sie5_parts import WAYS, counted
from sie.ledger.parts import Attachment, Foreign, Note
from sie.report import diff as report
from sie.report import diff_words as words
from tests.sie5.books import bakery

B = bakery()
replace = msgspec.structs.replace
Edit = Callable[[sie.Ledger], sie.Ledger]


def on_file(**changes: object) -> Edit:
    return lambda b: replace(b, sie5=replace(b.sie5, **changes))


def on_item(**changes: object) -> Edit:
    def edit(b: sie.Ledger) -> sie.Ledger:
        assert b.sie5 is not None
        first, *rest = b.sie5.groups
        item = replace(first.items[0], **changes)
        return replace(b, sie5=replace(b.sie5, groups=(replace(first, items=(item,)), *rest)))

    return edit


def on_voucher(**changes: object) -> Edit:
    def edit(b: sie.Ledger) -> sie.Ledger:
        first, *rest = b.vouchers
        return replace(b, vouchers=(replace(first, sie5=replace(first.sie5, **changes)), *rest))

    return edit


def on_row(row: int, **changes: object) -> Edit:
    def edit(b: sie.Ledger) -> sie.Ledger:
        first, *rest = b.vouchers
        rows = list(first.rows)
        rows[row] = replace(rows[row], sie5=replace(rows[row].sie5, **changes))
        return replace(b, vouchers=(replace(first, rows=tuple(rows)), *rest))

    return edit


P = B.sie5
assert P is not None
CASES: list[tuple[str, Edit, str, str, str, str | None, str | None]] = [
    ("red", on_item(amount=Decimal(1)), "item", "1510 1001", "amount", "1250", "1"),
    ("red", on_item(due=date(2024, 4, 1)), "item", "1510 1001", "due", "2024-03-01", "2024-04-01"),
    ("red", on_item(ocr=None), "item", "1510 1001", "ocr", "10017", None),
    ("red", on_item(foreign=Foreign(Decimal(1), "EUR")), "item", "1510 1001", "foreign", "110 EUR", "1 EUR"),
    ("amber", on_item(name="Kvarn"), "item", "1510 1001", "name", "Kvarnen", "Kvarn"),
    ("amber", on_file(journals=()), "journal", "A", "only_in_source", "Huvudserie", None),
    ("amber", on_file(customers=()), "customer", "7", "only_in_source", "Kvarnens Café AB", None),
    ("amber", on_file(suppliers=(replace(P.suppliers[0], iban="SE1"),)), "supplier", "90", "iban", "SE35 5000", "SE1"),
    ("amber", on_file(aggregations=()), "aggregation", "ÅR", "only_in_source", "Årsredovisning", None),
    ("red", on_file(budgets=P.budgets[:1]), "year_budget", "8999", "only_in_source", "5", None),
    ("amber", on_file(years=P.years[:2]), "year_part", "1", "only_in_source", "2025-01-31", None),
    ("amber", on_voucher(reference="X"), "voucher", "A 1", "reference", "F-77", "X"),
    ("amber", on_voucher(documents=("1",)), "voucher", "A 1", "documents", "1 2", "1"),
    ("red", on_row(0, item="L1"), "row", "A 1", "item", "1001", "L1"),
    ("red", on_row(0, foreign=None), "row", "A 1", "foreign", "110 EUR", None),
    ("amber", on_row(2, locked=Note(date(2024, 2, 2), "ÅB")), "row", "A 1", "locked", "2024-02-01 MÖ", "2024-02-02 ÅB"),
    ("amber", lambda b: replace(b, accounts={**b.accounts, "2081": replace(b.accounts["2081"], sie5=None)}), "account",
     "2081", "sie5_type", "equity", None),
    ("red", lambda b: replace(b, balances=(replace(b.balances[0], foreign=None), *b.balances[1:])), "balance", "1910",
     "opening_foreign", "45 EUR", None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[4]}")
def test_each_part_is_compared(case: tuple[str, Edit, str, str, str, str | None, str | None]) -> None:
    colour, edit, *expected = case
    found = compare(B, edit(B))
    assert [[d.where, d.key, d.field, d.before, d.after] for d in found.differences] == [expected]
    assert found.verdict == colour
    back = compare(edit(B), B)
    assert [(d.where, d.key, d.before, d.after) for d in back.differences] == [
        (expected[0], expected[1], expected[4], expected[3])
    ]
    for language in ("en", "sv"):
        said = words.described(found.differences[0], language)
        assert said.thing and said.field and "_" not in said.field


def test_a_document_that_was_exchanged_is_seen() -> None:
    other = on_file(documents=(Attachment(id="1", name="kvitto å.pdf", content=b"annat"), P.documents[1]))(B)
    found = compare(B, other)
    assert [(d.where, d.key, d.field) for d in found.differences] == [("document", "1", "content")]
    assert (found.differences[0].before or "").startswith("10 B ")


def test_the_same_is_the_same_and_when_it_was_written_does_not_count() -> None:
    assert compare(B, B).differences == ()
    signed = sie.load(sie.sie5.sign(sie.sie5.dumps(B)))
    assert compare(B, on_file(time=None)(B)).differences == ()
    assert compare(B, signed).verdict == compare(signed, B).verdict == "green"


@pytest.mark.parametrize("swap", [False, True])
def test_against_sie_4_it_is_counted(swap: bool) -> None:
    four = sie.sie5.for_sie4(B)
    found = compare(four, B) if swap else compare(B, four)
    assert {d.where for d in found.differences} == {"sie5"} and found.verdict == "amber"
    counts = {d.field: int((d.after if swap else d.before) or 0) for d in found.differences}
    assert counts == counted(B) and counts["sie5_parties"] == 2 and set(counts) == set(WAYS.values())
    side = report.Side(("a",), (B,)), report.Side(("b",), (four,))
    for language, word in (("en", "only"), ("sv", "bara")):
        values = report.diff_values(found, *side, language)
        assert not values.blocks and all(word in entry.message for entry in values.warnings if entry.code[:4] == "diff")
    assert counted(four) == {}


def test_what_was_left_out_on_purpose_is_explained() -> None:
    changes = [Change(kind="left-out", key=name) for name in counted(B)]
    found = compare(B, sie.sie5.for_sie4(B), changes=changes)
    assert (found.verdict, found.unexplained) == ("green", 0)


def test_every_kind_of_loss_has_words() -> None:
    from sie.sie5.findings import FINDINGS

    told = {code for code in FINDINGS if code.startswith("SIE83")} - {"SIE838"}  # the signature is of the file
    assert set(WAYS) == told and set(WAYS.values()) <= set(words.FIELDS)
    assert set(FAMILIES["sie5"]) <= set(words.WHERE)
