"""The vendors' own samples give what ``docs/samples.md`` says they give, and those in order give no noise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sie.checks.run import check
from sie.diagnostics import Severity
from tests.conftest import ROOT, sample_paths

ROWS = {
    cells[0].strip("` "): [set(re.findall(r"[A-Z]{3}\d{3}", cell)) for cell in cells[1:4]] + [cells[4]]
    for line in (ROOT / "docs" / "samples.md").read_text("utf-8").splitlines()
    if line.startswith("| `")
    for cells in [line.strip("|").split("|")]
}


def test_a_sample_gives_what_the_table_says(sample: Path) -> None:
    report = check(sample)
    found = [{d.code for d in report if d.severity is severity} for severity in Severity]
    assert found == ROWS[sample.name][:3]
    in_order = not found[0] and not found[1]
    assert in_order == ROWS[sample.name][3].strip().startswith("In order")


def test_the_table_has_every_sample() -> None:
    paths = sample_paths()
    if not paths:
        pytest.skip("the folder of vendor files is not here")
    assert {path.name for path in paths} == set(ROWS)
    assert sum(1 for row in ROWS.values() if row[3].strip().startswith("In order")) >= 22
