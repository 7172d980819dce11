"""Awkward worlds of workers: weeks long, with contacts of hours, and queues at every worker.

They have what needs weeks to show: days that close, overrun carried from week to week, work that
two workers do together, workers who leave while something waits for them, urgent contacts by the
dozen, contacts cancelled beforehand, and promised contacts that wait.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.laws import Shape
from sim.resolved import LEVELS, MISSING, Capacity, Handoff, Resolved, Services, Workforce
from sim.units import HOUR, WEEK
from tests.engines.awkward import Awkward
from tests.engines.in_areas import in_areas
from tests.engines.on_dates import on_dates
from tests.engines.wide import slowed

LENGTHS = (0, 20, 25, 60, 90, 600)
"""Minutes of contacts; the last is longer than most days."""


class Staffed(Awkward):
    """Chooses every number of such a world; what it gives in minutes lasts hours."""

    alike = 40

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.services, self.needs = self.whole(2, 4), self.whole(1, 2)

    def world(self) -> Resolved:
        """The whole world."""
        resolved = slowed(super().world(), HOUR)
        services, numbers = resolved.numbers.services, resolved.numbers
        numbers = numbers._replace(
            closes=self.whole(2, 5) * WEEK - self.one_of(0, 4_000),
            cohort=self.whole(2, 12),
            services=services._replace(
                contact_overhead=self.many(self.services, 0, 5, 15),
                contact_per_need=self.apart("contact_per_need").choice([0, 10], self.services),
                advice_minutes=self.many(self.services, 0, 20, 45),
            ),
        )
        return resolved._replace(numbers=numbers)

    def minutes(self, *choices: int) -> int:
        """A distribution of minutes, fixed or not."""
        mean = self.one_of(*choices) / HOUR
        shape = Shape.FIXED if mean == 0 or self.yes(0.6) else Shape.EXPONENTIAL
        return self.table.row(shape, mean)

    def all_services(self) -> Services:
        services, s = super().all_services(), self.services
        shapes = [*[Capacity.WORKERS] * 6, Capacity.PLACES, Capacity.UNLIMITED]
        kinds = [*[Handoff.WARM] * 6, Handoff.CONSULT, Handoff.CONSULT, Handoff.BLOCKED, 0]
        drawn = [self.table.row(Shape.EXPONENTIAL, mean) for mean in (100.0, 300.0)]
        staff = [MISSING, MISSING, self.table.row(Shape.FIXED, 0.25)]
        return services._replace(
            capacity=self.many(s, *shapes).astype(np.int64),
            level_low=np.zeros(s, np.int64),
            level_high=np.full(s, LEVELS - 1),
            contact_interval=np.array([self.many(LEVELS, 2, 10, 40) for _ in range(s)]),
            contact_length=np.array([self.minutes(*LENGTHS) for _ in range(s)]),
            contact_staff=self.many(s, *staff),
            urgent_within=self.many(s, MISSING, 4, 24),
            max_contacts=self.many(s, MISSING, MISSING, 4),
            settled_level=self.many(s, MISSING, MISSING, MISSING, 0),
            stay=self.many(s, *drawn),
            handoff=self.many(s * s, *kinds).reshape(s, s),
            joint_limit=self.many(s, 0, 20, 60, 1_000),
            follow_up_within=self.many(s, MISSING, MISSING, 48),
            follow_up_probability=self.many(s, 0.5, 1.0),
            parallel=self.many(s, True, False, False, False),
            pauses_others=self.many(s, *[0] * 6, 1, 2),
            accept_probability=np.ones(s),
            excludes=np.zeros(s, np.int64),
        )

    def chains(self) -> Any:
        needs = super().chains()
        calm = self.one_of(1.0, 10.0)
        return needs._replace(candidate_rate=needs.candidate_rate / calm)

    def teams(self, services: Services) -> tuple[Workforce, Services]:
        workforce, services = super().teams(services)
        w = len(workforce.service)
        opens = self.many(w, 0, 540, 780).astype(np.int64)
        lasts = self.many(w, 60, 240, 480).astype(np.int64)
        days = [self.by_chance.permutation(7)[: self.whole(1, 7)] for _ in range(w)]
        if self.yes(0.7):  # else hardly anything for two workers would ever be done
            opens[:], lasts[:] = self.one_of(0, 540), 480
            days = [np.arange(self.whole(2, 7))] * w
        works_on = np.array([[day in found for day in range(7)] for found in days], bool).reshape(
            w, 7
        )
        most = works_on.sum(axis=1) * lasts
        wanted = self.many(w, 2, 300, 900, 2_400).astype(np.int64)
        return (
            workforce._replace(
                weekly_minutes=np.minimum(wanted, most),
                **self.caseloads(self.many(w, 3, 6, 9).astype(np.int64)),
                tenure=np.array(
                    [
                        self.table.row(*self.one_of((Shape.EXPONENTIAL, 300.0), (Shape.NEVER,)))
                        for _ in range(w)
                    ],
                    np.int64,
                ),
                handover_planned=self.many(w, True, True, False).astype(bool),
                handover_minutes=self.many(w, 0, 30, 30).astype(np.int64),
                handover_notice=self.apart("handover_notice").choice([0, 3_000, 9_000], w),
                works_on=works_on,
                **self.absences(w, 40.0),
                day_opens=opens,
                day_closes=opens + lasts,
            ),
            services,
        )


def staffed_world(number: int) -> Resolved:
    """The world of workers of that number."""
    world = in_areas(Staffed(number).world(), number)
    return world if number < Staffed.alike else on_dates(world, number)
