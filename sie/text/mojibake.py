"""Text that was decoded with the wrong encoding before it reached the file: recognised, and undone as a proposal.

Reading never changes such a text; it says what it should have been.
"""

from __future__ import annotations

import re

import msgspec

__all__ = ["Mojibake", "mojibake", "suspects"]

_LETTER = r"A-Za-zåäöÅÄÖéÉüÜ"


class Mojibake(msgspec.Struct, frozen=True, gc=False):
    """A text that was decoded with the wrong encoding once: what it was, what it was read as, what it should be.

    ``proposal`` is ``None`` when the letters are gone for good.
    """

    start: int
    text: str
    was: str = ""
    wrong: str = ""
    proposal: str | None = None


class _Confusion(msgspec.Struct, frozen=True):
    """A way in which Swedish text is misread: what it was, what it was read as, what then comes out."""

    was: str
    wrong: str
    pattern: re.Pattern[str]


def _confusion(was: str, wrong: str, letters: str, inside_word: bool) -> _Confusion:
    seen = "|".join(re.escape("".join(_as_read(b, wrong) for b in letter.encode(was))) for letter in letters)
    body = f"(?<=[{_LETTER}])(?:{seen})(?=[{_LETTER}])" if inside_word else seen
    return _Confusion(was, wrong, re.compile(body))


def _as_read(byte: int, wrong: str) -> str:
    try:
        return bytes([byte]).decode(wrong)
    except UnicodeDecodeError:
        return chr(byte)


_CONFUSIONS = (
    _confusion("utf-8", "cp1252", "åäöÅÄÖé", False),
    _confusion("utf-8", "cp437", "åäöÅÄÖé", False),
    # One sign for one letter: a quotation mark proves nothing unless it stands inside a word.
    _confusion("cp437", "cp1252", "åäö", True),
    _confusion("cp1252", "cp437", "åäö", True),
)
_TRIGGERS = "Ã├†„”σΣ÷\ufffd"
_LOST = re.compile("\ufffd|\\?(?<=[a-zåäö]\\?)(?=[a-zåäö])")
_REAL_QUOTE = re.compile(f"(?<![{_LETTER}])[„”][^„”]*[„”](?![{_LETTER}])")


def suspects(text: str) -> bool:
    """Whether a text holds anything that ``mojibake`` could object to: a quick look at a whole block."""
    return any(sign in text for sign in _TRIGGERS) or ("?" in text and _LOST.search(text) is not None)


def mojibake(text: str) -> Mojibake | None:
    """Recognise a text that was decoded with the wrong encoding before it was written to the file.

    Args:
        text: One field, or any piece of text.

    Returns:
        What it was, what it was read as and what it should be; ``None`` for a text that looks right.

    Example:
        >>> mojibake("FÃ¶rsÃ¤ljning").proposal
        'Försäljning'
        >>> mojibake("Ink”p tj„nster").proposal
        'Inköp tjänster'
        >>> mojibake("Inköp ”special”") is None
        True
    """
    if not text.isascii():
        for confusion in _CONFUSIONS:
            match = confusion.pattern.search(text)
            if match is None:
                continue
            was, wrong = confusion.was, confusion.wrong
            proposal = None if was != "utf-8" and _REAL_QUOTE.search(text) else _undo(text, was, wrong)
            if proposal is None:
                proposal = _undo_each(text, confusion)
            return Mojibake(match.start(), text, was, wrong, proposal)
    lost = _LOST.search(text)
    if lost and not (lost.group() == "?" and ("=" in text or "www." in text or "://" in text)):
        return Mojibake(lost.start(), text)
    return None


def _undo_each(text: str, confusion: _Confusion) -> str:
    """The text with only what the pattern matches undone."""

    def undone(match: re.Match[str]) -> str:
        return _undo(match.group(), confusion.was, confusion.wrong) or match.group()

    return confusion.pattern.sub(undone, text)


def _undo(text: str, was: str, wrong: str) -> str | None:
    """The text as it was before it was read with the wrong encoding; ``None`` if it does not come out whole."""
    raw = bytearray()
    for character in text:
        try:
            raw += character.encode(wrong)
        except UnicodeEncodeError:
            if not 0x80 <= ord(character) <= 0x9F:
                return None
            raw.append(ord(character))
    try:
        return raw.decode(was)
    except UnicodeDecodeError:
        return None
