"""Text to bytes: quoting, letters that an encoding lacks, and files written whole or not at all.

Spec: paragraphs 5.7-5.8 and 12.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from sie.errors import SieFileError, SieUsageError

__all__ = [
    "PROPOSALS",
    "Substitution",
    "Substitutions",
    "Target",
    "beside",
    "check_folder",
    "check_writable",
    "current_umask",
    "encode",
    "folder_beside",
    "propose",
    "quote",
    "write_atomically",
    "write_folder",
    "write_to",
]

Target = str | os.PathLike[str] | BinaryIO
"""Where a file goes: a path, or a binary file that is open for writing."""

# What needs quotes: blanks, what ends a field elsewhere, and nothing at all.
_NEEDS_QUOTES = re.compile(r'[ \t"{}]')

PROPOSALS: dict[str, str] = {
    "€": "EUR", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "…": "...", "’": "'", "‘": "'", "‚": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‹": "<", "›": ">", "•": "*", "§": "par.", "¶": "", "¤": "SEK", "©": "(c)",
    "®": "(R)", "™": "(TM)", "ø": "ö", "Ø": "Ö", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L",
    "œ": "oe", "Œ": "OE", "×": "x", "¹": "1", "³": "3", "‰": "promille", "\u2009": " ", "\u202f": " ", "\u2007": " ",
    "\u200b": "", "\u200d": "", "\ufeff": "", "\u00ad": "", "\u2028": " ", "\u2029": " ", "\u0085": " ", "¾": "3/4",
}  # fmt: skip
"""What to write instead of signs that CP437 lacks. Other letters lose their accents, the rest becomes ``?``."""


def quote(value: str, always: bool = False) -> str:
    r"""A field as it is written: quotes only where they are needed.

    Args:
        value: The text.
        always: Quote it even if nothing demands it.

    Spec: paragraph 5.7. A text that ends in a backslash has no correct form with quotes; see ``render``.

    Example:
        >>> print(quote("Kassa"), quote("Liten kassa"), quote('Kassa "A"'), quote(""))
        Kassa "Liten kassa" "Kassa \"A\"" ""
    """
    if value and not always and not _NEEDS_QUOTES.search(value):
        return value
    return '"' + value.replace('"', '\\"') + '"'


def propose(text: str, encoding: str = "cp437", table: Mapping[str, str] = PROPOSALS) -> str:
    """The text with every letter that the encoding lacks replaced by the nearest that it has.

    Args:
        text: What should be written.
        encoding: The name of the encoding.
        table: What to write for which sign, before accents are dropped.

    Example:
        >>> propose("5 € – Škoda")
        '5 EUR - Skoda'
    """
    text = unicodedata.normalize("NFC", text)
    out = []
    for character in text:
        if character < " " or character == "\x7f":
            out.append(" ")
        elif _has(encoding, character):
            out.append(character)
        elif character in table:
            out.append(table[character])
        else:
            bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
            out.append(bare if bare and bare != character and _has(encoding, bare) else "?")
    return "".join(out)


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class Substitution(msgspec.Struct, frozen=True, gc=False):
    """A text that was written differently from what it is: where, what it was, what was written."""

    line: int
    label: str
    field: str
    before: str
    after: str


class Substitutions:
    """Leave to replace what an encoding or the format cannot express; keeps a list of every replacement.

    Args:
        table: What to write for which sign; the proposals of this library unless given.

    Attributes:
        made: The substitutions, in the order of writing.

    Example:
        >>> import sie
        >>> policy = sie.Substitutions({"€": "euro"})
        >>> _ = sie.dumps(sie.Ledger(company=sie.Company(name="5 € AB")), substitute=policy)
        >>> [(s.label, s.before, s.after) for s in policy.made]
        [('#FNAMN', '5 € AB', '5 euro AB')]
    """

    def __init__(self, table: Mapping[str, str] | None = None) -> None:
        self.table = PROPOSALS if table is None else {**PROPOSALS, **table}
        self.made: list[Substitution] = []

    def __repr__(self) -> str:
        return f"Substitutions({len(self.made)} made)"


def encode(text: str, encoding: str) -> bytes:
    r"""The bytes of a text in an encoding.

    Args:
        text: Any text.
        encoding: The name of the encoding.

    Raises:
        UnicodeEncodeError: The encoding lacks a letter.

    Example:
        >>> encode("Åre", "cp437")
        b'\x8fre'
    """
    if encoding.startswith("utf-"):
        return text.encode(encoding)
    # Python's code pages go letter by letter. Nearly all text is Latin-1, which is a table away from any of them.
    table, missing = _latin_table(encoding)
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode(encoding)
    if len(data.translate(None, missing)) != len(data):
        return text.encode(encoding)
    return data.translate(table)


@functools.cache
def _latin_table(encoding: str) -> tuple[bytes, bytes]:
    """The bytes of the Latin-1 letters in another code page, and the letters that it lacks."""
    table = bytearray(range(256))
    missing = bytearray()
    for letter in range(256):
        try:
            table[letter] = chr(letter).encode(encoding)[0]
        except UnicodeEncodeError:
            missing.append(letter)
    return bytes(table), bytes(missing)


def write_to(target: Target, data: bytes) -> None:
    """Write bytes to a path (whole or not at all) or to an open binary file.

    Args:
        target: A path, or a binary file.
        data: The bytes.

    Raises:
        SieFileError: The file cannot be written.
        SieUsageError: The target is neither.
    """
    if isinstance(target, str | os.PathLike):
        write_atomically(target, data)
    elif hasattr(target, "write"):
        try:
            rest = memoryview(data)
            while rest:  # a raw file may take less than it is given
                taken = target.write(rest)
                rest = rest[len(rest) if taken is None else taken :]
        except OSError as error:
            reason = error.strerror or str(error)
            raise SieFileError(f"Cannot write: {reason}.", f"Kan inte skriva: {reason}.") from error
        except TypeError:
            raise SieUsageError("Open the file in binary mode ('wb').", "Öppna filen i binärt läge ('wb').") from None
    else:
        raise SieUsageError(
            f"Cannot write to {type(target).__name__}: give a path or a binary file.",
            f"Kan inte skriva till {type(target).__name__}: ange en sökväg eller en binär fil.",
        )


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file beside its place and move it there, so that nobody ever sees half of it.

    Args:
        path: Where the file goes; an existing file is replaced and its permissions are kept.
        data: The bytes.

    Raises:
        SieFileError: The file cannot be written; what stood there before still does.
    """
    with beside(path) as place:
        place.write_bytes(data)


@contextlib.contextmanager
def beside(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A place for a file, beside where it belongs; it is moved there when the block ends well.

    Args:
        path: Where the file goes; an existing file is replaced and its permissions are kept.

    Yields:
        The path of an empty file to be written.

    Raises:
        SieFileError: The file cannot be written; what stood there before still does.
    """
    place = Path(path)
    try:
        # A device or a pipe cannot be replaced, only written to; a folder says so itself.
        fixed = place.exists() and not place.is_file()
        if fixed and place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if place.is_symlink() and not fixed:  # /dev/stdout is a link to what is no path
            place = place.resolve()
        folder = None if fixed else place.parent
        handle, text = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".tmp", dir=folder)
        os.close(handle)
    except (OSError, ValueError, RuntimeError) as error:  # a circle of links is a RuntimeError
        raise _cannot_write(place, error) from error
    name = Path(text)
    try:
        yield name
        if fixed:
            with name.open("rb") as made, place.open("wb") as file:
                shutil.copyfileobj(made, file)
            name.unlink()
        else:
            _settle(name, place)
    except BaseException as error:
        with contextlib.suppress(OSError):
            name.unlink()
        if isinstance(error, OSError) and not isinstance(error, SieFileError):
            raise _cannot_write(place, error) from error
        raise


def _cannot_write(place: Path, error: Exception) -> SieFileError:
    reason = getattr(error, "strerror", None) or str(error)
    return SieFileError(f"Cannot write {place}: {reason}.", f"Kan inte skriva {place}: {reason}.")


def _settle(name: Path, place: Path) -> None:
    """Make sure that a file is on the disk, and move it to its place."""
    with name.open("rb+") as file:
        os.fsync(file.fileno())
    if place.exists():
        was = place.stat()
        with contextlib.suppress(OSError, AttributeError):  # not everybody may, and Windows has no such thing
            os.chown(name, was.st_uid, was.st_gid)
        name.chmod(was.st_mode & 0o7777)
    else:
        name.chmod(0o666 & ~current_umask())
    name.replace(place)


def check_writable(target: str | os.PathLike[str]) -> None:
    """Say, before any work is done, that a file cannot be written.

    Args:
        target: The file.

    Raises:
        SieFileError: It is a folder, or its folder is not there or cannot be written to.
    """
    place = Path(target)
    try:
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        tempfile.TemporaryDirectory(prefix=".sie.", dir=place.absolute().parent).cleanup()
    except (OSError, ValueError) as error:
        raise _cannot_write(place, error) from error


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Say, before any work is done, that files cannot be written into a folder.

    Args:
        folder: Where they are to go.

    Raises:
        SieUsageError: It is a file, or the folder holds something.
        SieFileError: It cannot be read or written.
    """
    place = Path(folder)
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise SieUsageError(
                f"{place} holds something already: name a new folder.",
                f"{place} innehåller redan något: ange en ny mapp.",
            )
        above = next(path for path in (place, *place.absolute().parents) if path.exists())
        # Permissions tell little on a medium that is read-only, or elsewhere: it is tried.
        tempfile.TemporaryDirectory(prefix=".sie.", dir=above).cleanup()
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        raise _cannot_write(place, error) from error


@contextlib.contextmanager
def folder_beside(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """A place for a folder, beside where it belongs; it is moved there when the block ends well.

    An empty folder that is there stays, and what was made is moved into it: it may be a medium of its own, or the one
    that somebody stands in.

    Args:
        folder: A folder that does not exist yet, or is empty.

    Yields:
        The path of an empty folder to be filled.

    Raises:
        SieUsageError: The folder holds something.
        SieFileError: It cannot be made or moved.
    """
    place = Path(folder)
    check_folder(place)
    try:
        there = place.exists()
        if not there:
            place.parent.mkdir(parents=True, exist_ok=True)
        near = place.absolute() if there else place.absolute().parent
        made = Path(tempfile.mkdtemp(prefix=f".{place.name[:40]}.", suffix=".tmp", dir=near))
    except (OSError, ValueError) as error:
        raise _cannot_write(place, error) from error
    try:
        yield made
        if there:
            for path in sorted(made.iterdir()):
                path.rename(near / path.name)
            made.rmdir()
        else:
            made.chmod(0o777 & ~current_umask())
            made.rename(place)
    except BaseException as error:
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError) and not isinstance(error, SieFileError):
            raise _cannot_write(place, error) from error
        raise


def write_folder(folder: str | os.PathLike[str], files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder: all of them, or none.

    Args:
        folder: A folder that does not exist yet, or is empty.
        files: Their bytes by name; ``a/b`` is ``b`` in the folder ``a`` of that folder.

    Returns:
        The folder.

    Raises:
        SieUsageError: The folder holds something.
        SieFileError: It cannot be read or written.
    """
    with folder_beside(folder) as made:
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, data)
    return Path(folder)


def current_umask() -> int:
    """The permissions that new files are not given."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
