"""Write the series by months as a long table, and the result of the check for drift."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from sim.calendar import Calendar
from sim.studies.drift import Drift
from sim.studies.monthly import MonthlyTable, course
from sim.tables.texts import Cell, write_csv

MONTHLY_COLUMNS = (
    *("arm", "service", "measure", "unit", "month", "begins", "from_minute"),
    *("mean", "low", "high", "runs"),
)
DRIFT_COLUMNS = (
    *("arm", "service", "measure", "unit", "today", "first_month", "last_month"),
    *("first_year", "last_year", "difference", "low", "high", "drifts"),
)
MONTHLY_TYPES = dict.fromkeys(("month", "runs"), "INTEGER") | {"from_minute": "BIGINT"}
MONTHLY_TYPES |= dict.fromkeys(("mean", "low", "high"), "DOUBLE")


def write_monthly(table: MonthlyTable | None, path: Path, calendar: Calendar) -> None:
    """Write one row for each arm, series and month: the mean over runs, and their range."""
    write_csv(MONTHLY_COLUMNS, () if table is None else _rows(table, calendar), path)


def _rows(table: MonthlyTable, calendar: Calendar) -> Iterator[tuple[Cell, ...]]:
    runs, begins = table.values.shape[1], table.months[:-1].tolist()
    dates = ["" if calendar.begins is None else calendar.date_text(each) for each in begins]
    for arm in table.arms:
        for position, column in enumerate(table.columns):
            if not table.arm_has(arm, position):
                continue
            found = course(table.of(arm, column.measure, column.service))
            for month, (date, minute, *values) in enumerate(
                zip(dates, begins, *(each.tolist() for each in found), strict=True), 1
            ):
                yield (
                    *(arm, column.service, column.measure, column.unit, month, date, minute),
                    *(*values, runs),
                )


def write_drift(drift: Drift, path: Path) -> None:
    """Write one row for each quantity that was checked; none if drift cannot be judged.

    Lists that begin with today's people come first.
    """
    begins: Iterator[tuple[Cell, ...]] = (
        (
            *(drift.arm, each.service, "list", "people", each.today, each.first, each.last),
            *("", "", each.difference, each.low, each.high, "true" if each.differs else "false"),
        )
        for each in drift.from_today
    )
    years: Iterator[tuple[Cell, ...]] = (
        (
            *(drift.arm, each.service, each.measure, each.unit, "", "", ""),
            *(each.first, each.last, each.difference, each.low, each.high),
            "true" if each.drifts else "false",
        )
        for each in drift.shifts
    )
    write_csv(DRIFT_COLUMNS, chain(begins, years), path)
