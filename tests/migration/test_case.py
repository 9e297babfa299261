"""The state machine of a case: every illegal order with its reason, and invariants of every legal one."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sie.company.case_records import Case, CaseFile, Facts
from sie.errors import SieUsageError
from sie.migration.case import (
    by_urgency,
    close,
    correct,
    decide,
    find_case,
    next_steps,
    open_case,
    progress,
    record,
    skip,
    standing,
    state,
    withdraw,
)
from sie.migration.case_steps import FACTS, MINIMUM, STEPS, WHO, step_named
from tests.conftest import ROOT

AT = "2026-11-25T12:00:00Z"
DAY = datetime.date(2026, 11, 25)
SIE = CaseFile(name="2024.se", sha256="a" * 64, size=1, kind="4E", end=datetime.date(2024, 12, 31))
INVITED = Facts(
    channel="advisor", channel_version="1.68", administration="2000", administration_version="2020.0"
)  # fmt: skip
USUAL: dict[str, dict[str, Any]] = {
    "licence": {"facts": Facts(licence="smart")},
    "form-sent": {"facts": Facts(signatory="Siv Ek")},
    "downgraded": {},
    "exported": {"facts": Facts(source="archived"), "files": (SIE,)},
    "invited": {"facts": INVITED},
    "active": {},
    "start-guide": {},
    "imported": {},
    "reconciled": {"facts": Facts(verdict="green")},
    "e-invoices": {},
    "closed": {},
}
ORDER = tuple(USUAL)


def opened() -> Case:
    return open_case((), "Exempel AB", "556677-8899", user="AN", at=AT)


def done(case: Case, *steps: str, **more: Any) -> Case:
    for step in steps:
        case = record(case, step, user="AN", at=AT, **{**USUAL[step], **more})
    return case


def upto(step: str, case: Case | None = None) -> Case:
    """A case where everything before a step is done."""
    return done(case or opened(), *itertools.takewhile(lambda name: name != step, ORDER))


def refused(call: Callable[[], Case]) -> SieUsageError:
    with pytest.raises(SieUsageError) as caught:
        call()
    assert caught.value.message("sv") != caught.value.message("en")
    return caught.value


def test_the_usual_way_from_opening_to_closing() -> None:
    case = opened()
    for step in ORDER:
        assert step in [found.step.name for found in next_steps(case)]
        assert state(case) == ("waiting" if _only_others(case) else "to-do")
        case = done(case, step)
    assert (state(case), next_steps(case)) == ("closed", ())
    assert len(case.events) == 12
    assert {event.program[:4] for event in case.events} == {"sie "}


def _only_others(case: Case) -> bool:
    return {found.step.who for found in next_steps(case)}.isdisjoint({"bureau"})


ILLEGAL = [
    ("form-sent", (), "licence", "inte känt vilken eEkonomi kunden har"),
    ("exported", (), "licence", "kundens licens avgör"),
    ("invited", (), "licence", "licensen är inte kontrollerad"),
    ("downgraded", ("licence",), "form-sent", "firmatecknaren har inte fått formuläret"),
    ("invited", ("licence",), "downgraded", "kunden har fortfarande eEkonomi Smart"),
    ("invited", ("licence", "form-sent"), "downgraded", "kunden har fortfarande eEkonomi Smart"),
    ("active", ("licence", "form-sent", "downgraded"), "invited", "kunden är inte inbjuden"),
    ("start-guide", ("licence", "form-sent", "downgraded", "invited"), "active", "samarbetet aktivt"),
    (
        "imported", ("licence", "form-sent", "downgraded", "exported", "invited", "active"),
        "start-guide", "startguiden lägger upp företaget",
    ),
    (
        "imported", ("licence", "form-sent", "downgraded", "invited", "active", "start-guide"),
        "exported", "ingen SIE-fil är exporterad",
    ),
    ("e-invoices", ("licence", "form-sent", "downgraded", "invited", "active"), "start-guide", "inställningen görs"),
    ("reconciled", ORDER[:7], "imported", "inget är inläst"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "before", "first", "why"), ILLEGAL)
def test_what_is_out_of_order_is_refused_with_reason_and_remedy(
    step: str, before: tuple[str, ...], first: str, why: str
) -> None:
    case = done(opened(), *before)
    error = refused(lambda: done(case, step))
    assert why in error.message("sv")
    assert f"sie migrate case do 0 {first}" in error.message("sv")
    assert step_named(first).todo.sv in error.message("sv")
    assert step_named(first).todo.en in error.message("en")


def test_each_need_is_tried_and_nothing_else_is_possible() -> None:
    needs = {(step.name, need.step) for step in STEPS for need in step.needs}
    assert needs == {(step, first) for step, _, first, _ in ILLEGAL}
    case = opened()
    assert "licence" in refused(lambda: done(case, "imported")).message("sv")
    for step in ORDER:
        possible = [found.step.name for found in next_steps(case)]
        for other in ORDER:
            if other in possible:
                more = {"facts": Facts(source="active")} if other == "exported" and step != "exported" else {}
                more = {"facts": Facts(source="archived")} if progress(case).is_done("downgraded") and more else more
                assert done(case, other, **more)
            elif not (progress(case).is_done(other) and step_named(other).repeats):
                refused(lambda case=case, other=other: done(case, other))  # type: ignore[misc]
        case = done(case, step)


@pytest.mark.parametrize("licence", ["none", "fakturering"])
def test_who_has_nothing_to_downgrade_is_invited_at_once(licence: str) -> None:
    case = done(opened(), "licence", facts=Facts(licence=licence))
    assert [found.step.name for found in next_steps(case)] == ["exported", "invited"]
    assert "gäller inte den här kunden" in refused(lambda: done(case, "form-sent")).message("sv")
    refused(lambda: skip(case, "downgraded", reason="x", user="AN"))
    case = done(case, "exported", facts=Facts(source="other"))
    case = done(case, *ORDER[4:])
    assert state(case) == "closed"


def test_the_export_comes_before_the_downgrade_or_after_it() -> None:
    case = done(opened(), "licence")
    assert "inget arkiverat företag före" in refused(lambda: done(case, "exported")).message("sv")
    before = done(case, "exported", facts=Facts(source="active"))
    before = done(before, "form-sent", "downgraded")
    assert "--source archived" in refused(
        lambda: done(
            upto("exported"), "exported", facts=Facts(source="active"), day=DAY + datetime.timedelta(days=1)
        )
    ).message("sv")  # fmt: skip
    both = done(before, "exported", files=(msgspec.structs.replace(SIE, sha256="b" * 64),))
    assert state(done(both, *ORDER[4:])) == "closed"
    assert "byte för byte" in refused(lambda: done(before, "exported")).message("sv")


def test_the_days_decide_which_company_there_was() -> None:
    day = datetime.date(2026, 11, 20)
    case = done(opened(), "licence", "form-sent", day=day)
    case = done(case, "downgraded", day=day + datetime.timedelta(days=2))
    late = done(case, "exported", facts=Facts(source="active"), day=day)
    assert progress(late).is_done("exported")
    assert "kom till vid nedgraderingen" in refused(lambda: done(case, "exported", day=day)).message("sv")
    early = done(done(opened(), "licence", "form-sent", day=day), "exported", facts=Facts(source="active"))
    assert "är fel: rätta den" in refused(lambda: done(early, "downgraded", day=day)).message("sv")
    assert "kan inte vara gjort" in refused(lambda: done(case, "invited", day=day)).message("sv")
    assert "har inte varit än" in refused(
        lambda: done(case, "invited", day=DAY + datetime.timedelta(days=2))
    ).message("sv")  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"administration": "500"}, "1000 och 2000, inte 500"),
        ({"administration": "200"}, "1000 och 2000, inte 200"),
        ({"administration_version": "2019.9"}, "kräver Visma Administration 2020.0"),
        ({"channel_version": "1.67"}, "kräver Visma Advisor Connect 1.68"),
        ({"channel": "byrastod", "channel_version": "5.9"}, "kräver Visma Byråstöd 5.91"),
        ({"channel": "post"}, "välj bland byrastod, advisor"),
        ({"channel_version": "ny"}, "är ingen version"),
        ({"channel": ""}, "--via byrastod|advisor"),
        ({"administration": "", "channel_version": ""}, "--via-version VERSION, --administration 1000|2000"),
        ({"verdict": "green"}, "tar inte --verdict"),
    ],
)
def test_the_collaboration_demands_programs_and_versions(facts: dict[str, str], words: str) -> None:
    case = upto("invited")
    wrong = msgspec.structs.replace(INVITED, **facts)
    assert words in refused(lambda: done(case, "invited", facts=wrong)).message("sv")


@pytest.mark.parametrize(("channel", "version"), [("byrastod", "5.91"), ("byrastod", "5.100"), ("advisor", "2")])
def test_versions_are_compared_as_numbers(channel: str, version: str) -> None:
    facts = Facts(channel=channel, channel_version=version, administration="1000", administration_version="2020")
    assert done(upto("invited"), "invited", facts=facts)


def test_a_reconciliation_holds_its_verdict() -> None:
    case = upto("reconciled")
    for verdict in ("amber", "red"):
        facts = Facts(verdict=verdict)
        assert "kräver ett skäl" in refused(lambda facts=facts: done(case, "reconciled", facts=facts)).message("sv")  # type: ignore[misc]
        assert done(case, "reconciled", facts=facts, note="2099 is moved by hand")
    refused(lambda: done(case, "reconciled", facts=Facts(verdict="blue")))
    again = done(case, "reconciled", "imported")
    assert [found.step.name for found in next_steps(again)] == ["reconciled", "e-invoices"]
    assert skip(again, "reconciled", reason="Same file", user="AN")


def test_only_sie_files_where_sie_files_belong() -> None:
    case = upto("exported")
    assert "--file FIL" in refused(lambda: done(case, "exported", files=())).message("sv")
    other = msgspec.structs.replace(SIE, kind="")
    assert "ingen SIE-fil" in refused(lambda: done(case, "exported", files=(other,))).message("sv")
    assert "finns redan" in refused(lambda: done(case, "exported", files=(SIE, SIE))).message("sv")
    assert done(upto("form-sent"), "form-sent", files=(other,))


def test_closing_takes_every_step_or_a_reason_for_each() -> None:
    case = upto("reconciled")
    for call in (lambda: done(case, "closed"), lambda: close(case, {"reconciled": "x"}, user="AN")):
        assert "e-invoices" in refused(call).message("sv")
    refused(lambda: close(case, {"reconciled": "x", "e-invoices": " "}, user="AN"))
    refused(lambda: close(case, {"reconciled": "x", "e-invoices": "x", "nothing": "x"}, user="AN"))
    shut = close(case, {"reconciled": "Finns hos revisorn", "all": "Kunden vill inte"}, user="AN")
    assert {event.step: event.note for event in shut.events if event.kind == "skipped"} == {
        "reconciled": "Finns hos revisorn",
        "e-invoices": "Kunden vill inte",
    }
    assert state(close(opened(), {"all": "Kunden stannar"}, user="AN")) == "closed"
    for call in (
        lambda: done(shut, "reconciled"),
        lambda: skip(shut, "e-invoices", reason="x", user="AN"),
        lambda: decide(shut, "x", user="AN"),
        lambda: withdraw(shut, 2, reason="x", user="AN"),
        lambda: close(shut, {}, user="AN"),
    ):
        assert "avslutat" in refused(call).message("sv")
    open_again = withdraw(shut, shut.events[-1].place, reason="Kunden ångrade sig", user="AN")
    assert state(open_again) == "to-do"
    assert "överhoppat genom händelse" in refused(lambda: done(open_again, "reconciled")).message("sv")


def test_what_needs_a_skipped_step_is_not_asked_for() -> None:
    case = done(opened(), "licence", facts=Facts(licence="none"))
    case = skip(case, "exported", reason="Nystartat", user="AN", at=AT)
    assert [step.name for step in progress(case).open] == ["invited", "active", "start-guide", "e-invoices"]
    case = done(case, "invited", "active", "start-guide", "e-invoices")
    assert "överhoppat: händelse 3" in refused(lambda: done(case, "imported")).message("sv")
    assert [found.step.name for found in next_steps(case)] == ["closed"]
    assert state(done(case, "closed")) == "closed"
    refused(lambda: skip(case, "closed", reason="x", user="AN"))
    refused(lambda: skip(case, "active", reason="x", user="AN"))


def test_a_correction_stands_beside_what_it_corrects() -> None:
    case = done(upto("active"), "active")
    fixed = correct(case, 6, facts=Facts(channel_version="1.70"), reason="Fel avläst", user="BO", at=AT)
    assert fixed.events[:-1] == case.events
    stands = {event.place: event for event in standing(fixed)}
    assert stands[6].facts == msgspec.structs.replace(INVITED, channel_version="1.70")
    assert stands[6].day == DAY
    refused(lambda: correct(fixed, 6, facts=Facts(channel_version="1.1"), reason="x", user="AN"))
    assert "Inget rättas" in refused(lambda: correct(case, 6, reason="x", user="AN")).message("sv")
    none = refused(lambda: correct(case, 2, facts=Facts(licence="none"), reason="x", user="AN", at=AT)).message("sv")
    assert "händelse 3 (Formulär skickat till firmatecknaren) bygger på den" in none
    assert progress(correct(case, 2, facts=Facts(licence="pro"), reason="x", user="AN", at=AT)).licence == "pro"
    later = correct(case, 7, day=DAY + datetime.timedelta(days=4), reason="x", user="AN", at="2026-11-30T09:00:00Z")
    assert standing(later)[6].day == datetime.date(2026, 11, 29)
    decided = decide(case, "x", user="AN", at=AT)
    assert "inget utfört steg" in refused(
        lambda: correct(decided, 8, facts=Facts(licence="pro"), reason="x", user="AN", at=AT)
    ).message("sv")
    moved = correct(case, 2, day=DAY - datetime.timedelta(days=3), reason="x", user="AN", at=AT)
    assert standing(moved)[1].day == DAY - datetime.timedelta(days=3)
    assert "kan inte vara gjort" in refused(
        lambda: correct(moved, 3, day=DAY - datetime.timedelta(days=9), reason="x", user="AN", at=AT)
    ).message("sv")
    reason = correct(
        done(upto("reconciled"), "reconciled"), 10, facts=Facts(verdict="amber"), reason="2099", user="AN", at=AT
    )
    assert progress(reason).last("reconciled").note == "2099"  # type: ignore[union-attr]


def test_an_event_is_withdrawn_unless_a_later_one_builds_on_it() -> None:
    case = upto("start-guide")
    error = refused(lambda: withdraw(case, 6, reason="x", user="AN", at=AT))
    assert "händelse 7 (Samarbete aktivt) bygger på den" in error.message("sv")
    back = withdraw(withdraw(case, 7, reason="x", user="AN", at=AT), 6, reason="x", user="AN", at=AT)
    assert not progress(back).is_done("invited")
    assert len(back.events) == len(case.events) + 2
    for place, words in ((7, "redan tillbakadragen"), (8, "redan tillbakadragen"), (99, "ingen händelse 99")):
        assert words in refused(lambda place=place: withdraw(back, place, reason="x", user="AN")).message("sv")  # type: ignore[misc]
    assert "Att ärendet öppnades står kvar" in refused(
        lambda: withdraw(back, 1, reason="x", user="AN")
    ).message("sv")  # fmt: skip
    assert "kräver ett skäl" in refused(lambda: withdraw(back, 2, reason=" ", user="AN")).message("sv")


def test_decisions_need_words() -> None:
    case = decide(opened(), " Fakturor från 1 december ", user="AN", files=(SIE,), at=AT)
    assert (case.events[-1].note, case.events[-1].files) == ("Fakturor från 1 december", (SIE,))
    refused(lambda: decide(case, " ", user="AN"))
    assert withdraw(case, 2, reason="x", user="AN", at=AT)


def test_a_step_is_done_once() -> None:
    case = upto("downgraded")
    assert "redan gjort" in refused(lambda: done(case, "form-sent")).message("sv")
    assert "Det finns inget steg" in refused(lambda: record(case, "nothing", user="AN")).message("sv")
    assert "steg 'nothing'" in refused(lambda: skip(case, "nothing", reason="x", user="AN")).message("sv")


def test_opening() -> None:
    case = msgspec.structs.replace(opened(), id=7)
    assert "(id 7)" in refused(lambda: open_case((case,), "X", "165566778899", user="AN")).message("sv")
    shut = close(case, {"all": "x"}, user="AN")
    again = msgspec.structs.replace(open_case((shut,), "Exempel AB", "5566778899", user="AN"), id=8)
    for name, number in ((" ", "556677-8899"), ("X", "556677"), ("X", "55667788AB"), ("X", "٥٥٦٦٧٧-٨٨٩٩")):
        refused(lambda name=name, number=number: open_case((), name, number, user="AN"))  # type: ignore[misc]
    for ref in (8, "8", "556677-8899", "5566778899", " exempel ab "):
        assert find_case((shut, again), ref) == again
    assert find_case((shut,), "Exempel AB") == shut
    for ref in ("9", "556677-0000", "nobody"):
        refused(lambda ref=ref: find_case((shut, again), ref))  # type: ignore[misc]
    several = refused(lambda: find_case((again, case), "Exempel AB")).message("sv")
    assert "(id 7)" in several and "(id 8)" in several


def test_what_the_bureau_has_to_do_comes_first_and_the_longest_waiting_on_top() -> None:
    def of(number: int, case: Case) -> Case:
        return msgspec.structs.replace(case, id=number)

    young, waits, shut = of(1, opened()), of(2, upto("downgraded")), of(3, close(opened(), {"all": "x"}, user="AN"))
    waits = done(waits, "exported", facts=Facts(source="active"))
    old = of(4, open_case((), "X", "556677-8899", user="AN", at="2026-01-31T00:00:00Z"))
    assert [case.id for case in by_urgency((shut, waits, young, old))] == [4, 1, 2]
    assert [case.id for case in by_urgency((shut, waits, young, old), closed=True)] == [4, 1, 2, 3]


def test_the_table_of_steps_is_whole() -> None:
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names) == 11
    for place, step in enumerate(STEPS):
        assert step.who in WHO and step.source
        assert all(names.index(need.step) < place for need in step.needs)
        assert set(step.takes + step.may_take) <= set(FACTS) == set(Facts.__struct_fields__)
        for sentence in (step.title, step.todo, *(need.why for need in step.needs)):
            assert sentence.sv and sentence.en and sentence.sv != sentence.en
    assert set(FACTS["channel"].choices) | {"administration"} == set(MINIMUM)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["record", "record", "record", "skip", "withdraw", "correct", "decide", "close"]),
        st.sampled_from(ORDER),
        st.sampled_from(["none", "fakturering", "bas", "smart", "pro"]),
        st.sampled_from(["active", "archived", "other"]),
        st.integers(0, 12),
        st.integers(0, 3),
    ),
    max_size=40,
)


@given(ACTIONS)
def test_whatever_is_accepted_keeps_the_invariants(actions: list[tuple[str, str, str, str, int, int]]) -> None:
    case = opened()
    for number, (action, step, licence, source, place, ago) in enumerate(actions):
        day = DAY - datetime.timedelta(days=ago)
        facts = USUAL[step].get("facts")
        if step == "licence":
            facts = Facts(licence=licence)
        elif step == "exported":
            facts = Facts(source=source)
        files = (msgspec.structs.replace(SIE, sha256=f"{number:064}"),) if step == "exported" else ()
        try:
            if action == "record":
                after = record(case, step, facts=facts, files=files, user="AN", day=day, at=AT)
            elif action == "skip":
                after = skip(case, step, reason="x", user="AN", at=AT)
            elif action == "withdraw":
                after = withdraw(case, place, reason="x", user="AN", at=AT)
            elif action == "correct":
                after = correct(case, place, facts=facts, day=day, reason="x", user="AN", at=AT)
            elif action == "decide":
                after = decide(case, "x", user="AN", at=AT)
            else:
                after = close(case, {"all": "x"} if ago else {}, user="AN", at=AT)
        except SieUsageError:
            continue
        assert after.events[: len(case.events)] == case.events, "an event is never changed"
        case = after
        _check(case)


def _check(case: Case) -> None:
    known = progress(case)
    first = {name: events[0] for name, events in known.done.items()}
    assert [event.place for event in case.events] == list(range(1, len(case.events) + 1))
    for later, earlier in (("imported", "start-guide"), ("imported", "exported"), ("start-guide", "active"),
                           ("active", "invited"), ("invited", "licence"), ("reconciled", "imported")):  # fmt: skip
        if later in first:
            assert earlier in first, f"{later} without {earlier}"
            assert first[earlier].place < first[later].place
            assert first[earlier].day <= first[later].day
    if "invited" in first and known.licence in ("bas", "smart", "pro"):
        assert first["downgraded"].place < first["invited"].place
    if known.licence in ("none", "fakturering"):
        assert "downgraded" not in first and "form-sent" not in first
    for event in known.done.get("exported", ()):
        downgraded = known.last("downgraded")
        if event.facts.source == "active" and downgraded:
            assert event.day <= downgraded.day
        if event.facts.source == "archived" and known.licence in ("bas", "smart", "pro"):
            assert downgraded is not None and event.day >= downgraded.day
    assert not set(known.done) & set(known.skipped) - {"reconciled"}
    if known.is_done("closed"):
        assert not known.open and not next_steps(case)
    else:
        assert next_steps(case), "there is always something to do until a case is closed"
        for found in next_steps(case):
            assert found.since <= DAY


def test_the_page_for_people_tells_of_every_step() -> None:
    page = (ROOT / "docs" / "case.md").read_text("utf-8")
    for step in STEPS:
        line = next(line for line in page.splitlines() if line.startswith(f"| `{step.name}`"))
        assert all(f"`{need.step}`" in line for need in step.needs), step.name
        assert all(FACTS[name].form.replace("|", "\\|") in line for name in step.takes if len(step.takes) == 1)
    assert all(least in page for _, least in MINIMUM.values())
