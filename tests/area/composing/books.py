"""A small area for tests: a team with a list, and a ward. Its figures add up."""

from __future__ import annotations

from typing import Any

from sim.area.composing import Composed, compose
from sim.area.deriving import derive
from sim.area.figures import Workbook
from tests.area.hand_made import workbook

Values = dict[str, Any]
TEAM: Values = {
    "key": "team", "label": "Community team", "capacity": "staff",
    "referrals": 365, "accepted": 292, "rejected": 73, "starts": 219, "left_unseen": 73,
    "discharges": 219, "attended": 2_340, "missed": 260, "cancelled": 0,
    "list_first": 40, "list_last": 40, "list_mean": 40,
    "caseload_first": 100, "caseload_last": 100, "caseload_mean": 100,
    "minutes": 60, "overhead": 15, "decision_wait": 5,
}  # fmt: skip
WARD: Values = {
    "key": "ward", "label": "Ward", "capacity": "places", "places": 10,
    "referrals": 146, "accepted": 146, "rejected": 0, "starts": 146, "discharges": 146,
    "list_first": 1, "list_last": 1, "list_mean": 1,
    "caseload_first": 8, "caseload_last": 8, "caseload_mean": 8,
}  # fmt: skip
STAFF: Values = {
    "service": "team", "month": "2025-03-01", "wte_in_post": 6.4, "people_in_post": 8,
    "wte_funded": 7.2, "leavers": 0.2, "contact_hours": 15, "caseload": 16,
}  # fmt: skip
ROUTES: tuple[Values, ...] = (
    {"origin": "team", "to": "ward", "people": 22},
    {"origin": "team", "to": "nowhere", "people": 197},
    {"origin": "ward", "to": "team", "people": 73},
    {"origin": "ward", "to": "nowhere", "people": 73},
)


def small(*services: Values, **sheets: Any) -> Workbook:
    """The workbook of the small area; services and sheets that are given replace its own."""
    own: dict[str, Any] = {"staff": [STAFF], "routes": ROUTES}
    return workbook(*(services or (TEAM, WARD)), **{**own, **sheets})


def composed(book: Workbook) -> Composed:
    """The scenario of a workbook."""
    return compose(book, derive(book), "area.xlsx")


def what_if(item: str, value: float | str, on: str, **values: Any) -> Values:
    """A change that the arm `more` makes to the team."""
    return {"arm": "more", "service": "team", "item": item, "value": value, "starts": on, **values}
