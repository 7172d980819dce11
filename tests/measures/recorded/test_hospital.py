"""Who is seen soon after hospital: in 72 hours, and on the three dates of NHS England."""

import math

import pytest

from tests.measures.recorded.made import Made, Stay, measured, records

OURS, BY_DATES = "records.follow_up_72_hours", "records.follow_up_3_days"


@pytest.mark.parametrize(
    ("contact", "ours", "by_dates"), [(50, 1, 0), (51, 1, 1), (53, 1, 1), (54, 0, 0)]
)
def test_a_contact_counts_for_so_long(contact: int, ours: float, by_dates: float) -> None:
    found = measured(records(Made(0, (contact,)), stays=[Stay(20, 50)]))

    assert (found[OURS], found[BY_DATES]) == (ours, by_dates)


def test_another_admission_is_a_follow_up_for_nhs_england_and_left_out_by_us() -> None:
    found = measured(records(stays=[Stay(20, 50), Stay(52, 100)]))

    assert found[OURS] == 0  # the second stay alone, after which nobody came
    assert found[BY_DATES] == 1 / 2


def test_who_moves_to_another_ward_has_not_left() -> None:
    found = measured(records(stays=[Stay(20, 50), Stay(50, 100)]))

    assert found[OURS] == 0
    assert measured(records(stays=[Stay(20, 50), Stay(40, 100)]))[BY_DATES] == 0


def test_deaths_and_ends_just_before_the_close_are_left_out() -> None:
    died = measured(records(stays=[Stay(20, 50)], died={0: 52}))
    late = measured(records(stays=[Stay(20, 362)]))

    assert math.isnan(died[OURS])
    assert math.isnan(died[BY_DATES])
    assert math.isnan(late[OURS])
    assert math.isnan(late[BY_DATES])
    assert not math.isnan(measured(records(stays=[Stay(20, 361)]))[BY_DATES])


def test_stays_are_as_long_as_their_dates_say() -> None:
    found = measured(records(stays=[Stay(20, 50), Stay(-10, 60, 1), Stay(300, 400, 2)]))

    assert found["records.stay_days.ward"] == 30  # one began before the records, one goes on
    assert found["spell_days.ward"] == 30
    assert found["spells.ward"] == pytest.approx(2 * 365.25 / 365)
