"""Names of files, made of what books hold."""

from __future__ import annotations

import re
from pathlib import PurePath

from sie.ledger.model import FiscalYear

__all__ = ["own_name", "safe_stem", "span_name"]

_UNSAFE = re.compile(r"[^\w &.,()+-]")
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
"""What no file name may hold on one system or another."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def safe_stem(text: str, instead: str) -> str:
    """A text as part of the name of a file that every system takes: no path, no reserved word.

    Args:
        text: Anything, such as the name of a company or a series.
        instead: What to use when nothing of it is left.

    Example:
        >>> safe_stem("../../Åkeriet / Växjö AB", "bolag"), safe_stem("#", "serie"), safe_stem("nul", "serie")
        ('Åkeriet Växjö AB', 'serie', '_nul')
    """
    stem = " ".join(_UNSAFE.sub(" ", text).split())[:60].strip(". ") or instead
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def own_name(path: str, instead: str) -> str:
    r"""What a file is called, without its folders and as every system takes it.

    Args:
        path: As somebody named it, on whatever system.
        instead: What to use when nothing of it is left.

    Example:
        >>> own_name("C:\\SIE\\2024.se", "fil"), own_name("<stdin>", "fil"), own_name("..", "fil")
        ('2024.se', '_stdin_', 'fil')
    """
    name = _UNFIT.sub("_", PurePath(path.replace("\\", "/")).name).rstrip(". ") or instead
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def span_name(year: FiscalYear | None) -> str:
    """A fiscal year in the name of a file: the calendar year, or first and last day; empty when nobody knows.

    Args:
        year: The fiscal year.

    Example:
        >>> import datetime
        >>> span_name(FiscalYear(datetime.date(2024, 5, 1), datetime.date(2025, 4, 30)))
        '20240501-20250430'
    """
    if year is None or year.start is None or year.end is None:
        return ""
    start, end = year.start, year.end
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(end.year)
    return f"{start:%Y%m%d}-{end:%Y%m%d}"
