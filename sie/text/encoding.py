"""Which encoding a file really has, decided from its bytes, and text from bytes without losing a letter.

Evidence, in order: byte order mark; UTF-8 with at least one sequence of several bytes; the bytes of Swedish
letters in CP437, CP1252 and Mac Roman counted against each other; ``chardet``; CP437 when nothing speaks
against it. ``#FORMAT`` is compared and never trusted. Spec: paragraphs 5.7-5.8.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

__all__ = [
    "AMBIGUOUS",
    "BOMS",
    "Codec",
    "Detection",
    "Evidence",
    "Note",
    "canonical_name",
    "looks_wide",
    "misread",
]

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The letters that a Swedish text cannot do without, and the byte of each in the code pages that are met.
_SWEDISH = "åäöÅÄÖ"
# Other letters and signs that tell the pages apart where no Swedish letter does. In CP1252 only those whose bytes
# are Greek letters or line drawing in CP437: its ø and æ are ° and µ there, which are just as likely.
_OTHERS = {"cp437": "éÉüÜèàçêëïîñ°µ½¼²±", "cp1252": "éÉüÜèàçêë", "mac-roman": "éèç"}
_CODE_PAGES = ("cp437", "cp1252", "mac-roman")


def _bytes_of(letters: str, code_page: str) -> frozenset[int]:
    return frozenset(b for c in letters for b in c.encode(code_page, "ignore"))


_LETTER_BYTES = {page: _bytes_of(_SWEDISH, page) for page in _CODE_PAGES}
_OTHER_BYTES = {page: _bytes_of(_OTHERS[page], page) for page in _CODE_PAGES}

_ASCII = bytes(range(128))
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf4][\x80-\xbf]{3}"
)
_FORMAT = re.compile(rb'^[ \t]*#FORMAT[ \t]+"?([^\s"]+)', re.IGNORECASE | re.MULTILINE)
_SAMPLE = 1 << 16

_REASONS = {
    "caller": ("named by the caller", "angiven av anroparen"),
    "text": ("given as text", "given som text"),
    "bom": ("byte order mark", "byteordningsmarkering"),
    "nul-bytes": ("every other byte is zero", "varannan byte är noll"),
    "ascii": ("only ASCII letters", "bara ASCII-tecken"),
    "utf-8": (
        "UTF-8 sequences: {count}, bytes against: {against}",
        "UTF-8-sekvenser: {count}, byte som talar emot: {against}",
    ),
    "letters": (
        "letters that fit: {count}, against: {against}",
        "bokstäver som stämmer: {count}, som talar emot: {against}",
    ),
    "chardet": ("guessed by chardet", "gissad av chardet"),
    "xml": ("the XML declaration, or UTF-8 without one", "XML-deklarationen, eller UTF-8 utan den"),
    "none": ("no evidence; the standard's own encoding", "inget talar för något; standardens egen kodning"),
}


def canonical_name(encoding: str) -> str | None:
    """The name that this library uses for an encoding, ``None`` when Python does not know it.

    Example:
        >>> canonical_name("IBM437"), canonical_name("latin1"), canonical_name("nonsense")
        ('cp437', 'cp1252', None)
    """
    try:
        name = codecs.lookup(encoding).name
        if name not in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii"):
            # One byte a letter, and ASCII where ASCII is: nothing else has ever carried SIE.
            letters = bytes(range(256)).decode(name, "replace")
            if len(letters) != 256 or letters[:128] != _ASCII.decode("ascii"):
                return None
    except (LookupError, UnicodeError, TypeError, ValueError, AttributeError, AssertionError):
        return None
    return {"iso8859-1": "cp1252", "utf-8-sig": "utf-8", "ascii": "cp437", "utf-16": "utf-16-le"}.get(name, name)


def looks_wide(head: bytes) -> str | None:
    r"""UTF-16 without a byte order mark, by its first two letters.

    Example:
        >>> looks_wide(b"#\0F\0"), looks_wide(b"#FLA")
        ('utf-16-le', None)
    """
    if len(head) < 4:
        return None
    zeros = "".join("0" if byte == 0 else "x" for byte in head[:4])
    return {"x0x0": "utf-16-le", "0x0x": "utf-16-be"}.get(zeros)


class Detection(msgspec.Struct, frozen=True, kw_only=True):
    """What encoding a file has and how that is known.

    ``confidence`` runs from 0 to 1. ``declared`` is the value of ``#FORMAT``; ``agrees`` says whether it is
    true (``PC8`` for CP437), ``None`` when there is none. ``signatures`` counts those of a SIE 5 file.
    """

    encoding: str
    confidence: float = 1.0
    reason: str = "none"
    count: int = 0
    against: int = 0
    bom: bytes = b""
    declared: str | None = None
    checksummed: bool = False
    head: bytes = b""
    signatures: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether ``#FORMAT`` tells the truth; ``None`` without ``#FORMAT``."""
        if self.declared is None:
            return None
        if self.declared.upper() == "PC8":
            return self.encoding == "cp437" or self.reason == "ascii"
        return canonical_name(self.declared) == self.encoding

    def evidence(self, language: str = "en") -> str:
        """How the encoding is known, in words."""
        texts = _REASONS.get(self.reason, _REASONS["none"])
        return texts[1 if language == "sv" else 0].format(count=self.count, against=self.against)


class Evidence:
    """Collects evidence from blocks of whole lines, in constant memory."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.sequences = 0
        self._head = b""
        self._sample = bytearray()
        self._checksum = False

    def update(self, block: bytes) -> None:
        """Take a block into account; it must end where a line ends."""
        self._checksum = self._checksum or b"#KSUMMA" in block or b"#ksumma" in block
        if len(self._head) < _SAMPLE:
            self._head += block[: _SAMPLE - len(self._head)]
        if block.isascii():
            return
        high = block.translate(None, _ASCII)
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            found = _SEQUENCE.findall(block) if any(0xC2 <= b <= 0xF4 for b in set(high)) else []
            self.sequences += len(found)
            if found:
                high = _SEQUENCE.sub(b"", block).translate(None, _ASCII)
            self.counts.update(high)
        else:
            self.sequences += sum(n for b, n in Counter(high).items() if b >= 0xC2)
        if len(self._sample) < _SAMPLE:
            self._sample += b"\n".join(line for line in block.split(b"\n") if not line.isascii())[:_SAMPLE]

    def result(self) -> Detection:
        """Weigh the evidence."""
        head = self._head
        for bom, name in BOMS:
            if head.startswith(bom):
                return self._say(name, "bom", bom=bom)
        wide = looks_wide(head)
        if wide:
            return self._say(wide, "nul-bytes", 0.9)
        if not self.counts and not self.sequences:
            return self._say("cp437", "ascii")
        scores = {page: self._count(_LETTER_BYTES[page]) for page in _CODE_PAGES}
        if not self._mac(scores):
            scores["mac-roman"] = 0
        against = sum(self.counts.values())
        if self.sequences and self.sequences >= against:
            return self._say("utf-8", "utf-8", self.sequences / (self.sequences + against), self.sequences, against)
        if not any(scores.values()):
            scores = {page: self._count(_OTHER_BYTES[page]) for page in _CODE_PAGES}
            scores["mac-roman"] = 0
            if scores["cp437"] >= scores["cp1252"] and scores["cp437"]:
                certain = 0.9 if self._declared() == "PC8" else 0.6
                return self._say("cp437", "letters", certain, scores["cp437"], scores["cp1252"])
        best = max(_CODE_PAGES, key=lambda page: (scores[page], -_CODE_PAGES.index(page)))
        ties = [page for page in _CODE_PAGES if page != best and scores[page] == scores[best]]
        if scores[best] and not (ties and "cp437" not in (best, *ties)):
            rest = sum(n for page, n in scores.items() if page != best)
            # A byte such as 8Eh is a letter in two code pages: it speaks for the winner there, not against it.
            others = frozenset().union(*(_LETTER_BYTES[page] for page in _CODE_PAGES if page != best))
            shared = self._count(_LETTER_BYTES[best] & others)
            rest = max(0, rest - shared)
            return self._say(best, "letters", scores[best] / (scores[best] + rest), scores[best], rest)
        return self._ask_chardet()

    def _mac(self, scores: Mapping[str, int]) -> bool:
        """Whether the file may be Mac Roman: its Swedish letters are è, î, Ü, ü, Ç and à in CP437.

        One or two of them, however often, are a French or German word in a CP437 file.
        """
        different = sum(1 for byte in _LETTER_BYTES["mac-roman"] if self.counts[byte])
        many = different >= 3 or (different == 2 and scores["mac-roman"] >= 8)
        return many and scores["mac-roman"] > 2 * scores["cp437"]

    def _declared(self) -> str:
        found = _FORMAT.search(self._head)
        return found.group(1).decode("latin-1").upper() if found else ""

    def _count(self, values: Iterable[int]) -> int:
        return sum(self.counts[b] for b in values)

    def _ask_chardet(self) -> Detection:
        import chardet  # slow to import, and hardly ever asked

        answer = chardet.detect(bytes(self._sample), include_encodings=["cp437", "cp850", "cp1252", "mac-roman"])
        name = canonical_name(answer["encoding"] or "")
        confidence = float(answer["confidence"] or 0)
        if name and confidence >= 0.5:
            return self._say(name, "chardet", min(confidence, 0.6))
        return self._say("cp437", "none", 0.5)

    def _say(
        self,
        encoding: str,
        reason: str,
        confidence: float = 1.0,
        count: int = 0,
        against: int = 0,
        bom: bytes = b"",
    ) -> Detection:
        head = self._head[len(bom) :]
        plain = head.decode(encoding, "replace").encode("latin-1", "replace") if encoding.startswith("utf-16") else head
        declared = _FORMAT.search(plain)
        return Detection(
            encoding=encoding,
            confidence=round(confidence, 3),
            reason=reason,
            count=count,
            against=against,
            bom=bom,
            declared=declared.group(1).decode("latin-1") if declared else None,
            checksummed=self._checksum or b"#KSUMMA" in plain.upper(),
            head=plain[:512],
        )

    def as_named(self, encoding: str) -> Detection:
        """What to say when the caller has named the encoding."""
        bom = next((bom for bom, name in BOMS if self._head.startswith(bom) and name == encoding), b"")
        return self._say(encoding, "caller", bom=bom)


class Note(msgspec.Struct, frozen=True, gc=False):
    """Something that decoding had to decide: a byte at an index of the text, read as a letter."""

    index: int
    byte: int
    letter: str
    known: bool


def _strays(into: str, source: str, letters: str) -> dict[str, str]:
    """What letters of one code page look like when they stand among text of another."""
    table = {}
    for letter in letters:
        byte = letter.encode(source)
        table[byte.decode(into, "surrogateescape")] = letter
    return table


_IN_437 = _strays("cp437", "cp1252", "åäöÅÄÖéÉü")
_BOX = "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
_STRAY_437 = re.compile(f"[{''.join(_IN_437)}]")
_STRAY_BYTES_437 = "".join(_IN_437).encode("cp437")
_UNDEFINED = re.compile("[\udc80-\udcff]")


def _is_letter(character: str) -> bool:
    return (character.isascii() and character.isalpha()) or character in "åäöÅÄÖéÉüÜ"


def _stray_in_437(text: str, index: int) -> bool:
    """Whether a Greek letter or line-drawing character among CP437 text is really a Latin-1 letter."""
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    if before in _BOX or after in _BOX:
        # Lines are drawn with several of them; a word has letters on the other side.
        return (_is_letter(before) or _is_letter(after)) and not (before in "─═" or after in "─═")
    sign = text[index]
    if sign in "Θ╔ⁿ":  # é, É and ü stand inside words; xⁿ is mathematics
        return _is_letter(before) and _is_letter(after)
    if _is_letter(before) or _is_letter(after):
        return True
    return sign in "┼─╓" and after.isdigit() and not before.isalnum()  # an object such as "Å1"


class Codec:
    """Text from bytes and bytes from text in one encoding, every byte accounted for.

    Args:
        detection: What encoding the bytes have.

    Every byte of a single-byte encoding becomes one character, so indexes into both are the same.
    """

    def __init__(self, detection: Detection) -> None:
        self.detection = detection
        self.encoding = detection.encoding
        self.wide = self.encoding.startswith("utf-16")
        self.utf8 = self.encoding == "utf-8"
        self._errors = "surrogatepass" if self.wide else "surrogateescape"

    def decode(self, data: bytes, notes: list[Note] | None = None) -> str:
        """Text for bytes that begin and end where a line does.

        Args:
            data: The bytes.
            notes: Gets one note for each byte that did not belong to the encoding.
        """
        if self.wide:
            return data.decode(self.encoding, "surrogatepass") if len(data) % 2 == 0 else self._odd(data)
        text = data.decode(self.encoding, "surrogateescape")
        if text.isascii():
            return text
        if self.encoding == "cp437":
            if len(data.translate(None, _STRAY_BYTES_437)) == len(data):
                return text
            return self._mend(text, notes)
        if _UNDEFINED.search(text):
            text = self._resolve(text, notes)
        return text

    def _odd(self, data: bytes) -> str:
        return data[:-1].decode(self.encoding, "surrogatepass") + chr(data[-1])

    def _mend(self, text: str, notes: list[Note] | None) -> str:
        """Read single Latin-1 letters among CP437 text right, where the letters around leave no doubt."""

        def letter(match: re.Match[str]) -> str:
            sign = match.group()
            if not _stray_in_437(text, match.start()):
                return sign
            if notes is not None:
                notes.append(Note(match.start(), sign.encode("cp437")[0], _IN_437[sign], True))
            return _IN_437[sign]

        return _STRAY_437.sub(letter, text)

    def _resolve(self, text: str, notes: list[Note] | None) -> str:
        """Bytes that the encoding does not have: a letter of another code page, or the C1 control kept."""

        def letter(match: re.Match[str]) -> str:
            byte = ord(match.group()) - 0xDC00
            for page in ("cp437", "cp1252"):
                if byte in _LETTER_BYTES[page] or byte in _OTHER_BYTES[page]:
                    found, known = bytes([byte]).decode(page), self.utf8
                    break
            else:
                found, known = chr(byte), False
            if not self.utf8:
                found = chr(byte)
            if notes is not None:
                notes.append(Note(match.start(), byte, found, known))
            return found

        return _UNDEFINED.sub(letter, text)

    def encode(self, text: str) -> bytes:
        """Bytes for text; raises ``UnicodeEncodeError`` when the encoding lacks a letter."""
        return text.encode(self.encoding, "surrogatepass" if self.wide else "strict")

    def offset(self, data: bytes, index: int) -> int:
        """The index into ``data`` of the character at ``index`` of its text."""
        if self.wide or self.utf8:
            raw = data.decode(self.encoding, self._errors) if not self.wide else self.decode(data)
            return len(raw[:index].encode(self.encoding, self._errors))
        return index


_PLAIN_437 = _ASCII + bytes(sorted(_LETTER_BYTES["cp437"]))

AMBIGUOUS = {
    "÷": "/",
    "σ": "s",
    "Σ": "S",
    "┼": "+",
    "─": "-",
    "╓": "+",
    "Θ": "O",
    "╔": "+",
    "ⁿ": "n",
}
"""CP437 signs that a reader may take for Latin-1 letters, with what to write instead."""


def misread(data: bytes, text: str) -> bool:
    """Whether a reader that goes by evidence would read other letters than were written.

    Args:
        data: A whole file in CP437.
        text: What it should say.

    Example:
        >>> misread("#PROSA a÷b".encode("cp437"), "#PROSA a÷b"), misread("#PROSA åäö".encode("cp437"), "#PROSA åäö")
        (True, False)
    """
    if not data.translate(None, _PLAIN_437):
        return False
    evidence = Evidence()
    evidence.update(data)
    detection = evidence.result()
    return detection.encoding != "cp437" or Codec(detection).decode(data) != text
