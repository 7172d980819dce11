"""Runs of projects: each is the command of the command line, in a process of its own.

Read `commands` first, then `runs`. `progress` says how far one is, with `stages` for what is
happening now, `pace` for how fast that goes, and `speed` for how long it takes here. `results`
finds what runs have written.
"""

from sim.app.running.commands import Command, Size, scenario_file, when_written
from sim.app.running.progress import Progress, State
from sim.app.running.results import (
    Result,
    Wanted,
    finished,
    lists_from_today,
    observed,
    results_of,
    wanted_in,
)
from sim.app.running.runs import Runs, in_process
from sim.app.running.speed import WHY, Took, expected, taken

__all__ = [
    "WHY",
    "Command",
    "Progress",
    "Result",
    "Runs",
    "Size",
    "State",
    "Took",
    "Wanted",
    "expected",
    "finished",
    "in_process",
    "lists_from_today",
    "observed",
    "results_of",
    "scenario_file",
    "taken",
    "wanted_in",
    "when_written",
]
