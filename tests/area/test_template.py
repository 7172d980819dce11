"""The template holds every column with what may stand there, and is read as it was written."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.workbook import Workbook as Book

from sim.area.columns import Kind
from sim.area.faults import AreaFaults
from sim.area.figures import Area, Source, Workbook
from sim.area.reading import read_workbook
from sim.area.sheets import FORMAT, PAGES, READ_ME, Sheet
from sim.area.template import write_template
from sim.area.template.laying_out import LAST_LIST_ROW
from tests.area.workbooks import figure, made_up, workbooks

EVERY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("again")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return openpyxl.load_workbook(write_template(tmp_path_factory.mktemp("empty") / "x.xlsx"))


@settings(max_examples=20, deadline=None)
@given(workbooks())
def test_what_is_written_is_read_again(folder: Path, workbook: Workbook) -> None:
    assert read_workbook(write_template(folder / "area.xlsx", workbook)) == workbook


def test_the_same_figures_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_template(tmp_path / "a.xlsx", made_up()).read_bytes()

    assert write_template(tmp_path / "b.xlsx", made_up()).read_bytes() == first


def test_an_untouched_template_is_told_what_is_needed_and_nothing_else(tmp_path: Path) -> None:
    path = write_template(tmp_path / "area.xlsx")

    with pytest.raises(AreaFaults) as caught:
        read_workbook(path)

    assert [str(fault.location).removeprefix("area.xlsx, ") for fault in caught.value.faults] == [
        *("Area!B3", "Area!D3", "Area!E3", "Area!F3", "Area!N3", "Services", "Sources")
    ]


@EVERY_PAGE
def test_each_column_has_its_heading_unit_and_note(page: Sheet, empty: Book) -> None:
    sheet = empty[page.name]
    for at, column in enumerate(page.columns.values(), 1):
        heading, unit = sheet.cell(1, at), sheet.cell(2, at)
        assert (heading.value, unit.value or "") == (column.heading, column.unit)
        assert heading.font.b is column.needed
        assert heading.comment is not None
        assert column.help in heading.comment.text
        assert ("Needed." in heading.comment.text) is column.needed
    assert sheet.max_column == len(page.columns)


@EVERY_PAGE
def test_words_and_keys_of_other_sheets_are_offered_as_a_list(page: Sheet, empty: Book) -> None:
    offered = {
        str(each.sqref): each.formula1 for each in empty[page.name].data_validations.dataValidation
    }
    keys = {"source": "Sources", "service": "Services", "area": "Areas", "from": "Services"}
    for at, column in enumerate(page.columns.values(), 1):
        place = page.place(3, at).cell
        source = offered.get(f"{place}:{place[:-1]}{LAST_LIST_ROW}")
        if column.kind is Kind.WORD:
            assert source == f'"{",".join(column.words)}"'
        elif column.heading in keys and column.kind is Kind.KEY:
            assert source == f"'{keys[column.heading]}'!$A$3:$A${LAST_LIST_ROW}"


@EVERY_PAGE
def test_headings_and_the_first_column_stay_in_view_and_are_printed_on_each_page(
    page: Sheet, empty: Book
) -> None:
    sheet = empty[page.name]

    assert sheet.freeze_panes == "B3"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$2", "$A:$A")
    assert sheet.page_setup.orientation == "landscape"


def test_cells_are_shown_as_what_they_are(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "x.xlsx", made_up()))

    assert book["Areas"]["C3"].number_format == "0.0%"
    assert book["Ranges"]["E3"].number_format == "0.0%"
    assert book["Area"]["D3"].number_format == "dd/mm/yyyy"
    assert book["Staff"]["C3"].number_format == "mmm yyyy"
    assert book["Services"]["G3"].number_format == "#,##0"


def test_no_text_is_a_formula_or_becomes_one(tmp_path: Path) -> None:
    day = made_up().area.snapshot
    area = Area(
        format=figure(FORMAT), title="=1+1", snapshot=day, period_from=day, period_to=day,
        source="a", note="@SUM(A1)",
    )  # fmt: skip
    source = Source(key="a", kind="expert", reference="-2")
    path = write_template(tmp_path / "x.xlsx", Workbook(area=area, services=(), sources=(source,)))

    book = openpyxl.load_workbook(path)
    cells = [book["Area"]["B3"], book["Area"]["O3"], book["Sources"]["C3"]]

    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert all(cell.quotePrefix for cell in cells)  # also when somebody edits it


def test_a_text_that_no_cell_can_hold_is_not_cut(tmp_path: Path) -> None:
    source = Source(key="a", kind="expert", reference="x" * 40_000)
    workbook = Workbook(area=made_up().area, services=(), sources=(source,))

    with pytest.raises(ValueError, match="Sources!C3"):
        write_template(tmp_path / "x.xlsx", workbook)

    assert list(tmp_path.iterdir()) == []


def test_the_first_sheet_names_every_sheet_and_the_signs_that_are_read(empty: Book) -> None:
    said = [str(cell.value) for row in empty[READ_ME].iter_rows() for cell in row if cell.value]

    assert {page.name for page in PAGES} <= set(said)
    assert empty.sheetnames[0] == READ_ME
    assert any("* or <5" in text for text in said)
