r"""The pieces of files in the pages of rules, made whole, so that they can be checked.

A piece with ``#FLAGGA``, or that begins with a backslash, is a file. Any other is put into a small file of sound
books: its records take the place of the same records there, or stand in the group where they belong. ``\xNN`` is a
byte, ``\-`` at the end of a line takes its line end away.
"""

from __future__ import annotations

import re

from sie.spec.labels import BY_NAME, GROUPS

__all__ = ["complete", "complete_files"]

_FRAME = (
    "#FLAGGA 0",
    '#PROGRAM "Exempel" 1.0',
    "#FORMAT PC8",
    "#GEN 20250115",
    "#SIETYP 4",
    "#ORGNR 556677-8899",
    '#FNAMN "Kvarnens Café AB"',
    "#RAR 0 20240101 20241231",
    "#KPTYP EUBAS97",
    "#KONTO 1910 Kassa",
    "#KONTO 1930 Bankkonto",
    "#KONTO 2081 Aktiekapital",
    "#KONTO 3001 Försäljning",
    "#KONTO 4010 Varuinköp",
)
_BYTE = re.compile(rb"\\x([0-9A-Fa-f]{2})")


def complete(piece: str) -> bytes:
    r"""A whole file for a piece of one.

    Args:
        piece: Lines, as they stand in the docstring of a rule.

    Returns:
        The file in CP437 with CRLF.

    Example:
        >>> "#FNAMN Byn" in complete("#FNAMN Byn").decode("cp437").split("\r\n")
        True
    """
    lines = piece.split("\n")
    if "#FLAGGA" not in piece and not piece.startswith("\\"):
        lines = _framed(lines)
    data = "".join(line + "\r\n" for line in lines).encode("cp437").replace(b"\\-\r\n", b"")
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), data)


def complete_files(piece: str) -> dict[str, bytes]:
    r"""The files of a piece that has several: a line ``--- NAME`` begins each.

    Args:
        piece: Lines, as they stand in the docstring of a rule.

    Example:
        >>> sorted(complete_files("--- a.se\n#FNAMN A\n--- b.se\n#FNAMN B"))
        ['a.se', 'b.se']
    """
    found: dict[str, list[str]] = {}
    name = ""
    for line in piece.split("\n"):
        if line.startswith("--- "):
            name = line.removeprefix("--- ")
            found[name] = []
        else:
            found[name].append(line)
    return {name: complete("\n".join(lines)) for name, lines in found.items()}


def _framed(lines: list[str]) -> list[str]:
    mine = {_key(line) for line in lines}
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for line in _FRAME:
        if _key(line) not in mine:
            groups[_group(line) or "balances"].append(line)
    group = "balances"
    for line in lines:
        group = _group(line) or group
        groups[group].append(line)
    return [line for group in GROUPS for line in groups[group]]


def _group(line: str) -> str | None:
    words = line.split()
    label = BY_NAME.get(words[0].upper()) if words else None
    return label.group if label else None


def _key(line: str) -> tuple[str, ...]:
    words = line.split()
    label = BY_NAME.get(words[0].upper()) if words else None
    return tuple(words[: 1 + (label.key if label else 0)])
