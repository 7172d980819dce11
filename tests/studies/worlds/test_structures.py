"""Structures: each world has one option of each, in the share of worlds that is written."""

from __future__ import annotations

import numpy as np
import pytest

from sim.resolving import resolve
from sim.studies.design.many import ENOUGH
from sim.studies.keys import resolved_digest
from sim.studies.worlds.arms import WorldArms
from sim.studies.worlds.sampling import sample
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.studies.worlds.small import ATTEND_TEAM, NOWHERE, RATE, ROUTES, scenario

PARALLEL = "services.gp.parallel"
SWITCHES = {PARALLEL: {"yes": 0.25, "no": 0.75}, "who": {"as_written": 0.5, "many": 0.5}}
VARIANTS = {"many": {"label": "Many people", "set": {RATE: "9 per week"}}}
ROW = {"team": 0.5, "clinic": 0.2, "rest": "nowhere", "dirichlet": {"weight": 40}}
ATTENDANCE = {"value": 0.8, "low": 0.6, "high": 0.9}


def test_options_hold_in_the_share_of_worlds_that_is_written() -> None:
    made = scenario(structures=SWITCHES, variants=VARIANTS)
    found, _ = uncertain_numbers(made, ["baseline"])
    drawn = sample(found, 64, 1)
    inputs = drawn.inputs.checked()
    assert inputs.choices == (0, 2, 2)
    parallel = [world[PARALLEL] for world in drawn.values]
    assert sum(parallel) == 16
    assert parallel == inputs.values[:, 1].tolist()  # options are in order of their names: no, yes
    many = [world.get(RATE) == "9 per week" for world in drawn.values]
    assert sum(many) == 32
    assert many == inputs.values[:, 2].tolist()


def test_what_an_option_sets_is_not_varied_where_it_holds() -> None:
    found, _ = uncertain_numbers(scenario(structures=SWITCHES, variants=VARIANTS), ["baseline"])
    rates = {world[RATE] for world in sample(found, 32, 1).values}
    assert len(rates) == 17  # sixteen of their own, and the one that the variant sets


def test_the_arms_of_worlds_are_those_of_the_slow_way_bit_for_bit() -> None:
    made = scenario(
        {ROUTES: ROW, ATTEND_TEAM: ATTENDANCE},
        structures={PARALLEL: {"yes": 0.5, "no": 0.5}},
    )
    found, _ = uncertain_numbers(made, made.arm_names)
    drawn = sample(found, 2 * ENOUGH, 1)
    arms = WorldArms(made, found, drawn, made.arm_names)
    for world, quick in enumerate(arms):
        slow = made.replacing(drawn.values[world])
        assert resolved_digest(quick["baseline"]) == resolved_digest(resolve(slow, "baseline"))
    kinds = arms.kinds()
    assert len(kinds) == 2
    assert all(kind.many.plan is not None for kind in kinds)
    assert all(NOWHERE in kind.paths for kind in kinds)


def test_some_worlds_can_be_asked_for_alone() -> None:
    made = scenario(structures={PARALLEL: {"yes": 0.5, "no": 0.5}})
    found, _ = uncertain_numbers(made, made.arm_names)
    drawn = sample(found, 8, 1)
    every = [
        resolved_digest(arms["baseline"]) for arms in WorldArms(made, found, drawn, ["baseline"])
    ]
    some = WorldArms(made, found, drawn, ["baseline"], worlds=[5, 2])
    assert [resolved_digest(arms["baseline"]) for arms in some] == [every[5], every[2]]


def test_a_scenario_of_structures_alone_has_worlds() -> None:
    steady = scenario({RATE: "2 per week"}, structures={PARALLEL: {"yes": 0.5, "no": 0.5}})
    found, _ = uncertain_numbers(steady, ["baseline"])
    drawn = sample(found, 8, 1)
    assert {tuple(world.items()) for world in drawn.values} == {
        ((PARALLEL, True),),
        ((PARALLEL, False),),
    }
    digests = {
        resolved_digest(a["baseline"]) for a in WorldArms(steady, found, drawn, ["baseline"])
    }
    assert len(digests) == 2


@pytest.mark.parametrize("share", [0.0, 0.2, 0.7, 0.8, 0.999, 1.0])
def test_a_share_stands_for_one_option(share: float) -> None:
    found, _ = uncertain_numbers(scenario(structures=SWITCHES, variants=VARIANTS), ["baseline"])
    assert found[1].at(share) == ("no" if share < 0.75 else "yes")
    assert np.isclose(sum(each.weight for each in found[1].choices), 1)
