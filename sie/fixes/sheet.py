"""The file while it is worked on: lines with their bytes, and what reading them gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sie.diagnostics import Diagnostic, Severity
from sie.fixes.model import Repair
from sie.ledger.load import stream
from sie.ledger.model import FiscalYear, Ledger, ObjectRef, Voucher
from sie.text.encoding import Codec
from sie.text.lexer import Line as Lexed
from sie.text.lexer import lex
from sie.text.record import Document

__all__ = ["Change", "Line", "Sheet", "State", "changed", "read", "same_books", "sheet_of"]

# About the file as a whole and judged at the end, when the checksum is brought up to date.
_CHECKSUM = frozenset(("SIE219", "SIE220", "SIE221", "SIE225"))
# Where one of these stands, nobody knows where a field ends.
_OPEN_ENDED = frozenset(("SIE104", "SIE107"))
_CERTAIN = 0.7  # as for SIE004


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line: its text, its line end, the bytes of both, and the line of the original that it belongs to."""

    text: str
    end: str
    raw: bytes
    number: int


class Sheet(msgspec.Struct, frozen=True):
    """A file.

    Attributes:
        lines: Its lines.
        codec: How they become bytes.
        bom: The byte order mark.
        named: The encoding that the caller has named and that reading must be told; ``None`` when it finds out.
        known: Whether it was written in its encoding here, and there can be no doubt about it.
    """

    lines: tuple[Line, ...]
    codec: Codec
    bom: bytes
    named: str | None
    known: bool = False

    def data(self) -> bytes:
        """The file, byte for byte."""
        return self.bom + b"".join([line.raw for line in self.lines])

    @property
    def newline(self) -> str:
        """The line end for new lines."""
        return "\n" if self.lines and self.lines[0].end == "\n" else "\r\n"

    def line(self, text: str, end: str, number: int) -> Line:
        """A line that is written anew; raises ``UnicodeEncodeError`` when the encoding lacks a letter."""
        return Line(text, end, self.codec.encode(text + end), number)


def sheet_of(document: Document, named: str | None) -> Sheet:
    """A document to work on.

    Args:
        document: Any document.
        named: The encoding that the caller has named.
    """
    detection = document.detection
    codec = Codec(detection)
    lines = []
    for record in document.records:
        whole = codec.decode(record.raw)
        text = whole.rstrip("\r\n")
        lines.append(Line(text, whole[len(text) :], record.raw, record.line))
    return Sheet(tuple(lines), codec, detection.bom, named)


class Change(msgspec.Struct, frozen=True, gc=False):
    """Some lines replaced by others.

    Attributes:
        at: Index of the first line.
        count: How many lines are replaced; 0 to put new ones in before it.
        new: What stands there then: texts, or lines as they were.
        repairs: What to say about it.
        named: Values of the books that change, before and after.
    """

    at: int
    count: int
    new: tuple[str | Line, ...]
    repairs: tuple[Repair, ...]
    named: tuple[tuple[str, str], ...] = ()


def changed(sheet: Sheet, changes: Iterable[Change]) -> Sheet:
    """The sheet with changes made.

    Args:
        sheet: Any sheet.
        changes: In the order of their places, none inside another.

    Raises:
        UnicodeEncodeError: The encoding lacks a letter.
    """
    out: list[Line] = []
    done = 0
    for change in changes:
        out += sheet.lines[done : change.at]
        done = change.at + change.count
        if out and not out[-1].end and change.new:  # nothing can stand behind a line without an end
            last = out.pop()
            out.append(Line(last.text, sheet.newline, last.raw + sheet.codec.encode(sheet.newline), last.number))
        nearest = sheet.lines[min(change.at, len(sheet.lines) - 1)]
        end = (nearest.end if change.count else "") or sheet.newline
        out += [sheet.line(n, end, nearest.number) if isinstance(n, str) else n for n in change.new]
    out += sheet.lines[done:]
    return msgspec.structs.replace(sheet, lines=tuple(out))


class State:
    """A sheet, the books that it holds and where reading had something to forgive.

    Args:
        sheet: The file.

    Attributes:
        sheet: The file.
        ledger: Its books.
        errors: How many errors of each code there are.
        places: The lines of the findings of each code.
        related: The line of the voucher that a line leaves open.
        texts: Index and number of lines of each text that goes on over several lines.
        live: How many lines are read; what stands behind a DOS end-of-file mark is not.
        certain: Whether the encoding is beyond doubt.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.errors: Counter[str] = Counter()
        self.places: dict[str, list[int]] = {}
        self.related: dict[int, int] = {}
        self.texts: list[tuple[int, int]] = []
        vouchers: list[Voucher] = []

        def take(some: list[Voucher], years: Mapping[int, FiscalYear]) -> None:
            vouchers.extend(some)

        ledger = stream(sheet.data(), self, take, encoding=sheet.named)
        self.ledger = msgspec.structs.replace(ledger, vouchers=tuple(vouchers))
        self.live = min(self.places.get("SIE010", [len(sheet.lines) + 1])) - 1
        detection = ledger.detection
        told = sheet.known or sheet.named is not None
        self.certain = told or (detection is not None and detection.confidence >= _CERTAIN)
        self._joined = {i for index, count in self.texts for i in range(index, index + count)}

    def add(self, diagnostic: Diagnostic) -> None:
        """Take a finding; only its place is kept."""
        code = diagnostic.code
        if diagnostic.severity is Severity.ERROR and code not in _CHECKSUM:
            self.errors[code] += 1
        self.places.setdefault(code, []).append(diagnostic.line)
        if code == "SIE111":
            self.related[diagnostic.line] = int(diagnostic.params["related"])
        elif code == "SIE116":
            self.texts.append((diagnostic.line - 1, int(diagnostic.params["lines"])))

    def clear(self) -> None:
        """Forget all findings: this is something else than a SIE file."""
        self.errors.clear()
        self.places.clear()
        self.texts.clear()

    def indexes(self, code: str) -> list[int]:
        """The indexes of the lines with a finding."""
        return sorted({line - 1 for line in self.places.get(code, ()) if line})

    def hits(self, code: str) -> Iterator[tuple[int, Line, Lexed]]:
        """The lines with a finding, taken apart; those whose fields cannot be told apart are left out."""
        return self.lexed(self.indexes(code))

    def lexed(self, indexes: Iterable[int]) -> Iterator[tuple[int, Line, Lexed]]:
        """Lines, taken apart; those whose fields cannot be told apart are left out."""
        for index in indexes:
            if index in self._joined or index >= self.live:
                continue
            line = self.sheet.lines[index]
            lexed = lex(line.text)
            if not any(problem.code in _OPEN_ENDED for problem in lexed.problems):
                yield index, line, lexed


def read(sheet: Sheet) -> State:
    """Read a sheet."""
    return State(sheet)


def same_books(before: State, after: State, named: Mapping[str, str]) -> bool:
    """Whether two files hold the same books, and the second has no error that the first has not.

    Args:
        before: The file before a change.
        after: The file after it.
        named: Values that the change names, before and after: they count as the same.
    """
    if any(count > before.errors[code] for code, count in after.errors.items()):
        return False
    if before.ledger == after.ledger:
        return True
    if not named or before.ledger.kind[:1] != after.ledger.kind[:1]:
        return False
    for name in Ledger.__struct_fields__:
        if name in ("kind", "detection", "diagnostics"):
            continue
        one, other = getattr(before.ledger, name), getattr(after.ledger, name)
        if _part(name, one) != _part(name, other) and _part(name, _renamed(one, named)) != _part(
            name, _renamed(other, named)
        ):
            return False
    return True


def _part(name: str, value: object) -> Ledger:
    """A ledger with nothing but one part: its equality knows where order counts."""
    return msgspec.structs.replace(Ledger(), **{name: value})


def _renamed(value: object, named: Mapping[str, str]) -> object:
    """A value of the books with every named text replaced."""
    if isinstance(value, str):
        return named.get(value, value)
    if isinstance(value, ObjectRef):
        return ObjectRef(*[named.get(part, part) for part in value])
    if isinstance(value, tuple):
        return tuple([_renamed(part, named) for part in value])
    if isinstance(value, Mapping):
        return {key: _renamed(part, named) for key, part in value.items()}
    if isinstance(value, msgspec.Struct):
        parts_by_name = {name: _renamed(getattr(value, name), named) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **parts_by_name)
    return value
