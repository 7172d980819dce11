"""Make the sheet on choosing: how often each way of care is best, and what choosing it loses."""

from __future__ import annotations

from sim.report.first.choosing import LOSS, choice_words, told_choices
from sim.report.first.depends import worth_words
from sim.studies.statistics.worlds.findings import Choosing
from sim.tables.workbook.forms import PER_CENT, amount, unit_words
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Column, Number, Sheet

COLUMNS = (
    Column("Choose by", 38),
    Column("Way of care", 24),
    Column("Unit", 12),
    *(Column(each, 12) for each in ("Best (% of worlds)", "Best, from", "Best, to")),
    *(Column(each, 14) for each in ("Loss on average", "Loss in bad worlds")),
    Column("Loses least?", 20),
)
TOO_NOISY = "cannot be told"


def choosing_sheets(names: Names) -> list[Sheet]:
    """Return the sheet on choosing; none if nothing is known of worlds."""
    result = names.study.worlds
    if result is None or not result.findings.choosing:
        return []
    told = told_choices(result)
    lines = [
        LOSS,
        *(" ".join(choice_words(names.view, result, each)) for each in told),
        *worth_words(names.view, result),
    ]
    rows = [row for each in result.findings.choosing for row in _rows(names, each, each in told)]
    return [Sheet("Which to choose", "Which one to choose?", lines, COLUMNS, rows)]


def _rows(names: Names, found: Choosing, told: bool) -> list[tuple[Cell, ...]]:
    """Return a row for each arm; without figures where noise hides how the arms differ."""
    unit = names.view.described(found.measure).unit
    first = names.measures[found.measure]
    if found.choice is None or not told:
        return [
            (first, names.arms[arm], unit_words(unit), *([""] * 5), TOO_NOISY) for arm in found.arms
        ]
    return [
        (
            *(first, names.arms[arm], unit_words(unit)),
            *(Number(each, PER_CENT) for each in figures.best),
            amount(figures.loss.value, unit, names.currency),
            amount(figures.regret, unit, names.currency),
            "yes" if arm == found.preferred else "no",
        )
        for arm, figures in zip(found.arms, found.choice.arms, strict=True)
    ]
