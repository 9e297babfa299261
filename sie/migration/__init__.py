"""Moving a company into Visma Administration: the plan, the files to hand over, and the proof afterwards.

Rule 1: nothing is dropped, cut or defaulted in silence; whatever differs afterwards is a change that was announced.
Rule 2: the source is read once, whole, and never written to; what is planned is what was read.
Rule 3: a block is lifted by curing it, or by naming its code with a reason that is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sie._lazy import lazy

if TYPE_CHECKING:
    from sie.migration import case, plan, prepare, reconcile, report, run
    from sie.migration.casebook import CaseBook
    from sie.migration.fit import Choices
    from sie.migration.plan import Plan
    from sie.migration.reconcile import Reconciliation
    from sie.migration.report import MoveReport, proved, write_report
    from sie.migration.run import Move

_HOMES = {
    "sie.migration.casebook": ("CaseBook",),
    "sie.migration.fit": ("Choices",),
    "sie.migration.plan": ("Plan",),
    "sie.migration.reconcile": ("Reconciliation",),
    "sie.migration.report": ("MoveReport", "proved", "write_report"),
    "sie.migration.run": ("Move",),
}
_MODULES = ("case", "plan", "prepare", "reconcile", "report", "run")

__all__ = [
    "CaseBook",
    "Choices",
    "Move",
    "MoveReport",
    "Plan",
    "Reconciliation",
    "case",
    "plan",
    "prepare",
    "proved",
    "reconcile",
    "report",
    "run",
    "write_report",
]

__getattr__, __dir__ = lazy(__name__, _HOMES, _MODULES)
