"""Companies in a database: fresh, active or archived; books go in whole and come out as they went in.

Rule 1: money is whole öre in the database; what is not exact is refused, never rounded.
Rule 2: one import is one transaction: all of it is there, or nothing is.
Rule 3: an archived company is closed; the database itself refuses writes to it.
Rule 4: SQLAlchemy is imported in this room only, and only when a database is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sie._lazy import lazy

if TYPE_CHECKING:
    from sie.company.exporting import export, export_all, exported
    from sie.company.fit import Choices
    from sie.company.importing import Import, SieImportError, import_files, number_map, plan_import
    from sie.company.records import CompanyRecord, LogEntry, YearRecord
    from sie.company.store import Store

_HOMES = {
    "sie.company.exporting": ("export", "export_all", "exported"),
    "sie.company.fit": ("Choices",),
    "sie.company.importing": ("Import", "SieImportError", "import_files", "number_map", "plan_import"),
    "sie.company.records": ("CompanyRecord", "LogEntry", "YearRecord"),
    "sie.company.store": ("Store",),
}

__all__ = [
    "Choices",
    "CompanyRecord",
    "Import",
    "LogEntry",
    "SieImportError",
    "Store",
    "YearRecord",
    "export",
    "export_all",
    "exported",
    "import_files",
    "number_map",
    "plan_import",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
