"""Define the order of simultaneous steps, which both engines follow.

Steps are taken in order of (time, kind, tie-break draw, subject, item). The smallest pending key
is taken first, including steps that were just created. A step settles completely before the next
step is taken.

Settling has three parts. In the first, services are settled in file order: people without a worker
get one; colleagues are named for people whose worker will leave; those who ask for another worker
get it; free places are given to the waiting list. This is repeated until nothing changes. In the
second, cycles of blocked people swap places. In the third, the patience timers of people who still
wait begin.

The tie-break draw is a keyed draw of (subject, service, minute), so that it is not always the same
people who come last. *Item* distinguishes steps of one subject that are equal in all the rest: it
is the need's position in the file, or the number of the spell. People wait in order of (class by
the queue rule, time they joined, tie-break draw, person).

Work waits for a worker in order of (urgent first, due minute, tie-break draw of the due minute,
person, kind of work, number of the spell). The draw is that of the person at the service of the
spell. For a joint contact, this is the service of the new spell; for advice, the service that is
advised.
"""

from __future__ import annotations

import enum

STEPS_IN_A_MINUTE = 1_000
"""If one subject has more steps in one minute than this, an error names the loop."""


class StepKind(enum.IntEnum):
    """The kinds of steps. In the same minute, a lower number comes first."""

    BEGINNING = 0  # who is there at minute 0 takes their place
    RULES_CHANGE = 1  # before everything else that falls due in its minute
    CAPACITY_CHANGES = 2  # first, so that a new place can reach someone about to leave
    WORKER_LEAVES = 3
    WORKER_STARTS = 4
    NOTICE_IS_GIVEN = 5  # after WORKER_STARTS, who can take people over
    NEED_MAY_CHANGE = 6  # before contacts, which look at the level of the same minute
    EPISODE_ENDS = 7
    CONTACT_HAPPENS = 8
    FOLLOW_UP_HAPPENS = 9
    SETTLED_LONG_ENOUGH = 10  # endings after contacts, so that the last one still counts
    STAY_ENDS = 11
    WARM_LIMIT_ENDS = 12
    PLACE_COMES_FREE = 13
    DECISION_FALLS_DUE = 14
    PATIENCE_ENDS = 15  # after places came free
    CONTACT_FALLS_DUE = 16
    PERSON_SEEKS = 17
    PERSON_ARRIVES = 18
    PERSON_LEAVES = 19
    WORKER_CHOOSES = 20  # last, so that all that falls due in a minute is there to choose from


class WorkKind(enum.IntEnum):
    """The kinds of work that wait for a worker.

    For the same person and due minute, lower kinds go first.
    """

    CONTACT = 0
    FOLLOW_UP = 1
    JOINT = 2  # a contact that two workers hold
    ADVICE = 3
    HANDOVER = 4
