"""Make the initial population as columns: the people at minute 0, and their places.

The people are the same in every arm. A country has too many people for a list of objects, so both
engines begin with columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled
from sim.draws import LARGEST_KEY, NO_NAME, Purpose, tie_break, uniform, uniform_pair
from sim.engines.start import AlreadyHere, RunSeed, Starter, from_table
from sim.laws import Distributions, Flags, Floats, Ints
from sim.resolved import MISSING, Resolved, StartKind
from sim.rules.distributions import minutes, quantile
from sim.rules.need import pick, settled_state, starting_state
from sim.rules.referral import ELIGIBLE, eligibility
from sim.units import FOREVER

States = NDArray[np.int8]
GROUP, TRUST_START, FILL = int(Purpose.GROUP), int(Purpose.TRUST_START), int(Purpose.FILL)
AREA, AWAY_AT_START = int(Purpose.AREA), int(Purpose.AWAY_AT_START)
NEED_START = int(Purpose.NEED_START)

PLACE = np.dtype(
    [
        ("stay", np.int64),
        ("relationship", np.float64),
        ("phase", np.float64),
        ("minutes_so_far", np.int64),
        ("person", np.int32),
        ("service", np.int16),
        ("waiting", np.int8),
    ],
    align=True,
)
"""The type of the rows about places that people have at minute 0; see `AlreadyHere`."""


class InitialPopulation(NamedTuple):
    """The people at minute 0. There are P people, K needs and H places held."""

    key: Ints  # (P,)
    group: NDArray[np.int16]  # (P,)
    attributes: Ints  # (P,) bits, the group's included
    trust: Floats  # (P,)
    states: States  # (P, K)
    places: NDArray[Any]  # (H,) of PLACE, person by person
    away: Flags  # (P,) settled for long, before minute 0
    table: tuple[str, ...]  # names of the people of the starting table, who come first

    def starters(self) -> Iterator[Starter]:
        """Yield the people, one by one."""
        first = np.searchsorted(self.places["person"], np.arange(len(self.key) + 1))
        columns = (self.key, self.group, self.attributes, self.trust, self.states, self.away)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for number, (key, group, attributes, trust, states, away) in enumerate(rows):
            held = self.places[first[number] : first[number + 1]]
            yield Starter(
                key=key,
                name=name_of(self.table, number),
                group=group,
                attributes=attributes,
                states=tuple(states),
                trust=trust,
                places=tuple(already_here(row) for row in held),
                away=away,
            )


def name_of(table: tuple[str, ...], number: int) -> str:
    """Return the name of a person at minute 0, from the starting table or from the number."""
    known = len(table)
    return table[number] if number < known else f"cohort {number - known + 1}"


def already_here(row: Any) -> AlreadyHere:
    """Return a place that a person has at minute 0, in the form used by the reference engine."""
    return AlreadyHere(
        service=int(row["service"]),
        waiting=bool(row["waiting"]),
        minutes_so_far=int(row["minutes_so_far"]),
        relationship=float(row["relationship"]),
        stay=int(row["stay"]),
        phase=float(row["phase"]),
    )


def initial_population(resolved: Resolved, seed: int, replication: int) -> InitialPopulation:
    """Return everyone who is present at minute 0, in the order of their numbers."""
    numbers, run_seed = resolved.first_numbers, RunSeed(seed, replication)
    known = [from_table(resolved, run_seed, row) for row in range(len(resolved.start.table))]
    people, needs = len(known) + numbers.cohort, len(numbers.needs.name)
    here = InitialPopulation(
        key=np.zeros(people, np.int64),
        group=np.zeros(people, np.int16),
        attributes=np.zeros(people, np.int64),
        trust=np.zeros(people),
        states=np.zeros((people, needs), np.int8),
        places=np.zeros(sum(len(person.places) for person in known), PLACE),
        away=np.zeros(people, np.bool_),
        table=tuple(person.name for person in known),
    )
    held = 0
    for number, person in enumerate(known):
        here.key[number], here.group[number] = person.key, person.group
        here.attributes[number], here.trust[number] = person.attributes, person.trust
        here.states[number] = person.states
        for place in person.places:
            here.places[held] = (
                *(place.stay, place.relationship, place.phase, place.minutes_so_far),
                *(number, place.service, place.waiting),
            )
            held += 1
    draw_cohort(
        *run_seed,
        numbers.cohort_name,
        len(known),
        numbers.persons.share,
        numbers.persons.area,
        numbers.persons.attributes,
        numbers.persons.trust_start,
        numbers.distributions,
        numbers.needs.name,
        numbers.needs.start,
        here.key,
        here.group,
        here.attributes,
        here.trust,
        here.states,
    )
    draw_away(
        *run_seed,
        len(known),
        numbers.persons.away_at_start,
        numbers.persons.settled_level,
        numbers.needs.name,
        numbers.needs.start,
        numbers.needs.level,
        here.key,
        here.group,
        here.states,
        here.away,
    )
    return filled(resolved, run_seed, here) if resolved.start.kind == StartKind.FULL else here


@compiled
def draw_cohort(
    seed: int,
    replication: int,
    name: int,
    first: int,
    shares: Floats,
    areas: Floats,
    attributes_of: Ints,
    trust_start: Ints,
    distributions: Distributions,
    needs: Ints,
    start: Floats,
    key: Ints,
    group: NDArray[np.int16],
    attributes: Ints,
    trust: Floats,
    states: States,
) -> None:
    """Draw everyone from row `first` on, as `sim.engines.start.born` draws one person."""
    for number in range(first, key.shape[0]):
        person = np.int64((np.uint64(name) + np.uint64(number - first)) % np.uint64(LARGEST_KEY))
        u = uniform(seed, replication, np.int64(GROUP), np.int64(NO_NAME), person, np.int64(0))
        of = pick(shares, u)
        if areas.shape[1] > 1:
            u = uniform(seed, replication, np.int64(AREA), np.int64(NO_NAME), person, np.int64(0))
            of = of * areas.shape[1] + pick(areas[of], u)
        u = uniform(
            seed, replication, np.int64(TRUST_START), np.int64(NO_NAME), person, np.int64(0)
        )
        key[number], group[number], attributes[number] = person, of, attributes_of[of]
        trust[number] = min(max(quantile(distributions, trust_start[of], u), 0.0), 1.0)
        for need in range(needs.shape[0]):
            states[number, need] = starting_state(
                seed, replication, np.int64(NEED_START), needs[need], person, start[of, need]
            )


@compiled
def draw_away(
    seed: int,
    replication: int,
    first: int,
    shares: Floats,
    settled_level: Ints,
    needs: Ints,
    start: Floats,
    level: Ints,
    key: Ints,
    group: NDArray[np.int16],
    states: States,
    away: Flags,
) -> None:
    """Draw which people of the cohort are away, from row `first` on, and their settled states."""
    purpose, name = np.int64(AWAY_AT_START), np.int64(NO_NAME)
    for number in range(first, key.shape[0]):
        of = group[number]
        if uniform(seed, replication, purpose, name, key[number], np.int64(0)) < shares[of]:
            away[number] = True
            for need in range(needs.shape[0]):
                u = uniform(seed, replication, purpose, needs[need], key[number], np.int64(0))
                states[number, need] = settled_state(
                    u, start[of, need], level[need], settled_level[of]
                )


def filled(resolved: Resolved, run_seed: RunSeed, here: InitialPopulation) -> InitialPopulation:
    """Fill the places of the scenario's services with people, in file order, by random draw."""
    start, level = resolved.start, resolved.first_numbers.needs.level
    areas = here.group % resolved.first_numbers.persons.areas
    elsewhere = np.zeros(len(here.key), np.bool_)
    held = []
    for service, room in enumerate(start.room.tolist()):
        if room == 0:
            continue
        may, worst = np.zeros(len(here.key), np.bool_), np.zeros(len(here.key), np.int64)
        may_be_here(
            here.states,
            here.attributes,
            level,
            start.covers[service],
            int(start.level_low[service]),
            int(start.level_high[service]),
            int(start.excludes[service]),
            may,
            worst,
        )
        may &= ~here.away
        if not start.parallel[service]:
            may &= ~elsewhere
        if start.area[service] != MISSING:
            may &= areas == start.area[service]
        eligible = np.flatnonzero(may)
        tie_breaks = tie_breaks_of(*run_seed, int(start.name[service]), here.key[eligible])
        order = eligible[np.argsort(tie_breaks, kind="stable")]
        weight = start.weights[service][worst[order]]
        chosen = order[np.cumsum(weight) <= room]
        if not start.parallel[service]:
            elsewhere[chosen] = True
        # This arm may have no such service.
        there = start.service_map[service, areas[chosen]]
        if (there != MISSING).any():
            places = _residual_places(resolved, run_seed, here, service, chosen)
            places["service"] = there
            held.append(places[there != MISSING])
    places = np.concatenate([here.places, *held])
    return here._replace(places=places[np.argsort(places["person"], kind="stable")])


@compiled
def may_be_here(
    states: States,
    attributes: Ints,
    level: Ints,
    covers: Flags,
    low: int,
    high: int,
    excludes: int,
    may: Flags,
    worst: Ints,
) -> None:
    """Mark everyone whom a service would accept, and record their highest level of need there."""
    for number in range(states.shape[0]):
        worst[number] = 0
        for need in range(states.shape[1]):
            if covers[need]:
                worst[number] = max(worst[number], level[need, states[number, need]])
        accepted = eligibility(worst[number], low, high, attributes[number], excludes)
        may[number] = accepted == ELIGIBLE


@compiled
def tie_breaks_of(
    seed: int,
    replication: int,
    name: int,
    keys: Ints,
) -> Ints:
    """Return the tie-break draws of the given people at minute 0."""
    tie_breaks = np.zeros(keys.shape[0], np.int64)
    for number in range(keys.shape[0]):
        tie_breaks[number] = tie_break(seed, replication, name, keys[number], np.int64(0))
    return tie_breaks


def _residual_places(
    resolved: Resolved, run_seed: RunSeed, here: InitialPopulation, service: int, chosen: Ints
) -> NDArray[Any]:
    """Return the places of the people chosen for a service, with stays that are under way."""
    start = resolved.start
    rows = np.full(len(chosen), start.residual_stay[service])
    if start.residual_by_group.shape[1]:
        own = start.residual_by_group[service, here.group[chosen]]
        rows = np.where(own == MISSING, rows, own)
    places = np.zeros(len(chosen), PLACE)
    places["person"] = chosen
    places["relationship"] = start.relationship
    draw_residuals(
        *run_seed,
        int(start.name[service]),
        rows,
        resolved.first_numbers.distributions,
        here.key[chosen],
        places["stay"],
        places["phase"],
    )
    return places


@compiled
def draw_residuals(
    seed: int,
    replication: int,
    name: int,
    rows: Ints,
    distributions: Distributions,
    keys: Ints,
    stay: Ints,
    phase: Floats,
) -> None:
    """Draw the remaining time of each stay, and how far its person is between two contacts."""
    for place in range(keys.shape[0]):
        u, phase[place] = uniform_pair(
            seed, replication, np.int64(FILL), name, keys[place], np.int64(0)
        )
        stay[place] = min(minutes(distributions, rows[place], u), np.int64(FOREVER))
