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
    unsure: Unsure | None = None  # where it is of few days
    assumed: str = ""  # what is taken for granted


def mean_caseload(place: Place) -> Mean | None:
    """Return the mean number of people in care; None where nothing tells it."""
    row = place.row
    found = _mean(row.caseload_first, row.caseload_last, row.caseload_mean, place.caseload)
    return found if found is not None else _full(place)


def mean_list(place: Place) -> Mean | None:
    """Return the mean number of people on the waiting list; None where nothing tells it."""
    row = place.row
    return _mean(row.list_first, row.list_last, row.list_mean, place.waiting)


def _mean(
    first: Figure | None, last: Figure | None, mean: Figure | None, bands: list[Band]
) -> Mean | None:
    """Return the mean that is written, or that of the days that are known."""
    if mean is not None:
        return Mean(mean.value, shown(mean.value), (mean.cell,))
    days = [each for each in (first, last) if each is not None]
    cells = tuple(each.cell for each in days)
    if len(days) == 2:
        number = sum(each.value for each in days) / 2
        words = f"({shown(days[0].value)} + {shown(days[1].value)}) ÷ 2"
        return Mean(number, words, cells, _of_days(number, 2))
    if days:
        number = days[0].value
        assumed = "it was always as on the one day that is known"
        return Mean(number, shown(number), cells, _of_days(number, 1), assumed)
    if bands:
        number = sum(each.people.value for each in bands)
        cells = tuple(each.people.cell for each in bands)
        assumed = "it was always as on the snapshot date"
        return Mean(number, shown(number), cells, _of_days(number, 1), assumed)
    return None


def _of_days(number: float, days: int) -> Unsure:
    """Return how unsure a mean of few days is.

    Numbers on single days are taken to vary as Poisson counts do, which is more than they vary
    where places or staff limit them.
    """
    return Unsure(1 / (days * max(number, 0.5)), "a mean from few days")


def _full(place: Place) -> Mean | None:
    """Return the mean of a service with places of which nothing else is known."""
    places = place.row.places
    if place.row.capacity != "places" or places is None or not places.value:
        return None
    return Mean(places.value, shown(places.value), (places.cell,), None, "it was always full")
