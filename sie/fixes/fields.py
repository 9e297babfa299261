"""Labels and fields: quotes, empty fields, the hyphen, and how amounts, dates and texts are written.

Spec: paragraphs 5.3, 5.7, 5.9, 5.10 and 12; ambiguities A7 and A19.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sie.fixes.model import Repair
from sie.fixes.sheet import Change, State
from sie.ledger.values import read_amount, read_date, read_quantity, write_amount, write_date, write_quantity
from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, Label
from sie.text.lexer import Field, Line, lex
from sie.text.writer import quote

__all__ = ["absent", "amounts", "controls", "dates", "escaped", "hyphen", "joined", "labels", "quoted"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TEN_DIGITS = re.compile(r"[0-9]{10}").fullmatch
_THOUSANDS = re.compile(r"[0-9]{3}(?:[.,][0-9]*)?").fullmatch


def labels(state: State) -> Iterator[Change]:
    """Labels in capitals (SIE102)."""
    for index, line, lexed in state.hits("SIE102"):
        for problem in lexed.problems:
            if problem.code == "SIE102":
                after = problem.text.upper()
                text = line.text[: problem.start] + after + line.text[problem.end :]
                yield Change(index, 1, (text,), (Repair("SIE102", "label", line.number, problem.text, after, True),))


def quoted(state: State) -> Iterator[Change]:
    """Quotes around a text with spaces (SIE108)."""
    return _in_quotes(state, "SIE108", "quoted")


def escaped(state: State) -> Iterator[Change]:
    """A backslash before each quote inside a field (SIE106)."""
    return _in_quotes(state, "SIE106", "escaped")


def _in_quotes(state: State, code: str, what: str) -> Iterator[Change]:
    for index, line, lexed in state.hits(code):
        text, repairs = line.text, []
        for problem in sorted(lexed.problems, key=lambda p: -p.start):
            # A tab would become part of the text, and a backslash last cannot be written in quotes.
            if problem.code != code or _CONTROL.search(problem.text) or problem.text.endswith("\\"):
                continue
            before, after = text[problem.start : problem.end], quote(problem.text, always=True)
            text = text[: problem.start] + after + text[problem.end :]
            repairs.append(Repair(code, what, line.number, before, after, True, lexed.label))
        if repairs:
            yield Change(index, 1, (text,), tuple(reversed(repairs)))


def absent(state: State) -> Iterator[Change]:
    """Empty fields for mandatory texts that are left out at the end, and for an object list (SIE201)."""
    for index, line, lexed in state.hits("SIE201"):
        label, fields = BY_NAME[lexed.label], lexed.fields
        if label.has_objects:
            at = _list_place(label)
            if at >= len(fields) or not isinstance(fields[at].value, str):
                continue
            start = fields[at].start
            stop, after = (start, "{} ") if fields[at].value else (fields[at].end, "{}")
            text = line.text[:start] + after + line.text[stop:]
            repair = Repair("SIE201", "list", line.number, line.text.strip(), text.strip(), True, label.name)
        else:
            needed = max((i for i, field in enumerate(label.fields) if field.required), default=-1) + 1
            missing = label.fields[len(fields) : needed]
            if not missing or any(field.kind is not Kind.TEXT for field in missing):
                continue
            end = fields[-1].end if fields else line.text.index("#") + len(label.name)
            text = line.text[:end] + ' ""' * len(missing) + line.text[end:]
            repair = Repair("SIE201", "empty", line.number, line.text.strip(), text.strip(), True, label.name)
        yield Change(index, 1, (text,), (repair,))


def _list_place(label: Label) -> int:
    return next(i for i, field in enumerate(label.fields) if field.kind is Kind.OBJECTS)


def hyphen(state: State) -> Iterator[Change]:
    """The hyphen of an organisation number of ten digits (SIE602).

    Spec: paragraph 11 ``#ORGNR``.
    """
    if not _TEN_DIGITS(state.ledger.company.organisation_number or ""):
        return
    there = [i for i, line in enumerate(state.sheet.lines) if line.text.lstrip(" \t{}")[:6].upper() == "#ORGNR"]
    for index, line, lexed in state.lexed(there):
        field = lexed.fields[0] if lexed.label == "#ORGNR" and lexed.fields else None
        if field is None or not isinstance(field.value, str) or not _TEN_DIGITS(field.value):
            continue
        after = f"{field.value[:6]}-{field.value[6:]}"
        text = line.text[: field.start] + quote(after, always=field.quoted) + line.text[field.end :]
        repair = Repair("SIE602", "hyphen", line.number, field.value, after, True, "#ORGNR")
        yield Change(index, 1, (text,), (repair,), ((field.value, after),))


def amounts(state: State) -> Iterator[Change]:
    """Amounts and quantities with comma, plus sign or spaces (SIE203), never rounded."""
    for index, line, lexed in state.hits("SIE203"):
        text, repairs = line.text, []
        for field, kind in reversed(_kinds(lexed)):
            if kind is Kind.AMOUNT:
                after = _amount(str(field.value))
            elif kind is Kind.QUANTITY and not _broken_amount(lexed, field):
                after = _quantity(str(field.value))
            else:
                continue
            if after is not None:
                text = text[: field.start] + quote(after, always=field.quoted) + text[field.end :]
                what = "amount" if kind is Kind.AMOUNT else "quantity"
                repairs.append(Repair("SIE203", what, line.number, str(field.value), after, False, lexed.label))
        if repairs:
            yield Change(index, 1, (text,), tuple(reversed(repairs)))


def _amount(text: str) -> str | None:
    value, code = read_amount(text)
    if code != "SIE203" or value is None or len(text.replace(",", ".").partition(".")[2]) > 2:
        return None  # "1,234" may be a thousand or one and a bit
    return write_amount(value)


def _quantity(text: str) -> str | None:
    value, code = read_quantity(text)
    return write_quantity(value) if code == "SIE203" and value is not None else None


def _broken_amount(lexed: Line, quantity: Field) -> bool:
    """Whether a quantity looks like the end of an amount that was written with a space: ``1 200,50``."""
    before = next((a for a, b in zip(lexed.fields, lexed.fields[1:], strict=False) if b is quantity), None)
    if before is None or before.quoted or quantity.quoted or not isinstance(before.value, str):
        return False
    return before.value.lstrip("+-").isdigit() and _THOUSANDS(str(quantity.value)) is not None


def dates(state: State) -> Iterator[Change]:
    """Dates with hyphens, points or slashes (SIE206)."""
    for index, line, lexed in state.hits("SIE206"):
        text, repairs = line.text, []
        for field, kind in reversed(_kinds(lexed)):
            if kind is not Kind.DATE:
                continue
            value, code = read_date(str(field.value))
            if code == "SIE206" and value is not None:
                after = write_date(value)
                text = text[: field.start] + quote(after, always=field.quoted) + text[field.end :]
                repairs.append(Repair("SIE206", "date", line.number, str(field.value), after, False, lexed.label))
        if repairs:
            yield Change(index, 1, (text,), tuple(reversed(repairs)))


def controls(state: State) -> Iterator[Change]:
    """Control characters inside texts (SIE011) become spaces."""
    for index, line, lexed in state.hits("SIE011"):
        text, repairs, named = line.text, [], []
        for field, kind in reversed(_kinds(lexed)):
            if kind is not Kind.TEXT or not _CONTROL.search(str(field.value)):
                continue
            after = _CONTROL.sub(" ", str(field.value))
            if after.endswith("\\"):
                continue
            text = text[: field.start] + quote(after, always=field.quoted) + text[field.end :]
            repairs.append(Repair("SIE011", "control", line.number, str(field.value), after, False, lexed.label))
            named.append((str(field.value), after))
        if repairs:
            yield Change(index, 1, (text,), tuple(reversed(repairs)), tuple(named))


def _kinds(lexed: Line) -> list[tuple[Field, Kind]]:
    """The fields of a record that are texts, with their kinds; none where an object list is missing."""
    label = BY_NAME.get(lexed.label)
    if label is None:
        return []
    if label.has_objects:
        at = _list_place(label)
        if at < len(lexed.fields) and isinstance(lexed.fields[at].value, str):
            return []
    pairs = zip(lexed.fields, label.fields, strict=False)
    return [(field, meaning.kind) for field, meaning in pairs if isinstance(field.value, str)]


def joined(state: State) -> Iterator[Change]:
    """A text that goes on over several lines (SIE116) is put on one."""
    for index, count in sorted(state.texts):
        if index + count > state.live:
            continue
        lines = state.sheet.lines[index : index + count]
        texts = [line.text for line in lines]
        before, after = lex("\n".join(texts)), lex(" ".join(texts))
        named = [
            (old, new)
            for a, b in zip(before.values, after.values, strict=False)
            for old, new in zip((a,) if isinstance(a, str) else a, (b,) if isinstance(b, str) else b, strict=False)
            if old != new and old.replace("\n", " ") == new
        ]
        if len(before.values) != len(after.values) or not named:
            continue
        repairs = tuple(
            Repair("SIE116", "joined", lines[0].number, old, new, False, before.label) for old, new in named
        )
        yield Change(index, count, (" ".join(texts),), repairs, tuple(named))
