"""Several arms over worlds: who is best, what a choice loses, and that noise is no regret."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.statistics.worlds.choosing import choose
from sim.studies.statistics.worlds.inputs import Inputs


def worlds(seed: int, count: int = 256) -> tuple[Inputs, np.ndarray]:
    """Two arms: the first better where x0 is high, the second where it is low, by less."""
    shares = np.random.default_rng(seed).random((count, 12))
    x = shares[:, 0]
    return Inputs.numbers(shares), np.stack([2 * x - 1, 0.6 - 1.2 * x], axis=1)


def test_without_noise_the_best_is_counted() -> None:
    inputs, truth = worlds(1)
    found = choose(inputs, np.repeat(truth[:, None], 2, axis=1))
    every = np.concatenate([np.zeros((256, 1)), truth], axis=1)
    best = every.max(axis=1)
    for arm, each in enumerate(found.arms):
        assert each.best.value == pytest.approx((every.argmax(axis=1) == arm).mean())
        assert each.loss.value == pytest.approx((best - every[:, arm]).mean())
        drawn = np.repeat(best - every[:, arm], 50)  # as often as a world is drawn
        assert each.regret == pytest.approx(np.quantile(drawn, 0.95))
    assert found.worth_of_knowing.value == min(each.loss.value for each in found.arms)


def test_noise_of_runs_is_taken_out_of_the_losses() -> None:
    inputs, truth = worlds(2)
    rng = np.random.default_rng(3)
    seen = truth[:, None] + rng.normal(0, 0.8, (256, 2, 2))
    found = choose(inputs, seen)
    every = np.concatenate([np.zeros((256, 1)), truth], axis=1)
    loss = (every.max(axis=1, keepdims=True) - every).mean(axis=0)
    naive = np.concatenate([np.zeros((256, 1)), seen.mean(axis=1)], axis=1)
    naive_loss = (naive.max(axis=1, keepdims=True) - naive).mean(axis=0)
    for arm, each in enumerate(found.arms):
        assert abs(each.loss.value - loss[arm]) < 0.5 * abs(naive_loss[arm] - loss[arm])
        assert each.loss.low <= loss[arm] <= each.loss.high
    assert sum(each.best.value for each in found.arms) == pytest.approx(1)


def test_identical_arms_share_every_world_and_lose_nothing() -> None:
    inputs, _ = worlds(4)
    found = choose(inputs, np.zeros((256, 2, 2)))
    assert [each.best.value for each in found.arms] == pytest.approx([1 / 3] * 3)
    assert all(each.loss == (0, 0, 0) and each.regret == 0 for each in found.arms)
    assert found.worth_of_knowing == (0, 0, 0)


def test_two_arms_alike_with_noise_share_what_they_win() -> None:
    inputs, truth = worlds(5)
    seen = truth[:, None, :1] + np.random.default_rng(6).normal(0, 0.5, (256, 2, 1))
    found = choose(inputs, np.repeat(seen, 2, axis=2))
    assert found.arms[1].best.value == pytest.approx(found.arms[2].best.value)
    assert found.arms[1].loss.value == pytest.approx(found.arms[2].loss.value)
