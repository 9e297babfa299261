"""``sie diff`` as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import Result

import sie
from sie.cli.diff import PARTS
from sie.comparison import FAMILIES, ChangeKind, Difference, NumberMap, Renumbering, compare, voucher_refs
from sie.report import diff as report
from sie.report import diff_words as wording
from tests.cli.conftest import BOOKS
from tests.test_comparison import BOOKS as MORE_BOOKS
from tests.test_comparison import SINGLE

Run = Callable[..., Result]
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with the books of the fixture, some words replaced."""

    def go(name: str, *pairs: tuple[str, str]) -> str:
        text = BOOKS
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / name).write_bytes(text.encode("cp437"))
        return name

    return go


def test_the_same_books(run: Run, books: str) -> None:
    result = run("diff", books, books)
    assert result.exit_code == 0
    assert result.stdout.startswith("GREEN  The books are the same: nothing differs.\n")
    assert ["Debit", "1", "234", "633.45", "1", "234", "633.45"] in [
        line.split() for line in result.stdout.splitlines()
    ]
    swedish = run("diff", books, books, "--lang", "sv")
    assert swedish.stdout.startswith("GRÖNT  Bokföringen är densamma: ingenting skiljer.\nKälla   books.se\n")


def test_a_changed_amount_is_red_and_shown_with_what_follows(run: Run, books: str, write: Write) -> None:
    other = write("other.se", ("#TRANS 1930 {} -33.45", "#TRANS 1930 {} -33.54"))
    result = run("diff", books, other)
    assert result.exit_code == 1
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "RED The books differ: 1 difference has no explanation, and 2 follow from that."
    assert "voucher B 2, row 1 amount -33.45 -33.54 32/32" in lines
    assert "account 1930 credit 33.45 33.54 follows from voucher B 2" in lines
    assert lines.index("Vouchers") < lines.index("Accounts")
    swedish = run("diff", books, other, "--lang", "sv").stdout
    assert "RÖTT  Bokföringen skiljer sig: 1 skillnad saknar förklaring, och 2 följer av det." in swedish
    assert "följer av verifikation B 2" in swedish
    assert "-33,54" in swedish


def test_a_name_is_amber(run: Run, books: str, write: Write) -> None:
    result = run("diff", books, write("other.se", ("Bankkostnader", "Bankavgifter")))
    assert result.exit_code == 1
    assert result.stdout.startswith("AMBER  No amount, date, text, account or voucher differs, but 1 difference has")


def test_only_a_part_is_shown_and_the_verdict_is_that_of_all(run: Run, books: str, write: Write) -> None:
    other = write("other.se", ("-33.45", "-33.54"), ("Bankkostnader", "Bankavgifter"))
    shown = {part: run("diff", books, other, "--only", part) for part in PARTS}
    assert all(result.stdout.startswith("RED") and result.exit_code == 1 for result in shown.values())
    assert "Bankavgifter" in shown["chart"].stdout
    assert "row 1" not in shown["chart"].stdout
    assert "row 1" in shown["vouchers"].stdout
    assert "Closing balances and results" in shown["accounts"].stdout
    assert "numbers" in shown["series"].stdout
    both = run("diff", books, other, "--only", "chart", "--only", "vouchers").stdout
    assert "Bankavgifter" in both
    assert "row 1" in both


def test_long_tables_are_cut_unless_all_is_asked_for(run: Run, tmp_path: Path) -> None:
    for name, text in (("a.se", "x"), ("b.se", "y")):
        vouchers = "".join(f"#VER A {n} 20240101 {text}{n}\n{{\n#TRANS 1930 {{}} {n}\n}}\n" for n in range(1, 51))
        (tmp_path / name).write_text("#FNAMN A\n#RAR 0 20240101 20241231\n" + vouchers)
    short, full = run("diff", "a.se", "b.se").stdout, run("diff", "a.se", "b.se", "--all").stdout
    assert "… and 30 more: --all lists them." in short
    assert "voucher A 21 " not in short
    assert "voucher A 50 " in full
    assert "more" not in full


def test_json(answer: Callable[..., Any], books: str, write: Write) -> None:
    other = write("other.se", ("-33.45", "-33.54"), ("Bankkostnader", "Bankavgifter"), ("VER A 1", "VER A 9"))
    found = answer("diff", books, other)
    assert list(found)[:2] == ["verdict", "unexplained"]
    assert (found["verdict"], found["unexplained"]) == ("red", 2)
    assert (found["source"], found["target"]) == ([books], [other])
    assert [(b["code"], b["file"], b["line"]) for b in found["blocks"]] == [("diff-row-amount", other, 32)]
    assert [(w["code"], w["file"], w["line"]) for w in found["warnings"]] == [("diff-account-name", other, 15)]
    assert "“-33.45” in the source" in found["blocks"][0]["message"]
    assert {change["cause"] for change in found["changes"]} == {"renumbered"}
    assert {d["field"] for d in found["differences"]} == {"amount", "name", "credit"}
    pairs = found["number_map"]["years"]["2024-01-01"]
    assert pairs[0] == {"source": {"series": "A", "number": "1"}, "target": {"series": "A", "number": "9"}}
    bank = next(a for a in found["accounts"] if (a["account"], a["relative"]) == ("1930", 0))
    assert (bank["source"]["credit"], bank["target"]["credit"]) == ("33.45", "33.54")
    assert [s["series"] for s in found["series"]] == ["A", "B"]
    swedish = answer("diff", books, other, "--lang", "sv")
    assert (
        swedish["blocks"][0]["message"] == "Verifikation B 2, rad 1: belopp är ”-33,45” i källan och ”-33,54” i målet."
    )
    same = answer("diff", books, books)
    assert (same["verdict"], same["unexplained"], same["blocks"], same["changes"]) == ("green", 0, [], [])
    assert "number_map" not in same


def test_a_number_map(run: Run, books: str, write: Write, tmp_path: Path) -> None:
    other = write("other.se", ("VER A 1", "VER A 9"))
    ledgers = sie.load(tmp_path / books), sie.load(tmp_path / other)
    pairs = zip(*(voucher_refs(ledger.vouchers) for ledger in ledgers), strict=True)
    start = ledgers[0].years[0].start
    assert start is not None
    (tmp_path / "map.json").write_bytes(NumberMap({start: tuple(Renumbering(*pair) for pair in pairs)}).to_json())
    result = run("diff", books, other, "--map", "map.json")
    assert result.exit_code == 0
    assert "the voucher has another number" in result.stdout
    assert run("diff", books, books, "--map", "map.json").exit_code == 1
    assert "has another number" in run("diff", books, other, "--map", "map.json", "--all", "--only", "vouchers").stdout


def test_several_years(run: Run, books: str, write: Write, tmp_path: Path) -> None:
    (tmp_path / "old.se").write_text("#FNAMN A\n#RAR 0 20220101 20221231\n#UB 0 1930 7\n")
    both = ["-s", "old.se", "-s", books, "-t", books, "-t", "old.se"]
    assert run("diff", *both).exit_code == 0
    missing = run("diff", "-s", "old.se", "-s", books, "-t", books)
    assert missing.exit_code == 1
    assert "2022-01-01 - 2022-12-31" in missing.stdout


def test_standard_input(run: Run, books: str, tmp_path: Path) -> None:
    assert run("diff", "-", books, stdin=(tmp_path / books).read_bytes()).exit_code == 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_wrong_calls_and_files(run: Run, books: str, not_sie: str, tmp_path: Path, language: str) -> None:
    (tmp_path / "empty.se").write_bytes(b"")
    (tmp_path / "list.json").write_text("[]")
    for words in (
        [],
        [books],
        [books, books, books],
        [books, "missing.se"],
        ["missing.se", "missing.se"],
        [books, not_sie],
        ["empty.se", books],
        ["-s", books],
        [books, books, "-s", books],
        [books, books, "--map", "missing.json"],
        [books, books, "--map", "list.json"],
        [books, books, "--map", books],
        [books, books, "--only", "nothing"],
        ["-", "-"],
    ):
        result = run("diff", *words, "--lang", language, stdin=b"")
        assert (result.exit_code, result.stdout) == (2, ""), words
        assert "Internal" not in result.stderr
        assert result.stderr.startswith("sie: ")


def test_text_from_a_file_commands_no_terminal(run: Run, books: str, write: Write, tmp_path: Path) -> None:
    evil = "\x1b[2J\x07\u202e"
    (tmp_path / "evil.se").write_bytes(BOOKS.replace("Bankavgift", evil).replace("VER B 2", f'VER "{evil}" 2').encode())
    for words in ((books, "evil.se"), ("evil.se", books), (books, "evil.se", "--format", "json")):
        for more in ((), ("--all",)):
            result = run("diff", *words, *more)
            assert result.exit_code == 1
            assert not set(result.stdout) & set("\x1b\x07")
            assert "json" in words or "\u202e" not in result.stdout


def test_findings_of_reading_are_told(run: Run, answer: Callable[..., Any], books: str, damaged: str) -> None:
    result = run("diff", books, damaged)
    assert result.exit_code == 1
    assert "damaged.se: warnings and errors when it was read: 1. sie show --findings lists them." in result.stdout
    found = answer("diff", books, damaged)
    assert found["verdict"] == "red"
    assert "diff-file-unread" in {block["code"] for block in found["blocks"]}
    assert any(w["code"].startswith("SIE") and w["file"] == damaged for w in found["warnings"])
    # What neither could read is no difference, and is still told.
    same = answer("diff", damaged, damaged)
    assert same["verdict"] == "green"
    assert {w["file"] for w in same["warnings"]} == {damaged}


def test_there_are_words_for_everything() -> None:
    assert set(PARTS) == set(FAMILIES) == set(report._FAMILIES)
    assert {where for family in FAMILIES.values() for where in family} == set(wording.WHERE)
    own = {"renumbered", "numbered", "zero", "computed", "elsewhere", "replaced-letters"}
    assert set(wording.CAUSES) == {*get_args(ChangeKind), *own}
    ledger = sie.loads(MORE_BOOKS)
    seen: list[Difference] = []
    for old, new, _, _ in SINGLE:
        seen += compare(ledger, sie.loads(MORE_BOOKS.replace(old, new, 1))).differences
    for d in seen:
        for language in ("sv", "en"):
            assert wording.field_said(d, language) not in (d.field, "") or d.field in wording.FIELDS
            assert wording.message(d, language).endswith((".", "”."))
    for table in (report._FAMILIES, wording.WHERE, wording.FIELDS, wording.CAUSES, wording.PHRASES):
        for en, sv in table.values():
            assert en and sv
            assert en.count("{}") == sv.count("{}")


def test_the_json_is_json_for_any_pair_of_fixtures(answer: Callable[..., Any], fixtures: Path) -> None:
    one, other = fixtures / "clean" / "typ4e.se", fixtures / "clean" / "typ1.se"
    found = answer("diff", str(one), str(other))
    assert found["verdict"] == "red"
    assert json.dumps(found)
