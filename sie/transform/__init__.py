"""Books into books: another type, a selection, years and parts together or apart, other numbers, no names.

Rule 1: every function is pure: ledgers in, ledgers and findings out. What changed is said in both languages.
Rule 2: what a file gives is never silently replaced by what was derived, and nothing is guessed.
"""

from __future__ import annotations

from sie.transform.accounts import AccountMap, map_accounts, read_account_map, unmapped
from sie.transform.applying import apply
from sie.transform.balances import differences
from sie.transform.kinds import new_since, selected, to_kind
from sie.transform.merging import merge
from sie.transform.model import Part, Parts, Transformed
from sie.transform.numbers import map_series, number_map_csv, numbered, renumber
from sie.transform.periods import Period, period_of
from sie.transform.pseudonyms import anonymise
from sie.transform.splitting import split

__all__ = [
    "AccountMap",
    "Part",
    "Parts",
    "Period",
    "Transformed",
    "anonymise",
    "apply",
    "differences",
    "map_accounts",
    "map_series",
    "merge",
    "new_since",
    "number_map_csv",
    "numbered",
    "period_of",
    "read_account_map",
    "renumber",
    "selected",
    "split",
    "to_kind",
    "unmapped",
]
