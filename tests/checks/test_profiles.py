"""Every fact of every profile is sourced, and every demand is found in its bad piece and not in its good one."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
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


@pytest.mark.parametrize("name", [p.stem for p in sorted((FIXTURES / "programs").iterdir())])
def test_a_file_of_a_program_is_of_one_profile_only(name: str) -> None:
    program = sie.load(FIXTURES / "programs" / f"{name}.se").program.name
    known = {"fortnox-2025": "fortnox", "spiris-2025": "visma-eekonomi", "eekonomi-2011": "visma-eekonomi"}
    assert [p.name for p in all_profiles() if p.wrote(program)] == [known[name]]


def test_a_voucher_that_was_struck_out_is_no_fault_and_an_empty_one_is() -> None:
    struck = piece("#VER A 1 20240131 a\n{\n#BTRANS 1910 {} -1.00\n#BTRANS 4010 {} 1.00\n}").replace(
        b"Exempel", b"Fortnox"
    )
    empty = piece("#VER A 1 20240131 a\n{\n}").replace(b"Exempel", b"Fortnox")
    assert "SIE218" not in check(struck).by_code()
    assert "SIE218" in check(empty).by_code()


def test_a_file_for_import_needs_no_series_balances_or_chart() -> None:
    loose = piece('#KONTO 1510 x\n#VER "" "" 20240131 a\n{\n#TRANS 1510 {} 1.00\n#TRANS 1910 {} -1.00\n}')
    for kind, expected in (("4I", set()), ("4E", {"VAD006", "VAD018", "VAD021"})):
        found = set(check(loose, kind=kind, profile="visma-administration").by_code())
        assert found & {"VAD006", "VAD018", "VAD021"} == expected


def test_the_samples_for_import_into_administration_are_not_refused() -> None:
    paths = [p for p in sample_paths() if p.name.startswith("visma-") and p.suffix == ".si"]
    if not paths:
        pytest.skip("the folder of vendor files is not here")
    for path in paths:
        assert check(path, profile="visma-administration").ok, path.name


@pytest.mark.parametrize("kind", ["records", "unquoted"])
def test_a_demand_for_a_label_that_does_not_exist_is_refused(kind: str) -> None:
    demand = msgspec.structs.replace(DEMANDS[0][1], check=kind, limit=("#NIX",))
    with pytest.raises(sie.SieUsageError, match="#NIX"):
        check(b"", profile=Profile(name="own", demands=(demand,)))


def test_a_demand_may_hold_braces_in_its_sentence() -> None:
    demand = next(d for _, d in DEMANDS if d.code == "VAD018")
    demand = msgspec.structs.replace(demand, en="An {odd} sentence.", sv="En {udda} mening.")
    found = check(piece(demand.bad), profile=Profile(name="own", demands=(demand,)), select=["VAD018"])
    assert "An {odd} sentence." in found[0].message("en") and "En {udda} mening." in found[0].message("sv")


E, W, N = Severity.ERROR, Severity.WARNING, Severity.INFO
ADMINISTRATION: dict[int, dict[str, Severity]] = {
    1: {"SIE301": E, "SIE008": E},
    2: {"VAD001": E},
    3: {"SIE501": E},
    4: {"VAD003": E},
    5: {"SIE603": E, "SIE604": E, "SIE605": E, "SIE622": E, "SIE623": E},
    6: {"SIE621": E},
    7: {"VAD004": E, "VAD005": W},
    8: {"VAD006": E},
    9: {"SIE403": E},
    10: {"SIE111": E, "SIE220": E},
    11: {"VAD007": E},
    12: {"SIE625": N},
    13: {"SIE504": W},
    14: {"SIE506": W, "SIE507": N},
    15: {"SIE624": W},
    16: {"SIE609": W, "SIE610": W, "VAD009": W},
    17: {"VAD006": E},
    18: {"VAD010": W, "VAD011": W, "VAD012": W, "VAD013": W, "VAD014": W},
    19: {},
    20: {"VAD016": N},
    21: {"VAD017": W},
    22: {"VAD018": W},
    23: {"VAD015": W},
    24: {"VAD019": W},
    25: {"VAD020": W},
    26: {"SIE602": W, "VAD021": W},
    27: {"VAD022": W, "VAD023": N},
    28: {"SIE203": W, "SIE204": E},
    29: {"VAD024": N},
}
"""What is known of the import into Visma Administration, point by point; 19 needs the chart that is there."""


@pytest.mark.parametrize("number", ADMINISTRATION)
def test_administration_blocks_and_warns_as_it_is_known_to(number: int) -> None:
    profile = builtin("visma-administration")
    assert profile is not None
    for code, severity in ADMINISTRATION[number].items():
        assert profile.severities.get(code, pages()[code].finding.severity) is severity, code


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
    odd = fixtures / "profiles" / "visma-administration-2025-odd.se"
    assert not check(odd, profile="visma-administration").at_least(Severity.WARNING)
    told = check_company([*years, odd], profile="visma-administration")
    assert [d.params["account"] for d in told[3].by_code()["SIE624"]] == ["1930", "2091"]
    gap = check_company([*years[:2], odd], profile="visma-administration")
    assert [d.severity for d in gap[2].by_code()["SIE623"]] == [Severity.ERROR]
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


def administration(text: str) -> list[sie.Diagnostic]:
    head = '#FLAGGA 0\r\n#PROGRAM "Exempel" 1.0\r\n#FORMAT PC8\r\n#GEN 20240521\r\n#SIETYP 4\r\n#FNAMN "Kvarnen AB"\r\n'
    data = (head + "#RAR 0 20240101 20241231\r\n#KONTO 1910 Kassa\r\n#KONTO 4010 Inköp\r\n" + text).encode("cp437")
    return list(check(data, profile="visma-administration"))


def test_opening_balances_are_something_to_import() -> None:
    assert "VAD002" in [d.code for d in administration("")]
    assert "VAD002" not in [d.code for d in administration("#IB 0 1910 25.00\r\n#IB 0 4010 -25.00\r\n")]


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        (["20240331"], "2024-03-31"),
        (["20240115", "20240410"], "2024-03-31"),
        (["20240401"], None),
        (["20240229"], "2024-02-29"),
    ],
)
def test_whole_months_are_locked(dates: list[str], last: str | None) -> None:
    vouchers = "".join(
        f"#VER A {n} {date} Kaffe\r\n{{\r\n#TRANS 1910 {{}} -5\r\n#TRANS 4010 {{}} 5\r\n}}\r\n"
        for n, date in enumerate(dates, 1)
    )
    told = [d.params["last"] for d in administration(vouchers) if d.code == "VAD024"]
    assert told == ([last] if last else [])


def test_what_is_left_on_an_account_matters_in_the_last_year_only() -> None:
    year = "#FLAGGA 0\n#SIETYP 4\n#RAR 0 {0}0101 {0}1231\n#KONTO 1510 Kunder\n#UB 0 1510 25.00\n"
    files = [year.format(n).encode() for n in (2024, 2022, 2023)]
    reports = check_company(files, profile="visma-administration")
    assert [report.by_code().get("VAD018", 0) != 0 for report in reports] == [True, False, False]
    assert all("VAD018" in check(file, profile="visma-administration").by_code() for file in files)


def test_a_year_is_as_complete_as_its_last_file() -> None:
    start = "#FLAGGA 0\n#GEN 20250301\n#SIETYP 4\n#RAR 0 20240101 20241231\n#KONTO 1910 Kassa\n"
    rows = "{\n#TRANS 1910 {} 1\n#TRANS 1910 {} -1\n}\n"
    months = [f"{start}#VER A {m} 2024{m:02}15 Kaffe\n{rows}".encode() for m in (1, 11, 10, 12)]

    def told(*files: bytes) -> list[bool]:
        return ["VAD022" in report.by_code() for report in check_company(files, profile="visma-administration")]

    assert [told(month) for month in months] == [[True], [True], [True], [False]]
    assert told(*months) == [False] * 4
    assert told(*months[:3]) == [False, True, False]
