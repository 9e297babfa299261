"""Every rule is documented in two languages, and its page is its test."""

from __future__ import annotations

import re
import string

import pytest

from sie.checks import files, periods, plausibility, references, shape, structure, sums, syntax, vouchers
from sie.checks.company import COMPANY_RULES
from sie.checks.examples import complete, complete_files
from sie.checks.registry import RULES, page, pages
from sie.checks.rule import Page, page_of
from sie.checks.run import check, check_company
from sie.diagnostics import Diagnostic, Severity
from sie.text.findings import FINDINGS

PAGES = [page_of(rule) for rule in (*RULES, *COMPANY_RULES)]
# What no small piece can show: ten thousand findings, half a million sums, the order of import of one profile.
WITHOUT_PIECES = {"SIE015", "SIE512", "SIE625"}

PIECES = [(page, piece) for page in PAGES for piece in page.bad]
GOOD_PIECES = [(page, piece) for page in PAGES for piece in page.good]


def judged(piece: str) -> list[Diagnostic]:
    if piece.startswith("--- "):
        return [d for report in check_company(list(complete_files(piece).values())) for d in report]
    return list(check(complete(piece)))


def ids(cases: list[tuple[Page, str]]) -> list[str]:
    return [page.finding.code for page, _ in cases]


@pytest.mark.parametrize(("page", "piece"), PIECES, ids=ids(PIECES))
def test_a_bad_piece_gives_the_finding_and_no_other_error(page: Page, piece: str) -> None:
    found = judged(piece)
    mine = [d for d in found if d.code == page.finding.code]
    assert mine, [d.message() for d in found]
    others = [d.message() for d in found if d.severity is Severity.ERROR and d.code != page.finding.code]
    # a file that is something else, or is cut short, has no books to be right
    assert others == [] or page.finding.code in ("SIE001", "SIE002")
    for diagnostic in mine:
        for text in (
            diagnostic.finding.en,
            diagnostic.finding.sv,
            diagnostic.finding.cure_en,
            diagnostic.finding.cure_sv,
        ):
            assert slots(text) <= set(diagnostic.params), text
        for language in ("en", "sv"):
            assert "{" not in diagnostic.message(language).replace("{}", "")


@pytest.mark.parametrize(("page", "piece"), GOOD_PIECES, ids=ids(GOOD_PIECES))
def test_a_good_piece_gives_neither_error_nor_warning(page: Page, piece: str) -> None:
    found = judged(piece)
    assert [d.message() for d in found if d.severity >= Severity.WARNING] == []
    assert page.finding.code not in {d.code for d in found}


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
    assert re.fullmatch(r"[A-Z]{3}\d{3}", finding.code) and re.fullmatch(r"[a-z0-9-]+", finding.name)
    assert page.why["en"].endswith(".") and page.why["sv"].endswith(".") and page.why["en"] != page.why["sv"]
    assert page.summary["en"].endswith(".") and page.summary["sv"].endswith((".", "}", "”."))
    assert page.spec
    for text in (finding.en, finding.sv, finding.cure_en, finding.cure_sv):
        assert text.rstrip("”")[-1] in ".})", text
    en, sv = (slots(a + b) for a, b in ((finding.en, finding.cure_en), (finding.sv, finding.cure_sv)))
    both = {"en", "sv"}  # the name of a label or code in the language
    assert {PAIRS.get(s, s) for s in en - both} == {PAIRS.get(s, s) for s in sv - both}
    if finding.code not in WITHOUT_PIECES and finding.code != "VAD025":
        assert page.bad and page.good


def test_codes_and_names_are_unique_and_stand_in_their_family() -> None:
    names = [page.finding.name for page in pages().values()]
    assert len(names) == len(set(names))
    families = {
        "SIE0": files, "SIE1": syntax, "SIE2": shape, "SIE3": structure, "SIE4": references, "SIE5": sums,
        "SIE6": plausibility,
    }  # fmt: skip
    for rule in RULES:
        home = families[rule.finding.code[:4]]
        # Vouchers and periods have rooms of their own, whatever is judged of them.
        assert rule.__module__ in (home.__name__, vouchers.__name__, periods.__name__), rule
    assert len({rule.finding.code for rule in RULES}) == len(RULES)


def test_every_finding_of_reading_has_a_page() -> None:
    assert set(FINDINGS) <= {rule.finding.code for rule in RULES}
    assert {code for code in pages() if code in WITHOUT_PIECES} == WITHOUT_PIECES


def test_a_page_is_found_by_code_and_by_name() -> None:
    found = page("sie501")
    assert found is not None and found is page("Unbalanced-Voucher")
    assert page("SIE000") is None
