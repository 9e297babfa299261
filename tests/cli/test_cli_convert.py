from __future__ import annotations

import json

import pytest

import sie

EURO = '#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN "5 € AB"\n'


def test_sie_is_written_anew(run, books, tmp_path):
    result = run("convert", books, "out.se")
    assert (result.exit_code, result.output) == (0, "")
    assert sie.load("out.se") == sie.load(books)
    assert (tmp_path / "out.se").read_bytes().endswith(b"}\r\n")


def test_json_both_ways(run, books):
    assert run("convert", books, "out.JSON").exit_code == 0
    assert run("convert", "out.JSON", "back.se").exit_code == 0
    assert sie.load("back.se") == sie.load(books)


def test_formats_can_be_said(run, books, tmp_path):
    data = run("convert", books, "-", "--to", "json").stdout_bytes
    assert json.loads(data)["ledger"]["company"]["name"] == "Åkeriet i Växjö AB"
    result = run("convert", "-", "-", "--from", "json", stdin=data)
    assert sie.loads(result.stdout_bytes) == sie.load(books)


def test_options_of_writing(run, books):
    result = run("convert", books, "-", "--encoding", "utf-8", "--newline", "lf", "--checksum", "--kind", "4E")
    assert result.exit_code == 0
    assert b"\r" not in result.stdout_bytes
    assert "Växjö".encode() in result.stdout_bytes
    assert result.stdout_bytes.count(b"#KSUMMA") == 2


def test_input_encoding(run, tmp_path):
    (tmp_path / "in.se").write_bytes(EURO.encode("cp1252"))
    run("convert", "in.se", "out.json", "--input-encoding", "cp1252")
    assert "5 € AB" in (tmp_path / "out.json").read_text("utf-8")


@pytest.mark.parametrize("language, words", [("en", "Nothing was written"), ("sv", "Inget skrevs")])
def test_errors_are_told_and_nothing_is_written(run, damaged, tmp_path, language, words):
    result = run("convert", damaged, "out.se", "--lang", language)
    assert result.exit_code == 1
    assert "SIE202" in result.stderr
    assert words in result.stderr
    assert not (tmp_path / "out.se").exists()


def test_errors_can_be_accepted(run, books, tmp_path):
    data = (tmp_path / books).read_bytes()
    (tmp_path / "garbage.se").write_bytes(data.replace(b"#VALUTA", b"VALUTA"))
    assert run("convert", "garbage.se", "out.se").exit_code == 1
    result = run("convert", "garbage.se", "out.se", "--force")
    assert result.exit_code == 0
    assert "SIE101" in result.stderr
    assert sie.load("out.se") == sie.load("garbage.se")


def test_an_amount_that_is_missing_is_not_made_up(run, damaged, tmp_path):
    result = run("convert", damaged, "out.se", "--force")
    assert result.exit_code == 1
    assert "#IB amount (line 20 of the source)" in result.stderr
    assert not (tmp_path / "out.se").exists()


def test_many_errors_are_told_in_short(run, tmp_path):
    (tmp_path / "bad.se").write_bytes(b"#FNAMN A\n" + b"#IB 0 1910 x\n" * 50)
    result = run("convert", "bad.se", "out.se")
    assert result.stderr.count("SIE202") == 20
    assert "... and 79 more;" in result.stderr  # with the warnings that they are duplicates


@pytest.mark.parametrize("extra", [[], ["--force"]])
def test_what_is_no_sie_file_is_not_written(run, not_sie, tmp_path, extra):
    (tmp_path / "empty.se").touch()
    for name in (not_sie, "empty.se", "missing.se", "."):
        result = run("convert", name, "out.se", *extra)
        assert result.exit_code == 2, name
        assert not (tmp_path / "out.se").exists()


def test_the_source_is_not_overwritten(run, books, tmp_path):
    before = (tmp_path / books).read_bytes()
    (tmp_path / "link.se").symlink_to(tmp_path / books)
    for target in (books, "./books.se", "link.se"):
        result = run("convert", books, target)
        assert result.exit_code == 2
        assert "is the file that is read" in result.stderr
    assert (tmp_path / books).read_bytes() == before
    ledger = sie.load(books)
    assert run("convert", books, books, "--force", "--newline", "lf").exit_code == 0
    assert (tmp_path / books).read_bytes() != before
    assert sie.load(books) == ledger


def test_a_letter_that_cp437_lacks(run, tmp_path):
    (tmp_path / "euro.se").write_bytes(b"\xef\xbb\xbf" + EURO.encode())
    for language, hint in (("en", "--substitute writes"), ("sv", "--substitute skriver")):
        result = run("convert", "euro.se", "out.se", "--lang", language)
        assert result.exit_code == 1
        assert "#FNAMN company.name" in result.stderr
        assert "5 EUR AB" in result.stderr
        assert hint in result.stderr
    assert not (tmp_path / "out.se").exists()
    result = run("convert", "euro.se", "out.se", "--substitute")
    assert result.exit_code == 0
    assert result.stderr == "#FNAMN company.name: “5 € AB” -> “5 EUR AB”\n"
    assert sie.load("out.se").company.name == "5 EUR AB"


@pytest.mark.parametrize("language, words", [("en", "it is for writing sie"), ("sv", "till för att skriva sie")])
def test_options_that_json_has_no_use_for(run, books, language, words):
    result = run("convert", books, "out.json", "--newline", "lf", "--lang", language)
    assert result.exit_code == 2
    assert words in result.stderr


def test_json_that_is_none(run, tmp_path):
    for text in ("", "{", '{"format": "other"}', "[1, 2]"):
        (tmp_path / "in.json").write_text(text)
        result = run("convert", "in.json", "out.se")
        assert result.exit_code == 2
        assert result.stderr.startswith("sie: ")
        assert "nternal" not in result.stderr
        assert not (tmp_path / "out.se").exists()


def test_a_place_that_cannot_be_written(run, books, tmp_path):
    (tmp_path / "folder").mkdir()
    for target in ("folder", "no/such/out.se"):
        result = run("convert", books, target, "--lang", "sv")
        assert result.exit_code == 2
        assert ("--to" if target == "folder" else "Kan inte skriva") in result.stderr
    assert "är en fil, och folder en mapp" in run("convert", books, "folder", "--to", "sie", "--lang", "sv").stderr


def test_schema(run):
    result = run("schema")
    assert result.exit_code == 0
    assert "Ledger" in json.loads(result.stdout_bytes)["$defs"]


def test_what_is_lost_is_told(run, books, tmp_path):
    result = run("convert", books, "out.csv", "--lang", "sv")
    assert result.exit_code == 0
    assert "rad 21: SIE801 csv behåller inte #UB (Utgående balans): 2, till exempel" in result.stderr
    assert (tmp_path / "out.csv").read_bytes().startswith("\ufeffLöpnr;Serie;".encode())


@pytest.mark.parametrize("language, words", [("en", "--strict allows no loss"), ("sv", "inte tillåter att något")])
def test_strict_refuses_to_lose_anything(run, books, tmp_path, language, words):
    result = run("convert", books, "out.csv", "--strict", "--lang", language)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "SIE801" in result.stderr
    assert not (tmp_path / "out.csv").exists()
    for target in ("out.csv.zip", "out.xlsx", "out.ndjson", "out.json", "out.se"):
        result = run("convert", books, target, "--strict", "--lang", language)
        assert result.exit_code == 0
        assert result.stderr == ""


@pytest.mark.parametrize("suffix", [".csv.zip", ".xlsx", ".ndjson", ".json"])
def test_there_and_back(run, books, suffix):
    assert run("convert", books, "out" + suffix).exit_code == 0
    assert run("convert", "out" + suffix, "back.se").exit_code == 0
    assert sie.load("back.se") == sie.load(books)


def test_a_folder_of_tables(run, books, tmp_path):
    assert run("convert", books, "tables/", "--to", "csv-tables").exit_code == 0
    assert len(list((tmp_path / "tables").glob("*.csv"))) == 10
    assert run("convert", "tables", "back.se").exit_code == 0  # known by what is in it
    assert sie.load("back.se") == sie.load(books)
    result = run("convert", books, "tables", "--to", "csv-tables")
    assert result.exit_code == 2
    assert "holds something" in result.stderr


def test_standard_input_is_known_by_how_it_begins(run, books):
    for form in ("xlsx", "ndjson", "json", "csv-tables"):
        data = run("convert", books, "-", "--to", form).stdout_bytes
        result = run("convert", "-", "-", stdin=data)
        assert result.exit_code == 0, form
        assert sie.loads(result.stdout_bytes) == sie.load(books)


def test_a_name_that_says_nothing(run, books, tmp_path):
    for target in ("out.odt", "out.zip", "out/"):
        result = run("convert", books, target)
        assert result.exit_code == 2
        assert "--to" in result.stderr
    result = run("convert", books, "x", "--to", "odt")
    assert result.exit_code == 2
    assert "There is no format 'odt'" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["books.se"]


SHEET = """\
Datum;Ver;Konto;Debet;Kredit;Moms
2024-01-15;1;1930;100;;
2024-01-15;1;3001;;100;
2024-02-01;2;1930;50;;
2024-02-01;2;3001;;40;
"""


def test_a_spreadsheet_becomes_vouchers(run, tmp_path):
    (tmp_path / "in.csv").write_text(SHEET.replace(";40", ";50"), "utf-8")
    result = run("convert", "in.csv", "out.si", "--company-name", "Åkeriet", "--year-start", "2024-01-01")
    assert result.exit_code == 0
    assert "in.csv, F1: SIE854 The column “Moms” is not known" in result.stderr
    ledger = sie.load("out.si")
    assert ledger.kind == "4I"
    assert ledger.company.name == "Åkeriet"
    assert [str(voucher.total) for voucher in ledger.vouchers] == ["0.00", "0.00"]
    assert run("check", "out.si").exit_code == 0


def test_bad_cells_of_a_spreadsheet(run, tmp_path):
    (tmp_path / "in.csv").write_text(SHEET, "utf-8")
    words = ("convert", "in.csv", "out.si", "--company-name", "Åkeriet")
    result = run(*words, "--lang", "sv")
    assert result.exit_code == 1
    assert "in.csv, B4: SIE853 Verifikation 2 balanserar inte: raderna summerar till 10" in result.stderr
    assert not (tmp_path / "out.si").exists()
    assert run(*words, "--force").exit_code == 0
    assert [voucher.number for voucher in sie.load("out.si").vouchers] == ["1"]


@pytest.mark.parametrize(
    "option, words",
    [
        (("--year-start", "1/2 2024"), "give a date such as 2024-01-01"),
        (("--delimiter", "ab"), "give one sign"),
        (("--delimiter", "a"), "give one sign"),
        (("--table", "x"), "--table has no meaning when csv becomes sie; it is for reading spreadsheet, xlsx"),
    ],
)
def test_options_that_are_wrong(run, tmp_path, option, words):
    (tmp_path / "in.csv").write_text(SHEET, "utf-8")
    result = run("convert", "in.csv", "out.si", *option)
    assert result.exit_code == 2
    assert words in result.stderr


def test_tabs_and_points(run, books, tmp_path):
    assert run("convert", books, "out.csv", "--delimiter", "TAB", "--decimal", ".").exit_code == 0
    assert "\t1234600.00\t" in (tmp_path / "out.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_the_schema_describes_what_is_written(run, books, tmp_path, form):
    import jsonschema

    schema = json.loads(run("schema", form).stdout_bytes)
    jsonschema.Draft202012Validator.check_schema(schema)
    lines = run("convert", books, "-", "--to", form).stdout_bytes.split(b"\n")
    documents = [b"".join(lines)] if form == "json" else [line for line in lines if line]
    assert len(documents) == (1 if form == "json" else 4)
    for document in documents:
        jsonschema.Draft202012Validator(schema).validate(json.loads(document))


def test_lines_that_are_no_ndjson(run, books, tmp_path):
    run("convert", books, "out.ndjson")
    good = (tmp_path / "out.ndjson").read_bytes()
    for data, words in (
        (b"", "empty"),
        (good[:-40], "Line 4"),
        (good[: good.rindex(b"\n{") + 1], "should have 3 vouchers and has 2"),
        (good.replace(b'"series"', b'"serie"'), "Line 2"),
        (b"{}\n", "Line 1"),
    ):
        (tmp_path / "in.ndjson").write_bytes(data)
        result = run("convert", "in.ndjson", "out.se")
        assert result.exit_code == 2
        assert words in result.stderr


def test_sie_5_there_and_back(run, books, tmp_path):
    there = run("convert", books, "out.sie")
    assert there.exit_code == 0 and (tmp_path / "out.sie").read_bytes().startswith(b"<?xml")
    assert run("convert", "out.sie", "back.se").exit_code == 0
    # what the two lose to one another is told, and held in tests/sie5
    was, now = (
        sorted((v.series, v.number, v.date, v.text, [(r.account, r.amount) for r in v.posted]) for v in books.vouchers)
        for books in (sie.load(books), sie.load("back.se"))
    )
    assert was == now and len(now) > 1
    assert "SIE825" in there.stderr  # it is still to be signed
    (tmp_path / "old.sie").write_bytes((tmp_path / books).read_bytes())  # SIE 4 under that name
    assert run("convert", "old.sie", "old.se").exit_code == 0
    assert sie.load("old.se") == sie.load(books)
