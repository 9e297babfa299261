"""What hledger and beancount have in common: the books as dated entries on named accounts that balance.

Rule 1: amounts of the accounts are those of the books. What a tool demands beyond them (that an entry balances) is
booked on an account of its own that says so, and told.
Rule 2: no text of a file becomes anything but text.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from sie.convert.plaintext_findings import FINDINGS
from sie.diagnostics import Amount, Diagnostic, Span
from sie.errors import SieUsageError, SieWriteError
from sie.ledger.model import Ledger, ObjectRef, Row, Voucher, exact_sum
from sie.spec.codes import DIMENSIONS, account_type
from sie.text.reader import Source, opened

if TYPE_CHECKING:
    from sie.convert.options import Options

__all__ = [
    "Books",
    "Entry",
    "Posting",
    "Signs",
    "Tool",
    "account_names",
    "flat",
    "money",
    "prepared",
    "root_of",
]

_REMARK = {
    "en": "Account {account}: the file says that it closes at {stated}; opening and vouchers give {computed}.",
    "sv": "Konto {account}: filen säger att det utgår med {stated}; ingående saldo och verifikationer ger {computed}.",
}
ROOTS = {"T": "assets", "S": "liabilities", "E": "equity", "I": "income", "K": "expenses"}
"""What accounts of a type stand under; ``E`` is equity (eget kapital), which SIE counts among the liabilities."""


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """How a tool wants things.

    Attributes:
        name: What it is called.
        account: An account's name from its root (``assets``), number and name.
        given: What is right in a name that the user gives for an account; the reason in two languages when not.
        first: The first day that it knows.
        last: The last day that it knows.
    """

    name: str
    account: Callable[[str, str, str], str]
    given: Callable[[str], tuple[str, str] | None]
    first: datetime.date = datetime.date.min
    last: datetime.date = datetime.date.max


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """An amount on an account; the tags say what else the row says."""

    account: str
    amount: Decimal
    tags: tuple[tuple[str, str], ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that balances."""

    date: datetime.date
    code: str
    text: str
    tags: tuple[tuple[str, str], ...] = ()
    postings: tuple[Posting, ...] = ()


class Books(msgspec.Struct, kw_only=True):
    """The books as the tools want them.

    Attributes:
        currency: Of all amounts.
        places: How many decimals the amounts have at most, and two at least.
        accounts: Name of each account, with its root, number and name.
        entries: In the order of the file; the opening balances first.
        closing: The last day, and what each account has then, where the file says the same.
        remarks: Closing balances that the entries do not give, as text.
        findings: What was changed, and what does not agree.
    """

    currency: str
    places: int
    accounts: dict[str, tuple[str, str, str]]
    entries: list[Entry]
    closing: tuple[datetime.date, dict[str, Decimal]] | None
    remarks: list[str]
    findings: list[Diagnostic]


def flat(text: str | None) -> str:
    r"""A text on one line, without anything that a program obeys.

    Example:
        >>> flat(" Kaffe\n2024-01-01 open\tX ")
        'Kaffe 2024-01-01 open X'
    """
    if (text or "").isprintable():
        return " ".join((text or "").split())
    # Half a character stays, to be refused where the text is encoded.
    return " ".join("".join(c if c.isprintable() or "\ud800" <= c <= "\udfff" else " " for c in text or "").split())


def encoded(text: str) -> bytes:
    """A text as UTF-8.

    Raises:
        SieWriteError: It holds half a character (a lone surrogate).
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        bad = text[error.start]
        raise SieWriteError(
            f"A text file cannot carry half a character ({bad!r}).",
            f"En textfil kan inte bära ett halvt tecken ({bad!r}).",
        ) from None


class Signs:
    """Makes texts flat, replaces signs that mean something to a tool, and counts how often.

    Args:
        table: What stands for what.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = str.maketrans(dict(table))
        self.count = 0
        self.example = ""

    def clean(self, text: str | None) -> str:
        """The text as the tool may have it."""
        before = text or ""
        after = " ".join(flat(before).translate(self._table).split())
        if after != before:
            self.count += 1
            self.example = self.example or flat(before)
        return after

    def found(self, tool: Tool) -> list[Diagnostic]:
        """The finding that tells of it, if there is anything to tell."""
        if not self.count:
            return []
        params = {"format": tool.name, "count": str(self.count), "example": self.example}
        return [Diagnostic(FINDINGS["SIE842"], params, count=self.count)]


def money(amount: Decimal, least: int = 2) -> str:
    """An amount with a point and two decimals, more where there are more.

    Example:
        >>> money(Decimal("-1234.5")), money(Decimal("0.1250")), money(Decimal("-0"))
        ('-1234.50', '0.125', '0.00')
    """
    whole, _, decimals = format(amount if amount else Decimal(0), "f").partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<{least}}"


def root_of(number: str, given: str | None, balance_sheet: bool) -> tuple[str, bool]:
    """What an account stands under, and whether that is known: by ``#KTYP``, else by the classes of BAS.

    Args:
        number: The account number.
        given: ``#KTYP``.
        balance_sheet: Whether the account has an opening or a closing balance.

    Example:
        >>> root_of("1930", None, True), root_of("2081", "S", True), root_of("8310", None, False)
        (('assets', True), ('equity', True), ('income', True))
        >>> root_of("9100", None, False)
        ('expenses', False)
    """
    kind = account_type(number, given)
    if kind == "S" and re.fullmatch(r"20[0-9]{2}", number):
        return "equity", True
    if kind is not None:
        return ROOTS[kind], True
    if number.startswith("8"):
        return ("income" if number[1:2] in "0123" and number[1:2] else "expenses"), True
    return ("assets" if balance_sheet else "expenses"), False


def account_names(source: Source) -> dict[str, str]:
    r"""Names of accounts from a CSV file: account number and name, with a semicolon, a comma or a tab between them.

    Args:
        source: A path, bytes, or a binary file; UTF-8. A heading is passed over.

    Raises:
        SieFileError: The file cannot be opened.
        SieUsageError: A line is not of this form; it says which.

    Example:
        >>> account_names("konto;namn\n1930;assets:bank:företagskonto\n".encode())
        {'1930': 'assets:bank:företagskonto'}
    """
    with opened(source) as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SieUsageError(
            f"Account names, line {line}: this is not UTF-8. Save the file as CSV UTF-8.",
            f"Kontonamn, rad {line}: det här är inte UTF-8. Spara filen som CSV UTF-8.",
        ) from None
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    found: dict[str, str] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            heading = reader.line_num == 1 and not any(c.isdigit() for c in cells[0])
            if not any(cells) or heading:
                continue
            if len(cells) != 2 or not all(cells) or cells[0] in found:
                raise SieUsageError(
                    f"Account names, line {reader.line_num}: write an account number and its name, each number once: "
                    "1930;assets:bank",
                    f"Kontonamn, rad {reader.line_num}: skriv ett kontonummer och dess namn, varje nummer en gång: "
                    "1930;assets:bank",
                )
            found[cells[0]] = cells[1]
    except csv.Error as error:
        raise SieUsageError(
            f"Account names, line {reader.line_num}: {error}.", f"Kontonamn, rad {reader.line_num}: {error}."
        ) from None
    return found


def tag_of(dimension: str) -> str:
    """What a dimension is called as a tag.

    Example:
        >>> tag_of("1"), tag_of("6"), tag_of("21")
        ('cost-centre', 'project', 'dim-21')
    """
    if dimension in DIMENSIONS:
        return DIMENSIONS[dimension].en.partition(" /")[0].lower().replace(" ", "-")
    return "dim-" + re.sub(r"[^A-Za-z0-9]", "", dimension)


def prepared(ledger: Ledger, tool: Tool, options: Options) -> Books:
    """The books as a tool wants them.

    Args:
        ledger: The books.
        tool: For whom.
        options: ``account_names``, and the language of what people read.

    Raises:
        SieUsageError: A name of an account that was given is none for the tool.
        SieWriteError: A voucher that counts has no date, or a row has no account or amount; or a day is beyond
            what the tool knows.
    """
    return _Preparing(ledger, tool, options).books()


class _Preparing:
    """Makes the books; keeps what it needs on the way."""

    def __init__(self, ledger: Ledger, tool: Tool, options: Options) -> None:
        self.ledger, self.tool, self.options = ledger, tool, options
        self.sv = options.language == "sv"
        self.findings: list[Diagnostic] = []
        self.names: dict[str, str] = {}
        self.accounts: dict[str, tuple[str, str, str]] = {}
        self.taken: set[str] = set()
        current = ledger.years.get(0)
        self.start = current.start if current else None
        self.end = current.end if current else None
        self.opening = self._stated("opening")
        self.closing = {**self._stated("closing"), **self._stated("result")}
        self.opened: datetime.date | None = None
        self.sums: dict[str, Decimal] = {}  # of each account up to the last day
        self.unbalanced = tool.account("equity", "", self._said("Unbalanced", "Obalans"))

    def _said(self, en: str, sv: str) -> str:
        return sv if self.sv else en

    def _find(self, code: str, line: int, **params: str) -> None:
        self.findings.append(Diagnostic(FINDINGS[code], {"format": self.tool.name, **params}, Span(line)))

    def _stated(self, kind: str) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for balance in self.ledger.balances:
            if balance.kind == kind and balance.year == 0 and balance.amount is not None and not balance.object:
                found[balance.account] = exact_sum((found.get(balance.account), balance.amount))
        return found

    def books(self) -> Books:
        entries = list(self._entries())
        closing, remarks = self._closing()
        others = sum(1 for b in self.ledger.balances if b.year != 0 and b.kind in ("opening", "closing", "result"))
        if others:
            self._find("SIE845", 0, count=str(others))
        amounts = [posting.amount for entry in entries for posting in entry.postings]
        return Books(
            currency=self._currency(),
            places=max((len(money(amount).partition(".")[2]) for amount in amounts), default=2),
            accounts=self.accounts,
            entries=entries,
            closing=closing,
            remarks=remarks,
            findings=self.findings,
        )

    def _currency(self) -> str:
        given = (self.ledger.currency or "SEK").upper()
        if re.fullmatch(r"[A-Z]{3}", given, re.ASCII):
            return given
        self._find("SIE846", 0, value=flat(self.ledger.currency))
        return "XXX"  # no currency, by ISO 4217

    def _name(self, number: str) -> str:
        """The name of an account in the tool; made when it is first asked for."""
        if number in self.names:
            return self.names[number]
        account = self.ledger.accounts.get(number)
        title = flat(account.name if account else None)
        sheet = number in self.opening or number in self.closing
        root, known = root_of(number, account.type if account else None, sheet)
        given = (self.options.account_names or {}).get(number)
        if given is None:
            name = unique = self.tool.account(root, number, title)
            count = 1
            while unique in self.taken:
                count += 1
                unique = self.tool.account(root, number, f"{title} {count}")
            name = unique
            if not known:
                self._find("SIE843", account.origin if account else 0, account=flat(number), root=root)
        else:
            wrong = self.tool.given(given)
            if wrong:
                raise SieUsageError(
                    f"Account names: {flat(given)!r} for {flat(number)} is no account in {self.tool.name}: {wrong[0]}.",
                    f"Kontonamn: {flat(given)!r} för {flat(number)} är inget konto i {self.tool.name}: {wrong[1]}.",
                )
            name = given
        self.names[number] = name
        self.taken.add(name)
        self.accounts.setdefault(name, (root, number, title))
        return name

    # -- entries

    def _entries(self) -> Iterator[Entry]:
        opening = {number: amount for number, amount in self.opening.items() if amount}
        for number in self.ledger.accounts:
            self._name(number)
        if opening:
            first = self.opened = self._first_day()
            text = self._said("Opening balances", "Ingående balanser")
            postings = [Posting(account=self._name(number), amount=amount) for number, amount in opening.items()]
            self._count(opening.items())
            yield self._entry(first, "IB", text, (), postings, 0, (text, "Ingående balanser", "Opening balances"))
        for voucher in self.ledger.vouchers:
            yield self._voucher(voucher)
        if not self.ledger.vouchers and self.ledger.kind in ("1", "2", "3") and self.end and self.closing:
            yield from self._movements(self.end)

    def _first_day(self) -> datetime.date:
        dated = [voucher.date for voucher in self.ledger.vouchers if voucher.date]
        day = self.start or min(dated, default=None) or self.end or self.ledger.balances_through
        if day is None:
            raise SieWriteError(
                "Opening balances need the first day of the fiscal year: the file has no #RAR.",
                "Ingående balanser behöver räkenskapsårets första dag: filen saknar #RAR.",
                label="#IB",
            )
        return self._day(day, 0)

    def _day(self, day: datetime.date, line: int) -> datetime.date:
        if not self.tool.first <= day <= self.tool.last:
            raise SieWriteError(
                f"{self.tool.name} knows no day such as {day}.",
                f"{self.tool.name} känner inte till en dag som {day}.",
                line=line,
            )
        return day

    def _voucher(self, voucher: Voucher) -> Entry:
        named = f"{voucher.series or ''}{voucher.number or ''}"
        if voucher.date is None:
            raise SieWriteError(
                f"Voucher {flat(named)} has no date, and {self.tool.name} cannot do without: correct it.",
                f"Verifikation {flat(named)} har inget datum, och {self.tool.name} klarar sig inte utan: rätta den.",
                line=voucher.origin,
                label="#VER",
                field="date",
            )
        counted = list(voucher.posted)
        postings = [self._posting(row) for row in counted]
        if self.end is None or voucher.date <= self.end:
            self._count((row.account or "", row.amount or Decimal(0)) for row in counted)
        tags = _tags(
            ("series", voucher.series),
            ("number", voucher.number),
            ("registered", voucher.registered.isoformat() if voucher.registered else None),
            ("sign", voucher.sign),
        )
        shown = flat(named) or f"({self._said('line', 'rad')} {voucher.origin})"
        return self._entry(
            self._day(voucher.date, voucher.origin),
            named,
            voucher.text or "",
            tags,
            postings,
            voucher.origin,
            (voucher.text or "", f"Verifikation {shown}", f"Voucher {shown}"),
        )

    def _posting(self, row: Row) -> Posting:
        if row.account is None or row.amount is None:
            raise SieWriteError(
                "A row without an account or an amount cannot be booked: correct it.",
                "En rad utan konto eller belopp går inte att bokföra: rätta den.",
                line=row.origin,
                label="#TRANS",
            )
        quantity = None if row.quantity is None else format(row.quantity, "f")
        return Posting(
            account=self._name(row.account),
            amount=row.amount,
            tags=_tags(
                ("text", row.text),
                *_object_tags(row.objects),
                ("quantity", quantity),
                ("row-date", row.date.isoformat() if row.date else None),
                ("sign", row.sign),
                ("added", "1" if row.kind == "added" else None),
            ),
        )

    def _entry(
        self,
        day: datetime.date,
        code: str,
        text: str,
        tags: tuple[tuple[str, str], ...],
        postings: list[Posting],
        line: int,
        named: tuple[str, str, str],
    ) -> Entry:
        """An entry, with what is missing to balance on an account of its own."""
        missing = exact_sum(posting.amount for posting in postings)
        if missing:
            self.accounts.setdefault(self.unbalanced, ("equity", "", self._said("Unbalanced", "Obalans")))
            postings = [*postings, Posting(account=self.unbalanced, amount=-missing)]
            params = {
                "entry": named[1],
                "entry_en": named[2],
                "amount": Amount(money(-missing)),
                "account": self.unbalanced,
            }
            self._find("SIE840", line, **params)
        return Entry(date=day, code=code, text=text, tags=tags, postings=tuple(postings))

    def _movements(self, last: datetime.date) -> Iterator[Entry]:
        """Books without vouchers: from opening to closing in one entry."""
        whole = not exact_sum(self.closing.values())  # then what has no closing balance closes at nothing
        numbers = {**self.closing, **(self.opening if whole else {})}
        moved = {n: exact_sum((self.closing.get(n), -self.opening.get(n, Decimal(0)))) for n in numbers}
        moved = {number: amount for number, amount in moved.items() if amount}
        if not moved:
            return
        self._count(moved.items())
        text = self._said("Change during the year", "Årets förändring")
        postings = [Posting(account=self._name(number), amount=amount) for number, amount in moved.items()]
        self._find("SIE844", 0, day=last.isoformat())
        yield self._entry(
            self._day(last, 0), "", text, (), postings, 0, (text, "Årets förändring", "The change during the year")
        )

    def _count(self, amounts: Iterable[tuple[str, Decimal]]) -> None:
        for number, amount in amounts:
            self.sums[number] = exact_sum((self.sums.get(number), amount))

    # -- closing balances

    def _closing(self) -> tuple[tuple[datetime.date, dict[str, Decimal]] | None, list[str]]:
        """What can be asserted on the last day: what the entries give, where the file says the same."""
        if self.end is None or not self.closing or (self.opened is not None and self.opened > self.end):
            return None, []
        remarks: list[str] = []
        by_name: dict[str, Decimal] = {}
        doubtful: set[str] = set()
        first: dict[str, str] = {}
        for number in dict.fromkeys((*self.closing, *self.sums)):
            name = self._name(number)
            computed, stated = self.sums.get(number, Decimal(0)), self.closing.get(number)
            by_name[name] = exact_sum((by_name.get(name), computed))
            if stated is not None and stated != computed:
                doubtful.add(name)
                params = {"account": flat(number), "stated": Amount(money(stated)), "computed": Amount(money(computed))}
                first = first or params
                remarks.append(_REMARK["sv" if self.sv else "en"].format(**params))
            elif stated is None:
                doubtful.add(name)
        if remarks:
            params = {"format": self.tool.name, "count": str(len(remarks)), **first}
            self.findings.append(Diagnostic(FINDINGS["SIE841"], params, count=len(remarks)))
        asserted = {name: amount for name, amount in by_name.items() if name not in doubtful}
        return (self.end, asserted) if asserted else None, remarks


def _tags(*pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs if value)


def _object_tags(refs: tuple[ObjectRef, ...]) -> Iterator[tuple[str, str | None]]:
    for ref in refs:
        yield tag_of(ref.dimension), ref.number
