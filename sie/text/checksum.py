"""``#KSUMMA``: the checksum of a file, computed, verified and put in.

Spec: section 10. CRC-32 over labels and field contents in CP437, without separators, quotes and braces, from
the record after the opening ``#KSUMMA`` to the record before the closing one.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from sie.text.record import Document, Record

__all__ = ["Checksum", "included", "verify", "with_checksum"]

_DROPPED = b" \t{}\r\n"
_ESCAPED = b'\\"'


class Checksum(msgspec.Struct, frozen=True):
    """What a file says about its checksum and what its contents give.

    Attributes:
        opened: The line of the opening ``#KSUMMA``, 0 when there is none.
        closed: The line of the closing one, 0 when there is none.
        declared: The value that the file gives, as written.
        after: How many lines with anything on them stand after the closing one.
        computed: The value of the contents; ``None`` when a letter does not exist in CP437 or nothing was summed.
    """

    opened: int = 0
    closed: int = 0
    declared: str = ""
    computed: int | None = None
    after: int = 0

    @property
    def truncated(self) -> bool:
        """Opening without closing: the end of the file is missing."""
        return bool(self.opened) and not self.closed

    @property
    def ok(self) -> bool | None:
        """Whether the checksum is right; ``None`` when the file has none, or it has no beginning or no value."""
        if not self.opened or not self.closed or self.computed is None:
            return None
        try:
            return int(self.declared) & 0xFFFFFFFF == self.computed
        except ValueError:
            return False


def included(line: bytes) -> bytes:
    r"""The bytes of one CP437 line that count.

    Args:
        line: One physical line.

    Spec: paragraphs 10.14-10.15.

    Example:
        >>> included(b'#KONTO  1915 "Kassa \\"special\\""\r\n')
        b'#KONTO1915Kassa "special"'
    """
    if b'"' not in line:
        return line.translate(None, _DROPPED)
    if _ESCAPED in line:
        # \x00 stands in for the quotes that count, and cannot be a letter of a text.
        line = line.replace(_ESCAPED, b"\x00")
    parts = line.rstrip(b"\r\n").split(b'"')
    parts[::2] = [part.translate(None, _DROPPED) for part in parts[::2]]
    return b"".join(parts).replace(b"\x00", b'"')


def verify(records: Iterable[Record]) -> Checksum:
    """Compute the checksum of a file and compare it with what the file says.

    Args:
        records: The records of the file.

    Returns:
        Where it opens and closes, what it says and what it should be. Without ``#KSUMMA`` everything after
        ``#FLAGGA`` is summed, as if it had one.

    Spec: paragraphs 10.3-10.15.
    """
    opened = closed = 0
    declared = ""
    crc = 0
    possible = True
    after = 0
    for record in records:
        raw = record.raw
        if closed:
            after += 1 if raw.strip(b" \t\r\n\x00\x1a") else 0
            continue
        if raw.lstrip(b" \t")[:1] == b"\x1a":
            break  # what stands behind a DOS end-of-file mark is not read
        head = raw.lstrip(b" \t")[:7].upper() if record.codec.encoding == "cp437" else b""
        if head == b"#KSUMMA" or (not head and record.label == "#KSUMMA"):
            value = record.values[0] if record.values else ""
            declared = value if isinstance(value, str) else ""
            if not opened and not declared:
                opened, crc, possible = record.line, 0, True
                continue
            closed = record.line
            continue
        if not opened and (head == b"#FLAGGA" or (not head and record.label == "#FLAGGA")):
            continue
        if record.codec.encoding != "cp437":
            try:
                raw = record.text.encode("cp437")
            except UnicodeEncodeError:
                possible = False
        crc = zlib.crc32(included(raw), crc)
    return Checksum(opened, closed, declared, crc if possible else None, after)


def with_checksum(document: Document) -> Document:
    """The document with a right checksum: opening after ``#FLAGGA``, closing last.

    Args:
        document: Any document; a checksum that it has is brought up to date.

    Spec: paragraph 10.4.
    """
    kept = tuple(record for record in document.records if record.label != "#KSUMMA")
    bare = Document(tuple(Record(r.raw, n, r.codec) for n, r in enumerate(kept, 1)), document.detection)
    value = verify(bare.records).computed
    flags = [record.line for record in bare.records if record.label == "#FLAGGA"]
    opened = bare.insert(flags[0] + 1 if flags else 1, "#KSUMMA")
    if value is None:
        return document
    ends = [record.line for record in opened.records if record.raw.lstrip(b" \t")[:1] == b"\x1a"]
    return opened.insert(ends[0] if ends else len(opened) + 1, f"#KSUMMA {value}")
