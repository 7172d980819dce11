"""Check conservation in the reference engine (docs/reference/model.md#conservation)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sim.engines.order import WorkKind
from sim.engines.reference.state import Service, Spell, Stage, Worker
from sim.engines.reference.world import World
from sim.errors import BrokenConservation
from sim.resolved import Capacity
from sim.rules.caseload import weight_of


def check(world: World) -> None:
    """Raise `BrokenConservation` if anything is counted twice, or not at all."""
    broken = [*_of_people(world), *_of_services(world), *_of_work(world)]
    if broken:
        raise BrokenConservation(world.now, broken)


def _of_people(world: World) -> Iterator[str]:
    for person in world.people:
        who = world.people_rows[person.number].name
        places = Counter(spell.service.index for spell in person.spells)
        if any(count > 1 for count in places.values()):
            yield f"{who} is twice with one service"
        if (person.gone or person.away) and person.spells:
            yield f"{who} has left the area with something open"
        if person.gone and person.away:
            yield f"{who} has left for good and is away as well"
        if person.away and (any(person.episode_open) or person.seeking is not None):
            yield f"{who} is away and has something to come"
        if any(not spell.active or spell.person is not person for spell in person.spells):
            yield f"{who} has an ended spell, or another's, among the active ones"
        if any(spell.referred_at > world.now for spell in person.spells):
            yield f"{who} has waited less than no time"
        if not 0.0 <= person.trust <= 1.0:
            yield f"the trust of {who} is {person.trust}"
        if any(not 0.0 <= spell.relationship <= 1.0 for spell in person.spells):
            yield f"a relationship of {who} lies outside 0 to 1"


def _of_work(world: World) -> Iterator[str]:
    """Yield the faults in workers' queues and weekly minutes.

    The queues must contain the work of spells and follow-ups, each piece once per worker.
    """
    waiting = [
        work
        for person in world.people
        for spell in person.spells
        for work in (spell.contact, spell.joint, spell.advice, spell.handover)
        if work is not None
    ]
    waiting += [work for person in world.people for work in person.follow_ups]
    places = Counter((id(work), worker.number) for work in waiting for worker in work.workers)
    queues = Counter((id(work), worker.number) for worker in world.workers for work in worker.queue)
    if places != queues:
        yield "what stands in the queues of workers is not what waits for them"
    if any(world.server.overdrawn(worker) for worker in world.workers):
        yield "a worker has used more of a week than it allows and one contact"


def _of_queue(worker: Worker) -> Iterator[str]:
    who = f"worker {worker.number}"
    if worker.queue != sorted(worker.queue, key=lambda work: work.place):
        yield f"the queue of {who} is out of order"
    for work in worker.queue:
        spell, contact = work.spell, work.kind in (WorkKind.CONTACT, WorkKind.JOINT)
        if contact and (spell.pauses or spell.blocked or spell.worker is not work.workers[0]):
            yield f"{who} waits with a contact that is not theirs to hold"
    if worker.queue and worker.step is None:
        yield f"{who} has work and will never choose"


def _of_services(world: World) -> Iterator[str]:
    names = world.resolved.names.services
    spells = [spell for person in world.people for spell in person.spells]
    for service in world.services:
        here = [spell for spell in spells if spell.service is service]
        yield from (
            f"{names[service.index]}: {fault}" for fault in _of_service(world, service, here)
        )


def _of_service(world: World, service: Service, here: list[Spell]) -> Iterator[str]:
    is_open = [spell for spell in here if spell.stage is Stage.OPEN]
    waiting = [spell for spell in here if spell.stage is Stage.WAITING]
    listed = [spell for _, spell in service.waiting]
    if len(listed) != len(waiting) or {id(s) for s in listed} != {id(s) for s in waiting}:
        yield "the waiting list is not the people who wait"
    if service.occupied < len(is_open):
        yield f"{len(is_open)} open spells in {service.occupied} places taken"
    if not service.has_exit_delay and service.occupied != len(is_open):
        yield f"{service.occupied} places taken by {len(is_open)} open spells"
    if service.row.capacity != Capacity.WORKERS:
        return
    for worker in service.workers:
        assigned = sum(spell.worker is worker for spell in is_open)
        assigned += sum(world.notice.receiver(spell) is worker for spell in is_open)
        exact = not service.has_exit_delay
        if worker.caseload < assigned or (exact and worker.caseload != assigned):
            yield f"worker {worker.number} has {assigned} people, a caseload of {worker.caseload}"
        reserved = sum(spell.reserved for spell in worker.named.values())
        if worker.load != reserved + sum(spell.weight for spell in worker.people.values()):
            yield f"worker {worker.number} has a load of {worker.load}, not that of their people"
        yield from _of_queue(worker)
    weights = service.team.weights
    counted = [spell for spell in is_open if spell.worker is not None]
    if any(spell.weight != weight_of(weights[spell.weight_level]) for spell in counted):
        yield "somebody weighs something else than their level says"
    if any(spell.worker is None or spell not in is_open for spell in service.asking):
        yield "somebody without a worker here asks for another one"
    without = [spell for spell in is_open if spell.worker is None]
    if {id(s) for s in without} != {id(s) for s in service.unallocated}:
        yield "people without a worker are not those on the unallocated list"
