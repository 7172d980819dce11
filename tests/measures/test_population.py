"""Who is there, and rates that would depend on how long a run is."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.engines import fast
from sim.measures import measure
from sim.measures.catalogue import describe
from sim.resolved import Resolved
from sim.units import DAY, YEAR
from tests.engines.worlds import SEEKING_THE_FIRST, STEADY_NEED, world
from tests.measures.streaming.comparing import assert_same, seen_through

ONE_DAY = (
    "people: {arrivals: {x: {rate: 10 per day, to: one}}}\n",
    "services: {one: {ends: {stay: 1 day}}}\n",
)
NEWCOMERS = (
    STEADY_NEED,
    SEEKING_THE_FIRST,
    "services: {first: {ends: {stay: 1 day}, costs: {place_day: 5}}}\nprice_year: 2024\n",
)


def years(resolved: Resolved, many: int) -> Resolved:
    """The same arm for so many years, measured from the start."""
    longer = resolved._replace(numbers=resolved.numbers._replace(closes=many * YEAR))
    return seen_through(longer, 0, many * YEAR)


def values(resolved: Resolved) -> dict[str, float]:
    run = fast.run(resolved, 1, 0)
    assert_same(run, resolved, run.log)
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}


def test_a_rate_per_person_year_of_a_network_is_the_same_for_one_year_and_four(
    tmp_path: Path,
) -> None:
    resolved = world(tmp_path, *ONE_DAY)

    one, four = (values(years(resolved, many)) for many in (1, 4))

    # Everybody starts once and stays a day: one start per day there, but for the last day's.
    assert one["spells"] == pytest.approx(YEAR / DAY, rel=0.005)
    assert four["spells"] == pytest.approx(one["spells"], rel=0.005)
    assert four["person_years"] == pytest.approx(4 * one["person_years"], rel=0.05)


def test_people_who_left_are_one_figure(tmp_path: Path) -> None:
    resolved = years(world(tmp_path, *ONE_DAY, "leaving: {death: 20 per year}\n"), 1)
    run = fast.run(resolved, 1, 0)

    found = values(resolved)

    still_there = len(run.people) - found["people_left"]
    assert 3500 < found["people_left"] < 3900
    assert 0 < still_there < 30


def test_rates_are_withheld_where_people_with_needs_only_come(tmp_path: Path) -> None:
    more = world(tmp_path, "people: {cohort: 50, arrivals: {x: {rate: 50 per year}}}\n", *NEWCOMERS)

    found = values(years(more, 1))

    rates = {name for name in found if describe(name).unit.endswith("person-year")}
    assert {"unmet_need_days", "spells", "handoffs", "cost", "crisis_days"} <= rates
    assert all(math.isnan(found[name]) for name in rates)
    assert found["spells.first"] > 0
    assert found["covered_share"] >= 0
    assert found["person_years"] > 50


def test_rates_stand_where_as_many_leave_as_come(tmp_path: Path) -> None:
    steady = (
        "people: {cohort: 50, arrivals: {x: {rate: 25 per year}}}\nleaving: {death: 0.5 per year}\n"
    )

    found = values(years(world(tmp_path, steady, *NEWCOMERS), 1))

    assert found["unmet_need_days"] > 0
    assert found["spells"] > 0
