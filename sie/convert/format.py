"""What a format is: a row of data about it, and the names of the functions that read and write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from sie.spec.labels import BY_NAME, LABELS

__all__ = ["EVERYTHING", "EXTRAS", "WHOLE", "Format", "all_but"]

WHOLE = ("*",)
"""All fields of a label."""

EXTRAS = "extras"
"""Stands for a label: records with unknown labels, and fields that the standard does not have."""

_ABOUT_THE_FILE = frozenset(label.name for label in LABELS if label.store == "file")


def all_but(loses: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What a format keeps that keeps everything but this.

    Args:
        loses: Fields by label, by their names in the label table, or ``WHOLE``. ``EXTRAS`` may be a label, and
            ``twin`` a field of ``#RTRANS``.

    Raises:
        ValueError: There is no such label or field.

    Example:
        >>> all_but({"#ADRESS": ("company.address.phone",)})["#ADRESS"]
        ('company.address.contact', 'company.address.street', 'company.address.city')
    """
    kept: dict[str, tuple[str, ...]] = {}
    unknown = set(loses) - set(EVERYTHING)
    if unknown:
        raise ValueError(f"no such label: {', '.join(sorted(unknown))}")
    for name in EVERYTHING:
        gone = loses.get(name, ())
        if gone == WHOLE:
            continue
        if not gone:
            kept[name] = WHOLE
            continue
        fields = tuple(field.name for field in BY_NAME[name].fields) + (("twin",) if name == "#RTRANS" else ())
        if not set(gone) <= set(fields):
            raise ValueError(f"{name} has no field {', '.join(sorted(set(gone) - set(fields)))}")
        kept[name] = tuple(field for field in fields if field not in gone)
    return kept


EVERYTHING: Mapping[str, tuple[str, ...]] = {
    **{label.name: WHOLE for label in LABELS if label.name not in _ABOUT_THE_FILE},
    EXTRAS: WHOLE,
}
"""All that books can hold: every label that says something about them, and what the standard does not have."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format that books can be written to, read from, or both.

    ``reads`` names a function ``(source: Path, options: Options) -> Ledger``, ``writes`` a function
    ``(ledger: Ledger, target: Path, options: Options) -> None``, each as ``"module:function"``; they are imported
    when they are used. The target is a new file that the caller then moves to its place; a format that can be
    written to a folder gets an empty folder instead when the user asks for one (``target.is_dir()``).

    Attributes:
        name: For ``--to`` and ``--from``.
        suffixes: Of its files, in lower case, with the point; the longest that fits wins.
        en: What it is, in a line of English.
        sv: What it is, in a line of Swedish.
        keeps: What it keeps, by label: names of fields from the label table, or ``WHOLE``. A label that is not
            here is not kept. ``EXTRAS`` stands for what the standard does not have. See ``all_but``.
        equal: What is read back is equal to what was written. Needs ``keeps`` to be everything.
        reads: The function that reads it; empty when it cannot be read.
        writes: The function that writes it; empty when it cannot be written.
        sie5: It keeps what only SIE 5 has a place for (``sie.ledger.parts``); else that is taken away before writing,
            and told.
        also: A function ``(ledger: Ledger, options: Options) -> Iterable[Diagnostic]`` that tells what else is lost.
        extra: What to install, ``sie[extra]``, when an import fails.
        read_options: Names of the options that reading it takes (``OPTION_NAMES``).
        write_options: Names of the options that writing it takes.
        container: Whether it can be written to a folder as well.
        magic: How its files begin, for input without a telling name.
        members: Names of files in a zip archive of this format, for the same.

    Example:
        >>> Format(name="toml", suffixes=(".toml",), en="TOML", sv="TOML", writes="mypackage.toml:write").name
        'toml'
    """

    name: str
    suffixes: tuple[str, ...]
    en: str
    sv: str
    keeps: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: EVERYTHING)
    equal: bool = False
    reads: str = ""
    writes: str = ""
    sie5: bool = False
    also: str = ""
    extra: str = ""
    read_options: tuple[str, ...] = ()
    write_options: tuple[str, ...] = ()
    container: Literal["file", "folder or file"] = "file"
    magic: tuple[bytes, ...] = ()
    members: tuple[str, ...] = ()

    def lost(self, label: str) -> tuple[str, ...]:
        """The fields of a label that are not kept: ``WHOLE`` for the record as a whole, ``()`` for none.

        Example:
            >>> Format(name="x", suffixes=(), en="", sv="", keeps={"#VER": ("series", "number", "date")}).lost("#VER")
            ('text', 'registered', 'sign')
        """
        kept = self.keeps.get(label, ())
        if kept == WHOLE or label in _ABOUT_THE_FILE:
            return ()
        if not kept:
            return WHOLE
        names = [field.name for field in BY_NAME[label].fields] + (["twin"] if label == "#RTRANS" else [])
        return tuple(name for name in names if name not in kept)
