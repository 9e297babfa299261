"""bokio."""

from __future__ import annotations

from sie.profiles.model import Profile

PROFILE = Profile(name="bokio", title="bokio")
