"""The pages and the package that come from tables are what the tables give."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import sie
from sie.cli import cli
from sie.spec.codes import CHART_TYPES, COMPANY_TYPES
from sie.spec.kinds import KINDS, Kind
from sie.spec.labels import FILE_TYPES, GROUPS, LABELS
from sie.text.findings import FINDINGS

ROOT = Path(__file__).parents[1]
spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
assert spec is not None and spec.loader is not None
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


def test_the_generated_pages_are_current() -> None:
    pages = generate.everything()
    assert len(pages) > 90
    assert [name for name, page in pages.items() if (ROOT / "docs" / name).read_bytes() != page.encode("utf-8")] == []
    assert generate.stale() == []


def test_a_page_that_nothing_gives_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "SIE000.md").touch()
    (tmp_path / "rules" / "SIE501.md").touch()
    monkeypatch.setattr(generate, "HERE", tmp_path)
    monkeypatch.setattr(generate, "everything", lambda: {"rules/SIE501.md": ""})
    assert generate.stale() == [tmp_path / "rules" / "SIE000.md"]


def test_the_commands_of_the_gallery_say_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    gallery = (ROOT / "docs" / "errors.md").read_text("utf-8")
    shown = re.findall(r"^## \[(\w+)\].*?^\$ sie (.*?)\n(.*?)^```", gallery, re.DOTALL | re.MULTILINE)
    assert len(shown) > 130
    for code, command, text in shown:
        lines = text.splitlines()
        assert lines and all(f" {code} " in line for line in lines)
        said = [
            CliRunner().invoke(cli, [*command.split(), "--lang", lang]).stdout.splitlines() for lang in ("en", "sv")
        ]
        assert [line for line in lines if line not in said[0] + said[1]] == [], command
        assert all(set(lines) & set(half) for half in said), command


def test_the_label_table_has_every_label_once() -> None:
    names = [label.name for label in LABELS]
    assert len(names) == len(set(names)) == 36
    for label in LABELS:
        assert set(label.presence) == set(FILE_TYPES)
        assert label.group in GROUPS
        assert label.sv and label.en and label.paragraph
        assert all(field.kind in KINDS for field in label.fields)
        # a field that may be left out is followed only by fields that may be left out, or is the start of #VER
        required = [field.required for field in label.fields]
        assert required == sorted(required, reverse=True) or label.name == "#VER"


def test_every_kind_has_a_pattern_that_compiles() -> None:
    assert set(KINDS) == set(Kind)
    for info in KINDS.values():
        re.compile(info.pattern)
    assert len(COMPANY_TYPES) == 22
    assert len(CHART_TYPES) == 4


def test_every_finding_speaks_both_languages() -> None:
    for code, finding in FINDINGS.items():
        assert code == finding.code
        assert re.fullmatch(r"SIE[0-2]\d\d", code)
        assert re.fullmatch(r"[a-z0-9-]+", finding.name)
        for text in (finding.en, finding.sv, finding.cure_en, finding.cure_sv):
            assert text.endswith((".", "”.", "}", "”")), (code, text)
        slots = [
            set(re.findall(r"{(\w+)}", text)) for text in (finding.en + finding.cure_en, finding.sv + finding.cure_sv)
        ]
        pairs = {
            "what_sv": "what",
            "evidence_sv": "evidence",
            "field_en": "field",
            "what_en": "what",
            "reason_en": "reason",
            "action_en": "action",
        }
        assert {pairs.get(s, s) for s in slots[0]} == {pairs.get(s, s) for s in slots[1]}, code


@pytest.mark.parametrize("room", [sie, sie.transform, sie.convert, sie.sie5, sie.company, sie.migration])
def test_every_public_name_can_be_had(room: ModuleType) -> None:
    assert len(set(room.__all__)) == len(room.__all__)
    for name in room.__all__:
        assert getattr(room, name) is not None
    if hasattr(room, "_HOMES"):  # what is promised and what is found are one list
        found = {name for names in room._HOMES.values() for name in names}
        modules = getattr(room, "_ROOMS", ()) or getattr(room, "_MODULES", ())
        assert {*room.__all__} - {"__version__"} == {*found, *modules}
    with pytest.raises(AttributeError):
        _ = room.nothing_of_the_kind


def test_the_rooms_are_there_without_being_asked_for() -> None:
    code = "import sie, sys; assert 'sie.migration' not in sys.modules; print(sie.migration.run.run.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "run\n"


def test_ci_and_readme_agree_on_two_commands() -> None:
    commands = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("python3 -m venv")
    ]
    assert len(commands) == 2
    assert "sie migrate run fixtures/" in commands[0]
    assert commands[1].endswith("-m pytest")


def test_every_link_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
        if "://" not in link and not link.startswith("#") and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert dead == []


def test_the_index_names_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {path.name for path in (ROOT / "docs").iterdir() if path.suffix in (".md", ".json")} - {"README.md"}
    assert [name for name in sorted(pages) if name not in index] == []


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for group in ("", "migrate", "company"):
        run = CliRunner().invoke(cli, [*group.split(), "--help"])
        names = re.findall(r"^  ([a-z]+)  +[A-Z]", run.output, re.MULTILINE)
        assert len(names) > 4
        assert [name for name in names if not re.search(rf"`(?:{group} )?{name}`|sie {group} ?{name}\b", readme)] == []
