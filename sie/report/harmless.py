"""Text from a file made fit for a terminal, and values made fit for JSON."""

from __future__ import annotations

import re

import msgspec

__all__ = ["safe", "to_json"]

_CONTROL = re.compile(rb"\x7f|\xc2[\x80-\x9f]")


def safe(text: str) -> str:
    r"""The text with everything that could command a terminal shown as an escape.

    Args:
        text: Anything that came from a file, a file name included.

    Example:
        >>> print(safe("Bolaget\x1b[2J AB"))
        Bolaget\x1b[2J AB
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _shown(c) for c in text)


def _shown(character: str) -> str:
    if character in "\xa0\u202f\u2007\u2009\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def to_json(value: object) -> bytes:
    r"""Indented JSON in UTF-8 with a newline at the end; control characters are escaped.

    Args:
        value: Anything that msgspec can encode.

    Example:
        >>> to_json({"name": "Åkeri"}).decode()
        '{\n  "name": "Åkeri"\n}\n'
    """
    try:
        data = msgspec.json.format(msgspec.json.encode(value), indent=2)
    except UnicodeEncodeError:  # half a letter, such as a file name may hold: only an escape can carry it
        import json

        data = json.dumps(msgspec.to_builtins(value), indent=2).encode()
    return _CONTROL.sub(lambda match: b"\\u%04x" % ord(match.group().decode()), data) + b"\n"
