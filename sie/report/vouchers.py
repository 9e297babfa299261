"""Vouchers as text, one by one as they come: there may be hundreds of thousands of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from sie.ledger.model import Ledger, Row, Voucher, exact_sum
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.money import ZERO

__all__ = ["voucher_texts"]

_NAME, _MONEY = 32, 15
_MARKS = {"normal": " ", "added": "+", "removed": "-"}


def voucher_texts(ledger: Ledger, vouchers: Iterable[Voucher], look: Look) -> Iterator[str]:
    """Each voucher with its rows, then how many there were and what they come to.

    Args:
        ledger: The books, for the names of accounts.
        vouchers: Which of them.
        look: How it looks.
    """
    names = {number: safe(account.name or "") for number, account in ledger.accounts.items()}
    wide = max((len(number) for number in names), default=4)
    count, debit, credit = 0, ZERO, ZERO
    for voucher in vouchers:
        count += 1
        lines = [_head(voucher, look)]
        for row in voucher.rows:
            lines.append(_row(row, voucher.date, names, min(wide, 12), look))
            if row.kind != "removed" and row.amount is not None:
                if row.amount > 0:
                    debit = exact_sum((debit, row.amount))
                else:
                    credit = exact_sum((credit, row.amount.copy_negate()))
        yield "\n".join(lines) + "\n\n"
    if not count:
        yield look.word("no_vouchers") + "\n"
        return
    key = "voucher" if count == 1 else "vouchers_counted"
    head = look.word(key, count).ljust(min(wide, 12) + _NAME + 5)
    yield look.paint(f"{head}{look.money(debit):>{_MONEY}}{look.money(credit):>{_MONEY}}", "bold") + "\n"


def _head(voucher: Voucher, look: Look) -> str:
    number = " ".join(part for part in (voucher.series, voucher.number) if part) or look.word("no_number")
    line = look.paint(safe(number), "bold") + f"  {voucher.date or look.word('no_date')}"
    if voucher.text:
        line += "  " + safe(voucher.text)
    notes = [look.word("registered", voucher.registered)] if voucher.registered else []
    notes += [safe(voucher.sign)] if voucher.sign else []
    if notes:
        line += look.paint(f"  ({', '.join(notes)})", "dim")
    total = exact_sum(row.amount for row in voucher.posted)
    if total:
        line += "  " + look.paint(look.word("unbalanced", look.money(total)), "error")
    return line


def _row(row: Row, day: datetime.date | None, names: dict[str, str], wide: int, look: Look) -> str:
    amount = row.amount
    debit = look.money(amount) if amount is not None and amount >= 0 else ""
    credit = look.money(amount.copy_negate()) if amount is not None and amount < 0 else ""
    account = safe(row.account or "?")
    line = f"{account:<{wide}}  {names.get(row.account or '', ''):<{_NAME}}{debit:>{_MONEY}}{credit:>{_MONEY}}"
    notes = [safe(row.text)] if row.text else []
    notes += [f"{safe(ref.dimension)}:{safe(ref.number)}" for ref in row.objects]
    if row.quantity is not None:
        notes.append(format(row.quantity, "f"))
    if row.date not in (None, day):
        notes.append(str(row.date))
    if row.kind != "normal":
        notes.append(look.word(row.kind) + (f" {look.word('by', safe(row.sign))}" if row.sign else ""))
        line = look.paint(line, row.kind)
    tail = "  " + "  ".join(notes) if notes else ""
    return f" {_MARKS[row.kind]} {line}{tail}".rstrip()
