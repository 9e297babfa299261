"""What only SIE 5 says goes along when books become others, and its names are hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

import sie
import sie.sie5
from sie.ledger import parts
from sie.ledger.parts import Attachment, Correction, FilePart, Item, ItemGroup, Party, RowPart, VoucherPart
from sie.transform import (
    anonymise,
    apply,
    map_accounts,
    map_series,
    merge,
    new_since,
    read_account_map,
    renumber,
    split,
    to_kind,
)
from sie.transform.pseudonyms import _Anonymiser, texts_of
from sie.transform.sie5_names import hidden
from tests.sie5.books import bakery, faults, needs_schema

B = bakery()


def voucher(series: str, number: str, month: int, **part: Any) -> sie.Voucher:
    rows = (
        sie.Row("normal", "1510", (), Decimal(100), sie5=RowPart(item="1001")),
        sie.Row("normal", "3001", (), Decimal(-100)),
    )
    return sie.Voucher(
        series, number, date(2024, month, 28), f"{series}{number}", None, None, rows, sie5=VoucherPart(**part)
    )


def books(*vouchers: sie.Voucher, documents: dict[str, bytes], item: str = "Kvarnen") -> sie.Ledger:
    invoice = Item(id="1001", name=item, party="7", date=date(2024, 1, 15), amount=Decimal(100))
    part = FilePart(
        groups=(ItemGroup(kind="customer_invoice", account="1510", items=(invoice,)),),
        customers=(Party(id="7", name="Kvarnens Café AB"),),
        documents=tuple(Attachment(id=key, name=f"{key}.pdf", content=data) for key, data in documents.items()),
    )
    return msgspec.structs.replace(bakery(), balances=(), balances_through=None, vouchers=vouchers, sie5=part)


def dangling(ledger: sie.Ledger) -> list[str]:
    found = sie.check(sie.sie5.sign(sie.sie5.dumps(ledger)))
    return [d.message() for d in found if d.code in ("SIE713", "SIE714", "SIE715")]


def test_nothing_of_whose_books_they_are_is_left() -> None:
    done = anonymise(B, "k")
    kept = {
        "equity",
        "customer_invoice",
        "supplier_invoice",
        "fixed_asset",
        "general",
        "opening",
        "closing",
        "EUR",
        "SEK",
    }
    before = {text for text in texts_of(B) if len(text) > 5 or sum(map(str.isalpha, text)) > 2}
    after = set(texts_of(done.ledger))
    harmless = {d.name for d in B.dimensions.values()} | {a.name for a in B.accounts.values()}
    left = {t for t in before & after if t not in kept | harmless and not t.lstrip("-T").replace("-", "")[:2].isdigit()}
    assert left <= {"normal", "removed", "added", "result", "budget", "object_opening", "object_closing", "2025-01"}
    out = msgspec.json.encode(done.ledger).decode()
    for word in ("Kvarn", "Mjöl", "556677", "SE35", "ESSESESS", "kvitto", "JVBER", "123 45", "ugn", "Huvud", "10017"):
        assert word not in out, word
    assert "documents-emptied" in [d.name for d in done.found]
    assert not dangling(done.ledger) or len(dangling(done.ledger)) == len(dangling(B))
    assert sie.sie5.load(sie.sie5.dumps(done.ledger)).sie5 is not None


@needs_schema
def test_anonymised_books_are_right_by_the_schema() -> None:
    assert faults(sie.sie5.sign(sie.sie5.dumps(anonymise(B, "k").ledger))) == []


def test_every_text_of_every_part_is_replaced_unless_it_is_listed() -> None:
    """Filled with one word wherever a text may stand, no part keeps it."""
    secret = "Hemligheten"
    names = [getattr(parts, name) for name in parts.__all__]
    for kind in [one for one in names if isinstance(one, type) and issubclass(one, msgspec.Struct)]:
        values: dict[str, Any] = {}
        for field in msgspec.structs.fields(kind):
            if field.type in (str, str | None) or field.name in ("kind", "account", "id", "currency", "type"):
                values[field.name] = secret
            elif field.type == tuple[str, ...]:
                values[field.name] = (secret,)
            elif field.type == tuple[tuple[str, str], ...]:
                values[field.name] = ((secret, secret),)
            elif field.type == (bytes | None):
                values[field.name] = secret.encode()
            else:
                values[field.name] = None
        out = repr(hidden(kind(**values), _Anonymiser(sie.Ledger(), "k")))
        assert secret not in out and secret.upper() not in out.upper(), kind


SHAPES: dict[str, Callable[[sie.Ledger], list[sie.Ledger]]] = {
    "renumber": lambda b: [renumber(b, {"A": 50, "B": 70}).ledger],
    "map_series": lambda b: [map_series(b, {"A": "X"}).ledger],
    "split": lambda b: [part.ledger for part in split(b, "series").parts],
    "months": lambda b: [part.ledger for part in split(b, "month").parts],
    "4I": lambda b: [to_kind(b, "4I", series=["A"]).ledger],
    "accounts": lambda b: [
        map_accounts(b, read_account_map(b"from,to\n1510,1511\n1519,1511\n"), allow_unmapped=True).ledger
    ],
    "merge": lambda b: [merge([part.ledger for part in split(b, "series").parts]).ledger],
    "anonymise": lambda b: [anonymise(b, "k").ledger],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_reference_leads_nowhere(shape: str) -> None:
    whole = books(
        voucher("A", "1", 1, documents=("1",), corrections=(Correction("B", "1"),)),
        voucher("A", "2", 2),
        voucher("B", "1", 2, documents=("2",)),
        documents={"1": b"ett", "2": b"tv\xc3\xa5", "9": b"ingens"},
    )
    assert not dangling(whole)
    for ledger in SHAPES[shape](whole):
        assert ledger.sie5 is not None and ledger.sie5.groups
        assert not dangling(ledger), shape


def test_documents_stay_with_their_vouchers_and_come_together_again() -> None:
    whole = books(
        voucher("A", "1", 1, documents=("1",), corrections=(Correction("B", "1"),)),
        voucher("B", "1", 2, documents=("2",)),
        documents={"1": b"ett", "2": b"annat"},
    )
    done = split(whole, "series")
    ids = [[d.id for d in part.ledger.sie5.documents] for part in done.parts if part.ledger.sie5]
    assert ids == [["1"], ["2"]]
    told = [d.message("sv") for d in done.found if d.name == "left-with-vouchers"]
    assert told[0] == "Stannade hos verifikationerna som inte är med: dokument (1), rättelser (1)."
    again = merge([part.ledger for part in done.parts]).ledger
    assert again.sie5 is not None and whole.sie5 is not None and again.sie5.documents == whole.sie5.documents


@pytest.mark.parametrize("way", ["merge", "apply"])
def test_documents_of_two_files_with_one_id_are_both_kept(way: str) -> None:
    one = books(voucher("A", "1", 1, documents=("1",)), documents={"1": b"ett"})
    other = books(voucher("A", "2", 2, documents=("1",)), documents={"1": b"annat"}, item="Kvarn")
    done = merge([one, other]) if way == "merge" else apply(one, to_kind(other, "4I").ledger)
    whole = done.ledger
    assert whole.sie5 is not None
    contents = {document.id: document.content for document in whole.sie5.documents}
    assert [contents[v.sie5.documents[0]] for v in whole.vouchers if v.sie5] == [b"ett", b"annat"]
    assert not dangling(whole)
    assert [d.message() for d in done.found if d.name == "value-differs"] == [
        "1510 1001: Kvarnen in one file, Kvarn in another; the first was kept. "
        + next(d.remedy() for d in done.found if d.name == "value-differs")
    ]


def test_references_go_by_what_the_vouchers_are_called_now() -> None:
    whole = books(
        voucher("A", "1", 1, corrections=(Correction("B", "1"), Correction("B", "1", "2025-01"))),
        voucher("B", "1", 2),
        documents={},
    )
    named = map_series(renumber(whole, {"B": 40}).ledger, {"B": "C"}).ledger
    assert named.vouchers[0].sie5 is not None
    assert named.vouchers[0].sie5.corrections == (Correction("C", "40"), Correction("B", "1", "2025-01"))


def test_accounts_of_sub_ledgers_are_mapped() -> None:
    done = map_accounts(
        B, read_account_map(b"from,to\n1510,1511\n1519,1512\n5010,5011\n1910,1911\n"), allow_unmapped=True
    )
    part = done.ledger.sie5
    assert part is not None
    assert (part.groups[0].account, part.groups[0].accounts) == ("1511", ("1512",))
    assert part.groups[0].items[0].balances[1].account == "1512"
    assert part.budgets[0].account == "5011" and part.aggregations[0].tags[0].accounts == ("1911",)


def test_what_is_new_has_its_documents_only() -> None:
    old = books(voucher("A", "1", 1, documents=("1",)), documents={"1": b"ett"})
    new = books(
        voucher("A", "1", 1, documents=("1",)),
        voucher("A", "2", 2, documents=("2",)),
        documents={"1": b"ett", "2": b"tv"},
    )
    sent = new_since(new, old).ledger
    assert sent.sie5 is not None and [d.id for d in sent.sie5.documents] == ["2"]


def test_the_parts_of_an_earlier_year_are_told_to_be_missing() -> None:
    late = books(documents={})
    early = msgspec.structs.replace(
        late, years={0: sie.FiscalYear(date(2023, 1, 1), date(2023, 12, 31))}, sie5=late.sie5
    )
    late = msgspec.structs.replace(late, years={0: sie.FiscalYear(date(2024, 1, 1), date(2024, 12, 31))})
    done = merge([early, late])
    assert "earlier-sie5" in [d.name for d in done.found] and done.ledger.sie5 == late.sie5
