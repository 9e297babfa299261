"""Configuration and profiles in TOML: what they do, what outweighs what, and every way to get them wrong."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import sie
from sie.checks.config import Config, PathConfig, Settings, changes, find_config, read_profile
from sie.checks.run import Wanted, check, checked, found_profile, together
from sie.diagnostics import Severity
from tests.conftest import FIXTURES, ROOT

GOOD = FIXTURES / "clean" / "typ4e.se"
DEMAND = """
[[demands]]
code = "BYR001"
name = "byran-names"
check = "name-length"
limit = {account = 10}
severity = "warning"
en = "Short names."
sv = "Korta namn."
source = "Own rule"
date = 2026-01-01
certainty = "C"
"""
QUIRK = """
[[quirks]]
code = "SIE606"
becomes = "off"
en = "It writes other types."
sv = "Det skriver andra typer."
source = "Own files"
date = 2026-01-01
certainty = "I"
"""


def refused(work: object, *parts: str) -> None:
    """The refusal is a usage error in two languages, each with all of these parts."""
    assert callable(work)
    with pytest.raises(sie.SieUsageError) as caught:
        work()
    en, sv = caught.value.message("en"), caught.value.message("sv")
    assert en != sv
    for part in parts:
        assert part in en and part in sv, (part, en, sv)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("colour = 1", ["colour", "base, writers"]),
        ("severites = {}", ["severites", "severities"]),
        ("name = 3", ["name"]),
        ("base = 'visma'", ["base", "visma-administration, "]),
        ("order = 'sideways'", ["order", "sideways", "oldest, newest"]),
        ("opening = 'none'", ["opening", "none", "oldest, all"]),
        ("writers = ['(']", ["writers", "'('"]),
        ("writers = 'x'", ["writers"]),
        ("severities = {SIE609 = 'loud'}", ["SIE609", "loud", "error, warning, info, off"]),
        ("severities = {SIE609 = true}", ["SIE609", "True", "error, warning, info, off"]),
        ("severities = {XYZ = 'info'}", ["severities", "XYZ", "sie rules"]),
        ("severities = 3", ["severities"]),
        ("quirks = [3]", ["quirks", " 1 "]),
        (QUIRK.replace('"off"', '"loud"'), ["quirks", "becomes", "loud", "error, warning, info, off"]),
        (QUIRK.replace("SIE606", "XYZ606"), ["quirks", "XYZ606", "sie rules"]),
        (QUIRK.replace('"I"', '"X"'), ["SIE606", "certainty", "'X'", "C, S, I"]),
        (DEMAND.replace('certainty = "C"', ""), ["demands", " 1", "certainty"]),
        (DEMAND + DEMAND.replace("code", "kode"), ["demands", " 2", "kode", "code"]),
        (DEMAND.replace('"C"', '"X"'), ["BYR001", "certainty", "'X'", "C, S, I"]),
        (DEMAND.replace('"warning"', '"off"'), ["demands", "severity", "'off'", "error, warning, info"]),
        (DEMAND.replace('"name-length"', '"length"'), ["BYR001", "length", "name-length"]),
        (DEMAND.replace("{account = 10}", "10"), ["BYR001", "name-length"]),
        (DEMAND.replace("{account = 10}", "true"), ["demands", "limit"]),
        (DEMAND.replace("2026-01-01", "'2026-01-01x'"), ["demands", "date", "2026-01-31"]),
        (DEMAND.replace("2026-01-01", "3"), ["demands", "date"]),
        (DEMAND.replace("BYR001", "byr1"), ["byr1", "BYR001"]),
        (DEMAND.replace("byran-names", "Byrån"), ["Byrån", "BYR001"]),
        (DEMAND.replace("BYR001", "SIE501"), ["SIE501"]),
        (DEMAND.replace("BYR001", "VAD006"), ["VAD006"]),
        (DEMAND + DEMAND, ["BYR001"]),
        ("[[demands]", ["TOML"]),
        ("[" * 5000, ["TOML"]),
        ('name = "\udcff"', ["TOML"]),
    ],
)
def test_a_wrong_profile_is_refused_with_file_key_and_remedy(tmp_path: Path, text: str, parts: list[str]) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(lambda: read_profile(path), "own.toml", *parts)


def test_a_profile_may_replace_a_demand_of_its_base(tmp_path: Path) -> None:
    text = 'base = "visma-administration"\n' + DEMAND.replace("BYR001", "VAD006")
    profile = found_profile(write(tmp_path / "own.toml", text))
    assert profile is not None and profile.name == "own"
    assert [demand.name for demand in profile.demands if demand.code == "VAD006"] == ["byran-names"]


def test_a_profile_that_is_not_there_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(sie.SieFileError):
        read_profile(tmp_path / "none.toml")


def test_severities_of_a_profile_hold_for_beginnings_and_the_longest_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "own.toml", "severities = {SIE5 = 'info', SIE501 = 'warning'}\n")
    unbalanced, opening = (next((FIXTURES / "rules").glob(f"SIE{n}-*")) for n in (501, 504))
    assert check(unbalanced, profile=path).by_code()["SIE501"][0].severity is Severity.WARNING
    assert check(opening, profile=path).by_code()["SIE504"][0].severity is Severity.INFO


def test_habits_of_a_profile_of_ones_own_are_known_in_its_own_files_only(tmp_path: Path) -> None:
    books = next((FIXTURES / "rules").glob("SIE606-*")).read_bytes()
    path = write(tmp_path / "own.toml", 'writers = ["Exempel"]\n' + QUIRK)
    assert "SIE606" in check(books).by_code()
    assert "SIE606" not in check(books, profile=path).by_code()
    assert "SIE606" in check(books.replace(b'"Exempel"', b'"Annat"'), profile=path).by_code()
    becomes = write(tmp_path / "info.toml", 'writers = ["Exempel"]\n' + QUIRK.replace('"off"', '"info"'))
    assert check(books, profile=becomes).by_code()["SIE606"][0].severity is Severity.INFO


def test_a_profile_writes_what_its_base_writes_unless_it_says_so(tmp_path: Path) -> None:
    fortnox = sie.load(FIXTURES / "programs" / "fortnox-2025.se").program.name
    based = found_profile(write(tmp_path / "a.toml", 'base = "fortnox"'))
    assert based is not None and based.wrote(fortnox)
    own = found_profile(write(tmp_path / "b.toml", 'base = "fortnox"\nwriters = ["Kassan"]'))
    assert own is not None and own.wrote("Kassan 2") and not own.wrote(fortnox)


def test_the_example_of_the_page(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "profiles.md").read_text("utf-8")
    own, config = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    path = write(tmp_path / "byran.toml", own)
    books = next((FIXTURES / "rules").glob("SIE606-*")).read_bytes().replace(b'"Exempel"', b'"Kassan"')
    assert "SIE606" in check(books).by_code()
    assert "SIE606" not in check(books, profile=path).by_code()
    write(tmp_path / "sie.toml", config)
    found = find_config(tmp_path)
    assert found is not None
    for key in Settings.__struct_encode_fields__:
        assert key in config or (key == "per-path" and found.per_path), key


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ignorera = []", ["ignorera", "ignore"]),
        ("fail_on = 'error'", ["fail_on", "fail-on"]),
        ("folder = '/'", ["folder", "per-path"]),
        ("fail-on = 'info'", ["fail-on", "info", "error", "warning"]),
        ("fail-on = 1", ["fail-on"]),
        ("select = 'SIE5'", ["select"]),
        ("ignore = [5]", ["ignore", " 1 "]),
        ("select = ['XYZ']", ["select", "XYZ", "sie rules"]),
        ("ignore = ['']", ["ignore", "''"]),
        ("severity = {SIE501 = 'loud'}", ["SIE501", "loud", "error, warning, info, off"]),
        ("severity = {SIE501 = 3}", ["SIE501", "3"]),
        ("severity = {XYZ = 'off'}", ["severity", "XYZ"]),
        ("severity = 1", ["severity"]),
        ("profile = 'visma'", ["visma-administration"]),
        ("profile = 'none.toml'", ["none.toml"]),
        ("per-path = 1", ["per-path"]),
        ("per-path = {x = 1}", ["per-path"]),
        ("[per-path.'old/*']\ncolour = 1", ['per-path."old/*"', "colour", "profile, ignore, severity"]),
        ("[per-path.'old/*']\nselect = ['SIE5']", ['per-path."old/*"', "select"]),
        ("[per-path.'old/*']\nignore = ['XYZ']", ['per-path."old/*".ignore', "XYZ"]),
        ("[per-path.'old/*']\nseverity = {SIE5 = 'loud'}", ['per-path."old/*"', "loud"]),
        ("[per-path.'old/*']\nseverity = {XYZ = 'off'}", ['per-path."old/*".severity', "XYZ"]),
        ("[per-path.'old/*']\nprofile = 'visma'", ['per-path."old/*"', "visma-administration"]),
        ("= 1", ["TOML"]),
    ],
)
def test_a_wrong_configuration_is_refused_with_file_key_and_remedy(tmp_path: Path, text: str, parts: list[str]) -> None:
    write(tmp_path / "sie.toml", text)
    refused(lambda: find_config(tmp_path), "sie.toml", *parts)


def test_the_nearest_file_that_has_the_table_is_the_configuration(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path / "pyproject.toml", "[tool.sie]\nignore = ['SIE6']\n")
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\nx = 1\n")
    found = find_config(inner)
    assert found is not None and (found.ignore, found.folder) == (("SIE6",), str(tmp_path))
    write(tmp_path / "a" / "pyproject.toml", "[tool.sie]\n")
    found = find_config(inner)
    assert found is not None and (found.ignore, found.folder) == ((), str(tmp_path / "a"))
    write(tmp_path / "a" / "sie.toml", "ignore = ['SIE5']\n")
    found = find_config(inner)
    assert found is not None and found.ignore == ("SIE5",)
    write(tmp_path / "pyproject.toml", "tool = 1\n")
    assert find_config(tmp_path) is None
    write(tmp_path / "pyproject.toml", "[tool]\nsie = 1\n")
    refused(lambda: find_config(tmp_path), "pyproject.toml")


def test_codes_may_be_in_small_letters(tmp_path: Path) -> None:
    write(
        tmp_path / "sie.toml",
        "select = ['sie']\nignore = ['sie6']\nseverity = {sie501 = 'off'}\n[per-path.'*']\nignore = ['sie5']\n"
        "severity = {vad001 = 'info'}\n",
    )
    found = find_config(tmp_path)
    assert found is not None and found.select == ("SIE",)
    here = found.of(str(tmp_path / "a.se"))
    assert here.ignore == ("SIE6", "SIE5") and here.severity == {"SIE501": "off", "VAD001": "info"}


def test_a_code_of_a_profile_of_ones_own_is_known(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    write(tmp_path / "profiles" / "own.toml", DEMAND)
    write(tmp_path / "sie.toml", "ignore = ['BYR001']\n[per-path.'*.si']\nprofile = 'profiles/own.toml'\n")
    found = find_config(tmp_path)
    assert found is not None
    assert found.of(str(tmp_path / "a.se")).profile is None
    assert found.of(str(tmp_path / "a.si")).profile == str(tmp_path / "profiles" / "own.toml")
    write(tmp_path / "sie.toml", "ignore = ['BYR001']\n")
    refused(lambda: find_config(tmp_path), "BYR001")


def test_later_patterns_outweigh_earlier_ones(tmp_path: Path) -> None:
    config = Config(
        profile="sie-4c",
        ignore=("SIE1",),
        severity={"SIE501": "info"},
        per_path={
            "in/*": PathConfig(profile="fortnox", ignore=("SIE2",), severity={"SIE501": "off"}),
            "*.si": PathConfig(profile="bokio", severity={"SIE501": "error"}),
        },
        folder=str(tmp_path),
    )
    here = config.of(str(tmp_path / "in" / "a.si"))
    assert (here.profile, here.ignore, here.severity) == ("bokio", ("SIE1", "SIE2"), {"SIE501": "error"})
    assert config.of(str(tmp_path / "in" / "a.se")).profile == "fortnox"
    assert config.of("/elsewhere/a.se").profile == "sie-4c"


def test_words_of_severity() -> None:
    assert changes({"SIE5": "off", "SIE6": "error"}) == {"SIE5": None, "SIE6": Severity.ERROR}
    refused(lambda: changes({"SIE5": "OFF"}, "x.toml"), "x.toml", "SIE5", "OFF", "error, warning, info, off")


def test_files_judged_together_keep_what_each_was_told() -> None:
    years = [FIXTURES / "profiles" / f"visma-administration-{year}.se" for year in (2022, 2024)]
    plain, deaf = Wanted(), Wanted(ignore=("SIE62",))
    results = [checked(path, plain) for path in years]
    assert "SIE623" in together(results, plain)[1].by_code()
    assert "SIE623" in together(results, plain, [deaf, plain])[1].by_code()
    assert "SIE623" not in together(results, plain, [plain, deaf])[1].by_code()


def test_nothing_in_a_sie_file_names_a_file_that_is_opened(tmp_path: Path) -> None:
    trap = write(tmp_path / "trap.toml", "x = 1")
    named = f'#PROGRAM "{trap}" "{trap}"\n#FNAMN {trap}\n#PROSA "profile = {trap}"\n'.encode()
    opened: list[str] = []
    watching = True

    def hook(event: str, values: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(values[0]))

    sys.addaudithook(hook)
    report = check(b"#FLAGGA 0\n" + named, profile="visma-administration")
    read_profile(write(tmp_path / "own.toml", ""))
    watching = False
    assert len(report) and str(tmp_path / "own.toml") in opened  # the hook sees what is opened
    assert str(trap) not in opened[: opened.index(str(tmp_path / "own.toml"))]
