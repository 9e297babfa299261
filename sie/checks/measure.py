"""A kind of demand: what its checks share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sie.checks.books import Books
from sie.checks.collect import Collected
from sie.checks.company import FileFacts
from sie.checks.rule import Rule
from sie.diagnostics import Finding
from sie.profiles.model import Limit

__all__ = ["Check"]


class Check(Rule):
    """A kind of demand.

    In its sentences ``{program}`` is the title of the profile, ``{why}`` the demand's own sentence, ``{limit}`` what it
    measures against.

    Args:
        books: What is counted while the file is read.
        collected: Where findings go.
        finding: What it says.
        limit: What to measure against.
    """

    name: ClassVar[str]
    takes: ClassVar[type]
    takes_labels: ClassVar[bool] = False
    en: ClassVar[str]
    sv: ClassVar[str]
    cure_en: ClassVar[str]
    cure_sv: ClassVar[str]
    one: ClassVar[tuple[str, ...]] = ()

    def __init__(self, books: Books, collected: Collected, finding: Finding, limit: Limit) -> None:
        super().__init__(books, collected)
        self.finding = finding
        self.limit = limit

    @property
    def number(self) -> int:
        """The limit, where it is a number."""
        return self.limit if isinstance(self.limit, int) else 0

    @property
    def text(self) -> str:
        """The limit, where it is a pattern."""
        return self.limit if isinstance(self.limit, str) else ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The limit, where it is a list."""
        return self.limit if isinstance(self.limit, tuple) else ()

    @property
    def numbers(self) -> dict[str, int]:
        """The limit, where it is a table."""
        return self.limit if isinstance(self.limit, dict) else {}

    def company(self, files: Sequence[FileFacts], sinks: Sequence[Collected]) -> None:
        """Look at several files of one company."""

    def passed(self, own: FileFacts, other: FileFacts) -> bool:
        """Whether another file of the company takes the point out of what was found in one."""
        return False
