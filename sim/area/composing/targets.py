"""Targets: figures of today with which the model's results are compared, as a table.

What the planner observed stands in the sheet Observed. The counts of the sheet Services are
compared as well, so that the page says where the model does not look like the services.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from sim.area.columns import Cell, Figure
from sim.area.composing.book import Book, key_of
from sim.area.composing.items import rounded
from sim.area.composing.services import label
from sim.area.figures import Observed, Service
from sim.area.measured import SERVICE, measure_of
from sim.measures.words.service import IN_SERVICE, LIST_DAYS, LIST_LENGTH

TO_AN_END = 3.29 / 2
"""From the middle of a central 90 % range to its ends, in standard errors."""
LEAST_PEOPLE, LEAST_DAYS, LEAST_SHARE = 5, 1, 0.05
"""How far two figures of the same thing may be apart in any case: people, days, or a share."""
PER_YEAR = 365.25


class Target(NamedTuple):
    """A row of the table of targets."""

    name: str
    measure: str  # with `{service}` where the name of the service stands
    service: str
    value: float
    low: float
    high: float
    group: str
    role: str
    label: str
    source: str
    note: str
    cells: tuple[Cell, ...]


COLUMNS = tuple(name for name in Target._fields if name not in ("name", "cells"))


class Counted(NamedTuple):
    """A count of the sheet Services that is a measure of the model as well."""

    field: str
    measure: str
    per_year: bool  # counted over the period, and told per year
    label: str
    fits: str = ""  # the item that is worked out from it, if the model is made to meet it


COUNTED = (
    Counted("referrals", "referrals", True, "Referrals", "outside referrals"),
    Counted("starts", "spells", True, "People who started"),
    Counted("list_mean", LIST_LENGTH, False, "People waiting", "patience"),
    Counted("list_last", LIST_LENGTH, False, "People waiting", "patience"),
    Counted("list_days", LIST_DAYS, False, "Days on the list"),
    Counted("caseload_mean", IN_SERVICE, False, "People in care", "stay"),
    Counted("caseload_last", IN_SERVICE, False, "People in care", "stay"),
)
"""Where two stand for one measure, the first that is filled is taken."""


def targets(book: Book) -> list[Target]:
    """Return the figures to compare with: those observed, then those counted of each service."""
    made = [_observed(book, at, each) for at, each in enumerate(book.workbook.observed, 1)]
    taken = {(each.measure, each.service) for each in made}
    for row in book.workbook.services:
        for each in _counted(book, row):
            if (each.measure, each.service) not in taken:
                made.append(each)
                taken.add((each.measure, each.service))
    return made


def _counted(book: Book, row: Service) -> Iterator[Target]:
    """Iterate over the counts of a service that the model has a measure for."""
    for each in COUNTED:
        figure: Figure | None = getattr(row, each.field)
        if figure is None or (each.measure.startswith("list_") and row.capacity == "unlimited"):
            continue
        if book.extends and figure.value == 0:
            continue  # nobody has counted yet
        scale = PER_YEAR / book.workbook.days if each.per_year else 1.0
        off = _off(figure, each, 0 if row.starts is None else row.starts.value)
        found = book.at_once(row, each.fits) if each.fits else None
        fitted = found is not None and not found.entered and figure.cell in found.cells
        where = key_of(row)
        yield Target(
            name=f"{each.measure}_{where}",
            measure=f"{each.measure}.{SERVICE}",
            service=where,
            value=rounded(figure.value * scale),
            low=rounded(max(0.0, figure.value - off) * scale),
            high=rounded((figure.value + off) * scale),
            group="",
            role="fit" if fitted else "check",
            label=f"{each.label}, {label(book, row) or where}",
            source=row.source,
            note="",
            cells=(figure.cell,),
        )


def _off(figure: Figure, counted: Counted, started: float) -> float:
    """Return how far the model may be off a count: chance, or what two counts may differ by.

    The number of people who come, or who are there on a day, varies by chance as counts do; the
    mean days on the list as the mean of so many exponential times as people started.
    """
    if counted.measure == LIST_DAYS:
        share = max(LEAST_SHARE, TO_AN_END / math.sqrt(max(1.0, started)))
        return max(LEAST_DAYS, share * figure.value)
    least = max(LEAST_PEOPLE, LEAST_SHARE * figure.value)
    return max(least, TO_AN_END * math.sqrt(figure.value))


def _observed(book: Book, at: int, row: Observed) -> Target:
    """Return the target of a row of the sheet Observed."""
    where, of_area = row.service or "", row.area
    for each in book.rows(where, row.area):
        where, of_area = key_of(each), None  # it is that of the area
        break
    low, high = _range(row)
    group = row.group or ("" if of_area is None else f"area:{of_area}")
    return Target(
        name=f"observed_{at}",
        measure=measure_of(row.measure, where),
        service=where,
        value=row.value.value,
        low=rounded(low),
        high=rounded(high),
        group=group,
        role=row.role or "check",
        label="",
        source=row.source,
        note=row.note or "",
        cells=(row.cell("measure"), row.value.cell),
    )


def _range(row: Observed) -> tuple[float, float]:
    """Return the range that agrees with an observed figure: written, or from its error."""
    value = row.value.value
    if row.low is not None and row.high is not None:
        return row.low.value, row.high.value
    if row.standard_error is not None:
        off = TO_AN_END * row.standard_error.value
    elif row.n is not None and row.n.value > 0 and 0 <= value <= 1:
        off = TO_AN_END * math.sqrt(value * (1 - value) / row.n.value)
    elif row.n is not None and row.n.value > 0:
        off = TO_AN_END * value / math.sqrt(row.n.value)
    else:
        off = max(LEAST_SHARE * value, TO_AN_END * math.sqrt(value) if value > 1 else 0.0)
    return max(0.0, value - off), value + off
