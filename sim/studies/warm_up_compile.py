"""Compile all code that runs need, by a one-hour run with few people.

This run is made in the process that distributes the runs. Otherwise every process would compile
the same code.
"""

from __future__ import annotations

from sim.engines.choosing import Engine
from sim.errors import EngineError
from sim.resolved import Resolved
from sim.studies.engines import ENGINES
from sim.units import HOUR

PEOPLE = 8


def prepare(engine: Engine, resolved: Resolved, seed: int) -> None:
    """Load the code that an engine needs. If some of it had to be compiled, make a small run.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    if ENGINES[engine].prepare():
        warm_up_compile(engine, resolved, seed)


def warm_up_compile(engine: Engine, resolved: Resolved, seed: int) -> None:
    """Run and measure the beginning of an arm. Results and errors are ignored."""
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
