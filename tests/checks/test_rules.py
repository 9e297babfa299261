"""Every rule is documented in two languages, and its page is its test."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest

import sie
from sie.checks import (
    books,
    company,
    files,
    periods,
    plausibility,
    references,
    shape,
    sie5_books,
    sie5_form,
    structure,
    sums,
    syntax,
    vouchers,
)
from sie.checks.company import COMPANY_RULES
from sie.checks.examples import complete, complete_files
from sie.checks.imports import IMPORT_RULES
from sie.checks.registry import RULES, page, pages
from sie.checks.rule import Page
from sie.checks.run import check, check_company
from sie.checks.sie5_losses import LOSS_RULES
from sie.convert.explained import page as converted
from sie.diagnostics import Diagnostic, Severity
from sie.ledger.load import more_of
from sie.profiles import all_profiles
from sie.sie5.findings import FINDINGS as SIE5
from sie.text.findings import FINDINGS

WITHOUT_PIECES = {
    "SIE015": "needs ten thousand findings of a kind",
    "SIE512": "needs half a million sums",
    "SIE625": "is said only for a profile that knows the order of import",
    "VAD025": "needs twenty-six files",
    "SIE732": "needs a signature",
    "SIE736": "needs a profile",
    **{rule.finding.code: "is said when books are converted" for rule in LOSS_RULES},
}


def cases(pieces: dict[str, tuple[str, ...]]) -> list[object]:
    """The pieces of every page, each with its page."""
    return [pytest.param(pages()[code], piece, id=code) for code, several in pieces.items() for piece in several]


BAD = cases({code: page.bad for code, page in pages().items()})
GOOD = cases({code: page.good for code, page in pages().items()})


def judged(page: Page, piece: str) -> list[Diagnostic]:
    """What is found, without what the page's profile demands besides: a piece is no complete year."""
    if piece.startswith("--- "):
        found = [
            d for report in check_company(list(complete_files(piece).values()), profile=page.profile) for d in report
        ]
    else:
        found = list(check(complete(piece), profile=page.profile))
        if piece.startswith("<Sie>") and page.finding.code != "SIE730":
            found = [d for d in found if d.code != "SIE730"]  # a piece of SIE 5 is not signed
    return [d for d in found if d.code == page.finding.code or d.code.startswith("SIE")]


def speaks(diagnostic: Diagnostic) -> None:
    """Every parameter is given, and nothing of the templates is left over."""
    finding = diagnostic.finding
    for text in (finding.en, finding.sv, finding.cure_en, finding.cure_sv):
        assert slots(text) <= set(diagnostic.params), (finding.code, text)
    # What stands in the file may hold braces and question marks; the sentences themselves may not.
    filled = msgspec.structs.replace(diagnostic, params=dict.fromkeys(diagnostic.params, "x"))
    for language in ("en", "sv"):
        assert not set("{?}") & set(filled.message(language).replace("{}", "")), filled.message(language)
        assert diagnostic.message(language)


@pytest.mark.parametrize(("page", "piece"), BAD)
def test_a_bad_piece_gives_the_finding_and_no_other_error(page: Page, piece: str) -> None:
    found = judged(page, piece)
    assert page.finding.code in {d.code for d in found}, [d.message() for d in found]
    assert [d.message() for d in found if d.severity is Severity.ERROR and d.code != page.finding.code] == []
    for diagnostic in found:
        speaks(diagnostic)


@pytest.mark.parametrize(("page", "piece"), GOOD)
def test_a_good_piece_gives_neither_error_nor_warning(page: Page, piece: str) -> None:
    found = judged(page, piece)
    assert [d.message() for d in found if d.severity >= Severity.WARNING] == []
    assert page.finding.code not in {d.code for d in found}


def test_what_no_piece_shows_speaks_too(fixtures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    years = [fixtures / "profiles" / f"visma-administration-{year}.se" for year in (2022, 2023, 2024)]
    many = [f"#FLAGGA 0\n#SIETYP 4\n#RAR 0 {year}0101 {year}1231\n".encode() for year in range(1995, 2022)]
    found = [more_of("SIE501", 3), Diagnostic(SIE5["SIE732"])]
    found += check(complete("<SieEntry>\n</SieEntry>"), profile="fortnox")
    found += [
        Diagnostic(SIE5[rule.finding.code], dict.fromkeys(slots(rule.finding.en + rule.finding.sv), "x"))
        for rule in LOSS_RULES
    ]
    for sources in (years, many):
        found += [d for report in check_company(sources, profile="visma-administration") for d in report]
    monkeypatch.setattr(books, "_MOST_SUMS", 1)
    found += check(fixtures / "clean" / "typ4e.se")
    assert set(WITHOUT_PIECES) <= {diagnostic.code for diagnostic in found}
    for diagnostic in found:
        speaks(diagnostic)


def test_what_is_found_in_the_fixtures_speaks(fixture_file: Path) -> None:
    for diagnostic in check(fixture_file):
        speaks(diagnostic)


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


PAIRS = {
    "name_en": "name",
    "what_sv": "what",
    "evidence_sv": "evidence",
    "field_en": "field",
    "what_en": "what",
    "reason_en": "reason",
    "action_en": "action",
}


@pytest.mark.parametrize("page", list(pages().values()), ids=list(pages()))
def test_a_page_says_everything_in_both_languages(page: Page) -> None:
    finding = page.finding
    assert re.fullmatch(r"[A-Z]{3}\d{3}", finding.code) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", finding.name)
    assert page.why["en"].endswith(".") and page.why["sv"].endswith(".") and page.why["en"] != page.why["sv"]
    assert page.summary["en"].endswith(".") and page.summary["sv"].endswith((".", "}", "”."))
    assert page.spec
    for text in (finding.en, finding.sv, finding.cure_en, finding.cure_sv):
        assert text.rstrip("”")[-1] in ".})", text
    en, sv = (slots(a + b) for a, b in ((finding.en, finding.cure_en), (finding.sv, finding.cure_sv)))
    both = {"en", "sv"}  # the name of a label or code in the language
    assert {PAIRS.get(s, s) for s in en - both} == {PAIRS.get(s, s) for s in sv - both}
    # What only an import finds is shown in tests/company and tests/migration.
    shown = finding.code not in WITHOUT_PIECES and not finding.code.startswith("COM")
    assert (bool(page.bad), bool(page.good)) == (shown, shown)


def test_codes_and_names_are_unique_and_stand_in_their_family() -> None:
    names = [page.finding.name for page in pages().values()]
    assert len(names) == len(set(names))
    families = {
        "SIE0": files, "SIE1": syntax, "SIE2": shape, "SIE3": structure, "SIE4": references, "SIE5": sums,
        "SIE6": plausibility, "SIE7": sie5_form,
    }  # fmt: skip
    for rule in RULES:
        home = families[rule.finding.code[:4]]
        # Vouchers and periods have rooms of their own, whatever is judged of them.
        assert rule.__module__ in (home.__name__, vouchers.__name__, periods.__name__, sie5_books.__name__), rule
    for rule in COMPANY_RULES:
        assert (rule.finding.code[:5], rule.__module__) == ("SIE62", company.__name__), rule
    demands = [demand for profile in all_profiles() for demand in profile.demands]
    known = (*RULES, *COMPANY_RULES, *IMPORT_RULES, *LOSS_RULES)
    assert len(pages()) == len(known) + len(demands)  # a code used twice would hide a page


def test_every_finding_of_reading_has_a_page() -> None:
    assert set(FINDINGS) <= {rule.finding.code for rule in RULES}
    assert set(WITHOUT_PIECES) <= set(pages())


def test_every_code_that_stands_in_the_source_can_be_explained() -> None:
    root = Path(sie.__file__).parent
    text = "\n".join(path.read_text("utf-8") for path in sorted(root.rglob("*.py")))
    prefixes = {code[:3] for code in pages()}
    codes = {found for found in re.findall(r'code="([A-Z]{3}[0-9]{3})"', text) if found[:3] in prefixes}
    unexplained = sorted(code for code in codes if code not in pages() and converted(code) is None)
    assert len(codes) > 100 and not unexplained
    assert {found[:3] for found in re.findall(r'code="([A-Z]{3}[0-9]{3})"', text)} <= prefixes


def test_a_page_is_found_by_code_and_by_name() -> None:
    found = page("sie501")
    assert found is not None and found is page("Unbalanced-Voucher")
    assert page("SIE000") is None


def test_an_amount_apart_is_told_whether_or_not_the_voucher_balances_as_it_was_read() -> None:
    head = b"#FLAGGA 0\n#RAR 0 20240101 20241231\n#VER A 1 20240131 x\n{\n"
    both = b"#TRANS 1910 {} -1 200,50\n#TRANS 4010 {} 1 200,50\n}\n"
    one = b"#TRANS 1910 {} -12 345 678.50\n#TRANS 4010 {} 12345678.50\n}\n"
    for rows, count in ((both, 2), (one, 1)):
        found = [d for d in check(head + rows) if d.code in ("SIE513", "SIE501", "SIE205")]
        assert [d.code for d in found] == ["SIE513"] * count
    assert "12 345 678.50" in found[0].message("sv") and "12345678.50" in found[0].message("sv")
    # Where it would not balance either, nobody knows what was meant.
    odd = [d.code for d in check(head + one.replace(b"12345678.50", b"12345678.51"))]
    assert "SIE513" not in odd and {"SIE501", "SIE205"} <= set(odd)
    # Who asks for one finding by name gets it.
    assert [d.code for d in check(head + one, select=["SIE501"])] == ["SIE501"]


def test_a_wrong_encoding_is_told_once(fixtures: Path) -> None:
    path = fixtures / "rules" / "SIE003-format-disagrees.si"
    assert "SIE003" in check(path).by_code()
    found = check(path, profile="visma-administration").by_code()
    assert "VAD008" in found and "SIE003" not in found


def test_amounts_are_written_as_the_language_writes_them() -> None:
    head = b"#FLAGGA 0\n#RAR 0 20240101 20241231\n#VER A 1 20240131 x\n{\n"
    found = check(head + b"#TRANS 1910 {} -1234567.5\n}\n", select=["SIE501"])[0]
    assert "-1 234 567,50" in found.message("sv") and "-1234567.50" in found.message("en")
