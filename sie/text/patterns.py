"""Patterns for records that need no forgiving, made from the label table.

They are the quick lane: what they match, ``lex`` reads the same way; what they do not match, ``lex`` judges.
Every quantifier is possessive, so that no input makes them slow.
"""

from __future__ import annotations

import re

from sie.spec.kinds import Kind
from sie.spec.labels import BY_NAME, Field, Label

__all__ = ["ROW", "SHORT_ROW", "VOUCHER"]

_BLANKS = r"[ \t]++"
# Quoted or bare; a field with an escape, a tab or a quote inside is for the general lane.
_TEXT = r'(?:"([^"\\\t\n]*+)"|([^ \t"\\{}\n]++))'
_CAPTURE: dict[Kind, str] = {
    Kind.TEXT: _TEXT,
    Kind.ACCOUNT: r"([0-9]{1,30}+)",
    Kind.OBJECTS: r"\{([^{}\n]*+)\}",
    Kind.AMOUNT: r"(-?[0-9]{1,30}+(?:\.[0-9]{1,2}+)?+)",
    Kind.QUANTITY: r'(-?[0-9]{1,30}+(?:\.[0-9]{1,30}+)?+|"")',
    Kind.DATE: r'([0-9]{8}|"")',
}


def line_pattern(label: Label, fields: int | None = None) -> str:
    """A pattern for one line with this label, its line end not included.

    Args:
        label: A row of the table whose kinds are all known here.
        fields: How many of its fields the line may have; all of them unless given.

    Returns:
        Two groups for a text (quoted and bare), one for any other field. Fields at the end may be left out as
        far as the table allows.
    """
    first = next((i for i, f in enumerate(label.fields) if not any(g.required for g in label.fields[i:])), None)
    required = label.fields if first is None else label.fields[:first]
    pattern = r"[ \t]*+" + label.name
    before: Kind | None = None
    for field in required:
        around_list = Kind.OBJECTS in (field.kind, before)
        before = field.kind
        blanks = r"[ \t]*+" if around_list else _BLANKS
        capture = _CAPTURE[field.kind]
        pattern += blanks + (capture.removesuffix('|"")') + ")" if field.kind is Kind.DATE else capture)
    optional: tuple[Field, ...] = () if first is None else label.fields[first:fields]
    tail = ""
    for field in reversed(optional):
        tail = f"(?:{_BLANKS}{_CAPTURE[field.kind]}{tail})?+"
    return pattern + tail + r"[ \t]*+"


ROW = re.compile(line_pattern(BY_NAME["#TRANS"]) + r"(?:\n|\Z)")
"""One ``#TRANS`` line."""

SHORT_ROW = re.compile(line_pattern(BY_NAME["#TRANS"], fields=5) + r"(?:\n|\Z)")
"""One ``#TRANS`` line without quantity and sign, as most are: a third faster."""

VOUCHER = re.compile(
    line_pattern(BY_NAME["#VER"])
    + r"\n[ \t]*+\{[ \t]*+\n()(?:[ \t]*+#TRANS[ \t][^\n]*+\n)++()[ \t]*+\}[ \t]*+(?:\n|\Z)"
)
"""A voucher with nothing but ``#TRANS`` lines; the last two groups, both empty, stand before and behind them."""
