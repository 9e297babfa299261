"""The ambiguities A1-A25 of the reference: one test, or more, for the behaviour that each of them has here."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import sie
from sie.ledger.model import Account, Balance, Company, Object, ObjectRef, Row, Voucher
from sie.spec.codes import DIMENSIONS
from sie.spec.labels import BY_NAME
from sie.text.writer import propose

HEAD = "#FLAGGA 0\n#PROGRAM P 1\n#FORMAT PC8\n#GEN 20250101\n#SIETYP 4\n#FNAMN F\n#RAR 0 20250101 20251231\n"
JANUARY = datetime.date(2025, 1, 31)


def read(*lines: str) -> sie.Ledger:
    return sie.loads(HEAD + "".join(f"{line}\n" for line in lines))


def codes(ledger: sie.Ledger) -> list[str]:
    return [d.code for d in ledger.diagnostics]


def severities(ledger: sie.Ledger, code: str) -> set[str]:
    return {d.severity.value for d in ledger.diagnostics if d.code == code}


def written(ledger: sie.Ledger, **options: object) -> str:
    return sie.dumps(ledger, newline="\n", **options).decode("cp437")  # type: ignore[arg-type]


# ------------------------------------------------------------------ A1: backslashes


def test_a1_only_backslash_quote_is_an_escape() -> None:
    ledger = read('#FNR "C:\\\\Documents \\"egna\\"\\fil"')
    assert ledger.company.id == 'C:\\\\Documents "egna"\\fil'
    assert codes(ledger) == []


def test_a1_a_quoted_field_that_ends_in_a_backslash_is_closed_with_a_warning() -> None:
    ledger = read('#FNR "C:\\dir\\"')
    assert ledger.company.id == "C:\\dir\\"
    assert (codes(ledger), severities(ledger, "SIE105")) == (["SIE105"], {"warning"})


@pytest.mark.parametrize("text", ["C:\\\\dir", "C:\\a b", '\\"', 'a\\"b c', "\\", "C:\\dir\\"])
def test_a1_backslashes_are_never_doubled_on_writing(text: str) -> None:
    ledger = sie.Ledger(kind="4I", company=Company(name="F", id=text))
    out = written(ledger)
    (line,) = [line for line in out.split("\n") if line.startswith("#FNR")]
    assert line.count("\\") == text.count("\\") + text.count('"')
    assert sie.loads(out).company.id == text


def test_a1_a_text_with_blanks_that_ends_in_a_backslash_cannot_be_written() -> None:
    ledger = sie.Ledger(kind="4I", company=Company(name="F", id="C:\\Mina filer\\"))
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(ledger)
    assert (caught.value.label, caught.value.value) == ("#FNR", "C:\\Mina filer\\")


# ------------------------------------------------------------------ A2: 4E or 4I

WITH_BALANCE = (HEAD + "#KONTO 1910 Kassa\n#IB 0 1910 5.00\n").encode()
WITHOUT = HEAD.encode()


@pytest.mark.parametrize(
    ("name", "data", "kind", "expected"),
    [
        ("a.se", WITH_BALANCE, None, "4E"),
        ("a.SE", WITHOUT, None, "4E"),
        ("a.si", WITH_BALANCE, None, "4I"),
        ("a.SI", WITHOUT, None, "4I"),
        ("a.sie", WITH_BALANCE, None, "4E"),
        ("a.sie", WITHOUT, None, "4I"),
        ("a.txt", WITHOUT.replace(b"#RAR 0 20250101 20251231\n", b""), None, "4I"),
        ("a.txt", WITH_BALANCE.replace(b"#RAR 0 20250101 20251231\n", b""), None, "4E"),
        ("a.si", WITHOUT, "4E", "4E"),
        ("a.se", WITH_BALANCE, "4I", "4I"),
    ],
)
def test_a2_the_caller_decides_then_the_suffix_then_the_contents(
    tmp_path: Path, name: str, data: bytes, kind: str | None, expected: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert sie.load(path, kind=kind).kind == expected
    with path.open("rb") as file:
        assert sie.load(file, kind=kind).kind == expected


@pytest.mark.parametrize("label", ["IB 0 1910", "UB 0 1910", "RES 0 3001"])
def test_a2_any_balance_makes_it_4e_when_nothing_else_tells(label: str) -> None:
    assert read(f"#{label} 5.00").kind == "4E"
    assert read().kind == "4I"


def test_a2_both_kinds_are_written_as_type_4() -> None:
    for kind in ("4E", "4I"):
        out = written(sie.Ledger(kind=kind, company=Company(name="F")))
        assert "#SIETYP 4\n" in out


# ------------------------------------------------------------------ A3 - A5


def test_a3_the_sign_that_cp437_lacks_is_never_used_for_filling() -> None:
    assert "¤" not in propose("01¤¤0101")
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(sie.Ledger(kind="4I", objects=(Object("20", "01¤¤", "Fyllt"),)))
    assert caught.value.proposal is not None and "¤" not in caught.value.proposal


def test_a4_closing_balances_of_earlier_years_are_accepted_and_written() -> None:
    ledger = read("#KONTO 1910 Kassa", "#UB -2 1910 5.00", "#UB -5 1910 6.00")
    assert codes(ledger) == []
    assert [(b.year, b.amount) for b in ledger.balances] == [(-2, 5), (-5, 6)]
    assert "#UB -2 1910 5.00\n" in written(ledger, kind="4E")


@pytest.mark.parametrize("label", ["#PSALDO 0 202501 3001", "#PBUDGET 0 202501 3001", "#OIB 0 1910", "#OUB 0 1910"])
def test_a5_several_pairs_are_an_intersection_with_a_warning(label: str) -> None:
    account = label.split()[-1]
    ledger = read(f"#KONTO {account} Konto", f"{label} {{1 Nord 7 1}} 5.00", f"{label} {{1 Nord}} 7.00")
    both, one = ledger.balances
    assert both.object == (ObjectRef("1", "Nord"), ObjectRef("7", "1"))
    assert one.object == (ObjectRef("1", "Nord"),)
    assert (both.amount, one.amount) == (5, 7)
    assert (codes(ledger), severities(ledger, "SIE215")) == (["SIE215"], {"warning"})


def test_a5_an_intersection_is_written_whole_or_not_at_all() -> None:
    ledger = read("#KONTO 3001 Konto", "#OMFATTN 20250131", "#PSALDO 0 202501 3001 {1 Nord 7 1} 5.00")
    try:
        out = written(ledger, kind="4E")
    except sie.SieWriteError as error:
        assert error.label == "#PSALDO"
    else:
        assert sie.loads(out, kind="4E").balances == ledger.balances


# ------------------------------------------------------------------ A6 - A9: vouchers


@pytest.mark.parametrize(
    "lines",
    [
        ["#VER A 1 20250131", "{", "}"],
        ["#VER A 1 20250131 {}"],
        ["#VER A 1 20250131"],
        ["#VER A 1 20250131", "{", "", "}"],
    ],
)
def test_a6_a_voucher_without_rows_is_read_with_a_warning(lines: list[str]) -> None:
    ledger = read(*lines)
    assert [(v.series, v.number, v.rows) for v in ledger.vouchers] == [("A", "1", ())]
    assert "SIE218" in codes(ledger)
    assert severities(ledger, "SIE218") == {"warning"}


def test_a6_a_voucher_without_rows_is_not_written() -> None:
    ledger = sie.Ledger(kind="4E", vouchers=(Voucher("A", "1", JANUARY),))
    try:
        out = written(ledger)
    except sie.SieWriteError as error:
        assert error.label == "#VER"
    else:
        assert "#VER" not in out


def test_a7_an_address_of_three_fields_has_no_telephone() -> None:
    ledger = read('#ADRESS "Ann" "Gatan 1" "123 45 Orten"')
    address = ledger.company.address
    assert address is not None
    assert (address.contact, address.street, address.city, address.phone) == ("Ann", "Gatan 1", "123 45 Orten", None)
    assert not [d for d in ledger.diagnostics if d.severity is sie.Severity.ERROR]


@pytest.mark.parametrize("number", ["0", "A-17", "0007", "12b"])
def test_a8_a_voucher_number_is_kept_as_it_is_written(number: str) -> None:
    rows = ["{", "#TRANS 1910 {} 5.00", "#TRANS 1930 {} -5.00", "}"]
    header = f'#VER "" {number} 20250131'
    ledger = read(header, *rows, header, *rows)
    assert [v.number for v in ledger.vouchers] == [number, number]
    assert codes(ledger) == []


def test_a9_rows_add_up_in_4i_too() -> None:
    text = HEAD + '#VER "" "" 20250131\n{\n#TRANS 1910 {} 12.00\n#TRANS 1930 {} -10.00\n}\n'
    ledger = sie.loads(text, kind="4I")
    assert ledger.vouchers[0].total == Decimal("2.00")


# ------------------------------------------------------------------ A10, A11: the chart


def test_a10_the_last_of_two_declarations_wins_with_a_warning() -> None:
    ledger = read("#KONTO 1910 Kassa", "#KONTO 1910 Handkassa", "#DIM 1 Ställe", "#DIM 1 Avdelning")
    assert ledger.accounts["1910"].name == "Handkassa"
    assert ledger.dimensions["1"].name == "Avdelning"
    assert (codes(ledger), severities(ledger, "SIE212")) == (["SIE212", "SIE212"], {"warning"})
    assert [d.params["related"] for d in ledger.diagnostics] == ["8", "10"]


def test_a10_two_declarations_are_never_written() -> None:
    ledger = sie.Ledger(kind="4I", accounts={"1910": Account("1910", "Kassa"), "1911": Account("1910", "Handkassa")})
    with pytest.raises(sie.SieWriteError):
        sie.dumps(ledger)
    assert written(read("#KONTO 1910 Kassa", "#KONTO 1910 Handkassa"), kind="4E").count("#KONTO 1910") == 1


def test_a11_a_sub_dimension_before_its_parent_is_accepted_and_reported() -> None:
    ledger = read("#UNDERDIM 21 Ugn 20", "#DIM 20 Avdelning")
    assert ledger.dimensions["21"].parent == "20"
    assert codes(ledger) == ["SIE222"]
    ordered = written(ledger, kind="4E")
    assert ordered.index("#DIM 20") < ordered.index("#UNDERDIM 21")
    assert codes(sie.loads(ordered)) == []


def test_a11_dimension_2_declared_plain_is_accepted_and_reported() -> None:
    ledger = read('#DIM 2 "Kostnadsbärare"')
    assert (ledger.dimensions["2"].name, ledger.dimensions["2"].parent) == ("Kostnadsbärare", None)
    assert codes(ledger) == ["SIE222"]
    assert codes(read("#UNDERDIM 2 Kostnadsbärare 1")) == []


# ------------------------------------------------------------------ A12 - A16: objects and the specification's slips


def test_a12_object_codes_are_not_transformed() -> None:
    lines = ["#DIM 20 Avd", "#UNDERDIM 21 Ugn 20", "#VER A 1 20250131", "{", "#TRANS 1910 {20 01 21 0101} 0", "}"]
    (voucher,) = read(*lines).vouchers
    assert voucher.rows[0].objects == (ObjectRef("20", "01"), ObjectRef("21", "0101"))


def test_a13_removed_rows_count_nowhere() -> None:
    rows = (
        Row("normal", "1910", amount=Decimal(5)),
        Row("removed", "3001", amount=Decimal(-7)),
        Row("added", "3002", amount=Decimal(-5)),
    )
    voucher = Voucher("A", "1", JANUARY, rows=rows)
    assert [row.account for row in voucher.posted] == ["1910", "3002"]
    assert voucher.total == 0


def test_a14_every_field_of_a_voucher_behind_the_date_may_be_left_out() -> None:
    ledger = read('#VER "" "" 20250131', "{", "#TRANS 1910 {} 0", "}")
    (voucher,) = ledger.vouchers
    assert (voucher.text, voucher.registered, voucher.sign) == (None, None, None)
    assert codes(ledger) == []


@pytest.mark.parametrize(("label", "kind"), [("#OIB", "object_opening"), ("#OUB", "object_closing")])
def test_a15_a16_oub_has_the_fields_of_oib_and_both_are_per_object(label: str, kind: str) -> None:
    ledger = read("#KONTO 1910 Kassa", f"{label} 0 1910 {{6 0042}} -5.00 2")
    assert ledger.balances == (Balance(kind, 0, "1910", Decimal(-5), Decimal(2), (ObjectRef("6", "0042"),)),)
    assert codes(ledger) == []
    assert [f.required for f in BY_NAME[label].fields] == [True, True, True, True, False]
    assert codes(read("#KONTO 1910 Kassa", f"{label} 0 1910 -5.00")) == ["SIE201"]


def test_a17_a_type_without_its_account_is_kept_with_a_warning() -> None:
    ledger = read("#KTYP 1910 T")
    assert ledger.accounts == {"1910": Account("1910", None, "T")}
    assert (codes(ledger), severities(ledger, "SIE223")) == (["SIE223"], {"warning"})
    assert codes(read("#KTYP 1910 T", "#KONTO 1910 Kassa")) == []


def test_a18_the_swedish_text_wins() -> None:
    # Fields may be quoted, they need not be; a quantity has the sign of the amount "normally", not its form.
    ledger = read("#KONTO 1910 Kassa", "#UB 0 1910 -1587.00 6.00", '#UB "-1" "1910" "5.00" "4885.125"')
    assert codes(ledger) == []
    assert [b.quantity for b in ledger.balances] == [Decimal(6), Decimal("4885.125")]
    assert DIMENSIONS["2"].sv == "Kostnadsbärare"
    assert "20" not in DIMENSIONS


# ------------------------------------------------------------------ A19 - A23: values


@pytest.mark.parametrize(
    ("text", "amount", "code"),
    [
        ("1,50", Decimal("1.50"), "SIE203"),
        ("+1.50", Decimal("1.50"), "SIE203"),
        ('"1 234.50"', Decimal("1234.50"), "SIE203"),
        ("0.005", Decimal("0.005"), "SIE204"),
    ],
)
def test_a19_amounts_outside_the_standard_are_errors_and_never_rounded(text: str, amount: Decimal, code: str) -> None:
    ledger = read("#KONTO 1910 Kassa", f"#IB 0 1910 {text}")
    assert ledger.balances[0].amount == amount
    assert (codes(ledger), severities(ledger, code)) == ([code], {"error"})
    with pytest.raises(sie.SieContentError):
        sie.loads(HEAD + f"#KONTO 1910 Kassa\n#IB 0 1910 {text}\n", strict=True)


def test_a19_an_amount_with_three_decimals_is_not_written() -> None:
    ledger = sie.Ledger(kind="4E", balances=(Balance("opening", 0, "1910", Decimal("0.005")),))
    with pytest.raises(sie.SieWriteError):
        sie.dumps(ledger)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("-0", "0.00"), ("-0.00", "0.00"), (".5", "0.50"), ("5.", "5.00"), ("0007.1", "7.10"), ("-.5", "-0.50")],
)
def test_a20_odd_but_clear_amounts_are_accepted_and_written_canonically(text: str, canonical: str) -> None:
    ledger = read("#KONTO 1910 Kassa", f"#IB 0 1910 {text}")
    assert codes(ledger) == []
    assert f"#IB 0 1910 {canonical}\n" in written(ledger)


@pytest.mark.parametrize("label", ["#IB 0 1910", "#UB -1 1910", "#RES 0 1910"])
def test_a21_two_balances_of_one_account_are_both_kept_with_a_warning(label: str) -> None:
    ledger = read("#KONTO 1910 Kassa", f"{label} 5.00", f"{label} 7.00")
    assert [b.amount for b in ledger.balances] == [5, 7]
    assert (codes(ledger), severities(ledger, "SIE213")) == (["SIE213"], {"warning"})


def test_a22_no_last_line_end_and_the_dos_end_of_file_are_accepted(fixtures: Path) -> None:
    whole = sie.load(fixtures / "damaged" / "no-last-newline.se")
    ended = sie.load(fixtures / "damaged" / "dos-end-of-file.se")
    more = sie.load(fixtures / "damaged" / "after-dos-end-of-file.se")
    assert whole == ended == more
    assert (severities(whole, "SIE013"), severities(ended, "SIE014")) == ({"info"}, {"info"})


def test_a23_dates_outside_the_years_are_never_errors() -> None:
    ledger = read("#VER A 1 19990101", "{", "#TRANS 1910 {} 0 20301231", "}")
    assert ledger.vouchers[0].date == datetime.date(1999, 1, 1)
    assert ledger.vouchers[0].rows[0].date == datetime.date(2030, 12, 31)
    assert not [d for d in ledger.diagnostics if d.severity is sie.Severity.ERROR]
    assert sie.loads(written(ledger)).vouchers == ledger.vouchers


# ------------------------------------------------------------------ A24, A25


def test_a24_the_matrix_decides_what_a_type_may_hold() -> None:
    assert BY_NAME["#PBUDGET"].presence["1"].forbidden
    for label in ("#OIB", "#OUB", "#PSALDO", "#PBUDGET", "#OMFATTN", "#DIM"):
        presence = BY_NAME[label].presence["4E"]
        assert not presence.mandatory and not presence.forbidden
    budget = Balance("budget", 0, "3001", Decimal(5), period="202501")
    ledger = sie.Ledger(kind="1", accounts={"3001": Account("3001", "Konto")}, balances=(budget,))
    with pytest.raises(sie.SieWriteError) as caught:
        sie.dumps(ledger, kind="1")
    assert caught.value.label == "#PBUDGET"
    assert "#PBUDGET 0 202501 3001 {} 5.00" in written(msgspec.structs.replace(ledger, kind="2"))


def test_a25_a_voucher_of_removed_rows_only_is_accepted_and_adds_up(fixtures: Path) -> None:
    ledger = sie.load(fixtures / "books" / "removed-only.se")
    struck = ledger.vouchers[1]
    assert codes(ledger) == []
    assert ([row.kind for row in struck.rows], list(struck.posted), struck.total) == (["removed"] * 2, [], 0)
    assert sie.loads(written(ledger), kind="4E") == ledger


def test_every_ambiguity_has_a_test() -> None:
    named = {part for name in globals() if name.startswith("test_a") for part in name.split("_") if part[:1] == "a"}
    assert {f"a{n}" for n in range(1, 26)} <= named
