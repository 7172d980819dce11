"""Time series of a run: unmet need, waiting lists and services, by periods of four weeks.

The series run from the start of the run and include the warm-up, because they are used to find the
length of the warm-up (`sim.studies.statistics.warm_up`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import Run, Window
from sim.laws import Floats, Ints
from sim.measures.cover_intervals import Scope
from sim.measures.gaps import unmet
from sim.measures.intervals import intervals
from sim.measures.observed import NEVER, observe
from sim.measures.referrals import referrals
from sim.resolved import Resolved
from sim.units import DAY, WEEK

FOUR_WEEKS = 4 * WEEK


class Series(NamedTuple):
    """One value for each whole period of a run, shape (T,).

    An incomplete last period is left out.
    """

    opens: Ints  # minutes: when each period begins, the first at 0
    unmet_days: Floats  # person-days in which a person's worst need was unmet
    on_lists: Floats  # waits for a start going on, averaged over the period
    in_services: Floats  # spells open, averaged over the period


def series(run: Run, resolved: Resolved, period: int = FOUR_WEEKS) -> Series:
    """Return the series of a run by periods of this many minutes.

    The series are empty if the run is shorter than one period. MSER-5 needs at least fifty values.
    A run of four years or more has these with periods of four weeks; shorter runs need periods of
    a week. The measures `unmet_need_days` (per person-year), `list_length` and the sum of
    `in_service` over services are the same quantities over the scenario's window.
    """
    count = run.closes // period
    seen = observe(run, resolved, Window(0, run.closes))
    found = unmet(intervals(seen, resolved), Scope.PERSON, seen.window)
    made = referrals(seen)
    gone = seen.left[made.person]
    listed, opened = made.listed != NEVER, made.started != NEVER
    off_list = np.minimum(np.minimum(made.started, made.closed), gone)
    ended = np.minimum(made.ended, gone)
    return Series(
        opens=np.arange(count, dtype=np.int64) * period,
        unmet_days=minutes_in(found.opens, found.closes, count, period) / DAY,
        on_lists=minutes_in(made.listed[listed], off_list[listed], count, period) / period,
        in_services=minutes_in(made.started[opened], ended[opened], count, period) / period,
    )


def minutes_in(opens: Ints, closes: Ints, count: int, period: int) -> Ints:
    """Return the total minutes of intervals in each of the first periods, shape (count,)."""
    edges = np.arange(count + 1, dtype=np.int64) * period
    until = _summed_minima(closes, edges) - _summed_minima(opens, edges)
    found: Ints = until[1:] - until[:-1]
    return found


def _summed_minima(times: Ints, edges: Ints) -> Ints:
    """Return, for each edge, the sum over all times of the smaller of the time and the edge."""
    ordered = np.sort(times)
    before = np.searchsorted(ordered, edges)
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(ordered)])
    found: Ints = total[before] + edges * (ordered.size - before)
    return found
