"""The true difference in each world: empirical Bayes around predictions.

The mean of a world's runs is the truth plus noise of known variance E. Around the predictions, the
truth varies by a variance that is estimated too: what is left of the variance of residuals when E
is taken away (Fay & Herriot 1979, doi:10.1080/01621459.1979.10482505). In each world, the truth is
then normal around a mean between the prediction and the runs.

Noise is seldom the same in all worlds: where services are full, waits vary a hundred times as much
as where they are not. Both variances are therefore means over worlds of which much the same is
predicted. To go by what was seen would not do, for noise is large in worlds that stand out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from sim.laws import Floats
from sim.studies.statistics.worlds.runs import Runs

FEWEST_ALIKE, SHARE_ALIKE = 10, 5
"""How many worlds a variance is a mean over: a fifth of them, but no fewer than ten."""


class Truths(NamedTuple):
    """The true difference in each world, as known from the runs: normal."""

    means: Floats  # (worlds,)
    variances: Floats  # (worlds,), each 0 or more


class JointTruths(NamedTuple):
    """The true differences of several arms in each world, normal."""

    means: Floats  # (worlds, arms)
    covariances: Floats  # (worlds, arms, arms)


def truths(runs: Runs, predictions: Floats) -> Truths:
    """Return the truth in each world.

    ``predictions``, shape (worlds,), must not have seen the runs of their own world, as those of
    `out_of_fold`; else the truth is drawn to them too strongly.
    """
    residuals = runs.means - predictions
    away = residuals - residuals.mean()
    noise = alike(runs.within / runs.each, predictions)
    spread = np.maximum(alike(away**2, predictions) - noise, 0.0)
    whole = spread + noise
    weight = np.divide(spread, whole, out=np.ones_like(whole), where=noise > 0)
    return Truths(runs.means - (1 - weight) * away, weight * noise)


def alike(values: Floats, by: Floats) -> Floats:
    """Return the means of values over worlds that are alike, shape of the values.

    ``by`` has the shape (worlds,). The worlds alike to one are those next to it in this order.
    """
    worlds = len(by)
    size = min(worlds, max(FEWEST_ALIKE, worlds // SHARE_ALIKE))
    order = np.argsort(by, kind="stable")
    first = np.clip(np.arange(worlds) - size // 2, 0, worlds - size)
    means = sliding_window_view(values[order], size, axis=0).mean(axis=-1)
    found = np.empty_like(values)
    found[order] = means[first]
    return found


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
    by = np.abs(predictions).max(axis=1)
    error = alike(noise, by)
    residuals = means - predictions
    away = residuals - residuals.mean(axis=0)
    spread = positive(alike(away[:, :, None] * away[:, None, :], by) - error)
    weight = spread @ np.linalg.pinv(spread + error, hermitian=True)
    # A direction without noise is known as it was seen.
    noisy = np.diagonal(error, axis1=1, axis2=2)[:, :, None] > 0
    weight = np.where(noisy, weight, np.eye(means.shape[1]))
    kept = (weight @ away[:, :, None])[..., 0]
    return JointTruths(means - away + kept, positive(weight @ error))


def positive(matrices: Floats) -> Floats:
    """Return the nearest symmetric matrices without negative eigenvalues, shape (…, n, n)."""
    values, vectors = np.linalg.eigh((matrices + np.swapaxes(matrices, -1, -2)) / 2)
    scaled = vectors * np.maximum(values, 0)[..., None, :]
    found: Floats = scaled @ np.swapaxes(vectors, -1, -2)
    return found
