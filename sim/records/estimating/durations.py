"""Durations that are seen in part: from when on, until when, and whether they then ended.

A duration that was under way when the window opened enters there with the length it had by then
(delayed entry): it is seen because it was long, and tells nothing of the time before. One that had
not ended when the window closed, or ended in a way that is another number's, is censored.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints

SHORTEST = 1 / 1_440
"""Of durations in days: a minute. What begins and ends on one day lasts so long."""

AT_ONCE = 1 / 24
"""Of durations in days: an hour. Shorter ones are told as no time at all."""

DECIMALS = 6
"""Of durations in days, so that those of as many minutes are equal, whenever they began."""


class Durations(NamedTuple):
    """Durations in days. Shape (n,) unless stated otherwise."""

    entry: Floats  # the length from which on it is seen; 0 of one that began in the window
    exit: Floats  # the length until which it is seen, above `entry`
    event: Flags  # it ended so, and was not cut off
    person: Ints  # whose it is: the durations of one person may be alike
    row: Ints  # which row of its span it is
    step: float  # days between possible lengths; 0 where times of day are recorded

    @property
    def events(self) -> int:
        """How many ended."""
        return int(self.event.sum())

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(np.unique(self.person).size)


class Span(NamedTuple):
    """When durations began and ended, in days; ``inf`` is never."""

    began: Floats
    ended: Floats  # in whichever way
    event: Flags  # ended in the way that counts
    person: Ints


def seen(span: Span, opens: float, closes: float, timed: bool) -> Durations:
    """Return what is seen of durations from `opens` to `closes`, both in days.

    Those that ended before the window, or begin after it, are left out.
    """
    until = np.minimum(span.ended, closes)
    inside = (span.began < closes) & (until >= opens) & (span.ended >= span.began)
    entry = np.maximum(0.0, opens - span.began).round(DECIMALS)
    length = np.maximum(until - np.where(inside, span.began, until), SHORTEST).round(DECIMALS)
    rows = np.flatnonzero(inside & (length > entry))
    event = span.event & (span.ended < closes)
    return Durations(
        entry[rows], length[rows], event[rows], span.person[rows], rows, 0.0 if timed else 1.0
    )


def clustered(influence: Floats, person: Ints) -> Floats:
    """Return the variance of a sum of independent people's influences, (p, p) of (n, p).

    It is what a bootstrap of people comes to, without its chance (infinitesimal jackknife; Efron
    and Tibshirani 1993, chapter 21).
    """
    influence = influence.reshape(len(influence), -1)
    _, who = np.unique(person, return_inverse=True)
    people = int(who.max()) + 1 if who.size else 0
    sums = np.stack([np.bincount(who, column, minlength=people) for column in influence.T], axis=1)
    correction = people / (people - 1) if people > 1 else 1.0
    return np.asarray(correction * sums.T @ sums, np.float64)
