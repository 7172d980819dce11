"""Find the first value of a lever at which a target holds with a wanted probability.

A target is judged in *futures*: each is one draw of every uncertain number, with its own random
numbers, and the same at every value of the lever. The probability that the target holds at a value
is the share of futures in which it does. Values are in the order in which the target is expected to
hold more and more often. If in each future it goes on to hold once it holds, every future has a
threshold, and the share of futures in which the target holds at a value is the share of thresholds
that are no later. The first value that is enough is then a quantile of the thresholds.

Five values over the whole range are tried first, then the range is halved. Every value that is
tried is tried in all futures, so that no share depends on the assumption; only the choice of values
does. Where the values tried speak against it, all values are tried.

The interval of a share is that of Clopper and Pearson. The interval of the answer consists of the
values at which the hypothesis "the share is just the wanted one" is not refused in one direction.
This is the interval of a quantile by order statistics: it holds the true answer with at least the
stated confidence, if the futures are independent and the assumption is true.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import bdtr, betaincinv

from sim.laws import Flags
from sim.studies.intervals import CONFIDENCE

LOOKS = 4
"""The range is divided into so many parts for the first look."""
TESTS = 3
"""The values looked for: of the answer, and of both ends of its interval."""
FALSE_ALARM = 0.01
"""The chance of a false alarm that the target holds less often at a later value."""

Judge = Callable[[Sequence[int]], Sequence[Flags]]
"""A function that gives, for each of some values (counted from 0), in which futures it holds."""


class Tried(NamedTuple):
    """How often the target holds at one value of the lever."""

    position: int  # of the value, from 0
    holds: int  # futures
    futures: int
    low: float  # of the share, with the confidence of the house
    high: float

    @property
    def share(self) -> float:
        """The share of futures in which the target holds."""
        return self.holds / self.futures


class Fall(NamedTuple):
    """Two values between which the target comes to hold less often, against the assumption."""

    earlier: int  # positions
    later: int
    lost: int  # futures in which it holds at the earlier value only
    gained: int  # futures in which it holds at the later value only


class Found(NamedTuple):
    """The first value that is enough, with its interval, and everything that was tried."""

    sure: float  # the wanted share
    at: int | None  # position of the first value that is enough; None if no value tried is
    low: int | None  # the first value that may be enough; None if not even the last one may be
    high: int | None  # the first value that is surely enough; None if not even the last one is
    tried: tuple[Tried, ...]  # by position
    lost: int  # futures in which it holds at a value tried and not at a later one
    falls: tuple[Fall, ...]  # that are more than chance

    @property
    def at_once(self) -> bool:
        """Whether the first value of the range is enough, so that an earlier one may be."""
        return self.at == 0

    @property
    def best(self) -> Tried:
        """The value at which the target holds most often; the first of them if there are some."""
        return max(self.tried, key=lambda each: (each.holds, -each.position))

    def of(self, position: int) -> Tried | None:
        """Return how often it holds at a value; None if that was not tried."""
        return next((each for each in self.tried if each.position == position), None)


def find(judge: Judge, values: int, sure: float, confidence: float = CONFIDENCE) -> Found:
    """Find the first of so many values at which the target holds in a wanted share of futures.

    Parameters
    ----------
    judge
        Called with several positions at a time, each at most once in all. The futures are the same
        at every value.
    values
        How many values there are, at least 2.
    sure
        The wanted share, above 0 and below 1.

    Raises
    ------
    ValueError
        If there are fewer than two values, or the share is not between 0 and 1.
    """
    if values < 2 or not 0 < sure < 1:
        raise ValueError(f"{values} values, a share of {sure}")
    known: dict[int, Flags] = {}

    def look(positions: Sequence[int]) -> None:
        new = [each for each in dict.fromkeys(positions) if each not in known]
        known.update(zip(new, judge(new) if new else (), strict=True))

    def tried(position: int) -> Tried:
        return counted(position, known[position], confidence)

    tests: tuple[Callable[[Tried], bool], ...] = (
        lambda each: each.share >= sure,
        lambda each: each.high >= sure,
        lambda each: each.low >= sure,
    )
    look([round(part * (values - 1) / LOOKS) for part in range(LOOKS + 1)])
    for test in tests:
        while (middle := _between(test, tried, known)) is not None:
            look([middle])
    if falls_of(known):
        look(range(values))
    at, low, high = (
        next((each for each in sorted(known) if test(tried(each))), None) for test in tests
    )
    every = [known[each] for each in sorted(known)]
    lost = np.any([a & ~b for a, b in itertools.pairwise(every)], axis=0).sum()
    return Found(
        sure, at, low, high, tuple(map(tried, sorted(known))), int(lost), tuple(falls_of(known))
    )


def least_tried(values: int) -> int:
    """Return how many of so many values are tried at least: those of the first look."""
    return len({round(part * (values - 1) / LOOKS) for part in range(LOOKS + 1)})


def most_tried(values: int) -> int:
    """Return how many of so many values are tried at most, unless they speak for trying all."""
    widest = -(-(values - 1) // LOOKS)
    halvings = math.ceil(math.log2(widest)) if widest > 1 else 0
    return min(values, LOOKS + 1 + TESTS * halvings)


def counted(position: int, holds: Flags, confidence: float = CONFIDENCE) -> Tried:
    """Return how often the target holds at a value, with the exact interval of the share."""
    many, of = int(holds.sum()), holds.size
    tail = (1 - confidence) / 2
    low = 0.0 if many == 0 else float(betaincinv(many, of - many + 1, tail))
    high = 1.0 if many == of else float(betaincinv(many + 1, of - many, 1 - tail))
    return Tried(position, many, of, low, high)


def falls_of(known: Mapping[int, Flags]) -> list[Fall]:
    """Return the neighbours tried between which the target comes to hold less often.

    Each pair is judged by the futures in which it holds at just one of the two values: as many are
    expected on either side, or more at the later value. The chance of any false alarm is 1 %.
    """
    positions = sorted(known)
    pairs = list(itertools.pairwise(positions))
    found = []
    for earlier, later in pairs:
        lost = int((known[earlier] & ~known[later]).sum())
        gained = int((known[later] & ~known[earlier]).sum())
        if lost > gained and bdtr(gained, lost + gained, 0.5) < FALSE_ALARM / len(pairs):
            found.append(Fall(earlier, later, lost, gained))
    return found


def _between(
    test: Callable[[Tried], bool], tried: Callable[[int], Tried], known: Mapping[int, Flags]
) -> int | None:
    """Return the value to try next, to find the first that passes a test; None if it is found.

    It lies in the middle between the first value tried that passes and the one tried before it.
    """
    positions = sorted(known)
    first = next((at for at, each in enumerate(positions) if test(tried(each))), None)
    if not first:  # none passes, or already the first
        return None
    below, above = positions[first - 1], positions[first]
    return (below + above) // 2 if above - below > 1 else None
