"""Books as a journal for hledger: written only.

Accounts are ``assets:1930 Företagskonto``, by ``#KTYP`` or the classes of BAS, or as the user names them. Opening
balances are an entry on the first day; closing balances that the vouchers give are assertions on the last. A voucher
has its series and number as code, and what else it says as tags; objects are tags of the posting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sie.convert.options import Options
from sie.convert.plaintext import Books, Entry, Posting, Signs, Tool, encoded, flat, money, prepared
from sie.diagnostics import Diagnostic
from sie.ledger.model import Ledger

__all__ = ["TOOL", "dumps", "lost", "write"]

_KINDS = {"assets": "A", "liabilities": "L", "equity": "E", "income": "R", "expenses": "X"}
# A semicolon begins a comment, a parenthesis ends a code, a comma a tag; brackets may hold a date.
_IN_TEXT = {";": ","}
_IN_CODE = {"(": "/", ")": "/", ";": ","}
_IN_TAG = {",": ";", "[": "(", "]": ")"}


def _part(text: str) -> str:
    """A part of an account name: nothing but letters, digits, single spaces and a few harmless signs."""
    return " ".join(re.sub(r"[^\w .&%/+'()-]", "-", flat(text)).split())


def _account(root: str, number: str, name: str) -> str:
    return f"{root}:{_part(f'{number} {name}') or '-'}"


def _given(name: str) -> tuple[str, str] | None:
    parts = name.split(":")
    if all(part and part == _part(part) and part[0] not in "(.+-'" for part in parts):
        return None
    return (
        "parts with a colon between them, of letters, digits, single spaces and . & % / + ' ( ) -",
        "delar med kolon emellan, av bokstäver, siffror, enkla mellanslag och . & % / + ' ( ) -",
    )


TOOL = Tool(name="hledger", account=_account, given=_given)


def dumps(ledger: Ledger, options: Options = Options()) -> bytes:
    r"""Books as a journal for hledger.

    Args:
        ledger: The books.
        options: ``account_names``; the language of headings.

    Raises:
        SieUsageError: A name of an account that was given is none for hledger.
        SieWriteError: A voucher has no date, or a row no account or amount; it says which line. Or a text holds
            half a character.

    Example:
        >>> import sie
        >>> ledger = sie.loads("#VER A 1 20240131 Kaffe\n{\n#TRANS 1910 {1 N} -25\n#TRANS 4010 {} 25\n}\n")
        >>> print(dumps(ledger).decode().partition("\n\n")[2].partition("\n\n")[2])
        2024-01-31 (A1) Kaffe  ; series:A, number:1
            assets:1910  -25.00 SEK  ; cost-centre:N
            expenses:4010  25.00 SEK
        <BLANKLINE>
    """
    return encoded(_Journal(prepared(ledger, TOOL, options), ledger, options).text())


def write(ledger: Ledger, target: Path, options: Options) -> None:
    """Write books to a journal; see ``dumps``."""
    target.write_bytes(dumps(ledger, options))


def lost(ledger: Ledger, options: Options) -> list[Diagnostic]:
    """What is changed or lost on the way besides labels and fields.

    Args:
        ledger: The books.
        options: As for ``dumps``.
    """
    return _Journal(prepared(ledger, TOOL, options), ledger, options).findings()


class _Journal:
    """Writes the entries."""

    def __init__(self, books: Books, ledger: Ledger, options: Options) -> None:
        self.books, self.ledger, self.sv = books, ledger, options.language == "sv"
        self.texts, self.codes, self.tags = Signs(_IN_TEXT), Signs(_IN_CODE), Signs(_IN_TAG)

    def text(self) -> str:
        return "\n".join(self._lines())

    def findings(self) -> list[Diagnostic]:
        self.text()
        together = Signs({})
        for signs in (self.texts, self.codes, self.tags):
            together.count += signs.count
            together.example = together.example or signs.example
        return [*self.books.findings, *together.found(TOOL)]

    def _lines(self) -> Iterator[str]:
        books, company = self.books, self.ledger.company
        yield "; " + " ".join(filter(None, (flat(company.name), flat(company.organisation_number))))
        yield "decimal-mark ."
        yield f"commodity 1000.{'0' * books.places} {books.currency}"
        yield ""
        for name, (root, _, _) in books.accounts.items():
            yield f"account {name}  ; type:{_KINDS[root]}"
        for entry in books.entries:
            yield ""
            yield from self._entry(entry)
        if books.closing is not None:
            day, amounts = books.closing
            yield ""
            yield f"{day} (UB) {'Utgående balanser' if self.sv else 'Closing balances'}"
            for name, amount in amounts.items():
                yield f"    {name}  0 {books.currency} = {money(amount, books.places)} {books.currency}"
        if books.remarks:
            yield ""
        for remark in books.remarks:
            yield f"; {remark}"
        yield ""

    def _entry(self, entry: Entry) -> Iterator[str]:
        head = f"{entry.date} ({self.codes.clean(entry.code)}) {self.texts.clean(entry.text)}".rstrip()
        yield head + self._comment(entry.tags)
        for posting in entry.postings:
            yield self._posting(posting)

    def _posting(self, posting: Posting) -> str:
        amount = f"{money(posting.amount, self.books.places)} {self.books.currency}"
        return f"    {posting.account}  {amount}{self._comment(posting.tags)}"

    def _comment(self, tags: tuple[tuple[str, str], ...]) -> str:
        return "  ; " + ", ".join(f"{name}:{self.tags.clean(value)}" for name, value in tags) if tags else ""
