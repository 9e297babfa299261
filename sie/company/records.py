"""What the database tells of companies: plain frozen values."""

from __future__ import annotations

import datetime

import msgspec

__all__ = ["STATES", "CompanyRecord", "LogEntry", "OriginalRecord", "YearRecord", "keep_until"]

STATES = ("fresh", "active", "archived")
"""Start guide done and no books; with books; closed for ever."""


class CompanyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A company in the database.

    Attributes:
        id: Its number in the database.
        organisation_number: As given.
        name: Legal name.
        state: One of ``STATES``.
        form: Code of the legal form, as in ``#FTYP``.
        method: Accounting method: ``accrual`` (faktureringsmetoden) or ``cash`` (kontantmetoden).
        vat_period: ``month``, ``quarter``, ``year`` or ``none``.
        series: The letters of its verification series; empty means that any letter will do.
        profile: Which program it stands for, by the name of a profile; ``None`` takes books as they are.
        created: When the start guide was done, UTC.
        archived: When it was archived, UTC.
        restarted_from: The archived company that it follows upon.
    """

    id: int
    organisation_number: str | None
    name: str
    state: str
    form: str | None = None
    method: str | None = None
    vat_period: str | None = None
    series: str = ""
    profile: str | None = None
    created: str = ""
    archived: str | None = None
    restarted_from: int | None = None

    @property
    def title(self) -> str:
        """Name, organisation number and id, as people tell companies apart."""
        number = f" {self.organisation_number}" if self.organisation_number else ""
        return f"{self.name}{number} (id {self.id})"


class YearRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A fiscal year of a company.

    Attributes:
        id: Its number in the database.
        start: First day.
        end: Last day.
        kind: The type of file that its books came from; ``None`` when there are none.
        accounts: How many.
        vouchers: How many.
        rows: How many, removed ones included.
        keep_until: Until when the law wants its books kept.
    """

    id: int
    start: datetime.date | None
    end: datetime.date | None
    kind: str | None
    accounts: int
    vouchers: int
    rows: int
    keep_until: datetime.date | None


class OriginalRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was imported, kept byte for byte.

    Attributes:
        id: Its number in the database.
        name: As it was called.
        sha256: Of its bytes.
        size: In bytes.
        at: When it was imported, UTC.
        year_start: First day of the fiscal year that it holds.
        keep_until: Until when the law wants it kept.
    """

    id: int
    name: str
    sha256: str
    size: int
    at: str
    year_start: datetime.date | None
    keep_until: datetime.date | None


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the processing history (behandlingshistorik).

    Attributes:
        company_id: Which company; it may be gone.
        company: Its name and organisation number then.
        at: When, UTC.
        user: Who.
        program: With which version of this program.
        action: What: ``created``, ``imported``, ``accepted``, ``archived``, ``deleted``, or the kind of a change.
        key: What it was done to.
        before: What was there before.
        after: What is there now.
        reason: Why.
    """

    company_id: int
    company: str
    at: str
    user: str
    program: str
    action: str
    key: str = ""
    before: str | None = None
    after: str | None = None
    reason: str | None = None


def keep_until(end: datetime.date | None) -> datetime.date | None:
    """Until when the books of a fiscal year must be kept: the end of the seventh calendar year after its own.

    Args:
        end: The last day of the fiscal year.

    Spec: bokföringslagen 7:2.

    Example:
        >>> keep_until(datetime.date(2023, 6, 30))
        datetime.date(2030, 12, 31)
    """
    return None if end is None else datetime.date(min(end.year + 7, 9999), 12, 31)
