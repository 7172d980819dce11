"""Caseloads: what each person takes of their worker's, and who has room for more."""

from __future__ import annotations

from sim.draws import tie_break
from sim.engines.reference.state import Service, Spell, Stage, Worker
from sim.engines.reference.world import Part
from sim.events import EventKind
from sim.resolved import MISSING
from sim.rules.caseload import has_room_for, is_less_loaded, weight_of
from sim.rules.posts import part_of


class Caseloads(Part):
    """The load of each worker: people, or the sum of their weights."""

    # What a person takes.

    @staticmethod
    def weighs(service: Service) -> bool:
        """Return whether a team weighs its people."""
        return service.team is not None and service.team.load_limit != MISSING

    def level_seen(self, spell: Spell) -> int:
        """Return the level by which a service weighs a person who comes."""
        return self.world.presenting.worst(spell.person, spell.service)[1]

    @staticmethod
    def _weight(service: Service, level: int) -> int:
        return int(weight_of(service.team.weights[level]))

    def weight_now(self, spell: Spell) -> int:
        """Return what a person would take who is on the list, as they are now."""
        weighed = self.weighs(spell.service)
        return self._weight(spell.service, self.level_seen(spell) if weighed else 0)

    def weight_set(self, spell: Spell) -> int:
        """Return what an open spell takes, by the level at which that was set last."""
        return self._weight(spell.service, spell.weight_level)

    # Who has room.

    def limit_of(self, worker: Worker) -> int:
        """Return the load up to which a worker takes people on."""
        team, share = worker.service.team, self.world.workforce.share_of(worker)
        limit = team.caseload if team.load_limit == MISSING else team.load_limit
        return int(part_of(limit, share))

    @staticmethod
    def load_of(worker: Worker) -> int:
        """Return what a worker's people take together."""
        return worker.load

    def takes(self, worker: Worker, weight: int) -> bool:
        """Return whether a worker has room for someone."""
        limit = self.limit_of(worker)
        return bool(has_room_for(worker.caseload, self.load_of(worker), limit, weight))

    def keeps(self, worker: Worker, weight: int) -> bool:
        """Return whether a worker has room for someone whom they had before."""
        team = worker.service.team
        over = team.keep_over if team.load_over == MISSING else team.load_over
        limit = self.limit_of(worker) + over
        return bool(has_room_for(worker.caseload, self.load_of(worker), limit, weight))

    def least_loaded_of_all(self, service: Service) -> Worker | None:
        """Return the worker in post with the smallest share of their limit; ties are drawn."""
        return self._least_loaded_of(service.workers)

    def least_loaded(self, service: Service) -> Worker | None:
        """Return the same of those who take people on: workers who will leave do not."""
        return self._least_loaded_of([each for each in service.workers if not each.on_notice])

    def least_loaded_with_room(self, workers: list[Worker], weight: int) -> Worker | None:
        """Return the least loaded of those workers who have room for someone."""
        there = [each for each in workers if not each.on_notice and self.takes(each, weight)]
        return self._least_loaded_of(there)

    def _least_loaded_of(self, workers: list[Worker]) -> Worker | None:
        best: Worker | None = None
        for worker in workers:
            if best is None or self._comes_before(worker, best):
                best = worker
        return best

    def _comes_before(self, one: Worker, other: Worker) -> bool:
        loads = self.load_of(one), self.limit_of(one), self.load_of(other), self.limit_of(other)
        if is_less_loaded(*loads):
            return True
        if is_less_loaded(*loads[2:], *loads[:2]):
            return False
        return (self._tie_break(one), one.number) < (self._tie_break(other), other.number)

    def _tie_break(self, worker: Worker) -> int:
        name = worker.service.team.name
        return int(
            tie_break(self.world.seed, self.world.replication, name, worker.key, self.world.now)
        )

    # Who is with whom.

    def take_on(self, worker: Worker, spell: Spell) -> None:
        """Let a spell count in a worker's caseload."""
        spell.worker, spell.weight = worker, self.weight_set(spell)
        worker.people[spell.number] = spell
        worker.load += spell.weight

    def let_go(self, worker: Worker, spell: Spell) -> None:
        """Let a spell count no longer in a worker's caseload."""
        del worker.people[spell.number]
        worker.load -= spell.weight
        spell.weight = 0

    def reserve(self, worker: Worker, spell: Spell) -> None:
        """Let a spell count in the caseload of a colleague who is to take it over."""
        spell.reserved = self.weight_set(spell)
        worker.named[spell.number] = spell
        worker.load += spell.reserved

    def reserve_no_more(self, worker: Worker, spell: Spell) -> None:
        """Let a spell count no longer in the caseload of who was to take it over."""
        del worker.named[spell.number]
        worker.load -= spell.reserved
        spell.reserved = 0

    # What changes.

    def weigh_first(self, spell: Spell) -> None:
        """Set the weight of a spell that starts; its row comes with that of the start."""
        if self.weighs(spell.service):
            spell.weight_level = self.level_seen(spell)

    def note_weight(self, spell: Spell) -> None:
        """Write what a spell takes from now on."""
        if self.weighs(spell.service):
            self.world.note_spell(EventKind.WEIGHED, spell, detail=self.weight_set(spell))

    def weigh_again(self, spell: Spell) -> None:
        """Set the weight by the level that is met at a contact; less of it may make room."""
        if not self.weighs(spell.service):
            return
        before = self.weight_set(spell)
        spell.weight_level = self.world.worst_need(spell.person, spell.service)[1]
        weight = self.weight_set(spell)
        if weight == before:
            return
        self.note_weight(spell)
        if spell.worker is not None:
            spell.worker.load += weight - spell.weight
            spell.weight = weight
            if weight < before:
                self.world.to_settle.add(spell.service.index)

    def weigh_all(self) -> None:
        """The rules have changed: everybody weighs what the new ones say of their level."""
        for worker in self.world.workers:
            for spell in worker.people.values():
                spell.weight = self.weight_set(spell)
            for spell in worker.named.values():
                spell.reserved = self.weight_set(spell)
            worker.load = sum(spell.weight for spell in worker.people.values())
            worker.load += sum(spell.reserved for spell in worker.named.values())

    def note_all(self) -> None:
        """Write what everybody takes by the new rules."""
        for person in self.world.people:
            for spell in person.spells:
                if spell.stage is Stage.OPEN:
                    self.note_weight(spell)
