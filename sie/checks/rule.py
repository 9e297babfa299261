"""What a rule is, and its page: a documented class with a permanent code."""

from __future__ import annotations

import inspect
import re
from decimal import Decimal
from typing import ClassVar

import msgspec

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.diagnostics import Finding, Span
from sie.ledger.fields import Found
from sie.ledger.model import Voucher

__all__ = ["Page", "Rule", "page_of"]


class Rule:
    """Something that can be found in a file. A subclass says what, and overrides the hooks that it needs.

    Its docstring is its page: a first sentence, ``Why:`` and ``Varför:``, and blocks ``Bad:`` and ``Good:`` that a
    test runs: each bad one gives this finding, each good one gives neither error nor warning. A rule without hooks
    documents what reading a file finds.

    Attributes:
        finding: Code, name, severity and sentences.
        spec: The paragraph of the standard, or what else it rests on.
        labels: The records that ``record`` wants to see; all of them if empty.

    Args:
        books: What is counted while the file is read.
        collected: Where findings go.
    """

    finding: Finding
    spec: ClassVar[str] = ""
    labels: ClassVar[tuple[str, ...]] = ()

    def __init__(self, books: Books, collected: Collected) -> None:
        self.books = books
        self.collected = collected

    def record(self, found: Found) -> None:
        """Look at a record as it comes."""

    def voucher(self, voucher: Voucher, year: int | None, total: Decimal) -> None:
        """Look at a voucher as it comes.

        Args:
            voucher: The voucher.
            year: The number of its fiscal year, ``None`` if it lies in none.
            total: The sum of its rows that count, in kronor; zero if one of them cannot be read.
        """

    def end(self) -> None:
        """Look at the books when the whole file has been read."""

    def say(
        self, line: int = 0, column: int = 1, end: int = 0, /, *, count: int = 1, related: int = 0, **params: str
    ) -> None:
        """Report a finding at a place, with what its sentences need.

        Args:
            line: From 1; 0 for the file as a whole.
            column: From 1.
            end: The column after the last one.
            count: How many of the same it stands for.
            related: Another line that it has to do with.
            params: What the sentences are filled with.
        """
        places = (Span(related),) if related else ()
        self.collected.say(self.finding, Span(line, column, end or column), params, places, count)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to know about a finding, for people.

    Attributes:
        finding: Code, name, severity and sentences.
        spec: What it rests on.
        summary: One sentence, by language.
        why: Why it matters, by language.
        bad: Pieces of files that give the finding.
        good: The same pieces without it.
        profile: The profile that it belongs to, ``None`` for the standard's own.
    """

    finding: Finding
    spec: str
    summary: dict[str, str]
    why: dict[str, str]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    profile: str | None = None


_SECTION = re.compile(r"^(Why|Varför|Bad|Good):[ \t]*", re.MULTILINE)


def page_of(rule: type[Rule]) -> Page:
    """The page of a rule, from its docstring.

    Args:
        rule: The class.
    """
    parts = _SECTION.split(inspect.cleandoc(rule.__doc__ or ""))
    sections = list(zip(parts[1::2], parts[2::2], strict=True))
    texts = {name: " ".join(text.split()) for name, text in sections if name in ("Why", "Varför")}
    blocks = {
        which: tuple(inspect.cleandoc("\n" + text) for name, text in sections if name == which)
        for which in ("Bad", "Good")
    }
    finding = rule.finding
    return Page(
        finding=finding,
        spec=rule.spec,
        summary={"en": " ".join(parts[0].split()), "sv": finding.sv},
        why={"en": texts.get("Why", ""), "sv": texts.get("Varför", "")},
        bad=blocks["Bad"],
        good=blocks["Good"],
    )
