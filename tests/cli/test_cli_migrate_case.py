"""``sie migrate case`` and ``sie migrate cases`` as a bureau uses them."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sie.cli.migrate_case import _FACTS, _METAVARS
from sie.migration.case_steps import FACTS
from tests.cli.conftest import Run
from tests.conftest import FIXTURES

PROFILES = FIXTURES / "profiles"
YEARS = [str(PROFILES / f"visma-administration-{year}.se") for year in (2022, 2023, 2024)]
NAME, NUMBER = "Björks Snickeri AB", "559999-9983"
INVITE = (
    "--via", "advisor", "--via-version", "1.70", "--administration", "2000", "--administration-version", "2026.1",
)  # fmt: skip


@pytest.fixture
def case(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run ``sie migrate case`` in Swedish on a database of this test, where one case is open."""
    monkeypatch.setenv("SIE_DATABASE", "cases.db")
    monkeypatch.setenv("SIE_LANG", "sv")

    def go(*words: str, **more: Any) -> Any:
        return run("migrate", "case", *words, "--user", "AN", **more)

    assert go("open", NAME, "--number", NUMBER).exit_code == 0
    return go


def files(*paths: str) -> list[str]:
    return [word for path in paths for word in ("--file", path)]


def test_from_the_licence_to_the_closed_case(case: Callable[..., Any], run: Run) -> None:
    steps = (
        ("licence", "--licence", "smart"),
        ("exported", "--source", "active", *files(*YEARS)),
        ("form-sent", "--signatory", "Siv Ek"),
        ("downgraded",),
        ("invited", *INVITE),
        ("active",),
        ("start-guide",),
        ("imported", *files(*YEARS)),
        ("reconciled", "--verdict", "amber", "--note", "2099 flyttas för hand"),
        ("e-invoices",),
    )
    for name, *words in steps:
        done = case("do", NUMBER, name, *words)
        assert (done.exit_code, done.stderr) == (0, ""), done.output
    shown = case("show", NAME).stdout
    for words in (
        "Licens: eEkonomi Smart",
        "Siv Ek",
        "det aktiva företaget, 2022, 2023, 2024",
        "Visma Advisor med Advisor Connect 1.70, Visma Administration 2000 2026.1",
        "gult: det som skiljer är förklarat",
        "2099 flyttas för hand",
        "Avsluta ärendet",
    ):
        assert words in shown
    assert case("close", NUMBER).exit_code == 0
    assert "avslutat" in case("show", "1").stdout
    assert run("migrate", "cases").stdout == "Det finns inget sådant ärende.\n"
    assert NAME in run("migrate", "cases", "--all").stdout
    values = json.loads(case("show", "1", "--format", "json").stdout)
    assert (values["state"], values["next"], len(values["events"])) == ("closed", [], 12)
    assert {step["state"] for step in values["steps"]} == {"done"}


def test_out_of_order_is_refused_with_the_reason(case: Callable[..., Any]) -> None:
    early = case("do", NUMBER, "imported")
    assert (early.exit_code, early.stdout) == (2, "")
    assert "startguiden lägger upp företaget" in early.stderr
    assert "Och före det: licence" in early.stderr
    assert case("do", NUMBER, "licence", "--licence", "pro").exit_code == 0
    invited = case("do", NUMBER, "invited", *INVITE)
    assert (invited.exit_code, "kunden har fortfarande eEkonomi Pro" in invited.stderr) == (2, True)
    english = case("do", NUMBER, "invited", "--lang", "en")
    assert "the customer still holds eEkonomi Pro" in english.stderr
    assert "Traceback" not in early.stderr + invited.stderr + english.stderr


def test_files_are_checked_and_kept_and_never_written_to(
    case: Callable[..., Any], tmp_path: Path, not_sie: str
) -> None:
    assert case("do", NUMBER, "licence", "--licence", "bas").exit_code == 0
    other, unknown = tmp_path / "annan.se", tmp_path / "okänd.se"
    data = Path(YEARS[0]).read_bytes()
    other.write_bytes(data.replace(b"559999-9983", b"556677-8899"))
    unknown.write_bytes(data.replace(b"#ORGNR 559999-9983\r\n", b""))
    for path, words in (
        (str(other), "gäller ett annat företag"),
        (str(unknown), "saknar organisationsnummer"),
        (not_sie, "ingen SIE-fil"),
        ("borta.se", "borta.se"),
    ):
        refused = case("do", NUMBER, "exported", "--source", "active", "--file", path)
        assert (refused.exit_code, words in refused.stderr) == (2, True), refused.stderr
    assert len(json.loads(case("show", "1", "--format", "json").stdout)["events"]) == 2
    known = ("--note", "Har namn och saldon som årsredovisningen")
    assert case("do", NUMBER, "exported", "--source", "active", *files(str(unknown), YEARS[1]), *known).exit_code == 0
    Path("lista.pdf").write_bytes(b"%PDF-1.7")
    piped = case("decide", NUMBER, "Från en annan", "--file", "-", stdin=b"x")
    assert piped.exit_code == 0 and case("withdraw", NUMBER, "4", "--reason", "Prov").exit_code == 0
    decided = case("decide", NUMBER, "Öppna poster", *files("lista.pdf"))
    assert decided.exit_code == 0
    assert unknown.read_bytes() == data.replace(b"#ORGNR 559999-9983\r\n", b"")

    listed = json.loads(case("files", NUMBER, "--format", "json").stdout)
    assert [(file["name"], file["kind"], file["keep_until"][:4]) for file in listed[:2]] == [
        ("okänd.se", "4E", "2029"),
        (Path(YEARS[1]).name, "4E", "2030"),
    ]
    assert case("files", NUMBER, "--extract", "ut").exit_code == 0
    assert {path.name for path in Path("ut").iterdir()} == {
        "03 exported okänd.se",
        f"03 exported {Path(YEARS[1]).name}",
        "04 decided file 1",
        "06 decided lista.pdf",
    }
    assert Path("ut", f"03 exported {Path(YEARS[1]).name}").read_bytes() == Path(YEARS[1]).read_bytes()
    assert case("files", NUMBER, "--extract", "ut").exit_code == 0
    Path("ut", "06 decided lista.pdf").write_bytes(b"x")
    assert "innehåller något annat" in case("files", NUMBER, "--extract", "ut").stderr
    assert case("files", NUMBER, "--extract", "lista.pdf").exit_code == 2
    assert "ej SIE" in case("files", NUMBER).stdout


def test_every_customer_and_what_to_do_next(case: Callable[..., Any], run: Run) -> None:
    assert case("open", "Åkeriet AB", "--number", "556677-8899").exit_code == 0
    for words in (("licence", "--licence", "bas", "--day", "2026-01-02"), ("form-sent", "--day", "2026-01-03")):
        assert case("do", "Åkeriet AB", *words).exit_code == 0
    export = ("--source", "active", "--note", "Utan nummer", "--day", "2026-01-03")
    Path("a.se").write_bytes(b"#FLAGGA 0\r\n#RAR 0 20250101 20251231\r\n")
    assert case("do", "Åkeriet AB", "exported", *export, *files("a.se")).exit_code == 0
    text = run("migrate", "cases").stdout
    assert text.index(NAME) < text.index("Åkeriet AB")
    for words in ("kundens firmatecknare", "2026-01-03", "väntar", "att göra", "byrån", "licence", "downgraded"):
        assert words in text
    values = json.loads(run("migrate", "cases", "--format", "json", "--lang", "en").stdout)
    assert [(found["state"], found["next"][0]["step"]) for found in values] == [
        ("to-do", "licence"),
        ("waiting", "downgraded"),
    ]
    assert values[1]["next"][0]["who"] == "signatory"
    assert values[1]["next"][0]["since"] == "2026-01-03"
    assert values[1]["next"][0]["days"] > 0


def test_skip_correct_withdraw_and_close(case: Callable[..., Any]) -> None:
    assert case("do", NUMBER, "licence", "--licence", "bas").exit_code == 0
    fixed = case("correct", NUMBER, "2", "--licence", "none", "--reason", "Fel kund")
    assert (fixed.exit_code, "händelse 2 rättad" in fixed.stdout) == (0, True)
    assert case("skip", NUMBER, "exported", "--reason", "Nystartat").exit_code == 0
    shown = case("show", NUMBER).stdout
    for words in (
        "ingen eEkonomi",
        "överhoppat",
        "Nystartat",
        "inte aktuellt, då exported är överhoppat",
        "rättad genom",
    ):
        assert words in shown
    assert "form-sent" not in shown
    assert case("withdraw", NUMBER, "4", "--reason", "Böckerna fanns").exit_code == 0
    assert "tillbakadragen genom händelse 5" in case("show", NUMBER).stdout
    left = case("close", NUMBER, "--because", "invited=Nej")
    assert (left.exit_code, "exported, active, start-guide" in left.stderr) == (2, True)
    assert case("close", NUMBER, "--because", "invited").exit_code == 2
    assert case("close", NUMBER, "--because", "all=Kunden stannar", "--note", "Klart").exit_code == 0
    assert "Kunden stannar" in case("show", NUMBER).stdout
    assert "avslutat sedan" in case("decide", NUMBER, "x").stderr


def test_a_case_is_deleted_when_somebody_says_so(case: Callable[..., Any], run: Run) -> None:
    asked = case("delete", NUMBER, "--reason", "Öppnat av misstag")
    assert (asked.exit_code, "lägg till --yes" in asked.stderr) == (2, True)
    kept = case("delete", NUMBER, "--yes")
    assert (kept.exit_code, "ska sparas till och med 20" in kept.stderr) == (2, True)
    assert "must be kept until 20" in case("delete", NUMBER, "--yes", "--lang", "en").stderr
    assert run("migrate", "cases", "--deleted").stdout == "Det finns inget sådant ärende.\n"
    done = case("delete", NUMBER, "--yes", "--reason", "Öppnat av misstag")
    assert (done.exit_code, done.stdout) == (0, f"Raderat: {NAME} {NUMBER} (id 1).\n")
    assert run("migrate", "cases", "--all").stdout == "Det finns inget sådant ärende.\n"
    left = run("migrate", "cases", "--deleted").stdout
    assert "Öppnat av misstag" in left and "AN" in left and NAME not in left and NUMBER not in left
    (values,) = json.loads(run("migrate", "cases", "--deleted", "--format", "json").stdout_bytes)
    assert (values["case_id"], values["events"], values["files"]) == (1, 1, 0)
    assert "id 2" in case("open", NAME, "--number", NUMBER).stdout


def test_a_mistyped_organisation_number_is_told(case: Callable[..., Any], run: Run) -> None:
    wrong = case("open", "Åkeriet AB", "--number", "556677-8898")
    assert wrong.exit_code == 0 and "556677-8898 har fel kontrollsiffra" in wrong.stderr
    assert "kontrollsiffra" not in case("open", "Annat AB", "--number", "556677-8899").stderr
    made = run("company", "create", "Åkeriet AB", "--number", "556677-8898", "--lang", "en")
    assert made.exit_code == 0 and "556677-8898 has a wrong check digit" in made.stderr


def test_wrong_calls_have_words(case: Callable[..., Any]) -> None:
    for words, said in (
        (("show", "nobody"), "inget ärende"),
        (("do", NUMBER, "nothing"), "inget steg"),
        (("do", NUMBER, "licence"), "--licence none|fakturering|bas|smart|pro"),
        (("do", NUMBER, "licence", "--licence", "plus"), "välj bland none"),
        (("do", NUMBER, "licence", "--licence", "bas", "--day", "igår"), "ingen dag"),
        (("do", NUMBER, "licence", "--licence", "bas", "--day", "2999-01-01"), "har inte varit än"),
        (("open", "X", "--number", "1"), "inget organisationsnummer"),
        (("open", "X", "--number", NUMBER), "öppet ärende"),
        (("open", " ", "--number", "556677-8899"), "kundens namn"),
        (("skip", NUMBER, "active", "--reason", " "), "kräver ett skäl"),
        (("withdraw", NUMBER, "1", "--reason", "x"), "står kvar"),
        (("withdraw", NUMBER, "0", "--reason", "x"), "Ogiltigt värde"),
        (("decide", NUMBER, ""), "behöver ord"),
    ):
        found = case(*words)
        assert (found.exit_code, said in found.stderr) == (2, True), (words, found.stderr)
        assert "Traceback" not in found.stderr


def test_texts_do_no_harm_to_a_terminal(case: Callable[..., Any], run: Run) -> None:
    evil = "Ond\x1b[2J AB"
    assert case("open", evil, "--number", "556677-8899").exit_code == 0
    assert case("do", evil, "licence", "--licence", "bas", "--note", "\x1b]0;x\x07").exit_code == 0
    assert case("do", evil, "form-sent", "--signatory", "Siv\x9b2J").exit_code == 0
    Path("\x1b[31m.txt").write_bytes(b"x")
    assert case("decide", evil, "x\x1b[1m", *files("\x1b[31m.txt")).exit_code == 0
    for words in (("case", "show", evil), ("cases",), ("case", "files", evil), ("case", "do", evil, "imported")):
        found = run("migrate", *words)
        assert not {"\x1b", "\x07", "\x9b"} & set(found.stdout + found.stderr)
    assert not {"\x1b", "\x07", "\x9b"} & set(run("migrate", "case", "show", evil, "--format", "json").stdout)


def test_the_procedure_is_told(run: Run) -> None:
    for language, words in (
        ("sv", "kunden har fortfarande Bas, Smart eller Pro"),
        ("en", "still holds Bas, Smart or Pro"),
    ):
        text = run("migrate", "case", "steps", "--lang", language)
        assert (text.exit_code, words in text.stdout) == (0, True)
    values = json.loads(run("migrate", "case", "steps", "--format", "json").stdout)
    assert [step["step"] for step in values][-1] == "closed"
    assert all(step["source"] for step in values)


def test_the_options_are_those_of_the_table() -> None:
    assert {name: fact.option for name, fact in FACTS.items()} == _FACTS
    assert {name: fact.form.partition(" ")[2] for name, fact in FACTS.items()} == _METAVARS


def test_without_a_database_or_with_a_locked_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    none = run("migrate", "cases", "--database", "none.db", "--lang", "sv")
    assert (none.exit_code, "ingen databas" in none.stderr, Path("none.db").exists()) == (2, True, False)
    assert run("migrate", "case", "open", "X", "--number", "556677-8899", "--database", "a.db").exit_code == 0
    monkeypatch.setattr("sie.company.database.Database.__init__.__kwdefaults__", {"must_exist": False, "wait": 0.1})
    holder = sqlite3.connect("a.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    locked = run("migrate", "case", "do", "1", "licence", "--licence", "bas", "--database", "a.db", "--lang", "sv")
    holder.close()
    assert (locked.exit_code, "låst av ett annat program" in locked.stderr) == (2, True)


def test_without_the_extra_it_is_said_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    for words in (("cases",), ("case", "open", "X", "--number", "556677-8899"), ("case", "show", "1")):
        found = run("migrate", *words, "--lang", "sv")
        assert (found.exit_code, "pip install 'sie[company]'" in found.stderr) == (2, True)
    assert run("migrate", "case", "steps").exit_code == 0


def test_every_command_has_help(run: Run) -> None:
    text = run("migrate", "case", "--help").stdout
    for name in ("open", "do", "skip", "decide", "correct", "withdraw", "close", "show", "files", "steps"):
        assert f"  {name} " in text
        assert run("migrate", "case", name, "--help").exit_code == 0
    assert run("migrate", "cases", "--help").exit_code == 0
