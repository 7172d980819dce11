"""One service, or one area's, with all rows of a workbook that concern it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from sim.area.columns import Cell, Figure
from sim.area.figures import Band, Cost, DemandMonth, Route, Service, StaffMonth, Workbook

OUTSIDE, NOWHERE = "outside", "nowhere"

T = TypeVar("T", Band, StaffMonth, DemandMonth)


@dataclass(frozen=True)
class Place:
    """A row of the sheet Services and the workbook around it."""

    book: Workbook
    row: Service

    @property
    def days(self) -> int:
        """The length of the period in days."""
        return self.book.days

    @property
    def begins(self) -> datetime.date:
        """The first day of the run."""
        return self.book.area.begins or self.book.area.snapshot

    @property
    def staff(self) -> list[StaffMonth]:
        """The months of its staff, in order of time."""
        return sorted(self._own(self.book.staff), key=lambda each: each.month)

    @property
    def demand(self) -> list[DemandMonth]:
        """The months of its outside referrals, in order of time."""
        return sorted(self._own(self.book.demand), key=lambda each: each.month)

    @property
    def costs(self) -> list[Cost]:
        """Its prices."""
        return [each for each in self.book.costs if each.service == self.row.key]

    @property
    def waiting(self) -> list[Band]:
        """The bands of its waiting list, in order of weeks."""
        return self._bands(self.book.waiting)

    @property
    def caseload(self) -> list[Band]:
        """The bands of its caseload, in order of weeks."""
        return self._bands(self.book.caseload)

    @property
    def of_its_name(self) -> list[Service]:
        """The services with its key, in all areas."""
        return [each for each in self.book.services if each.key == self.row.key]

    @property
    def routes_out(self) -> list[Route]:
        """The routes that lead from it; without an area of their own, those of all its areas."""
        return [each for each in self.book.routes if each.origin == self.row.key and self._of(each)]

    @property
    def routes_in(self) -> list[Route]:
        """The routes that lead to it, from services and from outside."""
        return [each for each in self.book.routes if each.to == self.row.key and self._of(each)]

    def cell(self, field: str) -> Cell:
        """Return the place of a field of its row."""
        return self.row.cell(field)

    def figures(self, *fields: str) -> Iterator[Figure]:
        """Iterate over the figures of its row that are filled."""
        for field in fields:
            figure = getattr(self.row, field)
            if figure is not None:
                yield figure

    def share_of(self, route: Route) -> float:
        """Return which share of a route's people are of its area, by referrals if unknown."""
        if route.area is not None or self.row.area is None:
            return 1.0
        every = sum(each.referrals.value for each in self.of_its_name)
        return self.row.referrals.value / every if every else 1 / len(self.of_its_name)

    def _of(self, route: Route) -> bool:
        return None in (route.area, self.row.area) or route.area == self.row.area

    def _bands(self, rows: tuple[Band, ...]) -> list[Band]:
        """Return its own bands; of a service that is whole, those of all areas."""
        own = [each for each in rows if each.service == self.row.key]
        if self.row.area is not None:
            own = self._own(rows)
        return sorted(own, key=lambda each: each.weeks_from.value)

    def _own(self, rows: tuple[T, ...]) -> list[T]:
        mine = (self.row.key, self.row.area)
        return [each for each in rows if (each.service, each.area) == mine]


def places_of(book: Workbook) -> Iterator[Place]:
    """Iterate over the services of a workbook, in the order of its rows."""
    for row in book.services:
        yield Place(book, row)


def days_of_month(month: datetime.date) -> int:
    """Return the number of days of the month that begins on this day."""
    return (month_after(month) - month).days


def month_after(month: datetime.date) -> datetime.date:
    """Return the first day of the month after the one that this day is in."""
    return (month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def months_between(first: datetime.date, later: datetime.date) -> int:
    """Return how many months of the calendar the later day is after the first one."""
    return 12 * (later.year - first.year) + later.month - first.month
