"""Hours, lists and caseloads fit what a service has: R5 to R7, and missed contacts."""

from __future__ import annotations

from typing import Any

import pytest

from sim.area.derived import Check, Severity
from sim.area.deriving import derive
from sim.area.reconciling import reconcile
from tests.area.hand_made import HIDDEN, check, workbook

FINE, WARNING, FAULT = Severity.FINE, Severity.WARNING, Severity.FAULT
TEAM: dict[str, Any] = {
    "key": "team", "capacity": "staff", "referrals": 400, "accepted": 365, "rejected": 35,
    "starts": 365, "discharges": 365, "caseload_mean": 140, "caseload_last": 140,
    "attended": 3_000, "missed": 650, "cancelled": 0, "minutes": 60, "overhead": 15,
    "agreed_interval": 14, "list_mean": 20, "list_days": 20,
}  # fmt: skip
WARD: dict[str, Any] = {
    "key": "ward", "capacity": "places", "places": 20, "referrals": 40, "accepted": 40,
    "starts": 40, "discharges": 40, "caseload_mean": 18,
}  # fmt: skip


def staff(hours: float = 25, caseload: float = 30) -> list[dict[str, Any]]:
    """Five people, in four WTE of five that are funded."""
    month = {"wte_in_post": 4, "people_in_post": 5, "wte_funded": 5, "leavers": 1}
    hours_and_caseload = {"contact_hours": hours, "caseload": caseload}
    return [{"service": "team", "month": "2024-04-01"} | month | hours_and_caseload]


def of(name: str, row: dict[str, Any], **sheets: Any) -> Check:
    book = workbook(row, **({"staff": staff()} | sheets))
    return check(reconcile(book, derive(book)), name)


def test_hours_wanted_are_contacts_times_their_time_and_hours_available_those_in_post() -> None:
    found = of("R5", TEAM | {"interval": 14})
    contacts = 7 * (140 / 14 + 365 / 2 / 365)
    assert found.left == pytest.approx(contacts * 75 / 60)
    assert found.right == 4 * 25
    assert found.severity is FINE
    assert "= 91.88 ÷ 100 = 91.9 %" in found.sentence


def test_cancelled_contacts_take_no_time() -> None:
    found = of("R5", TEAM | {"interval": 14, "cancelled": 3_650})
    assert found.left == pytest.approx(7 * 10.5 * 0.5 * 75 / 60)


def test_staff_time_stands_in_for_the_length_of_a_contact() -> None:
    found = of("R5", TEAM | {"interval": 14, "staff_minutes": 30})
    assert found.left == pytest.approx(7 * 10.5 * 45 / 60)


@pytest.mark.parametrize(
    ("hours", "severity", "words"),
    [
        (47, WARNING, "more than twice the hours"),
        (45, FINE, "between 50 % and 110 %"),
        (21, FINE, "between 50 % and 110 %"),
        (20, WARNING, "contacts will come late"),
    ],
)
def test_a_diary_that_is_empty_or_too_full_only_warns(
    hours: float, severity: Severity, words: str
) -> None:
    found = of("R5", TEAM | {"interval": 14}, staff=staff(hours))
    assert found.severity is severity
    assert words in found.sentence


def test_the_mean_list_is_as_long_as_people_who_join_it_wait() -> None:
    found = of("R6", TEAM)
    assert (found.left, found.right, found.severity) == (20, 20, FINE)
    assert found.sentence == (
        "mean list = 20, and accepted ÷ days × mean time on the list = 365 ÷ 365 × 20 = 20. "
        "They agree within 25 %."
    )


@pytest.mark.parametrize(("days", "severity"), [(15, FINE), (14.9, WARNING), (26.7, WARNING)])
def test_beyond_a_quarter_the_law_of_little_only_warns(days: float, severity: Severity) -> None:
    assert of("R6", TEAM | {"list_days": days}).severity is severity


def test_a_mean_list_that_follows_from_the_time_on_it_is_not_held_against_it() -> None:
    book = workbook(TEAM | {"list_mean": None}, staff=staff())
    assert not [each for each in reconcile(book, derive(book)) if each.name == "R6"]


@pytest.mark.parametrize(("people", "severity"), [(20, FINE), (21, FAULT)])
def test_more_people_in_care_than_places_is_a_fault(people: int, severity: Severity) -> None:
    found = of("R7", WARD | {"caseload_last": people}, staff=[])
    assert (found.severity, found.left, found.right) == (severity, people, 20)


def test_bands_say_how_many_are_in_care() -> None:
    bands = [
        {"service": "ward", "weeks_from": 4 * at, "weeks_to": 4 * at + 4, "people": people}
        for at, people in enumerate((15, HIDDEN, HIDDEN))
    ]
    assert of("R7", WARD, caseload=bands, staff=[]).left == 19
    assert of("R7", WARD | {"caseload_last": 22}, caseload=bands, staff=[]).left == 22


@pytest.mark.parametrize(("people", "severity"), [(150, FINE), (151, WARNING)])
def test_more_people_than_workers_take_warns_as_the_run_can_begin(
    people: int, severity: Severity
) -> None:
    found = of("R7", TEAM | {"caseload_last": people})
    assert found.right == 6.25 * 24
    assert found.severity is severity


def test_endings_by_missed_contacts_are_as_common_as_so_many_in_a_row() -> None:
    row = TEAM | {"attended": 8_000, "missed": 2_000, "missed_in_a_row": 3, "ended_missed": 64}
    found = of("missed in a row", row)
    assert found.right == pytest.approx(10_000 * 0.8 * 0.008 / 0.992)
    assert found.severity is FINE
    told = of("missed in a row", row | {"ended_missed": 200})
    assert told.severity is WARNING
    assert "another number in a row may fit" in told.sentence
    assert of("missed in a row", row | {"attended": 0}).right == pytest.approx(2_000 / 3)


def test_people_who_wait_beside_room_are_told_as_the_model_takes_them_in_at_once() -> None:
    waiting = WARD | {"places": 25, "caseload_last": 18, "list_last": 6}
    found = of("room", waiting)
    assert found.severity is WARNING
    assert found.sentence.startswith("6 people wait, though there is room for 7 more: 18 are in")
    assert "so its list will be shorter than yours" in found.sentence
    assert "there is room for 5 posts × 40 = 200" not in found.sentence
    team = TEAM | {"list_last": 12}
    assert (
        "there is room for 6.25 posts × 24 = 150"
        in of("room", team | {"caseload_last": 100}).sentence
    )


@pytest.mark.parametrize("few", [{"list_last": 4}, {"caseload_last": 24}, {"list_last": None}])
def test_a_short_list_or_a_full_service_is_not_told(few: dict[str, Any]) -> None:
    row = WARD | {"places": 25, "caseload_last": 18, "list_last": 6} | few
    book = workbook(row)
    assert "room" not in {each.name for each in reconcile(book, derive(book))}


def test_hours_are_those_of_contacts_as_delivered_where_the_interval_follows_from_them() -> None:
    seen = TEAM | {"attended": 2_000, "missed": 200, "agreed_interval": None}
    book = workbook(seen, staff=staff(hours=30))
    numbers = {each.item: each for each in derive(book)}
    found = check(reconcile(book, derive(book)), "R5")
    contacts = 7 * (140 / numbers["delivered interval"].value + 365 / 2 / 365)
    assert numbers["interval"].value < numbers["delivered interval"].value
    assert found.left == pytest.approx(contacts * 75 / 60)
