"""What planners and their Excel write in other forms is read as what it means."""

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sim.area.columns import Cell, Figure
from sim.area.faults import AreaFaults
from sim.area.figures import Workbook
from sim.area.reading import read_workbook
from tests.area.cells import Cells, Formula, Shown, changed, valid, write_cells
from tests.area.files import patched
from tests.area.workbooks import made_up

DAY = datetime.date(2025, 3, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strange")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "area.xlsx"


def amounts(*figures: Figure | None) -> list[float | None]:
    return [None if figure is None else figure.value for figure in figures]


def read(path: Path, *changes: Cells, **options: Any) -> Workbook:
    return read_workbook(write_cells(path, changed(*changes), **options))


def test_numbers_are_read_in_the_forms_that_people_write(path: Path) -> None:
    forms: dict[str, Any] = {
        "H3": "900", "I3": "1,200", "J3": "1 200", "K3": "295.0", "L3": 80.0000000001,
        "AC3": "60.5", "AD3": " 45 ", "AE3": "1,200.5", "AF3": "N/A", "AB3": "\u2013",
    }  # fmt: skip

    service = read(path, {"Services": forms}).services[0]

    counts = (service.accepted, service.starts, service.discharges, service.rejected)
    assert amounts(*counts) == [900, 1_200, 1_200, 295]
    assert amounts(service.left_unseen) == [80]
    times = (service.minutes, service.staff_minutes, service.overhead)
    assert amounts(*times) == [60.5, 45, 1_200.5]
    assert (service.decision_wait, service.agreed_interval) == (None, None)
    assert service.accepted.cell == Cell("Services", "H3")


def test_a_share_is_read_from_a_cell_or_a_text_with_its_sign(path: Path) -> None:
    forms = {"AI3": "81 %", "AJ3": "81%", "AI4": Shown(0.81, "0.00%"), "AJ4": "81.5 per cent"}

    first, second, third = read(path, {"Services": {**forms, "AI5": 0}}).services

    shares = (first.acceptance, first.attendance, second.acceptance, second.attendance)
    assert amounts(*shares, third.acceptance) == [0.81, 0.81, 0.81, 0.815, 0]


def test_growth_may_be_below_0(path: Path) -> None:
    rows = read(path, {"Demand": {"E3": "-4 %", "E4": "\u22124%", "E5": Shown(0.02, "0%")}}).demand

    assert amounts(*(row.growth for row in rows[:3])) == [-0.04, -0.04, 0.02]


@pytest.mark.parametrize(
    "text",
    ["31/03/2025", "31.3.2025", "2025-03-31", "31 March 2025", "31st Mar 2025", "31-Mar-2025"],
)
def test_a_date_is_read_in_each_form_with_one_meaning(text: str, path: Path) -> None:
    assert read(path, {"Area": {"D3": text}}).area.snapshot == DAY


def test_a_date_of_excel_is_the_same_in_both_date_systems(path: Path) -> None:
    for date_1904 in (False, True):
        cells: Cells = {"Area": {"D3": DAY, "E3": datetime.date(2024, 4, 1), "F3": DAY}}
        months = {f"C{row}": f"{row - 2}/2024" for row in range(3, 15)}
        other: Cells = {"What if": {"C3": DAY, "C4": DAY}, "Demand": months}
        staff: Cells = {"Staff": {f"C{row}": f"{(row - 3) % 12 + 1}/2024" for row in range(3, 27)}}
        area = read(path, cells, other, staff, date_1904=date_1904).area
        assert (area.snapshot, area.period_to) == (DAY, DAY)


def test_months_are_read_in_each_form_with_one_meaning(path: Path) -> None:
    forms = {
        "C3": "Apr 2024", "C4": "2024-05", "C5": "06/2024", "C6": "1 July 2024", "C7": "Aug-2024",
        "C8": datetime.date(2024, 9, 1), "C9": "01/10/2024", "C10": "November 2024",
        "C11": "Dec. 2024",
    }  # fmt: skip

    assert read(path, {"Demand": forms}).demand == made_up().demand


def test_hidden_counts_are_2_and_in_a_band_what_makes_the_list_add_up(path: Path) -> None:
    stars = {"Services": {"O3": "*", "R3": "< 5"}, "Waiting list": {"E3": "*", "E5": "<5"}}
    sums = {"Services": {"V3": 25}}

    workbook = read(path, stars, sums)

    service, (first, _, last) = workbook.services[0], workbook.waiting[:3]
    figures = (service.cancelled, service.ended_died_moved, first.people, last.people)
    assert amounts(*figures) == [2, 2, 3, 2]
    assert all(figure is not None and figure.hidden for figure in figures)


def test_hidden_bands_of_a_list_that_nobody_knows_are_2(path: Path) -> None:
    cells: Cells = {"Services": {"V3": None}, "Waiting list": {"E3": "*"}}

    assert read(path, cells).waiting[0].people.value == 2


def test_bands_of_areas_add_up_to_the_list_of_the_whole_service(path: Path) -> None:
    areas = {"B3": "north", "B4": "south", "B5": "south"}
    cells = {"Waiting list": {**areas, "C4": 0, "D3": None, "F3": 3}}

    assert [band.area for band in read(path, cells).waiting[:3]] == ["north", "south", "south"]


def test_headings_and_words_are_found_whatever_their_order_case_and_spaces(path: Path) -> None:
    areas = valid()["Areas"]
    turned = {"A": "C", "B": "A", "C": "B"}
    moved = {f"{turned.get(cell[0], cell[0])}{cell[1:]}": value for cell, value in areas.items()}
    cells = {
        "Areas": {**moved, "A1": " LABEL ", "C1": "Key:", "F1": "# mine", "F3": "anything"},
        "Services": {"E5": "Places", "AH4": "First come"},
        "#Notes": {"A1": "not read"},
        "Sheet1": {},
    }
    written = changed(cells)
    other = {"Areas": "AREAS", "Waiting list": "waiting_list"}
    renamed = {other.get(name, name): cells for name, cells in written.items()}

    workbook = read_workbook(write_cells(path, renamed))

    assert [row.label for row in workbook.areas] == ["North", "South"]
    assert workbook.areas[0].cell("key") == Cell("Areas", "C3")
    assert (workbook.services[2].capacity, workbook.services[1].queue) == ("places", "first_come")


def test_sheets_columns_and_units_may_be_left_out(path: Path) -> None:
    optional = ("Routes", "Costs", "What if", "Observed", "Ranges", "Demand")
    cells = {"Areas": {"B1": None, "B3": None, "B4": None, "C2": None}}

    workbook = read_workbook(write_cells(path, changed(cells, without=optional)))

    assert (workbook.routes, workbook.costs, workbook.demand) == ((), (), ())
    assert workbook.areas[0].label is None
    assert str(workbook.areas[0].cell("label")) == "Areas!row 3"


def test_empty_rows_and_columns_of_excel_are_passed_over(path: Path) -> None:
    spaces = {f"{column}{row}": "  " for column in "AFZ" for row in (5, 6, 900)}
    later = {"A7": "west", "C7": "0 %", "D7": "lists"}

    assert len(read(path, {"Areas": {**spaces, **later}}).areas) == 3


def test_what_a_formula_showed_last_is_read_and_never_worked_out(path: Path) -> None:
    cells = {"Services": {"H3": Formula("=1+1", 900), "B3": Formula('="A"&1', "Assessment")}}

    service = read(path, cells).services[0]

    assert (service.accepted.value, service.label) == (900, "Assessment")


def test_a_formula_that_shows_nothing_is_an_empty_cell(path: Path) -> None:
    write_cells(path, changed({"Services": {"B3": Formula('=""', "xyz")}}))
    patched(path, "xl/worksheets/sheet3.xml", b"<v>xyz</v>", b"<v></v>")

    assert read_workbook(path).services[0].label is None


def test_a_text_keeps_its_lines_and_a_number_in_its_place_is_a_text(path: Path) -> None:
    cells = {"Sources": {"C3": "Two\nlines", "D3": 2025, "E3": DAY}}

    source = read(path, cells).sources[0]

    assert (source.reference, source.agreed_by, source.note) == ("Two\nlines", "2025", "31/03/2025")


def test_an_observed_share_is_a_percentage_and_any_other_figure_a_number(path: Path) -> None:
    share = {"A3": "never_seen", "B3": "12 %", "L3": Shown(0.1, "0%"), "M3": "15 %"}

    row = read(path, {"Observed": share}).observed[0]

    assert amounts(row.value, row.low, row.high) == [0.12, 0.1, 0.15]


def test_what_is_hidden_or_linked_is_read_and_told(path: Path) -> None:
    cells = {"Services": {"H3": Formula("=[1]Sheet1!A1", 900)}}
    hidden = {"Areas": "4", "Sources": "D:D", "Costs": "all"}

    workbook = read(path, cells, hidden=hidden)

    assert workbook == made_up()
    assert workbook.remarks == (
        "Areas: hidden rows were read like the others (4).",
        "Services: H3 are taken from another workbook, as it was when this one was last saved.",
        "Costs: this sheet is hidden. It was read like the others.",
        "Sources: hidden columns were read like the others (`agreed by`).",
    )


def test_lists_of_another_day_than_the_last_of_the_period_are_told(path: Path) -> None:
    workbook = read(path, {"Area": {"D3": datetime.date(2025, 4, 30)}})

    assert workbook.remarks == (
        "Area: the lists are of 30/04/2025, and the counts end on 31/03/2025. What happened "
        "between them is left out.",
    )
    assert read(path, {"Area": {"D3": datetime.date(2025, 4, 1)}}).remarks == ()


def test_a_workbook_with_macros_is_read_without_them(path: Path) -> None:
    write_cells(path, changed())
    other = path.with_suffix(".xlsm")
    shutil.move(path, other)

    assert read_workbook(other) == made_up()


PLACES = [(sheet, cell) for sheet, cells in valid().items() for cell in cells]
STRANGE: list[Any] = [
    *("", "*", "<5", "n/a", "1,200", "31/03/25", "#REF!", "=1+1", "_x0007_", "x" * 300, "9" * 250),
    *("\u202e", "0", "1 in 4", "Apr 24", "\U0001f600", "outside", "total", "%", "-", "- 5 %"),
    *(0, -1, 0.5, 1e-12, 1e200, 81, True, DAY, Shown(0.5, "0%"), Shown(1e7, "dd/mm/yyyy")),
    *(Shown(-1, "hh:mm"), Shown(61, "[h]:mm"), Formula("=1+1"), Formula("=A1", "#N/A")),
    *(Formula("=A1", 3), Formula('="<"', "<5")),
]


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(STRANGE), max_size=12))
def test_whatever_stands_in_a_cell_is_read_or_refused(
    folder: Path, strange: dict[tuple[str, str], Any]
) -> None:
    lines = []
    try:
        read(
            folder / "area.xlsx",
            *({sheet: {cell: strange[sheet, cell]}} for sheet, cell in strange),
        )
    except AreaFaults as error:
        lines = str(error).splitlines()

    assert all(line.startswith("area.xlsx, ") for line in lines[:-1])


@pytest.mark.parametrize("number", [b"1E999", b"1" + b"0" * 400])
def test_a_number_beyond_all_bounds_is_refused(number: bytes, path: Path) -> None:
    write_cells(path, changed({"Services": {"H3": 987_654}}))
    patched(path, "xl/worksheets/sheet3.xml", b"<v>987654</v>", b"<v>" + number + b"</v>")

    with pytest.raises(AreaFaults, match=r"Services!H3: .* is not a number"):
        read_workbook(path)


def test_all_faults_are_told_at_once_in_the_order_of_sheets_and_cells(path: Path) -> None:
    with pytest.raises(AreaFaults) as caught:
        read(
            path,
            {"Sources": {"B3": "rumour"}, "Services": {"AJ3": "112 %", "H10": -1, "H4": -1}},
            {"Area": {"D3": "soon", "F1": "Period until"}},
        )

    places = [str(fault.location).removeprefix("area.xlsx, ") for fault in caught.value.faults]
    assert places[:3] == ["Area!F1", "Area!D3", "Services!AJ3"]
    assert places[3:5] == ["Services!H4", "Services!A10"]
    assert places[-1] == "Sources!B3"
    assert caught.value.in_short.startswith("area.xlsx, Area!F1: ")
