"""``sie check`` as a user runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

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
        (["--recursive", str(FIXTURES.parent / "docs")], "no .se, .si or .sie file", "ingen .se-, .si- eller .sie-fil"),
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


def in_terminal(*words: str, columns: int = 100, folder: Path = ROOT) -> tuple[int, str]:
    """The exit code, and what is seen in a terminal of this width."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    environment |= {"TERM": "xterm", "SIE_LANG": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sie", "check", *words]
    child = subprocess.Popen(command, stdout=follower, stderr=follower, cwd=folder, env=environment)
    os.close(follower)
    guard = threading.Timer(30, child.kill)
    guard.start()
    out = b""
    try:
        while piece := os.read(leader, 65536):
            out += piece
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    guard.cancel()
    return child.wait(timeout=60), out.decode().replace("\r\n", "\n")


def bare(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


terminals = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")


@terminals
def test_in_a_terminal_the_line_is_shown_and_the_column_marked() -> None:
    code, out = in_terminal(str(FIXTURES / "rules" / "SIE202-bad-amount.si"))
    assert code == 1 and "\x1b[1;31m" in out
    lines = bare(out).split("\n")
    at = next(n for n, line in enumerate(lines) if "#TRANS 1910 {} 25kr" in line)
    assert lines[at + 1].index("^^^^") == lines[at].index("25kr")
    assert lines[at + 1].count("^") == 4
    assert lines[at + 2].startswith("      = Amounts are digits")


@terminals
@pytest.mark.parametrize("columns", [44, 80, 200])
def test_the_mark_is_right_under_wide_letters_tabs_escapes_and_in_narrow_terminals(
    tmp_path: Path, columns: int
) -> None:
    texts = {
        "wide.se": '#KONTO 1910 "日本語 Åäö" here',
        "tab.se": '#KONTO\t1910\t"Kassa"\there',
        "escape.se": '#KONTO 1910 "\x1b[2J\x07" here',
        "long.se": f'#KONTO 1910 "{"long " * 60}" here {"after " * 60}',
        "longer.se": f'#KONTO 1910 "{"日本" * 60}" here {"語" * 60}',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(f"#FLAGGA 0\n#SIETYP 4\n{text}\n", "utf-8")
    code, out = in_terminal(*texts, "--select", "SIE109", columns=columns, folder=tmp_path)
    assert code == 0 and "\x1b[2J" not in out and "\x07" not in out and "\t" not in out
    lines = bare(out).split("\n")
    shown = [number for number, line in enumerate(lines) if line.startswith("    3 | ")]
    assert len(shown) == len(texts)
    for name, at in zip(texts, shown, strict=True):
        assert lines[at - 1].startswith(f"{name}:3:") and cell_len(lines[at]) <= columns
        before, found, _ = lines[at].partition(" here")
        assert found, (name, lines[at])
        lead, mark, _ = lines[at + 1].partition("^")
        assert mark and cell_len(lead) == cell_len(before) + 1, name


@terminals
def test_in_a_terminal_the_line_is_read_in_the_encoding_that_was_named(tmp_path: Path) -> None:
    (tmp_path / "a.se").write_bytes('#FLAGGA 0\n#SIETYP 4\n#KONTO 1910 "åäö" extra\n'.encode("cp1252"))
    _, out = in_terminal("a.se", "--select", "SIE109", "--encoding", "cp437", folder=tmp_path)
    assert '"σΣ÷" extra' in bare(out)


@terminals
def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.si"
    os.mkfifo(pipe)
    feeder = threading.Thread(target=lambda: pipe.write_bytes(BAD.read_bytes()), daemon=True)
    feeder.start()
    code, out = in_terminal("pipe.si", folder=tmp_path)
    assert code == 1 and "SIE501" in out and "   15 | " not in out


def test_only_lines_that_are_shown_are_read_again(tmp_path: Path) -> None:
    import sie
    from sie.cli.check import _lines_of
    from sie.report.check import FileResult

    path = tmp_path / "a.se"
    path.write_bytes(b"#FLAGGA 0\n" + b"".join(b'#KONTO 19%d "A" x\n' % n for n in range(10, 30)))
    result = FileResult(path=str(path), report=sie.check(path, select=["SIE109"], every=True))
    assert sorted(_lines_of(result, False, None)) == [2, 3, 4, 5, 6]
    assert len(_lines_of(result, True, None)) == 20


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


def test_several_files_each_have_a_verdict_and_all_together_one(run: Run, books: str) -> None:
    out = run("check", str(BAD), str(GOOD), "missing.se").stdout.splitlines()
    assert out[1:] == [
        f"{BAD}: 1 error",
        "missing.se: error: There is no file missing.se.",
        "3 files: 1 error, 1 unreadable file",
    ]
    out = run("check", str(GOOD), str(WARN), "--lang", "sv").stdout.splitlines()
    assert out[-2:] == [f"{WARN}: 1 varning", "2 filer: 1 varning"]


def test_quiet_gives_findings_only(run: Run) -> None:
    assert run("check", str(GOOD), str(FIXTURES / "clean" / "typ1.se"), "-q").stdout == ""
    result = run("check", str(BAD), str(WARN), "--quiet")
    assert result.exit_code == 1 and len(result.stdout.splitlines()) == 2
    assert "missing.se" in run("check", "missing.se", "-q").stdout


def test_a_folder_may_hold_many_companies_unless_it_is_said_to_hold_one(answer: Callable[..., Any]) -> None:
    Path("in").mkdir()
    for year, path in enumerate(YEARS):
        Path(f"in/{year}.se").write_bytes(Path(path).read_bytes())
    words = ("check", "in", "-r", "--profile", "visma-administration")
    assert "SIE625" not in json.dumps(answer(*words))
    assert "SIE625" in json.dumps(answer(*words, "--together"))
    assert "SIE625" in json.dumps(answer("check", "in/0.se", "in/1.se", "--profile", "visma-administration"))


def test_files_judged_together_keep_the_settings_of_their_paths(answer: Callable[..., Any]) -> None:
    for name, path in zip(("a.se", "b.se", "c.se"), (YEARS[0], YEARS[2], YEARS[1]), strict=True):
        Path(name).write_bytes(Path(path).read_bytes())
    Path("sie.toml").write_text('[per-path."a.se"]\nignore = ["SIE625"]\n')
    found = answer("check", "a.se", "b.se", "c.se", "--profile", "visma-administration")
    codes = [{f["code"] for f in file["findings"]} for file in found["files"]]
    assert ["SIE625" in each for each in codes] == [False, True, True]
    Path("sie.toml").write_text('[per-path."a.se"]\nprofile = "visma-administration"\n')
    found = answer("check", "a.se", "b.se", "--together")
    assert [file["profile"] for file in found["files"]] == ["visma-administration", None]
    assert "SIE623" in json.dumps(found) and "SIE625" not in json.dumps(found)  # they are not bound for one program


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in/locked").mkdir(parents=True)
    Path("in/a.se").write_bytes(GOOD.read_bytes())
    real = os.scandir

    def scandir(place: Any) -> Any:
        if str(place).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(place))
        return real(place)

    monkeypatch.setattr(os, "scandir", scandir)
    result = run("check", "in", "-r")
    assert result.exit_code == 2 and result.stdout.endswith("2 files: 1 unreadable file\n")
    assert str(Path("in/locked")) in result.stdout


def test_a_file_that_cannot_be_read_is_in_every_format(run: Run) -> None:
    for form, part in (
        ("text", "missing.se: fel: Filen missing.se finns inte"),
        ("json", '"error": "Filen missing.se finns inte'),
        ("sarif", '"executionSuccessful": false'),
        ("github", "::error file=missing.se,title=sie::Filen missing.se finns inte"),
        ("junit", '<error message="Filen missing.se finns inte'),
    ):
        result = run("check", "missing.se", str(BAD), "--format", form, "--lang", "sv")
        assert result.exit_code == 2 and part in result.stdout and "SIE501" in result.stdout, form


def test_what_the_command_line_names_outweighs_the_configuration(run: Run) -> None:
    Path("a.se").write_bytes(BAD.read_bytes())
    Path("sie.toml").write_text('ignore = ["SIE50"]\n')
    assert run("check", "a.se").exit_code == 0
    assert run("check", "a.se", "--select", "SIE501").exit_code == 1
    assert run("check", "a.se", "--severity", "SIE501=error").exit_code == 1
    assert run("check", "a.se", "--select", "SIE5").exit_code == 0  # what it ignores is more special
    Path("sie.toml").write_text('severity = {SIE501 = "off"}\nselect = ["SIE6"]\nprofile = "fortnox"\n')
    assert run("check", "a.se").exit_code == 0
    assert run("check", "a.se", "--severity", "SIE5=error", "--select", "SIE5").exit_code == 1
    found = json.loads(run("check", "a.se", "--profile", "bokio", "--format", "json").stdout_bytes)
    assert found["files"][0]["profile"] == "bokio"
    Path("byran.toml").write_text('base = "fortnox"\n')
    Path("sub").mkdir()
    Path("sie.toml").write_text('profile = "byran.toml"\n')
    os.chdir("sub")
    found = json.loads(run("check", "../a.se", "--format", "json").stdout_bytes)
    assert found["files"][0]["profile"] == "byran"


HOSTILE = (b"a,b:c%41\x1b[2J.si", b"nl\nx\r::error::y.si", b"bad\xff\xe9.si", b"]]>&<'\".si", "nb\u00a0å.si".encode())


@pytest.fixture
def hostile(tmp_path: Path) -> list[str]:
    if sys.platform != "linux":
        pytest.skip("needs a system that takes any bytes for a name")
    names = [os.fsdecode(name) for name in sorted(HOSTILE)]
    for name in names:
        Path(name).write_bytes(BAD.read_bytes().replace(b"Kaffe", b"\x1b[2J]]>::error::\x07,%41"))
    return names


def test_hostile_names_and_contents_command_nothing(run: Run, hostile: list[str]) -> None:
    for form in ("text", "json", "sarif", "github", "junit"):
        result = run("check", ".", "-r", "--format", form)
        assert result.exit_code == 1, form
        assert not re.search(r"[\x00-\x09\x0b-\x0c\x0e-\x1f\x7f-\x9f]", result.stdout), form
        assert result.stdout.count("SIE501") >= 5


def test_hostile_names_come_through_where_they_can(run: Run, hostile: list[str]) -> None:
    found = json.loads(run("check", ".", "-r", "--format", "json").stdout_bytes)
    assert [file["path"] for file in found["files"]] == sorted(hostile)
    log = json.loads(run("check", ".", "-r", "--format", "sarif").stdout_bytes)
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in log["runs"][0]["results"]}
    from urllib.parse import unquote_to_bytes

    assert {unquote_to_bytes(uri) for uri in uris} == set(HOSTILE)
    top = ElementTree.fromstring(run("check", ".", "-r", "--format", "junit").stdout_bytes)
    assert len(top.findall("testsuite")) == 5
    lines = run("check", ".", "-r", "--format", "github").stdout.split("\n")
    assert sum(line.startswith("::error ") for line in lines) == 5
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines if line)


@pytest.mark.parametrize("form", ["text", "sarif", "github", "junit"])
def test_processes_make_no_difference_to_any_format(run: Run, form: str, hostile: list[str], not_sie: str) -> None:
    words = ["check", *hostile, not_sie, "missing.se", str(GOOD), "--format", form, "--profile", "visma-administration"]

    def out(jobs: str) -> tuple[int, bytes]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "sie", *words, "--jobs", jobs]
        done = subprocess.run(command, capture_output=True, env=environment)
        assert not done.stderr
        return done.returncode, done.stdout

    one = out("1")
    assert one[0] == 2 and one == out("0" if form == "text" else "2")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_consoles_that_lack_letters(encoding: str, hostile: list[str]) -> None:
    for form in ("text", "json", "sarif", "github", "junit") if encoding == "cp1252" else ("text",):
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "SIE_LANG": "sv", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "sie", "check", ".", "-r", "--format", form]
        done = subprocess.run(command, env=environment, capture_output=True)
        assert (done.returncode, done.stderr) == (1, b""), form
        if form in ("text", "github"):
            assert "balanserar inte: raderna summerar till" in done.stdout.decode(encoding)
        else:  # documents say their own encoding, whatever the console has
            assert done.stdout.decode("utf-8")


def test_in_a_pipe_a_finding_is_a_line_without_colours(run: Run) -> None:
    result = run("check", str(BAD), FORCE_COLOR="1", TERM="xterm")
    assert "\x1b" not in result.stdout and len(result.stdout.splitlines()) == 2


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
def test_a_broken_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "sie", "check", "fixtures/rules", "fixtures/damaged", "-r", "--all"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.read(1)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=60) == 2


def test_a_report_that_cannot_be_written_leaves_what_was_there(run: Run) -> None:
    Path("folder").mkdir()
    for language, words in (("en", "Cannot write folder"), ("sv", "Kan inte skriva folder")):
        result = run("check", str(BAD), "--format", "json", "--output", "folder", "--lang", language)
        assert result.exit_code == 2 and words in result.stderr
    assert list(Path("folder").iterdir()) == []


def test_the_sarif_explains_the_codes_of_a_profile_of_ones_own(answer: Callable[..., Any], run: Run) -> None:
    Path("byran.toml").write_text(
        '[[demands]]\ncode = "BYR001"\nname = "byran-names"\ncheck = "name-length"\nlimit = {account = 3}\n'
        'severity = "error"\nen = "Short names."\nsv = "Korta namn."\nsource = "Own rule"\ndate = 2026-01-01\n'
        'certainty = "C"\n',
        "utf-8",
    )
    log = json.loads(
        run("check", str(GOOD), "--profile", "byran.toml", "--format", "sarif", "--lang", "sv").stdout_bytes
    )
    rule = next(rule for rule in log["runs"][0]["tool"]["driver"]["rules"] if rule["id"] == "BYR001")
    assert rule["shortDescription"]["text"] == "Korta namn." and "Own rule" in rule["help"]["text"]


def test_a_bar_for_those_who_wait_changes_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from sie.cli import check as module

    for some in (["check", str(GOOD)], ["check", str(GOOD), str(BAD), "missing.se"], ["check", "-"]):
        plain = run(*some, "--format", "json", stdin=BAD.read_bytes())
        with monkeypatch.context() as patched:
            patched.setattr(module, "_BIG", 1)
            patched.setattr(module, "_watched", lambda: True)
            waited = run(*some, "--format", "json", stdin=BAD.read_bytes())
        assert (waited.exit_code, waited.stdout) == (plain.exit_code, plain.stdout), some
        assert "Internal" not in waited.stderr
