"""Profiles: what a certain program writes and accepts, as data.

Rule 1: a module holds one ``PROFILE`` and no code; every fact has source, date and certainty.
Rule 2: what the facts mean for a file is decided in ``sie.checks``, never here.
"""

from __future__ import annotations

import importlib

from sie.profiles.model import Profile

__all__ = ["PROFILES", "all_profiles", "builtin"]

PROFILES = (
    "sie-4b",
    "sie-4c",
    "visma-administration",
    "visma-eekonomi",
    "fortnox",
    "bjorn-lunden",
    "bokio",
    "skatt-bokslut",
)
"""The names of the profiles; each is a module of this package with underscores for hyphens."""


def builtin(name: str) -> Profile | None:
    """A profile of this package.

    Args:
        name: One of ``PROFILES``.

    Returns:
        ``None`` when there is no such profile.

    Example:
        >>> builtin("visma-administration").title
        'Visma Administration'
    """
    if name not in PROFILES:
        return None
    profile: Profile = importlib.import_module(f"sie.profiles.{name.replace('-', '_')}").PROFILE
    return profile


def all_profiles() -> tuple[Profile, ...]:
    """All profiles of this package, in the order of ``PROFILES``."""
    return tuple(profile for profile in map(builtin, PROFILES) if profile is not None)
