"""How many people are to be expected, and whether they grow too much for rates per person-year."""

from __future__ import annotations

import math

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
    for group in range(len(arm.resolved.names.groups)):
        out = float(persons.exit_rates[group].sum())
        total += at_start(arm, group) * math.exp(-out * minute)
        for begins, until, rate in rates(arm, group):
            ends = min(until, minute)
            if begins < ends:
                total += rate * staying(out, minute - ends, minute - begins)
    return total


def staying(out: float, latest: int, earliest: int) -> float:
    """How many are still there, of one a minute who came from so long ago to so long ago."""
    if out == 0:
        return float(earliest - latest)
    return (math.exp(-out * latest) - math.exp(-out * earliest)) / out


def share_of(arm: Arm, group: int) -> float:
    shares = arm.resolved.numbers.persons.share
    return float(shares[group] - (shares[group - 1] if group else 0))


def at_start(arm: Arm, group: int) -> float:
    """People of a group who are there at minute 0."""
    here = sum(
        share_of(arm, group) if each.group == MISSING else each.group == group
        for each in arm.resolved.start.table
    )
    return arm.resolved.numbers.cohort * share_of(arm, group) + here


def rates(arm: Arm, group: int) -> list[tuple[int, int, float]]:
    """Pieces of time, and at what rate people of the group come in them."""
    arrivals = arm.resolved.numbers.arrivals
    found = []
    for stream, of_group in enumerate(arrivals.group.tolist()):
        if not arm.needs and arrivals.to[stream] != MISSING:
            continue  # who comes to a service leaves when it has nothing more to do with them
        weight = share_of(arm, group) if of_group == MISSING else float(of_group == group)
        begins = arrivals.piece_from[stream].tolist()
        for begin, end, rate in zip(
            begins, [*begins[1:], arm.closes], arrivals.piece_rate[stream].tolist(), strict=True
        ):
            found.append((begin, end, rate * weight))
    return found
