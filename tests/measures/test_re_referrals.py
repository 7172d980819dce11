"""Referred again within 12 months of leaving, on logs small enough to check by hand."""

import math

import pytest

from sim.events import Ending, EventKind, Exit, Run, Window
from sim.measures import measure
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary, each_leaves
from tests.measures.streaming.comparing import assert_same
from tests.measures.worlds import Place, world

GP, TEAM, WARD = 0, 1, 2
PLACES = (Place("gp", helps=False), Place("team"), Place("ward", continuous=True, helps=False))
YEARS = 3
WORLD = world(PLACES, window=Window(0, YEARS * YEAR))


def again(diary: Diary, people: int = 1, service: str = "team") -> float:
    run = diary.run(YEARS * YEAR / DAY, groups=(0,) * people)
    assert_same(run, WORLD, run.log)
    return value(run, WORLD, service)


def value(run: Run, resolved: Resolved, service: str) -> float:
    name = f"re_referred_12_months.{service}"
    (found,) = [
        row.value
        for row in measure(run, resolved)
        if (row.group, row.measure) == ("everyone", name)
    ]
    return found


def test_a_referral_just_365_days_later_counts_and_a_minute_later_does_not() -> None:
    diary = each_leaves(TEAM, 10, 10, 10)
    diary.at(10 + 365).refers(10, WARD, person=0)
    diary.at(10 + 365 + 1 / 1440).refers(11, WARD, person=1)

    assert again(diary, people=3) == pytest.approx(1 / 3)


def test_one_referral_counts_for_every_ending_before_it() -> None:
    diary = each_leaves(TEAM, 10).at(20).refers(1, TEAM).starts(1, TEAM).at(30).ends(1, TEAM)
    diary.at(200).refers(2, TEAM)

    assert again(diary) == 1
    assert math.isnan(again(diary, service="ward"))


def test_a_referral_to_a_signposting_service_is_none_and_one_to_a_ward_is_one() -> None:
    to_gp = each_leaves(TEAM, 10).at(20).refers(1, GP)
    to_ward = each_leaves(TEAM, 10).at(20).refers(1, WARD)

    assert again(to_gp) == 0
    assert again(to_ward) == 1


def test_a_referral_before_the_ending_is_none_unless_it_is_part_of_a_handoff() -> None:
    diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM)
    before = diary.at(5).refers(1, WARD).at(10).ends(0, TEAM)
    assert again(before) == 0

    for kind in (EventKind.HANDED_OFF_WARM, EventKind.HANDED_OFF_BLOCKED):
        diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM).at(5)
        diary.note(kind, service=TEAM, spell=0, need=0, detail=GP)  # an assessment leads to a ward
        diary.refers(1, GP).at(6).refers(2, WARD).at(10).ends(0, TEAM)
        assert again(diary) == 1


def test_being_handed_on_to_a_service_that_knows_the_person_already_counts() -> None:
    for target, expected in ((WARD, 1), (GP, 0)):
        diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM).at(5)
        diary.note(EventKind.HANDED_OFF_WARM, service=TEAM, spell=0, need=0, detail=target)
        diary.at(10).ends(0, TEAM, ending=Ending.HANDED_OVER)
        assert again(diary) == expected


def test_who_is_moved_on_by_another_service_was_handed_on() -> None:
    diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM).at(5).refers(1, WARD)
    diary.at(10).ends(0, TEAM, planned=False, ending=Ending.MOVED_ON)

    assert again(diary) == 1


def test_who_moves_away_or_dies_within_the_year_is_left_out_and_who_settles_stays_in() -> None:
    diary = each_leaves(TEAM, 10, 10, 10, 10)
    diary.at(20).note(EventKind.EXITED, 0, detail=Exit.MOVED_AWAY)
    diary.note(EventKind.EXITED, 1, detail=Exit.SETTLED)
    diary.at(21).refers(9, TEAM, person=2)
    diary.at(22).leaves(9, TEAM, person=2).note(EventKind.EXITED, 2, detail=Exit.DIED)
    diary.at(10 + 365).note(EventKind.EXITED, 3, detail=Exit.DIED)

    assert again(diary, people=4) == pytest.approx(1 / 3)


def test_who_returns_is_another_person() -> None:
    diary = each_leaves(TEAM, 10).at(20).note(EventKind.EXITED, detail=Exit.SETTLED)
    diary.at(30).note(EventKind.RETURNED, detail=0).need(2).refers(1, TEAM)

    assert again(diary) == 0


def test_endings_by_exit_or_change_or_in_the_last_year_do_not_count() -> None:
    last = YEARS * YEAR / DAY - 365
    for ending in (Ending.EXITED, Ending.MOVED_BY_CHANGE):
        diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM).at(5)
        assert math.isnan(again(diary.ends(0, TEAM, ending=ending).refers(1, TEAM)))
    assert again(each_leaves(TEAM, last)) == 0
    assert math.isnan(again(each_leaves(TEAM, last + 1 / 1440)))
