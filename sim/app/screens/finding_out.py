"""What to find out first, as the last run with futures says it: a list, each with its field."""

from __future__ import annotations

import csv
from typing import Any, NamedTuple

from sim.app.editing import at
from sim.app.house import Asked
from sim.app.running import Result, results_of
from sim.tables.finding_out import COLUMNS, FIRST


class First(NamedTuple):
    """A number to find out, in the columns of its table."""

    number: str  # its path; empty where the project has no field for it
    what: str
    now: str
    range: str
    share: str
    worth: str
    why: str


def finding_out(asked: Asked) -> dict[str, Any]:
    """Return the last run with futures, and its list; None where it was made without one."""
    result = next((each for each in results_of(asked.project) if each.worlds), None)
    return {
        "depends": "" if result is None else result.key,
        "first": None if result is None else _rows(asked, result),
    }


def _rows(asked: Asked, result: Result) -> list[First] | None:
    path = result.folder / FIRST
    if FIRST not in result.manifest.outputs or not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        found = [First(*(row[column] for column in COLUMNS)) for row in csv.DictReader(file)]
    content = asked.opened.content
    return [
        each if at(content, tuple(each.number.split("."))) is not None else each._replace(number="")
        for each in found
    ]
