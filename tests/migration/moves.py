"""What the tests of a move share: books of several programs, runs, and what must hold after each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sie.company.exporting import exported
from sie.company.store import Store
from sie.diagnostics import Severity
from sie.ledger.model import Ledger
from sie.migration.fit import Choices
from sie.migration.run import Move, run
from tests.conftest import FIXTURES

MOVES = FIXTURES / "moves"
ACTIVE = [FIXTURES / "profiles" / f"visma-administration-{year}.se" for year in (2022, 2023, 2024)]
ARCHIVED = [MOVES / f"archived-{year}.se" for year in (2022, 2023, 2024)]
FORTNOX = [MOVES / f"fortnox-{year}.se" for year in (2023, 2024)]
REASON = "Prov: läst av Åsa Öst"


def moved(place: Path | str, *files: Path | bytes, accept: Mapping[str, str] | None = None, **more: object) -> Move:
    """One run into a database, which is closed afterwards."""
    with Store(place, user="Åsa") as store:
        return run(files, store, choices=Choices(accept=accept or {}, **more))  # type: ignore[arg-type]


def proved(move: Move) -> None:
    """Everything was moved, and not one difference is unexplained."""
    assert move.blocks == ()
    assert move.reconciliation is not None
    found = move.reconciliation.comparison
    assert found.unexplained == 0, [d for d in found.differences if not d.explained]
    assert len(move.exported) == len(move.plan.files)
    assert move.verdict in ("green", "amber")


def contents(place: Path | str) -> dict[str, object]:
    """Everything in a database that a move writes: companies, books, originals, log."""
    with Store(place, user="Åsa") as store:
        return {
            company.title: (
                company.state,
                [store.ledger(year) for year in store.years(company.id)],
                [(o.name, o.sha256) for o in store.originals(company.id)],
                [(e.action, e.key, e.before, e.after, e.reason) for e in store.log(company.id)],
            )
            for company in store.companies()
        }


def books(place: Path | str, company: str | int = 1) -> list[Ledger]:
    """What a company exports, year by year."""
    with Store(place, user="Åsa") as store:
        return [exported(store, company, year.start) for year in store.years(company) if year.start]


def codes(move: Move, severity: Severity) -> set[str]:
    """The codes of what was found, of one severity."""
    return {e.diagnostic.code for e in move.plan.findings if e.diagnostic.severity is severity}
