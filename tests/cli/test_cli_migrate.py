"""``sie migrate`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from sie.migration.plan import plan
from sie.migration.prepare import prepared
from tests.cli.conftest import Run
from tests.migration.test_migration import TODAY, YEARS, administration, odd


def files() -> list[str]:
    for name, data in zip(("2022.se", "2023.se", "2024.se"), YEARS, strict=True):
        Path(name).write_bytes(data)
    return ["2022.se", "2023.se", "2024.se"]


def test_plan(run: Run) -> None:
    words = files()
    result = run("migrate", "plan", *words, "--prepare", "flytt")
    assert result.exit_code == 0 and result.stdout.startswith("GREEN"), result.output
    assert (Path("flytt") / "LÄS MIG FÖRST.txt").exists()
    again = run("migrate", "plan", *words, "--prepare", "flytt")
    assert again.exit_code == 0 and "flytt holds exactly these files already" in again.stderr
    (Path("flytt") / "brev.txt").write_text("Hej")
    again = run("migrate", "plan", *words, "--prepare", "flytt", "--lang", "sv")
    assert again.exit_code == 2 and "innehåller redan något" in again.stderr
    values = json.loads(run("migrate", "plan", *words, "--format", "json").stdout_bytes)
    assert {"verdict", "blocks", "warnings", "changes", "unexplained", "number_map"} <= set(values)


def test_a_red_plan_prepares_nothing(run: Run) -> None:
    Path("odd.se").write_bytes(odd())
    result = run("migrate", "plan", "odd.se", "--prepare", "flytt", "--lang", "sv")
    assert result.exit_code == 1 and result.stdout.startswith("RÖTT") and not Path("flytt").exists()
    assert "--series LEV1=" in result.stdout and "inget förbereddes" in result.stderr
    done = run("migrate", "plan", "odd.se", "--series", "LEV1=L", "--series", "=K", "--prepare", "flytt")
    assert done.exit_code == 0 and Path("flytt").exists(), done.output


def test_reconcile(run: Run) -> None:
    exported = administration(prepared(plan(YEARS), TODAY))
    for number, data in enumerate(exported):
        Path(f"{number}.se").write_bytes(data)
    words = [w for path in files() for w in ("-s", path)] + [w for n in range(3) for w in ("-t", f"{n}.se")]
    assert run("migrate", "reconcile", *words).exit_code == 0
    values = json.loads(run("migrate", "reconcile", *words, "--format", "json").stdout_bytes)
    assert (values["verdict"], values["unexplained"]) == ("green", 0) and values["planned"]
    Path("0.se").write_bytes(exported[0].replace(b"4000.00", b"4001.00", 1))
    assert run("migrate", "reconcile", *words).exit_code == 1


def test_reconcile_refuses_what_is_no_books(run: Run) -> None:
    """Not a list of everything that the file lacks, which would look like lost books."""
    first = files()[0]
    Path("empty.se").write_bytes(b"")
    Path("picture.se").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    for other in ("empty.se", "picture.se"):
        for words in ([first, other], [other, first]):
            for language in ("sv", "en"):
                result = run("migrate", "reconcile", *words, "--report", "r.json", "--lang", language)
                assert result.exit_code == 2 and result.stdout == "" and f"sie: {other}: " in result.stderr
                assert not Path("r.json").exists()


def test_run_writes_the_report(run: Run) -> None:
    words = ["migrate", "run", *files(), "--into", "books.db", "--report", "flytt.html", "--report", "flytt.json"]
    result = run(*words, "--user", "Åsa Björk", "--note", "Klart <före> mars", "--lang", "sv")
    assert result.exit_code == 0 and result.stdout.startswith("GRÖNT"), result.output
    assert "Rapporten skrevs till flytt.html." in result.stderr
    page, values = Path("flytt.html").read_text(encoding="utf-8"), json.loads(Path("flytt.json").read_bytes())
    assert "Åsa Björk" in page and "Klart &lt;före&gt; mars" in page and "Grönt" in page
    assert values["unexplained"] == 0 and values["by"] == "Åsa Björk" and len(values["targets"]) == 3
    assert run(*words).exit_code == 0  # nothing is imported twice, and the proof is made again


def test_run_says_at_once_that_a_report_cannot_be_written(run: Run) -> None:
    words = ["migrate", "run", *files(), "--into", "books.db", "--report"]
    for path, said in (("flytt.pdf", "ends in .html or .json"), ("2022.se", "name another")):
        result = run(*words, path)
        assert result.exit_code == 2 and said in result.stderr and not Path("books.db").exists()


def test_a_run_that_is_blocked_proves_nothing(run: Run) -> None:
    Path("odd.se").write_bytes(odd())
    result = run("migrate", "run", "odd.se", "--into", "books.db", "--report", "flytt.html")
    assert result.exit_code == 1 and "nothing was moved" in result.stderr and not Path("flytt.html").exists()


def test_wrong_calls(run: Run) -> None:
    files()
    for words in (
        ["plan", "missing.se"],
        ["plan", "2022.se", "--series", "A"],
        ["plan", "2022.se", "--series", "A=AA"],
        ["plan", "2022.se", "--start", "A=x"],
        ["plan", "2022.se", "--accept", "VAD007="],
        ["reconcile", "2022.se"],
    ):
        for language in ("en", "sv"):
            result = run("migrate", *words, "--lang", language)
            assert result.exit_code == 2 and result.stderr.startswith("sie: "), (words, result.output)


def test_the_report(run: Run) -> None:
    for number, data in enumerate(administration(prepared(plan(YEARS), TODAY))):
        Path(f"{number}.se").write_bytes(data)
    words = [w for path in files() for w in ("-s", path)] + [w for n in range(3) for w in ("-t", f"{n}.se")]
    more = ["--report", "flytt.html", "--report", "flytt.json", "--by", "Åsa Björk", "--note", "Klart", "--lang", "sv"]
    result = run("migrate", "reconcile", *words, *more)
    assert result.exit_code == 0 and "Rapporten skrevs till flytt.html." in result.stderr, result.output
    page = Path("flytt.html").read_text("utf-8")
    assert '<html lang="sv">' in page and "Åsa Björk" in page and "Grönt" in page
    values = json.loads(Path("flytt.json").read_bytes())
    assert (values["verdict"]["colour"], values["by"], values["note"]) == ("green", "Åsa Björk", "Klart")
    assert [source["path"] for source in values["sources"]] == ["2022.se", "2023.se", "2024.se"]
    for name in ("2022.se", "0.se", "flytt.pdf"):
        before = Path(name).read_bytes() if Path(name).exists() else None
        assert run("migrate", "reconcile", *words, "--report", name).exit_code == 2
        assert (Path(name).read_bytes() if Path(name).exists() else None) == before


def test_voucher_files_without_a_year_and_with_it(run: Run) -> None:
    head = '#FLAGGA 0\n#PROGRAM X 1\n#FORMAT PC8\n#GEN 20241231\n#SIETYP 4\n#FNAMN "Exempel AB"\n#KPTYP EUBAS97\n'
    head += "#ORGNR 556677-8899\n#KONTO 1930 Bank\n#KONTO 3001 Intäkt\n"
    for month in ("05", "06"):
        rows = f'#VER L "" 2024{month}25 x\n{{\n#TRANS 1930 {{}} 10.00\n#TRANS 3001 {{}} -10.00\n}}\n'
        Path(f"{month}.si").write_bytes((head + rows).encode("cp437"))
    words = ["06.si", "05.si"]
    blocked = run("migrate", "plan", *words)
    assert blocked.exit_code == 1 and "--year 2024-01-01..2024-12-31" in blocked.stdout
    found = run("migrate", "plan", *words, "--year", "2024")
    assert found.exit_code == 0 and "taken together with the file above" in found.stdout, found.output
    assert found.stdout.index("05.si") < found.stdout.index("06.si")
    moved = run("migrate", "run", *words, "--year", "2024", "--into", "books.db")
    assert moved.exit_code == 0 and "2 vouchers" in moved.stdout, moved.output
    for wrong in ("2024-13", "2024-12-31..2024-01-01", "2024-01-01..x"):
        refused = run("migrate", "plan", *words, "--year", wrong)
        assert refused.exit_code == 2 and "Traceback" not in refused.output, wrong
    made = run("company", "create", "Exempel AB", "--number", "556677-8899", "--database", "other.db")
    assert made.exit_code == 0, made.output
    imported = run("company", "import", "556677-8899", *words, "--year", "2024", "--database", "other.db")
    assert imported.exit_code == 0, imported.output


def test_a_copy_of_a_source_file_proves_nothing(run: Run) -> None:
    words = files()
    Path("kopia.se").write_bytes(YEARS[0])
    for language, said in (("sv", "En kopia bevisar ingenting"), ("en", "A copy proves nothing")):
        result = run("migrate", "reconcile", words[0], "kopia.se", "--lang", language)
        assert result.exit_code == 0 and "kopia.se" in result.stderr and said in result.stderr
    exported = administration(prepared(plan(YEARS[:1]), TODAY))
    Path("ny.se").write_bytes(exported[0])
    assert run("migrate", "reconcile", words[0], "ny.se").stderr == ""
