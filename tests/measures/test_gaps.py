"""Gaps in care, each cause on a log small enough to check by hand."""

import math

import numpy as np
import pytest

from sim.events import EventKind, Reason, Run, Window
from sim.measures import measure
from sim.measures.cover_state import Cause
from sim.measures.gaps import Gap, gap_minutes
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.measures.diary import Diary
from tests.measures.worlds import Place, world

GP, TEAM, WARD = 0, 1, 2
PLACES = (Place("gp"), Place("team"), Place("ward", continuous=True))
WORLD = world(PLACES, window=Window(0, 100), covered_for=10)


def causes(diary: Diary, resolved: Resolved = WORLD) -> list[tuple[int, int, str]]:
    gaps = gap_minutes(diary.run(100), resolved)
    return [(gap.opens, gap.closes, gap.cause.name.lower()) for gap in gaps]


def values(run: Run, resolved: Resolved) -> dict[str, float]:
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def in_need() -> Diary:
    """A person in need from minute 0 on."""
    return Diary().arrives(2).episode()


def in_care() -> Diary:
    """In need, in a spell at the team since minute 0, seen at minute 0: covered to minute 10."""
    return in_need().refers(0, TEAM).accepts(0, TEAM).starts(0, TEAM).meets(0, TEAM)


def test_need_below_the_seek_level_is_no_gap_and_need_at_it_is_one() -> None:
    diary = Diary().arrives(1).at(20).need(2).at(50).need(1)

    assert causes(diary) == [(20, 50, "not_yet_sought")]


def test_a_route_back_to_the_same_service_is_no_other_service() -> None:
    by_another = in_need().refers(0, TEAM, origin=GP).at(30).accepts(0, TEAM)
    by_itself = in_need().refers(0, TEAM, origin=TEAM).at(30).accepts(0, TEAM)

    assert causes(by_another) == [(0, 100, "between_services")]
    assert causes(by_itself) == [(0, 30, "awaiting_decision"), (30, 100, "waiting_list")]


def test_a_contact_covers_its_need_for_as_long_as_stated_and_no_minute_more() -> None:
    assert causes(in_care()) == [(10, 100, "contact_overdue")]


def test_a_contact_at_a_service_for_another_need_covers_nothing() -> None:
    places = (Place("gp"), Place("team", covers=(1,)))
    resolved = world(places, needs=("a", "b"), window=Window(0, 100), covered_for=10)
    diary = Diary().arrives(2, 0).episode().refers(0, TEAM).starts(0, TEAM).at(5).meets(0, TEAM)

    assert causes(diary, resolved) == [(0, 100, "not_yet_sought")]


def test_a_referral_awaits_its_decision_then_waits_on_the_list_then_is_overdue() -> None:
    diary = in_need().at(10).seeks(TEAM).refers(0, TEAM).at(30).accepts(0, TEAM)
    diary.at(60).starts(0, TEAM).at(70).meets(0, TEAM)

    assert causes(diary) == [
        (0, 10, "not_yet_sought"),
        (10, 30, "awaiting_decision"),
        (30, 60, "waiting_list"),
        (60, 70, "contact_overdue"),
        (80, 100, "contact_overdue"),
    ]


def test_whoever_another_service_passed_on_is_between_services_until_the_start() -> None:
    diary = in_care().at(20).ends(0, TEAM).refers(1, GP, origin=TEAM).at(40).accepts(1, GP)
    diary.at(60).starts(1, GP)

    assert causes(diary) == [
        (10, 20, "contact_overdue"),
        (20, 60, "between_services"),
        (60, 100, "contact_overdue"),
    ]


def test_a_blocked_person_is_between_services_although_the_place_is_held() -> None:
    diary = in_care().at(30).note(EventKind.HANDED_OFF_BLOCKED, service=TEAM, spell=0, detail=GP)
    diary.refers(1, GP, origin=TEAM).at(50).ends(0, TEAM).starts(1, GP)

    assert causes(diary) == [
        (10, 30, "contact_overdue"),
        (30, 50, "between_services"),
        (50, 100, "contact_overdue"),
    ]


def test_a_missed_contact_is_the_cause_until_the_next_one_is_attended() -> None:
    diary = in_care().at(20).misses(0, TEAM).at(50).meets(0, TEAM)

    assert causes(diary) == [
        (10, 20, "contact_overdue"),
        (20, 50, "missed_contact"),
        (60, 100, "contact_overdue"),
    ]


def test_a_lost_worker_is_the_cause_until_the_new_one_has_been_met() -> None:
    diary = in_care().at(20).note(EventKind.UNALLOCATED, service=TEAM, spell=0, worker=0)
    diary.at(40).note(EventKind.ALLOCATED, service=TEAM, spell=0, worker=1, other_worker=0)
    diary.at(60).meets(0, TEAM, worker=1)

    assert causes(diary) == [
        (10, 20, "contact_overdue"),
        (20, 60, "worker_lost"),
        (70, 100, "contact_overdue"),
    ]


def test_a_lost_worker_comes_before_a_missed_contact_and_that_before_a_waiting_list() -> None:
    diary = in_care().refers(1, GP).accepts(1, GP).at(20).misses(0, TEAM)
    diary.at(30).note(EventKind.UNALLOCATED, service=TEAM, spell=0, worker=0).at(40).ends(0, TEAM)

    assert causes(diary) == [
        (10, 20, "contact_overdue"),
        (20, 30, "missed_contact"),
        (30, 40, "worker_lost"),
        (40, 100, "waiting_list"),
    ]


def test_turned_away_lasts_until_the_person_seeks_again_and_not_when_passed_on() -> None:
    diary = in_need().seeks(GP).refers(0, GP).at(20).refuses(0, GP).refers(1, TEAM, origin=GP)
    diary.at(40).refuses(1, TEAM).nowhere(Reason.TURNED_AWAY, TEAM).at(70).seeks(GP).refers(2, GP)

    assert causes(diary) == [
        (0, 20, "awaiting_decision"),
        (20, 40, "between_services"),
        (40, 70, "turned_away"),
        (70, 100, "awaiting_decision"),
    ]


def test_seeking_that_leads_nowhere_is_being_turned_away() -> None:
    diary = in_need().at(10).seeks().nowhere(Reason.SEEKING)

    assert causes(diary) == [(0, 10, "not_yet_sought"), (10, 100, "turned_away")]


def test_a_refusal_is_forgotten_with_the_need_episode() -> None:
    diary = in_need().at(10).seeks().nowhere(Reason.SEEKING)
    diary.at(20).need(0).at(30).episode_ends().at(50).need(2).episode()

    assert causes(diary) == [
        (0, 10, "not_yet_sought"),
        (10, 20, "turned_away"),
        (50, 100, "not_yet_sought"),
    ]


def test_disengaged_time_lies_between_its_two_rows() -> None:
    diary = in_need().at(20).note(EventKind.DISENGAGED).at(60).note(EventKind.REENGAGED)

    assert causes(diary) == [
        (0, 20, "not_yet_sought"),
        (20, 60, "disengaged"),
        (60, 100, "not_yet_sought"),
    ]


def test_hospital_covers_every_minute_of_the_stay_without_a_contact() -> None:
    diary = in_need().at(20).refers(0, WARD).starts(0, WARD).at(60).ends(0, WARD)

    assert causes(diary) == [(0, 20, "not_yet_sought"), (60, 100, "not_yet_sought")]


def test_time_after_an_ending_in_need_is_reported_apart_and_within_not_yet_sought() -> None:
    resolved = world(PLACES, window=Window(0, 100 * DAY), covered_for=10 * DAY)
    diary = Diary(DAY).arrives(2).episode().refers(0, TEAM).starts(0, TEAM).meets(0, TEAM)
    diary.at(30).ends(0, TEAM).nowhere(Reason.FINISHED_IN_NEED, TEAM).at(70).seeks(GP).refers(1, GP)

    found = values(diary.run(100), resolved)

    a_year = YEAR / DAY / 100
    assert found["unmet_need_days"] == pytest.approx(90 * a_year)
    assert found["unmet_need_days.not_yet_sought"] == pytest.approx(40 * a_year)
    assert found["unmet_need_days.not_yet_sought_after_ending"] == pytest.approx(40 * a_year)
    assert found["unmet_need_days.contact_overdue"] == pytest.approx(20 * a_year)
    assert found["covered_share"] == pytest.approx(0.1)


def test_the_person_is_measured_by_the_worst_need_and_ties_go_by_file_order() -> None:
    places = (Place("gp", covers=(0,)), Place("team", covers=(1,)))
    resolved = world(places, needs=("a", "b"), window=Window(0, 100), covered_for=50)
    diary = Diary().arrives(2, 2).episode(0).episode(1).refers(0, GP).starts(0, GP).meets(0, GP)
    diary.at(20).need(3, need=1).at(40).need(2, need=1)

    found = values(diary.run(100), resolved)

    whole = YEAR / DAY
    assert found["unmet_need_days"] == pytest.approx(whole * (20 + 50) / 100)
    assert found["unmet_need_days.need.a"] == pytest.approx(whole * 50 / 100)
    assert found["unmet_need_days.need.b"] == pytest.approx(whole * 100 / 100)
    assert found["days_in_need"] == pytest.approx(whole)


def test_the_window_cuts_gaps_at_both_ends_and_remembers_what_came_before() -> None:
    resolved = world(PLACES, window=Window(30, 60), covered_for=10)
    diary = in_need().at(10).seeks().nowhere(Reason.SEEKING).at(70).seeks(GP).refers(0, GP)

    gaps = gap_minutes(diary.run(100), resolved)

    assert gaps == [Gap(0, 0, 30, 60, Cause.TURNED_AWAY)]


def test_nobody_is_in_need_before_arriving_or_after_leaving() -> None:
    diary = Diary().at(20).arrives(2).episode().at(50).exits()

    gaps = gap_minutes(diary.run(100, arrived=[20]), WORLD)

    assert [(gap.opens, gap.closes) for gap in gaps] == [(20, 50)]


def test_gaps_between_contacts_are_counted_once_when_they_become_long() -> None:
    resolved = world(PLACES, window=Window(100 * DAY, 500 * DAY), gap_days=(30, 60))
    diary = Diary(DAY).arrives(2).episode().refers(0, TEAM).starts(0, TEAM)
    for day in (0, 50, 60, 90, 121, 200, 470):  # gaps of 50, 10, 30, 31, 79, 270 and 30 days
        diary.at(day).meets(0, TEAM)

    found = values(diary.run(500), resolved)

    years = 400 * DAY / YEAR
    # Over 30 days within the window: 90-121 (long on day 120), 121-200, 200-470; not 0-50.
    assert found["contact_gaps.30_days"] == pytest.approx(3 / years)
    assert found["contact_gaps.60_days.complete"] == pytest.approx(2 / years)
    assert found["contact_gaps.60_days.censored"] == 0


@pytest.mark.parametrize(("opens", "counted"), [(30 * DAY, 1), (30 * DAY + 1, 0)])
def test_a_gap_belongs_to_the_window_that_holds_the_minute_in_which_it_becomes_long(
    opens: int, counted: int
) -> None:
    diary = Diary(DAY).arrives(2).episode().refers(0, TEAM).starts(0, TEAM).meets(0, TEAM)
    diary.at(90).meets(0, TEAM)
    late = world(PLACES, window=Window(opens, 100 * DAY), gap_days=(30,))
    # The last minute of this window is the first after 30 days.
    early = world(PLACES, window=Window(0, 30 * DAY + 1), gap_days=(30,))

    assert values(diary.run(100), late)["contact_gaps.30_days.complete"] * (
        100 * DAY - opens
    ) / YEAR == pytest.approx(counted)
    assert values(diary.run(100), early)["contact_gaps.30_days.censored"] > 0


@pytest.mark.parametrize(("day", "lost"), [(179, 0), (180, 1)])
def test_a_planned_ending_after_the_person_was_lost_comes_too_late(day: int, lost: int) -> None:
    resolved = world(PLACES, window=Window(0, 365 * DAY))
    diary = Diary(DAY).arrives(2).episode().refers(0, TEAM).starts(0, TEAM).meets(0, TEAM)
    diary.at(day).ends(0, TEAM)

    assert values(diary.run(365), resolved)["lost_to_follow_up"] == lost


def test_a_gap_is_censored_by_the_window_an_exit_or_the_end_of_the_episode() -> None:
    resolved = world(PLACES, window=Window(0, 100 * DAY), gap_days=(30,))
    diary = Diary(DAY)
    for person in range(3):
        diary.arrives(2, person=person).episode(person=person)
        diary.refers(person, TEAM, person=person).starts(person, TEAM, person=person)
        diary.meets(person, TEAM, person=person)
    diary.at(40).exits(person=1).need(1, person=2).at(68).episode_ends(person=2)

    found = values(diary.run(100, groups=(0, 0, 0)), resolved)

    years = 240 * DAY / YEAR
    assert found["contact_gaps.30_days.censored"] == pytest.approx(3 / years)
    assert found["contact_gaps.30_days.complete"] == 0


def test_a_gap_does_not_run_while_a_person_is_in_hospital() -> None:
    resolved = world(PLACES, window=Window(0, 100 * DAY), gap_days=(30,))
    diary = Diary(DAY).arrives(2).episode().refers(0, TEAM).starts(0, TEAM).meets(0, TEAM)
    diary.at(20).refers(1, WARD).starts(1, WARD).at(70).ends(1, WARD).at(95).meets(0, TEAM)

    assert values(diary.run(100), resolved)["contact_gaps.30_days"] == 0


def test_lost_to_follow_up_needs_an_open_need_no_contact_and_no_planned_ending() -> None:
    resolved = world(PLACES, window=Window(0, 365 * DAY))
    diary = Diary(DAY)
    for person in range(4):
        diary.arrives(2, person=person).episode(person=person)
        diary.refers(person, TEAM, person=person).starts(person, TEAM, person=person)
        diary.meets(person, TEAM, person=person)
    diary.at(20).ends(0, TEAM, person=0)  # planned
    diary.ends(1, TEAM, person=1, planned=False)
    diary.at(100).meets(2, TEAM, person=2).at(179).meets(3, TEAM, person=3)
    diary.at(200).need(0, person=2).at(228).episode_ends(person=2)

    found = values(diary.run(365, groups=(0, 0, 0, 0)), resolved)

    # Person 0 ended as planned, 2 recovered; 1 and 3 (lost on day 359) had no contact for 180 days.
    assert found["lost_to_follow_up"] == pytest.approx(2 / 4)


def test_never_served_counts_people_in_need_whom_no_fitting_service_has_seen() -> None:
    places = (Place("gp", covers=(1,)), Place("team"), Place("ward", continuous=True))
    resolved = world(places, needs=("a", "b"), window=Window(50, 100), covered_for=10)
    diary = Diary()
    for person in range(4):
        diary.arrives(2, 0, person=person)
    diary.refers(0, TEAM).starts(0, TEAM).meets(0, TEAM).exits()  # gone before the window opens
    diary.refers(1, GP, person=1).starts(1, GP, person=1).meets(1, GP, person=1)  # no help with a
    diary.refers(2, WARD, person=2).starts(2, WARD, person=2)

    found = values(diary.run(100, groups=(0, 0, 0, 0)), resolved)

    assert found["never_served"] == pytest.approx(2 / 3)


def test_the_longest_gap_bridges_good_days_within_a_need_episode() -> None:
    resolved = world(PLACES, window=Window(0, 100 * DAY))
    diary = Diary(DAY).arrives(2).episode().at(20).need(1).at(30).need(2).at(60).need(0)
    diary.at(70).episode_ends()

    found = values(diary.run(100), resolved)

    assert found["longest_gap.median"] == 70
    assert found["unmet_need_days"] == pytest.approx((20 + 30) / 100 * YEAR / DAY)


def test_without_anyone_in_need_shares_are_undefined_and_not_zero() -> None:
    found = values(Diary().arrives(0).run(100), WORLD)

    assert found["unmet_need_days"] == 0
    undefined = ("covered_share", "longest_gap.median", "lost_to_follow_up", "never_served")
    assert all(math.isnan(found[name]) for name in undefined)


def test_a_scenario_without_needs_has_no_gap_measures() -> None:
    resolved = world(PLACES, needs=(), window=Window(0, 100))
    diary = Diary().note(EventKind.ARRIVED).refers(0, TEAM).starts(0, TEAM)

    found = values(diary.run(100), resolved)

    assert not any(name.startswith(("unmet", "covered", "contact_gaps")) for name in found)
    assert found["wait_to_start.number"] == 1


def test_seek_levels_differ_by_group() -> None:
    resolved = world(
        PLACES, groups=("low", "high"), seek_level=np.array([[1], [3]]), window=Window(0, 100)
    )
    diary = Diary().arrives(2, person=0).arrives(2, person=1, group=1)

    gaps = gap_minutes(diary.run(100, groups=(0, 1)), resolved)

    assert [gap.person for gap in gaps] == [0]
