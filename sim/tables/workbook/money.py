"""Make the sheet that sets the cost of each arm beside the days without help that it avoids."""

from __future__ import annotations

import math

from sim.measures.words.form import DAYS_PER_YEAR, SHARE
from sim.measures.words.service import COST
from sim.studies.money import spending
from sim.studies.statistics.plane import NOT_MEANINGFUL
from sim.tables.workbook.forms import change, value
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Column, Sheet

HEADING = "What does it cost, for what it avoids?"
COLUMNS = (
    Column("Way of care", 30),
    Column("Compared with", 30),
    Column("Unit of cost", 24),
    *(Column(each) for each in ("Cost, change", "Cost, low", "Cost, high")),
    Column("Cost is", 18),
    *(Column(each) for each in ("Days avoided", "Days avoided, low", "Days avoided, high")),
    Column("Days avoided are", 18),
    *(Column(each) for each in ("Cost of a day avoided", "That cost, low", "That cost, high")),
    Column("Note", 18),
    *(
        Column(each, 16)
        for each in (
            *("Dearer and better", "Cheaper and better", "Cheaper and worse"),
            *("Dearer and worse", "No difference in one"),
        )
    ),
)
LINES = (
    "What each way of care costs more than the one it is compared with, and the days in need "
    "without help that it avoids, for each person and year. Low and high are 95 % intervals of "
    "chance within the model; how unsure prices are is not in them.",
    "The cost of a day avoided is given only where cost and days both differ clearly, and more is "
    "paid for fewer days or less for more. The last columns are shares of pairs of runs.",
)


def money_sheets(names: Names) -> list[Sheet]:
    """Return the sheet of costs for days avoided; none where the whole cost is not known."""
    study = names.study
    found = spending(study)
    if not found:
        return []
    unit = next((each.unit for each in study.measures.series if each.measure == COST), "")
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        here = each.plane
        costs = (here.cost.mean, here.cost.low, here.cost.high)
        days = (here.gain.mean, here.gain.low, here.gain.high)
        rows.append(
            (
                *(names.arms[each.arm], names.arms[each.baseline], unit),
                *(change(number, unit, names.currency) for number in costs),
                here.dearer.value,
                *(change(number, DAYS_PER_YEAR, names.currency) for number in days),
                here.better.value,
                *(
                    value(number, unit, names.currency)
                    for number in (here.ratio, here.low, here.high)
                ),
                NOT_MEANINGFUL if math.isnan(here.ratio) else "",
                *(value(share, SHARE, names.currency) for share in here.quadrants),
            )
        )
    return [Sheet("Money", HEADING, LINES, COLUMNS, rows)]
