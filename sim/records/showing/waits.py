"""How many people have been seen so long after they were referred, those who still wait too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.measures.recorded.tables import Recorded
from sim.records.disclosure import group, is_enough, two_digits
from sim.records.disclosure.counts import LEAST
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.kaplan_meier import Curve, kaplan_meier
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
    by: tuple[float | None, ...]  # the share seen after each of `WEEKS`; None may not be told


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
    by = tuple(_shares(found, curve))
    return Waits(name, were_seen, others, _median(curve), by)


def _median(curve: Curve) -> float | None:
    half = np.flatnonzero(curve.lasting <= 0.5)
    return two_digits(float(curve.days[half[0]])) if half.size else None


def _shares(found: Durations, curve: Curve) -> Iterator[float | None]:
    """Yield the share seen within each of `WEEKS`; None where it may not be told.

    A share is told if at least `LEAST` people were seen since the last one that is told, and as
    many still wait. So neither a share, nor the step from one to the next, is of fewer people.
    """
    last = 0.0
    for until in (float(weeks * DAYS) for weeks in WEEKS):
        since = found.event & (found.exit > last) & (found.exit <= until)
        waiting = (found.entry <= until) & (found.exit > until)
        if min(np.count_nonzero(since), np.count_nonzero(waiting)) < LEAST:
            yield None
            continue
        yield two_digits(1 - float(curve.lasting[curve.days <= until][-1]))
        last = until
