"""Costs beside days avoided, as a file and as a sheet of the workbook."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from openpyxl import load_workbook

from sim.studies.money import spending
from sim.studies.study import EVERYONE, MeasureTable, Series
from sim.tables.money import MONEY_COLUMNS, write_money
from sim.tables.workbook.writing import write_workbook
from tests.tables.studies import study


def test_costs_beside_days_avoided_have_a_sheet_and_a_file_where_costs_are_known(
    tmp_path: Path,
) -> None:
    made = study(tmp_path)
    costs = np.array([[[1_000.0], [1_010.0]], [[900.0], [890.0]]])
    series = (*made.measures.series, Series(EVERYONE, "cost", "£ 2023 per person-year"))
    measures = MeasureTable(
        made.measures.arms, series, np.concatenate([made.measures.values, costs], axis=2)
    )
    made = replace(made, measures=measures)
    write_workbook(made, tmp_path / "money.xlsx")
    write_money(spending(made), measures, tmp_path / "money.csv")

    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "money.xlsx")["Money"]]
    at = next(number for number, row in enumerate(rows) if row[0] == "Way of care")
    cells = dict(zip(rows[at], rows[at + 1], strict=True))
    assert cells["Cost, change"] == -110
    assert cells["Cheaper and better"] == 1
    assert cells["Cost of a day avoided"] is None
    assert cells["Note"] == "not meaningful"
    head, line = (tmp_path / "money.csv").read_text().splitlines()
    assert head.split(",") == list(MONEY_COLUMNS)
    assert line.startswith("two_rooms,one_room,£ 2023 per person-year,2,0,-110")


def test_without_prices_there_is_no_sheet_of_money(tmp_path: Path) -> None:
    write_workbook(study(tmp_path), tmp_path / "results.xlsx")
    assert "Money" not in load_workbook(tmp_path / "results.xlsx").sheetnames
