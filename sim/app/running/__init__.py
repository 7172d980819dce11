"""Runs of projects: each is the command of the command line, in a process of its own.

Read `commands` first, then `runs`. `results` finds what finished runs have written.
"""

from sim.app.running.commands import Command
from sim.app.running.results import Result, finished, observed, results_of
from sim.app.running.runs import Progress, Runs, State, in_process

__all__ = [
    "Command",
    "Progress",
    "Result",
    "Runs",
    "State",
    "finished",
    "in_process",
    "observed",
    "results_of",
]
