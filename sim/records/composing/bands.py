"""People by weeks waited or in care, in bands of at least 5, from which start rows are made up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.records.disclosure import rounded
from sim.records.disclosure.counts import LEAST, TO

EDGES = (
    *(0, 1, 2, 3, 4, 6, 8, 10, 13, 18, 26, 39, 52, 78, 104, 156, 208, 260, 364, 520, 780, 1040),
    *(2080, 5200),
)
"""Weeks at which a band may begin or end."""


class Weeks(NamedTuple):
    """People whose time so far is in [begins, ends) weeks; a count that may be written."""

    begins: int
    ends: int
    people: int


def bands(weeks: Floats) -> list[Weeks]:
    """Return times so far as bands, with counts in fives. Bands leave no gap and begin at 0.

    Fewer than 5 people give no band. Who is beyond the last band that holds 5 counts into it, so
    that no end of a band is one person's time.

    Parameters
    ----------
    weeks
        The time so far of each person, in weeks.
    """
    counts, _ = np.histogram(np.minimum(weeks, EDGES[-1] - 1), EDGES)
    found: list[tuple[int, int, int]] = []
    begins, people = EDGES[0], 0
    for ends, count in zip(EDGES[1:], counts.tolist(), strict=True):
        people += count
        if people >= LEAST:
            found.append((begins, ends, people))
            begins, people = ends, 0
    if found and people:
        last = found.pop()
        found.append((last[0], last[1], last[2] + people))
    return _adding_up(found)


def _adding_up(found: list[tuple[int, int, int]]) -> list[Weeks]:
    """Return bands with counts rounded, the nearest that add up to the rounded sum.

    So nobody is made up who is too many for the places of a service.
    """
    whole = rounded(sum(people for _, _, people in found)) or 0
    shown = [rounded(people) or LEAST for _, _, people in found]
    while sum(shown) != whole:
        sign = 1 if sum(shown) < whole else -1
        may = [at for at, number in enumerate(shown) if sign > 0 or number > TO]
        nearest = max(may, key=lambda at: sign * (found[at][2] - shown[at]))
        shown[nearest] += sign * TO
    return [Weeks(low, high, number) for (low, high, _), number in zip(found, shown, strict=True)]
