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
from sie.migration.case_steps import BUREAU, FACTS, MINIMUM, STEPS, Need, Step, step_named
from sie.migration.texts import Sentence

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

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


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


class Progress:
    """How far a case has come.

    Args:
        events: Those that stand; see ``standing``.

    Attributes:
        done: The events of each step that is done, by its name.
        skipped: The event that skipped a step, by its name.
        licence: Which eEkonomi the customer holds by the check; empty as long as nobody has looked.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self.done: dict[str, list[Event]] = {}
        self.skipped: dict[str, Event] = {}
        self.licence = ""
        self.opened: Event | None = None
        for event in events:
            self.opened = self.opened or event
            if event.kind == "done":
                self.done.setdefault(event.step, []).append(event)
                self.licence = event.facts.licence or self.licence
            elif event.kind == "skipped":
                self.skipped[event.step] = event

    def last(self, step: str) -> Event | None:
        """The latest event that did a step."""
        events = self.done.get(step)
        return events[-1] if events else None

    def is_done(self, step: str) -> bool:
        """Whether a step is done; a reconciliation before the latest import is none."""
        last = self.last(step)
        imported = self.last("imported") if step == "reconciled" else None
        return last is not None and (imported is None or last.place > imported.place)

    def applies(self, step: Step) -> bool:
        """Whether a customer with this licence goes through a step."""
        return not step.licences or self.licence in step.licences

    def needs(self, step: Step) -> tuple[Need, ...]:
        """What a step needs for a customer with this licence."""
        return tuple(need for need in step.needs if not need.licences or self.licence in need.licences)

    def out_of_reach(self, step: Step) -> str:
        """The skipped step because of which this one cannot come; empty when there is none."""
        for need in self.needs(step):
            if need.step in self.skipped:
                return need.step
            found = "" if self.is_done(need.step) else self.out_of_reach(step_named(need.step))
            if found:
                return found
        return ""

    @property
    def open(self) -> tuple[Step, ...]:
        """The steps that are still to be done before the case can be closed."""
        return tuple(
            step
            for step in STEPS
            if step.name != "closed"
            and self.applies(step)
            and not self.is_done(step.name)
            and step.name not in self.skipped
            and not self.out_of_reach(step)
        )


def standing(case: Case) -> tuple[Event, ...]:
    """The events that count: without those that were withdrawn, and corrected ones as they should have been.

    Args:
        case: The case.
    """
    found = {event.place: event for event in case.events if event.kind not in ("corrected", "withdrawn")}
    for event in case.events:
        if event.kind == "withdrawn":
            found.pop(event.of, None)
        elif event.kind == "corrected" and event.of in found:
            was = found[event.of]
            # Its time too: the right day may be later than the time at which the wrong one was recorded.
            found[event.of] = msgspec.structs.replace(
                was,
                facts=msgspec.structs.replace(was.facts, **event.facts.given),
                day=event.day,
                at=event.at,
                note=was.note or event.note,
            )
    return tuple(found.values())


def progress(case: Case) -> Progress:
    """How far a case has come.

    Args:
        case: The case.
    """
    return Progress(standing(case))


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
    _judge(changed, standing(case), changed.events[-1])
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
    _judge(changed, standing(case), changed.events[-1])
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
    _judge(changed, standing(case), changed.events[-1])
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
        raise _left(case, left)
    for step, reason in reasons.items():
        # Skipping one may have put another out of reach, which still keeps its own reason.
        changed = _with(case, "skipped", user=user, step=step_named(step).name, note=reason, at=at)
        _judge(changed, standing(case), changed.events[-1])
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
    found = _correctable(case, place, reason)
    changed = _with(case, "withdrawn", user=user, of=place, note=reason, day=found.day, at=at)
    _replay(changed, found)
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
    found = _correctable(case, place, reason)
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
    _replay(changed, found)
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
        Next(step=step, since=_since(known, step), command=_command(case, step, known))
        for step in left
        if all(known.is_done(need.step) for need in known.needs(step))
    ]
    if not left:
        closing = step_named("closed")
        days = [event.day for event in standing(case)]
        found.append(Next(step=closing, since=max(days), command=_command(case, closing, known)))
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


# What may happen.


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
        day=day or (_day(at) if at else datetime.date.today()),
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


def _day(at: str) -> datetime.date:
    return datetime.date.fromisoformat(at[:10])


def _judge(case: Case, before: Sequence[Event], event: Event) -> None:
    """Refuse an event that cannot follow upon those before it."""
    known = Progress(before)
    closed = known.last("closed")
    if closed is not None:
        raise SieUsageError(
            f"The case is closed since {closed.day}. To go on, take that back: "
            f'sie migrate case withdraw {case.id} {closed.place} --reason "…".',
            f"Ärendet är avslutat sedan {closed.day}. Dra tillbaka det för att fortsätta: "
            f'sie migrate case withdraw {case.id} {closed.place} --reason "…".',
        )
    if event.day > _day(event.at) + datetime.timedelta(days=1):  # the day may have begun here, but not in UTC
        raise SieUsageError(
            f"{event.day} has not come yet: record what has been done.",
            f"{event.day} har inte varit än: notera det som är gjort.",
        )
    if event.kind == "decided" and not event.note:
        raise SieUsageError(
            "A decision needs words: what was decided, or what the files are.",
            "Ett beslut behöver ord: vad som beslutats, eller vad filerna är.",
        )
    if event.kind not in ("done", "skipped"):
        return
    step = step_named(event.step)
    _judge_again(case, known, step, event)
    if event.kind == "skipped":
        _judge_skipped(step, event)
        return
    if step.name == "closed":
        left = [open_step.name for open_step in known.open]
        if left:
            raise _left(case, left)
    _judge_needs(case, known, step, event)
    _judge_facts(step, event)
    _judge_files(known, step, event)
    _SPECIAL.get(step.name, _nothing)(known, event)


def _judge_again(case: Case, known: Progress, step: Step, event: Event) -> None:
    """Refuse what is done, skipped, or not one of this customer's steps."""
    if known.licence and not known.applies(step):
        licence = _licence(known)
        raise SieUsageError(
            f"Step {_named(step).en} does not concern this customer, who holds {licence.en}: only Bas, Smart and Pro "
            "are downgraded.",
            f"Steget {_named(step).sv} gäller inte den här kunden, som har {licence.sv}: bara Bas, Smart och Pro "
            "nedgraderas.",
        )
    skipped = known.skipped.get(step.name)
    if skipped is not None:
        raise SieUsageError(
            f"Step {_named(step).en} was skipped by event {skipped.place}. If it is done after all, take that back: "
            f'sie migrate case withdraw {case.id} {skipped.place} --reason "…".',
            f"Steget {_named(step).sv} är överhoppat genom händelse {skipped.place}. Görs det ändå, dra tillbaka den: "
            f'sie migrate case withdraw {case.id} {skipped.place} --reason "…".',
        )
    last = known.last(step.name)
    if last is not None and (known.is_done(step.name) if event.kind == "skipped" else not step.repeats):
        raise SieUsageError(
            f"Step {_named(step).en} is done already, on {last.day} (event {last.place}). Was something wrong, correct "
            f'or withdraw it: sie migrate case correct {case.id} {last.place} --reason "…".',
            f"Steget {_named(step).sv} är redan gjort, {last.day} (händelse {last.place}). Blev något fel, rätta eller "
            f'dra tillbaka det: sie migrate case correct {case.id} {last.place} --reason "…".',
        )


def _judge_skipped(step: Step, event: Event) -> None:
    if step.name == "closed":
        raise SieUsageError("Closing is not skipped.", "Avslutet kan inte hoppas över.")
    if not event.note:
        raise SieUsageError(
            f"Skipping step {_named(step).en} needs a reason: it is kept with the case.",
            f"Att hoppa över steget {_named(step).sv} kräver ett skäl: det sparas med ärendet.",
        )


def _judge_needs(case: Case, known: Progress, step: Step, event: Event) -> None:
    """Refuse a step before what it needs, with reason and remedy."""
    for need in known.needs(step):
        first, last = step_named(need.step), known.last(need.step)
        if last is None:
            licence, command = _licence(known), _command(case, first, known)
            skipped = known.skipped.get(need.step)
            aside, aside_sv = "", ""
            if skipped is not None:
                aside = f" (It was skipped: event {skipped.place}.)"
                aside_sv = f" (Det är överhoppat: händelse {skipped.place}.)"
            elif before := _first_possible(known, first):
                aside = f" (And before that: {_named(before).en}.)"
                aside_sv = f" (Och före det: {_named(before).sv}.)"
            raise SieUsageError(
                f"Step {_named(step).en} cannot be recorded yet: {need.why.en.format(licence=licence.en)}. "
                f"First: {first.todo.en}. Then record that: {command}{aside}",
                f"Steget {_named(step).sv} kan inte noteras än: {need.why.sv.format(licence=licence.sv)}. "
                f"Först: {first.todo.sv}. Notera sedan det: {command}{aside_sv}",
            )
        earliest = known.done[need.step][0].day
        if event.day < earliest:
            raise SieUsageError(
                f"Step {_named(step).en} cannot have been done on {event.day}: {_named(first).en} was done on "
                f"{earliest} and comes before it. Give the right day with --day, or correct event {last.place}.",
                f"Steget {_named(step).sv} kan inte vara gjort {event.day}: {_named(first).sv} gjordes {earliest} och "
                f"kommer före. Ange rätt dag med --day, eller rätta händelse {last.place}.",
            )


def _first_possible(known: Progress, step: Step) -> Step | None:
    """What must be done before a step can be; ``None`` when it can be done now."""
    for need in known.needs(step):
        if not known.is_done(need.step):
            return _first_possible(known, step_named(need.step)) or step_named(need.step)
    return None


def _judge_facts(step: Step, event: Event) -> None:
    """Refuse facts that the step does not ask for, that are missing, or that are none."""
    given = event.facts.given
    for name in given:
        if name not in (*step.takes, *step.may_take):
            option = FACTS[name].option
            raise SieUsageError(
                f"Step {_named(step).en} does not take {option}: leave it out.",
                f"Steget {_named(step).sv} tar inte {option}: utelämna det.",
            )
    missing = ", ".join(FACTS[name].form for name in step.takes if name not in given)
    if missing:
        raise SieUsageError(
            f"Step {_named(step).en} must say more: add {missing}.",
            f"Steget {_named(step).sv} kräver mer: ange även {missing}.",
        )
    for name, value in given.items():
        fact = FACTS[name]
        if name == "administration" and value not in fact.choices:
            raise SieUsageError(
                f"The collaboration works with Visma Administration 1000 and 2000, not {value}: the bureau needs one "
                "of them before it invites the customer.",
                f"Samarbetet fungerar med Visma Administration 1000 och 2000, inte {value}: byrån behöver någon av "
                "dem innan kunden bjuds in.",
            )
        if fact.choices and value not in fact.choices:
            listed = ", ".join(fact.choices)
            raise SieUsageError(
                f"{fact.option} {value!r} is none: it is one of {listed}.",
                f"{fact.option} {value!r} finns inte: välj bland {listed}.",
            )


def _judge_files(known: Progress, step: Step, event: Event) -> None:
    if step.files == "required" and not event.files:
        raise SieUsageError(
            f"Step {_named(step).en} needs its SIE files: add --file FILE for each.",
            f"Steget {_named(step).sv} kräver sina SIE-filer: ange --file FIL för var och en.",
        )
    for file in event.files if step.files != "any" else ():
        if not file.kind:
            raise SieUsageError(
                f"{file.name} is no SIE file. Other files are kept with a decision: sie migrate case decide.",
                f"{file.name} är ingen SIE-fil. Andra filer sparas med ett beslut: sie migrate case decide.",
            )
    before = {file.sha256: old.place for old in known.done.get(step.name, ()) for file in old.files}
    for file in event.files:
        if file.sha256 in before:
            raise SieUsageError(
                f"{file.name} is there already, byte for byte: event {before[file.sha256]}.",
                f"{file.name} finns redan, byte för byte: händelse {before[file.sha256]}.",
            )
        before[file.sha256] = event.place


def _judge_downgraded(known: Progress, event: Event) -> None:
    for old in known.done.get("exported", ()):
        if old.facts.source == "active" and old.day > event.day:
            raise SieUsageError(
                f"Event {old.place} says that files were exported from the active company on {old.day}, which is after "
                f"the downgrade on {event.day}. One of the days, or the source, is wrong: correct it.",
                f"Händelse {old.place} säger att filer exporterades ur det aktiva företaget {old.day}, alltså efter "
                f"nedgraderingen {event.day}. En av dagarna, eller källan, är fel: rätta den.",
            )


def _judge_exported(known: Progress, event: Event) -> None:
    source, downgraded = event.facts.source, known.last("downgraded")
    if source == "active" and downgraded is not None and event.day > downgraded.day:
        raise SieUsageError(
            f"The customer was downgraded on {downgraded.day}, and the books are in the archived company since: export "
            "from that and say --source archived, or give the day of the export with --day if it was before.",
            f"Kunden nedgraderades {downgraded.day}, och bokföringen finns sedan dess i det arkiverade företaget: "
            "exportera ur det och ange --source archived, eller ange dagen med --day om exporten gjordes innan.",
        )
    if source == "archived" and known.licence in ("bas", "smart", "pro"):
        if downgraded is None:
            raise SieUsageError(
                "There is no archived company before the downgrade: export from the active one and say --source "
                "active, or wait until the licence is downgraded.",
                "Det finns inget arkiverat företag före nedgraderingen: exportera ur det aktiva och ange --source "
                "active, eller vänta tills licensen är nedgraderad.",
            )
        if event.day < downgraded.day:
            raise SieUsageError(
                f"The archived company came with the downgrade on {downgraded.day}; nothing can have been exported "
                f"from it on {event.day}. Give the right day with --day.",
                f"Det arkiverade företaget kom till vid nedgraderingen {downgraded.day}; inget kan ha exporterats ur "
                f"det {event.day}. Ange rätt dag med --day.",
            )


def _judge_invited(_known: Progress, event: Event) -> None:
    facts = event.facts
    for which, version, option in (
        ("administration", facts.administration_version, "--administration-version"),
        (facts.channel, facts.channel_version, "--via-version"),
    ):
        program, least = MINIMUM[which]
        if not _VERSION.fullmatch(version):
            raise SieUsageError(
                f"{option} {version!r} is no version: write it as {least}.",
                f"{option} {version!r} är ingen version: skriv den som {least}.",
            )
        if _numbers(version) < _numbers(least):
            raise SieUsageError(
                f"The collaboration needs {program} {least} or later, and this is {version}: update it before the "
                "customer is invited.",
                f"Samarbetet kräver {program} {least} eller senare, och det här är {version}: uppdatera innan kunden "
                "bjuds in.",
            )


def _judge_reconciled(_known: Progress, event: Event) -> None:
    if event.facts.verdict != "green" and not event.note:
        raise SieUsageError(
            f"The verdict {event.facts.verdict} needs a reason: say with --note what differs and why that will do.",
            f"Utfallet {event.facts.verdict} kräver ett skäl: ange med --note vad som skiljer och varför det duger.",
        )


def _nothing(_known: Progress, _event: Event) -> None:
    """Most steps ask for nothing of their own."""


_SPECIAL = {
    "downgraded": _judge_downgraded,
    "exported": _judge_exported,
    "invited": _judge_invited,
    "reconciled": _judge_reconciled,
}


def _numbers(version: str) -> tuple[int, ...]:
    """A version to compare by: 5.100 is later than 5.91, and 2020 is 2020.0."""
    found = tuple(map(int, version.split(".")))
    return found + (0,) * (4 - len(found))


# Corrections.


def _correctable(case: Case, place: int, reason: str) -> Event:
    stands = standing(case)
    found = next((event for event in stands if event.place == place), None)
    if found is None:
        gone = any(event.place == place for event in case.events)
        raise SieUsageError(
            f"Event {place} is a correction or was withdrawn; correct another." if gone else f"No event {place}.",
            f"Händelse {place} är en rättelse eller redan tillbakadragen; rätta en annan."
            if gone
            else f"Det finns ingen händelse {place}.",
        )
    if found.kind == "opened":
        raise SieUsageError(
            "The opening of a case stays: if it is about the wrong customer, close it with that as the reason.",
            "Att ärendet öppnades står kvar: gäller det fel kund, avsluta det med det som skäl.",
        )
    if not reason.strip():
        raise SieUsageError(
            "A correction needs a reason: it is kept with the case.", "En rättelse kräver ett skäl: det sparas."
        )
    closed = Progress(stands).last("closed")
    if closed is not None and closed.place != place:
        raise SieUsageError(
            f"The case is closed. Take that back first: event {closed.place}.",
            f"Ärendet är avslutat. Dra tillbaka det först: händelse {closed.place}.",
        )
    return found


def _replay(case: Case, changed: Event) -> None:
    """Refuse a correction after which something else could not have happened."""
    stands = standing(case)
    for number, event in enumerate(stands):
        try:
            _judge(case, stands[:number], event)
        except SieUsageError as error:
            if event.place == changed.place:
                raise
            what = _event_name(event)
            raise SieUsageError(
                f"Event {changed.place} cannot be changed so: event {event.place} ({what.en}) builds on it. Withdraw "
                f"that first. {error.message('en')}",
                f"Händelse {changed.place} kan inte ändras så: händelse {event.place} ({what.sv}) bygger på den. Dra "
                f"tillbaka den först. {error.message('sv')}",
            ) from error


# Words.


def _left(case: Case, left: Sequence[str]) -> SieUsageError:
    listed = ", ".join(left)
    options = f"sie migrate case close {case.id} " + " ".join(f'--because {name}="…"' for name in left)
    return SieUsageError(
        f"The case cannot be closed: {listed} not done. Do what is left, or give a reason for each: {options}",
        f"Ärendet kan inte avslutas: {listed} är inte gjort. Gör det som återstår, eller ange skäl för varje: "
        f"{options}",
    )


def _named(step: Step) -> Sentence:
    return Sentence(f"{step.name} ({step.title.en})", f"{step.name} ({step.title.sv})")


def _event_name(event: Event) -> Sentence:
    return step_named(event.step).title if event.step else Sentence("a decision", "ett beslut")


def _licence(known: Progress) -> Sentence:
    return FACTS["licence"].choices.get(known.licence, Sentence("–", "–"))


def _since(known: Progress, step: Step) -> datetime.date:
    days = [known.done[need.step][0].day for need in known.needs(step)]
    imported = known.last("imported")
    if step.name == "reconciled" and imported is not None:
        days.append(imported.day)
    assert known.opened is not None
    return max(days, default=known.opened.day)


def _command(case: Case, step: Step, known: Progress) -> str:
    """How a step is recorded, with what must be filled in."""
    if step.name == "closed":
        return f"sie migrate case close {case.id}"
    words = [f"sie migrate case do {case.id} {step.name}"]
    for name in step.takes:
        if name == "source" and known.licence in ("bas", "smart", "pro"):
            words.append(f"--source {'archived' if known.is_done('downgraded') else 'active'}")
        else:
            words.append(FACTS[name].form)
    if step.files == "required":
        words.append("--file FILE")
    return " ".join(words)
