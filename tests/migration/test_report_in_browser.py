"""The report of a move as a browser shows it: content, width of a phone, print, and nothing that runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from decimal import Decimal
from html import escape, unescape
from pathlib import Path

import msgspec
import pytest

from sie.migration.report import MoveReport
from sie.report.move_page import move_html
from tests.migration.test_report import green, one_ore

pytestmark = pytest.mark.slow

# Put into a copy of the page, whose policy is taken out: the page itself runs nothing.
_MEASURE = """
<script>
const wide = document.documentElement.clientWidth, out = [];
for (const e of document.querySelectorAll("body *")) {
  if (e.closest(".scroll") && !e.matches(".scroll")) continue;
  const box = e.getBoundingClientRect();
  if (box.width && (box.right > wide + 1 || box.left < -1)) out.push(e.tagName + "." + e.className + " " + box.right);
}
const box = (s) => { const b = document.querySelector(s).getBoundingClientRect(); return [b.top, b.bottom, b.height]; };
const colour = getComputedStyle(document.querySelector(".verdict")).borderLeftColor;
const small = [...document.querySelectorAll("p, td, th, li, dd, .why")].filter(
  (e) => e.textContent.trim() && parseFloat(getComputedStyle(e).fontSize) < 11).length;
parent.document.body.setAttribute("data-measured", JSON.stringify({
  wide, scroll: document.documentElement.scrollWidth, out, verdict: box(".verdict"), colour, small,
  tiles: [...document.querySelectorAll(".tile span")].filter((e) => {
    const range = document.createRange(); range.selectNodeContents(e);
    return range.getBoundingClientRect().right > e.closest(".tile").getBoundingClientRect().right - 8;
  }).map((e) => e.textContent),
  charts: document.querySelectorAll("figure svg").length, sign: box("#sign"),
}));
</script>
"""


def browser() -> str:
    """The browser; without one the test is skipped, visibly, unless ``SIE_CHROMIUM`` demands it."""
    demanded = os.environ.get("SIE_CHROMIUM")
    if demanded is not None:
        assert shutil.which(demanded), f"SIE_CHROMIUM={demanded!r} is no program"
        return demanded
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no chromium here; CI installs one")
    return found


def open_page(page: Path, *words: str) -> str:
    """Open a page without a network, and what the browser says of it."""
    command = [
        browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={page.parent / 'profile'}", *words, page.as_uri(),
    ]  # fmt: skip
    run = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return run.stdout.decode("utf-8")


def written(folder: Path, report: MoveReport, language: str) -> Path:
    path = folder / "report.html"
    path.write_bytes(move_html(report, language))
    return path


def measured(page: Path, width: int, height: int = 800) -> dict[str, object]:
    """The page in a frame of that width: a window of the browser itself is never narrower than 500."""
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    inner = escape(text.replace("</body>", _MEASURE + "</body>"))
    frame = page.with_name("frame.html")
    frame.write_text(
        f'<!DOCTYPE html><body><iframe width="{width}" height="{height}" style="border:0" srcdoc="{inner}"></iframe>',
        "utf-8",
    )
    dom = open_page(frame, "--window-size=1400,1000", "--dump-dom")
    match = re.search(r'<body data-measured="([^"]*)"', dom)
    assert match, dom[:2000]
    found: dict[str, object] = json.loads(unescape(match[1]))
    assert found["wide"] == width
    return found


def test_what_is_in_the_page_is_in_the_browser(tmp_path: Path) -> None:
    dom = open_page(written(tmp_path, one_ore(), "sv"), "--dump-dom")
    assert '<html lang="sv">' in dom and "Björks Snickeri AB" in dom
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", dom)))
    for part in ("Rött Bokföringen stämmer inte", "6 av 54 kontroller stämmer inte", "−4 000,01", "−0,01"):
        assert part in text, part
    for part in ("Saldobalans före och efter", "2031-12-31", "Namnteckning", "A1 – A26", "oförändrat"):
        assert part in text, part


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(tmp_path: Path, width: int, language: str) -> None:
    found = measured(written(tmp_path, one_ore(), language), width)
    assert (found["out"], found["scroll"]) == ([], width)
    assert found["charts"] == 6 and found["small"] == 0


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_long_figures_stay_in_their_tiles(tmp_path: Path, width: int) -> None:
    report = green()
    for amount in ("141683273.14", "-98765432109876.54"):
        figures = [
            msgspec.structs.replace(f, before=Decimal(amount), after=Decimal(amount)) if "." in str(f.after) else f
            for f in report.figures
        ]
        large = msgspec.structs.replace(report, figures=tuple(figures))
        found = measured(written(tmp_path, large, "sv"), width)
        assert (found["tiles"], found["scroll"]) == ([], width)


def test_the_verdict_is_on_the_first_screen_and_has_its_colour(tmp_path: Path) -> None:
    for report, colour in ((one_ore(), "rgb(155, 28, 36)"), (green(), "rgb(23, 102, 58)")):
        for width in (375, 1280):
            found = measured(written(tmp_path, report, "sv"), width)
            top, bottom, height = found["verdict"]  # type: ignore[misc]
            assert 0 < top < bottom < 800 and height > 60
            assert found["colour"] == colour


def test_the_policy_lets_nothing_run(tmp_path: Path) -> None:
    page = written(tmp_path, green(), "en")
    page.write_text(page.read_text("utf-8").replace("</body>", _MEASURE + "</body>"), "utf-8")
    assert "<body data-measured" not in open_page(page, "--dump-dom")
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8")), "utf-8")
    assert "<body data-measured" in open_page(page, "--dump-dom")


def test_a_picture_can_be_taken(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    open_page(written(tmp_path, green(), "sv"), "--window-size=1280,1500", f"--screenshot={picture}")
    assert picture.read_bytes()[:4] == b"\x89PNG" and picture.stat().st_size > 40_000


def test_everything_is_printed_also_what_is_folded_away(tmp_path: Path) -> None:
    report = green()
    page, paper = written(tmp_path, report, "sv"), tmp_path / "report.pdf"
    open_page(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    assert paper.read_bytes()[:4] == b"%PDF"
    if shutil.which("pdftotext") is None:
        assert "SIE_CHROMIUM" not in os.environ, "pdftotext is missing"
        pytest.skip("no pdftotext here; CI installs it")
    run = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True)
    sheets = run.stdout.decode("utf-8").removesuffix("\f").split("\f")
    text = re.sub(r"\s+", " ", " ".join(sheets))
    assert len(sheets) < 20
    for part in ("Serie A, kredit", "Saldobalans 2022", "Saldobalans 2024", "Konto8999", "2023-12", "Namnteckning"):
        assert part in text, part
    for fact in (*report.sources, *report.targets):
        assert fact.sha256 in text
    for number, sheet in enumerate(sheets, 1):
        assert f"Sida {number} av {len(sheets)}" in sheet and "Rapportens fingeravtryck" in sheet
    # the head of a table stands again on each sheet that it goes on to
    assert sum("Ingående" in sheet and "Utgående" in sheet for sheet in sheets) >= 1
