"""One rule in words such as "better where …", told only as far as worlds that it did not see agree.

Boxes are found in all worlds, and again in four fifths of them, ten times; each of those is
measured in the other fifth. A box is told with what boxes of its size had there, and only if that
is at least 0.1 above the share of all worlds. Boxes that were found in pure noise do not get there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.studies.statistics.worlds.boxes import Box, Condition, inside, pasted, peeled
from sim.studies.statistics.worlds.inputs import Inputs

FOLDS, REPEATS, FOLD_SEED = 5, 2, 5
USUAL_TARGET, ABOVE_BASE = 0.8, 0.1
ALIKE = 0.06  # boxes whose supports differ by no more are of one size
FEWEST = 30  # worlds outside, in all folds together, that a figure rests on


class Rule(NamedTuple):
    """Where worlds of interest are. All figures but `support` are of worlds it did not see."""

    conditions: tuple[Condition, ...]  # one to three, in the order of the inputs
    support: float  # share of all worlds that are in it
    density: float  # share of the worlds in it that are of interest
    elsewhere: float  # the same share of the worlds outside; NaN where there are none
    coverage: float  # share of the worlds of interest that are in it


class _Held(NamedTuple):
    """What a box that was found in some worlds had in the others."""

    support: float  # where it was found
    worlds: int
    interest: float  # sum
    outside: int
    interest_outside: float


def rule(
    inputs: Inputs, interest: Floats, among: Sequence[int], target: float = USUAL_TARGET
) -> Rule | None:
    """Return the rule that covers most worlds of interest, or None if no simple rule holds.

    Parameters
    ----------
    interest
        The probability that a world is of interest, as `better` gives it, shape (worlds,).
    among
        Positions of the inputs that a rule may use: those that were screened.
    target
        The least share of worlds in it that are of interest; at least that of all worlds and 0.1.
    """
    least = max(target, float(interest.mean()) + ABOVE_BASE)
    if not among or least > 1:
        return None
    held = _held_out(inputs, interest, among)
    best: Rule | None = None
    for cut in peeled(inputs, interest, among):
        box = pasted(inputs, interest, cut)
        found = _measured(inputs, box, held) if box else None
        if found is not None and found.density >= least:
            best = found if best is None or found.coverage > best.coverage else best
    return best


def _held_out(inputs: Inputs, interest: Floats, among: Sequence[int]) -> list[_Held]:
    random = np.random.default_rng(FOLD_SEED)
    held = []
    for _ in range(REPEATS):
        order = random.permutation(len(interest))
        for part in np.array_split(order, FOLDS):
            rest = np.setdiff1d(order, part)
            seen = inputs._replace(values=inputs.values[rest])
            other = inputs._replace(values=inputs.values[part])
            for box in peeled(seen, interest[rest], among):
                support = float(inside(seen, box).mean())
                held.append(_counted(support, inside(other, box), interest[part]))
    return held


def _counted(support: float, there: Flags, interest: Floats) -> _Held:
    return _Held(
        support,
        int(there.sum()),
        float(interest[there].sum()),
        int((~there).sum()),
        float(interest[~there].sum()),
    )


def _measured(inputs: Inputs, box: Box, held: Sequence[_Held]) -> Rule | None:
    """Return a box with what boxes of its size had in worlds that they did not see."""
    support = float(inside(inputs, box).mean())
    alike = [each for each in held if abs(each.support - support) <= ALIKE]
    worlds, outside = sum(each.worlds for each in alike), sum(each.outside for each in alike)
    if worlds < FEWEST:
        return None
    there = sum(each.interest for each in alike)
    elsewhere = sum(each.interest_outside for each in alike)
    return Rule(
        tuple(box[position] for position in sorted(box)),
        support,
        there / worlds,
        elsewhere / outside if outside else float("nan"),
        there / max(there + elsewhere, 1e-12),
    )
