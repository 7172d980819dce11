"""A run of the reference engine from its beginning to its end."""

from __future__ import annotations

import simpy

from sim.engines.crowd import crowd
from sim.engines.order import StepKind
from sim.engines.reference.checks import check
from sim.engines.reference.life import CRISIS
from sim.engines.reference.state import Person, Spell, Step
from sim.engines.reference.workforce import Workforce
from sim.engines.start import AlreadyHere
from sim.events import NOWHERE, Run
from sim.resolved import Capacity, Resolved
from sim.units import FOREVER


class Reference(Workforce):
    """One replication of one arm, ready to unfold.

    Parameters
    ----------
    check_every_step
        Balance the books after every step instead of only at the end; for tests, as it
        takes time in proportion to the people there.
    """

    def __init__(
        self, resolved: Resolved, seed: int, replication: int, *, check_every_step: bool = False
    ) -> None:
        super().__init__(resolved, seed, replication)
        self.check_every_step = check_every_step
        self.prepare_needs()
        for service in self.services:
            if service.row.capacity == Capacity.WORKERS:
                for post in range(service.places):
                    self.env.process(self.post_history(service, post))
        self.capacity_steps()
        beginning = Step(self.env, 0, StepKind.BEGINNING, 0, 0, 0)
        beginning.callbacks.append(self._begin)
        for stream in range(len(self.numbers.arrivals.name)):
            self.env.process(self.arrivals(stream))

    def _begin(self, _: simpy.Event) -> None:
        """Everyone who is there at minute 0 takes their place."""
        self.steps += 1
        starters = list(crowd(self.resolved, self.seed, self.replication).starters())
        people = [self.arrive(starter) for starter in starters]
        for person, starter in zip(people, starters, strict=True):
            for place in starter.places:
                self._take_place(person, place)
        for person in people:
            self.reconsider_seeking(person)
        self.settle()

    def _take_place(self, person: Person, place: AlreadyHere) -> None:
        """A person is in a service, or on its list, since before the run."""
        service = self.services[place.service]
        if person.spell_at(service.index) is not None:
            return  # two places of the scenario's are one service in this arm
        since = self.now - place.minutes_so_far
        _, level = self.worst_need(person, service)
        spell = Spell(
            number=self.spells,
            person=person,
            service=service,
            came_from=NOWHERE,
            referred_at=since if place.waiting else self.now,
            visit=person.count(person.visits, service.index),
            in_crisis=level == CRISIS,
        )
        self.spells += 1
        person.spells.append(spell)
        if place.waiting:
            spell.patience_left = place.stay
            self.join_list(spell, since)
            return
        person.count(person.stays, service.index)
        worker = None
        if service.team is not None:
            worker = self.least_loaded(service, FOREVER)
        self.start(spell, worker, place)
        if service.team is not None and worker is None:
            self.await_worker(spell, None)

    def settle(self) -> None:
        """Let everything that the present step set off come to rest; balance the books."""
        super().settle()
        if self.check_every_step:
            check(self)

    def run_out(self) -> Run:
        """Let time pass to the end of the run."""
        run = super().run_out()
        check(self)
        return run


def run(resolved: Resolved, seed: int, replication: int) -> Run:
    """One replication of one arm: the event log, with its people and workers.

    Parameters
    ----------
    resolved
        The arm to run.
    seed, replication
        Whole numbers from 0 to 2**63 - 1; the same two give the same run, always.

    Raises
    ------
    EndlessLoop
        If someone goes round and round without any time passing.
    BrokenConservation
        If the books do not balance: a fault of the program.
    """
    return Reference(resolved, seed, replication).run_out()
