"""Runs of the fitted worlds: what the model gives once it is fitted, held against every target."""

from __future__ import annotations

from dataclasses import replace

from sim.laws import Floats
from sim.studies.fitting.fitted import Band, Fitted, FittedTarget
from sim.studies.fitting.telling import band
from sim.studies.targets import Agreement


def with_runs(fitted: Fitted, simulated: Floats) -> Fitted:
    """Return a fit with what runs of the fitted worlds give.

    Parameters
    ----------
    simulated
        The targets in runs of rows that `by_weight` chose, shape (runs, targets), in their
        units. The runs have random numbers of their own, and are not those of the bank.
    """
    targets = tuple(_judged(each, simulated[:, at]) for at, each in enumerate(fitted.targets))
    return replace(fitted, targets=targets)


def _judged(target: FittedTarget, values: Floats) -> FittedTarget:
    after = band(values)
    agreement = Agreement.UNKNOWN if after is None else agrees(after, target.low, target.high)
    return target._replace(after=after, agreement=agreement)


def agrees(found: Band, low: float, high: float) -> Agreement:
    """Return how the band of the model lies to the range of a target.

    It agrees if its middle is in the range, and does not if the two do not overlap.
    """
    if low <= found.middle <= high:
        return Agreement.INSIDE
    if found.high < low:
        return Agreement.BELOW
    return Agreement.ABOVE if found.low > high else Agreement.UNSURE
