"""A gap in records is a time between contacts of an open referral, and hospital is no gap."""

import pytest

from sim.measures.recorded.tables import NEVER, Recorded
from tests.measures.recorded.made import TEAM, THERAPY, Made, Stay, measured, records


def gaps(recorded: Recorded) -> tuple[float, float]:
    """Gaps over 60 days of the team: how many, and how many of them ended with a contact."""
    found = measured(recorded)
    years = (recorded.window.closes - recorded.window.opens) / 1_440 / 365.25
    whole, complete = found["records.gaps.60_days"], found["records.gaps.60_days.complete"]
    person_years = found["records.person_years"]
    assert found["records.gaps.team.60_days"] * years == pytest.approx(whole * person_years)
    return round(whole * person_years), round(complete * person_years)


@pytest.mark.parametrize(
    ("contacts", "found"),
    [
        ((0, 60, 120), (0, 0)),  # just 60 days is no longer
        ((0, 61, 120), (1, 1)),
        ((0, 61), (2, 1)),  # and from day 61 to the end
        ((), (0, 0)),  # nobody was seen, so no gap began
    ],
)
def test_a_gap_counts_once_it_is_longer_than_its_length(
    contacts: tuple[int, ...], found: tuple[float, float]
) -> None:
    assert gaps(records(Made(0, contacts, closed=150))) == found


def test_the_end_of_the_referral_cuts_a_gap() -> None:
    assert gaps(records(Made(0, (10,), closed=50))) == (0, 0)
    assert gaps(records(Made(0, (10,), closed=100))) == (1, 0)


def test_a_gap_counts_in_the_window_in_which_it_passes_its_length() -> None:
    before, after = Made(0, (10, 300, 340)), Made(0, (100, 300, 340))

    assert gaps(records(before, opens=71)) == (0, 0)
    assert gaps(records(before, opens=70)) == (1, 1)
    assert gaps(records(after, opens=120)) == (1, 1)


def test_in_hospital_a_person_is_seen() -> None:
    one = Made(0, (0, 150), closed=150)

    assert gaps(records(one)) == (1, 1)
    assert gaps(records(one, stays=[Stay(50, 100)])) == (0, 0)
    assert gaps(records(one, stays=[Stay(10, 20)])) == (1, 1)  # from day 20 on
    assert gaps(records(one, stays=[Stay(70, 80)])) == (2, 2)  # to day 70, and from day 80 on
    assert gaps(records(one, stays=[Stay(40, 60), Stay(50, 120)])) == (0, 0)
    assert gaps(records(one, stays=[Stay(50, NEVER)])) == (0, 0)


def test_a_contact_at_another_service_ends_no_gap() -> None:
    found = measured(records(Made(0, (0,)), Made(1, (30, 60, 90), service=THERAPY)))

    assert found["records.gaps.team.60_days"] > 0
    assert TEAM != THERAPY


def test_the_part_of_the_caseload_that_is_not_seen_is_time_beyond_the_length() -> None:
    found = measured(records(Made(0, (0,), closed=100)))

    assert found["records.not_seen.60_days"] == 40 / 100
    assert found["records.not_seen.team.180_days"] == 0
