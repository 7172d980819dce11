"""Workers: who is in post, their diaries, and what happens when a worker leaves."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import numpy as np
import simpy

from sim.draws import LARGEST_KEY, Purpose, tie_break
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind
from sim.engines.reference.state import Service, Spell, Stage, Step, Worker
from sim.engines.reference.world import Part
from sim.errors import EndlessLoop
from sim.events import NOBODY, EventKind, Worker as WorkerRow
from sim.rules.contact import diary_minutes, minute_of, working_minutes

INCUMBENTS = 1 << 20  # of one post; keeps the keys of a team's workers apart


class Workforce(Part):
    """Posts and the workers in them: diaries, turnover and allocation."""

    # Diaries.

    def _hours(self, service: Service) -> tuple[np.ndarray, int, int]:
        team = service.team
        works_on = self.world.numbers.workforce.works_on[service.row.team]
        return works_on, team.day_opens, team.day_closes

    def _cost(self, worker: Worker, length: int) -> int:
        weekly = worker.service.team.weekly_minutes
        return int(diary_minutes(length, weekly, *self._hours(worker.service)))

    def book(self, worker: Worker, length: int, *, goes_first: bool = False) -> tuple[int, int]:
        """Take diary time; return the minute of the contact and the working minutes that it takes.

        A contact that goes first is held in the next working minute, whatever is booked. Booked
        contacts stay where they are, and the diary is full for that much longer.
        """
        hours = self._hours(worker.service)
        cost = self._cost(worker, length)
        now = int(working_minutes(self.world.now, *hours))
        working_minute = now if goes_first else max(now, worker.free_from)
        worker.free_from = max(now, worker.free_from) + cost
        return int(minute_of(working_minute, *hours)), cost

    def charge(self, worker: Worker, length: int) -> None:
        """Take time of a worker's diary, from the first free minute."""
        if worker.in_post:
            self.book(worker, length)

    def give_back(self, worker: Worker, cost: int) -> None:
        """Free diary time that a cancelled or missed contact did not use."""
        now = int(working_minutes(self.world.now, *self._hours(worker.service)))
        worker.free_from = max(now, worker.free_from - cost)

    def least_loaded(self, service: Service, limit: int) -> Worker | None:
        """Return the worker in post with the fewest people, if below the limit; ties are drawn."""
        fewest = min((worker.caseload for worker in service.workers), default=limit)
        if fewest >= limit:
            return None
        least = [worker for worker in service.workers if worker.caseload == fewest]
        if len(least) == 1:
            return least[0]
        return min(least, key=lambda worker: (self._tie_break(worker), worker.number))

    def _tie_break(self, worker: Worker) -> int:
        name = worker.service.name
        return int(
            tie_break(self.world.seed, self.world.replication, name, worker.key, self.world.now)
        )

    # Posts.

    def post_history(self, service: Service, post: int) -> Generator[Step, None, None]:
        """Simulate one post: a worker starts, leaves, the post is vacant, the next worker starts.

        Each opening of a post has a history of its own, which ends when the post closes.
        """
        row, opening = service.team, service.openings.get(post, 0)
        minute, rounds = self.world.now, 0
        while service.openings.get(post, 0) == opening:
            minute, rounds = self.world.now, rounds + 1 if minute == self.world.now else 1
            if rounds > STEPS_IN_A_MINUTE:
                name = self.world.resolved.names.services[service.index]
                raise EndlessLoop(f"Post {post + 1}", self.world.now, "worker leaves", [name])
            worker = self._worker_starts(service, post)
            self.world.waiting.settle()
            tenure = self.world.lasts(row.tenure, Purpose.TENURE, service.name, worker.key, 0)
            time = self.world.now + tenure
            if time >= self.world.closes:
                return
            yield self._worker_step(worker, time, StepKind.WORKER_LEAVES)
            if not worker.in_post:
                return
            self.world.steps += 1
            self.worker_leaves(worker)
            self.world.waiting.settle()
            vacancy = self.world.lasts(row.vacancy, Purpose.VACANCY, service.name, worker.key, 0)
            time = self.world.now + vacancy
            if time >= self.world.closes:
                return
            yield self._worker_step(worker, time, StepKind.WORKER_STARTS)
            self.world.steps += 1

    def _worker_step(self, worker: Worker, time: int, kind: StepKind) -> Step:
        name = worker.service.name
        return self.world.step(time, kind, worker.key, worker.number, name)

    def _worker_starts(self, service: Service, post: int) -> Worker:
        incumbent = service.incumbents.get(post, 0)
        service.incumbents[post] = incumbent + 1
        key = (service.name + post * INCUMBENTS + incumbent) % LARGEST_KEY
        worker = Worker(len(self.world.workers), key, service, post)
        self.world.workers.append(worker)
        self.world.worker_rows.append(
            WorkerRow(key, service.index, post, incumbent, self.world.now)
        )
        service.workers.append(worker)
        self.world.note(
            EventKind.WORKER_STARTED, service=service.index, worker=worker.number, detail=post
        )
        self.world.to_settle.add(service.index)
        return worker

    def worker_leaves(self, worker: Worker) -> None:
        """Let a worker leave.

        Their people wait for another one, in order of their tie-break draws.
        """
        service = worker.service
        worker.in_post = False
        service.workers.remove(worker)
        self.world.note(
            EventKind.WORKER_LEFT, service=service.index, worker=worker.number, detail=worker.post
        )
        theirs = [spell for spell in self._open_spells(service) if spell.worker is worker]
        for spell in sorted(theirs, key=self._order_of_loss):
            self._lose_worker(spell, worker)
        self.world.to_settle.add(service.index)

    def _open_spells(self, service: Service) -> list[Spell]:
        found = (person.spell_at(service.index) for person in self.world.people)
        return [spell for spell in found if spell is not None and spell.stage is Stage.OPEN]

    def _order_of_loss(self, spell: Spell) -> tuple[int, int]:
        key, name = spell.person.key, spell.service.name
        return int(
            tie_break(self.world.seed, self.world.replication, name, key, self.world.now)
        ), spell.person.number

    def _lose_worker(self, spell: Spell, worker: Worker) -> None:
        person, group, team = spell.person, spell.person.group, spell.service.team
        due = self.world.contacts.cancel_contacts(spell)
        if due is not None:
            spell.put_off_due = due
        share = self.world.effects.loss_planned_share[group] if team.handover_planned else 1.0
        self.world.inner.feel_loss(person, share * spell.relationship)
        person.known[spell.service.index] = (worker, spell.relationship)
        worker.caseload -= 1
        self.await_worker(spell, worker)

    def await_worker(self, spell: Spell, lost: Worker | None) -> None:
        """Let an open spell wait for a worker."""
        spell.worker, spell.lost_worker, spell.lost_at = None, lost, self.world.now
        self.world.note_spell(
            EventKind.UNALLOCATED, spell, worker=lost.number if lost is not None else NOBODY
        )
        spell.service.unallocated.append(spell)
        self.world.contacts.next_contact_if_none(spell)  # contacts still fall due, and are put off

    def allocate(self, spell: Spell, worker: Worker) -> None:
        """Give an open spell whose worker has left a new worker.

        A planned handover needs the leaving worker. It takes place only if another worker takes
        over in the same minute.
        """
        team, earlier = spell.service.team, spell.lost_worker
        before = spell.relationship
        self.world.care.meet_worker(spell, worker)
        handover = earlier is not None and team.handover_planned and spell.lost_at == self.world.now
        minutes = 0
        if handover:
            spell.relationship = max(spell.relationship, team.handover_share * before)
            spell.retellings_left = 0
            minutes = team.handover_minutes
            self.charge(worker, minutes)
        self.world.note_spell(
            EventKind.ALLOCATED,
            spell,
            other_worker=earlier.number if earlier is not None else NOBODY,
            minutes=minutes,
            detail=int(handover),
        )
        spell.lost_worker = None
        self.world.care.take_up_contacts(spell)

    # Scheduled changes of capacity.

    def change_capacity(self, change: int) -> None:
        """Change the number of places or posts of a service."""
        changes = self.world.numbers.changes
        service = self.world.services[int(changes.service[change])]
        before, service.places = service.places, int(changes.places[change])
        self.world.note(EventKind.CAPACITY_CHANGED, service=service.index, detail=service.places)
        self.world.to_settle.add(service.index)
        if service.team is None:
            return
        for worker in list(service.workers):
            if worker.post >= service.places:
                self.worker_leaves(worker)
        for post in range(service.places, before):
            service.openings[post] = service.openings.get(post, 0) + 1
        for post in range(before, service.places):
            self.world.env.process(self.post_history(service, post))

    def capacity_steps(self) -> None:
        """Set a step for every scheduled change of capacity."""
        changes = self.world.numbers.changes
        for change, time in enumerate(changes.time.tolist()):
            if time < self.world.closes:
                service = self.world.services[int(changes.service[change])]
                kind = StepKind.CAPACITY_CHANGES
                step = self.world.step(
                    time, kind, service.name, service.index, service.name, item=change
                )
                step.callbacks.append(partial(self._change, change))

    def _change(self, change: int, _: simpy.Event) -> None:
        self.world.steps += 1
        self.change_capacity(change)
        self.world.waiting.settle()
