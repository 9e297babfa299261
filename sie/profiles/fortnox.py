"""fortnox."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="fortnox", title="fortnox")
