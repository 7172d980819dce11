"""Services as such: how full their places, how busy their workers, how many posts stood empty.

None of this belongs to a person, so it has no groups and is counted once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind, Run, Window
from sim.measures.activity import without_worker
from sim.measures.observed import NEVER, Observed, overlap, rows_of, rows_within
from sim.measures.referrals import Referrals
from sim.measures.tallies import count, ratio
from sim.resolved import MISSING, Capacity, Ints, Resolved
from sim.units import HOUR, WEEK, YEAR

CHARGED = (
    EventKind.CONTACT,
    EventKind.CONTACT_MISSED,
    EventKind.CONSULTED,
    EventKind.ALLOCATED,
)


class CapacityTally(NamedTuple):
    """What services had and used, shape (S,)."""

    place_minutes: Ints  # offered, by services with places
    taken_minutes: Ints  # places taken, those held after an ending included
    post_minutes: Ints  # offered, by services with workers
    worker_minutes: Ints  # posts filled
    assigned_minutes: Ints  # open spells that had a worker
    charged_minutes: Ints  # workers' time used


def gather(run: Run, seen: Observed, made: Referrals, resolved: Resolved) -> CapacityTally:
    """Count what services had and used; see `CapacityTally`."""
    shape = (seen.services,)
    offered = offered_minutes(seen, resolved)
    kind = resolved.numbers.services.capacity
    opened = np.flatnonzero(made.started != NEVER)
    taken = overlap(made.started, np.minimum(made.freed, seen.window.closes), seen.window)
    ended = np.minimum(made.ended, seen.left[made.person])
    open_minutes = count(
        shape,
        made.service[opened],
        weights=overlap(made.started, ended, seen.window)[opened],
    )
    held, without = without_worker(seen)
    has_team = resolved.numbers.services.team != MISSING
    alone = count(shape, held["service"], weights=without)
    return CapacityTally(
        place_minutes=np.where(kind == Capacity.PLACES, offered, 0),
        taken_minutes=count(shape, made.service[opened], weights=taken[opened]),
        post_minutes=np.where(kind == Capacity.WORKERS, offered, 0),
        worker_minutes=worker_minutes(run, seen),
        assigned_minutes=np.where(has_team, open_minutes - alone, 0),
        charged_minutes=charged_minutes(run, seen),
    )


def offered_minutes(seen: Observed, resolved: Resolved) -> Ints:
    """Places, or posts, times minutes of the window, by the schedule of changes. Shape (S,)."""
    now = resolved.numbers.services.places.astype(np.int64).copy()
    since = np.full(seen.services, seen.window.opens, np.int64)
    total = np.zeros(seen.services, np.int64)
    for row in rows_of(seen, EventKind.CAPACITY_CHANGED):
        service, time = int(row["service"]), max(int(row["time"]), seen.window.opens)
        total[service] += now[service] * (time - since[service])
        now[service], since[service] = row["detail"], time
    return total + now * (seen.window.closes - since)


def worker_minutes(run: Run, seen: Observed) -> Ints:
    """Minutes of the window with a worker in post, added up over workers. Shape (S,)."""
    service = np.array([worker.service for worker in run.workers], np.int64)
    started = np.array([worker.started for worker in run.workers], np.int64)
    left = np.full(len(run.workers), seen.window.closes, np.int64)
    leavings = rows_of(seen, EventKind.WORKER_LEFT)
    left[leavings["worker"]] = leavings["time"]
    return count((seen.services,), service, weights=overlap(started, left, seen.window))


def charged_minutes(run: Run, seen: Observed) -> Ints:
    """Minutes of workers' time used in the window, by the service they belong to. Shape (S,).

    `minutes` of a row is each worker's: both of a joint contact, a consultation or a handover.
    """
    team = np.array([worker.service for worker in run.workers], np.int64)
    rows = rows_within(seen, *CHARGED)
    total = np.zeros(seen.services, np.int64)
    for column in ("worker", "other_worker"):
        with_worker = rows[rows[column] >= 0]
        total += count((seen.services,), team[with_worker[column]], weights=with_worker["minutes"])
    return total


def summarise(tally: CapacityTally, window: Window, resolved: Resolved) -> dict[str, float]:
    """Services as such: how full and busy they were, and the time their workers gave."""
    length = window.closes - window.opens
    values = {"staff_hours": ratio(tally.charged_minutes.sum() * YEAR, length * HOUR)}
    posts = tally.post_minutes.sum()
    if posts:
        values["vacancy_share"] = vacancy(tally.worker_minutes.sum(), posts)
        values["caseload"] = ratio(tally.assigned_minutes.sum(), tally.worker_minutes.sum())
    for place, service in enumerate(resolved.names.services):
        here = CapacityTally(*(part[place] for part in tally))
        kind = resolved.numbers.services.capacity[place]
        if kind == Capacity.PLACES:
            values[f"utilisation.{service}"] = ratio(here.taken_minutes, here.place_minutes)
        elif kind == Capacity.WORKERS:
            team = resolved.numbers.services.team[place]
            weekly = resolved.numbers.workforce.weekly_minutes[team]
            available = here.worker_minutes * weekly / WEEK
            values |= {
                f"utilisation.{service}": ratio(here.charged_minutes, available),
                f"caseload.{service}": ratio(here.assigned_minutes, here.worker_minutes),
                f"staff_hours.{service}": ratio(here.charged_minutes * YEAR, length * HOUR),
                f"vacancy_share.{service}": vacancy(here.worker_minutes, here.post_minutes),
            }
    return values


def vacancy(filled: Ints, offered: Ints) -> float:
    """The share of post time in which nobody was in post."""
    return 1 - ratio(filled, offered)
