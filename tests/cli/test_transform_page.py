"""Every example of ``docs/transform.md`` says what the command says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from tests.conftest import FIXTURES, ROOT

PAGE = ROOT / "docs" / "transform.md"
BLOCK = re.compile(r"^```( [\w.]+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def played(run, page: str) -> str:
    """The page with the answers of this program."""

    def answer(block: re.Match[str]) -> str:
        name, text = block[1], block[2]
        if name:
            Path(name.strip()).write_bytes(text.replace("\n", "\r\n").encode("cp437"))
            return block[0]
        if not text.startswith("$ "):
            return block[0]
        lines = []
        for command in re.findall(r"^\$ (.*)$", text, re.MULTILINE):
            lines.append(f"$ {command}")
            word, *words = shlex.split(command)
            if word == "cat":
                lines += Path(words[0]).read_text("utf-8-sig").splitlines()
            elif word == "ls":
                lines += sorted(p.name for p in Path(words[0]).iterdir() if p.is_file())
            else:
                assert word == "sie"
                result = run(*words)
                assert result.exit_code in (0, 1), result.stderr
                lines += (result.stdout + result.stderr).splitlines()
        return "```\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(answer, page)


def test_the_page_says_what_the_program_says(run) -> None:
    shutil.copy(FIXTURES / "clean" / "typ4e.se", "books.se")
    for year in (2022, 2023, 2024):
        shutil.copy(FIXTURES / "profiles" / f"visma-administration-{year}.se", f"{year}.se")
    page = PAGE.read_text("utf-8")
    answered = played(run, page)
    assert answered.count("$ sie convert") == 11
    assert answered.count("TRF") > 15
    assert page == answered
