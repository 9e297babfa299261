"""shape."""

from __future__ import annotations

from sie.checks.rule import Rule

__all__ = ["RULES"]

RULES: tuple[type[Rule], ...] = ()
