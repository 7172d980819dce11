"""The workbook as a spreadsheet program reads it."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sim.measures.catalogue import label
from sim.studies.study import Study
from sim.tables.workbook.better import UNADJUSTED
from sim.tables.workbook.writing import write_workbook
from tests.tables.studies import study
from tests.tables.worlds import STAY, study_with_worlds

DAYS = label("unmet_need_days")


def saved(found: Study, path: Path) -> Workbook:
    write_workbook(found, path)
    return load_workbook(path)


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return saved(study_with_worlds(tmp_path), tmp_path / "results.xlsx")


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows below the row with filters, by the titles of its columns."""
    first, last = str(sheet.auto_filter.ref).split(":")
    head, *rows = [[cell.value for cell in row] for row in sheet[f"{first}:{last}"]]
    return [dict(zip(head, row, strict=True)) for row in rows]


def form(sheet: Worksheet, text: str, column: str) -> str:
    """The number format of a column in the row that holds a text."""
    first, last = str(sheet.auto_filter.ref).split(":")
    head, *rows = sheet[f"{first}:{last}"]
    at = [cell.value for cell in head].index(column)
    row = next(row for row in rows if any(cell.value == text for cell in row))
    return str(row[at].number_format)


def test_there_is_a_sheet_for_each_question_and_the_codes_come_last(book: Workbook) -> None:
    assert book.sheetnames == [
        "Contents",
        "What is better",
        "What is better (charts)",
        "How sure, over worlds",
        "How sure, worlds (charts)",
        "What it depends on",
        "Which to choose",
        "How sure, by chance",
        "Month by month",
        "Monthly numbers",
        "Every measure",
        "Every comparison",
        "What was put in",
        "chart numbers",
        "codes",
    ]
    listed = {row["Sheet"]: row["What it answers"] for row in table(book["Contents"])}
    assert listed["What it depends on"] == "On which numbers does it depend?"
    assert set(listed) == set(book.sheetnames) - {"Contents", "chart numbers"}


def test_a_study_without_worlds_months_and_targets_has_no_empty_sheets(tmp_path: Path) -> None:
    names = saved(study(tmp_path), tmp_path / "results.xlsx").sheetnames

    assert not {"How sure, over worlds", "Month by month", "Like today"} & set(names)


def test_means_are_over_the_runs_that_have_a_value(book: Workbook) -> None:
    days, continuity = table(book["Every measure"])

    assert (days["Measure"], days["Unit"], days["One room"]) == (DAYS, "days", 11)
    assert (continuity["One room"], continuity["Two rooms"]) == (0.1, 0.5)


def test_the_comparison_says_that_its_intervals_are_unadjusted(book: Workbook) -> None:
    sheet = book["Every comparison"]
    _, continuity = table(sheet)

    text = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 6))
    assert UNADJUSTED in text
    assert (
        continuity["Verdict"]
        == "perhaps better on average; in how many worlds cannot be told from chance"
    )
    assert continuity["Note"] == "one run"
    assert continuity["Change, low"] is None


def test_numbers_have_the_format_of_their_unit(book: Workbook) -> None:
    comparison, worlds = book["Every comparison"], book["How sure, over worlds"]

    assert form(comparison, DAYS, "Mean, this way") == "#,##0.0"
    assert form(comparison, label("upc.person"), "Mean, this way") == "0.0%"
    assert form(comparison, label("upc.person"), "Change").startswith('+0.0" points"')
    assert form(worlds, DAYS, "Better (% of worlds)") == "0.0%"


def test_a_change_of_shares_is_in_points(book: Workbook) -> None:
    continuity = table(book["Every comparison"])[1]

    assert continuity["Change"] == pytest.approx(20)  # from 0.1 to 0.3 in the pair that has both


def test_worlds_that_are_too_noisy_have_no_figures(book: Workbook) -> None:
    days, continuity = table(book["How sure, over worlds"])

    assert (days["Better (% of worlds)"], days["Worse (% of worlds)"]) == (0.8, 0.05)
    assert days["In short"] == "more likely than not better"  # the interval begins at 70 in 100
    assert continuity["Better (% of worlds)"] is None
    assert continuity["How firm"] == "not to be told from chance"
    assert len(table(book["What it depends on"])) == 1


def test_choosing_shows_how_often_each_way_is_best_and_what_it_loses(book: Workbook) -> None:
    today, other = table(book["Which to choose"])

    assert (today["Best (% of worlds)"], today["Loses least?"]) == (0.2, "no")
    assert (other["Loss on average"], other["Loss in bad worlds"]) == (0.5, 1.5)
    assert other["Loses least?"] == "yes"


def test_a_change_over_worlds_has_the_direction_of_its_measure(book: Workbook) -> None:
    days = table(book["How sure, over worlds"])[0]

    assert days["Change on average"] == -2
    assert days["Change, 5 in 100 are below"] == -4
    assert days["Change, 5 in 100 are above"] == 1


def test_every_number_is_listed_in_words_with_its_source_and_its_code_apart(
    book: Workbook,
) -> None:
    numbers = {row["number"]: row for row in _lower(table(book["What was put in"]))}
    codes = {row["code"]: row for row in table(book["codes"])}

    said = codes[STAY]["words"]
    assert said == "Mean length of stay at First talk"
    assert numbers[said]["value"] == "0.8 days"
    assert numbers[said]["kind of source"].endswith("assumption")
    assert numbers[said]["reference"] == "chosen for tests"
    assert numbers[said]["no."] == codes[STAY]["no"]
    assert codes["unmet_need_days"]["words"] == DAYS
    assert codes["two_rooms"]["kind"] == "way of care"


def _lower(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key.lower(): value for key, value in row.items()} for row in rows]


def test_words_never_become_formulas(tmp_path: Path) -> None:
    book = saved(study(tmp_path, "=1+1"), tmp_path / "results.xlsx")
    cell = book["Contents"]["A1"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.quotePrefix  # text even after somebody edits it
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_titles_of_charts_are_read_from_cells_and_never_typed(tmp_path: Path) -> None:
    found = study_with_worlds(tmp_path)
    arms = dict(found.scenario.arms)
    arms["two_rooms"] = arms["two_rooms"].model_copy(update={"label": "=HYPERLINK(1)"})
    scenario = found.scenario.model_copy(update={"arms": arms})
    path = tmp_path / "results.xlsx"
    saved(replace(found, scenario=scenario), path)

    with zipfile.ZipFile(path) as archive:
        charts = [n for n in archive.namelist() if n.startswith("xl/charts/chart")]
        drawn = [archive.read(name).decode() for name in charts]
    formulas = [part.split("</c:f>")[0] for text in drawn for part in text.split("<c:f>")[1:]]
    assert len(charts) == 2 + 1 + 2  # two measures, an arm over worlds, a sum and a list by month
    assert any("=HYPERLINK(1)" in text for text in drawn)
    assert all(formula.startswith("'chart numbers'!$") for formula in formulas)


def test_tables_can_be_sorted_filtered_and_printed(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        footer = sheet.oddFooter
        assert footer is not None
        assert footer.center is not None
        assert "Page" in str(footer.center.text)
        if sheet.auto_filter.ref:
            head = sheet[str(sheet.auto_filter.ref).split(":")[0]].row
            assert sheet.print_title_rows == f"${head}:${head}"
            assert str(sheet.freeze_panes).endswith(str(head + 1))
            assert sheet.page_setup.fitToHeight == 0
            titles = [cell.value for cell in sheet[head]]
            assert len(set(titles)) == len(titles)


def test_a_title_with_signs_of_page_headers_is_printed_as_it_is(tmp_path: Path) -> None:
    book = saved(study(tmp_path, "R&D &P"), tmp_path / "results.xlsx")

    header = book["Contents"].oddHeader
    assert header is not None
    assert header.left is not None
    assert "R&&D &&P" in str(header.left.text)


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    found = study_with_worlds(tmp_path)
    for name in ("once.xlsx", "again.xlsx"):
        write_workbook(found, tmp_path / name)

    assert (tmp_path / "once.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()
