"""How many people are to be expected, against sums by hand and against runs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Window
from sim.resolved import Resolved
from sim.rules.population import expected_arrivals, expected_people, outgrows, still_here
from sim.units import FOREVER, YEAR
from tests.engines.worlds import SEEKING_THE_FIRST, STEADY_NEED, world

SERVICES = "services: {first: {ends: {stay: 1 day}}}\n"


def newcomers(folder: Path, *texts: str, cohort: int = 100, rate: str = "100 per year") -> Resolved:
    """People with needs who come to the community at a rate, beside a cohort."""
    people = f"people: {{cohort: {cohort}, arrivals: {{x: {{rate: {rate}}}}}}}\n"
    return world(folder, people, STEADY_NEED, SEEKING_THE_FIRST, SERVICES, *texts)


def test_nobody_leaves_and_everybody_who_came_is_there() -> None:
    begins, rates = np.array([0, 100, FOREVER]), np.array([0.5, 2.0, 0.0])

    assert still_here(begins, rates, 0.0, 60) == 30
    assert still_here(begins, rates, 0.0, 150) == 50 + 100


def test_who_came_leaves_at_the_rate_and_the_number_tends_to_arrivals_by_rate() -> None:
    begins, rates = np.array([0]), np.array([2.0])

    assert still_here(begins, rates, 0.01, 100) == pytest.approx(200 * (1 - math.exp(-1)))
    assert still_here(begins, rates, 0.01, 10_000) == pytest.approx(200)


def test_people_of_groups_leave_at_their_own_rates(tmp_path: Path) -> None:
    people = """
    people:
      cohort: 1000
      arrivals: {x: {rate: 10 per year, group: goes}}
      groups:
        stays: {share: 0.5}
        goes: {share: 0.5, overrides: {leaving: {moving_away: 1 per year}}}
    """
    resolved = world(tmp_path, people, STEADY_NEED, SEEKING_THE_FIRST, SERVICES)

    there = expected_people(resolved, YEAR)

    assert there == pytest.approx(500 + 500 * math.exp(-1) + 10 * (1 - math.exp(-1)))


def test_runs_have_as_many_people_as_are_expected(tmp_path: Path) -> None:
    resolved = newcomers(tmp_path, "leaving: {moving_away: 0.3 per year}\n", rate="2000 per year")
    numbers = resolved.numbers._replace(closes=3 * YEAR)

    run = fast.run(resolved._replace(numbers=numbers), 1, 0)

    there = len(run.people) - np.count_nonzero(run.log["event"] == EventKind.EXITED)
    expected = expected_people(resolved, 3 * YEAR)
    assert abs(there - expected) < 4 * math.sqrt(expected)
    came = len(run.people) - 100
    assert abs(came - expected_arrivals(resolved, 3 * YEAR)) < 4 * math.sqrt(6000)


def test_half_as_many_people_again_over_the_window_are_too_many(tmp_path: Path) -> None:
    resolved = newcomers(tmp_path)  # 100 at first, 100 a year, and nobody leaves

    assert not outgrows(resolved, Window(0, YEAR // 2 - 10))
    assert outgrows(resolved, Window(0, YEAR // 2 + 10))
    assert not outgrows(resolved, Window(4 * YEAR, 5 * YEAR))  # from 500 to 600


def test_from_nobody_to_somebody_is_growth_and_a_closed_cohort_is_none(tmp_path: Path) -> None:
    assert outgrows(newcomers(tmp_path, cohort=0), Window(0, YEAR))
    assert not outgrows(newcomers(tmp_path, rate="0 per year"), Window(0, YEAR))


def test_without_needs_only_who_is_led_to_no_service_stays(tmp_path: Path) -> None:
    to_service = world(
        tmp_path, "people: {arrivals: {x: {rate: 9 per day, to: first}}}\n", SERVICES
    )
    nowhere = "people: {arrivals: {x: {rate: 9 per day, to: first}, y: {rate: 1 per day}}}\n"
    to_community = world(tmp_path, nowhere, SERVICES)

    assert expected_people(to_service, YEAR) == 0
    assert not outgrows(to_service, Window(0, YEAR))
    assert expected_people(to_community, YEAR) == pytest.approx(365.25)
    assert outgrows(to_community, Window(0, YEAR))
