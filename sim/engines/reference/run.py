"""Run the reference engine from the beginning of a run to its end."""

from __future__ import annotations

import simpy

from sim.engines.initial_population import initial_population
from sim.engines.order import StepKind
from sim.engines.reference.absence import Absence
from sim.engines.reference.away import Away
from sim.engines.reference.care import Care
from sim.engines.reference.caseloads import Caseloads
from sim.engines.reference.change import Change
from sim.engines.reference.choice import Choice
from sim.engines.reference.conservation import check
from sim.engines.reference.contacts import Contacts
from sim.engines.reference.follow_ups import FollowUps
from sim.engines.reference.handoff import HandingOn
from sim.engines.reference.inner import Inner
from sim.engines.reference.life import Life
from sim.engines.reference.notice import Notice
from sim.engines.reference.own import Own
from sim.engines.reference.planning import Planning
from sim.engines.reference.presenting import Presenting
from sim.engines.reference.referral import Referral
from sim.engines.reference.seeking import Seeking
from sim.engines.reference.server import Server
from sim.engines.reference.state import CRISIS, Person, Spell, Step
from sim.engines.reference.waiting import Waiting
from sim.engines.reference.workforce import Workforce
from sim.engines.reference.world import World
from sim.engines.start import AlreadyHere
from sim.events import NOWHERE, Run
from sim.resolved import Resolved


def world_with_parts(resolved: Resolved, seed: int, replication: int) -> World:
    """Return the world of one replication of one arm, with all its parts."""
    world = World(resolved, seed, replication)
    world.inner = Inner(world)
    world.presenting = Presenting(world)
    world.life = Life(world)
    world.away = Away(world)
    world.seeking = Seeking(world)
    world.referral = Referral(world)
    world.waiting = Waiting(world)
    world.care = Care(world)
    world.follow_ups = FollowUps(world)
    world.contacts = Contacts(world)
    world.choice = Choice(world)
    world.handoff = HandingOn(world)
    world.workforce = Workforce(world)
    world.change = Change(world)
    world.server = Server(world)
    world.caseloads = Caseloads(world)
    world.notice = Notice(world)
    world.planning = Planning(world)
    world.absence = Absence(world)
    world.own = Own(world)
    return world


class Reference:
    """One replication of one arm, ready to be run.

    Parameters
    ----------
    check_every_step
        Whether to check conservation after every step instead of only at the end. This is for
        tests, because each check takes time in proportion to the number of people.
    """

    def __init__(
        self, resolved: Resolved, seed: int, replication: int, *, check_every_step: bool = False
    ) -> None:
        self.world = world = world_with_parts(resolved, seed, replication)
        world.after_settling = check if check_every_step else None
        world.workforce.fill_posts()
        world.workforce.capacity_steps(world.numbers.changes)
        world.change.await_change()
        beginning = Step(world.env, 0, StepKind.BEGINNING, 0, 0, 0)
        beginning.callbacks.append(self._begin)
        for stream in range(len(world.numbers.arrivals.name)):
            world.env.process(world.life.arrivals(stream))

    @property
    def steps(self) -> int:
        """Return the steps taken so far, including the beginning. Cancelled steps do not count."""
        return self.world.steps

    def _begin(self, _: simpy.Event) -> None:
        """Let everyone who is present at minute 0 arrive and take their place."""
        world = self.world
        world.steps += 1
        starters = list(
            initial_population(world.resolved, world.seed, world.replication).starters()
        )
        people = [world.life.arrive(starter) for starter in starters]
        for person, starter in zip(people, starters, strict=True):
            if starter.away:
                world.away.leave(person)
        for person, starter in zip(people, starters, strict=True):
            for place in starter.places:
                self._take_place(person, place)
        for person in people:
            world.seeking.reconsider_seeking(person)
        world.waiting.settle()

    def _take_place(self, person: Person, place: AlreadyHere) -> None:
        """Put a person into a service, or on its waiting list, since before the run."""
        world = self.world
        service = world.services[place.service]
        if person.spell_at(service.index) is not None:
            return  # two places of the scenario's are one service in this arm
        since = world.now - place.minutes_so_far
        _, level = world.worst_need(person, service)
        spell = Spell(
            number=world.spells,
            person=person,
            service=service,
            came_from=NOWHERE,
            referred_at=since if place.waiting else world.now,
            visit=person.count(person.visits, service.index),
            in_crisis=level == CRISIS,
        )
        world.spells += 1
        person.spells.append(spell)
        world.away.watch(person)
        if place.waiting:
            spell.patience_left = place.stay
            world.waiting.join_list(spell, since)
            return
        person.count(person.stays, service.index)
        world.waiting.start_at_once(spell, place)

    def run_out(self) -> Run:
        """Simulate to the end of the run."""
        run = self.world.run_out()
        check(self.world)
        return run


def run(resolved: Resolved, seed: int, replication: int) -> Run:
    """Run one replication of one arm; return the event log, its people and its workers.

    Parameters
    ----------
    resolved
        The arm to run.
    seed, replication
        Whole numbers from 0 to 2**63 - 1. The same numbers always give the same run.

    Raises
    ------
    EndlessLoop
        If a person moves in a circle without any time passing.
    BrokenConservation
        If a conservation check fails, which is a fault of the program.
    """
    return Reference(resolved, seed, replication).run_out()
