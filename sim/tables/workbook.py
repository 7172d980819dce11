"""Write the results of a study as a workbook: a summary, the comparison, and every assumption."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sim.studies.following import plan_words
from sim.studies.money import spending
from sim.studies.study import EVERYONE, Study
from sim.studies.targets import judged_targets
from sim.studies.variants.turns import headline_measures
from sim.tables.money import MONEY_COLUMNS, money_rows
from sim.tables.targets import TARGET_COLUMNS, target_rows
from sim.tables.texts import COMPARISON_COLUMNS, Cell, comparison_cells
from sim.tables.variants import VARIANT_COLUMNS, variant_rows
from sim.writing import write_whole

CREATED = datetime(2001, 1, 1)
"""The date of creation in every workbook.

The format requires one. A fixed date makes the same study give the same bytes.
"""

UNADJUSTED = (
    "Low and high are a 95 % interval for the difference (arm a minus arm b) that is not adjusted "
    "for looking at many measures. The verdict is: Holm's method over the family, at 5 %."
)
ASSUMPTION_COLUMNS = (
    "where",
    "value",
    "unit",
    "low",
    "high",
    "source",
    "kind of source",
    "reference",
    "agreed by",
    "note",
)


class Sheet(NamedTuple):
    """One sheet of the workbook: a few lines of text, then a table."""

    name: str
    lines: Sequence[str]
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Mapping[int, int]  # of columns, in characters; 14 otherwise


def write_workbook(study: Study, label: Callable[[str], str], path: Path) -> None:
    """Write `results.xlsx`.

    Parameters
    ----------
    label
        A function from a measure's name to its plain words.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    content = io.BytesIO()  # XlsxWriter does not say plainly why a file cannot be written
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": study.scenario.title, "created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        for sheet in (
            _summary(study, label),
            _comparison(study, label),
            *_variants(study, label),
            *_targets(study),
            *_money(study),
            _assumptions(study),
        ):
            _write_sheet(book.add_worksheet(sheet.name), sheet, bold)
    write_whole(path, content.getvalue())


def _summary(study: Study, label: Callable[[str], str]) -> Sheet:
    settings, table = study.settings, study.measures
    rows: list[tuple[Cell, ...]] = [
        (
            label(series.measure),
            series.measure,
            series.unit,
            *(table.mean(arm, series.measure) for arm in settings.arms),
        )
        for series in table.series
        if series.group == EVERYONE
    ]
    planned = plan_words(study.scenario, settings)
    lines = [
        study.scenario.title,
        study.scenario.question or "",
        *([" ".join(planned)] if planned else []),
        f"Means over {settings.replications} replications of {settings.length} for everyone; "
        "an empty cell is undefined.",
        f"Baseline: {settings.baseline}. Seed: {settings.seed}. Study: {study.digest}",
    ]
    return Sheet(
        "summary", lines, ("what", "measure", "unit", *settings.arms), rows, {0: 60, 1: 36}
    )


def _comparison(study: Study, label: Callable[[str], str]) -> Sheet:
    rows = [(label(row.series.measure), *comparison_cells(row)) for row in study.comparisons]
    return Sheet("comparison", [UNADJUSTED], ("what", *COMPARISON_COLUMNS), rows, {0: 60, 1: 36})


def _variants(study: Study, label: Callable[[str], str]) -> list[Sheet]:
    """Return the sheet of labelled variants, with the main measures; none if none were run."""
    if not study.variants:
        return []
    lines = [
        "Arm minus baseline in each variant, and whether the verdict is another than in the "
        "scenario itself (verdict_without). All measures are in variants.csv.",
        UNADJUSTED,
    ]
    at = VARIANT_COLUMNS.index("measure")
    rows = [
        (*row[:at], label(str(row[at])), *row[at:])
        for row in variant_rows(study, headline_measures(study))
    ]
    columns = (*VARIANT_COLUMNS[:at], "what", *VARIANT_COLUMNS[at:])
    return [Sheet("variants", lines, columns, rows, {1: 40, at: 60, at + 1: 36})]


def _targets(study: Study) -> list[Sheet]:
    """Return the sheet of targets; none if the scenario has no targets or they were not judged."""
    judged = judged_targets(study.scenario, study.measures)
    if not judged:
        return []
    lines = [
        f"Figures known about today, and what the model gives for {study.scenario.history}. Low "
        "and high of the model are a 95 % interval of its mean."
    ]
    return [Sheet("targets", lines, TARGET_COLUMNS, target_rows(judged), {0: 36, 1: 36, 11: 18})]


def _money(study: Study) -> list[Sheet]:
    """Return the sheet of costs for days avoided; none where the whole cost is not known."""
    found = spending(study)
    if not found:
        return []
    lines = [
        "What each arm costs more than the baseline, and the days in need without help that it "
        "avoids, for each person and year; low and high are 95 % intervals.",
        "A cost for each day avoided is given only where cost and days both differ clearly, and "
        "more is paid for fewer days or less for more.",
    ]
    return [Sheet("money", lines, MONEY_COLUMNS, money_rows(found, study.measures), {0: 36, 1: 36})]


def _assumptions(study: Study) -> Sheet:
    scenario = study.scenario
    rows: list[tuple[Cell, ...]] = []
    for where, quantity in scenario.quantities():
        source = scenario.sources.get(quantity.source)
        rows.append(
            (
                where,
                quantity.written,
                quantity.unit,
                _range_end(quantity, "low"),
                _range_end(quantity, "high"),
                quantity.source,
                source.kind if source else "",
                source.reference if source else "",
                quantity.agreed_by or "",
                quantity.note or "",
            )
        )
    lines = ["Every number of the scenario, and who vouches for it."]
    return Sheet("assumptions", lines, ASSUMPTION_COLUMNS, rows, {0: 50, 7: 60, 9: 60})


def _range_end(quantity: Any, end: str) -> str:
    value = getattr(quantity, end, None)
    return "" if value is None else str(value)


def _write_sheet(target: Worksheet, sheet: Sheet, bold: Format) -> None:
    target.set_column(0, len(sheet.columns) - 1, 14)
    for column, width in sheet.widths.items():
        target.set_column(column, column, width)
    for number, line in enumerate(sheet.lines):
        target.write_string(number, 0, line)
    top = len(sheet.lines) + 1
    for column, name in enumerate(sheet.columns):
        target.write_string(top, column, name, bold)
    for number, row in enumerate(sheet.rows, top + 1):
        for column, cell in enumerate(row):
            _write_cell(target, number, column, cell)
    target.freeze_panes(top + 1, 1)


def _write_cell(target: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Write a cell: a number as a number, anything else as text, never as a formula or a link."""
    if isinstance(cell, str):
        target.write_string(row, column, cell)
    elif math.isfinite(cell):
        target.write_number(row, column, cell)
