"""People who came, went and are there: R1 to R4, and people routed to a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sim.area.derived import Check, Severity
from sim.area.deriving import derive
from sim.area.figures import Workbook
from sim.area.reconciling import reconcile
from tests.area.hand_made import HIDDEN, check, workbook
from tests.area.workbooks import made_up

FINE, WARNING, FAULT = Severity.FINE, Severity.WARNING, Severity.FAULT
TEAM: dict[str, Any] = {
    "key": "team", "places": 210, "referrals": 503, "accepted": 412, "rejected": 88,
    "starts": 381, "discharges": 371, "left_unseen": 21, "undecided_first": 4, "undecided_last": 7,
    "list_first": 40, "list_last": 50, "caseload_first": 190, "caseload_last": 200,
    "caseload_mean": 195,
}  # fmt: skip
ROUTES: list[dict[str, Any]] = [
    {"origin": "team", "to": "nowhere", "people": 371},
    {"origin": "team", "to": "nowhere", "people": 88, "reason": "turned_away"},
    {"origin": "team", "to": "nowhere", "people": 21, "reason": "left_waiting"},
]


def checks(book: Workbook) -> tuple[Check, ...]:
    return reconcile(book, derive(book))


def of(name: str, row: dict[str, Any], **sheets: Any) -> Check:
    return check(checks(workbook(TEAM | row, **sheets)), name)


def test_figures_that_add_up_are_fine() -> None:
    found = checks(workbook(TEAM, routes=ROUTES))
    assert [each.name for each in found] == ["R1", "R2", "R3", "R4", "R4", "R4", "R7"]
    assert {each.severity for each in found} == {FINE}
    assert all(each.left == each.right for each in found[:6])


def test_the_made_up_workbook_has_no_fault() -> None:
    assert not [each for each in checks(made_up()) if each.severity is FAULT]


@given(st.lists(st.integers(0, 2_000), min_size=9, max_size=9))
def test_counts_that_were_kept_in_one_book_agree_exactly(numbers: list[int]) -> None:
    accepted, rejected, more, first, on_list, care, left, starts, gone = numbers
    left = min(left, accepted + on_list)
    starts = min(starts, accepted + on_list - left)
    gone = min(gone, care + starts)
    row = {
        "referrals": accepted + rejected + more, "accepted": accepted, "rejected": rejected,
        "undecided_first": first, "undecided_last": first + more, "starts": starts,
        "left_unseen": left, "discharges": gone, "list_first": on_list,
        "list_last": on_list + accepted - left - starts, "caseload_first": care,
        "caseload_last": care + starts - gone, "places": care + starts,
    }  # fmt: skip
    routes = [
        {"origin": "team", "to": "nowhere", "people": gone},
        {"origin": "team", "to": "nowhere", "people": rejected, "reason": "turned_away"},
        {"origin": "team", "to": "nowhere", "people": left, "reason": "left_waiting"},
    ]
    found = checks(workbook(TEAM | row, routes=routes))
    balances = [each for each in found if each.name in ("R1", "R2", "R3", "R4")]
    assert len(balances) == 6
    assert all(each.left == each.right for each in balances)
    assert {each.severity for each in balances} == {FINE}


@pytest.mark.parametrize(
    ("apart", "severity"), [(5, FINE), (6, WARNING), (15, WARNING), (16, FAULT)]
)
def test_beyond_the_tolerance_it_warns_and_beyond_three_times_it_is_a_fault(
    apart: int, severity: Severity
) -> None:
    found = of("R1", {"caseload_last": 200 + apart})
    assert (found.severity, found.tolerance) == (severity, 5)


def test_five_per_cent_of_the_larger_side_may_be_missing() -> None:
    found = of("R2", {"referrals": 1_003, "accepted": 912})
    assert found.tolerance == pytest.approx(0.05 * 1_003)
    assert of("R2", {"referrals": 953, "accepted": 912}).severity is FINE
    assert of("R2", {"referrals": 950, "accepted": 912}).severity is WARNING


def test_a_hidden_count_adds_two_and_a_half() -> None:
    assert of("R1", {"caseload_first": HIDDEN, "caseload_last": 12}).tolerance == 7.5


def test_counts_that_are_all_multiples_of_5_are_taken_as_rounded() -> None:
    fives = {
        name: 5 * round(value / 5) if isinstance(value, int) else value
        for name, value in TEAM.items()
    }
    assert of("R1", fives).tolerance == 15
    assert of("R1", fives | {"left_unseen": 21}).tolerance == 5


def test_each_sentence_says_the_sum_and_where_to_look() -> None:
    assert of("R1", {}).sentence == (
        "starts − discharges = 381 − 371 = 10, and the caseload changed by 200 − 190 = 10. "
        "They agree within 5."
    )
    assert of("R3", {"list_last": 90}).sentence == (
        "accepted − starts − left unseen = 412 − 381 − 21 = 10, and the list changed by 90 − 40 = "
        "50. They are 40 apart; 5 would be usual. Look at Services!H3, I3, L3, U3 and V3."
    )


def test_figures_that_are_not_there_are_not_checked() -> None:
    row = dict.fromkeys(("caseload_first", "list_first", "undecided_first"), None)
    names = [each.name for each in checks(workbook(TEAM | row))]
    assert names == ["R2", "R7"]


def test_deaths_and_moves_are_followed_by_no_route() -> None:
    routes = [ROUTES[0] | {"people": 300}]
    row = {"ended_died_moved": 71}
    found = of("R4", row, routes=routes)
    assert (found.left, found.right, found.severity) == (300, 300, FINE)
    assert "discharges without 71 who died or moved" in found.sentence


def test_people_in_crisis_are_no_discharges() -> None:
    routes = [*ROUTES[:1], {"origin": "team", "to": "nowhere", "people": 90, "reason": "crisis"}]
    assert of("R4", {}, routes=routes).left == 371


def test_routes_that_are_missing_are_told() -> None:
    found = of("R4", {}, routes=[ROUTES[0] | {"people": 200}])
    assert found.severity is FAULT
    assert found.sentence.endswith("Look at Routes!C3 and Services!J3.")


def test_routes_of_all_areas_balance_all_of_them_together() -> None:
    north, south = TEAM | {"area": "north"}, TEAM | {"area": "south", "discharges": 29}
    found = [
        each
        for each in checks(workbook(north, south, routes=[ROUTES[0] | {"people": 400}]))
        if each.name == "R4"
    ]
    assert [(each.left, each.right) for each in found] == [(400, 400)]
    own = [
        {"origin": "team", "to": "nowhere", "people": people, "area": area}
        for area, people in (("north", 371), ("south", 29))
    ]
    found = [each for each in checks(workbook(north, south, routes=own)) if each.name == "R4"]
    assert [each.left for each in found] == [371, 29]


@pytest.mark.parametrize(
    ("people", "severity"), [(503, None), (504, WARNING), (528, WARNING), (529, FAULT)]
)
def test_no_more_people_are_routed_to_a_service_than_are_referred(
    people: int, severity: Severity | None
) -> None:
    ward = TEAM | {"key": "ward"}
    routes = [{"origin": "ward", "to": "team", "people": people}]
    found: Sequence[Check] = checks(workbook(TEAM, ward, routes=routes))
    told = [each for each in found if each.name == "routes in"]
    assert [each.severity for each in told] == ([] if severity is None else [severity])
    for each in told:
        assert "more people were routed to it than were referred." in each.sentence
        assert each.sentence.endswith("Look at Services!G3 and Routes!C3.")
