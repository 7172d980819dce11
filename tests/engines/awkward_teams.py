"""The workers of awkward worlds: their hours, their caseloads and how long they stay."""

from __future__ import annotations

import numpy as np

from sim.draws import name_key
from sim.laws import Shape
from sim.resolved import LEVELS, MISSING, WHOLE_POST, Capacity, Services, Workforce
from tests.engines.awkward_draws import Draws

AS_THEY_WERE = 350
"""Worlds below this number have no vacant posts: planted faults were counted in them."""


class WithTeams(Draws):
    """Chooses the rules of teams."""

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
            **self.vacant(w),
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

    def vacant(self, teams: int) -> dict[str, np.ndarray]:
        """Posts that are vacant at minute 0, whole ones and parts, in half of the worlds."""
        chance = self.apart("vacant_at_start")
        some = self.number >= AS_THEY_WERE and chance.random() < 0.5
        vacant = chance.choice([0, 400, 1_000, 1_700] if some else [0], teams)
        rows = (self.table.row(Shape.EXPONENTIAL, 3_000.0), self.table.row(Shape.FIXED, 0.0))
        left = np.where(vacant > 0, chance.choice(rows, teams), MISSING)
        return {"vacant_at_start": vacant, "vacancy_left": left}

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

    def last_shares(self, name: str, capacity: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Thousandths of the last posts of so many teams."""
        found = self.apart(f"{name}{self.when}").choice(
            [WHOLE_POST, WHOLE_POST, 500, 250, 1], len(places)
        )
        return np.where((capacity == Capacity.WORKERS) & (places > 0), found, WHOLE_POST)
