"""Estimate the memory and time of a study before its first run; refuse what cannot fit.

The constants are measured by `benchmarks/costs.py`, on 64-bit Linux with Python 3.11. The
estimates are for planning: memory within about a third, time within about a factor of three on
another machine. A study is refused only if it is certain to need more memory than there is. People
who may have left are therefore not counted in the memory.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.engines.choosing import Engine
from sim.measures.measuring import parts_of
from sim.memory import Limit, MemoryShortage, in_words, memory_limit
from sim.resolved import REASONS, Resolved
from sim.resolving.of_groups import groups_that_differ
from sim.rules.population import expected_arrivals
from sim.scenario import Scenario
from sim.units import FOREVER

PROGRAM = 400_000_000
"""Bytes of the program's process after it has run the queue scenario and written the report."""
PERSON = 773
"""Bytes of a person present in the community scenario: with two needs, a history and a spell."""
POST = 141
"""Bytes of a post and the worker in it."""
PAIR = 119
"""Bytes for each pair of services in a run: the routes from one to the other, by reason."""
PAIR_OF_ARM = 60
"""Bytes for each pair of services in an arm that is not resolved yet."""
ROUTES = 8 * REASONS
"""Bytes for each pair of services of one more table of routes: for a group, an area or a date."""
ARRIVED = 45
"""Bytes of each person who ever arrived, in the one run of each arm that is kept for pictures."""
WORKER_KEPT = 500
"""Bytes of each worker, in the one run of each arm that is kept for pictures."""
NUMBER = 16
"""Bytes of one measure of one run, while the measures of all runs are gathered."""
MEASURES, MEASURES_OF_SERVICE = 100, 45
"""How many measures a run has, for everyone and each group: in general, and for each service."""
RUN_SECONDS = 0.02
"""Seconds that a run takes even if nothing happens in it."""
STEP_SECONDS = 0.5e-6
"""Seconds for a step of the compiled engine with its measures: 0.2 to 0.5 microseconds."""
CANDIDATE_SECONDS = 0.25e-6
"""Seconds for a possible change of a need, with what follows from it; many do not take place."""
READABLE = 65.0
"""How many times as long the readable engine takes as the compiled one."""
STEPS_OF_ARRIVAL = 8
"""Steps that a person's simplest way through one service takes."""


class Cost(NamedTuple):
    """The memory and time that a study needs."""

    memory: float  # bytes, at its largest
    seconds: float  # of processor time, all runs together


def see_to_size(scenario: Scenario, limit: Limit | None = None) -> None:
    """Refuse a scenario, before it is resolved, if one arm alone does not fit into memory.

    Raises
    ------
    MemoryShortage
        If it does not fit. The message says what to change.
    """
    services, areas = len(scenario.services), max(len(scenario.people.areas), 1)
    groups = len(scenario.people.groups) if groups_that_differ(scenario) else 0
    pair = PAIR_OF_ARM + ROUTES * (areas - 1 + groups * areas)
    table = float(services) ** 2 * pair * len(scenario.arm_names)
    people = float(scenario.people.cohort.value) * PERSON
    _refuse(
        {_SERVICES.format(services): table, _PEOPLE.format(scenario.people.cohort.value): people},
        limit,
    )


def cost(
    arms: Mapping[str, Resolved],
    replications: int,
    workers: int = 1,
    engine: Engine = Engine.FAST,
) -> Cost:
    """Estimate what all runs of a study need.

    Parameters
    ----------
    arms
        The resolved arms of the study, at least one.
    replications
        The number of replications of each arm.
    workers
        The number of runs made at the same time.
    """
    parts = _memory(arms, replications, workers)
    factor = 1.0 if engine is Engine.FAST else READABLE
    once = factor * sum(_seconds(each) for each in arms.values()) + RUN_SECONDS * len(arms)
    seconds = replications * once
    return Cost(sum(parts.values()), seconds)


def see_to_cost(
    arms: Mapping[str, Resolved], replications: int, limit: Limit | None = None
) -> None:
    """Refuse a study that does not fit into memory even if runs are made one at a time.

    Raises
    ------
    MemoryShortage
        If it does not fit. The message says what to change.
    """
    _refuse(_memory(arms, replications, 1), limit)


_PEOPLE = "{:,} people at once: fewer people, or fewer arrivals"
_SERVICES = "{:,} services, of which each can lead to each: fewer services"
_WAYS = (
    "{:,} services, of which each can lead to each, with routes that differ by group, area or "
    "date: fewer services, or routes that are the same for more people"
)
_POSTS = "{:,} posts: fewer posts"
_RUNS = "{:,} runs with their measures: fewer replications"
_KEPT = "{:,} arrivals in a run: a shorter run, or fewer arrivals"


def _memory(arms: Mapping[str, Resolved], replications: int, workers: int) -> dict[str, float]:
    """Return the bytes needed for each purpose. A purpose's name also says how to reduce them."""
    at_once = min(max(workers, 1), replications * len(arms))
    people = max(present(each) for each in arms.values())
    came = max(expected_arrivals(each, each.numbers.closes) for each in arms.values())
    posts = max(_posts(each) for each in arms.values())
    first = next(iter(arms.values()))
    services, parts = len(first.names.services), parts_of(first.names)
    measures = (1 + sum(map(len, parts))) * (MEASURES + MEASURES_OF_SERVICE * services)
    runs = replications * len(arms)
    pairs = float(services) ** 2
    ways = max(_ways(each) for each in arms.values())
    tables = sum(table_bytes(each) for each in arms.values())
    what = _SERVICES if tables < 2 * pairs * PAIR_OF_ARM * len(arms) else _WAYS
    return {
        "the program itself": float(PROGRAM),
        _PEOPLE.format(round(people)): at_once * people * PERSON,
        what.format(services): pairs * at_once * (PAIR + ROUTES * (ways - 1)) + tables,
        _POSTS.format(posts): posts * (at_once * POST + WORKER_KEPT),
        _RUNS.format(runs): float(runs) * measures * NUMBER,
        _KEPT.format(round(came)): came * ARRIVED,
    }


def table_bytes(resolved: Resolved) -> int:
    """Return the bytes of an arm's tables of services: of all groups, and from every date on."""
    change = resolved.change
    numbers = [resolved.numbers] if change is None else [change.before, resolved.numbers]
    columns = [column for each in numbers for column in (*each.services, *each.dated)]
    return sum(int(column.nbytes) for column in columns)


def _ways(resolved: Resolved) -> int:
    """Return how many tables of routes a run has at one time: by group and area of the person."""
    services = resolved.numbers.services
    ways: int = max(services.routes.shape[1], services.routes_by_group.shape[1])
    return ways


def present(resolved: Resolved) -> float:
    """Estimate from below the largest number of people present at one time.

    This is the number at the start or at the end of a run, whichever is larger. The end counts
    only in scenarios with needs. Without needs, people leave when no service has anything left to
    do for them.
    """
    numbers = resolved.numbers
    start = float(numbers.cohort + len(resolved.start.table))
    if not len(numbers.needs.name):
        return start
    leaving = float(numbers.persons.exit_rates.sum(axis=1).max(initial=0.0)) * numbers.closes
    stayed = -math.expm1(-leaving) / leaving if leaving > 0 else 1.0
    return max(
        start,
        start * math.exp(-leaving) + expected_arrivals(resolved, numbers.closes) * stayed,
    )


def _posts(resolved: Resolved) -> int:
    """Return the largest number of posts at one time."""
    numbers = resolved.numbers
    most = int(numbers.workforce.posts.sum())
    return max(most, int(numbers.changes.places.max(initial=0)))


def _seconds(resolved: Resolved) -> float:
    """Return the approximate processor time of a run, in seconds.

    It covers changes of needs, contacts, and people who arrive and leave. Contacts of services
    with unlimited capacity are left out, because the number of their people is not known.
    """
    numbers = resolved.numbers
    services, minutes = numbers.services, float(numbers.closes)
    people = present(resolved)
    needs = float(numbers.needs.candidate_rate.sum(axis=1).max(initial=0.0)) * people * minutes
    interval = services.contact_interval.max(axis=1, initial=0).astype(np.float64)
    meets = (interval < FOREVER) & (interval > 0)
    contacts = float((services.places[meets] * minutes / interval[meets]).sum())
    came = expected_arrivals(resolved, numbers.closes)
    steps = 2.0 * contacts + STEPS_OF_ARRIVAL * (people + came)
    return needs * CANDIDATE_SECONDS + steps * STEP_SECONDS


def _refuse(parts: Mapping[str, float], limit: Limit | None) -> None:
    limit = limit or memory_limit()
    needed = sum(parts.values())
    if limit is None or needed <= limit.size:
        return
    largest = max(parts, key=lambda name: parts[name])
    what, _, way_out = largest.partition(": ")
    choose = f"Choose {way_out}, or a machine with more memory" if way_out else "Give it more"
    raise MemoryShortage(
        f"This needs at least {in_words(needed)} of memory, and {limit.words} "
        f"{in_words(limit.size)}. Most of it is for {what}.\n"
        f"  {choose}."
    )
