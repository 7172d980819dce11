"""Write runs over time as CSV, by period, so that people can judge the warm-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sim.events import Run
from sim.resolved import Resolved
from sim.studies.courses import course
from sim.tables.texts import Cell, write_csv
from sim.units import WEEK

COLUMNS = ("arm", "measure", "unit", "week", "value", "in_warm_up", "counted")


def write_courses(whole: Mapping[str, tuple[Run, Resolved]], path: Path) -> None:
    """Write one row for each arm and period: its first week, its value, and two flags.

    Weeks are counted from 0. `in_warm_up` is true for periods that MSER-5 would leave out.
    `counted` is true for periods that the scenario measures. Runs with dates have a last column
    with the date of the first day.
    """
    dated = any(resolved.calendar.begins is not None for _, resolved in whole.values())
    write_csv((*COLUMNS, "date") if dated else COLUMNS, _rows(whole), path)


def _rows(whole: Mapping[str, tuple[Run, Resolved]]) -> Iterator[tuple[Cell, ...]]:
    for arm, (run, resolved) in whole.items():
        found = course(run, resolved)
        what = ("unmet_need", "person-days") if found.unmet else ("waiting", "people")
        opens = found.warm_up.opens or 0
        for position, value in enumerate(found.warm_up.series.tolist()):
            parts = (position < found.warm_up.cut, position >= opens)
            flags = ("true" if each else "false" for each in parts)
            week = position * found.weeks
            begins = resolved.calendar.begins is not None
            date = (resolved.calendar.date_text(week * WEEK),) if begins else ()
            yield (arm, *what, week, value, *flags, *date)
