"""Make the sheets on the course of the run: charts month by month, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.report.months import shown, values_of
from sim.report.wording import sentence_case
from sim.studies.monthly import MonthlyTable
from sim.tables.workbook.forms import ONE_DECIMAL, WHOLE
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Chart, Column, Number, Series, Sheet

MOST_LISTS = 16
DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "long_dash_dot", "square_dot")
HOW = (
    "Each line is the mean of the repeats in one way of care, from the beginning of the run. "
    "Every month of every service, with the range over repeats, is in monthly.csv."
)


class Drawn(NamedTuple):
    """A series by months, in each way of care."""

    title: str
    unit: str
    means: Sequence[Floats]  # of each arm, shape (months,)


def month_sheets(names: Names) -> list[Sheet]:
    """Return a sheet of charts and one with the numbers; none if there are no whole months."""
    table = names.study.monthly
    if table is None or table.months.size < 2:
        return []
    first, begins = _months(names, table)
    drawn = list(_drawn(names, table))
    lines = [HOW, *_when(names, table)]
    charts = [_chart(names, each, begins or first) for each in drawn]
    columns = [Column("Month", 8), *([Column("Begins", 12)] if begins else [])]
    for each in drawn:
        columns += [Column(f"{each.title} ({each.unit}): {arm}", 16) for arm in names.arms.values()]
    means = [mean for each in drawn for mean in each.means]
    rows = [
        (
            *(first[at], *(begins[at : at + 1])),
            *(Number(float(mean[at]), ONE_DECIMAL) for mean in means),
        )
        for at in range(len(first))
    ]
    question = "What happens month by month?"
    return [
        Sheet("Month by month", question, lines, charts=charts),
        Sheet("Monthly numbers", f"{question} The numbers", lines, columns, rows),
    ]


def _months(names: Names, table: MonthlyTable) -> tuple[list[Cell], list[Cell]]:
    """Return the number of each month, and the date on which it begins if there are dates."""
    count = table.months.size - 1
    numbers: list[Cell] = [Number(float(at), WHOLE) for at in range(1, count + 1)]
    calendar = names.view.resolved.calendar
    if calendar.begins is None:
        return numbers, []
    starts = table.months[:-1].tolist()
    return numbers, [date.fromisoformat(calendar.date_text(each)[:10]) for each in starts]


def _drawn(names: Names, table: MonthlyTable) -> Iterator[Drawn]:
    """Iterate over the series of the report, then over the list of each service that has one."""
    weeks = names.view.wait_weeks
    for each in shown(table, weeks[min(1, len(weeks) - 1)]):
        means = [values_of(table, arm, each).mean(axis=0) for arm in table.arms]
        yield Drawn(sentence_case(each.title), each.unit, means)
    lists = []
    for service, label in names.services.items():
        if table.has("list", service):
            means = [table.of(arm, "list", service).mean(axis=0) for arm in table.arms]
            lists.append(Drawn(f"Waiting list of {label}", "people", means))
    longest = sorted(lists, key=lambda each: -_size(each))[:MOST_LISTS]
    yield from (each for each in lists if each in longest and _size(each) > 0)


def _size(drawn: Drawn) -> float:
    known = np.nan_to_num(np.array(drawn.means))
    return float(known.mean(axis=1).max(initial=0.0))


def _when(names: Names, table: MonthlyTable) -> list[str]:
    """Return when measuring begins and when the rules change, in months of the run."""
    month = float(np.diff(table.months).mean())
    opens = names.view.resolved.measuring.window.opens / month
    said = [f"Measuring begins after month {opens:.1f}."]
    change = names.view.resolved.change
    if change is not None:
        said.append(f"The rules change after month {change.time / month:.1f}.")
    return [" ".join(said)]


def _chart(names: Names, drawn: Drawn, months: Sequence[Cell]) -> Chart:
    view = names.view
    lines = [
        Series(label, mean.tolist(), view.look(arm).colour, DASHES[at % len(DASHES)])
        for at, ((arm, label), mean) in enumerate(zip(names.arms.items(), drawn.means, strict=True))
    ]
    return Chart(
        kind="lines",
        title=drawn.title,
        unit=drawn.unit,
        form=WHOLE,
        heading="Month",
        categories=months,
        series=lines,
        alternative=f"{drawn.title}, in {drawn.unit}: a line for each way of care over the months.",
    )
