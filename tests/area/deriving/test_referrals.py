"""People from outside: who is left over, who is counted, and who is planned."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from sim.area.derived import Derived
from sim.area.deriving import derive
from sim.area.figures import Workbook
from tests.area.hand_made import number, workbook

TEAM: dict[str, Any] = {
    "key": "team", "places": 100, "referrals": 500, "accepted": 412, "starts": 400,
    "discharges": 365, "caseload_mean": 100,
}  # fmt: skip
WARD = TEAM | {"key": "ward"}
FROM_WARD = {"origin": "ward", "to": "team", "people": 135}


def outside(book: Workbook, **which: Any) -> Derived:
    where = {"service": "team", "month": None} | which
    return number(derive(book), "outside referrals", **where)


def plan(month: str, people: float, **more: Any) -> dict[str, Any]:
    return {"service": "team", "month": month, "referrals": people} | more


def test_who_was_not_routed_came_from_outside() -> None:
    found = outside(workbook(TEAM, WARD, routes=[FROM_WARD]))
    assert found.value == pytest.approx(1)
    assert found.sum == "referrals − routes in = 500 − 135 = 365; 365 ÷ 365 days = 1 a day"
    assert found.method == "Poisson of 365 people"
    assert not found.entered


def test_routes_of_more_people_than_came_leave_nobody() -> None:
    found = outside(workbook(TEAM, WARD, routes=[FROM_WARD | {"people": 510}]))
    assert found.value == 0
    assert found.high is not None
    assert found.high > 0


def test_a_route_from_outside_wins_over_what_is_left_over() -> None:
    routes = [FROM_WARD, {"origin": "outside", "to": "team", "people": 73}]
    found = outside(workbook(TEAM, WARD, routes=routes))
    assert (found.value, found.entered) == (0.2, True)


def test_months_of_the_sheet_demand_win_over_both() -> None:
    months = [plan(f"2024-{month:02d}-01", 30) for month in (4, 5)]
    routes = [{"origin": "outside", "to": "team", "people": 73}]
    found = outside(workbook(TEAM, demand=months, routes=routes))
    assert found.value == pytest.approx(60 / 61)
    assert found.entered


def test_nobody_is_sent_on_in_crisis_where_nobody_has_needs() -> None:
    routes = [FROM_WARD | {"reason": "crisis"}]
    assert outside(workbook(TEAM, WARD, routes=routes)).value == pytest.approx(500 / 365)
    about = {"extends": "needs.yaml"}
    assert outside(workbook(TEAM, WARD, routes=routes, about=about)).value == pytest.approx(1)


def test_months_after_the_period_are_plans() -> None:
    demand = [plan("2024-04-01", 30), plan("2025-04-01", 60, low=30, high=90)]
    book = workbook(TEAM, demand=demand)
    assert outside(book).value == pytest.approx(1)
    planned = outside(book, month=datetime.date(2025, 4, 1))
    assert (planned.value, planned.low, planned.high) == (2, 1, 3)
    assert planned.sum == "planned for 04/2025: 60 ÷ 30 days = 2 a day"


def test_a_plan_that_holds_when_the_run_begins_is_the_rate_of_the_beginning() -> None:
    demand = [plan("2024-04-01", 30), plan("2025-04-01", 60), plan("2025-05-01", 93)]
    book = workbook(TEAM, demand=demand, about={"begins": "2025-04-20"})
    assert outside(book).value == pytest.approx(2)
    assert outside(book, month=datetime.date(2025, 5, 1)).value == pytest.approx(3)


def test_growth_and_season_bring_what_came_to_the_first_month_of_the_run() -> None:
    demand = [plan("2024-10-01", 62, growth=0.1, season=2), plan("2025-10-01", 155)]
    book = workbook(TEAM, demand=demand)
    found = outside(book)
    assert found.value == pytest.approx(62 / 31 / 2 * 1.1 ** (5 / 12))
    planned = outside(book, month=datetime.date(2025, 10, 1))
    assert planned.value == pytest.approx(155 / 31 / 2 / 1.1 ** (7 / 12))
    numbers = derive(book)
    assert number(numbers, "growth").value == 0.1
    assert number(numbers, "season").month == datetime.date(2024, 10, 1)


def test_without_months_of_demand_growth_counts_from_the_middle_of_the_period() -> None:
    book = workbook(TEAM | {"referrals": 365}, demand=[plan("2025-04-01", 40, growth=0.04)])
    assert outside(book).value == pytest.approx(1.04 ** (5.5 / 12), rel=0.001)


def test_routes_into_all_areas_are_shared_by_referrals() -> None:
    north = TEAM | {"area": "north", "referrals": 300}
    south = TEAM | {"area": "south", "referrals": 100}
    routes = [{"origin": "ward", "to": "team", "people": 40}]
    book = workbook(north, south, WARD, routes=routes)
    assert outside(book, area="north").value == pytest.approx(270 / 365)
    assert outside(book, area="south").value == pytest.approx(90 / 365)
    own = workbook(north, south, WARD, routes=[routes[0] | {"area": "south"}])
    assert outside(own, area="north").value == pytest.approx(300 / 365)
    assert outside(own, area="south").value == pytest.approx(60 / 365)


def test_the_sheet_ranges_is_in_people_a_month() -> None:
    row = {"service": "team", "item": "outside referrals", "low": 30.4375, "high": 60.875}
    found = outside(workbook(TEAM, ranges=[row]))
    assert (found.low, found.high) == (1, 2)
