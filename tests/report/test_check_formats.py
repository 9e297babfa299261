"""What ``sie check`` gives programs: JSON by its schema, SARIF by its schema, GitHub and JUnit by their rules."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from rich.cells import cell_len

import sie
from sie.checks.registry import pages
from sie.diagnostics import EACH, Diagnostic, Finding, Report, Severity, Span
from sie.report.check import FileResult, check_values, checked_text, file_verdict, github_lines, shown, verdict
from sie.report.harmless import to_json
from sie.report.junit import junit_xml
from sie.report.look import Look
from sie.report.sarif import sarif_values
from tests.conftest import ROOT, fixture_paths

HOSTILE = "\x1b[2J]]>&<x a='\"'>\r\n::error::%0A,:\ud800\x00\uffff\x7f\x9b2J"
KIND = Finding(
    code="SIE999", name="hostile", severity=Severity.ERROR, en="{t}.", sv="{t}.", cure_en="", cure_sv="", one=EACH
)  # fmt: skip
BAD = FileResult(
    path=f"a b/{HOSTILE}.se",
    report=Report([Diagnostic(KIND, {"t": HOSTILE}, Span(3, 5, 9), (Span(7), Span(8)), None, 3)], "x"),
)
GONE = FileResult(path="gone.se", problem={"en": f"gone {HOSTILE}", "sv": "borta"})


def results() -> list[FileResult]:
    found = [FileResult(path=str(path.relative_to(ROOT)), report=sie.check(path)) for path in fixture_paths()]
    return [*found, BAD, GONE]


@pytest.fixture(scope="module")
def every() -> list[FileResult]:
    return results()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_json_is_as_its_schema_says(every: list[FileResult], language: str) -> None:
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    values = json.loads(to_json(check_values(every, language)))
    jsonschema.validate(values, schema, jsonschema.Draft202012Validator)
    assert values["version"] == 1 and len(values["files"]) == len(every)
    for file, result in zip(values["files"], every, strict=True):
        if result.report is not None:
            assert file["counts"] == result.report.counts and "error" not in file
            for finding, diagnostic in zip(file["findings"], result.report, strict=True):
                assert (finding["code"], finding["line"], finding["count"]) == (
                    diagnostic.code,
                    diagnostic.line,
                    diagnostic.count,
                )
    assert values["files"][-1]["error"] and not any(values["files"][-1]["counts"].values())
    assert values["counts"]["unreadable"] == 1
    # one key too few, and the schema has something to say
    del values["files"][0]["counts"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, schema, jsonschema.Draft202012Validator)


def sarif(every: list[FileResult], language: str = "en") -> dict[str, object]:
    return dict(json.loads(to_json(sarif_values(every, pages(), language))))


def test_the_sarif_is_as_the_published_schema_says(every: list[FileResult]) -> None:
    place = os.environ.get("SIE_SARIF_SCHEMA")
    if not place:
        pytest.skip("SIE_SARIF_SCHEMA does not name the published schema; CI fetches it")
    schema = json.loads(Path(place).read_text("utf-8"))
    for language in ("en", "sv"):
        jsonschema.validate(sarif(every, language), schema)
    broken = sarif(every)
    broken["version"] = "2.0"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


def test_the_sarif_says_where_and_what(every: list[FileResult]) -> None:
    run = sarif(every)["runs"][0]  # type: ignore[index]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        place = result["locations"][0]["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", place["artifactLocation"]["uri"])
        region = place.get("region")
        assert region is None or (region["startLine"] >= 1 and region["startColumn"] >= 1)
    mine = next(result for result in run["results"] if result["ruleId"] == "SIE999")
    assert mine["occurrenceCount"] == 3 and len(mine["relatedLocations"]) == 2
    assert mine["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 9}
    assert not run["invocations"][0]["executionSuccessful"]
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 1


def test_fingerprints_hold_when_lines_move() -> None:
    books = (ROOT / "fixtures" / "rules" / "SIE501-unbalanced-voucher.si").read_bytes()
    moved = books.replace(b"#KPTYP", b"\r\n\r\n#KPTYP", 1)
    marks = []
    for data in (books, moved):
        run = sarif([FileResult(path="a.se", report=sie.check(data))])["runs"][0]  # type: ignore[index]
        marks.append([result["partialFingerprints"] for result in run["results"]])
    assert marks[0] == marks[1]


def test_a_rule_without_a_page_is_described_all_the_same() -> None:
    for language in ("en", "sv"):
        run = sarif([BAD], language)["runs"][0]  # type: ignore[index]
        assert [rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]] == ["{t}."]


def test_a_file_as_a_whole_has_no_region_and_stdin_a_name() -> None:
    report = Report([Diagnostic(KIND, {"t": "x"}, Span(0))])
    run = sarif([FileResult(path="-", report=report)])["runs"][0]  # type: ignore[index]
    assert run["results"][0]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "-"}}}]
    assert list(github_lines([FileResult(path="-", report=report)], "en")) == [
        "::error file=-,title=SIE999 hostile::x.\n"
    ]


def test_annotations_cannot_be_forged(every: list[FileResult]) -> None:
    lines = list(github_lines(every, "en"))
    for line in lines:
        assert line.endswith("\n") and line.count("\n") == 1 and "\r" not in line
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", line)
        assert re.match(r"::(error|warning|notice) file=[^:,]+(,(line|col|endColumn)=\d+)*,title=[^:,]+::", line), line
    assert sum(line.startswith("::error") for line in lines) > 10


def test_the_junit_is_well_formed_and_counts(every: list[FileResult]) -> None:
    for threshold in (Severity.ERROR, Severity.WARNING):
        data = junit_xml(every, "sv", threshold)
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", data)
        top = ElementTree.fromstring(data)
        assert len(top) == len(every)
        for name, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
            assert int(top.get(name) or -1) == len(top.findall(f"testsuite/{path}"))
        assert top.findall("testsuite/testcase/failure")


def test_text_shows_some_of_each_kind_and_all_when_asked() -> None:
    many = Report([Diagnostic(KIND, {"t": str(n)}, Span(n)) for n in range(1, 9)])
    result = FileResult(path="a.se", report=many)
    look = Look()
    short, full = list(checked_text(result, look)), list(checked_text(result, look, every=True))
    assert len(short) == 6 and "3 more of SIE999" in short[-1]
    assert len(full) == 8
    assert verdict([result], look) == "1 file: 8 errors\n"
    assert verdict([FileResult(path="a", report=Report([]))], Look(language="sv")) == "1 fil: inget att anmärka på\n"


def test_an_excerpt_marks_the_column_and_cuts_long_lines() -> None:
    report = Report([Diagnostic(KIND, {"t": "x"}, Span(1, 201, 205))])
    text = "a" * 200 + "HERE" + "b" * 300
    out = "".join(checked_text(FileResult(path="a.se", report=report), Look(width=80), {1: text}))
    lines = out.split("\n")
    assert "HERE" in lines[1] and len(lines[1]) < 140
    assert lines[2].index("^^^^") == lines[1].index("HERE")


@pytest.mark.parametrize("width", [30, 44, 80, 300])
@pytest.mark.parametrize("place", [0, 1, 20, 60, 400])
@pytest.mark.parametrize("letter", ["a", "日", "\x1b", "\t", "e\u0301"])
def test_the_mark_stands_under_the_place_however_wide_the_letters(width: int, place: int, letter: str) -> None:
    text = letter * place + "HERE" + letter * 100
    column = len(letter) * place + 1
    report = Report([Diagnostic(KIND, {"t": "x"}, Span(1, column, column + 4))])
    lines = "".join(checked_text(FileResult(path="a.se", report=report), Look(width=width), {1: text})).split("\n")
    assert cell_len(lines[1]) <= width and lines[1].isprintable()
    assert cell_len(lines[2].partition("^")[0]) == cell_len(lines[1].partition("HERE")[0])
    assert lines[2].count("^") == 4


def test_a_place_beyond_the_line_is_no_accident() -> None:
    for span in (Span(1, 50, 60), Span(1, 500, 600), Span(1, 4, 400)):
        report = Report([Diagnostic(KIND, {"t": "x"}, span)])
        out = "".join(checked_text(FileResult(path="a.se", report=report), Look(width=80), {1: "short"}))
        assert "short" in out and "^" in out


def test_a_file_among_others_has_a_verdict() -> None:
    mixed = [Diagnostic(KIND, {"t": "x"}, Span(n)) for n in range(2)]
    result = FileResult(path="a\x1b[2J.se", report=Report(mixed))
    assert file_verdict(result, Look()) == "a\\x1b[2J.se: 2 errors\n"
    assert file_verdict(result, Look(language="sv")) == "a\\x1b[2J.se: 2 fel\n"
    assert verdict([result, GONE], Look()) == "2 files: 2 errors, 1 unreadable file\n"


def test_what_is_shown_of_many() -> None:
    report = Report([Diagnostic(KIND, {"t": str(n)}, Span(n)) for n in range(1, 9)])
    assert [d.line for d in shown(report)] == [1, 2, 3, 4, 5]
    assert len(shown(report, every=True)) == 8


@pytest.mark.parametrize("every_one", [True, False])
def test_nothing_hostile_reaches_a_terminal(every_one: bool) -> None:
    for result in (BAD, GONE):
        for text in checked_text(result, Look(), {3: HOSTILE}, every_one):
            assert text.rstrip("\n").isprintable() and "\x1b" not in text
