"""What a study costs is known before it begins, and what cannot fit is refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.engines.choosing import Engine
from sim.memory import GB, Limit, MemoryShortage
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.rules.population import expected_arrivals
from sim.scenario import Scenario, load
from sim.studies.costs import cost, present, see_to_cost, see_to_size
from sim.studies.planning import Choices
from sim.studies.running import plan
from tests.studies.scenarios import loaded

HOUSE = Path(__file__).parents[2]
SMALL = Limit(GB, "this machine has")


@pytest.fixture(scope="module")
def community() -> Scenario:
    return load(HOUSE / "scenarios" / "cen_community.yaml")


def arms(scenario: Scenario, values: dict[str, Any] | None = None) -> dict[str, Resolved]:
    """The first arm, with other values."""
    if values:
        scenario = scenario.with_values(values, arms=())
    name = scenario.arm_names[0]
    return {name: resolve(scenario, name)}


def test_newcomers_are_rates_times_how_long_they_hold(tmp_path: Path) -> None:
    text = "newcomers: {rate: 1 per day, to: talk, changes: [{from: 100 days, rate: 3 per day}]}"
    from tests.studies.scenarios import CAFES  # noqa: PLC0415 -- the text alone

    scenario = loaded(tmp_path, CAFES.replace("newcomers: {rate: 1 per day, to: talk}", text))
    (arm,) = arms(scenario).values()

    assert expected_arrivals(arm, arm.numbers.closes) == pytest.approx(
        100 + 3 * (arm.numbers.closes / 1440 - 100)
    )


def test_those_who_are_there_at_once_are_fewer_than_all_who_come(community: Scenario) -> None:
    (arm,) = arms(community).values()
    start = arm.numbers.cohort

    assert start <= present(arm) < start + expected_arrivals(arm, arm.numbers.closes)


def test_memory_grows_with_people_runs_and_workers(community: Scenario) -> None:
    usual = cost(arms(community), 10)

    assert cost(arms(community, {"people.cohort": 1_000_000}), 10).memory > usual.memory + 0.7 * GB
    assert cost(arms(community), 1_000_000).memory > usual.memory + 10 * GB
    assert cost(arms(community, {"people.cohort": 1_000_000}), 10, workers=8).memory > 5 * GB


def test_time_grows_with_length_replications_and_the_readable_engine(community: Scenario) -> None:
    usual = cost(arms(community), 10).seconds
    longer = arms(community, {"run.length": "300 years"})

    assert cost(longer, 10).seconds > 20 * usual
    assert cost(arms(community), 100).seconds == pytest.approx(10 * usual)
    assert cost(arms(community), 10, engine=Engine.REFERENCE).seconds > 20 * usual


@pytest.mark.parametrize(
    ("values", "replications", "words"),
    [
        ({"people.cohort": 10_000_000}, 10, "Choose fewer people, or fewer arrivals"),
        ({}, 1_000_000, "Choose fewer replications"),
        ({"services.specialist.workers.posts": 9_000_000}, 10, "Choose fewer posts"),
    ],
    ids=["people", "replications", "posts"],
)
def test_what_cannot_fit_is_refused_with_the_way_out(
    community: Scenario, values: dict[str, Any], replications: int, words: str
) -> None:
    with pytest.raises(MemoryShortage, match=r"this machine has 1\.0 GB") as caught:
        see_to_cost(arms(community, values), replications, SMALL)

    assert words in str(caught.value)
    assert "or a machine with more memory" in str(caught.value)


def test_what_fits_is_not_refused(community: Scenario) -> None:
    see_to_cost(arms(community), 10, SMALL)
    see_to_size(community, SMALL)


def test_too_many_services_are_refused_before_they_are_made_numbers() -> None:
    many = SimpleNamespace(
        services=range(10_000),
        arm_names=("one", "two"),
        people=SimpleNamespace(cohort=SimpleNamespace(value=0), groups={}, areas={}),
    )

    with pytest.raises(MemoryShortage, match="10,000 services"):
        see_to_size(many, SMALL)  # type: ignore[arg-type]


def in_ways(services: int, groups: int, dates: int = 0, *, alike: bool = False) -> Resolved:
    """An arm with so many services and groups; the first has a route of its own, or none has."""
    own = {} if alike else {"services": {"s0": {"routes": {"finished_settled": {"s2": 1}}}}}
    changes = [{"from": f"{day} days", "stay": f"{day} days"} for day in range(2, 2 + dates)]
    scenario = Scenario.of(
        {
            "throughline": 2,
            "title": "Many services",
            "source": "ours",
            "sources": {"ours": {"kind": "assumption", "reference": "made up for a test"}},
            "run": {"length": "1 year"},
            "people": {
                "arrivals": {"new": {"rate": "1 per day", "to": "s0"}},
                "groups": {
                    f"g{each}": {"share": 1 / groups, "overrides": {} if each else own}
                    for each in range(groups)
                },
            },
            "services": {
                f"s{each}": {
                    "ends": {"stay": "1 day"},
                    "changes": [] if each else changes,
                    "routes": {"finished_settled": {f"s{(each + 1) % services}": 1}},
                }
                for each in range(services)
            },
        }
    )
    return resolve(scenario, scenario.arm_names[0])


def test_memory_grows_with_routes_of_groups_and_from_dates_on() -> None:
    """Measured: a pair of services takes 165 bytes, or 475 if four groups have their own routes."""
    services, groups = 40, 4
    pairs = services * (services + 1)
    own = cost({"one": in_ways(services, groups)}, 1).memory
    alike = cost({"one": in_ways(services, groups, alike=True)}, 1).memory
    assert (own - alike) / pairs == pytest.approx(475 - 165, rel=0.15)

    later = cost({"one": in_ways(services, groups, dates=5)}, 1).memory
    assert later - own == pytest.approx(5 * groups * pairs * 6 * 8, rel=0.05)


def test_where_routes_that_differ_take_most_they_are_what_the_way_out_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sim.studies.costs.PROGRAM", 0)
    limit = Limit(1_000_000, "this machine has")
    with pytest.raises(MemoryShortage, match="or routes that are the same for more people"):
        see_to_cost({"one": in_ways(60, 10)}, 1, limit)
    with pytest.raises(MemoryShortage, match="Choose fewer services, or a machine"):
        see_to_cost({"one": in_ways(90, 1, alike=True)}, 1, limit)


def test_before_an_arm_is_resolved_its_groups_count_already() -> None:
    def many(groups: int) -> SimpleNamespace:
        of = {f"g{each}": SimpleNamespace(overrides={"services": {}}) for each in range(groups)}
        people = SimpleNamespace(cohort=SimpleNamespace(value=0), groups=of, areas={})
        return SimpleNamespace(services=range(2_000), arm_names=("one",), people=people)

    see_to_size(many(0), SMALL)  # type: ignore[arg-type]
    with pytest.raises(MemoryShortage, match="2,000 services"):
        see_to_size(many(8), SMALL)  # type: ignore[arg-type]


def test_a_study_that_cannot_fit_is_not_planned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = loaded(tmp_path)
    monkeypatch.setattr("sim.studies.costs.memory_limit", lambda: Limit(1_000_000, "there is"))

    with pytest.raises(MemoryShortage, match="there is 1 MB"):
        plan(scenario, Choices())
