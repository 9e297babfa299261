"""``sie fix`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_the_original_is_no_more_open_than_the_file(run: Run) -> None:
    path = write(WORSE.encode("utf-8"))
    path.chmod(0o600)
    run("fix", "a.se")
    assert Path("a.se.orig").stat().st_mode & 0o777 == 0o600
