"""What may happen to a case, and why not: an event is judged by those before it, with reason and remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from sie.company.case_records import Case, Event
from sie.errors import SieUsageError
from sie.migration.case_progress import Progress, command_for, day_of, event_name, licence_of, named, standing
from sie.migration.case_steps import FACTS, MINIMUM, Step, step_named

__all__ = ["correctable", "judge", "not_done", "replay"]

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


def judge(case: Case, before: Sequence[Event], event: Event) -> None:
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
    if event.day > day_of(event.at) + datetime.timedelta(days=1):  # the day may have begun here, but not in UTC
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
            raise not_done(case, left)
    _judge_needs(case, known, step, event)
    _judge_facts(step, event)
    _judge_files(known, step, event)
    _SPECIAL.get(step.name, _nothing)(known, event)


def _judge_again(case: Case, known: Progress, step: Step, event: Event) -> None:
    """Refuse what is done, skipped, or not one of this customer's steps."""
    if known.licence and not known.applies(step):
        licence = licence_of(known)
        raise SieUsageError(
            f"Step {named(step).en} does not concern this customer, who holds {licence.en}: only Bas, Smart and Pro "
            "are downgraded.",
            f"Steget {named(step).sv} gäller inte den här kunden, som har {licence.sv}: bara Bas, Smart och Pro "
            "nedgraderas.",
        )
    skipped = known.skipped.get(step.name)
    if skipped is not None:
        raise SieUsageError(
            f"Step {named(step).en} was skipped by event {skipped.place}. If it is done after all, take that back: "
            f'sie migrate case withdraw {case.id} {skipped.place} --reason "…".',
            f"Steget {named(step).sv} är överhoppat genom händelse {skipped.place}. Görs det ändå, dra tillbaka den: "
            f'sie migrate case withdraw {case.id} {skipped.place} --reason "…".',
        )
    last = known.last(step.name)
    if last is not None and (known.is_done(step.name) if event.kind == "skipped" else not step.repeats):
        raise SieUsageError(
            f"Step {named(step).en} is done already, on {last.day} (event {last.place}). Was something wrong, correct "
            f'or withdraw it: sie migrate case correct {case.id} {last.place} --reason "…".',
            f"Steget {named(step).sv} är redan gjort, {last.day} (händelse {last.place}). Blev något fel, rätta eller "
            f'dra tillbaka det: sie migrate case correct {case.id} {last.place} --reason "…".',
        )


def _judge_skipped(step: Step, event: Event) -> None:
    if step.name == "closed":
        raise SieUsageError("Closing is not skipped.", "Avslutet kan inte hoppas över.")
    if not event.note:
        raise SieUsageError(
            f"Skipping step {named(step).en} needs a reason: it is kept with the case.",
            f"Att hoppa över steget {named(step).sv} kräver ett skäl: det sparas med ärendet.",
        )


def _judge_needs(case: Case, known: Progress, step: Step, event: Event) -> None:
    """Refuse a step before what it needs, with reason and remedy."""
    for need in known.needs(step):
        first, last = step_named(need.step), known.last(need.step)
        if last is None:
            licence, command = licence_of(known), command_for(case, first, known)
            skipped = known.skipped.get(need.step)
            aside, aside_sv = "", ""
            if skipped is not None:
                aside = f" (It was skipped: event {skipped.place}.)"
                aside_sv = f" (Det är överhoppat: händelse {skipped.place}.)"
            elif before := _first_possible(known, first):
                aside = f" (And before that: {named(before).en}.)"
                aside_sv = f" (Och före det: {named(before).sv}.)"
            raise SieUsageError(
                f"Step {named(step).en} cannot be recorded yet: {need.why.en.format(licence=licence.en)}. "
                f"First: {first.todo.en}. Then record that: {command}{aside}",
                f"Steget {named(step).sv} kan inte noteras än: {need.why.sv.format(licence=licence.sv)}. "
                f"Först: {first.todo.sv}. Notera sedan det: {command}{aside_sv}",
            )
        earliest = known.done[need.step][0].day
        if event.day < earliest:
            raise SieUsageError(
                f"Step {named(step).en} cannot have been done on {event.day}: {named(first).en} was done on "
                f"{earliest} and comes before it. Give the right day with --day, or correct event {last.place}.",
                f"Steget {named(step).sv} kan inte vara gjort {event.day}: {named(first).sv} gjordes {earliest} och "
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
                f"Step {named(step).en} does not take {option}: leave it out.",
                f"Steget {named(step).sv} tar inte {option}: utelämna det.",
            )
    missing = ", ".join(FACTS[name].form for name in step.takes if name not in given)
    if missing:
        raise SieUsageError(
            f"Step {named(step).en} must say more: add {missing}.",
            f"Steget {named(step).sv} kräver mer: ange även {missing}.",
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
            f"Step {named(step).en} needs its SIE files: add --file FILE for each.",
            f"Steget {named(step).sv} kräver sina SIE-filer: ange --file FIL för var och en.",
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


def correctable(case: Case, place: int, reason: str) -> Event:
    """The event that is to be corrected or withdrawn; refused when it cannot be."""
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
            "The opening of a case stays: if it is about the wrong customer, close or delete it with that reason.",
            "Att ärendet öppnades står kvar: gäller det fel kund, avsluta eller radera ärendet med det som skäl.",
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


def replay(case: Case, changed: Event) -> None:
    """Refuse a correction after which something else could not have happened."""
    stands = standing(case)
    for number, event in enumerate(stands):
        try:
            judge(case, stands[:number], event)
        except SieUsageError as error:
            if event.place == changed.place:
                raise
            what = event_name(event)
            raise SieUsageError(
                f"Event {changed.place} cannot be changed so: event {event.place} ({what.en}) builds on it. Withdraw "
                f"that first. {error.message('en')}",
                f"Händelse {changed.place} kan inte ändras så: händelse {event.place} ({what.sv}) bygger på den. Dra "
                f"tillbaka den först. {error.message('sv')}",
            ) from error


def not_done(case: Case, left: Sequence[str]) -> SieUsageError:
    """The refusal to close a case with open steps, which it names."""
    listed = ", ".join(left)
    options = f"sie migrate case close {case.id} " + " ".join(f'--because {name}="…"' for name in left)
    return SieUsageError(
        f"The case cannot be closed: {listed} not done. Do what is left, or give a reason for each: {options}",
        f"Ärendet kan inte avslutas. Kvar att göra: {listed}. Gör det som återstår, eller ange skäl för varje: "
        f"{options}",
    )
