"""The fields of one record to values, by the kinds of the label table, with a finding for what was forgiven."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sie.diagnostics import Diagnostic, Span
from sie.ledger import values
from sie.ledger.model import ObjectRef
from sie.spec.codes import ACCOUNT_TYPES, CHART_TYPES, COMPANY_TYPES
from sie.spec.kinds import Kind
from sie.spec.labels import Label
from sie.text.findings import FINDINGS
from sie.text.lexer import Line, Value, lex, quick

__all__ = ["CarefulError", "Fields", "Found", "Memo", "shown", "trimmed"]


class CarefulError(Exception):
    """The quick lane has met something that only the careful one can judge. Never leaves this room."""


_T = TypeVar("_T")


class Memo(dict[str, _T]):
    """What texts mean, worked out once for each as long as there are not too many: names and dates repeat.

    Args:
        read: Works a text out.
        known: What is known from the start.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], _T], known: dict[str, _T] | None = None) -> None:
        super().__init__(known or {})
        self._read = read

    def __missing__(self, text: str) -> _T:
        value = self._read(text)
        if len(self) < 20_000:
            self[text] = value
        return value


class Found:
    """A record as it was found: its label, the values of its fields, and its line for whoever needs the places."""

    __slots__ = ("_lexed", "label", "line", "text", "values")

    def __init__(self, label: Label, found: tuple[Value, ...], line: int, text: str, lexed: Line | None = None) -> None:
        self.label = label
        self.values = found
        self.line = line
        self.text = text
        self._lexed = lexed

    def place(self, index: int) -> tuple[int, int]:
        """First column and the one after the last of a field; looked up only when something is to be said."""
        if self._lexed is None:
            self._lexed = lex(self.text)
        fields = self._lexed.fields
        if not fields:
            return 1, len(self.label.name) + 1
        if index < len(fields):
            return fields[index].start + 1, fields[index].end + 1
        return fields[-1].end + 1, fields[-1].end + 1


class Fields:
    """Converts records, and reports what it forgives.

    Args:
        report: Gets every diagnostic.
    """

    def __init__(self, report: Callable[[Diagnostic], None]) -> None:
        self._report = report
        self.texts: Memo[str] = Memo(str)

    def say(self, code: str, line: int, column: int = 1, end: int = 0, /, **params: str) -> None:
        """Report something about a line."""
        self._report(Diagnostic(FINDINGS[code], params, Span(line, column, end or column)))

    def say_of(self, code: str, record: Found, index: int, /, **params: str) -> None:
        """Report something about one field of a record."""
        column, end = record.place(index)
        self.say(code, record.line, column, end, label=record.label.name, **params)

    def same(self, text: str) -> str:
        """One object for equal texts."""
        return self.texts[text]

    def clean_list(self, inner: str) -> tuple[ObjectRef, ...]:
        """The pairs of an object list that needs no forgiving."""
        found = quick(inner, False)
        if found is None or len(found) % 2:
            raise CarefulError
        return self.pairs(tuple(found))

    def convert(self, record: Found) -> tuple[dict[str, Any] | None, tuple[Value, ...]]:
        """The values of a record by field name, and the fields that the standard does not have.

        Returns:
            ``None`` instead of the values when the record has no place in the books: its year, account,
            dimension or object cannot be read.
        """
        label, found = record.label, record.values
        items: dict[str, Any] = {}
        usable = True
        for index, field in enumerate(label.fields):
            raw: Value = found[index] if index < len(found) else ""
            kind = field.kind
            if kind is Kind.OBJECTS:
                if isinstance(raw, str):  # the list is left out: what stands here is the next field
                    self._missing(record, index)
                    items[field.name] = ()
                    found = (*found[:index], (), *found[index:]) if raw else found
                else:
                    items[field.name] = self._objects(record, index, raw)
                continue
            if not isinstance(raw, str):
                raw = shown((raw,))
            if not raw:
                items[field.name] = None
                if field.required and (index >= len(found) or kind is not Kind.TEXT):
                    self._missing(record, index)
                usable = usable and (kind not in _NAMING or label.store == "rows")
                continue
            value, code = _READ[kind](raw)
            if code:
                self.say_of(
                    code, record, index, value=raw, read="" if value is None else str(value), **_ACTIONS[value is None]
                )
                usable = usable and not (value is None and kind in _NAMING)
            items[field.name] = value
        extras = trimmed(found[len(label.fields) :])
        if extras:
            self.say_of("SIE109", record, len(label.fields), text=shown(extras))
        return (items if usable else None), extras

    def _missing(self, record: Found, index: int) -> None:
        field = record.label.fields[index]
        name = field.name.rpartition(".")[2].replace("_", " ")
        self.say_of("SIE201", record, index, field=field.sv, field_en=name)

    def _objects(self, record: Found, index: int, raw: tuple[str, ...]) -> tuple[ObjectRef, ...]:
        if len(raw) % 2:
            self.say_of("SIE214", record, index, value=" ".join(raw))
        if len(raw) > 3 and record.label.store == "balances":
            self.say_of("SIE215", record, index, value=" ".join(raw))
        return self.pairs(raw)

    def pairs(self, raw: tuple[Value, ...]) -> tuple[ObjectRef, ...]:
        """The pairs of an object list; an odd value at the end is left out."""
        same = self.same
        return tuple(ObjectRef(same(str(raw[i])), same(str(raw[i + 1]))) for i in range(0, len(raw) - 1, 2))


_NAMING = (Kind.YEAR, Kind.ACCOUNT, Kind.DIMENSION, Kind.OBJECT)
_ACTIONS = {
    False: {"action_en": "It was kept as it is.", "action": "Det behölls som det är."},
    True: {"action_en": "It was left out.", "action": "Det utelämnades."},
}


def shown(found: Iterable[Value]) -> str:
    """Fields as one text, for people."""
    return " ".join(v if isinstance(v, str) else "{" + " ".join(v) + "}" for v in found)


def trimmed(found: tuple[Value, ...]) -> tuple[Value, ...]:
    """Fields without the empty ones at the end, which mean nothing (spec paragraph 12)."""
    while found and found[-1] == "":
        found = found[:-1]
    return found


def _text(raw: str) -> tuple[str, str]:
    return raw, ""


def _flag(raw: str) -> tuple[int | None, str]:
    return (int(raw), "") if raw in ("0", "1") else (None, "SIE210")


def _code(known: Iterable[str], prefix: str = "") -> Callable[[str], tuple[str, str]]:
    codes = frozenset(known)

    def read(raw: str) -> tuple[str, str]:
        return raw, "" if raw in codes or (prefix and raw.startswith(prefix)) else "SIE210"

    return read


def _tax_year(raw: str) -> tuple[str | None, str]:
    return raw, "" if len(raw) == 4 and raw.isascii() and raw.isdigit() else "SIE210"


_READ: dict[Kind, Callable[[str], tuple[Any, str]]] = {
    Kind.TEXT: _text,
    Kind.AMOUNT: values.read_amount,
    Kind.QUANTITY: values.read_quantity,
    Kind.DATE: values.read_date,
    Kind.PERIOD: values.read_period,
    Kind.TAX_YEAR: _tax_year,
    Kind.YEAR: values.read_year,
    Kind.ACCOUNT: _text,
    Kind.DIMENSION: _text,
    Kind.OBJECT: _text,
    Kind.FLAG: _flag,
    Kind.FORMAT: _text,
    Kind.FILE_TYPE: _text,
    Kind.COMPANY_TYPE: _code(COMPANY_TYPES),
    Kind.CHART_TYPE: _code(CHART_TYPES, "BAS2"),
    Kind.ACCOUNT_TYPE: _code(ACCOUNT_TYPES),
    Kind.CURRENCY: _text,
    Kind.CHECKSUM: _text,
}
