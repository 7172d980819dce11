"""Define the event log: what happened, to whom, where and when.

Engines write the log, and measures read it. There is one row per event, in the order in which
things happened. Every column is a whole number. If an event does not fill a column, the column has
`NOBODY` (-1), or 0 if it is `due`, `minutes` or `length`. People, workers, services and needs are
indices into the tables that belong to the log.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# They are said as part of the log as well as in their own file.
from sim.endings import Ending as Ending, Reason as Reason  # noqa: PLC0414

EventLog = NDArray[Any]

NOBODY = -1
NOWHERE = -1
FIRST_OF_POOL = -2
"""The number, as a worker, of the first of the named people who share the contacts of a service.

The next one is -3. Each service numbers its own."""
MOST_IN_POOL = 1_000

EVENT = np.dtype(
    [
        ("time", np.int64),  # minutes since the start
        ("person", np.int32),
        ("event", np.int16),  # an EventKind
        ("service", np.int16),
        ("spell", np.int32),  # number of the referral that became, or may become, a spell
        ("worker", np.int32),  # below NOBODY: one of the pool of `service`
        ("other_worker", np.int32),
        ("need", np.int16),
        ("level", np.int8),  # of that need, now: 0 settled, 1 mild, 2 severe, 3 crisis
        ("due", np.int64),  # minutes since the start; may be before it
        ("minutes", np.int32),  # worker time charged
        ("length", np.int32),  # minutes for which the person was helped
        ("detail", np.int32),  # see EventKind
    ]
)


class EventKind(enum.IntEnum):
    """The kind of an event. Values are stored in files: add new ones, never renumber.

    The comments name the columns that each kind fills besides `time`. docs/reference/event-log.md
    lists them in a table.
    """

    ARRIVED = 0  # person, service (where they turned up, NOWHERE for the community), detail=group
    NEED_IS = 1  # person, need, level, detail=state: what a need is when the person arrives
    NEED_CHANGED = 2  # person, need, level, detail=state
    EPISODE_BEGAN = 3  # person, need, level
    EPISODE_ENDED = 4  # person, need, level
    SOUGHT = 5  # person, need, level, service (entry service, or NOWHERE)
    REFERRED = 6  # person, service, spell, need, level, detail=from service or NOWHERE (seeking)
    TURNED_AWAY = 7  # person, service, spell, need, level, detail=Refusal
    ACCEPTED = 8  # person, service, spell, need, level
    WAITING = 9  # person, service, spell, need, level, due=when referred
    LEFT_WAITING = 10  # person, service, spell, need, level, detail=Leaving
    SPELL_STARTED = 11  # person, service, spell, worker, need, level, due=when referred,
    #                     detail=from service or NOWHERE
    CONTACT = 12  # attended: person, service, spell, worker, other_worker (joint), need, level,
    #               due, minutes (each worker's), length, detail=ContactFlag bits; the worker may
    #               be one of the service's pool
    CONTACT_MISSED = 13  # the same columns but length: nobody was helped
    ENDED_PLANNED = 14  # person, service, spell, worker, need, level, detail=Ending
    ENDED_UNPLANNED = 15  # the same columns
    PLACE_FREED = 16  # person, service, spell: a place held after the ending is free again
    HANDED_OFF_COLD = 17  # person, service (from), spell, worker, need, level, detail=to service
    HANDED_OFF_WARM = 18  # the same columns
    HANDED_OFF_BLOCKED = 19  # the same columns
    CONSULTED = 20  # person, service (current), spell, worker, other_worker (specialist or
    #                 NOBODY), need, level, detail=advising service: advice is asked for
    NOWHERE_TO_GO = 21  # person, service (whose route it was, NOWHERE for seeking), need, level,
    #                     detail=Reason
    WORKER_STARTED = 22  # service, worker, detail=post
    WORKER_LEFT = 23  # service, worker, detail=post
    UNALLOCATED = 24  # person, service, spell, worker (who left), need, level
    ALLOCATED = 25  # person, service, spell, worker (new), other_worker (old), need, level,
    #                 detail=1 with handover, 0 without
    CAPACITY_CHANGED = 26  # service, length=thousandths of the last post if it is no whole one,
    #                        detail=places or posts from now on
    DISENGAGED = 27  # person: trust fell below the line; seeks only in crisis
    REENGAGED = 28  # person
    EXITED = 29  # person, detail=Exit
    PAUSED = 30  # person, service, spell, worker, need, level, detail=other service
    RESUMED = 31  # person, service, spell, worker, need, level
    ALREADY_KNOWN = 32  # person, service, need, level, detail=from service: a referral to where
    #                     they already are, or already wait; nothing changes
    WANTS = 33  # person, detail=how many times as much help they want as others, in millionths
    RULES_CHANGED = 34  # nothing else: from now on the arm's own rules hold
    ADVISED = 35  # person, service (current), spell, worker, other_worker (specialist), need,
    #               level, due=when asked for, minutes (each worker's), detail=advising service
    HANDOVER = 36  # person, service, spell, worker (new), other_worker (old), need, level,
    #                due=when allocated or named, minutes: the time that a handover takes,
    #                detail=1 where it takes both workers' time
    CONTACT_CANCELLED = 37  # person, service, spell, worker, need, level, due, detail=Cancelled
    NOTICE_GIVEN = 38  # service, worker, detail=post: they will leave, and take nobody new
    NAMED = 39  # person, service, spell, worker (who will leave), other_worker (who is to take
    #             over), need, level
    PLAN_MADE = (
        40  # person, service, spell, worker, need, level, due=until when it is current: they
    )
    #                 have made or renewed a shared plan; at minute 0, have one from before
    RETURNED = 41  # person, detail=group: is there again, after an exit as settled
    CHANGED_WORKER = 42  # person, service, spell, worker (new), other_worker (old), need, level,
    #                      detail=1 with handover, 0 without: they had asked for another worker
    WEIGHED = 43  # person, service, spell, worker, need, level, detail=weight in thousandths that
    #               the spell has of a caseload from now on
    WAYS_CHANGED = 45  # service (NOBODY where it is entry), detail=Dated: changed on this date
    LIVES_IN = 46  # person, detail=area; right after ARRIVED, where the scenario has areas


FORGOTTEN = -1
"""An `event` that is never in a log. It fills `time` and `person`.

It is used when rows are measured during a run, and people and spells are kept at places in tables.
It means that no more rows about `person` will follow, although the person did not leave, as for
everyone who is present when a run ends.
"""


class Refusal(enum.IntEnum):
    """Why a referral was turned away."""

    LEVEL = 0
    EXCLUDED = 1
    NOT_ACCEPTED = 2
    LIST_FULL = 3  # as many wait as the service lets wait


class Leaving(enum.IntEnum):
    """Why a person left a waiting list, or why a referral ended before its decision."""

    PATIENCE = 0
    SETTLED = 1
    EXITED = 2
    MOVED_BY_CHANGE = 3  # the service is no longer there; they may wait elsewhere now


class Dated(enum.IntEnum):
    """What changes on a date."""

    ROUTES = 0
    STAY = 1
    ENTRY = 2  # where people turn for help


class Cancelled(enum.IntEnum):
    """Who cancelled a contact beforehand."""

    PERSON = 0
    PROVIDER = 1


class Exit(enum.IntEnum):
    """How a person leaves the population."""

    MOVED_AWAY = 0
    DIED = 1
    LED_NOWHERE = 2  # without needs: no service has anything to do with them any more
    SETTLED = 3  # settled and without services for long; they may return


BY_RATE = (Exit.MOVED_AWAY, Exit.DIED)
"""The ways of leaving that occur at a constant rate per person, regardless of services."""


class ContactFlag(enum.IntFlag):
    """Properties of a CONTACT or CONTACT_MISSED row, as bits of `detail`."""

    URGENT = 1
    STIGMATISING = 2
    RETELLING = 4
    JOINT = 8
    IN_REACH = 16
    FOLLOW_UP = 32


class Window(NamedTuple):
    """The measured part of a run, in minutes: from ``opens`` until just before ``closes``."""

    opens: int
    closes: int


class InWindow(NamedTuple):
    """A measure that is also wanted of another window than the scenario's."""

    name: str  # that it has among the measures of a run
    measure: str
    window: Window


IN_WINDOW = "in_window"
"""The first part of the names of measures of another window than that of a run."""


class Person(NamedTuple):
    """One row of the people table that belongs to a log."""

    key: int  # the subject of every draw about this person
    name: str  # "cohort 12", "newcomers 3", or the id in the starting table
    group: int
    attributes: int  # bits, by the order of the scenario's attribute names
    arrived: int  # minutes since the start
    area: int = NOBODY  # where the scenario has areas


class Worker(NamedTuple):
    """One row of the worker table that belongs to a log."""

    key: int
    service: int
    post: int
    incumbent: int
    started: int  # minutes since the start


class Run(NamedTuple):
    """The output of an engine: one replication of one arm."""

    log: EventLog  # shape (events,), dtype EVENT
    people: list[Person]  # row number = the log's person
    workers: list[Worker]  # row number = the log's worker
    closes: int  # minutes: when the run ended; nothing at or after this minute happened
