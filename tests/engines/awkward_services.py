"""The services of awkward worlds: whom they take, what they do, and where people go next."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.draws import name_key
from sim.laws import Shape
from sim.resolved import LEVELS, MISSING, REASONS, WHOLE_POST, Capacity, Services
from sim.units import FOREVER
from tests.engines.awkward_draws import Draws
from tests.engines.by_kind import drawn_by_kind


class WithServices(Draws):
    """Chooses the rules of services, but for their workers."""

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
            **self.taking_people_on(s),
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

    def taking_people_on(self, size: int) -> dict[str, Any]:
        """Whom services take, how many, and in which order."""
        kinds = (Capacity.PLACES, Capacity.WORKERS, Capacity.UNLIMITED)
        return {
            "name": np.array([name_key(f"service:{service}") for service in range(size)]),
            "covers": np.asarray(self.by_chance.random((size, self.needs)) < 0.7),
            "level_low": self.many(size, 0, 0, 1, 2),
            "level_high": self.many(size, 3, 3, 2),
            "excludes": self.many(size, 0, 0, 1),
            "accept_probability": self.many(size, 1.0, 0.7),
            "refusal_penalty": self.many(size, 0.0, 0.3),
            "list_limit": self.apart("list_limit").choice([MISSING, MISSING, 0, 1, 2], size),
            # A refusal takes a minute, so that routes cannot go round in no time.
            "decision_delay": self.lastings(size, at_once=False),
            "capacity": self.many(size, *kinds).astype(np.int64),
            "places": self.many(size, 1, 2, 3),
            "last_share": np.full(size, WHOLE_POST),  # see `teams`
            "priority": self.many(size, 0, 1, 2, 3),
            "group_priority": self.by_chance.integers(0, 2, (size, self.groups)),
            "patience": self.lastings(size, never=0.3),
            "opt_out_if_settled": self.many(size, True, False),
        }

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
