"""Keep every n-th person of a run, to show individuals from a large population.

People are numbered in the order of arrival and are drawn independently of each other, so the
people who are kept are a random sample. They are the same people in every arm.
"""

from __future__ import annotations

import numpy as np

from sim.events import EventLog, Run


def theirs(rows: EventLog, every: int) -> EventLog:
    """Return the rows about every n-th person, and the rows that are about no person."""
    who = rows["person"]
    chosen: EventLog = rows[(who < 0) | (who % every == 0)]
    return chosen


def numbered_anew(log: EventLog, every: int) -> EventLog:
    """Return the rows that `theirs` chose, with people and spells renumbered from 0."""
    log = log.copy()
    people, spells = log["person"] >= 0, log["spell"] >= 0
    log["person"][people] //= every
    log["spell"][spells] = np.unique(log["spell"][spells], return_inverse=True)[1]
    return log


def part_of(run: Run, every: int) -> Run:
    """Return a run that keeps every n-th person, their rows of the log, and all workers."""
    log = numbered_anew(theirs(run.log, every), every)
    return run._replace(log=log, people=run.people[::every])
