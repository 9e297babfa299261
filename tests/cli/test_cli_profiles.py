"""``sie profiles`` as a user runs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sie.checks.run import found_profile
from sie.profiles import PROFILES, all_profiles
from sie.profiles.model import CERTAINTIES
from tests.cli.conftest import Run


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "sv"])
def test_each_has_a_line(run: Run, answer: Callable[..., Any], language: str) -> None:
    lines = run("profiles", "--lang", language).stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(PROFILES)
    for line, profile in zip(lines, all_profiles(), strict=True):
        assert line.endswith(profile.sv if language == "sv" else profile.en)
    assert [profile["name"] for profile in answer("profiles")] == list(PROFILES)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("name", PROFILES)
def test_everything_that_is_known_is_shown_with_its_source(run: Run, name: str, language: str) -> None:
    out = flat(run("profiles", name, "--lang", language).stdout)
    profile = found_profile(name)
    assert profile is not None
    for fact in (*profile.facts, *profile.quirks, *profile.demands):
        head = flat(fact.sv if language == "sv" else fact.en)
        assert f"{head} {CERTAINTIES[fact.certainty][language]}; {fact.date}; {flat(fact.source)}" in out
    for known in (*profile.quirks, *profile.demands):
        assert known.code in out
    for code in profile.severities:
        assert re.search(rf"{code} (error|fel|warning|varning|info|upplysning|left out|utelämnas)", out)


def test_json_has_everything(answer: Callable[..., Any]) -> None:
    for name in PROFILES:
        found, profile = answer("profiles", name), found_profile(name)
        assert profile is not None
        for key in ("facts", "quirks", "demands"):
            assert len(found[key]) == len(getattr(profile, key))
            for fact in found[key]:
                assert {"en", "sv", "source", "date", "certainty"} <= set(fact)
        assert found["severities"].keys() == profile.severities.keys()
        assert all(level in ("error", "warning", "info", "off") for level in found["severities"].values())


def test_one_of_ones_own_is_harmless(run: Run) -> None:
    Path("own.toml").write_text(
        'name = "a\\u001b[2Jb"\ntitle = "T\\u001b[2J"\nen = "\\u001b[2J"\nwriters = ["\\u001b"]\nbase = "bokio"\n',
        "utf-8",
    )
    out = run("profiles", "own.toml").stdout
    assert "\x1b" not in out and "T\\x1b[2J" in out and "BOK001 error" in out


@pytest.mark.parametrize(
    ("language", "words"), [("en", "There is no profile 'x'"), ("sv", "Det finns ingen profil 'x'")]
)
def test_an_unknown_one_is_refused(run: Run, language: str, words: str) -> None:
    result = run("profiles", "x", "--lang", language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr and all(name in result.stderr for name in PROFILES)
