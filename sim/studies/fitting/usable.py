"""Which targets and runs a fit can use, and which targets the worlds can reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.errors import SimError, listed
from sim.laws import Flags, Floats
from sim.studies.fitting.given import Given
from sim.studies.fitting.known import Known
from sim.studies.fitting.noise import covariance_of, drawn
from sim.studies.fitting.scales import scales_of

FEWEST_RUNS = 100
BEYOND = 1.0  # standard deviations of the runs: so far beyond the outermost is still near to it
MOSTLY = 0.5  # of the runs must have a value of a target that is used


class FitError(SimError):
    """Nothing can be fitted to these targets."""


class Usable(NamedTuple):
    """The targets that can be used, with the runs that have a value for all of them."""

    which: list[int]  # positions of the targets
    runs: Flags
    reasons: dict[int, str]  # why the other `fit` targets are left out, by position


def usable(simulated: Floats, targets: Sequence[Known]) -> Usable:
    """Return what a fit can use of simulated targets, shape (runs, targets).

    A run without a value for a target does not agree with it, so it is not used. A target that
    most runs have no value for is left out instead.

    Raises
    ------
    FitError
        If no target can be used, or too few runs have a value for every one that is.
    """
    runs = len(simulated)
    if not any(each.role == "fit" for each in targets):
        raise FitError(
            "targets: none of them has the role `fit`, so there is nothing to fit to.\n"
            "  Write `role: fit` at the figures that the model is to meet. The others stay "
            "`check`: they are held out, and the fit is judged by them."
        )
    which, reasons = [], dict[int, str]()
    for at, each in enumerate(targets):
        if each.role != "fit":
            continue
        known = int(np.isfinite(simulated[:, at]).sum())
        if known < MOSTLY * runs:
            reasons[at] = f"only {known} of {runs} runs have a value of it"
        else:
            which.append(at)
    if not which:
        named = listed(f"`{targets[at].name}`" for at in reasons)
        raise FitError(
            f"targets: fewer than half of the runs have a value of {named}, so nothing can be "
            "fitted.\n  Choose measures that most runs have, or widen ranges that keep services "
            "from being used."
        )
    there: Flags = np.asarray(np.isfinite(simulated[:, which]).all(axis=1))
    if int(there.sum()) < FEWEST_RUNS:
        raise FitError(
            f"targets: only {int(there.sum())} of {runs} runs have a value of every target; a fit "
            f"needs {FEWEST_RUNS} or more.\n  Ask for more runs with `--sure thorough`, or make "
            "targets `check` that many runs have no value of."
        )
    return Usable(which, there, reasons)


def within_reach(simulated: Floats, given: Given, discrepancy: float) -> list[bool]:
    """Return of each target whether some run comes near to it, errors and discrepancy allowed for.

    A target that no run has a value of is not within reach.
    """
    scales = scales_of(given.scales, simulated, given.values)
    noise = drawn(given, covariance_of(given, scales, discrepancy), len(simulated))
    found = []
    for at, scale in enumerate(scales):
        runs = scale.at(simulated[:, at]) + noise[:, at]
        runs, value = runs[np.isfinite(runs)], float(scale.at(given.values[[at]])[0])
        beyond = BEYOND * float(runs.std()) if runs.size else np.nan
        found.append(bool(runs.size and runs.min() - beyond <= value <= runs.max() + beyond))
    return found
