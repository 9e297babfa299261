"""Charts of accounts for the start guide: a packaged one by the classes of BAS, one from a file, or none."""

from __future__ import annotations

from importlib.resources import files

from sie.errors import SieUsageError
from sie.ledger.load import load
from sie.ledger.model import Account
from sie.text.reader import Source

__all__ = ["bas_chart", "chart_from"]


def bas_chart() -> tuple[Account, ...]:
    """A compact chart by the classes of BAS, enough to begin with; the names are this program's own.

    Example:
        >>> chart = bas_chart()
        >>> [(a.number, a.name, a.type) for a in chart if a.number == "1930"]
        [('1930', 'Företagskonto', 'T')]
    """
    text = files("sie.spec").joinpath("bas.txt").read_text(encoding="utf-8")
    lines = (line.split(" ", 2) for line in text.split("\n") if line and not line.startswith("#"))
    return tuple(Account(number, name, kind) for number, kind, name in lines)


def chart_from(source: Source) -> tuple[Account, ...]:
    r"""The chart of accounts that a SIE file holds.

    Args:
        source: A path, bytes, or a binary file.

    Raises:
        SieFileError: It cannot be opened.
        SieUsageError: There are no accounts in it.

    Example:
        >>> [account.name for account in chart_from(b"#FLAGGA 0\n#KONTO 1910 Kassa\n")]
        ['Kassa']
    """
    accounts = tuple(load(source).accounts.values())
    if not accounts:
        raise SieUsageError(
            "The file has no chart of accounts (#KONTO): name another file, or take 'bas' or 'empty'.",
            "Filen har ingen kontoplan (#KONTO): ange en annan fil, eller välj 'bas' eller 'empty'.",
        )
    return accounts
