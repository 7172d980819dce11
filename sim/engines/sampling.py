"""A run of every n-th person, for pictures of individuals from a large population.

People are numbered as they come and drawn independently of each other, so these are as good a
sample as any; and they are the same people in every arm.
"""

from __future__ import annotations

import numpy as np

from sim.events import EventLog, Run


def theirs(rows: EventLog, every: int) -> EventLog:
    """The rows about every so-many-th person, and those about nobody."""
    who = rows["person"]
    chosen: EventLog = rows[(who < 0) | (who % every == 0)]
    return chosen


def numbered_anew(log: EventLog, every: int) -> EventLog:
    """Rows that `theirs` chose, with people and spells numbered from 0 on, in the same order."""
    log = log.copy()
    people, spells = log["person"] >= 0, log["spell"] >= 0
    log["person"][people] //= every
    log["spell"][spells] = np.unique(log["spell"][spells], return_inverse=True)[1]
    return log


def part_of(run: Run, every: int) -> Run:
    """A run with no more than every so-many-th person and their rows; workers are all there."""
    log = numbered_anew(theirs(run.log, every), every)
    return run._replace(log=log, people=run.people[::every])
