"""skatt-bokslut."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="skatt-bokslut", title="skatt-bokslut")
