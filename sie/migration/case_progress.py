"""How far a customer has come: the events that stand, the steps that are done, skipped, open or out of reach."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import msgspec

from sie.company.case_records import Case, Event
from sie.migration.case_steps import FACTS, STEPS, Need, Step, step_named
from sie.migration.texts import Sentence

__all__ = ["Progress", "command_for", "day_of", "event_name", "licence_of", "named", "progress", "standing"]


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


def day_of(at: str) -> datetime.date:
    """The day of a time."""
    return datetime.date.fromisoformat(at[:10])


def named(step: Step) -> Sentence:
    """A step by its name, and what it is."""
    return Sentence(f"{step.name} ({step.title.en})", f"{step.name} ({step.title.sv})")


def event_name(event: Event) -> Sentence:
    """What an event is about."""
    return step_named(event.step).title if event.step else Sentence("a decision", "ett beslut")


def licence_of(known: Progress) -> Sentence:
    """The licence of the customer in words."""
    return FACTS["licence"].choices.get(known.licence, Sentence("–", "–"))


def command_for(case: Case, step: Step, known: Progress) -> str:
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
