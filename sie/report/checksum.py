"""What the checksum of a file says, as text and as values for JSON."""

from __future__ import annotations

from sie.report.harmless import safe
from sie.report.words import word
from sie.text.checksum import Checksum

__all__ = ["checksum_text", "checksum_values"]


def checksum_text(found: Checksum, language: str) -> str:
    r"""One sentence.

    Args:
        found: What ``verify`` found.
        language: ``"en"`` or ``"sv"``.

    Example:
        >>> checksum_text(Checksum(computed=7), "en")
        'The file has no checksum. It would be 7.\n'
    """
    if found.truncated:
        text = word("checksum_truncated", language, found.opened)
    elif found.computed is None:
        text = word("checksum_impossible", language)
    elif not found.opened:
        text = word("checksum_none", language, found.computed)
    elif found.ok:
        text = word("checksum_right", language, found.computed)
    else:
        text = word("checksum_wrong", language, safe(found.declared) or "-", found.closed, found.computed)
    return text + "\n"


def checksum_values(path: str, found: Checksum) -> dict[str, object]:
    """Values that become JSON.

    Args:
        path: Of the file.
        found: What ``verify`` found.
    """
    return {
        "path": path,
        "ok": found.ok,
        "truncated": found.truncated,
        "opened": found.opened or None,
        "closed": found.closed or None,
        "declared": found.declared or None,
        "computed": found.computed,
    }
