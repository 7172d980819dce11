"""Read the series by months of all runs of a study from a store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.measures.monthly import columns_of, cuts_of
from sim.resolved import Resolved
from sim.studies.execution import Job
from sim.studies.monthly import MonthlyTable
from sim.studies.store import Store

MOST_NUMBERS = 40_000_000
"""The largest number of monthly numbers for which a study keeps its series by months.

More would need over 300 MB of memory.
"""


def wants_months(resolved: Mapping[str, Resolved], replications: int) -> bool:
    """Return whether these arms have series by months that are few enough to be kept."""
    some = [
        max(cuts_of(each).months.size - 1, 0) * len(columns_of(each)) for each in resolved.values()
    ]
    return 0 < sum(some) * replications <= MOST_NUMBERS


def forget_runs_without_months(store: Store, jobs: Sequence[Job]) -> None:
    """Treat runs that were stored without series by months as not finished.

    They are then made again. Sweeps store runs without such series.
    """
    there = [job.key for job in jobs if job.key in store]
    store.forget([each.key for each in store.read(there) if not each.monthly.size])


def gather_months(
    store: Store, jobs: Sequence[Job], resolved: Mapping[str, Resolved]
) -> MonthlyTable | None:
    """Return the series by months of all runs, which must be finished; None if none are kept."""
    replications = len(jobs) // len(resolved)
    if not wants_months(resolved, replications):
        return None
    months = cuts_of(next(iter(resolved.values()))).months
    own = [columns_of(each) for each in resolved.values()]
    position = {each: at for at, each in enumerate(dict.fromkeys(sum(own, ())))}
    shape = (len(resolved), replications, months.size - 1, len(position))
    values = np.full(shape, np.nan)
    found = {record.key: record.monthly for record in store.read(job.key for job in jobs)}
    for job in jobs:
        columns = [position[each] for each in own[job.arm]]
        series = found[job.key].reshape(shape[2], len(columns))
        values[job.arm, job.replication - 1][:, columns] = series
    return MonthlyTable(tuple(resolved), months, tuple(position), values)
