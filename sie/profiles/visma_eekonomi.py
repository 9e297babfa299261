"""visma-eekonomi."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="visma-eekonomi", title="visma-eekonomi")
