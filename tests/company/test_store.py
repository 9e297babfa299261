"""Companies: made, found, archived, started anew, deleted; and what the database itself refuses."""

from __future__ import annotations

import datetime
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

import sie
from sie.company.chart import bas_chart
from sie.company.database import Database, default_database
from sie.company.errors import SieStoreError
from sie.company.keep import put_year
from sie.company.schema import CONTENTS, fiscal_year, original
from sie.company.store import Store

YEAR = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
BOOKS = sie.loads(
    "#FLAGGA 0\n#RAR 0 20240101 20241231\n#KONTO 1910 Kassa\n#DIM 6 Projekt\n#OBJEKT 6 P1 Ett\n#IB 0 1910 5.00\n"
    "#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {6 P1} -5.00\n#TRANS 4010 {} 5.00\n}\n"
)


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place, user="AN") as opened:
        yield opened


def keep(store: Store, ref: str, books: sie.Ledger = BOOKS) -> None:
    """Books in a company, past every rule."""
    year = store.years(ref)[0]
    with store.database.writing() as connection:
        put_year(connection, year.id, books)
        connection.execute(
            original.insert().values(
                company_id=store.company(ref).id, year_id=year.id, name="a.se", sha256="00", data=b"x", at="now"
            )
        )


def test_a_company_is_found_by_id_number_and_name(store: Store) -> None:
    made = store.create("Exempel AB", "556677-8899", first_year=YEAR, chart=bas_chart(), form="AB")
    assert made.state == "fresh"
    assert made.profile == "visma-administration"
    for ref in (made.id, str(made.id), "556677-8899", "5566778899", "16556677-8899", "exempel ab", " Exempel AB "):
        assert store.company(ref) == made
    assert [(y.start, y.end, y.vouchers) for y in store.years(made.id)] == [(*YEAR, 0)]


def test_several_that_are_meant_are_listed(store: Store) -> None:
    one, two = store.create("Tvilling AB"), store.create("Tvilling AB")
    with pytest.raises(sie.SieUsageError) as caught:
        store.company("tvilling ab")
    assert all(f"(id {r.id})" in caught.value.message("sv") for r in (one, two))
    store.archive(one.id)
    assert store.company("tvilling ab") == two
    with pytest.raises(sie.SieUsageError, match="There is no company 'Annan'"):
        store.company("Annan")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"method": "x"}, "accrual, cash"),
        ({"vat_period": "x"}, "month, quarter"),
        ({"series": "A-Z"}, "letters from A to Z"),
        ({"profile": "x"}, "no profile"),
        ({"first_year": YEAR[::-1]}, "no fiscal year"),
        ({"first_year": (YEAR[0], datetime.date(2025, 7, 1))}, "eighteen months"),
    ],
)
def test_the_start_guide_refuses_what_cannot_be(store: Store, more: dict[str, object], words: str) -> None:
    with pytest.raises(sie.SieUsageError, match=words):
        store.create(**{"name": "Exempel AB", **more})  # type: ignore[arg-type]
    assert store.companies() == ()


def test_the_database_refuses_every_write_to_an_archived_company(store: Store) -> None:
    made = store.create("Exempel AB", first_year=YEAR, chart=bas_chart())
    other = store.create("Annat AB", first_year=YEAR)
    keep(store, "Exempel AB")
    keep(store, "Annat AB")
    store.archive("Exempel AB")
    year, free = store.years(made.id)[0].id, store.years(other.id)[0].id
    before = store.ledger(store.years(made.id)[0])
    attempts = ["UPDATE company SET name = 'Nytt' WHERE id = :company", "DELETE FROM company WHERE id = :company"]
    attempts += [
        "UPDATE company SET state = 'active' WHERE id = :company",
        "DELETE FROM chart WHERE company_id = :company",
    ]
    attempts += ["UPDATE chart SET name = 'x' WHERE company_id = :company"]
    attempts += ["INSERT INTO chart (company_id, number) VALUES (:company, '1')"]
    attempts += ["UPDATE fiscal_year SET kind = '1' WHERE id = :year", "DELETE FROM fiscal_year WHERE id = :year"]
    attempts += ["INSERT INTO fiscal_year (company_id) VALUES (:company)"]
    attempts += ["UPDATE fiscal_year SET company_id = :company WHERE id = :free"]
    attempts += ["UPDATE original SET name = 'x' WHERE company_id = :company"]
    attempts += ["DELETE FROM original WHERE company_id = :company"]
    attempts += [
        "INSERT INTO original (company_id, name, sha256, data, at) "
        "SELECT :company, name, sha256, data, at FROM original"
    ]
    for table in CONTENTS:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        values = columns.replace('"place"', '"place" + 1000')
        attempts += [f'DELETE FROM "{table.name}" WHERE year_id = :year']
        attempts += [f'UPDATE "{table.name}" SET line = 7 WHERE year_id = :year']
        attempts += [
            f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM "{table.name}" WHERE year_id = :year'
        ]
    attempts += ["UPDATE log SET reason = 'x'", "DELETE FROM log"]
    if store.database.dialect == "postgresql":
        attempts += [f'TRUNCATE "{table.name}" CASCADE' for table in CONTENTS]
    else:
        attempts += ["INSERT OR REPLACE INTO company SELECT * FROM company WHERE id = :company"]
        attempts += ["INSERT OR REPLACE INTO log SELECT * FROM log"]
        attempts += ["INSERT OR REPLACE INTO fiscal_year (id, company_id) VALUES (:year, :other)"]
        attempts += ["UPDATE OR REPLACE fiscal_year SET id = :year WHERE id = :free"]
        attempts += [
            "INSERT OR REPLACE INTO original (id, company_id, name, sha256, data, at) "
            "SELECT id, :other, 'x', 'x', 'x', 'x' FROM original WHERE company_id = :company"
        ]
        attempts += ["UPDATE OR REPLACE company SET id = :company WHERE id = :other"]
    # Not even on a detour: out of the archive leads only a deletion that the log tells of.
    attempts += ["UPDATE company SET state = 'deleting' WHERE id = :company"]
    for statement in attempts:
        numbers = {"company": made.id, "other": other.id, "year": year, "free": free}
        wanted = {name: number for name, number in numbers.items() if f":{name}" in statement}
        with pytest.raises(SieStoreError), store.database.writing() as connection:
            connection.execute(text(statement), wanted)
        assert store.company(made.id).state == "archived", statement
    assert store.ledger(store.years(made.id)[0]) == before
    with store.database.writing() as connection:
        connection.execute(fiscal_year.update().where(fiscal_year.c.id == free).values(kind="4I"))
    with pytest.raises(SieStoreError) as caught, store.database.writing() as connection:
        connection.execute(text("DELETE FROM account WHERE year_id = :year"), {"year": year})
    assert "arkiverat" in caught.value.message("sv")


def test_archive_and_restart(store: Store) -> None:
    store.create("Exempel AB", "556677-8899", first_year=YEAR, chart=bas_chart(), method="cash")
    keep(store, "Exempel AB")
    fresh = store.restart("556677-8899", reason="Nedgradering")
    old, new = store.companies()
    assert (old.state, new.state, new.restarted_from) == ("archived", "fresh", old.id)
    assert fresh == new == store.company("Exempel AB")
    assert new.method == "cash"
    assert [(y.start, y.end, y.vouchers) for y in store.years(new.id)] == [(*YEAR, 0)]
    assert store.ledger(store.years(old.id)[0]) == BOOKS
    for again in (store.archive, store.restart):
        with pytest.raises(sie.SieUsageError, match="archived already"):
            again(old.id)
    assert [entry.action for entry in store.log()] == ["created", "archived", "restarted"]
    assert {entry.reason for entry in store.log()} == {None, "Nedgradering"}


def test_books_are_kept_for_seven_years_unless_there_is_a_reason(store: Store) -> None:
    made = store.create("Exempel AB", first_year=YEAR, chart=bas_chart())
    keep(store, "Exempel AB")
    successor = store.restart("Exempel AB")
    store.archive(successor.id)
    with pytest.raises(sie.SieUsageError) as caught:
        store.delete(made.id, today=datetime.date(2031, 12, 31))
    assert "2031-12-31" in caught.value.message("sv")
    store.delete(made.id, reason="Sparad på byrån, pärm 7", today=datetime.date(2025, 1, 1))
    assert store.companies() == (store.company(successor.id),)
    last = store.log(made.id)[-1]
    assert (last.action, last.reason, last.user) == ("deleted", "Sparad på byrån, pärm 7", "AN")
    with store.database.reading() as connection:
        for table in (*CONTENTS, original):
            assert connection.execute(table.select()).all() == []


def test_books_may_go_when_their_time_is_over(store: Store) -> None:
    store.create("Exempel AB", first_year=YEAR)
    keep(store, "Exempel AB")
    store.archive("Exempel AB")
    store.delete("Exempel AB", today=datetime.date(2032, 1, 1))
    assert store.companies() == ()
    store.create("Tomt AB", first_year=YEAR)
    store.delete("Tomt AB")
    assert store.companies() == ()


def test_an_original_that_was_tampered_with_is_told(store: Store) -> None:
    store.create("Exempel AB", first_year=YEAR)
    keep(store, "Exempel AB")
    with pytest.raises(SieStoreError, match="damaged"):
        store.original_data(store.originals("Exempel AB")[0])


def test_a_newer_database_and_somebody_elses_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO sie_version VALUES (99, 'now')")
    with pytest.raises(SieStoreError, match="version 99"):
        Database(path)
    other = tmp_path / "b.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE company (x)")
    with pytest.raises(SieStoreError, match="another program"):
        Database(other)
    (tmp_path / "c.db").write_bytes(b"no database at all, but a text" * 100)
    with pytest.raises(SieStoreError, match="no database of companies"):
        Database(tmp_path / "c.db")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("mysql://x/y", "no database that companies"),
        ("sqlite://", "no database that companies"),
        ("://", "no database that companies"),
        ("postgresql://nobody:hemligt@127.0.0.1:1/x", "does not answer"),
        ("no/such/folder/a.db", "cannot be opened"),
        (".", "is a folder"),
    ],
)
def test_a_place_that_is_none_is_told(place: str, words: str) -> None:
    if place.startswith("postgresql"):
        pytest.importorskip("psycopg", reason="the extra sie[postgres] is not installed")
    with pytest.raises(SieStoreError, match=words) as caught:
        Database(place)
    assert "hemligt" not in str(caught.value)


def test_a_locked_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Database(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SieStoreError, match="locked by another program"):
        Database(path, wait=0.1)
    holder.close()


def test_without_sqlalchemy_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(SieStoreError) as caught:
        Database(tmp_path / "a.db")
    assert "pip install 'sie[company]'" in caught.value.message("sv")


def test_the_default_is_in_the_folder_for_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform == "linux":
        assert default_database() == tmp_path / "data" / "sie" / "companies.db"
        Store().close()
        assert default_database().exists()
    with pytest.raises(SieStoreError, match="There is no database"):
        Store(tmp_path / "none.db", must_exist=True)


def test_the_packaged_chart_is_whole() -> None:
    accounts = bas_chart()
    assert len({a.number for a in accounts}) == len(accounts) > 140
    assert all(len(a.number) == 4 and a.name and len(a.name) <= 60 for a in accounts)
    for a in accounts:
        assert a.type in {"1": "T", "2": "S", "3": "I", "8": "IK"}.get(a.number[0], "K")


def test_the_number_of_a_company_that_was_deleted_is_not_given_again(place: str) -> None:
    with Store(place, user="AN") as store:
        first = store.create("Gammalt AB", "556677-8899")
        store.delete(first.id)
        second = store.create("Nytt AB", "556677-0000")
        assert second.id != first.id
        assert [e.action for e in store.log(second.id)] == ["created"]
        assert [e.action for e in store.log(str(first.id))] == ["created", "deleted"]
        third = store.restart(second.id)
        store.delete(third.id)
        fourth = store.create("Nytt AB")
        assert store.restart(fourth.id).id > fourth.id > third.id
