"""``sie fix`` as a user runs it."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest

import sie
from sie.report.fixes import diff_text
from sie.report.harmless import safe
from sie.report.look import Look
from tests.cli.conftest import BOOKS, Run

WORSE = BOOKS.replace("#ORGNR 555555-5555", "#ORGNR 5555555555").replace("#IB -1 1930 7.00", "#IB -1 1930 7,00")


def write(data: bytes, name: str = "a.se") -> Path:
    path = Path(name)
    path.write_bytes(data)
    return path


def test_it_mends_in_place_and_keeps_the_original(run: Run) -> None:
    data = WORSE.encode("utf-8")
    path = write(data)
    result = run("fix", "a.se")
    assert result.exit_code == 0, result.output
    assert Path("a.se.orig").read_bytes() == data
    assert b"555555-5555" in path.read_bytes() and "Växjö".encode("cp437") in path.read_bytes()
    assert "a.se:8: SIE602" in result.stdout and "SIE003" in result.stdout
    assert "more with --unsafe: SIE203" in result.stdout
    assert b"7,00" in path.read_bytes()
    mended = path.read_bytes()
    again = run("fix", "a.se")
    assert again.exit_code == 0 and "Nothing to mend" in again.stdout
    assert path.read_bytes() == mended and sorted(p.name for p in Path().iterdir()) == ["a.se", "a.se.orig"]


def test_unsafe_mends_amounts_and_another_original_is_kept_beside_the_first(run: Run) -> None:
    first = WORSE.encode("cp437")
    path = write(first)
    run("fix", "a.se")
    second = path.read_bytes()
    result = run("fix", "a.se", "--unsafe", "--lang", "sv")
    assert "beloppet 7,00 skrevs 7.00" in result.stdout and "(osäker)" in result.stdout
    assert Path("a.se.orig").read_bytes() == first and Path("a.se.orig.1").read_bytes() == second
    assert b"#IB -1 1930 7.00" in path.read_bytes()


def test_diff_writes_nothing_and_tells_by_its_exit_code(run: Run) -> None:
    data = WORSE.encode("cp437")
    path = write(data)
    result = run("fix", "a.se", "--diff")
    assert result.exit_code == 1
    assert "-#ORGNR 5555555555" in result.stdout and "+#ORGNR 555555-5555" in result.stdout
    assert path.read_bytes() == data and not Path("a.se.orig").exists()
    write(BOOKS.encode("cp437"), "b.se")
    assert run("fix", "b.se", "--diff").exit_code == 0


def test_output_leaves_the_file_alone(run: Run) -> None:
    data = WORSE.encode("cp437")
    path = write(data)
    assert run("fix", "a.se", "--output", "b.se").exit_code == 0
    assert path.read_bytes() == data and b"555555-5555" in Path("b.se").read_bytes()
    assert not Path("a.se.orig").exists()
    piped = run("fix", "-", "--output", "-", stdin=data)
    assert piped.stdout_bytes == Path("b.se").read_bytes() and "SIE602" in piped.stderr


def test_what_keeps_a_file_from_being_cp437_is_said(run: Run) -> None:
    path = write(BOOKS.replace("Aktiekapital", '"Kapital – aktier"').encode())
    result = run("fix", "a.se", "--lang", "sv")
    assert result.exit_code == 1
    assert "a.se:13: fel SIE003" in result.stdout and "sie convert --substitute" in result.stdout
    assert path.read_bytes().decode("utf-8")


def test_wrong_calls(run: Run, not_sie: str) -> None:
    write(b"#FLAGGA 0\r\n")
    for words, part in (
        (["fix", "-"], "--output"),
        (["fix", "a.se", "--output", "a.se"], "leave --output away"),
        (["fix", "a.se", "b.se", "--output", "c.se"], "one FILE"),
        (["fix", "missing.se"], "There is no file"),
        (["fix", not_sie], "web page"),
    ):
        result = run(*words)
        assert result.exit_code == 2 and part in result.stderr, (words, result.stderr)
    assert not Path(f"{not_sie}.orig").exists()


def test_a_folder_that_cannot_be_written_leaves_everything_as_it_was(run: Run, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    data = WORSE.encode("cp437")
    path = write(data)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    result = run("fix", "a.se")
    assert result.exit_code == 2 and "No space left" in result.stderr
    assert path.read_bytes() == data and sorted(p.name for p in Path().iterdir()) == ["a.se"]


def test_json(run: Run) -> None:
    write(WORSE.encode("utf-8"))
    found = json.loads(run("fix", "a.se", "--diff", "--format", "json").stdout_bytes)
    assert found["encoding"] == {"before": "utf-8", "after": "cp437"}
    assert {repair["code"] for repair in found["repairs"]} == {"SIE003", "SIE602"}
    assert [repair["code"] for repair in found["pending"]] == ["SIE203"]
    assert all(repair["safe"] for repair in found["repairs"])


def test_hostile_text_reaches_no_terminal(run: Run) -> None:
    write(b"#FLAGGA 0\r\n#PROSA a \x1b[2J b\r\n")
    result = run("fix", "a.se", "--diff")
    assert "\x1b" not in result.output


def test_the_copy_is_no_easier_to_read_than_the_file(run: Run) -> None:
    path = write(WORSE.encode("cp437"))
    path.chmod(0o600)
    result = run("fix", "a.se", "--lang", "sv")
    assert "Originalet finns kvar som a.se.orig." in result.stdout
    assert Path("a.se.orig").stat().st_mode & 0o777 == 0o600 == path.stat().st_mode & 0o777


def test_a_file_that_cannot_be_replaced_leaves_no_copy_behind(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = WORSE.encode("cp437")
    path = write(data)
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "a.se":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("fix", "a.se")
    assert result.exit_code == 2 and "Permission denied" in result.stderr
    assert path.read_bytes() == data and [p.name for p in Path().iterdir()] == ["a.se"]


def test_a_name_that_is_taken_is_left_to_what_has_it(run: Run) -> None:
    data = WORSE.encode("cp437")
    write(data)
    Path("a.se.orig").symlink_to("elsewhere")  # which is not there
    Path("a.se.orig.1").mkdir()
    assert run("fix", "a.se").exit_code == 0
    assert not Path("elsewhere").exists() and Path("a.se.orig.2").read_bytes() == data


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX pipes")
def test_a_pipe_is_not_replaced(run: Run) -> None:
    os.mkfifo("pipe.se")
    child = os.fork()
    if not child:
        Path("pipe.se").write_bytes(WORSE.encode("cp437"))
        os._exit(0)
    result = run("fix", "pipe.se")
    os.waitpid(child, 0)
    assert result.exit_code == 2 and "name another with --output" in result.stderr
    assert [p.name for p in Path().iterdir()] == ["pipe.se"]


def test_one_file_that_cannot_be_mended_does_not_stop_the_others(run: Run, not_sie: str) -> None:
    for name in ("a.se", "b.se"):
        write(WORSE.encode("cp437"), name)
    Path("a.se.orig").write_bytes(b"")
    result = run("fix", "missing.se", "a.se", not_sie, "b.se", "--format", "json")
    assert result.exit_code == 2
    assert [found["path"] for found in json.loads(result.stdout_bytes)] == ["a.se", "b.se"]
    assert b"555555-5555" in Path("b.se").read_bytes()


def test_diff_and_output_exclude_each_other(run: Run) -> None:
    write(WORSE.encode("cp437"))
    result = run("fix", "a.se", "--diff", "--output", "b.se")
    assert result.exit_code == 2 and "leave --output away" in result.stderr
    assert not Path("b.se").exists()


@pytest.mark.parametrize(
    ("data", "head"),
    [
        (BOOKS.encode("utf-8-sig"), ["--- a.se (UTF-8 with a byte order mark, LF)", "+++ a.se (CP437, LF)"]),
        (BOOKS.encode("cp437").replace(b"\n", b"\r\n", 3), ["--- a.se (CP437, CRLF/LF)", "+++ a.se (CP437, CRLF)"]),
    ],
)
def test_diff_tells_of_an_encoding_and_line_ends_once(run: Run, data: bytes, head: list[str]) -> None:
    write(data)
    lines = run("fix", "a.se", "--diff").stdout.splitlines()
    assert lines == [*head, "(No line reads differently: only what the first two lines say.)"]


def test_diff_shows_what_no_reader_sees(run: Run) -> None:
    write(BOOKS.encode("cp437").replace("Växjö".encode("cp437"), b"V\xe4xjo\tAB") + b"#PROSA slut")
    shown = run("fix", "a.se", "--diff", "--unsafe").stdout
    assert '-#FNAMN "Åkeriet i VΣxjo\tAB AB"' in shown or '-#FNAMN "Åkeriet i Växjo\tAB AB"' in shown
    assert '+#FNAMN "Åkeriet i Växjo AB AB"' in shown
    assert "-#PROSA slut\n\\ No line end at the end of the file\n+#PROSA slut\n" in shown


def applied(old: list[str], diff: list[str]) -> list[str]:
    """What a unified diff makes of lines, every line of it held against them."""
    out: list[str] = []
    at = 0
    for line in diff:
        found = re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line)
        if found:
            start = int(found[1]) - (1 if int(found[2]) else 0)
            out += old[at:start]
            at = start
            assert len(out) == int(found[3]) - (1 if int(found[4]) else 0)
        elif line[0] == "+":
            out.append(line[1:])
        elif line[0] != "\\":
            assert old[at] == line[1:]
            at += 1
            out += [line[1:]] if line[0] == " " else []
    return out + old[at:]


def shown(text: str) -> str:
    return "\t".join(safe(part) for part in text.split("\t"))


def test_the_diff_makes_the_new_file_of_the_old(fixture_file: Path) -> None:
    for unsafe in (False, True):
        fixed = sie.fix(fixture_file, unsafe=unsafe)
        diff = "".join(diff_text("a.se", fixed, Look())).split("\n")[2:-1]
        if diff and diff[0][0] == "(":
            diff = []
        strays = {repair.line: repair.before for repair in fixed.repairs if repair.what == "stray"}
        old = [shown(strays.get(record.line, record.text)) for record in fixed.original]
        assert applied(old, diff) == [shown(record.text) for record in fixed.document]


@pytest.mark.slow
def test_a_big_diff_takes_no_longer_than_reading(run: Run) -> None:
    voucher = '#VER A {0} 20240115 "text"\n{{\n#{1} 1910 {{}} {0}.00\n#TRANS 3001 {{}} -{0}.00\n}}\n'
    rows = [voucher.format(number, "TRANS" if number % 10 else "trans") for number in range(20_000)]
    write(("#FLAGGA 0\n#FORMAT PC8\n" + "".join(rows)).encode())
    start = time.monotonic()
    assert run("fix", "a.se", "--diff").stdout.count("\n-#trans") == 2000
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_console_that_lacks_letters(encoding: str, tmp_path: Path) -> None:
    from tests.cli.test_cli_process import SCRIPT, process

    data = (BOOKS + '#PROSA "BokfÃ¶ring"\n#PROSA "Ω"\n').encode()
    write(data)
    done = process(SCRIPT, "fix", "a.se", "--diff", "--lang", "sv", PYTHONIOENCODING=encoding)
    assert done.returncode == 1, done.stderr
    assert "#PROSA" in done.stdout.decode(encoding) and "SIE006" in done.stderr.decode(encoding)
    assert Path("a.se").read_bytes() == data
