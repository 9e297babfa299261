"""One line of text into label and fields, every field with its place.

The general path: it copes with every form that real files show, and says what it had to forgive.
``sie.ledger.build`` has a faster one for lines that need no forgiving; a test holds the two together.
Spec: paragraphs 5.3-5.7, 8.21; section 1.8 of the grammar. Every pattern is possessive: time is linear.
"""

from __future__ import annotations

import enum
import re

import msgspec

from sie.spec.labels import BY_NAME, Label

__all__ = ["CONTROL", "Field", "Line", "LineKind", "Problem", "Value", "lex", "quick"]

Value = str | tuple[str, ...]
"""A field: text, or the values of a brace-enclosed list."""


class LineKind(enum.StrEnum):
    """What a line is."""

    RECORD = "record"
    OPEN = "open"
    CLOSE = "close"
    BLANK = "blank"
    GARBAGE = "garbage"


class Field(msgspec.Struct, frozen=True, gc=False):
    """A field and where it stands: ``start`` and ``end`` are indexes into the line, quotes and braces included."""

    value: Value
    start: int
    end: int
    quoted: bool = False


class Problem(msgspec.Struct, frozen=True, gc=False):
    """Something that had to be forgiven, by the code of its finding, with the piece of text it is about."""

    code: str
    start: int
    end: int
    text: str = ""


class Line(msgspec.Struct, frozen=True, gc=False):
    """What one line says.

    ``label`` is in capitals with its ``#``, empty for anything but a record. ``before`` and ``after`` are the
    braces that stand on the record's own line.
    """

    kind: LineKind
    label: str = ""
    fields: tuple[Field, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of the fields."""
        return tuple(field.value for field in self.fields)


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What no line may hold; tabs are blanks and line ends are not part of the line."""

_BLANKS = re.compile(r"[ \t]*+")
_LABEL = re.compile(r'#[^ \t"{}]*+')
_END = r"(?=[ \t{}]|\Z)"
# A quote closes only before white space, a brace or the end of the line; \" is the only escape.
_QUOTED = re.compile(rf'"((?:[^"\\]++|\\"?+|"(?!{_END[3:-1]}))*+)"{_END}')
_BARE = re.compile(r"[^ \t]++")
_BARE_BEFORE_LIST = re.compile(r"[^ \t{]++")
_BARE_IN_LIST = re.compile(r"[^ \t{}]++")
_ESCAPED_END = re.compile(r'\\"[ \t]*+\Z')
_MOST_FIELDS = 10_000
_TRAILING = " \t\r\x00\x1a"
_LAST_OPEN = re.compile(r"\{[ \t\r\x00\x1a]*+\Z")
_LAST_CLOSE = re.compile(r"\}[ \t\r\x00\x1a]*+\Z")
_LAST_PAIR = re.compile(r"\{[ \t]*+\}[ \t\r\x00\x1a]*+\Z")


def _skip(text: str, at: int) -> int:
    """The place of the next character that is no blank."""
    match = _BLANKS.match(text, at)
    assert match is not None  # no blanks match too
    return match.end()


def quick(text: str, lists: bool) -> list[Value] | None:
    """The fields behind a label, without their places, if nothing about them needs forgiving.

    Args:
        text: The line behind its label, without its line end.
        lists: Whether the record has an object list.

    Returns:
        The values that ``lex`` gives; ``None`` for anything that only ``lex`` can judge.
    """
    if "\\" in text:
        return None
    if "{" in text or "}" in text:
        head, _, rest = text.partition("{")
        inner, brace, tail = rest.partition("}")
        if not brace or not lists or '"' in head or "{" in inner or "}" in head or "{" in tail or "}" in tail:
            return None
        first, between, last = _split(head), _split(inner), _split(tail)
        if first is None or between is None or last is None:
            return None
        return [*first, tuple(between), *last]
    words = None if lists else _split(text)
    return None if words is None else [*words]


def _split(text: str) -> list[str] | None:
    """Split at blanks outside quotes; ``None`` where a quote stands anywhere but around a field."""
    if '"' not in text:
        return [word for word in text.replace("\t", " ").split(" ") if word]
    parts = text.split('"')
    if len(parts) % 2 == 0:
        return None
    if "\t" in text:
        if any("\t" in part for part in parts[1::2]):
            return None  # a tab inside a text is a control character
        parts[::2] = [part.replace("\t", " ") for part in parts[::2]]
    values: list[str] = []
    last = len(parts) - 1
    for index, part in enumerate(parts):
        if index % 2:
            values.append(part)
        elif part:
            if (index and part[0] != " ") or (index < last and part[-1] != " "):
                return None
            values += [word for word in part.split(" ") if word]
        elif 0 < index < last:
            return None
    return values


def lex(text: str) -> Line:
    r"""Read one line.

    Args:
        text: The line, with or without its line end.

    Example:
        >>> lex('#TRANS 1910 {"1" "0123"} -5.00 "" "Kassa \\"special\\""').values
        ('1910', ('1', '0123'), '-5.00', '', 'Kassa "special"')
    """
    text = text.rstrip("\r\n")
    end = len(text)
    start = _skip(text, 0)
    before = ""
    while start < end and text[start] in "{}":
        brace = text[start]
        rest = _skip(text, start + 1)
        if rest >= end or not text[rest:].strip(_TRAILING):
            if before:
                return Line(LineKind.CLOSE, before=before + brace)
            return Line(LineKind.OPEN if brace == "{" else LineKind.CLOSE, before=brace)
        if len(before) > 7 or text[rest] not in "#{}":
            return Line(LineKind.GARBAGE)
        before += brace
        start = rest
    if start >= end or (text[start] in "\x00\x1a" and not text[start:].strip(_TRAILING)):
        return Line(LineKind.BLANK)
    match = _LABEL.match(text, start)
    if match is None or match.end() - start < 2:
        return Line(LineKind.GARBAGE)
    written = match.group()
    name = written.upper()
    label = BY_NAME.get(name)
    problems: list[Problem] = []
    if name != written and label is not None:
        problems.append(Problem("SIE102", start, match.end(), written))
    elif label is None:
        name = written
    return _fields(text, name, label, match.end(), before, problems)


def _fields(text: str, name: str, label: Label | None, at: int, before: str, problems: list[Problem]) -> Line:
    fields: list[Field] = []
    end = len(text)
    after = ""
    # Where a brace opens a list: once in records that have one, anywhere in records that nobody knows.
    lists = label is None or label.has_objects
    listed = False
    opens_block = label is None or name == "#VER"
    while True:
        at = _skip(text, at)
        if at >= end:
            break
        if len(fields) == _MOST_FIELDS:
            # No record has a hundredth of that: keep the rest as it is, in one piece.
            fields.append(Field(text[at:], at, end))
            break
        sign = text[at]
        if sign == '"':
            field, at = _quoted(text, at, problems)
            fields.append(field)
        elif sign == "{" and opens_block and _LAST_OPEN.match(text, at):
            after, at = "{", end
        elif sign == "{" and opens_block and _LAST_PAIR.match(text, at):
            # "{}" at the end of a voucher line is an empty block; at the end of an unknown record, a list.
            if label is None:
                fields.append(Field((), at, end))
            else:
                after = "{}"
            at = end
        elif sign == "{" and lists and not (listed and label is not None):
            field, at = _list(text, at, problems)
            fields.append(field)
            listed = True
        elif sign == "}" and label is not None and label.parent and _LAST_CLOSE.match(text, at):
            after, at = "}", end
        else:
            pattern = _BARE_BEFORE_LIST if lists and not listed else _BARE
            match = pattern.match(text, at)
            if match is None:  # a brace where nothing expects one
                match = _BARE.match(text, at)
            assert match is not None
            word, start, at = match.group(), at, match.end()
            value = word.replace('\\"', '"')
            if '"' in value and '\\"' not in word:
                problems.append(Problem("SIE106", start, at, word))
            fields.append(Field(value, start, at))
    if fields and not fields[-1].quoted and isinstance(fields[-1].value, str):
        # A carriage return, zero or end-of-file byte behind the last field is no part of it.
        last = fields[-1]
        kept = str(last.value).rstrip("\r\x00\x1a")
        if not kept:
            fields.pop()
        elif kept != last.value:
            fields[-1] = Field(kept, last.start, last.end - (len(last.value) - len(kept)))
    fields = _unquoted_text(text, label, fields, problems)
    return Line(LineKind.RECORD, name, tuple(fields), tuple(problems), before, after)


def _quoted(text: str, at: int, problems: list[Problem]) -> tuple[Field, int]:
    match = _QUOTED.match(text, at)
    if match is not None:
        body = match.group(1)
        value = body.replace('\\"', '"')
        if value.count('"') != body.count('\\"'):
            problems.append(Problem("SIE106", at, match.end(), value))
        if "\t" in value:
            problems.append(Problem("SIE011", at, match.end(), value))
        return Field(value, at, match.end(), True), match.end()
    rest = text[at:].rstrip(_TRAILING)
    stop = at + len(rest)
    if len(rest) > 2 and _ESCAPED_END.search(rest):
        value = rest[1:-1].replace('\\"', '"')
        problems.append(Problem("SIE105", at, stop, rest))
        return Field(value, at, stop, True), len(text)
    # Blanks at the end belong to the text as much as those before them: nothing says otherwise.
    body = text[at + 1 :].rstrip("\r\x00\x1a")
    problems.append(Problem("SIE104", at, stop, rest))
    return Field(body.replace('\\"', '"'), at, at + 1 + len(body), True), len(text)


def _list(text: str, at: int, problems: list[Problem]) -> tuple[Field, int]:
    start, at = at, at + 1
    values: list[str] = []
    while True:
        at = _skip(text, at)
        if at >= len(text):
            problems.append(Problem("SIE107", start, len(text)))
            return Field(tuple(values), start, len(text)), at
        sign = text[at]
        if len(values) == _MOST_FIELDS:
            problems.append(Problem("SIE107", start, len(text)))
            return Field((*values, text[at:]), start, len(text)), len(text)
        if sign == "}":
            return Field(tuple(values), start, at + 1), at + 1
        if sign == "{":
            at += 1
            continue
        if sign == '"':
            field, at = _quoted(text, at, problems)
            values.append(str(field.value))
            continue
        match = _BARE_IN_LIST.match(text, at)
        assert match is not None
        values.append(match.group().replace('\\"', '"'))
        at = match.end()


def _unquoted_text(text: str, label: Label | None, fields: list[Field], problems: list[Problem]) -> list[Field]:
    """Put a text together that ends a record and was written with spaces and no quotes."""
    if label is None or len(fields) <= len(label.fields) or label.fields[-1].kind != "text" or label.parent:
        return fields
    first = len(label.fields) - 1
    loose = fields[first:]
    if first and label.fields[first - 1].kind == "text":
        return fields  # nobody can tell where one text ends and the next begins
    if loose[0].quoted or any(not isinstance(field.value, str) for field in loose):
        return fields
    whole = Field(text[loose[0].start : loose[-1].end], loose[0].start, loose[-1].end)
    problems.append(Problem("SIE108", whole.start, whole.end, str(whole.value)))
    return [*fields[:first], whole]
