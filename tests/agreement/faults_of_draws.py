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
from sim.engines.reference.contacts import Contacts
from sim.engines.reference.life import Life
from sim.engines.reference.server import Server
from sim.engines.reference.state import Person, Spell, Work, Worker
from sim.engines.reference.workforce import Workforce
from sim.engines.reference.world import World
from sim.events import EventKind
from sim.units import DAY

Patch = pytest.MonkeyPatch


# Release.


def place_free_at_once(patch: Patch) -> None:
    """A place that is held after the ending can be taken all the same."""

    def let_go(self: Any, spell: Spell, ending: Any, to: int) -> None:
        occupied = spell.service.occupied
        honest(self, spell, ending, to)
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
    """A missed contact uses all of its time."""
    honest = Contacts._happens

    def happens(self: Any, spell: Spell, work: Work, holders: list[Worker]) -> None:
        if spell.service.team is not None:
            spell.service.team = spell.service.team._replace(missed_share=1.0)
        honest(self, spell, work, holders)

    patch.setattr(Contacts, "_happens", happens)


def half_rounds_up(patch: Patch) -> None:
    """What a missed contact uses is rounded half up, not half to even."""
    patch.setattr(contacts, "round", lambda x: math.floor(x + 0.5), raising=False)


def urgent_ones_queue(patch: Patch) -> None:
    """An urgent contact takes its turn."""
    patch.setattr(Contacts, "_hasten", lambda *_: None)


def nothing_is_carried(patch: Patch) -> None:
    """What was used beyond a week is not made up for in the next one."""
    honest = Server.turn_to_week

    def turn(self: Any, worker: Worker) -> None:
        honest(self, worker)
        worker.overrun = 0

    patch.setattr(Server, "turn_to_week", turn)


def the_day_stays_open(patch: Patch) -> None:
    """What fits is taken, though the first does not."""

    def first(self: Any, worker: Worker) -> Work | None:
        for work in worker.queue:
            if self.for_two(work) and self._both_can(work, worker):
                return work
            if self._alone(worker, work) and self._fits(worker, work):
                return work
        return None

    patch.setattr(Server, "_first_that_fits", first)


def urgent_ones_wait_for_their_day(patch: Patch) -> None:
    """An urgent contact may use no more of a week than another one."""
    honest = Server._fits

    def fits(self: Any, worker: Worker, work: Work) -> bool:
        urgent, work.urgent = work.urgent, False
        found = honest(self, worker, work)
        work.urgent = urgent
        return found

    patch.setattr(Server, "_fits", fits)


def two_meet_out_of_turn(patch: Patch) -> None:
    """Work for two is taken before what one of them has to do first."""
    patch.setattr(Server, "_before", staticmethod(lambda *_: []))


def two_meet_for_ever(patch: Patch) -> None:
    """A joint contact waits for both workers without limit."""
    patch.setattr(Server, "for_two", lambda _, work: len(work.workers) == 2)


def first_day_is_lost(patch: Patch) -> None:
    """The day on which a worker starts never counts."""
    honest = Workforce._worker_starts

    def starts(self: Any, service: Any, post: int) -> Worker:
        worker = honest(self, service, post)
        worker.first_day = self.world.now // DAY + 1
        return worker

    patch.setattr(Workforce, "_worker_starts", starts)


def drawn_again(patch: Patch) -> None:
    """A contact that is put off is another one when it comes up again."""
    honest = Contacts.put_off

    def put_off(self: Any, spell: Spell) -> None:
        honest(self, spell)
        if spell.contact is not None:
            spell.contact.ordinal = spell.person.count(spell.person.contacts, spell.service.index)

    patch.setattr(Contacts, "put_off", put_off)


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
