"""Random but legal logs: people, needs, referrals, spells and workers without an engine.

Chance decides what happens; the rules here only keep a log possible: a spell starts after its
referral, a contact needs an open spell, nobody waits twice for one service, and so on. Times are
multiples of `tick`, so that a slow second calculation can step through them.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from sim.events import NOBODY, EventKind, Person, Run, Window, Worker
from sim.resolved import Resolved
from tests.measures.random_people import PEER, PLACES, SEEK_LEVEL, TEAM, Referral
from tests.measures.random_ways import RandomWays
from tests.measures.worlds import log_of, world


class Journey(NamedTuple):
    """What a generated log comes with."""

    run: Run
    resolved: Resolved


class Chance(RandomWays):
    """A small world that lives by chance and writes down what happens."""

    # Workers

    def hire(self, service: int) -> None:
        number = len(self.workers)
        self.workers.append(Worker(number, service, 0, number, self.now * self.tick))
        self.working[service].append(number)
        self.write(EventKind.WORKER_STARTED, service=service, worker=number, detail=0)

    def lose(self, service: int) -> None:
        gone = self.working[service].pop(0)
        self.write(EventKind.WORKER_LEFT, service=service, worker=gone, detail=0)
        for referral in self.referrals:
            if referral.stage != "open" or referral.worker != gone:
                continue
            if self.working[service] and self.random.random() < 0.5:
                self.allocate(referral, gone)
            else:
                referral.worker, referral.lost_at = NOBODY, self.now
                self.write(
                    EventKind.UNALLOCATED,
                    referral.person,
                    service=service,
                    spell=referral.number,
                    worker=gone,
                )

    def allocate(self, referral: Referral, old: int) -> None:
        referral.worker = self.random.choice(self.working[referral.service])
        self.write(
            EventKind.ALLOCATED,
            referral.person,
            service=referral.service,
            spell=referral.number,
            worker=referral.worker,
            other_worker=old,
            # A handover needs the leaving worker: it happens in the minute they leave, or never.
            detail=self.random.randrange(2) if old >= 0 or referral.lost_at == self.now else 0,
        )
        self.write(
            EventKind.HANDOVER,
            referral.person,
            service=referral.service,
            spell=referral.number,
            worker=referral.worker,
            other_worker=old,
            due=self.now,
            minutes=30,
            detail=self.random.choice((-1, 1)) if old >= 0 else -1,
        )

    # Time

    def staff(self) -> None:
        service = self.random.choice((TEAM, PEER))
        if self.working[service] and self.random.random() < 0.5:
            self.lose(service)
        elif len(self.working[service]) < 2:
            self.hire(service)
        for referral in self.referrals:
            unallocated = referral.stage == "open" and referral.worker == NOBODY
            if unallocated and self.working.get(referral.service) and self.random.random() < 0.5:
                self.allocate(referral, NOBODY)

    def act(self, person: int) -> None:
        chance = self.random.random()
        some = self.of(person, "referred", "waiting", "open")
        if chance < 0.25:
            need = self.random.randrange(2)
            level = self.random.choice([lv for lv in range(4) if lv != self.level[person][need]])
            self.set_level(person, need, level, EventKind.NEED_CHANGED)
        elif chance < 0.40:
            self.seek(person)
        elif chance < 0.44:
            leaving = person not in self.away
            self.write(EventKind.DISENGAGED if leaving else EventKind.REENGAGED, person)
            self.away ^= {person}
        elif chance < 0.45:
            self.exit(person)
        elif some:
            self.move(self.random.choice(some))

    def move(self, referral: Referral) -> None:
        if referral.stage == "referred":
            self.decide(referral)
        elif referral.stage == "waiting":
            self.random.choice((self.start, self.start, self.leave))(referral)
        else:
            self.random.choice((self.meet, self.meet, self.finish, self.choose))(referral)

    def live(self) -> Run:
        for service in (TEAM, PEER):
            self.hire(service)
        for now in range(self.ticks):
            self.now = now
            self.end_episodes()
            for person, arrives in enumerate(self.arrives):
                if arrives == self.now:
                    self.arrive(person)
            if self.random.random() < 0.08:
                self.staff()
            for _ in range(self.random.randrange(4)):
                if self.present:
                    self.act(self.random.choice(sorted(self.present)))
        people = [
            Person(number, f"cohort {number}", group, 0, arrives * self.tick)
            for number, (group, arrives) in enumerate(zip(self.group, self.arrives, strict=True))
        ]
        return Run(log_of(*self.rows), people, self.workers, self.ticks * self.tick)


def random_journey(random: Random, tick: int = 1, ticks: int = 150, people: int = 3) -> Journey:
    """A log with the scenario it belongs to; its window may open late and close early."""
    opens = random.choice((0, random.randrange(ticks // 2))) * tick
    closes = random.choice((ticks, ticks - random.randrange(ticks // 4))) * tick
    resolved = world(
        PLACES,
        needs=("distress", "drink"),
        groups=("first", "second"),
        seek_level=SEEK_LEVEL,
        window=Window(opens, closes),
        covered_for=random.choice((1, 5, 12)) * tick,
        gap_days=(1, 2, 5),
        lost_after=random.choice((4, 15)) * tick,
        wanted=random.choice(((0, 0, 30, 120), (5, 10, 600, 5_000), (0, 700, 20, 10_080))),
        enough=random.choice((0.0, 0.3, 0.5, 0.7, 1.0)),
        wait_weeks=random.choice(((), (1, 2, 5))),
        presenting_over=random.choice((0, (0, 7 * tick), ((tick, 25 * tick), (4 * tick, 0)))),
        plans=True,
        choice=True,
    )
    return Journey(Chance(random, tick, ticks, people).live(), resolved)
