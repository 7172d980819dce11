"""All numbers that records tell, in the order of the services."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from sim.measures.recorded.tables import Links, Recorded
from sim.records.estimating.acceptance import acceptance
from sim.records.estimating.arrivals import arrivals
from sim.records.estimating.attendance import attendance
from sim.records.estimating.estimate import Estimate, Estimates, Untold
from sim.records.estimating.interval import interval
from sim.records.estimating.leaving import leaving
from sim.records.estimating.length import length
from sim.records.estimating.missed import missed
from sim.records.estimating.patience import patience
from sim.records.estimating.place import Known, Place, Records
from sim.records.estimating.posts import posts
from sim.records.estimating.routes import routes
from sim.records.estimating.stay import stay


def estimates(
    recorded: Recorded,
    links: Links,
    *,
    begins: datetime.date | None = None,
    known: Known | None = None,
) -> Estimates:
    """Estimate each number that the model needs, with its error, and say what cannot be told.

    Parameters
    ----------
    recorded
        The tables, in their orders. The window is what is measured; what lies before it tells since
        when people were in care.
    links
        Where people went on to, of the same tables.
    begins
        The first day of the run, to which the rate of referrals holds with growth; the day after
        the window unless given.
    known
        What an extract does not hold.
    """
    records = Records(recorded, links, known or Known())
    first = begins or records.date(records.closes)
    found = [
        each
        for service in range(len(recorded.services))
        for each in _of(Place(records, service), first)
    ]
    found.append(leaving(records))
    return Estimates(
        tuple(each for each in found if isinstance(each, Estimate)),
        tuple(each for each in found if isinstance(each, Untold)),
    )


def _of(place: Place, begins: datetime.date) -> Iterator[Estimate | Untold]:
    """Iterate over the numbers of one service."""
    yield from arrivals(place, begins)
    yield from acceptance(place)
    in_a_row = missed(place)
    by_missed = isinstance(in_a_row, Estimate)
    yield from (stay(place, by_missed), patience(place), in_a_row)
    yield from attendance(place)
    yield from interval(place)
    yield length(place)
    yield from posts(place)
    yield from routes(place, by_missed)
