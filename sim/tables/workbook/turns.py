"""Make the sheet that shows in which labelled variants a verdict is another."""

from __future__ import annotations

from sim.report.turning import HEADING, HOW
from sim.studies.variants.turns import beside_central, headline_measures
from sim.studies.verdicts import in_words
from sim.tables.workbook.better import COMPARED, UNADJUSTED, comparison_cells
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Column, Sheet

COLUMNS = (
    Column("Variant", 34),
    *COMPARED[:-1],
    Column("Verdict in the scenario itself", 16),
    Column("Does it turn?", 12),
    COMPARED[-1],
)


def turning_sheets(names: Names) -> list[Sheet]:
    """Return the sheet of variants, with the main measures; none if none were run."""
    if not names.study.variants:
        return []
    rows = [
        (
            *(each.label, names.arms[each.other.arm_a]),
            *comparison_cells(names, each.other, in_words(each.other.verdict, each.other.pairs)),
            in_words(each.central.verdict, each.central.pairs),
            "the opposite" if each.is_opposite else "yes" if each.turns else "no",
            each.other.note,
        )
        for each in beside_central(names.study, headline_measures(names.study))
    ]
    return [Sheet("Does it turn", HEADING, [HOW, UNADJUSTED], COLUMNS, rows)]
