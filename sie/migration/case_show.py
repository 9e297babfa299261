"""Cases as text for people and as values for JSON, in Swedish or English."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from rich.table import Table
from rich.text import Text

from sie.company.case_records import Case, DeletedCase, Event
from sie.migration.case import Next, Progress, next_steps, progress, standing, state
from sie.migration.case_steps import FACTS, STEPS, WHO, Step, step_named
from sie.migration.texts import Sentence
from sie.report.harmless import safe
from sie.report.look import Look
from sie.report.text import printed

__all__ = [
    "case_text",
    "case_values",
    "cases_text",
    "cases_values",
    "changed_text",
    "deleted_text",
    "files_text",
    "files_values",
    "steps_text",
    "steps_values",
]

_WORDS: dict[str, Sentence] = {
    "to-do": Sentence("to do", "att göra"),
    "waiting": Sentence("waiting", "väntar"),
    "closed": Sentence("closed", "avslutat"),
    "licence": Sentence("Licence", "Licens"),
    "not_checked": Sentence("not checked", "ej kontrollerad"),
    "steps": Sentence("Steps", "Steg"),
    "next": Sentence("What to do next", "Att göra härnäst"),
    "happened": Sentence("What happened", "Händelser"),
    "since": Sentence("since {} ({})", "sedan {} ({})"),
    "day": Sentence("1 day", "1 dag"),
    "days": Sentence("{} days", "{} dagar"),
    "today": Sentence("today", "i dag"),
    "opened": Sentence("case opened", "ärendet öppnat"),
    "decided": Sentence("decided", "beslut"),
    "skipped": Sentence("skipped", "överhoppat"),
    "corrected": Sentence("event {} corrected", "händelse {} rättad"),
    "withdrawn": Sentence("event {} withdrawn", "händelse {} tillbakadragen"),
    "was_withdrawn": Sentence("withdrawn by event {}", "tillbakadragen genom händelse {}"),
    "was_corrected": Sentence("corrected by event {}", "rättad genom händelse {}"),
    "unreachable": Sentence("not due, as {} was skipped", "inte aktuellt, då {} är överhoppat"),
    "files": Sentence("{} files", "{} filer"),
    "file": Sentence("1 file", "1 fil"),
    "keep": Sentence("keep until {}", "spara t.o.m. {}"),
    "nothing": Sentence("nothing", "inget"),
    "no_cases": Sentence("There is no such case.", "Det finns inget sådant ärende."),
    "no_files": Sentence("There are no files yet.", "Det finns inga filer ännu."),
    "document": Sentence("not SIE", "ej SIE"),
    "first": Sentence("First", "Först"),
    "only": Sentence("Only with", "Bara med"),
    "say": Sentence("Say", "Ange"),
    "source": Sentence("Source", "Källa"),
}


def _word(key: str, look: Look, *parts: object) -> str:
    return _WORDS[key].of(look.language).format(*parts)


# Values.


def case_values(case: Case, language: str, today: datetime.date) -> dict[str, object]:
    """A case as plain values, as JSON has it.

    Args:
        case: The case.
        language: ``"en"`` or ``"sv"``, of the titles.
        today: The day that it is.
    """
    known = progress(case)
    stands = {event.place: event for event in standing(case)}
    return {
        "id": case.id,
        "name": case.name,
        "organisation_number": case.organisation_number,
        "state": state(case),
        "licence": known.licence or None,
        "next": [_next_values(found, language, today) for found in next_steps(case)],
        "steps": [_step_values(step, known, language) for step in STEPS],
        "events": [{**_plain(event), "stands": event.place in stands} for event in case.events],
    }


def cases_values(cases: Iterable[Case], language: str, today: datetime.date) -> list[dict[str, object]]:
    """Cases as plain values: who, how each stands, and what to do next.

    Args:
        cases: In the order in which they are listed.
        language: ``"en"`` or ``"sv"``.
        today: The day that it is.
    """
    wanted = ("id", "name", "organisation_number", "state", "licence", "next")
    return [
        {name: values[name] for name in wanted} for values in (case_values(case, language, today) for case in cases)
    ]


def _plain(thing: object) -> dict[str, object]:
    found = msgspec.to_builtins(thing)
    assert isinstance(found, dict)
    return found


def _next_values(found: Next, language: str, today: datetime.date) -> dict[str, object]:
    step = found.step
    return {
        "step": step.name,
        "todo": step.todo.of(language),
        "who": step.who,
        "since": str(found.since),
        "days": max((today - found.since).days, 0),
        "advice": step.advice.of(language) if step.advice else None,
        "command": found.command,
    }


def _step_values(step: Step, known: Progress, language: str) -> dict[str, object]:
    last = known.last(step.name) or known.skipped.get(step.name)
    return {
        "step": step.name,
        "title": step.title.of(language),
        "state": _step_state(step, known),
        "day": str(last.day) if last else None,
        "event": last.place if last else None,
        "facts": last.facts.given if last else {},
    }


def _step_state(step: Step, known: Progress) -> str:
    if step.name in known.skipped:
        return "skipped"
    if known.is_done(step.name):
        return "done"
    if not known.applies(step) and known.licence:
        return "not-needed"
    return "not-due" if known.out_of_reach(step) else "open"


def files_values(case: Case) -> list[dict[str, object]]:
    """The files of a case as plain values.

    Args:
        case: The case.
    """
    stands = {event.place for event in standing(case)}
    return [
        {"event": event.place, "step": event.step or event.kind, "stands": event.place in stands, **_plain(file)}
        for event in case.events
        for file in event.files
    ]


def steps_values(language: str) -> list[dict[str, object]]:
    """The procedure as plain values.

    Args:
        language: ``"en"`` or ``"sv"``.
    """
    return [
        {
            "step": step.name,
            "title": step.title.of(language),
            "todo": step.todo.of(language),
            "who": step.who,
            "needs": [
                {"step": need.step, "why": need.why.of(language), "licences": list(need.licences)}
                for need in step.needs
            ],
            "takes": [FACTS[name].form for name in step.takes],
            "may_take": [FACTS[name].form for name in step.may_take],
            "files": step.files,
            "licences": list(step.licences),
            "repeats": step.repeats,
            "advice": step.advice.of(language) if step.advice else None,
            "source": step.source,
        }
        for step in STEPS
    ]


# Text.


def case_text(case: Case, look: Look, today: datetime.date) -> Iterator[str]:
    """A case as text: where it stands, what to do next, every step, and everything that happened.

    Args:
        case: The case.
        look: How it looks.
        today: The day that it is.
    """
    known = progress(case)
    licence = FACTS["licence"].choices[known.licence].of(look.language) if known.licence else ""
    yield look.paint(safe(case.title), "bold") + f": {_word(state(case), look)}\n"
    yield f"{_word('licence', look)}: {licence or _word('not_checked', look)}\n"
    coming = next_steps(case)
    if coming:
        yield _heading("next", look)
        yield from _coming(coming, look, today)
    yield _heading("steps", look)
    width = max(len(step.name) for step in STEPS)
    for step in STEPS:
        found = _step_line(step, known, look)
        if found:
            yield f"  {found[0]} {step.name:{width}}  {found[1]}\n"
    yield _heading("happened", look)
    yield from _events(case, look)


def changed_text(case: Case, look: Look, today: datetime.date) -> Iterator[str]:
    """What was recorded last, and what comes next.

    Args:
        case: The case.
        look: How it looks.
        today: The day that it is.
    """
    yield look.paint(safe(case.title), "bold") + f": {_word(state(case), look)}\n"
    yield list(_events(case, look))[-1]
    coming = next_steps(case)
    if coming:
        yield _heading("next", look)
        yield from _coming(coming, look, today)


def _heading(key: str, look: Look) -> str:
    return "\n" + look.paint(_word(key, look), "bold") + "\n"


def _coming(coming: Iterable[Next], look: Look, today: datetime.date) -> Iterator[str]:
    for found in coming:
        step = found.step
        who = WHO[step.who].of(look.language)
        yield _lines(step.todo.of(look.language), 2, look)
        yield _lines(f"{who}, {_waits(found, look, today)}", 4, look)
        yield f"    {found.command}\n"
        if step.advice:
            yield _lines(step.advice.of(look.language), 4, look, "dim")


def _lines(text: str, indent: int, look: Look, style: str = "") -> str:
    """A sentence of our own, folded where the terminal ends; whoever pipes it gets one line."""
    margin = " " * indent
    folded = [margin + text]
    if look.width is not None:
        folded = textwrap.wrap(
            text, look.width, initial_indent=margin, subsequent_indent=margin, break_long_words=False
        )
    return "".join((look.paint(line, style) if style else line) + "\n" for line in folded)


def _waits(found: Next, look: Look, today: datetime.date) -> str:
    days = (today - found.since).days
    ago = _word("today", look) if days < 1 else _word("day", look) if days == 1 else _word("days", look, days)
    return _word("since", look, found.since, ago)


def _step_line(step: Step, known: Progress, look: Look) -> tuple[str, str] | None:
    """A box and what stands behind it; nothing for a step that this customer does not go through."""
    title = step.title.of(look.language)
    skipped, last = known.skipped.get(step.name), known.last(step.name)
    if skipped is not None:
        return "[-]", f"{title}: {_word('skipped', look)} {skipped.day} ({safe(skipped.note)})"
    if last is not None and known.is_done(step.name):
        said = ", ".join([*_facts(last, look), *_years(known.done[step.name])])
        return "[x]", f"{title} {last.day}" + (f": {said}" if said else "")
    if known.licence and not known.applies(step):
        return None
    blocker = known.out_of_reach(step)
    return "[ ]", f"{title}" + (f": {_word('unreachable', look, blocker)}" if blocker else "")


def _facts(event: Event, look: Look) -> Iterator[str]:
    """What was said of a step, in words; a version follows what it is the version of."""
    for name, value in event.facts.given.items():
        fact = FACTS[name]
        if name in ("channel_version", "administration_version"):
            continue
        text = fact.choices[value].of(look.language) if value in fact.choices else safe(value)
        if name == "administration":
            text = f"{fact.title.of(look.language)} {text}"
        version = {"channel": event.facts.channel_version, "administration": event.facts.administration_version}
        yield f"{text} {safe(version[name])}" if version.get(name) else text


def _years(events: Iterable[Event]) -> list[str]:
    """The fiscal years that SIE files of a step hold, by the year in which each ends."""
    return sorted({str(file.end.year) for event in events for file in event.files if file.end is not None})


def _events(case: Case, look: Look) -> Iterator[str]:
    changed = {event.of: event for event in case.events if event.of}
    for event in case.events:
        what = step_named(event.step).title.of(look.language) if event.step else _word(event.kind, look, event.of)
        if event.kind == "skipped":
            what = f"{what}: {_word('skipped', look)}"
        said = ", ".join(_facts(event, look))
        count = len(event.files)
        parts = [
            what + (f": {said}" if said else ""),
            safe(event.note),
            "" if not count else _word("file", look) if count == 1 else _word("files", look, count),
        ]
        later = changed.get(event.place)
        if later is not None:
            parts.append(f"[{_word('was_' + later.kind, look, later.place)}]")
        line = f"  {event.place:>3}  {event.day}  {safe(event.user)}  " + "; ".join(part for part in parts if part)
        yield (look.paint(line, "dim") if later is not None and later.kind == "withdrawn" else line) + "\n"


def cases_text(cases: Sequence[Case], look: Look, today: datetime.date) -> str:
    """Cases as a table: who, how it stands, what to do next, who has to do it, and since when it waits.

    Args:
        cases: In the order in which they are shown.
        look: How it looks.
        today: The day that it is.
    """
    if not cases:
        return _word("no_cases", look) + "\n"
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    heads = (("Id", "Id"), ("Number", "Orgnr"), ("Customer", "Kund"), ("State", "Läge"), ("Next", "Härnäst"))
    for head in (*heads, ("Who", "Vem"), ("Since", "Sedan"), ("Days", "Dagar")):
        right = head[0] in ("Id", "Days")
        table.add_column(head[look.language == "sv"], justify="right" if right else "left", overflow="fold")
    for case in cases:
        own = (str(case.id), safe(case.organisation_number), safe(case.name), _word(state(case), look))
        for number, found in enumerate(next_steps(case) or (None,)):
            coming = ("", "", "", "")
            if found is not None:
                who = WHO[found.step.who].of(look.language)
                days = max((today - found.since).days, 0)
                coming = (found.step.name, who, str(found.since), str(days))
            table.add_row(*map(Text, (*(own if not number else ("", "", "", "")), *coming)))
    return printed(look, table)


def deleted_text(left: Sequence[DeletedCase], look: Look) -> str:
    """What is left of cases that were deleted, as a table.

    Args:
        left: In the order in which they are shown.
        look: How it looks.
    """
    if not left:
        return _word("no_cases", look) + "\n"
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for en, sv in (
        ("Id", "Id"), ("Opened", "Öppnat"), ("Events", "Händelser"), ("Files", "Filer"), ("Keep until", "Spara t.o.m."),
        ("Deleted", "Raderat"), ("Who", "Vem"), ("Reason", "Skäl"),
    ):  # fmt: skip
        right = en in ("Id", "Events", "Files")
        table.add_column(sv if look.language == "sv" else en, justify="right" if right else "left", overflow="fold")
    for case in left:
        counts = (str(case.events), str(case.files))
        cells = (str(case.case_id), str(case.opened), *counts, str(case.keep_until), case.at, case.user, case.reason)
        table.add_row(*(Text(safe(cell)) for cell in cells))
    return printed(look, table)


def files_text(case: Case, look: Look) -> str:
    """The files of a case as a table.

    Args:
        case: The case.
        look: How it looks.
    """
    values = files_values(case)
    if not values:
        return _word("no_files", look) + "\n"
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for en, sv in (
        ("Event", "Händelse"), ("Step", "Steg"), ("File", "Fil"), ("Type", "Typ"), ("Year", "År"), ("Bytes", "Byte"),
        ("Keep until", "Spara t.o.m."), ("SHA-256", "SHA-256"),
    ):  # fmt: skip
        table.add_column(sv if look.language == "sv" else en, justify="right" if en in ("Event", "Bytes") else "left")
    for event in case.events:
        for file in event.files:
            step = event.step or _word(event.kind, look)
            year = f"{file.start} {look.dash} {file.end}" if file.end else ""
            kind = file.kind or _word("document", look)
            table.add_row(
                *map(
                    Text,
                    (
                        str(event.place), step, safe(file.name), kind, year, str(file.size), str(file.keep_until or ""),
                        file.sha256,
                    ),
                )
            )  # fmt: skip
    return printed(look, table, fixed=True)


def steps_text(look: Look) -> Iterator[str]:
    """The procedure as text: each step, what must be done first and why, and what must be said.

    Args:
        look: How it looks.
    """
    for step in STEPS:
        yield look.paint(step.name, "bold") + f"  {step.title.of(look.language)} ({WHO[step.who].of(look.language)})\n"
        yield _lines(f"{step.todo.of(look.language)}.", 2, look)
        if step.licences:
            yield f"  {_word('only', look)}: {', '.join(step.licences)}\n"
        for need in step.needs:
            licence = Sentence("Bas, Smart or Pro", "Bas, Smart eller Pro").of(look.language)
            why = need.why.of(look.language).format(licence=licence)
            yield _lines(f"{_word('first', look)}: {need.step}, {why}", 2, look)
        said = [FACTS[name].form for name in step.takes] + [f"[{FACTS[name].form}]" for name in step.may_take]
        if step.files != "any":
            said.append("--file FILE" if step.files == "required" else "[--file FILE]")
        if said:
            yield f"  {_word('say', look)}: {' '.join(said)}\n"
        if step.advice:
            yield _lines(step.advice.of(look.language), 2, look)
        yield look.paint(f"  {_word('source', look)}: {step.source}", "dim") + "\n\n"
