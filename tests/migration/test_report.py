"""The report of a move: its values, and the page that shows them."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import msgspec
import pytest

import sie
from sie.migration.fit import Choices
from sie.migration.plan import plan
from sie.migration.prepare import prepared
from sie.migration.report import MoveReport, proved, write_report
from sie.report.harmless import to_json
from sie.report.move_page import move_html
from sie.report.move_words import MOVE_WORDS
from tests.conftest import FIXTURES, ROOT, sample_paths
from tests.migration.test_migration import TODAY, YEARS, administration, odd

MADE = datetime.datetime(2026, 11, 25, 14, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))


def moved(sources: list[bytes], choices: Choices | None = None) -> list[bytes]:
    """What the stand-in exports after the move; what blocks is accepted."""
    codes = {entry.diagnostic.code for entry in plan(sources, choices=choices).blocks}
    accepted = msgspec.structs.replace(choices or Choices(), accept=dict.fromkeys(codes, "test"))
    return administration(prepared(plan(sources, choices=accepted), TODAY))


EXPORTED = moved(YEARS)


def report_of(sources: list[bytes], targets: list[bytes], choices: Choices | None = None) -> MoveReport:
    return proved(sources, targets, choices=choices, made=MADE, by="Åsa Björk")[1]


def green() -> MoveReport:
    return report_of(YEARS, EXPORTED)


def one_ore() -> MoveReport:
    """One öre more in one row of one voucher of the second year."""
    wrong = EXPORTED[1].replace(b"4000.00", b"4000.01", 1)
    assert wrong != EXPORTED[1]
    return report_of(YEARS, [EXPORTED[0], wrong, EXPORTED[2]])


def test_a_move_without_a_difference_is_green() -> None:
    report = green()
    assert report.verdict.colour == "green", [c.name.en for c in report.checks if c.status != "passed"]
    assert {check.status for check in report.checks} == {"passed"}
    assert report.unexplained == 0 and report.differences == () and report.missing == ()
    assert [year.status for year in report.years] == ["passed"] * 3
    assert [f.sha256 for f in report.sources] == [hashlib.sha256(data).hexdigest() for data in YEARS]
    assert [f.sha256 for f in report.targets] == [hashlib.sha256(data).hexdigest() for data in EXPORTED]
    assert [(f.vouchers, f.rows, f.accounts) for f in report.sources] == [(25, 50, 7), (26, 52, 7), (26, 52, 7)]
    assert (report.company, report.organisation_number, report.by) == ("Björks Snickeri AB", "559999-9983", "Åsa Björk")
    assert [r.keep_until for r in report.retention] == [datetime.date(y, 12, 31) for y in (2029, 2030, 2031)]
    assert {(f.id, f.before == f.after) for f in report.figures} == {
        (key, True) for key in ("vouchers", "rows", "debit", "credit", "assets")
    }


def test_the_figures_are_those_of_the_books() -> None:
    year = green().years[0]
    assert [(m.month, m.before, m.after) for m in year.months] == [
        (f"2022-{month:02}", Decimal(3022), Decimal(3022)) for month in range(1, 13)
    ]
    assert (year.before.result, year.before.assets) == (Decimal(36264), Decimal(61264))
    assert [(g.id, g.side, g.before, g.after) for g in year.composition] == [
        ("cash", "assets", Decimal(61264), Decimal(61264)),
        ("capital", "equity", Decimal(61264), Decimal(61264)),
    ]
    line = next(line for line in year.trial if line.account == "1930")
    assert line.before == line.after and line.before is not None
    assert (line.before.opening, line.before.debit, line.before.credit, line.before.closing) == (
        Decimal(25000),
        Decimal(84264),
        Decimal(48000),
        Decimal(61264),
    )


def test_every_sort_of_check_is_made() -> None:
    ids = {check.id for check in green().checks}
    assert ids == {
        "unexplained", "organisation-number", "files-moved", "source-hashes", "own-export", "blocks", "stated-balances",
        "vouchers", "rows", "vouchers-alike", "balanced", "opening-assets", "opening-equity", "debit", "credit",
        "closing-assets", "closing-equity", "result", "accounts", "series-count", "series-debit", "series-credit",
        "continuity",
    }  # fmt: skip
    choices = Choices(series={"LEV1": "L", "": "K"}, dimensions={"21": ""})
    objects = report_of([odd()], moved([odd()], choices), choices)
    assert {"object-debit", "object-credit"} <= {check.id for check in objects.checks}


def test_one_ore_is_found_and_told_exactly() -> None:
    report = one_ore()
    assert report.verdict.colour == "red"
    first = report.differences[0]
    assert (first.thing.sv, first.what.sv, first.difference) == ("Verifikation A 2, rad 1", "belopp", Decimal("-0.01"))
    assert "verifikation A 2, rad 1: belopp −4\xa0000,00 i källan, −4\xa0000,01 i målet" in report.verdict.why.sv
    failed = {(c.id, c.year): c.difference for c in report.checks if c.status == "failed"}
    year = datetime.date(2023, 1, 1)
    assert failed["credit", year] == Decimal("0.01") == failed["series-credit", year]
    assert failed["vouchers-alike", year] == -1 == failed["accounts", year]
    assert failed["balanced", year] == 1 and failed["unexplained", None] == 1
    assert [y.status for y in report.years] == ["passed", "failed", "passed"]
    assert [line.account for line in report.years[1].trial if line.status == "failed"] == ["1930"]
    page = move_html(report, "sv").decode()
    assert "−4\xa0000,01" in page and "−0,01" in page and "Rött" in page


def test_a_voucher_that_went_missing_is_named() -> None:
    start = EXPORTED[0].index(b"#VER A 5 ")
    end = EXPORTED[0].index(b"#VER A 6 ")
    report = report_of(YEARS, [EXPORTED[0][:start] + EXPORTED[0][end:], *EXPORTED[1:]])
    assert report.verdict.colour == "red" and report.missing == ("A 5",)
    assert "A 5" in move_html(report, "en").decode()


def test_a_missing_year_is_red() -> None:
    report = report_of(YEARS, EXPORTED[:2])
    assert report.verdict.colour == "red"
    assert [c.id for c in report.checks if c.year == datetime.date(2024, 1, 1) and c.part == "year"] == ["year-there"]
    assert "saknas i målet" not in move_html(report, "en").decode()


def test_the_source_itself_proves_nothing() -> None:
    report = report_of(YEARS, YEARS)
    assert report.verdict.colour == "amber"
    assert [c.id for c in report.checks if c.status == "attention"] == ["own-export"]


def test_another_company_is_red() -> None:
    other = [data.replace(b"559999-9983", b"556677-8899") for data in EXPORTED]
    report = report_of(YEARS, other)
    check = next(c for c in report.checks if c.id == "organisation-number")
    assert (report.verdict.colour, check.status, check.expected_text, check.actual_text) == (
        "red", "failed", "559999-9983", "556677-8899",
    )  # fmt: skip
    dash = [data.replace(b"559999-9983", b"5599999983") for data in EXPORTED]
    assert report_of(YEARS, dash).verdict.colour == "green"


def test_what_was_changed_on_purpose_is_listed_with_its_reason() -> None:
    choices = Choices(series={"LEV1": "L", "": "K"}, dimensions={"21": ""})
    report = report_of([odd()], moved([odd()], choices), choices)
    assert report.verdict.colour == "green", [(c.name.en, c.status) for c in report.checks if not c.passed]
    kinds = [(c.kind, c.before, c.after, c.count) for c in report.conversions]
    assert ("mapped-series", "LEV1", "L", 1) in kinds and ("mapped-series", "", "K", 1) in kinds
    assert ("renumbered", "B7", "B2", 1) in kinds and ("folded-dimension", "21", None, 1) in kinds
    fold = next(c for c in report.conversions if c.kind == "folded-dimension")
    assert (fold.debit, fold.credit) == (Decimal("840.50"), Decimal(0))
    runs = [(r.source_series, r.source_first, r.source_last, r.target_series, r.target_first, r.target_last, r.changed)
            for r in report.numbers]  # fmt: skip
    assert ("A", "1", "2", "A", "1", "2", False) in runs and ("B", "7", "7", "B", "2", "2", True) in runs
    assert sum(run.count for run in report.numbers) == 6
    assert "B7 → B2" in move_html(report, "en").decode()


def test_accepted_blocks_keep_their_reason() -> None:
    flagged = [YEARS[0].replace(b"#FLAGGA 0", b"#FLAGGA 1")]
    choices = Choices(accept={"VAD007": "Lästes in i ett företag som <raderats>"})
    report = report_of(flagged, moved(flagged), choices)
    assert [(a.finding.code, a.reason) for a in report.accepted] == [
        ("VAD007", "Lästes in i ett företag som <raderats>")
    ]
    assert report.verdict.colour == "green"
    assert "The source files have remarks: read them before you sign" in report.verdict.why.en
    assert "remarks" not in green().verdict.why.en
    assert "Lästes in i ett företag som &lt;raderats&gt;" in move_html(report, "sv").decode()
    without = report_of(flagged, moved(flagged))
    assert without.verdict.colour == "amber" and [b.code for b in without.blocks] == ["VAD007"]


def test_a_year_that_opens_otherwise_than_its_file_says_needs_a_look() -> None:
    second = YEARS[1].replace(b"#IB 0 1930 61264.00", b"#IB 0 1930 61000.00")
    sources = [YEARS[0], second.replace(b"#IB 0 2099 -36264.00", b"#IB 0 2099 -36000.00"), YEARS[2]]
    report = report_of(sources, EXPORTED)
    assert report.verdict.colour == "amber" and report.unexplained == 0
    look = {check.id: (check.expected, check.actual, check.difference) for check in report.checks if not check.passed}
    assert look["opening-assets"] == (Decimal(61000), Decimal(61264), Decimal(264))
    assert [line.account for line in report.years[1].trial if line.status == "attention"] == ["1930", "2099"]


def test_files_without_balances_differ_for_a_known_cause() -> None:
    bare = [b"".join(line for line in data.splitlines(True) if not re.match(rb"#(IB|UB|RES) ", line)) for data in YEARS]
    report = report_of(bare, moved(bare))
    assert report.verdict.colour == "green" and {c.status for c in report.checks} == {"passed", "explained"}
    assert report.verdict.why.en == "46 of 54 checks agree; the other 8 differ for a known cause, given with each."


def test_json_has_stable_names_and_is_the_same_in_every_language(tmp_path: Path) -> None:
    report = green()
    for language in ("sv", "en"):
        write_report(report, tmp_path / f"{language}.json", language)
    data = (tmp_path / "sv.json").read_bytes()
    assert data == (tmp_path / "en.json").read_bytes() == to_json(report)
    values = json.loads(data)
    assert list(values) == [
        "version", "verdict", "company", "organisation_number", "made", "by", "note", "program", "source_programs",
        "target_program", "sources", "targets", "figures", "checks", "unexplained", "differences", "explained", "years",
        "numbers", "missing", "number_map", "conversions", "accepted", "blocks", "warnings", "not_carried", "retention",
    ]  # fmt: skip
    assert values["version"] == 1 and values["checks"][0]["name"]["sv"] == "Skillnader utan förklaring"
    assert msgspec.json.decode(data, type=MoveReport).verdict == report.verdict
    # The page names the fingerprint of these very bytes, so that a signature on paper binds them.
    assert hashlib.sha256(data).hexdigest() in move_html(report, "sv").decode()


def test_the_json_is_as_its_schema_says() -> None:
    schema = json.loads((ROOT / "docs" / "move-report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    choices = Choices(series={"LEV1": "L", "": "K"}, dimensions={"21": ""})
    for report in (green(), one_ore(), report_of([odd()], moved([odd()], choices), choices)):
        values = json.loads(to_json(report))
        jsonschema.validate(values, schema, jsonschema.Draft202012Validator)
    del values["checks"][0]["passed"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(values, schema, jsonschema.Draft202012Validator)


class Page(HTMLParser):
    """What the tests look at: tags, their attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br", "path", "line", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("path", "line", "rect"):
            return
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("report", [green, one_ore])
def test_the_page_stands_alone(report: object, language: str) -> None:
    assert callable(report)
    text = move_html(report(), language).decode()
    page = Page(text)
    assert page.crossed == [] and page.open == []
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "iframe", "img", "object", "embed", "form", "base"} & set(tags)
    assert ("meta", "default-src 'none'; style-src 'unsafe-inline'; img-src data:") in [
        (tag, attrs.get("content")) for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    for tag, attrs in page.tags:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("src", "href", "action", "srcset"):
                assert (value or "").startswith(("#", "data:")), (tag, value)
    assert not re.search(r"https?:|url\(|@import|//[a-z]", text)
    assert page.tags[0] == ("html", {"lang": language})
    assert tags.count("h1") == 1 and tags.count("caption") == tags.count("table")
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {(attrs["href"] or "")[1:] for tag, attrs in page.tags if tag == "a"} <= set(ids)
    assert all("<title>" in rest for rest in re.findall(r"<rect.*?</rect>", text))


def test_nothing_from_a_file_becomes_markup() -> None:
    evil = "<script>alert(1)</script>"
    text = (FIXTURES / "clean" / "typ4e.se").read_bytes().decode("cp437")
    text = re.sub(r"#FNAMN .*", f'#FNAMN "{evil}"', text)
    name = """#KONTO 1930 "Bank \\"x\\" 'y' </td> & {{ 7*7 }} \x1b[2J\""""
    text = re.sub(r"#KONTO 1930 .*", lambda _: name, text)
    text = re.sub(r'(#OBJEKT 6 \S+) ".*', r'\1 "</title><b onclick=1>"', text)
    data = text.replace("#VER A 1 ", '#VER "<i>" 1 ').encode("cp437")
    choices = Choices(series={"<i>": "X"})
    targets = [data.replace(b'"<i>" 1', b"X 1")]
    report = proved([data], targets, choices=choices, made=MADE, by="<b>Åsa</b>", note="<u>\u202e</u>")[1]
    page = move_html(report, "sv").decode()
    found = Page(page)
    assert found.crossed == [] and not {"script", "b", "i", "u"} & {
        tag for tag, attrs in found.tags if tag != "b" or attrs
    }
    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in page and evil not in page
    assert "Bank &#34;x&#34; &#39;y&#39; &lt;/td&gt; &amp; {{ 7*7 }}" in page
    assert "\x1b" not in page and "\u202e" not in page and "\\u202e" in page


def test_both_languages_say_everything() -> None:
    report = one_ore()
    sv, en = move_html(report, "sv").decode(), move_html(report, "en").decode()
    for key, (english, swedish) in MOVE_WORDS.items():
        assert english and swedish and english.count("{}") == swedish.count("{}"), key
    assert "Så kontrolleras detta i efterhand" in sv and "To check this again later" in en
    assert "578\xa0196,00" in sv and "578,196.00" in en and "578\xa0196,00" not in en
    for word in ("Saldobalans", "Underskrifter", "Avvikelser", "Nummerkarta", "Kontroller"):
        assert word in sv and word not in en


def test_a_report_never_replaces_one_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source.html").write_bytes(YEARS[0])
    (tmp_path / "target.se").write_bytes(moved([YEARS[0]])[0])
    monkeypatch.chdir(tmp_path)
    report = proved(["source.html"], [tmp_path / "target.se"], made=MADE)[1]
    (tmp_path / "link.html").symlink_to(tmp_path / "target.se")
    for name in ("source.html", "./source.html", str(tmp_path / "source.html"), "link.html"):
        with pytest.raises(sie.SieUsageError, match="files that the report is about"):
            write_report(report, name)
    with pytest.raises(sie.SieUsageError, match=r"\.html or \.json"):
        write_report(report, "report.pdf")
    assert (tmp_path / "source.html").read_bytes() == YEARS[0]
    write_report(report, "report.html")
    assert (tmp_path / "report.html").read_bytes() == move_html(report, "en")


def test_books_without_anything_give_a_page() -> None:
    for data in (b"", b"#FLAGGA 0\n", b"#RAR 0 20240101 20241231\n", b"#RAR 0 20240101 20241231\n#VER\n{\n}\n"):
        report = proved([data], [data], made=MADE)[1]
        assert Page(move_html(report, "sv").decode()).crossed == []


def test_amounts_beyond_measure_give_a_page() -> None:
    huge = b"9" * 400
    text = b"#RAR 0 20240101 20241231\n#VER A 1 20240131 x\n{\n#TRANS 1910 {} %s.01\n#TRANS 4010 {} -%s.01\n}\n"
    data = text % (huge, huge)
    report = proved([data], [data + b"#KONTO 1910 Kassa\n"], made=MADE)[1]
    assert len(move_html(report, "en")) > 10_000


def test_every_vendor_sample_can_be_reported() -> None:
    paths = sample_paths()
    if not paths:
        pytest.skip("the folder of vendor files is not here")
    for path in paths:
        report = proved([path], [path], made=MADE)[1]
        assert Page(move_html(report, "sv").decode()).crossed == [], path
        assert report.verdict.colour in ("amber", "red"), path
