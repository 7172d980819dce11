"""Equity: how much the groups of people differ in the main outcomes."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.measures.tallies import UNDEFINED
from sim.measures.uses import equity_outcomes
from sim.measures.words.equity import DIFFERENCE, RATIO

OUTCOMES = equity_outcomes()
COMPARED = {form.format(measure=each): each for each in OUTCOMES for form in (RATIO, DIFFERENCE)}
"""The measure of each group from which a difference between groups is taken, by its name."""


def spread(by_group: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return, for each outcome, the ratio and the difference of the largest and smallest value.

    Values are those of groups of people. Groups whose value is undefined are left out. If fewer
    than two groups are left, both results are undefined. The ratio is also undefined if the
    smallest value is 0. An outcome that the scenario does not have is left out (such as gaps in a
    scenario without needs).
    """
    values: dict[str, float] = {}
    for outcome in OUTCOMES:
        found = [measures[outcome] for measures in by_group.values() if outcome in measures]
        if not found:
            continue
        defined = [value for value in found if math.isfinite(value)]
        least, most = (min(defined), max(defined)) if len(defined) > 1 else (UNDEFINED,) * 2
        values[RATIO.format(measure=outcome)] = most / least if least > 0 else UNDEFINED
        values[DIFFERENCE.format(measure=outcome)] = most - least
    return values
