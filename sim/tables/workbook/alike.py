"""Make the sheet that shows the main outcomes of each group of people and of each area."""

from __future__ import annotations

from sim.measures.uses import pictured
from sim.measures.words.form import ReportPicture
from sim.studies.study import EVERYONE
from sim.tables.workbook.forms import unit_words, value
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Column, Sheet


def alike_sheets(names: Names) -> list[Sheet]:
    """Return the sheet of groups and areas; none if there is one group and no area."""
    view = names.view
    asked = dict.fromkeys([*pictured(ReportPicture.BY_GROUP), *view.main()])
    groups = [
        group
        for group in names.groups
        if group == EVERYONE or any(view.has(measure, group) for measure in asked)
    ]
    if len(groups) < 3:  # one group is everyone
        return []
    rows: list[tuple[Cell, ...]] = []
    for measure in asked:
        unit = view.described(measure).unit
        for group in groups:
            if view.has(measure, group):
                means = view.means(measure, group)
                rows.append(
                    (
                        *(names.measures[measure], names.groups[group], unit_words(unit)),
                        *(value(mean, unit, names.currency) for mean in means),
                    )
                )
    arms = (Column(names.arms[arm], 18) for arm in view.arms)
    columns = (Column("Measure", 38), Column("Who", 28), Column("Unit", 12), *arms)
    lines = ["Means over the repeats in each group of people and each area."]
    title = ReportPicture.BY_GROUP.value
    return [Sheet("Alike for everyone", title, lines, columns, rows)]
