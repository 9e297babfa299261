"""Records that keep every byte, and the document that they make up.

A ``Record`` is one physical line as it stood in the file. Its fields are read when somebody asks for them.
Nothing is both raw and editable: an edit makes a new record, whose untouched bytes are the old ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec

from sie.diagnostics import Diagnostic, Span
from sie.errors import SieUsageError, SieWriteError
from sie.spec.labels import BY_NAME, LABELS
from sie.text.encoding import Codec, Detection
from sie.text.findings import FINDINGS
from sie.text.lexer import CONTROL, Field, Line, LineKind, Value, lex, quick
from sie.text.writer import propose, quote, write_atomically

__all__ = ["Document", "Record"]

_LABELS = {label.name.encode(): label.name for label in LABELS} | {b"{": "", b"}": ""}


_T = TypeVar("_T")


class _Once(Generic[_T]):
    """What ``functools.cached_property`` is, without the lock that makes it slow on Python 3.11."""

    def __init__(self, work: Callable[[Record], _T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, record: Record | None, owner: type | None = None) -> _T:
        if record is None:
            raise AttributeError(self._name)  # asked of the class instead of a record
        value = record.__dict__[self._name] = self._work(record)
        return value


class Record(msgspec.Struct, frozen=True, dict=True, eq=False):
    r"""One line of a file: its bytes, its number, and what it says.

    Attributes:
        raw: The bytes of the line, line end included.
        line: The number of the line, from 1.
        codec: How its bytes become text.

    Example:
        >>> import sie
        >>> record = next(sie.records(b'#KONTO 1910 "Kassa"\r\n'))
        >>> record.label, record.values, record["name"]
        ('#KONTO', ('1910', 'Kassa'), 'Kassa')
    """

    raw: bytes
    line: int
    codec: Codec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and (self.raw, self.line) == (other.raw, other.line)

    def __ne__(self, other: object) -> bool:  # a Struct does not derive it from __eq__
        return not self == other

    def __hash__(self) -> int:
        return hash((self.raw, self.line))

    def __repr__(self) -> str:
        return f"Record(line={self.line}, raw={self.raw!r})"

    @_Once
    def text(self) -> str:
        """The line as text, without its line end."""
        raw, codec = self.raw, self.codec
        text = raw.decode("ascii") if raw.isascii() and not codec.wide else codec.decode(raw)
        return text.rstrip("\r\n")

    @_Once
    def _lexed(self) -> Line:
        return lex(self.text)

    @property
    def kind(self) -> LineKind:
        """Record, opening or closing brace, blank, or garbage."""
        return self._lexed.kind

    @property
    def label(self) -> str:
        """The label in capitals, such as ``#TRANS``; empty when the line is no record."""
        # Most lines begin with a label that the table has, and asking for it alone should cost nothing.
        head, blank, _ = self.raw.partition(b" ")
        name = _LABELS.get(head if blank else head.rstrip(b"\r\n"))
        if name is None or self.codec.wide or (not name and blank):
            return self._lexed.label
        return name

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields with their places; ``start`` and ``end`` are indexes into ``text``."""
        return self._lexed.fields

    @_Once
    def values(self) -> tuple[Value, ...]:
        """The values of the fields: text, or a tuple for an object list."""
        text = self.text
        if text in ("{", "}", ""):
            return ()
        label = BY_NAME.get(text.partition(" ")[0])
        if label is not None and not CONTROL.search(text):
            values = quick(text[len(label.name) :], label.has_objects)
            if values is not None and len(values) <= len(label.fields):
                return tuple(values)
        return self._lexed.values

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What had to be forgiven to read this line."""
        return tuple(
            Diagnostic(
                FINDINGS[problem.code],
                {"text": problem.text, "label": self.label, "byte": "09h"},
                Span(self.line, problem.start + 1, problem.end + 1),
            )
            for problem in self._lexed.problems
        )

    def _index(self, field: int | str) -> int:
        if isinstance(field, int):
            return field
        label = BY_NAME.get(self.label)
        names = [f.name for f in label.fields] if label else []
        if field not in names:
            raise SieUsageError(
                f"{self.label or 'This line'} has no field named {field!r}; it has {', '.join(names) or 'none'}.",
                f"{self.label or 'Raden'} har inget fält som heter {field!r}; fälten är {', '.join(names) or 'inga'}.",
            )
        return names.index(field)

    def __getitem__(self, field: int | str) -> Value | None:
        """The value of a field by its place (from 0) or its name in the label table; ``None`` if it is absent."""
        index = self._index(field)
        if isinstance(field, str) and self._list_missing(index):
            return None if self._is_list(index) else self[index - 1]
        return self.values[index] if -len(self.values) <= index < len(self.values) else None

    def replace(self, field: int | str, value: Value) -> Record:
        r"""A record with one field replaced and every other byte as it was.

        Args:
            field: The place of the field (from 0) or its name in the label table.
            value: Text, or a tuple of texts for an object list.

        Raises:
            SieUsageError: The line is no record, or has no such field.
            SieWriteError: The value holds a control character or a letter that the encoding lacks.

        Spec: paragraphs 5.7 and 12.

        Example:
            >>> import sie
            >>> record = next(sie.records(b'#KONTO\t1910  "Kassa"  \r\n'))
            >>> record.replace("name", "Handkassa").raw
            b'#KONTO\t1910  "Handkassa"  \r\n'
        """
        if self.kind is not LineKind.RECORD:
            raise SieUsageError(
                f"Line {self.line} is no record and has no fields.",
                f"Rad {self.line} är ingen post och har inga fält.",
            )
        index = self._index(field)
        if isinstance(field, str) and self._list_missing(index):
            raise SieUsageError(
                f"The object list of {self.label} is missing on line {self.line}: put it back first, or name the "
                "field by its place.",
                f"Objektlistan i {self.label} saknas på rad {self.line}: sätt tillbaka den först, eller ange "
                "fältets plats.",
            )
        fields = self.fields
        if index < 0:
            index += len(fields)
        if index < 0:
            raise SieUsageError(f"There is no field {field}.", f"Det finns inget fält {field}.")
        if index > len(fields) + 20:
            raise SieUsageError(
                f"{self.label} has {len(fields)} fields; there is no field {index}.",
                f"{self.label} har {len(fields)} fält; det finns inget fält {index}.",
            )
        if index < len(fields):
            old = fields[index]
            new, start, end = self._written(index, value, old.quoted), old.start, old.end
        else:
            start = end = fields[-1].end if fields else self.text.index("#") + len(self.label)
            missing = ["{}" if self._is_list(i) else '""' for i in range(len(fields), index)]
            new = "".join(f" {word}" for word in (*missing, self._written(index, value, False)))
        try:
            raw = self.codec.encode(new)
        except UnicodeEncodeError as error:
            letter = new[error.start]
            raise SieWriteError(
                f"{self.codec.encoding} has no {letter!r}.",
                f"{self.codec.encoding} saknar {letter!r}.",
                line=self.line,
                label=self.label,
                field=self._name(index),
                value=new,
                proposal=propose(new, self.codec.encoding),
            ) from None
        first, last = self.codec.offset(self.raw, start), self.codec.offset(self.raw, end)
        return Record(self.raw[:first] + raw + self.raw[last:], self.line, self.codec)

    def _list_missing(self, index: int) -> bool:
        """Whether this field or one before it should be an object list and is none."""
        return any(
            self._is_list(i) and i < len(self.values) and isinstance(self.values[i], str) for i in range(index + 1)
        )

    def _name(self, index: int) -> str:
        label = BY_NAME.get(self.label)
        return label.fields[index].name if label and index < len(label.fields) else str(index)

    def _is_list(self, index: int) -> bool:
        label = BY_NAME.get(self.label)
        return label is not None and index < len(label.fields) and label.fields[index].kind == "objects"

    def _written(self, index: int, value: Value, quoted: bool) -> str:
        if self._is_list(index) and isinstance(value, str):
            raise SieUsageError(
                f"{self.label} {self._name(index)} is an object list: give a tuple.",
                f"{self.label} {self._name(index)} är en objektlista: ange en tupel.",
            )
        for text in (value,) if isinstance(value, str) else value:
            if any(c < " " or c == "\x7f" for c in text):
                raise SieWriteError(
                    "Control characters are forbidden.",
                    "Styrtecken är förbjudna.",
                    line=self.line,
                    label=self.label,
                    field=self._name(index),
                    value=text,
                    proposal="".join(" " if c < " " or c == "\x7f" else c for c in text),
                )
        if not isinstance(value, str):
            return "{" + " ".join(quote(text) for text in value) + "}"
        written = quote(value, always=quoted)
        if written.endswith('\\"'):
            raise SieWriteError(
                "A text that needs quotes cannot end in a backslash.",
                "En text som behöver citattecken kan inte sluta med omvänt snedstreck.",
                line=self.line,
                label=self.label,
                field=self._name(index),
                value=value,
                proposal=value.rstrip("\\"),
            )
        return written


class Document(msgspec.Struct, frozen=True):
    """A file as it is: every line, the encoding, the byte order mark.

    Attributes:
        records: One record for every physical line, blank and unreadable ones included.
        detection: What the encoding is and how that is known.

    Example:
        >>> import sie
        >>> data = b"#FLAGGA 0  " + bytes(range(128, 256)) + b" no line end"
        >>> sie.open_document(data).to_bytes() == data
        True
    """

    records: tuple[Record, ...]
    detection: Detection

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def encoding(self) -> str:
        """The name of the encoding."""
        return self.detection.encoding

    @property
    def newline(self) -> str:
        """The line end of the first line: CRLF, LF or CR; CRLF for a document without any."""
        for record in self.records:
            text = record.codec.decode(record.raw)
            for newline in ("\r\n", "\n", "\r"):
                if text.endswith(newline):
                    return newline
        return "\r\n"

    def to_bytes(self) -> bytes:
        """The file, byte for byte."""
        return self.detection.bom + b"".join([record.raw for record in self.records])

    def find(self, label: str) -> tuple[Record, ...]:
        """The records with this label.

        Args:
            label: Such as ``#KONTO``.
        """
        return tuple(record for record in self.records if record.label == label)

    def replace(self, record: Record) -> Document:
        r"""A document in which the line of this number is the given record.

        Args:
            record: What ``Record.replace`` made of a record of this document.

        Raises:
            SieUsageError: The document has no such line.

        Example:
            >>> import sie
            >>> document = sie.open_document(b"#FLAGGA 0\r\n#SIETYP  4\r\n")
            >>> document.replace(document.find("#FLAGGA")[0].replace("flag", "1")).to_bytes()
            b'#FLAGGA 1\r\n#SIETYP  4\r\n'
        """
        if not 1 <= record.line <= len(self.records):
            raise SieUsageError(f"There is no line {record.line}.", f"Det finns ingen rad {record.line}.")
        at = record.line - 1
        return Document((*self.records[:at], record, *self.records[at + 1 :]), self.detection)

    def insert(self, before: int, *lines: str) -> Document:
        r"""A document with new lines, written with its own encoding and line end.

        Args:
            before: The number of the line that the new ones come to stand before; one more than the number of
                lines puts them last.
            lines: The lines, without line ends.

        Raises:
            SieUsageError: The document has no such line.
            SieWriteError: The encoding lacks a letter.

        Example:
            >>> import sie
            >>> sie.open_document(b"#FLAGGA 0\n").insert(2, "#FORMAT PC8").to_bytes()
            b'#FLAGGA 0\n#FORMAT PC8\n'
        """
        if not 1 <= before <= len(self.records) + 1:
            raise SieUsageError(f"There is no line {before}.", f"Det finns ingen rad {before}.")
        codec = self.records[0].codec if self.records else Codec(self.detection)
        newline = codec.encode(self.newline)
        raws = [record.raw for record in self.records]
        if before > len(raws) and raws and not raws[-1].endswith((codec.encode("\n"), codec.encode("\r"))):
            raws[-1] += newline
        try:
            raws[before - 1 : before - 1] = [codec.encode(line) + newline for line in lines]
        except UnicodeEncodeError as error:
            letter = error.object[error.start]
            raise SieWriteError(
                f"{codec.encoding} has no {letter!r}.",
                f"{codec.encoding} saknar {letter!r}.",
                line=before,
                value=error.object,
                proposal=propose(error.object, codec.encoding),
            ) from None
        return Document(tuple(Record(raw, n, codec) for n, raw in enumerate(raws, 1)), self.detection)

    def save(self, path: str) -> None:
        """Write the file, whole or not at all.

        Args:
            path: Where to.

        Raises:
            SieFileError: The file cannot be written.
        """
        write_atomically(path, self.to_bytes())
