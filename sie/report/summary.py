"""What a ledger says in short: what the file is, how much is in it, its sums, trial balance and vouchers.

Only rows that count are summed, and only balances of accounts as a whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import UNSET

from sie.ledger.derive import is_balance_account
from sie.ledger.model import Account, Balance, Extra, Ledger, Row, Voucher, exact_sum
from sie.report.model import (
    AccountLine,
    CompanyInfo,
    Counts,
    FindingEntry,
    GeneratedInfo,
    ObjectEntry,
    RowEntry,
    Selection,
    Summary,
    Sums,
    Totals,
    TrialBalance,
    VoucherEntry,
    Year,
)
from sie.report.money import ZERO, plain
from sie.spec.labels import BY_NAME

__all__ = ["entries", "selected", "summarise", "trial_balance"]


def summarise(ledger: Ledger, path: str, language: str = "en") -> Summary:
    r"""What a ledger says in short.

    Args:
        ledger: The books.
        path: Where they came from.
        language: Of the messages, ``"en"`` or ``"sv"``.

    Example:
        >>> import sie
        >>> data = b"#RAR 0 20240101 20241231\n#KONTO 1910 Kassa\n#IB 0 1910 25.5\n"
        >>> summary = summarise(sie.loads(data), "books.se")
        >>> summary.counts.accounts, summary.sums["0"].opening
        (1, '25.50')
    """
    detection, company = ledger.detection, ledger.company
    return Summary(
        path=path,
        encoding=ledger.encoding,
        encoding_evidence=detection.evidence(language) if detection else "",
        confidence=round(detection.confidence, 3) if detection else 1.0,
        format_declared=detection.declared if detection else None,
        format_agrees=detection.agrees if detection else None,
        kind=ledger.kind,
        sie5=True if detection is not None and detection.reason == "xml" else UNSET,
        flag=ledger.flag,
        program=ledger.program.name,
        program_version=ledger.program.version,
        generated=GeneratedInfo(date=ledger.generated.date, sign=ledger.generated.sign),
        company=CompanyInfo(
            name=company.name,
            organisation_number=company.organisation_number,
            type=company.type,
            id=company.id,
        ),
        currency=ledger.currency,
        chart_type=ledger.chart_type,
        tax_year=ledger.tax_year,
        balances_through=ledger.balances_through,
        years=tuple(
            Year(year=number, start=year.start, end=year.end)
            for number, year in sorted(ledger.years.items(), reverse=True)
        ),
        counts=_counts(ledger),
        sums=_sums(ledger),
        diagnostics=tuple(
            FindingEntry(
                code=d.code,
                name=d.name,
                severity=d.severity.value,
                line=d.line,
                column=d.column,
                message=d.message(language),
            )
            for d in ledger.diagnostics
        ),
    )


def _counts(ledger: Ledger) -> Counts:
    kinds = {"normal": 0, "added": 0, "removed": 0}
    alone = 0  # rows added later that no twin followed: the file has them, but they do not count
    unknown = _unknown(ledger.extras)
    for voucher in ledger.vouchers:
        for row in voucher.rows:
            kinds[row.kind] += 1
        if voucher.extras:
            unknown += _unknown(voucher.extras)
            alone += sum(1 for extra in voucher.extras if extra.label == "#RTRANS" and extra.key is None)
    return Counts(
        accounts=sum(1 for account in ledger.accounts.values() if account.name is not None),
        dimensions=len(ledger.dimensions),
        objects=len(ledger.objects),
        vouchers=len(ledger.vouchers),
        rows=kinds["normal"] + kinds["added"],
        added_rows=kinds["added"] + alone,
        removed_rows=kinds["removed"],
        unknown_labels=unknown,
    )


def _unknown(extras: Iterable[Extra]) -> int:
    return sum((extra.key is None and extra.label.upper() not in BY_NAME) + _unknown(extra.block) for extra in extras)


def _year_of(day: datetime.date | None, years: list[tuple[int, datetime.date, datetime.date]]) -> int:
    """The fiscal year that a day lies in; 0 when no ``#RAR`` has it."""
    if day is not None:
        for number, start, end in years:
            if start <= day <= end:
                return number
    return 0


def _bounds(ledger: Ledger) -> list[tuple[int, datetime.date, datetime.date]]:
    """The years that have both a first and a last day, the current one first."""
    return [
        (number, year.start, year.end)
        for number, year in sorted(ledger.years.items(), reverse=True)
        if year.start is not None and year.end is not None
    ]


def _posted(ledger: Ledger) -> Iterator[tuple[int, Row]]:
    """The rows that count, with the fiscal year that the voucher's date lies in."""
    bounds = _bounds(ledger)
    known: dict[datetime.date | None, int] = {}
    for voucher in ledger.vouchers:
        year = known.get(voucher.date)
        if year is None:
            year = known[voucher.date] = _year_of(voucher.date, bounds)
        for row in voucher.rows:
            if row.kind != "removed" and row.amount is not None:
                yield year, row


class _Sum:
    """Adds up what belongs to one year, or to one account of it."""

    __slots__ = ("balances", "credit", "debit")

    def __init__(self) -> None:
        self.balances: dict[str, Decimal] = {}
        self.debit = ZERO
        self.credit = ZERO

    def balance(self, balance: Balance) -> None:
        if balance.amount is not None:
            self.balances[balance.kind] = exact_sum((self.balances.get(balance.kind), balance.amount))

    def post(self, amount: Decimal) -> None:
        if amount > 0:
            self.debit = exact_sum((self.debit, amount))
        else:
            self.credit = exact_sum((self.credit, amount.copy_negate()))

    def text(self, kind: str) -> str | None:
        return plain(self.balances[kind]) if kind in self.balances else None

    @property
    def empty(self) -> bool:
        return not (self.debit or self.credit or any(self.balances.values()))


def _of_account(ledger: Ledger) -> Iterator[Balance]:
    """The balances that accounts as a whole have."""
    return (b for b in ledger.balances if b.kind in ("opening", "closing", "result") and not b.object)


def _sums(ledger: Ledger) -> dict[str, Sums]:
    found = {number: _Sum() for number in (0, *ledger.years)}
    for balance in _of_account(ledger):
        found.setdefault(balance.year, _Sum()).balance(balance)
    for year, row in _posted(ledger):
        assert row.amount is not None
        found[year].post(row.amount)
    return {
        str(number): Sums(
            opening=plain(total.balances.get("opening", ZERO)),
            closing=plain(total.balances.get("closing", ZERO)),
            result=plain(total.balances.get("result", ZERO)),
            debit=plain(total.debit),
            credit=plain(total.credit),
        )
        for number, total in sorted(found.items(), reverse=True)
    }


def trial_balance(ledger: Ledger, year: int = 0) -> TrialBalance:
    r"""The trial balance of a fiscal year: every account that has anything but zeros.

    Args:
        ledger: The books.
        year: 0 for the current fiscal year, -1 for the one before.

    Example:
        >>> import sie
        >>> table = trial_balance(sie.loads(b"#KONTO 1910 Kassa\n#IB 0 1910 25\n#UB 0 1910 30\n"))
        >>> [(line.account, line.opening, line.closing) for line in table.accounts]
        [('1910', '25.00', '30.00')]
    """
    found: dict[str, _Sum] = {}
    for balance in _of_account(ledger):
        if balance.year == year:
            found.setdefault(balance.account, _Sum()).balance(balance)
    for number, row in _posted(ledger):
        if number == year and row.amount is not None:
            found.setdefault(row.account or "", _Sum()).post(row.amount)
    bounds = ledger.years.get(year)
    lines = sorted((number, total) for number, total in found.items() if not total.empty)
    return TrialBalance(
        year=year,
        start=bounds.start if bounds else None,
        end=bounds.end if bounds else None,
        accounts=tuple(
            AccountLine(
                account=number,
                name=_name(ledger, number),
                statement=_statement(ledger, number, total),
                opening=total.text("opening"),
                debit=plain(total.debit),
                credit=plain(total.credit),
                closing=total.text("closing"),
                result=total.text("result"),
            )
            for number, total in lines
        ),
        totals=Totals(
            opening=plain(exact_sum(total.balances.get("opening") for _, total in lines)),
            debit=plain(exact_sum(total.debit for _, total in lines)),
            credit=plain(exact_sum(total.credit for _, total in lines)),
            closing=plain(exact_sum(total.balances.get("closing") for _, total in lines)),
            result=plain(exact_sum(total.balances.get("result") for _, total in lines)),
        ),
    )


def _statement(ledger: Ledger, number: str, total: _Sum) -> str | None:
    if total.balances:
        return "result" if "result" in total.balances else "balance"
    account = ledger.accounts.get(number)
    nature = is_balance_account(account or Account(number))
    return None if nature is None else "balance" if nature else "result"


def _name(ledger: Ledger, number: str | None) -> str | None:
    account = ledger.accounts.get(number) if number else None
    return account.name if account else None


def selected(ledger: Ledger, selection: Selection) -> Iterator[Voucher]:
    """The vouchers that a selection asks for, in the order of the file.

    Args:
        ledger: The books.
        selection: What is asked for.
    """
    accounts, bounds = frozenset(selection.accounts), _bounds(ledger)
    for voucher in ledger.vouchers:
        if selection.series and (voucher.series or "") not in selection.series:
            continue
        if selection.first is not None and (voucher.date is None or voucher.date < selection.first):
            continue
        if selection.last is not None and (voucher.date is None or voucher.date > selection.last):
            continue
        if selection.year is not None and _year_of(voucher.date, bounds) != selection.year:
            continue
        if accounts and not any(row.account in accounts for row in voucher.rows):
            continue
        yield voucher


def entries(ledger: Ledger, vouchers: Iterable[Voucher]) -> tuple[VoucherEntry, ...]:
    """Vouchers with everything that is shown of them, as plain text.

    Args:
        ledger: The books, for the names of accounts.
        vouchers: Which of them.
    """
    names: Mapping[str | None, str | None] = {n: account.name for n, account in ledger.accounts.items()}
    return tuple(
        VoucherEntry(
            series=voucher.series,
            number=voucher.number,
            date=voucher.date,
            text=voucher.text,
            registered=voucher.registered,
            sign=voucher.sign,
            line=voucher.origin,
            total=plain(exact_sum(row.amount for row in voucher.posted)),
            rows=tuple(
                RowEntry(
                    kind=row.kind,
                    account=row.account,
                    name=names.get(row.account),
                    amount=None if row.amount is None else plain(row.amount),
                    date=row.date,
                    text=row.text,
                    quantity=None if row.quantity is None else format(row.quantity, "f"),
                    sign=row.sign,
                    objects=tuple(ObjectEntry(dimension=ref.dimension, number=ref.number) for ref in row.objects),
                )
                for row in voucher.rows
            ),
        )
        for voucher in vouchers
    )
