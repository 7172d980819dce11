"""The spread of fitted numbers is corrected for distance where it depends on it, not for noise."""

from __future__ import annotations

import numpy as np
import pytest

from sim.laws import Floats
from sim.studies.fitting.adjusting import Near, Regressed

ROWS, SUMMARIES = 300, 29


def regressed(seed: int) -> tuple[Regressed, Floats]:
    """A regression of many summaries, and what is away of them."""
    away = np.random.default_rng(seed).standard_normal((ROWS, SUMMARIES))
    near = Near(np.ones(ROWS, np.bool_), np.ones(ROWS), away, np.ones(1, np.bool_))
    return Regressed.on(near, np.empty((ROWS, 0))), away


def beyond(seed: int, outcomes: Floats) -> float:
    found, _ = regressed(seed)
    return float(found.beyond_chance(outcomes, found.slopes(outcomes))[0])


def test_of_mere_noise_little_is_beyond_chance() -> None:
    parts = [
        beyond(seed, np.random.default_rng(seed + 100).standard_normal((ROWS, 1)))
        for seed in range(40)
    ]

    assert np.mean(parts) < 0.25
    assert np.median(parts) < 0.2


def test_of_what_follows_the_summaries_nearly_all_is_beyond_chance() -> None:
    _, away = regressed(1)
    noise = np.random.default_rng(2).standard_normal((ROWS, 1))

    assert beyond(1, 3 * away[:, :1] + noise) > 0.95


@pytest.mark.parametrize("outcome", [np.zeros((ROWS, 1)), np.ones((ROWS, 1))])
def test_of_what_does_not_vary_nothing_is(outcome: Floats) -> None:
    assert 0 <= beyond(3, outcome) <= 1
