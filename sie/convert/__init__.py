"""Doors to other formats, one module each.

Rule 1: a module here turns a ledger into a format, the format into a ledger, or both; what it is and keeps is a row in
``formats``.
Rule 2: what a format cannot hold is said, never dropped in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sie._lazy import lazy

if TYPE_CHECKING:
    from sie.convert.format import Format
    from sie.convert.options import Options
    from sie.convert.registry import by_suffix, find, read, write

_HOMES = {
    "sie.convert.format": ("Format",),
    "sie.convert.options": ("Options",),
    "sie.convert.registry": ("by_suffix", "find", "read", "write"),
}

__all__ = [
    "Format",
    "Options",
    "by_suffix",
    "find",
    "read",
    "write",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
