"""Build a table with every measure of every run, from the runs in a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.resolved import Resolved
from sim.studies.execution import Job
from sim.studies.keys import resolved_digest, run_key
from sim.studies.packing import unpacked
from sim.studies.store import Record, Store
from sim.studies.study import MeasureTable, Series


def all_jobs(
    resolved: Mapping[str, Resolved], seed: int, replications: int, own: bytes = b""
) -> list[Job]:
    """List all runs of a study: replication 1 of every arm, then replication 2, and so on."""
    arms = [resolved_digest(each, own) for each in resolved.values()]
    return [
        Job(run_key(digest, seed, r), position, r)
        for r in range(1, replications + 1)
        for position, digest in enumerate(arms)
    ]


def gather(store: Store, jobs: Sequence[Job], arms: Sequence[str]) -> MeasureTable:
    """Build the table of all measures of all runs. A measure that a run does not have is NaN.

    Parameters
    ----------
    jobs
        The runs from `all_jobs`. All of them must be finished; otherwise SpoiledError is raised.
    """
    found = {record.key: record for record in store.read(job.key for job in jobs)}
    column: dict[Series, int] = {}
    positions = {}  # in the order of the jobs, so that columns do not depend on who was first
    for job in jobs:
        series = found[job.key].series
        if series not in positions:
            positions[series] = [column.setdefault(each, len(column)) for each in unpacked(series)]
    values = np.full((len(arms), len(jobs) // len(arms), len(column)), np.nan)
    for job in jobs:
        record: Record = found[job.key]
        values[job.arm, job.replication - 1, positions[record.series]] = record.values
    return MeasureTable(tuple(arms), tuple(column), values)
