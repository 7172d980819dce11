"""Worlds that agree with targets have the law that theory gives, and ranges hold the truth.

What must hold is set beforehand: the least coverage that is promised of a 90 % range, judged by the
rule of `tests/studies/statistics/synthetic.py`, and how far a quantile may be off.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from sim.laws import Floats
from sim.studies.fitting.fit import fit
from sim.studies.fitting.fitted import Band, Fitted, Told
from sim.studies.fitting.telling import band
from tests.studies.fitting.made_up import all_known, bank_of, bent, known, posterior, straight
from tests.studies.statistics.synthetic import fewest

COVERED, EACH = 0.84, 0.78  # of 0.90: all numbers together, and any one of them
OFF = 0.25  # by so many prior standard deviations a quantile may be off
REACH = 1.645
CHANCE = 0.3
WORLDS = 12


def in_normal_units(fitted: Fitted, at: int) -> Band:
    """The range of a number whose law is normal, in its standard deviations."""
    assert fitted.rows is not None
    found = band(ndtri(fitted.rows.inputs.values[:, at]), fitted.rows.weights)
    assert found is not None
    return found


SLOPES = {
    "one number, one target": np.array([[1.0]]),
    "two numbers, three targets": np.array([[1.0, 0.5, 0.0], [0.0, 0.7, 1.0]]),
    "of two numbers only the sum is known": np.array([[1.0], [1.0]]),
}


@pytest.mark.parametrize("slopes", SLOPES.values(), ids=SLOPES)
@pytest.mark.parametrize("error", [0.0, 0.4])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_linear_models_with_normal_noise_give_the_normal_law(
    slopes: Floats, error: float, value: float
) -> None:
    inputs, simulated = bank_of(straight(slopes, CHANCE), len(slopes), 2_048)
    values = value * slopes.sum(axis=0)
    found = fit(inputs, simulated, all_known(values, error), discrepancy=0.0)
    noise = (CHANCE**2 + error**2) * np.eye(len(values))
    mean, covariance = posterior(slopes, noise, values)
    for at, spread in enumerate(np.sqrt(np.diag(covariance)).tolist()):
        seen = in_normal_units(found, at)
        theory = [mean[at] - REACH * spread, mean[at], mean[at] + REACH * spread]
        assert np.allclose(seen, theory, atol=OFF), (seen, theory)


def test_errors_that_go_together_are_taken_as_such() -> None:
    slopes = np.array([[1.0, 1.0]])
    inputs, simulated = bank_of(straight(slopes, CHANCE), 1, 2_048)
    errors = np.array([[0.25, 0.24], [0.24, 0.25]])
    values = np.array([0.5, 0.5])
    apart = fit(inputs, simulated, all_known(values, 0.5), discrepancy=0.0)
    together = fit(inputs, simulated, all_known(values, 0.5), errors, discrepancy=0.0)
    _, covariance = posterior(slopes, errors + CHANCE**2 * np.eye(2), values)
    seen, wide = in_normal_units(together, 0), in_normal_units(apart, 0)
    assert seen.high - seen.low == pytest.approx(2 * REACH * covariance[0, 0] ** 0.5, abs=OFF)
    assert seen.high - seen.low > wide.high - wide.low


def test_a_sum_that_is_known_is_told_of_the_pair() -> None:
    inputs, simulated = bank_of(straight(np.array([[1.0], [1.0]]), 0.1), 2)
    found = fit(inputs, simulated, all_known(np.array([0.0]), 0.1), discrepancy=0.0)
    (pair,) = found.pairs
    assert (pair.first, pair.second) == ("x0", "x1")
    assert pair.correlation < -0.8
    assert pair.ratio < min(each.ratio for each in found.numbers)


def planted(worlds: int, runs: int, discrepancy: float, seed: int) -> Floats:
    """Whether the range of each number holds what was planted, shape (worlds, numbers)."""
    inputs, simulated = bank_of(bent, 6, runs)
    random = np.random.default_rng(seed)
    truths = random.random((worlds, 6))
    targets = bent(truths, random)
    targets *= 1 + 0.03 * random.standard_normal(targets.shape)
    targets *= 1 + discrepancy * random.standard_normal(targets.shape)
    inside = []
    for truth, values in zip(truths, targets, strict=True):
        known_ones = [known(f"t{at}", v, 0.03 * v) for at, v in enumerate(values.tolist())]
        found = fit(inputs, simulated, known_ones, discrepancy=discrepancy, hidden=5)
        bands = [each.after for each in found.numbers]
        inside.append(
            [b is None or b.low <= t <= b.high for b, t in zip(bands, truth, strict=True)]
        )
    return np.array(inside)


def covered(inside: Floats) -> None:
    assert inside.sum() >= fewest(inside.size, COVERED)
    assert inside.sum(axis=0).min() >= fewest(len(inside), EACH)


def test_ranges_hold_what_was_planted_quick() -> None:
    covered(planted(15, 500, 0.1, 1))


@pytest.mark.slow
@pytest.mark.parametrize("runs", [500, 1_000, 2_000])
@pytest.mark.parametrize("discrepancy", [0.0, 0.1])
def test_ranges_hold_what_was_planted_in_sixty_worlds(runs: int, discrepancy: float) -> None:
    covered(planted(60, runs, discrepancy, 2))


def test_a_number_that_no_target_depends_on_cannot_be_told() -> None:
    inputs, simulated = bank_of(bent, 6)
    for seed in range(5):
        random = np.random.default_rng(seed)
        values = bent(random.random((1, 6)), random)[0]
        found = fit(inputs, simulated, all_known(values, 3.0), discrepancy=0.05)
        if found.near:
            last = found.numbers[-1]
            assert last.told is Told.NOTHING
            assert last.ratio == pytest.approx(1, abs=0.1)


def test_a_misfit_is_seen_in_few_worlds_of_the_model_and_in_most_that_break_its_law() -> None:
    slopes = np.array([[1.0, 0.5, 0.2, 1.0], [0.0, 0.7, 1.0, 1.0]])
    inputs, simulated = bank_of(straight(slopes, CHANCE), 2)
    random = np.random.default_rng(3)
    right = straight(slopes, CHANCE)(random.random((WORLDS, 2)), random)
    wrong = right + np.array([0.0, 0.0, 0.0, 2.0])

    def seen(targets: Floats) -> int:
        found = [fit(inputs, simulated, all_known(each, 0.05)) for each in targets]
        return sum(each.misfit.seen for each in found)

    assert seen(right) <= WORLDS - fewest(WORLDS, 0.95)
    assert seen(wrong) >= fewest(WORLDS, 0.75)
