"""Show month by month how waiting lists, need and people change over the whole run."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.calendar import MONTHS_A_YEAR
from sim.charts import months as chart, worked_off
from sim.laws import Floats
from sim.report.blocks import Block, Paragraphs, Picture, Section, Table
from sim.report.view import View
from sim.report.wording import number, sentence_case
from sim.studies.monthly import MonthlyTable, course

TITLE = "Month by month"
FILES = (
    "The table `monthly.csv` beside this page has every month of every service: lists, long waits, "
    "referrals, refusals, starts, people in care, contacts and hours. Where a team weighs its "
    "people, it has their weight too."
)
NONE_KEPT = (
    "There are no series by months: the run is shorter than a month, or there are so many runs "
    "that they were not kept."
)


class Shown(NamedTuple):
    """A series that the report draws: one measure, or its sum over all services."""

    title: str
    unit: str
    measure: str
    summed: bool


FROM_START = (
    Shown("still on the lists of the first day", "people", "list_from_start", summed=True),
    Shown("in care, known since the first day", "people", "caseload_from_start", summed=True),
)
"""The series of people who were there when the run began."""


def lists_at_start(table: MonthlyTable) -> bool:
    """Return whether anybody was on a waiting list when the runs of a table began."""
    return any(
        np.nansum(table.values[..., at]) > 0
        for at, each in enumerate(table.columns)
        if each.measure == "list_from_start"
    )


def shown(table: MonthlyTable, weeks: int) -> Iterator[Shown]:
    """Iterate over the series that the report draws. `weeks` is the length of a long wait."""
    long_wait = f"waiting_over_{weeks}_weeks"
    series = (
        Shown("on waiting lists", "people", "list", summed=True),
        Shown(f"waiting over {weeks} weeks", "people", long_wait, summed=True),
        Shown("days in need without help", "days a month", "unmet_days", summed=False),
        Shown("people in crisis", "people", "people_in_crisis", summed=False),
        Shown("people in care", "people", "caseload", summed=True),
        Shown("people in the population", "people", "people", summed=False),
    )
    known = {each.measure for each in table.columns}
    yield from (each for each in series if each.measure in known)
    if lists_at_start(table):
        yield from FROM_START


def values_of(table: MonthlyTable, arm: str, what: Shown) -> Floats:
    """Return a series of one arm, shape (replications, months)."""
    if not what.summed:
        return table.of(arm, what.measure)
    services = [each.service for each in table.columns if each.measure == what.measure]
    found: Floats = np.nansum([table.of(arm, what.measure, each) for each in services], axis=0)
    return found


def months_section(view: View) -> Section:
    """Return the section with the series by months."""
    table = view.study.monthly
    if table is None:
        return Section("months", TITLE, [Paragraphs([NONE_KEPT])])
    weeks = view.wait_weeks[min(1, len(view.wait_weeks) - 1)]
    series = list(shown(table, weeks))
    blocks: list[Block] = [picture(view, table, series)]
    if lists_at_start(table):
        blocks.append(worked_off_picture(view, table))
    if table.months.size > MONTHS_A_YEAR:
        blocks.append(by_year(view, table, series))
    return Section("months", TITLE, [*blocks, Paragraphs([FILES], "quiet")])


def picture(view: View, table: MonthlyTable, series: list[Shown]) -> Picture:
    """Return the picture of several series."""
    month = float(np.diff(table.months).mean())
    change = view.resolved.change
    panels = []
    for each in series:
        lines = []
        for position, arm in enumerate(view.arms):
            found = course(values_of(table, arm, each))
            lines.append(chart.Line(position, *(part.tolist() for part in found)))
        panels.append(chart.Panel(sentence_case(each.title), each.unit, lines))
    opens = view.resolved.measuring.window.opens / month
    drawn = chart.draw(panels, view.labels, opens, None if change is None else change.time / month)
    lines_said = "The dotted line is where measuring begins" + (
        "." if change is None else ", the broken line where the rules change."
    )
    return Picture(
        name="months",
        title="The course of the whole run",
        figure=drawn,
        alternative=f"Lines over {table.months.size - 1} months. {read_out(view, table, series)}",
        how_to_read=(
            "Each line is the mean of the repeats, and nine in ten repeats lie in the band around "
            f"it. {lines_said}"
        ),
    )


def worked_off_picture(view: View, table: MonthlyTable) -> Picture:
    """Return the picture of all lists: who was on them at the start, and who came since."""
    old, every = FROM_START[0], Shown("on waiting lists", "people", "list", summed=True)
    panels, said = [], []
    for arm, label in zip(view.arms, view.labels, strict=True):
        first, whole = (values_of(table, arm, each).mean(axis=0) for each in (old, every))
        panels.append(worked_off.Panel(label, first.tolist(), whole.tolist()))
        said.append(
            f"{label}: from {number(float(first[0]))} of {number(float(whole[0]))} people to "
            f"{number(float(first[-1]))} of {number(float(whole[-1]))}"
        )
    change = view.resolved.change
    month = float(np.diff(table.months).mean())
    return Picture(
        name="worked-off",
        title="Lists of the first day, and new referrals",
        figure=worked_off.draw(panels, None if change is None else change.time / month),
        alternative=(
            "Stacked areas of people on waiting lists. Of them on a list since the run began, "
            f"first and last month: {'; '.join(said)}."
        ),
        how_to_read=(
            "The height is everybody on waiting lists, as the mean of the repeats. The dark part "
            "below were on a list when the run began; the pale part have come since. Where the "
            "dark part is gone, the list of the first day is worked off."
        ),
    )


def read_out(view: View, table: MonthlyTable, series: list[Shown]) -> str:
    """Return a sentence for each series, with its first and its last month in each arm."""
    parts = []
    for each in series:
        ends = []
        for arm, label in zip(view.arms, view.labels, strict=True):
            mean = values_of(table, arm, each).mean(axis=0)
            ends.append(f"{label} from {number(float(mean[0]))} to {number(float(mean[-1]))}")
        parts.append(f"{sentence_case(each.title)}: {', '.join(ends)}")
    return f"First and last month: {'; '.join(parts)}."


def by_year(view: View, table: MonthlyTable, series: list[Shown]) -> Table:
    """Return a table, at first folded up, with the mean of each series in each whole year."""
    length = np.diff(table.months)
    years = length.size // MONTHS_A_YEAR
    rows = []
    for each in series:
        for arm, label in zip(view.arms, view.labels, strict=True):
            mean = values_of(table, arm, each).mean(axis=0)
            cells = []
            for year in range(years):
                part = slice(year * MONTHS_A_YEAR, (year + 1) * MONTHS_A_YEAR)
                days = each.unit.startswith("days")
                value = mean[part].mean() if days else np.average(mean[part], weights=length[part])
                cells.append(number(float(value)) if math.isfinite(value) else "")
            rows.append([f"{sentence_case(each.title)}, {label}", *cells, each.unit])
    columns = ["Series", *(f"Year {year}" for year in range(1, years + 1)), "Unit"]
    caption = "Means of each year from the beginning of the run"
    return Table(caption, columns, rows, (len(columns) - 1,), folded=True)
