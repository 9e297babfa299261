"""Books from SIE 5 in a company: what the company has no place for is told, logged, and explains what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

import sie
import sie.sie5
from sie.company.importing import import_files
from sie.company.store import Store
from sie.comparison.sie5_parts import counted
from sie.diagnostics import Severity
from tests.sie5.books import bakery


@pytest.mark.parametrize("profile", ["visma-administration", None])
def test_what_only_sie_5_holds_is_told_and_logged(place: str, tmp_path: Path, profile: str | None) -> None:
    path = tmp_path / "bageri.sie"
    path.write_bytes(sie.sie5.sign(sie.sie5.dumps(bakery())))
    source = sie.load(path)
    store = Store(place)
    made = store.create("Ekängens Bageri & Café AB", "559999-9991", profile=profile)
    done = import_files(store, made.id, [path])
    told = [entry.diagnostic for entry in done.findings if entry.diagnostic.code.startswith("SIE83")]
    assert {d.code for d in told} == {d.code for d in sie.sie5.lost_in_sie4(source)}
    assert len({d.code for d in told}) == len(told) and all(d.severity is Severity.WARNING for d in told)
    log = store.log(made.id)
    assert {note.key for note in log if note.action == "told"} >= {d.code for d in told}
    left = {note.key.split()[-1]: int(note.before or 0) for note in log if note.action == "left-out"}
    assert counted(source).items() <= left.items()
    store.close()
    assert done.fitted is not None and all(not counted(ledger) for ledger in done.fitted.ledgers)


def test_books_from_sie_4_say_nothing_of_it(place: str) -> None:
    from tests.conftest import FIXTURES

    store = Store(place)
    path = FIXTURES / "profiles" / "visma-administration-2022.se"
    made = store.create("X", profile=None)
    done = import_files(store, made.id, [path])
    assert not [entry for entry in done.findings if entry.diagnostic.code.startswith("SIE83")]
    assert not [note for note in store.log(made.id) if note.key and "sie5" in note.key]
    store.close()
