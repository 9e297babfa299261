"""Findings as values: severity, place, parameters, a message on demand in two languages.

Rule 1: this module does not know what SIE is.
Rule 2: a message is rendered when somebody reads it, never before.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, overload

import msgspec

__all__ = [
    "EACH",
    "Amount",
    "Diagnostic",
    "Edit",
    "Finding",
    "FindingRow",
    "Fix",
    "Report",
    "Severity",
    "Span",
    "finding_table",
    "swedish",
]


EACH = ("*",)
"""For ``Finding.one``: every one of this kind is a thing of its own."""


class Severity(enum.StrEnum):
    """How much a finding matters.

    ``ERROR``: a conforming reader may refuse the file. ``WARNING``: accepted, likely wrong.
    ``INFO``: worth knowing. They compare by how much they matter.

    Example:
        >>> Severity.INFO < Severity.WARNING < Severity.ERROR
        True
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for information."""
        return {"error": 2, "warning": 1, "info": 0}[self.value]


class Span(msgspec.Struct, frozen=True, gc=False):
    """A place in a text: line, column and end column, all from 1, counted in characters.

    ``line`` 0 means the file as a whole. ``end`` is the column after the last character.
    """

    line: int
    column: int = 1
    end: int = 1


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Replace the text of a span by another."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True, gc=False):
    """Edits that cure a finding; ``safe`` when every value of the books stays what it is."""

    edits: tuple[Edit, ...]
    safe: bool


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One kind of thing that can be found: permanent code, readable name, severity, sentences.

    The sentences are templates over a diagnostic's parameters: ``{label}`` and so on. Each has a cause
    (``en``, ``sv``) and a remedy (``cure_en``, ``cure_sv``). ``one`` names the parameters that make two of a
    kind one and the same thing, said once with a count; none of them: all of a kind are one; ``EACH``: none are.
    """

    code: str
    name: str
    severity: Severity
    en: str
    sv: str
    cure_en: str
    cure_sv: str
    one: tuple[str, ...] = ()


FindingRow: TypeAlias = tuple[str, str, Severity, str, str, str, str]
"""A finding as a row of a table: code, name, severity, cause en, cause sv, remedy en, remedy sv."""


def finding_table(rows: Iterable[FindingRow], one: Mapping[str, tuple[str, ...]] = {}) -> dict[str, Finding]:
    """The findings of a table, by code.

    Args:
        rows: The table.
        one: ``Finding.one`` of those that have it, by code.

    Example:
        >>> table = finding_table([("X1", "odd", Severity.INFO, "{n} is odd.", "{n} är udda.", "", "")], {"X1": EACH})
        >>> table["X1"].one
        ('*',)
    """
    return {
        code: Finding(
            code=code,
            name=name,
            severity=severity,
            en=en,
            sv=sv,
            cure_en=cure_en,
            cure_sv=cure_sv,
            one=one.get(code, ()),
        )
        for code, name, severity, en, sv, cure_en, cure_sv in rows
    }


class Diagnostic(msgspec.Struct, frozen=True, gc=False):
    """Something that was found at a place.

    Attributes:
        finding: What kind of thing it is.
        params: What the sentences are filled with.
        span: Where; the first place, when it stands for several.
        related: Further places.
        fix: Edits that cure it, if they are known.
        count: How many of the same it stands for.

    Example:
        >>> kind = Finding(code="X1", name="odd", severity=Severity.INFO, en="{n} is odd.", sv="{n} är udda.",
        ...                cure_en="Nothing to do.", cure_sv="Inget att göra.")
        >>> print(Diagnostic(kind, {"n": "3"}, Span(7, 2, 3)).message("sv"))
        3 är udda. Inget att göra.
    """

    finding: Finding
    params: Mapping[str, str] = {}
    span: Span = Span(0)
    related: tuple[Span, ...] = ()
    fix: Fix | None = None
    count: int = 1

    @property
    def code(self) -> str:
        """The permanent code, such as ``SIE101``."""
        return self.finding.code

    @property
    def name(self) -> str:
        """The readable name, such as ``not-a-record``."""
        return self.finding.name

    @property
    def severity(self) -> Severity:
        """Error, warning or information."""
        return self.finding.severity

    @property
    def line(self) -> int:
        """The line, from 1; 0 for the file as a whole."""
        return self.span.line

    @property
    def column(self) -> int:
        """The column, from 1, in characters."""
        return self.span.column

    def cause(self, language: str = "en") -> str:
        """What was found, in ``"en"`` or ``"sv"``."""
        template = self.finding.sv if language == "sv" else self.finding.en
        return template.format_map(_Quoted(self.params, language))

    def remedy(self, language: str = "en") -> str:
        """What to do about it, in ``"en"`` or ``"sv"``."""
        template = self.finding.cure_sv if language == "sv" else self.finding.cure_en
        return template.format_map(_Quoted(self.params, language))

    def message(self, language: str = "en") -> str:
        """Cause and remedy, in ``"en"`` or ``"sv"``."""
        return f"{self.cause(language)} {self.remedy(language)}".strip()


class Amount(str):
    """An amount among the parameters of a finding: digits and a point, which a Swedish sentence writes its own way."""

    __slots__ = ()


def swedish(number: str) -> str:
    """A number as it is written in Swedish: blanks between thousands and a decimal comma.

    Args:
        number: Digits, with a point and a minus sign where it has them.

    Example:
        >>> swedish("-1234567.50"), swedish("999")
        ('-1 234 567,50', '999')
    """
    sign = "-" if number.startswith("-") else ""
    whole, point, decimals = number.removeprefix("-").partition(".")
    first = len(whole) % 3
    groups = ([whole[:first]] if first else []) + [whole[i : i + 3] for i in range(first, len(whole), 3)]
    return f"{sign}{' '.join(groups)}{',' if point else ''}{decimals}"


class _Quoted(dict[str, str]):
    """Parameters made fit to print: control characters shown as escapes, long values cut in the middle."""

    def __init__(self, params: Mapping[str, str], language: str) -> None:
        super().__init__(params)
        self.language = language

    def __getitem__(self, key: str) -> str:
        value = self.get(key, "?")
        if isinstance(value, Amount) and self.language == "sv":
            value = swedish(value)
        if len(value) > 80:
            value = f"{value[:50]} … {value[-20:]}"
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in value)


class Report:
    """Findings in the order of the file, with counts.

    Args:
        diagnostics: What was found.
        path: The file that it was found in, if it has a name.
        profile: What the file was judged by, if by anything but the standard.

    Attributes:
        path: As given.
        profile: As given.

    Example:
        >>> Report([]).ok
        True
    """

    __slots__ = ("_diagnostics", "path", "profile")

    def __init__(self, diagnostics: Iterable[Diagnostic], path: str = "", profile: str | None = None) -> None:
        self._diagnostics = tuple(diagnostics)
        self.path = path
        self.profile = profile

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._diagnostics)

    def __len__(self) -> int:
        return len(self._diagnostics)

    @overload
    def __getitem__(self, index: int) -> Diagnostic: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Diagnostic, ...]: ...
    def __getitem__(self, index: int | slice) -> Diagnostic | tuple[Diagnostic, ...]:
        return self._diagnostics[index]

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {name}" for name, n in self.counts.items())
        return f"Report({counts})"

    @property
    def ok(self) -> bool:
        """True when nothing of severity ERROR was found."""
        return not any(d.severity is Severity.ERROR for d in self._diagnostics)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity; one that stands for several is one."""
        counts = {severity.value: 0 for severity in Severity}
        for diagnostic in self._diagnostics:
            counts[diagnostic.severity.value] += 1
        return counts

    def by_code(self) -> dict[str, list[Diagnostic]]:
        """The findings by code, codes in rising order."""
        groups: dict[str, list[Diagnostic]] = {}
        for diagnostic in sorted(self._diagnostics, key=lambda d: d.code):
            groups.setdefault(diagnostic.code, []).append(diagnostic)
        return groups

    def at_least(self, severity: Severity) -> tuple[Diagnostic, ...]:
        """The findings of this severity or worse."""
        return tuple(d for d in self._diagnostics if d.severity.rank >= severity.rank)

    def raise_if(self, severity: Severity = Severity.ERROR) -> None:
        """Raise if anything of this severity or worse was found.

        Args:
            severity: The least that is too much.

        Raises:
            SieContentError: Something was found; ``report`` is this report.

        Example:
            >>> Report([]).raise_if(Severity.INFO)
        """
        from sie.errors import SieContentError

        found = self.at_least(severity)
        if not found:
            return
        first, more = found[0], len(found) - 1
        en, sv = first.message("en"), first.message("sv")
        raise SieContentError(
            (f"Line {first.line}: {en}" if first.line else en) + (f" ({more} more.)" if more else ""),
            (f"Rad {first.line}: {sv}" if first.line else sv) + (f" ({more} till.)" if more else ""),
            self,
        )

    def to_dict(self, language: str = "en") -> dict[str, object]:
        """The report as plain values that become JSON: one entry of ``files`` in ``sie check --format json``.

        Args:
            language: Of the messages, ``"en"`` or ``"sv"``.

        Example:
            >>> Report([], path="books.se").to_dict()["counts"]
            {'error': 0, 'warning': 0, 'info': 0}
        """
        return {
            "path": self.path,
            "profile": self.profile,
            "counts": self.counts,
            "findings": [
                {
                    "code": d.code,
                    "name": d.name,
                    "severity": d.severity.value,
                    "line": d.line,
                    "column": d.column,
                    "end_column": d.span.end,
                    "count": d.count,
                    "lines": sorted({d.line, *(span.line for span in d.related)} - {0}),
                    "message": d.message(language),
                }
                for d in self._diagnostics
            ],
        }
