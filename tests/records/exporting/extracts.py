"""Small extracts as they stand in their files."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

from sim.measures.recorded.tables import Recorded
from tests.records.tables import SERVICES, Making

Row = dict[str, str]


def some_records(people: int = 40, *, timed: bool = True) -> Recorded:
    """Tables of some people, always the same."""
    return Making(Random(5), timed, SERVICES).recorded(people)


def rows_of(folder: Path, table: str) -> list[Row]:
    """The rows of a CSV file."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
