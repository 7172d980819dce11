"""The workers and services that people meet, for continuity indices and relationships."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import EventLog
from sim.laws import Ints
from sim.measures.continuity import STAFF
from sim.measures.indices import LEAST
from sim.measures.streaming.layout import NONE
from sim.measures.streaming.pools import give_back, take
from sim.units import DAY


@linked
def met_worker(
    person: Any, pool: Any, pairs: EventLog, worker: int, now: int, counts: int, seen: int
) -> None:
    """Record an attended contact with a worker, or with a person of a pool (`worker` below 0).

    `counts` is 1 in the window and 0 before it. `seen` is 1 if the worker saw the person.
    """
    before, position = NONE, person.first_pair
    while position != NONE and pairs[position].worker != worker:
        before, position = position, pairs[position].next
    if position == NONE:
        position = take(pool, pairs)
        pairs[position].worker = worker
        pairs[position].seen = 0
        pairs[position].times = 0
        pairs[position].first = now
        pairs[position].next = person.first_pair
    elif before != NONE:
        # The latest worker stands first: mostly it is the next one too.
        pairs[before].next = pairs[position].next
        pairs[position].next = person.first_pair
    person.first_pair = position
    if seen:
        pairs[position].seen += 1
        pairs[position].seen_at = now
    pairs[position].times += counts
    pairs[position].last = now
    if counts:
        person.same_staff += person.last_staff == worker
        person.last_staff = worker
        if worker >= 0:
            person.same_worker += person.last_worker == worker
            person.last_worker = worker


@linked
def met_service(person: Any, visits: Any, service: int, has_team: int) -> None:
    """Record an attended contact at a service in the window."""
    visits[service] += 1
    person.same_service += person.last_service == service
    person.last_service = service
    if has_team:
        person.same_team += person.last_team == service
        person.last_team = service


@linked
def set_down(
    sequences: Ints,
    used: Ints,
    group: int,
    level: int,
    contacts: int,
    providers: int,
    largest: int,
    squares: int,
    same: int,
) -> None:
    """Store the numbers for a person's continuity indices, if they had enough contacts."""
    if contacts < LEAST:
        return
    line = sequences[used[0]]
    line[0], line[1] = group, level
    line[2], line[3], line[4], line[5], line[6] = contacts, providers, largest, squares, same
    used[0] += 1


@linked
def part_from_workers(
    person: Any,
    group: Any,
    pool: Any,
    pairs: EventLog,
    relationships: Ints,
    sequences: Ints,
    used: Ints,
    opens: int,
) -> None:
    """When a person has had their last row, count their contacts and relationships with workers.

    The rows of the person in `pairs` are free again.
    """
    contacts, providers, largest, squares = 0, 0, 0, 0
    of_pools, members, most, more = 0, 0, 0, 0
    position = person.first_pair
    while position != NONE:
        pair = pairs[position]
        following, times = pair.next, pair.times
        if pair.worker < 0:
            of_pools += times
            members += times > 0
            most = max(most, times)
            more += times * times
        elif times > 0:
            contacts += times
            providers += 1
            largest = max(largest, times)
            squares += times * times
        if pair.worker >= 0 and pair.last >= opens:
            relationships[person.group, (pair.last - pair.first) // DAY] += 1
        give_back(pool, pairs, position)
        position = following
    if contacts > 0:
        group.met += 1
        group.workers += providers
        group.changes += contacts - 1 - person.same_worker
    same = person.same_worker
    set_down(sequences, used, person.group, 0, contacts, providers, largest, squares, same)
    contacts, providers, same = contacts + of_pools, providers + members, person.same_staff
    largest, squares = max(largest, most), squares + more
    set_down(sequences, used, person.group, STAFF, contacts, providers, largest, squares, same)


@linked
def part_from_services(
    person: Any, visits: Any, services: EventLog, sequences: Ints, used: Ints, level: int
) -> None:
    """Store a person's contacts by team (level 1) or by service (level 2) after their last row."""
    contacts, providers, largest, squares = 0, 0, 0, 0
    for service in range(services.size):
        times = visits[service]
        if times > 0 and (level == 2 or services[service].has_team):
            contacts += times
            providers += 1
            largest = max(largest, times)
            squares += times * times
    same = person.same_team if level == 1 else person.same_service
    set_down(sequences, used, person.group, level, contacts, providers, largest, squares, same)
