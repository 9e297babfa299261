"""Cases in a database: what goes in comes out, and the database itself keeps it as it is."""

from __future__ import annotations

import datetime
import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from sie.company.case_records import Case, CaseFile, Facts
from sie.company.case_schema import add_cases, case_event, let_cases_go
from sie.company.cases import Cases
from sie.company.database import Database
from sie.company.errors import SieStoreError
from sie.company.schema import MIGRATIONS, VERSION
from sie.company.store import Store
from sie.errors import SieUsageError
from sie.migration.case import decide, open_case, record
from sie.migration.casebook import CaseBook

DATA = b"#FLAGGA 0\r\n#ORGNR 556677-8899\r\n#RAR 0 20240101 20241231\r\n\x00\xff"
TABLES = ("migration_case", "case_event", "case_file", "case_content")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with Store(place, user="AN") as opened:
        yield opened


def full(store: Store) -> Case:
    cases = Cases(store)
    case = cases.add(lambda known: open_case(known, "Åkeriet “Å” AB", "556677-8899", user="AN", note="Hej"))
    case = cases.append(case.id, lambda c: record(c, "licence", facts=Facts(licence="smart"), user="AN"))
    digest = hashlib.sha256(DATA).hexdigest()
    file = CaseFile(name="å.se", sha256=digest, size=len(DATA), kind="4E", end=datetime.date(2024, 12, 31))

    def exported(found: Case) -> Case:
        return record(found, "exported", facts=Facts(source="active"), files=(file,), user="AN")

    case = cases.append(case.id, exported, {digest: DATA})
    return cases.append(case.id, lambda c: decide(c, "Samma fil", files=(file, file), user="BO"), {digest: DATA})


def test_what_goes_in_comes_out(store: Store) -> None:
    case = full(store)
    cases = Cases(store)
    assert cases.all() == (case,)
    assert [event.place for event in case.events] == [1, 2, 3, 4]
    assert cases.content(case.events[2].files[0]) == DATA
    with store.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM case_content")).scalar() == 1


def test_nothing_is_written_when_it_is_refused(store: Store) -> None:
    case = full(store)
    with pytest.raises(SieUsageError):
        Cases(store).append(case.id, lambda found: record(found, "imported", user="AN"))
    with pytest.raises(SieUsageError):
        Cases(store).add(lambda known: open_case(known, "X", "5566778899", user="AN"))
    with pytest.raises(SieStoreError):
        Cases(store).append(99, lambda found: found)
    assert Cases(store).all() == (case,)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_every_change(store: Store, table: str, change: str) -> None:
    case = full(store)
    column = {"case_content": "sha256", "migration_case": "name"}.get(table, "case_id")
    with pytest.raises(SieStoreError, match="never changed"), store.database.writing() as connection:
        connection.execute(text(change.format(table, column, column)))
    assert Cases(store).all() == (case,)


def test_nor_is_anything_replaced_or_emptied(store: Store) -> None:
    case = full(store)
    statements = [f"TRUNCATE {table} CASCADE" for table in TABLES]
    if store.database.dialect == "sqlite":
        statements = [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}" for table in TABLES]
    for statement in statements:
        with pytest.raises(SieStoreError, match="never changed"), store.database.writing() as connection:
            connection.execute(text(statement))
    assert Cases(store).all() == (case,)


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", user="AN") as store:
        case = full(store)
        with sqlite3.connect(tmp_path / "a.db") as connection:
            connection.execute("DROP TRIGGER sie_case_content_update")
            connection.execute("UPDATE case_content SET data = x'00'")
        connection.close()
        for file in (case.events[2].files[0], CaseFile(name="x", sha256="0", size=1)):
            with pytest.raises(SieStoreError, match="damaged"):
                Cases(store).content(file)


def test_a_database_of_companies_gets_the_tables_of_cases(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    step = MIGRATIONS.index(add_cases)
    monkeypatch.setattr("sie.company.schema.MIGRATIONS", MIGRATIONS[:step])
    monkeypatch.setattr("sie.company.schema.VERSION", step)
    with Store(place, user="AN") as old:
        old.create("Exempel AB", "556677-8899")
    monkeypatch.undo()
    assert step + 1 <= VERSION
    with Store(place, user="AN") as store:
        assert store.company("Exempel AB").state == "fresh"
        assert Cases(store).all() == ()
        full(store)


def test_two_who_do_the_same_step_at_once_do_it_once(place: str) -> None:
    with Store(place, user="AN") as store:
        number = CaseBook(store).open("Exempel AB", "556677-8899").id
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def go(user: str) -> None:
        with Store(place, user=user) as own:
            start.wait()
            try:
                CaseBook(own).do(number, "licence", facts=Facts(licence="bas"))
                CaseBook(own).open("Nytt AB", "556677-0000")
                outcomes.append("done")
            except SieUsageError as error:
                outcomes.append(error.message("sv"))

    threads = [threading.Thread(target=go, args=(f"U{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, False, False, True]
    assert all("redan gjort" in outcome for outcome in outcomes if outcome != "done")
    database = Database(place)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM case_event")).scalar() == 3
    database.close()


def closed(store: Store) -> Case:
    book = CaseBook(store)
    case = full(store)
    return book.close(case.id, {"all": "Kunden stannar"})


def test_a_case_goes_when_nobody_has_to_keep_it(store: Store) -> None:
    case, other = closed(store), CaseBook(store).open("Annat AB", "556677-0000")
    book, day = CaseBook(store), case.keep_until
    last = max(event.day for event in case.events)
    assert day == datetime.date(last.year + 8, 12, 31)
    for today in (None, day):
        with pytest.raises(SieUsageError, match=f"kept until {day}"):
            book.delete(case.id, today=today)
    left = book.delete("Åkeriet “Å” AB", today=day + datetime.timedelta(1))
    assert (left.case_id, left.events, left.files, left.reason, left.user) == (case.id, len(case.events), 3, "", "AN")
    assert left.keep_until == day and book.deleted() == (left,) and book.cases() == (other,)
    with store.database.reading() as connection:
        assert [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in TABLES] == [1, 1, 0, 0]
    assert book.open("Åkeriet “Å” AB", "556677-8899").id not in (case.id, other.id)


def test_an_open_case_or_a_kept_one_goes_only_with_a_reason(store: Store) -> None:
    case, book = full(store), CaseBook(store)
    with pytest.raises(SieUsageError, match="is open: close it first"):
        book.delete(case.id, today=datetime.date(2100, 1, 1))
    with pytest.raises(SieUsageError, match="must be kept until"):
        book.delete(case.id, reason="  ")
    assert book.delete(case.id, reason=" Pärm 7 ").reason == "Pärm 7"
    # Its number is not given again, though no case has a higher one.
    assert CaseBook(store).open("Nytt AB", "556677-0000").id == case.id + 1


def test_bytes_that_another_case_has_too_stay(store: Store) -> None:
    case, book = full(store), CaseBook(store)
    other = book.open("Annat AB", "556677-0000")
    file = msgspec.structs.replace(case.events[2].files[0], keep_until=None)
    kept = Cases(store).append(
        other.id, lambda c: decide(c, "Samma fil", files=(file,), user="AN"), {file.sha256: DATA}
    )
    book.delete(case.id, reason="Prov")
    assert book.cases() == (kept,) and Cases(store).content(kept.events[1].files[0]) == DATA


def test_nothing_but_a_whole_case_that_the_list_names_can_be_deleted(store: Store) -> None:
    case, book = full(store), CaseBook(store)
    book.delete(book.open("Annat AB", "556677-0000").id, reason="Prov")
    left = book.deleted()
    statements = [f"DELETE FROM {table}" for table in TABLES]
    statements += ["DELETE FROM case_deleted", "UPDATE case_deleted SET reason = ''"]
    if store.database.dialect == "sqlite":
        statements += [
            "INSERT OR REPLACE INTO case_deleted SELECT * FROM case_deleted",
            f"INSERT INTO migration_case (id, name, organisation_number) VALUES ({left[0].case_id}, 'X', '1')",
        ]
    else:
        statements += ["TRUNCATE case_deleted"]
    for statement in statements:
        with pytest.raises(SieStoreError, match="never changed"), store.database.writing() as connection:
            connection.execute(text(statement))
    assert book.cases() == (case,) and book.deleted() == left


def test_what_was_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", user="AN") as store:
        case = full(store)
        assert DATA in (tmp_path / "a.db").read_bytes()
        CaseBook(store).delete(case.id, reason="Prov")
    data = (tmp_path / "a.db").read_bytes()
    assert DATA not in data and "Åkeriet".encode() not in data and b"556677" not in data


def test_cases_of_an_older_database_stay_and_can_go(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    step = MIGRATIONS.index(let_cases_go)
    monkeypatch.setattr("sie.company.schema.MIGRATIONS", MIGRATIONS[:step])
    monkeypatch.setattr("sie.company.schema.VERSION", step)
    with Store(place, user="AN") as old, old.database.writing() as connection:
        values = {"at": "", "day": datetime.date(2020, 1, 1), "user": "AN", "program": "", "kind": "opened"}
        connection.execute(text("INSERT INTO migration_case VALUES (1, '556677-8899', 'Exempel AB')"))
        connection.execute(case_event.insert().values(case_id=1, place=1, **values))
    monkeypatch.undo()
    with Store(place, user="AN") as store:
        (case,) = Cases(store).all()
        assert case.title == "Exempel AB 556677-8899 (id 1)" and case.keep_until == datetime.date(2028, 12, 31)
        CaseBook(store).delete(1, reason="Prov")
        assert Cases(store).all() == ()
