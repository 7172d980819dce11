"""Make the runs that a store lacks: on this machine, in shards, or on a cluster.

Read the modules in this order: `tasks` (the runs that one worker makes), `pace` (how many runs are
finished per second), `pools` (the threads, processes or machines that make runs), `dispatcher`
(what distributes the runs), `shards` (the parts of a study that machines make by themselves).
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
from sim.studies.execution.shards import WHOLE, Shard
from sim.studies.execution.tasks import RunFailedError

__all__ = [
    "WHOLE",
    "Job",
    "Pool",
    "Progress",
    "RunFailedError",
    "Shard",
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
