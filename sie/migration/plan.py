"""The plan: what stands in the way, what will change, in which order, and what no file carries."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import msgspec

from sie.checks.registry import pages
from sie.checks.run import Checked, checked, together, wanted_of
from sie.company.findings import FINDINGS, number_findings, year_findings
from sie.diagnostics import Diagnostic, Severity
from sie.errors import SieUsageError
from sie.ledger.load import load
from sie.ledger.model import Ledger
from sie.migration.fit import TARGET, Choices, Fitted, fit
from sie.profiles import all_profiles
from sie.text.reader import Source, each_source, opened
from sie.transform.one_year import dated, in_turn

__all__ = ["Entry", "Plan", "PlanFile", "ledgers_of", "plan", "read_sources", "refuse_red"]


class PlanFile(msgspec.Struct, frozen=True, kw_only=True):
    """One source file, as it was read.

    Attributes:
        path: As the caller named it.
        data: Its bytes.
        sha256: Their hash.
        ledger: What it says.
        place: Its place in the order of import, from 1; 0 when it has no fiscal year.
        keep_until: Until when the law wants it kept: seven calendar years after the one in which the year ended.
    """

    path: str
    data: bytes
    sha256: str
    ledger: Ledger
    place: int
    keep_until: datetime.date | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in a file.

    Attributes:
        file: The path of the file.
        diagnostic: What was found.
        reason: Why it was accepted, when it was a block.
        cured: Whether a choice has cured it.
    """

    file: str
    diagnostic: Diagnostic
    reason: str | None = None
    cured: bool = False


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a move will be.

    Attributes:
        files: In the order of import; those without a fiscal year last.
        sources: The programs that wrote them, by the titles of their profiles.
        findings: Everything that was found, blocks first.
        fitted: The books as the target will have them.
        choices: What was decided.
    """

    files: tuple[PlanFile, ...]
    sources: tuple[str, ...]
    findings: tuple[Entry, ...]
    fitted: Fitted
    choices: Choices

    @property
    def blocks(self) -> tuple[Entry, ...]:
        """What stands in the way: errors that nobody has cured or accepted."""
        return tuple(e for e in self.findings if _is(e, Severity.ERROR) and e.reason is None and not e.cured)

    @property
    def accepted(self) -> tuple[Entry, ...]:
        """Errors that somebody has accepted, with the reason."""
        return tuple(e for e in self.findings if e.reason is not None)

    @property
    def warnings(self) -> tuple[Entry, ...]:
        """What must be shown before anything is imported."""
        return tuple(e for e in self.findings if _is(e, Severity.WARNING) and not e.cured)

    @property
    def verdict(self) -> str:
        """``red`` when something blocks, ``amber`` when something must be shown or was accepted, else ``green``."""
        return "red" if self.blocks else "amber" if self.warnings or self.accepted else "green"


def _is(entry: Entry, severity: Severity) -> bool:
    return entry.diagnostic.severity is severity


def plan(sources: Iterable[Source], *, choices: Choices | None = None) -> Plan:
    r"""Plan the move of a company into Visma Administration. Nothing is written.

    Args:
        sources: Its SIE files, in any order; voucher files (4I) of one fiscal year are taken together.
        choices: What somebody has decided.

    Raises:
        SieFileError: A file cannot be read.
        SieUsageError: No file is named, a choice is none, a code does not exist or cannot be accepted.

    Example:
        >>> import sie
        >>> books = b"#FLAGGA 1\n#SIETYP 4\n#RAR 0 20240101 20241231\n"
        >>> found = plan([books])
        >>> found.verdict, "VAD007" in {entry.diagnostic.code for entry in found.blocks}
        ('red', True)
        >>> again = plan([books], choices=Choices(accept={"VAD007": "Read into a company that was deleted."}))
        >>> [entry.reason for entry in again.accepted]
        ['Read into a company that was deleted.']
    """
    choices = choices or Choices()
    _check_codes(choices.accept)
    wanted = wanted_of(TARGET, (), (), None)
    read = read_sources(sources)
    if not read:
        raise SieUsageError("No file is named.", "Ingen fil är angiven.")
    results: list[Checked] = []
    ledgers: list[Ledger] = []
    for path, data in read:
        ledger = _loaded(path, data)
        results.append(checked(BytesIO(data), wanted, kind=ledger.kind, path=path))
        ledgers.append(dated(ledger, choices.years))
    reports = together(results, wanted)
    fitted = fit(ledgers, choices)
    starts = [year.start for year in fitted.years]
    entries = [
        _entry(path, diagnostic, choices)
        for (path, _), report in zip(read, reports, strict=True)
        for diagnostic in report
    ]
    named = [(path, ledger) for (path, _), ledger in zip(read, ledgers, strict=True)]
    more = (*year_findings(named), *number_findings(ledgers))
    entries += [_entry(read[index][0], diagnostic, choices) for index, diagnostic in more]
    entries.sort(key=lambda e: (-e.diagnostic.severity.rank, e.file, e.diagnostic.line))
    files = [_file(path, data, ledger, starts) for (path, data), ledger in zip(read, ledgers, strict=True)]
    files = [files[i] for group in in_turn(ledgers) for i in group]
    files.sort(key=lambda file: (file.place == 0, file.place))
    programs = dict.fromkeys(ledger.program.name for ledger in ledgers)
    return Plan(
        files=tuple(files),
        sources=tuple(_title(program) for program in programs),
        findings=tuple(entries),
        fitted=fitted,
        choices=choices,
    )


def refuse_red(plan: Plan) -> None:
    """Refuse to go on while something stands in the way.

    Args:
        plan: The plan.

    Raises:
        SieUsageError: Something does; the message names the codes.
    """
    if plan.blocks:
        codes = ", ".join(sorted({entry.diagnostic.code for entry in plan.blocks}))
        raise SieUsageError(
            f"The plan is red ({codes}): cure what blocks, or accept each code with a reason.",
            f"Planen är röd ({codes}): åtgärda det som hindrar, eller godta varje kod med ett skäl.",
        )


def ledgers_of(read: Iterable[tuple[str, bytes]], choices: Choices) -> list[Ledger]:
    """What files say, those without a fiscal year with the one that was named.

    Args:
        read: Path and bytes of each.
        choices: What somebody has decided.
    """
    return [dated(_loaded(path, data), choices.years) for path, data in read]


def _loaded(path: str, data: bytes) -> Ledger:
    """What a file says; its name tells 4E from 4I, which its contents do not."""
    kind = {".si": "4I", ".se": "4E"}.get(Path(path).suffix.lower())
    ledger = load(data)
    return msgspec.structs.replace(ledger, kind=kind) if kind is not None and ledger.kind[:1] == "4" else ledger


def read_sources(sources: Iterable[Source]) -> list[tuple[str, bytes]]:
    """The bytes of files, read once: what is planned is what was read, whatever happens to the file afterwards.

    Args:
        sources: Paths, bytes, or binary files.

    Raises:
        SieFileError: A file cannot be read.
    """
    read = []
    for number, source in enumerate(each_source(sources), 1):
        with opened(source) as file:
            name = os.fspath(source) if isinstance(source, str | os.PathLike) else getattr(source, "name", "")
            read.append((name if isinstance(name, str) and name else f"file {number}", file.read()))
    return read


def _check_codes(codes: Mapping[str, str]) -> None:
    for code, reason in codes.items():
        if not reason.strip():
            raise SieUsageError(
                f"{code} can be accepted only with a reason: it is kept with the move.",
                f"{code} kan godtas bara med ett skäl: det sparas med flytten.",
            )
        if not (code in FINDINGS or code in pages()):
            raise SieUsageError(
                f"There is no finding {code}: accept a code as the plan shows it, such as VAD007.",
                f"Det finns ingen kod {code}: godta en kod så som planen visar den, till exempel VAD007.",
            )


def _final(diagnostic: Diagnostic) -> bool:
    """Whether nobody can accept it: the target has no place for books of no year, or of one that is none."""
    return diagnostic.code == "COM005" or (diagnostic.code == "SIE603" and diagnostic.params.get("year") == "0")


def _entry(path: str, diagnostic: Diagnostic, choices: Choices) -> Entry:
    params = diagnostic.params
    cured = (diagnostic.code == "VAD006" and params.get("series", "") in choices.series) or (
        diagnostic.code == "VAD015" and params.get("dimension", "") in choices.dimensions
    )
    reason = choices.accept.get(diagnostic.code) if diagnostic.severity is Severity.ERROR else None
    if reason is not None and _final(diagnostic):
        code = diagnostic.code
        raise SieUsageError(
            f"{code} cannot be accepted, whatever the reason. {path}: {diagnostic.message('en')}",
            f"{code} går inte att godta, oavsett skäl. {path}: {diagnostic.message('sv')}",
        )
    return Entry(file=path, diagnostic=diagnostic, reason=reason, cured=cured)


def _file(path: str, data: bytes, ledger: Ledger, starts: Sequence[datetime.date]) -> PlanFile:
    year = ledger.years.get(0)
    dated = year is not None and year.start is not None and year.end is not None
    return PlanFile(
        path=path,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        ledger=ledger,
        place=1 + starts.index(year.start) if dated and year is not None and year.start in starts else 0,
        keep_until=datetime.date(min(year.end.year + 7, 9999), 12, 31) if year is not None and year.end else None,
    )


def _title(program: str | None) -> str:
    """What the program is called: by its profile, else as the file says."""
    known = [profile.title for profile in all_profiles() if profile.wrote(program)]
    return f"{known[0]} ({program})" if known else program or "–"
