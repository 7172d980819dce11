"""Random but legal logs: people, needs, referrals, spells and workers without an engine.

Chance decides what happens; the rules here only keep a log possible: a spell starts after its
referral, a contact needs an open spell, nobody waits twice for one service, and so on. Times are
multiples of `tick`, so that a slow second calculation can step through them.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from sim.events import (
    NOBODY,
    NOWHERE,
    ContactFlag,
    Ending,
    EventKind,
    Exit,
    Leaving,
    Person,
    Reason,
    Refusal,
    Run,
    Window,
    Worker,
)
from sim.resolved import Capacity, Resolved
from tests.measures.worlds import Place, log_of, row, world

GP, TEAM, WARD, PEER = range(4)
PLACES = (
    Place("gp", covers=(0, 1), contact_cost=40.0),
    Place(
        "team",
        covers=(0,),
        capacity=Capacity.WORKERS,
        places=2,
        weekly_minutes=1000,
        works_on=(True, True, False, True, True, False, False),
        day_opens=4 * 60,
        day_closes=11 * 60,
    ),
    Place("ward", covers=(0, 1), level_low=3, capacity=Capacity.PLACES, places=9, continuous=True),
    Place(
        "peer", covers=(1,), helps=False, capacity=Capacity.WORKERS, places=2, weekly_minutes=600
    ),
    Place("clinic", covers=(0,), continuous=True),
)
SEEK_LEVEL = ((2, 2), (1, 3))
ROUTED = (Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED, Reason.MISSED_CONTACTS)


class Referral:
    """One referral and what became of it."""

    def __init__(self, number: int, person: int, service: int, need: int) -> None:
        self.number, self.person, self.service, self.need = number, person, service, need
        self.stage = "referred"
        self.since = 0
        self.worker = NOBODY
        self.lost_at = NOBODY  # when the worker left
        self.follows: Referral | None = None  # a warm or blocked spell that waits for this one
        self.handing_over = False


class Journey(NamedTuple):
    """What a generated log comes with."""

    run: Run
    resolved: Resolved


class Chance:
    """A small world that lives by chance and writes down what happens."""

    def __init__(self, random: Random, tick: int, ticks: int, people: int) -> None:
        self.random, self.tick, self.ticks = random, tick, ticks
        self.now = 0
        self.rows: list[tuple[int, ...]] = []
        self.referrals: list[Referral] = []
        self.workers: list[Worker] = []
        self.working: dict[int, list[int]] = {TEAM: [], PEER: []}
        self.arrives = [0] + [random.choice((0, 0, random.randrange(ticks))) for _ in range(people)]
        self.arrives = self.arrives[:people]
        self.group = [random.randrange(2) for _ in range(people)]
        self.level = [[0, 0] for _ in range(people)]
        self.below_since: list[list[int | None]] = [[None, None] for _ in range(people)]
        self.present: set[int] = set()
        self.away: set[int] = set()  # disengaged

    def write(self, kind: EventKind, person: int = NOBODY, **columns: int) -> None:
        if person >= 0 and "need" in columns and "level" not in columns and columns["need"] >= 0:
            columns["level"] = self.level[person][columns["need"]]
        self.rows.append(row(self.now * self.tick, kind, person, **columns))

    def about(self, referral: Referral, kind: EventKind, **columns: int) -> None:
        self.write(
            kind,
            referral.person,
            service=referral.service,
            spell=referral.number,
            need=referral.need,
            **columns,
        )

    # Needs

    def set_level(self, person: int, need: int, level: int, kind: EventKind) -> None:
        self.level[person][need] = level
        self.write(kind, person, need=need, detail=level)
        seek = SEEK_LEVEL[self.group[person]][need]
        below = self.below_since[person]
        if level >= seek and below[need] is None:
            self.write(EventKind.EPISODE_BEGAN, person, need=need)
            below[need] = -1  # in an episode, at or above
        elif level >= seek:
            below[need] = -1
        elif below[need] == -1:
            below[need] = self.now

    def end_episodes(self) -> None:
        for person in sorted(self.present):
            for need in range(2):
                since = self.below_since[person][need]
                if since is not None and since >= 0 and self.now - since >= 4:
                    self.write(EventKind.EPISODE_ENDED, person, need=need)
                    self.below_since[person][need] = None

    def arrive(self, person: int) -> None:
        self.present.add(person)
        self.write(EventKind.ARRIVED, person, service=NOWHERE, detail=self.group[person])
        for need in range(2):
            self.set_level(person, need, self.random.randrange(4), EventKind.NEED_IS)

    # Ways through services

    def of(self, person: int, *stages: str) -> list[Referral]:
        return [r for r in self.referrals if r.person == person and r.stage in stages]

    def refer(self, person: int, need: int, origin: int) -> Referral | None:
        known = {r.service for r in self.of(person, "referred", "waiting", "open")}
        free = [service for service in range(len(PLACES)) if service not in known]
        if not free:
            return None
        referral = Referral(len(self.referrals), person, self.random.choice(free), need)
        referral.since = self.now
        self.referrals.append(referral)
        self.about(referral, EventKind.REFERRED, detail=origin)
        return referral

    def route(self, referral: Referral, reason: Reason) -> None:
        chance = self.random.random()
        if chance < 0.5 or self.refer(referral.person, referral.need, referral.service) is None:
            self.write(
                EventKind.NOWHERE_TO_GO,
                referral.person,
                service=referral.service,
                need=referral.need,
                detail=reason,
            )

    def seek(self, person: int) -> None:
        need = self.random.randrange(2)
        if self.random.random() < 0.25:
            self.write(EventKind.SOUGHT, person, need=need, service=NOWHERE)
            self.write(
                EventKind.NOWHERE_TO_GO, person, need=need, service=NOWHERE, detail=Reason.SEEKING
            )
        else:
            self.write(EventKind.SOUGHT, person, need=need, service=GP)
            self.refer(person, need, NOWHERE)

    def decide(self, referral: Referral) -> None:
        if self.random.random() < 0.4:
            referral.stage = "gone"
            self.about(referral, EventKind.TURNED_AWAY, detail=Refusal.NOT_ACCEPTED)
            self.route(referral, Reason.TURNED_AWAY)
            return
        self.about(referral, EventKind.ACCEPTED)
        if self.random.random() < 0.7:
            referral.stage = "waiting"
            self.about(referral, EventKind.WAITING, due=referral.since * self.tick)
        else:
            self.start(referral)

    def start(self, referral: Referral) -> None:
        staff = self.working.get(referral.service, [])
        referral.worker = self.random.choice(staff) if staff else NOBODY
        referral.stage = "open"
        self.about(
            referral,
            EventKind.SPELL_STARTED,
            worker=referral.worker,
            due=referral.since * self.tick,
            detail=referral.follows.service if referral.follows else NOWHERE,
        )
        if referral.follows and referral.follows.stage == "open":
            self.end(referral.follows, planned=True, ending=Ending.HANDED_OVER)

    def leave(self, referral: Referral) -> None:
        referral.stage = "gone"
        settled = self.random.random() < 0.3
        why = Leaving.SETTLED if settled else Leaving.PATIENCE
        self.about(referral, EventKind.LEFT_WAITING, detail=why)
        if not settled:
            self.route(referral, Reason.LEFT_WAITING)

    def meet(self, referral: Referral) -> None:
        if referral.worker == NOBODY and referral.service in self.working:
            return
        flags = sum(flag for flag in ContactFlag if self.random.random() < 0.15)
        kind = self.random.choice((EventKind.CONTACT, EventKind.CONTACT, EventKind.CONTACT_MISSED))
        self.about(
            referral,
            kind,
            length=7 * self.now % 90 if kind == EventKind.CONTACT else 0,
            worker=referral.worker,
            due=max(0, self.now - self.random.randrange(9)) * self.tick,
            minutes=60,
            detail=flags,
        )
        if kind == EventKind.CONTACT and self.now % 3 == 0:
            lasts = (self.now * 5 + referral.number) % 40
            self.about(
                referral,
                EventKind.PLAN_MADE,
                worker=referral.worker,
                due=(self.now + lasts) * self.tick,
            )

    def end(self, referral: Referral, *, planned: bool, ending: Ending) -> None:
        referral.stage = "gone"
        kind = EventKind.ENDED_PLANNED if planned else EventKind.ENDED_UNPLANNED
        self.about(referral, kind, worker=referral.worker, detail=ending)

    def finish(self, referral: Referral) -> None:
        if referral.handing_over:
            self.end(referral, planned=False, ending=Ending.HANDOFF_FELL_THROUGH)
            self.route(referral, Reason.FINISHED_IN_NEED)
            return
        handoff = self.random.choice(
            (
                None,
                EventKind.HANDED_OFF_COLD,
                EventKind.HANDED_OFF_WARM,
                EventKind.HANDED_OFF_BLOCKED,
            )
        )
        if handoff in (None, EventKind.HANDED_OFF_COLD):
            self.end(referral, planned=self.random.random() < 0.5, ending=Ending.STAY_OVER)
            self.route(referral, self.random.choice(ROUTED))
            return
        following = self.refer(referral.person, referral.need, referral.service)
        if following is not None and handoff is not None:
            following.follows, referral.handing_over = referral, True
            self.about(referral, handoff, worker=referral.worker, detail=following.service)

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

    def choose(self, referral: Referral) -> None:
        """Another worker, for a person who has asked for one."""
        others = [w for w in self.working.get(referral.service, []) if w != referral.worker]
        if referral.worker == NOBODY or not others:
            return
        old, referral.worker = referral.worker, self.random.choice(others)
        self.about(
            referral,
            EventKind.CHANGED_WORKER,
            worker=referral.worker,
            other_worker=old,
            detail=self.random.randrange(2),
        )

    def exit(self, person: int) -> None:
        for referral in self.of(person, "referred", "waiting"):
            referral.stage = "gone"
            self.about(referral, EventKind.LEFT_WAITING, detail=Leaving.EXITED)
        for referral in self.of(person, "open"):
            self.end(referral, planned=False, ending=Ending.EXITED)
        self.write(EventKind.EXITED, person, detail=self.random.choice(list(Exit)))
        self.present.discard(person)

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
