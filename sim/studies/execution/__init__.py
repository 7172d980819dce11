"""Making the runs that a store does not have: here, over cores, over shards, or over a cluster.

Read in this order: `tasks` (what a worker does), `pace` (how fast it goes), `places` (where the
workers are), `working` (who hands out the work).
"""

from sim.studies.execution.places import Place, here, over_executor, over_processes, over_threads
from sim.studies.execution.tasks import RunFailedError
from sim.studies.execution.working import (
    Job,
    Progress,
    StudyInterruptedError,
    Work,
    WorkerLostError,
    usable_cores,
    work,
)

__all__ = [
    "Job",
    "Place",
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
