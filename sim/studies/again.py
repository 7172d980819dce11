"""Repeat a run of a finished study, and check that the measures are equal."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.events import Run
from sim.measures import measure
from sim.resolved import Resolved
from sim.studies.engines import ENGINES
from sim.studies.warm_up_compile import prepare

Expected = Mapping[tuple[str, str], float]
"""The values of a finished run, by group and measure; NaN where undefined."""


class NotTheSameRunError(SimError):
    """A run was repeated, and its measures differ from those of the study."""

    def __init__(self, arm: str, replication: int, measures: int, first: str) -> None:
        super().__init__(
            f"arm `{arm}`, replication {replication}: the run was made again, and {measures} of "
            f"its measures, `{first}` first, are not those of the results.\n  This version or "
            "machine is not the one that made them. Make the study again, and ask its new results."
        )


def made_again(
    engine: Engine, resolved: Resolved, seed: int, replication: int, expected: Expected
) -> Run:
    """Repeat one run of an arm, and return it with its complete log.

    Raises
    ------
    NotTheSameRunError
        If a measure differs from the results, even in the last digit.
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    prepare(engine, resolved, seed)
    run = ENGINES[engine].run(resolved, seed, replication)
    other = [
        row.measure
        for row in measure(run, resolved)
        if not _same(expected.get((row.group, row.measure), row.value), row.value)
    ]
    if other:
        raise NotTheSameRunError(resolved.arm, replication, len(other), other[0])
    return run


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
