"""Numbers that one draw moves: equally far in their ranges, or with a rank correlation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from sim.studies.design import every_range
from sim.studies.worlds.sampling import sample
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.studies.worlds.small import ATTEND_GP, ATTEND_TEAM, RATE, scenario

GP = {"value": 0.9, "low": 0.8, "high": 0.95}
TEAM = {"value": 0.8, "uncertain": {"triangular": {"low": 0.6, "mode": 0.8, "high": 0.9}}}
RANGES = {ATTEND_GP: GP, ATTEND_TEAM: TEAM}


def test_one_draw_moves_numbers_that_stand_together_each_in_its_own_range() -> None:
    made = scenario(RANGES, together=[[ATTEND_GP, ATTEND_TEAM]])
    found, _ = uncertain_numbers(made, ["baseline"])
    assert [each.name for each in found] == [RATE, ATTEND_GP]
    drawn = sample(found, 64, 1)
    pairs = [(world[ATTEND_GP], world[ATTEND_TEAM]) for world in drawn.values]
    order = np.argsort(drawn.inputs.values[:, 1])
    for each in (0, 1):
        values = [pairs[world][each] for world in order]
        assert values == sorted(values)
    apart = sample(uncertain_numbers(scenario(RANGES), ["baseline"])[0], 64, 1)
    assert apart.inputs.values.shape == (64, 3)


def test_numbers_with_the_same_range_that_stand_together_are_one_lever() -> None:
    made = scenario({ATTEND_GP: GP, ATTEND_TEAM: GP}, together=[[ATTEND_GP, ATTEND_TEAM]])
    levers = {each.name: each.paths for each in every_range(made, ["baseline"])}
    assert levers == {RATE: (RATE,), ATTEND_GP: (ATTEND_GP, ATTEND_TEAM)}
    own = every_range(scenario(RANGES, together=[[ATTEND_GP, ATTEND_TEAM]]), ["baseline"])
    assert [each.paths for each in own] == [(RATE,), (ATTEND_GP,), (ATTEND_TEAM,)]


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([-1.0, -0.7, -0.2, 0.0, 0.3, 0.8, 0.95, 1.0]), st.integers(0, 10**6))
def test_numbers_have_the_rank_correlation_that_is_written(correlation: float, seed: int) -> None:
    group = {"paths": [ATTEND_GP, ATTEND_TEAM], "correlation": correlation}
    found, _ = uncertain_numbers(scenario(RANGES, together=[group]), ["baseline"])
    values = sample(found, 512, seed).inputs.checked().values
    measured = stats.spearmanr(values[:, 1], values[:, 2]).statistic
    # Fixed beforehand: Fisher's interval of a rank correlation of 512 independent pairs at five
    # standard errors, which a Sobol sequence stays well within.
    within = 5 * math.sqrt((1 + correlation**2 / 2) / 509)
    at = math.atanh(max(-0.999, min(0.999, correlation)))
    assert math.tanh(at - within) - 1e-3 <= measured <= math.tanh(at + within) + 1e-3
    for column in (1, 2):  # each by itself is as spread as ever
        assert stats.kstest(values[:, column], "uniform").statistic < 1.63 / math.sqrt(512)


def test_three_numbers_have_the_correlation_between_every_two() -> None:
    group = {"paths": [RATE, ATTEND_GP, ATTEND_TEAM], "correlation": 0.6}
    found, _ = uncertain_numbers(scenario(RANGES, together=[group]), ["baseline"])
    ranks = np.asarray(stats.spearmanr(sample(found, 1024, 1).inputs.values).statistic)
    assert ranks[np.triu_indices(3, 1)] == pytest.approx([0.6] * 3, abs=0.05)
