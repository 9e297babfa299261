"""Days and fiscal years as people write them on a command line."""

from __future__ import annotations

import datetime
import re

__all__ = ["day", "span", "years"]


def day(text: str) -> datetime.date:
    """A day as YYYY-MM-DD or YYYYMMDD.

    Raises:
        SieUsageError: It is none.
    """
    from sie.errors import SieUsageError

    match = re.fullmatch(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})", text)
    try:
        if match is not None:
            return datetime.date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError:
        pass
    raise SieUsageError(f"{text!r} is no day; write 2024-01-31.", f"{text!r} är ingen dag; skriv 2024-01-31.")


def span(text: str) -> tuple[datetime.date, datetime.date]:
    """Two days with dots between: ``2024-01-01..2024-12-31``.

    Raises:
        SieUsageError: One is none.
    """
    first, _, last = text.partition("..")
    return day(first.strip()), day(last.strip())


def years(words: tuple[str, ...]) -> tuple[tuple[datetime.date, datetime.date], ...]:
    """Fiscal years written as ``2024-01-01..2024-12-31``, or ``2024`` for a calendar year.

    Raises:
        SieUsageError: One is none.
    """
    found = []
    for word in words:
        text = word.strip()
        if re.fullmatch("[0-9]{4}", text) and text != "0000":
            text = f"{text}-01-01..{text}-12-31"
        if ".." not in text:
            from sie.errors import SieUsageError

            raise SieUsageError(
                f"--year {word!r} is no fiscal year: write its first and last day, --year 2024-07-01..2025-06-30.",
                f"--year {word!r} är inget räkenskapsår: skriv dess första och sista dag, "
                "--year 2024-07-01..2025-06-30.",
            )
        found.append(span(text))
    return tuple(found)
