"""bjorn-lunden."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="bjorn-lunden", title="bjorn-lunden")
