"""Who is there at minute 0, and where: the same people in the same places in every arm."""

from __future__ import annotations

from typing import NamedTuple

from sim.draws import LARGEST_KEY, NO_NAME, Purpose, lot, name_key, uniform, uniform_pair
from sim.resolved import MISSING, Numbers, Resolved, StartKind
from sim.rules.distributions import minutes, minutes_left, quantile
from sim.rules.need import pick, starting_state
from sim.rules.referral import ELIGIBLE, eligibility
from sim.units import FOREVER


class AlreadyHere(NamedTuple):
    """One place a person has at minute 0, in a service of the arm."""

    service: int
    waiting: bool
    minutes_so_far: int
    relationship: float
    stay: int  # minutes still to go; FOREVER without an end by stay
    phase: float  # 0 to 1: how far through an interval, or a number of contacts, they are


class Starter(NamedTuple):
    """One person as they begin."""

    key: int
    name: str
    group: int
    attributes: int  # bits, the group's included
    states: tuple[int, ...]
    trust: float
    places: tuple[AlreadyHere, ...] = ()


class Luck(NamedTuple):
    """Whose draws these are: a run's seed and replication."""

    seed: int
    replication: int


def born(
    numbers: Numbers,
    luck: Luck,
    key: int,
    name: str,
    group: int = MISSING,
    attributes: int = 0,
    states: tuple[int, ...] = (),
    trust: float = -1.0,
) -> Starter:
    """A person as they arrive. What is MISSING, no states, or a negative trust, is drawn."""
    persons, needs = numbers.persons, numbers.needs
    if group == MISSING:
        group = int(pick(persons.share, uniform(*luck, int(Purpose.GROUP), NO_NAME, key, 0)))
    if trust < 0.0:
        u = uniform(*luck, int(Purpose.TRUST_START), NO_NAME, key, 0)
        drawn = float(quantile(numbers.distributions, int(persons.trust_start[group]), u))
        trust = min(max(drawn, 0.0), 1.0)
    given = states or (MISSING,) * len(needs.name)
    purpose = int(Purpose.NEED_START)
    states = tuple(
        int(starting_state(*luck, purpose, int(name), key, needs.start[group, need]))
        if state == MISSING
        else state
        for need, (name, state) in enumerate(zip(needs.name, given, strict=True))
    )
    return Starter(key, name, group, attributes | int(persons.attributes[group]), states, trust)


def at_start(resolved: Resolved, seed: int, replication: int) -> list[Starter]:
    """Everyone who is there at minute 0, in the order of their numbers."""
    numbers, luck = resolved.numbers, Luck(seed, replication)
    here = [_from_table(resolved, luck, row) for row in range(len(resolved.start.table))]
    for number in range(numbers.cohort):
        key = (numbers.cohort_name + number) % LARGEST_KEY
        here.append(born(numbers, luck, key, f"cohort {number + 1}"))
    return _filled(resolved, luck, here) if resolved.start.kind == StartKind.FULL else here


def _from_table(resolved: Resolved, luck: Luck, row: int) -> Starter:
    numbers, here = resolved.numbers, resolved.start.table[row]
    key = name_key(f"table:{here.name}")
    person = born(
        numbers, luck, key, here.name, here.group, here.attributes, here.states, here.trust
    )
    if here.service == MISSING or resolved.start.service_map[here.service] == MISSING:
        return person
    service = int(resolved.start.service_map[here.service])
    services = numbers.services
    clock = services.patience if here.waiting else services.stay
    purpose = Purpose.PATIENCE if here.waiting else Purpose.STAY
    name = int(services.name[service])
    u = uniform(*luck, int(purpose), name, key, 0)
    left = minutes_left(numbers.distributions, int(clock[service]), u, here.minutes_so_far)
    _, phase = uniform_pair(*luck, int(Purpose.FILL), name, key, 0)
    place = AlreadyHere(
        service, here.waiting, here.minutes_so_far, here.relationship, int(left), phase
    )
    return person._replace(places=(place,))


def _filled(resolved: Resolved, luck: Luck, people: list[Starter]) -> list[Starter]:
    """Fill the places of the scenario's services, in file order, from those eligible, by lot."""
    start, level = resolved.start, resolved.numbers.needs.level
    placed: list[list[AlreadyHere]] = [[] for _ in people]
    elsewhere = [False for _ in people]
    for service, room in enumerate(start.room.tolist()):
        if room == 0:
            continue
        name = int(start.name[service])
        eligible = []
        for number, person in enumerate(people):
            levels = [
                int(level[need, state])
                for need, state in enumerate(person.states)
                if start.covers[service, need]
            ]
            verdict = eligibility(
                max(levels, default=0),
                start.level_low[service],
                start.level_high[service],
                person.attributes,
                start.excludes[service],
            )
            if verdict == ELIGIBLE and (start.parallel[service] or not elsewhere[number]):
                eligible.append((int(lot(*luck, name, person.key, 0)), number))
        for _, number in sorted(eligible)[:room]:
            elsewhere[number] = elsewhere[number] or not start.parallel[service]
            place = _residual_place(resolved, luck, people[number].key, service)
            if place is not None:
                placed[number].append(place)
    return [
        person._replace(places=tuple(places)) for person, places in zip(people, placed, strict=True)
    ]


def _residual_place(resolved: Resolved, luck: Luck, key: int, service: int) -> AlreadyHere | None:
    """A place met half-way through; None when this arm has no such service."""
    start = resolved.start
    here = int(start.service_map[service])
    if here == MISSING:
        return None
    u, phase = uniform_pair(*luck, int(Purpose.FILL), int(start.name[service]), key, 0)
    row = int(start.residual_stay[service])
    stay = int(minutes(resolved.numbers.distributions, row, u))
    return AlreadyHere(here, False, 0, start.relationship, min(stay, FOREVER), phase)
