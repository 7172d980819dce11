"""The worlds of a scenario depend on what it says, and not on how it is written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from sim.scenario import Scenario, load
from sim.scenario.explaining import to_yaml
from sim.studies.analyses.futures import Futures
from sim.studies.design.levers import every_range, lever
from sim.studies.fitting.bank import plan_bank, plan_runs
from sim.studies.worlds.sampling import Sample, sample
from sim.studies.worlds.tabled import from_the_table
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.scenario.test_dividing import care
from tests.scenarios.shipped import FOLDER, SHIPPED
from tests.studies.worlds.small import ATTEND_TEAM, CLINIC, RATE, ROUTES, TEAM, scenario

LENGTHS = [f"services.{name}.contacts.length" for name in ("gp", "team", "clinic")]
SHORT = {"value": "10 minutes", "low": "8 minutes", "high": "15 minutes"}
LONG = {"value": "60 minutes", "low": "50 minutes", "high": "70 minutes"}
SHARE = {"value": 0.5, "low": 0.3, "high": 0.6}
ROW = {"team": SHARE, "clinic": {"value": 0.2, "low": 0.1, "high": 0.4}, "rest": "nowhere"}
TOGETHER = {"team": 0.5, "gp": 0.2, "rest": "clinic", "dirichlet": {"weight": 20}}
VARIANTS = {
    "many": {"label": "Many people", "set": {RATE: "9 per week"}},
    "onward": {"label": "More go on", "set": {TEAM: 0.45}},
}


def everything() -> Scenario:
    """The small scenario with each way in which numbers are uncertain."""
    return scenario(
        {
            ROUTES: ROW,
            "services.gp.contacts.length": SHORT,
            "services.team.contacts.length": LONG,
            "services.clinic.contacts.length": LONG,
            "seeking.entry.severe": TOGETHER,
            ATTEND_TEAM: {"value": 0.8, "uncertain": {"beta": {"mean": 0.8, "sd": 0.1}}},
        },
        together=[LENGTHS[1:], {"paths": [LENGTHS[0], ATTEND_TEAM], "correlation": 0.5}],
        structures={
            "who": {"many": 0.5, "as_written": 0.5},
            "services.gp.parallel": {"yes": 0.25, "no": 0.75},
        },
        variants=VARIANTS,
        arms={
            "now": {},
            "then": {"set": {"services": {"clinic": {"contacts": {"length": SHORT}}}}},
        },
    )


class Worlds(NamedTuple):
    """What must not depend on how a scenario is written."""

    names: tuple[str, ...]
    shares: list[list[float]]
    values: list[dict[str, Any]]
    ranges: list[tuple[str, frozenset[str]]]
    left_out: list[str]


def worlds_of(of: Scenario, many: int = 8) -> Worlds:
    arms = of.arm_names
    found, left_out = uncertain_numbers(of, arms)
    ranges = [(each.name, frozenset(each.paths)) for each in every_range(of, arms)]
    out = sorted(each.name for each in left_out)
    if not found:
        return Worlds((), [], [], ranges, out)
    entries, table = from_the_table(of, found)
    drawn = sample(entries, many, 1, table)
    return Worlds(*_drawn(drawn), ranges, out)


def _drawn(drawn: Sample) -> tuple[tuple[str, ...], list[list[float]], list[dict[str, Any]]]:
    return drawn.inputs.names, drawn.inputs.values.tolist(), list(drawn.values)


def in_another_order(data: Any, order: Callable[[list[str]], list[str]], path: str = "") -> Any:
    """The same data with its keys in another order, but for arms, the first of which is today's."""
    if isinstance(data, list):
        return [in_another_order(each, order, f"{path}.") for each in data]
    if not isinstance(data, dict):
        return data
    keys = list(data) if path == "arms" else order(list(data))
    return {key: in_another_order(data[key], order, f"{path}.{key}".lstrip(".")) for key in keys}


def backwards(keys: list[str]) -> list[str]:
    return keys[::-1]


@pytest.mark.parametrize(
    "path", [*SHIPPED, FOLDER / "riverside" / "riverside.yaml"], ids=lambda path: path.stem
)
def test_what_is_shipped_has_the_same_worlds_resolved_and_in_another_order(path: Path) -> None:
    written = load(path)
    resolved = written.to_dict()
    expected = worlds_of(written)
    # Both at once, because reading the largest takes seconds.
    assert worlds_of(Scenario.of(in_another_order(resolved, backwards))) == expected


def test_every_way_to_be_uncertain_is_the_same_in_what_is_resolved(tmp_path: Path) -> None:
    written, file = everything(), tmp_path / "resolved.yaml"
    file.write_text(to_yaml(written.to_dict()), encoding="utf-8")
    read = load(file)
    assert read == written
    found = worlds_of(read)
    assert found == worlds_of(written)
    assert {LENGTHS[0], LENGTHS[2], TEAM, CLINIC, "seeking.entry.2.gp"} <= set(found.names)
    assert not any(name.endswith("fixed") for name in found.names)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_keys_changes_no_world(seed: int) -> None:
    chance = random.Random(seed)
    data = in_another_order(everything().to_dict(), lambda keys: chance.sample(keys, k=len(keys)))
    assert worlds_of(Scenario.of(data), 4) == worlds_of(everything(), 4)


@pytest.mark.parametrize(
    "together",
    [
        [],
        [["services.team.contacts.length", "services.ward.capacity.places"]],
        [["services.ward.capacity.places", "services.team_north.contacts.length"]],
        [
            {
                "paths": ["services.team.contacts.length", "services.ward.capacity.places"],
                "correlation": 0.7,
            }
        ],
    ],
)
def test_what_all_areas_have_in_common_is_one_number_in_what_is_resolved(
    together: list[Any],
) -> None:
    data = care(together=together)
    data["services"]["ward"]["capacity"] = {"places": {"value": 3, "low": 1, "high": 5}}
    written = Scenario.of(data)
    resolved = Scenario.of(written.to_dict())
    assert resolved == written
    assert worlds_of(resolved) == worlds_of(written)
    assert "services.team.contacts.length" in [name for name, _ in worlds_of(resolved).ranges]


def test_find_and_fit_draw_the_same_worlds_from_what_is_resolved() -> None:
    written = everything()
    drawn = []
    for each in (written, Scenario.of(written.to_dict())):
        posts = lever(each, "services.team.workers.posts", [2, 3])
        futures = Futures(each, "now", posts, (2, 3), 8, 1, False)
        bank = plan_bank(each, 8)
        drawn.append((_drawn(futures._sample), _drawn(plan_runs(bank).sample)))
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("first", [TEAM, CLINIC])
def test_a_table_of_worlds_holds_whichever_shares_of_a_row_it_has(first: str) -> None:
    row = {"team": 0.5, "clinic": 0.2, "nowhere": 0.3, "dirichlet": {"weight": 20}}
    table = {"file": "rows.csv", "contents": f"{first}\n0.9\n0.05\n"}
    made = scenario({ROUTES: row}, worlds={"from_table": table})
    for of in (made, Scenario.of(made.to_dict())):
        assert sorted(world[first] for world in worlds_of(of, 6).values) == [0.05] * 3 + [0.9] * 3
