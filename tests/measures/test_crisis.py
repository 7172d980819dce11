"""Crisis, hospital and what follows an ending, on logs small enough to check by hand."""

import math

import pytest

from sim.events import ContactFlag, Ending, EventKind, Exit, Run, Window
from sim.measures import measure
from sim.measures.crisis import crisis_services
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary, each_leaves
from tests.measures.worlds import Place, world

GP, TEAM, WARD = 0, 1, 2
PLACES = (
    Place("gp", entry_levels=(2, 3)),
    Place("team", entry_levels=(3,)),
    Place("ward", level_low=3, continuous=True),
)
WORLD = world(PLACES, window=Window(0, YEAR))


def values(run: Run, resolved: Resolved = WORLD) -> dict[str, float]:
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def a_year(diary: Diary, people: int = 1, resolved: Resolved = WORLD) -> dict[str, float]:
    return values(diary.run(YEAR / DAY, groups=(0,) * people), resolved)


def test_a_crisis_episode_begins_when_the_first_need_reaches_crisis_level() -> None:
    resolved = world(PLACES, needs=("a", "b"), window=Window(0, YEAR))
    diary = Diary(DAY).arrives(2, 2).at(10).need(3, need=0).at(20).need(3, need=1)
    diary.at(30).need(2, need=0).at(40).need(1, need=1).at(60).need(3, need=0).at(61).need(0)

    found = a_year(diary, resolved=resolved)

    assert found["crisis_episodes"] == 2
    assert found["crisis_days"] == 30 + 1


def test_arriving_in_crisis_is_time_in_crisis_and_not_a_new_one() -> None:
    found = a_year(Diary(DAY).arrives(3).at(5).need(2))

    assert found["crisis_episodes"] == 0
    assert found["crisis_days"] == 5


def test_crisis_contacts_are_urgent_or_at_services_people_turn_to_only_in_crisis() -> None:
    diary = Diary(DAY).arrives(2).refers(0, GP).starts(0, GP).refers(1, TEAM).starts(1, TEAM)
    diary.meets(0, GP).meets(0, GP, flags=ContactFlag.URGENT).meets(1, TEAM).misses(1, TEAM)

    assert crisis_services(WORLD).tolist() == [False, True, True]
    assert a_year(diary)["crisis_contacts"] == 2


def test_admissions_and_bed_days_count_inside_the_window_only() -> None:
    resolved = world(PLACES, window=Window(10 * DAY, 20 * DAY))
    diary = Diary(DAY).arrives(2).at(5).refers(0, WARD).starts(0, WARD).at(12).ends(0, WARD)
    diary.at(18).refers(1, WARD).starts(1, WARD)

    found = values(diary.run(30), resolved)

    years = 10 * DAY / YEAR
    assert found["admissions"] == pytest.approx(1 / years)
    assert found["bed_days"] == pytest.approx(4 / years)


def test_being_in_hospital_when_the_run_begins_is_no_admission() -> None:
    found = a_year(Diary(DAY).arrives(2).starts(0, WARD).at(4).ends(0, WARD))

    assert found["admissions"] == 0
    assert found["bed_days"] == 4


def test_follow_up_is_a_contact_within_72_hours_of_leaving_hospital() -> None:
    diary = each_leaves(WARD, 10, 20, 30)
    diary.at(33).meets(9, TEAM, person=2)  # after exactly 72 hours
    diary.at(34).meets(9, TEAM, person=1)

    assert a_year(diary, people=3)["follow_up_72_hours"] == pytest.approx(1 / 3)


def test_a_contact_before_leaving_is_no_follow_up_and_a_missed_one_neither() -> None:
    diary = each_leaves(WARD, 10).at(10)
    diary.rows.pop()
    diary.meets(9, TEAM).ends(0, WARD).at(11).misses(9, TEAM)

    assert a_year(diary)["follow_up_72_hours"] == 0


def test_moving_from_one_ward_to_another_is_not_leaving_hospital() -> None:
    places = (*PLACES, Place("clinic", continuous=True))
    resolved = world(places, window=Window(0, YEAR))
    moved = each_leaves(WARD).arrives(2).refers(0, WARD).starts(0, WARD)
    moved.at(10).refers(1, 3, origin=WARD).starts(1, 3, origin=WARD).ends(0, WARD, planned=False)
    left = moved.at(30).ends(1, 3).at(32).meets(9, TEAM)

    found = a_year(left, resolved=resolved)

    assert found["follow_up_72_hours"] == 1  # of one leaving, on day 30
    assert found["admissions"] == 2


def test_who_is_led_nowhere_after_hospital_was_not_seen_and_is_not_left_out() -> None:
    diary = each_leaves(WARD, 10, 20)
    for person, day in enumerate((10, 20)):
        one = Diary(DAY).at(day).note(EventKind.EXITED, person, detail=list(Exit)[2 * person])
        diary.rows += one.rows
    diary.rows.sort(key=lambda row: row[0])

    found = a_year(diary, people=2)

    assert found["follow_up_72_hours"] == 0  # of one: person 0 moved away
    assert found["crisis_after_ending"] == 0
    assert math.isnan(a_year(each_leaves(WARD, 10).exits())["crisis_after_ending"])  # nobody counts


def test_readmission_moving_away_and_leaving_too_late_to_tell_are_left_out() -> None:
    diary = each_leaves(WARD, 10, 20, 30, YEAR / DAY - 2)
    readmitted = Diary(DAY).at(11).refers(10, WARD).starts(10, WARD).at(12).meets(10, TEAM)
    gone = Diary(DAY).at(21).exits(person=1)
    diary.rows = sorted([*diary.rows, *readmitted.rows, *gone.rows], key=lambda row: row[0])

    found = values(diary.run(YEAR / DAY, groups=(0, 0, 0, 0)))

    assert found["follow_up_72_hours"] == 0  # person 2 alone counts


def test_crisis_within_90_days_of_an_ending_by_planned_or_not() -> None:
    diary = Diary(DAY)
    for person in range(4):
        diary.arrives(2, person=person)
        diary.refers(person, TEAM, person=person).starts(person, TEAM, person=person)
    diary.at(10)
    for person in range(4):
        diary.ends(person, TEAM, person=person, planned=person < 2)
    diary.at(100).need(3, person=0).at(101).need(3, person=1).at(102).need(3, person=2)

    found = a_year(diary, people=4)

    assert found["crisis_after_ending.planned"] == pytest.approx(1 / 2)
    assert found["crisis_after_ending.unplanned"] == 0
    assert found["crisis_after_ending"] == pytest.approx(1 / 4)


def test_endings_by_moving_away_or_too_late_to_tell_are_left_out() -> None:
    diary = Diary(DAY).arrives(2).arrives(2, person=1).arrives(2, person=2)
    for person in range(3):
        diary.refers(person, TEAM, person=person).starts(person, TEAM, person=person)
    diary.at(10).ends(0, TEAM, planned=False, ending=Ending.EXITED).exits()
    diary.at(20).ends(1, TEAM, person=1).at(50).exits(person=1)
    diary.at(300).ends(2, TEAM, person=2)

    assert math.isnan(a_year(diary, people=3)["crisis_after_ending"])
