"""Columns, screening, ridge and predictions of worlds that were not seen."""

from __future__ import annotations

import numpy as np
import pytest

from sim.studies.statistics.worlds.inputs import Inputs, columns, spline
from sim.studies.statistics.worlds.knowing import what_matters, worth_knowing
from sim.studies.statistics.worlds.ridge import ridge
from sim.studies.statistics.worlds.runs import Runs
from sim.studies.statistics.worlds.screening import screen
from sim.studies.statistics.worlds.smoothing import out_of_fold
from tests.studies.statistics.worlds.made_up import FUNCTIONS, known, study


def test_the_columns_of_a_number_are_orthonormal_over_its_range() -> None:
    found = spline((np.arange(100_000) + 0.5) / 100_000)
    assert found.mean(axis=0) == pytest.approx(0, abs=2e-3)
    assert found.T @ found / 100_000 == pytest.approx(np.eye(3), abs=2e-2)


def test_a_choice_has_a_column_less_than_choices_that_occur() -> None:
    values = np.repeat([0.0, 2.0, 3.0], [10, 30, 20])[:, None]
    made = columns(Inputs(("a",), values, (5,)))
    assert made.width.tolist() == [2]
    assert made.full[0].T @ made.full[0] / 60 == pytest.approx(np.eye(2))


def test_the_screen_takes_what_matters_and_first_what_matters_most() -> None:
    drawn = study(FUNCTIONS["structures, unequal noise"], 256, 2, 0.9, 1)
    taken = screen(columns(drawn.inputs), drawn.differences.mean(axis=1))
    assert taken[:2] == [29, 1]


def test_the_screen_takes_eight_at_most_and_nothing_from_nothing() -> None:
    rng = np.random.default_rng(2)
    made = columns(Inputs.numbers(rng.random((300, 30))))
    assert len(screen(made, made.padded[:, :, 0].sum(axis=1))) == 8
    assert screen(made, np.full(300, 7.0)) == []


def test_ridge_is_least_squares_without_noise_and_the_mean_without_signal() -> None:
    rng = np.random.default_rng(3)
    seen = rng.normal(size=(100, 4))
    slopes = np.array([1.0, -2.0, 0.5, 3.0])
    fit = ridge(seen, 5 + seen @ slopes)
    assert fit.at(seen) == pytest.approx(5 + seen @ slopes, abs=1e-3)
    noise = rng.normal(size=100)
    least = np.linalg.lstsq(seen, noise - noise.mean(), rcond=None)[0]
    assert np.abs(ridge(seen, noise).slopes).sum() < np.abs(least).sum()
    assert ridge(np.empty((100, 0)), seen[:, 0]).at(np.empty((3, 0))) == pytest.approx(
        seen[:, 0].mean()
    )


def test_the_penalty_has_the_largest_marginal_likelihood() -> None:
    rng = np.random.default_rng(4)
    seen = rng.normal(size=(60, 8))
    seen -= seen.mean(axis=0)
    outcome = seen @ rng.normal(0, 0.3, 8) + rng.normal(size=60)
    away = outcome - outcome.mean()

    def likely(penalty: float) -> float:
        covariance = np.eye(60) + seen @ seen.T / penalty
        _, size = np.linalg.slogdet(covariance)
        return float(-59 * np.log(away @ np.linalg.solve(covariance, away)) - size)

    from_list = max(10.0 ** np.linspace(-3, 4, 36), key=likely)
    by_hand = np.linalg.solve(seen.T @ seen + from_list * np.eye(8), seen.T @ away)
    assert ridge(seen, outcome).slopes == pytest.approx(by_hand)


def test_a_prediction_does_not_see_its_own_world() -> None:
    drawn = study(FUNCTIONS["additive"], 100, 2, 0.8, 5)
    outcome = drawn.differences.mean(axis=1)
    before = out_of_fold(drawn.inputs, outcome)
    moved = outcome.copy()
    moved[17] += 1_000
    assert out_of_fold(drawn.inputs, moved)[17] == before[17]


@pytest.mark.parametrize("name", ["additive", "curved, skewed noise", "structures, unequal noise"])
def test_predictions_explain_most_of_what_inputs_explain(name: str) -> None:
    drawn = study(FUNCTIONS[name], 256, 2, 0.8, 6)
    found = out_of_fold(drawn.inputs, drawn.differences.mean(axis=1))
    assert np.corrcoef(found, drawn.truth)[0, 1] ** 2 > 0.8


def test_shares_of_variance_are_those_of_the_function() -> None:
    drawn = study(FUNCTIONS["additive"], 1_024, 2, 0.8, 7)
    found = {
        each.position: each.share for each in what_matters(drawn.inputs, Runs.of(drawn.differences))
    }
    # Variances: 2.4**2 / 12, 2.2**2 * 4 / 45 and 0.9**2 / 12.
    parts = np.array([0.48, 0.4302, 0.0675])
    assert [found[at] for at in range(3)] == pytest.approx(parts / parts.sum(), abs=0.06)


def test_the_worth_of_one_number_is_that_of_the_function() -> None:
    made = FUNCTIONS["additive"]
    drawn = study(made, 1_024, 2, 0.8, 8)
    means = drawn.differences.mean(axis=1)[:, None]
    found = {each.position: each.worth.value for each in worth_knowing(drawn.inputs, means)}
    assert [found[at] for at in range(2)] == pytest.approx(known(made).worths[:2], abs=0.04)


def test_no_number_is_worth_knowing_where_one_arm_is_always_better() -> None:
    drawn = study(FUNCTIONS["additive"], 256, 2, 0.8, 9)
    assert worth_knowing(drawn.inputs, drawn.differences.mean(axis=1)[:, None] + 50) == []
