"""Choose among several arms over worlds: how often each is best, and what choosing it loses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.resampling import RESAMPLES, Range, as_share, ranges
from sim.studies.statistics.worlds.smoothing import out_of_fold
from sim.studies.statistics.worlds.truths import JointTruths, joint_noise, joint_truths

DRAWS, DRAW_SEED = 50, 3
RARELY = 0.95  # the regret that is exceeded in 5 of 100 worlds
SAME = 1e-9  # of the largest difference: arms nearer to the best than this share being best


class Arm(NamedTuple):
    """What choosing one arm means. The baseline is an arm too, the first."""

    best: Range  # share of worlds in which it is the best; arms that are equally good share a world
    loss: Range  # expected: by how much it is behind the best of the world, on average
    regret: float  # 95th percentile of the same


class Choice(NamedTuple):
    """The choice among the baseline and the other arms."""

    arms: tuple[Arm, ...]  # the baseline first
    worth_of_knowing: Range  # EVPI: the smallest expected loss of any arm


def choose(inputs: Inputs, differences: Floats) -> Choice:
    """Return what choosing each arm means.

    Parameters
    ----------
    differences
        Of each arm against the baseline, larger being better, shape (worlds, runs, arms) without
        the baseline. All values are finite.
    """
    means, noise = differences.mean(axis=1), joint_noise(differences)
    count = means.shape[1]
    predicted = np.stack([out_of_fold(inputs, means[:, arm]) for arm in range(count)], axis=1)
    normal = np.random.default_rng(DRAW_SEED).standard_normal((len(means), DRAWS, count))

    def figures(rows: Ints) -> Floats:
        known = joint_truths(means[rows], noise[rows], predicted[rows])
        return _figures(_draws(known, normal[rows]))

    found = ranges(len(means), figures, RESAMPLES // 3)
    arms = count + 1
    best, loss = found[:arms], found[arms : 2 * arms]
    regret = found[2 * arms : 3 * arms]
    return Choice(
        tuple(
            Arm(as_share(best[arm], len(means)), _not_below_0(loss[arm]), regret[arm].value)
            for arm in range(arms)
        ),
        _not_below_0(found[-1]),
    )


def _draws(known: JointTruths, normal: Floats) -> Floats:
    """Return drawn truths of all arms, the baseline's 0 first: (worlds, draws, arms + 1)."""
    values, vectors = np.linalg.eigh(known.covariances)
    scaled = normal * np.sqrt(np.maximum(values, 0))[:, None]
    spread = scaled @ np.swapaxes(vectors, 1, 2)
    drawn = known.means[:, None] + spread
    return np.concatenate([np.zeros((*drawn.shape[:2], 1)), drawn], axis=-1)


def _figures(drawn: Floats) -> Floats:
    """Return P(best), expected loss and rare regret of each arm, then the worth of knowing."""
    best = drawn.max(axis=-1, keepdims=True)
    loss = best - drawn
    firsts = loss <= SAME * np.abs(drawn).max()
    shares = (firsts / firsts.sum(axis=-1, keepdims=True)).mean(axis=(0, 1))
    expected = loss.mean(axis=(0, 1))
    regret = np.quantile(loss.reshape(-1, loss.shape[-1]), RARELY, axis=0)
    return np.concatenate([shares, expected, regret, [expected.min()]])


def _not_below_0(found: Range) -> Range:
    return Range(found.value, max(found.low, 0.0), found.high)
