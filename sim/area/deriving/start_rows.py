"""People who are there when the run begins, made up from bands of weeks: nobody's own row.

Of *n* people in a band the *k*-th has waited from its begin + (*k* − ½) ÷ *n* of its width. An open
last band is as wide as its mean says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from sim.area.columns import Figure
from sim.area.deriving.means import mean_list
from sim.area.deriving.place import Place, places_of
from sim.area.deriving.stay import stay
from sim.area.figures import Band, Workbook

WAITING, IN_CARE = "waiting", "in_care"
MOST_HIDDEN, USUALLY_HIDDEN = 4, 2
DAYS = 7
DECIMALS = 6


class StartRow(NamedTuple):
    """One row of the starting table, its columns in order."""

    id: str
    area: str | None
    service: str
    status: str
    days_so_far: float


def start_rows(workbook: Workbook) -> tuple[StartRow, ...]:
    """Make up the starting table of a workbook, in the order of its services.

    Where a service has no bands, the people of its last day are spread evenly from 0 to twice the
    mean stay, or twice the mean time on the list. Nobody waits for a service without a limit.
    """
    return tuple(row for place in places_of(workbook) for row in _of(place))


def people_in(bands: list[Band], together: Figure | None) -> list[int]:
    """Return how many people each band has; hidden ones share what makes the list add up."""
    hidden = [at for at, band in enumerate(bands) if band.people.hidden]
    numbers = [round(band.people.value) for band in bands]
    if not hidden or together is None or together.hidden:
        return numbers
    known = sum(number for at, number in enumerate(numbers) if at not in hidden)
    left = min(max(0, round(together.value) - known), MOST_HIDDEN * len(hidden))
    for place, at in enumerate(hidden):
        numbers[at] = left // len(hidden) + (place < left % len(hidden))
    return numbers


def _of(place: Place) -> Iterator[StartRow]:
    if place.row.capacity != "unlimited":
        found = _spread(place, place.waiting, place.row.list_last, 2 * _days_on_list(place))
        yield from _rows(place, WAITING, found)
    mean = stay(place)
    twice = 2 * mean.value if mean is not None and mean.value < math.inf else 0.0
    found = _spread(place, place.caseload, place.row.caseload_last, twice)
    yield from _rows(place, IN_CARE, found)


def _rows(
    place: Place, status: str, people: Iterator[tuple[str | None, float]]
) -> Iterator[StartRow]:
    key = place.row.key
    name = f"{key}.{place.row.area}" if place.row.area else key
    for number, (area, days) in enumerate(people, start=1):
        yield StartRow(f"{name}.{status}.{number}", area, key, status, round(days, DECIMALS))


def _spread(
    place: Place, bands: list[Band], together: Figure | None, longest: float
) -> Iterator[tuple[str | None, float]]:
    """Yield for each person the area, where it is known, and how many days they have been there."""
    if not bands:
        number = 0 if together is None else round(together.value)
        yield from ((place.row.area, each) for each in _evenly(0.0, longest, number))
    for band, number in zip(bands, people_in(bands, together), strict=True):
        begins, width = band.weeks_from.value, _width(band)
        days = _evenly(DAYS * begins, DAYS * width, number)
        yield from ((band.area, each) for each in days)


def _evenly(begins: float, width: float, number: int) -> Iterator[float]:
    for each in range(1, number + 1):
        yield begins + (each - 0.5) / number * width


def _width(band: Band) -> float:
    """Return how many weeks wide a band is; an open one is so wide that its mean holds."""
    if band.weeks_to is not None:
        return band.weeks_to.value - band.weeks_from.value
    return 2 * (band.mean_weeks.value - band.weeks_from.value) if band.mean_weeks else 0.0


def _days_on_list(place: Place) -> float:
    """Return the mean time on the list in days: as written, else mean list ÷ people a day."""
    if place.row.list_days is not None:
        return place.row.list_days.value
    mean, joined = mean_list(place), place.row.accepted.value
    return mean.value * place.days / joined if mean is not None and joined else 0.0
