"""Costs beside days without help avoided, as a table: `money.csv`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.measures.words.service import COST
from sim.studies.money import Spending
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.plane import NOT_MEANINGFUL
from sim.studies.study import MeasureTable
from sim.tables.texts import Cell, write_csv

MONEY_COLUMNS = (
    *("arm", "baseline", "unit", "pairs", "left_out"),
    *("cost", "cost_low", "cost_high", "cost_is"),
    *("days_avoided", "days_avoided_low", "days_avoided_high", "days_avoided_are"),
    *("cost_per_day_avoided", "cost_per_day_low", "cost_per_day_high", "cost_per_day_note"),
    *("dearer_and_better", "cheaper_and_better", "cheaper_and_worse", "dearer_and_worse"),
    "on_a_line",
)


def money_rows(found: Sequence[Spending], table: MeasureTable) -> Iterator[tuple[Cell, ...]]:
    """Iterate over the cells of each arm, in the order of `MONEY_COLUMNS`."""
    unit = next((each.unit for each in table.series if each.measure == COST), "")
    for each in found:
        here = each.plane
        yield (
            *(each.arm, each.baseline, unit, here.cost.used, here.cost.left_out),
            *(*_limits(here.cost), here.dearer.value),
            *(*_limits(here.gain), here.better.value),
            *(here.ratio, here.low, here.high),
            NOT_MEANINGFUL if math.isnan(here.ratio) else "",
            *here.quadrants,
        )


def _limits(found: Estimate) -> tuple[float, float, float]:
    return found.mean, found.low, found.high


def write_money(found: Sequence[Spending], table: MeasureTable, path: Path) -> None:
    """Write one row for each arm; cells of what is not known are empty."""
    write_csv(MONEY_COLUMNS, money_rows(found, table), path)
