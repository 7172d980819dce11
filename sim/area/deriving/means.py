"""How many people were on a list or in care on average, from whatever of it is known."""

from __future__ import annotations

from typing import NamedTuple

from sim.area.columns import Cell, Figure
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import Unsure
from sim.area.deriving.words import shown
from sim.area.figures import Band


class Mean(NamedTuple):
    """A mean number of people, and how sure it is."""

    value: float
    words: str  # "(51 + 47) ÷ 2"
    cells: tuple[Cell, ...]
    days: int = 0  # on which it is known; 0 if it is a mean of all
    unsure: Unsure | None = None
    assumed: str = ""  # what is taken for granted


def mean_caseload(place: Place) -> Mean | None:
    """Return the mean number of people in care; None where nothing tells it.

    Numbers on single days are taken to vary as Poisson counts do, which is more than they vary
    where places or staff limit them.
    """
    row = place.row
    found = _written(row.caseload_mean) or _of_days(row.caseload_first, row.caseload_last)
    found = found or _of_bands(place.caseload) or _full(place)
    return found and _with_unsure(found, 1 / max(found.value, 0.5))


def mean_list(place: Place) -> Mean | None:
    """Return the mean number of people on the waiting list; None where nothing tells it.

    A list on single days varies about as much as it is long.
    """
    return counted_list(place) or _by_littles_law(place) or _listed(place)


def counted_list(place: Place) -> Mean | None:
    """Return the mean list that is written; None where it is not."""
    return _written(place.row.list_mean)


def _listed(place: Place) -> Mean | None:
    row = place.row
    found = _of_days(row.list_first, row.list_last) or _of_bands(place.waiting)
    return found and _with_unsure(found, 1.0)


def _written(mean: Figure | None) -> Mean | None:
    return None if mean is None else Mean(mean.value, shown(mean.value), (mean.cell,))


def _by_littles_law(place: Place) -> Mean | None:
    """Return people who joined the list a day × mean time on it."""
    joined, time = place.row.accepted, place.row.list_days
    if time is None:
        return None
    number = joined.value / place.days * time.value
    words = f"({shown(joined.value)} accepted ÷ {place.days} × {shown(time.value)} days on it)"
    return Mean(number, words, (joined.cell, time.cell))


def _of_days(first: Figure | None, last: Figure | None) -> Mean | None:
    days = [each for each in (first, last) if each is not None]
    if not days:
        return None
    words = shown(days[0].value)
    if len(days) == 2:
        words = f"({words} + {shown(days[1].value)}) ÷ 2"
    assumed = "" if len(days) == 2 else "it was always as on the one day that is known"
    number = sum(each.value for each in days) / len(days)
    return Mean(number, words, tuple(each.cell for each in days), len(days), assumed=assumed)


def _of_bands(bands: list[Band]) -> Mean | None:
    if not bands:
        return None
    number = sum(each.people.value for each in bands)
    cells = tuple(each.people.cell for each in bands)
    return Mean(number, shown(number), cells, 1, assumed="it was always as on the snapshot date")


def _full(place: Place) -> Mean | None:
    """Return the mean of a service with places of which nothing else is known."""
    places = place.row.places
    if place.row.capacity != "places" or places is None or not places.value:
        return None
    return Mean(places.value, shown(places.value), (places.cell,), assumed="it was always full")


def _with_unsure(mean: Mean, variance: float) -> Mean:
    """Return a mean with how unsure it is, if numbers on single days have so much variance.

    It is relative to the square of the mean.
    """
    if not mean.days:
        return mean
    return mean._replace(unsure=Unsure(variance / mean.days, "a mean from few days"))
