from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

import sie
from sie.convert.columns import TABLES
from sie.convert.frames import to_polars
from sie.convert.query import ask, together
from tests.conftest import FIXTURES

SUMS = "SELECT account, sum(amount) AS total FROM rows WHERE posted GROUP BY account ORDER BY account"


def test_sums_for_people(run, books):
    result = run("query", books, SUMS)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.split("\n")
    assert lines[0].split() == ["account", "total"]
    assert [line.split(maxsplit=1) for line in lines[2:5]] == [
        ["1930", "1 234 571.55"],
        ["3010", "-1 234 600.00"],
        ["6570", "28.45"],
    ]
    assert "1 234 571,55" in run("query", books, SUMS, "--lang", "sv").stdout


def test_sums_are_exact(tmp_path, run, answer):
    rows = "".join(f"#VER A {n} 20240101\n{{\n#TRANS 1910 {{}} 0.10\n#TRANS 1920 {{}} -0.10\n}}\n" for n in range(3))
    (tmp_path / "a.se").write_text(f"#FLAGGA 0\n#SIETYP 4\n#RAR 0 20240101 20241231\n{rows}")
    assert answer("query", "a.se", SUMS) == [
        {"account": "1910", "total": "0.30"},
        {"account": "1920", "total": "-0.30"},
    ]


def test_json(answer, books):
    found = answer("query", books, "SELECT * FROM rows WHERE series = 'A' AND number = '1' ORDER BY row")
    assert [row["amount"] for row in found] == ["1234600.00", "-1234600.00"]
    assert found[1]["objects"] == [{"dimension": "6", "number": "P1"}]
    assert (found[1]["date"], found[1]["row_date"], found[1]["project"]) == ("2024-01-15", "2024-01-14", "P1")
    assert (found[1]["posted"], found[1]["cost_centre"]) == (True, None)


def test_csv(run, books, tmp_path):
    result = run("query", books, SUMS, "--format", "csv")
    assert result.stdout_bytes == b"account,total\r\n1930,1234571.55\r\n3010,-1234600.00\r\n6570,28.45\r\n"
    run("query", books, SUMS, "--format", "csv", "--delimiter", ";", "--decimal", ",", "-o", "out.csv")
    assert (tmp_path / "out.csv").read_text().split("\n")[1].strip() == "1930;1234571,55"


def test_csv_holds_no_formulas(run, books):
    question = "SELECT '=1+1' AS a, '@x' AS b, '-x' AS c, -1.5::DECIMAL(9,1) AS d, -2 AS e, '+46' AS \"=f\""
    rows = list(csv.reader(io.StringIO(run("query", books, question, "--format", "csv").stdout)))
    assert rows == [["a", "b", "c", "d", "e", "'=f"], ["'=1+1", "'@x", "'-x", "-1.5", "-2", "'+46"]]


def test_every_kind_of_value_can_be_shown(run, books):
    question = (
        "SELECT NULL, true, 1, 1.5::DOUBLE, 'nan'::DOUBLE, DATE '2024-01-31', TIMESTAMP '2024-01-31 12:00:00', "
        "'a'::BLOB, [1, NULL], {'a': [DATE '2024-01-31']}, MAP {'k': 1.50}, INTERVAL 3 DAY, uuid(), "
        "1::HUGEINT << 100, 'a' || chr(27)"
    )
    for form in ("table", "csv", "json"):
        result = run("query", books, question, "--format", form)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "\x1b" not in result.stdout or form == "csv"
        assert "2024-01-31" in result.stdout


def test_a_long_question(answer, books):
    assert answer("query", books, f"SELECT 1 AS one /* {'x' * 5000} */") == [{"one": 1}]


def test_columns_of_one_name_are_told_apart(answer, books):
    assert answer("query", books, "SELECT 1 AS a, 2 AS a, 3 AS a_2") == [{"a": 1, "a_2": 2, "a_2_2": 3}]


def test_an_answer_without_rows(run, books, answer):
    question = "SELECT * FROM vouchers WHERE total <> 0"
    assert answer("query", books, question) == []
    assert run("query", books, question).stdout.startswith("voucher ")


def test_many_files(run, books, tmp_path, answer):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "other.se").write_bytes((tmp_path / books).read_bytes().replace(b"33.45", b"33.455"))
    (tmp_path / "sub" / "readme.txt").write_text("no")
    question = "SELECT file, sum(amount) AS s FROM rows WHERE posted AND account = '6570' GROUP BY file ORDER BY file"
    assert answer("query", books, "sub/other.se", question) == [
        {"file": "books.se", "s": "28.450"},
        {"file": "sub/other.se", "s": "28.455"},
    ]
    assert answer("query", "sub", "-r", question) == [{"file": str(Path("sub", "other.se")), "s": "28.455"}]
    assert answer("query", ".", "-r", "--exclude", "o*.se", "SELECT DISTINCT file FROM rows") == [{"file": "books.se"}]
    result = run("query", "sub", question)
    assert result.exit_code == 2
    assert "--recursive" in result.stderr


def test_other_formats_are_read(run, books, answer):
    for name in ("books.parquet.zip", "books.db", "books.json"):
        assert run("convert", books, name).exit_code == 0
        assert answer("query", name, SUMS) == answer("query", books, SUMS)


def test_standard_input(run, books, tmp_path):
    result = run("query", "-", SUMS, "--format", "csv", stdin=(tmp_path / books).read_bytes())
    assert result.stdout.count("\n") == 4


@pytest.mark.parametrize(
    "question, en, sv",
    [
        ("SELEC 1", "SELEC", "SELEC"),
        ("SELECT nothing FROM rows", "nothing", "nothing"),
        ("SELECT * FROM nowhere", "nowhere", "nowhere"),
        ("SELECT 'a'::INTEGER", "'a'", "'a'"),
        ("", "question is missing", "Frågan saknas"),
        ("/* nothing */", "one question", "en fråga"),
        ("SELECT 1; SELECT 2", "one question", "en fråga"),
        ("SELECT error('x')", "x", "x"),
        ("CREATE TABLE t (a INTEGER)", "CREATE is no question", "CREATE är ingen fråga"),
        ("SET threads = 1", "SET is no question", "SET är ingen fråga"),
        ("DROP TABLE rows", "DROP is no question", "DROP är ingen fråga"),
        ("INSERT INTO rows SELECT * FROM rows", "INSERT is no question", "INSERT är ingen fråga"),
    ],
)
def test_wrong_sql(run, books, question, en, sv):
    for language, words in (("en", en), ("sv", sv)):
        result = run("query", books, question, "--lang", language)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
        assert "Traceback" not in result.stderr
        assert "Internal" not in result.stderr


# -- nothing is reached but the tables


@pytest.mark.parametrize(
    "question",
    [
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_blob('{secret}')",
        "SELECT * FROM read_json('{secret}')",
        "SELECT * FROM read_parquet('{secret}')",
        "SELECT * FROM sniff_csv('{secret}')",
        "SELECT * FROM '{secret}'",
        'SELECT * FROM "{secret}"',
        "SELECT * FROM glob('{folder}/*')",
        "SELECT content FROM read_text(['{secret}'])",
        "WITH x AS (SELECT * FROM read_csv('{secret}')) SELECT * FROM x",
        "SELECT * FROM query('SELECT * FROM read_csv(''{secret}'')')",
        "SELECT * FROM query_table('{secret}')",
        "SELECT * FROM read_csv('https://example.com/x.csv')",
        "SELECT * FROM 'https://example.com/x.parquet'",
        "SELECT * FROM read_text('s3://bucket/x')",
        "SELECT getenv('HOME')",
        "COPY rows TO '{folder}/out.csv'",
        "COPY (SELECT 1) TO '{folder}/out.parquet'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "ATTACH '{folder}/out.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{secret}'",
        "SET enable_external_access = true",
        "RESET enable_external_access",
        "SET lock_configuration = false",
        "CALL enable_logging()",
        "PIVOT read_csv('{secret}') ON a",
        "SELECT * FROM frame",
        "SELECT * FROM tables",
        "SELECT * FROM table",
    ],
)
def test_sql_reaches_nothing_else(run, books, tmp_path, question):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\nhush,1\n")
    before = sorted(tmp_path.rglob("*"))
    result = run("query", books, question.format(secret=secret, folder=tmp_path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "hush" not in result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_variables_of_the_program_are_no_tables():
    secret = to_polars(b"#KONTO 1910 Kassa\n").accounts  # noqa: F841 - DuckDB would find it by its name
    with pytest.raises(sie.SieUsageError, match="secret"):
        ask(to_polars(sie.Ledger()), "SELECT * FROM secret")


# -- what goes wrong with files


def test_errors_are_told(run, damaged):
    result = run("query", damaged, "SELECT count(*) AS n FROM rows", "--format", "csv")
    assert (result.exit_code, result.stdout) == (1, "n\n7\n")
    assert "1 error; values may be missing" in result.stderr
    assert "1 fel; värden kan saknas" in run("query", damaged, "SELECT 1", "--lang", "sv").stderr


def test_a_file_that_cannot_be_read_means_no_answer(run, books, not_sie):
    for name in ("nowhere.se", not_sie):
        result = run("query", books, name, "SELECT 1")
        assert (result.exit_code, result.stdout) == (2, "")
        assert name in result.stderr


def test_no_question(run, books):
    for words in ((), (books,), (books, books), ("SELECT 1",)):
        result = run("query", *words)
        assert result.exit_code == 2
        assert "The question is missing" in result.stderr
        assert "Frågan saknas" in run("query", *words, "--lang", "sv").stderr


@pytest.mark.parametrize("sign", ["", ";;", ".", '"', "\n"])
def test_a_delimiter_that_is_none(run, books, sign):
    assert run("query", books, "SELECT 1", "--delimiter", sign).exit_code == 2


@pytest.mark.parametrize("module", ["duckdb", "polars", "pyarrow"])
def test_what_is_not_installed_is_named(run, books, monkeypatch, module):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    result = run("query", books, "SELECT 1")
    assert result.exit_code == 2
    assert f"{module} is not installed: pip install 'sie[" in result.stderr


def test_tables_are_listed(run, books, answer):
    found = answer("query", books, "--tables")
    assert [(row["table"], row["column"]) for row in found] == [
        (table, column.name) for table, columns in TABLES.items() for column in columns
    ]
    assert "kronor, debit positive" in run("query", "--tables").stdout
    assert "belopp i kronor" in run("query", "--tables", "--lang", "sv").stdout


def test_names_of_columns_need_no_quotes():
    tables = to_polars(sie.Ledger())
    for name, columns in TABLES.items():
        assert ask(tables, f"SELECT {', '.join('x.' + column.name for column in columns)} FROM {name} x").columns
        assert ask(tables, f"SELECT {', '.join(column.name for column in columns)} FROM {name}").columns


def test_sums_agree_with_the_books(sample: Path):
    ledger = sie.load(sample)
    tables = together([("a", to_polars(ledger)), ("b", to_polars(ledger))])
    sums = {}
    for voucher in ledger.vouchers:
        for row in voucher.posted:
            sums[row.account] = sums.get(row.account, Decimal(0)) + (row.amount or 0)
    found = ask(tables, "SELECT account, sum(amount) FROM rows WHERE posted AND file = 'b' GROUP BY account")
    assert {account: amount or 0 for account, amount in found.rows} == sums


def test_json_of_a_question_can_be_read_by_anybody(run, books):
    assert json.loads(run("query", books, "FROM vouchers", "--format", "json").stdout_bytes)[0]["total"] == "0.00"


def test_removed_rows_among_the_answer_are_told_unless_the_question_tells_them_apart(run) -> None:
    books = str(FIXTURES / "clean" / "typ4e.se")
    plain = run("query", books, "SELECT account, sum(amount) FROM Rows GROUP BY account", "--lang", "sv")
    assert plain.exit_code == 0 and "borttagna rader (#BTRANS), 1 st" in plain.stderr and "WHERE posted" in plain.stderr
    for question in ("SELECT sum(amount) FROM rows WHERE posted", "SELECT kind, count(*) FROM rows GROUP BY kind",
                     "SELECT count(*) FROM vouchers"):  # fmt: skip
        assert "#BTRANS" not in run("query", books, question).stderr
    without = str(FIXTURES / "clean" / "typ1.se")
    assert run("query", without, "SELECT count(*) FROM rows").stderr == ""
