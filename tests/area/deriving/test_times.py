"""Stay, patience and the interval between contacts."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.area.derived import Derived
from sim.area.deriving import derive
from sim.area.deriving.waiting_for_staff import falls_due_after
from tests.area.hand_made import number, workbook

TEAM: dict[str, Any] = {
    "key": "team", "capacity": "staff", "referrals": 500, "accepted": 412, "starts": 400,
    "discharges": 365, "caseload_mean": 100, "list_mean": 20, "left_unseen": 73,
}  # fmt: skip
SEEN = TEAM | {
    "attended": 3_000, "missed": 500, "cancelled": 350, "minutes": 60, "caseload_mean": 150,
}  # fmt: skip
"""150 × 365 ÷ (3 850 − 200) = 15 days."""


def months(hours: float) -> list[dict[str, Any]]:
    """A year of five people in five WTE."""
    return [
        {
            "service": "team", "month": f"2024-{month:02d}-01", "wte_in_post": 5,
            "people_in_post": 5, "wte_funded": 5, "contact_hours": hours, "caseload": 40,
        }
        for month in range(4, 13)
    ]  # fmt: skip


def of(item: str, row: dict[str, Any], **sheets: Any) -> Derived:
    return number(derive(workbook(row, **sheets)), item)


# --- stay ---


def test_the_mean_stay_is_days_in_care_by_endings() -> None:
    found = of("stay", TEAM)
    assert found.value == pytest.approx(100)
    assert found.sum == "mean caseload × days ÷ discharges = 100 × 365 ÷ 365 = 100 days"
    assert found.method == "Poisson of 365 endings"


def test_endings_by_stay_alone_count_where_they_are_told_apart() -> None:
    row = TEAM | {"ended_by_stay": 200, "ended_missed": 100, "missed_in_a_row": 3}
    assert of("stay", row).value == pytest.approx(36_500 / 200)


def test_other_endings_are_taken_off_where_endings_by_stay_are_not_counted() -> None:
    row = TEAM | {"ended_missed": 100, "ended_died_moved": 65, "missed_in_a_row": 3}
    found = of("stay", row)
    assert found.value == pytest.approx(36_500 / 200)
    assert "(discharges − other endings)" in found.sum


def test_endings_by_missed_contacts_count_where_no_number_of_them_ends_care() -> None:
    found = of("stay", TEAM | {"ended_by_stay": 200, "ended_missed": 100})
    assert found.value == pytest.approx(36_500 / 300)
    assert "endings by stay and missed contacts" in found.sum


def test_the_mean_of_first_and_last_day_stands_in_for_the_mean_and_widens_the_range() -> None:
    exact = of("stay", TEAM)
    found = of("stay", TEAM | {"caseload_mean": None, "caseload_first": 90, "caseload_last": 110})
    assert found.value == exact.value
    assert "(90 + 110) ÷ 2" in found.sum
    assert found.method.endswith("and a mean from few days")
    assert (found.low or 0) < (exact.low or 0) < (exact.high or 0) < (found.high or 0)
    assert not found.assumed


@pytest.mark.parametrize(
    ("known", "value", "why"),
    [
        ({"caseload_last": 90}, 90, "the one day that is known"),
        ({"capacity": "places", "places": 80}, 80, "it was always full"),
    ],
)
def test_what_is_known_of_one_day_only_is_taken_for_granted(
    known: dict[str, Any], value: float, why: str
) -> None:
    found = of("stay", TEAM | {"caseload_mean": None} | known)
    assert found.value == pytest.approx(value)
    assert found.assumed
    assert why in found.sum


def test_bands_tell_the_caseload_where_nothing_else_does() -> None:
    bands = [{"service": "team", "weeks_from": 0, "weeks_to": 4, "people": 70}]
    found = of("stay", TEAM | {"caseload_mean": None}, caseload=bands)
    assert (found.value, found.assumed) == (70, True)


def test_who_never_left_stays_for_ever_and_that_is_taken_for_granted() -> None:
    found = of("stay", TEAM | {"discharges": 0})
    assert (found.value, found.assumed, found.low) == (math.inf, True, None)


def test_without_a_caseload_there_is_no_stay_unless_it_is_written() -> None:
    row = TEAM | {"caseload_mean": None}
    assert "stay" not in {each.item for each in derive(workbook(row))}
    assert of("stay", row | {"stay": 42}).value == 42


# --- patience ---


def test_patience_is_days_on_the_list_by_people_who_left_it_unseen() -> None:
    found = of("patience", TEAM)
    assert found.value == pytest.approx(100)
    assert found.sum == "mean list × days ÷ left unseen = 20 × 365 ÷ 73 = 100 days"


def test_the_mean_list_follows_from_the_time_on_it() -> None:
    found = of("patience", TEAM | {"list_mean": None, "list_days": 365 * 20 / 412})
    assert found.value == pytest.approx(100)
    assert "412 accepted ÷ 365" in found.sum


@pytest.mark.parametrize(
    ("row", "assumed"),
    [({"left_unseen": 0}, False), ({"left_unseen": None}, True), ({"list_mean": 0}, True)],
)
def test_nobody_who_left_means_never(row: dict[str, Any], assumed: bool) -> None:
    found = of("patience", TEAM | row)
    assert (found.value, found.assumed) == (math.inf, assumed)


def test_nobody_waits_where_nothing_is_limited() -> None:
    items = {each.item for each in derive(workbook(TEAM | {"capacity": "unlimited"}))}
    assert "patience" not in items


# --- interval ---


def test_the_delivered_interval_takes_off_half_a_contact_for_each_start() -> None:
    found = of("delivered interval", SEEN)
    assert found.value == pytest.approx(15)
    assert "150 × 365 ÷ (3 850 − ½ × 400) = 15 days" in found.sum


def test_with_room_in_the_diary_it_is_used_without_what_contacts_wait() -> None:
    book = workbook(SEEN, staff=months(hours=20))
    numbers = derive(book)
    found = number(numbers, "interval")
    assert found.value == pytest.approx(falls_due_after(15 - 0.5 * 7 / 20))
    assert (found.low or 0) < found.value - 7 / 40
    assert found.value + 7 / 40 < (found.high or 0)
    assert "the diary is 67.1 % full; without 0.175 days" in found.sum
    assert not found.assumed
    assert number(numbers, "delivered interval").value == pytest.approx(15)


def test_with_a_full_diary_the_agreed_interval_is_used() -> None:
    found = of("interval", SEEN | {"agreed_interval": 14}, staff=months(hours=14))
    assert (found.value, found.entered) == (14, True)
    assert "the diary is 95.9 % full, so contacts come late" in found.sum


def test_with_a_full_diary_and_no_agreed_interval_the_delivered_one_is_taken_for_granted() -> None:
    found = of("interval", SEEN, staff=months(hours=14))
    assert found.value == pytest.approx(15)
    assert found.assumed


def test_an_agreed_interval_gives_way_to_what_is_delivered_where_there_is_room() -> None:
    found = of("interval", SEEN | {"agreed_interval": 28}, staff=months(hours=20))
    assert found.value == pytest.approx(14.5, rel=0.02)


def test_without_a_diary_the_delivered_interval_is_used() -> None:
    assert of("interval", SEEN).value == pytest.approx(15)


def test_without_contacts_the_agreed_interval_is_used() -> None:
    found = of("interval", TEAM | {"agreed_interval": 21, "minutes": 50})
    assert (found.value, found.entered) == (21, True)


def test_an_entered_interval_wins() -> None:
    found = of("interval", SEEN | {"interval": 10, "agreed_interval": 14})
    assert (found.value, found.entered) == (10, True)


def test_numbers_that_the_model_needs_as_they_are_are_passed_on() -> None:
    row = SEEN | {
        "places": 9, "staff_minutes": 70, "overhead": 15, "decision_wait": 4, "missed_in_a_row": 3,
    }  # fmt: skip
    numbers = {each.item: each for each in derive(workbook(row)) if each.entered}
    assert {item: each.value for item, each in numbers.items()} == {
        "places": 9, "contact": 60, "staff time": 70, "overhead": 15, "decision wait": 4,
        "missed in a row": 3,
    }  # fmt: skip
    assert numbers["overhead"].sum == "15 minutes, as written"


def test_deaths_and_moves_are_a_rate_of_all_services_together() -> None:
    ward = TEAM | {"key": "ward", "capacity": "places", "caseload_mean": 20}
    book = workbook(
        TEAM | {"ended_died_moved": 10}, ward | {"ended_died_moved": 2}, ward | {"key": "other"}
    )
    found = number(derive(book), "leaving")
    assert found.service == ""
    assert found.value == pytest.approx(12 / 365 / 120)
    assert found.sum.endswith("12 ÷ (120 × 365) = 0.1001 a year")
    assert not [each for each in derive(workbook(TEAM)) if each.item == "leaving"]
