"""Write the comparison of two studies as a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.studies.two_studies import StudyComparison
from sim.tables.texts import Cell, write_csv

COLUMNS = (
    "measure",
    "unit",
    "arm_one",
    "arm_other",
    "mean_one",
    "mean_other",
    "difference",
    "low",
    "high",
    "p_other_better",
    "verdict",
    "note",
    "pairing",
    "runs_one",
    "runs_other",
    "left_out",
)
TYPES = dict.fromkeys(
    ("mean_one", "mean_other", "difference", "low", "high", "p_other_better"), "DOUBLE"
) | dict.fromkeys(("runs_one", "runs_other", "left_out"), "INTEGER")
"""The types of the columns that hold numbers, as DuckDB names them."""


def write_two_studies(rows: Iterable[StudyComparison], path: Path) -> None:
    """Write one row for each pair of arms and each measure.

    `difference` is the value of the other study minus the value of the first.
    """
    write_csv(COLUMNS, map(_cells, rows), path)


def _cells(each: StudyComparison) -> tuple[Cell, ...]:
    row = each.row
    return (
        *(row.series.measure, row.series.unit, row.arm_b, row.arm_a),
        *(row.mean_b, row.mean_a, row.difference, row.low, row.high, row.p_a_better),
        *(row.verdict.value, row.note, each.pairing),
        *(each.runs_one, each.runs_other, each.left_out),
    )
