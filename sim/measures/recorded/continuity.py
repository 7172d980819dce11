"""Continuity in records: the indices of the simulator, with the worker that is recorded.

Records do not tell people of a pool from workers, nor know that somebody who returned counts as
another person. So each measure is there under two names, and `lacking` says when the simulator's
own name does not fit.
"""

from __future__ import annotations

import numpy as np

from sim.measures import continuity
from sim.measures.continuity import ContinuityTally as ContinuityTally  # noqa: PLC0414 -- its tally
from sim.measures.recorded.facts import Facts, cells
from sim.measures.recorded.tables import Recorded
from sim.resolved import Resolved


def gather(recorded: Recorded, facts: Facts, resolved: Resolved) -> ContinuityTally:
    """Count how contacts are distributed over providers. `facts` are in minutes."""
    met = facts.met
    return continuity.gather_met(
        continuity.Met(met.at, met.person, met.service, met.worker),
        cells(recorded),
        facts.cells,
        facts.window,
        resolved,
    )


def summarise(tally: ContinuityTally) -> dict[str, float]:
    """Return the measures of one population, each under both names."""
    values = continuity.summarise(tally, np.zeros((), np.int64), pools=False)
    del values["worker_changes"]  # per person-year of everybody, whom records do not know
    lengths = [name for name in values if name.startswith("relationship_length")]
    twins = {f"records.{name}": value for name, value in values.items() if name not in lengths}
    return values | twins
