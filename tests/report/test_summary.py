from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import sie
from sie.ledger.model import exact_sum
from sie.report.harmless import safe, to_json
from sie.report.model import Selection
from sie.report.money import plain, spaced
from sie.report.summary import entries, selected, summarise, trial_balance
from sie.report.words import FILE_TYPES, WORDS, word
from sie.spec.labels import FILE_TYPES as THE_FILE_TYPES


def books(text: str) -> sie.Ledger:
    return sie.loads("#FLAGGA 0\n" + text)


def voucher(number: str, date: str, *rows: str) -> str:
    return f"#VER A {number} {date}\n{{\n" + "".join(f"{row}\n" for row in rows) + "}\n"


def test_only_rows_that_count_are_summed():
    rows = (
        "#TRANS 1910 {} 10",
        "#TRANS 1920 {} -10",
        "#BTRANS 1910 {} 99",
        "#RTRANS 1910 {} 4",
        "#TRANS 1910 {} 4",
        "#RTRANS 1920 {} -4",
        '#TRANS 1920 {} -4 20240102 "an unlike twin"',
        "#RTRANS 1930 {} 1000",
    )
    summary = summarise(books(voucher("1", "20240101", *rows)), "x")
    assert (summary.sums["0"].debit, summary.sums["0"].credit) == ("14.00", "14.00")
    counts = summary.counts
    assert (counts.rows, counts.added_rows, counts.removed_rows, counts.unknown_labels) == (4, 3, 1, 0)


def test_balances_of_objects_and_periods_are_not_summed():
    text = (
        "#IB 0 1910 1\n#IB 0 1920 2\n#OIB 0 1910 {1 A} 50\n#UB 0 1910 4\n#OUB 0 1910 {1 A} 50\n#RES 0 3010 -8\n"
        "#PSALDO 0 202401 3010 {} -50\n#PBUDGET 0 202401 3010 {} -50\n#UB -1 1910 16\n"
    )
    sums = summarise(books(text), "x").sums
    assert (sums["0"].opening, sums["0"].closing, sums["0"].result) == ("3.00", "4.00", "-8.00")
    assert sums["-1"].closing == "16.00"
    assert list(sums) == ["0", "-1"]


@pytest.mark.parametrize(
    "years, date, expected",
    [
        ("#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n", "20230615", "-1"),
        ("#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n", "20241231", "0"),
        ("#RAR 0 20240101 20241231\n", "20190101", "0"),
        ("", "20190101", "0"),
        ("#RAR 0 20230901 20240831\n#RAR -1 20220901 20230831\n", "20230831", "-1"),
        ("#RAR 0 20240101 20241231\n", '""', "0"),
    ],
)
def test_a_voucher_belongs_to_the_year_of_its_date(years, date, expected):
    sums = summarise(books(years + voucher("1", date, "#TRANS 1910 {} 5")), "x").sums
    assert {year: total.debit for year, total in sums.items() if total.debit != "0.00"} == {expected: "5.00"}


def test_an_empty_ledger_has_year_0():
    assert list(summarise(sie.Ledger(), "x").sums) == ["0"]


def test_accounts_are_counted_when_they_are_declared():
    text = '#KONTO 1910 Kassa\n#KONTO 1920 ""\n#SRU 1930 7281\n#KTYP 1940 T\n'
    assert summarise(books(text), "x").counts.accounts == 2


def test_unknown_labels_are_counted_wherever_they_stand():
    text = "#EGEN 1\n#MOMSKOD 2\n{\n#INRE 3\n#KONTO 1910 x\n}\n" + voucher(
        "1", "20240101", "#TRANS 1910 {} 0", "#MIN 1"
    )
    text += '#VALUTA SEK "one too many"\n'
    assert summarise(books(text), "x").counts.unknown_labels == 4


def test_sums_are_exact_beyond_the_usual_precision():
    huge = "9" * 40
    rows = (f"#TRANS 1910 {{}} {huge}.99", "#TRANS 1910 {} 0.01", f"#TRANS 1920 {{}} -{huge}.99")
    ledger = books(voucher("1", "20240101", *rows))
    sums = summarise(ledger, "x").sums["0"]
    assert sums.debit == "1" + "0" * 40 + ".00"
    assert sums.credit == huge + ".99"
    assert entries(ledger, ledger.vouchers)[0].total == "0.01"


def test_trial_balance_leaves_out_what_is_nothing_but_zeros():
    text = "#RAR 0 20240101 20241231\n#KONTO 1910 Kassa\n#IB 0 1910 0\n#UB 0 1910 0.00\n#IB 0 1920 0\n#UB 0 1920 5\n"
    text += voucher("1", "20240101", "#TRANS 1930 {} 5", "#TRANS 1930 {} -5")
    table = trial_balance(books(text))
    assert [(line.account, line.opening, line.debit, line.credit, line.closing) for line in table.accounts] == [
        ("1920", "0.00", "0.00", "0.00", "5.00"),
        ("1930", None, "5.00", "5.00", None),
    ]
    assert table.totals.closing == "5.00"
    assert table.start == datetime.date(2024, 1, 1)


@pytest.mark.parametrize(
    "text, statement",
    [
        ("#UB 0 3010 1\n", "balance"),
        ("#RES 0 1910 1\n", "result"),
        (voucher("1", "20240101", "#TRANS 1910 {} 1"), "balance"),
        (voucher("1", "20240101", "#TRANS 4010 {} 1"), "result"),
        (voucher("1", "20240101", "#TRANS 8310 {} 1"), "result"),
        ("#KTYP 4010 S\n" + voucher("1", "20240101", "#TRANS 4010 {} 1"), "balance"),
        (voucher("1", "20240101", "#TRANS 9999 {} 1"), None),
    ],
)
def test_which_statement_an_account_belongs_to(text, statement):
    assert [line.statement for line in trial_balance(books(text)).accounts] == [statement]


def test_an_account_is_chosen_by_any_of_its_rows():
    ledger = books(
        voucher("1", "20240101", "#BTRANS 1910 {} 1")
        + voucher("2", "20240101", "#TRANS 1920 {} 1")
        + voucher("3", "20240101", "#TRANS 1920 {} 1", "#TRANS 1910 {} -1")
    )
    assert [v.number for v in selected(ledger, Selection(accounts=("1910",)))] == ["1", "3"]


@pytest.mark.parametrize(
    "amount, text, sv, en",
    [
        ("0", "0.00", "0,00", "0.00"),
        ("-0.00", "0.00", "0,00", "0.00"),
        ("-0.5", "-0.50", "-0,50", "-0.50"),
        ("999.9", "999.90", "999,90", "999.90"),
        ("1000", "1000.00", "1 000,00", "1 000.00"),
        ("-123456.78", "-123456.78", "-123 456,78", "-123 456.78"),
        ("1234567", "1234567.00", "1 234 567,00", "1 234 567.00"),
        ("0.1250", "0.125", "0,125", "0.125"),
        ("1E+3", "1000.00", "1 000,00", "1 000.00"),
    ],
)
def test_amounts(amount, text, sv, en):
    value = Decimal(amount)
    assert (plain(value), spaced(value, "sv"), spaced(value, "en")) == (text, sv, en)


def test_add_nothing():
    assert exact_sum([]) == exact_sum([None]) == 0


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Åkeriet – AB", "Åkeriet – AB"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\nb\r\x00\x7f\x9b", r"a\x0ab\x0d\x00\x7f\x9b"),
        ("a\xa0b\tc", "a b c"),
        ("\u202eabc\u2066", r"\u202eabc\u2066"),
        ("\udc81", r"\udc81"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_text_is_made_harmless(text, shown):
    assert safe(text) == shown


def test_json_of_difficult_text():
    assert to_json(["å\x1b\x7f\x9b"]) == '[\n  "å\\u001b\\u007f\\u009b"\n]\n'.encode()
    assert b"\\udc81" in to_json(["half \udc81"])


def test_every_word_has_two_languages_with_the_same_gaps():
    assert set(FILE_TYPES) == set(THE_FILE_TYPES)
    for key, (en, sv) in WORDS.items():
        assert en.count("{}") == sv.count("{}"), key
        parts = [1] * en.count("{}")
        assert word(key, "en", *parts) and word(key, "sv", *parts)
