"""Compare the offered load of each service with its capacity, as far as known before a run.

The load follows from the traffic equations of a network. The referrals to a service per minute are
those from outside plus, from each other service, its referrals times the probability of being sent
on. Unknown probabilities are bounded. A probability that depends on the course of needs or on
waiting times lies between the smallest and the largest of the possible routes. If people turn for
help on their own initiative, the number of referrals is not known. "Cannot tell" is then the
answer for every service to which they can come. Lengths of stay are known only for services in
which nothing but the length of stay ends a spell. Workers' hours are checked in addition to
places, because a team may have room for people but no time for them.

All results are for the long run. They leave out people who are present at the start and people who
move away. For places and rates that change over time, only the mean is used.
"""

from __future__ import annotations

import enum
import math
from typing import NamedTuple

import networkx as nx
import numpy as np

from sim.events import Reason
from sim.laws import Flags, Floats
from sim.network.extra_hours import more_hours
from sim.network.graph import Graph, area_graphs, entries, happens
from sim.network.hours import Hours, hours_of
from sim.network.people_at_once import of_one_worker
from sim.network.person_hours import exit_delays, stays, times
from sim.network.ways import probabilities, shares_onward
from sim.network.workforce import HeldFor, capacity_over_time, filled_share, mean_capacity
from sim.resolved import MISSING, Capacity, Handoff, Resolved
from sim.rules.population import shares_in
from sim.units import YEAR


class LoadVerdict(enum.StrEnum):
    """The possible verdicts on a service's load before a run."""

    UNLIMITED = "takes as many as come"
    BELOW = "below its capacity"
    ABOVE = "above its capacity: the list grows until people leave it"
    LATE = "below its caseload and above its contact hours: contacts come late"
    CANNOT_TELL = "how full it gets, only a run can tell"


class Load(NamedTuple):
    """The referrals to one service and its capacity. Equal bounds mean that a value is known."""

    service: str
    referrals: tuple[float, float]  # accepted a year, low and high; high may be inf
    stay: tuple[float, float]  # mean minutes a place is taken, low and high
    room: float  # people at once, as the mean over the run; inf when unlimited
    least_room: float  # the same, if all of them weigh as much as people can
    share: tuple[float, float]  # of the room that is taken in the long run; above 1 = too much
    verdict: LoadVerdict
    hours: Hours | None = None  # of services with workers

    @property
    def can_take(self) -> float:
        """The number of people who can start per year if the service is always full.

        It uses the longest mean stay.
        """
        return self.room * YEAR / self.stay[1] if self.stay[1] > 0 else math.inf

    @property
    def sure_to_take(self) -> float:
        """The number of people who can start per year if each person has the largest weight.

        The service is taken to be always full, and all stays to have the longest mean.
        """
        return self.least_room * YEAR / self.stay[1] if self.stay[1] > 0 else math.inf


def loads(resolved: Resolved, graph: Graph) -> list[Load]:
    """Return the load of every service of an arm, in file order."""
    low, high = referrals(resolved, graph)
    refused_least, refused_most = refusal(resolved)
    accepted = [
        (
            float(low[row] * (1 - refused_most[row])) * YEAR,
            float(high[row] * (1 - refused_least[row])) * YEAR,
        )
        for row in range(len(low))
    ]
    return [_load(resolved, row, accepted) for row in range(len(low))]


def _load(resolved: Resolved, row: int, accepted: list[tuple[float, float]]) -> Load:
    stay, (least, room) = taken_for(resolved, row), room_of(resolved, row)
    share = _share(accepted[row], stay, (least, room))
    hours = None
    if resolved.numbers.services.team[row] != MISSING:
        hours = hours_of(
            resolved, row, accepted[row], (least, room), more_hours(resolved, row, accepted)
        )
    verdict = _verdict(room, share, hours)
    return Load(
        resolved.names.services[row], accepted[row], stay, room, least, share, verdict, hours
    )


def _share(
    accepted: tuple[float, float], stay: tuple[float, float], room: tuple[float, float]
) -> tuple[float, float]:
    low, high = (times(*pair) / YEAR for pair in zip(accepted, stay, strict=True))
    least, most = room
    if most == 0:
        return (math.inf if low > 0 else 0.0, math.inf if high > 0 else 0.0)
    return (0.0 if math.isinf(most) else low / most, 0.0 if math.isinf(most) else high / least)


def _verdict(room: float, share: tuple[float, float], hours: Hours | None) -> LoadVerdict:
    if math.isinf(room):
        return LoadVerdict.UNLIMITED
    if share[0] >= 1:
        return LoadVerdict.ABOVE
    if hours is not None and hours.share[0] >= 1:
        return LoadVerdict.LATE
    most = max(share[1], hours.share[1] if hours is not None else 0.0)
    return LoadVerdict.BELOW if most < 1 else LoadVerdict.CANNOT_TELL


def room_of(resolved: Resolved, service: int) -> tuple[float, float]:
    """Return bounds of how many people a service can have at one time; inf if unlimited.

    The number is its places, or its posts times the caseload, after expected vacancies. The bounds
    are equal unless its workers weigh their people.
    """
    services = resolved.numbers.services
    if services.capacity[service] == Capacity.UNLIMITED:
        return math.inf, math.inf
    if services.team[service] == MISSING:
        room = mean_capacity(resolved, service)
        return room, room
    held = capacity_over_time(resolved, service)
    closes, filled = resolved.numbers.closes, filled_share(resolved, service)
    least, most = (
        sum(each.minutes * room for each, room in zip(held, rooms, strict=True)) / closes * filled
        for rooms in zip(*(_room_in(resolved, service, each) for each in held), strict=True)
    )
    return least, most


def _room_in(resolved: Resolved, service: int, held: HeldFor) -> tuple[float, float]:
    """Return how many people a team's posts have room for, at least and at most."""
    if held.places == 0:
        return 0.0, 0.0
    whole = of_one_worker(resolved, service)
    last = of_one_worker(resolved, service, held.last_share)
    others = held.places - 1
    return others * whole[0] + last[0], others * whole[1] + last[1]


def taken_for(resolved: Resolved, service: int) -> tuple[float, float]:
    """Return bounds of the mean minutes for which one spell takes a place.

    The exit delay is included. The bounds are equal if nothing but the length of stay ends a
    spell. Any other ending can shorten the spell by an unknown amount. If a place is kept until
    the next service starts, there is no upper bound.
    """
    (shortest, longest), (least, most) = exit_delays(resolved, service), stays(resolved, service)
    return (least + shortest, math.inf if holds(resolved)[service] else most + longest)


def holds(resolved: Resolved) -> Flags:
    """Return for each service whether it can keep a place until the next service starts, (S,)."""
    services = resolved.numbers.services
    reached = shares_onward(resolved)[..., :-1].max(axis=(0, 2), initial=0.0) > 0
    held: Flags = (np.isin(services.handoff, (Handoff.WARM, Handoff.BLOCKED)) & reached).any(axis=1)
    return held


def refusal(resolved: Resolved) -> tuple[Floats, Floats]:
    """Return bounds of the probability that a referral is turned away, each of shape (S,)."""
    services = resolved.numbers.services
    refused: Floats = 1 - services.accept_probability
    unsure = happens(resolved)[:, Reason.TURNED_AWAY] & (
        (services.refusal_penalty > 0)
        | (services.list_limit != MISSING)
        | (services.excludes != 0)
        | (len(resolved.numbers.needs.name) > 0)
    )
    return refused, np.where(unsure, 1.0, refused)


def referrals(resolved: Resolved, graph: Graph) -> tuple[Floats, Floats]:
    """Return bounds of the referrals to each service per minute, each of shape (S,).

    The people of each area are sent on by the routes of their area, and the referrals of all areas
    are added up. The upper bound is inf in two cases: people who turn for help on their own
    initiative can come to the service, or a loop could send people round without end.
    """
    areas = resolved.numbers.persons.areas
    if areas == 1:
        return _referrals(resolved, graph, 0)
    graphs = enumerate(area_graphs(resolved))
    each = [_referrals(resolved, of_area, area) for area, of_area in graphs]
    low, high = (np.sum(part, axis=0) for part in zip(*each, strict=True))
    return low, high


def _referrals(resolved: Resolved, graph: Graph, area: int) -> tuple[Floats, Floats]:
    """Return bounds of the referrals per minute to each service, for the people of one area."""
    outside = arrival_rates(resolved, area)
    least, most = onward(resolved, area)
    names = resolved.names.services
    seeking = [names[i] for i, share in enumerate(entries(resolved, area)[:-1]) if share > 0]
    unknown = set(seeking).union(*(nx.descendants(graph, name) for name in seeking))
    known = np.array([name not in unknown for name in names])
    high = np.full(len(names), np.inf)
    high[known] = _flows(most[np.ix_(known, known)], outside[known], np.inf)
    return _flows(least, outside, 0.0), high


def _flows(onward: Floats, outside: Floats, otherwise: float) -> Floats:
    """Solve the traffic equations of a network.

    There is no solution if people who come never leave again. The result is then the larger of
    `outside` and `otherwise`.
    """
    if len(outside) and max(abs(np.linalg.eigvals(onward))) > 1 - 1e-9:
        return np.maximum(outside, otherwise)
    flows = np.linalg.solve(np.eye(len(outside)) - onward.T, outside)
    cleaned: Floats = np.maximum(flows, 0.0)
    return cleaned


def onward(resolved: Resolved, area: int) -> tuple[Floats, Floats]:
    """Return bounds of the probability that a referral to one service leads to another.

    They have the shape (S, S) and are for the people of one area, over its groups.
    """
    services = resolved.numbers.services
    # Where a service is only consulted, nobody is referred to it.
    moves = (services.handoff != Handoff.CONSULT)[:, None, :]
    found = [
        _onward(resolved, shares[..., :-1] * moves) for shares in shares_onward(resolved, area)
    ]
    least, most = (list(each) for each in zip(*found, strict=True))
    return np.min(least, axis=0), np.max(most, axis=0)


def _onward(resolved: Resolved, shares: Floats) -> tuple[Floats, Floats]:
    """Return the same for people who all go the same ways, given as shares (S, R, S)."""
    can = happens(resolved)
    least, most = np.zeros(shares[:, 0].shape), np.zeros(shares[:, 0].shape)
    for row, (refused_least, refused_most) in enumerate(zip(*refusal(resolved), strict=True)):
        away = shares[row, Reason.TURNED_AWAY]
        others = [shares[row, r] for r in range(1, can.shape[1]) if can[row, r]]
        none = [np.zeros(away.shape)]
        low, high = np.min(others or none, axis=0), np.max(others or none, axis=0)
        ways = [(refused_least, low), (refused_most, low), (refused_least, high)]
        ways.append((refused_most, high))
        mixed = [refused * away + (1 - refused) * rest for refused, rest in ways]
        least[row], most[row] = np.min(mixed, axis=0), np.max(mixed, axis=0)
    return least, most


def arrival_rates(resolved: Resolved, area: int) -> Floats:
    """Return the mean number of an area's people who arrive directly at each service per minute.

    The result has the shape (S,).
    """
    numbers = resolved.numbers
    arrivals, persons = numbers.arrivals, numbers.persons
    rates = np.zeros(len(numbers.services.name))
    for stream, to in enumerate(arrivals.to[:, area]):
        if to != MISSING:
            of = shares_in(persons, int(arrivals.group[stream]), int(arrivals.area[stream]))
            part = float(of.reshape(-1, persons.areas)[:, area].sum())
            begins = np.minimum(numbers.arrivals.piece_from[stream], numbers.closes)
            lengths = np.diff(begins, append=numbers.closes)
            mean_rate = (numbers.arrivals.piece_rate[stream] * lengths).sum() / numbers.closes
            rates[to] += mean_rate * part if persons.areas > 1 else mean_rate
    return rates


def reaching_help_level(resolved: Resolved) -> float:
    """Return how many times a year a need rises to a level at which people turn for help.

    It counts the needs of all people present at the start, by the base rates of the chains in
    their stationary distribution. This is what would happen without any care if these people did
    not change.
    """
    numbers = resolved.numbers
    needs, persons = numbers.needs, numbers.persons
    groups = shares_in(persons, MISSING, MISSING)
    total = 0.0
    for group, part in enumerate(groups):
        for need in range(len(needs.name)):
            there = probabilities(needs.start[group, need])
            below = needs.level[need] < needs.seek_level[group, need]
            for state in np.flatnonzero(below & (needs.level[need] >= 0)):
                first = needs.first[need, state]
                out = slice(first, first + needs.moves[need, state])
                up = ~below[needs.target[out]]
                rate = float(needs.share[group, out][up].sum() * needs.candidate_rate[group, need])
                total += float(part * there[state]) * rate
    return total * numbers.cohort * YEAR
