"""What the database tells of cases: plain frozen values, and no judgement on them."""

from __future__ import annotations

import datetime

import msgspec

from sie.company.records import keep_until

__all__ = ["Case", "CaseFile", "DeletedCase", "Event", "Facts", "keep_document_until"]


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that belongs to an event, kept byte for byte.

    Attributes:
        name: As it was called, without folders.
        sha256: Of its bytes.
        size: In bytes.
        kind: The type of SIE file; empty for any other file.
        start: First day of the fiscal year that it holds.
        end: Last day of that year.
        keep_until: Until when the law wants it kept.
    """

    name: str
    sha256: str
    size: int
    kind: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None
    keep_until: datetime.date | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody must say when a step is done; empty where the step does not ask.

    Attributes:
        licence: Which eEkonomi the customer holds.
        signatory: Who signs for the customer's firm, and got the form.
        source: Which company the files were exported from: the active one, the archived one, or another program.
        channel: Through what the customer is invited.
        channel_version: The version of it.
        administration: Which Visma Administration the bureau has.
        administration_version: The version of it.
        verdict: Of the reconciliation.
    """

    licence: str = ""
    signatory: str = ""
    source: str = ""
    channel: str = ""
    channel_version: str = ""
    administration: str = ""
    administration_version: str = ""
    verdict: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Those that are not empty, by name."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a case; never changed and never taken away.

    Attributes:
        place: Its number in the case, from 1.
        at: When it was recorded, UTC.
        day: The day on which it happened; of a correction, the day on which the other event happened.
        user: Who recorded it.
        program: With which version of this program.
        kind: ``opened``, ``done``, ``skipped``, ``decided``, ``corrected`` or ``withdrawn``.
        step: Which step was done or skipped.
        of: Which event is corrected or withdrawn.
        facts: What was said of it.
        note: A remark, a decision, or the reason.
        files: What belongs to it.
    """

    place: int
    at: str
    day: datetime.date
    user: str
    program: str
    kind: str
    step: str = ""
    of: int = 0
    facts: Facts = Facts()
    note: str = ""
    files: tuple[CaseFile, ...] = ()


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A customer on the way into Visma Administration: who it is, and everything that happened.

    Attributes:
        id: Its number in the database; 0 as long as it is in none.
        name: The customer's name.
        organisation_number: With or without hyphen.
        events: Everything, in the order in which it was recorded.
    """

    id: int = 0
    name: str
    organisation_number: str
    events: tuple[Event, ...] = ()

    @property
    def keep_until(self) -> datetime.date:
        """Until when the case is kept: as long as the last of its files, and as what was done last."""
        days = [file.keep_until for event in self.events for file in event.files if file.keep_until is not None]
        return max((*days, *(keep_document_until(event.day) for event in self.events)), default=datetime.date.max)

    @property
    def title(self) -> str:
        """Name, organisation number and id, as people tell cases apart."""
        return f"{self.name} {self.organisation_number} (id {self.id})"


class DeletedCase(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a case that was deleted: that there was one, and who let it go. It names no customer.

    Attributes:
        case_id: Its number, which no other case gets.
        at: When it was deleted, UTC.
        user: Who deleted it.
        program: With which version of this program.
        opened: The day on which it was opened.
        keep_until: Until when it had to be kept.
        events: How many it had.
        files: How many files it had.
        reason: Why, when it was deleted before that day.
    """

    case_id: int
    at: str
    user: str
    program: str
    opened: datetime.date
    keep_until: datetime.date
    events: int
    files: int
    reason: str = ""


def keep_document_until(day: datetime.date) -> datetime.date:
    """Until when a file is kept that does not say which fiscal year it belongs to.

    Args:
        day: The day on which it came.

    Example:
        >>> keep_document_until(datetime.date(2024, 3, 1))
        datetime.date(2032, 12, 31)
    """
    # The fiscal year in progress may be broken, and then ends in the next calendar year.
    found = keep_until(datetime.date(min(day.year + 1, 9999), 12, 31))
    assert found is not None
    return found
