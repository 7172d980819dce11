"""Write the tables of a study as CSV: UTF-8, LF line ends, an empty cell for undefined values."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from sim.studies.intervals import interval
from sim.studies.study import Comparison, MeasureTable
from sim.writing import whole

Cell = str | int | float

MEASURE_COLUMNS = ("arm", "replication", "group", "measure", "unit", "value")
MEAN_COLUMNS = ("arm", "group", "measure", "unit", "mean", "low", "high", "runs", "note")
COMPARISON_COLUMNS = (
    "measure",
    "unit",
    "arm_a",
    "arm_b",
    "mean_a",
    "mean_b",
    "difference",
    "low",
    "high",
    "p_a_better",
    "verdict",
    "note",
)


def write_measures(table: MeasureTable, path: Path) -> None:
    """Write one row for each arm, replication, group and measure."""
    rows = (
        (arm, replication, series.group, series.measure, series.unit, value)
        for arm, replication, series, value in table.rows()
    )
    write_csv(MEASURE_COLUMNS, rows, path)


def write_means(table: MeasureTable, path: Path) -> None:
    """Write one row for each arm, group and measure: the mean over runs, and its interval.

    `low` and `high` are the limits of a 95 % interval. It is not adjusted for other measures.
    `runs` is the number of runs in which the measure is defined.
    """
    write_csv(MEAN_COLUMNS, _mean_rows(table), path)


def _mean_rows(table: MeasureTable) -> Iterator[tuple[Cell, ...]]:
    for arm in table.arms:
        for each in table.series:
            values = table.averaged(arm, each.measure, each.group)
            defined = values[np.isfinite(values)]
            mean = table.mean(arm, each.measure, each.group)
            likely = interval(defined)
            yield (
                *(arm, each.group, each.measure, each.unit, mean),
                *(likely.low, likely.high, defined.size, likely.note),
            )


def write_comparison(comparisons: Iterable[Comparison], path: Path) -> None:
    """Write one row for each measure and each arm that was compared with the baseline."""
    write_csv(COMPARISON_COLUMNS, map(comparison_cells, comparisons), path)


def comparison_cells(row: Comparison) -> tuple[Cell, ...]:
    """Return the cells of one comparison, in the order of `COMPARISON_COLUMNS`."""
    own = {"measure": row.series.measure, "unit": row.series.unit, "verdict": row.verdict.value}
    return tuple(own[name] if name in own else getattr(row, name) for name in COMPARISON_COLUMNS)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write a table. Every number, when read back, is exactly the same."""
    with whole(path) as draft, draft.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if math.isnan(cell) else repr(float(cell))
    return str(cell)
