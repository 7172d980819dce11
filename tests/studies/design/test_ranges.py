"""Ranges that scenarios give beside numbers."""

from pathlib import Path

import pytest

from sim.scenario import Scenario, load
from sim.scenario.written_ranges import ranges_in
from sim.studies.design import every_range
from sim.studies.design.amounts import RangeFault
from sim.studies.design.levers import lever
from tests.scenarios.shipped import FOLDER

SHIPPED = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_number_with_a_range_is_varied_unless_no_arm_has_its_mechanism_switched_so(
    path: Path,
) -> None:
    scenario = load(path)
    levers = every_range(scenario, scenario.arm_names)
    varied = {name for each in levers for name in (each.name, *each.paths)}  # several together
    for name in ranges_in(scenario.tree):
        first, mechanism, side, *_ = (*name.split("."), "", "")
        used = first != "mechanisms" or any(
            (mechanism in arm.mechanisms) == (side == "on") for arm in scenario.arms.values()
        )
        used = used and first != "targets"  # no run reads them
        assert (name in varied) == used, name


EXAMPLE = Path(__file__).parents[2] / "scenario" / "example.yaml"
QUEUE = load(FOLDER / "queue.yaml")
RATE = "people.arrivals.newcomers"


def growing() -> Scenario:
    """The queue with a growth that has a range, and a season."""
    growth = {"value": "4 % per year", "low": "0 % per year", "high": "8 % per year"}
    varied = {f"{RATE}.growth": growth, f"{RATE}.season": {"jan": 1.1}}
    return QUEUE.with_values(varied)


def test_growth_is_varied_over_its_range_in_per_cent_a_year() -> None:
    found = lever(growing(), f"{RATE}.growth", "range")
    assert str(found) == "0 % per year to 8 % per year"
    assert found.levels == ("0 % per year", "4 % per year", "8 % per year")
    assert found.at(0.25) == "2 % per year"
    faster = growing().with_values(found.puts("8 % per year"))
    growth = faster.people.arrivals["newcomers"].growth
    assert growth is not None
    assert growth.per_year == 0.08


def test_a_factor_of_a_season_is_varied_as_any_number() -> None:
    found = lever(growing(), f"{RATE}.season.jan", (1.0, 1.5))
    assert found.at(0.5) == 1.25
    season = growing().with_values(found.puts(1.5)).people.arrivals["newcomers"].season
    assert season is not None
    assert season["jan"].value == 1.5


def test_a_range_of_growth_that_is_no_growth_is_refused() -> None:
    with pytest.raises(RangeFault, match="is not a growth"):
        lever(growing(), f"{RATE}.growth", ("1 per year", "2 per year"))


def test_posts_are_varied_continuously_and_in_thousandths() -> None:
    example = load(EXAMPLE)
    found = lever(example, "services.visiting.workers.posts", (2, 5))

    assert found.at(0.5) == 3.5
    assert found.at(1 / 7) == 2.429
    workers = example.with_values(found.puts(found.at(1 / 7))).services["visiting"].workers
    assert workers is not None
    assert workers.posts.value == 2.429


@pytest.mark.parametrize("key", ["limit", "weights.severe"])
def test_weights_and_their_limits_are_varied_in_thousandths(key: str) -> None:
    example = load(EXAMPLE)
    path = next(
        f"services.{name}.workers.caseload.{key}"
        for name, service in example.services.items()
        if service.workers is not None and hasattr(service.workers.caseload, "limit")
    )
    found = lever(example, path, (1, 4))

    value = found.at(1 / 7)

    assert value == 1.429
    assert example.with_values(found.puts(value))
