"""Put the event log into the words and columns that other programs expect.

Process-mining tools read `case:concept:name`, `concept:name`, `lifecycle:transition`,
`time:timestamp`, `org:resource` and `org:group` (the names of IEEE 1849, XES).

Timestamps count from the date of minute 0. In a run without dates they count from `EPOCH`, an
arbitrary Monday at midnight, because minute 0 of such a run is a Monday. Only differences between
its timestamps then have a meaning.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.events import FIRST_OF_POOL, MOST_IN_POOL, NOBODY, EventKind, EventLog, Person, Run, Worker
from sim.laws import Flags, Ints
from sim.resolved import Names, Resolved
from sim.tables.columns import Columns, Words

EPOCH = np.datetime64("2001-01-01T00:00", "us")

CASE = "case:concept:name"


def first_moment(resolved: Resolved) -> np.datetime64:
    """Return the date of minute 0, to the microsecond; `EPOCH` for a run without dates."""
    begins = resolved.calendar.begins
    return EPOCH if begins is None else np.datetime64(begins, "us")


COMPLETE = "complete"
ACTIVITIES: dict[EventKind, tuple[str, str]] = {
    EventKind.ARRIVED: ("Arrival", COMPLETE),
    EventKind.NEED_IS: ("Need at arrival", COMPLETE),
    EventKind.NEED_CHANGED: ("Need changes", COMPLETE),
    EventKind.EPISODE_BEGAN: ("Need episode", "start"),
    EventKind.EPISODE_ENDED: ("Need episode", COMPLETE),
    EventKind.SOUGHT: ("Seeking help", COMPLETE),
    EventKind.REFERRED: ("Spell", "schedule"),
    EventKind.TURNED_AWAY: ("Spell", "withdraw"),
    EventKind.ACCEPTED: ("Spell", "assign"),
    EventKind.WAITING: ("Wait", "start"),
    EventKind.LEFT_WAITING: ("Wait", "pi_abort"),
    EventKind.SPELL_STARTED: ("Spell", "start"),
    EventKind.CONTACT: ("Contact", COMPLETE),
    EventKind.CONTACT_MISSED: ("Missed contact", COMPLETE),
    EventKind.ENDED_PLANNED: ("Spell", COMPLETE),
    EventKind.ENDED_UNPLANNED: ("Spell", "pi_abort"),
    EventKind.PLACE_FREED: ("Place freed", COMPLETE),
    EventKind.HANDED_OFF_COLD: ("Cold handoff", COMPLETE),
    EventKind.HANDED_OFF_WARM: ("Warm handoff", COMPLETE),
    EventKind.HANDED_OFF_BLOCKED: ("Blocked handoff", COMPLETE),
    EventKind.CONSULTED: ("Advice", "schedule"),
    EventKind.NOWHERE_TO_GO: ("Nowhere to go", COMPLETE),
    EventKind.UNALLOCATED: ("Worker lost", COMPLETE),
    EventKind.ALLOCATED: ("Spell", "reassign"),
    EventKind.DISENGAGED: ("Disengagement", "start"),
    EventKind.REENGAGED: ("Disengagement", COMPLETE),
    EventKind.EXITED: ("Exit", COMPLETE),
    EventKind.PAUSED: ("Spell", "suspend"),
    EventKind.RESUMED: ("Spell", "resume"),
    EventKind.ALREADY_KNOWN: ("Referral to where already known", COMPLETE),
    EventKind.WANTS: ("Help wanted", COMPLETE),
    EventKind.LIVES_IN: ("Area", COMPLETE),
    EventKind.ADVISED: ("Advice", COMPLETE),
    EventKind.HANDOVER: ("Handover", COMPLETE),
    EventKind.CONTACT_CANCELLED: ("Cancelled contact", COMPLETE),
    EventKind.NAMED: ("Next worker named", COMPLETE),
    EventKind.PLAN_MADE: ("Shared plan", COMPLETE),
    EventKind.RETURNED: ("Return", COMPLETE),
    EventKind.CHANGED_WORKER: ("Spell", "reassign"),
    EventKind.WEIGHED: ("Weight in the caseload", COMPLETE),
}
"""For every kind of event about a person: the activity, and the step of its life cycle."""

WAIT_OVER = max(EventKind) + 1
"""A further row before the start of a spell: the wait for it is complete."""
REFERRAL_OVER = WAIT_OVER + 1
"""A further row when a person leaves a waiting list: the spell is withdrawn.

If the person had joined no waiting list, this row replaces the row of the event.
"""
BESIDE = {WAIT_OVER: ("Wait", COMPLETE), REFERRAL_OVER: ("Spell", "withdraw")}


def events_table(run: Run) -> dict[str, Ints]:
    """Return the log unchanged: one row per event, whole numbers, `NOBODY` in unused columns."""
    return {name: np.ascontiguousarray(run.log[name]) for name in run.log.dtype.names or ()}


def people_table(people: list[Person], names: Names) -> Columns:
    """Return the people in a log. The number of a row is the person's number in the log."""
    attributes = [
        " ".join(word for bit, word in enumerate(names.attributes) if person.attributes >> bit & 1)
        for person in people
    ]
    return {
        "person": np.arange(len(people)),
        "name": told([person.name for person in people]),
        "group": Words(np.array([person.group for person in people], np.int64), names.groups),
        **_areas(people, names),
        "attributes": told(attributes),
        "arrived": np.array([person.arrived for person in people], dtype=np.int64),
    }


def _areas(people: list[Person], names: Names) -> Columns:
    """Return a column with the area of each person; nothing without areas."""
    areas = np.array([person.area for person in people], np.int64)
    return {"area": Words(areas, names.areas)} if names.areas else {}


def workers_table(workers: list[Worker], names: Names) -> Columns:
    """Return the workers in a log. The number of a row is the worker's number in the log."""
    return {
        "worker": np.arange(len(workers)),
        "name": told([worker_name(worker, names) for worker in workers]),
        "service": told([names.services[worker.service] for worker in workers]),
        "post": np.array([worker.post for worker in workers], dtype=np.int64),
        "incumbent": np.array([worker.incumbent for worker in workers], dtype=np.int64),
        "started": np.array([worker.started for worker in workers], dtype=np.int64),
    }


def worker_name(worker: Worker, names: Names) -> str:
    """Return a worker's name: the team, the number of the post, and of its holder, both from 1."""
    team = names.services[worker.service]
    return f"{team} post {worker.post + 1} holder {worker.incumbent + 1}"


def staff_names(services: Ints, staff: Ints, run: Run, names: Names) -> Words:
    """Return the names of workers and of members of pools, the latter counted from 1.

    `staff` is the column `worker` or `other_worker` of a log, and `services` its column `service`.
    """
    words = [worker_name(one, names) for one in run.workers]
    pooled = np.flatnonzero(staff < NOBODY)
    positions = staff.astype(np.int64)
    member = services[pooled] * np.int64(MOST_IN_POOL) + FIRST_OF_POOL - positions[pooled]
    is_there = np.zeros(len(names.services) * MOST_IN_POOL, np.bool_)
    is_there[member] = True
    positions[pooled] = len(words) + (np.cumsum(is_there) - 1)[member]
    for service, number in zip(*np.divmod(np.flatnonzero(is_there), MOST_IN_POOL), strict=True):
        words.append(f"{names.services[service]} pool {number + 1}")
    return Words(positions, words)


def process_table(run: Run, resolved: Resolved) -> Columns:
    """Return every event about a person in the columns of process-mining tools, in order.

    Every activity that starts is also completed or withdrawn. A wait is completed when its spell
    starts. A spell is withdrawn when the person leaves the waiting list. For these, extra rows are
    added next to the row of the event.
    """
    names = resolved.names
    log, kind = _with_ends_of_waits(run.log[run.log["person"] != NOBODY])
    person = log["person"]
    named: dict[int, tuple[str, str]] = {int(kind): act for kind, act in ACTIVITIES.items()}
    acts = [named.get(number, ("", "")) for number in range(WAIT_OVER)]
    acts += BESIDE.values()
    # What an activity is about: a service, or behind the services a need; -1 for neither.
    needs = np.where(log["need"] >= 0, log["need"] + len(names.services), -1)
    is_of_need = np.isin(np.arange(len(acts)), _NEED_EVENTS)
    about = np.where(is_of_need[kind], needs, log["service"]).astype(np.int64)
    things = [None, *names.service_labels, *names.need_labels]
    titles = [f"{act}: {thing}" if thing else act for act, _ in acts for thing in things]
    groups = np.array([one.group for one in run.people], np.int64)
    areas = np.array([one.area for one in run.people], np.int64)
    return {
        CASE: Words(person, [one.name for one in run.people]),
        "case:group": Words(groups[person], names.groups),
        **({"case:area": Words(areas[person], names.areas)} if names.areas else {}),
        "concept:name": Words(kind * len(things) + about + 1, titles),
        "lifecycle:transition": Words(kind, [life for _, life in acts]),
        "time:timestamp": first_moment(resolved) + log["time"].astype("timedelta64[m]"),
        "org:resource": staff_names(log["service"], log["worker"], run, names),
        "org:group": Words(log["service"], names.service_labels),
        "concept:instance": np.ma.masked_equal(log["spell"], NOBODY),
        "need": Words(log["need"], names.need_labels),
        "level": np.ma.masked_equal(log["level"], NOBODY),
        "minutes": log["minutes"],
    }


def _with_ends_of_waits(log: EventLog) -> tuple[dict[str, Ints], Ints]:
    """Add the rows that end waits, and return the columns of all rows, with their kinds.

    A kind is an `EventKind` or a key of `BESIDE`.
    """
    kind: Ints = log["event"].astype(np.int64)
    waited = _of_spells(log, EventKind.WAITING)
    starts = (kind == EventKind.SPELL_STARTED) & waited
    # Who waits at minute 0, or moves with a change of rules, has no row of the referral.
    referred = _of_spells(log, EventKind.REFERRED)
    leaves = (kind == EventKind.LEFT_WAITING) & waited & referred
    kind[(kind == EventKind.LEFT_WAITING) & ~waited] = REFERRAL_OVER
    double = starts | leaves
    rows = np.repeat(np.arange(len(log)), 1 + double)
    first = np.arange(len(log)) + np.cumsum(double) - double  # where each row comes to stand
    kind = kind[rows]
    kind[first[starts]] = WAIT_OVER
    kind[first[leaves] + 1] = REFERRAL_OVER
    return {name: log[name][rows] for name in log.dtype.names or ()}, kind


def _of_spells(log: EventLog, kind: EventKind) -> Flags:
    """Return whether each row is about a spell of which some row is of this kind."""
    spells = log["spell"]
    known = np.zeros(int(spells.max(initial=NOBODY)) + 2, np.bool_)  # the last one is `NOBODY`
    known[spells[log["event"] == kind]] = True
    found: Flags = known[spells]
    return found


_NEED_EVENTS = (
    EventKind.NEED_IS,
    EventKind.NEED_CHANGED,
    EventKind.EPISODE_BEGAN,
    EventKind.EPISODE_ENDED,
)


def told(texts: Sequence[str | None]) -> Words:
    """Return a column of the given texts."""
    known: dict[str | None, int] = {}
    positions = [known.setdefault(text, len(known)) for text in texts]
    return Words(np.array(positions, np.int64), list(known))
