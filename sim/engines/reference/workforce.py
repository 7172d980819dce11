"""Let workers start and leave in their posts, and assign people to new workers."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

import simpy

from sim.draws import Purpose, tie_break
from sim.engines.initial_posts import first_starts
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind, WorkKind
from sim.engines.reference.state import Service, Spell, Stage, Step, Worker
from sim.engines.reference.world import Part
from sim.engines.start import RunSeed
from sim.errors import EndlessLoop
from sim.events import NOBODY, EventKind, Worker as WorkerRow
from sim.resolved import WHOLE_POST, Changes
from sim.rules.posts import key_of_worker, share_of
from sim.units import DAY, FOREVER


class Workforce(Part):
    """The posts and their workers: turnover, and the allocation of people to workers."""

    # Posts.

    def fill_posts(self) -> None:
        """Let workers start in the posts of all services at minute 0, or later where vacant."""
        world = self.world
        starts = first_starts(world.numbers, RunSeed(world.seed, world.replication))
        for service in world.services:
            if service.team is None:
                continue
            team = int(service.row.team)
            for post, minute in enumerate(starts[team].tolist()):
                world.env.process(self.post_history(service, post, begins=minute))

    def post_history(
        self, service: Service, post: int, first: Worker | None = None, begins: int = 0
    ) -> Generator[Step, None, None]:
        """Simulate one post: a worker starts, leaves, the post is vacant, the next worker starts.

        Each opening of a post has a history of its own, which ends when the post closes. The first
        worker may have started already, or start only at the minute `begins`.
        """
        opening = service.openings.get(post, 0)
        if begins >= self.world.closes:
            return
        if begins > 0:
            name, kind = service.team.name, StepKind.WORKER_STARTS
            key = int(key_of_worker(name, post, 0))
            yield self.world.step(begins, kind, key, post, name, service.index)
            self.world.steps += 1
        minute, rounds = self.world.now, 0
        while service.openings.get(post, 0) == opening:
            minute, rounds = self.world.now, rounds + 1 if minute == self.world.now else 1
            if rounds > STEPS_IN_A_MINUTE:
                name = self.world.resolved.names.services[service.index]
                raise EndlessLoop(f"Post {post + 1}", self.world.now, "worker leaves", [name])
            worker, first = first or self._worker_starts(service, post), None
            self.world.waiting.settle()
            if worker.leaves_at >= FOREVER:
                return
            yield self.await_leaving(worker)
            if not worker.in_post:
                return
            self.world.steps += 1
            self.worker_leaves(worker)
            self.world.waiting.settle()
            row = service.team
            vacancy = self.world.lasts(row.vacancy, Purpose.VACANCY, row.name, worker.key, 0)
            time = self.world.now + vacancy
            if time >= self.world.closes:
                return
            yield self._worker_step(worker, time, StepKind.WORKER_STARTS)
            self.world.steps += 1

    def await_leaving(self, worker: Worker) -> Step:
        """Return a new step in which a worker leaves, for the post's history to wait for."""
        worker.leaving = self._worker_step(worker, worker.leaves_at, StepKind.WORKER_LEAVES)
        return worker.leaving

    def leave_at(self, worker: Worker, time: int) -> None:
        """Let a worker leave at another minute than was planned; notice is then given anew.

        A notice that would have been due by now is given in the next minute.
        """
        worker.leaves_at = time
        earlier = worker.leaving
        if earlier is not None:
            self.await_leaving(worker).callbacks.extend(earlier.callbacks)
            earlier.cancel()
        self.world.notice.await_notice(worker, earliest=self.world.now + 1)

    def _worker_step(self, worker: Worker, time: int, kind: StepKind) -> Step:
        name = worker.service.team.name
        return self.world.step(time, kind, worker.key, worker.number, name)

    def _worker_starts(self, service: Service, post: int) -> Worker:
        incumbent = service.incumbents.get(post, 0)
        service.incumbents[post] = incumbent + 1
        key = int(key_of_worker(service.team.name, post, incumbent))
        # The day on which a worker starts counts if the start precedes closing.
        closing = self.world.now % DAY >= service.team.day_closes
        worker = Worker(
            len(self.world.workers),
            key,
            service,
            post,
            first_day=self.world.day + closing,
            week=self.world.week,
            started=self.world.now,
        )
        self.world.workers.append(worker)
        self.world.worker_rows.append(
            WorkerRow(key, service.index, post, incumbent, self.world.now)
        )
        service.workers.append(worker)
        self.world.note(
            EventKind.WORKER_STARTED, service=service.index, worker=worker.number, detail=post
        )
        self.world.to_settle.add(service.index)
        tenure = self.world.lasts(service.team.tenure, Purpose.TENURE, service.team.name, key, 0)
        worker.leaves_at = self.world.now + tenure
        self.world.notice.await_notice(worker)
        return worker

    def worker_leaves(self, worker: Worker) -> None:
        """Let a worker leave.

        Their people wait for another one, in order of their tie-break draws.
        """
        service = worker.service
        worker.in_post = False
        self.world.notice.stop(worker)
        service.workers.remove(worker)
        self.world.note(
            EventKind.WORKER_LEFT, service=service.index, worker=worker.number, detail=worker.post
        )
        self.world.notice.no_longer_receives(worker)
        for spell in sorted(self.people_of(worker), key=self.order_of_loss):
            receiver = self.world.notice.receiver(spell)
            self.lose_worker(spell, worker)
            if receiver is not None:
                service.unallocated.remove(spell)
                self.allocate(spell, receiver)
        self.world.server.reassign(worker)
        self.world.to_settle.add(service.index)

    def people_of(self, worker: Worker) -> list[Spell]:
        """Return a worker's open spells."""
        found = (person.spell_at(worker.service.index) for person in self.world.people)
        return [
            spell
            for spell in found
            if spell is not None and spell.stage is Stage.OPEN and spell.worker is worker
        ]

    def order_of_loss(self, spell: Spell) -> tuple[int, int]:
        """Return the key that orders people who lose their worker.

        It consists of the tie-break draw and the person's number.
        """
        key, name = spell.person.key, spell.service.name
        return int(
            tie_break(self.world.seed, self.world.replication, name, key, self.world.now)
        ), spell.person.number

    def lose_worker(self, spell: Spell, worker: Worker, *, handed_over: bool = False) -> None:
        """Take the worker from an open spell, and apply the loss to the person."""
        person, group, team = spell.person, spell.person.group, spell.service.team
        self.world.contacts.put_off(spell)
        agreed = handed_over or (team.handover_planned and team.handover_notice == 0)
        share = self.world.effects.loss_planned_share[group] if agreed else 1.0
        self.world.inner.feel_loss(person, share * spell.relationship)
        person.known[spell.service.index] = (worker, spell.relationship)
        self.world.caseloads.let_go(worker, spell)
        self.world.choice.ask_no_more(spell)
        self.await_worker(spell, worker)
        self.world.notice.drop_handover(spell)
        self.world.handoff.queue_advice(spell)
        self.world.contacts.meet_again(spell)

    def await_worker(self, spell: Spell, lost: Worker | None) -> None:
        """Put an open spell on the list of those that wait for a worker."""
        spell.worker, spell.lost_worker, spell.lost_at = None, lost, self.world.now
        self.world.note_spell(
            EventKind.UNALLOCATED, spell, worker=lost.number if lost is not None else NOBODY
        )
        spell.service.unallocated.append(spell)
        self.world.contacts.next_contact_if_none(spell)  # contacts still fall due, and are put off

    def allocate(self, spell: Spell, worker: Worker, *, handed_over: bool = False) -> None:
        """Assign a new worker to an open spell that has none.

        With `handed_over`, a handover between the two workers has been held. Without it, a planned
        handover takes place only if workers give no notice and the new worker takes over in the
        minute in which the earlier one was lost.
        """
        team, earlier = spell.service.team, spell.lost_worker
        before = spell.relationship
        self.world.care.meet_worker(spell, worker)
        now = earlier is not None and spell.lost_at == self.world.now
        at_once = now and team.handover_planned and team.handover_notice == 0
        handover = handed_over or at_once
        if handover:
            self.world.care.carry_over(spell, team.handover_share * before)
        self.world.note_spell(
            EventKind.ALLOCATED,
            spell,
            other_worker=earlier.number if earlier is not None else NOBODY,
            detail=int(handover),
        )
        if handover and not handed_over and team.handover_minutes > 0:
            self.await_handover(spell, worker, earlier)
        spell.lost_worker = None
        self.world.care.take_up_contacts(spell)
        self.world.handoff.queue_advice(spell)
        self.world.contacts.meet_again(spell)

    def await_handover(self, spell: Spell, worker: Worker, earlier: Worker | None) -> None:
        """Queue a handover with the new worker, who needs time to take a person over."""
        server, service = self.world.server, spell.service
        minutes = service.team.handover_minutes
        spell.handover = server.work(
            WorkKind.HANDOVER, spell, service, due=self.world.now, cost=minutes
        )
        spell.handover.other = earlier
        server.add(spell.handover, worker)

    # Scheduled changes of capacity.

    @staticmethod
    def share_of(worker: Worker) -> int:
        """Return the size of a worker's post, in thousandths of a whole post."""
        return int(share_of(worker.post, worker.service.places, worker.service.last_share))

    def change_places(self, service: Service, places: int, last_share: int) -> range:
        """Change a service's places or posts; return the posts that open."""
        before = service.places
        part = last_share if last_share < WHOLE_POST else 0
        self.world.note(
            EventKind.CAPACITY_CHANGED, service=service.index, detail=places, length=part
        )
        self.world.to_settle.add(service.index)
        if service.team is None:
            service.places = places
            return range(0)
        self._resize_posts(service, places, last_share)
        closing = [worker for worker in service.workers if worker.post >= places]
        for worker in closing:
            self.world.notice.no_longer_receives(worker)
        for worker in closing:
            self.worker_leaves(worker)
        for post in range(places, before):
            service.openings[post] = service.openings.get(post, 0) + 1
        return range(before, places)

    def _resize_posts(self, service: Service, places: int, last_share: int) -> None:
        """Change the size of posts that go on, from today on.

        The minutes left over, or overrun, up to today stay as they were: the minutes used are
        changed by as much as the minutes allowed before today.
        """
        changing = [
            worker
            for worker in service.workers
            if worker.post < places
            and self.share_of(worker) != share_of(worker.post, places, last_share)
        ]
        server = self.world.server
        allowed = [server.allowed_before_today(worker) for worker in changing]
        service.places, service.last_share = places, last_share
        for worker, before in zip(changing, allowed, strict=True):
            worker.used += server.allowed_before_today(worker) - before
            worker.last_cost = worker.used  # taken by the earlier share, so not judged by this one

    def fill_post(self, service: Service, post: int) -> None:
        """Let the first worker of a post that has opened start at once, in the present step."""
        worker = self._worker_starts(service, post)
        self.world.env.process(self.post_history(service, post, worker))

    def capacity_steps(self, changes: Changes) -> None:
        """Schedule the changes of capacity."""
        for change, time in enumerate(changes.time.tolist()):
            if time < self.world.closes:
                service = self.world.services[int(changes.service[change])]
                kind = StepKind.CAPACITY_CHANGES
                step = self.world.step(
                    time, kind, service.name, service.index, service.name, item=change
                )
                held = int(changes.places[change]), int(changes.last_share[change])
                step.callbacks.append(partial(self._change, service, *held))

    def _change(self, service: Service, places: int, last_share: int, _: simpy.Event) -> None:
        self.world.steps += 1
        for post in self.change_places(service, places, last_share):
            self.world.env.process(self.post_history(service, post))
        self.world.waiting.settle()
