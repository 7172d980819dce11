"""Acceptance, attendance and cancelled contacts."""

from __future__ import annotations

from typing import Any

import pytest

from sim.area.columns import Cell
from sim.area.derived import Derived
from sim.area.deriving import derive
from tests.area.hand_made import HIDDEN, number, workbook

TEAM: dict[str, Any] = {
    "key": "team", "referrals": 500, "accepted": 412, "rejected": 88, "starts": 400,
    "discharges": 390, "caseload_mean": 100, "minutes": 60, "places": 200,
}  # fmt: skip
SEEN = TEAM | {"attended": 900, "missed": 100, "cancelled": 250}


def of(item: str, row: dict[str, Any], **sheets: Any) -> Derived:
    return number(derive(workbook(row, **sheets)), item)


def test_acceptance_is_accepted_of_all_on_whom_was_decided() -> None:
    found = of("acceptance", TEAM)
    assert found.value == pytest.approx(0.824)
    assert found.sum == "accepted ÷ (accepted + rejected) = 412 ÷ 500 = 82.4 %"
    assert found.cells == (Cell("Services", "H3"), Cell("Services", "K3"))
    assert not found.assumed


def test_without_rejections_they_are_who_is_neither_accepted_nor_undecided() -> None:
    row = TEAM | {"rejected": None, "undecided_first": 10, "undecided_last": 18}
    found = of("acceptance", row)
    assert found.value == pytest.approx(412 / 492)
    assert found.assumed
    assert "rejected = referrals − accepted − more undecided = 80" in found.sum


def test_more_accepted_than_referred_means_that_nobody_was_rejected() -> None:
    assert of("acceptance", TEAM | {"rejected": None, "referrals": 400}).value == 1


def test_nobody_decided_on_has_no_acceptance() -> None:
    row = TEAM | {"referrals": 0, "accepted": 0, "rejected": 0}
    assert not [each for each in derive(workbook(row)) if each.item == "acceptance"]


@pytest.mark.parametrize("item", ["acceptance", "attendance"])
def test_an_entered_share_wins_and_says_so(item: str) -> None:
    found = of(item, SEEN | {item: 0.7})
    assert (found.value, found.entered, found.low) == (0.7, True, None)
    assert found.sum == "70 %, as written"


def test_attendance_leaves_out_contacts_that_were_cancelled() -> None:
    found = of("attendance", SEEN)
    assert found.value == pytest.approx(0.9)
    assert found.sum == "1 − missed ÷ (attended + missed) = 1 − 100 ÷ 1 000 = 90 %"


def test_the_cancelled_share_is_of_all_contacts() -> None:
    found = of("cancelled share", SEEN)
    assert found.value == pytest.approx(0.2)
    assert found.sum == "cancelled ÷ (attended + missed + cancelled) = 250 ÷ 1 250 = 20 %"


@pytest.mark.parametrize(
    ("item", "field", "value"), [("attendance", "missed", 1), ("cancelled share", "cancelled", 0)]
)
def test_what_is_not_counted_is_taken_not_to_happen(item: str, field: str, value: float) -> None:
    found = of(item, SEEN | {field: None})
    assert (found.value, found.assumed) == (value, True)
    assert "taken for granted" in found.sum


def test_who_is_never_seen_in_contacts_has_no_attendance() -> None:
    items = {each.item for each in derive(workbook(TEAM | {"minutes": None}))}
    assert not items & {"attendance", "cancelled share", "interval"}


def test_a_hidden_count_widens_the_range() -> None:
    few = of("attendance", SEEN | {"missed": 2, "attended": 50})
    hidden = of("attendance", SEEN | {"missed": HIDDEN, "attended": 50})
    assert hidden.value == few.value
    assert (hidden.low or 0) < (few.low or 0)
    assert hidden.high == 1


def test_the_sheet_ranges_wins_over_a_range_that_was_worked_out() -> None:
    row = {"service": "team", "item": "attendance", "low": 0.5, "high": 0.95}
    found = of("attendance", SEEN, ranges=[row])
    assert (found.low, found.high) == (0.5, 0.95)
    assert found.method == "as written in Ranges!E3 and Ranges!F3"
    other = of("attendance", SEEN, ranges=[row | {"service": "ward"}])
    assert other.low != 0.5


def test_a_range_of_its_own_area_wins_over_that_of_all_areas() -> None:
    rows: list[dict[str, Any]] = [
        {"service": "team", "item": "attendance", "low": 0.5, "high": 0.95, "area": "north"},
        {"service": "team", "item": "attendance", "low": 0.6, "high": 0.96},
    ]
    book = workbook(SEEN | {"area": "north"}, SEEN | {"area": "south"}, ranges=rows)
    lows = [each.low for each in derive(book) if each.item == "attendance"]
    assert lows == [0.5, 0.6]
