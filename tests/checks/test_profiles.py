"""Every fact of every profile is sourced, and every demand is found in its bad piece and not in its good one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sie
from sie.checks.examples import complete
from sie.checks.measures import CHECKS
from sie.checks.registry import RULES, pages
from sie.checks.run import check, check_company, found_profile
from sie.diagnostics import Severity
from sie.profiles import PROFILES, all_profiles, builtin
from sie.profiles.model import CERTAINTIES, Demand, Profile
from sie.text.findings import FINDINGS
from tests.conftest import FIXTURES, sample_paths

PREFIXES = {
    "visma-administration": "VAD",
    "visma-eekonomi": "SPI",
    "fortnox": "FNX",
    "bjorn-lunden": "BLA",
    "bokio": "BOK",
    "skatt-bokslut": "SOB",
}
DEMANDS = [(profile, demand) for profile in all_profiles() for demand in profile.demands]


def piece(text: str) -> bytes:
    return complete("\n".join(line.strip() for line in text.strip("\n").split("\n")))


@pytest.mark.parametrize(("profile", "demand"), DEMANDS, ids=[demand.code for _, demand in DEMANDS])
def test_a_demand_is_found_where_it_is_not_met(profile: Profile, demand: Demand) -> None:
    if demand.check == "years-most":
        pytest.skip("needs more files than a page can hold; test_too_many_years has them")
    found = {d.code: d for d in check(piece(demand.bad), profile=profile)}
    assert demand.code in found, [d.message() for d in found.values()]
    for language in ("en", "sv"):
        message = found[demand.code].message(language)
        slots = set(re.findall(r"(?<!{){(\w+)}(?!})", found[demand.code].finding.en + found[demand.code].finding.sv))
        assert slots <= set(found[demand.code].params), slots
        assert (profile.title in message) or "{program}" not in CHECKS[demand.check].en
    assert demand.code not in {d.code for d in check(piece(demand.good), profile=profile)}


def test_too_many_years() -> None:
    files = [f"#FLAGGA 0\n#SIETYP 4\n#RAR 0 {year}0101 {year}1231\n".encode() for year in range(1995, 2022)]
    reports = check_company(files, profile="visma-administration", select=["VAD025"])
    assert [d.code for report in reports for d in report] == ["VAD025"]
    assert not any(check_company(files[:25], profile="visma-administration", select=["VAD025"])[0])


def test_every_fact_says_what_where_when_and_how_sure() -> None:
    for profile in all_profiles():
        assert profile.title and profile.en.endswith(("?", ".")) and profile.sv.endswith(("?", "."))
        for fact in (*profile.facts, *profile.quirks, *profile.demands):
            assert fact.en.endswith(".") and fact.sv.endswith("."), fact
            assert fact.en != fact.sv and fact.source and fact.date.year >= 2008
            assert fact.certainty in CERTAINTIES


def test_an_inferred_limit_warns_and_says_so() -> None:
    for profile, demand in DEMANDS:
        if demand.certainty == "I":
            assert demand.severity < Severity.ERROR, demand.code
            page = pages()[demand.code]
            assert "inferred" in page.finding.cure_en and "härle" in page.finding.cure_sv, demand.code
            assert profile.name == page.profile


def test_codes_and_names_are_permanent_and_unique() -> None:
    codes = [demand.code for _, demand in DEMANDS]
    assert len(codes) == len(set(codes))
    names = [page.finding.name for page in pages().values()]
    assert len(names) == len(set(names))
    for profile, demand in DEMANDS:
        assert re.fullmatch(PREFIXES[profile.name] + r"\d{3}", demand.code)
        assert re.fullmatch(r"[a-z0-9-]+", demand.name)


def test_a_quirk_never_hides_an_error() -> None:
    severities = {code: finding.severity for code, finding in FINDINGS.items()}
    severities |= {rule.finding.code: rule.finding.severity for rule in RULES}
    for profile in all_profiles():
        for quirk in profile.quirks:
            assert severities[quirk.code] < Severity.ERROR
        assert set(profile.severities) <= set(pages()) | set(FINDINGS)


WRITERS = {
    "visma-administration": ("official_exempelfil", "visma-administration"),
    "visma-eekonomi": ("visma-avendo-eekonomi",),
    "fortnox": ("fortnox",),
    "bjorn-lunden": ("bl-administration",),
    "skatt-bokslut": ("norstedts-bokslut", "visma-bokslut"),
}


def test_a_program_is_recognised_by_what_it_writes() -> None:
    paths = sample_paths()
    if not paths:
        pytest.skip("the folder of vendor files is not here")
    for path in paths:
        program = sie.load(path).program.name
        found = {profile.name for profile in all_profiles() if profile.wrote(program)}
        assert found == {name for name, starts in WRITERS.items() if path.name.startswith(starts)}, (path.name, program)


def test_programs_of_the_fixtures_are_recognised() -> None:
    for name, profile in (
        ("spiris-2025", "visma-eekonomi"),
        ("eekonomi-2011", "visma-eekonomi"),
        ("fortnox-2025", "fortnox"),
    ):
        found = builtin(profile)
        assert found is not None and found.wrote(sie.load(FIXTURES / "programs" / f"{name}.se").program.name)
    spiris = builtin("visma-eekonomi")
    assert spiris is not None
    for name in ("Visma eEkonomi Pro", "Spiris Bokf÷ring", "spiris bokföring & fakturering"):
        assert spiris.wrote(name)
    assert not spiris.wrote("Visma Administration 2000") and not spiris.wrote(None)


def test_a_habit_is_no_fault_in_its_own_program_but_may_be_one_for_another() -> None:
    books = piece(
        "#VER # 1 20240131 a\n{\n#TRANS 1910 {} -1.00\n#TRANS 4010 {} 1.00\n}\n"
        "#VER # 1 20240131 b\n{\n#TRANS 1910 {} -1.00\n#TRANS 4010 {} 1.00\n}"
    )
    lunden = books.replace(b"Exempel", b"BL Administration")
    assert "SIE610" in {d.code for d in check(books)}
    assert "SIE610" not in {d.code for d in check(lunden)}
    codes = {d.code for d in check(lunden, profile="visma-administration")}
    assert {"VAD006", "VAD009"} <= codes


@pytest.mark.parametrize("name", PROFILES)
def test_each_profile_has_a_good_and_a_bad_fixture(name: str) -> None:
    good = check(FIXTURES / "profiles" / f"{name}-good.se", profile=name)
    assert [d.message() for d in good.at_least(Severity.WARNING)] == []
    bad = check(FIXTURES / "profiles" / f"{name}-bad.se", profile=name)
    assert {d.code for d in bad.at_least(Severity.WARNING)} == BAD[name]


BAD: dict[str, set[str]] = {
    "sie-4b": {"SIE102", "SIE108", "SIE602"},
    "sie-4c": {"SIE102", "SIE103", "SIE602"},
    "visma-administration": {
        *("VAD005", "VAD006", "VAD007", "VAD009", "VAD012", "VAD015", "VAD020"),
        *("SIE602", "SIE609"),
    },
    "visma-eekonomi": {"SPI001", "SPI002"},
    "fortnox": {"FNX001", "FNX002"},
    "bjorn-lunden": {"BLA001", "SIE502", "SIE503", "SIE609"},
    "bokio": {"BOK001", "BOK002", "SIE502", "SIE503", "SIE609"},
    "skatt-bokslut": {"SOB002", "SOB004", "SIE502"},
}
"""What each bad fixture gives, warnings and errors."""


def test_profiles_of_editions_ask_for_the_same() -> None:
    older, newer = found_profile("sie-4b"), found_profile("sie-4c")
    assert older is not None and newer is not None
    assert older.severities == newer.severities


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(sie.SieUsageError, match="visma-administration"):
        check(b"", profile="visma")


def test_years_of_a_company_are_judged_together(fixtures: Path) -> None:
    years = [fixtures / "profiles" / f"visma-administration-{year}.se" for year in (2022, 2023, 2024)]
    reports = check_company(years, profile="visma-administration")
    for report in reports:
        assert [d.message() for d in report.at_least(Severity.WARNING)] == []
    places = [d.params["place"] for report in reports for d in report if d.code == "SIE625"]
    assert places == ["1", "2", "3"]
    codes = {d.code for report in check_company([years[0], years[2]], profile="visma-administration") for d in report}
    assert "SIE623" in codes
    mixed = check_company(
        [*years[:2], fixtures / "profiles" / "visma-administration-bad.se"], profile="visma-administration"
    )
    assert "SIE621" in {d.code for d in mixed[2]}


def test_the_examples_of_the_page_work(tmp_path: Path) -> None:
    page = (FIXTURES.parent / "docs" / "profiles.md").read_text("utf-8")
    own, config = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "byran.toml").write_text(own, "utf-8")
    (tmp_path / "sie.toml").write_text(config, "utf-8")
    from sie.checks.config import find_config

    found = find_config(tmp_path)
    assert found is not None and found.fail_on == "warning"
    assert found.of(str(tmp_path / "archive" / "a.se")).ignore == ("SIE602", "SIE504")
    assert found.of(str(tmp_path / "a.se")).severity == {"SIE609": "info", "SIE306": "off"}
    report = check(FIXTURES / "clean" / "typ4e.se", profile=tmp_path / "byran.toml")
    assert report.profile == "byran" and "VAD018" not in report.by_code()
    long = piece("#KONTO 5010 " + '"' + "x" * 31 + '"')
    assert "BYR001" in check(long, profile=tmp_path / "byran.toml").by_code()
    named = set(re.findall(r"`([a-z-]+)`", page.partition("What a demand can measure")[2].partition("## Config")[0]))
    assert set(CHECKS) <= named
