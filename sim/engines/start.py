"""Make the initial state of a person, on arrival or from the starting table at minute 0."""

from __future__ import annotations

from typing import NamedTuple

from sim.draws import NO_NAME, Purpose, name_key, uniform, uniform_pair
from sim.resolved import MISSING, Numbers, Resolved
from sim.rules.distributions import minutes_left, quantile
from sim.rules.need import pick, starting_state
from sim.rules.ways import stays_of


class AlreadyHere(NamedTuple):
    """A place at a service, or on its waiting list, that a person has at minute 0 in this arm."""

    service: int
    waiting: bool
    minutes_so_far: int
    relationship: float
    stay: int  # minutes still to go; FOREVER without an end by stay
    phase: float  # 0 to 1: how far through an interval, or a number of contacts, they are


class Starter(NamedTuple):
    """The initial state of one person."""

    key: int
    name: str
    group: int
    attributes: int  # bits, the group's included
    states: tuple[int, ...]
    trust: float
    places: tuple[AlreadyHere, ...] = ()
    away: bool = False  # settled for long, before minute 0


class RunSeed(NamedTuple):
    """The seed and the replication of a run, which decide its draws."""

    seed: int
    replication: int


def born(
    numbers: Numbers,
    run_seed: RunSeed,
    key: int,
    name: str,
    group: int = MISSING,
    attributes: int = 0,
    states: tuple[int, ...] = (),
    trust: float = -1.0,
    area: int = MISSING,
) -> Starter:
    """Return a person on arrival; `group` is given without the area.

    Draws replace values that are MISSING, empty states, and a negative trust.
    """
    persons, needs = numbers.persons, numbers.needs
    if group == MISSING:
        group = int(pick(persons.share, uniform(*run_seed, int(Purpose.GROUP), NO_NAME, key, 0)))
    areas = persons.areas
    if area == MISSING:
        area = 0
        if areas > 1:
            u = uniform(*run_seed, int(Purpose.AREA), NO_NAME, key, 0)
            area = int(pick(persons.area[group], u))
    group = group * areas + area
    if trust < 0.0:
        u = uniform(*run_seed, int(Purpose.TRUST_START), NO_NAME, key, 0)
        drawn = float(quantile(numbers.distributions, int(persons.trust_start[group]), u))
        trust = min(max(drawn, 0.0), 1.0)
    given = states or (MISSING,) * len(needs.name)
    purpose = int(Purpose.NEED_START)
    states = tuple(
        int(starting_state(*run_seed, purpose, int(name), key, needs.start[group, need]))
        if state == MISSING
        else state
        for need, (name, state) in enumerate(zip(needs.name, given, strict=True))
    )
    return Starter(key, name, group, attributes | int(persons.attributes[group]), states, trust)


def from_table(resolved: Resolved, run_seed: RunSeed, row: int) -> Starter:
    """Return a person of the starting table; draw what the table leaves out."""
    numbers, here = resolved.first_numbers, resolved.start.table[row]
    key = name_key(f"table:{here.name}")
    given = (here.name, here.group, here.attributes, here.states, here.trust, here.area)
    person = born(numbers, run_seed, key, *given)
    area = person.group % numbers.persons.areas
    if here.service == MISSING or resolved.start.service_map[here.service, area] == MISSING:
        return person
    service = int(resolved.start.service_map[here.service, area])
    services = numbers.services
    law = int(services.patience[service])
    if not here.waiting:
        stays = stays_of(services)[service]
        law = int(stays[person.group % len(stays)])
    purpose = Purpose.PATIENCE if here.waiting else Purpose.STAY
    name = int(services.name[service])
    u = uniform(*run_seed, int(purpose), name, key, 0)
    left = minutes_left(numbers.distributions, law, u, here.minutes_so_far)
    _, phase = uniform_pair(*run_seed, int(Purpose.FILL), name, key, 0)
    place = AlreadyHere(
        service, here.waiting, here.minutes_so_far, here.relationship, int(left), phase
    )
    return person._replace(places=(place,))
