"""Books against books: what differs, where, and what it comes from.

Rule 1: nothing is rounded and nothing is near enough; a difference is explained by a known cause or it is not.
Rule 2: what was done on purpose (``Change``, ``NumberMap``) is done to the source once more, step by step. What a
step changes is explained if the target came out just so; whatever differs after the last step is not.
Rule 3: sums differ because vouchers do. A reader sees the voucher first and the sums as what follows from it.

Not compared: the program, the date of the file, the flag, the comments, the encoding, and in which order a file
has its vouchers, balances and accounts. When only one side has what only SIE 5 says, it is told how much of it
there is, kind by kind; a side in SIE 4 could not have it.
"""

from __future__ import annotations

from sie.comparison.model import (
    FAMILIES,
    AccountTotals,
    Change,
    ChangeKind,
    Colour,
    Comparison,
    Difference,
    Figures,
    NumberMap,
    Renumbering,
    Root,
    SeriesFigures,
    SeriesTotals,
    Verdict,
    VoucherRef,
    voucher_refs,
)
from sie.comparison.run import compare

__all__ = [
    "FAMILIES",
    "AccountTotals",
    "Change",
    "ChangeKind",
    "Colour",
    "Comparison",
    "Difference",
    "Figures",
    "NumberMap",
    "Renumbering",
    "Root",
    "SeriesFigures",
    "SeriesTotals",
    "Verdict",
    "VoucherRef",
    "compare",
    "voucher_refs",
]
