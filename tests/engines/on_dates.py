"""Awkward worlds whose routes, stays and entry change on dates, by chance."""

from __future__ import annotations

import numpy as np

from sim.draws import name_key
from sim.events import Dated as What
from sim.people import NO_DATES, Dated, Ways
from sim.resolved import Numbers, Resolved
from sim.rules.ways import ways_of
from sim.units import FOREVER

MOST = 3


class Dates:
    """Chooses what changes on dates in one world."""

    def __init__(self, number: int) -> None:
        self.by_chance = np.random.default_rng([number, name_key("dates")])
        self.changes = self.by_chance.random() < 0.4

    def others(self, rows: np.ndarray) -> np.ndarray:
        """Cumulative rows, some of them others."""
        weights = self.by_chance.integers(0, 4, rows.shape).astype(float)
        weights[..., -1] += 1.0
        found = np.cumsum(weights, axis=-1)
        found /= found[..., -1:]
        own = self.by_chance.random(rows.shape[:-1]) < 0.3
        return np.where(own[..., None], found, rows)

    def later(self, before: Ways, laws: np.ndarray, groups: int) -> Ways:
        """Ways some of which are others than before."""
        services = len(before.stay)

        def by_group(column: np.ndarray) -> np.ndarray:
            return np.tile(column, (1, groups // column.shape[1], *[1] * (column.ndim - 2)))

        stay = by_group(before.stay)
        own = self.by_chance.random(stay.shape) < 0.3
        crisis = self.by_chance.random((services, groups)) < 0.5
        return Ways(
            routes=self.others(by_group(before.routes)),
            has_crisis_route=crisis,
            stay=np.where(own, self.by_chance.choice(laws, stay.shape), stay),
            entry=self.others(before.entry),
        )

    def dated(self, numbers: Numbers, low: int, high: int) -> Dated:
        """Dates after one minute and before another."""
        times = np.unique(self.by_chance.integers(0, 500, self.by_chance.integers(1, MOST + 1)))
        times = times[(times > low) & (times < high)]
        if not times.size:
            return NO_DATES
        laws = np.unique(numbers.services.stay)  # never 0, so that nobody goes round in no time
        ways = [ways_of(numbers)]
        for _ in times:
            ways.append(self.later(ways[-1], laws, len(numbers.persons.attributes)))
        kinds = [(-1, What.ENTRY)]
        kinds += [
            (s, k) for s in range(len(numbers.services.name)) for k in (What.ROUTES, What.STAY)
        ]
        what = [(date, *kind) for date in range(times.size) for kind in kinds]
        columns = (np.stack(column) for column in zip(*ways[1:], strict=True))
        return Dated(times, np.array(what, np.int64), *columns)


def on_dates(world: Resolved, number: int) -> Resolved:
    """The same world, at times with dates on which ways change."""
    chosen = Dates(number)
    if not chosen.changes:
        return world
    change = world.change
    begins = 0 if change is None else change.time
    numbers = world.numbers._replace(dated=chosen.dated(world.numbers, begins, FOREVER))
    if change is not None:
        before = change.before._replace(dated=chosen.dated(change.before, 0, change.time))
        change = change._replace(before=before)
    return world._replace(numbers=numbers, change=change)
