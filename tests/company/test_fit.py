"""Books made to fit: pure, exact, and every change said."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.company.fit import Choices, Rules, fit, rules_of
from sie.ledger.derive import movements
from sie.profiles import all_profiles, builtin

RULES = rules_of(builtin("visma-administration"))


def books(series: list[tuple[str | None, str | None]], year: int = 2024, rows: str = "") -> sie.Ledger:
    vouchers = tuple(
        sie.Voucher(
            name,
            number,
            None,
            rows=(sie.Row("normal", "1930", (), Decimal(5)), sie.Row("normal", "3001", (), Decimal(-5))),
        )
        for name, number in series
    )
    ledger = sie.loads(f"#FLAGGA 1\n#SIETYP 4\n#RAR 0 {year}0101 {year}1231\n#IB 0 1930 100\n#IB 0 2081 -100\n{rows}")
    return sie.Ledger(**{**{n: getattr(ledger, n) for n in ledger.__struct_fields__}, "vouchers": vouchers})


def names(ledger: sie.Ledger) -> list[tuple[str | None, str | None]]:
    return [(v.series, v.number) for v in ledger.vouchers]


def test_series_that_share_a_letter_are_appended_in_the_order_of_the_file() -> None:
    source = books([("LEV", "5"), ("L", "1"), ("LEV", "9"), ("A", "3"), ("A", "3")])
    fitted = fit([source], RULES, Choices(series={"LEV": "L"}))
    assert names(fitted.ledgers[0]) == [("L", "5"), ("L", "6"), ("L", "7"), ("A", "3"), ("A", "4")]
    assert [str(pair.source) for pair in next(iter(fitted.numbers.years.values()))][-1] == "A 3 (2)"
    assert fitted.proposed == {}


def test_letters_are_proposed_in_order_and_never_one_that_is_taken() -> None:
    fitted = fit([books([("A", "1"), (None, "1"), ("#", "1"), ("B", "7")])], RULES)
    assert fitted.proposed == {"": "C", "#": "D"}
    many = books([(str(number), "1") for number in range(27)])
    with pytest.raises(sie.SieUsageError, match="no letter left"):
        fit([many], RULES)
    assert len(fit([many], RULES, Choices(series={"25": "A", "26": "A"})).proposed) == 25


def test_numbers_that_are_none_begin_at_one() -> None:
    for number in (None, "x", "0", "9" * 20):
        assert names(fit([books([("A", number)])], RULES).ledgers[0]) == [("A", "1")]


def test_years_are_rolled_in_order_and_results_are_not() -> None:
    years = [books([("A", "1")], year) for year in (2024, 2022, 2023)]
    fitted = fit(years, RULES)
    opening = [{b.account: b.amount for b in ledger.balances if b.kind == "opening"} for ledger in fitted.ledgers]
    assert opening == [
        {"1930": 100, "2081": -100},
        {"1930": 105, "2081": -100},
        {"1930": 110, "2081": -100},
    ]
    assert [(rolled.account, rolled.rolled, rolled.file) for rolled in fitted.rolled] == [
        ("1930", 105, 100), ("1930", 110, 100),
    ]  # fmt: skip
    assert all(ledger.flag == 0 for ledger in fitted.ledgers)


def test_a_program_without_such_rules_changes_nothing() -> None:
    source = books([("LEV", "7"), (None, "")])
    fitted = fit([source], Rules())
    assert fitted.ledgers == (source,)
    assert fitted.changes == ()


def test_every_profile_has_rules() -> None:
    assert rules_of(None) == Rules()
    for profile in all_profiles():
        rules_of(profile)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["A", "B", "#", None, "LEV"]), st.sampled_from(["1", "2", None, "7"]))),
    st.sampled_from([{}, {"LEV": "A"}, {"#": "Q", "": "A"}]),
)
def test_no_sum_changes_and_no_two_vouchers_become_one(
    series: list[tuple[str | None, str | None]], chosen: dict[str, str]
) -> None:
    source = books(series)
    fitted = fit([source], RULES, Choices(series=chosen))
    ledger = fitted.ledgers[0]
    assert movements(ledger.vouchers) == movements(source.vouchers)
    found = Counter(names(ledger))
    assert not found or max(found.values()) == 1
    pairs = fitted.numbers.of(next(iter(fitted.numbers.years)))
    assert len(pairs) == len(series)
    assert sie.compare(
        source, ledger, changes=fitted.changes, numbers=fitted.numbers
    ).unexplained == 0  # fmt: skip
