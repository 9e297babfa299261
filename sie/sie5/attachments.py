"""The documents in a SIE 5 file, and how they get out of it: only when asked, under harmless names, over nothing."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from sie.errors import SieFileError
from sie.ledger.parts import Attachment

__all__ = ["extract", "safe_name"]

# No letter that means something to a file system or a shell, none that cannot be seen.
_LETTER = re.compile(r"[\w .,()+=@&-]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_LONGEST = 120


def safe_name(attachment: Attachment) -> str:
    r"""A name for the file of a document that cannot leave its folder nor do any harm in it.

    Args:
        attachment: The document.

    Example:
        >>> safe_name(Attachment(id="7", name="../../etc/pass\nwd"))
        '7-passwd'
        >>> safe_name(Attachment(id="8", name="C:\\Kvitton\\taxi å.pdf")), safe_name(Attachment(id="x/9"))
        ('8-taxi å.pdf', '9')
    """
    last = re.split(r"[/\\]", attachment.name or "")[-1]
    last = "".join(letter for letter in unicodedata.normalize("NFC", last) if _LETTER.fullmatch(letter)).strip(" .")
    if _RESERVED.match(last):
        last = f"_{last}"
    stem, dot, suffix = last.rpartition(".")
    if len(last) > _LONGEST:
        last = f"{stem[: _LONGEST - 20]}{dot}{suffix[:19]}" if dot else last[:_LONGEST]
    number = "".join(letter for letter in attachment.id if letter.isascii() and letter.isalnum())[-20:]
    if attachment.id != number:
        number = number[-1:] or "0"
    return f"{number}-{last}" if last else number


def _another(name: str, taken: set[str]) -> str:
    """The name, or one like it that no document of this file has got: capitals are no difference everywhere."""
    stem, dot, suffix = name.rpartition(".")
    other, number = name, 1
    while other.casefold() in taken:
        number += 1
        other = f"{stem}-{number}{dot}{suffix}" if dot else f"{name}-{number}"
    taken.add(other.casefold())
    return other


def extract(documents: Iterable[Attachment], folder: str | os.PathLike[str]) -> list[Path]:
    """Write the embedded files of documents to a folder; addresses of files are not followed.

    Args:
        documents: Of ``documents(source)``, or ``ledger.sie5.documents``.
        folder: Made if it is not there. Nothing in it is ever overwritten.

    Returns:
        The files that were written.

    Raises:
        SieFileError: The folder cannot be made, or a file of that name is there; nothing is then written over.
    """
    place = Path(folder)
    done: list[Path] = []
    taken: set[str] = set()
    try:
        place.mkdir(parents=True, exist_ok=True)
        for attachment in documents:
            if attachment.content is None:
                continue
            path = place / _another(safe_name(attachment), taken)
            with path.open("xb") as file:
                file.write(attachment.content)
            done.append(path)
    except FileExistsError as error:
        name = error.filename or place
        raise SieFileError(
            f"{name} is there already and is not written over; choose an empty folder.",
            f"{name} finns redan och skrivs inte över; välj en tom mapp.",
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise SieFileError(f"Cannot write {place}: {reason}.", f"Kan inte skriva {place}: {reason}.") from None
    return done
