"""The event log in the words and columns that other programs expect.

Process-mining tools read `case:concept:name`, `concept:name`, `lifecycle:transition`,
`time:timestamp`, `org:resource` and `org:group` (the names of IEEE 1849, XES). Programs that
animate people moving through health services read `entity_id`, `pathway`, `event_type`,
`event`, `time` and `resource_id`.

A run has no calendar. Timestamps count from `EPOCH`, a made-up Monday midnight, because minute 0
of a run is a Monday too; only differences between them mean anything.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from sim.events import NOBODY, NOWHERE, EventKind, Person, Run, Worker
from sim.resolved import Names, Resolved
from sim.tables.columns import Columns, Words

EPOCH = np.datetime64("2001-01-01T00:00", "us")

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
    EventKind.CONSULTED: ("Advice", COMPLETE),
    EventKind.NOWHERE_TO_GO: ("Nowhere to go", COMPLETE),
    EventKind.UNALLOCATED: ("Worker lost", COMPLETE),
    EventKind.ALLOCATED: ("Spell", "reassign"),
    EventKind.DISENGAGED: ("Disengagement", "start"),
    EventKind.REENGAGED: ("Disengagement", COMPLETE),
    EventKind.EXITED: ("Exit", COMPLETE),
    EventKind.PAUSED: ("Spell", "suspend"),
    EventKind.RESUMED: ("Spell", "resume"),
    EventKind.ALREADY_KNOWN: ("Referral to where already known", COMPLETE),
}
"""What is done and where in its life it is, for every kind of event that has a person."""

MOVES = (
    EventKind.ARRIVED,
    EventKind.WAITING,
    EventKind.LEFT_WAITING,
    EventKind.SPELL_STARTED,
    EventKind.ENDED_PLANNED,
    EventKind.ENDED_UNPLANNED,
    EventKind.EXITED,
)
COMMUNITY = "community"


def events_table(run: Run) -> Columns:
    """Give the log as it is: whole numbers, one row per event, `NOBODY` where not filled."""
    return {name: np.ascontiguousarray(run.log[name]) for name in run.log.dtype.names or ()}


def people_table(people: list[Person], names: Names) -> Columns:
    """Say who the people of a log are; row number = the log's person."""
    attributes = [
        " ".join(word for bit, word in enumerate(names.attributes) if person.attributes >> bit & 1)
        for person in people
    ]
    return {
        "person": np.arange(len(people)),
        "name": _told([person.name for person in people]),
        "group": Words(np.array([person.group for person in people], np.int64), names.groups),
        "attributes": _told(attributes),
        "arrived": np.array([person.arrived for person in people], dtype=np.int64),
    }


def workers_table(workers: list[Worker], names: Names) -> Columns:
    """Say who the workers of a log are; row number = the log's worker."""
    return {
        "worker": np.arange(len(workers)),
        "name": _told([worker_name(worker, names) for worker in workers]),
        "service": _told([names.services[worker.service] for worker in workers]),
        "post": np.array([worker.post for worker in workers], dtype=np.int64),
        "incumbent": np.array([worker.incumbent for worker in workers], dtype=np.int64),
        "started": np.array([worker.started for worker in workers], dtype=np.int64),
    }


def worker_name(worker: Worker, names: Names) -> str:
    """Name a worker by team, post and how many held the post before, both from 1."""
    team = names.services[worker.service]
    return f"{team} post {worker.post + 1} holder {worker.incumbent + 1}"


def process_table(run: Run, resolved: Resolved) -> Columns:
    """Give every event of a person in the columns of process-mining tools, in order."""
    names = resolved.names
    log = run.log[run.log["person"] != NOBODY]
    person, kind = log["person"].astype(np.int64), log["event"].astype(np.int64)
    acts = [ACTIVITIES.get(EventKind(number), ("", "")) for number in range(len(EventKind))]
    # What an activity is about: a service, or behind the services a need; -1 for neither.
    needs = np.where(log["need"] >= 0, log["need"] + len(names.services), -1)
    about = np.where(np.isin(kind, _NEED_EVENTS), needs, log["service"]).astype(np.int64)
    things = [None, *names.service_labels, *names.need_labels]
    titles = [f"{act}: {thing}" if thing else act for act, _ in acts for thing in things]
    groups = np.array([one.group for one in run.people], np.int64)
    return {
        "case:concept:name": Words(person, [one.name for one in run.people]),
        "case:group": Words(groups[person], names.groups),
        "concept:name": Words(kind * len(things) + about + 1, titles),
        "lifecycle:transition": Words(kind, [life for _, life in acts]),
        "time:timestamp": EPOCH + log["time"].astype("timedelta64[m]"),
        "org:resource": Words(log["worker"], [worker_name(one, names) for one in run.workers]),
        "org:group": Words(log["service"], names.service_labels),
        "concept:instance": np.ma.masked_equal(log["spell"], NOBODY),
        "need": Words(log["need"], names.need_labels),
        "level": np.ma.masked_equal(log["level"], NOBODY),
        "minutes": np.ascontiguousarray(log["minutes"]),
    }


_NEED_EVENTS = (
    EventKind.NEED_IS,
    EventKind.NEED_CHANGED,
    EventKind.EPISODE_BEGAN,
    EventKind.EPISODE_ENDED,
)


def animation_table(run: Run, resolved: Resolved) -> Columns:
    """Give where each person is, as animation tools read it; times in minutes since the start.

    `resource_use` is an open spell, with the lowest free number of that service as its resource;
    `queue` is a waiting list, or the community when nothing is open and nothing awaited.
    """
    names, rows = resolved.names, _Rows()
    log = run.log[np.isin(run.log["event"], MOVES)]
    for time, person, kind, service, spell in zip(
        *(log[name].tolist() for name in ("time", "person", "event", "service", "spell")),
        strict=True,
    ):
        where = names.services[service] if service != NOWHERE else COMMUNITY
        rows.move(EventKind(kind), time, person, where, spell)
    entity = np.array(rows.entity, dtype=np.int64)
    groups = np.array([one.group for one in run.people], np.int64)
    return {
        "entity_id": entity,
        "pathway": Words(groups[entity], names.groups),
        "event_type": _told(rows.event_type),
        "event": _told(rows.event),
        "time": np.array(rows.time, dtype=np.int64),
        "resource_id": np.ma.masked_equal(np.array(rows.resource, dtype=np.int64), 0),
    }


class _Rows:
    """Rows of the animation table as they are made, and who is where meanwhile."""

    def __init__(self) -> None:
        self.entity: list[int] = []
        self.event_type: list[str] = []
        self.event: list[str] = []
        self.time: list[int] = []
        self.resource: list[int] = []
        self._numbers: dict[int, int] = {}  # spell -> resource number
        self._free: dict[str, list[int]] = defaultdict(list)
        self._most: dict[str, int] = defaultdict(int)
        self._busy: dict[int, set[int]] = defaultdict(set)  # person -> spells open or awaited

    def move(self, kind: EventKind, time: int, person: int, where: str, spell: int) -> None:
        """Add the rows of one event."""
        if kind is EventKind.ARRIVED:
            self._add(time, person, "arrival_departure", "arrival")
            self._add(time, person, "queue", COMMUNITY)
        elif kind is EventKind.WAITING:
            self._busy[person].add(spell)
            self._add(time, person, "queue", f"waiting for {where}")
        elif kind is EventKind.SPELL_STARTED:
            self._busy[person].add(spell)
            self._add(time, person, "resource_use", where, self._take(where, spell))
        elif kind is EventKind.EXITED:
            self._add(time, person, "arrival_departure", "depart")
        else:
            self._leave(kind, time, person, where, spell)

    def _leave(self, kind: EventKind, time: int, person: int, where: str, spell: int) -> None:
        if kind is not EventKind.LEFT_WAITING:
            number = self._numbers.pop(spell)
            heapq.heappush(self._free[where], number)
            self._add(time, person, "resource_use_end", f"{where} ends", number)
        self._busy[person].discard(spell)
        if not self._busy[person]:
            self._add(time, person, "queue", COMMUNITY)

    def _take(self, where: str, spell: int) -> int:
        if self._free[where]:
            number = heapq.heappop(self._free[where])
        else:
            number = self._most[where] = self._most[where] + 1
        self._numbers[spell] = number
        return number

    def _add(self, time: int, person: int, kind: str, event: str, resource: int = 0) -> None:
        self.entity.append(person)
        self.event_type.append(kind)
        self.event.append(event)
        self.time.append(time)
        self.resource.append(resource)


def _told(texts: Sequence[str]) -> Words:
    """A column of these texts."""
    known: dict[str, int] = {}
    places = [known.setdefault(text, len(known)) for text in texts]
    return Words(np.array(places, np.int64), list(known))
