"""Write where each person is, minute by minute, in the columns of animation tools.

Programs that animate people moving through health services read `entity_id`, `pathway`,
`event_type`, `event`, `time` and `resource_id`. They place each person where the latest row about
the person says. A person can be in several services and on several waiting lists at the same time,
but only one place is shown. It is the open spell that started last. If no spell is open, it is the
waiting list joined last. If there is no waiting list either, it is the community.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from sim.events import NOBODY, NOWHERE, EventKind, Run
from sim.resolved import Resolved
from sim.tables.columns import Columns, Words
from sim.tables.journeys import told

MOVES = (
    EventKind.ARRIVED,
    EventKind.WAITING,
    EventKind.LEFT_WAITING,
    EventKind.SPELL_STARTED,
    EventKind.ENDED_PLANNED,
    EventKind.ENDED_UNPLANNED,
    EventKind.EXITED,
    EventKind.RETURNED,
)


class Whereabouts(NamedTuple):
    """A place in which a person is shown."""

    event: str  # the service, "waiting for" it, or the community
    spell: int = NOBODY
    resource: int = 0  # the place in the service; 0 for a queue


COMMUNITY = Whereabouts("community")


def animation_table(run: Run, resolved: Resolved) -> Columns:
    """Return where each person is: one row for each change of place.

    Times are minutes since the start of the run. A row `resource_use` is an open spell. Its
    resource is the lowest free number in that service. A row `queue` is a waiting list, or the
    community. If a later spell is shown instead of an open one, the use of the resource ends, and
    begins again after the later spell. The resource stays taken in between. Rows of the same
    minute are in order: the last row about a person says where the person is.
    """
    names, rows = resolved.names, _Rows()
    log = run.log[np.isin(run.log["event"], MOVES)]
    for time, person, kind, service, spell in zip(
        *(log[name].tolist() for name in ("time", "person", "event", "service", "spell")),
        strict=True,
    ):
        where = names.services[service] if service != NOWHERE else ""
        rows.move(EventKind(kind), time, person, where, spell)
    entity = np.array(rows.entity, dtype=np.int64)
    groups = np.array([one.group for one in run.people], np.int64)
    return {
        "entity_id": entity,
        "pathway": Words(groups[entity], names.groups),
        "event_type": told(rows.event_type),
        "event": told(rows.event),
        "time": np.array(rows.time, dtype=np.int64),
        "resource_id": np.ma.masked_equal(np.array(rows.resource, dtype=np.int64), 0),
    }


class _Rows:
    """The rows of the animation table so far, and the present place of each person."""

    def __init__(self) -> None:
        self.entity: list[int] = []
        self.event_type: list[str] = []
        self.event: list[str] = []
        self.time: list[int] = []
        self.resource: list[int] = []
        self._free: dict[str, list[int]] = defaultdict(list)
        self._most: dict[str, int] = defaultdict(int)
        self._open: dict[int, dict[int, Whereabouts]] = defaultdict(
            dict
        )  # person -> by spell, in order
        self._awaited: dict[int, dict[int, Whereabouts]] = defaultdict(dict)
        self._shown: dict[int, Whereabouts] = {}  # of everyone who is here

    def move(self, kind: EventKind, time: int, person: int, where: str, spell: int) -> None:
        """Add the rows of one event."""
        if kind in (EventKind.ARRIVED, EventKind.RETURNED):
            self._add(time, person, "arrival_departure", "arrival")
            self._shown[person] = COMMUNITY
            self._add(time, person, "queue", COMMUNITY.event)
        elif kind is EventKind.WAITING:
            self._awaited[person][spell] = Whereabouts(f"waiting for {where}", spell)
        elif kind is EventKind.SPELL_STARTED:
            self._awaited[person].pop(spell, None)
            self._open[person][spell] = Whereabouts(where, spell, self._take(where))
        elif kind is EventKind.LEFT_WAITING:
            self._awaited[person].pop(spell, None)
        elif kind is not EventKind.EXITED:
            whereabouts = self._open[person].pop(spell)
            heapq.heappush(self._free[where], whereabouts.resource)
        if kind is EventKind.EXITED:
            self._leave_sight(time, person)
            self._add(time, person, "arrival_departure", "depart")
            del self._shown[person]
        elif person in self._shown:
            self._show(time, person)

    def _show(self, time: int, person: int) -> None:
        """Add a row for the person's present place, if it has changed."""
        candidates = self._open[person] or self._awaited[person]
        whereabouts = next(reversed(candidates.values()), COMMUNITY)
        if whereabouts == self._shown[person]:
            return
        self._leave_sight(time, person)
        kind = "resource_use" if whereabouts.resource else "queue"
        self._add(time, person, kind, whereabouts.event, whereabouts.resource)
        self._shown[person] = whereabouts

    def _leave_sight(self, time: int, person: int) -> None:
        """Add a row that ends the resource use shown for a person, if there is one."""
        whereabouts = self._shown[person]
        if whereabouts.resource:
            self._add(
                time, person, "resource_use_end", f"{whereabouts.event} ends", whereabouts.resource
            )

    def _take(self, where: str) -> int:
        if self._free[where]:
            return heapq.heappop(self._free[where])
        self._most[where] += 1
        return self._most[where]

    def _add(self, time: int, person: int, kind: str, event: str, resource: int = 0) -> None:
        self.entity.append(person)
        self.event_type.append(kind)
        self.event.append(event)
        self.time.append(time)
        self.resource.append(resource)
