"""Boxes of worlds: what they hold, how they are peeled and pasted, and rules with choices."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.statistics.worlds.boxes import Condition, inside, pasted, peeled
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.rules import rule


def shares(worlds: int = 300, seed: int = 1) -> Inputs:
    return Inputs.numbers(np.random.default_rng(seed).random((worlds, 6)))


def test_a_box_without_conditions_holds_all_worlds() -> None:
    assert inside(shares(), {}).all()


def test_boxes_get_smaller_and_keep_to_three_inputs_and_the_least_support() -> None:
    inputs = shares()
    interest = (inputs.values[:, :5].sum(axis=1) > 2.5).astype(float)
    path = peeled(inputs, interest, range(6))
    sizes = [inside(inputs, box).sum() for box in path]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 0.15 * 300
    assert max(map(len, path)) == 3


def test_the_edges_of_a_box_of_interest_are_found() -> None:
    inputs = shares(600)
    x = inputs.values
    found = rule(inputs, ((x[:, 1] > 0.4) & (x[:, 3] < 0.7)).astype(float), range(6), 0.9)
    assert found is not None
    one, other = found.conditions
    assert (one.position, other.position) == (1, 3)
    assert one.low == pytest.approx(0.4, abs=0.06)
    assert other.high == pytest.approx(0.7, abs=0.06)
    assert found.density > 0.9
    assert found.elsewhere < 0.2


def test_a_choice_can_be_a_condition() -> None:
    inputs = shares(400)
    values = inputs.values.copy()
    values[:, 2] = np.floor(values[:, 2] * 4)
    mixed = Inputs(inputs.names, values, (0, 0, 4, 0, 0, 0))
    found = rule(mixed, np.isin(values[:, 2], [1, 3]).astype(float), range(6))
    assert found is not None
    assert found.conditions == (Condition(2, kept=frozenset({1, 3})),)
    assert (found.density, found.coverage, found.elsewhere) == pytest.approx((1, 1, 0), abs=0.02)


def test_pasting_widens_what_was_cut_too_far_and_drops_what_excludes_nothing() -> None:
    inputs = shares()
    interest = (inputs.values[:, 0] > 0.3).astype(float)
    box = {0: Condition(0, low=0.6), 1: Condition(1, low=0.02)}
    found = pasted(inputs, interest, box)
    assert list(found) == [0]
    assert 0.3 <= found[0].low < 0.36


@pytest.mark.parametrize("interest", [0.0, 0.5, 0.95, 1.0])
def test_there_is_no_rule_where_all_worlds_are_alike(interest: float) -> None:
    assert rule(shares(), np.full(300, interest), range(6)) is None


def test_there_is_no_rule_without_inputs_to_use() -> None:
    assert rule(shares(), np.ones(300), []) is None
