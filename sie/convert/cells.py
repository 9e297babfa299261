"""Cells of tables: values to cells and back, for files of our own and for those that people made.

A text that a spreadsheet would take for a formula is written behind an apostrophe, and read without it; so are
the empty text, which would else be no text at all, and texts that begin with an apostrophe.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

import msgspec

from sie.ledger.model import ObjectRef
from sie.text.formulas import STARTS

__all__ = [
    "Cell",
    "column_letters",
    "decimal_sign",
    "guarded",
    "json_text",
    "objects_from",
    "objects_text",
    "plain",
    "read_day",
    "read_number",
    "read_text",
    "unguarded",
]

Cell: TypeAlias = (
    str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)
"""What a file has in a cell: CSV only texts, a workbook also numbers and dates."""

_REMEMBERED = 1 << 14  # days and objects come again and again
_DANGEROUS = "'" + "".join(STARTS)  # and nothing at all, which is part of every text
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?").fullmatch
_USUAL = re.compile(r"-?[0-9]+(?P<sign>[.,])[0-9]{1,2}").fullmatch
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?").fullmatch
_BLANKS = re.compile(r"[ \t\xa0\u2007\u2009\u202f']")
_GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<sign>[.,])[0-9]{3})(?:(?P=sign)[0-9]{3})*").fullmatch
_BLANK_GROUPS = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?").fullmatch
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?").fullmatch
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})").fullmatch
_ESCAPED = re.compile(r"[\\;=]")


def guarded(text: str) -> str:
    """A text as it may stand in a cell: never a formula, never nothing.

    Example:
        >>> [guarded(text) for text in ("=1+1", "-5", "-5+3", "'s", "", "Kaffe")]
        ["'=1+1", '-5', "'-5+3", "''s", "'", 'Kaffe']
    """
    first = text[:1]
    if first not in _DANGEROUS:  # nearly all of them
        return text
    return text if text and first != "'" and _NUMBER(text) else "'" + text


def unguarded(text: str) -> str:
    """The text that was guarded.

    Example:
        >>> unguarded("'=1+1"), unguarded("Kaffe")
        ('=1+1', 'Kaffe')
    """
    return text[1:] if text[:1] == "'" else text


@lru_cache(_REMEMBERED)
def objects_text(refs: tuple[ObjectRef, ...]) -> str:
    r"""Objects in one cell.

    Example:
        >>> objects_text((ObjectRef("1", "N"), ObjectRef("6", "A=B")))
        '1=N; 6=A\\=B'
    """
    return "; ".join("=".join(_ESCAPED.sub(r"\\\g<0>", word) for word in ref) for ref in refs)


@lru_cache(_REMEMBERED)
def objects_from(text: str) -> tuple[ObjectRef, ...] | None:
    r"""Objects from one cell; ``None`` when it is not of that form.

    Example:
        >>> objects_from(r"1=N; 6=A\=B")
        (ObjectRef(dimension='1', number='N'), ObjectRef(dimension='6', number='A=B'))
    """
    if not text:
        return ()
    words: list[list[str]] = [[""]]
    escaped = False
    for at, character in enumerate(text):
        if escaped:
            words[-1][-1] += character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == ";":
            words.append([""])
        elif character == "=":
            words[-1].append("")
        elif character == " " and words[-1] == [""] and at and text[at - 1] == ";":
            continue
        else:
            words[-1][-1] += character
    if escaped or any(len(pair) != 2 for pair in words):
        return None
    return tuple(ObjectRef(*pair) for pair in words)


def plain(value: Decimal) -> str:
    """A number without exponent, as it is.

    Example:
        >>> plain(Decimal("1E+3")), plain(Decimal("-0.50"))
        ('1000', '-0.50')
    """
    return f"{value:f}"


def read_text(cell: Cell) -> str | None:
    """A cell as text; a number such as an account number without decimals.

    Example:
        >>> read_text(1930.0), read_text(" x "), read_text("")
        ('1930', ' x ', None)
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return plain(Decimal(f"{cell:.15g}").normalize()) if cell else "0"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


@lru_cache(_REMEMBERED)
def read_day(cell: Cell) -> datetime.date | None:
    """A cell as a date: a date of the workbook, ``2024-01-31`` or ``20240131``; ``None`` for anything else.

    Nothing is guessed: ``1/2/2024`` is the first of February to some and the second of January to others.

    Example:
        >>> read_day("2024-01-31"), read_day(20240131.0), read_day("1/2/2024")
        (datetime.date(2024, 1, 31), datetime.date(2024, 1, 31), None)
    """
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = (read_text(cell) or "").strip()
    match = _DAY(text) or _DIGITS(text)
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def read_number(cell: Cell, decimal: str | None = None) -> Decimal | str:
    """A cell as a number, exactly, in Swedish or English notation.

    Args:
        cell: A number of the workbook, or text: ``1 234,50``, ``1,234.50``, ``1.234,50``, ``-5``, ``5-``, ``(5)``.
        decimal: The sign before decimals, ``","`` or ``"."``, when it is known.

    Returns:
        The number; ``"bad"`` when it is none, ``"unclear"`` when it is one of two and ``decimal`` is not known:
        ``1,234`` is one and a bit to a Swede and more than a thousand to an Englishman.

    Example:
        >>> read_number("1 234,50"), read_number("1,234.50"), read_number("1,234"), read_number("1,234", ",")
        (Decimal('1234.50'), Decimal('1234.50'), 'unclear', Decimal('1.234'))
        >>> read_number(0.1), read_number("(12)"), read_number("12 kr")
        (Decimal('0.1'), Decimal('-12'), 'bad')
    """
    if isinstance(cell, bool) or cell is None:
        return "bad"
    if isinstance(cell, float | int):
        # A double holds fifteen digits; what follows them is what sums leave behind, and no spreadsheet shows it.
        value = Decimal(f"{cell:.15g}")
        return value if value.is_finite() else "bad"
    if not isinstance(cell, str) or len(cell) > 4000:
        return "bad"
    usual = _USUAL(cell)  # no more than that, most times
    if usual is not None and decimal in (None, usual["sign"]):
        return Decimal(cell.replace(",", "."))
    text = unguarded(cell).strip().replace("−", "-")
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1], True
    elif text.endswith("-"):
        text, negative = text[:-1], True
    elif text[:1] in ("-", "+"):
        text, negative = text[1:], text[0] == "-"
    text = text.strip()
    if _BLANKS.search(text):
        spaced = _BLANKS.sub(" ", text)
        if not _BLANK_GROUPS(spaced):
            return "bad"
        value_text = spaced.replace(" ", "").replace(",", ".")
    else:
        found = _without_groups(text, decimal)
        if found in ("bad", "unclear"):
            return found
        value_text = found
    value = Decimal(value_text)
    return value.copy_negate() if negative and value else value


def decimal_sign(text: str) -> str | None:
    """The sign before decimals that a number proves, if it proves one.

    Example:
        >>> decimal_sign("1 234,50"), decimal_sign("1,234.50"), decimal_sign("1.234.567"), decimal_sign("1,234")
        (',', '.', ',', None)
    """
    usual = _USUAL(text)
    if usual is not None:
        return usual["sign"]
    if not isinstance(read_number(text), Decimal):
        return None
    digits = "".join(c for c in text if c.isdigit() or c in ",.")
    signs = [c for c in digits if c in ",."]
    if not signs:
        return None
    if len(set(signs)) == 2:
        return signs[-1]
    if len(signs) > 1:
        return "," if signs[0] == "." else "."
    return signs[0]


def _without_groups(text: str, decimal: str | None) -> str:
    """Digits with a point before decimals, from digits that may be grouped by commas or points."""
    grouped = _GROUPED(text)
    if grouped is not None:
        sign = grouped["sign"]
        if text.count(sign) > 1:
            return text.replace(sign, "") if decimal != sign else "bad"
        if decimal is None:
            return text if text.startswith("0") and sign == "." else "unclear"
        return text.replace(",", ".") if decimal == sign else text.replace(sign, "")
    if _PLAIN(text):
        if decimal is not None and decimal not in text and ("," in text or "." in text):
            return "bad"
        return text.replace(",", ".")
    for sign, other in ((",", "."), (".", ",")):
        whole, mark, decimals = text.rpartition(sign)
        if mark and decimals.isdigit() and decimals.isascii() and (found := _GROUPED(whole)) and found["sign"] == other:
            return "bad" if decimal == other else f"{whole.replace(other, '')}.{decimals}"
    return "bad"


def column_letters(index: int) -> str:
    """The name of a column in a spreadsheet.

    Args:
        index: From 0.

    Example:
        >>> column_letters(0), column_letters(25), column_letters(26)
        ('A', 'Z', 'AA')
    """
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out


def json_text(value: object) -> str:
    """Any plain value in one cell, as JSON."""
    return msgspec.json.encode(value).decode()
