"""Faults of release and of draws, planted in the readable engine."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from sim.draws import NO_NAME, Purpose
from sim.engines.order import StepKind
from sim.engines.reference import contacts
from sim.engines.reference.care import Care
from sim.engines.reference.life import Life
from sim.engines.reference.state import Person, Spell
from sim.engines.reference.workforce import Workforce
from sim.engines.reference.world import World
from sim.events import EventKind

Patch = pytest.MonkeyPatch


# Release.


def place_free_at_once(patch: Patch) -> None:
    """A place that is held after the ending can be taken all the same."""

    def let_go(self: Any, spell: Spell, ending: Any) -> None:
        occupied = spell.service.occupied
        honest(self, spell, ending)
        if spell.service.occupied == occupied:
            self.release(spell)

            def comes_free(late: Spell) -> None:
                self.world.note(
                    EventKind.PLACE_FREED,
                    person=late.person.number,
                    service=late.service.index,
                    spell=late.number,
                )

            step = spell.timers.pop(StepKind.PLACE_COMES_FREE, None)
            if step is not None:
                step.cancel()
                self.world.set_timer(spell, StepKind.PLACE_COMES_FREE, step.time, comes_free)

    honest = Care._let_go
    patch.setattr(Care, "_let_go", let_go)


def nothing_to_settle(patch: Patch) -> None:
    """A free place is seen only when something else is settled at its service."""
    honest = Care.release

    def release(self: Any, spell: Spell) -> None:
        before = set(self.world.to_settle)
        honest(self, spell)
        self.world.to_settle = before

    patch.setattr(Care, "release", release)


def leaves_too_soon(patch: Patch) -> None:
    """Without needs, a place still held or a contact promised keeps nobody in the population."""
    honest = Life.see_off

    def see_off(self: Any, person: Person) -> None:
        to_come, person.to_come = person.to_come, 0
        honest(self, person)
        person.to_come = to_come

    patch.setattr(Life, "see_off", see_off)


def nobody_is_done(patch: Patch) -> None:
    """Without needs, people stay although no service has anything to do with them."""
    patch.setattr(Life, "see_off", lambda *_: None)


def time_is_lost(patch: Patch) -> None:
    """A missed or cancelled contact gives none of its time back to the diary."""
    patch.setattr(Workforce, "give_back", lambda *_: None)


def half_rounds_up(patch: Patch) -> None:
    """What a missed contact uses is rounded half up, not half to even."""
    patch.setattr(contacts, "round", lambda x: math.floor(x + 0.5), raising=False)


def urgent_ones_queue(patch: Patch) -> None:
    """An urgent contact takes its turn in the diary."""
    honest = Workforce.book
    patch.setattr(
        Workforce,
        "book",
        lambda self, worker, length, goes_first=False: honest(self, worker, length),
    )


# Draws.


def no_ordinal(patch: Patch) -> None:
    """Every use of a purpose at a service draws the same number."""
    patch.setattr(Person, "count", staticmethod(lambda uses, service: uses.setdefault(service, 0)))


def drawn(change: Callable[..., tuple[Any, ...]]) -> Callable[[Patch], None]:
    """Draws with another key than by purpose, name, subject and ordinal."""

    def plant(patch: Patch) -> None:
        honest = World.uniform
        patch.setattr(World, "uniform", lambda self, *parts: honest(self, *change(*parts)))

    return plant


def stays_like_patience(purpose: int, *rest: int) -> tuple[Any, ...]:
    """Two purposes share their draws."""
    return (int(Purpose.PATIENCE) if purpose == Purpose.STAY else purpose, *rest)


def nowhere(purpose: int, name: int, *rest: int) -> tuple[Any, ...]:
    """A draw does not ask at which service or for which need it is."""
    return (purpose, NO_NAME, *rest)
