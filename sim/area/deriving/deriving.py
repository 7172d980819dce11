"""All numbers of a workbook, in the order of its services."""

from __future__ import annotations

from collections.abc import Iterator

from sim.area.derived import Derived
from sim.area.deriving.acceptance import acceptance
from sim.area.deriving.as_written import as_written, costs
from sim.area.deriving.attendance import attendance
from sim.area.deriving.interval import interval
from sim.area.deriving.leaving import leaving
from sim.area.deriving.overriding import overridden
from sim.area.deriving.patience import patience
from sim.area.deriving.place import Place, places_of
from sim.area.deriving.posts import posts
from sim.area.deriving.referrals import referrals
from sim.area.deriving.routes import routes
from sim.area.deriving.stay import stay
from sim.area.deriving.turnover import turnover
from sim.area.figures import Workbook


def derive(workbook: Workbook) -> tuple[Derived, ...]:
    """Work out each number that the model needs, with its sum and its central 90 % range.

    A number that is written in the workbook wins over one that can be worked out from others. What
    cannot be known is taken for granted, and says so, or is left out; `reconcile` then says what is
    needed. Shares are 0 to 1, lengths of time are in the unit that each number names.
    """
    found = [number for place in places_of(workbook) for number in overridden(place, _of(place))]
    everywhere = leaving(workbook)
    return tuple(found if everywhere is None else [*found, everywhere])


def _of(place: Place) -> Iterator[Derived]:
    """Iterate over the numbers of one service."""
    yield from referrals(place)
    yield from (each for each in (acceptance(place), stay(place), patience(place)) if each)
    yield from as_written(place)
    seen = list(attendance(place))
    yield from seen
    cancelled = next((each.value for each in seen if each.item == "cancelled share"), 0.0)
    yield from interval(place, cancelled)
    yield from posts(place)
    yield from turnover(place)
    yield from routes(place)
    yield from costs(place)
