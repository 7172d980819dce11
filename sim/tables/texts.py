"""The tidy tables of a study as CSV: UTF-8, LF line ends, an empty cell for what is undefined."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.studies.study import Comparison, MeasureTable

Cell = str | int | float

MEASURE_COLUMNS = ("arm", "replication", "group", "measure", "unit", "value")
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
)


def write_measures(table: MeasureTable, path: Path) -> None:
    """Write one row for each arm, replication, group and measure."""
    rows = (
        (arm, replication, series.group, series.measure, series.unit, value)
        for arm, replication, series, value in table.rows()
    )
    write_csv(MEASURE_COLUMNS, rows, path)


def write_comparison(comparisons: Iterable[Comparison], path: Path) -> None:
    """Write one row for each arm that was compared with the baseline and each measure."""
    write_csv(COMPARISON_COLUMNS, map(comparison_cells, comparisons), path)


def comparison_cells(row: Comparison) -> tuple[Cell, ...]:
    """Give the cells of one comparison, in the order of `COMPARISON_COLUMNS`."""
    own = {"measure": row.series.measure, "unit": row.series.unit, "verdict": row.verdict.value}
    return tuple(own[name] if name in own else getattr(row, name) for name in COMPARISON_COLUMNS)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], path: Path) -> None:
    """Write a table. Numbers are written so that reading them gives the same number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return "" if math.isnan(cell) else repr(float(cell))
    return str(cell)
