"""The workbook as a spreadsheet program reads it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sim.measures.catalogue import label
from sim.studies.money import spending
from sim.studies.study import EVERYONE, MeasureTable, Series
from sim.tables.money import MONEY_COLUMNS, write_money
from sim.tables.workbook import UNADJUSTED, write_workbook
from tests.tables.studies import study


def table(sheet: Worksheet, first: str) -> list[list[Any]]:
    """Rows from the one that begins with this word."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return rows[next(i for i, row in enumerate(rows) if row[0] == first) :]


def written(folder: Path, name: str = "results.xlsx") -> Path:
    path = folder / name
    write_workbook(study(folder), label, path)
    return path


def test_there_is_a_sheet_for_the_summary_the_comparison_and_the_assumptions(
    tmp_path: Path,
) -> None:
    book = load_workbook(written(tmp_path))

    assert book.sheetnames == ["summary", "comparison", "assumptions"]


def test_the_summary_gives_means_over_the_runs_that_have_a_value(tmp_path: Path) -> None:
    header, days, continuity = table(load_workbook(written(tmp_path))["summary"], "what")

    assert header[1:] == ["measure", "unit", "one_room", "two_rooms"]
    assert days[0] == label("unmet_need_days")
    assert days[3] == 11
    assert continuity[1:] == ["upc.person", "share", 0.1, 0.5]


def test_the_comparison_says_that_its_intervals_are_unadjusted(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path))["comparison"]
    header, days, continuity = table(sheet, "what")

    assert sheet["A1"].value == UNADJUSTED
    assert header[-2:] == ["verdict", "note"]
    assert days[3:5] == ["two_rooms", "one_room"]
    assert continuity[-2:] == ["cannot tell", "one run"]
    assert continuity[header.index("low")] is None


def test_every_number_is_listed_with_its_source(tmp_path: Path) -> None:
    header, *rows = table(load_workbook(written(tmp_path))["assumptions"], "where")

    stay = next(row for row in rows if row[0] == "services.talk.ends.stay.exponential.mean")
    cells = dict(zip(header, stay, strict=True))
    assert (cells["value"], cells["source"], cells["kind of source"]) == (
        *("0.8 days", "ours", "assumption"),
    )
    assert cells["reference"] == "chosen for tests"


def test_words_never_become_formulas(tmp_path: Path) -> None:
    cell = load_workbook(written(tmp_path))["summary"]["A1"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = (written(tmp_path, name).read_bytes() for name in ("once.xlsx", "again.xlsx"))

    assert once == again


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
    write_workbook(made, label, tmp_path / "money.xlsx")
    write_money(spending(made), measures, tmp_path / "money.csv")

    header, row = table(load_workbook(tmp_path / "money.xlsx")["money"], "arm")
    assert tuple(header) == MONEY_COLUMNS
    cells = dict(zip(header, row, strict=True))
    assert (cells["arm"], cells["pairs"], cells["cost"]) == ("two_rooms", 2, -110)
    assert cells["cheaper_and_better"] == 1
    assert cells["cost_per_day_avoided"] is None
    assert cells["cost_per_day_note"] == "not meaningful"
    head, line = (tmp_path / "money.csv").read_text().splitlines()
    assert head.split(",") == list(MONEY_COLUMNS)
    assert line.startswith("two_rooms,one_room,£ 2023 per person-year,2,0,-110")
