"""Books as a ledger for beancount: written only.

Accounts are ``Assets:1930-Företagskonto``, by ``#KTYP`` or the classes of BAS, or as the user names them. Opening
balances are an entry on the first day; closing balances that the vouchers give are ``balance`` directives for the
morning after the last. Series, number, objects and what else there is are metadata.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from sie.convert.options import Options
from sie.convert.plaintext import Books, Entry, Tool, encoded, flat, money, prepared
from sie.diagnostics import Diagnostic
from sie.errors import SieWriteError
from sie.ledger.model import Ledger

__all__ = ["TOOL", "dumps", "lost", "write"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")


def _part(text: str) -> str:
    """A part of an account name: letters, digits and dashes, a capital letter or a digit first."""
    part = re.sub(r"[\W_]+", "-", flat(text)).strip("-")
    part = part[:1].upper() + part[1:]
    return part if re.match(r"[^\W_]", part) and (part[0].isupper() or part[0].isdecimal()) else f"X-{part}".strip("-")


def _account(root: str, number: str, name: str) -> str:
    return f"{root.capitalize()}:{_part(f'{number} {name}')}"


def _given(name: str) -> tuple[str, str] | None:
    root, *parts = name.split(":")
    if root in _ROOTS and parts and all(part and part == _part(part) for part in parts):
        return None
    return (
        f"one of {', '.join(_ROOTS)}, and parts with a colon between them that begin with a capital letter or a digit "
        "and hold letters, digits and dashes",
        f"något av {', '.join(_ROOTS)}, och delar med kolon emellan som börjar med stor bokstav eller siffra och "
        "har bokstäver, siffror och bindestreck",
    )


TOOL = Tool(
    name="beancount",
    account=_account,
    given=_given,
    first=datetime.date(1700, 1, 1),
    last=datetime.date(2099, 12, 31),
)


def dumps(ledger: Ledger, options: Options = Options()) -> bytes:
    r"""Books as a ledger for beancount.

    Args:
        ledger: The books.
        options: ``account_names``; the language of headings.

    Raises:
        SieUsageError: A name of an account that was given is none for beancount.
        SieWriteError: A voucher has no date or one before 1700 or after 2099, or a row no account or amount; it says
            which line.

    Example:
        >>> import sie
        >>> ledger = sie.loads("#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {1 N} -25\n#TRANS 4010 {} 25\n}\n")
        >>> print(dumps(ledger).decode().partition("\n\n")[2].partition("\n\n")[2])
        2024-01-31 * "Kaffe"
          voucher: "A1"
          series: "A"
          number: "1"
          Assets:1910  -25.00 SEK
            cost-centre: "N"
          Expenses:4010  25.00 SEK
        <BLANKLINE>
    """
    return encoded(_File(prepared(ledger, TOOL, options), ledger, options).text())


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Write books for beancount; see ``dumps``."""
    target.write_bytes(dumps(ledger, options))


def lost(ledger: Ledger, options: Options) -> list[Diagnostic]:
    """What is changed or lost on the way besides labels and fields.

    Args:
        ledger: The books.
        options: As for ``dumps``.
    """
    return prepared(ledger, TOOL, options).findings


def _quoted(text: str | None) -> str:
    return f'"{(text or "").translate(_ESCAPES)}"'


_MOST_DIGITS = 25
"""Of an amount: so many of them can be added up."""


class _File:
    """Writes the directives."""

    def __init__(self, books: Books, ledger: Ledger, options: Options) -> None:
        self.books, self.ledger, self.sv = books, ledger, options.language == "sv"

    def text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        books = self.books
        yield f'option "title" {_quoted(self.ledger.company.name)}'
        yield f'option "operating_currency" "{books.currency}"'
        yield ""
        days = [entry.date for entry in books.entries]
        if books.closing is not None:
            days.append(books.closing[0])
        opened = min(days, default=TOOL.first)
        for name, (_, number, title) in books.accounts.items():
            yield f"{opened} open {name} {books.currency}"
            yield from self._metadata("  ", (("number", number), ("name", title)))
        for entry in books.entries:
            yield ""
            yield from self._entry(entry)
        if books.closing is not None and books.closing[0] < TOOL.last:
            day, amounts = books.closing
            yield ""
            for name, amount in amounts.items():
                # A balance is that of the accounts below it too.
                if not any(other.startswith(name + ":") for other in books.accounts):
                    morning = day + datetime.timedelta(days=1)
                    # Without a tolerance of its own, an öre more or less would pass.
                    yield f"{morning} balance {name}  {self._money(amount, name)} ~ 0 {books.currency}"
        for remark in books.remarks:
            yield f"; {remark}"
        yield ""

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield f"{entry.date} * {_quoted(entry.text)}"
        yield from self._metadata("  ", (("voucher", entry.code), *entry.tags))
        for posting in entry.postings:
            yield f"  {posting.account}  {self._money(posting.amount, entry.code or entry.text)} {self.books.currency}"
            yield from self._metadata("    ", posting.tags)

    def _money(self, amount: Decimal, where: str) -> str:
        """An amount that beancount adds up exactly."""
        written = money(amount, self.books.places)
        if len(written) > _MOST_DIGITS:
            raise SieWriteError(
                f"{where}: beancount counts with 28 digits, and {written:.60} would be rounded. Choose hledger, or "
                "correct the amount.",
                f"{where}: beancount räknar med 28 siffror, och {written:.60} skulle avrundas. Välj hledger, eller "
                "rätta beloppet.",
                value=written,
            )
        return written

    @staticmethod
    def _metadata(indent: str, tags: tuple[tuple[str, str], ...]) -> Iterator[str]:
        together: dict[str, list[str]] = {}
        for name, value in tags:
            if value:
                together.setdefault(name, []).append(value)
        for name, values in together.items():
            yield f"{indent}{name}: {_quoted(' '.join(values))}"
