"""Bytes from anywhere to records, whole or as they come, in constant memory.

A source is a path, bytes or a binary file. It is read twice: once for the evidence of its encoding, once for
its contents. What cannot be read twice (a pipe) is kept in a temporary file meanwhile.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from sie.errors import SieFileError, SieUsageError
from sie.text.encoding import BOMS, Codec, Detection, Evidence, canonical_name, looks_wide
from sie.text.record import Document, Record
from sie.text.sniff import SIE5, sniff

__all__ = [
    "BLOCK",
    "LONE_CR",
    "Reader",
    "Source",
    "cannot_read",
    "collector_paused",
    "detect",
    "is_sie5",
    "line_blocks",
    "normalised",
    "open_document",
    "opened",
    "records",
]

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO
"""Where a file comes from: a path, its bytes, or a binary file that is open for reading."""

BLOCK = 1 << 20
"""How many bytes are read at a time, and how many the incremental reader weighs before it decides."""

_LOOK = 4096

# A carriage return without its line feed ends a line only where a record, a brace or another one follows:
# inside a text it is a control character like any other.
_BEGINS = r"[ \t]*+(?:#[A-Za-z]|[{}])"
LONE_CR = re.compile(rf"\r(?={_BEGINS}|\r)")
_LINE_ENDS = re.compile(rf"(?<=\n)|(?<=\r)(?={_BEGINS}|\r(?!\n))")
_LINE_ENDS_IN_BYTES = re.compile(_LINE_ENDS.pattern.encode("ascii"))


@contextlib.contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """A seekable binary file for a source, at the place where the source stands.

    Args:
        source: A path, bytes, or a binary file.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source is none of these.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        yield BytesIO(source)
        return
    if isinstance(source, str | os.PathLike):
        if not os.fspath(source):
            raise SieFileError("No file is named.", "Ingen fil är angiven.")
        with contextlib.ExitStack() as stack, _readable(source):
            try:
                file = stack.enter_context(Path(source).open("rb"))
            except (OSError, ValueError) as error:
                raise cannot_read(source, error) from error
            if file.seekable():
                yield file
            else:
                yield from _spooled(file)
        return
    if not hasattr(source, "read"):
        raise SieUsageError(
            f"Cannot read from {type(source).__name__}: give a path, bytes or a binary file.",
            f"Kan inte läsa från {type(source).__name__}: ange en sökväg, bytes eller en binär fil.",
        )
    if isinstance(source.read(0), str):
        raise SieUsageError(
            "Open the file in binary mode ('rb'): its encoding is found from its bytes.",
            "Öppna filen i binärt läge ('rb'): kodningen avgörs av dess byte.",
        )
    if hasattr(source, "seekable") and source.seekable():
        yield source
    else:
        yield from _spooled(source)


def is_sie5(file: BinaryIO) -> bool:
    """Whether a file is SIE 5; it is left where it stood.

    Args:
        file: A binary file that can be read twice.

    Raises:
        SieFileError: It cannot be read.
    """
    try:
        start = file.tell()
        head = file.read(_LOOK)
        file.seek(start)
    except OSError as error:
        raise cannot_read(getattr(file, "name", None) or "the file", error) from error
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return sniff(head.removeprefix(b"\xef\xbb\xbf")) is SIE5


def _spooled(file: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(max_size=16 * BLOCK) as spool:
        for chunk in _chunks(file):
            spool.write(chunk)
        spool.seek(0)
        yield cast("BinaryIO", spool)


@contextlib.contextmanager
def _readable(source: str | os.PathLike[str]) -> Iterator[None]:
    try:
        yield
    except (IsADirectoryError, PermissionError) as error:
        raise cannot_read(source, error) from error


def each_source(sources: Source | Iterable[Source]) -> list[Source]:
    """The sources that a caller means; one that was given by itself is one, not its letters or its lines.

    Args:
        sources: One, or several.

    Example:
        >>> each_source("2024.se"), each_source(["2023.se", "2024.se"])
        (['2024.se'], ['2023.se', '2024.se'])
    """
    if isinstance(sources, str | os.PathLike | bytes | bytearray | memoryview) or hasattr(sources, "read"):
        return [sources]  # type: ignore[list-item]
    return list(sources)


def cannot_read(source: object, error: Exception) -> SieFileError:
    """The error for a file that cannot be read, in words.

    Args:
        source: What it is called.
        error: What the system says.
    """
    name = os.fspath(source) if isinstance(source, str | os.PathLike) else str(source)
    if isinstance(error, FileNotFoundError):
        return SieFileError(f"There is no file {name}.", f"Filen {name} finns inte.")
    if isinstance(error, IsADirectoryError):
        return SieFileError(f"{name} is a folder, not a file.", f"{name} är en mapp, ingen fil.")
    reason = getattr(error, "strerror", None) or str(error)
    return SieFileError(f"Cannot read {name}: {reason}.", f"Kan inte läsa {name}: {reason}.")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, a block at a time."""
    while True:
        try:
            chunk = file.read(BLOCK)
        except OSError as error:
            raise cannot_read(getattr(file, "name", None) or "the file", error) from error
        if not chunk:
            return
        yield chunk


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """Blocks that end where a line does. Looks at every byte once, however long a line is."""
    pending: list[bytes] = []
    for chunk in _chunks(file):
        at = chunk.rfind(b"\n")
        if at < 0 and len(pending) > 1:
            at = chunk.rfind(b"\r#")  # a file whose lines end with CR alone: cut before a record
        if at < 0:
            pending.append(chunk)
            continue
        pending.append(chunk[: at + 1])
        yield b"".join(pending)
        pending = [chunk[at + 1 :]] if at + 1 < len(chunk) else []
    if pending:
        yield b"".join(pending)


def detect(source: Source, encoding: str | None = None) -> Detection:
    """Decide the encoding of a source from all its bytes, or take the caller's word for it.

    Args:
        source: A path, bytes, or a binary file; a file is left where it stood.
        encoding: The name of an encoding, if the caller knows better.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: There is no such encoding, or it cannot carry SIE.

    Example:
        >>> detect("#FNAMN Åkeri".encode("cp437")).encoding
        'cp437'
    """
    named = None
    if encoding is not None:
        named = canonical_name(encoding)
        if named is None:
            raise SieUsageError(
                f"There is no encoding {encoding!r} that can carry SIE. Try cp437, utf-8, cp1252 or mac-roman.",
                f"Det finns ingen kodning {encoding!r} som kan bära SIE. Prova cp437, utf-8, cp1252 eller mac-roman.",
            )
    with opened(source) as file:
        start = file.tell()
        evidence = Evidence()
        for block in _blocks(file):
            evidence.update(block)
            if named is not None:
                break
        file.seek(start)
    return evidence.result() if named is None else evidence.as_named(named)


def line_blocks(file: BinaryIO, codec: Codec) -> Iterator[bytes]:
    """Blocks of whole lines, without the byte order mark."""
    skip = len(codec.detection.bom)
    for block in _aligned(file, codec.encode("\n")) if codec.wide else _blocks(file):
        yield block[skip:]
        skip = 0


def _aligned(file: BinaryIO, newline: bytes) -> Iterator[bytes]:
    """Blocks of UTF-16 that end where a line does: a newline counts only at an even place."""
    pending: list[bytes] = []
    for chunk in _chunks(file):
        at = chunk.rfind(newline)
        while at > 0 and at % 2:
            at = chunk.rfind(newline, 0, at + 1)
        if at < 0 or at % 2:
            pending.append(chunk)
            continue
        pending.append(chunk[: at + 2])
        yield b"".join(pending)
        pending = [chunk[at + 2 :]] if at + 2 < len(chunk) else []
    if pending:
        yield b"".join(pending)


def normalised(text: str) -> str:
    """The text with every line end, of whichever kind, as LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            text = LONE_CR.sub("\n", text)
    return text


def split_lines(block: bytes, codec: Codec) -> list[bytes]:
    """The physical lines of a block, line ends included: the same lines that ``normalised`` text has."""
    if codec.wide:
        odd = block[len(block) // 2 * 2 :]
        text = block[: len(block) // 2 * 2].decode(codec.encoding, "surrogatepass")
        raws = [part.encode(codec.encoding, "surrogatepass") for part in _LINE_ENDS.split(text)]
        if odd and raws:
            raws[-1] += odd
    elif block.count(b"\r") == block.count(b"\r\n"):
        raws = block.splitlines(keepends=True)
    else:
        raws = _LINE_ENDS_IN_BYTES.split(block)
    if raws and not raws[-1]:
        raws.pop()
    return raws


def records(source: Source, *, encoding: str | None = None) -> Iterator[Record]:
    r"""The lines of a file, one at a time, in constant memory.

    Args:
        source: A path, bytes, or a binary file.
        encoding: The name of the encoding; decided from the bytes unless given.

    Yields:
        One record for every physical line, blank and unreadable ones included: the ``raw`` bytes of all of
        them, after the byte order mark if there is one, are the file.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source or the encoding is none.

    Spec: paragraphs 5.3-5.7.

    Example:
        >>> [record.label for record in records(b"#FLAGGA 0\n#FORMAT PC8\n")]
        ['#FLAGGA', '#FORMAT']
    """
    with opened(source) as file:
        codec = Codec(detect(file, encoding))
        raws = chain.from_iterable(split_lines(block, codec) for block in line_blocks(file, codec))
        for line, raw in enumerate(raws, 1):
            yield Record(raw, line, codec)


def open_document(source: Source, *, encoding: str | None = None) -> Document:
    r"""The file as it is, every byte kept.

    Args:
        source: A path, bytes, or a binary file.
        encoding: The name of the encoding; decided from the bytes unless given.

    Raises:
        SieFileError: The path cannot be opened.
        SieUsageError: The source or the encoding is none.

    Example:
        >>> open_document(b"#FLAGGA\t0\r\n").to_bytes()
        b'#FLAGGA\t0\r\n'
    """
    with opened(source) as file:
        detection = detect(file, encoding)
        start = file.tell()
        with collector_paused():
            codec = Codec(detection)
            raws = [raw for block in line_blocks(file, codec) for raw in split_lines(block, codec)]
            found = tuple([Record(raw, line, codec) for line, raw in enumerate(raws, 1)])
        file.seek(start)
    return Document(found, detection)


class Reader:
    r"""Records from bytes that arrive bit by bit, however they are cut.

    Args:
        encoding: The name of the encoding. Unless it is given, lines wait from the first letter that is not
            ASCII until a mebibyte has come or the end, and the encoding is decided from what has come.

    Raises:
        SieUsageError: There is no such encoding.

    Example:
        >>> reader = Reader()
        >>> reader.feed(b"#FLAGGA 0\n#FOR")
        [Record(line=1, raw=b'#FLAGGA 0\n')]
        >>> reader.feed(b"MAT PC8") + reader.close()
        [Record(line=2, raw=b'#FORMAT PC8')]
    """

    def __init__(self, *, encoding: str | None = None) -> None:
        self._encoding = encoding
        if encoding is not None:
            detect(b"", encoding)
        self._codec: Codec | None = None
        self._pending: list[bytes] = []  # joined only when a line is complete, so that long lines cost no more
        self._size = 0
        self._start = b""  # the first lines, if they were given out before the encoding was decided
        self._begun = False
        self._waiting = False  # a letter that is not ASCII has come, and the encoding is not decided
        self._line = 0
        self._closed = False

    @property
    def detection(self) -> Detection | None:
        """What the encoding is, once that is decided."""
        return self._codec.detection if self._codec else None

    def feed(self, data: bytes) -> list[Record]:
        """Take more bytes; returns the records that are complete.

        Args:
            data: Any number of bytes.

        Raises:
            SieUsageError: The reader is closed.
        """
        if self._closed:
            raise SieUsageError("The reader is closed.", "Läsaren är stängd.")
        if not isinstance(data, bytes | bytearray | memoryview):
            raise SieUsageError(
                f"Feed the reader bytes, not {type(data).__name__}.",
                f"Mata läsaren med bytes, inte {type(data).__name__}.",
            )
        data = bytes(data)
        self._pending.append(data)
        self._size += len(data)
        if not self._begun:
            data = self._joined()
            if len(data) < 4:
                return []
            self._begun = True
            if self._encoding is not None or data.startswith(tuple(bom for bom, _ in BOMS)) or looks_wide(data):
                self._decide(data)
        if self._codec is not None:
            return self._drain() if b"\n" in data else []
        out: list[Record] = []
        if not self._waiting:
            if data.isascii():
                return self._ascii_lines(len(self._joined())) if b"\n" in data else []
            self._waiting = True
            held = self._joined()
            out = self._ascii_lines(next(i for i, byte in enumerate(held) if byte > 127))
        if self._size >= BLOCK:
            held = self._joined()
            self._decide(held[: held.rfind(b"\n", 0, BLOCK) + 1] or held[:BLOCK])
            out += self._drain()
        return out

    def close(self) -> list[Record]:
        """The end of the file: returns the records that remain."""
        self._closed = True
        if self._codec is None:
            self._decide(self._joined())
        assert self._codec is not None
        rest = self._joined()
        self._pending, self._size = [], 0  # closed again, there is nothing left
        return self._records(rest, self._codec)

    def _joined(self) -> bytes:
        if len(self._pending) > 1:
            self._pending = [b"".join(self._pending)]
        return self._pending[0] if self._pending else b""

    def _keep(self, rest: bytes) -> None:
        self._pending, self._size = [rest], len(rest)

    def _ascii_lines(self, before: int) -> list[Record]:
        """Give out the complete lines before a place: ASCII is the same in every encoding that is still possible."""
        held = self._joined()
        cut = held.rfind(b"\n", 0, before) + 1
        self._keep(held[cut:])
        if len(self._start) < BLOCK // 16:
            self._start += held[:cut]
        return self._records(held[:cut], Codec(Evidence().result()))

    def _decide(self, weighed: bytes) -> None:
        self._codec = Codec(detect(self._start + weighed, self._encoding))
        bom = self._codec.detection.bom
        if bom and not self._line:
            self._keep(self._joined()[len(bom) :])

    def _drain(self) -> list[Record]:
        codec = self._codec
        assert codec is not None
        held = self._joined()
        newline = codec.encode("\n") if codec.wide else b"\n"
        at = held.rfind(newline)
        while codec.wide and at > 0 and at % 2:
            at = held.rfind(newline, 0, at + 1)
        if at < 0 or (codec.wide and at % 2):
            return []
        cut = at + len(newline)
        self._keep(held[cut:])
        return self._records(held[:cut], codec)

    def _records(self, block: bytes, codec: Codec) -> list[Record]:
        first = self._line + 1
        found = [Record(raw, n, codec) for n, raw in enumerate(split_lines(block, codec), first)]
        self._line += len(found)
        return found


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking values that have no cycles; restored whatever happens."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
