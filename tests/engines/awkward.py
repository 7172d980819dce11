"""Worlds made to be awkward: few places, durations of minutes, every feature by chance.

Built straight in the machine form, so that they reach corners no sensible scenario has. All of
a world follows from one whole number.
"""

from __future__ import annotations

import datetime

import numpy as np

from sim.calendar import Calendar
from sim.draws import name_key
from sim.events import Window
from sim.resolved import (
    LEVELS,
    MISSING,
    Arrivals,
    Capacity,
    Changes,
    Here,
    Measuring,
    Names,
    Numbers,
    Resolved,
    Services,
    Start,
    StartKind,
)
from sim.rules.posts import part_of
from sim.units import FOREVER
from tests.engines.awkward_people import WithPeople
from tests.engines.awkward_services import WithServices
from tests.engines.awkward_teams import WithTeams
from tests.engines.in_areas import in_areas
from tests.engines.on_dates import on_dates


class Awkward(WithPeople, WithServices, WithTeams):
    """Chooses every number of a world."""

    def world(self) -> Resolved:
        """The whole world."""
        services = self.all_services()
        workforce, services = self.teams(services)
        numbers = Numbers(
            needs=self.chains(),
            effects=self.effects(),
            persons=self.persons(),
            services=services,
            workforce=workforce,
            changes=self.changes(services),
            arrivals=self.arrivals(),
            distributions=self.table.numbers(),
            cohort=self.whole(1, 25),
            cohort_name=name_key("stream:cohort"),
            closes=self.one_of(300, 3_000),
        )
        start = self.start(numbers)
        return Resolved(
            "awkward",
            numbers._replace(distributions=self.table.numbers()),
            self.names(),
            start,
            self.measuring(numbers),
            calendar=self.calendar(),
        )

    def calendar(self) -> Calendar:
        """Without dates, or from any day of some weeks on."""
        day = int(self.apart("calendar").integers(-20, 40))
        begins = datetime.date(2027, 4, 1) + datetime.timedelta(days=day)
        return Calendar(begins if day >= 0 else None)

    def changes(self, services: Services) -> Changes:
        limited = np.flatnonzero(services.capacity != Capacity.UNLIMITED)
        count = self.whole(0, 3) if len(limited) else 0
        return self.changes_of(
            services,
            time=np.sort(self.by_chance.integers(0, 400, count)),
            service=self.by_chance.choice(limited, count) if count else np.zeros(0, np.int64),
            places=self.by_chance.integers(0, 4, count),
        )

    def changes_of(
        self, services: Services, time: np.ndarray, service: np.ndarray, places: np.ndarray
    ) -> Changes:
        """These changes, some of them to a last post that is part of a whole one."""
        shares = self.last_shares("changed shares", services.capacity[service], places)
        return Changes(time, service, places, shares)

    def arrivals(self) -> Arrivals:
        a = self.whole(0, 2)
        apart = self.apart("pieces")
        more = int(apart.choice([0, 0, 30]))
        later = np.sort(101 + apart.choice(500, more, replace=False))
        rates = apart.choice([0.0, 0.02, 0.1], (a, more))
        return Arrivals(
            name=np.array([name_key(f"stream:{stream}") for stream in range(a)], np.int64),
            group=self.many(a, MISSING, 0).astype(np.int64),
            area=np.full(a, MISSING),
            to=self.many(a, MISSING, 0).astype(np.int64)[:, None],
            piece_from=np.tile(np.append([0, 100], later).astype(np.int64), (a, 1)),
            piece_rate=np.hstack([self.by_chance.choice([0.0, 0.02, 0.1], (a, 2)), rates]),
            listed=self.listed(a),
        )

    def listed(self, streams: int) -> np.ndarray:
        """Minutes of listed arrivals, some of them the same; most streams have none."""
        apart = self.apart("listed")
        most = int(apart.choice([0, 0, 1, 12]))
        found = np.full((streams, most), FOREVER, np.int64)
        for row in np.flatnonzero(apart.random(streams) < 0.5) if most else ():
            number = int(apart.integers(1, most + 1))
            found[row, :number] = np.sort(apart.choice([0, 1, 50, 51, *range(100, 140)], number))
        return found

    def start(self, numbers: Numbers) -> Start:
        services, teams = numbers.services, numbers.workforce
        caseload, weights = np.zeros(self.services, np.int64), np.ones((self.services, LEVELS), int)
        caseload[teams.service] = np.maximum(teams.caseload, teams.load_limit)
        weights[teams.service] = np.where(teams.weights == MISSING, 1, teams.weights)
        whole_posts = np.maximum(services.places - 1, 0)
        last = [
            int(part_of(limit, share)) if posts else 0
            for limit, share, posts in zip(
                caseload.tolist(), services.last_share.tolist(), services.places, strict=True
            )
        ]
        room = np.where(
            services.capacity == Capacity.WORKERS, whole_posts * caseload + last, services.places
        )
        kind = self.one_of(StartKind.EMPTY, StartKind.FULL, StartKind.TABLE)
        return Start(
            kind=kind,
            table=self.people_here() if kind is StartKind.TABLE else (),
            relationship=0.5,
            name=services.name,
            room=room,
            weights=weights,
            covers=services.covers,
            level_low=services.level_low,
            level_high=services.level_high,
            excludes=services.excludes,
            parallel=services.parallel,
            residual_stay=self.lastings(self.services, never=0.2, at_once=False),
            residual_by_group=self.stays_by_group(self.services),
            area=np.full(self.services, MISSING),
            service_map=np.array(
                [[self.one_of(s, s, MISSING)] for s in range(self.services)], np.int64
            ),
        )

    def people_here(self) -> tuple[Here, ...]:
        return tuple(
            Here(
                name=f"person {number}",
                group=self.whole(0, self.groups - 1),
                attributes=0,
                states=tuple(self.one_of(MISSING, 0, 1, 2) for _ in range(self.needs)),
                trust=self.one_of(-1.0, 0.1, 0.9),
                service=self.one_of(MISSING, *range(self.services)),
                waiting=self.yes(),
                minutes_so_far=self.one_of(0, 2, 200),
                relationship=self.one_of(0.0, 0.7),
            )
            for number in range(self.whole(1, 6))
        )

    def names(self) -> Names:
        services = tuple(f"service_{number}" for number in range(self.services))
        needs = tuple(f"need_{number}" for number in range(self.needs))
        groups = tuple(f"group_{number}" for number in range(self.groups))
        return Names(
            services=services,
            service_labels=services,
            service_kinds=services,
            needs=needs,
            need_labels=needs,
            states=tuple(("a", "b", "c") for _ in needs),
            groups=groups,
            group_labels=groups,
            attributes=("marked",),
            streams=("stream_0", "stream_1"),
        )

    def measuring(self, numbers: Numbers) -> Measuring:
        unpriced = np.full(self.services, np.nan)
        window = Window(numbers.closes // 5, numbers.closes)
        by_chance = self.apart("measuring")
        wanted = by_chance.choice([0, 5, 60, 700, 4_000, 10_080], LEVELS)
        return Measuring(
            window,
            covered_for=40,
            gap_days=(30, 60),
            lost_after=180,
            wait_weeks=((4, 12, 26, 52), (1, 2, 18))[by_chance.integers(2)],
            long_waits=bool(by_chance.integers(2)),
            helps=by_chance.random(self.services) < 0.7,
            counts_help=bool(by_chance.random() < 0.8),
            counts_plans=self.number % 4 > 0,
            counts_choice=self.number % 3 > 0,
            counts_pools=self.number % 4 > 0,
            wanted=wanted.astype(np.int64),
            enough=float(by_chance.choice([0.0, 0.3, 0.5, 0.7, 1.0])),
            contact_cost=unpriced,
            place_day_cost=unpriced,
            post_year_cost=unpriced,
            price_year=0,
            currency="£",
        )


def awkward_world(number: int) -> Resolved:
    """The awkward world of that number."""
    return on_dates(in_areas(Awkward(number).world(), number), number)
