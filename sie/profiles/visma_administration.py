"""visma-administration."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="visma-administration", title="Visma Administration")
