"""The kinds of value that an attribute may hold: what it must look like, and what it is as a plain value."""

from __future__ import annotations

import base64
import binascii
import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from sie.spec.sie5 import ACCOUNT_TYPES

__all__ = ["KINDS", "Value", "decimals", "month_of", "read_value", "shown_amount"]

Value = str | int | bool | Decimal | datetime.date | bytes
"""What an attribute says; months are ``YYYY-MM`` and times are text as written."""

_ZONE = r"(?:Z|[+-]\d\d:\d\d)?+"
_DATE = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d)({_ZONE})", re.ASCII)
_MONTH = re.compile(rf"((?!0000)\d{{4}})-(0[1-9]|1[0-2])({_ZONE})", re.ASCII)
_TIME = re.compile(
    rf"(\d{{4}}-\d\d-\d\d)T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d++)?+|24:00:00(?:\.0++)?+){_ZONE}", re.ASCII
)
_DECIMAL = re.compile(r"[+-]?+(?:\d++(?:\.\d*+)?+|\.\d++)", re.ASCII)
_INTEGER = re.compile(r"[+-]?+\d++", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_ACCOUNT = re.compile(r"\d++", re.ASCII)
_BLANK = " \t\r\n"
_MOST_DIGITS = 1000


def _decimal(text: str) -> Decimal:
    text = text.strip(_BLANK)
    if len(text) > _MOST_DIGITS or not _DECIMAL.fullmatch(text):
        raise ValueError
    return Decimal(text)


def _amount(text: str) -> Decimal:
    found = _decimal(text)
    if decimals(found) > 2:
        raise ValueError
    return found


def decimals(amount: Decimal) -> int:
    """How many decimals an amount has, zeros at its end not counted.

    Args:
        amount: Any number.

    Example:
        >>> decimals(Decimal("1.500")), decimals(Decimal(100)), decimals(Decimal("0.000"))
        (1, 0, 0)
    """
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0 or not amount:
        return 0
    return len(f"{amount:f}".rstrip("0").partition(".")[2])


def shown_amount(amount: Decimal) -> str:
    """A number as XML wants it: no exponent, no zeros that say nothing.

    Args:
        amount: Any finite number.

    Example:
        >>> shown_amount(Decimal("1E+3")), shown_amount(Decimal("-25.50")), shown_amount(Decimal("-0.00"))
        ('1000', '-25.5', '0')
    """
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _date(text: str) -> datetime.date:
    found = _DATE.fullmatch(text.strip(_BLANK))
    if found is None:
        raise ValueError
    return datetime.date(int(found[1]), int(found[2]), int(found[3]))


def _time(text: str) -> str:
    text = text.strip(_BLANK)
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError
    _date(found[1])
    return text


def _month(text: str) -> str:
    found = _MONTH.fullmatch(text.strip(_BLANK))
    if found is None:
        raise ValueError
    return f"{found[1]}-{found[2]}"


def _integer(text: str, least: int, most: int | None) -> str:
    text = text.strip(_BLANK)
    if len(text) > _MOST_DIGITS or not _INTEGER.fullmatch(text):
        raise ValueError
    number = int(text)
    if number < least or (most is not None and number > most):
        raise ValueError
    return text


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.strip(_BLANK)]


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return read


def _one_of(words: frozenset[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError
        return text

    return read


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise ValueError from None


_INT = 2**31

KINDS: dict[str, tuple[Callable[[str], Value], str, str]] = {
    "text": (str, "a text", "en text"),
    "account": (_matching(_ACCOUNT), "an account number of digits", "ett kontonummer av siffror"),
    "amount": (_amount, "an amount with at most two decimals", "ett belopp med högst två decimaler"),
    "decimal": (_decimal, "a number", "ett tal"),
    "currency": (_matching(_CURRENCY), "a currency of three capital letters", "en valuta med tre stora bokstäver"),
    "date": (_date, "a day, YYYY-MM-DD", "en dag, ÅÅÅÅ-MM-DD"),
    "datetime": (_time, "a time, YYYY-MM-DDThh:mm:ss", "en tidpunkt, ÅÅÅÅ-MM-DDTtt:mm:ss"),
    "month": (_month, "a month, YYYY-MM", "en månad, ÅÅÅÅ-MM"),
    "boolean": (_boolean, "true or false", "true eller false"),
    "int": (lambda text: _integer(text, -_INT, _INT - 1), "a whole number", "ett heltal"),
    "positive": (lambda text: _integer(text, 1, None), "a whole number from 1", "ett heltal från 1"),
    "natural": (lambda text: _integer(text, 0, None), "a whole number from 0", "ett heltal från 0"),
    "account-type": (
        _one_of(frozenset(ACCOUNT_TYPES) - {"statistics"}),
        "asset, liability, equity, cost or income",
        "asset, liability, equity, cost eller income",
    ),
    "account-type-entry": (
        _one_of(frozenset(ACCOUNT_TYPES)),
        "asset, liability, equity, cost, income or statistics",
        "asset, liability, equity, cost, income eller statistics",
    ),
    "base64": (_base64, "a file in base64", "en fil i base64"),
}
"""How each kind of value is read, and what it is called."""


def read_value(kind: str, text: str) -> Value | None:
    """The value of a text, ``None`` if it is none of the kind.

    Args:
        kind: A key of ``KINDS``.
        text: As it stands in the file.

    Example:
        >>> read_value("month", "2024-01"), read_value("amount", "1.234"), read_value("positive", "0")
        ('2024-01', None, None)
    """
    try:
        return KINDS[kind][0](text)
    except (ValueError, KeyError, OverflowError):
        return None


def lenient(kind: str, text: str) -> Value | None:
    """What can be made of a value that is not as it should be: nothing is rounded or guessed.

    Args:
        kind: A key of ``KINDS``.
        text: As it stands in the file.

    Returns:
        ``None`` where it can be nothing at all.

    Example:
        >>> lenient("amount", "1.234"), lenient("account", "A1"), lenient("date", "31 maj")
        (Decimal('1.234'), 'A1', None)
    """
    if kind == "amount":
        return read_value("decimal", text)
    if kind in ("account", "currency", "positive", "natural", "int"):
        return text
    return None


def zoned(kind: str, text: str) -> bool:
    """Whether a day or month has a time zone, which it should not."""
    pattern = {"date": _DATE, "month": _MONTH}.get(kind)
    found = pattern.fullmatch(text.strip(_BLANK)) if pattern else None
    return bool(found and found.groups()[-1])


def month_of(day: datetime.date) -> str:
    """The month of a day, ``YYYY-MM``.

    Example:
        >>> month_of(datetime.date(2024, 1, 31))
        '2024-01'
    """
    return f"{day.year:04}-{day.month:02}"
