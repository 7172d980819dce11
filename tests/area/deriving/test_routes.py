"""Shares of routes by reason."""

from __future__ import annotations

from typing import Any

from sim.area.derived import Derived
from sim.area.deriving import derive
from sim.area.figures import Workbook
from tests.area.hand_made import workbook

TEAM: dict[str, Any] = {
    "key": "team", "places": 100, "referrals": 500, "accepted": 412, "rejected": 88, "starts": 400,
    "discharges": 100, "caseload_mean": 100,
}  # fmt: skip
WARD = TEAM | {"key": "ward", "discharges": 0, "rejected": 0}


def way(to: str, people: float, reason: str | None = None, **more: Any) -> dict[str, Any]:
    return {"origin": "team", "to": to, "people": people, "reason": reason} | more


def shares(book: Workbook, reason: str, area: str | None = None) -> dict[str, float]:
    return {each.to or "": each.value for each in ways(book, reason, area)}


def ways(book: Workbook, reason: str, area: str | None = None) -> list[Derived]:
    key = ("route", "team", reason, area)
    return [
        each for each in derive(book) if (each.item, each.service, each.reason, each.area) == key
    ]


def test_people_who_are_discharged_go_by_finished_settled() -> None:
    book = workbook(TEAM, WARD, routes=[way("ward", 25), way("nowhere", 75)])
    assert shares(book, "finished_settled") == {"ward": 0.25, "nowhere": 0.75}
    assert not ways(book, "finished_in_need")
    assert ways(book, "finished_settled")[0].sum == "25 of 100 who left for this reason = 25 %"
    assert ways(book, "finished_settled")[0].method == "Beta(½, ½) after 25 and 75"


def test_in_an_area_with_needs_they_go_by_finished_in_need_too() -> None:
    routes = [way("ward", 25), way("nowhere", 75)]
    book = workbook(TEAM, WARD, routes=routes, about={"extends": "needs.yaml"})
    assert shares(book, "finished_in_need") == shares(book, "finished_settled")


def test_without_needs_who_left_in_need_has_just_left_and_nobody_is_in_crisis() -> None:
    routes = [way("ward", 25, "finished_in_need"), way("nowhere", 75), way("ward", 9, "crisis")]
    book = workbook(TEAM, WARD, routes=routes)
    assert shares(book, "finished_settled") == {"ward": 0.25, "nowhere": 0.75}
    assert not ways(book, "crisis")


def test_outside_is_nowhere() -> None:
    routes = [way("ward", 20), way("outside", 30), way("nowhere", 50)]
    book = workbook(TEAM, WARD, routes=routes)
    assert shares(book, "finished_settled") == {"ward": 0.2, "nowhere": 0.8}


def test_a_reason_without_a_row_leads_nowhere_and_that_is_taken_for_granted() -> None:
    book = workbook(TEAM, WARD)
    for reason in ("turned_away", "finished_settled"):
        (found,) = ways(book, reason)
        assert (found.to, found.value, found.assumed) == ("nowhere", 1, True)
    assert not ways(book, "left_waiting")


def test_missed_contacts_without_a_row_go_where_the_others_go() -> None:
    routes = [way("ward", 25), way("nowhere", 75)]
    book = workbook(TEAM | {"missed_in_a_row": 3}, WARD, routes=routes)
    assert shares(book, "missed_contacts") == {"ward": 0.25, "nowhere": 0.75}
    assert all(each.assumed for each in ways(book, "missed_contacts"))


def test_missed_contacts_are_endings_like_others_where_no_number_of_them_ends_care() -> None:
    routes = [way("ward", 25), way("nowhere", 25), way("nowhere", 50, "missed_contacts")]
    book = workbook(TEAM, WARD, routes=routes)
    assert shares(book, "finished_settled") == {"ward": 0.25, "nowhere": 0.75}
    apart = workbook(TEAM | {"missed_in_a_row": 3}, WARD, routes=routes)
    assert shares(apart, "finished_settled") == {"ward": 0.5, "nowhere": 0.5}
    assert shares(apart, "missed_contacts") == {"nowhere": 1}


def test_a_row_may_say_its_range_in_people() -> None:
    routes = [way("ward", 25, low=10, high=40), way("nowhere", 75)]
    found = ways(workbook(TEAM, WARD, routes=routes), "finished_settled")[0]
    assert (found.low, found.high) == (0.1, 0.4)


def test_rows_of_one_area_are_those_of_its_service() -> None:
    north, south = TEAM | {"area": "north"}, TEAM | {"area": "south"}
    routes = [
        way("ward", 30, area="north"),
        way("nowhere", 10, area="north"),
        way("nowhere", 40, area="south"),
    ]
    book = workbook(north, south, WARD, routes=routes)
    assert shares(book, "finished_settled", "north") == {"ward": 0.75, "nowhere": 0.25}
    assert shares(book, "finished_settled", "south") == {"nowhere": 1}


def test_rows_without_an_area_are_those_of_each() -> None:
    north, south = TEAM | {"area": "north"}, TEAM | {"area": "south"}
    book = workbook(north, south, WARD, routes=[way("ward", 30), way("nowhere", 10)])
    assert shares(book, "finished_settled", "north") == {"ward": 0.75, "nowhere": 0.25}
    assert shares(book, "finished_settled", "south") == {"ward": 0.75, "nowhere": 0.25}
