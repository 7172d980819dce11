"""Little's law holds at every service, in the figures that the measures themselves give."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.engines.reference import run
from sim.measures import EVERYONE, measure
from sim.resolving import resolve
from sim.scenario import load
from tests.theory.judging import judge, shared_by
from tests.theory.networks import network
from tests.theory.watching import average_number, visits

WORLD = network(1.2, length=1_500, replications=12)
DAYS_PER_YEAR = 365.25


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[float]]]:
    """For each service, figures of every replication: measured, and counted apart from that."""
    path = tmp_path_factory.mktemp("little") / "world.yaml"
    path.write_text(json.dumps(WORLD.document))
    resolved = resolve(load(path), "baseline")
    names = ("list_length", "list_left", "list_days", "in_service", "throughput", "spell_days")
    figures: dict[str, dict[str, list[float]]] = {}
    for replication in range(1, WORLD.replications + 1):
        result = run(resolved, seed=2, replication=replication)
        rows = {r.measure: r.value for r in measure(result, resolved) if r.group == EVERYONE}
        for number, service in enumerate(resolved.names.services):
            seen, window = visits(result, number), resolved.measuring.window
            here = {name: rows[f"{name}.{service}"] for name in names}
            here["counted on the list"] = average_number(seen.referred, seen.started, window)
            here["counted in service"] = average_number(seen.started, seen.ended, window)
            for name, value in here.items():
                figures.setdefault(service, {}).setdefault(name, []).append(value)
    return figures


@pytest.mark.parametrize("service", ["gp", "team", "specialist"])
@pytest.mark.parametrize(
    ("number", "rate", "time"),
    [("list_length", "list_left", "list_days"), ("in_service", "throughput", "spell_days")],
    ids=["waiting", "in a place"],
)
def test_people_there_are_people_a_day_times_days(
    measured: dict[str, dict[str, list[float]]], service: str, number: str, rate: str, time: str
) -> None:
    here = {name: np.array(values) for name, values in measured[service].items()}
    ratio = here[number] / (here[rate] / DAYS_PER_YEAR * here[time])
    assert judge(ratio, theory=1.0, rule=shared_by(6, margin=0.05)).equal


@pytest.mark.parametrize("service", ["gp", "team", "specialist"])
def test_measured_averages_are_those_counted_another_way(
    measured: dict[str, dict[str, list[float]]], service: str
) -> None:
    here = measured[service]
    assert here["list_length"] == pytest.approx(here["counted on the list"], rel=1e-12)
    assert here["in_service"] == pytest.approx(here["counted in service"], rel=1e-12)
