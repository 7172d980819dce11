"""Posts, their hours and caseload, tenure and vacancy, and what a post costs."""

from __future__ import annotations

import datetime
import math
from typing import Any

import pytest

from sim.area.derived import Derived
from sim.area.deriving import derive
from sim.area.figures import Workbook
from tests.area.hand_made import number, workbook

TEAM: dict[str, Any] = {
    "key": "team", "capacity": "staff", "referrals": 500, "accepted": 412, "starts": 400,
    "discharges": 365, "caseload_mean": 100,
}  # fmt: skip
DAYS = 365


def year(**other: Any) -> list[dict[str, Any]]:
    """Twelve months of ten people in eight WTE, of 9.3 funded, one of whom leaves each quarter."""
    return [
        {
            "service": "team",
            "month": f"{2024 + month // 12}-{month % 12 + 1:02d}-01",
            "wte_in_post": 8,
            "people_in_post": 10,
            "wte_funded": 9.3,
            "leavers": int(month % 3 == 0),
            "contact_hours": 17,
            "caseload": 25,
        }
        | other
        for month in range(3, 15)
    ]


def book(staff: list[dict[str, Any]], row: dict[str, Any] | None = None, **more: Any) -> Workbook:
    return workbook(TEAM | (row or {}), staff=staff, **more)


def of(item: str, staff: list[dict[str, Any]], **more: Any) -> Derived:
    return number(derive(book(staff, **more)), item, month=None)


def test_posts_are_people_and_keep_three_decimals() -> None:
    found = of("WTE", year())
    assert found.value == 11.625
    assert found.sum == (
        "people in post × WTE funded ÷ WTE in post = 9.3 × 1.25 = 11.625 posts (10 people in 8 WTE)"
    )
    assert found.unit == "posts"


def test_without_people_a_post_is_one_wte() -> None:
    found = of("WTE", year(people_in_post=None))
    assert found.value == 9.3
    assert found.sum == "WTE funded = 9.3 posts (no people are counted, so a post is one WTE)"


def test_without_funded_wte_no_post_is_empty_and_that_is_taken_for_granted() -> None:
    found = of("WTE", year(wte_funded=None))
    assert (found.value, found.assumed) == (10, True)
    vacancy = of("vacancy", year(wte_funded=None))
    assert (vacancy.value, vacancy.assumed) == (0, True)


def test_hours_and_caseload_are_those_of_a_post_and_those_of_the_team_are_kept() -> None:
    hours, caseload = of("contact hours per WTE", year()), of("caseload per WTE", year())
    assert hours.value == pytest.approx(13.6)
    assert hours.value * 11.625 == pytest.approx(17 * 9.3, rel=0.01)
    assert caseload.value == 20


def test_a_caseload_is_whole_and_at_least_one() -> None:
    assert of("caseload per WTE", year(caseload=24)).value == 19
    assert of("caseload per WTE", year(caseload=0.3)).value == 1


def test_without_a_limit_workers_have_no_more_people_than_now() -> None:
    found = number(derive(book(year(caseload=None), {"caseload_last": 131})), "caseload per WTE")
    assert (found.value, found.assumed) == (14, True)
    assert found.sum.startswith("largest caseload ÷ filled posts = 131 ÷ 10 = 13.1, so 14 people")


def test_what_one_month_does_not_say_another_one_says() -> None:
    staff = [each | ({"contact_hours": None} if at else {}) for at, each in enumerate(year())]
    assert of("contact hours per WTE", staff).value == pytest.approx(13.6)


def test_months_after_the_run_begins_are_changes() -> None:
    later = year()[0] | {"month": "2025-06-01", "wte_funded": 12, "people_in_post": None}
    same = later | {"month": "2025-07-01"}
    found = [
        (each.month, each.value)
        for each in derive(book([*year(), later, same]))
        if each.item == "WTE"
    ]
    assert found == [(None, 11.625), (datetime.date(2025, 6, 1), 15.0)]


def test_a_run_that_begins_later_begins_with_the_posts_of_that_month() -> None:
    later = year()[0] | {"month": "2025-06-01", "wte_funded": 12}
    begins = {"about": {"begins": "2025-06-15"}}
    assert of("WTE", [*year(), later], **begins).value == 15


def test_posts_have_the_range_of_their_month_in_posts() -> None:
    found = of("WTE", year(low=8, high=10))
    assert (found.low, found.high) == (10, 12.5)


def test_the_sheet_ranges_is_in_wte() -> None:
    row = {"service": "team", "low": 8, "high": 10}
    posts = of("WTE", year(), ranges=[row | {"item": "WTE"}])
    hours = of("contact hours per WTE", year(), ranges=[row | {"item": "contact hours per WTE"}])
    assert (posts.low, posts.high) == (10, 12.5)
    assert (hours.low, hours.high) == (6.4, 8)


def test_tenure_and_vacancy_are_filled_and_empty_posts_times_days_by_leavers() -> None:
    tenure, vacancy = of("tenure", year()), of("vacancy", year())
    assert tenure.value == pytest.approx(10 * DAYS / 4)
    assert vacancy.value == pytest.approx(1.625 * DAYS / 4)
    assert tenure.sum == "mean filled posts × days ÷ leavers = 10 × 365 ÷ 4 = 912.5 days"
    assert vacancy.sum == "mean empty posts × days ÷ leavers = 1.625 × 365 ÷ 4 = 148.3 days"
    assert "posts that are empty at either end" in vacancy.method


def test_only_months_of_the_period_count() -> None:
    before = year()[0] | {"month": "2024-01-01", "leavers": 9}
    assert of("tenure", [before, *year()]).value == of("tenure", year()).value


def test_nobody_who_left_means_never_and_that_is_taken_for_granted() -> None:
    found = of("tenure", year(leavers=0))
    assert (found.value, found.assumed) == (math.inf, True)
    assert of("tenure", year(leavers=None)).value == math.inf


@pytest.mark.parametrize("leavers", [0, None])
def test_without_leavers_one_empty_post_is_filled_in_the_period_and_that_is_taken_for_granted(
    leavers: int | None,
) -> None:
    found = of("vacancy", year(leavers=leavers))
    assert found.value == pytest.approx(1.625 * DAYS)
    assert found.assumed


def test_posts_that_are_empty_when_the_run_begins_are_vacant_at_the_start() -> None:
    later = year()[0] | {"month": "2025-06-01", "people_in_post": 11}
    found = of("vacant at the start", [*year(), later])
    assert (found.value, found.unit) == (1.625, "posts")
    assert found.sum == "posts − filled posts = 11.62 − 10 = 1.625 posts, by March 2025"
    then = {"about": {"begins": "2025-06-15"}}
    assert of("vacant at the start", [*year(), later], **then).value == 0.625


def test_no_post_is_vacant_where_more_are_filled_than_funded_or_posts_are_never_empty() -> None:
    more = [each | {"wte_in_post": 10, "people_in_post": 12.5} for each in year()[-1:]]
    assert of("vacant at the start", [*year()[:-1], *more]).value == 0
    for numbers in (derive(book(year(wte_funded=None))), derive(book(year(), {"vacancy": 0}))):
        assert "vacant at the start" not in {each.item for each in numbers}


def test_entered_tenure_and_vacancy_win() -> None:
    staff = {"tenure": 700, "vacancy": 60}
    numbers = derive(book(year(), staff))
    assert number(numbers, "tenure").value == 700
    assert number(numbers, "vacancy").entered


def test_a_post_costs_the_part_of_a_wte_that_it_is() -> None:
    found = of("per post a year", year(), costs=[{"service": "team", "post_year": 50_000}])
    assert found.value == 40_000
    assert found.sum == "50 000 a WTE ÷ 1.25 posts a WTE = 40 000 a post"


def test_other_prices_are_as_written() -> None:
    costs = [{"service": "team", "contact": 90, "place_day": 400}]
    assert of("per contact", year(), costs=costs).value == 90
    assert of("per place-day", year(), costs=costs).value == 400
