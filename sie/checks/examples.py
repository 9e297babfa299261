r"""The pieces of files in the pages of rules, made whole, so that they can be checked.

A piece with ``#FLAGGA``, or that begins with a backslash, is a file. Any other is put into a small file of sound
books: its records take the place of the same records there, or stand in the group where they belong. ``\xNN`` is a
byte, ``\-`` at the end of a line takes its line end away.

A piece of SIE 5 begins with ``<``. ``<Sie>`` or ``<SieEntry>`` is given its namespace, and the parts that it lacks and
must have, but no signature; anything else is a file as it stands.
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
_PARTS = {
    "FileInfo": """\
  <FileInfo>
    <SoftwareProduct name="Exempel" version="1.0" />
    <FileCreation time="2025-01-15T12:00:00" by="AN" />
    <Company organizationId="556677-8899" name="Kvarnens Café AB" />
    <FiscalYears>
      <FiscalYear start="2024-01" end="2024-12" primary="true" closed="true" />
    </FiscalYears>
    <AccountingCurrency currency="SEK" />
  </FileInfo>
""",
    "Accounts": """\
  <Accounts>
    <Account id="1910" name="Kassa" type="asset" />
    <Account id="4010" name="Varuinköp" type="cost" />
  </Accounts>
""",
}
_YEARS = re.compile(r" *<FiscalYears>.*?</FiscalYears>\n", re.DOTALL)
_BYTE = re.compile(rb"\\x([0-9A-Fa-f]{2})")


def complete(piece: str) -> bytes:
    r"""A whole file for a piece of one.

    Args:
        piece: Lines, as they stand in the docstring of a rule.

    Returns:
        The file in CP437 with CRLF; SIE 5 in UTF-8 with LF.

    Example:
        >>> "#FNAMN Byn" in complete("#FNAMN Byn").decode("cp437").split("\r\n")
        True
    """
    if piece.startswith("<"):
        return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), _complete_sie5(piece).encode("utf-8"))
    lines = piece.split("\n")
    if "#FLAGGA" not in piece and not piece.startswith("\\"):
        lines = _framed(lines)
    data = "".join(line + "\r\n" for line in lines).encode("cp437").replace(b"\\-\r\n", b"")
    return _BYTE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _complete_sie5(piece: str) -> str:
    root = re.match(r"<(Sie|SieEntry)>\n", piece)
    if root is None:
        return piece + "\n"
    full, body = root[1] == "Sie", piece[root.end() :]
    for name in ("Accounts", "FileInfo"):
        if f"<{name}>" not in body and (full or name == "FileInfo"):
            part = _PARTS[name] if full else _YEARS.sub("", _PARTS[name])
            head, end, rest = body.rpartition("</FileInfo>\n")
            body = head + end + part + rest
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root[1]} xmlns="http://www.sie.se/sie5">\n{body}\n'


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
