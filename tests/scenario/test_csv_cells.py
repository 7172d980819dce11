"""Cells of a CSV table are read with their places, and a header is checked."""

from hypothesis import given, strategies as st

from sim.errors import Fault
from sim.scenario.csv_cells import LINE, records_of

COLUMNS = ("id", "service"), ("id",)


def read(contents: str) -> tuple[list[list[tuple[str, str]]], list[Fault]]:
    faults: list[Fault] = []
    rows = list(records_of(contents, "here.csv", "a starting table", COLUMNS, faults))
    return [[(c.text, str(c.location)) for c in row.values()] for row in rows], faults


@given(st.text())
def test_lines_of_a_table_end_where_an_editor_ends_them(text: str) -> None:
    lines = LINE.findall(text)

    assert "".join(lines) == text
    assert [line.removesuffix("\n") for line in lines] == text.removesuffix("\n").split("\n")[
        : len(lines)
    ]


def test_a_cell_knows_its_place_also_behind_a_quoted_comma_and_an_empty_line() -> None:
    rows, faults = read('id,service\n\n"a, b",team\n')

    assert rows == [[("a, b", "here.csv:3:1"), ("team", "here.csv:3:8")]]
    assert faults == []


def test_every_row_that_does_not_fit_the_header_is_told_and_the_others_are_read() -> None:
    rows, faults = read("id,service\nann\nbea,team\ncy,team,x\n")

    assert [row[0][0] for row in rows] == ["bea"]
    assert [fault.location.line for fault in faults] == [2, 4]
