"""The people of awkward worlds: their needs, and what they do when they are in need."""

from __future__ import annotations

import numpy as np

from sim.draws import name_key
from sim.laws import Shape
from sim.people import Effects, Needs, Persons
from sim.resolved import LEVELS, MISSING
from tests.engines.awkward_draws import Draws


class WithPeople(Draws):
    """Chooses the rules of people."""

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
