"""A plan that was agreed on, as JSON: what is done afterwards must be that, and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

import msgspec

from sie.errors import SieUsageError
from sie.migration.plan import Plan, read_sources
from sie.text.reader import Source

__all__ = ["hold_to"]


class _File(msgspec.Struct):
    path: str
    sha256: str


class _Accepted(msgspec.Struct):
    code: str
    reason: str


class _Agreed(msgspec.Struct):
    """What the JSON of a plan says of files and choices; see ``plan_values``."""

    files: list[_File]
    series: dict[str, str]
    accepted: list[_Accepted]
    number_map: msgspec.Raw
    dimensions: msgspec.Raw
    names: str = "replace"


def hold_to(plan: Plan, agreed: Source) -> None:
    """Refuse a plan that is not the one that was agreed on.

    Args:
        plan: As the files and choices are now.
        agreed: What ``sie migrate plan --format json`` gave.

    Raises:
        SieFileError: The file cannot be read.
        SieUsageError: It is no plan, a file has changed, is new or is missing, or a choice is another one.
    """
    ((name, data),) = read_sources([agreed])
    try:
        was = msgspec.json.decode(data, type=_Agreed)
    except msgspec.MsgspecError as error:
        raise SieUsageError(
            f"{name} is no plan: make one with 'sie migrate plan FILE... --format json > plan.json'.",
            f"{name} är ingen plan: skapa en med 'sie migrate plan FIL... --format json > plan.json'.",
        ) from error
    _same_files(plan, was)
    before = (
        was.series,
        _compact(was.number_map),
        _compact(was.dimensions),
        {a.code: a.reason for a in was.accepted},
        was.names,
    )
    now = (
        dict(plan.fitted.series),
        _compact(plan.fitted.numbers),
        _compact(plan.fitted.folded),
        {entry.diagnostic.code: entry.reason for entry in plan.accepted},
        plan.choices.names,
    )
    if before != now:
        raise SieUsageError(
            "The files are those of the plan, but the choices are not (--series, --start, --dimension, --names, "
            "--accept): give the same ones, or plan anew.",
            "Filerna är planens, men valen är andra (--series, --start, --dimension, --names, --accept): ange samma "
            "val, eller planera om.",
        )


def _same_files(plan: Plan, was: _Agreed) -> None:
    names = {file.sha256: PurePath(file.path).name for file in was.files}
    now = {file.sha256: PurePath(file.path).name for file in plan.files}
    old = [name for sha256, name in names.items() if sha256 not in now]
    new = [name for sha256, name in now.items() if sha256 not in names]
    for name in new:
        if name in old:
            raise SieUsageError(
                f"{name} has changed since it was planned: find out why. If the new one is right, plan anew.",
                f"{name} har ändrats sedan planen gjordes: ta reda på varför. Är den nya rätt, planera om.",
            )
    if old or new:
        listed = ", ".join([*(f"-{name}" for name in old), *(f"+{name}" for name in new)])
        raise SieUsageError(
            f"These are not the files that were planned ({listed}): name those, or plan anew.",
            f"Det är inte filerna som planerades ({listed}): ange dem, eller planera om.",
        )


def _compact(value: object) -> str:
    """Values as one text, however their JSON was laid out; long ones by their hash."""
    data = msgspec.json.encode(msgspec.json.decode(msgspec.json.encode(value)), order="deterministic")
    return hashlib.sha256(data).hexdigest()
