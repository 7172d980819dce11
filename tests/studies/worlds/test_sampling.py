"""Samples of the worlds of a shipped scenario: repeatable, allowed, with runs of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.studies.worlds.sampling import sample
from sim.studies.worlds.uncertain import Uncertain, uncertain_numbers

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


@cache
def community() -> Scenario:
    return Scenario.load(str(SCENARIOS / "cen_community.yaml"))


@cache
def numbers() -> list[Uncertain]:
    return uncertain_numbers(community(), list(community().arms))[0]


def test_every_number_with_a_range_is_varied_or_said_to_be_left_out() -> None:
    scenario = community()
    found, left_out = uncertain_numbers(scenario, list(scenario.arms))
    assert len(found) > 20
    names = [each.name for each in found] + [each.name for each in left_out]
    assert len(set(names)) == len(names)
    assert all(each.source for each in found)
    assumed = {each.source: each.assumed for each in found}
    assert assumed["assumed"]
    assert not assumed["leicester"]


def test_most_values_lie_in_the_range_written() -> None:
    drawn = sample(numbers(), 128, seed=1)
    for each in numbers():
        amounts = np.array([each.span.amount(world[each.lever.paths[0]]) for world in drawn.values])
        within = (amounts >= each.span.low) & (amounts <= each.span.high)
        # Whole numbers of few values are rounded into the range or out of it.
        assert within.mean() >= (0.8 if each.span.kind == "whole" else 0.87), each.name


def test_every_world_is_a_scenario_that_is_allowed() -> None:
    for values in sample(numbers(), 8, seed=2).values:
        community().replacing(values, arms=())


def test_the_sample_is_the_same_for_the_same_seed() -> None:
    assert sample(numbers(), 20, 3).values == sample(numbers(), 20, 3).values
    assert sample(numbers(), 20, 3).values != sample(numbers(), 20, 4).values


@pytest.mark.parametrize("worlds", [5, 256])
def test_shares_are_spread_evenly(worlds: int) -> None:
    shares = sample(numbers(), worlds, 1).inputs.checked().values
    assert shares.shape == (worlds, len(numbers()))
    assert np.abs(shares.mean(axis=0) - 0.5).max() < 0.5 / worlds**0.5


def test_worlds_have_runs_of_their_own() -> None:
    drawn = sample(numbers(), 3, 1)
    assert [list(drawn.replications(world, 2)) for world in range(3)] == [[1, 2], [3, 4], [5, 6]]


def test_nothing_uncertain_is_no_sample() -> None:
    with pytest.raises(ValueError, match="0 uncertain numbers"):
        sample([], 10, 1)


def test_no_world_has_fewer_posts_than_an_arm_moves_away() -> None:
    (posts,) = [each for each in numbers() if each.name == "services.specialist.workers.posts"]
    assert posts.shape.at(0.0) < 2  # what `consult` moves into the community team
    assert posts.at(0.0) == 2


def test_the_productivity_of_new_ways_is_one_draw() -> None:
    paths = [each.lever.paths for each in numbers() if "productivity" in each.name]
    arms = ("consult", "relational_open", "relational_practice")
    assert paths == [tuple(f"arms.{arm}.phase_in.productivity" for arm in arms)]
