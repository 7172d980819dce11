"""Tallies, which are counts in whole numbers: how they are made, added up over groups, and used.

A family of measures first gathers tallies and then summarises them. A tally is a named tuple of
whole-number arrays whose first axis is the group (in areas, each group in each area). The tally of
everyone is therefore the exact sum over the groups, and tallies of parts of a run can be added.
Sums of whole numbers do not depend on the order of adding. Therefore two engines that count the
same events give the same digits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.laws import Ints
from sim.units import DAY, YEAR

UNDEFINED = float("nan")
BILLION = 10**9

Tally = TypeVar("Tally", bound=tuple[Any, ...])


class Population(NamedTuple):
    """How many people were in the population during the window, and for how long."""

    people: Ints  # (G,) present for at least a minute of it
    minutes: Ints  # (G,) person-minutes
    left: Ints  # (G,) times a person left the population in the window, in any way


def count(
    shape: tuple[int, ...], *indices: NDArray[Any], weights: NDArray[Any] | None = None
) -> Ints:
    """Count how often each cell of an array with this shape occurs in the index arrays.

    With `weights`, which must be whole numbers, the weights are added up. Sums are exact up to
    2**53, which is seventeen billion years of minutes.
    """
    cells = np.ravel_multi_index(indices, shape) if indices[0].size else np.zeros(0, np.int64)
    flat = np.bincount(cells, weights=weights, minlength=int(np.prod(shape)))
    return np.rint(flat).astype(np.int64).reshape(shape)


def of_part(tally: Tally, part: slice) -> Tally:
    """Return the tally of a part of the groups; a tuple of tallies gives a tuple of tallies."""
    return _each(tally, lambda counts: counts[part].sum(axis=0))


def of_everyone(tally: Tally) -> Tally:
    """Return the tally of all groups together; a tuple of tallies gives a tuple of tallies."""
    return _each(tally, lambda part: part.sum(axis=0))


def _each(tally: Tally, take: Callable[[Ints], Ints]) -> Tally:
    parts = (_each(part, take) if isinstance(part, tuple) else take(part) for part in tally)
    return type(tally)(*parts)


def ratio(part: ArrayLike, whole: ArrayLike) -> float:
    """Return `part / whole`, or NaN if `whole` is 0."""
    over = float(np.asarray(whole))
    return float(np.asarray(part)) / over if over > 0 else UNDEFINED


def per_year(number: ArrayLike, minutes: ArrayLike) -> float:
    """Convert a number of events during these person-minutes to events per person-year."""
    return ratio(np.asarray(number) * float(YEAR), minutes)


def days_per_year(part: ArrayLike, minutes: ArrayLike) -> float:
    """Convert minutes during these person-minutes to days per person-year."""
    return ratio(np.asarray(part) * float(YEAR), np.asarray(minutes) * DAY)


def whole_days(minutes: Ints) -> Ints:
    """Convert minutes to completed days: one minute less than a day is 0 days."""
    return minutes // DAY


def quantile(days: Ints, percent: int) -> float:
    """Return the smallest number of completed days that at least `percent` % do not exceed.

    `days[d]` is how many observations had d completed days. All arithmetic is in whole numbers, so
    the result is one of the days that occurred. The result is NaN if there are no observations.
    """
    return quantile_of(np.cumsum(days), percent)


def quantile_of(up_to: Ints, percent: int) -> float:
    """Return the same quantile as `quantile`, from counts that are added up already.

    `up_to[d]` is how many observations had at most d completed days.
    """
    if up_to.size == 0 or up_to[-1] == 0:
        return UNDEFINED
    needed = -(-percent * int(up_to[-1]) // 100)  # rounded up
    return float(np.searchsorted(up_to, needed))


def share_from(up_to: Ints, least: int) -> float:
    """Return the share of observations with at least `least` completed days.

    `up_to[d]` is how many observations had at most d completed days.
    """
    if up_to.size == 0:
        return UNDEFINED
    fewer = up_to[min(least, up_to.size) - 1] if least > 0 else 0
    return ratio(up_to[-1] - fewer, up_to[-1])


def billionths(values: NDArray[np.float64]) -> Ints:
    """Convert numbers from 0 to 1 to whole billionths, so that their sums are exact."""
    return np.rint(values * BILLION).astype(np.int64)


def mean_of_billionths(total: ArrayLike, number: ArrayLike) -> float:
    """Return the mean of `number` values whose sum in billionths is `total`."""
    return ratio(total, np.asarray(number) * BILLION)
