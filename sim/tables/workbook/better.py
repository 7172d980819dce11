"""Make the sheets that compare ways of care: the main measures, and every measure."""

from __future__ import annotations

from sim.report.first.voice import result_voice
from sim.report.wording import sentence_case
from sim.studies.study import EVERYONE, Comparison
from sim.tables.workbook.forms import PER_CENT, change, form_of, unit_words, value
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Chart, Column, Number, Series, Sheet

UNADJUSTED = (
    "Low and high are a 95 % interval of the change that is not adjusted for looking at many "
    "measures. The verdict is that over worlds for the measures that worlds were asked about; else "
    "it is by Holm's method over the family, at 5 %."
)
COMPARED = (
    Column("Way of care", 24),
    Column("Measure", 38),
    Column("Unit", 12),
    Column("Mean, compared with", 11),
    Column("Mean, this way", 11),
    Column("Change", 12),
    Column("Change, low", 12),
    Column("Change, high", 12),
    Column("Better in so many repeats (%)", 12),
    Column("Verdict", 16),
    Column("Note", 18),
)
MOST_CHARTS = 12
EMPTY = "An empty cell is not known."
CHARTED = (
    "Each column is the mean over repeats in one way of care, and the line shows its 95 % "
    "interval. A measure that was 0 everywhere has no picture."
)


def better_sheets(names: Names) -> list[Sheet]:
    """Return the sheet with the main measures, and a sheet with a chart of each."""
    view, settings = names.view, names.study.settings
    measures = view.main()
    charts = [arm_chart(names, each) for each in measures if view.tells(each)][:MOST_CHARTS]
    drawn = Sheet(
        "What is better (charts)", "What is better? In pictures", [CHARTED], charts=charts
    )
    if not view.others:
        lines = ["There is one way of care, so nothing is compared. These are the means:"]
        rows = [_means(names, each) for each in measures]
        return [Sheet("What came out", "What came out?", lines, _mean_columns(names), rows), drawn]
    lines = [
        *view.plan_words,
        f"Each way of care is compared with {names.arms[settings.baseline]}, over "
        f"{settings.replications} repeats of {settings.length}. In each repeat the same people "
        f"have the same random numbers in each way of care. {EMPTY}",
        UNADJUSTED,
    ]
    compared = [view.compared(arm, each) for arm in view.others for each in measures]
    found = [comparison_row(names, row) for row in compared if row is not None]
    return [Sheet("What is better", "What is better?", lines, COMPARED, found), drawn]


def comparison_sheets(names: Names) -> list[Sheet]:
    """Return the sheet that compares all measures; none if nothing is compared."""
    if not names.view.others:
        return []
    rows = [comparison_row(names, row) for row in names.study.comparisons]
    lines = [f"All measures, compared with {names.arms[names.view.baseline]}.", UNADJUSTED]
    return [Sheet("Every comparison", "How does each number compare?", lines, COMPARED, rows)]


def measures_sheet(names: Names) -> Sheet:
    """Return the sheet with the mean of every measure in each way of care."""
    series = [each.measure for each in names.study.measures.series if each.group == EVERYONE]
    measures = [each for each in series if names.view.has(each)]
    lines = [
        f"Means over {names.study.settings.replications} repeats, for everyone. {EMPTY} "
        f"{len(series) - len(measures)} measures that are not known in any way of care are left "
        "out."
    ]
    columns = (Column("About", 14), *_mean_columns(names))
    rows = [
        (sentence_case(names.view.described(each).family), *_means(names, each))
        for each in measures
    ]
    return Sheet("Every measure", "What came out, in every number?", lines, columns, rows)


def chance_sheet(names: Names) -> Sheet:
    """Return the sheet with the interval of the mean of each main measure in each way of care."""
    view, currency = names.view, names.currency
    rows: list[tuple[Cell, ...]] = []
    for measure in view.main():
        unit = view.described(measure).unit
        intervals, (least, most) = view.likely(measure), view.ends(measure)
        for at, arm in enumerate(view.arms):
            figures = (
                *(view.means(measure)[at], intervals[at].low, intervals[at].high),
                *(least[at], most[at]),
            )
            cells: list[Cell] = [value(each, unit, currency) for each in figures]
            rows.append(
                (
                    *(names.measures[measure], names.arms[arm], unit_words(unit)),
                    *(*cells, intervals[at].note),
                )
            )
    lines = [
        "How far chance alone moves each number: low and high are a 95 % interval of the mean over "
        "repeats, at the numbers as written. It does not say how sure these numbers are.",
    ]
    columns = (
        Column("Measure", 38),
        Column("Way of care", 24),
        Column("Unit", 12),
        *(Column(each) for each in ("Mean", "Low", "High", "Smallest repeat", "Largest repeat")),
        Column("Note", 32),
    )
    return Sheet("How sure, by chance", "How sure, as far as chance goes?", lines, columns, rows)


def arm_chart(names: Names, measure: str) -> Chart:
    """Return the chart of a measure: its mean in each way of care, with the interval."""
    view = names.view
    unit, means, likely = view.described(measure).unit, view.means(measure), view.likely(measure)
    said = names.measures[measure]
    return Chart(
        kind="columns",
        title=f"{said}: mean with its 95 % interval",
        unit=unit_words(unit),
        form=form_of(unit, names.currency),
        heading="Way of care",
        categories=[names.arms[arm] for arm in view.arms],
        series=[
            Series(
                said,
                means,
                view.look(view.arms[0]).colour,
                low=[each.low for each in likely],
                high=[each.high for each in likely],
            )
        ],
        alternative=f"A column for each way of care: the mean of {said}, and its interval.",
        colours=[view.look(arm).colour for arm in view.arms],
    )


def comparison_row(names: Names, row: Comparison) -> tuple[Cell, ...]:
    """Return the cells of a comparison, in the order of `COMPARED`."""
    said = result_voice(names.view, row).words
    return (names.arms[row.arm_a], *comparison_cells(names, row, said), row.note)


def comparison_cells(names: Names, row: Comparison, verdict: str) -> tuple[Cell, ...]:
    """Return the cells of a comparison from its measure to its verdict, which is given in words."""
    unit, currency = row.series.unit, names.currency
    return (
        *(names.measures[row.series.measure], unit_words(unit)),
        *(value(each, unit, currency) for each in (row.mean_b, row.mean_a)),
        *(change(each, unit, currency) for each in (row.difference, row.low, row.high)),
        Number(row.p_a_better, PER_CENT),
        verdict,
    )


def _mean_columns(names: Names) -> tuple[Column, ...]:
    arms = (Column(names.arms[arm], 18) for arm in names.view.arms)
    return (Column("Measure", 38), Column("Unit", 12), *arms)


def _means(names: Names, measure: str) -> tuple[Cell, ...]:
    unit = names.view.described(measure).unit
    cells = (value(each, unit, names.currency) for each in names.view.means(measure))
    return (names.measures[measure], unit_words(unit), *cells)
