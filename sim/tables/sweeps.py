"""Write a sweep as CSV tables: every outcome of every run, and every paired difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.studies.design.columns import cells_of, columns_of, heads
from sim.studies.sweeps.results import Outcomes
from sim.tables.texts import Cell, write_csv

OUTCOME_COLUMNS = ("arm", "replication", "group", "measure", "unit", "value")
DIFFERENCE_COLUMNS = (
    "arm",
    "baseline",
    "measure",
    "unit",
    "mean",
    "baseline_mean",
    "difference",
    "low",
    "high",
    "pairs",
    "note",
)


def write_outcomes(outcomes: Outcomes, path: Path) -> None:
    """Write one row for each setting, arm, replication and outcome, with the lever values."""
    asked = outcomes.asked
    set_to = _cells(outcomes)
    rows: Iterator[tuple[Cell, ...]] = (
        (
            setting + 1,
            *set_to[setting],
            asked.base.arms[arm],
            replication + 1,
            series.group,
            series.measure,
            series.unit,
            value,
        )
        for setting, arm, replication, series, value in outcomes.rows()
    )
    write_csv(("setting", *_names(outcomes), *OUTCOME_COLUMNS), rows, path)


def write_differences(outcomes: Outcomes, path: Path) -> None:
    """Write one row for each setting, outcome and arm other than the baseline."""
    set_to = _cells(outcomes)
    rows: Iterator[tuple[Cell, ...]] = (
        (
            each.setting + 1,
            *set_to[each.setting],
            each.arm,
            outcomes.asked.base.baseline,
            each.series.measure,
            each.series.unit,
            each.mean,
            each.baseline_mean,
            each.difference,
            each.low,
            each.high,
            each.pairs,
            each.note,
        )
        for each in outcomes.differences()
    )
    write_csv(("setting", *_names(outcomes), *DIFFERENCE_COLUMNS), rows, path)


def write_settings(outcomes: Outcomes, path: Path) -> None:
    """Write one row for each setting, with the lever values."""
    rows = ((number, *cells) for number, cells in enumerate(_cells(outcomes), 1))
    write_csv(("setting", *_names(outcomes)), rows, path)


def lever_types(outcomes: Outcomes) -> dict[str, str]:
    """Return the Parquet types of those lever columns that hold numbers; the others are texts."""
    columns = columns_of(outcomes.asked.varied, outcomes.settings)
    return {
        each.name: "BIGINT" if each.is_whole else "DOUBLE" for each in columns if each.is_number
    }


def _names(outcomes: Outcomes) -> list[str]:
    return heads(columns_of(outcomes.asked.varied, outcomes.settings))


def _cells(outcomes: Outcomes) -> list[tuple[Cell, ...]]:
    columns = columns_of(outcomes.asked.varied, outcomes.settings)
    return cells_of(columns) or [()] * len(outcomes.settings)
