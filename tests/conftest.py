"""What the tests share: the fixtures of this repository and the vendor files beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
SAMPLES = ROOT.parent / "shared" / "spec" / "samples" / "sie4"

# In CI the same examples every time, so that a red run means a change; elsewhere new ones each time.
settings.register_profile(
    "sie", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
# ``pytest --hypothesis-profile=hunt`` looks for much rarer faults, for some minutes.
settings.register_profile("hunt", parent=settings.get_profile("sie"), max_examples=3000)
settings.load_profile("sie")


def fixture_paths() -> list[Path]:
    """Every SIE file of ``fixtures/``."""
    return sorted(path for path in FIXTURES.rglob("*") if path.suffix in (".se", ".si"))


def sample_paths() -> list[Path]:
    """Every vendor file; empty when the folder is missing or has none."""
    return sorted(path for path in SAMPLES.glob("*") if path.is_file()) if SAMPLES.is_dir() else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes ``fixture_file`` or ``sample`` once for each file.

    ``sample_typ4e`` runs for the vendor files of type 4E only, ``sample_typ2_typ3`` for types 2 and 3, and so on.
    Without the folder of vendor files such a test is skipped, visibly; with an empty one
    ``test_vendor_samples.test_the_folder_is_not_empty`` fails.
    """
    for name in metafunc.fixturenames:
        if name == "fixture_file":
            paths = fixture_paths()
            metafunc.parametrize(name, paths, ids=[str(path.relative_to(FIXTURES)) for path in paths])
        elif name == "sample" or name.startswith("sample_typ"):
            types = name.split("_")[1:]
            found = [p for p in sample_paths() if not types or p.stem.rpartition("_")[2] in types or _again(p, types)]
            mark = pytest.mark.skip(reason="the folder of vendor files is not here")
            nothing = [pytest.param(None, marks=mark, id="no-vendor-files")]
            metafunc.parametrize(name, found or nothing, ids=lambda p: p.name if isinstance(p, Path) else None)


def _again(path: Path, types: list[str]) -> bool:
    """Whether it is a second file of one of the types: ``avendo_typ3_2.se``."""
    return path.stem.endswith("_2") and path.stem.split("_")[-2] in types


@pytest.fixture
def fixtures() -> Path:
    """The folder of fixtures."""
    return FIXTURES


@pytest.fixture
def samples() -> Path:
    """The folder of vendor files; skips the test when there is none."""
    if not SAMPLES.is_dir():
        pytest.skip("the folder of vendor files is not here")
    return SAMPLES
