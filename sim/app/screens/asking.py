"""What the form of Find begins with: the team, today's number, a range, and a month."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sim.app.editing import at
from sim.app.projects import Opened
from sim.app.screens.services import names
from sim.calendar import MONTHS_A_YEAR
from sim.measures.monthly import cuts_of
from sim.report.least import rounded
from sim.resolved import Resolved
from sim.scenario.written import Block

WTE, PLACES = "WTE", "places"
STEP = {WTE: 0.5, PLACES: 1.0}
LEAST_WIDTH = 3.0
"""WTE or places by which the range is at least wide."""


class Findable(NamedTuple):
    """A team or service of which the least can be found."""

    name: str
    label: str
    what: str  # `WTE` or `PLACES`
    factor: float  # how many of what the scenario counts are one of them
    today: float  # WTE or places


def findable(opened: Opened, heads: Mapping[str, float]) -> list[Findable]:
    """Return the services with staff or places.

    Parameters
    ----------
    heads
        Posts of a WTE, by service; a service that is not named has posts that are a WTE each.
    """
    found = []
    for name, label in names(opened):
        if isinstance(at(opened.content, ("services", name, "workers")), Block):
            factor = heads.get(name, 1.0)
            found.append(Findable(name, label, WTE, factor, _today(opened, name, factor)))
        elif at(opened.content, ("services", name, "capacity", "places")) is not None:
            found.append(Findable(name, label, PLACES, 1.0, _today(opened, name, 1.0)))
    return found


def longest_list(opened: Opened, among: list[Findable]) -> Findable | None:
    """Return the service with the longest list at the start; the first where nobody waits."""
    if opened.known is None or not among:
        return None
    resolved = opened.known.arms[opened.known.scenario.baseline]
    waiting = Counter(
        resolved.names.services[each.service] for each in resolved.start.table if each.waiting
    )
    return max(among, key=lambda each: waiting[each.name])


def range_for(one: Findable) -> tuple[str, str]:
    """Return the range that is looked at first: from today's number to twice as many."""
    step = STEP[one.what]
    low = max(step, math.floor(one.today / step) * step)
    high = math.ceil(max(2 * one.today, low + LEAST_WIDTH) / step) * step
    return rounded(low), rounded(high)


def months(opened: Opened, arm: str) -> list[tuple[str, str]]:
    """Return the whole months of a run from the change of rules on: as options name it, in words.

    Without a change of rules they are all months of the run.
    """
    if opened.known is None or arm not in opened.known.arms:
        return []
    resolved: Resolved = opened.known.arms[arm]
    begins = cuts_of(resolved).months[:-1]
    change = resolved.change
    after = begins if change is None else begins[begins >= change.time]
    start = resolved.calendar.begins
    found = []
    for number, minute in enumerate(after, 1):
        if start is None:
            found.append((f"month {number}", f"Month {number}"))
            continue
        month = start.month - 1 + resolved.calendar.month(int(minute))
        year, in_year = start.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR
        words = resolved.calendar.month_text(int(minute))
        found.append((f"{year}-{in_year + 1:02d}", words))
    return found


def _today(opened: Opened, name: str, factor: float) -> float:
    """Return how many there are today; 0 where the scenario cannot be read."""
    if opened.known is None:
        return 0.0
    service = opened.known.scenario.services[name]
    if service.workers is not None:
        return float(service.workers.posts.value) / factor
    places = None if service.capacity is None else service.capacity.places
    return 0.0 if places is None else float(places.value)
