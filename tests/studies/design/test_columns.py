"""What was set comes back as numbers in one unit, which a column beside them names."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.studies.design.columns import cells_of, column_of, columns_of, heads
from sim.studies.design.designs import design
from sim.studies.design.levers import Lever
from sim.tables.texts import write_csv
from sim.units import MINUTES_PER, Length, parse_length


@pytest.mark.parametrize(
    ("values", "unit", "cells"),
    [
        ([2, 3.0], "", (2, 3)),
        ([2, 2.5], "", (2.0, 2.5)),
        (["12 weeks", "1 week"], "weeks", (12, 1)),
        (["18 months", "3 years", "6 years"], "months", (18, 36, 72)),
        (["6 weeks", "1 month"], "weeks", (6.0, 43830 / 10080)),
        (["0.343238 per day"], "per day", (0.343238,)),
        (["1 per week", "1 per day"], "per day", (1 / 7, 1.0)),
        (["4 % per year", "-1.5 % per year"], "% per year", (4.0, -1.5)),
        (["never", "6 weeks"], "", ("never", "6 weeks")),
        ([True, False], "", ("true", "false")),
        ([[1, 3], [2, 3]], "", ("[1, 3]", "[2, 3]")),
        ([None, 3], "", ("", "3")),
    ],
)
def test_a_column_has_numbers_where_all_are_numbers(
    values: list[object], unit: str, cells: tuple[object, ...]
) -> None:
    found = column_of("x", values)
    assert found.unit == unit
    assert found.cells == pytest.approx(cells) if found.is_number else found.cells == cells
    assert heads([found]) == (["x", "x.unit"] if unit else ["x"])


lengths = st.builds(
    Length, st.integers(1, 500).map(float), st.sampled_from(sorted(MINUTES_PER))
).map(str)


@given(st.lists(lengths, min_size=1, max_size=5))
def test_what_is_written_reads_back_as_the_same_lengths(values: list[str]) -> None:
    column = column_of("x", values)
    for value, cell in zip(values, column.cells, strict=True):
        back = parse_length(f"{cell} {column.unit}")
        assert float(back) == pytest.approx(float(parse_length(value)), rel=1e-9)


def test_a_table_of_settings_is_read_back_as_a_design(tmp_path: Path) -> None:
    levers = [Lever("a", ("a",), ()), Lever("b", ("b",), ()), Lever("c", ("c",), ())]
    settings = [(2, "6 weeks", "0.5 per day"), (3, "1 year", "2 per week")]
    columns = columns_of(levers, settings)
    write_csv(heads(columns), cells_of(columns), tmp_path / "t.csv")
    found = design(tmp_path / "t.csv")
    assert [list(row) for row in found.rows] == [["a", "b", "c"]] * 2
    assert found.rows[0] == {"a": 2, "b": "6 weeks", "c": "0.5 per day"}
    assert float(parse_length(found.rows[1]["b"])) == pytest.approx(MINUTES_PER["year"])
