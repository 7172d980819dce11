"""One arm judged over worlds: identical arms, too much noise, exact truths, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.judging import judge, rule_of
from sim.studies.statistics.worlds.knowing import what_matters, worth_knowing
from sim.studies.statistics.worlds.runs import Runs, defined, replications_that_would_do, strength
from tests.studies.statistics.worlds.made_up import FUNCTIONS, study

WORLDS = 64


def some_inputs(seed: int = 1, worlds: int = WORLDS, count: int = 5) -> Inputs:
    return Inputs.numbers(np.random.default_rng(seed).random((worlds, count)))


def test_identical_arms_are_identical_in_every_world() -> None:
    inputs, same = some_inputs(), np.zeros((WORLDS, 2))
    found = judge(inputs, same, 0.0)
    assert (found.better.value, found.worse.value, found.neither.value) == (0, 0, 1)
    assert found.low == found.high == found.mean == found.worth_of_knowing == (0, 0, 0)
    assert found.strength == "told"
    assert rule_of(inputs, same, 0.0) is None
    assert what_matters(inputs, Runs.of(same)) == []
    assert worth_knowing(inputs, same[:, :1]) == []


def test_in_all_of_some_worlds_is_not_in_all_worlds() -> None:
    found = judge(some_inputs(), np.ones((WORLDS, 2)), 0.5)
    assert found.better.value == found.better.high == 1
    assert found.better.low == pytest.approx(0.05 ** (1 / WORLDS))


def test_without_noise_shares_are_those_counted() -> None:
    inputs = some_inputs()
    truth = inputs.values[:, 0] - 0.3
    found = judge(inputs, np.stack([truth, truth], axis=1), 0.1)
    assert found.better.value == (truth >= 0.1).mean()
    assert found.worse.value == (truth <= -0.1).mean()
    expected = np.maximum(truth, 0).mean() - max(truth.mean(), 0)
    assert found.worth_of_knowing.value == pytest.approx(expected)
    assert found.reliability == 1


def test_much_noise_is_said_with_the_runs_that_would_do() -> None:
    # Means of two runs: variance 1.5 of 0.5 truth and 1 noise, so that one run has noise 2.
    rng = np.random.default_rng(3)
    truth = rng.normal(0, np.sqrt(0.5), 20_000)
    runs = Runs.of(truth[:, None] + rng.normal(0, np.sqrt(2), (20_000, 2)))
    assert runs.reliability == pytest.approx(1 / 3, abs=0.02)
    assert replications_that_would_do(runs) == pytest.approx(4, abs=1)
    noisier = Runs.of(truth[:, None] + rng.normal(0, 3, (20_000, 2)))
    assert strength(noisier, 0.1) == "silent"
    between = Runs.of(truth[:, None] + rng.normal(0, np.sqrt(1.4), (20_000, 2)))
    assert strength(between, 0.1) == "rough"


def test_noise_does_not_silence_what_lies_on_one_side() -> None:
    rng = np.random.default_rng(4)
    far = Runs.of(-5 + rng.normal(0, 1, (100, 2)))
    assert far.reliability < 1 / 3
    assert strength(far, 0.5) == "told"
    near = Runs.of(-0.5 + rng.normal(0, 1, (100, 2)))
    assert strength(near, 0.5) == "silent"


def test_no_number_of_runs_is_named_where_worlds_do_not_differ() -> None:
    alternate = np.tile([[1.0, -1.0]], (WORLDS, 1))
    assert replications_that_would_do(Runs.of(alternate)) is None


def test_equal_data_gives_equal_answers() -> None:
    drawn = study(FUNCTIONS["additive"], 64, 2, 0.8, 1)
    first = judge(drawn.inputs, drawn.differences, 0.2)
    assert judge(drawn.inputs, drawn.differences, 0.2) == first


def test_undefined_worlds_are_marked_and_refused() -> None:
    values = np.ones((WORLDS, 2))
    values[3, 1] = np.nan
    assert np.flatnonzero(~defined(values)).tolist() == [3]
    with pytest.raises(ValueError, match="undefined"):
        Runs.of(values)


@pytest.mark.parametrize("shape", [(19, 2), (64, 1), (64,)])
def test_too_few_worlds_or_runs_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"worlds"):
        Runs.of(np.ones(shape))


def test_a_difference_below_0_cannot_matter() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        judge(some_inputs(), np.ones((WORLDS, 2)), -1.0)


@pytest.mark.parametrize(
    ("values", "choices"), [([1.5], 0), ([-0.1], 0), ([0.5], 2), ([2.0], 2), ([float("nan")], 0)]
)
def test_what_is_no_share_and_no_choice_is_refused(values: list[float], choices: int) -> None:
    with pytest.raises(ValueError, match="not shares"):
        Inputs(("a",), np.array([values]), (choices,)).checked()
