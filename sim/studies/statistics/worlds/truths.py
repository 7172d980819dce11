"""The true difference in each world: empirical Bayes around predictions.

The mean of a world's runs is the truth plus noise of known variance E. Around the predictions, the
truth varies by a variance that is estimated too: what is left of the variance of residuals when E
is taken away (Fay & Herriot 1979, doi:10.1080/01621459.1979.10482505). In each world, the truth is
then normal around a mean between the prediction and the runs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.worlds.runs import Runs


class Truths(NamedTuple):
    """The true difference in each world, as known from the runs: normal, one variance for all."""

    means: Floats  # (worlds,)
    variance: float  # 0 or more


class JointTruths(NamedTuple):
    """The true differences of several arms in each world, normal with one covariance for all."""

    means: Floats  # (worlds, arms)
    covariance: Floats  # (arms, arms)


def truths(runs: Runs, predictions: Floats) -> Truths:
    """Return the truth in each world.

    ``predictions``, shape (worlds,), must not have seen the runs of their own world, as those of
    `out_of_fold`; else the truth is drawn to them too strongly.
    """
    residuals = runs.means - predictions
    shift = float(residuals.mean())
    spread = max(float(residuals.var(ddof=1)) - runs.noise, 0.0)
    weight = spread / (spread + runs.noise) if runs.noise > 0 else 1.0
    return Truths(predictions + shift + weight * (residuals - shift), weight * runs.noise)


def joint_noise(differences: Floats) -> Floats:
    """Return the noise covariance of each world's means, shape (worlds, arms, arms).

    ``differences`` has the shape (worlds, runs, arms), with two runs or more.
    """
    count = differences.shape[1]
    away = differences - differences.mean(axis=1, keepdims=True)
    found: Floats = away.transpose(0, 2, 1) @ away / (count - 1) / count
    return found


def joint_truths(means: Floats, noise: Floats, predictions: Floats) -> JointTruths:
    """Return the true differences of several arms in each world.

    Parameters
    ----------
    means
        Of the runs of each world, shape (worlds, arms).
    noise
        The covariance of these means from the runs of each world, shape (worlds, arms, arms).
    predictions
        Of runs that they did not see, shape (worlds, arms).
    """
    error = noise.mean(axis=0)
    residuals = means - predictions
    shift = residuals.mean(axis=0)
    away = residuals - shift
    spread = positive(away.T @ away / (len(away) - 1) - error)
    weight = spread @ np.linalg.pinv(spread + error, hermitian=True)
    # A direction without noise is known as it was seen.
    weight = np.where(np.diag(error)[:, None] > 0, weight, np.eye(len(error)))
    return JointTruths(predictions + shift + away @ weight.T, positive(weight @ error))


def positive(matrix: Floats) -> Floats:
    """Return the nearest symmetric matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    found: Floats = (vectors * np.maximum(values, 0)) @ vectors.T
    return found
