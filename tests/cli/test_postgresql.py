"""The commands that use a database, with a URL of PostgreSQL: what a user of an office's server sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.databases import POSTGRESQL, URL
from tests.databases import place as place
from tests.migration.moves import ARCHIVED

YEARS = [str(path) for path in ARCHIVED]
NUMBER = "559999-9983"
postgresql_only = pytest.mark.parametrize("place", [POSTGRESQL], indirect=True)


@postgresql_only
def test_a_move_on_postgresql(run: Run, place: str) -> None:
    words = ["migrate", "run", *YEARS, "--into", place, "--prepare", "flytt", "--lang", "sv"]
    result = run(*words, "--report", "a.html", "--report", "a.json")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("GRÖNT") and "oförklarade: 0" in result.stdout
    again = run(*words, "--report", "b.json")
    assert again.exit_code == 0 and "innehåller redan precis de här filerna" in again.stderr
    one, other = (json.loads(Path(name).read_bytes()) for name in ("a.json", "b.json"))
    assert (one["verdict"], one["checks"], one["numbers"]) == (other["verdict"], other["checks"], other["numbers"])
    base = ("--database", place)
    assert run("company", "export", NUMBER, "ut", "--all-years", *base).exit_code == 0
    targets = [word for path in sorted(Path("ut").iterdir()) for word in ("-t", str(path))]
    proof = run("migrate", "reconcile", *(word for year in YEARS for word in ("-s", year)), *targets)
    assert proof.exit_code == 0, proof.output
    assert run("company", "originals", NUMBER, "--extract", "original", *base).exit_code == 0
    assert [Path("original", path.name).read_bytes() == path.read_bytes() for path in ARCHIVED] == [True] * 3
    assert run("company", "archive", NUMBER, *base).exit_code == 0
    refused = run("company", "import", NUMBER, *YEARS[:1], *base)
    assert refused.exit_code in (0, 2) and "Traceback" not in refused.output
    assert run("company", "delete", NUMBER, "--yes", *base).exit_code == 2
    assert run("company", "delete", NUMBER, "--yes", "--reason", "Prov", *base).exit_code == 0


@postgresql_only
def test_a_case_on_postgresql(run: Run, place: str) -> None:
    base = ("--database", place, "--lang", "sv")
    assert run("migrate", "case", "open", "Björks Snickeri AB", "--number", NUMBER, *base).exit_code == 0
    assert run("migrate", "case", "do", NUMBER, "licence", "--licence", "fakturering", *base).exit_code == 0
    files = [word for year in YEARS for word in ("--file", year)]
    done = run("migrate", "case", "do", NUMBER, "exported", "--source", "archived", *files, *base)
    assert done.exit_code == 0, done.output
    assert run("migrate", "case", "files", NUMBER, "--extract", "filer", *base).exit_code == 0
    assert sorted(p.read_bytes() for p in Path("filer").iterdir()) == sorted(p.read_bytes() for p in ARCHIVED)
    assert "ska sparas till och med" in run("migrate", "case", "delete", NUMBER, "--yes", *base).stderr
    assert run("migrate", "case", "delete", NUMBER, "--yes", "--reason", "Prov", *base).exit_code == 0
    left = json.loads(run("migrate", "cases", "--deleted", "--format", "json", *base).stdout_bytes)
    assert [(case["case_id"], case["files"], case["reason"]) for case in left] == [(1, 3, "Prov")]


def test_the_url_is_shown_without_its_password(run: Run) -> None:
    result = run("company", "list", "--database", "postgresql://byra:hemligt@127.0.0.1:1/sie", "--lang", "sv")
    assert result.exit_code == 2 and "hemligt" not in result.output and "Traceback" not in result.output
    assert result.stderr.startswith("sie: ") and (URL is None or URL not in result.output)
