"""Boxes of worlds: conditions on a few inputs, found by peeling and pasting (PRIM).

The patient rule induction method of Friedman & Fisher 1999 (doi:10.1023/A:1008894516817): from all
worlds, a small part is cut off again and again so that the share of worlds of interest rises most.
Worlds are of interest with a probability, because their truth is known only roughly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.studies.statistics.worlds.inputs import Inputs

PEELED, PASTED = 0.08, 0.05  # shares of the worlds in a box
MOST_CONDITIONS = 3
LEAST_SUPPORT = 0.15  # share of all worlds


class Condition(NamedTuple):
    """What a box demands of one input."""

    position: int  # of the input
    low: float = -math.inf  # of a number, both ends belonging to the box
    high: float = math.inf
    kept: frozenset[int] = frozenset()  # of a choice

    def holds(self, column: Floats) -> Flags:
        """Return in which worlds it holds, from the column of the input."""
        if self.kept:
            return np.isin(column, sorted(self.kept))
        return np.asarray((column >= self.low) & (column <= self.high))


Box = dict[int, Condition]
"""Conditions by the position of their input; without any, all worlds are in the box."""


def inside(inputs: Inputs, box: Box) -> Flags:
    """Return which worlds are in a box, shape (worlds,)."""
    found = np.ones(len(inputs.values), np.bool_)
    for position, condition in box.items():
        found &= condition.holds(inputs.values[:, position])
    return found


def peeled(inputs: Inputs, interest: Floats, among: Sequence[int]) -> list[Box]:
    """Return boxes from all worlds down to the smallest, each cut out of the one before.

    ``interest`` is the probability that a world is of interest, shape (worlds,). ``among`` are the
    positions of the inputs that a box may use; it uses at most three. In each step, the cut is
    taken that raises the mean interest most for each world lost.
    """
    box: Box = {}
    path = [box]
    here = np.arange(len(interest))
    least = LEAST_SUPPORT * len(interest)
    while len(here) * (1 - PEELED) >= least:
        best: tuple[float, Condition, Flags] | None = None
        there = interest[here]
        for cut in _cuts(inputs, box, here, among):
            stays = cut.holds(inputs.values[here, cut.position])
            many = int(stays.sum())
            if many < least or many == len(here):
                continue
            gain = (there @ stays / many - there.sum() / len(here)) / (len(here) - many)
            if best is None or gain > best[0]:
                best = (float(gain), cut, stays)
        if best is None or best[0] <= 0:
            break
        _, cut, stays = best
        here, box = here[stays], box | {cut.position: cut}
        path.append(box)
    return path


def _cuts(inputs: Inputs, box: Box, here: Ints, among: Sequence[int]) -> Iterator[Condition]:
    """Iterate over conditions that each cut a little off a box, whose worlds are `here`."""
    off = max(1, round(PEELED * len(here)))
    for position in among:
        if position not in box and len(box) >= MOST_CONDITIONS:
            continue
        now = box.get(position, Condition(position))
        column = inputs.values[here, position]
        if inputs.choices[position]:
            found = frozenset(column.astype(int).tolist())
            if len(found) > 1:
                yield from (now._replace(kept=found - {each}) for each in sorted(found))
            continue
        ordered = np.sort(column)
        # Of a number with few values, at least its outermost one goes.
        low = max(off, int(np.searchsorted(ordered, ordered[0], "right")))
        high = min(len(here) - 1 - off, int(np.searchsorted(ordered, ordered[-1])) - 1)
        if low < len(here) and high >= 0:
            yield now._replace(low=float(ordered[low]))
            yield now._replace(high=float(ordered[high]))


def pasted(inputs: Inputs, interest: Floats, box: Box) -> Box:
    """Return a box widened as far as the mean interest in it does not fall.

    Each end of a number is moved by a twentieth of the worlds that meet the other conditions. A
    condition that no longer excludes a world is dropped.
    """
    now = inside(inputs, box)
    changed = True
    while changed:
        changed = False
        for position in list(box):
            for wider in _wider(inputs, box, position):
                then = inside(inputs, box | {position: wider})
                if then.sum() > now.sum() and interest[then].mean() >= interest[now].mean():
                    box, now, changed = box | {position: wider}, then, True
                    break
    return {
        position: condition
        for position, condition in box.items()
        if not condition.holds(inputs.values[:, position]).all()
    }


def _wider(inputs: Inputs, box: Box, position: int) -> list[Condition]:
    """Return the condition on one input with either end moved out, or one more choice."""
    now = box[position]
    if now.kept:
        more = set(range(inputs.choices[position])) - now.kept
        return [now._replace(kept=now.kept | {each}) for each in sorted(more)]
    others = inside(inputs, {at: each for at, each in box.items() if at != position})
    ordered = np.sort(inputs.values[others, position])
    step = max(1, int(PASTED * len(ordered)))
    found = []
    if math.isfinite(now.low):
        at = int(np.searchsorted(ordered, now.low)) - step
        found.append(now._replace(low=float(ordered[at]) if at > 0 else -math.inf))
    if math.isfinite(now.high):
        at = int(np.searchsorted(ordered, now.high, "right")) - 1 + step
        end = float(ordered[at]) if at < len(ordered) - 1 else math.inf
        found.append(now._replace(high=end))
    return found
