"""Make the runs that a store lacks: on this machine, in shards, or on a cluster.

Read the modules in this order: `tasks` (what a worker does), `pace` (how fast it goes), `pools`
(where the workers are), `dispatcher` (what distributes the work).
"""

from sim.studies.execution.dispatcher import (
    Job,
    Progress,
    StudyInterruptedError,
    Work,
    WorkerLostError,
    usable_cores,
    work,
)
from sim.studies.execution.pools import Pool, here, over_executor, over_processes, over_threads
from sim.studies.execution.tasks import RunFailedError

__all__ = [
    "Job",
    "Pool",
    "Progress",
    "RunFailedError",
    "StudyInterruptedError",
    "Work",
    "WorkerLostError",
    "here",
    "over_executor",
    "over_processes",
    "over_threads",
    "usable_cores",
    "work",
]
