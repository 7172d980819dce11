"""The page about the files of a study names every column that is written."""

from pathlib import Path

import pytest

from sim.tables.animation import animation_table
from sim.tables.columns import Columns
from sim.tables.journeys import people_table, process_table, workers_table
from sim.tables.texts import COMPARISON_COLUMNS, MEASURE_COLUMNS
from tests.tables.small import NAMES, RESOLVED, RUN

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "outputs.md"


@pytest.mark.parametrize("column", sorted({*COMPARISON_COLUMNS, *MEASURE_COLUMNS}))
def test_columns_of_the_tables_are_on_the_page(column: str) -> None:
    assert f"`{column}`" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("people", people_table(RUN.people, NAMES)),
        ("workers", workers_table(RUN.workers, NAMES)),
        ("process", process_table(RUN, RESOLVED)),
        ("animation", animation_table(RUN, RESOLVED)),
    ],
)
def test_columns_of_the_logs_are_on_the_page(name: str, table: Columns) -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{name}` |")]

    assert [column for column in table if f"`{column}`" not in row] == []
