"""How many people have been seen so long after they were referred, those who still wait too."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.measures.recorded.tables import Recorded
from sim.records.disclosure import group, is_enough, two_digits
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.kaplan_meier import Curve, kaplan_meier, risk_sets
from sim.records.spells import Spells, spells
from sim.units import DAY

WEEKS = (1, 4, 8, 12, 18, 26, 52)
DAYS = 7


class Waits(NamedTuple):
    """The wait from referral to the first attended contact at one service, as it may be written.

    Who left unseen, or still waited at the end, counts as long as they waited (Kaplan and Meier).
    """

    service: str
    seen: int | None  # people, rounded; None is hidden
    unseen: int | None  # who left, or still waited
    median: float | None  # days; None where under half are seen, or too few
    by: tuple[float | None, ...]  # the share seen after each of `WEEKS`; None with too few at risk


def waits(recorded: Recorded) -> list[Waits]:
    """Return the waits of each service, of referrals that were not rejected."""
    every = spells(recorded)
    return [_waits(recorded, every, at, name) for at, name in enumerate(recorded.services)]


def _waits(recorded: Recorded, every: Spells, number: int, name: str) -> Waits:
    mine = (every.service == number) & np.isinf(every.rejected)
    off, window = np.minimum(every.seen, every.ended)[mine], recorded.window
    event = np.isfinite(off) & (every.seen[mine] == off)
    span = Span(every.received[mine], off, event, every.person[mine])
    found = seen(span, window.opens / DAY, window.closes / DAY, recorded.timed)
    were_seen, others = group((found.events, found.exit.size - found.events)).cells
    curve = kaplan_meier(found) if is_enough(found.people) else None
    if curve is None or were_seen is None:
        return Waits(name, were_seen, others, None, (None,) * len(WEEKS))
    by = tuple(_by(found, curve, each) for each in WEEKS)
    return Waits(name, were_seen, others, _median(curve), by)


def _median(curve: Curve) -> float | None:
    half = np.flatnonzero(curve.lasting <= 0.5)
    return two_digits(float(curve.days[half[0]])) if half.size else None


def _by(found: Durations, curve: Curve, weeks: int) -> float | None:
    """Return the share seen within some weeks; None where too few waited so long, or had by then.

    The share of those who had been seen, or had not, is not told if they are too few.
    """
    days = float(weeks * DAYS)
    at_risk = int(risk_sets(found, np.array([days]))[0])
    had = int(np.count_nonzero(found.event & (found.exit <= days)))
    if not (is_enough(at_risk) and is_enough(had)):
        return None
    before = np.flatnonzero(curve.days <= days)
    return two_digits(1 - float(curve.lasting[before[-1]])) if before.size else None
