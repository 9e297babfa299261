r"""Read, write, check and convert SIE files: Swedish bookkeeping data, without losing a byte.

Everything public is here, or in one of five rooms: ``sie.transform``, ``sie.convert``, ``sie.sie5``, ``sie.company``
and ``sie.migration``. What a name needs is imported when the name is first used, so that a program that only asks for
the version does not wait for the rest.

Example:
    >>> import sie
    >>> ledger = sie.loads('#FLAGGA 0\n#SIETYP 1\n#FNAMN "Exempel AB"\n')
    >>> ledger.company.name
    'Exempel AB'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sie._lazy import lazy
from sie._version import __version__

if TYPE_CHECKING:
    from sie import company, convert, migration, sie5, transform
    from sie.checks.run import check, check_company
    from sie.comparison import Comparison, Difference, NumberMap, compare
    from sie.convert.frames import Tables, to_arrow, to_pandas, to_polars
    from sie.diagnostics import Diagnostic, Edit, Finding, Fix, Report, Severity, Span
    from sie.errors import (
        SieBuildError,
        SieContentError,
        SieError,
        SieFileError,
        SieUsageError,
        SieWriteError,
    )
    from sie.fixes.model import Fixed, Repair
    from sie.fixes.run import fix
    from sie.ledger.builder import Builder
    from sie.ledger.load import load, loads, vouchers
    from sie.ledger.model import (
        Account,
        Address,
        Balance,
        Company,
        Dimension,
        Extra,
        FiscalYear,
        Generated,
        Ledger,
        Object,
        ObjectRef,
        Program,
        Row,
        Voucher,
    )
    from sie.ledger.render import dump, dumps
    from sie.profiles.model import Profile
    from sie.text.checksum import Checksum
    from sie.text.encoding import Detection
    from sie.text.reader import Reader, Source, detect, open_document, records
    from sie.text.record import Document, Record
    from sie.text.writer import Substitution, Substitutions

_HOMES = {
    "sie.checks.run": ("check", "check_company"),
    "sie.comparison": ("Comparison", "Difference", "NumberMap", "compare"),
    "sie.convert.frames": ("Tables", "to_arrow", "to_pandas", "to_polars"),
    "sie.diagnostics": ("Diagnostic", "Edit", "Finding", "Fix", "Report", "Severity", "Span"),
    "sie.errors": (
        "SieBuildError",
        "SieContentError",
        "SieError",
        "SieFileError",
        "SieUsageError",
        "SieWriteError",
    ),
    "sie.fixes.model": ("Fixed", "Repair"),
    "sie.fixes.run": ("fix",),
    "sie.ledger.builder": ("Builder",),
    "sie.ledger.load": ("load", "loads", "vouchers"),
    "sie.ledger.model": (
        "Account",
        "Address",
        "Balance",
        "Company",
        "Dimension",
        "Extra",
        "FiscalYear",
        "Generated",
        "Ledger",
        "Object",
        "ObjectRef",
        "Program",
        "Row",
        "Voucher",
    ),
    "sie.ledger.render": ("dump", "dumps"),
    "sie.profiles.model": ("Profile",),
    "sie.text.checksum": ("Checksum",),
    "sie.text.encoding": ("Detection",),
    "sie.text.reader": ("Reader", "Source", "detect", "open_document", "records"),
    "sie.text.record": ("Document", "Record"),
    "sie.text.writer": ("Substitution", "Substitutions"),
}
_ROOMS = ("company", "convert", "migration", "sie5", "transform")

__all__ = [
    "Account",
    "Address",
    "Balance",
    "Builder",
    "Checksum",
    "Company",
    "Comparison",
    "Detection",
    "Diagnostic",
    "Difference",
    "Dimension",
    "Document",
    "Edit",
    "Extra",
    "Finding",
    "FiscalYear",
    "Fix",
    "Fixed",
    "Generated",
    "Ledger",
    "NumberMap",
    "Object",
    "ObjectRef",
    "Profile",
    "Program",
    "Reader",
    "Record",
    "Repair",
    "Report",
    "Row",
    "Severity",
    "SieBuildError",
    "SieContentError",
    "SieError",
    "SieFileError",
    "SieUsageError",
    "SieWriteError",
    "Source",
    "Span",
    "Substitution",
    "Substitutions",
    "Tables",
    "Voucher",
    "__version__",
    "check",
    "check_company",
    "company",
    "compare",
    "convert",
    "detect",
    "dump",
    "dumps",
    "fix",
    "load",
    "loads",
    "migration",
    "open_document",
    "records",
    "sie5",
    "to_arrow",
    "to_pandas",
    "to_polars",
    "transform",
    "vouchers",
]

__getattr__, __dir__ = lazy(__name__, _HOMES, _ROOMS)
