"""Books as SIE 5 can hold them: what it has no place for taken away, what it demands written out, and all of it told.

Reading what the writer makes of fitted books gives the same books again; the tests hold both to that.
"""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from sie.diagnostics import Diagnostic
from sie.errors import SieWriteError
from sie.ledger.allowed import at_path
from sie.ledger.model import Account, Balance, Dimension, FiscalYear, Generated, Ledger, Object, ObjectRef
from sie.ledger.parts import AccountPart, FilePart, YearBudget
from sie.sie5.fit_parts import fitted_part
from sie.sie5.fit_vouchers import fitted_vouchers
from sie.sie5.tally import Tally
from sie.spec.codes import DIMENSIONS, account_type
from sie.spec.labels import LABELS
from sie.spec.sie5 import ACCOUNT_TYPES, PERSON_UNKNOWN, SPECIAL_TYPES, UNKNOWN_NUMBER

__all__ = ["Fitted", "fit"]

_MOST_YEARS = 200
_T = TypeVar("_T")


class Fitted(NamedTuple):
    """Books that SIE 5 can hold, and what had to change."""

    ledger: Ledger
    losses: tuple[Diagnostic, ...]


def fit(ledger: Ledger, entry: bool, labels: bool = True) -> Fitted:
    """Make books such that SIE 5 can hold them.

    Args:
        ledger: The books.
        entry: For the file of vouchers (``SieEntry``) instead of the complete one.
        labels: Tell also of the labels and fields that SIE 5 does not have.

    Raises:
        SieWriteError: There is no current fiscal year, or a balance is for a year that cannot be counted to.
    """
    work = _Fit(ledger, entry, labels)
    return Fitted(work.ledger(), work.tally.diagnostics())


class _Fit:
    def __init__(self, ledger: Ledger, entry: bool, labels: bool) -> None:
        self.books = ledger
        self.entry = entry
        self.labels = labels
        self.tally = Tally()

    def ledger(self) -> Ledger:
        """The fitted books."""
        books = self._without_labels(self.books)
        books = self._heading(books)
        books = msgspec.structs.replace(books, years=self._years(books))
        if self.entry:
            books = self._without_totals(books)
        vouchers = fitted_vouchers(books.vouchers, self.entry, self.tally)
        books = msgspec.structs.replace(books, vouchers=vouchers)
        part = fitted_part(books, self.entry, self.tally)
        books = msgspec.structs.replace(books, sie5=part, accounts=self._accounts(books, part))
        books = msgspec.structs.replace(books, balances=tuple(self._balances(books)))
        dimensions, objects = self._dimensions(books, part)
        return msgspec.structs.replace(books, dimensions=dimensions, objects=objects)

    def _written_out(self, example: object, line: int, en: str, sv: str) -> None:
        self.tally.lose("SIE822", example, line, en=en, sv=sv)

    def _changed(self, example: object, line: int, en: str, sv: str) -> None:
        self.tally.lose("SIE823", example, line, en=en, sv=sv)

    def _dropped(self, example: object, line: int, en: str, sv: str) -> None:
        self.tally.lose("SIE824", example, line, en=en, sv=sv)

    # ---------------------------------------------------------------- labels and fields that SIE 5 does not have

    def _record(self, label: str, example: object, line: int = 0) -> None:
        if self.labels:
            self.tally.lose("SIE820", example, line, label=label)

    def _field(self, label: str, field: tuple[str, str], example: object, line: int = 0) -> None:
        if self.labels:
            self.tally.lose("SIE821", example, line, label=label, field_en=field[0], field=field[1])

    def _without_labels(self, books: Ledger) -> Ledger:
        changes: dict[str, object] = {"detection": None, "diagnostics": (), "extras": ()}
        for label in LABELS:
            gone = [field for place, field in enumerate(label.fields) if not label.sie5 or not label.sie5[place]]
            if label.store == "ledger":
                said = [(field, at_path(books, field.name)) for field in gone]
                said = [(field, value) for field, value in said if value not in (None, 0)]
                if said and not label.sie5:
                    self._record(label.name, " ".join(str(value) for _, value in said))
                elif said:
                    for field, value in said:
                        self._field(label.name, (field.name.rpartition(".")[2], field.sv), value)
                for field in gone:
                    changes |= _without(books, changes, field.name)
        for text in books.prose:
            self._record("#PROSA", text)
        changes["prose"] = ()
        balances = []
        for balance in books.balances:
            if balance.kind == "period":
                self._record("#PSALDO", f"{balance.period} {balance.account} {balance.amount}", balance.origin)
                continue
            if balance.extras:
                self._record("…", " ".join(balance.extras), balance.origin)
                balance = msgspec.structs.replace(balance, extras=())
            balances.append(balance)
        for extra in books.extras:
            self._record("…", extra.label, extra.origin)
        dimensions = {}
        for dimension in books.dimensions.values():
            if dimension.parent is not None:
                self._field("#UNDERDIM", ("parent", "superdimension"), dimension.parent, dimension.origin)
                dimension = msgspec.structs.replace(dimension, parent=None)
            dimensions[dimension.number] = dimension
        vouchers = []
        for voucher in books.vouchers:
            rows = []
            for row in voucher.rows:
                if row.kind == "normal" and row.sign:
                    self._field("#TRANS", ("sign", "sign"), row.sign, row.origin)
                    row = msgspec.structs.replace(row, sign=None)
                if row.twin is not None:
                    self._field("#RTRANS", ("twin", "tvilling"), f"{row.twin.account} {row.twin.amount}", row.origin)
                    row = msgspec.structs.replace(row, twin=None)
                if row.extras:
                    self._record("…", " ".join(row.extras), row.origin)
                    row = msgspec.structs.replace(row, extras=())
                rows.append(row)
            for extra in voucher.extras:
                self._record("…", extra.label, extra.origin or voucher.origin)
            vouchers.append(msgspec.structs.replace(voucher, rows=tuple(rows), extras=()))
        changes |= {"balances": tuple(balances), "dimensions": dimensions, "vouchers": tuple(vouchers)}
        return msgspec.structs.replace(books, **changes)

    # ---------------------------------------------------------------- the file and its years

    def _heading(self, books: Ledger) -> Ledger:
        company = books.company
        several = company.acquisition_number
        if several is not None and not _is_int(several):
            self._changed(
                several, 0, "a second field of #ORGNR that is no number", "förvärvsnummer som inte är ett tal"
            )
            several = None
        company = msgspec.structs.replace(
            company,
            name=company.name or None,
            acquisition_number=several,
            organisation_number=_unless(company.organisation_number, UNKNOWN_NUMBER),
        )
        day = books.generated.date
        if day is None:
            day = datetime.date.today()
            self._written_out(day, 0, "the day when the file was made", "dagen då filen skapades")
        kind = "4I" if self.entry else "4E"
        if books.kind[:1] != kind[:1]:
            self._changed(books.kind, 0, "the file type", "filtypen")
        currency = books.currency
        if currency is None and not self.entry:
            currency = "SEK"
            self._written_out(currency, 0, "the currency", "valutan")
        return msgspec.structs.replace(
            books,
            kind=kind,
            company=company,
            currency=currency,
            program=msgspec.structs.replace(
                books.program, name=books.program.name or None, version=books.program.version or None
            ),
            generated=Generated(day, _unless(books.generated.sign, PERSON_UNKNOWN)),
        )

    def _years(self, books: Ledger) -> dict[int, FiscalYear]:
        """Whole months, one year upon the other, every year that a balance needs."""
        if self.entry:
            return dict(books.years)
        current = books.years.get(0)
        if current is None or current.start is None or current.end is None:
            raise SieWriteError(
                "A complete SIE 5 file needs the current fiscal year with its first and last day; add it, or write "
                "the file of vouchers.",
                "En fullständig SIE 5-fil behöver innevarande räkenskapsår med första och sista dag; lägg till det "
                "eller skriv filen med verifikationer.",
                label="#RAR",
            )
        wanted = {*books.years, *(b.year for b in books.balances if b.kind != "budget")}
        if max(map(abs, wanted)) > _MOST_YEARS:
            far = max(wanted, key=abs)
            raise SieWriteError(
                f"Fiscal year {far} is too far away to be counted to.",
                f"Räkenskapsår {far} ligger för långt bort för att kunna räknas fram.",
                label="#RAR",
                field="number",
                value=str(far),
            )
        try:
            found = {0: self._whole(0, current)}
        except ValueError:
            raise _no_year(0, current) from None
        for step in (-1, 1):
            last = min(wanted) if step < 0 else max(wanted)
            for number in range(step, last + step, step) if last * step > 0 else ():
                found[number] = self._next(number, books.years.get(number), found[number - step], step)
        return dict(sorted(found.items()))

    def _whole(self, number: int, year: FiscalYear) -> FiscalYear:
        assert year.start is not None and year.end is not None
        start, end = year.start.replace(day=1), _month_end(year.end)
        if start > end:
            end = _month_end(_months_on(start, 11))
        if (start, end) != (year.start, year.end):
            example = f"{number}: {year.start} – {year.end}"
            self._changed(example, year.origin, "a year that is not whole months", "ett år som inte är hela månader")
        return FiscalYear(start, end, year.origin)

    def _next(self, number: int, year: FiscalYear | None, neighbour: FiscalYear, step: int) -> FiscalYear:
        """The year before or after another: as declared, where that follows; else twelve months."""
        assert neighbour.start is not None and neighbour.end is not None
        try:
            edge = neighbour.end + datetime.timedelta(1) if step > 0 else neighbour.start - datetime.timedelta(1)
            if year is not None and year.start is not None and year.end is not None and year.start <= year.end:
                touches = year.start if step > 0 else year.end
                if (touches.year, touches.month) == (edge.year, edge.month):
                    return self._whole(number, year)
            start = edge if step > 0 else _months_on(edge, -11)
            end = _month_end(_months_on(edge, 11)) if step > 0 else edge
        except (ValueError, OverflowError):
            raise _no_year(number, neighbour) from None
        made = FiscalYear(start.replace(day=1), end, year.origin if year else 0)
        example = f"{number}: {made.start} – {made.end}"
        if year is None:
            self._written_out(example, 0, "years that balances are for", "år som saldon gäller")
        else:
            self._changed(
                example, year.origin, "years that do not follow one another", "år som inte följer på varandra"
            )
        return made

    def _without_totals(self, books: Ledger) -> Ledger:
        """The file of vouchers has no years, balances or SRU codes."""
        for number, year in books.years.items():
            self._dropped(f"{number}: {year.start} – {year.end}", year.origin, "fiscal years", "räkenskapsår")
        if books.balances_through is not None:
            self._dropped(books.balances_through, 0, "how far the books go", "hur långt bokföringen sträcker sig")
        balances = []
        for balance in books.balances:
            if balance.kind == "budget":
                balances.append(balance)
            else:
                example = f"{balance.year} {balance.account} {balance.amount}"
                self._dropped(example, balance.origin, "balances", "saldon")
        accounts = {}
        for account in books.accounts.values():
            if account.sru:
                self._dropped(f"{account.number} {account.sru[0]}", account.origin, "SRU codes", "SRU-koder")
            accounts[account.number] = msgspec.structs.replace(account, sru=())
        return msgspec.structs.replace(
            books, years={}, balances_through=None, balances=tuple(balances), accounts=accounts
        )

    # ---------------------------------------------------------------- accounts, dimensions, objects

    def _accounts(self, books: Ledger, part: FilePart | None) -> dict[str, Account]:
        opened = {balance.account for balance in books.balances if balance.kind in ("opening", "closing")}
        accounts = {account.number: account for account in books.accounts.values()}
        for number in _used_accounts(books, part, self.entry):
            if number not in accounts:
                accounts[number] = Account(number)
                self._written_out(number, 0, "accounts that are used", "konton som används")
        return {number: self._account(account, opened) for number, account in accounts.items()}

    def _account(self, account: Account, opened: set[str]) -> Account:
        kind = account.sie5.type if account.sie5 else None
        if kind is not None and (kind not in SPECIAL_TYPES or (kind == "statistics" and not self.entry)):
            self._changed(f"{account.number} {kind}", account.origin, "an account type", "en kontotyp")
            kind = None
        code = account.type
        if kind is not None:
            code = ACCOUNT_TYPES[kind]
        else:
            code = account_type(account.number, account.type)
            if code is None:
                code = "T" if account.number in opened else "K"
            if code != account.type:
                self._written_out(f"{account.number}: {code}", account.origin, "types of accounts", "kontotyper")
        name = account.name
        if name is None:
            name = account.number
            self._written_out(name, account.origin, "names of accounts", "kontonamn")
        return msgspec.structs.replace(account, name=name, type=code, sie5=AccountPart(kind) if kind else None)

    def _dimensions(self, books: Ledger, part: FilePart | None) -> tuple[dict[str, Dimension], tuple[Object, ...]]:
        used = _used_objects(books, part)
        objects: dict[ObjectRef, Object] = {}
        for item in books.objects:
            ref = ObjectRef(item.dimension, item.number)
            if ref in objects:
                self._changed(f"{ref.dimension} {ref.number}", item.origin, "an object twice", "ett objekt två gånger")
            else:
                objects[ref] = self._named(item)
        for ref in used if not self.entry else ():
            if ref not in objects:
                self._written_out(f"{ref.dimension} {ref.number}", 0, "objects that are used", "objekt som används")
                objects[ref] = Object(ref.dimension, ref.number, ref.number)
        dimensions = {}
        for dimension in books.dimensions.values():
            if dimension.name is None and not self.entry:
                self._written_out(dimension.number, dimension.origin, "names of dimensions", "dimensioners namn")
                dimension = msgspec.structs.replace(dimension, name=_dimension_name(dimension.number))
            dimensions[dimension.number] = dimension
        for ref in objects:
            if ref.dimension not in dimensions:
                self._written_out(ref.dimension, 0, "dimensions that are used", "dimensioner som används")
                name = None if self.entry else _dimension_name(ref.dimension)
                dimensions[ref.dimension] = Dimension(ref.dimension, name)
        return dimensions, tuple(objects.values())

    def _named(self, item: Object) -> Object:
        if item.name is not None:
            return item
        self._written_out(item.number, item.origin, "names of objects", "objekts namn")
        return msgspec.structs.replace(item, name=item.number)

    # ---------------------------------------------------------------- balances

    def _balances(self, books: Ledger) -> Iterable[Balance]:
        for balance in books.balances:
            yield self._budget(balance, books.years) if balance.kind == "budget" else self._balance(balance, books)

    def _budget(self, balance: Balance, years: Mapping[int, FiscalYear]) -> Balance:
        year = _year_around(balance.period, years)
        if year != balance.year:
            example = f"{balance.year} {balance.period} {balance.account}"
            en, sv = "a budget for a month of another year", "en budget för en månad i ett annat år"
            self._changed(example, balance.origin, en, sv)
        if balance.foreign is not None:
            en, sv = "a budget in another currency", "en budget i annan valuta"
            self._changed(balance.foreign.currency, balance.origin, en, sv)
        return msgspec.structs.replace(balance, year=year, foreign=None)

    def _balance(self, balance: Balance, books: Ledger) -> Balance:
        opening = balance.kind in ("opening", "object_opening")
        if balance.object:
            kind = "object_opening" if opening else "object_closing"
        elif opening:
            kind = "opening"
        else:
            kind = "result" if books.accounts[balance.account].type in ("K", "I") else "closing"
        if kind != balance.kind:
            example = f"{balance.kind} {balance.year} {balance.account} {balance.amount}"
            en, sv = "a balance that its account does not have", "ett saldo som kontot inte har"
            self._changed(example, balance.origin, en, sv)
        return msgspec.structs.replace(balance, kind=kind, period=None)


def _no_year(number: int, year: FiscalYear) -> SieWriteError:
    return SieWriteError(
        f"Fiscal year {number} cannot be counted from {year.start} – {year.end}; correct the days.",
        f"Räkenskapsår {number} kan inte räknas fram från {year.start} – {year.end}; rätta dagarna.",
        label="#RAR",
        field="number",
        value=str(number),
    )


def _without(books: Ledger, changes: Mapping[str, object], path: str) -> dict[str, object]:
    """The change that takes a value out of the ledger."""
    name, _, rest = path.partition(".")
    if not rest:
        return {name: 0 if name == "flag" else None}
    inner = changes.get(name, getattr(books, name))
    assert isinstance(inner, msgspec.Struct)
    return {name: msgspec.structs.replace(inner, **{rest.partition(".")[0]: None})}


def _used_accounts(books: Ledger, part: FilePart | None, entry: bool) -> list[str]:
    budgets = part.budgets if part else ()
    used = Counter([*(b.account for b in books.balances), *(b.account for b in budgets)])
    if not entry:
        for voucher in books.vouchers:
            used.update(row.account for row in voucher.rows if row.account is not None)
        for group in part.groups if part else ():
            used.update((group.account, *group.accounts))
    return list(used)


def _used_objects(books: Ledger, part: FilePart | None) -> list[ObjectRef]:
    found: dict[ObjectRef, None] = {}
    for voucher in books.vouchers:
        for row in voucher.rows:
            if row.objects:
                found.update(dict.fromkeys(row.objects))
    for balance in books.balances:
        found.update(dict.fromkeys(balance.object))
    if part is not None:
        budgets: tuple[YearBudget, ...] = part.budgets
        found.update(dict.fromkeys(ObjectRef(*pair) for budget in budgets for pair in budget.objects))
    return list(found)


def _year_around(period: str | None, years: Mapping[int, FiscalYear]) -> int:
    month = period or ""
    for number, year in years.items():
        if year.start and year.end and f"{year.start:%Y%m}".zfill(6) <= month <= f"{year.end:%Y%m}".zfill(6):
            return number
    return 0


def _unless(value: str | None, unknown: str) -> str | None:
    return None if value in (unknown, "") else value


def _dimension_name(number: str) -> str:
    return DIMENSIONS[number].sv if number in DIMENSIONS else number


def _is_int(text: str) -> bool:
    digits = text.removeprefix("-").removeprefix("+") if text[:1] in "+-" else text
    return digits.isascii() and digits.isdigit() and len(digits) < 11 and -(2**31) <= int(text) < 2**31


def _month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_on(day: datetime.date, months: int) -> datetime.date:
    """The first of the month so many months later."""
    place = day.year * 12 + day.month - 1 + months
    return datetime.date(place // 12, place % 12 + 1, 1)
