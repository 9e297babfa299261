"""The lines that an import writes in the log: every file, every accepted finding, every conversion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from sie.company.fit import Fitted
from sie.company.store import Note
from sie.diagnostics import Severity

if TYPE_CHECKING:
    from sie.company.importing import Import

__all__ = ["notes_of"]


def notes_of(plan: Import, fitted: Fitted, before: str, series: str) -> Iterator[Note]:
    """What the log tells of an import.

    Args:
        plan: The files and what was found in them.
        fitted: The books as the company has them.
        before: The verification series of the company before.
        series: Those that it has now.
    """
    charted = set()
    for file in plan.files:
        year = file.ledger.years.get(0)
        start = year.start if year is not None else None
        count = len(file.ledger.vouchers)
        yield Note(action="imported", key=str(start or "–"), before=file.path, after=f"{count} #VER {file.sha256}")
        added = sum(1 for change in fitted.changes if change.kind == "added-account" and change.year == start)
        if added and start not in charted:
            charted.add(start)
            yield Note(action="chart-kept", key=str(start or "–"), after=str(added))
    seen = set()
    for entry in plan.findings:
        line = f"{PurePath(entry.file).name}:{entry.diagnostic.line}: {entry.diagnostic.message('sv')}"
        told = entry.diagnostic.severity is Severity.WARNING and not entry.cured
        if (entry.reason is not None or told) and line not in seen:
            seen.add(line)
            action = "accepted" if entry.reason is not None else "told"
            yield Note(action=action, key=entry.diagnostic.code, before=line, reason=entry.reason)
    for fold in fitted.folded:
        amounts = f"{fold.dimension} {fold.name or ''}: {fold.rows} rader, debet {fold.debit}, kredit {fold.credit}"
        reason = None if fold.chosen else "ingen har valt"
        yield Note(action="folded-dimension", key=fold.dimension, before=amounts, after=fold.into, reason=reason)
    for clash in fitted.clashes:
        yield Note(action="name-differs", key=f"{clash.year} {clash.account}", before=clash.chart, after=clash.file)
    for rolled in fitted.rolled:
        key = f"{rolled.year} {rolled.account}"
        yield Note(action="opening-differs", key=key, before=str(rolled.file), after=str(rolled.rolled))
    for change in fitted.changes:
        if change.kind in ("added-account", "folded-dimension"):
            continue
        key = f"{change.year or ''} {change.key}".strip()
        proposed = change.kind == "mapped-series" and (change.before or "") in fitted.proposed
        reason = "automatiskt förslag" if proposed else None
        yield Note(action=change.kind, key=key, before=change.before, after=change.after, reason=reason)
    if before != series:
        yield Note(action="series-added", before=before, after=series)
