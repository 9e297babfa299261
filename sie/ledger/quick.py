"""The quick lane: vouchers and rows that need no forgiving, straight from the patterns of the label table.

It reads what ``Fields`` and ``Build`` read, only faster; a test holds them together. Whatever it does not
understand it leaves alone.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from sie.ledger import values
from sie.ledger.fields import CarefulError, Fields, Memo
from sie.ledger.model import ObjectRef, Row, Voucher
from sie.text.patterns import ROW, SHORT_ROW, VOUCHER

__all__ = ["Quick"]

_FIRST_ROW = VOUCHER.groups - 1


def _clean_date(text: str) -> datetime.date:
    date, code = values.read_date(text)
    if date is None or code:
        raise CarefulError
    return date


class Quick:
    """Makes values of what the patterns have matched.

    Args:
        fields: Shares its texts and reads object lists.
    """

    def __init__(self, fields: Fields) -> None:
        self._texts = fields.texts
        self._mostly_short = True
        # what repeats, by its text
        self._dates: Memo[datetime.date | None] = Memo(_clean_date, {"": None, '""': None})
        self._quantities: Memo[Decimal | None] = Memo(Decimal, {"": None, '""': None})
        self._lists: Memo[tuple[ObjectRef, ...]] = Memo(fields.clean_list, {"": ()})

    def voucher(self, match: re.Match[str], number: int) -> Voucher | None:
        """A whole voucher; ``None`` when its lines have to be read one by one.

        Args:
            match: Of ``patterns.VOUCHER``.
            number: The line that it begins on.
        """
        text, start, stop = match.string, match.start(_FIRST_ROW), match.start(_FIRST_ROW + 1)
        count = text.count("\n", start, stop)
        found = SHORT_ROW.findall(text, start, stop) if self._mostly_short else []
        short = len(found) == count
        if not short:
            found = ROW.findall(text, start, stop)
            if len(found) != count:
                return None
            self._mostly_short = False  # a program that writes one row with a quantity writes them all with one
        series, series_bare, label, label_bare, day, shown, shown_bare, entered, sign, sign_bare, _, _ = match.groups(
            ""
        )
        dates, same = self._dates, self._texts
        try:
            return Voucher(
                same[series or series_bare] or None,
                label or label_bare or None,
                dates[day],
                shown or shown_bare or None,
                dates[entered],
                same[sign or sign_bare] or None,
                tuple(self._short(found, number + 2) if short else self._long(found, number + 2)),
                (),
                number,
            )
        except CarefulError:
            return None

    def row(self, match: re.Match[str], number: int) -> list[Row]:
        """A row, alone in a list; an empty list when it has to be read with care.

        Args:
            match: Of ``patterns.ROW``.
            number: Its line.
        """
        try:
            return self._long([match.groups("")], number)
        except CarefulError:
            return []

    def _short(self, found: list[Any], line: int) -> list[Row]:
        """Rows from the groups of ``patterns.SHORT_ROW``, the first on ``line``."""
        same, dates, lists = self._texts, self._dates, self._lists
        return [
            Row(
                "normal",
                same[account],
                lists[inner],
                Decimal(amount),
                dates[day],
                text or text_bare or None,
                None,
                None,
                None,
                (),
                line,
            )
            for line, (account, inner, amount, day, text, text_bare) in enumerate(found, line)
        ]

    def _long(self, found: list[Any], line: int) -> list[Row]:
        """Rows from the groups of ``patterns.ROW``, the first on ``line``."""
        same, dates, lists, quantities = self._texts, self._dates, self._lists, self._quantities
        return [
            Row(
                "normal",
                same[account],
                lists[inner],
                Decimal(amount),
                dates[day],
                text or text_bare or None,
                quantities[quantity],
                same[sign or sign_bare] or None,
                None,
                (),
                line,
            )
            for line, (account, inner, amount, day, text, text_bare, quantity, sign, sign_bare) in enumerate(
                found, line
            )
        ]
