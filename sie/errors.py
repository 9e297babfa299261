"""What a public function may raise; anything else that comes out of one is a bug.

Rule 1: content never raises here. A file that cannot be read is a ledger with diagnostics.
Rule 2: every error speaks Swedish and English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sie.diagnostics import Report

__all__ = [
    "SieBuildError",
    "SieContentError",
    "SieError",
    "SieFileError",
    "SieUsageError",
    "SieWriteError",
]


class SieError(Exception):
    """The parent of every error that this library raises.

    Args:
        en: What happened and what to do about it, in English.
        sv: The same in Swedish.

    Example:
        >>> print(SieError("The file is locked.", "Filen är låst.").message("sv"))
        Filen är låst.
    """

    def __init__(self, en: str, sv: str) -> None:
        super().__init__(en)
        self._texts = {"en": en, "sv": sv}

    def message(self, language: str = "en") -> str:
        """The sentence in ``language``, ``"en"`` or ``"sv"``."""
        return self._texts["sv" if language == "sv" else "en"]


class SieUsageError(SieError):
    """A call that cannot be carried out as it was made."""


class SieFileError(SieUsageError, OSError):
    """A file that cannot be opened, read or replaced."""


class SieBuildError(SieUsageError):
    """Books that could never be written: refused when they are handed to the builder."""


class SieContentError(SieError):
    """Raised by strict reading only; ``report`` holds everything that was found.

    Args:
        en: The first finding, in English.
        sv: The same in Swedish.
        report: All findings.
    """

    def __init__(self, en: str, sv: str, report: Report) -> None:
        super().__init__(en, sv)
        self.report = report


class SieWriteError(SieError):
    """A ledger that the asked file type or encoding cannot express.

    Args:
        en: What cannot be written and what would do instead, in English.
        sv: The same in Swedish.
        line: The line that the value came from, 0 when it came from no file.
        label: The record that was being written, such as ``#TRANS``.
        field: The field of that record, by its name in the label table.
        value: What could not be written.
        proposal: What could be written instead, ``None`` when only a person can tell.
    """

    def __init__(
        self,
        en: str,
        sv: str,
        *,
        line: int = 0,
        label: str = "",
        field: str = "",
        value: str = "",
        proposal: str | None = None,
    ) -> None:
        where_en = f"{label} {field}".strip() + (f" (line {line} of the source)" if line else "")
        where_sv = f"{label} {field}".strip() + (f" (rad {line} i källan)" if line else "")
        super().__init__(f"{where_en}: {en}" if where_en else en, f"{where_sv}: {sv}" if where_sv else sv)
        self.line = line
        self.label = label
        self.field = field
        self.value = value
        self.proposal = proposal
