"""Read tables of settings from a CSV file or a data frame; columns are levers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from sim.errors import Location, SimError
from sim.scenario.file_kinds import TABLE
from sim.scenario.from_python import NotPlain, plain_value
from sim.scenario.texts import read_text
from sim.scenario.written import WrittenFloat, WrittenInt, WrittenText
from sim.scenario.yaml_nodes import FLAGS, NUMBER, WHOLE
from sim.units import MINUTES_PER, plain_number

UNIT = ".unit"
"""The ending of the name of a unit column: column `wait.unit` holds the units of column `wait`."""
BREAKS = {";": "semicolons", "\t": "tabs", "|": "bars"}
ABOUT = "Its head names what is varied; each row below is one setting."


class DesignError(SimError):
    """A design cannot be made."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"design: {problem}\n  {remedy}")
        self.problem, self.remedy = problem, remedy


def is_frame(table: Any) -> bool:
    """Return whether a value is a data frame of pandas or polars."""
    return hasattr(table, "columns") and (hasattr(table, "to_dicts") or hasattr(table, "to_dict"))


def rows_of_frame(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a data frame, each as a mapping from column to value.

    Raises DesignError if a cell is empty or a column has no name.
    """
    names = list(frame.columns)
    for name in names:
        if not isinstance(name, str):
            raise DesignError(f"a column of the table is called {name!r}.", "Call it by its path.")
    _see_names(names, "the table")
    written = frame.to_dicts() if hasattr(frame, "to_dicts") else frame.to_dict("records")
    rows = []
    for number, row in enumerate(written, 1):
        try:
            rows.append({name: _present(plain_value(row[name])) for name in names})
        except NotPlain as fault:
            raise DesignError(f"row {number} of the table: {fault.problem}", fault.remedy) from None
    return _with_units(_some(rows, "the table"))


def rows_of_file(path: str, named_at: Location) -> list[dict[str, Any]]:
    """Return the rows of a CSV file, each as a mapping from column to cell with its location.

    Raises
    ------
    DesignError
        If the header is not valid or a cell is empty.
    ScenarioFaults
        If the file cannot be read.
    """
    lines = _lines(path, named_at)
    (_, head), *body = lines or [(1, [])]
    names = [name.strip() for name in head]
    for sign, word in BREAKS.items():
        if any(sign in name for name in names):
            raise DesignError(
                f"the cells of the table {path} are separated by {word}, not by commas.",
                "Save the table as comma-separated CSV (in a spreadsheet: CSV, comma delimited).",
            )
    _see_names(names, f"the table {path}")
    rows = []
    for line, cells in body:
        if len(cells) != len(head):
            raise DesignError(
                f"row {line} of {path} has {len(cells)} cells, its head {len(head)}.",
                "Give every row a cell for each column.",
            )
        row = {}
        for column, (name, text) in enumerate(zip(names, cells, strict=True), 1):
            if not text.strip():
                raise DesignError(
                    f"row {line} of {path} has nothing under `{name}`.",
                    "Write a value in each cell, or take the row out.",
                )
            row[name] = _cell(text.strip(), Location(path, line, column, name))
        rows.append(row)
    return _with_units(_some(rows, f"the table {path}"))


def _lines(path: str, named_at: Location) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with its line number in the file."""
    reader = csv.reader(io.StringIO(read_text(path, named_at, TABLE), newline=""))
    try:
        found = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise DesignError(
            f"{path} cannot be read as a CSV table ({error}).", "Is a quotation mark left open?"
        ) from None
    return [(number, row) for number, row in found if any(cell.strip() for cell in row)]


def _some(rows: list[dict[str, Any]], what: str) -> list[dict[str, Any]]:
    if not rows:
        raise DesignError(f"{what} has no rows.", ABOUT)
    return rows


def _see_names(names: Sequence[str], what: str) -> None:
    """Refuse columns without a name, and two columns with the same name."""
    seen: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        if not name.strip():
            raise DesignError(f"column {number} of {what} has no name.", ABOUT)
        if name.casefold() in seen:
            raise DesignError(
                f"{what} has two columns `{name}`.", "Keep one of them: which one counts?"
            )
        seen[name.casefold()] = name


def _present(value: Any) -> Any:
    if value is None:
        raise NotPlain("there is no value in one of its cells.", "Leave the row out, or fill it.")
    return value


def _cell(text: str, location: Location) -> Any:
    """Return a cell as the value that a scenario file would have."""
    if text in FLAGS:
        return FLAGS[text]
    written: WrittenInt | WrittenFloat | WrittenText
    if WHOLE.fullmatch(text):
        written = WrittenInt(text)
    elif NUMBER.fullmatch(text) and abs(float(text)) != float("inf"):
        written = WrittenFloat(text)
    else:
        written = WrittenText(text)
    written.location = location
    return written


def _with_units(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Combine each number with the unit in its unit column into one value, such as "6 weeks"."""
    names = list(rows[0])
    pairs = {name: name + UNIT for name in names if name + UNIT in names}
    pairs = {name: unit for name, unit in pairs.items() if all(_fit(r, name, unit) for r in rows)}
    return [_joined(row, pairs) for row in rows]


def _fit(row: dict[str, Any], name: str, unit: str) -> bool:
    number, word = row[name], row[unit]
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
    return is_number and isinstance(word, str) and _unit(word) is not None


def _unit(word: str) -> str | None:
    """Return the unit of time in "weeks" or "per day"."""
    unit = word.removeprefix("per ").strip()
    unit = unit if word.startswith("per ") else unit.removesuffix("s")
    return unit if unit in MINUTES_PER else None


def _joined(row: dict[str, Any], pairs: dict[str, str]) -> dict[str, Any]:
    found = {name: value for name, value in row.items() if name not in pairs.values()}
    for name, unit in pairs.items():
        text = WrittenText(f"{plain_number(row[name])} {row[unit]}")
        if hasattr(row[name], "location"):
            text.location = row[name].location
            found[name] = text
        else:
            found[name] = str(text)
    return found
