"""Periods as people write them."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TypeAlias

from sie.errors import SieUsageError

__all__ = ["Period", "month_name", "period_of", "quarter_name"]

Period: TypeAlias = tuple[datetime.date, datetime.date]
"""First and last day."""

_DAY = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-?[QqKk]([1-4])")
_YEAR = re.compile(r"[0-9]{4}")


def period_of(text: str) -> Period:
    """The days of a period.

    Args:
        text: ``2024-01-01..2024-03-31``, ``2024-01`` (a month), ``2024-Q1`` (a calendar quarter), ``2024``, a day, or
            two of these with dots between.

    Raises:
        SieUsageError: It is none, or its last day comes before its first.

    Example:
        >>> [f"{day}" for day in period_of("2024-Q1")], [f"{day}" for day in period_of("2024-11..2024-12")]
        (['2024-01-01', '2024-03-31'], ['2024-11-01', '2024-12-31'])
    """
    first, dots, last = text.strip().partition("..")
    try:
        start, end = _days(first.strip())
        if dots:
            end = _days(last.strip())[1]
    except ValueError:
        raise SieUsageError(
            f"{text!r} is no period; write 2024-01-01..2024-03-31, 2024-01 (a month) or 2024-Q1 (a quarter).",
            f"{text!r} är ingen period; skriv 2024-01-01..2024-03-31, 2024-01 (en månad) eller 2024-Q1 (ett kvartal).",
        ) from None
    if end < start:
        raise SieUsageError(
            f"The period {text!r} ends before it begins: write the first day first.",
            f"Perioden {text!r} slutar innan den börjar: skriv den första dagen först.",
        )
    return start, end


def _days(text: str) -> Period:
    if match := _DAY.fullmatch(text):
        day = datetime.date(int(match[1]), int(match[3]), int(match[4]))
        return day, day
    if match := _QUARTER.fullmatch(text):
        year, month = int(match[1]), int(match[2]) * 3
        return datetime.date(year, month - 2, 1), _month_end(year, month)
    if match := _MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return datetime.date(year, month, 1), _month_end(year, month)
    if _YEAR.fullmatch(text):
        return datetime.date(int(text), 1, 1), datetime.date(int(text), 12, 31)
    raise ValueError(text)


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def month_name(day: datetime.date | None) -> str:
    """The month of a day as ``2024-03``.

    Args:
        day: The day; ``None`` has no month.
    """
    return f"{day.year:04}-{day.month:02}" if day else ""


def quarter_name(day: datetime.date | None) -> str:
    """The calendar quarter of a day as ``2024-Q1``.

    Args:
        day: The day; ``None`` has no quarter.
    """
    return f"{day.year:04}-Q{(day.month + 2) // 3}" if day else ""
