"""How often people are seen.

The interval of the model runs from one contact to the next. Each spell begins with a contact, and
ends half-way between two on average, so caseload × days ÷ contacts, which counts each start as a
whole interval more, is too short: by 14 % where people stay for three months and are seen each
month. Half a contact for each start is taken off.

A full diary stretches the interval. So the delivered one is used only where there is room in the
diary; else the agreed one, and the delivered one is what the model ought to show. Where it is used,
what a contact waits for its worker and for a weekday is taken off, as in the model it waits again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.area.columns import Cell
from sim.area.derived import Derived
from sim.area.deriving.attendance import contacts
from sim.area.deriving.counting import count
from sim.area.deriving.diary import Diary, diary
from sim.area.deriving.making import entered, worked_out
from sim.area.deriving.means import mean_caseload
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import NORMAL, Range, Unsure
from sim.area.deriving.waiting_for_staff import WAITED, falls_due_after
from sim.area.deriving.words import percent, shown

ROOM = 0.85  # of the hours available: with more wanted, contacts come later than was meant


def interval(place: Place, cancelled: float) -> Iterator[Derived]:
    """Yield the interval in days, and the delivered one where contacts are counted."""
    written = entered(place, "interval", "interval", "days")
    seen = delivered(place)
    if seen is not None:
        yield seen
    if written is not None:
        yield written
        return
    agreed = entered(place, "interval", "agreed_interval", "days")
    if seen is None:
        if agreed is not None:
            yield agreed
        return
    full = diary(place, seen.value, cancelled)
    if full is None:
        yield seen._replace(item="interval")
    elif full.full < ROOM:
        yield _without_waiting(seen, full)
    elif agreed is not None:
        words = f"{agreed.sum}; the diary is {percent(full.full)} full, so contacts come late"
        yield agreed._replace(sum=words)
    else:
        why = (
            f"it is meant to be as delivered, though the diary is {percent(full.full)} full and no "
            "agreed interval is written"
        )
        words = f"{seen.sum}; taken for granted: {why}"
        yield seen._replace(item="interval", sum=words, assumed=True)


def _without_waiting(seen: Derived, full: Diary) -> Derived:
    """Return a delivered interval without what a contact waits.

    Its range is as wide as if contacts waited for no worker, or for twice as long.
    """
    waiting = min(WAITED * full.each, seen.value / 2)
    low, high = (seen.value if end is None else end for end in (seen.low, seen.high))
    value = falls_due_after(seen.value - waiting)
    words = (
        f"{seen.sum}; the diary is {percent(full.full)} full; without {shown(waiting)} days, half "
        f"of what a worker needs for a contact, and without waiting over weekends, contacts fall "
        f"due after {shown(value)} days"
    )
    return seen._replace(
        item="interval",
        value=value,
        sum=words,
        low=max(0.0, value - math.hypot(seen.value - low, waiting)),
        high=value + math.hypot(high - seen.value, waiting),
        method=f"{seen.method}, and waiting that is none or twice as long",
    )


def delivered(place: Place) -> Derived | None:
    """Return caseload × days ÷ (contacts − ½ starts); None where contacts are not counted."""
    mean, every = mean_caseload(place), contacts(place)
    if place.row.attended is None or mean is None or mean.value == 0:
        return None
    starts = count(place.row.starts)
    later = every.value - starts.value / 2
    if later <= 0:
        return None
    spent = mean.value * place.days
    value = spent / later
    words = (
        f"mean caseload × days ÷ (contacts − ½ starts) = {mean.words} × {place.days} ÷ "
        f"({shown(every.value)} − ½ × {shown(starts.value)}) = {shown(value)} days"
    )
    cells: tuple[Cell, ...] = (*mean.cells, *every.cells, *starts.cells)
    found = _range(value, later, 2 * mean.value + starts.value, mean.unsure)
    return worked_out(place, "delivered interval", value, "days", words, cells, found, mean.assumed)


def _range(value: float, later: float, broken: float, unsure: Unsure | None) -> Range:
    """Return the range of an interval, from how many intervals the period's ends and endings cut.

    A cut interval counts as half of one and is any part of it: a variance of 1 ÷ 12.
    """
    relative = math.sqrt(broken / 12 / later**2 + (unsure.variance if unsure else 0.0))
    factor = math.exp(NORMAL * relative)
    return Range(value / factor, value * factor, f"{shown(broken)} intervals that were cut")
