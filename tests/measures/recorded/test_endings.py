"""How referrals in records ended, what followed, and how long people had an open referral."""

import math

import numpy as np
import pytest

from sim.measures.recorded.tables import NOWHERE, OUTSIDE, UNKNOWN, Closed, Links
from tests.measures.recorded.made import THERAPY, Made, measured, records

YEAR = 365.25


def test_days_with_two_open_referrals_count_once() -> None:
    found = measured(
        records(
            Made(10, closed=40),
            Made(20, closed=30, service=THERAPY),
            Made(35, closed=60, service=THERAPY),
            Made(0, closed=5, person=1),
        )
    )

    assert found["records.person_years"] * YEAR == pytest.approx(50 + 5)
    assert found["records.people"] == 2


def test_rejections_are_counted_when_they_happen() -> None:
    found = measured(records(Made(0, rejected=3), Made(5, rejected=200, person=1), opens=100))

    assert found["records.rejections.team"] == pytest.approx(YEAR / 265)


@pytest.mark.parametrize(
    ("why", "planned"),
    [
        (Closed.COMPLETE, 1.0),
        (Closed.NOT_ATTENDING, 0.0),
        (Closed.REFERRED_ON, 0.0),
        (Closed.DIED, math.nan),
        (Closed.NOT_RECORDED, math.nan),
    ],
)
def test_the_planned_share_is_of_closures_with_a_reason_but_deaths(
    why: Closed, planned: float
) -> None:
    seen = records(Made(0, (3,), closed=20, why=why))

    assert measured(seen)["records.planned_share.team"] == pytest.approx(planned, nan_ok=True)


def test_who_was_never_seen_has_no_planned_ending() -> None:
    found = measured(records(Made(0, closed=20, why=Closed.COMPLETE)))

    assert math.isnan(found["records.planned_share"])


@pytest.mark.parametrize(("days", "returned"), [(28, 0), (29, 1), (365, 1), (366, 0)])
def test_another_referral_is_a_return_from_29_to_365_days_on(days: int, returned: int) -> None:
    found = measured(records(Made(0, (1,), closed=10), Made(10 + days, service=THERAPY), days=800))

    assert found["records.re_referred.team"] == returned


def test_an_ending_without_a_year_after_it_says_nothing_of_returns() -> None:
    late = records(Made(0, (1,), closed=10), days=375)

    assert math.isnan(measured(late)["records.re_referred"])
    assert measured(records(Made(0, (1,), closed=10), days=376))["records.re_referred"] == 0


def test_who_dies_within_the_year_is_left_out_unless_they_returned() -> None:
    died = measured(records(Made(0, (1,), closed=10), days=800, died={0: 200}))
    before = records(Made(0, (1,), closed=10), Made(100), days=800, died={0: 200})

    assert math.isnan(died["records.re_referred.team"])
    assert measured(before)["records.re_referred.team"] == 1


def test_handoffs_are_endings_that_are_linked_to_another_referral() -> None:
    some = records(
        Made(0, (1,), closed=10),
        Made(12, service=THERAPY),
        Made(14, (15,), closed=20, person=1),
        Made(15, (16,), closed=21, person=2),
        Made(16, (17,), closed=22, person=3),
    )
    links = Links(np.array([1, UNKNOWN, OUTSIDE, NOWHERE, UNKNOWN]), np.zeros(5, bool), 28)

    found = measured(some, links)

    assert found["records.handed_on_share.team"] == 1 / 3
    assert found["records.handoffs.team"] == pytest.approx(YEAR / 365)
    assert "records.handoffs.team" not in measured(some)
