"""Faults of leaving as settled and returning, planted in the readable engine."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.draws import Purpose
from sim.engines.reference import away
from sim.engines.reference.away import Away
from sim.engines.reference.state import Person
from sim.resolved import LEVELS

Patch = pytest.MonkeyPatch


def clock_of_seeking_runs_on(patch: Patch) -> None:
    """Somebody who was about to turn for help does so while away."""
    honest = Away.leave

    def leave(self: Any, person: Person) -> None:
        clock, person.seeking = person.seeking, None
        honest(self, person)
        person.seeking = clock

    patch.setattr(Away, "leave", leave)


def exits_come_closer(patch: Patch) -> None:
    """The time to moving away or death goes on while somebody is away."""
    left_at: dict[int, int] = {}
    leave, come_back = Away.leave, Away.come_back

    def leaves(self: Any, person: Person) -> None:
        leave(self, person)
        left_at[person.number] = self.world.now

    def comes_back(self: Any, person: Person) -> None:
        if person.exit_left is not None:
            gone_for = self.world.now - left_at[person.number]
            person.exit_left = max(person.exit_left - gone_for, 0)
        come_back(self, person)

    patch.setattr(Away, "leave", leaves)
    patch.setattr(Away, "come_back", comes_back)


def candidates_wait(patch: Patch) -> None:
    """Candidates of a need do not pass while somebody is away: they begin anew with the return."""
    patch.setattr(away, "candidates_until", lambda *parts: (parts[-1], np.int64(0)))


def needs_settle(patch: Patch) -> None:
    """Needs that do not bring somebody back have gone to their first state meanwhile."""
    honest = Away.come_back

    def come_back(self: Any, person: Person) -> None:
        for need in range(len(person.states)):
            person.states[need] = 0
            person.levels[need] = self.world.life.levels[need][0]
        honest(self, person)

    patch.setattr(Away, "come_back", come_back)


def trust_is_lost(patch: Patch) -> None:
    """Somebody who returns trusts services no more."""
    honest = Away.come_back

    def come_back(self: Any, person: Person) -> None:
        person.trust = 0.0
        honest(self, person)

    patch.setattr(Away, "come_back", come_back)


def levels_of_before_are_seen(patch: Patch) -> None:
    """Needs present themselves at levels of before the return, here all of them."""
    patch.setattr(away, "held_before", lambda _, now: np.full(LEVELS, now - 1, np.int64))


def always_away_as_long(purpose: int, *rest: int) -> tuple[Any, ...]:
    """Every time away of a person lasts as long as the first."""
    return (purpose, *rest[:-1], 0) if purpose == Purpose.RECURRENCE else (purpose, *rest)
