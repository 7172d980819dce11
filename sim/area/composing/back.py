"""Fill a workbook from a scenario that no workbook gave: with what its sheets can hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.area.columns import Cell, Figure
from sim.area.figures import (
    QUEUES,
    Area,
    Cost,
    Locality,
    Range,
    Service,
    Source,
    StaffMonth,
    Workbook,
)
from sim.scenario import Scenario
from sim.scenario.dates import OnDate
from sim.scenario.quantities import BUILT_IN, Quantity
from sim.scenario.services import Service as Described
from sim.units import DAY, MONTH

NOWHERE_YET = Cell("", "")  # the template puts each figure into its place
NOT_COUNTED = Figure(0, NOWHERE_YET)
"""A count that is needed and that a scenario does not have."""
NO_DATE = datetime.date(2025, 3, 31)
"""The snapshot date of a scenario that has no dates; to be replaced by the planner's own."""
SOURCE_KINDS = ("published", "derived", "local_data", "expert", "assumption")


def workbook_from(scenario: Scenario, extends: str) -> Workbook:
    """Return a workbook with the numbers of a scenario that its sheets can hold, as entered.

    What they cannot hold (needs, trust, effects, arms, arrivals, routes, targets, times that are
    not exponential, and people at the start) stays in the file that the workbook `extends`. Counts
    are 0: nobody has counted yet.

    Parameters
    ----------
    extends
        The scenario's file, relative to the folder of the workbook.
    """
    sources = _sources(scenario)
    if not sources:
        sources = (Source(key="counted", kind="local_data", reference="your own counts"),)
    source = sources[0].key
    rows = [_Rows(name, each, source) for name, each in scenario.services.items()]
    return Workbook(
        area=_area(scenario, extends, source),
        services=tuple(each.service() for each in rows),
        sources=sources,
        areas=tuple(
            Locality(
                key=key, label=each.label or None, share=_figure(each.share.value), source=source
            )
            for key, each in scenario.people.areas.items()
        ),
        staff=tuple(month for each in rows for month in each.staff(_snapshot(scenario))),
        costs=tuple(cost for each in rows for cost in each.costs()),
        ranges=tuple(row for each in rows for row in each.ranges()),
    )


def _sources(scenario: Scenario) -> tuple[Source, ...]:
    return tuple(
        Source(
            key=key,
            kind=each.kind,
            reference=each.reference,
            agreed_by=each.agreed_by or None,
            note=each.note or None,
        )
        for key, each in scenario.sources.items()
        if each.kind in SOURCE_KINDS
    )


def _snapshot(scenario: Scenario) -> datetime.date:
    return scenario.run.begins or NO_DATE


def _area(scenario: Scenario, extends: str, source: str) -> Area:
    snapshot = _snapshot(scenario)
    change, length = scenario.run.change, float(scenario.run.length) / MONTH
    price_year = scenario.price_year
    return Area(
        format=Figure(1, NOWHERE_YET),
        title=scenario.title,
        question=scenario.question or None,
        snapshot=snapshot,
        period_from=snapshot - datetime.timedelta(days=364),
        period_to=snapshot,
        begins=scenario.run.begins,
        change=change.date if isinstance(change, OnDate) else None,
        months=_figure(length) if length.is_integer() else None,
        price_year=None if price_year is None else _figure(price_year),
        currency=scenario.currency,
        involvement=scenario.involvement or None,
        extends=extends,
        source=source,
    )


def _figure(value: float) -> Figure:
    return Figure(float(value), NOWHERE_YET)


class Field(NamedTuple):
    """Where a scenario has the number of a column of the sheet Services."""

    item: str
    path: str  # in a service; a time counts only if it is of the family that is named
    unit: float = 1  # minutes in the unit of the column, of times


FIELDS = {
    "places": Field("places", "capacity.places"),
    "acceptance": Field("acceptance", "accepts.probability"),
    "missed_in_a_row": Field("missed in a row", "ends.missed"),
    "decision_wait": Field("decision wait", "decision_delay.exponential.mean", DAY),
    "stay": Field("stay", "ends.stay.exponential.mean", DAY),
    "patience": Field("patience", "patience.exponential.mean", DAY),
    "tenure": Field("tenure", "workers.tenure.exponential.mean", DAY),
    "vacancy": Field("vacancy", "workers.vacancy.exponential.mean", DAY),
    "attendance": Field("attendance", "contacts.attendance"),
    "interval": Field("interval", "contacts.every.fixed", DAY),
    "minutes": Field("contact", "contacts.length.fixed"),
    "staff_minutes": Field("staff time", "contacts.staff_time.fixed"),
    "overhead": Field("overhead", "contacts.overhead"),
}


def _number(service: Described, path: str) -> Quantity[Any] | None:
    """Return the number at a path that somebody wrote; None if there is none."""
    found: Any = service
    for step in path.split("."):
        if getattr(found, "truncated", None) is not None:
            return None  # another time than the sheet can say
        found = getattr(found, step, None)
    return found if isinstance(found, Quantity) and found.source != BUILT_IN else None


@dataclass(frozen=True)
class _Rows:
    """The rows that one service of a scenario fills."""

    name: str
    found: Described
    source: str

    @property
    def place(self) -> dict[str, Any]:
        """The service and the area of a row."""
        part = self.found.part_of
        key, area = (self.name, None) if part is None else (part.service, part.area)
        return {"service": key, "area": area}

    @property
    def numbers(self) -> dict[str, Quantity[Any]]:
        """The numbers that somebody wrote, by the field of their column."""
        found = {field: _number(self.found, about.path) for field, about in FIELDS.items()}
        return {field: each for field, each in found.items() if each is not None}

    def service(self) -> Service:
        """Return the row of the sheet Services."""
        found = self.found
        entered: dict[str, Any] = {
            field: _figure(float(each.value) / FIELDS[field].unit)
            for field, each in self.numbers.items()
        }
        return Service(
            key=self.place["service"],
            label=found.label or None,
            kind=found.kind,
            area=self.place["area"],
            capacity="staff" if found.workers else "places" if found.limited else "unlimited",
            referrals=NOT_COUNTED,
            accepted=NOT_COUNTED,
            starts=NOT_COUNTED,
            discharges=NOT_COUNTED,
            queue=found.queue.rule if found.queue.rule in QUEUES else None,
            source=self.source,
            **entered,
        )

    def ranges(self) -> Iterator[Range]:
        """Iterate over the rows of the sheet Ranges."""
        for field, each in self.numbers.items():
            if each.low is not None and each.high is not None:
                item, _, unit = FIELDS[field]
                low, high = (_figure(float(end) / unit) for end in (each.low, each.high))
                yield Range(**self.place, item=item, low=low, high=high, source=self.source)

    def staff(self, month: datetime.date) -> Iterator[StaffMonth]:
        """Iterate over the month of the sheet Staff, with posts as whole-time equivalents."""
        workers = self.found.workers
        if workers is None:
            return
        limit = getattr(workers.caseload, "value", None)
        yield StaffMonth(
            **self.place,
            month=month.replace(day=1),
            wte_in_post=_figure(workers.posts.value - workers.vacant_at_start.value),
            wte_funded=_figure(workers.posts.value),
            contact_hours=_figure(workers.contact_hours.value),
            caseload=None if limit is None else _figure(limit),
            source=self.source,
        )

    def costs(self) -> Iterator[Cost]:
        """Iterate over the row of the sheet Costs."""
        costs = self.found.costs
        if costs.given:
            yield Cost(
                service=self.place["service"],
                post_year=_price(costs.post_year),
                contact=_price(costs.contact),
                place_day=_price(costs.place_day),
                source=self.source,
            )


def _price(amount: Quantity[Any] | None) -> Figure | None:
    return None if amount is None else _figure(amount.value)
