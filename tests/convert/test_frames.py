"""Books as frames, Parquet, Arrow and SQLite: typed, exact, and back again; read by the real readers."""

from __future__ import annotations

import datetime
import io
import random
import sqlite3
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sie
from sie.convert import arrow, frames, lane, parquet, sqlite
from sie.convert.columnar import books, table_data
from sie.convert.columns import TABLES, Column, Kind
from sie.convert.registry import find
from sie.ledger.model import exact_sum
from sie.spec.labels import FILE_TYPES, LABELS
from tests.conftest import FIXTURES
from tests.strategies import ledgers

BOOKS = FIXTURES / "clean" / "typ4e.se"
LINE = 109  # of the first row of voucher L 1
ANY = st.sampled_from(FILE_TYPES).flatmap(ledgers)
HALF = sie.Ledger(company=sie.Company(name="half \ud800"))


def posted(ledger: sie.Ledger) -> Decimal:
    return exact_sum(row.amount for voucher in ledger.vouchers for row in voucher.posted)


# -- the tables


def test_every_value_of_the_model_has_a_column() -> None:
    """But for what stands in ``more``; and the head of the books is that of the label table."""
    assert {column.path for column in TABLES["company"] if column.path} >= {
        field.name for label in LABELS if label.store == "ledger" for field in label.fields
    }
    for table, kind, rest in (
        ("accounts", sie.Account, set()),
        ("dimensions", sie.Dimension, set()),
        ("objects", sie.Object, set()),
        ("balances", sie.Balance, set()),
        ("vouchers", sie.Voucher, {"rows", "extras"}),
        ("rows", sie.Row, {"twin"}),
    ):
        paths = {column.path for column in TABLES[table]}
        only_sie5 = {"sie5", "foreign"}  # in ``more``
        assert set(kind.__struct_fields__) - paths - only_sie5 == rest


def test_columns_are_in_both_languages_and_named_once() -> None:
    for columns in TABLES.values():
        assert len({column.name for column in columns}) == len(columns)
        assert all(column.en and column.sv for column in columns)


def test_the_tables_have_the_columns_they_say(fixture_file: Path) -> None:
    for name, table in sie.to_polars(fixture_file):
        assert table.columns == [column.name for column in TABLES[name]]


def test_types() -> None:
    rows = sie.to_polars(BOOKS).rows.schema
    assert rows["amount"] == rows["quantity"] == pl.Decimal(38, 2)
    assert rows["account"] == pl.String
    assert rows["series"] == rows["kind"] == pl.Categorical
    assert rows["date"] == rows["row_date"] == pl.Date
    assert rows["objects"] == pl.List(pl.Struct({"dimension": pl.String, "number": pl.String}))


def test_types_are_the_same_for_empty_books() -> None:
    for (name, full), (_, empty) in zip(sie.to_polars(BOOKS), sie.to_polars(sie.Ledger()), strict=True):
        assert full.schema == empty.schema, name


def test_what_a_row_says() -> None:
    rows = sie.to_polars(BOOKS).rows
    row = rows.filter(pl.col("line") == LINE).row(0, named=True)
    assert row == {
        "voucher": 3,
        "row": 1,
        "series": "L",
        "number": "1",
        "date": datetime.date(2024, 1, 18),
        "year": 0,
        "account": "4010",
        "amount": Decimal("840.50"),
        "objects": [{"dimension": "1", "number": "BAG"}, {"dimension": "21", "number": "BAG1"}],
        "cost_centre": "BAG",
        "project": None,
        "text": "Vetemjöl",
        "quantity": Decimal("120.50"),
        "sign": "ÖÅ",
        "kind": "normal",
        "posted": True,
        "row_date": datetime.date(2024, 1, 17),
        "extras": [],
        "line": LINE,
        "more": None,
    }


@pytest.mark.parametrize(
    "source", [str(BOOKS), BOOKS, BOOKS.read_bytes(), io.BytesIO(BOOKS.read_bytes()), sie.load(BOOKS)]
)
def test_any_source(source: Any) -> None:
    assert sie.to_polars(source).rows.height == 16


def test_the_column_widens_so_that_nothing_is_rounded() -> None:
    amounts = [Decimal("0.1250"), Decimal("-1E+3"), Decimal("1.10")]
    rows = tuple(sie.Row("normal", "1910", (), amount) for amount in amounts)
    tables = sie.to_polars(sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=rows),)))
    assert tables.rows.schema["amount"] == pl.Decimal(38, 3)
    assert tables.rows["amount"].to_list() == amounts
    assert tables.vouchers["total"].to_list() == [sum(amounts)]


@pytest.mark.parametrize("amount", ["1E+36", "1E-38", "NaN", "-Infinity"])
def test_what_38_digits_cannot_hold_is_refused(amount: str) -> None:
    rows = (sie.Row("normal", "1910", (), Decimal(amount)), sie.Row("normal", "1910", (), Decimal(1)))
    ledger = sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=rows[: 1 if "E" not in amount else 2]),))
    with pytest.raises(sie.SieWriteError) as caught:
        sie.to_polars(ledger)
    assert caught.value.message("sv") != caught.value.message("en")


def test_numbers_beyond_64_bits_are_refused() -> None:
    ledger = sie.Ledger(years={2**63: sie.FiscalYear(None, None)})
    for make in (sie.to_polars, sqlite.dumps):
        with pytest.raises(sie.SieWriteError):
            make(ledger)


@pytest.mark.parametrize("make", [sie.to_polars, parquet.dumps, sqlite.dumps, arrow.dumps])
def test_half_a_character_is_refused(make: Any) -> None:
    with pytest.raises(sie.SieWriteError):
        make(HALF if make is not arrow.dumps else sie.Ledger(vouchers=(sie.Voucher("\ud800", None, None),)))


def test_sums_agree_with_the_books(sample: Path) -> None:
    ledger = sie.load(sample)
    tables = sie.to_polars(ledger)
    assert (tables.rows.filter("posted")["amount"].sum() or 0) == posted(ledger)
    assert tables.vouchers["total"].to_list() == [voucher.total for voucher in ledger.vouchers]
    assert tables.balances.height == len(ledger.balances)


def test_arrow_and_pandas_say_the_same() -> None:
    polars, tables, pandas = sie.to_polars(BOOKS), sie.to_arrow(BOOKS), sie.to_pandas(BOOKS)
    for name, frame in polars:
        assert getattr(tables, name).to_pylist() == frame.to_dicts()
        assert isinstance(getattr(pandas, name), pd.DataFrame)
    assert tables.rows.schema.field("amount").type == pa.decimal128(38, 2)
    found = pandas.rows[pandas.rows.posted].groupby("account").amount.sum().to_dict()
    assert found["3001"] == Decimal("-1200.00")


def test_arrow_shares_the_memory_of_polars() -> None:
    rows = sie.to_polars(BOOKS).rows
    one, other = rows.to_arrow(), rows.to_arrow()  # two copies would stand at two places
    for name in ("voucher", "amount", "date", "row_date", "quantity"):
        places = [table.column(name).chunk(0).buffers()[1].address for table in (one, other)]
        assert places[0] == places[1], name


@pytest.mark.parametrize("module", ["polars", "pyarrow", "pandas"])
def test_a_missing_library_is_named_with_what_installs_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(sie.SieUsageError, match=rf"{module}.*pip install 'sie\[\w+\]'"):
        sie.to_pandas(BOOKS)


# -- there and back


@given(ANY)
@settings(max_examples=60)
def test_tables_give_equal_books(ledger: sie.Ledger) -> None:
    assert books(table_data(ledger)) == ledger


@pytest.mark.parametrize("form", [parquet, sqlite], ids=["parquet", "sqlite"])
@given(ANY)
@settings(max_examples=25)
def test_files_give_equal_books(form: Any, ledger: sie.Ledger) -> None:
    assert form.loads(form.dumps(ledger)) == ledger


@pytest.mark.parametrize("form", [parquet, sqlite], ids=["parquet", "sqlite"])
def test_fixtures_come_back_equal(form: Any, fixture_file: Path) -> None:
    ledger = sie.load(fixture_file)
    back = form.loads(form.dumps(ledger))
    assert back == ledger
    assert back.kind == ledger.kind


@pytest.mark.parametrize("form", [parquet, sqlite], ids=["parquet", "sqlite"])
def test_samples_come_back_equal(form: Any, sample: Path) -> None:
    ledger = sie.load(sample)
    assert form.loads(form.dumps(ledger)) == ledger


def test_what_has_no_column_comes_back_too() -> None:
    twin = sie.Row("normal", "1910", (), Decimal(2))
    row = sie.Row("added", "1910", (), Decimal(1), twin=twin, extras=("more", ""), origin=7)
    extra = sie.Extra(label="#X", fields=("a", ("b", "c")), block=(sie.Extra(label="#Y"),))
    voucher = sie.Voucher("A", "1", None, rows=(row,), extras=(extra,))
    ledger = sie.Ledger(
        vouchers=(voucher,), extras=(extra,), company=sie.Company(address=sie.Address()), prose=("", "x")
    )
    for form in (parquet, sqlite):
        back = form.loads(form.dumps(ledger))
        assert back == ledger
        assert back.vouchers[0].rows[0].origin == 7
    assert ledger != msgspec.structs.replace(ledger, company=sie.Company())


# -- Parquet


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_parquet_is_read_by_others(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(members(parquet.dumps(sie.load(BOOKS)))["rows.parquet"])
    table = pyarrow.parquet.read_table(tmp_path / "rows.parquet")
    assert table.schema.field("amount").type == pa.decimal128(38, 2)
    question = f"SELECT sum(amount) FROM '{tmp_path}/rows.parquet' WHERE posted AND account = '3001'"
    assert duckdb.execute(question).fetchall() == [(Decimal("-1200.00"),)]


def test_the_same_books_give_the_same_bytes() -> None:
    ledger = sie.load(BOOKS)
    assert parquet.dumps(ledger) == parquet.dumps(ledger)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        zipped({}),
        zipped({"books.json": b'{"format": "other", "version": 1}'}),
        zipped({"books.json": b"\xff"}),
        zipped({"books.json": b'{"format": "sie-tables", "version": 1}'}),
        zipped({"books.json": b'{"format": "sie-tables", "version": 1}', "company.parquet": b"PAR1"}),
        zipped(members(parquet.dumps(sie.load(BOOKS))), zipfile.ZIP_DEFLATED),
    ],
)
def test_what_is_no_archive_is_told(data: bytes) -> None:
    with pytest.raises(sie.SieUsageError, match="not an archive"):
        parquet.loads(data)


def test_damage_is_told_and_nothing_else_happens() -> None:
    chance = random.Random(4)
    files = members(parquet.dumps(sie.load(BOOKS)))
    refused = 0
    for _ in range(150):
        name = chance.choice(list(files))
        damaged = bytearray(files[name])
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            parquet.loads(zipped({**files, name: bytes(damaged)}))
        except sie.SieUsageError:
            refused += 1
    assert refused > 50


def replaced(column: str, values: Any, table: str = "rows") -> bytes:
    """The archive with one column replaced."""
    files = members(parquet.dumps(sie.load(BOOKS)))
    found = pyarrow.parquet.read_table(io.BytesIO(files[f"{table}.parquet"]))
    found = found.set_column(found.column_names.index(column), column, pa.array(values[: found.num_rows]))
    target = io.BytesIO()
    pyarrow.parquet.write_table(found, target)
    return zipped({**files, f"{table}.parquet": target.getvalue()})


@pytest.mark.parametrize(
    "column, values",
    [
        ("amount", [1.5] * 16),
        ("date", ["2024-01-01"] * 16),
        ("kind", ["odd"] * 16),
        ("kind", [None] * 16),
        ("account", [1910] * 16),
        ("objects", ["1"] * 16),
        ("more", ['{"twin": 3}'] * 16),
        ("more", ['{"amount": "3"}'] * 16),
        ("voucher", [99] * 16),
        ("row_date", [datetime.datetime(2024, 1, 1)] * 16),
    ],
)
def test_wrong_values_are_told_with_their_place(column: str, values: Any) -> None:
    if column == "date":  # derived from the voucher: not looked at
        assert parquet.loads(replaced(column, values)) == sie.load(BOOKS)
        return
    with pytest.raises(sie.SieUsageError, match="row") as caught:
        parquet.loads(replaced(column, values))
    assert "rows" in caught.value.message("sv")


def test_a_small_file_does_not_swell() -> None:
    word = pa.DictionaryArray.from_arrays(pa.array([0] * 400_000, pa.int32()), pa.array(["x" * 50_000]))
    target = io.BytesIO()
    files = members(parquet.dumps(sie.load(BOOKS)))
    table = pyarrow.parquet.read_table(io.BytesIO(files["rows.parquet"]))
    rest = {name: pa.nulls(400_000, table.schema.field(name).type) for name in table.column_names if name != "text"}
    pyarrow.parquet.write_table(pa.table({**rest, "text": word}), target)
    assert len(target.getvalue()) < 200_000  # of 20 GB
    with pytest.raises(sie.SieUsageError, match="swells"):
        parquet.loads(zipped({**files, "rows.parquet": target.getvalue()}))


# -- Arrow


def test_arrow_holds_the_rows(tmp_path: Path) -> None:
    (tmp_path / "books.arrow").write_bytes(arrow.dumps(sie.load(BOOKS)))
    with pa.memory_map(str(tmp_path / "books.arrow")) as file:
        table = pa.ipc.open_file(file).read_all()
    assert table.column_names == [column.name for column in TABLES["rows"]]
    assert table.column("amount").type == pa.decimal128(38, 2)
    assert pl.read_ipc(tmp_path / "books.arrow").height == 16


# -- SQLite


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "books.db"
    path.write_bytes(sqlite.dumps(sie.load(BOOKS)))
    return path


def test_sums_in_sqlite_are_exact(sample: Path) -> None:
    ledger = sie.load(sample)
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(sqlite.dumps(ledger))
        total = connection.execute("SELECT sum(amount_scaled) FROM rows WHERE posted").fetchone()[0]
        places = connection.execute("SELECT value FROM about WHERE key = 'amount_decimals'").fetchone()[0]
        assert Decimal(total or 0).scaleb(-int(places)) == posted(ledger)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_views_of_sqlite(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        ask = connection.execute
        assert ask("SELECT amount FROM rows_kronor WHERE line = ?", [LINE]).fetchone() == (840.5,)
        assert ask("SELECT dimension, object FROM row_objects WHERE voucher = 3 AND row = 1").fetchall() == [
            ("1", "BAG"),
            ("21", "BAG1"),
        ]
        assert ask("SELECT count(*) FROM balance_objects").fetchone() == (
            sum(len(balance.object) for balance in sie.load(BOOKS).balances),
        )
        assert ask("SELECT sum(amount) FROM balances_kronor WHERE kind = 'opening' AND year = 0").fetchone() == (0.0,)


def test_wider_amounts_in_sqlite() -> None:
    rows = tuple(sie.Row("normal", "1910", (), Decimal(amount)) for amount in ("0.125", "-0.1"))
    ledger = sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=rows),))
    data = sqlite.dumps(ledger)
    assert sqlite.loads(data) == ledger
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(data)
        assert connection.execute("SELECT amount_scaled FROM rows").fetchall() == [(125,), (-100,)]


@pytest.mark.parametrize("form", [parquet, sqlite], ids=["parquet", "sqlite"])
def test_amounts_of_any_length_come_back(form: Any) -> None:
    amounts = ("1E+40", "-0.000000000000000000000000000000000000000000000001", "0E-60", "92233720368547758.08")
    rows = tuple(sie.Row("normal", "1910", (), Decimal(amount)) for amount in amounts)
    for some in (rows, rows[2:], rows[3:]):
        ledger = sie.Ledger(vouchers=(sie.Voucher("A", "1", None, rows=some),))
        assert form.loads(form.dumps(ledger)) == ledger


def test_a_change_made_in_sqlite_comes_back(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE vouchers SET text = 'Ändrad' WHERE voucher = 1")
    connection.close()
    back = sqlite.loads(database.read_bytes())
    assert back.vouchers[0].text == "Ändrad"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE rows",
        "ALTER TABLE rows RENAME COLUMN amount_scaled TO amount",
        "UPDATE rows SET amount_scaled = 'many'",
        "UPDATE rows SET amount_scaled = 1.5",
        "UPDATE rows SET objects = '['",
        "UPDATE rows SET kind = 'odd'",
        "UPDATE vouchers SET date = 'yesterday'",
        "UPDATE vouchers SET text = x'ff'",
        "UPDATE about SET value = 'many' WHERE key = 'amount_decimals'",
        "UPDATE about SET value = '2' WHERE key = 'version'",
        "DELETE FROM vouchers WHERE voucher = 2",
        "DELETE FROM company",
        "DROP VIEW rows_kronor; DROP VIEW row_objects; ALTER TABLE rows RENAME TO r; CREATE VIEW rows AS SELECT 1",
    ],
)
def test_what_does_not_belong_in_sqlite_is_told(database: Path, statement: str) -> None:
    with sqlite3.connect(database) as connection:
        connection.executescript(statement)
    connection.close()
    with pytest.raises(sie.SieUsageError) as caught:
        sqlite.loads(database.read_bytes())
    assert caught.value.message("sv") != caught.value.message("en")


def test_a_database_of_companies_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from sie.cli import cli

    monkeypatch.chdir(tmp_path)
    with sqlite3.connect("firma.db") as connection:
        connection.execute("CREATE TABLE company (id INTEGER)")
    connection.close()
    before = Path("firma.db").read_bytes()
    for language, words in (("en", "database of something else"), ("sv", "databas med något annat")):
        done = CliRunner().invoke(cli, ["convert", str(BOOKS), "firma.db", "--lang", language])
        assert (done.exit_code, Path("firma.db").read_bytes()) == (2, before)
        assert words in done.stderr
    for words in (["books.db"], ["books.db"], ["firma.db", "--force"]):
        assert CliRunner().invoke(cli, ["convert", str(BOOKS), *words]).exit_code == 0
    assert sqlite.loads(Path("firma.db").read_bytes()) == sie.load(BOOKS)


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"x" * 5000])
def test_what_is_no_sqlite_file_is_told(data: bytes) -> None:
    with pytest.raises(sie.SieUsageError, match="SQLite"):
        sqlite.loads(data)


def test_damage_to_sqlite_is_told() -> None:
    chance = random.Random(4)
    whole = sqlite.dumps(sie.load(BOOKS))
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            sqlite.loads(bytes(data))
        except sie.SieUsageError:
            refused += 1
    assert refused > 20


def test_columns_of_tables_are_data() -> None:
    assert isinstance(TABLES["rows"][0], Column)
    assert find("sqlite").equal
    assert find("parquet").equal
    assert {column.kind for columns in TABLES.values() for column in columns} == set(Kind)


# -- the quick lane


PLAIN = (
    "#FLAGGA 0\n#FORMAT PC8\n#SIETYP 4\n#FNAMN Åkeriet\n#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n"
    "#KONTO 1930 Bank\n#DIM 1 Kst\n#IB 0 1930 1.00\n"
    '#VER A 1 20240131 "Kaffe, te" 20240201 "Å Ö"\n{\n#TRANS 1930 {1 N "6" P} -25.50 "" "rad ett" 2.5 AN\n'
    '#TRANS 4010 {} 25.5\n\t#TRANS 4010 {1 "N"} 0 20240130\n}\n'
    '#VER "" "" 20231231 ""\n{\n#TRANS 1930 {} 1 "" "" "" ""\n}\n'
)


def lanes(data: Any) -> tuple[Any, Any]:
    """The frames of both lanes; the first is ``None`` for what the quick one does not take."""
    journal = lane.read(pl, data, None, None)
    quick = None if journal is None else frames._joined(journal)
    return quick, frames.made(sie.load(data))


def agree(data: Any) -> bool:
    quick, careful = lanes(data)
    if quick is None:
        return False
    for name, table in careful:
        other = getattr(quick, name)
        assert other.schema == table.schema, name
        assert other.equals(table), (name, [c for c in table.columns if not other[c].equals(table[c])])
    return True


def test_both_lanes_agree_on_fixtures(fixture_file: Path) -> None:
    agree(fixture_file)


def test_both_lanes_agree_on_samples(sample: Path) -> None:
    agree(sample)


def test_the_quick_lane_takes_what_programs_write(samples: Path) -> None:
    """Or else the two tests above compare nothing."""
    taken = [path.name for path in samples.iterdir() if lane.read(pl, path, None, None)]
    assert len(taken) >= 12, taken


def test_plain_books_take_the_quick_lane() -> None:
    for ends in ("\n", "\r\n"):
        for code in ("cp437", "cp1252", "utf-8"):
            assert agree(PLAIN.replace("\n", ends).encode(code))
    rows = sie.to_polars(PLAIN.encode("cp437")).rows
    assert rows["objects"].to_list()[0] == [{"dimension": "1", "number": "N"}, {"dimension": "6", "number": "P"}]
    assert rows["text"].to_list() == ["rad ett", None, None, None]
    assert rows["year"].to_list() == [0, 0, 0, -1]


@given(ANY)
@settings(max_examples=40)
def test_both_lanes_agree_on_any_books(ledger: sie.Ledger) -> None:
    plain = msgspec.structs.replace(
        ledger,
        extras=(),
        vouchers=tuple(
            msgspec.structs.replace(v, rows=tuple(r for r in v.rows if r.kind == "normal")) for v in ledger.vouchers
        ),
    )
    try:
        data = sie.dumps(plain)
    except sie.SieWriteError:
        return
    agree(data)


def test_both_lanes_agree_on_damage() -> None:
    chance = random.Random(7)
    signs = [
        '"',
        " ",
        "\t",
        "{",
        "}",
        "\n",
        "#",
        "\\",
        "0",
        "9",
        ".",
        "-",
        ",",
        "x",
        "å",
        "#VER",
        "#TRANS",
        "1 N",
        "\r",
        "\x1a",
    ]
    taken = 0
    for _ in range(600):
        text = PLAIN
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(["", *signs]) + text[at + chance.randint(0, 2) :]
        taken += agree(text.encode("cp437"))
    assert taken > 100


def test_more_decimals_than_two_go_the_careful_way() -> None:
    for text in ("-25.505", "1,5"):
        assert lanes(PLAIN.replace("-25.50", text).encode("cp437"))[0] is None
    for text in ("0.125", "2.500"):
        quick, careful = lanes(PLAIN.replace(" 2.5 ", f" {text} ").encode("cp437"))
        assert (quick is None) is (text == "0.125")
        assert careful.rows["quantity"].to_list()[0] == Decimal(text)
    assert lanes(PLAIN.replace("#IB 0 1930 1.00", "#IB 0 1930 1.005").encode("cp437"))[0] is None


def test_wrong_calls_are_refused_in_both_lanes(tmp_path: Path) -> None:
    for options in ({"kind": "9"}, {"encoding": "none"}):
        with pytest.raises(sie.SieUsageError):
            sie.to_polars(PLAIN.encode("cp437"), **options)
    with pytest.raises(sie.SieFileError):
        sie.to_polars(tmp_path / "nowhere.se")
