"""Findings as JUnit XML, which build servers show as tests."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as Tree

from sie.diagnostics import Diagnostic, Severity
from sie.report.check import FileResult, placed
from sie.report.harmless import safe
from sie.report.look import Look

__all__ = ["junit_xml"]

# What XML 1.0 cannot hold in any form, and what commands a terminal.
_NEVER = re.compile("[^\t\n\r -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(results: Iterable[FileResult], language: str, fail_on: Severity = Severity.ERROR) -> bytes:
    """A test suite for each file, a test for each code that was found; one that passes for a file in order.

    Args:
        results: Of all files.
        language: Of the messages.
        fail_on: The least severity that is a failure; the rest is output.

    Example:
        >>> from sie.diagnostics import Report
        >>> junit_xml([FileResult(path="a.se", report=Report([]))], "en").decode().count("<failure")
        0
    """
    look = Look(language=language)
    top = Tree.Element("testsuites", name="sie check")
    total = {"tests": 0, "failures": 0, "errors": 0}
    for result in results:
        suite = Tree.SubElement(top, "testsuite", name=_fit(result.path))
        counts = {"tests": 0, "failures": 0, "errors": 0}
        if result.report is None:
            case = _case(suite, result.path, "read")
            text = _fit(safe(result.problem.get(language, "")))
            Tree.SubElement(case, "error", message=text, type="unreadable").text = text
            counts = {"tests": 1, "failures": 0, "errors": 1}
        else:
            groups = result.report.by_code()
            for code, found in groups.items():
                case = _case(suite, result.path, f"{code} {found[0].name}")
                counts["tests"] += 1
                failing = [d for d in found if d.severity >= fail_on]
                if failing:
                    counts["failures"] += 1
                    message = _fit(safe(failing[0].message(language)))
                    kind = failing[0].severity.value
                    body = "\n".join(_line(result.path, d, look) for d in failing)
                    Tree.SubElement(case, "failure", message=message, type=kind).text = body
                rest = [d for d in found if d.severity < fail_on]
                if rest:
                    Tree.SubElement(case, "system-out").text = "\n".join(_line(result.path, d, look) for d in rest)
            if not groups:
                _case(suite, result.path, look.word("in_order"))
                counts["tests"] = 1
        for name, number in counts.items():
            suite.set(name, str(number))
            total[name] += number
    for name, number in total.items():
        top.set(name, str(number))
    Tree.indent(top)
    whole: str = Tree.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{whole}\n'.encode()


def _case(suite: Tree.Element, path: str, name: str) -> Tree.Element:
    return Tree.SubElement(suite, "testcase", classname=_fit(path), name=_fit(name))


def _line(path: str, diagnostic: Diagnostic, look: Look) -> str:
    where = f"{safe(path)}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else safe(path)
    return _fit(f"{where}: {safe(diagnostic.message(look.language))}{placed(diagnostic, look)}")


def _fit(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NEVER.sub("\ufffd", text)
