"""Posts, tenure and vacancy of a team, after how many missed contacts care ends, and routes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import Ints
from sim.measures.recorded.tables import (
    NEVER,
    NOWHERE,
    OUTSIDE,
    UNKNOWN,
    Closed,
    Links,
    Outcome,
    Recorded,
    Staff,
)  # fmt: skip
from sim.records.estimating import Estimate, Known, estimates
from sim.units import DAY
from tests.records.bare import bare, contacts, no_links, referrals


def found(
    recorded: Recorded, item: str, links: Links | None = None, known: Known | None = None
) -> list[Estimate]:
    """The estimates of an item."""
    every = estimates(recorded, links or no_links(recorded), known=known)
    return [each for each in every.told if each.item == item]


def one(recorded: Recorded, item: str, known: Known | None = None) -> Estimate:
    (each,) = found(recorded, item, known=known)
    return each


def staffed(start: list[float], end: list[float]) -> Recorded:
    """Workers with the days on which they came and left; they come in this order."""
    number = len(start)
    leaves = [NEVER if day == np.inf else int(day * DAY) for day in end]
    return bare()._replace(
        staff=Staff(
            np.arange(number), np.zeros(number, np.int64),
            np.array(start, np.int64) * DAY, np.array(leaves, np.int64), np.full(number, 0.8),
        )
    )  # fmt: skip


FOUR = staffed([-900, -100, 0, 165], [100, np.inf, np.inf, np.inf])
"""Three posts, of which one was empty from day 100 to day 165."""


def test_tenure_is_days_in_post_in_the_window_by_leavers() -> None:
    tenure = one(FOUR, "tenure")
    assert tenure.value == pytest.approx(100 + 365 + 365 + 200)
    assert not tenure.assumed


def test_posts_that_are_not_known_are_the_most_that_were_filled() -> None:
    posts, vacancy = one(FOUR, "WTE"), one(FOUR, "vacancy")
    assert posts.value == 3
    assert posts.assumed
    assert vacancy.value == pytest.approx(65)
    assert vacancy.assumed
    assert one(FOUR, "WTE of a post").value == pytest.approx(0.8)


def test_posts_that_are_known_make_the_vacancy_longer() -> None:
    vacancy = one(FOUR, "vacancy", known=Known(posts={"team": 4}))
    assert vacancy.value == pytest.approx(65 + 365)
    assert not vacancy.assumed


def test_without_a_staff_list_who_held_no_contact_for_90_days_has_left() -> None:
    number = 30
    at = np.arange(number) * 10 * DAY
    made = contacts(np.arange(number), at, worker=np.where(at < 100 * DAY, 0, 1))
    recorded = bare(people=number)._replace(referrals=referrals(at), contacts=made)
    tenure = one(recorded, "tenure")
    assert tenure.assumed
    assert tenure.value == pytest.approx(90 + (365 - 90) - 100)


def closed_after(runs: list[int]) -> Recorded:
    """People who attended once and then missed so many contacts before they were closed."""
    rows, at, outcome = [], [], []
    closed = []
    for person, run in enumerate(runs):
        for number in range(run + 1):
            rows.append(person)
            at.append((person + 10 * number) * DAY)
            outcome.append(int(Outcome.MISSED if number else Outcome.ATTENDED))
        closed.append((person + 10 * run) * DAY + 5)
    order = np.argsort(at, kind="stable")
    number = len(runs)
    made = contacts(np.array(rows)[order], np.array(at)[order], outcome=np.array(outcome)[order])
    return bare(people=number)._replace(
        referrals=referrals(
            np.arange(number) * DAY,
            closed=np.array(closed), closed_why=np.full(number, Closed.NOT_ATTENDING),
        ),
        contacts=made,
    )  # fmt: skip


def test_the_commonest_number_of_missed_contacts_ends_care() -> None:
    missed = one(closed_after([3, 3, 3, 3, 2, 4, 3]), "missed in a row")
    assert missed.value == 3
    assert missed.low is not None
    assert missed.high is not None
    assert 2 <= missed.low < 3 < missed.high <= 4


def test_closures_that_follow_no_missed_contact_are_ends_of_stays() -> None:
    recorded = closed_after([0] * 12)
    assert found(recorded, "missed in a row") == []
    assert one(recorded, "stay").n == 12


def test_closures_by_missed_contacts_are_no_ends_of_stays() -> None:
    assert found(closed_after([3] * 12), "stay") == []


def routed(to: Ints) -> tuple[Recorded, Links]:
    """People of the first service who finished, and the rows of the referrals they went on to.

    The last rows are referrals to the second, third and fourth service.
    """
    number = len(to)
    services = ("team", "ward", "clinic", "rest")
    service = np.concatenate([np.zeros(number, np.int64), [1, 2, 3]])
    received = np.concatenate([np.arange(number) * DAY // 4, [300 * DAY] * 3])
    closed = np.where(service == 0, received + 50 * DAY, NEVER)
    made = referrals(
        received, service=service, closed=closed,
        closed_why=np.where(service == 0, int(Closed.COMPLETE), 0),
    )  # fmt: skip
    recorded = bare(services, people=number + 3)._replace(
        referrals=made, contacts=contacts(np.arange(number), received[:number] + 60)
    )
    rows = np.concatenate([np.where(to > 0, number + to - 1, to), [UNKNOWN] * 3])
    return recorded, Links(rows, np.zeros(number + 3, bool), 28)


def test_routes_of_a_reason_are_shares_that_add_up_to_one() -> None:
    recorded, links = routed(np.repeat([1, 2, NOWHERE, OUTSIDE], [20, 10, 6, 4]))
    shares = {each.to: each for each in found(recorded, "route", links)}
    assert set(shares) == {"ward", "clinic", "nowhere"}
    assert sum(each.value for each in shares.values()) == pytest.approx(1)
    assert shares["ward"].value == pytest.approx(20.25 / 40.75)
    assert shares["nowhere"].value == pytest.approx(10.25 / 40.75)
    assert "40 % went on to another organisation" in shares["nowhere"].note


def test_ways_of_few_people_are_shared_among_the_others() -> None:
    recorded, links = routed(np.repeat([1, 2, 3, NOWHERE], [20, 4, 1, 15]))
    shares = {each.to: each.value for each in found(recorded, "route", links)}
    assert set(shares) == {"ward", "nowhere"}
    assert shares["ward"] == pytest.approx(20.25 / (20.25 + 15.25))


def test_endings_of_which_it_is_not_known_where_they_lead_are_left_out() -> None:
    recorded, links = routed(np.repeat([1, NOWHERE, UNKNOWN], [20, 20, 30]))
    shares = found(recorded, "route", links)
    assert {each.n for each in shares} == {40}
