"""Findings as SARIF 2.1.0, which code scanning and editors read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import quote

from sie._version import __version__
from sie.checks.rule import Page
from sie.diagnostics import Diagnostic, Span
from sie.report.check import FileResult, placed
from sie.report.harmless import safe
from sie.report.look import Look

__all__ = ["sarif_values"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_values(results: Iterable[FileResult], pages: Mapping[str, Page], language: str) -> dict[str, object]:
    """Values that become a SARIF log.

    Args:
        results: Of all files.
        pages: What there is to know about each finding, by code.
        language: Of the messages.
    """
    look = Look(language=language)
    found = list(results)
    kinds: dict[str, Diagnostic] = {}
    for result in found:
        for diagnostic in result.report or ():
            kinds.setdefault(diagnostic.code, diagnostic)
    codes = sorted(kinds)
    places = {code: place for place, code in enumerate(codes)}
    problems = [
        {
            "level": "error",
            "message": {"text": safe(result.problem.get(language, ""))},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(result.path)}}}],
        }
        for result in found
        if result.report is None
    ]
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "sie",
                "semanticVersion": _semantic(__version__),
                "version": __version__,
                "rules": [_rule(kinds[code], pages.get(code), language) for code in codes],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": problems}],
        "results": [
            _result(result.path, diagnostic, places, look) for result in found for diagnostic in result.report or ()
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _semantic(version: str) -> str:
    parts = version.split(".")[:3]
    return ".".join(part if part.isdigit() else "0" for part in [*parts, "0", "0"][:3])


def _rule(diagnostic: Diagnostic, page: Page | None, language: str) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": diagnostic.code,
        "name": "".join(part.capitalize() for part in diagnostic.name.split("-")),
        "defaultConfiguration": {"level": _LEVELS[diagnostic.severity.value]},
    }
    if page is None:  # of a profile that the caller did not bring
        cause = diagnostic.finding.sv if language == "sv" else diagnostic.finding.en
        rule["shortDescription"] = {"text": cause}
    else:
        summary, why = page.summary[language], page.why[language]
        rule["shortDescription"] = {"text": summary}
        rule["fullDescription"] = {"text": f"{summary} {why}".strip()}
        rule["help"] = {"text": f"{why}\n\n{page.spec}".strip()}
        rule["defaultConfiguration"] = {"level": _LEVELS[page.finding.severity.value]}
    return rule


def _result(path: str, diagnostic: Diagnostic, places: Mapping[str, int], look: Look) -> dict[str, object]:
    message = safe(diagnostic.message(look.language)) + placed(diagnostic, look)
    parts = (diagnostic.code, *(f"{key}={value}" for key, value in sorted(diagnostic.params.items())))
    mark = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    related = [
        {"id": number, "physicalLocation": _location(path, span)}
        for number, span in enumerate(diagnostic.related, 1)
        if span.line
    ]
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": places[diagnostic.code],
        "level": _LEVELS[diagnostic.severity.value],
        "message": {"text": message},
        "locations": [{"physicalLocation": _location(path, diagnostic.span)}],
        "occurrenceCount": diagnostic.count,
        "partialFingerprints": {"sie/v1": mark},
    }
    if related:
        result["relatedLocations"] = related
    return result


def _location(path: str, span: Span) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(path)}}
    if span.line:
        region = {"startLine": span.line, "startColumn": span.column}
        if span.end > span.column:
            region["endColumn"] = span.end
        location["region"] = region
    return location


def _uri(path: str, kind: type[PurePath] = PurePath) -> str:
    r"""A path as a URI: relative ones stay relative, which is what code scanning wants.

    Example:
        >>> from pathlib import PureWindowsPath
        >>> _uri("år/a:b.se"), _uri("C:\\böcker\\a.se", PureWindowsPath)
        ('%C3%A5r/a%3Ab.se', 'file:///C:/b%C3%B6cker/a.se')
    """
    place = kind(path)
    try:
        name = place.as_posix().encode("utf-8", "surrogateescape")  # a name that is no Unicode keeps its bytes
    except UnicodeEncodeError:
        name = place.as_posix().encode("utf-8", "surrogatepass")
    if not place.is_absolute():
        return quote(name, safe="/")
    # A share of Windows begins with two slashes, a drive with none.
    start = "file:" if name.startswith(b"//") else "file://" if name.startswith(b"/") else "file:///"
    return start + quote(name, safe="/:")
