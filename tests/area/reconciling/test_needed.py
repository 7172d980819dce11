"""What a model cannot do without is a fault, and what would mislead is told."""

from __future__ import annotations

from typing import Any

import pytest

from sim.area.derived import Check, Severity
from sim.area.deriving import derive
from sim.area.reconciling import reconcile
from tests.area.hand_made import workbook

TEAM: dict[str, Any] = {
    "key": "team", "capacity": "staff", "referrals": 400, "accepted": 365, "starts": 365,
    "discharges": 365, "caseload_mean": 140, "minutes": 60, "agreed_interval": 14,
    "left_unseen": 3, "list_mean": 4,
}  # fmt: skip
MONTH: dict[str, Any] = {
    "service": "team", "month": "2024-04-01", "wte_in_post": 4, "wte_funded": 5, "leavers": 1,
    "contact_hours": 40, "caseload": 40,
}  # fmt: skip


def told(row: dict[str, Any], month: dict[str, Any] | None = None, staff: bool = True) -> Any:
    book = workbook(TEAM | row, staff=[MONTH | (month or {})] if staff else [])
    found: list[Check] = [
        each
        for each in reconcile(book, derive(book))
        if each.name[0] != "R" and each.severity is not Severity.FINE
    ]
    return [(each.severity, each.sentence, [str(cell) for cell in each.cells]) for each in found]


def test_a_service_of_which_all_is_known_needs_nothing() -> None:
    assert told({}) == []


@pytest.mark.parametrize(
    ("row", "sentence", "field"),
    [
        (
            {"caseload_mean": None},
            "How long people stay is not known. Write the caseload, or `stay`.",
            "caseload_mean",
        ),
        (
            {"minutes": None},
            "How long a contact lasts is not known. Write its minutes.",
            "minutes",
        ),
        (
            {"agreed_interval": None},
            "How often people are seen is not known. Write the contacts that were attended and the "
            "caseload, or the agreed interval.",
            "agreed_interval",
        ),
        (
            {"capacity": "places"},
            "It is limited by places. Write how many there are.",
            "places",
        ),
    ],
)
def test_what_is_missing_of_a_service_is_a_fault(
    row: dict[str, Any], sentence: str, field: str
) -> None:
    cell = workbook(TEAM).services[0].cell(field)
    assert told(row) == [(Severity.FAULT, sentence, [str(cell)])]


def test_a_team_without_staff_is_a_fault() -> None:
    ((severity, sentence, _),) = told({}, staff=False)
    assert severity is Severity.FAULT
    assert sentence == "It is limited by its staff. Write a row in the sheet Staff for each month."


def test_a_team_whose_hours_are_not_written_is_a_fault() -> None:
    ((severity, sentence, _),) = told({}, {"contact_hours": None})
    assert severity is Severity.FAULT
    assert sentence.endswith("Write contact hours per WTE in the sheet Staff.")


def test_a_team_whose_caseload_nothing_tells_is_a_fault() -> None:
    assert told({}, {"caseload": None}) == []
    ((severity, sentence, _),) = told({"stay": 9, "caseload_mean": None}, {"caseload": None})
    assert severity is Severity.FAULT
    assert sentence.endswith("Write caseload per WTE in the sheet Staff.")


def test_vacancies_that_the_model_will_not_have_are_told() -> None:
    ((severity, sentence, cells),) = told({}, {"wte_funded": None})
    assert severity is Severity.WARNING
    assert sentence.startswith("No WTE funded is written, so no post is empty in the model, ever.")
    assert cells == ["Staff!F3"]
    ((severity, sentence, _),) = told({}, {"leavers": 0})
    assert severity is Severity.WARNING
    assert sentence.startswith("Posts are empty, but nobody leaves")


def test_a_list_from_which_nobody_can_have_left_is_told() -> None:
    ((severity, sentence, _),) = told({"list_mean": 0})
    assert severity is Severity.WARNING
    assert sentence.startswith("3 people left the list, on which nobody was on average.")


def test_people_who_wait_for_what_nothing_limits_are_told() -> None:
    row = {"capacity": "unlimited", "list_last": 8}
    ((severity, sentence, _),) = told(row)
    assert severity is Severity.WARNING
    assert sentence.endswith("Say what limits it: places or staff.")


def test_a_sheet_that_has_a_service_whole_which_stands_by_areas_is_a_fault() -> None:
    north = TEAM | {"area": "north", "capacity": "unlimited"}
    demand = [{"service": "team", "month": "2024-04-01", "referrals": 30}]
    book = workbook(north, north | {"area": "south"}, demand=demand)
    found = [each for each in reconcile(book, derive(book)) if each.name == "needed"]
    assert [(each.severity, each.sentence) for each in found] == [
        (
            Severity.FAULT,
            "The sheet Demand has `team` as a whole, and the sheet Services by areas. Write the "
            "area of each row.",
        )
    ]


def test_staff_by_areas_of_a_service_that_is_whole_are_a_fault_and_bands_are_not() -> None:
    bands = [
        {"service": "team", "area": area, "weeks_from": 0, "weeks_to": 4, "people": 2}
        for area in ("north", "south")
    ]
    book = workbook(TEAM, staff=[MONTH | {"area": "north"}], waiting=bands)
    told = [each.sentence for each in reconcile(book, derive(book)) if each.name == "needed"]
    assert any("The sheet Staff has `team` by areas" in each for each in told)
    assert not any("Waiting list" in each for each in told)
