"""What was observed becomes targets: written ones, and counts that are measures of the model."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.area.composing import Target
from tests.area.composing.books import TEAM, WARD, composed, small


def found(targets: list[Target], name: str) -> Target:
    """The target of a name."""
    (target,) = [each for each in targets if each.name == name]
    return target


def test_counts_of_the_services_are_compared_as_rates_a_year() -> None:
    targets = composed(small()).targets
    referrals = found(targets, "referrals_team")
    assert (referrals.measure, referrals.service) == ("referrals.{service}", "team")
    assert referrals.value == pytest.approx(365 * 365.25 / 365, rel=1e-3)
    off = 1.645 * math.sqrt(365) * 365.25 / 365
    assert (referrals.low, referrals.high) == pytest.approx(
        (referrals.value - off, referrals.value + off), rel=2e-3
    )


def test_a_figure_from_which_a_number_was_worked_out_is_no_check() -> None:
    roles = {each.name: each.role for each in composed(small()).targets}
    assert roles["in_service_team"] == "fit"  # it gave the stay
    assert roles["list_length_team"] == "fit"  # it gave the patience
    assert roles["spells_team"] == "check"
    assert roles["list_length_ward"] == "check"


def test_a_figure_is_a_check_where_the_number_is_written() -> None:
    targets = composed(small({**TEAM, "stay": 150}, WARD)).targets
    assert found(targets, "in_service_team").role == "check"


@pytest.mark.parametrize(
    ("row", "measure", "ends"),
    [
        ({"measure": "list_length", "value": 45, "low": 40, "high": 50},
         "list_length.{service}", (40, 50)),
        ({"measure": "wait_to_start.mean", "value": 90, "standard_error": 10},
         "wait_to_start.{service}.mean", (73.55, 106.4)),
        ({"measure": "missed_contacts", "value": 0.1, "n": 900},
         "missed_contacts.{service}", (0.0836, 0.1165)),
        ({"measure": "referrals", "value": 400, "n": 400}, "referrals.{service}", (367.1, 432.9)),
    ],
)  # fmt: skip
def test_a_row_of_observed_has_its_range_or_one_from_its_error(
    row: dict[str, Any], measure: str, ends: tuple[float, float]
) -> None:
    targets = composed(small(observed=[{"service": "team", **row}])).targets
    target = found(targets, "observed_1")
    assert target.measure == measure
    assert (target.low, target.high) == pytest.approx(ends, abs=0.06, rel=1e-3)
    assert target.role == "check"


def test_what_is_written_stands_for_what_is_counted() -> None:
    row = {"service": "team", "measure": "list_length", "value": 45, "low": 40, "high": 50}
    targets = composed(small(observed=[row])).targets
    assert [each.name for each in targets if each.measure.startswith("list_length")] == [
        "observed_1",
        "list_length_ward",
    ]
