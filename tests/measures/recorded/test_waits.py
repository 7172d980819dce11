"""Waits in records are counted by dates, with those that have not ended."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.laws import Floats
from sim.measures.recorded.tables import Closed
from sim.measures.recorded.waits import started_within
from tests.measures.recorded.made import WARD, Made, Stay, measured, records


def test_a_wait_ends_with_the_first_contact_or_with_the_admission() -> None:
    found = measured(
        records(
            Made(0, (10, 12)),
            Made(5, person=1, service=WARD),
            Made(7, (20,), person=2),
            stays=[Stay(8, 30, person=1)],
        )
    )

    assert found["records.wait_to_start.team.mean"] == (10 + 13) / 2
    assert found["records.wait_to_start.ward.median"] == 3
    assert found["records.wait_to_second_contact.team.number"] == 1


def test_who_has_not_been_seen_waits_until_the_referral_is_over() -> None:
    waiting, gone, refused = (
        Made(300),
        Made(10, closed=50, person=1),
        Made(9, rejected=12, person=2),
    )

    found = measured(records(waiting, gone, refused))

    assert found["records.still_waiting.number"] == 1
    assert found["records.still_waiting.team.mean"] == 64  # on the last day, 364
    assert found["records.list"] == (2 + 1 + 1) / 12  # ends of January; of October and November
    assert found["records.caseload"] == 0


def test_of_a_referral_older_than_the_contacts_nobody_knows_when_it_was_first_seen() -> None:
    old = Made(-100, (20, 40))

    known = measured(records(old))
    unknown = measured(records(old, contacts_from=0))

    assert known["wait_to_first_contact.number"] == 1
    assert known["records.wait_to_start.mean"] == 120
    assert unknown["wait_to_first_contact.number"] == 0
    assert unknown["records.wait_to_start.number"] == 0
    assert known["records.list"] == 0  # seen before the end of January
    assert unknown["records.caseload"] == 1


def test_the_share_that_starts_counts_those_who_wait_and_those_who_leave() -> None:
    """Of four, one starts on day 3, one leaves on day 5, one starts on day 20, one waits on."""
    found = measured(
        records(
            Made(0, (3,)),
            Made(0, closed=5, why=Closed.NOT_ATTENDING, person=1),
            Made(0, (20,), person=2),
            Made(0, person=3),
        )
    )

    assert found["records.started_within_4_weeks.team"] == pytest.approx(1 / 4 + 1 / 4)
    assert found["records.started_within_52_weeks"] == pytest.approx(1 / 2)


def test_without_anybody_to_observe_the_share_is_undefined_and_not_zero() -> None:
    found = measured(records(Made(350)))

    assert math.isnan(found["records.started_within_4_weeks.team"])
    assert math.isnan(found["records.started_within_4_weeks.therapy"])


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30))
def test_without_censoring_the_share_is_the_plain_share(ends: list[tuple[int, bool]]) -> None:
    days = np.array([day for day, _ in ends])
    starts = np.array([start for _, start in ends])
    size = 32
    entered = np.bincount(np.zeros(days.size, np.int64), minlength=size)
    started, left = (np.bincount(days[which], minlength=size) for which in (starts, ~starts))

    found = started_within(entered, started, left, started + left)

    assert found == pytest.approx(np.cumsum(started) / days.size)


def test_who_is_first_observed_late_is_at_risk_from_then_on() -> None:
    """One observed from day 0 starts on day 2; one from day 5 starts on day 6; one waits on."""
    entered = np.array([2, 0, 0, 0, 0, 1, 0, 0])
    started = np.array([0, 0, 1, 0, 0, 0, 1, 0])
    nothing = np.zeros(8, np.int64)

    found = started_within(entered, started, nothing, started)

    assert found[2:] == pytest.approx([1 / 2] * 4 + [1 / 2 + 1 / 2 * 1 / 2] * 2)


def test_few_of_whom_nothing_is_known_count_by_half_and_many_leave_the_share_unknown() -> None:
    """Of 40 or of 10, all start on day 3 but one, who still waits on day 5, the last observed."""
    few, many = (_all_but_one_start(people) for people in (40, 10))

    assert few[5] == pytest.approx(39 / 40)
    assert few[6:] == pytest.approx([39 / 40 + 1 / 80] * 4)
    assert many[5] == pytest.approx(9 / 10)
    assert np.isnan(many[6:]).all()


def _all_but_one_start(people: int) -> Floats:
    entered, started, stopped = np.zeros((3, 10), np.int64)
    entered[0], started[3] = people, people - 1
    stopped[3], stopped[5] = people - 1, 1
    return started_within(entered, started, np.zeros(10, np.int64), stopped)
