from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sie
from sie.convert.cells import (
    column_letters,
    decimal_sign,
    guarded,
    objects_from,
    objects_text,
    read_day,
    read_number,
    read_text,
    unguarded,
)

AMOUNTS = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=2)


def grouped(amount: Decimal, group: str, decimal: str) -> str:
    return f"{amount:,.2f}".replace(",", "G").replace(".", decimal).replace("G", group)


@given(AMOUNTS)
@pytest.mark.parametrize(
    "group, decimal",
    [("", ","), ("", "."), (" ", ","), ("\xa0", ","), ("\u202f", ","), (".", ","), (",", "."), ("'", ".")],
)
def test_swedish_and_english_notations_are_read_exactly(group: str, decimal: str, amount: Decimal) -> None:
    text = grouped(amount, group, decimal)
    assert read_number(text) == amount
    assert read_number(text, decimal) == amount
    assert read_number(f" {text} ") == amount
    assert read_number(text.replace("-", "−")) == amount
    if amount < 0:
        assert read_number(f"({text[1:]})") == amount
        assert read_number(f"{text[1:]}-") == amount
    assert decimal_sign(text) == decimal


@pytest.mark.parametrize("text", ["1,234", "1.234", "-999,000", "12.500"])
def test_what_may_be_two_numbers_is_none_until_somebody_says_which(text: str) -> None:
    assert read_number(text) == "unclear"
    comma, point = read_number(text, ","), read_number(text, ".")
    assert isinstance(comma, Decimal) and isinstance(point, Decimal)
    assert {comma / point, point / comma} == {Decimal(1000), Decimal("0.001")}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            "12 kr",
            "1e5",
            "0x1f",
            "1,2,3",
            "1.2.3",
            "1 23",
            "12 34,5",
            "--5",
            "1,234.5.6",
            "٣",
            "NaN",
            "∞",
        ),
        *("1.234,5,6", "12,34.56", "1,23.45", "(5", "SEK 5", "5%", "1" * 5000),
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) == "bad"
    assert read_number(text, ",") == "bad"


def test_a_number_in_the_other_notation_is_refused_when_one_is_said() -> None:
    assert read_number("12.50", ",") == "bad"
    assert read_number("12,50", ".") == "bad"
    assert read_number("1.234.567", ".") == "bad"
    assert read_number("1.234.567") == Decimal(1234567)


def test_numbers_of_a_workbook() -> None:
    assert read_number(0.1 + 0.2) == Decimal("0.3")  # what the spreadsheet shows
    assert read_number(1234567890123.45) == Decimal("1234567890123.45")
    assert read_number(float("nan")) == "bad"
    assert read_number(True) == "bad"
    assert read_number(None) == "bad"
    assert read_number(datetime.date(2024, 1, 1)) == "bad"


@given(st.text())
def test_a_guarded_text_comes_back_and_is_no_formula(text: str) -> None:
    written = guarded(text)
    assert unguarded(written) == text
    assert written != ""
    assert written[0] not in "=+@\t\r" and (
        written[0] != "-" or isinstance(read_number(written, ","), Decimal) or "." in written
    )


@given(st.lists(st.builds(sie.ObjectRef, st.text(), st.text()), max_size=3).map(tuple))
def test_objects_come_back(refs: tuple[sie.ObjectRef, ...]) -> None:
    assert objects_from(objects_text(refs)) == refs


@pytest.mark.parametrize("text", ["x", "1=2=3", "1=N;", "1=N\\", ";"])
def test_what_is_no_list_of_objects(text: str) -> None:
    assert objects_from(text) is None


def test_dates() -> None:
    day = datetime.date(2024, 1, 31)
    for cell in (
        day,
        datetime.datetime(2024, 1, 31, 12),
        "2024-01-31",
        "20240131",
        20240131.0,
        " 2024-01-31 ",
        "2024-01-31 00:00:00",
    ):
        assert read_day(cell) == day
    for cell in ("31/1/2024", "1.2.2024", "24-01-31", "2024-13-01", "2024-02-30", 45322.0, "", None, True, "2024-1-31"):
        assert read_day(cell) is None


def test_texts_of_a_workbook() -> None:
    cells = [1930.0, 7, 0.0, 1e20, True, datetime.date(2024, 1, 31), datetime.datetime(2024, 1, 31), "", None, " x"]
    assert [read_text(cell) for cell in cells] == [
        *("1930", "7", "0", "100000000000000000000", "TRUE", "2024-01-31", "2024-01-31", None, None, " x"),
    ]


def test_columns_have_the_names_of_a_spreadsheet() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
