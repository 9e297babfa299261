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


def _confusion(was: str, wrong: str, letters: str, between: str) -> _Confusion:
    """A confusion of letters that stand between certain others; of any if ``between`` is empty."""
    seen = "|".join(re.escape("".join(_as_read(b, wrong) for b in letter.encode(was))) for letter in letters)
    body = f"(?<=[{between}])(?:{seen})(?=[{between}])" if between else seen
    return _Confusion(was, wrong, re.compile(body))


def _as_read(byte: int, wrong: str) -> str:
    try:
        return bytes([byte]).decode(wrong)
    except UnicodeDecodeError:
        return chr(byte)


_CONFUSIONS = (
    _confusion("utf-8", "cp1252", "åäöÅÄÖé", ""),
    _confusion("utf-8", "cp437", "åäöÅÄÖé", ""),
    # One sign for one letter: a quotation mark proves nothing unless it stands inside a word.
    _confusion("cp437", "cp1252", "åäö", _LETTER),
    _confusion("cp437", "cp1252", "ÅÄÖ", "A-Z"),
    _confusion("cp1252", "cp437", "åäö", _LETTER),
    _confusion("cp1252", "cp437", "ÅÄÖ", "A-Z"),
)
_TRIGGERS = "Ã├†„”Ž™\x8fσΣ÷┼─╓\ufffd"
_LOST = re.compile("\ufffd|\\?(?<=[a-zåäö]\\?)(?=[a-zåäö])")
_SWEDISH = re.compile("[åäöÅÄÖéÉ]")
_ODD = re.compile("[^\x00-\x7fåäöÅÄÖéÉèüÜ„”]")
_ADDRESS = re.compile(r"=|www\.|://|\.\w{2,4}\?")
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
            proposal: str
            whole = confusion.was == "utf-8"  # several signs for one letter: no text looks like that by itself
            if not whole and _SWEDISH.search(text):
                if confusion.wrong == "cp1252":
                    continue  # had it been misread, its other letters would be gone too
                proposal = _undo_each(text, confusion)
            elif not whole and _REAL_QUOTE.search(text):
                proposal = _undo_each(text, confusion)
            else:
                proposal = _undo(text, confusion.was, confusion.wrong) or _undo_each(text, confusion)
            if whole or not _ODD.search(proposal):
                return Mojibake(match.start(), text, confusion.was, confusion.wrong, proposal)
    lost = _LOST.search(text)
    if lost is None or (lost.group() == "?" and (len(_LOST.findall(text)) < 2 or _ADDRESS.search(text))):
        return None  # one question mark between letters is a typing error more often than a lost letter
    return Mojibake(lost.start(), text)


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
