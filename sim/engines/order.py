"""The order of simultaneous steps, which both engines follow.

Steps are taken in order of (time, kind, tie-break draw, subject, item). The smallest pending key is
taken first, including steps that were just created. A step settles completely before the next step
is taken. Settling has three parts. First, in file order of services, people without a worker get
one, colleagues are named for people whose worker will leave, those who ask for another worker get
it, and free places are given to the waiting list; this is repeated until nothing changes. Then
cycles of blocked people swap places. Only then do the patience timers of people who still wait
begin.

The tie-break draw is a keyed draw of (subject, service, minute), so the same people do not come
last again and again. *Item* tells apart steps of one subject that share all the rest: the need's
position in the file, or the number of the spell. People wait in order of (class by the queue
rule, time they joined, tie-break draw, person).

Work waits for a worker in order of (urgent first, due minute, tie-break draw of the due minute,
person, kind of work, number of the spell). The draw is that of the person at the service of the
spell: of a joint contact the new one's, of advice the current one's.
"""

from __future__ import annotations

import enum

STEPS_IN_A_MINUTE = 1_000
"""More steps of one subject in one minute than this are an error that names the loop."""


class StepKind(enum.IntEnum):
    """Kinds of steps. In the same minute, a lower number comes first."""

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
    """Work that waits for a worker; lower goes first where person and due minute are the same."""

    CONTACT = 0
    FOLLOW_UP = 1
    JOINT = 2  # a contact that two workers hold
    ADVICE = 3
    HANDOVER = 4
