"""A rehearsal: one hour with a handful of people, so that what runs need is compiled beforehand.

It is made in the process that shares the runs out. Otherwise every process would compile the
same rules beside the others.
"""

from __future__ import annotations

from sim.errors import EngineError
from sim.resolved import Resolved
from sim.studies.replications import Engine, Measure
from sim.units import HOUR

PEOPLE = 8


def rehearse(engine: Engine, measure: Measure, resolved: Resolved, seed: int) -> None:
    """Run and measure the beginning of an arm. What is found out is dropped, errors too."""
    numbers, start = resolved.numbers, resolved.start
    small = resolved._replace(
        numbers=numbers._replace(
            closes=min(numbers.closes, HOUR), cohort=min(numbers.cohort, PEOPLE)
        ),
        start=start._replace(table=start.table[:PEOPLE]),
    )
    try:
        measure(engine(small, seed, 1), small)
    except EngineError:
        return  # the run itself will say it
