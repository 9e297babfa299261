"""The hooks and the action that other repositories use call commands that exist, and the action's script works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sie.cli import cli

ROOT = Path(__file__).resolve().parents[1]


def test_every_hook_calls_a_command() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in hooks} == {"sie-check", "sie-fix"}
    for hook in hooks:
        program, command = hook["entry"].split()
        assert program == "sie"
        assert command in cli.list_commands(None)  # type: ignore[arg-type]
        assert hook["language"] == "python"


@pytest.fixture
def action() -> dict[str, object]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_text("utf-8")))


def script(action: dict[str, object], name: str) -> tuple[str, dict[str, str]]:
    runs = action["runs"]
    assert isinstance(runs, dict)
    step = next(step for step in runs["steps"] if step.get("name") == name)
    return step["run"], step["env"]


def test_the_action_gives_inputs_to_the_shell_as_variables_only(action: dict[str, object]) -> None:
    runs = action["runs"]
    assert isinstance(runs, dict)
    for step in runs["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize(
    ("files", "profile", "fail_on", "code"),
    [
        ("clean/typ4e.se", "", "error", 0),
        ("rules/SIE501-unbalanced-voucher.si clean/typ4e.se", "", "error", 1),
        ("profiles/visma-administration-bad.se", "visma-administration", "error", 1),
        ("$(touch owned) ; clean", "", "error", 2),
    ],
)
def test_the_action_checks(
    action: dict[str, object], tmp_path: Path, files: str, profile: str, fail_on: str, code: int
) -> None:
    run, variables = script(action, "Check")
    given = {
        "FILES": files,
        "PROFILE": profile,
        "FAIL_ON": fail_on,
        "SIE_LANG": "en",
        "SARIF": str(tmp_path / "x.sarif"),
    }
    assert set(variables) == set(given)
    bin_folder = tmp_path / "sie" / "bin"
    bin_folder.mkdir(parents=True)
    (bin_folder / "sie").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sie "$@"\n')
    (bin_folder / "sie").chmod(0o755)
    environment = {**os.environ, **given, "RUNNER_TEMP": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-e", "-c", run],  # as the runner calls it
        cwd=ROOT / "fixtures",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    assert not (ROOT / "fixtures" / "owned").exists()
    if code < 2:
        report = json.loads((tmp_path / "x.sarif").read_text("utf-8"))
        assert report["version"] == "2.1.0"
        errors = [r for r in report["runs"][0]["results"] if r["level"] == "error"]
        assert bool(errors) == (code == 1)
        assert ("::error" in done.stdout) == (code == 1)
