"""The encoding, ``#FORMAT``, and texts that were garbled before they reached the file.

Spec: paragraph 5.8 and ``#FORMAT`` in 11.
"""

from __future__ import annotations

from collections.abc import Iterator

from sie.fixes.model import Left, Repair
from sie.fixes.sheet import Change, Line, Sheet, State
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, Label
from sie.text.encoding import Codec, Note, misread
from sie.text.lexer import LineKind, lex
from sie.text.mojibake import Mojibake, mojibake
from sie.text.reader import detect
from sie.text.writer import quote

__all__ = ["format_record", "garbled_bookings", "garbled_names", "left_over", "strays", "transcoded"]

_TARGET = "cp437"
_FORMAT = "#FORMAT PC8"
# Texts that other programs and files refer to by: put right in one place they would no longer be found.
_IDENTIFIERS = frozenset(
    (
        "company.id",
        "company.organisation_number",
        "company.acquisition_number",
        "company.activity_number",
        "company.industry_code",
        "sru",
        "series",
        "number",
    )
)
_BEFORE_FORMAT = ("#FLAGGA", "#KSUMMA", "#PROGRAM")
_MOST_TIMES = 8


def garbled_names(state: State) -> Iterator[Change]:
    """Garbled text in names and headers (SIE006), restored where that loses nothing."""
    return _garbled(state, bookings=False)


def garbled_bookings(state: State) -> Iterator[Change]:
    """Garbled text in vouchers and their rows (SIE006)."""
    return _garbled(state, bookings=True)


def _garbled(state: State, bookings: bool) -> Iterator[Change]:
    for index, line, lexed in state.hits("SIE006"):
        label = BY_NAME.get(lexed.label)
        if label is None or is_booking(label) is not bookings:
            continue
        text, repairs, named = line.text, [], []
        fields = list(zip(lexed.fields, label.fields, strict=False))
        for field, meaning in reversed(fields):
            if meaning.kind is not Kind.TEXT or meaning.name in _IDENTIFIERS or not isinstance(field.value, str):
                continue
            restored = _restored(field.value)
            if restored is None:
                continue
            text = text[: field.start] + quote(restored, always=field.quoted) + text[field.end :]
            repairs.append(Repair("SIE006", "garbled", line.number, field.value, restored, not bookings, label.name))
            named.append((field.value, restored))
        if repairs:
            yield Change(index, 1, (text,), tuple(reversed(repairs)), tuple(named))


def is_booking(label: Label) -> bool:
    """Whether a record is a voucher or a row of one."""
    return label.store in ("vouchers", "rows")


def _restored(text: str) -> str | None:
    """What a garbled text was, however often it was garbled; ``None`` if anything about that is in doubt."""
    seen = [text]
    for _ in range(_MOST_TIMES):
        found = mojibake(seen[-1])
        if found is None:
            return seen[-1] if len(seen) > 1 else None
        if found.proposal is None or found.proposal in seen or not _comes_back(found, found.proposal):
            return None
        seen.append(found.proposal)
    return None


def _comes_back(found: Mojibake, proposal: str) -> bool:
    """Whether a proposal, garbled again, gives the text that stands in the file."""
    try:
        raw = proposal.encode(found.was)
    except UnicodeEncodeError:
        return False
    again = []
    for byte in raw:
        try:
            again.append(bytes([byte]).decode(found.wrong))
        except UnicodeDecodeError:
            again.append(chr(byte))
    return "".join(again) == found.text


def strays(state: State) -> Iterator[Change]:
    """Single letters of another code page among CP437 text (SIE005), written in CP437."""
    sheet = state.sheet
    if sheet.codec.encoding != _TARGET:
        return
    for index in state.indexes("SIE005"):
        line = sheet.lines[index]
        before = line.raw.decode(_TARGET).rstrip("\r\n")
        yield Change(index, 1, (line.text,), (Repair("SIE005", "stray", line.number, before, line.text, True),))


def transcoded(state: State) -> tuple[Sheet, tuple[Repair, ...]] | Left | None:
    """The file in CP437; what stands in the way; ``None`` when it is in CP437 already.

    Args:
        state: The file.
    """
    sheet = state.sheet
    codec = sheet.codec
    if codec.encoding == _TARGET and not sheet.bom:
        return None
    if not state.certain:
        return Left("SIE004", "uncertain", 0, codec.encoding)
    lines = []
    for line in sheet.lines:
        if line.raw.isascii() and not codec.wide:
            lines.append(line)
            continue
        unknown = _unknown(codec, line)
        if unknown is not None:
            return Left("SIE008", "byte", line.number, codec.encoding, unknown)
        whole = line.text + line.end
        try:
            raw = whole.encode(_TARGET)
        except UnicodeEncodeError as error:
            return Left("SIE003", "letter", line.number, codec.encoding, whole[error.start])
        lines.append(Line(line.text, line.end, raw, line.number))
    data = b"".join([line.raw for line in lines])
    detection = detect(data)
    if detection.encoding != _TARGET or misread(data, "".join([line.text + line.end for line in lines])):
        return _misread(codec, lines, data)
    new = Sheet(tuple(lines), Codec(detection), b"", None, known=True)
    repairs = []
    if codec.wide or any(a is not b for a, b in zip(lines, sheet.lines, strict=True)):
        repairs.append(Repair("SIE003", "encoding", 0, codec.encoding.upper(), _TARGET.upper(), True))
    if sheet.bom:
        repairs.append(Repair("SIE009", "byte-order-mark", 0, codec.encoding.upper(), "", True))
    return new, tuple(repairs)


def _unknown(codec: Codec, line: Line) -> str | None:
    """The letter that stands in for a byte that means nothing, if there is one."""
    if codec.wide:
        return line.text[-1:] if len(line.raw) % 2 else None
    notes: list[Note] = []
    codec.decode(line.raw, notes)
    return next((note.letter for note in notes if not note.known), None)


def _misread(codec: Codec, lines: list[Line], data: bytes) -> Left:
    """Why a reader would see something else than was written."""
    detection = detect(data)
    if detection.encoding == _TARGET:
        reader = Codec(detection)
        for line in lines:
            for letter, seen in zip(line.text, reader.decode(line.raw), strict=False):
                if letter != seen:
                    return Left("SIE003", "misread", line.number, codec.encoding, letter)
    return Left("SIE003", "unrecognised", 0, codec.encoding)


def format_record(state: State) -> Iterator[Change]:
    """``#FORMAT PC8`` in a file that is in CP437."""
    if state.sheet.codec.encoding == _TARGET and state.certain:
        yield from _format_changes(state)


def _format_changes(state: State) -> Iterator[Change]:
    sheet = state.sheet
    there = [i for i, line in enumerate(sheet.lines[: state.live]) if _is_format(line.text)]
    for index, line, lexed in state.lexed(there):
        value = lexed.fields[0] if lexed.fields else None
        said = str(value.value) if value is not None and isinstance(value.value, str) else ""
        if said.upper() == "PC8":
            continue
        if value is not None and isinstance(value.value, str):
            text = line.text[: value.start] + "PC8" + line.text[value.end :]
        elif value is None:
            end = line.text.index("#") + len("#FORMAT")
            text = line.text[:end] + " PC8" + line.text[end:]
        else:
            continue
        yield Change(index, 1, (text,), (Repair("SIE003", "format-set", line.number, said or '""', "PC8", True),))
    if not there:
        at = _format_place(state)
        number = sheet.lines[min(at, len(sheet.lines) - 1)].number
        yield Change(at, 0, (_FORMAT,), (Repair("SIE301", "format-added", number, "", _FORMAT, True),))


def _is_format(text: str) -> bool:
    return text.lstrip(" \t{}")[:7].upper() == "#FORMAT" and lex(text).label == "#FORMAT"


def _format_place(state: State) -> int:
    """Behind the records that come before it, as far as they open the file."""
    at = 0
    for index, line in enumerate(state.sheet.lines[: state.live]):
        lexed = lex(line.text)
        if lexed.kind is LineKind.BLANK:
            continue
        if lexed.label not in _BEFORE_FORMAT or (lexed.label == "#KSUMMA" and lexed.fields):
            break
        at = index + 1
    return at


def left_over(state: State) -> Left | None:
    """What keeps a file from being in CP437 and saying so, if anything does.

    Args:
        state: The file when everything is done that could be done.
    """
    found = transcoded(state)
    if isinstance(found, Left):
        return found
    if not state.certain and any(_format_changes(state)):
        return Left("SIE004", "uncertain", 0, state.sheet.codec.encoding)
    return None
