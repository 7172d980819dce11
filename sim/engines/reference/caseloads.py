"""Keep workers' caseloads: how much each person weighs, and which worker has room."""

from __future__ import annotations

from sim.draws import tie_break
from sim.engines.reference.state import Service, Spell, Stage, Worker
from sim.engines.reference.world import Part
from sim.events import EventKind
from sim.resolved import MISSING
from sim.rules.caseload import has_room_for, is_less_loaded, weight_of
from sim.rules.posts import part_of


class Caseloads(Part):
    """The load of each worker: the number of their people, or the sum of the people's weights."""

    # What a person takes.

    @staticmethod
    def weighs(service: Service) -> bool:
        """Return whether a service has a team whose caseloads count weights instead of people."""
        return service.team is not None and service.team.load_limit != MISSING

    def level_seen(self, spell: Spell) -> int:
        """Return the level of need that decides the caseload weight of a spell that starts."""
        return self.world.presenting.worst(spell.person, spell.service)[1]

    @staticmethod
    def _weight(service: Service, level: int) -> int:
        return int(weight_of(service.team.weights[level]))

    def weight_now(self, spell: Spell) -> int:
        """Return the caseload weight that a waiting person would have if they started now."""
        weighed = self.weighs(spell.service)
        return self._weight(spell.service, self.level_seen(spell) if weighed else 0)

    def weight_set(self, spell: Spell) -> int:
        """Return the caseload weight of an open spell, by the level at which it was set last."""
        return self._weight(spell.service, spell.weight_level)

    # Who has room.

    def limit_of(self, worker: Worker) -> int:
        """Return a worker's limit: the load up to which they take people on."""
        team, share = worker.service.team, self.world.workforce.share_of(worker)
        limit = team.caseload if team.load_limit == MISSING else team.load_limit
        return int(part_of(limit, share))

    @staticmethod
    def load_of(worker: Worker) -> int:
        """Return a worker's load: the summed weights of the people in their caseload.

        This includes the people whom they will take over.
        """
        return worker.load

    def takes(self, worker: Worker, weight: int) -> bool:
        """Return whether a worker has room for someone of this weight."""
        limit = self.limit_of(worker)
        return bool(has_room_for(worker.caseload, self.load_of(worker), limit, weight))

    def keeps(self, worker: Worker, weight: int) -> bool:
        """Return whether a worker has room for someone of this weight whom they had before.

        Such people may exceed the limit by the team's `keep_over` or `load_over`.
        """
        team = worker.service.team
        over = team.keep_over if team.load_over == MISSING else team.load_over
        limit = self.limit_of(worker) + over
        return bool(has_room_for(worker.caseload, self.load_of(worker), limit, weight))

    def least_loaded_of_all(self, service: Service) -> Worker | None:
        """Return a service's least loaded worker, even if they will leave.

        The load counts relative to the worker's limit, and tie-break draws decide ties. Returns
        None if nobody is in post.
        """
        return self._least_loaded_of(service.workers)

    def least_loaded(self, service: Service) -> Worker | None:
        """Return a service's least loaded worker, among those who will not leave.

        The load counts relative to the worker's limit. Returns None if nobody is left.
        """
        return self._least_loaded_of([each for each in service.workers if not each.on_notice])

    def assigned(self, spell: Spell, workers: list[Worker], weight: int) -> Worker | None:
        """Return the worker who takes a person on: the least loaded of these who has room.

        `weight` is what the person weighs. Workers who will leave are left out. Returns None if
        nobody has room.
        """
        there = [each for each in workers if not each.on_notice and self.takes(each, weight)]
        return self.world.own.assigned(spell, there, self._least_loaded_of(there))

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
        """Count a spell in a worker's caseload."""
        spell.worker, spell.weight = worker, self.weight_set(spell)
        worker.people[spell.number] = spell
        self._load(worker, spell.weight)

    def let_go(self, worker: Worker, spell: Spell) -> None:
        """Stop counting a spell in a worker's caseload."""
        del worker.people[spell.number]
        self._load(worker, -spell.weight)
        spell.weight = 0

    def reserve(self, worker: Worker, spell: Spell) -> None:
        """Count a spell in the caseload of the colleague who will take it over."""
        spell.reserved = self.weight_set(spell)
        worker.named[spell.number] = spell
        self._load(worker, spell.reserved)

    def reserve_no_more(self, worker: Worker, spell: Spell) -> None:
        """Stop counting a spell in the caseload of the colleague who was to take it over."""
        del worker.named[spell.number]
        self._load(worker, -spell.reserved)
        spell.reserved = 0

    def _load(self, worker: Worker, more: int) -> None:
        """Change a worker's load; `more` may be below 0."""
        worker.load += more
        self.world.own.load_has_changed(worker, worker.load - more)

    # What changes.

    def weigh_first(self, spell: Spell) -> None:
        """Set the level that decides the caseload weight of a spell that starts.

        The weight's row of the log is written later, after the row of the start.
        """
        if self.weighs(spell.service):
            spell.weight_level = self.level_seen(spell)

    def note_weight(self, spell: Spell) -> None:
        """Write the caseload weight that a spell has from now on to the log."""
        if self.weighs(spell.service):
            self.world.note_spell(EventKind.WEIGHED, spell, detail=self.weight_set(spell))

    def weigh_again(self, spell: Spell) -> None:
        """Set a spell's caseload weight by the level of need at a contact.

        If the worker's load falls, the service has something to settle, because there may be room.
        """
        if not self.weighs(spell.service):
            return
        before = self.weight_set(spell)
        spell.weight_level = self.world.worst_need(spell.person, spell.service)[1]
        weight = self.weight_set(spell)
        if weight == before:
            return
        self.note_weight(spell)
        if spell.worker is not None:
            self._load(spell.worker, weight - spell.weight)
            spell.weight = weight
            if weight < before:
                self.world.to_settle.add(spell.service.index)

    def weigh_all(self) -> None:
        """Set the weight of everyone who counts in a caseload by the rules that hold now."""
        for worker in self.world.workers:
            for spell in worker.people.values():
                spell.weight = self.weight_set(spell)
            for spell in worker.named.values():
                spell.reserved = self.weight_set(spell)
            worker.load = sum(spell.weight for spell in worker.people.values())
            worker.load += sum(spell.reserved for spell in worker.named.values())

    def note_all(self) -> None:
        """Write the caseload weight of every open spell to the log, by the present rules."""
        for person in self.world.people:
            for spell in person.spells:
                if spell.stage is Stage.OPEN:
                    self.note_weight(spell)
