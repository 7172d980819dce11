"""A community of services written by hand in plain SimPy, with content like the arm `handed_on`.

It has what `scenarios/cen_community.yaml` has at heart, with its numbers: 700 people with two
needs that fluctuate, seeking, referrals that are decided and refused, waiting lists with
patience, workers with caseloads, diaries and turnover, contacts attended or missed,
endings, routes onward, hospital, and coming back. It is simpler, and so quicker, than what
Throughline does with the same file:

- A need's next move is drawn once, with the support of that moment; nothing is thinned.
- Losing a worker or a place leaves no mark, waiting does not make needs worse, and being
  turned away only lowers trust.
- There is no retelling, no colleague for people whose worker left, no follow-up after hospital,
  no advice, and the specialists do not stay on while someone is elsewhere.
- No log is written; a few totals are counted.

Times are in days. `peers.simpy_services` holds the numbers of the services.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Generator
from typing import Any

import simpy

from peers.simpy_services import LISTED, NEEDS, NOWHERE, Service

Process = Generator[simpy.Event, Any, None]
YEAR = 365.25
SEEKING = {2: ("severe", 42.0), 3: ("crisis", 2.0)}  # entry and mean delay, by level
RESEEK = 56.0
WINDOW = 28.0


class Worker:
    """A post: who fills it changes now and then, and relationships with them end."""

    def __init__(self, community: Community, service: Service) -> None:
        self.env, self.luck = community.env, community.luck
        self.diary = simpy.PriorityResource(community.env, capacity=1)
        self.caseload = 0
        self.incumbent = 0
        # Contact hours are spread evenly over the week.
        self.days_a_minute = 7 / (60 * service.hours)
        community.env.process(self.turnover())

    def turnover(self) -> Process:
        """Leave, and stay vacant for a while."""
        while True:
            yield self.env.timeout(self.luck.expovariate(1 / (3 * YEAR)))
            with self.diary.request(priority=-1) as vacancy:
                yield vacancy
                self.incumbent += 1
                yield self.env.timeout(self.luck.expovariate(1 / 119))


class Person:
    """Someone whose needs fluctuate, and what services do for them."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.env, self.luck = community.env, community.luck
        self.trust = self.luck.uniform(0.2, 0.8)
        self.substances = self.luck.random() < 0.25
        self.known: dict[tuple[Worker, int], float] = {}  # relationships
        self.at: set[str] = set()  # services where a referral or a spell is open
        self.helped: dict[str, tuple[float, float]] = {}  # by need: until when, how much
        self.present = True
        self.changed = self.env.event()
        self.level: dict[str, int] = {}
        self.state: dict[str, tuple[str, float]] = {}  # of each need, and since when
        self.settled_since: dict[str, float] = {}
        for need in NEEDS:
            self.env.process(self.fluctuate(need))
        self.env.process(self.seek())
        self.env.process(self.leave())

    def leave(self) -> Process:
        """Move away or die, in the end."""
        yield self.env.timeout(self.luck.expovariate(0.025 / YEAR))
        self.present = False

    def fluctuate(self, need: str) -> Process:
        """Go from state to state of one need."""
        chain = NEEDS[need]
        (state,) = self.luck.choices(list(chain.start), list(chain.start.values()))
        self.level[need], self.settled_since[need] = chain.levels[state], 0.0
        while self.present:
            self.state[need] = state, self.env.now
            support = self.support(need)
            moves = chain.moves[state]
            better, worse = self.community.recovery**support, self.community.worsening**support
            here = chain.levels[state]
            rates = [
                rate * (better if chain.levels[there] < here else worse)
                for there, rate in moves.items()
            ]
            yield self.env.timeout(self.luck.expovariate(sum(rates) / YEAR))
            self.count_days(need)
            (state,) = self.luck.choices(list(moves), rates)
            level = chain.levels[state]
            if level >= 2 or here >= 2:
                self.settled_since[need] = math.inf if level >= 2 else self.env.now
            self.level[need] = level
            self.community.counts["need changes"] += 1
            self.changed.succeed()
            self.changed = self.env.event()
            if level == 3:
                self.reach_out(need)

    def count_days(self, need: str) -> None:
        """Count the days in the state that one need is in."""
        state, since = self.state[need]
        self.community.days[need, state] += self.env.now - since

    def support(self, need: str) -> float:
        """How much of the full effect of support there is now, 0 to 1."""
        until, amount = self.helped.get(need, (0.0, 0.0))
        return amount if until > self.env.now else 0.0

    def reach_out(self, need: str) -> None:
        """In a crisis, a service that knows the person calls for help."""
        if knowing := sorted(self.at & self.community.calls):
            self.go(self.route(self.community.service[knowing[0]].crisis), need)

    def uncovered(self) -> str | None:
        """The worst need that no service works on, if it is severe enough to seek help."""
        covered = {need for name in self.at for need in self.community.service[name].covers}
        seeking = [need for need in NEEDS if self.level[need] >= 2 and need not in covered]
        return max(seeking, key=self.level.__getitem__, default=None)

    def seek(self) -> Process:
        """Turn to a service when a need is severe and nobody works on it."""
        yield self.env.timeout(0)
        while self.present:
            need = self.uncovered()
            if need is None:
                yield self.changed
                continue
            level = self.level[need]
            entry, mean = SEEKING[level]
            if self.trust < 0.1 and level < 3:
                yield self.changed
                continue
            delay = self.luck.expovariate(1 / mean) * math.exp(0.5 - self.trust)
            wait = self.env.timeout(delay)
            while wait.callbacks is not None and self.level[need] == level:
                yield wait | self.changed
            if self.level[need] == level:
                self.community.counts["sought"] += 1
                self.go(self.route(NEEDS[need].entry[entry]), need)
                yield self.env.timeout(self.luck.expovariate(1 / RESEEK))

    def route(self, shares: dict[str, float]) -> str:
        """Where a route leads."""
        (there,) = self.luck.choices(list(shares), list(shares.values()))
        return there

    def go(self, name: str, need: str) -> None:
        """Be referred, unless it is nowhere or they are known there already."""
        if name != NOWHERE and name not in self.at and self.present:
            self.env.process(self.visit(self.community.service[name], need))

    def visit(self, service: Service, need: str, placed: bool = False) -> Process:
        """A referral, from its decision to its end and the route onward."""
        self.at.add(service.name)
        reason = "finished" if placed else (yield from self.be_accepted(service))
        if reason == "finished":
            with self.community.places[service.name].request() as place:
                patience = service.patience
                if placed or patience is None:
                    yield place
                else:
                    yield place | self.env.timeout(self.luck.expovariate(1 / patience))
                if place.triggered and self.present:
                    self.community.counts["spells"] += 1
                    reason = yield from self.be_seen(service, need, placed)
                else:
                    reason = "left_waiting"
        self.at.discard(service.name)
        if reason == "finished":
            reason = "in_need" if self.level[need] >= 2 else "settled"
        self.go(self.route(service.routes.get(reason, {NOWHERE: 1.0})), need)

    def be_accepted(self, service: Service) -> Generator[simpy.Event, Any, str]:
        """Wait for the decision."""
        self.community.counts["referrals"] += 1
        yield self.env.timeout(self.luck.uniform(*service.decision))
        low, high = service.accepts
        worst = max(self.level[need] for need in service.covers)
        unwanted = service.excludes and self.substances
        if low <= worst <= high and not unwanted and self.luck.random() < service.acceptance:
            return "finished"
        self.community.counts["turned away"] += 1
        self.trust *= 0.85
        return "turned_away"

    def be_seen(
        self, service: Service, need: str, placed: bool
    ) -> Generator[simpy.Event, Any, str]:
        """A spell: contacts until one of the endings, and why it ended."""
        team = self.community.teams.get(service.name)
        worker = min(team, key=lambda w: w.caseload) if team else None
        if worker:
            worker.caseload += 1
        stay = service.stay(self.luck) if service.stay else math.inf
        ends = self.env.now + stay * (self.luck.random() if placed else 1)
        attended = missed = 0
        reason = "finished"
        while self.present and self.env.now < ends and attended != service.contacts:
            if missed == service.missed:
                reason = "missed"
                break
            if self.env.now - self.settled_since[need] >= service.settled:
                break
            yield self.env.timeout(min(service.every or math.inf, ends - self.env.now))
            if self.env.now >= ends or not service.every:
                break
            if "inpatient" in self.at and service.name != "inpatient":
                continue
            came = yield from self.meet(service, worker)
            attended, missed = attended + came, 0 if came else missed + 1
        if worker:
            worker.caseload -= 1
        return reason

    def meet(self, service: Service, worker: Worker | None) -> Generator[simpy.Event, Any, bool]:
        """One contact, attended or missed."""
        known = (worker, worker.incumbent) if worker else None
        relationship = self.known.get(known, 0.0) if known else 0.0
        odds = math.log(service.attendance / (1 - service.attendance))
        odds += (self.trust - 0.5) + (relationship - 0.5 if known else 0.0)
        came = self.luck.random() < 1 / (1 + math.exp(-odds))
        if worker:
            with worker.diary.request() as slot:
                yield slot
                share = 1.0 if came else service.missed_share
                yield self.env.timeout(service.minutes * share * worker.days_a_minute)
        self.community.counts["attended" if came else "missed"] += 1
        if came:
            self.trust += 0.03 * (1 - self.trust)
            if known:
                self.known[known] = relationship + 0.08 * (1 - relationship)
            effect = service.support * (0.4 + 0.6 * relationship)
            for need in service.covers:
                self.helped[need] = (self.env.now + WINDOW, effect)
        return came


class Community:
    """All services and people for a number of years."""

    def __init__(
        self, seed: int, years: float, *, effects: bool = True, world: type = simpy.Environment
    ) -> None:
        self.env, self.luck = world(), random.Random(seed)
        self.recovery, self.worsening = (1.25, 0.85) if effects else (1.0, 1.0)
        self.counts: Counter[str] = Counter()
        self.days: Counter[tuple[str, str]] = Counter()
        self.service = {service.name: service for service in LISTED}
        self.calls = {service.name for service in LISTED if service.crisis}
        self.people: list[Person] = []
        self.teams: dict[str, list[Worker]] = {}
        self.places: dict[str, simpy.Resource] = {}
        for service in LISTED:
            if service.posts:
                self.teams[service.name] = [Worker(self, service) for _ in range(service.posts)]
            self.places[service.name] = simpy.Resource(self.env, capacity=service.room)
        self.env.process(self.arrivals())
        self.env.run(until=years * YEAR)
        for person in self.people:
            if person.present:
                for need in NEEDS:
                    person.count_days(need)

    def arrivals(self) -> Process:
        """Everyone who is there, with places taken by lot, and then newcomers."""
        self.people += [Person(self) for _ in range(700)]
        people = list(self.people)
        yield self.env.timeout(0)
        for service in LISTED:
            for person in people[: service.taken]:
                self.env.process(person.visit(service, service.covers[0], placed=True))
            del people[: service.taken]
        while True:
            yield self.env.timeout(self.luck.expovariate(50 / YEAR))
            self.people.append(Person(self))
