"""Awkward worlds made wider: every family of distributions, chains of every length, long waits.

They have what `awkward` leaves out of the machine form: up to four needs of two to five states,
up to four groups with attributes, tables, quantiles, mixtures and truncated distributions, teams
with hours of their own, a service that this arm lacks, and, in every fourth world, a pace so
slow that months pass between one thing and the next. Three worlds in five lean towards what chance
alone seldom brings: rings of blocked people, full queues, long lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.columns import MINUTES, columns_of
from sim.draws import name_key
from sim.laws import Shape
from sim.people import Effects, Needs, Persons
from sim.resolved import (
    LEVELS,
    MISSING,
    REASONS,
    Arrivals,
    Capacity,
    Changes,
    Handoff,
    Here,
    Names,
    Numbers,
    Resolved,
    Services,
    Start,
    Workforce,
)
from sim.units import FOREVER, WEEK
from tests.engines.awkward import Awkward
from tests.engines.in_areas import in_areas
from tests.engines.on_dates import on_dates
from tests.engines.rows import Families, families
from tests.rules.rows import Row

PACE = 250
"""Of a slow world: a minute there is so many."""
RINGS, TEAMS, LISTS = "rings", "teams", "lists"


class Wide(Awkward):
    """Chooses every number of a wide world."""

    table: Families
    alike = 350

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.table = Families()
        self.services = self.whole(1, 6)
        self.needs = self.whole(0, 4)
        self.groups = self.whole(1, 4)
        self.states = self.whole(2, 5)
        self.pace = self.one_of(1, 1, 1, PACE)
        self.leans = self.one_of("", "", RINGS, TEAMS, LISTS)
        if self.leans:
            self.services, self.needs = max(self.services, 2), max(self.needs, 1)

    def world(self) -> Resolved:
        """The whole world."""
        resolved = super().world()
        few, many = self.whole(1, 25), self.whole(26, 60)
        cohort = many if self.leans == LISTS else self.one_of(0, few, few, many)
        closes = self.one_of(200, 500) * self.pace
        resolved = slowed(resolved, self.pace) if self.pace > 1 else resolved
        return resolved._replace(numbers=resolved.numbers._replace(cohort=cohort, closes=closes))

    def lasting(self, *, never: float = 0.0, at_once: bool = True) -> int:
        """A distribution of some minutes, of any family, at times never."""
        if self.yes(0.4):
            return super().lasting(never=never, at_once=at_once)
        mean = self.one_of(1.0, 3.0, 30.0, 300.0)
        if self.yes(0.15):
            other = Row(Shape.NEVER) if self.yes(never) else Row(Shape.UNIFORM, mean, 4 * mean)
            rows = (self.table.add(Row(Shape.EXPONENTIAL, mean)), self.table.add(other))
            return self.table.add(Row(Shape.MIXTURE, points=rows, cumulative=(0.6, 1.0)))
        return self.table.add(self.one_of(*families(mean)))

    def chains(self) -> Needs:
        """Needs with as many states as each happens to have, and some ways between them."""
        k, g, x = self.needs, self.groups, self.states
        sizes = [self.whole(2, x) for _ in range(k)]
        level, first, moves = (np.zeros((k, x), np.int64) for _ in range(3))
        start = np.ones((g, k, x))
        roads: list[tuple[int, int, int]] = []
        for need, size in enumerate(sizes):
            level[need, 1:size] = np.sort(self.by_chance.integers(0, LEVELS, size - 1))
            weights = self.by_chance.integers(0, 3, (g, size)) + np.eye(1, size, size - 1)
            start[:, need, :size] = np.cumsum(weights, axis=1) / weights.sum(axis=1)[:, None]
            for state in range(size):
                ways = [(need, state, other) for other in range(size) if other != state]
                ways = [way for way in ways if self.yes(0.7)]
                first[need, state], moves[need, state] = len(roads), len(ways)
                roads += ways
        return self.by_rates(roads, level, start, first, moves)

    def by_rates(
        self,
        roads: list[tuple[int, int, int]],
        level: np.ndarray,
        start: np.ndarray,
        first: np.ndarray,
        moves: np.ndarray,
    ) -> Needs:
        """The chains with a base rate for each way from one state to another."""
        (k, x), g = level.shape, self.groups
        ratio = self.by_chance.choice([2.5, 4.0], k)
        rate = self.one_of(0.3, 0.02, 0.002)
        base = self.by_chance.integers(0, 3, (g, len(roads))) * rate / 2
        rises = [int(np.sign(level[n, to] - level[n, origin])) for n, origin, to in roads]
        direction = np.array([0 if self.yes(0.1) else rise for rise in rises], np.int64)
        out = np.zeros((g, k, x))
        recovering = np.zeros((g, k, x))
        for road, (need, origin, _) in enumerate(roads):
            out[:, need, origin] += base[:, road]
            recovering[:, need, origin] += base[:, road] * (direction[road] < 0)
        total = out.max(axis=2, initial=0.0) * ratio
        per = np.where(total > 0, total, 1.0)
        of_road = np.array([need for need, _, _ in roads], np.int64)
        return Needs(
            name=np.array([name_key(f"need:{need}") for need in range(k)], np.int64),
            level=level,
            start=start,
            seek_level=self.by_chance.integers(1, LEVELS, (g, k)),
            episode_break=self.by_chance.choice([0, 5, 100], (g, k)),
            presenting_over=self.presenting_over(),
            largest_ratio=ratio,
            candidate_rate=total,
            first=first,
            moves=moves,
            target=np.array([to for _, _, to in roads], np.int64),
            direction=direction,
            share=base / per[:, of_road],
            neutral_at=recovering / per[:, :, None] * ratio[:, None],
        )

    def effects(self) -> Effects:
        """Effects, with limits of contact that are no whole numbers."""
        size = (self.groups, self.needs, LEVELS)
        limits = self.by_chance.choice([0.0, 1.5, 3.0, np.inf], size)
        return super().effects()._replace(over_contact_limit=limits)

    def persons(self) -> Persons:
        """Groups of uneven shares, with attributes, trust and clocks of many kinds."""
        g = self.groups
        weights = self.by_chance.integers(1, 5, g)
        trust = [
            Row(Shape.UNIFORM, 0.0, 1.0),
            Row(Shape.FIXED, 0.4),
            Row(Shape.TRIANGULAR, -0.2, 0.5, 1.2),
            Row(Shape.TABLE, points=(0.0, 0.3, 1.0), cumulative=(0.3, 0.8, 1.0)),
            Row(Shape.LOGNORMAL, -1.0, 0.5, u_low=0.1, u_high=0.9),
        ]
        again = [Row(Shape.UNIFORM, 1.0, 50.0), Row(Shape.FIXED, 7.0), Row(Shape.GAMMA, 9.0, 3.0)]
        return (
            super()
            .persons()
            ._replace(
                share=np.cumsum(weights) / weights.sum(),
                attributes=self.by_chance.integers(0, 8, g),
                trust_start=np.array([self.table.add(self.one_of(*trust)) for _ in range(g)]),
                trust_reference=self.by_chance.choice([0.0, 0.3, 0.5], g),
                relationship_reference=self.by_chance.choice([0.0, 0.5, 0.9], g),
                disengages_below=self.by_chance.choice([0.0, 0.2, 0.6], g),
                reseek_delay=np.array([self.table.add(self.one_of(*again)) for _ in range(g)]),
                exit_rates=self.by_chance.choice([0.0, 1e-4, 3e-3], (g, 2)),
            )
        )

    def all_services(self) -> Services:
        """Services that exclude, follow up and take back in more ways, at times with no place."""
        s = self.services
        services = super().all_services()
        services = services._replace(
            excludes=self.many(s, 0, 0, 1, 2, 4, 6),
            places=self.many(s, 0, 1, 1, 2, 3, 8),
            group_priority=self.by_chance.integers(0, 4, (s, self.groups)),
            contact_interval=np.array(
                [self.many(LEVELS, 2, 7, 30, 400, FOREVER) for _ in range(s)]
            ),
            urgent_within=self.many(s, MISSING, 0, 1, 20),
            follow_up_by=self.many(s, MISSING, *range(s))[:, None],
            fast_return=self.many(s, 0, 50, 400),
        )
        lean = {RINGS: self.in_rings, TEAMS: self.in_teams, LISTS: self.in_lists}
        return lean[self.leans](open_to_all(services)) if self.leans else services

    def in_rings(self, services: Services) -> Services:
        """One place each, held until the next service has one."""
        s = self.services
        return services._replace(
            capacity=self.many(s, *[Capacity.PLACES] * 3, Capacity.WORKERS).astype(np.int64),
            places=self.many(s, 1, 1, 2),
            handoff=self.many(s * s, *[Handoff.BLOCKED] * 4, Handoff.WARM).reshape(s, s),
            patience=np.full(s, self.table.row(Shape.NEVER)),
            stay=np.array([self.table.row(Shape.EXPONENTIAL, 10.0) for _ in range(s)]),
            routes=np.array([[[self.route(0.2) for _ in range(REASONS)]] for _ in range(s)]),
            routes_by_group=services.routes_by_group[:, :0],
            stay_by_group=services.stay_by_group[:, :0],
            parallel=np.zeros(s, np.bool_),
        )

    def in_teams(self, services: Services) -> Services:
        """Workers with long contacts, many of them missed, some urgent; people come back."""
        s = self.services
        return services._replace(
            capacity=self.many(s, *[Capacity.WORKERS] * 3, Capacity.UNLIMITED).astype(np.int64),
            places=self.many(s, 1, 2, 3),
            contact_length=np.array([self.table.row(Shape.FIXED, 25.0) for _ in range(s)]),
            contact_interval=np.array([self.many(LEVELS, 7, 30) for _ in range(s)]),
            attendance=self.many(s, 0.3, 0.6),
            max_missed=self.many(s, MISSING, 4),
            urgent_within=self.many(s, MISSING, 100, 400),
            stay=np.array([self.table.row(Shape.EXPONENTIAL, 60.0) for _ in range(s)]),
            fast_return=self.many(s, 0, 400),
        )

    def in_lists(self, services: Services) -> Services:
        """Few places and patient people, in classes, several of whom join in one minute."""
        s = self.services
        return services._replace(
            capacity=self.many(s, *[Capacity.PLACES] * 3, Capacity.WORKERS).astype(np.int64),
            places=self.many(s, 1, 2, 3),
            decision_delay=np.array([self.table.row(Shape.FIXED, 3.0) for _ in range(s)]),
            stay=self.lastings(s, at_once=False),
        )

    def teams(self, services: Services) -> tuple[Workforce, Services]:
        """Teams, each with days and hours of its own."""
        workforce, services = super().teams(services)
        w = len(workforce.service)
        works_on = self.by_chance.random((w, 7)) < 0.7
        works_on[np.arange(w), self.by_chance.integers(0, 7, w)] = True
        opens = self.many(w, 0, 0, 479, 540).astype(np.int64)
        closes = self.many(w, 1_440, 1_020, 601).astype(np.int64)
        open_minutes = works_on.sum(axis=1) * (closes - opens)
        used = self.many(w, 1.0, 0.3, 0.05).astype(float)
        if self.leans == TEAMS:
            opens, closes = np.zeros(w, np.int64), np.full(w, 1_440)
            works_on = np.ones((w, 7), np.bool_)
            open_minutes = np.full(w, WEEK)
            workforce = workforce._replace(**self.kept(self.many(w, 1, 3).astype(np.int64)))
        return workforce._replace(
            works_on=works_on,
            day_opens=opens,
            day_closes=closes,
            weekly_minutes=np.maximum((open_minutes * used).astype(np.int64), 1),
            missed_share=self.many(w, 0.0, 0.25, 0.5, 1.0).astype(float),
        ), services

    def changes(self, services: Services) -> Changes:
        """Up to six changes of capacity, several of them in one minute at times."""
        limited = np.flatnonzero(services.capacity != Capacity.UNLIMITED)
        count = self.whole(0, 6) if len(limited) else 0
        return self.changes_of(
            services,
            time=np.sort(self.by_chance.choice([0, 1, 30, 30, 99, 180], count)).astype(np.int64),
            service=self.by_chance.choice(limited, count) if count else np.zeros(0, np.int64),
            places=self.by_chance.integers(0, 5, count),
        )

    def arrivals(self) -> Arrivals:
        """Up to three streams, to anywhere, whose rates change up to twice."""
        a = self.whole(0, 3)
        pieces = [self.one_of([0, 100, FOREVER], [0, 30, 130]) for _ in range(a)]
        return Arrivals(
            name=np.array([name_key(f"stream:{stream}") for stream in range(a)], np.int64),
            group=self.many(a, MISSING, *range(self.groups)).astype(np.int64),
            area=np.full(a, MISSING),
            to=self.many(a, MISSING, *range(self.services)).astype(np.int64)[:, None],
            piece_from=np.array(pieces, np.int64).reshape(a, 3),
            piece_rate=self.by_chance.choice([0.0, 0.02, 0.2], (a, 3)),
            listed=self.listed(a),
        )

    def start(self, numbers: Numbers) -> Start:
        """A start in the services of the scenario: this arm's, and one that may be another."""
        start = super().start(numbers)

        def and_one_more(column: np.ndarray) -> np.ndarray:
            return np.concatenate([column, column[:1]])

        columns: dict[str, Any] = {
            name: and_one_more(value)
            for name, value in start._asdict().items()
            if isinstance(value, np.ndarray)
        }
        start = start._replace(**columns)
        start.name[-1] = name_key("service:elsewhere")
        start.service_map[-1] = self.one_of(MISSING, *range(self.services))
        return start

    def people_here(self) -> tuple[Here, ...]:
        """People of the starting table, some with attributes, some of a group that is drawn."""
        return tuple(
            here._replace(
                group=self.one_of(MISSING, here.group),
                attributes=self.whole(0, 7),
                # Every need has states 0 and 1.
                states=tuple(min(state, 1) for state in here.states),
                service=self.one_of(here.service, self.services),
                minutes_so_far=self.one_of(0, 2, 200, 5_000),
            )
            for here in super().people_here()
        )

    def names(self) -> Names:
        """Names of all that there is."""
        return super().names()._replace(streams=("stream_0", "stream_1", "stream_2"))


def open_to_all(services: Services) -> Services:
    """Services that turn nobody away, for any need."""
    return services._replace(
        covers=np.ones_like(services.covers),
        level_low=np.zeros_like(services.level_low),
        level_high=np.full_like(services.level_high, LEVELS - 1),
        excludes=np.zeros_like(services.excludes),
        accept_probability=np.ones_like(services.accept_probability),
    )


def slowed(resolved: Resolved, pace: int) -> Resolved:
    """The same world in which all that took a minute takes `pace` of them; hours stay hours."""
    numbers = resolved.numbers

    def longer(table: Any, *names: str) -> Any:
        """Minutes of these columns, but for those that say never or none."""
        columns = {}
        for name in names:
            column = getattr(table, name)
            counts = (column > 0) & (column < FOREVER)
            columns[name] = np.where(counts, column * np.where(counts, pace, 1), column)
        return table._replace(**columns)

    rows = numbers.distributions
    needs = longer(numbers.needs, "episode_break", "presenting_over")
    arrivals = longer(numbers.arrivals, "piece_from", "listed")
    persons = numbers.persons
    return resolved._replace(
        numbers=numbers._replace(
            distributions=rows._replace(minutes_per_unit=rows.minutes_per_unit * pace),
            needs=needs._replace(candidate_rate=needs.candidate_rate / pace),
            effects=longer(numbers.effects, "support_window", "loss_lasts"),
            persons=persons._replace(
                exit_rates=persons.exit_rates / pace,
                settled_for=persons.settled_for * pace,
                recurrence=persons.recurrence / pace,
            ),
            services=longer(
                numbers.services,
                *(
                    name
                    for name, (_, column) in columns_of(Services).items()
                    if column.what == MINUTES and name != "advice_minutes"
                ),
            ),
            changes=longer(numbers.changes, "time"),
            arrivals=arrivals._replace(piece_rate=arrivals.piece_rate / pace),
        )
    )


def wide_world(number: int) -> Resolved:
    """The wide world of that number."""
    chosen = Wide(number)
    world = in_areas(chosen.world(), number)
    return world if chosen.leans or number < Wide.alike else on_dates(world, number)
