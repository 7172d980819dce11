"""Warm-up compile: a one-hour run with few people, which compiles everything that runs need.

It is made in the process that shares the runs out. Otherwise every process would compile the
same rules beside the others.
"""

from __future__ import annotations

from sim.engines.choosing import Engine
from sim.errors import EngineError
from sim.resolved import Resolved
from sim.studies.engines import ENGINES
from sim.units import HOUR

PEOPLE = 8


def prepare(engine: Engine, resolved: Resolved, seed: int) -> None:
    """Load what an engine needs, and make a small run if that had to be compiled.

    Raises
    ------
    EngineUnavailable
        When the fast engine is wanted and cannot be compiled here.
    """
    if ENGINES[engine].prepare():
        warm_up_compile(engine, resolved, seed)


def warm_up_compile(engine: Engine, resolved: Resolved, seed: int) -> None:
    """Run and measure the beginning of an arm. What is found out is dropped, errors too."""
    numbers, start = resolved.numbers, resolved.start
    small = resolved._replace(
        numbers=numbers._replace(
            closes=min(numbers.closes, HOUR), cohort=min(numbers.cohort, PEOPLE)
        ),
        start=start._replace(table=start.table[:PEOPLE]),
    )
    try:
        ENGINES[engine].measure(small, seed, 1)
    except EngineError:
        return  # the run itself will say it
