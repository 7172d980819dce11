"""Compute the expected rate at which people leave as settled, and how many are then present.

The rate is the long-run rate at base rates. It ignores the effects on needs of care, its loss and
waiting, and assumes that nobody is at a service while settled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.resolved import MISSING, Numbers
from sim.rules.long_run import exponential, generator, long_run_of

SOME = 1e-9
"""A share of people above this counts as more than a rounding error."""
NEARLY = 1 + 1e-9
"""A factor that keeps two eigenvalues of the flow of people apart where they would be equal."""


class Course(NamedTuple):
    """The rates per minute at which the people of a group leave and return, and from when."""

    leaving: float  # moving away and death, of those who are there
    settling: float  # of those who are there
    settled_from: int  # the first minute in which anybody can leave as settled
    returning: float  # of those who are away


def course(numbers: Numbers, group: int) -> Course:
    """Return the rates at which the people of a group leave and return."""
    persons = numbers.persons
    return Course(
        leaving=float(persons.exit_rates[group].sum()),
        settling=settling_rate(numbers, group),
        settled_from=int(persons.settled_for[group]),
        returning=float(persons.recurrence[group]),
    )


def settling_rate(numbers: Numbers, group: int) -> float:
    """Return the long-run rate per minute at which a person who is present leaves as settled.

    Consider people of whom nobody leaves. At some rate, their needs become settled and then all
    stay so for as long as leaving requires. Some people have been settled for longer; they stand
    for those who have left, so the rate is taken over the others. For one need, this is exact if
    people return in the state in which settled times end.
    """
    persons, needs = numbers.persons, numbers.needs
    highest = int(persons.settled_level[group])
    if highest == MISSING:
        return 0.0
    enters, holds = [], []
    for need in range(len(needs.name)):
        rates = generator(needs, group, need)
        settled = needs.level[need][: len(rates)] <= highest
        shares = long_run_of(needs, group, need)
        within = rates[np.ix_(settled, settled)] * float(persons.settled_for[group])
        lasts = exponential(within).sum(axis=1)
        enters.append(float(shares[~settled] @ rates[np.ix_(~settled, settled)] @ lasts))
        holds.append(float(shares[settled] @ lasts))
    of_all = sum(
        enter * math.prod(holds[:need] + holds[need + 1 :]) for need, enter in enumerate(enters)
    )
    there = 1.0 - math.prod(holds)
    return of_all / there if there > SOME else 0.0


def share_away(numbers: Numbers, group: int) -> float:
    """Return the long-run share of a group's people who are away, if their number is constant."""
    settling, returning = settling_rate(numbers, group), float(numbers.persons.recurrence[group])
    return settling / (settling + returning) if settling > 0 else 0.0


def people_at(
    minute: int, there: float, away: float, of: Course, pieces: Iterable[tuple[Ints, Floats]]
) -> float:
    """Return the expected number of people of a group who are present at a minute.

    Parameters
    ----------
    there, away
        The people who are present, and those who are away, at minute 0.
    of
        The rates at which they leave and return.
    pieces
        For each stream, the first minute and the rate per minute of each piece of its rate.
    """
    streams = list(pieces)
    turn = min(of.settled_from, minute)
    state = np.array([there, away])
    for settling, begin, end in ((0.0, 0, turn), (of.settling, turn, minute)):
        flow = np.array(
            [[-(of.leaving + settling), of.returning], [settling, -of.returning * NEARLY]]
        )
        state = _after(flow, state, begin, end, streams)
    return float(state[0])


def _after(
    flow: Floats, state: Floats, begin: int, end: int, streams: list[tuple[Ints, Floats]]
) -> Floats:
    """Return the people who are present and away at `end`, after they flow at constant rates.

    `state` holds both numbers at `begin`. Shape (2,).
    """
    rates, ways = np.linalg.eig(flow)
    back = np.linalg.inv(ways)
    parts = back @ state * np.exp(rates * (end - begin))
    for begins, coming in streams:
        edges = np.clip(np.append(begins, end), begin, end)
        left = (end - edges)[:, None]
        grown = np.where(rates == 0.0, left, np.expm1(rates * left) / np.where(rates, rates, 1.0))
        parts = parts + back[:, 0] * (coming @ (grown[:-1] - grown[1:]))
    after: Floats = (ways @ parts).real
    return after
