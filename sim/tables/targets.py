"""Targets and what the model gives, as a table: `targets.csv` and a sheet of the workbook."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.studies.targets import Judged
from sim.tables.texts import Cell, write_csv

TARGET_COLUMNS = (
    *("target", "measure", "group", "from_day", "to_day"),
    *("role", "value", "low", "high", "source"),
    *("model_mean", "model_low", "model_high", "agreement"),
)


def target_rows(judged: Sequence[Judged]) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the cells of each target, in the order of `TARGET_COLUMNS`."""
    for each in judged:
        yield (
            *(each.name, each.measure, each.group, day_cell(each.first), day_cell(each.last)),
            *(each.role, each.value, each.low, each.high, each.source),
            *(each.mean, each.likely.low, each.likely.high, each.agreement.value),
        )


def day_cell(day: datetime.date | None) -> str:
    """Return a day of a window as a cell; an empty one if there is none."""
    return "" if day is None else day.isoformat()


def write_targets(judged: Sequence[Judged], path: Path) -> None:
    """Write one row for each target; cells of what is not known are empty."""
    write_csv(TARGET_COLUMNS, target_rows(judged), path)
