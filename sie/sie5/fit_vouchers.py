"""Vouchers as SIE 5 can hold them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec

from sie.ledger.model import Row, Voucher
from sie.ledger.parts import RowPart, VoucherPart
from sie.sie5.tally import Tally
from sie.spec.sie5 import PERSON_UNKNOWN

__all__ = ["fitted_vouchers"]


def fitted_vouchers(vouchers: Iterable[Voucher], entry: bool, tally: Tally) -> tuple[Voucher, ...]:
    """Vouchers with numbers, days and notes as SIE 5 wants them.

    Args:
        vouchers: In their order.
        entry: For the file of vouchers.
        tally: Takes what had to change.
    """
    work = _Vouchers(entry, tally)
    vouchers = tuple(vouchers)
    for voucher in vouchers:
        if _numbered(voucher.number):
            work.taken.setdefault(voucher.series or None, set()).add(int(voucher.number or 0))
    return tuple(work.voucher(voucher) for voucher in vouchers)


def _numbered(number: str | None) -> bool:
    return bool(number) and str(number).isascii() and str(number).isdigit() and len(str(number)) < 1000


class _Vouchers:
    def __init__(self, entry: bool, tally: Tally) -> None:
        self.entry = entry
        self.tally = tally
        self.taken: dict[str | None, set[int]] = {}
        self.last: dict[str | None, int] = {}

    def voucher(self, voucher: Voucher) -> Voucher:
        """A voucher that SIE 5 can hold."""
        part = voucher.sie5 or VoucherPart()
        series = voucher.series or None
        number, part = self._number(voucher, series, part)
        registered, sign = voucher.registered, voucher.sign
        if self.entry and part.original is not None:
            registered, sign = part.original.date, part.original.by
        if registered is None and voucher.date is not None:
            registered = voucher.date
            self.tally.lose(
                "SIE822", f"{series or ''}{number or ''} {registered}", voucher.origin,
                en="the day when a voucher was entered", sv="dagen då en verifikation registrerades",
            )  # fmt: skip
        rows = [self._row(row, registered) for row in voucher.rows]
        if self.entry:
            part = self._for_entry(voucher, part)
        return Voucher(
            series, number, voucher.date, voucher.text, registered, _person(sign),
            tuple(row for row in rows if row is not None), (), voucher.origin,
            part if part != VoucherPart() else None,
        )  # fmt: skip

    def _number(self, voucher: Voucher, series: str | None, part: VoucherPart) -> tuple[str | None, VoucherPart]:
        number = voucher.number or None
        if number is not None and _numbered(number):
            self.last[series] = max(self.last.get(series, 0), int(number))
            return number, part
        new = None
        if not self.entry:
            taken = self.taken.setdefault(series, set())
            following = self.last.get(series, 0) + 1
            while following in taken:
                following += 1
            taken.add(following)
            self.last[series] = following
            new = str(following)
        if number is None:
            if new is not None:
                self.tally.lose(
                    "SIE822", f"{series or ''}{new}", voucher.origin, en="numbers of vouchers", sv="verifikationsnummer"
                )
            return new, part
        self.tally.lose(
            "SIE823", f"{number} -> {new or ''}", voucher.origin,
            en="a voucher number that is no number", sv="ett verifikationsnummer som inte är ett tal",
        )  # fmt: skip
        if part.reference is None:
            part = msgspec.structs.replace(part, reference=number)
        return new, part

    def _for_entry(self, voucher: Voucher, part: VoucherPart) -> VoucherPart:
        name = f"{voucher.series or ''}{voucher.number or ''}"
        if part.original is not None and (voucher.registered or voucher.sign):
            en, sv = "when a voucher came into the accounting system", "när en verifikation kom in i bokföringssystemet"
            self._dropped(f"{name} {voucher.registered}", voucher.origin, en, sv)
        if part.locked is not None:
            self._dropped(name, voucher.origin, "when a voucher was locked", "när en verifikation låstes")
        if part.corrections:
            self._dropped(name, voucher.origin, "corrections", "rättelser")
        return msgspec.structs.replace(part, original=None, locked=None, corrections=())

    def _dropped(self, example: object, line: int, en: str, sv: str) -> None:
        self.tally.lose("SIE824", example, line, en=en, sv=sv)

    def _row(self, row: Row, registered: datetime.date | None) -> Row | None:
        if row.kind == "normal" and row.sie5 is None:
            return row
        part = row.sie5 or RowPart()
        kind, example = row.kind, f"{row.account} {row.amount}"
        if part.group is not None:
            self.tally.lose(
                "SIE823",
                part.group,
                row.origin,
                en="the group of an item beside the item",
                sv="postens grupp vid posten",
            )
            part = msgspec.structs.replace(part, group=None)
        if self.entry:
            if kind == "removed":
                self._dropped(example, row.origin, "rows that were struck out", "strukna rader")
                return None
            if kind == "added":
                self._dropped(example, row.origin, "that a row was added later", "att en rad lades till senare")
            if part.locked is not None:
                self._dropped(example, row.origin, "when a row was locked", "när en rad låstes")
            part = msgspec.structs.replace(part, locked=None)
            kind = "normal"
        entered = part.entered if kind == "added" else None
        struck = part.struck if kind == "removed" else None
        if (kind == "added" and entered is None) or (kind == "removed" and struck is None):
            self.tally.lose(
                "SIE822", f"{example} {registered}", row.origin,
                en="the day when a row was added or removed", sv="dagen då en rad lades till eller togs bort",
            )  # fmt: skip
            entered, struck = (registered, None) if kind == "added" else (None, registered)
        part = msgspec.structs.replace(
            part, entered=entered, struck=struck, added=part.added if kind == "removed" else None
        )
        sign = _person(row.sign) if kind != "normal" else None
        return msgspec.structs.replace(row, kind=kind, sign=sign, sie5=part if part != RowPart() else None)


def _person(sign: str | None) -> str | None:
    return None if sign in (PERSON_UNKNOWN, "") else sign
