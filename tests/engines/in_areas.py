"""Awkward worlds whose people live in areas, by chance: a world before, and areas laid over it.

Everything of a group holds in each of its areas; routes, entry, arrivals, follow-up, starts and
moves at a change lead elsewhere in each.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.draws import name_key
from sim.people import Effects, Persons
from sim.resolved import MISSING, Numbers, Resolved, Start

BY_GROUP = (
    "start",
    "seek_level",
    "episode_break",
    "presenting_over",
    "candidate_rate",
    "share",
    "neutral_at",
)
"""Columns of `Needs` whose first axis is the group."""


class Areas:
    """Chooses the areas of one world."""

    def __init__(self, number: int) -> None:
        self.by_chance = np.random.default_rng([number, name_key("areas")])
        self.areas = int(self.by_chance.choice([0, 0, 1, 2, 3]))

    def rerouted(self, by_area: np.ndarray, axis: int, width: int) -> np.ndarray:
        """Cumulative rows along the last axis, with others of their own in some areas."""
        every = np.repeat(by_area, self.areas, axis=axis)
        weights = self.by_chance.integers(0, 4, every.shape).astype(float)
        weights[..., -1] += 1.0
        others = np.cumsum(weights, axis=-1)
        others /= others[..., -1:]
        assert every.shape[-1] == width
        own = self.by_chance.random(every.shape[:-1]) < 0.5
        return np.where(own[..., None], others, every)

    def elsewhere(self, by_area: np.ndarray, services: int) -> np.ndarray:
        """Services by area, others in some areas; what leads to the community stays so."""
        every = np.repeat(by_area, self.areas, axis=1)
        others = self.by_chance.integers(0, services, every.shape)
        own = (self.by_chance.random(every.shape) < 0.5) & (every != MISSING)
        return np.where(own, others, every)

    def numbers(self, before: Numbers, names: np.ndarray, shares: np.ndarray) -> Numbers:
        """The numbers of an arm, with areas."""
        services, width = before.services, len(before.services.name) + 1
        needs: dict[str, Any] = {
            name: self.of_groups(getattr(before.needs, name)) for name in BY_GROUP
        }
        persons = {
            name: column if name in ("share", "area") else self.of_groups(column)
            for name, column in before.persons._asdict().items()
        }
        persons["area"] = shares
        persons["entry"] = self.rerouted(before.persons.entry, 0, width)
        return before._replace(
            needs=before.needs._replace(**needs),
            effects=Effects(*map(self.of_groups, before.effects)),
            persons=Persons(**persons),
            services=services._replace(
                name=names,
                group_priority=np.repeat(services.group_priority, self.areas, axis=1),
                routes=self.rerouted(services.routes, 1, width),
                routes_by_group=np.repeat(services.routes_by_group, self.areas, axis=1),
                stay_by_group=np.repeat(services.stay_by_group, self.areas, axis=1),
                follow_up_by=self.elsewhere(services.follow_up_by, width - 1),
            ),
            arrivals=before.arrivals._replace(
                area=self.by_chance.choice(
                    [MISSING, *range(self.areas)], len(before.arrivals.name)
                ),
                to=self.elsewhere(before.arrivals.to, width - 1),
            ),
        )

    def of_groups(self, column: np.ndarray) -> np.ndarray:
        """A column by group, the same in each area."""
        return np.repeat(column, self.areas, axis=0)

    def beginning(self, before: Start, names: np.ndarray, services: int) -> Start:
        """Where people are at minute 0: in some services only those of one area."""
        area = self.by_chance.choice([MISSING, *range(self.areas)], len(before.name))
        start_names = before.name.copy()
        start_names[: len(names)] = names
        return before._replace(
            name=start_names,
            area=area,
            residual_by_group=np.repeat(before.residual_by_group, self.areas, axis=1),
            service_map=self.elsewhere(before.service_map, services),
            table=tuple(
                here._replace(area=int(self.by_chance.integers(MISSING, self.areas)))
                for here in before.table
            ),
        )

    def laid_over(self, world: Resolved) -> Resolved:
        """The world, with areas."""
        services = len(world.numbers.services.name)
        names = world.numbers.services.name.copy()
        if self.by_chance.random() < 0.5:
            # Two services that are one in two areas: people's draws there are the same.
            names[-1] = names[0]
        groups = len(world.names.groups)
        weights = self.by_chance.integers(1, 5, (groups, self.areas)).astype(float)
        shares = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
        areas = tuple(f"area_{number}" for number in range(self.areas))
        numbers, change = self.numbers(world.numbers, names, shares), world.change
        if change is not None:
            before = self.numbers(change.before, names, shares)
            change = change._replace(
                before=before._replace(arrivals=numbers.arrivals),
                moved_to=self.moves(change.moved_to, services),
            )
        return world._replace(
            numbers=numbers,
            names=world.names._replace(areas=areas, area_labels=areas),
            start=self.beginning(world.start, names, services),
            change=change,
        )

    def moves(self, before: np.ndarray, services: int) -> np.ndarray:
        """Where people go when rules change: to services that are still there."""
        moved_to = self.elsewhere(before, services)
        stays = before[:, 0] == np.arange(services)
        here = np.flatnonzero(stays)
        allowed = np.append(here, MISSING)
        moved_to = np.where(np.isin(moved_to, allowed), moved_to, MISSING)
        moved_to[stays] = np.arange(services)[stays, None]
        return moved_to


def in_areas(world: Resolved, number: int) -> Resolved:
    """The same world, at times with areas."""
    chosen = Areas(number)
    return chosen.laid_over(world) if chosen.areas else world
