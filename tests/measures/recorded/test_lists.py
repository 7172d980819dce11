"""Lists, caseloads and workers at the ends of months."""

import pytest

from tests.measures.recorded.made import TEAM, Made, measured, records


def test_lists_and_caseloads_are_means_of_the_ends_of_months() -> None:
    """From the 20th of January on the list, from the 10th of March in care, to the 5th of May."""
    found = measured(records(Made(19, (68,), closed=124)))

    assert found["records.list.team"] == 2 / 12
    assert found["records.caseload.team"] == 2 / 12


def test_months_count_if_they_end_in_the_window() -> None:
    found = measured(records(Made(0, (1,)), opens=31, days=90))

    assert found["records.caseload"] == 1  # February and March, not January
    assert measured(records(Made(0, (1,)), opens=40, days=58))["records.list"] != 0


def test_people_for_each_worker_are_counted_against_whole_time_posts() -> None:
    staff = [(0, TEAM, -10, 400), (1, TEAM, -10, 31)]

    found = measured(records(Made(0, (1,)), Made(0, (1,), person=1), staff=staff))

    assert found["records.people_per_wte.team"] == pytest.approx(24 / 13)
    assert found["records.workers_left.team"] == pytest.approx(365.25 / 365)


def test_a_worker_is_lost_to_those_whom_they_saw_last() -> None:
    staff = [(0, TEAM, -10, 100), (1, TEAM, -10, 400)]
    lost, moved_on, over, kept = (
        Made(0, (1, 50)),
        Made(0, (1, 120), person=1),
        Made(0, (1,), closed=60, person=2),
        Made(0, (1, 90), person=3, worker=1),
    )

    found = measured(records(lost, moved_on, over, kept, staff=staff))

    assert round(found["records.workers_lost"] * found["records.person_years"]) == 2
