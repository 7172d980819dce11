"""Waits, on logs small enough to check by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.events import ContactFlag, Run, Window
from sim.measures import measure
from sim.measures.tallies import quantile, quantile_of, share_from
from sim.resolved import Resolved
from sim.units import DAY
from tests.measures.diary import Diary
from tests.measures.worlds import Place, world

GP, TEAM = 0, 1
PLACES = (Place("gp"), Place("team"))
WORLD = world(PLACES, window=Window(0, 400 * DAY))


def values(run: Run, resolved: Resolved = WORLD) -> dict[str, float]:
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def test_waits_run_from_referral_to_decision_start_first_and_second_contact() -> None:
    diary = Diary(DAY).arrives(2).at(10).refers(0, TEAM).at(15.5).accepts(0, TEAM)
    diary.at(40).starts(0, TEAM).at(47).meets(0, TEAM).at(61).meets(0, TEAM).at(80).meets(0, TEAM)

    found = values(diary.run(400))

    assert found["wait_to_decision.team.mean"] == 5.5
    assert found["wait_to_decision.team.median"] == 5
    assert found["wait_to_start.mean"] == 30
    assert found["wait_to_first_contact.mean"] == 37
    assert found["wait_to_second_contact.mean"] == 51
    assert found["wait_to_start.over_4_weeks"] == 1
    assert found["wait_to_start.over_12_weeks"] == 0
    assert math.isnan(found["wait_to_start.gp.mean"])


def test_a_refusal_is_a_decision_and_never_a_start() -> None:
    diary = Diary(DAY).arrives(2).refers(0, TEAM).at(7).refuses(0, TEAM)

    found = values(diary.run(400))

    assert found["wait_to_decision.number"] == 1
    assert found["wait_to_start.number"] == found["still_waiting.number"] == 0


def test_people_still_waiting_are_counted_with_their_wait_so_far() -> None:
    diary = Diary(DAY)
    for person in range(4):
        diary.arrives(2, person=person)
    diary.at(100).refers(0, TEAM).refers(1, TEAM, person=1).refers(2, TEAM, person=2)
    diary.at(200).accepts(0, TEAM).accepts(1, TEAM, person=1).refers(3, GP, person=3)
    diary.at(300).leaves(1, TEAM, person=1).exits(person=2)

    found = values(diary.run(400, groups=(0, 0, 0, 0)))

    assert found["still_waiting.team.number"] == 1
    assert found["still_waiting.team.mean"] == 300
    assert found["still_waiting.number"] == 2
    assert found["still_waiting.mean"] == (300 + 200) / 2


def test_people_waiting_at_the_start_keep_the_clock_they_came_with() -> None:
    diary = Diary(DAY).arrives(2).waits(0, TEAM, due=-60 * DAY).at(30).starts(0, TEAM)

    assert values(diary.run(400))["wait_to_start.mean"] == 90


def test_people_in_a_spell_at_the_start_have_no_wait() -> None:
    diary = Diary(DAY).arrives(2).starts(0, TEAM).meets(0, TEAM)

    found = values(diary.run(400))

    assert found["wait_to_start.number"] == found["wait_to_first_contact.number"] == 0


def test_a_wait_belongs_to_the_window_in_which_it_ended() -> None:
    resolved = world(PLACES, window=Window(100 * DAY, 200 * DAY))
    diary = Diary(DAY)
    for person in range(3):
        diary.arrives(2, person=person)
    diary.refers(0, TEAM).refers(1, TEAM, person=1).refers(2, TEAM, person=2)
    diary.at(99).starts(0, TEAM).at(100).starts(1, TEAM, person=1)
    diary.at(200).starts(2, TEAM, person=2)

    found = values(diary.run(400, groups=(0, 0, 0)), resolved)

    assert found["wait_to_start.number"] == 1
    assert found["wait_to_start.mean"] == 100
    assert found["still_waiting.number"] == 1
    assert found["still_waiting.mean"] == 200


def test_missed_contacts_and_follow_ups_after_an_ending_are_no_first_contact() -> None:
    diary = Diary(DAY).arrives(2).refers(0, TEAM).starts(0, TEAM).at(5).misses(0, TEAM)
    diary.at(10).ends(0, TEAM).at(12).meets(0, TEAM, flags=ContactFlag.FOLLOW_UP)

    assert values(diary.run(400))["wait_to_first_contact.number"] == 0


@pytest.mark.parametrize(
    ("waits", "percent", "expected"),
    [
        ([0, 1, 2, 3], 50, 1),
        ([0, 1, 2, 3, 4], 50, 2),
        (list(range(10)), 90, 8),
        (list(range(11)), 90, 9),
        ([7], 90, 7),
    ],
)
def test_a_quantile_is_the_least_day_that_enough_waits_did_not_exceed(
    waits: list[int], percent: int, expected: int
) -> None:
    assert quantile(np.bincount(waits), percent) == expected


def test_quantiles_and_shares_of_nothing_are_undefined() -> None:
    assert math.isnan(quantile(np.zeros(5, np.int64), 50))
    assert math.isnan(share_from(np.cumsum(np.zeros(5, np.int64)), 2))


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=20), st.integers(0, 15), st.integers(1, 100)
)
def test_counts_added_up_give_what_the_waits_themselves_give(
    waits: list[int], least: int, percent: int
) -> None:
    up_to = np.cumsum(np.bincount(waits))
    enough = (day for day in waits if sum(w <= day for w in waits) * 100 >= percent * len(waits))

    assert quantile_of(up_to, percent) == min(enough)
    assert share_from(up_to, least) == sum(w >= least for w in waits) / len(waits)


def test_a_share_counts_waits_of_exactly_so_many_days() -> None:
    assert share_from(np.cumsum(np.bincount([27, 28, 29, 84])), 28) == 0.75
