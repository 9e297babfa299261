"""Small files, and the command line as a user runs it, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sie.cli import cli

BOOKS = """\
#FLAGGA 1
#PROGRAM "Bokföraren" 1.2
#FORMAT PC8
#GEN 20250131 AN
#SIETYP 4
#FNAMN "Åkeriet i Växjö AB"
#FTYP AB
#ORGNR 555555-5555
#RAR 0 20240101 20241231
#RAR -1 20230101 20231231
#VALUTA SEK
#KONTO 1930 "Företagskonto"
#KONTO 2081 Aktiekapital
#KONTO 3010 Försäljning
#KONTO 6570 Bankkostnader
#DIM 6 Projekt
#OBJEKT 6 P1 "Projekt ett"
#IB 0 1930 25000.50
#IB 0 2081 -25000.50
#IB -1 1930 7.00
#UB 0 1930 1259567.05
#UB 0 2081 -25000.50
#RES 0 3010 -1234600.00
#RES 0 6570 33.45
#VER A 1 20240115 "Försäljning" 20240116 AN
{
#TRANS 1930 {} 1234600.00
#TRANS 3010 {6 P1} -1234600.00 20240114 "Frakt" 3
}
#VER B 2 20240301 "Bankavgift"
{
#TRANS 1930 {} -33.45
#BTRANS 6570 {} 12.00 "" "" "" BO
#RTRANS 6570 {} 33.45 "" "" "" CE
#TRANS 6570 {} 33.45 "" "" "" CE
}
#VER A 3 20231201 "Förra året"
{
#TRANS 1930 {} 5
#TRANS 6570 {} -5
}
"""

DAMAGED = BOOKS.replace("#IB -1 1930 7.00", "#IB -1 1930 sju")

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SIE_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "SIE_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """Run ``sie`` with these words; standard output and error are kept apart."""

    def go(*words: str, stdin: bytes | None = None, **environment: str) -> Result:
        return CliRunner().invoke(cli, list(words), input=stdin, env=environment)

    return go


@pytest.fixture
def books(tmp_path: Path) -> str:
    (tmp_path / "books.se").write_bytes(BOOKS.encode("cp437").replace(b"\n", b"\r\n"))
    return "books.se"


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    (tmp_path / "damaged.se").write_bytes(DAMAGED.encode("cp437"))
    return "damaged.se"


@pytest.fixture
def not_sie(tmp_path: Path) -> str:
    (tmp_path / "page.se").write_bytes(b"<!DOCTYPE html><html><body>Logga in</body></html>")
    return "page.se"


@pytest.fixture
def answer(run: Run) -> Callable[..., Any]:
    """The JSON that ``sie`` prints for these words."""

    def go(*words: str, **more: Any) -> Any:
        return json.loads(run(*words, "--format", "json", **more).stdout_bytes)

    return go
