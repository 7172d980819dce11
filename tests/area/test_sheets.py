"""The sheets are those of the classes: each column once, in an order that people can follow."""

from dataclasses import fields

import pytest

from sim.area.columns import Cell
from sim.area.figures import ITEMS
from sim.area.sheets import ABOUT, LAST, PAGE, PAGES, Sheet, item_column, placed, rows_of
from tests.area.workbooks import made_up


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_sheet_has_each_column_of_its_class_and_ends_with_source_range_and_note(
    page: Sheet,
) -> None:
    columns = list(page.columns)

    assert set(columns) == {each.name for each in fields(page.row) if each.metadata}
    assert [name for name in columns if name in LAST] == columns[-len(set(columns) & set(LAST)) :]
    assert columns[-1] == "note"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_columns_of_one_group_stand_together(page: Sheet) -> None:
    groups = [column.group for column in page.columns.values() if column.group]

    assert groups == sorted(groups, key=groups.index)


def test_headings_are_told_apart_without_case_spaces_and_punctuation() -> None:
    for page in PAGES:
        bare = ["".join(filter(str.isalnum, c.heading)).lower() for c in page.columns.values()]
        assert len(set(bare)) == len(bare)


def test_every_sheet_says_what_it_is_for() -> None:
    assert set(ABOUT) == set(PAGE)


def test_every_item_has_a_kind_and_the_unit_of_its_column() -> None:
    units = {item: item_column(item).unit for item in ITEMS}

    assert (units["WTE"], units["acceptance"], units["stay"]) == ("WTE", "%", "days")
    assert units["list limit"] == units["outside referrals"] == "people"
    assert item_column("queue rule").words == ("first_come", "level", "returning")


def test_figures_are_placed_below_headings_and_units() -> None:
    workbook = made_up()

    assert workbook.services[1].referrals.cell == Cell("Services", "G4")
    assert workbook.services[0].cell("note") == Cell("Services", "AQ3")
    assert str(workbook.staff[-1].wte_in_post.cell) == "Staff!D26"
    assert placed(workbook) == workbook
    assert rows_of(workbook, PAGE["area"]) == (workbook.area,)
