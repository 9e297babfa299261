"""One field's text to a value and back, for each kind.

Every reader returns the value (``None`` when there is none) and the code of the finding if it had to forgive.
Every writer is its inverse: what it gives is read back as the same value, without a finding.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from sie.spec.kinds import KINDS, Kind

__all__ = [
    "read_amount",
    "read_date",
    "read_period",
    "read_quantity",
    "read_year",
    "write_amount",
    "write_date",
    "write_quantity",
]

_CLEAN_AMOUNT = re.compile(KINDS[Kind.AMOUNT].pattern).fullmatch
_QUANTITY = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)").fullmatch
_LENIENT = re.compile(r"[+-]?(?:[0-9]{1,3}(?:[ \xa0\u202f'][0-9]{3})+|[0-9]*)(?:[.,][0-9]*)?").fullmatch
_BLANKS = re.compile(r"[ \xa0\u202f']")
_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})").fullmatch
_OTHER_DATE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})").fullmatch
_PERIOD = re.compile(r"[0-9]{4}(?:0[1-9]|1[0-2])").fullmatch
_YEAR = re.compile(r"-?[0-9]{1,4}").fullmatch


def read_amount(text: str) -> tuple[Decimal | None, str]:
    """An amount in kronor, never rounded.

    Args:
        text: As written.

    Returns:
        The amount and ``""``, or the code of what was forgiven (A19, A20 of the reference).

    Spec: paragraph 5.9.

    Example:
        >>> read_amount("-212.5"), read_amount("1 234,50"), read_amount("12 kr")
        ((Decimal('-212.5'), ''), (Decimal('1234.50'), 'SIE203'), (None, 'SIE202'))
    """
    # The longest amount that a double could hold is far shorter; this keeps hostile digits cheap and sums exact.
    if len(text) > 4000:
        return None, "SIE202"
    if _CLEAN_AMOUNT(text):
        return Decimal(text), ""
    if not _LENIENT(text) or not any("0" <= c <= "9" for c in text):
        return None, "SIE202"
    plain = _BLANKS.sub("", text).replace(",", ".")
    value = Decimal(plain)
    if plain != text or text.startswith("+"):
        return value, "SIE203"
    if len(plain.partition(".")[2]) > 2:
        return value, "SIE204"
    return value, ""  # ".5" and "5." (A20)


def read_quantity(text: str) -> tuple[Decimal | None, str]:
    """A quantity with any number of decimals; a decimal comma is forgiven.

    Example:
        >>> read_quantity("4885.5"), read_quantity("2 st")
        ((Decimal('4885.5'), ''), (None, 'SIE207'))
    """
    if len(text) <= 4000:
        if _QUANTITY(text):
            return Decimal(text), ""
        plain = text.replace(",", ".").removeprefix("+")
        if _QUANTITY(plain):
            return Decimal(plain), "SIE203"
    return None, "SIE207"


def read_date(text: str) -> tuple[datetime.date | None, str]:
    """A date; ``2024-01-31`` is forgiven.

    Spec: paragraph 5.10.

    Example:
        >>> read_date("20240131"), read_date("2024-01-31")[1], read_date("20240230")
        ((datetime.date(2024, 1, 31), ''), 'SIE206', (None, 'SIE205'))
    """
    match, code = _DATE(text), ""
    if match is None:
        match, code = _OTHER_DATE(text), "SIE206"
    if match is None:
        return None, "SIE205"
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])), code
    except ValueError:
        return None, "SIE205"


def read_period(text: str) -> tuple[str | None, str]:
    """A calendar month.

    Example:
        >>> read_period("202413")
        (None, 'SIE208')
    """
    return (text, "") if _PERIOD(text) else (None, "SIE208")


def read_year(text: str) -> tuple[int | None, str]:
    """The number of a fiscal year: 0, -1, -2 and so on.

    Example:
        >>> read_year("-1"), read_year("2024")
        ((-1, ''), (None, 'SIE209'))
    """
    if _YEAR(text) and int(text) <= 0:
        return int(text), ""
    return None, "SIE209"


def write_amount(value: Decimal) -> str | None:
    """An amount with two decimals; ``None`` if it has more than two or is no number.

    Example:
        >>> write_amount(Decimal("5")), write_amount(Decimal("-0")), write_amount(Decimal("0.005"))
        ('5.00', '0.00', None)
    """
    text = str(value)
    if text[-3:-2] == "." and text != "-0.00" and "E" not in text:
        return text
    if not value.is_finite() or not -4000 < value.adjusted() < 4000:
        return None
    text = f"{value:f}"
    whole, _, decimals = text.partition(".")
    if len(decimals) > 2 and decimals[2:].strip("0"):
        return None
    return f"{whole if value else '0'}.{decimals[:2]:0<2}"


def write_quantity(value: Decimal) -> str | None:
    """A quantity with the decimals that it has; ``None`` if it is no number."""
    if not value.is_finite() or value.adjusted() > 4000 or value.adjusted() < -4000:
        return None
    return f"{value:f}" if value else "0"


def write_date(value: datetime.date) -> str:
    """A date as ``YYYYMMDD``.

    Example:
        >>> write_date(datetime.date(812, 3, 1))
        '08120301'
    """
    return value.isoformat()[:10].replace("-", "")
