"""Killed at any point, an import has happened or it has not; what cannot be written is told."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import sie
from benchmarks.books import books
from sie.company.errors import SieStoreError
from sie.company.importing import import_files, plan_import
from sie.company.store import Store

REASON = "Prov"
POINTS = 50

SCRIPT = """
import json, sys
from sie.company.store import Store
from sie.company.importing import import_files
import sie.company.keep
place, ref, path, accept = sys.argv[1:]
accept = json.loads(accept)
with Store(place, user="AN") as store:
    store.company(ref)
    print("ready", flush=True)
    import_files(store, ref, [path], accept=accept)
    print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_point_all_or_nothing(place: str, tmp_path: Path) -> None:
    import json

    path = tmp_path / "books.se"
    path.write_bytes(books(4000))
    ledger = sie.load(path)
    with Store(place, user="AN") as store:
        ref = _fresh(store)
        blocks = plan_import(store, ref, [path]).blocks
        accept = {entry.diagnostic.code: REASON for entry in blocks}
        begun = time.monotonic()
        import_files(store, ref, [path], accept=accept)
        whole = time.monotonic() - begun
        expected = store.ledger(store.years(ref)[0])
        assert len(expected.vouchers) == len(ledger.vouchers)
        log = len(store.log(ref))
        choose = random.Random(4)
        outcomes = {"as before": 0, "imported": 0}
        for point in range(POINTS):
            ref = _fresh(store)
            process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT, place, str(ref), str(path), json.dumps(accept)], stdout=subprocess.PIPE
            )
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(whole * (point + choose.random()) / POINTS * 1.2)
            process.kill()
            process.communicate()
            outcomes[_state(store, ref, expected, log)] += 1
        assert outcomes["as before"] > 5, outcomes
        ref = _fresh(store)
        import_files(store, ref, [path], accept=accept)
        assert store.ledger(store.years(ref)[0]) == expected
    if "://" not in place:
        with sqlite3.connect(place) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _fresh(store: Store) -> int:
    return store.create("Målerifirman Å & Ö AB", "556677-8899").id


def _state(store: Store, ref: int, expected: sie.Ledger, log: int) -> str:
    """What a company is like; there is nothing between the two."""
    years = store.years(ref)
    if store.company(ref).state == "fresh":
        assert years == ()
        assert store.originals(ref) == ()
        assert [entry.action for entry in store.log(ref)] == ["created"]
        return "as before"
    assert store.ledger(years[0]) == expected
    assert len(store.originals(ref)) == 1
    assert len(store.log(ref)) == log
    return "imported"


def _accept(store: Store, ref: int, data: bytes) -> dict[str, str]:
    return {entry.diagnostic.code: REASON for entry in plan_import(store, ref, [data]).blocks}


def test_of_two_imports_at_once_one_is_told(place: str) -> None:
    data = books(300)
    outcomes: list[str] = []
    with Store(place) as one:
        ref = _fresh(one)
        accept = _accept(one, ref, data)

        def go(source: bytes) -> None:
            with Store(place) as store:
                try:
                    done = import_files(store, ref, [source], accept=accept)
                    outcomes.append("known" if done.known else "imported")
                except sie.SieUsageError as error:
                    outcomes.append("told" if "not fresh" in str(error) else str(error))

        threads = [threading.Thread(target=go, args=(source,)) for source in (data, data, books(301))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count("imported") == 1, outcomes
        assert set(outcomes) <= {"imported", "known", "told"}
        assert len(one.years(ref)) == 1


def test_a_locked_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    data = books(10)
    with Store(path) as store:
        ref = _fresh(store)
        accept = _accept(store, ref, data)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Store(path) as store:
        store.database.close()
        store.database._wait = 0.1
        store.database._engine = store.database._opened(str(path), False)
        with pytest.raises(SieStoreError) as caught:
            import_files(store, ref, [data], accept=accept)
        assert "låst av ett annat program" in caught.value.message("sv")
    holder.execute("ROLLBACK")
    holder.close()
    with Store(path) as store:
        assert store.company(ref).state == "fresh"
        import_files(store, ref, [data], accept=accept)


def test_a_read_only_database_can_be_read_and_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    path = folder / "a.db"
    with Store(path) as store:
        ref = _fresh(store)
    uri = f"sqlite:///file:{path}?mode=ro&uri=true"
    with Store(uri) as store:
        assert store.company(ref).state == "fresh"
        with pytest.raises(SieStoreError) as caught:
            store.archive(ref)
        assert "skrivskyddad" in caught.value.message("sv")
        assert store.company(ref).state == "fresh"


def test_a_full_disk_is_told_and_nothing_is_half_done(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    data = books(2000)
    with Store(path) as store:
        ref = _fresh(store)
        accept = _accept(store, ref, data)
        from sqlalchemy import event

        def small(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 60")

        store.database.close()
        event.listen(store.database._engine, "connect", small)
        with pytest.raises(SieStoreError) as caught:
            import_files(store, ref, [data], accept=accept)
        assert "Disken är full" in caught.value.message("sv")
    with Store(path) as store:
        assert store.company(ref).state == "fresh"
        assert store.years(ref) == ()
