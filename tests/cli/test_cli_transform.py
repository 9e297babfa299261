"""``sie convert`` with the options that make other books, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

import sie

from .conftest import BOOKS

WHOLE = BOOKS.replace('#VER A 3 20231201 "Förra året"\n{\n#TRANS 1930 {} 5\n#TRANS 6570 {} -5\n}\n', "")
PAYROLL = """\
#FLAGGA 0
#SIETYP 4
#FNAMN "Åkeriet i Växjö AB"
#KONTO 7010 Löner
#VER L "" 20240430 "Löner april"
{
#TRANS 7010 {} 100.00
#TRANS 1930 {} -100.00
}
"""


@pytest.fixture
def whole(tmp_path: Path) -> str:
    (tmp_path / "whole.se").write_bytes(WHOLE.encode("cp437"))
    (tmp_path / "payroll.si").write_bytes(PAYROLL.encode("cp437"))
    return "whole.se"


def closing(path: str, account: str) -> str:
    return next(
        str(b.amount) for b in sie.load(path).balances if (b.kind, b.year, b.account) == ("closing", 0, account)
    )


def test_a_lower_type_is_derived_and_what_changed_is_told(run, whole):
    result = run("convert", whole, "two.se", "--kind", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "TRF002 Balances derived from the vouchers: #UB 2, #PSALDO 4." in result.stderr
    assert (
        "TRF003 Left out, because file type 2 has no place for it: vouchers (2), dimensions (1), objects (1)."
        in result.stderr
    )
    assert sie.load("two.se").kind == "2"
    assert run("check", "two.se").exit_code == 0


def test_a_difference_is_told_in_both_languages_and_the_given_value_is_written(run, whole, tmp_path):
    data = (tmp_path / whole).read_bytes().replace(b"1259567.05", b"1259568.05")
    (tmp_path / "wrong.se").write_bytes(data)
    result = run("convert", "wrong.se", "one.se", "--kind", "1", "--lang", "sv")
    assert result.exit_code == 0
    assert (
        "TRF001 Konto 1930, utgående balans: angivet 1 259 568,05, beräknat ur verifikationerna 1 259 567,05."
        in result.stderr
    )
    assert closing("one.se", "1930") == "1259568.05"


def test_what_cannot_be_derived_is_a_wrong_call(run, whole):
    run("convert", whole, "one.se", "--kind", "1")
    result = run("convert", "one.se", "three.se", "--kind", "3")
    assert result.exit_code == 2
    assert "does not hold what type 3 needs" in result.stderr
    assert not Path("three.se").exists()


@pytest.mark.parametrize("period", ["2024-01-01..2024-02-29", "2024-01", "2024-01-15", "20240101..20240131"])
def test_a_period_is_a_file_for_import(run, whole, period):
    result = run("convert", whole, "out.si", "--period", period)
    assert result.exit_code == 0
    ledger = sie.load("out.si")
    assert (ledger.kind, [v.number for v in ledger.vouchers], ledger.balances, ledger.flag) == ("4I", ["1"], (), 0)
    assert "TRF004 Vouchers selected: 1 of 2." in result.stderr


def test_series_and_json(run, whole):
    assert run("convert", whole, "out.json", "--series", "B,C", "--kind", "4I").exit_code == 0
    assert run("convert", "out.json", "out.si").exit_code == 0
    assert [v.series for v in sie.load("out.si").vouchers] == ["B"]
    result = run("convert", whole, "out.se", "--series", "B", "--kind", "4E")
    assert result.exit_code == 2 and "that is type 4I" in result.stderr


def test_new_vouchers_only(run, whole):
    run("convert", whole, "later.se", "--apply", "payroll.si")
    result = run("convert", "later.se", "new.si", "--new-since", whole)
    assert result.exit_code == 0
    assert [(v.series, v.number) for v in sie.load("new.si").vouchers] == [("L", "1")]


def test_vouchers_are_applied_and_numbered(run, whole):
    result = run("convert", whole, "out.se", "--apply", "payroll.si", "--number-map", "map.csv")
    assert result.exit_code == 0
    assert 'TRF021 Voucher L "" became L 1.' in result.stderr
    assert closing("out.se", "1930") == "1259467.05"
    assert Path("map.csv").read_text("utf-8-sig").splitlines()[1] == "2024-01-01;L;;1;L;1"
    assert sie.load("out.se").accounts["7010"].name == "Löner"


@pytest.mark.parametrize("language, words", [("en", "a person has to decide"), ("sv", "någon måste ta ställning")])
def test_a_conflict_keeps_everything_from_being_written(run, whole, tmp_path, language, words):
    (tmp_path / "clash.si").write_bytes(PAYROLL.replace('L ""', "A 1").encode("cp437"))
    result = run("convert", whole, "out.se", "--apply", "clash.si", "--number-map", "map.csv", "--lang", language)
    assert result.exit_code == 1
    assert "TRF023" in result.stderr and words in result.stderr
    assert not Path("out.se").exists() and not Path("map.csv").exists()
    assert run("convert", whole, "out.se", "--apply", "clash.si", "--force").exit_code == 0
    assert len(sie.load("out.se").vouchers) == 2


@pytest.mark.parametrize("way, count", [("series", 2), ("month", 2), ("quarter", 1), ("object:6", 2), ("year", 1)])
def test_parts_and_back(run, whole, way, count):
    result = run("convert", whole, "parts", "--split-by", way)
    assert result.exit_code == 0, result.stderr
    parts = sorted(map(str, Path("parts").iterdir()))
    assert len(parts) == count
    for part in parts:
        assert run("check", part).exit_code == 0
    assert run("convert", *parts, "back.se", "--merge").exit_code == 0
    assert run("diff", whole, "back.se").exit_code == 0
    again = run("convert", whole, "parts", "--split-by", way)
    assert again.exit_code == 2 and "name a new folder" in again.stderr


def test_parts_for_import_in_json_or_by_a_pattern(run, whole):
    assert run("convert", whole, "parts", "--split-by", "series", "--kind", "4I").exit_code == 0
    assert sorted(p.name for p in Path("parts").iterdir()) == [
        "Åkeriet i Växjö AB 2024 A.si",
        "Åkeriet i Växjö AB 2024 B.si",
    ]
    assert run("convert", whole, "json", "--split-by", "month", "--to", "json").exit_code == 0
    assert all(p.suffix == ".json" for p in Path("json").iterdir())
    assert run("convert", whole, "{year}-{series}.se", "--split-by", "series").exit_code == 0
    assert Path("2024-A.se").is_file() and Path("2024-B.se").is_file()
    result = run("convert", whole, "{year}-{series}.se", "--split-by", "series")
    assert result.exit_code == 2 and "exists already" in result.stderr
    for pattern in ("{year}.se", "{0}.se", "{series!r}.se", "-"):
        assert run("convert", whole, pattern, "--split-by", "series").exit_code == 2


def test_a_series_cannot_leave_the_folder(run, tmp_path):
    text = WHOLE.replace("#VER A 1", '#VER "../../evil" 1').replace("#VER B 2", '#VER "..\\\\evil" 2')
    (tmp_path / "evil.se").write_bytes(text.encode("cp437"))
    assert run("convert", "evil.se", "parts", "--split-by", "series").exit_code == 0
    assert sorted(p.name for p in Path("parts").iterdir()) == [
        "Åkeriet i Växjö AB 2024 evil (2).se",
        "Åkeriet i Växjö AB 2024 evil.se",
    ]
    assert not list(tmp_path.parent.glob("evil*"))


def test_several_sources_need_a_word(run, whole, books):
    result = run("convert", whole, books, "out.se")
    assert result.exit_code == 2 and "--merge" in result.stderr
    assert run("convert", whole).exit_code == 2
    result = run("convert", whole, "payroll.si", whole, "--merge")
    assert result.exit_code == 2 and "is the file that is read" in result.stderr


def test_series_and_numbers(run, whole):
    clash = run("convert", whole, "out.se", "--series-map", "B=A", "--renumber", "X=1")
    assert clash.exit_code == 0  # A 1 and A 2: no number twice
    result = run("convert", whole, "out.se", "--series-map", "B=A", "--renumber", "A=10", "--number-map", "map.csv")
    assert result.exit_code == 0
    assert [(v.series, v.number) for v in sie.load("out.se").vouchers] == [("A", "10"), ("A", "11")]
    assert Path("map.csv").read_text("utf-8-sig").splitlines()[1:] == ["2024-01-01;A;1;1;A;10", "2024-01-01;B;2;1;A;11"]


def test_renumber_takes_a_value_or_none_wherever_it_stands(run, whole):
    for words in (["--renumber", whole, "out.se"], [whole, "--renumber", "out.se"], [whole, "out.se", "--renumber"]):
        assert run("convert", *words).exit_code == 0
        assert [(v.series, v.number) for v in sie.load("out.se").vouchers] == [("A", "1"), ("B", "2")]
    assert run("convert", "--renumber", "B=7", whole, "out.se").exit_code == 0
    assert [(v.series, v.number) for v in sie.load("out.se").vouchers] == [("A", "1"), ("B", "7")]
    for bad in ("--renumber=A=x", "--renumber=A=0", "--renumber=A"):
        assert run("convert", whole, "out.se", bad).exit_code == 2


def test_series_put_together_without_new_numbers_are_an_error(run, whole, tmp_path):
    (tmp_path / "same.se").write_bytes((tmp_path / whole).read_bytes().replace(b"#VER B 2", b"#VER B 1"))
    result = run("convert", "same.se", "out.se", "--series-map", "B=A")
    assert result.exit_code == 1 and "TRF051" in result.stderr and not Path("out.se").exists()
    assert run("convert", "same.se", "out.se", "--series-map", "B=A", "--renumber").exit_code == 0


def test_an_account_map(run, whole):
    Path("map.csv").write_bytes("från;till;namn\r\n6570;6500;Övriga kostnader\r\n".encode("cp1252"))
    result = run("convert", whole, "out.se", "--account-map", "map.csv")
    assert result.exit_code == 2
    assert "1930;;Företagskonto" in result.stderr and "--allow-unmapped" in result.stderr
    result = run("convert", whole, "out.se", "--account-map", "map.csv", "--allow-unmapped")
    assert result.exit_code == 0
    assert sie.load("out.se").accounts["6500"].name == "Övriga kostnader"
    assert result.stderr.count("TRF061") == 3
    assert run("convert", whole, "out.se", "--account-map", "missing.csv").exit_code == 2


def test_nobody_can_tell_whose_books_they_are(run, whole):
    result = run("convert", whole, "anon.se", "--anonymise", "--anonymise-key", "k")
    assert result.exit_code == 0 and "TRF070" in result.stderr
    text = Path("anon.se").read_bytes().decode("cp437")
    for word in ("Åkeriet", "Växjö", "Frakt", "555555", "Projekt ett", "Bokföraren", " AN", " CE"):
        assert word not in text
    assert "Företagskonto" in text and "1259567.05" in text
    assert run("check", "anon.se").exit_code == 0
    assert run("convert", whole, "same.se", "--anonymize", SIE_ANONYMISE_KEY="k").exit_code == 0
    assert Path("same.se").read_bytes() == Path("anon.se").read_bytes()


def test_all_at_once_in_one_order(run, whole):
    Path("map.csv").write_text("from,to\n7010,7011\n")
    result = run(
        "convert", whole, "parts", "--apply", "payroll.si", "--account-map", "map.csv", "--allow-unmapped",
        "--series-map", "L=K", "--renumber", "K=5", "--number-map", "n.csv", "--anonymise", "--split-by", "series",
        "--kind", "4I", "--lang", "sv",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert len(list(Path("parts").iterdir())) == 3
    assert "2024-01-01;L;;1;K;5" in Path("n.csv").read_text("utf-8-sig").splitlines()
    assert not [line for line in result.stderr.splitlines() if " vouchers" in line]


@pytest.mark.parametrize(
    "words",
    [
        ["--number-map", "n.csv"],
        ["--allow-unmapped"],
        ["--period", "2024-13"],
        ["--series-map", "A"],
        ["--split-by", "day"],
        ["--split-by", "object:9"],
        ["--renumber", "--number-map", "whole.se"],
        ["--apply", "nothing.si"],
        ["--new-since", "nothing.se"],
    ],
)
def test_wrong_calls_are_said_and_write_nothing(run, whole, words):
    before = Path(whole).read_bytes()
    for language in ("en", "sv"):
        result = run("convert", whole, "out.se", *words, "--lang", language)
        assert result.exit_code == 2, result.stderr
        assert "Internal" not in result.stderr and "Internt" not in result.stderr
    assert not Path("out.se").exists() and Path(whole).read_bytes() == before
