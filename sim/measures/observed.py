"""A run as measures read it: the rows up to the window's close, and people's time in the window.

Rows at or after the window's close are not read, so a measure cannot depend on the time after its
window. Rows before the window opens are read, because they show who was waiting, who had been seen
and which spells were open. Therefore a warm-up is only a choice of window, and nothing is reset.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind, EventLog, Person, Run, Window
from sim.laws import Flags, Ints
from sim.resolved import Resolved
from sim.units import FOREVER

NEVER = FOREVER
"""In place of a time: the event did not happen."""


class Observed(NamedTuple):
    """The common input of all families of measures.

    P stays, E rows, G groups in areas (see `sim.resolved`), S services.

    A stay is a person's time from arrival to exit. A person who returns has another stay, which is
    measured like that of another person. Without returns, each person has one stay.
    """

    rows: EventLog  # (E,) every row before the window closes, in the order things happened; in
    #                 place of each person, the stay that the row belongs to
    by_kind: Ints  # (E,) numbers of rows, kind by kind, each kind's in order
    first: Ints  # (kinds + 1,) where each kind begins in `by_kind`
    window: Window  # the measured window, cut at the end of the run
    who: Ints  # (P,) the person of each stay: those of the log first, then each return, in order
    group: Ints  # (P,)
    arrived: Ints  # (P,) minutes, at most `window.closes`
    left: Ints  # (P,) minutes: when they exited, else `window.closes`
    present: Ints  # (P,) minutes of the window in which they were in the population
    groups: int
    services: int
    needs: int


def observe(run: Run, resolved: Resolved, window: Window | None = None) -> Observed:
    """Return a run as measures read it, for the scenario's window or another given window.

    A window that closes after the run is cut at the run's end. A window that opens after the run's
    end has no person-time, and every rate over it is undefined.
    """
    seen = cut(resolved.measuring.window if window is None else window, run.closes)
    closes = seen.closes
    rows = run.log[: np.searchsorted(run.log["time"], closes)]
    kind = np.ascontiguousarray(rows["event"])
    rows, who = by_stay(rows, len(run.people))
    returns = rows[kind == EventKind.RETURNED]
    by_kind = np.argsort(kind, kind="stable")
    first = np.searchsorted(kind[by_kind], np.arange(max(EventKind) + 2))
    areas = len(resolved.names.areas) or 1
    group = np.array([in_area(person, areas) for person in run.people], np.int64)[who]
    first_came = np.array([min(person.arrived, closes) for person in run.people], np.int64)
    arrived = np.concatenate([first_came, returns["time"]])
    left = np.full(who.size, closes, np.int64)
    exits = rows[kind == EventKind.EXITED]
    left[exits["person"]] = exits["time"]
    present = np.maximum(left - np.maximum(arrived, seen.opens), 0)
    return Observed(
        rows=rows,
        by_kind=by_kind,
        first=first,
        window=seen,
        who=who,
        group=group,
        arrived=arrived,
        left=left,
        present=present,
        groups=len(resolved.names.groups_in_areas),
        services=len(resolved.names.services),
        needs=len(resolved.names.needs),
    )


def by_stay(rows: EventLog, people: int) -> tuple[EventLog, Ints]:
    """Return the rows with stays in place of people, and the person of each stay.

    A person's first stay has the person's number. Stays after a return have the numbers that
    follow those of all people, in the order of the returns.
    """
    back = rows["event"] == EventKind.RETURNED
    again = np.asarray(rows["person"][back], np.int64)
    who = np.concatenate([np.arange(people, dtype=np.int64), again])
    if not again.size:
        return rows, who
    order = order_by_person(rows)
    person, begins = rows["person"][order], back[order]
    number = people + np.cumsum(back) - 1  # of the stay that a return begins
    latest = np.maximum.accumulate(np.where(begins, np.arange(order.size), -1))
    same = (latest >= 0) & (person[latest] == person)
    stays = np.where(same, number[order[latest]], person)
    rows = rows.copy()
    rows["person"][order] = stays
    return rows, who


def in_area(person: Person, areas: int) -> int:
    """Return a person's group and area as one number, for counts by group and area."""
    return person.group * areas + max(person.area, 0)


def cut(asked: Window, closes: int) -> Window:
    """Cut a window at the minute in which the run closes; the result may be empty."""
    end = min(asked.closes, closes)
    return Window(min(asked.opens, end), end)


def rows_of(seen: Observed, *kinds: EventKind) -> EventLog:
    """Return the rows of the given kinds, in order, from the run's start to the window's close."""
    parts = [seen.by_kind[seen.first[kind] : seen.first[kind + 1]] for kind in kinds]
    return seen.rows[parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts))]


def rows_within(seen: Observed, *kinds: EventKind) -> EventLog:
    """Return the rows of the given kinds inside the window, in order."""
    rows = rows_of(seen, *kinds)
    return rows[rows["time"] >= seen.window.opens]


def within(times: Ints, window: Window) -> Flags:
    """Return which of the given minutes lie inside the window."""
    return np.logical_and(times >= window.opens, times < window.closes)


def overlap(opens: Ints, closes: Ints, window: Window) -> Ints:
    """Return how many minutes of each interval lie inside the window; `closes` is exclusive."""
    inside: Ints = np.minimum(closes, window.closes) - np.maximum(opens, window.opens)
    return np.maximum(inside, 0)


def by_person(rows: EventLog) -> EventLog:
    """Return the rows in order of person; each person's rows stay in order of time."""
    return rows[order_by_person(rows)]


def order_by_person(rows: EventLog) -> Ints:
    """Return positions of the rows in order of person; rows about nobody come first."""
    return np.argsort(np.ascontiguousarray(rows["person"]), kind="stable")


def rows_about_people(rows: EventLog) -> Ints:
    """Return positions of the rows about somebody, in order of person."""
    return order_by_person(rows)[np.count_nonzero(rows["person"] < 0) :]
