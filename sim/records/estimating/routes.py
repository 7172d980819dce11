"""Where people go next, as shares of those who leave a service for one reason.

Without needs, all whose care has run its course go by `finished_settled`. Who goes on to another
organisation goes nowhere in the model. Who died, moved or asked to leave is not routed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.special import betaincinv

from sim.area.deriving.place import NOWHERE
from sim.area.deriving.ranges import Range
from sim.area.deriving.routes import LEFT, MISSED, PLAIN, SETTLED, TURNED_AWAY
from sim.laws import Flags, Ints
from sim.measures.recorded.tables import OUTSIDE, UNKNOWN, Closed
from sim.records.estimating.courses import LEFT as LEFT_LIST
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place
from sim.records.estimating.stay import runs_its_course

FEWEST = 5
"""People on one way: fewer are shared among the other ways of the row."""


def routes(place: Place, by_missed: bool) -> Iterator[Estimate | Untold]:
    """Yield the shares of each way out, by reason; of each reason they add up to 1."""
    to = place.records.links.to[place.referrals]
    asked = (to != UNKNOWN) & place.inside(place.courses.ended)
    for reason, left in _reasons(place, by_missed).items():
        ways = to[left & asked]
        if ways.size:
            yield from _row(place, reason, ways)


def _reasons(place: Place, by_missed: bool) -> dict[str, Flags]:
    """Return who left for which reason, as the scenario calls the reasons."""
    courses = place.courses
    held = np.isfinite(courses.begun)
    rejected = np.isfinite(courses.rejected)
    gone = courses.closed & ~rejected
    left = gone & ~held & np.isin(courses.why, LEFT_LIST)
    if not place.shows_care:
        left &= courses.why == Closed.NOT_ATTENDING
    missed = gone & held & (courses.why == Closed.NOT_ATTENDING) & by_missed
    return {
        TURNED_AWAY: rejected,
        LEFT: left,
        MISSED: missed,
        SETTLED: gone & ~left & runs_its_course(place, by_missed),
    }


def _row(place: Place, reason: str, ways: Ints) -> Iterator[Estimate | Untold]:
    """Yield the shares of one reason, after a Dirichlet prior of one person in all."""
    recorded = place.recorded
    services, n = len(recorded.services), int(ways.size)
    led = recorded.referrals.service[ways[ways >= 0]]
    people = np.append(np.bincount(led, minlength=services), (ways < 0).sum()).astype(np.float64)
    prior = 1 / services  # the other services, and nowhere
    kept = np.flatnonzero(people >= FEWEST)
    if not kept.size:
        why = f"Too few {PLAIN[reason]} in this time to say where they go."
        yield place.untold("route", why, n, reason)
        return
    after = (people + prior) / (n + 1)
    scale = 1 / float(after[kept].sum())
    outside = int((ways == OUTSIDE).sum())
    note = f"Of {PLAIN[reason]}, found by dates of ending and of the next referral."
    if people[-1] and outside:
        share = 100 * outside / people[-1]
        note += f" Of those who go nowhere, {share:.0f} % went on to another organisation."
    if kept.size < np.count_nonzero(people):
        note += " Ways of few people are shared among the others."
    for way in kept:
        a, b = people[way] + prior, n - people[way] + 1 - prior
        ends = (min(1.0, scale * float(betaincinv(a, b, each))) for each in (0.05, 0.95))
        low, high = (1.0, 1.0) if kept.size == 1 else ends
        error = scale * math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
        yield place.told(
            "route", float(after[way]) * scale, "share",
            Range(low, high, "Dirichlet(n + 1/K), Beta marginals"), error, n, note,
            reason=reason, to=NOWHERE if way == services else recorded.services[way],
        )  # fmt: skip
