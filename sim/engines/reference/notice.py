"""Let workers who will leave give notice, and hand people over to colleagues before they go."""

from __future__ import annotations

from sim.engines.order import StepKind, WorkKind
from sim.engines.reference.state import Service, Spell, Work, Worker
from sim.engines.reference.world import Part
from sim.events import EventKind


class Notice(Part):
    """Workers between notice and leaving: they take nobody new, and hand their people over."""

    # When notice is given.

    def await_notice(self, worker: Worker, earliest: int = 0) -> None:
        """Set the time at which a worker gives notice; if it has come already, give notice now.

        With `earliest`, notice is not given before that minute.
        """
        self.stop(worker)
        before = worker.service.team.handover_notice
        time = max(worker.leaves_at - before, self.world.now, earliest)
        if before == 0 or worker.on_notice or time >= self.world.closes:
            return
        if time == self.world.now:
            self._give(worker)
            return
        name = worker.service.team.name
        worker.notice = self.world.step(
            time, StepKind.NOTICE_IS_GIVEN, worker.key, worker.number, name
        )
        worker.notice.callbacks.append(lambda _: self._falls_due(worker))

    def stop(self, worker: Worker) -> None:
        """Stop the timer for a worker's notice."""
        if worker.notice is not None:
            worker.notice.cancel()
            worker.notice = None

    def _falls_due(self, worker: Worker) -> None:
        worker.notice = None
        self.world.steps += 1
        self._give(worker)
        self.world.waiting.settle()

    def _give(self, worker: Worker) -> None:
        worker.on_notice = True
        service = worker.service
        self.world.note(
            EventKind.NOTICE_GIVEN, service=service.index, worker=worker.number, detail=worker.post
        )
        self.no_longer_receives(worker)
        self.world.to_settle.add(service.index)

    # Who is to take over.

    def name_receivers(self, service: Service) -> None:
        """Name a colleague with room for each person whose worker will leave.

        People are taken one by one, by tie-break draw, until no colleague has room.
        """
        leaving = [worker for worker in service.workers if worker.on_notice]
        workforce, caseloads = self.world.workforce, self.world.caseloads
        without = [
            spell
            for worker in leaving
            for spell in workforce.people_of(worker)
            if spell.handover is None
        ]
        for spell in sorted(without, key=workforce.order_of_loss):
            weight = caseloads.weight_set(spell)
            receiver = caseloads.assigned(spell, service.workers, weight)
            if receiver is None:
                return
            self._name(spell, receiver)

    def _name(self, spell: Spell, receiver: Worker) -> None:
        leaving, service = spell.worker, spell.service
        assert leaving is not None
        self.world.caseloads.reserve(receiver, spell)
        self.world.note_spell(EventKind.NAMED, spell, other_worker=receiver.number)
        minutes = service.team.handover_minutes
        work = self.world.server.work(
            WorkKind.HANDOVER, spell, service, due=self.world.now, cost=minutes
        )
        work.other, spell.handover = leaving, work
        if minutes > 0:
            self.world.server.add(work, receiver, leaving)
        else:
            self._hand_over(work, receiver)

    @staticmethod
    def receiver(spell: Spell) -> Worker | None:
        """Return the colleague who will take a person over while a handover waits, or None."""
        work = spell.handover
        return work.workers[0] if work is not None and len(work.workers) > 1 else None

    def drop_handover(self, spell: Spell) -> None:
        """Drop the handover that waits, if there is one; a named receiver then has room again."""
        work, receiver = spell.handover, self.receiver(spell)
        if work is None:
            return
        if receiver is not None:
            self.world.caseloads.reserve_no_more(receiver, spell)
            self.world.to_settle.add(spell.service.index)
        self.world.server.remove(work)
        spell.handover = None

    def no_longer_receives(self, worker: Worker) -> None:
        """Drop the handovers in which a worker was to take people over.

        These people need another receiver.
        """
        for work in list(worker.queue):
            if self.receiver(work.spell) is worker and work.kind is WorkKind.HANDOVER:
                self.drop_handover(work.spell)

    # Handovers.

    def hold(self, work: Work, holders: list[Worker]) -> None:
        """Hold a handover with both workers, or with the new one alone if the earlier has left."""
        self.world.server.occupy(holders, work.cost)
        if len(holders) > 1:
            self._hand_over(work, holders[0])
            return
        work.spell.handover = None
        assert work.other is not None
        self.world.note_spell(
            EventKind.HANDOVER,
            work.spell,
            other_worker=work.other.number,
            due=work.due,
            minutes=work.cost,
        )

    def _hand_over(self, work: Work, receiver: Worker) -> None:
        """Let the receiver take a person over from a worker who is still in post."""
        spell, leaving = work.spell, work.other
        assert leaving is not None
        spell.handover = None
        self.world.caseloads.reserve_no_more(receiver, spell)
        if work.cost > 0:
            self.world.note_spell(
                EventKind.HANDOVER,
                spell,
                worker=receiver.number,
                other_worker=leaving.number,
                due=work.due,
                minutes=work.cost,
                detail=1,
            )
        self.world.workforce.lose_worker(spell, leaving, handed_over=True)
        spell.service.unallocated.remove(spell)
        self.world.workforce.allocate(spell, receiver, handed_over=True)
