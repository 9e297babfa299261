"""The doors of judgement: one file, or the files of one company together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from sie.checks.books import Books
from sie.checks.collect import Collected, Decide
from sie.checks.company import COMPANY_RULES, FileFacts, facts_of, judge
from sie.checks.demands import demand_rules, finding_of
from sie.checks.measures import Check
from sie.checks.registry import RULES, known_code
from sie.checks.rule import Rule
from sie.diagnostics import Diagnostic, Report, Severity
from sie.errors import SieUsageError
from sie.ledger.fields import Found
from sie.ledger.load import stream
from sie.ledger.model import FiscalYear, Ledger, Voucher
from sie.profiles import PROFILES, all_profiles, builtin
from sie.profiles.model import Change, Profile
from sie.sie5.findings import FINDINGS
from sie.text.reader import Source, is_sie5, opened
from sie.text.sniff import NOT_SIE

__all__ = ["Checked", "Wanted", "check", "check_company", "checked", "found_profile", "together", "wanted_of"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How to judge.

    Attributes:
        profile: What the file is bound for.
        select: Codes or beginnings of codes to report; all of them if empty.
        ignore: Codes or beginnings of codes not to report.
        severities: What findings become, by code or beginning of a code; the longest beginning wins.
        every: Report each finding instead of one for each cause.
    """

    profile: Profile | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Change] = {}
    every: bool = False


class Checked(msgspec.Struct, frozen=True):
    """The judgement of one file, and what the files of the same company are compared by.

    Attributes:
        report: The judgement.
        facts: What it is compared by.
        ledger: What the file says, without diagnostics; its vouchers only if they were to be kept.
    """

    report: Report
    facts: FileFacts
    ledger: Ledger = Ledger()


def check(
    source: Source,
    *,
    profile: str | os.PathLike[str] | Profile | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Change] | None = None,
    encoding: str | None = None,
    kind: str | None = None,
    every: bool = False,
) -> Report:
    r"""Judge a file, SIE 1-4 or SIE 5: everything that is wrong with it or odd, in one pass and constant memory.

    Args:
        source: A path, bytes, or a binary file.
        profile: What the file is bound for: the name of a profile, a TOML file with one, or a ``Profile``.
        select: Codes or beginnings of codes to report, such as ``SIE5``; all of them unless given.
        ignore: Codes or beginnings of codes not to report.
        severities: What findings become, by code or beginning of a code; ``None`` leaves them out.
        encoding: The name of the encoding; decided from the bytes unless given.
        kind: The file type, ``4E`` or ``4I`` for instance; decided from the file unless given.
        every: Report each finding; else those of one cause are one, with a count.

    Returns:
        What was found; any bytes give a report.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: There is no such profile, code, encoding or kind.

    Spec: all of it.

    Example:
        >>> report = check(b'#FLAGGA 0\n#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {} -25.00\n}\n', select=["SIE501"])
        >>> report.ok, report[0].code, report[0].line
        (False, 'SIE501', 2)
    """
    wanted = wanted_of(profile, select, ignore, severities, every)
    return checked(source, wanted, encoding=encoding, kind=kind).report


def check_company(
    sources: Sequence[Source],
    *,
    profile: str | os.PathLike[str] | Profile | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Change] | None = None,
    every: bool = False,
) -> tuple[Report, ...]:
    r"""Judge the files of one company together: each by itself, and whether they fit one another.

    Args:
        sources: The files, in any order.
        profile: As for ``check``.
        select: As for ``check``.
        ignore: As for ``check``.
        severities: As for ``check``.
        every: As for ``check``.

    Returns:
        A report for each source, in their order.

    Raises:
        SieFileError: A path cannot be opened.
        SieUsageError: There is no such profile or code.

    Example:
        >>> first, second = b"#FLAGGA 0\n#ORGNR 556677-8899\n", b"#FLAGGA 0\n#ORGNR 559999-9991\n"
        >>> reports = check_company([first, second], select=["SIE621"])
        >>> [finding.code for finding in reports[1]]
        ['SIE621']
    """
    wanted = wanted_of(profile, select, ignore, severities, every)
    return together([checked(source, wanted) for source in sources], wanted)


def wanted_of(
    profile: str | os.PathLike[str] | Profile | None,
    select: Iterable[str],
    ignore: Iterable[str],
    severities: Mapping[str, Change] | None,
    every: bool = False,
) -> Wanted:
    """How to judge, checked: the profile exists, and so does every code.

    Args:
        profile: As for ``check``.
        select: As for ``check``.
        ignore: As for ``check``.
        severities: As for ``check``.
        every: As for ``check``.

    Raises:
        SieFileError: The file with the profile cannot be read.
        SieUsageError: There is no such profile or code.
    """
    wanted = Wanted(
        profile=found_profile(profile),
        select=(select,) if isinstance(select, str) else tuple(select),
        ignore=(ignore,) if isinstance(ignore, str) else tuple(ignore),
        severities=severities or {},
        every=every,
    )
    for code in (*wanted.select, *wanted.ignore, *wanted.severities):
        if not known_code(code, wanted.profile):
            raise SieUsageError(
                f"No code begins with {code!r}; sie rules lists them.",
                f"Ingen kod börjar med {code!r}; sie rules räknar upp dem.",
            )
    return wanted


def found_profile(profile: str | os.PathLike[str] | Profile | None) -> Profile | None:
    """A profile by its name, from a TOML file, or as it is, with what its base says filled in.

    Args:
        profile: As for ``check``.

    Raises:
        SieFileError: The file cannot be read.
        SieUsageError: There is no such profile, or the file is none.
    """
    if profile is None:
        return None
    found: Profile | None
    if isinstance(profile, Profile):
        found = profile
    elif isinstance(profile, str) and builtin(profile) is not None:
        found = builtin(profile)
    elif isinstance(profile, os.PathLike) or (isinstance(profile, str) and profile.endswith(".toml")):
        from sie.checks.config import read_profile

        found = read_profile(Path(profile))
    else:
        names = ", ".join(PROFILES)
        raise SieUsageError(
            f"There is no profile {profile!r}: it is one of {names}, or a file that ends in .toml.",
            f"Det finns ingen profil {profile!r}: välj bland {names}, eller ange en fil som slutar på .toml.",
        )
    assert found is not None
    for demand in found.demands:
        finding_of(demand, found)  # refuses a demand that is none before any file is read
    if found.base is None:
        return found
    base = found_profile(found.base)
    assert base is not None
    mine = {demand.code for demand in found.demands}
    return msgspec.structs.replace(
        found,
        base=None,
        writers=found.writers or base.writers,
        quirks=(*base.quirks, *found.quirks),
        severities={**base.severities, **found.severities},
        demands=(*(demand for demand in base.demands if demand.code not in mine), *found.demands),
        together=found.together or base.together,
        order=found.order or base.order,
        opening=found.opening if found.opening != "all" else base.opening,
    )


def checked(
    source: Source,
    wanted: Wanted,
    *,
    encoding: str | None = None,
    kind: str | None = None,
    path: str | None = None,
    keep: bool = False,
) -> Checked:
    """Judge one file, and keep what the files of the same company are compared by.

    Args:
        source: A path, bytes, or a binary file.
        wanted: How to judge.
        encoding: As for ``check``.
        kind: As for ``check``.
        path: What to call it; the path of the source unless given.
        keep: Keep the books, too, which takes memory; judged and read at one time takes much less time.
    """
    with opened(source) as file:
        if is_sie5(file):
            return _checked_sie5(file, wanted, _path(source, path), keep)
        return _checked(file, source, wanted, encoding, kind, path, keep)


def _path(source: Source, path: str | None) -> str:
    if path is not None:
        return path
    return os.fspath(source) if isinstance(source, str | os.PathLike) else ""


def _checked_sie5(file: BinaryIO, wanted: Wanted, path: str, keep: bool) -> Checked:
    """SIE 5 is held against its own form and rules while it is read, and its signature verified."""
    from sie.sie5.judge import Judge, judge_signature
    from sie.sie5.losses import Stripping
    from sie.sie5.read import build

    start = file.tell()
    books, collected = Books(), Collected(wanted.every)
    judge, stripping = Judge(collected), Stripping()
    vouchers: list[Voucher] = []

    def take(some: list[Voucher], years: Mapping[int, FiscalYear]) -> None:
        judge.take(some, years)
        books.take(some, years)
        if wanted.profile is not None:
            for voucher in some:
                stripping.voucher(voucher)
        if keep:
            vouchers.extend(some)

    ledger = build(file, collected, take, judge.node)
    judge.end(ledger)
    books.finish(ledger)
    if ledger.detection is not None and ledger.detection.signatures:
        file.seek(start)
        judge_signature(file, collected)
    if wanted.profile is not None:
        collected.add(Diagnostic(FINDINGS["SIE736"], {"value": wanted.profile.name}))
        for diagnostic in stripping.ledger(ledger)[1]:  # what would not get there
            collected.add(diagnostic)
    decide = _decider(wanted, ledger.program.name)
    report = Report(collected.result(decide), path, wanted.profile.name if wanted.profile else None)
    return Checked(report, facts_of(books, path), msgspec.structs.replace(ledger, vouchers=tuple(vouchers)))


def _checked(
    file: BinaryIO,
    source: Source,
    wanted: Wanted,
    encoding: str | None,
    kind: str | None,
    path: str | None,
    keep: bool,
) -> Checked:
    books, collected = Books(), Collected(wanted.every)
    rules: list[Rule] = [rule(books, collected) for rule in RULES]
    if wanted.profile is not None:
        rules += demand_rules(wanted.profile, books, collected)
    books.voucher_rules = tuple(rule.voucher for rule in rules if _has(rule, "voucher"))
    vouchers: list[Voucher] = []

    def take(some: list[Voucher], years: Mapping[int, FiscalYear]) -> None:
        vouchers.extend(some)
        books.take(some, years)

    ledger = stream(
        file,
        collected,
        take if keep else books.take,
        encoding=encoding,
        kind=kind,
        listen=_listener(books, rules),
        named=source,
    )
    books.finish(ledger)
    if books.labels:
        for rule in rules:
            rule.end()
    path = _path(source, path)
    decide = _decider(wanted, ledger.program.name)
    report = Report(collected.result(decide), path, wanted.profile.name if wanted.profile else None)
    if not keep:
        return Checked(report, facts_of(books, path))
    return Checked(report, facts_of(books, path), msgspec.structs.replace(ledger, vouchers=tuple(vouchers)))


def _listener(books: Books, rules: Sequence[Rule]) -> Callable[[Found], None]:
    by_label: dict[str, list[Rule]] = {}
    anywhere = [rule for rule in rules if _has(rule, "record") and not rule.labels]
    for rule in rules:
        if _has(rule, "record"):
            for name in rule.labels:
                by_label.setdefault(name, []).append(rule)

    def listen(found: Found) -> None:
        books.record(found)
        for rule in anywhere:
            rule.record(found)
        for rule in by_label.get(found.label.name, ()):
            rule.record(found)

    return listen


def _has(rule: Rule, hook: str) -> bool:
    return getattr(type(rule), hook) is not getattr(Rule, hook)


def _decider(wanted: Wanted, program: str | None) -> Decide:
    """How much a finding matters.

    By itself, by the habits of the program that wrote the file, by the profile of the one that is to read it, by the
    caller: each later one has the last word.
    """
    profiles = [*all_profiles(), *([wanted.profile] if wanted.profile else [])]  # it may be one of the caller's own
    quirks = [quirk for profile in profiles if profile.wrote(program) for quirk in profile.quirks]
    target = wanted.profile.severities if wanted.profile else {}
    tables: tuple[Mapping[str, Change], ...] = (wanted.severities, target)

    def decide(diagnostic: Diagnostic) -> Severity | None:
        code = diagnostic.code
        if code in NOT_SIE:
            return diagnostic.severity  # there are no books to be right, whatever somebody wants to hear of
        if wanted.select and not code.startswith(wanted.select):
            return None
        if wanted.ignore and code.startswith(wanted.ignore):
            return None
        for severities in tables:
            named = [prefix for prefix in severities if code.startswith(prefix)]
            if named:
                return severities[max(named, key=len)]
        for quirk in quirks:
            if quirk.code == code and all(diagnostic.params.get(k) == v for k, v in quirk.where.items()):
                return quirk.becomes
        return diagnostic.severity

    return decide


def together(results: Sequence[Checked], wanted: Wanted, each: Sequence[Wanted] = ()) -> tuple[Report, ...]:
    """The reports of files of one company, with what they say about one another.

    Args:
        results: Of ``checked``, in the order of the files.
        wanted: How to judge them all.
        each: How to judge each file, in their order, where a configuration tells them apart.
    """
    collected = [Collected(wanted.every) for _ in results]
    facts = [result.facts for result in results]
    judge(COMPANY_RULES, facts, collected, wanted.profile)
    demands: list[Check] = []
    if wanted.profile is not None and facts:
        demands = demand_rules(wanted.profile, Books(), Collected())
        for demand in demands:
            demand.company(facts, collected)
    reports = []
    for result, more, own in zip(results, collected, each or [wanted] * len(results), strict=True):
        decide = _decider(own, result.facts.program)
        passed = {d.finding.code for d in demands if any(d.passed(result.facts, other) for other in facts)}
        told = [diagnostic for diagnostic in result.report if diagnostic.code not in passed]
        found = sorted((*told, *more.result(decide)), key=lambda d: (d.line, d.column, d.code))
        reports.append(Report(found, result.report.path, result.report.profile))
    return tuple(reports)
