"""Make the sheet that sets figures of today's services beside what the model gives."""

from __future__ import annotations

from sim.report.today import HEADING, MARKS, today_words, what
from sim.report.wording import sentence_case
from sim.tables.workbook.forms import unit_words, value
from sim.tables.workbook.labels import Names
from sim.tables.workbook.sheets import Cell, Column, Sheet

SERVED = {"check": "to check the model", "fit": "to choose numbers"}
COLUMNS = (
    Column("Figure", 38),
    Column("Who", 20),
    Column("Kept", 20),
    Column("Unit", 12),
    *(Column(each) for each in ("Known", "Range, low", "Range, high")),
    *(Column(each) for each in ("Model, mean", "Model, low", "Model, high")),
    Column("Agrees?", 18),
    Column("Source", 16),
)


def today_sheets(names: Names) -> list[Sheet]:
    """Return the sheet of targets, or what is known of drift alone; none if neither is known."""
    view = names.view
    targets = today_words(view) if view.study.scenario.targets else []
    lines = [" ".join(targets), *view.drift_words]
    rows: list[tuple[Cell, ...]] = []
    for each in view.targets:
        unit = view.described(each.measure).unit
        known = (each.value, each.low, each.high, each.mean, each.likely.low, each.likely.high)
        rows.append(
            (
                *(sentence_case(what(view, each)), names.groups.get(each.group, each.group)),
                *(SERVED[each.role], unit_words(unit)),
                *(value(number, unit, names.currency) for number in known),
                *(f"{MARKS[each.agreement]} {each.agreement.value}", each.source),
            )
        )
    lines = [line for line in lines if line]
    if not lines:
        return []
    return [Sheet("Like today", HEADING, lines, COLUMNS if rows else (), rows)]
