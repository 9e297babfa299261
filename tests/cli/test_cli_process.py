"""The command line in a process of its own: consoles, pipes, start-up, and what cannot go wrong quietly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sie
from sie.cli import show

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = [sys.executable, str(ROOT / "cli.py")]
MODULE = [sys.executable, "-m", "sie"]


def process(command, *words, stdin=b"", **environment):
    base = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "SIE_"))}
    base |= {"PYTHONPATH": str(ROOT), **environment}
    return subprocess.run([*command, *words], input=stdin, capture_output=True, env=base, timeout=60, check=False)


@pytest.mark.parametrize("command", [SCRIPT, MODULE], ids=["cli.py", "-m sie"])
def test_from_a_checkout_and_as_a_module(command, books):
    shown = process(command, "show", books, "--lang", "sv")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert "Åkeriet i Växjö AB" in shown.stdout.decode()
    assert process(command, "show", "missing.se").returncode == 2
    assert process(command, "--version").stdout.decode().strip() == f"sie {sie.__version__}"


def test_the_version_imports_nothing_but_click():
    code = (
        "import sys\nfrom sie.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*(n for n in ('rich', 'msgspec', 'chardet', 'sie.ledger', 'sie.text') if n in sys.modules))"
    )
    done = process([sys.executable, "-c", code], "--version")
    assert done.stdout.decode().split() == ["sie", sie.__version__]


@pytest.mark.parametrize(
    "encoding, name, dash",
    [
        ("ascii", "Akeriet i Vaxjo AB", "-"),
        ("cp437", "Åkeriet i Växjö AB", "-"),
        ("cp1252", "Åkeriet i Växjö AB", "-"),
        ("utf-8", "Åkeriet i Växjö AB", "–"),
    ],
)
def test_consoles_that_lack_letters(encoding, name, dash, books):
    shown = process(SCRIPT, "show", books, "-t", "-v", PYTHONIOENCODING=encoding)
    assert (shown.returncode, shown.stderr) == (0, b"")
    text = shown.stdout.decode(encoding)
    assert name in text
    assert f"2024-01-01 {dash} 2024-12-31" in text
    assert "?" not in text
    failed = process(SCRIPT, "show", "Ö.se", "--lang", "sv", PYTHONIOENCODING=encoding)
    assert failed.returncode == 2
    assert failed.stderr.decode(encoding).startswith("sie: Filen ")


def test_nothing_is_cut_to_a_width_and_nothing_is_coloured_in_a_pipe(tmp_path):
    name = "Ett mycket långt namn " * 12
    (tmp_path / "long.se").write_bytes(f'#FNAMN "{name}"\n'.encode("cp437"))
    shown = process(SCRIPT, "show", "long.se", COLUMNS="40", TERM="xterm-256color", FORCE_COLOR="1")
    assert name.strip() in shown.stdout.decode()
    assert b"\x1b" not in shown.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
@pytest.mark.parametrize("words", [["-v"], ["-v", "--format", "json"]])
def test_a_broken_pipe_is_quiet(tmp_path, words):
    voucher = b"#VER A 1 20240101 text\n{\n#TRANS 1910 {} 1\n#TRANS 1920 {} -1\n}\n"
    (tmp_path / "many.se").write_bytes(b"#FNAMN A\n" + voucher * 3000)
    with subprocess.Popen(
        [*SCRIPT, "show", "many.se", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "SIE_LANG": "en"},
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        assert child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told(books):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*SCRIPT, "show", books, "--lang", "sv"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("sie: Kan inte skriva: ")
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [50, 200])
def test_on_a_terminal_there_are_colours_and_no_amount_is_cut(books, columns):
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")} | {"TERM": "xterm"}
    child = subprocess.Popen([*SCRIPT, "show", books, "-t", "--lang", "en"], stdout=follower, env=environment)
    os.close(follower)
    data = b""
    try:
        while chunk := os.read(leader, 65536):
            data += chunk
    except OSError:  # the other end is closed
        pass
    os.close(leader)
    assert child.wait(timeout=60) == 0
    text = data.decode()
    assert "\x1b[1m" in text
    for amount in ("1 234 600.00", "1 259 567.05", "-1 234 566.55"):
        assert amount in text
    assert "1930" in text


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_interrupted(monkeypatch, run, books):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(show, "_read", interrupt)
    result = run("show", books)
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.strip() == ""


@pytest.mark.parametrize("language, words", [("en", "Internal error"), ("sv", "Internt fel")])
def test_the_unexpected_is_one_line(monkeypatch, run, books, language, words):
    def explode(*_, **__):
        raise ZeroDivisionError("what nobody thought of")

    monkeypatch.setattr(show, "_read", explode)
    result = run("show", books, "--lang", language)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"sie: {words} (ZeroDivisionError: what nobody thought of).")
    assert result.stderr.count("\n") == 1
    assert isinstance(run("show", books, SIE_DEBUG="1").exception, ZeroDivisionError)


def test_help(run):
    result = run("--help")
    assert result.exit_code == 0
    assert "_SIE_COMPLETE=bash_source" in result.stdout
    for name in ("show", "convert", "checksum", "labels", "schema"):
        assert f"\n  {name} " in result.stdout
        page = run(name, "--help")
        assert page.exit_code == 0
        assert f"  sie {name}" in page.stdout
        assert "--lang" in page.stdout
    bare = run()
    assert (bare.exit_code, bare.stdout) == (2, result.stdout)


def test_shell_completion():
    done = process(MODULE, _SIE_COMPLETE="bash_complete", COMP_WORDS="sie che", COMP_CWORD="1")
    assert done.stdout.decode().split() == ["plain,check", "plain,checksum"]
