"""What a file is that is not SIE 1-4, from its first bytes, and the finding that says so."""

from __future__ import annotations

import msgspec

from sie.diagnostics import Diagnostic
from sie.text.findings import FINDINGS

__all__ = ["NOT_SIE", "SIE5", "Guess", "not_sie", "sniff"]

NOT_SIE = ("SIE001", "SIE002", "SIE702", "SIE703")
"""The codes that say that there is no SIE file here at all."""


class Guess(msgspec.Struct, frozen=True, gc=False):
    """What a file looks like, in English and in Swedish; ``certain`` when there is no point in reading on."""

    en: str
    sv: str
    certain: bool


SIE5 = Guess("a SIE 5 file (XML)", "en SIE 5-fil (XML)", True)
"""A file that ``sie.sie5`` reads; ``sie.load`` hands it over."""

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "ett zip-arkiv eller en Excel-arbetsbok"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "en äldre Excel- eller Word-fil"),
    (b"%PDF", "a PDF", "en PDF"),
    (b"\x1f\x8b", "a gzip archive", "ett gzip-arkiv"),
    (b"\x89PNG", "a picture", "en bild"),
    (b"\xff\xd8\xff", "a picture", "en bild"),
    (b"SQLite format 3\x00", "a database", "en databas"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "ett 7-Zip-arkiv"),
    (b"Rar!", "a RAR archive", "ett RAR-arkiv"),
    (b"{\\rtf", "an RTF document", "ett RTF-dokument"),
)


def sniff(head: bytes) -> Guess | None:
    r"""What a file is that is not SIE 1-4.

    Args:
        head: The first bytes of the file, without byte order mark.

    Returns:
        ``None`` when nothing speaks against SIE.

    Example:
        >>> sniff(b"PK\x03\x04...")
        Guess(en='a zip archive or an Excel workbook', sv='ett zip-arkiv eller en Excel-arbetsbok', certain=True)
    """
    for magic, en, sv in _MAGIC:
        if head.startswith(magic):
            return Guess(en, sv, True)
    start = head.lstrip()[:256].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Guess("a web page", "en webbsida", True)
    if start.startswith(b"<") and (b"<sie" in head.lower() or b"sie.se/sie5" in head.lower()):
        return SIE5
    if start.startswith(b"<?xml"):
        return Guess("an XML file", "en XML-fil", True)
    if start.startswith((b"{", b"[")) and b'"' in start[:40] and b"#" not in head:
        return Guess("a JSON file", "en JSON-fil", False)
    return None


def not_sie(head: bytes, has_records: bool | None = None) -> Diagnostic | None:
    """The finding that a file is no SIE file, ``None`` if it may be one.

    Args:
        head: The first bytes of the file, without byte order mark.
        has_records: Whether any line had a label of the standard; ``None`` before anybody has looked.

    Example:
        >>> not_sie(b"").code, not_sie(b"hej", has_records=False).code, not_sie(b"#FLAGGA 0")
        ('SIE001', 'SIE002', None)
    """
    if not head:
        return Diagnostic(FINDINGS["SIE001"])
    guess = sniff(head)
    if (guess is not None and guess.certain) or has_records is False:
        guess = guess or Guess("something else", "något annat", False)
        return Diagnostic(FINDINGS["SIE002"], {"what": guess.en, "what_sv": guess.sv})
    return None
