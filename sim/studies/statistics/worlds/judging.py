"""Judge one arm against the baseline over worlds: what can be told of it, with intervals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.studies.statistics.worlds.chances import better, chances
from sim.studies.statistics.worlds.inputs import Inputs, columns
from sim.studies.statistics.worlds.resampling import Range, as_share, ranges
from sim.studies.statistics.worlds.rules import Rule, rule
from sim.studies.statistics.worlds.runs import (
    Runs,
    Strength,
    replications_that_would_do,
    strength,
)
from sim.studies.statistics.worlds.screening import screen
from sim.studies.statistics.worlds.smoothing import out_of_fold
from sim.studies.statistics.worlds.truths import truths


class Judged(NamedTuple):
    """What can be told of an arm, larger differences being better.

    Where `strength` is "silent", the shares are not to be printed.
    """

    better: Range  # share of worlds in which it is better by what matters, or more
    worse: Range
    neither: Range
    low: Range  # between these ends lie 90 of 100 true differences
    high: Range
    mean: Range
    worth_of_knowing: Range  # EVPI
    strength: Strength
    reliability: float  # share of the variance of world means that is no noise
    replications: int | None  # of each world that would do; None: cannot be told


def judge(inputs: Inputs, differences: Floats, matters: float) -> Judged:
    """Judge an arm from its paired differences.

    Parameters
    ----------
    inputs
        Of the same worlds.
    differences
        Against the baseline, larger being better, shape (worlds, runs); all finite.
    matters
        The smallest difference that matters, 0 or more.

    Raises
    ------
    ValueError
        If there are fewer than 20 worlds or 2 runs, or if a value is undefined.
    """
    runs = Runs.of(differences)
    predictions = out_of_fold(inputs, runs.means)

    def figures(rows: Ints) -> Floats:
        found = chances(truths(runs.at(rows), predictions[rows]), matters)
        return np.array([found.better, found.worse, found.neither, *found[2:]])

    worlds = len(runs.means)
    found = ranges(worlds, figures)
    better_in, worse_in, neither_in = (as_share(each, worlds) for each in found[:3])
    low, high, mean, worth = found[3:]
    return Judged(
        better=better_in,
        worse=worse_in,
        neither=neither_in,
        low=low,
        high=high,
        mean=mean,
        worth_of_knowing=worth._replace(low=max(worth.low, 0.0)),
        strength=strength(runs, matters),
        reliability=runs.reliability,
        replications=replications_that_would_do(runs),
    )


def rule_of(
    inputs: Inputs, differences: Floats, matters: float, target: float | None = None
) -> Rule | None:
    """Return the rule about where an arm is better by at least what matters; None if none holds.

    For where it is worse, give the differences with the other sign. Without a target, that of
    `rule` holds.
    """
    runs = Runs.of(differences)
    interest = better(truths(runs, out_of_fold(inputs, runs.means)), matters)
    among = screen(columns(inputs), runs.means)
    return (
        rule(inputs, interest, among) if target is None else rule(inputs, interest, among, target)
    )
