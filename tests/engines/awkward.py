"""Worlds made to be awkward: few places, durations of minutes, every feature by chance.

Built straight in the machine form, so that they reach corners no sensible scenario has. All of
a world follows from one whole number.
"""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from sim.calendar import Calendar
from sim.draws import name_key
from sim.events import Window
from sim.laws import Shape
from sim.people import Effects, Needs, Persons
from sim.resolved import (
    LEVELS,
    MISSING,
    REASONS,
    WHOLE_POST,
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
    Workforce,
)
from sim.rules.posts import part_of
from sim.units import FOREVER
from tests.engines.by_kind import drawn_by_kind
from tests.engines.in_areas import in_areas
from tests.engines.on_dates import on_dates
from tests.engines.rows import Table


class Awkward:
    """Chooses every number of a world."""

    alike = 0
    """Below this number are the worlds of planted faults: there, groups go the same ways."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.by_chance = np.random.default_rng(number)
        self.table = Table()
        self.services = self.whole(1, 5)
        self.needs = self.whole(0, 2)
        self.groups = self.whole(1, 2)
        self.states = 3
        self.when = ""  # marks the columns that rules after a change have of their own

    def apart(self, column: str) -> np.random.Generator:
        """Chance for one column alone, so that a new column moves no other number."""
        return np.random.default_rng([self.number, name_key(column)])

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.by_chance.integers(low, high + 1))

    def yes(self, chance: float = 0.5) -> bool:
        """True with that chance."""
        return bool(self.by_chance.random() < chance)

    def one_of(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self.whole(0, len(choices) - 1)]

    def many(self, size: int, *choices: Any) -> np.ndarray:
        """So many of these."""
        return np.array([self.one_of(*choices) for _ in range(size)])

    def lasting(self, *, never: float = 0.0, at_once: bool = True) -> int:
        """A distribution of some minutes, at times never or at once."""
        if self.yes(never):
            return self.table.row(Shape.NEVER)
        mean = self.one_of(1.0, 3.0, 30.0, 300.0)
        if self.yes(0.4):
            return self.table.row(Shape.EXPONENTIAL, mean)
        return self.table.row(Shape.FIXED, 0.0 if at_once and self.yes(0.3) else mean)

    def lastings(self, size: int, **how: Any) -> np.ndarray:
        """So many of these distributions."""
        return np.array([self.lasting(**how) for _ in range(size)])

    def route(self, weight_of_nowhere: float = 1.0) -> np.ndarray:
        """Cumulative shares over the services, then nowhere."""
        weights = np.append(self.by_chance.integers(0, 4, self.services), weight_of_nowhere)
        return np.asarray(np.cumsum(weights) / weights.sum())

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

    def chains(self) -> Needs:
        k, g, x = self.needs, self.groups, self.states
        level = np.array([[0, 1, 3] if self.yes() else [0, 2, 3] for _ in range(k)], np.int64)
        level = level.reshape(k, x)
        moves = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 1), (2, 0)]
        rate, ratio = self.one_of(0.3, 0.02, 0.002), 4.0
        base = self.by_chance.integers(0, 3, (g, k, len(moves))) * rate / 2
        total = base.reshape(g, k, 3, 2).sum(axis=3).max(axis=2) * ratio
        share = base / np.where(total > 0, total, 1.0)[:, :, None]
        # A tenth of the moves between levels is declared neutral: no modifier touches them.
        direction = np.array(
            [
                0 if self.yes(0.1) else (1 if target > origin else -1)
                for _ in range(k)
                for origin, target in moves
            ],
            np.int64,
        )
        recoveries = share * (direction < 0).reshape(k, len(moves))
        neutral_at = recoveries.reshape(g, k, 3, 2).sum(axis=3) * ratio
        return Needs(
            name=np.array([name_key(f"need:{need}") for need in range(k)], np.int64),
            level=level,
            start=np.cumsum(np.full((g, k, x), 1 / x), axis=2),
            seek_level=self.by_chance.integers(1, 4, (g, k)),
            episode_break=self.by_chance.choice([0, 5, 100], (g, k)),
            presenting_over=self.presenting_over(),
            largest_ratio=np.full(k, ratio),
            candidate_rate=total,
            first=np.array([[6 * need + 2 * s for s in range(x)] for need in range(k)]).reshape(
                k, x
            ),
            moves=np.full((k, x), 2),
            target=np.array([target for _ in range(k) for _, target in moves], np.int64),
            direction=direction,
            share=share.reshape(g, k * len(moves)),
            neutral_at=neutral_at,
        )

    def presenting_over(self) -> np.ndarray:
        """Over how many minutes needs present themselves, by group and need."""
        over = self.apart("presenting_over").choice([0, 1, 20, 300], (self.groups, self.needs))
        return np.asarray(over) * (self.apart("presenting").random() < 0.5)

    def effects(self) -> Effects:
        size = (self.groups, self.needs)

        def ratios(*choices: float) -> np.ndarray:
            return np.asarray(self.by_chance.choice(choices, size))

        limits = self.by_chance.choice([0.0, 3.0, np.inf], (*size, LEVELS))
        return Effects(
            support_recovery=ratios(1.0, 1.4, 0.8),
            support_worsening=ratios(1.0, 0.6, 1.2),
            support_window=self.by_chance.choice([10, 1_000], size),
            without_relationship=ratios(0.0, 0.4, 1.0),
            loss_worsening=ratios(1.0, 1.3),
            waiting_worsening=ratios(1.0, 1.2),
            advice_recovery=ratios(1.0, 1.3),
            over_contact_limit=limits,
            over_contact_ratio=ratios(1.0, 1.2),
            loss_lasts=self.by_chance.choice([20, 500], self.groups),
            loss_planned_share=self.by_chance.random(self.groups),
            loss_refusal_share=self.by_chance.random(self.groups),
        )

    def persons(self) -> Persons:
        g = self.groups

        def shares() -> np.ndarray:
            return np.asarray(self.by_chance.choice([0.0, 0.1, 0.5], g))

        size = (g, self.needs, LEVELS)
        entry = [self.route(0.3) for _ in range(int(np.prod(size)))]
        return Persons(
            share=np.cumsum(np.full(g, 1 / g)),
            area=np.ones((g, 1)),
            attributes=np.arange(g),
            trust_start=np.full(g, self.table.row(Shape.UNIFORM, 0.0, 1.0)),
            wants=self.wants(),
            trust_rise=shares(),
            trust_fall_stigma=shares(),
            trust_fall_refusal=shares(),
            trust_fall_ending=shares(),
            disengages_below=self.by_chance.choice([0.0, 0.2], g),
            trust_reference=np.full(g, 0.5),
            relationship_growth=shares(),
            relationship_start=shares(),
            relationship_reference=np.full(g, 0.5),
            **self.match(),
            retelling=self.by_chance.integers(0, 3, g),
            attendance_trust=self.by_chance.choice([0.0, 1.0], g),
            attendance_relationship=self.by_chance.choice([0.0, 1.0], g),
            seek_delay=self.lastings(g * LEVELS, never=0.1).reshape(g, LEVELS),
            seek_trust=self.by_chance.choice([0.0, 1.0], g),
            seek_persists=self.apart(f"seek_persists of {type(self).__name__}").random(g) < 0.4,
            reseek_delay=np.full(g, self.table.row(Shape.FIXED, self.one_of(1.0, 40.0))),
            entry=np.array(entry).reshape(*size, self.services + 1),
            exit_rates=self.by_chance.choice([0.0, 1e-4], (g, 2)),
            **self.settled(),
        )

    def settled(self) -> dict[str, np.ndarray]:
        """When people leave as settled, and how they return: never, or soon."""
        chance, g = self.apart("settled"), self.groups
        on = self.needs > 0 and chance.random() < 0.5
        none = np.full(g, MISSING)
        return {
            "settled_level": chance.choice([0, 1, 1, 3], g) if on else none,
            "settled_for": chance.choice([1, 20, 200], g),
            "recurrence": chance.choice([0.0, 0.002, 0.05], g),
            "returns_need": chance.integers(0, self.needs, g) if on else none,
            "returns_state": chance.integers(0, 2, g) if on else none,
            "away_at_start": chance.choice([0.0, 0.4], g) * on,
        }

    def wants(self) -> np.ndarray:
        """How many times as much help people want: all alike, or a distribution."""
        by_chance = self.apart("wants")
        row = MISSING
        if by_chance.random() < 0.5:
            row = self.table.row(Shape.LOGNORMAL, -0.1, float(by_chance.choice([0.5, 2.0])))
        return np.full(self.groups, row)

    def match(self) -> dict[str, np.ndarray]:
        """How well pairs of a person and a worker get on: all alike, or not."""
        chance, g = self.apart("match"), self.groups
        row = MISSING
        if chance.random() < 0.5:
            row = self.table.row(Shape.UNIFORM, float(chance.choice([-0.2, 0.3])), 1.1)
        return {
            "match_ceiling": np.full(g, row),
            "match_poor_share": chance.choice([0.0, 0.1, 0.5], g),
            "match_poor_ceiling": chance.choice([0.0, 0.2], g),
        }

    def all_services(self) -> Services:
        s, k = self.services, self.needs
        intervals = np.array(
            [
                np.full(LEVELS, FOREVER) if self.yes(0.2) else self.many(LEVELS, 2, 30, FOREVER)
                for _ in range(s)
            ]
        )
        routes = np.array([[self.route() for _ in range(REASONS)] for _ in range(s)])
        columns: dict[str, Any] = dict(
            name=np.array([name_key(f"service:{service}") for service in range(s)]),
            covers=np.asarray(self.by_chance.random((s, k)) < 0.7),
            level_low=self.many(s, 0, 0, 1, 2),
            level_high=self.many(s, 3, 3, 2),
            excludes=self.many(s, 0, 0, 1),
            accept_probability=self.many(s, 1.0, 0.7),
            refusal_penalty=self.many(s, 0.0, 0.3),
            list_limit=self.apart("list_limit").choice([MISSING, MISSING, 0, 1, 2], s),
            # A refusal takes a minute, so that routes cannot go round in no time.
            decision_delay=self.lastings(s, at_once=False),
            capacity=self.many(s, Capacity.PLACES, Capacity.WORKERS, Capacity.UNLIMITED).astype(
                np.int64
            ),
            places=self.many(s, 1, 2, 3),
            last_share=np.full(s, WHOLE_POST),  # see `teams`
            priority=self.many(s, 0, 1, 2, 3),
            group_priority=self.by_chance.integers(0, 2, (s, self.groups)),
            patience=self.lastings(s, never=0.3),
            opt_out_if_settled=self.many(s, True, False),
            contact_interval=intervals,
            as_wanted=self.apart("as_wanted").random(s) < 0.5,
            contact_length=self.lastings(s),
            **self.of_contacts(s),
            attendance=self.many(s, 1.0, 0.6),
            urgent_within=self.many(s, MISSING, 0, 20),
            stigma=self.many(s, 0.0, 0.3),
            # A stay is never 0, so that handoffs cannot go round in no time.
            stay=self.lastings(s, never=0.2, at_once=False),
            max_contacts=self.many(s, MISSING, 1, 4),
            stay_by_group=self.stays_by_group(s),
            **self.settling(s),
            max_missed=self.many(s, MISSING, 1, 2),
            outreach=self.many(s, False, False, True),
            planned=self.many(s, True, False),
            routes=routes[:, None],  # by area
            routes_by_group=self.routes_by_group(s),
            has_crisis_route=self.many(s, True, False),
            handoff=self.by_chance.integers(0, 4, (s, s)),
            warm_carries=self.many(s, 0.0, 0.6),
            warm_limit=self.many(s, 0, 25),
            joint_limit=self.apart("joint_limit").choice([0, 30, 40_320], s),
            advice_minutes=self.many(s, 0, 15),
            advice_lasts=self.many(s, 0, 100),
            exit_delay=self.lastings(s),
            exit_delay_to=self.exit_delays_to(s),
            parallel=self.many(s, True, False),
            lead=self.many(s, False, False, True),
            continuous=self.many(s, False, True),
            pauses_others=self.many(s, 0, 0, 1, 2),
            support=self.many(s, 0.0, 0.5, 1.0),
            follow_up_within=self.many(s, MISSING, 0, 30),
            follow_up_probability=self.many(s, 0.5, 1.0),
            follow_up_by=self.many(s, MISSING, 0)[:, None],
            fast_return=self.many(s, 0, 50),
            team=np.full(s, MISSING),
        )
        sizes = {"service": s, "to": s, "need": k, "group": self.groups, "level": LEVELS, "area": 1}
        return Services(**columns, **drawn_by_kind(columns, self.apart, self.table, sizes))

    def stays_by_group(self, size: int) -> np.ndarray:
        """Stays of groups that have their own, in half of the worlds."""
        chance = self.apart(f"stay_by_group{self.when}")
        rows = [self.table.row(Shape.FIXED, 7.0), self.table.row(Shape.EXPONENTIAL, 90.0)]
        own = chance.choice([MISSING, MISSING, *rows], (size, self.groups))
        return own if self.number >= self.alike and chance.random() < 0.5 else own[:, :0]

    def routes_by_group(self, size: int) -> np.ndarray:
        """Routes of groups that have their own, in half of the worlds."""
        chance = self.apart(f"routes_by_group{self.when}")
        weights = chance.integers(0, 4, (size, self.groups, REASONS, self.services + 1))
        weights[..., -1] += 1
        rows = np.cumsum(weights, axis=-1) / weights.sum(axis=-1, keepdims=True)
        own: np.ndarray = rows * (chance.random(rows.shape[:-1]) < 0.3)[..., None]
        return own if self.number >= self.alike and chance.random() < 0.5 else own[:, :0]

    def settling(self, size: int) -> dict[str, np.ndarray]:
        """Endings because needs have settled: without a break, most of the time, or both."""
        level, unbroken = self.many(size, MISSING, 0, 1), self.many(size, 1, 60)
        kind = np.where(level == MISSING, 0, self.apart("settled_share").integers(0, 3, size))
        share = self.apart("share to settle").choice([0.05, 0.2, 0.7], size)
        over = self.apart("settled_over").choice([1, 5, 40], size)
        return {
            "settled_level": level,
            "settled_for": np.where(kind == 1, MISSING, unbroken),
            "settled_share": np.where((kind == 1) | (kind == 2), share, MISSING),
            "settled_over": np.where((kind == 1) | (kind == 2), over, MISSING),
        }

    def exit_delays_to(self, size: int) -> np.ndarray:
        """How long places are held for people who go on: as for others, or by service."""
        chance = self.apart("exit_delay_to")
        rows = [self.table.row(Shape.FIXED, 0.0), self.table.row(Shape.EXPONENTIAL, 20.0)]
        some = chance.choice([MISSING, MISSING, *rows], (size, size))
        return np.where(chance.random((size, 1)) < 0.5, MISSING, some)

    def of_contacts(self, size: int) -> dict[str, np.ndarray]:
        """Workers' time beside contacts, and contacts that are cancelled beforehand."""
        chance = self.apart("contact_staff")
        fixed = [self.table.row(Shape.FIXED, minutes) for minutes in (0.0, 8.0)]
        drawn = self.table.row(Shape.EXPONENTIAL, 12.0)
        return {
            "contact_staff": chance.choice([MISSING, MISSING, *fixed, drawn], size),
            "contact_overhead": self.apart("contact_overhead").choice([0, 0, 5], size),
            "contact_per_need": self.apart("contact_per_need").choice([0, 0, 4], size),
            "cancelled_person": self.apart("cancelled_person").choice([0.0, 0.0, 0.2], size),
            "cancelled_provider": self.apart("cancelled_provider").choice([0.0, 0.0, 0.3], size),
        }

    def teams(self, services: Services) -> tuple[Workforce, Services]:
        staffed = np.flatnonzero(services.capacity == Capacity.WORKERS)
        team = services.team.copy()
        team[staffed] = np.arange(len(staffed))
        places = np.where(services.capacity == Capacity.UNLIMITED, 0, services.places)
        w = len(staffed)
        all_week = self.yes()
        workforce = Workforce(
            service=staffed,
            name=np.array([name_key(f"service:{service}") for service in staffed], np.int64),
            posts=places[staffed],
            weekly_minutes=self.many(w, 10_080, 2_000, 300).astype(np.int64)
            if all_week
            else self.many(w, 2_000, 300).astype(np.int64),
            supervision=np.zeros(w, np.int64),  # paid, and no part of what engines read
            **self.caseloads(self.many(w, 1, 2, 5).astype(np.int64)),
            tenure=self.lastings(w, never=0.3, at_once=False).astype(np.int64),
            vacancy=self.lastings(w).astype(np.int64),
            handover_planned=self.many(w, True, False).astype(bool),
            handover_minutes=self.many(w, 0, 10).astype(np.int64),
            handover_notice=self.apart("handover_notice").choice([0, 0, 30, 400], w),
            handover_share=self.many(w, 0.0, 0.5).astype(float),
            keep=self.many(w, True, False).astype(bool),
            **self.kept(self.many(w, 0, 1, 3).astype(np.int64)),
            choice_after=self.apart("choice_after").choice([MISSING, 1, 3], w).astype(np.int64),
            choice_below=self.apart("choice_below").choice([0.3, 0.9], w).astype(float),
            missed_share=self.many(w, 0.0, 0.5, 1.0).astype(float),
            works_on=np.ones((w, 7), bool)
            if all_week
            else np.tile(np.arange(7) < self.whole(1, 7), (w, 1)),
            day_opens=np.full(w, 0 if all_week else 540),
            day_closes=np.full(w, 1_440 if all_week else 1_020),
            **self.absences(w, 300.0),
        )
        last_share = self.last_shares("last_share", services.capacity, places)
        return workforce, services._replace(team=team, places=places, last_share=last_share)

    def are_weighed(self, teams: int) -> np.ndarray:
        """Which teams weigh their people."""
        return self.apart(f"weighs{self.when}").random(teams) < 0.5

    def caseloads(self, people: np.ndarray) -> dict[str, np.ndarray]:
        """Caseloads of so many people, or of weights."""
        chance, weighs = self.apart(f"weights{self.when}"), self.are_weighed(len(people))
        limit = chance.choice([1_000, 1_500, 3_000, 6_250], len(people))
        weights = chance.choice([1, 250, 500, 1_000, 2_000], (len(people), LEVELS))
        return {
            "caseload": np.where(weighs, MISSING, people),
            "load_limit": np.where(weighs, limit, MISSING),
            "weights": np.where(weighs[:, None], weights, MISSING),
        }

    def kept(self, people: np.ndarray) -> dict[str, np.ndarray]:
        """How far above the caseload keeping may go."""
        weighs = self.are_weighed(len(people))
        over = self.apart("load_over").choice([0, 400, 2_000], len(people))
        return {
            "keep_over": np.where(weighs, MISSING, people),
            "load_over": np.where(weighs, over, MISSING),
        }

    def absences(self, teams: int, mean: float) -> dict[str, np.ndarray]:
        """Workers who are away at times, and days on which nobody works; in most teams none."""
        chance = self.apart("absences")
        away = chance.random(teams) < 0.4
        row = self.table.row(Shape.EXPONENTIAL, mean)
        closed = chance.random((teams, int(chance.choice([0, 0, 30])))) < 0.1
        return {
            "away_spells": np.where(away, row, MISSING),
            "at_work": np.where(away, chance.choice([900.0, 9_000.0], teams), 0.0),
            "closed": closed,
        }

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

    def last_shares(self, name: str, capacity: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Thousandths of the last posts of so many teams."""
        found = self.apart(f"{name}{self.when}").choice(
            [WHOLE_POST, WHOLE_POST, 500, 250, 1], len(places)
        )
        return np.where((capacity == Capacity.WORKERS) & (places > 0), found, WHOLE_POST)

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
            price_year=0,
            currency="£",
        )


def awkward_world(number: int) -> Resolved:
    """The awkward world of that number."""
    return on_dates(in_areas(Awkward(number).world(), number), number)
