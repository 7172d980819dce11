"""Find the lever value up to which an arm is better: the root of a noisy difference.

1. *Grid.* The paired difference is estimated at equally spaced values of the lever. A value is
   clear when its t interval, at 1 - (1 - confidence) / values (Bonferroni), does not contain 0.
   Values that are not clear get more replications, unless they lie between two clear values of
   opposite sign, where a crossing is expected. If there are several crossings, this step finds
   them; the later steps cannot.
2. *First look.* Between two clear values of opposite sign, new replications are made at five
   values. A replication has the same random numbers at all five values, and is smoothed by a
   parabola over them. The root of the mean parabola decides where the next step searches.
3. *Close look.* The first look is repeated in a narrower range around that root, with new
   replications, until the interval is narrow enough or the largest number of replications is
   reached.

The interval contains every lever value at which the t interval of the smoothed difference contains
0 (the idea of Fieller 1954, applied to a curve). The replications of the close look were not used
to choose its range. If the interval reaches the end of that range, it is extended to the clear
value of the grid.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import CONFIDENCE
from sim.studies.statistics.crossing import Root, find_root
from sim.studies.statistics.estimates import (
    Estimate,
    EvaluateMany,
    Outcome,
    Request,
    Setting,
    estimate,
)

LOOKED_AT = 5
SMALLEST_STRETCH = 0.1  # of what the first look covered


class Lever(NamedTuple):
    """The range of the number that is varied, such as staffing, a caseload or turnover."""

    low: float
    high: float  # above `low`
    whole: bool = False  # only whole numbers exist


class Effort(NamedTuple):
    """How many runs a search may make, and how precise its answer has to be."""

    values: int = 7  # of the grid, at least 2
    first: int = 20  # replications to begin with, at least 3
    ceiling: int = 320  # replications of one value in each of the three looks
    width: float = 0.05  # wanted width of the interval, as a share of the range
    confidence: float = CONFIDENCE


class Answer(enum.Enum):
    """The possible answers to the question where in the whole range the arm is better."""

    FOUND = "it stops being better at one value"
    SEVERAL = "it changes more than once"
    ALWAYS = "better at every value looked at"
    NEVER = "better at no value looked at"
    CANNOT_TELL = "cannot tell"


class Point(NamedTuple):
    """A value of the lever on the grid, with the estimated gain at it."""

    value: float
    gain: Estimate  # how much better the arm is than needed; interval adjusted for the grid

    @property
    def sign(self) -> int:
        """Whether the arm is better (1), worse (-1), or the difference is not clear (0)."""
        return int(self.gain.low > 0) - int(self.gain.high < 0)


class Crossing(NamedTuple):
    """A value of the lever at which the arm stops or starts being better."""

    at: float  # may lie between two whole numbers
    low: float  # whole numbers are rounded outwards
    high: float
    better_below: bool
    enough: bool  # as narrow as was asked
    replications: int  # of the last look
    left_out: int  # of them, without a value somewhere


class BreakEven(NamedTuple):
    """The answer of a search: where along the range of a lever an arm is better."""

    answer: Answer
    lever: Lever
    points: tuple[Point, ...]  # of the grid, in order
    crossings: tuple[Crossing, ...]  # in order; none unless `FOUND` or `SEVERAL`
    unclear: tuple[float, ...]  # values of the grid where the sign stayed open
    runs: int


def break_even(
    evaluate: EvaluateMany,
    lever: Lever,
    outcome: Outcome,
    better: Literal["lower", "higher"],
    *,
    setting_of: Callable[[float], Setting] = lambda value: (value,),
    margin: float = 0.0,
    effort: Effort | None = None,
) -> BreakEven:
    """Find where an arm stops being better than its baseline.

    Parameters
    ----------
    outcome
        The outcome, with a baseline. The sign of the difference from the baseline decides.
    setting_of
        A function from a lever value to a setting.
    margin
        How much better the arm has to be, in the unit of the measure, at least 0.

    Raises
    ------
    ValueError
        If the range is empty, the margin is below 0, or the effort is too small.
    """
    effort = effort or Effort()
    if not lever.low < lever.high or margin < 0:
        raise ValueError(f"not a range or margin to look in: {lever}, {margin}")
    if effort.values < 2 or not 3 <= effort.first <= effort.ceiling or not effort.width > 0:
        raise ValueError(f"too little to find anything with: {effort}")
    search = Search(evaluate, outcome, 1.0 if better == "higher" else -1.0, margin, setting_of)
    points, used = _grid(search, lever, effort)
    clear = [point for point in points if point.sign]
    brackets = [(a, b) for a, b in pairwise(clear) if a.sign != b.sign]
    crossings = tuple(_refine(search, lever, effort, a, b, used) for a, b in brackets)
    return BreakEven(
        answer=_answer(points, len(brackets)),
        lever=lever,
        points=tuple(points),
        crossings=crossings,
        unclear=tuple(points[i].value for i in _open(points)),
        runs=search.runs,
    )


class Search:
    """Makes the runs of a search and returns gains: how much better the arm is than required."""

    def __init__(
        self,
        evaluate: EvaluateMany,
        outcome: Outcome,
        sign: float,
        margin: float,
        setting_of: Callable[[float], Setting],
    ) -> None:
        self.evaluate, self.outcome, self.setting_of = evaluate, outcome, setting_of
        self.sign, self.margin = sign, margin
        self.runs = 0

    def gains(self, values: Sequence[float], first: int, count: int) -> Floats:
        """Return the gains from replication `first` on at each value, shape (count, values)."""
        found = self.evaluate([Request(self.setting_of(v), first, count) for v in values])
        self.runs += count * len(values)
        columns = [self.sign * self.outcome.of(each) - self.margin for each in found]
        return np.stack(columns, axis=1)


def spread(lever: Lever, low: float, high: float, count: int) -> list[float]:
    """Return equally spaced values from low to high; for a whole-number lever, rounded."""
    values = np.linspace(low, high, count)
    if lever.whole:
        values = np.unique(np.clip(np.rint(values), np.ceil(lever.low), np.floor(lever.high)))
    return [float(value) for value in values]


def _grid(search: Search, lever: Lever, effort: Effort) -> tuple[list[Point], int]:
    """Return the grid with estimated gains, and the largest number of replications of a value."""
    values = spread(lever, lever.low, lever.high, effort.values)
    confidence = 1 - (1 - effort.confidence) / len(values)
    seen = list(search.gains(values, 1, effort.first).T)
    points = [Point(v, estimate(s, confidence)) for v, s in zip(values, seen, strict=True)]
    used = effort.first
    while (unclear := _open(points)) and used < effort.ceiling:
        more = min(used, effort.ceiling - used)
        added = search.gains([values[i] for i in unclear], used + 1, more)
        for i, column in zip(unclear, added.T, strict=True):
            seen[i] = np.concatenate([seen[i], column])
            points[i] = Point(values[i], estimate(seen[i], confidence))
        used += more
        # A value that became clear is not looked at again, so the others are those still open.
    return points, used


def _open(points: Sequence[Point]) -> list[int]:
    """Return the positions of grid values that still need replications.

    These values are not clear, and do not lie between clear values of opposite sign.
    """
    signs = [point.sign for point in points]
    found = []
    for i, sign in enumerate(signs):
        before = next((s for s in reversed(signs[:i]) if s), 0)
        after = next((s for s in signs[i + 1 :] if s), 0)
        if not sign and not before * after < 0:
            found.append(i)
    return found


def _answer(points: Sequence[Point], crossings: int) -> Answer:
    if crossings:
        return Answer.FOUND if crossings == 1 else Answer.SEVERAL
    signs = {point.sign for point in points}
    if signs == {1}:
        return Answer.ALWAYS
    return Answer.NEVER if signs == {-1} else Answer.CANNOT_TELL


def _refine(
    search: Search, lever: Lever, effort: Effort, a: Point, b: Point, used: int
) -> Crossing:
    """Find the crossing between two clear values of opposite sign, by a first and a close look."""
    values = spread(lever, a.value, b.value, LOOKED_AT)
    gains = search.gains(values, used + 1, effort.first)
    root = find_root(values, gains, effort.confidence, rising=b.sign > 0)
    used += effort.first
    reach = max(root.high - root.low, SMALLEST_STRETCH * (b.value - a.value) / 2)
    low, high = max(a.value, root.at - reach), min(b.value, root.at + reach)
    if lever.whole:
        low, high = float(np.floor(low)), float(np.ceil(high))
    values = spread(lever, low, high, LOOKED_AT)
    gains = np.empty((0, len(values)))
    wanted = effort.width * (lever.high - lever.low)
    while len(gains) < effort.ceiling:
        more = min(max(len(gains), effort.first), effort.ceiling - len(gains))
        added = search.gains(values, used + 1, more)
        gains, used = np.concatenate([gains, added]), used + more
        root = find_root(values, gains, effort.confidence, rising=b.sign > 0)
        found = _crossing(root, lever, a, b, gains, wanted)
        if found.enough:
            break
    return found


def _crossing(
    root: Root, lever: Lever, a: Point, b: Point, gains: Floats, wanted: float
) -> Crossing:
    low = a.value if root.open_low else root.low
    high = b.value if root.open_high else root.high
    narrow = high - low <= max(wanted, 1.0 if lever.whole else 0.0)
    if lever.whole:
        low, high = float(np.floor(low)), float(np.ceil(high))
    left_out = int(np.count_nonzero(~np.isfinite(gains).all(axis=1)))
    return Crossing(root.at, low, high, a.sign > 0, narrow, len(gains), left_out)
