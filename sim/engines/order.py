"""The order of simultaneous steps, which both engines follow.

Steps are taken in order of (time, kind, tie-break draw, subject, item). The smallest pending key is
taken first, including steps that were just created. A step settles completely before the next step
is taken. Settling has three parts. First, in file order of services, people without a worker get
one, and free places are given to the waiting list; this is repeated until nothing changes. Then
cycles of blocked people swap places. Only then do the patience timers of people who still wait
begin.

The tie-break draw is a keyed draw of (subject, service, minute), so the same people do not always
come last. *Item* distinguishes steps of one subject that are equal otherwise. It is the position of
the need in the file, or the number of the spell. People wait in order of (class by the queue rule,
time of joining, tie-break draw, person).
"""

from __future__ import annotations

import enum

STEPS_IN_A_MINUTE = 1_000
"""More steps of one subject in one minute than this are an error that names the loop."""


class StepKind(enum.IntEnum):
    """Kinds of steps. In the same minute, a lower number comes first."""

    BEGINNING = 0  # who is there at minute 0 takes their place
    CAPACITY_CHANGES = 1  # first, so that a new place can reach someone about to leave
    WORKER_LEAVES = 2
    WORKER_STARTS = 3
    NEED_MAY_CHANGE = 4  # before contacts, which look at the level of the same minute
    EPISODE_ENDS = 5
    CONTACT_HAPPENS = 6
    FOLLOW_UP_HAPPENS = 7
    SETTLED_LONG_ENOUGH = 8  # endings after contacts, so that the last one still counts
    STAY_ENDS = 9
    WARM_LIMIT_ENDS = 10
    PLACE_COMES_FREE = 11
    DECISION_FALLS_DUE = 12
    PATIENCE_ENDS = 13  # after places came free
    CONTACT_FALLS_DUE = 14
    PERSON_SEEKS = 15
    PERSON_ARRIVES = 16
    PERSON_LEAVES = 17
