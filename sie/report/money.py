"""Amounts shown with two decimals, whatever their size."""

from __future__ import annotations

from decimal import Decimal

from sie.diagnostics import swedish

__all__ = ["ZERO", "plain", "spaced", "typeset"]

ZERO = Decimal(0)


def plain(amount: Decimal) -> str:
    """An amount as another program reads it: a point and two decimals, more only where there are more.

    Args:
        amount: Kronor.

    Example:
        >>> plain(Decimal("-1234.5")), plain(Decimal("-0")), plain(Decimal("0.125"))
        ('-1234.50', '0.00', '0.125')
    """
    whole, _, decimals = format(amount, "f").partition(".")
    decimals = decimals.rstrip("0") if len(decimals) > 2 else decimals
    text = f"{whole}.{decimals:0<2}"
    return text[1:] if not amount and text.startswith("-") else text


def spaced(amount: Decimal, language: str = "en") -> str:
    """An amount as a person reads it: thousands apart, decimal comma in Swedish.

    Args:
        amount: Kronor.
        language: ``"en"`` or ``"sv"``.

    Example:
        >>> spaced(Decimal("-1234567.5"), "sv"), spaced(Decimal("999"))
        ('-1 234 567,50', '999.00')
    """
    text = swedish(plain(amount))
    return text if language == "sv" else text.replace(",", ".")


def typeset(amount: Decimal | int, language: str = "en") -> str:
    r"""A number as it is printed: a true minus sign, and no line is broken within it.

    Args:
        amount: Kronor as ``Decimal``, with two decimals; a count as ``int``, without any.
        language: ``"sv"``: blanks between thousands and a decimal comma. ``"en"``: commas and a point.

    Example:
        >>> typeset(Decimal("-1234567.5"), "sv"), typeset(Decimal("-1234567.5")), typeset(12345)
        ('−1\xa0234\xa0567,50', '−1,234,567.50', '12,345')
    """
    exact = isinstance(amount, Decimal)
    whole, _, decimals = (plain(amount) if isinstance(amount, Decimal) else str(amount)).partition(".")
    sign = "−" if whole.startswith("-") else ""
    whole = whole.removeprefix("-")
    first = len(whole) % 3
    groups = ([whole[:first]] if first else []) + [whole[i : i + 3] for i in range(first, len(whole), 3)]
    separator, point = ("\xa0", ",") if language == "sv" else (",", ".")
    return f"{sign}{separator.join(groups)}{point + decimals if exact else ''}"
