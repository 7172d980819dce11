"""A story says what the log says, in order, and says when it leaves something out."""

from datetime import date

from sim.calendar import Calendar
from sim.events import NOWHERE, Ending, EventKind, Exit, Leaving, Reason, Refusal, Window
from sim.report.narrative import (
    EXITS,
    LEAVINGS,
    LONGEST_STORY,
    REASONS,
    REFUSALS,
    Story,
    tell,
)
from sim.report.wording import duration
from sim.units import DAY, MONTH
from tests.measures.worlds import Place, log_of, row, world

GP, TEAM = 0, 1
WINDOW = Window(MONTH, 24 * MONTH)
NAMES = world([Place("gp"), Place("team")], window=WINDOW).names


def story(*rows: tuple[int, ...]) -> Story:
    return tell(log_of(*rows), NAMES, WINDOW, 0)


def lines(*rows: tuple[int, ...]) -> list[str]:
    return [words for _, words in story(*rows).steps]


def at(month: float, kind: EventKind, **given: int) -> tuple[int, ...]:
    return row(round(month * MONTH), kind, 0, **given)


def test_a_story_has_words_for_every_detail() -> None:
    assert all(ending.facts.in_a_story for ending in Ending)
    assert set(EXITS) == set(Exit)
    assert set(LEAVINGS) == set(Leaving)
    assert set(REASONS) == set(Reason)
    assert set(REFUSALS) == set(Refusal)


def test_a_way_from_seeking_to_being_handed_on_is_told_month_by_month() -> None:
    told = story(
        at(0, EventKind.ARRIVED),
        at(2, EventKind.SOUGHT, service=GP, need=0, level=2),
        at(2, EventKind.REFERRED, service=GP, spell=1, detail=NOWHERE),
        at(3, EventKind.SPELL_STARTED, service=GP, spell=1, due=2 * MONTH, detail=NOWHERE),
        at(5, EventKind.HANDED_OFF_COLD, service=GP, spell=1, detail=TEAM),
        at(5, EventKind.ENDED_PLANNED, service=GP, spell=1, detail=Ending.CONTACTS_DONE),
        at(6, EventKind.TURNED_AWAY, service=TEAM, spell=2, detail=Refusal.LEVEL),
        at(6, EventKind.NOWHERE_TO_GO, service=TEAM, detail=Reason.TURNED_AWAY),
    )
    assert told.opening == "When counting began: with no service and on no waiting list."
    assert told.steps == [
        ("Month 2", "Turned to GP for help."),
        ("Month 3", "Started with GP, after waiting 4 weeks."),
        ("Month 5", "GP passed them on to TEAM, with no overlap."),
        (
            "Month 6",
            "TEAM turned the referral down: the need was not at a level they work with. "
            "Turned away, with nowhere to go next.",
        ),
    ]
    assert duration(MONTH) == "4 weeks"


def test_an_ending_without_a_handoff_says_why_and_whether_it_was_agreed() -> None:
    assert lines(
        at(2, EventKind.ENDED_PLANNED, service=GP, spell=1, detail=Ending.SETTLED),
        at(3, EventKind.ENDED_UNPLANNED, service=TEAM, spell=2, detail=Ending.MISSED_CONTACTS),
    ) == [
        "GP ended as agreed: things had settled.",
        "TEAM ended without an agreed ending: contacts had been missed.",
    ]


def test_every_other_turn_has_its_own_words() -> None:
    assert lines(
        at(2, EventKind.SOUGHT, service=NOWHERE),
        at(3, EventKind.NEED_CHANGED, need=0, level=3),
        at(4, EventKind.LEFT_WAITING, service=GP, spell=1, detail=Leaving.PATIENCE),
        at(5, EventKind.HANDED_OFF_WARM, service=GP, spell=1, detail=TEAM),
        at(6, EventKind.HANDED_OFF_BLOCKED, service=GP, spell=1, detail=TEAM),
        at(7, EventKind.CONSULTED, service=GP, spell=1, detail=TEAM),
        at(9, EventKind.UNALLOCATED, service=TEAM, spell=2),
        at(10, EventKind.ALLOCATED, service=TEAM, spell=2, detail=1),
        at(11, EventKind.ALLOCATED, service=TEAM, spell=2, detail=0),
        at(12, EventKind.DISENGAGED),
        at(13, EventKind.REENGAGED),
        at(14, EventKind.EXITED, detail=Exit.MOVED_AWAY),
    ) == [
        "Looked for help and found no way in.",
        "Was in crisis.",
        "Left the waiting list of GP.",
        "GP passed them on to TEAM, staying until it starts.",
        "GP passed them on to TEAM, keeping the place.",
        "GP asked TEAM for advice, and nobody had to move.",
        "Their worker at TEAM left; nobody took over at once.",
        "A new worker at TEAM took over after a handover.",
        "A new worker at TEAM took over without a handover.",
        "Stopped turning to services, except in crisis.",
        "Began to turn to services again.",
        "Moved away.",
    ]


def test_a_worker_whom_the_person_asked_for_is_told() -> None:
    assert lines(at(2, EventKind.CHANGED_WORKER, service=TEAM, spell=2, detail=0)) == [
        "Asked for another worker at TEAM, and got one."
    ]


def test_advice_is_told_when_it_is_asked_for_and_when_it_is_held() -> None:
    assert lines(
        at(7, EventKind.CONSULTED, service=GP, spell=1, detail=TEAM),
        at(8, EventKind.ADVISED, service=GP, spell=1, detail=TEAM),
    ) == ["GP asked TEAM for advice, and nobody had to move.", "TEAM advised GP."]


def test_where_a_person_stands_when_counting_begins_comes_from_before() -> None:
    told = story(
        at(0, EventKind.SPELL_STARTED, service=GP, spell=1),
        at(0.1, EventKind.REFERRED, service=TEAM, spell=2),
        at(0.2, EventKind.WAITING, service=TEAM, spell=2),
        at(0.3, EventKind.REFERRED, service=GP, spell=3),
        at(0.4, EventKind.TURNED_AWAY, service=GP, spell=3, detail=Refusal.EXCLUDED),
    )
    assert told.opening == "When counting began: with GP, on the waiting list of TEAM."
    assert told.steps == []


def test_a_person_who_is_not_here_yet_is_said_to_be() -> None:
    told = story(at(3, EventKind.ARRIVED))
    assert told.opening == "Was not here yet when counting began."


def test_what_happens_after_counting_stops_is_not_told() -> None:
    assert lines(at(25, EventKind.NEED_CHANGED, need=0, level=3)) == []


def test_the_closing_line_counts_contacts_workers_and_crises() -> None:
    told = story(
        at(2, EventKind.CONTACT, service=TEAM, spell=1, worker=4),
        at(3, EventKind.CONTACT, service=TEAM, spell=1, worker=5),
        at(4, EventKind.CONTACT_MISSED, service=TEAM, spell=1, worker=6),
        at(5, EventKind.NEED_CHANGED, need=0, level=3),
    )
    assert told.closing == (
        "In all: 2 contacts, 1 missed contact, 2 workers met, 1 time in crisis."
    )


def test_a_long_story_keeps_the_turning_points_and_counts_what_it_leaves_out() -> None:
    small = [at(2 + i, EventKind.SOUGHT, service=i % 2, level=2) for i in range(LONGEST_STORY)]
    turning = at(20, EventKind.UNALLOCATED, service=TEAM, spell=2)
    told = story(*small, turning)
    assert told.left_out == 1
    assert told.steps[-1][1] == "Their worker at TEAM left; nobody took over at once."
    assert "Turned to TEAM" not in told.steps[-2][1]


def test_the_same_step_twice_in_a_month_is_told_once() -> None:
    again = [row(2 * MONTH + d * DAY, EventKind.NEED_CHANGED, 0, need=0, level=3) for d in (0, 5)]
    assert lines(*again) == ["Was in crisis."]


def test_in_a_run_with_dates_months_are_those_of_the_calendar() -> None:
    rows = log_of(
        row(30 * DAY - 1, EventKind.SOUGHT, 0, service=GP, need=0, level=2),
        row(30 * DAY, EventKind.SOUGHT, 0, service=TEAM, need=0, level=2),
        row(275 * DAY, EventKind.SOUGHT, 0, service=GP, need=0, level=2),
    )
    told = tell(rows, NAMES, Window(0, MONTH * 24), 0, Calendar(date(2027, 4, 1)))
    assert [month for month, _ in told.steps] == ["April 2027", "May 2027", "January 2028"]
