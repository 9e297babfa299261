"""SIE 5: the XML format, both documents, its signature, and what it and SIE 4 cannot tell one another.

Needs the extra ``sie5`` (``pip install 'sie[sie5]'``); without it the functions say so. What a name needs is imported
when the name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sie._lazy import lazy

if TYPE_CHECKING:
    from sie.sie5.attachments import extract, safe_name
    from sie.sie5.doors import documents, dump, dumps, load, vouchers
    from sie.sie5.losses import NOT_IN_SIE5, for_sie4, lost_in_sie4, lost_in_sie5
    from sie.sie5.signature import Verified, sign, verify

_HOMES = {
    "sie.sie5.attachments": ("extract", "safe_name"),
    "sie.sie5.doors": ("documents", "dump", "dumps", "load", "vouchers"),
    "sie.sie5.losses": ("NOT_IN_SIE5", "for_sie4", "lost_in_sie4", "lost_in_sie5"),
    "sie.sie5.signature": ("Verified", "sign", "verify"),
}
__all__ = [
    "NOT_IN_SIE5",
    "Verified",
    "documents",
    "dump",
    "dumps",
    "extract",
    "for_sie4",
    "load",
    "lost_in_sie4",
    "lost_in_sie5",
    "safe_name",
    "sign",
    "verify",
    "vouchers",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
