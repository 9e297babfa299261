from __future__ import annotations

import pytest

KEYS = {
    "path", "encoding", "encoding_evidence", "confidence", "format_declared", "format_agrees", "kind", "flag",
    "program", "program_version", "generated", "company", "currency", "chart_type", "tax_year",
    "balances_through", "years", "counts", "sums", "diagnostics",
}  # fmt: skip


def lines(result):
    return [" ".join(line.split()) for line in result.stdout.split("\n")]


def test_json_has_the_keys_that_other_tools_rely_on(answer, books):
    shown = answer("show", books)
    assert set(shown) == KEYS
    assert shown["path"] == "books.se"
    assert (shown["encoding"], shown["format_declared"], shown["format_agrees"]) == ("cp437", "PC8", True)
    assert (shown["kind"], shown["flag"]) == ("4E", 1)
    assert (shown["program"], shown["program_version"]) == ("Bokföraren", "1.2")
    assert shown["generated"] == {"date": "2025-01-31", "sign": "AN"}
    assert shown["company"] == {
        "name": "Åkeriet i Växjö AB",
        "organisation_number": "555555-5555",
        "type": "AB",
        "id": None,
    }
    assert shown["years"] == [
        {"year": 0, "start": "2024-01-01", "end": "2024-12-31"},
        {"year": -1, "start": "2023-01-01", "end": "2023-12-31"},
    ]
    assert shown["counts"] == {
        "accounts": 4,
        "dimensions": 1,
        "objects": 1,
        "vouchers": 3,
        "rows": 6,
        "added_rows": 1,
        "removed_rows": 1,
        "unknown_labels": 0,
    }
    assert shown["sums"] == {
        "0": {
            "opening": "0.00",
            "closing": "1234566.55",
            "result": "-1234566.55",
            "debit": "1234633.45",
            "credit": "1234633.45",
        },
        "-1": {"opening": "7.00", "closing": "0.00", "result": "0.00", "debit": "5.00", "credit": "5.00"},
    }
    assert shown["diagnostics"] == []


def test_json_diagnostics(answer, damaged):
    finding = next(d for d in answer("show", damaged)["diagnostics"] if d["severity"] == "error")
    assert set(finding) == {"code", "name", "severity", "line", "column", "message"}
    assert (finding["code"], finding["line"]) == ("SIE202", 20)
    swedish = next(d for d in answer("show", damaged, "--lang", "sv")["diagnostics"] if d["line"] == 20)
    assert swedish["message"] != finding["message"]


def test_json_is_utf_8_whatever_the_console(run, books):
    assert "Åkeriet".encode() in run("show", books, "--format", "json").stdout_bytes


def test_several_files_are_an_array_and_the_worst_code_wins(run, answer, books, damaged):
    shown = answer("show", books, damaged, "missing.se")
    assert [entry["path"] for entry in shown] == [books, damaged]
    result = run("show", books, damaged, "missing.se")
    assert result.exit_code == 2
    assert result.stdout.count("Åkeriet i Växjö AB") == 2
    assert result.stderr == "sie: There is no file missing.se.\n"
    assert run("show", damaged, books).exit_code == 1


def test_overview_in_english(run, books):
    result = run("show", books)
    assert result.exit_code == 0
    assert lines(result)[:9] == [
        "books.se",
        "",
        "Company Åkeriet i Växjö AB (AB, Limited company)",
        "Organisation no. 555555-5555",
        "Fiscal years 0 2024-01-01 – 2024-12-31",
        "-1 2023-01-01 – 2023-12-31",
        "File type 4E, export of transactions",
        "Program Bokföraren 1.2",
        "Written 2025-01-31 by AN",
    ]
    assert "Rows 6" in lines(result)
    assert "of these added later 1" in lines(result)
    assert "Rows removed (not counted) 1" in lines(result)
    assert "Closing balances 1 234 566.55 0.00" in lines(result)
    assert "Findings" not in result.stdout


@pytest.mark.parametrize(
    "words, environment",
    [
        (["--lang", "sv", "show"], {}),
        (["show", "--lang=SV"], {}),
        (["show"], {"SIE_LANG": "sv"}),
        (["show"], {"LC_ALL": "sv_SE.UTF-8", "LANG": "en_GB.UTF-8"}),
        (["show"], {"LC_ALL": "", "LC_MESSAGES": "sv_SE", "LANG": "C"}),
        (["show"], {"LANG": "sv_SE.UTF-8"}),
    ],
)
def test_overview_in_swedish(run, books, words, environment):
    result = run(*words, books, **environment)
    assert "Företag Åkeriet i Växjö AB (AB, Aktiebolag)" in lines(result)
    assert "Utgående balanser 1 234 566,55 0,00" in lines(result)
    assert "varav tillagda i efterhand 1" in lines(result)


def test_the_option_is_stronger_than_the_locale(run, books):
    assert "Company" in run("show", "--lang", "en", books, LANG="sv_SE.UTF-8").stdout


def test_trial_balance(run, answer, books):
    result = run("show", books, "--trial-balance", "--lang", "sv")
    assert "Saldobalans 2024-01-01 – 2024-12-31 SEK" in lines(result)
    assert "1930 Företagskonto 25 000,50 1 234 600,00 33,45 1 259 567,05" in lines(result)
    assert "3010 Försäljning 1 234 600,00 -1 234 600,00" in lines(result)
    assert "Balanskonton 0,00 1 234 600,00 33,45 1 234 566,55" in lines(result)
    assert "Resultatkonton 0,00 33,45 1 234 600,00 -1 234 566,55" in lines(result)
    assert "Summa 0,00 1 234 633,45 1 234 633,45 0,00" in lines(result)
    table = answer("show", books, "-t")["trial_balance"]
    assert (table["year"], table["start"]) == (0, "2024-01-01")
    assert table["accounts"][0] == {
        "account": "1930",
        "name": "Företagskonto",
        "statement": "balance",
        "opening": "25000.50",
        "debit": "1234600.00",
        "credit": "33.45",
        "closing": "1259567.05",
        "result": None,
    }
    assert [line["account"] for line in table["accounts"]] == ["1930", "2081", "3010", "6570"]


def test_amounts_stand_under_each_other(run, books):
    table = run("show", books, "-t").stdout.split("\n")
    ends = {len(line) for line in table if line.startswith(("1930", "2081", "3010", "6570"))}
    assert len(ends) == 1


def test_trial_balance_of_the_year_before(run, books):
    shown = lines(run("show", books, "-t", "--year", "-1"))
    assert "1930 Företagskonto 7.00 5.00" in shown
    assert not any(line.startswith("2081") for line in shown)
    assert "No account has anything in year -4." in run("show", books, "-t", "--year", "-4").stdout


def test_vouchers(run, books):
    result = run("show", books, "--vouchers")
    shown = lines(result)
    assert "A 1 2024-01-15 Försäljning (registered 2024-01-16, AN)" in shown
    assert "3010 Försäljning 1 234 600.00 Frakt 6:P1 3 2024-01-14" in shown
    assert "- 6570 Bankkostnader 12.00 removed by BO" in shown
    assert "+ 6570 Bankkostnader 33.45 added by CE" in shown
    assert "3 vouchers 1 234 638.45 1 234 638.45" in shown
    assert "out of balance" not in result.stdout


@pytest.mark.parametrize(
    "words, numbers",
    [
        ([], ["1", "2", "3"]),
        (["--series", "A"], ["1", "3"]),
        (["--series", "A", "--series", "B"], ["1", "2", "3"]),
        (["--series", ""], []),
        (["--account", "3010"], ["1"]),
        (["--account", "6570", "--account", "3010"], ["1", "2", "3"]),
        (["--from", "2024-01-15"], ["1", "2"]),
        (["--from", "20240116", "--to", "20240301"], ["2"]),
        (["--to", "2023-12-31"], ["3"]),
        (["--year", "-1"], ["3"]),
        (["--year", "0"], ["1", "2"]),
    ],
)
def test_vouchers_are_chosen(answer, books, words, numbers):
    assert [voucher["number"] for voucher in answer("show", books, "-v", *words)["vouchers"]] == numbers


def test_voucher_as_json(answer, books):
    voucher = answer("show", books, "-v", "--series", "B")["vouchers"][0]
    assert voucher["total"] == "0.00"
    assert [(row["kind"], row["amount"], row["sign"]) for row in voucher["rows"]] == [
        ("normal", "-33.45", None),
        ("removed", "12.00", "BO"),
        ("added", "33.45", "CE"),
    ]


def test_a_voucher_out_of_balance_says_so(run, tmp_path):
    (tmp_path / "a.se").write_bytes(b"#FNAMN A\n#VER A 1 20240101\n{\n#TRANS 1910 {} 10\n#TRANS 1920 {} -8.5\n}\n")
    assert "obalans 1,50" in run("show", "a.se", "-v", "--lang", "sv").stdout


def test_standard_input(answer, run, books, tmp_path):
    shown = answer("show", "-", stdin=(tmp_path / books).read_bytes())
    assert (shown["path"], shown["company"]["name"]) == ("-", "Åkeriet i Växjö AB")
    assert run("show", "-", stdin=b"").exit_code == 2


def test_encoding_and_kind_can_be_said(answer, books):
    assert answer("show", books, "--kind", "4i")["kind"] == "4I"
    shown = answer("show", books, "--encoding", "cp1252")
    assert shown["encoding"] == "cp1252"
    assert shown["company"]["name"] != "Åkeriet i Växjö AB"


def test_an_encoding_that_does_not_exist(run, books):
    result = run("show", books, "--encoding", "klingon", "--lang", "sv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Det finns ingen kodning 'klingon'" in result.stderr


@pytest.mark.parametrize("language, word", [("en", "error "), ("sv", "fel ")])
def test_findings_are_grouped_or_all_listed(run, tmp_path, language, word):
    (tmp_path / "bad.se").write_bytes(b"#FNAMN A\n" + b"#IB 0 1910 x\n" * 8 + b"#IB 0 1920 y\n")
    result = run("show", "bad.se", "--lang", language)
    assert result.exit_code == 1
    assert result.stdout.count("SIE202") == 1
    assert "2, 3, 4, 5, 6, ..." in result.stdout
    every = run("show", "bad.se", "--findings", "--lang", language)
    assert every.stdout.count("SIE202") == 9
    assert f"bad.se:10:12: {word}SIE202: " in every.stdout


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_is_no_sie_file(run, answer, not_sie, tmp_path, language):
    (tmp_path / "empty.se").touch()
    (tmp_path / "folder.se").mkdir()
    for name, message in [
        (not_sie, {"en": "it looks like a web page", "sv": "det ser ut som en webbsida"}),
        ("empty.se", {"en": "The file is empty.", "sv": "Filen är tom."}),
        ("folder.se", {"en": "is a folder, not a file.", "sv": "är en mapp, ingen fil."}),
        ("missing.se", {"en": "There is no file missing.se.", "sv": "Filen missing.se finns inte."}),
    ]:
        result = run("show", name, "--lang", language)
        assert (result.exit_code, result.stdout) == (2, ""), name
        assert message[language] in result.stderr
        assert result.stderr.count("\n") == 1
    assert answer("show", not_sie)["diagnostics"][0]["code"] == "SIE002"


HOSTILE = (
    b'#FLAGGA 0\n#FNAMN "[red]Bolaget\x1b[2J [/nope] AB"\n#ORGNR \x1b]0;titel\x07\n#RAR 0 20240101 20241231\n'
    b'#KONTO 1910 "[link=http://x]Kassa\x1b[31m"\n#IB 0 1910 1\n#VER A 1 20240101 "[bold]text\x1b[0m"\n{\n'
    b'#TRANS 1910 {6 "\x1bP"} 1 "" "\x08\x08[/]"\n#TRANS 1910 {} -1\n}\n'
)


def test_hostile_names_are_harmless(run, tmp_path):
    (tmp_path / "evil.se").write_bytes(HOSTILE)
    for words in ([], ["-t"], ["-v"], ["--findings"], ["--format", "json", "-v", "-t"]):
        result = run("show", "evil.se", *words)
        for sign in b"\x1b\x07\x08\x9b":
            assert sign not in result.stdout_bytes.replace("–".encode(), b"")
    shown = run("show", "evil.se", "-t", "-v").stdout
    assert r"[red]Bolaget\x1b[2J [/nope] AB" in shown
    assert r"[link=http://x]Kassa\x1b[31m" in shown
    assert r"[bold]text\x1b[0m" in shown


def test_a_hostile_file_name_is_harmless(run):
    result = run("show", "evil\x1b[2J.se")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "[2J.se" in result.stderr


@pytest.mark.parametrize(
    "words, en, sv",
    [
        (["show"], "Missing argument", "saknas"),
        (["show", "x", "--formatt", "json"], "No such option", "Det finns inget val --formatt. Menade du --format"),
        (["show", "x", "--format", "xml"], "is not one of", "Ogiltigt värde för '--format': välj bland text, json."),
        (["show", "x", "-v", "--from", "2024-02-30"], "is no day", "är ingen dag"),
        (["show", "x", "-v", "--from", "24-2-3"], "is no day", "är ingen dag"),
        (["show", "x", "--series", "A"], "add --vouchers", "lägg till --vouchers"),
        (["show", "x", "--year", "0"], "goes with --trial-balance", "hör ihop med --trial-balance"),
        (["show", "x", "--kind", "5"], "is not one of", "välj bland 1, 2, 3, 4I, 4E"),
        (["sho"], "No such command", "Det finns inget"),
        (["schema", "json", "x"], "unexpected extra argument", "För många"),
    ],
)
def test_wrong_calls(run, words, en, sv):
    english, swedish = run(*words), run("--lang", "sv", *words)
    assert (english.exit_code, swedish.exit_code) == (2, 2)
    assert en in english.stderr
    assert sv in swedish.stderr
    assert english.stdout == swedish.stdout == ""
