"""People who are there when the run begins, made up from bands of weeks: nobody's own row.

Of *n* people in a band the *k*-th has waited from its begin + (*k* − ½) ÷ *n* of its width. An open
last band is as wide as its mean says.
"""

from __future__ import annotations

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
        days = _spread(place.waiting, place.row.list_last, 2 * _days_on_list(place))
        yield from _rows(place, WAITING, days)
    found = stay(place)
    twice = 2 * found.value if found is not None and found.value < float("inf") else 0.0
    yield from _rows(place, IN_CARE, _spread(place.caseload, place.row.caseload_last, twice))


def _rows(place: Place, status: str, days: Iterator[float]) -> Iterator[StartRow]:
    key, area = place.row.key, place.row.area
    name = f"{key}.{area}" if area else key
    for number, each in enumerate(days, start=1):
        yield StartRow(f"{name}.{status}.{number}", area, key, status, round(each, DECIMALS))


def _spread(bands: list[Band], together: Figure | None, longest: float) -> Iterator[float]:
    """Yield how many days each person has been there."""
    if not bands:
        number = 0 if together is None else round(together.value)
        yield from _evenly(0.0, longest, number)
    for band, number in zip(bands, people_in(bands, together), strict=True):
        begins, width = band.weeks_from.value, _width(band)
        yield from _evenly(DAYS * begins, DAYS * width, number)


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
