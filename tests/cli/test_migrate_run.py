"""``sie migrate run`` as a user runs it; and what becomes of it when it is killed, or something is in its way."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from benchmarks.books import books as many
from sie.company.store import Store
from tests.cli.conftest import Run
from tests.migration.moves import ACTIVE, MOVES, REASON, contents

ROOT = Path(__file__).resolve().parents[2]
POINTS = 60


@pytest.fixture
def years(tmp_path: Path) -> list[str]:
    """Three years of a company, under names that a user gives them."""
    names = ["2022.se", "2023.se", "år 2024.se"]
    for name, path in zip(names, ACTIVE, strict=True):
        shutil.copy(path, tmp_path / name)
    return names


def edited(name: str, old: bytes, new: bytes) -> None:
    data = Path(name).read_bytes()
    assert old in data
    Path(name).write_bytes(data.replace(old, new, 1))


def both(run: Run, *words: str) -> dict[str, Result]:
    """The same call in both languages; never a traceback, never an internal error."""
    found = {language: run("migrate", "run", *words, "--lang", language) for language in ("sv", "en")}
    for result in found.values():
        assert "Traceback" not in result.output and "Internal error" not in result.output, result.output
        assert "Internt fel" not in result.output
    return found


def refused(run: Run, sv: str, en: str, *words: str, code: int = 2) -> None:
    """Refused in both languages, on standard error, with what to do."""
    for language, result in both(run, *words).items():
        assert result.exit_code == code, result.output
        said = sv if language == "sv" else en
        assert said in result.stderr and result.stderr.startswith("sie: "), (language, result.stderr)


# ------------------------------------------------------------------ what it prints


def test_three_years(run: Run, years: list[str]) -> None:
    before = {name: Path(name).read_bytes() for name in years}
    result = run("migrate", "run", *years, "--into", "böcker.db", "--prepare", "flytt", "--lang", "sv")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("GRÖNT  bokföringen är flyttad, och ingen skillnad är oförklarad\n")
    assert "Det nya företaget: Björks Snickeri AB 559999-9983 (id 1)" in result.stdout
    assert "oförklarade: 0" in result.stdout and "Förberett i flytt" in result.stderr
    assert {name: Path(name).read_bytes() for name in years} == before
    once = contents(Path("böcker.db"))
    again = run("migrate", "run", *years, "--into", "böcker.db", "--lang", "sv")
    assert again.exit_code == 0 and "redan flyttade, byte för byte" in again.stdout
    assert contents(Path("böcker.db")) == once
    english = run("migrate", "run", *years, "--into", "böcker.db", "--lang", "en")
    assert english.stdout.startswith("GREEN") and "moved before, byte for byte" in english.stdout


KEYS = {"verdict", "blocks", "warnings", "changes", "unexplained", "number_map"}


def test_json_of_plan_run_reconcile_and_diff(run: Run, answer: Callable[..., Any], years: list[str]) -> None:
    plan = answer("migrate", "plan", *years)
    moved = answer("migrate", "run", *years, "--into", "a.db")
    assert plan.keys() >= KEYS and moved.keys() >= KEYS
    assert (moved["verdict"], moved["unexplained"], moved["made"], moved["known"]) == ("green", 0, True, False)
    assert moved["number_map"] == plan["number_map"]
    assert moved["company"]["organisation_number"] == "559999-9983"
    assert [len(e["sha256"]) for e in moved["exported"]] == [64] * 3
    again = answer("migrate", "run", *years, "--into", "a.db")
    assert again["known"] and {k: again[k] for k in KEYS} == {k: moved[k] for k in KEYS}
    renumbered = re.sub(rb"#VER A ([0-9]+)", lambda m: b"#VER A %d" % (int(m[1]) + 100), Path(years[0]).read_bytes())
    Path("andra.se").write_bytes(renumbered)
    Path("fel.se").write_bytes(renumbered.replace(b"4000.00", b"4001.00", 1))
    for words in (["migrate", "reconcile", "--start", "A=101"], ["diff"]):
        values = answer(*words, years[0], "andra.se")
        assert values.keys() >= KEYS, (words, KEYS - values.keys())
        assert values["unexplained"] == 0 and values["verdict"] != "red", (words, values["differences"])
        values = answer(*words, years[0], "fel.se")
        assert values["verdict"] == "red" and values["unexplained"] >= 1 and values["blocks"]
        for entry in (*values["blocks"], *values["warnings"]):
            assert {"code", "file", "line", "message"} <= entry.keys() and entry["file"] in (years[0], "fel.se")


def test_json_of_what_is_in_the_way(run: Run, answer: Callable[..., Any]) -> None:
    path = str(MOVES / "every-block.se")
    for words in (["plan"], ["run", "--into", "a.db"]):
        values = answer("migrate", *words, path)
        assert values["verdict"] == "red" and len(values["blocks"]) >= 9
        for entry in (*values["blocks"], *values["warnings"]):
            assert {"code", "file", "line", "message"} <= entry.keys()
            assert re.fullmatch("(SIE|VAD|COM)[0-9]{3}", entry["code"]) and entry["file"] == path
            assert isinstance(entry["line"], int) and len(entry["message"]) > 20
    result = run("migrate", "run", path, "--into", "a.db")
    assert result.exit_code == 1 and result.stdout.startswith("RED  nothing was moved")
    for code in {entry["code"] for entry in values["blocks"]}:
        assert code in result.stdout
    assert not Path("a.db").exists()  # a red plan makes no database


def test_a_reason_is_stored_and_shown(run: Run, answer: Callable[..., Any], years: list[str]) -> None:
    edited(years[2], b"#FLAGGA 0", b"#FLAGGA 1")
    stopped = run("migrate", "run", *years, "--into", "a.db", "--lang", "sv")
    assert stopped.exit_code == 1 and "VAD007" in stopped.stdout and "RÖTT  inget flyttades" in stopped.stdout
    words = ["migrate", "run", *years, "--into", "a.db", "--accept", f"vad007={REASON}"]
    values = answer(*words)
    assert [(a["code"], a["reason"]) for a in values["accepted"]] == [("VAD007", REASON)]
    assert values["verdict"] == "amber"
    shown = run(*words, "--lang", "sv", "--prepare", "flytt", "--report", "flytt.html")
    assert shown.exit_code == 0 and REASON in shown.stdout
    assert REASON in Path("flytt/LÄS MIG FÖRST.txt").read_text("utf-8-sig")
    assert REASON in Path("flytt.html").read_text("utf-8")
    log = run("company", "log", "1", "--database", "a.db")
    assert REASON in log.stdout and "VAD007" in log.stdout


def test_accepting_what_cannot_be_accepted(run: Run, years: list[str]) -> None:
    edited(years[2], b"#RAR 0 20240101 20241231\r\n", b"")
    more = ["--into", "a.db", "--accept"]
    refused(run, "COM005 går inte att godta", "COM005 cannot be accepted", *years, *more, "COM005=x")
    refused(run, "Det finns ingen kod VAD9", "There is no finding VAD9", *years, *more, "VAD9=x")
    refused(run, "behöver ett skäl", "needs a reason", *years, *more, "VAD007=")
    refused(run, "saknar likhetstecken", "has no equals sign", *years, *more, "VAD007")
    assert not Path("a.db").exists()


def test_nothing_asks(years: list[str]) -> None:
    """Standard input is no terminal, closed, or an endless yes: it makes no difference."""
    for stdin in (subprocess.DEVNULL, None, b"n\n" * 100):
        Path("a.db").unlink(missing_ok=True)
        done = go("migrate", "run", *years, "--into", "a.db", stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(b"GREEN")


# ------------------------------------------------------------------ in a process of its own


def environment() -> dict[str, str]:
    base = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "SIE_"))}
    return base | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def go(*words: str, stdin: Any = subprocess.DEVNULL, preexec: Any = None) -> subprocess.CompletedProcess[bytes]:
    more: dict[str, Any] = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    return subprocess.run(
        [sys.executable, "-m", "sie", *words],
        capture_output=True,
        env=environment(),
        timeout=120,
        check=False,
        preexec_fn=preexec,
        **more,
    )


def large(tmp_path: Path) -> list[str]:
    """Two years that take a while."""
    first = many(1500)
    second = first.replace(b"20240101 20241231", b"20250101 20251231")
    second = re.sub(rb"(?m)^(#VER A [0-9]+) 2024", rb"\1 2025", second)
    Path("1.se").write_bytes(first)
    Path("2.se").write_bytes(second.replace(b"#IB 0 1930 1000000.00\r\n", b""))
    return ["1.se", "2.se"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_at_any_point_all_years_or_none(tmp_path: Path) -> None:
    words = large(tmp_path)
    plan = json.loads(go("migrate", "plan", *words, "--format", "json").stdout)
    accept = [w for code in {b["code"] for b in plan["blocks"]} for w in ("--accept", f"{code}={REASON}")]
    call = ["migrate", "run", *words, *accept, "--into"]
    process = started([*call, "whole.db"])
    begun = appeared(Path("whole.db"), process)
    while process.poll() is None and not committed(Path("whole.db")):
        time.sleep(0.01)
    stored = time.monotonic() - begun
    assert process.wait() == 0
    whole = time.monotonic() - begun
    expected = contents(Path("whole.db"))
    choose, outcomes = random.Random(5), Counter[str]()
    for point in range(POINTS):
        place = Path(f"{point}.db")
        process = started([*call, str(place)])
        if point >= 5:  # the others die before there is a database: then nothing can be half done
            appeared(place, process)
        # Four of five while the books are being stored, the others while the proof is made.
        time.sleep(choose.uniform(0, stored) if point % 5 else choose.uniform(stored, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
        outcome = state(place, expected)
        outcomes[outcome] += 1
        if point % 3 == 0:
            assert go(*call, str(place)).returncode == 0
            after = contents(place)
            assert list(after) == list(expected)
            ((_, ledgers, originals, _),) = after.values()  # type: ignore[misc]
            ((_, whole_ledgers, whole_originals, _),) = expected.values()  # type: ignore[misc]
            assert (ledgers, originals) == (whole_ledgers, whole_originals)
        for path in tmp_path.glob(f"{point}.db*"):
            path.unlink()
    print(dict(outcomes), f"stored after {stored:.1f} s, done after {whole:.1f} s")
    assert sum(outcomes.values()) == POINTS
    assert outcomes["fresh company"] >= 5, outcomes  # killed while the books were being stored
    assert outcomes["moved"] >= 5, outcomes  # killed while the proof was made


def started(words: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sie", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())


def committed(place: Path) -> bool:
    """Whether the books are there."""
    try:
        with sqlite3.connect(f"file:{place}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM company WHERE state = 'active'").fetchone() == (1,)
    except sqlite3.OperationalError:  # not made yet, or locked
        return False


def appeared(place: Path, process: subprocess.Popen[bytes]) -> float:
    """When the database was there: from then on something could be half done."""
    while not place.exists() and process.poll() is None:
        time.sleep(0.002)
    return time.monotonic()


def state(place: Path, expected: dict[str, object]) -> str:
    """What a database is like after the kill; there is nothing between these."""
    if not place.exists():
        return "no database"
    with sqlite3.connect(place) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    found = contents(place)
    if not found:
        return "no company"
    assert list(found) == list(expected), "never two"
    ((status, _, originals, log),) = found.values()  # type: ignore[misc]
    if status == "fresh":
        assert originals == [] and [action for action, *_ in log] == ["created"]
        return "fresh company"
    ((_, whole_ledgers, whole_originals, _),) = expected.values()  # type: ignore[misc]
    ((_, ledgers, _, _),) = found.values()  # type: ignore[misc]
    assert (ledgers, originals) == (whole_ledgers, whole_originals)
    return "moved"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs limits of processes")
@pytest.mark.parametrize("size", [20_000, 140_000, 300_000])
def test_a_full_disk(tmp_path: Path, size: int) -> None:
    """No file may grow beyond a size, which SQLite meets as it meets a full disk."""
    import resource

    words = large(tmp_path)
    plan = json.loads(go("migrate", "plan", *words, "--format", "json").stdout)
    accept = [w for code in {b["code"] for b in plan["blocks"]} for w in ("--accept", f"{code}={REASON}")]

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    for language in ("sv", "en"):
        done = go("migrate", "run", *words, *accept, "--into", "a.db", "--lang", language, preexec=limited)
        assert done.returncode == 2 and done.stdout == b"", done
        assert done.stderr.startswith(b"sie: ") and b"Traceback" not in done.stderr
        said = done.stderr.decode()
        assert ("Disken är full" in said or "Inget har ändrats" in said) == (language == "sv"), said
        assert ("disk is full" in said or "Nothing was changed" in said) == (language == "en"), said
    assert len([c for c in contents(Path("a.db")).values() if c[0] == "active"]) == 0  # type: ignore[index]
    assert go("migrate", "run", *words, *accept, "--into", "a.db").returncode == 0
    ((status, ledgers, originals, _),) = contents(Path("a.db")).values()  # type: ignore[misc]
    assert (status, len(ledgers), len(originals)) == ("active", 2, 2)


# ------------------------------------------------------------------ what can be in the way


def test_the_database_is_locked(run: Run, years: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Store("a.db").close()
    from sie.company import store as module
    from sie.company.database import Database

    monkeypatch.setattr(module, "Database", lambda place, **more: Database(place, **more, wait=0.1))
    holder = sqlite3.connect("a.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    refused(run, "låst av ett annat program: vänta", "locked by another program: wait", *years, "--into", "a.db")
    holder.execute("ROLLBACK")
    holder.close()
    assert contents(Path("a.db")) == {}
    assert run("migrate", "run", *years, "--into", "a.db").exit_code == 0


def test_the_database_is_read_only_or_none(run: Run, years: list[str], tmp_path: Path) -> None:
    Store("a.db").close()
    uri = f"sqlite:///file:{tmp_path}/a.db?mode=ro&uri=true"
    refused(run, "är skrivskyddad: ge dig skrivrätt", "is read-only: give yourself leave", *years, "--into", uri)
    Path("text.db").write_text("Det här är ingen databas. " * 100)
    refused(run, "är ingen företagsdatabas", "is no database of companies", *years, "--into", "text.db")
    assert Path("text.db").read_text().startswith("Det här är ingen")
    Path("mapp").mkdir()
    refused(run, "är en mapp: ange en fil", "is a folder: name a file", *years, "--into", "mapp")
    missing = "finns/inte/a.db"
    refused(run, "mappen måste finnas", "the folder must exist", *years, "--into", missing)
    refused(run, "ingen databas för företag", "no database that companies", *years, "--into", "mysql://a@b/c")
    assert contents(Path("a.db")) == {}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everything")
def test_a_database_without_leave_to_write(run: Run, years: list[str]) -> None:
    Store("a.db").close()
    Path("a.db").chmod(0o444)
    refused(run, "är skrivskyddad", "is read-only", *years, "--into", "a.db")


def test_the_company_is_not_fresh(run: Run, years: list[str]) -> None:
    assert run("migrate", "run", years[0], "--into", "a.db").exit_code == 0
    before = contents(Path("a.db"))
    for more in ([], ["--company", "1"], ["--company", "559999-9983"], ["--company", "björks snickeri ab"]):
        words = [*years, "--into", "a.db", *more]
        refused(run, "är inte nytt: det innehåller 18 verifikationer", "is not fresh: it holds 18", *words)
        refused(run, "sie company restart", "sie company restart", *words)
    refused(
        run, "Det finns inget företag 'Nej'", "There is no company 'Nej'", *years, "--into", "a.db", "--company", "Nej"
    )
    assert contents(Path("a.db")) == before
    with Store("a.db") as store:
        store.archive(1)
    refused(run, "är arkiverat", "is archived", *years, "--into", "a.db", "--company", "1")


def test_a_file_that_is_not_there_or_none(run: Run, years: list[str], not_sie: str) -> None:
    refused(run, "saknas.se", "saknas.se", *years, "saknas.se", "--into", "a.db")
    result = run("migrate", "run", *years, not_sie, "--into", "a.db")
    assert result.exit_code == 1 and "page.se" in result.stdout
    assert run("migrate", "run", "--into", "a.db").exit_code == 2
    assert not Path("a.db").exists()


def test_the_file_has_changed_since_it_was_planned(run: Run, years: list[str]) -> None:
    planned = run("migrate", "plan", *years, "--format", "json", "--accept", f"VAD007={REASON}")
    Path("plan.json").write_bytes(planned.stdout_bytes)
    whole = [*years, "--into", "a.db", "--plan", "plan.json"]
    edited(years[1], b"4000.00", b"4001.00")
    refused(run, "2023.se har ändrats sedan planen gjordes", "2023.se has changed since it was planned", *whole)
    edited(years[1], b"4001.00", b"4000.00")
    words = [*years[:2], "--into", "a.db", "--plan", "plan.json"]
    refused(run, "inte filerna som planerades (-år 2024.se)", "not the files that were planned (-år 2024.se)", *words)
    refused(run, "men valen är andra", "but the choices are not", *whole, "--series", "A=B")
    refused(run, "men valen är andra", "but the choices are not", *whole, "--start", "A=7")
    refused(run, "men valen är andra", "but the choices are not", *whole, "--names", "keep")
    assert not Path("a.db").exists()
    result = run("migrate", "run", *reversed(years), "--into", "a.db", "--plan", "plan.json")
    assert result.exit_code == 0, result.output
    for text in ("[]", "{", "", '{"files": 3}'):
        Path("plan.json").write_text(text)
        refused(run, "plan.json är ingen plan", "plan.json is no plan", *whole)


def test_the_folder_to_prepare_is_looked_at_before_anything_is_done(run: Run, years: list[str]) -> None:
    Path("full").mkdir()
    Path("full/brev.txt").write_text("Hej")
    refused(run, "innehåller redan något", "holds something already", *years, "--into", "a.db", "--prepare", "full")
    assert not Path("a.db").exists() and [p.name for p in Path("full").iterdir()] == ["brev.txt"]
    text = Path(years[0]).read_bytes().decode("cp437").replace("Hyra", "Hyra – lokal")
    Path(years[0]).write_bytes(text.encode("utf-8"))
    words = [*years, "--into", "a.db", "--prepare", "flytt"]
    refused(run, "–", "–", *words, code=1)
    assert not Path("a.db").exists() and not Path("flytt").exists()


def test_a_folder_that_cannot_be_written_is_found_before_anything_is_done(run: Run, years: list[str]) -> None:
    Path("a file").write_text("")
    for folder in ("a file/flytt", "/proc/flytt"):
        words = [*years, "--into", "a.db", "--prepare", folder]
        refused(run, f"Kan inte skriva {folder}", f"Cannot write {folder}", *words)
    assert not Path("a.db").exists()


def test_the_same_run_again_finds_its_folder_as_it_would_be(run: Run, years: list[str]) -> None:
    words = ["migrate", "run", *years, "--into", "a.db", "--start", "A=7", "--prepare", "flytt"]
    assert run(*words).exit_code == 0
    before = {path: path.read_bytes() for path in Path("flytt").rglob("*") if path.is_file()}
    again = run(*words, "--lang", "sv")
    assert again.exit_code == 0 and "flytt innehåller redan precis de här filerna" in again.stderr
    assert "Förberett" not in again.stderr
    # Without the choice the books are what they became; the files to hand over go with them.
    other = ["migrate", "run", *years, "--into", "a.db", "--prepare", "nytt"]
    assert run(*other).exit_code == 0
    assert {path: Path("nytt", path.relative_to("flytt")).read_bytes() for path in before} == before


def test_of_two_runs_at_once_one_moves_the_books(years: list[str]) -> None:
    Store("a.db").close()
    call = [sys.executable, "-m", "sie", "migrate", "run", *years, "--into", "a.db", "--format", "json"]
    both_at_once = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) for _ in range(3)
    ]
    results = [(*process.communicate(), process.returncode) for process in both_at_once]
    for _, stderr, code in results:
        assert code in (0, 2) and b"Traceback" not in stderr, stderr
    found = contents(Path("a.db"))
    active = [c for c in found.values() if c[0] == "active"]  # type: ignore[index]
    assert len(active) == 1 and len(found) == 1, list(found)


def test_letters_that_cp437_lacks_are_replaced_on_leave_only(run: Run, years: list[str]) -> None:
    text = Path(years[0]).read_bytes().decode("cp437").replace("Hyra", "Hyra – “lokal” 5 €", 1)
    Path(years[0]).write_bytes(text.encode("utf-8"))
    words = ["migrate", "run", *years, "--into", "a.db", "--prepare", "flytt", "--lang", "sv"]
    stopped = run(*words)
    assert stopped.exit_code == 1 and not Path("a.db").exists() and "--substitute skriver sådana" in stopped.stderr
    done = run(*words, "--substitute")
    assert done.exit_code == 0 and "“Hyra – “lokal” 5 €” -> “Hyra - " in done.stderr, done.output
    readme = Path("flytt", "LÄS MIG FÖRST.txt").read_bytes().decode("utf-8-sig")
    assert readme.count("#VER: Hyra – “lokal” 5 € -> Hyra - ") == 1
    assert Path("flytt", "original", years[0]).read_bytes() == text.encode("utf-8")
    assert "innehåller redan precis" in run(*words, "--substitute").stderr
    # What the company itself exports.
    export = ["company", "export", "559999-9983", "--database", "a.db", "--lang", "sv", "--all-years"]
    refused = run(*export, "ut")
    assert refused.exit_code == 1 and "--substitute skriver sådana" in refused.stderr and not Path("ut").exists()
    assert run(*export, "ut", "--encoding", "utf-8").exit_code == 0
    assert sum("“lokal”".encode() in path.read_bytes() for path in Path("ut").iterdir()) == 1
    assert "-> “Hyra - " in run(*export, "pc8", "--substitute").stderr
    assert all(path.read_bytes().decode("cp437") for path in Path("pc8").iterdir())
    bad = run(*export, "x", "--encoding", "klingon")
    assert bad.exit_code == 2 and "Det finns ingen kodning" in bad.stderr
    # What the target exports after it has read the prepared files is the same books.
    sources = [word for name in years for word in ("-s", name)]
    targets = [word for path in sorted(Path("pc8").iterdir()) for word in ("-t", str(path))]
    assert run("migrate", "reconcile", *sources, *targets).exit_code == 0


def test_a_report_that_cannot_be_written_is_found_before_anything_is_done(run: Run, years: list[str]) -> None:
    Path("mapp.html").mkdir()
    for report in ("mapp.html", "ingenstans/a.html", "/proc/a.json"):
        refused(
            run, f"Kan inte skriva {report}", f"Cannot write {report}", *years, "--into", "a.db", "--report", report
        )
    assert not Path("a.db").exists()


def test_files_without_an_organisation_number_are_told(run: Run, years: list[str]) -> None:
    edited(years[1], b"#ORGNR 559999-9983\r\n", b"")
    one = run("migrate", "run", *years, "--into", "a.db", "--lang", "sv", "--report", "a.json")
    assert one.exit_code == 0 and one.stdout.startswith("GULT"), one.output
    assert "COM002 2023.se: Filen har inget organisationsnummer att jämföra med företagets, 559999-9983" in one.stdout
    for name in (years[0], years[2]):
        edited(name, b"#ORGNR 559999-9983\r\n", b"")
    for language, verdict in (("sv", "GULT"), ("en", "AMBER")):
        none = run("migrate", "run", *years, "--into", f"{language}.db", "--lang", language)
        assert none.exit_code == 0 and none.stdout.startswith(verdict) and none.stdout.count("COM012") == 1
