"""Contact while in care, on logs small enough to check by hand."""

import math
from dataclasses import dataclass

import pytest

from sim.events import ContactFlag, Ending, EventKind, Leaving, Window
from sim.measures import measure
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary
from tests.measures.streaming.comparing import assert_same
from tests.measures.worlds import Place, world

TEAM, WARD, LINE = 0, 1, 2
PLACES = (Place("team", has_contacts=True), Place("ward", continuous=True), Place("line"))
DAYS = 400


def without_needs(opens: float = 0, places: tuple[Place, ...] = PLACES) -> Resolved:
    return world(places, needs=(), window=Window(round(opens * DAY), DAYS * DAY))


@dataclass(frozen=True)
class Told:
    """What is measured of everyone."""

    values: dict[str, float]

    def number(self, name: str) -> float:
        """How many there were in the window of `name`, which is per year."""
        return self.values[name] * DAYS * DAY / YEAR


def told(diary: Diary, people: int = 1, resolved: Resolved | None = None) -> Told:
    resolved = without_needs() if resolved is None else resolved
    run = diary.run(DAYS, groups=(0,) * people)
    assert_same(run, resolved, run.log)
    return Told({r.measure: r.value for r in measure(run, resolved) if r.group == "everyone"})


def in_care(*days: float) -> Diary:
    """Somebody whose spell starts on day 10, with contacts on these days."""
    diary = Diary(DAY).arrives().refers(0).accepts(0).at(10).starts(0)
    for day in days:
        diary.at(day).meets(0)
    return diary


def test_a_gap_counts_once_it_is_longer_and_not_when_it_is_just_as_long() -> None:
    minute = 1 / DAY

    found = told(in_care(20, 80, 140 + minute, 200).at(210).ends(0))

    assert found.number("gaps_in_care.team.60_days") == pytest.approx(1)
    assert found.number("gaps_in_care.team.30_days") == pytest.approx(3)
    assert found.values["gaps_in_care.60_days.complete"] > 0
    assert found.values["gaps_in_care.60_days.censored"] == 0


def test_the_wait_for_the_first_contact_is_no_gap_but_is_time_not_seen() -> None:
    found = told(in_care(110).at(120).ends(0))

    assert found.number("gaps_in_care.team.60_days") == 0
    assert found.values["not_seen.team.60_days"] == pytest.approx(40 / 110)
    assert found.values["not_seen.60_days"] == pytest.approx(40 / 110)
    assert found.values["not_seen.90_days"] == pytest.approx(10 / 110)


@pytest.mark.parametrize("how", ["an ending", "an exit", "the close"])
def test_a_gap_that_no_contact_ends_is_cut(how: str) -> None:
    diary = in_care(20)
    if how == "an ending":
        diary.at(100).ends(0)
    elif how == "an exit":
        diary.at(100).ends(0, planned=False, ending=Ending.EXITED).exits()

    found = told(diary)

    assert found.values["gaps_in_care.60_days.censored"] > 0
    assert found.values["gaps_in_care.60_days.complete"] == 0


def test_a_pause_ends_a_quiet_time_and_its_end_begins_one() -> None:
    diary = in_care(20).at(50).note(EventKind.PAUSED, service=TEAM, spell=0, detail=WARD)
    diary.at(250).note(EventKind.RESUMED, service=TEAM, spell=0).at(320).meets(0).at(330).ends(0)

    found = told(diary)

    assert found.number("gaps_in_care.team.60_days") == pytest.approx(1)
    assert found.values["gaps_in_care.60_days.complete"] > 0
    assert found.values["not_seen.60_days"] == pytest.approx(10 / (10 + 30 + 70 + 10))


def test_a_gap_counts_in_the_window_in_which_it_becomes_long() -> None:
    diary = in_care(20, 100, 200)

    assert told(diary, resolved=without_needs(80)).values["gaps_in_care.60_days"] > 0
    late = told(diary, resolved=without_needs(80 + 1 / DAY))
    assert late.values["gaps_in_care.team.90_days"] > 0  # from day 100 on
    assert late.values["gaps_in_care.60_days"] < told(diary).values["gaps_in_care.60_days"] * 4
    assert late.values["not_seen.team.60_days"] == pytest.approx(
        ((100 - 80) + (200 - 160) + (400 - 260)) / (400 - 80), rel=1e-4
    )


def test_never_seen_are_those_who_gave_up_or_ended_without_a_contact() -> None:
    diary = Diary(DAY)
    for person in range(6):
        diary.arrives(person=person).refers(person, person=person).accepts(person, person=person)
    left = {"service": TEAM, "need": 0}
    diary.at(10).note(EventKind.LEFT_WAITING, 0, spell=0, detail=Leaving.PATIENCE, **left)
    for person in range(1, 6):
        diary.starts(person, person=person)
    diary.at(20).meets(1, person=1).at(30)
    diary.ends(1, person=1).ends(2, person=2)
    diary.ends(3, person=3, ending=Ending.EXITED).exits(person=3)
    diary.ends(4, person=4, ending=Ending.MOVED_BY_CHANGE)
    diary.at(31).meets(2, person=2, flags=ContactFlag.FOLLOW_UP)

    found = told(diary, people=6)

    assert found.values["never_seen"] == found.values["never_seen.team"] == pytest.approx(2 / 3)


def test_a_stay_on_a_ward_is_being_seen_and_a_spell_from_before_the_run_is_left_out() -> None:
    diary = Diary(DAY).arrives().arrives(person=1)
    diary.starts(0, TEAM).refers(1, WARD, person=1).accepts(1, WARD, person=1)
    diary.starts(1, WARD, person=1).at(50).ends(0, TEAM).ends(1, WARD, person=1)

    found = told(diary, people=2)

    assert found.values["never_seen"] == 0
    assert math.isnan(found.values["never_seen.team"])
    assert found.values["not_seen.team.30_days"] == pytest.approx(20 / 50)


def test_there_is_nothing_of_this_with_needs_or_where_no_service_has_contacts() -> None:
    with_needs = told(in_care(20), resolved=world(PLACES, window=Window(0, DAYS * DAY)))
    lines = told(in_care(20), resolved=without_needs(places=(Place("line"), *PLACES[1:])))

    for found in (with_needs, lines):
        assert not [
            name for name in found.values if name.startswith(("gaps_in", "not_s", "never_seen"))
        ]
    assert "never_seen.ward" not in told(in_care(20)).values
    assert "not_seen.line.60_days" not in told(in_care(20)).values


def test_nobody_is_said_to_be_in_crisis_or_in_need_without_needs() -> None:
    names = told(in_care(20)).values.keys()

    assert not [name for name in names if "crisis" in name or "need" in name or name == "bounces"]
    assert {"admissions", "bed_days", "follow_up_72_hours", "handoffs", "workers_met"} <= names
