"""Select the best of several arms: KN, a fully sequential procedure with a guaranteed error rate.

The procedure is that of Kim & Nelson 2001 (doi:10.1145/502109.502111), with c = 1. It uses
variances of paired differences, so that common random numbers are allowed and make it faster. If
the best arm is better than every other by at least `zone`, it is chosen with at least the promised
probability (for normal outcomes). Arms whose difference is smaller than the zone count as equally
good. The choice between them then has no meaning, and the answer says so.

First, every arm gets `first` replications. Arm i is dropped if the mean of a remaining arm l is
better by more than W = max(0, h2 * S2 / zone - zone * r) / (2 * r). Here r is the number of
replications so far, S2 is the variance of the difference between i and l over the `first`
replications, and h2 = 2 * eta * (first - 1). Each remaining arm then gets one more replication.
This is repeated until one arm remains or the ceiling is reached.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.studies.intervals import CONFIDENCE
from sim.studies.statistics.estimates import (
    Estimate,
    EvaluateMany,
    Outcome,
    Request,
    estimate,
)


class Candidate(NamedTuple):
    """One of the arms to choose from."""

    name: str
    setting: Hashable  # asked for only while a candidate that needs it is left
    outcome: Outcome


class Promise(NamedTuple):
    """The promised probability of selecting the best arm, and the limits on replications."""

    zone: float  # the smallest difference that matters, in the unit of the measure, above 0
    confidence: float = CONFIDENCE  # probability of choosing the best
    first: int = 20  # replications that the variances are judged by, at least 2
    ceiling: int = 2_000
    batch: int = 20  # replications asked for at a time; no answer depends on it


class Dropped(NamedTuple):
    """An arm that is not the best, or not better by enough to matter."""

    name: str
    after: int  # replications
    by: str  # the arm that was better
    behind: Estimate  # how much worse it was than that arm, over those replications; above 0
    close: bool  # the interval of `behind` reaches into the zone: they may be as good


class Selection(NamedTuple):
    """The arm that is the best, and the arms that were dropped."""

    best: str | None  # None: the ceiling came before all others were dropped
    left: tuple[str, ...]  # not dropped, best mean first
    dropped: tuple[Dropped, ...]  # in the order in which they went
    replications: int  # of the arms left at the end
    runs: int  # of all arms together that the rule needed
    left_out: int  # replications in which an arm had no value; none of these counts
    promise: Promise

    @property
    def as_good(self) -> tuple[str, ...]:
        """Dropped arms that may differ from the best by less than the zone, so may be as good."""
        return tuple(each.name for each in self.dropped if each.close)


def select(
    evaluate: EvaluateMany,
    candidates: Sequence[Candidate],
    better: Literal["lower", "higher"],
    promise: Promise,
) -> Selection:
    """Find the best of several arms.

    A replication in which a remaining arm has no value is left out for all arms and counted. The
    rule checks every replication in turn, so the answer does not depend on how many are requested
    at a time.

    Raises
    ------
    ValueError
        If there are fewer than two candidates, if two of them have the same name, or if the
        promise is impossible.
    """
    check(candidates, promise)
    race = Race(candidates, better, promise)
    while not race.over:
        settings = list(dict.fromkeys(candidates[i].setting for i in race.racing))
        size = min(promise.batch if race.asked else promise.first, promise.ceiling - race.asked)
        found = evaluate([Request(each, race.asked + 1, size) for each in settings])
        values = dict(zip(settings, found, strict=True))
        rows = np.full((size, len(candidates)), np.nan)
        for i in race.racing:
            rows[:, i] = candidates[i].outcome.of(values[candidates[i].setting])
        race.take(rows)
    return race.result()


def check(candidates: Sequence[Candidate], promise: Promise) -> None:
    """Refuse candidates or a promise for which the procedure is not defined."""
    names = {candidate.name for candidate in candidates}
    if len(candidates) < 2 or len(names) < len(candidates):
        raise ValueError("selection needs at least two candidates, each with a name of its own")
    if not promise.zone > 0:
        raise ValueError(f"the smallest difference that matters must be above 0: {promise.zone}")
    if not 1 / len(candidates) < promise.confidence < 1:
        raise ValueError(f"cannot be promised among {len(candidates)}: {promise.confidence}")
    if not 2 <= promise.first <= promise.ceiling or promise.batch < 1:
        raise ValueError(f"not a way to run replications: {promise}")


def eta(arms: int, confidence: float, first: int) -> float:
    """Return the constant eta of Kim & Nelson for c = 1.

    It is half of (2 * alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1. Here k is the number of arms, alpha
    is 1 - confidence, and n0 is `first`.
    """
    alpha = 1 - confidence
    return math.expm1(-2 / (first - 1) * math.log(2 * alpha / (arms - 1))) / 2


class Race:
    """A selection under way: the replications so far, and the remaining arms."""

    def __init__(
        self, candidates: Sequence[Candidate], better: Literal["lower", "higher"], promise: Promise
    ) -> None:
        self.names = [candidate.name for candidate in candidates]
        self.sign = 1.0 if better == "higher" else -1.0
        self.promise = promise
        self.left: Flags = np.ones(len(candidates), np.bool_)
        self.asked = self.runs = self.left_out = 0
        self.rows: list[Floats] = []  # of replications that count, more is better
        self.total: Floats = np.zeros(len(candidates))
        self.reach: Floats | None = None  # (k, k) h2 * S2 / zone, once the variances are known
        self.dropped: list[Dropped] = []

    @property
    def over(self) -> bool:
        """Whether only one arm remains, or the largest number of replications is reached."""
        return self.left.sum() == 1 or self.asked >= self.promise.ceiling

    @property
    def racing(self) -> list[int]:
        """Return the positions of the remaining arms."""
        return [i for i, left in enumerate(self.left.tolist()) if left]

    def take(self, rows: Floats) -> None:
        """Check further replications one by one.

        `rows` has the shape (count, arms) and is NaN for dropped arms.
        """
        for row in self.sign * rows:
            if self.left.sum() == 1:
                return
            self.asked += 1
            self.runs += int(self.left.sum())
            if not np.isfinite(row[self.left]).all():
                self.left_out += 1
                continue
            self.rows.append(row)
            self.total = self.total + row
            if len(self.rows) == self.promise.first:
                self.reach = self._reach(np.array(self.rows))
            if self.reach is not None:
                self._drop(self.reach)

    def _reach(self, values: Floats) -> Floats:
        """Return h2 * S2 / zone for each pair of arms, shape (k, k), from the first replications.

        S2 is the variance of the paired difference.
        """
        first = len(values)
        h2 = 2 * eta(len(self.names), self.promise.confidence, first) * (first - 1)
        variances = (values[:, :, None] - values[:, None, :]).var(axis=0, ddof=1)
        found: Floats = h2 * variances / self.promise.zone
        return found

    def _drop(self, reach: Floats) -> None:
        """Drop every arm that is behind a remaining arm by more than sampling error allows."""
        taken = len(self.rows)
        # Sums instead of means: r * W = max(0, h2 * S2 / (2 * zone) - zone * r / 2).
        allowed = np.maximum(reach - self.promise.zone * taken, 0.0) / 2
        ahead = self.total[None, :] - self.total[:, None] - allowed  # [i, l]: l before i
        ahead[:, ~self.left] = -np.inf
        np.fill_diagonal(ahead, -np.inf)
        leaders = ahead.argmax(axis=1)
        losing = [i for i in self.racing if ahead[i].max() > 0]
        for i in losing:
            behind = estimate(np.array([row[leaders[i]] - row[i] for row in self.rows]))
            close = behind.low < self.promise.zone
            by = self.names[leaders[i]]
            self.dropped.append(Dropped(self.names[i], self.asked, by, behind, close))
        self.left[losing] = False

    def result(self) -> Selection:
        """Return the result of the selection as it is now."""
        left = sorted(self.racing, key=lambda i: -float(self.total[i]))
        return Selection(
            best=self.names[left[0]] if len(left) == 1 else None,
            left=tuple(self.names[i] for i in left),
            dropped=tuple(self.dropped),
            replications=self.asked,
            runs=self.runs,
            left_out=self.left_out,
            promise=self.promise,
        )
