"""How much of a post each worker holds over time: a whole post, or a part of the last post.

Time in post is counted in thousandths of a whole post, so that a worker in half a post counts
half.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.events import EventKind, Run
from sim.laws import Ints
from sim.measures.observed import NEVER, Observed, rows_of
from sim.resolved import WHOLE_POST, Resolved


class InPost(NamedTuple):
    """Intervals of workers' time in post, shape (N,)."""

    service: Ints
    begins: Ints  # minutes
    ends: Ints
    thousandths: Ints  # of a post; negative where a stretch takes off what is lacking


class Offered(NamedTuple):
    """The places or posts of a service from one minute to another."""

    service: int
    begins: int
    ends: int
    places: int
    last_share: int  # thousandths: of the last post

    @property
    def thousandths(self) -> int:
        """The number of places or posts, in thousandths."""
        return WHOLE_POST * (self.places - 1) + self.last_share if self.places else 0


def offered(seen: Observed, resolved: Resolved) -> Iterator[Offered]:
    """Yield the places or posts of each service over time, with scheduled changes.

    The last interval of each service never ends.
    """
    first = resolved.first_numbers.services
    places, shares = first.places.tolist(), first.last_share.tolist()
    since = [0] * seen.services
    for row in rows_of(seen, EventKind.CAPACITY_CHANGED):
        service, time = int(row["service"]), int(row["time"])
        yield Offered(service, since[service], time, places[service], shares[service])
        since[service], places[service] = time, int(row["detail"])
        shares[service] = int(row["length"]) or WHOLE_POST
    for service in range(seen.services):
        yield Offered(service, since[service], NEVER, places[service], shares[service])


def in_post(run: Run, seen: Observed, resolved: Resolved) -> InPost:
    """Return the intervals of workers' time in post, up to the window's close."""
    service = np.array([worker.service for worker in run.workers], np.int64)
    post = np.array([worker.post for worker in run.workers], np.int64)
    started = np.array([worker.started for worker in run.workers], np.int64)
    left = np.full(len(run.workers), seen.window.closes, np.int64)
    leavings = rows_of(seen, EventKind.WORKER_LEFT)
    left[leavings["worker"]] = leavings["time"]
    parts = [InPost(service, started, left, np.full_like(service, WHOLE_POST))]
    for held in offered(seen, resolved):
        if held.last_share == WHOLE_POST:
            continue
        here = np.flatnonzero((service == held.service) & (post == held.places - 1))
        begins, ends = np.maximum(started[here], held.begins), np.minimum(left[here], held.ends)
        lacking = np.full_like(here, held.last_share - WHOLE_POST)
        parts.append(InPost(service[here], begins, ends, lacking))
    return InPost(*map(np.concatenate, zip(*parts, strict=True)))
