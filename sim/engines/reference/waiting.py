"""Let people join and leave waiting lists and get places, and settle each step."""

from __future__ import annotations

from itertools import pairwise

from sim.draws import Purpose, tie_break
from sim.engines.order import StepKind
from sim.engines.reference.state import CRISIS, Service, Spell, Stage, Worker
from sim.engines.reference.world import Part
from sim.engines.start import AlreadyHere
from sim.events import NOWHERE, Ending, EventKind, Leaving, Reason
from sim.resolved import Capacity, QueueRule
from sim.units import FOREVER


class Waiting(Part):
    """The waiting lists: how people join them, leave them, and get places from them."""

    def join_list(self, spell: Spell, since: int | None = None) -> None:
        """Put a person on a waiting list. If a place is free, they get it as the step settles."""
        person, service = spell.person, spell.service
        spell.stage = Stage.WAITING
        joined = self.world.now if since is None else since
        minute = max(joined, 0)  # at the start of the run, for earlier ones
        tie = tie_break(self.world.seed, self.world.replication, service.name, person.key, minute)
        spell.place_in_list = (self._queue_class(spell), joined, tie, person.number)
        self.world.note_spell(EventKind.WAITING, spell, due=spell.referred_at)
        service.add_waiting(spell)
        self.world.joined.append(spell)
        self.world.to_settle.add(service.index)

    def _queue_class(self, spell: Spell) -> int:
        """Return a person's priority class on the waiting list; lower classes go first.

        The class is fixed when the person joins the list.
        """
        person, service = spell.person, spell.service
        rule = service.row.priority
        if rule == QueueRule.LEVEL:
            return CRISIS - self.world.presenting.worst(person, service)[1]
        if rule == QueueRule.GROUP:
            return int(service.row.group_priority[person.group])
        if rule == QueueRule.RETURNING:
            return 0 if service.index in person.ended_at else 1
        return 0

    def leave_list(self, spell: Spell, why: Leaving) -> None:
        """Take a person off a waiting list, or end a referral that is not decided yet."""
        person, service = spell.person, spell.service
        if spell.stage is Stage.WAITING:
            service.remove_waiting(spell)
        self.world.note_spell(EventKind.LEFT_WAITING, spell, detail=int(why))
        self.world.referral.close_referral(spell)
        hands_over, spell.hands_over_from = spell.hands_over_from, None
        target = NOWHERE
        if why is Leaving.PATIENCE:
            target = self.world.route(person, service, Reason.LEFT_WAITING)
            if target == NOWHERE:
                self.world.seeking.nowhere_to_go(person, service, Reason.LEFT_WAITING)
        if target != NOWHERE:
            self.world.referral.refer(person, target, service.index, hands_over)
        elif hands_over is not None and why is not Leaving.EXITED:
            self.world.handoff.fell_through(hands_over)
        if why is not Leaving.EXITED:
            self.world.seeking.reconsider_seeking(person)

    # Settling: people without a worker first, then the list, then cycles of blocked people.

    def settle(self) -> None:
        """Carry out what follows at once from the present step, such as starts from lists."""
        while self.world.to_settle or self.world.may_swap:
            while self.world.to_settle:
                index = min(self.world.to_settle)
                self.world.to_settle.discard(index)
                service = self.world.services[index]
                self._allocate(service)
                self.world.notice.name_receivers(service)
                self.world.choice.grant(service)
                self._grant(service)
            self.world.may_swap = False
            self._swap_a_cycle()
        self._come_to_rest()
        if self.world.after_settling is not None:
            self.world.after_settling(self.world)

    def _come_to_rest(self) -> None:
        """Finish settling: start patience timers, and let people leave who are done.

        People are done, in a scenario without needs, when nothing is left to wait for.
        """
        joined, self.world.joined = self.world.joined, []
        for spell in joined:
            if spell.stage is Stage.WAITING and StepKind.PATIENCE_ENDS not in spell.timers:
                self._grow_impatient(spell)
        parted, self.world.parted = self.world.parted, []
        # In the order in which the last thing of each came to its end.
        for person in reversed(list(dict.fromkeys(reversed(parted)))):
            self.world.life.see_off(person)

    def _grow_impatient(self, spell: Spell) -> None:
        service, person = spell.service, spell.person
        patience = spell.patience_left
        if patience is None:
            patience = self.world.lasts(
                service.row.patience, Purpose.PATIENCE, service.name, person.key, spell.visit
            )
        if patience < FOREVER:
            self.world.set_timer(
                spell,
                StepKind.PATIENCE_ENDS,
                self.world.now + patience,
                lambda waiting: self.leave_list(waiting, Leaving.PATIENCE),
            )

    def _grant(self, service: Service) -> None:
        """Start people from the waiting list, in its order, while there is room for the first."""
        while service.waiting:
            spell = service.waiting[0][1]
            room, worker = self._room_for(spell)
            if not room:
                break
            del service.waiting[0]
            self.world.care.start(spell, worker)
        self._grant_kept(service)

    def _grant_kept(self, service: Service) -> None:
        """Start waiting people whose own worker has room for them above the limit.

        They may be anywhere on the list.
        """
        team = service.team
        if team is None or not team.keep or max(team.keep_over, team.load_over) <= 0:
            return
        for _, spell in list(service.waiting):
            worker = self._own_worker(spell)
            if spell.stage is Stage.WAITING and worker is not None:
                service.remove_waiting(spell)
                self.world.care.start(spell, worker)

    def _room_for(self, spell: Spell) -> tuple[bool, Worker | None]:
        """Return whether a person could start now, and with which worker."""
        service = spell.service
        if service.row.capacity == Capacity.UNLIMITED:
            return True, None
        if service.row.capacity == Capacity.PLACES:
            return service.occupied < service.places, None
        worker = self._own_worker(spell)
        if worker is None:
            weight = self.world.caseloads.weight_now(spell)
            worker = self.world.caseloads.assigned(spell, service.workers, weight)
        return worker is not None, worker

    def has_room(self, spell: Spell) -> bool:
        """Return whether a person could start now."""
        return self._room_for(spell)[0]

    def _own_worker(self, spell: Spell) -> Worker | None:
        """Return a person's last worker, if the team keeps people with their workers.

        Returns None if this worker has no room or takes nobody new.
        """
        person, service, caseloads = spell.person, spell.service, self.world.caseloads
        if not service.team.keep or service.index not in person.known:
            return None
        worker, _ = person.known[service.index]
        takes = worker.in_post and not worker.on_notice
        has_room = takes and caseloads.keeps(worker, caseloads.weight_now(spell))
        return worker if has_room else None

    def start_at_once(self, spell: Spell, before: AlreadyHere | None = None) -> None:
        """Start a spell even if there is no room, with the least loaded worker, if any."""
        service, worker = spell.service, None
        if service.team is not None:
            caseloads = self.world.caseloads
            find = caseloads.least_loaded if before is None else caseloads.least_loaded_of_all
            worker = find(service)
        self.world.care.start(spell, worker, before)
        if service.team is not None and worker is None:
            self.world.workforce.await_worker(spell, None)

    def _allocate(self, service: Service) -> None:
        """Assign colleagues with room to people who have no worker.

        People are taken in the order in which they lost their worker. The first for whom no
        colleague has room ends the search.
        """
        while service.unallocated:
            spell = service.unallocated[0]
            weight = self.world.caseloads.weight_set(spell)
            worker = self.world.caseloads.assigned(spell, service.workers, weight)
            if worker is None:
                return
            self.world.workforce.allocate(service.unallocated.pop(0), worker)

    # Blocked people who wait for each other's places.

    def _swap_a_cycle(self) -> None:
        """Move blocked people who wait in a ring for each other's places, all at once."""
        self.world.blocked = [spell for spell in self.world.blocked if spell.stage is Stage.OPEN]
        if len(self.world.blocked) < 2:
            return
        ring = self._ring()
        for spell in ring:
            following = spell.next
            assert following is not None
            following.service.remove_waiting(following)
        for spell in ring:
            self.world.care.end(spell, Ending.UNBLOCKED, planned=spell.service.row.planned)
        for spell in ring:
            following = spell.next
            assert following is not None
            _, worker = self._room_for(following)
            self.world.care.start(following, worker)
            if following.service.team is not None and worker is None:
                self.world.workforce.await_worker(
                    following, None
                )  # they swap with someone whose worker has left

    def _ring(self) -> list[Spell]:
        """Return the blocked spells of the first ring, whose people wait for each other's places.

        The list is empty if there is none.
        """
        first: dict[tuple[int, int], Spell] = {}
        for spell in self.world.blocked:
            following = spell.next
            if following is None or following.stage is not Stage.WAITING:
                continue
            edge = (spell.service.index, following.service.index)
            ahead = first.get(edge)
            if ahead is None or (
                ahead.next is not None and following.place_in_list < ahead.next.place_in_list
            ):
                first[edge] = spell
        roads: dict[int, list[int]] = {}
        for origin, target in sorted(first):
            roads.setdefault(origin, []).append(target)
        for origin in sorted(roads):
            path = _path_back(origin, roads)
            if path:
                return [first[edge] for edge in pairwise(path)]
        return []


def _path_back(origin: int, roads: dict[int, list[int]]) -> list[int]:
    """Return a shortest path along the roads from a service back to itself, both ends included.

    A road leads from the service of a blocked spell to the service for which it waits.
    """
    frontier, seen = [[origin]], set()
    while frontier:
        longer = []
        for path in frontier:
            for target in roads.get(path[-1], []):
                if target == origin:
                    return [*path, origin]
                if target not in seen:
                    seen.add(target)
                    longer.append([*path, target])
        frontier = longer
    return []
