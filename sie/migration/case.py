"""A customer's way through the procedure: what has been done, what may be done now, and why not.

Everything is worked out from the events, which are only ever added to. Nothing here knows a database.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

import msgspec

from sie._version import __version__
from sie.company.case_records import Case, CaseFile, Event, Facts
from sie.company.database import now
from sie.company.rules import digits_of
from sie.errors import SieUsageError
from sie.migration.case_judge import correctable, judge, not_done, replay
from sie.migration.case_progress import Progress, command_for, day_of, progress, standing
from sie.migration.case_steps import BUREAU, Step, step_named

__all__ = [
    "STATES",
    "Case",
    "CaseFile",
    "Event",
    "Facts",
    "Next",
    "Progress",
    "by_urgency",
    "close",
    "correct",
    "decide",
    "find_case",
    "next_steps",
    "open_case",
    "progress",
    "record",
    "skip",
    "standing",
    "state",
    "withdraw",
]

STATES = ("to-do", "waiting", "closed")
"""The bureau has something to do; only somebody else has; nothing is left."""


class Next(msgspec.Struct, frozen=True, kw_only=True):
    """A step that can be done now.

    Attributes:
        step: Which.
        since: The day since which it could have been done.
        command: How it is recorded.
    """

    step: Step
    since: datetime.date
    command: str


def state(case: Case) -> str:
    """One of ``STATES``.

    Args:
        case: The case.
    """
    if progress(case).is_done("closed"):
        return "closed"
    return "to-do" if any(found.step.who == BUREAU for found in next_steps(case)) else "waiting"


def open_case(
    existing: Iterable[Case], name: str, number: str, *, user: str, note: str = "", at: str | None = None
) -> Case:
    """A new case.

    Args:
        existing: Those that there are: a customer has one open case at most.
        name: The customer's name.
        number: Its organisation number.
        user: Who opens it.
        note: A remark.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: The name is empty, the number is none, or the customer has an open case.

    Example:
        >>> case = open_case((), "Exempel AB", "556677-8899", user="AN")
        >>> [found.step.name for found in next_steps(case)]
        ['licence']
        >>> case = record(case, "licence", facts=Facts(licence="smart"), user="AN")
        >>> [found.step.name for found in next_steps(case)]
        ['form-sent', 'exported']
        >>> record(case, "imported", user="AN")
        Traceback (most recent call last):
        sie.errors.SieUsageError: Step imported (SIE imported) cannot be recorded yet: the start guide makes ...
    """
    name, number = name.strip(), number.strip()
    if not name:
        raise SieUsageError("A case needs the customer's name.", "Ett ärende behöver kundens namn.")
    if not re.fullmatch("([0-9]{2})?[0-9]{6}-?[0-9]{4}", number):
        raise SieUsageError(
            f"{number!r} is no organisation number: write ten digits, as 556677-8899.",
            f"{number!r} är inget organisationsnummer: skriv tio siffror, som 556677-8899.",
        )
    for case in existing:
        if digits_of(case.organisation_number) == digits_of(number) and state(case) != "closed":
            raise SieUsageError(
                f"There is an open case with this number: {case.title}. Go on with that, or close it first.",
                f"Det finns ett öppet ärende med det numret: {case.title}. Fortsätt med det, eller avsluta det först.",
            )
    case = Case(name=name, organisation_number=number)
    return _with(case, "opened", user=user, note=note, at=at)


def record(
    case: Case,
    step: str,
    *,
    user: str,
    facts: Facts | None = None,
    note: str = "",
    files: Sequence[CaseFile] = (),
    day: datetime.date | None = None,
    at: str | None = None,
) -> Case:
    """Record that a step was done.

    Args:
        case: The case.
        step: Which step, by its name.
        user: Who records it.
        facts: What the step asks for.
        note: A remark; the reason, where one is asked for.
        files: What belongs to it.
        day: When it was done; today unless given.
        at: The time in UTC; now unless given.

    Returns:
        The case with one event more.

    Raises:
        SieUsageError: It cannot be done yet, or not for this customer, or something is missing; reason and remedy.
    """
    step_named(step)
    changed = _with(
        case, "done", user=user, step=step, facts=facts, note=note, files=tuple(files), day=day, at=at
    )  # fmt: skip
    judge(changed, standing(case), changed.events[-1])
    return changed


def skip(
    case: Case,
    step: str,
    *,
    reason: str,
    user: str,
    files: Sequence[CaseFile] = (),
    day: datetime.date | None = None,
    at: str | None = None,
) -> Case:
    """Record that a step will not be done, and why. What needs it will not be done either.

    Args:
        case: The case.
        step: Which step, by its name.
        reason: Why.
        user: Who decides it.
        files: What belongs to it.
        day: When it was decided; today unless given.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: There is no reason, or the step is done, skipped, or not one of this customer's.

    Example:
        >>> case = open_case((), "Exempel AB", "556677-8899", user="AN")
        >>> case = record(case, "licence", facts=Facts(licence="none"), user="AN")
        >>> case = skip(case, "exported", reason="Newly founded, no books yet", user="AN")
        >>> [step.name for step in progress(case).open]
        ['invited', 'active', 'start-guide', 'e-invoices']
    """
    step_named(step)
    changed = _with(case, "skipped", user=user, step=step, note=reason, files=tuple(files), day=day, at=at)
    judge(changed, standing(case), changed.events[-1])
    return changed


def decide(
    case: Case,
    text: str,
    *,
    user: str,
    files: Sequence[CaseFile] = (),
    day: datetime.date | None = None,
    at: str | None = None,
) -> Case:
    """Record a decision, or files that must be kept with the case.

    Args:
        case: The case.
        text: What was decided, or what the files are.
        user: Who records it.
        files: What belongs to it.
        day: When it was decided; today unless given.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: There is no text, or the case is closed.
    """
    changed = _with(case, "decided", user=user, note=text, files=tuple(files), day=day, at=at)
    judge(changed, standing(case), changed.events[-1])
    return changed


def close(case: Case, reasons: dict[str, str], *, user: str, note: str = "", at: str | None = None) -> Case:
    """Close a case; each step that is still open is skipped with a reason first.

    Args:
        case: The case.
        reasons: Why, by the name of each open step; ``all`` stands for those that have none of their own.
        user: Who closes it.
        note: A remark.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: A step is open and has no reason; the message lists them.

    Example:
        >>> case = open_case((), "Exempel AB", "556677-8899", user="AN")
        >>> case = close(case, {"licence": "The customer has changed their mind"}, user="AN")
        Traceback (most recent call last):
        sie.errors.SieUsageError: The case cannot be closed: exported, invited, active, start-guide, imported, ...
    """
    known = [step.name for step in progress(case).open]
    if "all" in reasons:
        reasons = {name: reasons.get(name, reasons["all"]) for name in known}
    left = [name for name in known if name not in reasons]
    if left:
        raise not_done(case, left)
    for step, reason in reasons.items():
        # Skipping one may have put another out of reach, which still keeps its own reason.
        changed = _with(case, "skipped", user=user, step=step_named(step).name, note=reason, at=at)
        judge(changed, standing(case), changed.events[-1])
        case = changed
    return record(case, "closed", user=user, note=note, at=at)


def withdraw(case: Case, place: int, *, reason: str, user: str, at: str | None = None) -> Case:
    """Record that an event did not happen. It stays; it only does not count any more.

    Args:
        case: The case.
        place: The number of the event.
        reason: Why.
        user: Who withdraws it.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: There is no such event, it cannot be withdrawn, or a later one builds on it.
    """
    found = correctable(case, place, reason)
    changed = _with(case, "withdrawn", user=user, of=place, note=reason, day=found.day, at=at)
    replay(changed, found)
    return changed


def correct(
    case: Case,
    place: int,
    *,
    reason: str,
    user: str,
    facts: Facts | None = None,
    day: datetime.date | None = None,
    at: str | None = None,
) -> Case:
    """Record what should have been said of an event. It stays; the correction counts instead.

    Args:
        case: The case.
        place: The number of the event.
        reason: Why.
        user: Who corrects it.
        facts: The facts that were wrong, as they should be.
        day: The day on which it happened, if that was wrong.
        at: The time in UTC; now unless given.

    Raises:
        SieUsageError: There is no such event, nothing is corrected, or a later event could not have happened then.

    Example:
        >>> case = open_case((), "Exempel AB", "556677-8899", user="AN")
        >>> case = record(case, "licence", facts=Facts(licence="none"), user="AN")
        >>> case = correct(case, 2, facts=Facts(licence="pro"), reason="Looked at the wrong customer", user="AN")
        >>> progress(case).licence, len(case.events)
        ('pro', 3)
    """
    found = correctable(case, place, reason)
    given = (facts or Facts()).given
    if not given and day is None:
        raise SieUsageError(
            "Nothing is corrected: give the facts or the day as they should be, or withdraw the event.",
            "Inget rättas: ange uppgifterna eller dagen som de ska vara, eller dra tillbaka händelsen.",
        )
    if given and found.kind != "done":
        raise SieUsageError(
            f"Event {place} is no step that was done: only its day can be corrected, or it is withdrawn.",
            f"Händelse {place} är inget utfört steg: bara dagen kan rättas, eller så dras den tillbaka.",
        )
    changed = _with(case, "corrected", user=user, of=place, note=reason, facts=facts, day=day or found.day, at=at)
    replay(changed, found)
    return changed


def next_steps(case: Case) -> tuple[Next, ...]:
    """The steps that can be done now, in the order in which they are usually done.

    Args:
        case: The case.
    """
    known = progress(case)
    if known.is_done("closed"):
        return ()
    left = known.open
    found = [
        Next(step=step, since=_since(known, step), command=command_for(case, step, known))
        for step in left
        if all(known.is_done(need.step) for need in known.needs(step))
    ]
    if not left:
        closing = step_named("closed")
        days = [event.day for event in standing(case)]
        found.append(Next(step=closing, since=max(days), command=command_for(case, closing, known)))
    return tuple(found)


def by_urgency(cases: Iterable[Case], *, closed: bool = False) -> tuple[Case, ...]:
    """Cases in the order in which a bureau looks at them: its own work first, the longest waiting on top.

    Args:
        cases: The cases.
        closed: Whether closed ones are wanted too.
    """
    known = [(STATES.index(state(case)), _waits_since(case), case.id, case) for case in cases]
    return tuple(entry[-1] for entry in sorted(known, key=lambda entry: entry[:3]) if closed or entry[0] < 2)


def _waits_since(case: Case) -> datetime.date:
    return min((found.since for found in next_steps(case)), default=datetime.date.max)


def find_case(cases: Sequence[Case], ref: str | int) -> Case:
    """The case that somebody means; among several of a customer the one that is not closed.

    Args:
        cases: Those that there are.
        ref: Id, organisation number or name of the customer.

    Raises:
        SieUsageError: There is none, or several; the message lists them.
    """
    wanted = str(ref).strip()
    found = [case for case in cases if str(case.id) == wanted]
    digits = digits_of(wanted)
    if not found and len(digits) == 10 and re.fullmatch("[0-9 -]+", wanted):
        found = [case for case in cases if digits_of(case.organisation_number) == digits]
    if not found:
        found = [case for case in cases if case.name.casefold() == wanted.casefold()]
    if len(found) > 1:
        found = [case for case in found if state(case) != "closed"] or found
    if not found:
        raise SieUsageError(
            f"There is no case {wanted!r}; 'sie migrate cases --all' shows them.",
            f"Det finns inget ärende {wanted!r}; 'sie migrate cases --all' visar dem som finns.",
        )
    if len(found) > 1:
        listed = "; ".join(case.title for case in found)
        raise SieUsageError(
            f"{wanted!r} may be any of these, so name the id: {listed}.",
            f"{wanted!r} kan vara flera, så ange id: {listed}.",
        )
    return found[0]


def _with(
    case: Case,
    kind: str,
    *,
    user: str,
    step: str = "",
    of: int = 0,
    facts: Facts | None = None,
    note: str = "",
    files: tuple[CaseFile, ...] = (),
    day: datetime.date | None = None,
    at: str | None = None,
) -> Case:
    """The case with an event more that nobody has judged yet."""
    event = Event(
        place=len(case.events) + 1,
        at=at or now(),
        day=day or (day_of(at) if at else datetime.date.today()),
        user=user,
        program=f"sie {__version__}",
        kind=kind,
        step=step,
        of=of,
        facts=facts or Facts(),
        note=note.strip(),
        files=files,
    )
    return msgspec.structs.replace(case, events=(*case.events, event))


def _since(known: Progress, step: Step) -> datetime.date:
    days = [known.done[need.step][0].day for need in known.needs(step)]
    imported = known.last("imported")
    if step.name == "reconciled" and imported is not None:
        days.append(imported.day)
    assert known.opened is not None
    return max(days, default=known.opened.day)
