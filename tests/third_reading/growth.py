"""How many people are to be expected, and whether they grow too much for rates per person-year."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from scipy.linalg import expm

from sim.laws import Floats
from tests.third_reading.arm import Arm

MOST = 1.5
MISSING = -1


def outgrown(arm: Arm) -> bool:
    """Whether the number of people to be expected grows by more than half over the window."""
    at_opening, at_close = expected(arm, arm.opens), expected(arm, arm.closes)
    return at_close > MOST * at_opening


def expected(arm: Arm, minute: int) -> float:
    """How many people are to be expected in a minute, by the rates of coming and leaving."""
    persons = arm.resolved.numbers.persons
    total = 0.0
    for group in range(len(arm.resolved.names.groups) * arm.areas):
        out = float(persons.exit_rates[group].sum())
        if persons.settled_level[group] != MISSING:
            total += with_returns(arm, group, minute)
            continue
        total += at_start(arm, group) * math.exp(-out * minute)
        for begins, until, rate in rates(arm, group):
            ends = min(until, minute)
            if begins < ends:
                total += rate * staying(out, minute - ends, minute - begins)
    return total


def settling(arm: Arm, group: int) -> float:
    """The rate at which people become settled, and then stay so for as long as it takes."""
    numbers = arm.resolved.numbers
    needs, persons = numbers.needs, numbers.persons
    enter, hold = [], []
    for need in arm.needs:
        states = needs.level.shape[1]
        rates = np.zeros((states, states))
        for state in range(states):
            for row in range(needs.moves[need, state]):
                at = needs.first[need, state] + row
                each = needs.share[group, at] * needs.candidate_rate[group, need]
                rates[state, needs.target[at]] += each
        rates -= np.diag(rates.sum(axis=1))
        calm = needs.level[need] <= persons.settled_level[group]
        start = np.diff(needs.start[group, need], prepend=0.0)
        always = start @ expm(rates * (1e9 / max(1e-12, -rates.min())))
        stays = expm(rates[np.ix_(calm, calm)] * persons.settled_for[group]).sum(axis=1)
        enter.append(always[~calm] @ rates[np.ix_(~calm, calm)] @ stays)
        hold.append(always[calm] @ stays)
    flow = sum(
        each * np.prod([other for at, other in enumerate(hold) if at != need])
        for need, each in enumerate(enter)
    )
    rest = 1 - np.prod(hold)
    return float(flow / rest) if rest > 1e-9 else 0.0


def with_returns(arm: Arm, group: int, minute: int) -> float:
    """How many are there, where people leave as settled and may return."""
    persons = arm.resolved.numbers.persons
    out, back = float(persons.exit_rates[group].sum()), float(persons.recurrence[group])
    share = float(persons.away_at_start[group])
    gone = arm.resolved.numbers.cohort * share_of(arm, group) * share
    first, leave = int(persons.settled_for[group]), settling(arm, group)
    pieces = rates(arm, group)
    edges = sorted({0, minute, min(first, minute), *(b for b, _, _ in pieces if b < minute)})
    here = np.array([at_start(arm, group) - gone, gone, 1.0])
    for begins, ends in pairwise(edges):
        away = leave if begins >= first else 0.0
        come = sum(r for b, e, r in pieces if b <= begins < e)
        flow = np.array([[-out - away, back, come], [away, -back, 0.0], [0.0, 0.0, 0.0]])
        here = expm(flow * (ends - begins)) @ here
    return float(here[0])


def staying(out: float, latest: int, earliest: int) -> float:
    """How many are still there, of one a minute who came from so long ago to so long ago."""
    if out == 0:
        return float(earliest - latest)
    return (math.exp(-out * latest) - math.exp(-out * earliest)) / out


def share_of(arm: Arm, part: int, group: int = MISSING, area: int = MISSING) -> float:
    """The share of people who are of a group in an area, where one or both may be given."""
    persons = arm.resolved.numbers.persons
    of_group, of_area = divmod(part, arm.areas)
    by_group = piece(persons.share, of_group) if group == MISSING else float(group == of_group)
    if area == MISSING:
        return by_group * piece(persons.area[of_group], of_area)
    return by_group * float(area == of_area)


def piece(cumulative: Floats, at: int) -> float:
    return float(cumulative[at] - (cumulative[at - 1] if at else 0))


def at_start(arm: Arm, group: int) -> float:
    """People of a group who are there at minute 0."""
    here = sum(share_of(arm, group, each.group, each.area) for each in arm.resolved.start.table)
    return arm.resolved.numbers.cohort * share_of(arm, group) + here


def rates(arm: Arm, group: int) -> list[tuple[int, int, float]]:
    """Pieces of time, and at what rate people of the group come in them."""
    arrivals = arm.resolved.numbers.arrivals
    found = []
    groups, areas = arrivals.group.tolist(), arrivals.area.tolist()
    for stream, (of_group, area) in enumerate(zip(groups, areas, strict=True)):
        if not arm.needs and (arrivals.to[stream] != MISSING).any():
            continue  # who comes to a service leaves when it has nothing more to do with them
        weight = share_of(arm, group, of_group, area)
        begins = arrivals.piece_from[stream].tolist()
        for begin, end, rate in zip(
            begins, [*begins[1:], arm.closes], arrivals.piece_rate[stream].tolist(), strict=True
        ):
            found.append((begin, end, rate * weight))
    return found
