"""How full the diary of a team is: hours wanted for contacts ÷ hours available (R5).

A workbook has no column for supervision, absence or a missed contact's share of time: nothing is
taken off the contact hours, and a missed contact takes all of its time, as the model has it unless
the file that the result extends says otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.area.columns import Cell
from sim.area.deriving.counting import count
from sim.area.deriving.means import mean_caseload
from sim.area.deriving.place import Place
from sim.area.deriving.posts import counted_months, heads
from sim.area.deriving.words import percent, shown
from sim.units import DAY, HOUR, WEEK

DAYS_A_WEEK = WEEK / DAY


class Diary(NamedTuple):
    """Hours a week that contacts want, and those that there are."""

    wanted: float
    available: float
    each: float  # days of a worker that a contact takes
    words: str
    cells: tuple[Cell, ...]

    @property
    def full(self) -> float:
        """Hours wanted ÷ hours available."""
        return self.wanted / self.available


def diary(place: Place, interval: float, cancelled: float) -> Diary | None:
    """Return how full the diary is at an interval in days; None where hours are not known."""
    mean, there = mean_caseload(place), hours_available(place)
    minutes = place.row.staff_minutes or place.row.minutes
    if mean is None or there is None or minutes is None or interval <= 0:
        return None
    overhead = place.row.overhead
    each = minutes.value + (overhead.value if overhead else 0.0)
    firsts = count(place.row.starts).value / 2 / place.days
    contacts = DAYS_A_WEEK * (mean.value / interval + firsts)
    wanted = contacts * (1 - cancelled) * each / HOUR
    if there.hours <= 0:
        return None
    words = (
        f"hours wanted ÷ available = {shown(contacts)} contacts a week (mean caseload "
        f"{mean.words} ÷ every {shown(interval)} days, and half a contact for each start) × "
        f"{percent(1 - cancelled)} not cancelled × {shown(each)} minutes ÷ {there.words} = "
        f"{shown(wanted)} ÷ {shown(there.hours)} = {percent(wanted / there.hours)}"
    )
    cells = (*mean.cells, minutes.cell, *([overhead.cell] if overhead else []), *there.cells)
    days = each / HOUR / there.of_a_post * DAYS_A_WEEK
    return Diary(wanted, there.hours, days, words, cells)


class Available(NamedTuple):
    """The contact hours a week of a team's filled posts."""

    hours: float
    of_a_post: float
    words: str
    cells: tuple[Cell, ...]


def hours_available(place: Place) -> Available | None:
    """Return WTE in post × contact hours per WTE, on average of the period's months."""
    months = [each for each in counted_months(place) if each.contact_hours]
    if not months:
        return None
    wte = sum(each.wte_in_post.value for each in months) / len(months)
    hours = sum(each.contact_hours.value for each in months if each.contact_hours) / len(months)
    cells = tuple(each.wte_in_post.cell for each in months) + tuple(
        each.contact_hours.cell for each in months if each.contact_hours
    )
    words = f"({shown(wte)} WTE in post × {shown(hours)} contact hours)"
    return Available(wte * hours, hours / heads(place).value, words, cells)
