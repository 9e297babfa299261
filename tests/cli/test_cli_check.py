"""``sie check`` as a user runs it, and its companions ``explain``, ``rules`` and ``profiles``."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sie.checks.registry import pages
from sie.profiles import PROFILES
from tests.cli.conftest import Run
from tests.conftest import FIXTURES, ROOT

GOOD = FIXTURES / "clean" / "typ4e.se"
BAD = FIXTURES / "rules" / "SIE501-unbalanced-voucher.si"
WARN = FIXTURES / "rules" / "SIE504-opening-not-zero.se"
YEARS = [str(FIXTURES / "profiles" / f"visma-administration-{year}.se") for year in (2022, 2023, 2024)]


def test_a_file_in_order_says_so_in_one_line(run: Run) -> None:
    result = run("check", str(GOOD))
    assert (result.exit_code, result.stdout) == (0, "1 file: nothing to object to\n")
    assert run("check", str(GOOD), "--lang", "sv").stdout == "1 fil: inget att anmärka på\n"


def test_exit_codes(run: Run, not_sie: str) -> None:
    for words, code in (
        ([str(BAD)], 1),
        ([str(WARN)], 0),
        ([str(WARN), "--fail-on", "warning"], 1),
        ([str(WARN), "--severity", "SIE504=error"], 1),
        ([str(BAD), "--severity", "SIE501=info"], 0),
        ([str(BAD), "--severity", "SIE5=off", "--fail-on", "warning"], 0),
        ([str(BAD), "--ignore", "SIE501,SIE4"], 0),
        ([str(BAD), "--select", "SIE6"], 0),
        (["missing.se"], 2),
        ([str(GOOD), "missing.se"], 2),
        ([not_sie], 2),
        ([str(FIXTURES / "clean")], 2),
        ([str(GOOD), "--profile", "nothing"], 2),
        ([str(GOOD), "--ignore", "XYZ"], 2),
        ([str(GOOD), "--severity", "SIE501"], 2),
        ([str(GOOD), "--severity", "SIE501=bad"], 2),
        ([str(GOOD), "--encoding", "klingon"], 2),
    ):
        assert run("check", *words).exit_code == code, words


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_refusal_says_what_to_do(run: Run, language: str) -> None:
    for words, en, sv in (
        (["missing.se"], "There is no file missing.se", "Filen missing.se finns inte"),
        ([str(FIXTURES / "clean")], "add --recursive", "lägg till --recursive"),
        (["--recursive", str(FIXTURES.parent / "docs")], "no .se or .si file", "ingen .se- eller .si-fil"),
        ([str(GOOD), "--profile", "x"], "visma-administration", "välj bland"),
        ([str(GOOD), "--ignore", "XYZ"], "sie rules", "sie rules"),
        ([str(GOOD), "--severity", "SIE501"], "SIE609=info", "SIE609=info"),
        ([str(GOOD), "--severity", "SIE501=bad"], "error, warning, info, off", "error, warning, info, off"),
    ):
        result = run("check", *words, "--lang", language)
        assert (en if language == "en" else sv) in result.output, (words, result.output)
        assert "Traceback" not in result.output


def test_text_names_place_code_cause_and_remedy(run: Run) -> None:
    out = run("check", str(BAD), "--lang", "sv").stdout
    assert f"{BAD}:15:1: fel SIE501 Verifikation A1 den 2024-01-31 balanserar inte" in out
    assert "Jämför med källprogrammet" in out
    assert out.endswith("1 fil: 1 fel\n")


def test_findings_of_one_cause_are_one_unless_all_are_wanted(run: Run, answer: Callable[..., Any]) -> None:
    head = "#FLAGGA 0\r\n#PROGRAM X 1\r\n#FORMAT PC8\r\n#GEN 20250101\r\n#SIETYP 4\r\n#FNAMN X\r\n#KONTO 1910 Kassa\r\n"
    books = head + "#RAR 0 20240101 20241231\r\n#IB 0 1910 0\r\n"
    for number in range(1, 9):
        books += f"#VER A {number} 20240131 x\r\n{{\r\n#TRANS 1910 {{}} -1\r\n#TRANS 3041 {{}} 1\r\n}}\r\n"
    Path("a.se").write_bytes(books.encode())
    out = run("check", "a.se").stdout
    assert out.count("SIE401") == 1 and "a.se:13:1: error SIE401" in out and "(8 times)" in out
    found = answer("check", "a.se")["files"][0]["findings"]
    mine = next(f for f in found if f["code"] == "SIE401")
    assert (mine["count"], mine["line"], mine["lines"]) == (8, 13, [13])
    grouped = run("check", str(FIXTURES / "damaged" / "garbage-lines.se"), "--severity", "SIE101=info").stdout
    assert "SIE101" in grouped
    every = [f for f in answer("check", "a.se", "--all")["files"][0]["findings"] if f["code"] == "SIE401"]
    assert sum(f["count"] for f in every) == 8
    short = run("check", str(FIXTURES / "damaged" / "lower-case-labels.se"), "--all").stdout
    assert short.count("SIE102") == 4


def test_json_has_what_other_tools_rely_on(answer: Callable[..., Any]) -> None:
    found = answer("check", str(BAD), "--profile", "visma-administration", "--select", "SIE501")
    assert found["version"] == 1
    file = found["files"][0]
    assert file["path"] == str(BAD) and file["profile"] == "visma-administration"
    assert file["counts"] == {"error": 1, "warning": 0, "info": 0}
    finding = file["findings"][0]
    assert {k: finding[k] for k in ("code", "name", "severity", "line", "column", "count")} == {
        "code": "SIE501",
        "name": "unbalanced-voucher",
        "severity": "error",
        "line": 15,
        "column": 1,
        "count": 1,
    }
    assert "does not balance" in finding["message"]


def test_a_folder_is_looked_through_in_order(run: Run) -> None:
    for name in ("b/2.SE", "b/1.si", "a.se", "b/c/3.se", "b/note.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(GOOD.read_bytes())
    found = json.loads(run("check", ".", "-r", "--exclude", "3.*", "--format", "json").stdout_bytes)
    assert [file["path"] for file in found["files"]] == ["a.se", "b/1.si", "b/2.SE"]
    again = json.loads(run("check", "a.se", ".", "-r", "--format", "json").stdout_bytes)
    assert len(again["files"]) == 4


def test_processes_make_no_difference() -> None:
    def out(jobs: str) -> bytes:
        words = ["check", "fixtures/damaged", "fixtures/rules", "-r", "--format", "json", "--jobs", jobs]
        return subprocess.run([sys.executable, "-m", "sie", *words], cwd=ROOT, capture_output=True).stdout

    one = out("1")
    assert one == out("2") and len(json.loads(one)["files"]) > 100


def test_years_of_a_company_are_judged_together(answer: Callable[..., Any]) -> None:
    found = answer("check", *YEARS, "--profile", "visma-administration")
    assert [sum(file["counts"][k] for k in ("error", "warning")) for file in found["files"]] == [0, 0, 0]
    texts = [f["message"] for file in found["files"] for f in file["findings"] if f["code"] == "SIE625"]
    assert "number 1 of 3: opening balances and vouchers" in texts[0] and "vouchers only" in texts[2]
    gap = answer("check", YEARS[2], YEARS[0], "--profile", "visma-administration")
    assert [f["code"] for f in gap["files"][0]["findings"] if f["severity"] == "error"] == ["SIE623"]
    apart = answer("check", YEARS[2], YEARS[0], "--profile", "visma-administration", "--separate")
    assert "SIE623" not in json.dumps(apart)
    joined = answer("check", YEARS[2], YEARS[0], "--together")
    assert "SIE623" in json.dumps(joined)


def test_standard_input(run: Run) -> None:
    result = run("check", "-", stdin=BAD.read_bytes())
    assert result.exit_code == 1 and result.stdout.startswith("-:15:1: error SIE501")


def test_a_report_goes_to_a_file(run: Run) -> None:
    for form in ("text", "json", "sarif", "github", "junit"):
        result = run("check", str(BAD), "--format", form, "--output", f"out.{form}")
        assert result.exit_code == 1 and result.stdout == ""
        assert b"SIE501" in Path(f"out.{form}").read_bytes()
        assert Path(f"out.{form}").read_bytes() == run("check", str(BAD), "--format", form).stdout_bytes


def test_configuration(run: Run) -> None:
    Path("old").mkdir()
    for name in ("a.se", "old/b.se"):
        Path(name).write_bytes(BAD.read_bytes())
    Path("pyproject.toml").write_text(
        '[tool.sie]\nselect = ["SIE5"]\nseverity = {SIE501 = "warning"}\nfail-on = "warning"\n'
        '[tool.sie.per-path."old/*"]\nignore = ["SIE501"]\n'
    )
    assert run("check", "a.se").exit_code == 1
    assert run("check", "old/b.se").exit_code == 0
    assert run("check", "a.se", "--fail-on", "error").exit_code == 0
    assert run("check", "a.se", "--severity", "SIE501=info").exit_code == 0
    assert run("check", "old/b.se", "--no-config").exit_code == 1
    Path("sie.toml").write_text('ignore = ["SIE501"]\n')
    assert run("check", "a.se").exit_code == 0
    Path("sie.toml").write_text("ignorera = []\n")
    result = run("check", "a.se", "--lang", "sv")
    assert result.exit_code == 2 and "sie.toml" in result.stderr and "ignorera" in result.stderr


def test_a_profile_of_ones_own(run: Run, answer: Callable[..., Any]) -> None:
    Path("byran.toml").write_text(
        'title = "Byrån"\nbase = "visma-administration"\ntogether = false\n'
        'severities = {SIE609 = "off", VAD018 = "error"}\n'
        '[[demands]]\ncode = "BYR001"\nname = "byran-names"\ncheck = "name-length"\nlimit = {account = 10}\n'
        'severity = "error"\nen = "Short names."\nsv = "Korta namn."\nsource = "Own rule"\ndate = 2026-01-01\n'
        'certainty = "C"\n'
    )
    found = answer("check", str(GOOD), "--profile", "byran.toml")["files"][0]
    assert found["profile"] == "byran"
    codes = {f["code"] for f in found["findings"]}
    assert "BYR001" in codes and "VAD006" in codes
    assert "Byrån" in next(f["message"] for f in found["findings"] if f["code"] == "BYR001")
    assert "BYR001" in run("profiles", "byran.toml").stdout
    for wrong, part in (
        ("base = 'x'\n", "visma-administration"),
        ("colour = 1\n", "colour"),
        ("severities = {SIE609 = 'loud'}\n", "loud"),
        ("[[demands]\n", "TOML"),
    ):
        Path("wrong.toml").write_text(wrong)
        result = run("check", str(GOOD), "--profile", "wrong.toml")
        assert result.exit_code == 2 and "wrong.toml" in result.stderr and part in result.stderr, wrong


def test_in_a_terminal_the_line_is_shown_and_the_column_marked() -> None:
    primary, secondary = pty.openpty()
    path = str(FIXTURES / "rules" / "SIE202-bad-amount.si")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "SIE_LANG": "en"}
    process = subprocess.Popen(
        [sys.executable, "-m", "sie", "check", path], stdout=secondary, stderr=secondary, cwd=ROOT, env=environment
    )
    os.close(secondary)
    out = b""
    while True:
        try:
            piece = os.read(primary, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    assert process.wait() == 1
    lines = [line.rstrip("\r") for line in out.decode().split("\n")]
    at = next(n for n, line in enumerate(lines) if "#TRANS 1910 {} 25kr" in line)
    mark = lines[at + 1].replace("\x1b[2m", "").replace("\x1b[0m", "").replace("\x1b[1;31m", "")
    shown = lines[at].replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert mark.index("^^^^") == shown.index("25kr")
    assert "\x1b[1;31m" in out.decode()


def test_explain(run: Run, answer: Callable[..., Any]) -> None:
    assert "Double" not in run("explain", "SIE501", "--lang", "sv").stdout
    sv = run("explain", "unbalanced-voucher", "--lang", "sv").stdout
    assert "Varje debet har sin kredit" in sv and "#TRANS 4010 {} 20.00" in sv
    en = run("explain", "sie501").stdout
    assert "Every debit has its credit" in en and "11 #TRANS" in en
    assert "visma-administration" in run("explain", "VAD006").stdout
    assert answer("explain", "SIE501")["severity"] == "error"
    assert [page["code"] for page in answer("explain", "SIE501", "VAD006")] == ["SIE501", "VAD006"]
    near = run("explain", "unbalanced-vouchers")
    assert near.exit_code == 2 and "unbalanced-voucher" in near.stderr
    assert run("explain", "zzz", "--lang", "sv").exit_code == 2


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_finding_can_be_explained(run: Run, language: str) -> None:
    result = run("explain", *pages(), "--lang", language)
    assert result.exit_code == 0
    for page in pages().values():
        assert page.finding.code in result.stdout


def test_rules(run: Run, answer: Callable[..., Any]) -> None:
    assert [page["code"] for page in answer("rules")] == list(pages())
    own = answer("rules", "--profile", "fortnox")
    assert {page["profile"] for page in own} == {"fortnox"}
    assert "SIE501" in run("rules", "--lang", "sv").stdout


def test_profiles(run: Run, answer: Callable[..., Any]) -> None:
    assert [profile["name"] for profile in answer("profiles")] == list(PROFILES)
    found = answer("profiles", "visma-administration")
    assert {"source", "date", "certainty", "en", "sv", "code"} <= set(found["demands"][0])
    text = run("profiles", "visma-administration", "--lang", "sv").stdout
    assert "VAD006 fel  En serie är en bokstav från A till Z" in text and "bekräftat" in text and "2026-11-23" in text
    assert run("profiles", "x").exit_code == 2


def test_a_console_of_old_windows_can_show_it() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp850", "SIE_LANG": "sv"}
    done = subprocess.run(
        [sys.executable, "-m", "sie", "check", "fixtures/rules", "-r"], cwd=ROOT, env=environment, capture_output=True
    )
    assert done.returncode == 2 and done.stdout.decode("cp850").count("SIE") > 50 and not done.stderr


def test_the_report_is_never_written_over_a_file_that_is_checked(run: Run) -> None:
    data = BAD.read_bytes()
    Path("books.si").write_bytes(data)
    for words in (["books.si"], [".", "-r"]):
        result = run("check", *words, "--output", "./books.si")
        assert result.exit_code == 2 and "name another one" in result.stderr
        assert Path("books.si").read_bytes() == data


@pytest.mark.parametrize("words", [["--select", "SIE5"], ["--ignore", "SIE00"], ["--severity", "SIE0=off"]])
def test_what_is_no_sie_file_never_gets_a_green_light(run: Run, not_sie: str, words: list[str]) -> None:
    Path("empty.se").write_bytes(b"")
    for name in (not_sie, "empty.se"):
        assert run("check", name, *words).exit_code == 2
