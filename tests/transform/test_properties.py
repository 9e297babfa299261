"""What must hold for any books: nothing lost, nothing made up, and back again where there is a way back."""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.ledger.derive import movements
from sie.transform import (
    AccountMap,
    anonymise,
    apply,
    differences,
    map_accounts,
    map_series,
    merge,
    new_since,
    renumber,
    split,
    to_kind,
)
from sie.transform.pseudonyms import harmless_name, texts_of
from tests.strategies import ledgers
from tests.transform.books import books

WAYS = ("series", "month", "quarter")


def without_vouchers(ledger: sie.Ledger) -> sie.Ledger:
    """The books before anything was booked: opening balances, and the closing ones that follow."""
    bare = msgspec.structs.replace(
        ledger, vouchers=(), balances=tuple(b for b in ledger.balances if b.kind == "opening")
    )
    return to_kind(bare, "4E").ledger


@settings(max_examples=40)
@given(books(), st.sampled_from(WAYS))
def test_split_then_merge_gives_the_books_back(ledger: sie.Ledger, way: str) -> None:
    done = split(ledger, way)
    assert sum(len(part.ledger.vouchers) for part in done.parts) == len(ledger.vouchers)
    assert merge([part.ledger for part in done.parts]).ledger == ledger
    assert merge([part.ledger for part in reversed(done.parts)]).ledger == ledger
    for part in done.parts:
        assert differences(part.ledger) == ()
        assert sie.loads(sie.dumps(part.ledger)) == part.ledger


@settings(max_examples=40)
@given(books(), st.sampled_from(["1", "6"]))
def test_split_by_object_has_each_voucher_in_the_part_of_each_of_its_objects(ledger: sie.Ledger, dim: str) -> None:
    if not any(ref.dimension == dim for v in ledger.vouchers for row in v.rows for ref in row.objects):
        with pytest.raises(sie.SieUsageError, match=f"dimension {dim}"):
            split(ledger, f"object:{dim}")
        return
    done = split(ledger, f"object:{dim}")
    for part in done.parts:
        for voucher in part.ledger.vouchers:
            numbers = {ref.number for row in voucher.rows for ref in row.objects if ref.dimension == dim}
            assert part.key in (numbers or {""})
    assert merge([part.ledger for part in done.parts]).ledger == ledger


@settings(max_examples=40)
@given(books(periods=False))
def test_4e_to_4i_applied_onto_the_balances_gives_the_4e_back(ledger: sie.Ledger) -> None:
    sent = to_kind(ledger, "4I").ledger
    assert sie.loads(sie.dumps(sent, kind="4I"), kind="4I") == sent
    done = apply(without_vouchers(ledger), sent)
    assert done.ok
    assert done.ledger == ledger


@settings(max_examples=40)
@given(books(), st.integers(0, 366))
def test_some_now_and_the_rest_later_is_all_of_it(ledger: sie.Ledger, day: int) -> None:
    start, end = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
    cut = min(start + datetime.timedelta(days=day), end)
    parts = [
        to_kind(ledger, "4I", period=(start, cut)).ledger,
        to_kind(ledger, "4I", period=(cut + datetime.timedelta(1), datetime.date(2025, 12, 31))).ledger,
    ]
    base = without_vouchers(ledger)
    for part in parts:
        base = apply(base, part).ledger
    assert movements(base.vouchers) == movements(ledger.vouchers)
    assert {(b.kind, b.account): b.amount for b in base.balances} == {
        (b.kind, b.account): b.amount for b in ledger.balances if b.kind in ("opening", "closing", "result")
    }
    assert new_since(ledger, base).ledger.vouchers == ()
    assert Counter(new_since(ledger, parts[0]).ledger.vouchers) == Counter(parts[1].vouchers)
    # What is there is not added twice.
    assert apply(ledger, parts[0]).ledger == ledger


@settings(max_examples=60)
@given(ledgers("4E"), st.dictionaries(st.sampled_from(["", "A", "B", "1"]), st.integers(1, 50)))
def test_renumbering_changes_nothing_but_numbers(ledger: sie.Ledger, starts: dict[str, int]) -> None:
    done = renumber(ledger, starts)
    strip = [msgspec.structs.replace(v, number=None) for v in ledger.vouchers]
    assert [msgspec.structs.replace(v, number=None) for v in done.ledger.vouchers] == strip
    assert msgspec.structs.replace(done.ledger, vouchers=ledger.vouchers) == ledger
    found = Counter((v.series or "", v.number) for v in done.ledger.vouchers)
    assert not found or max(found.values()) == 1
    assert len(done.pairs) == len(ledger.vouchers)
    year = ledger.years.get(0)
    if year is not None and ledger.vouchers:
        assert len(done.numbers.of(year.start)) == len(ledger.vouchers)


@settings(max_examples=40)
@given(ledgers("4E"))
def test_the_identity_maps_nothing(ledger: sie.Ledger) -> None:
    used = (
        {b.account for b in ledger.balances}
        | {*ledger.accounts}
        | {one.account for v in ledger.vouchers for row in v.rows for one in (row, row.twin) if one and one.account}
    )
    assert map_accounts(ledger, AccountMap({number: number for number in used})).ledger == ledger
    assert map_accounts(ledger, AccountMap(), allow_unmapped=True).ledger == ledger
    series = {v.series or "" for v in ledger.vouchers}
    assert map_series(ledger, {name: name for name in series}).ledger == ledger


@settings(max_examples=40)
@given(books())
def test_mapped_accounts_sum_up(ledger: sie.Ledger) -> None:
    done = map_accounts(ledger, AccountMap({"1510": "1930"}), allow_unmapped=True).ledger

    def sums(books: sie.Ledger, kind: str, fold: bool) -> dict[tuple[object, ...], Decimal]:
        found: dict[tuple[object, ...], Decimal] = {}
        for b in books.balances:
            account = "1930" if fold and b.account == "1510" else b.account
            key = (kind, account, b.object, b.period)
            if b.kind == kind:
                found[key] = found.get(key, Decimal(0)) + (b.amount or 0)
        return found

    for kind in ("opening", "closing", "result", "period"):
        assert sums(done, kind, False) == sums(ledger, kind, True)
    assert differences(done) == ()
    assert "1510" not in {*done.accounts, *(b.account for b in done.balances)}
    assert len({(b.kind, b.account, b.object, b.period) for b in done.balances}) == len(done.balances)


@settings(max_examples=40)
@given(books())
def test_a_type_has_what_the_vouchers_give_and_nothing_that_it_must_not(ledger: sie.Ledger) -> None:
    for kind in ("1", "2", "3", "4I"):
        done = to_kind(ledger, kind)
        assert sie.loads(sie.dumps(done.ledger, kind=kind), kind=kind) == done.ledger
        assert not [d for d in done.found if d.severity != "info"]
    # By way of another type is no other way.
    assert to_kind(to_kind(ledger, "3").ledger, "1").ledger == to_kind(ledger, "1").ledger
    assert to_kind(to_kind(ledger, "3").ledger, "2").ledger == to_kind(ledger, "2").ledger


@settings(max_examples=60)
@given(st.sampled_from(["1", "2", "3", "4I", "4E"]).flatmap(ledgers))
def test_no_text_of_the_original_is_left(ledger: sie.Ledger) -> None:
    done = anonymise(ledger, "key").ledger
    sayings = set(_texts(done))
    for text in set(_texts(ledger)):
        for word in {text.casefold(), *text.casefold().split()}:
            if sum(map(str.isalpha, word)) > 2:
                assert not [said for said in sayings if word in said.casefold()], word
    _same_structure(ledger, done)


@settings(max_examples=30)
@given(books())
def test_sums_are_as_they_were_when_names_are_gone(ledger: sie.Ledger) -> None:
    done = anonymise(ledger).ledger
    assert [(b.kind, b.account, b.amount, b.period) for b in done.balances] == [
        (b.kind, b.account, b.amount, b.period) for b in ledger.balances
    ]
    assert differences(done) == ()
    assert done.accounts["1930"].name == "Företagskonto"
    assert done.accounts["6071"].name != "Lån Anna"
    assert sie.loads(sie.dumps(done)) == done


def _texts(ledger: sie.Ledger) -> list[str]:
    """Every text that is neither a value of a code list nor a name that may stay."""
    bare = msgspec.structs.replace(
        ledger,
        kind="4E",
        currency=None,
        chart_type=None,
        company=msgspec.structs.replace(ledger.company, type=None),
        accounts={n: msgspec.structs.replace(a, type=None) for n, a in ledger.accounts.items()},
        balances=tuple(msgspec.structs.replace(b, kind="") for b in ledger.balances),
        vouchers=tuple(
            msgspec.structs.replace(v, rows=tuple(msgspec.structs.replace(row, kind="") for row in v.rows))
            for v in ledger.vouchers
        ),
    )
    return [text for text in texts_of(bare) if not harmless_name(text)]


def _same_structure(ledger: sie.Ledger, done: sie.Ledger) -> None:
    assert list(done.years.values()) == list(ledger.years.values())
    assert [len(v.rows) for v in done.vouchers] == [len(v.rows) for v in ledger.vouchers]
    assert [v.date for v in done.vouchers] == [v.date for v in ledger.vouchers]
    for mine, theirs in ((done, ledger),):
        assert movements(mine.vouchers).keys().__len__() == movements(theirs.vouchers).keys().__len__()
        assert list(movements(mine.vouchers).values()) == list(movements(theirs.vouchers).values())
    assert len(set(done.objects)) == len(set(ledger.objects))
    assert len(done.dimensions) == len(ledger.dimensions)


ANY = st.sampled_from(["1", "2", "3", "4I", "4E"]).flatmap(ledgers)


@settings(max_examples=60)
@given(ANY, ANY, st.sampled_from(["year", "series", "month", "quarter", "object:1", "object:6"]))
def test_any_books_come_out_or_are_refused_in_words(one: sie.Ledger, other: sie.Ledger, way: str) -> None:
    for work in (
        lambda: [part.ledger for part in split(one, way).parts],
        lambda: [merge([one, other]).ledger],
        lambda: [merge([one, one]).ledger],
        lambda: [apply(one, other).ledger],
        lambda: [new_since(one, other).ledger],
        *(lambda kind=kind: [to_kind(one, kind).ledger] for kind in ("1", "2", "3", "4I", "4E")),
    ):
        try:
            found = work()
        except sie.SieUsageError:
            continue
        for ledger in found:
            assert sie.loads(sie.dumps(ledger), kind=ledger.kind) == ledger


@settings(max_examples=60)
@given(ledgers("4E"), st.sampled_from(["series", "month", "quarter", "year"]))
def test_no_voucher_is_lost_or_doubled_on_the_way(ledger: sie.Ledger, way: str) -> None:
    parts = [part.ledger for part in split(ledger, way).parts]
    assert Counter(v for part in parts for v in part.vouchers) == Counter(ledger.vouchers)
    if way == "year":
        return
    merged = merge(parts).ledger
    assert Counter(merged.vouchers) == Counter(ledger.vouchers)
    untouched = [b for b in ledger.balances if b.year or b.kind in ("opening", "object_opening", "budget")]
    assert Counter(
        b for b in merged.balances if b.year or b.kind in ("opening", "object_opening", "budget")
    ) == Counter(untouched)
