"""Read a table of worlds: a CSV file with a column for each number and a row for each world."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.errors import Fault, Location, did_you_mean, listed
from sim.scenario.csv_cells import Cell, Record, records_of, rows_of
from sim.scenario.dates import BEGINS
from sim.scenario.dividing import common_names, spread
from sim.scenario.document import Document
from sim.scenario.putting import WHERE
from sim.scenario.quantities import BUILT_IN, Quantity, as_plain
from sim.scenario.quantity_at import Reading, quantity_at
from sim.scenario.written import Block
from sim.scenario.yaml_nodes import NUMBER, WHOLE

WEIGHT = "weight"
"""The column that says how much a row counts beside the others."""
FEWEST_ROWS = 2


class Column(NamedTuple):
    """What stands in a column of a table of worlds: values of a number, or options."""

    name: str
    kind: type[Quantity[Any]] | None  # None: of a structure
    options: tuple[str, ...] = ()
    unsure: bool = True  # the number has a range, or what set it took the range away


class WorldRows(NamedTuple):
    """The rows of a table of worlds."""

    names: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]  # of each row, in the form in which a scenario holds them
    weights: tuple[float, ...]  # of the rows, above 0; their sum does not matter


def header_of(file: str, contents: str) -> list[Cell]:
    """Return the names of the columns, each with its place; none if the table is empty."""
    names = next(rows_of(contents, file, []), [])
    return [cell for cell in names if cell.text != WEIGHT]


def names_in_table(document: Document) -> tuple[str, ...]:
    """Return the columns of the table from which a scenario takes its worlds; none without one."""
    worlds = document.worlds
    return () if worlds is None else _names(worlds.from_table.file, worlds.from_table.contents)


@lru_cache(maxsize=8)
def _names(file: str, contents: str) -> tuple[str, ...]:
    return tuple(cell.text for cell in header_of(file, contents))


@lru_cache(maxsize=8)
def read_world_table(
    file: str, contents: str, columns: tuple[Column, ...], begins: Any = None
) -> tuple[WorldRows, tuple[Fault, ...]]:
    """Return the rows of a table, and every fault of it.

    What was read last is kept, because each version of a scenario reads the same table.

    Parameters
    ----------
    columns
        What stands in the columns, all but the weights, in any order.
    begins
        The date of minute 0, for moments that are written as dates.
    """
    faults: list[Fault] = []
    known = [each.name for each in columns]
    records = list(
        records_of(contents, file, "a table of worlds", ([*known, WEIGHT], known), faults)
    )
    reader = _Cells(faults, begins)
    values = tuple(tuple(reader.value(row[each.name], each) for each in columns) for row in records)
    weights = tuple(reader.weight(row) for row in records)
    if not faults and len(records) < FEWEST_ROWS:
        many = "one row" if records else "no row"
        problem = f"There is {many} in this table, and worlds differ from each other."
        faults.append(Fault(Location(file, 1, 1), problem, remedy="Write a row for each world."))
    return WorldRows(tuple(known), values, weights), tuple(faults)


class _Cells:
    """A reader of cells. It continues after a fault, so that all faults are reported."""

    def __init__(self, faults: list[Fault], begins: Any) -> None:
        self.faults, self.begins = faults, begins

    def value(self, cell: Cell, column: Column) -> Any:
        """Return the value in a cell; None, with a fault, if it is none of its column."""
        if not cell.text:
            problem = f"`{column.name}` has no value in this row."
            self.fault(cell, problem, remedy="Write one in every row.")
            return None
        if column.kind is None:
            return self.option(cell, column)
        known = {"value": _scalar(cell.text), "source": BUILT_IN}
        try:
            return as_plain(column.kind.model_validate(known, context={BEGINS: self.begins}).value)
        except ValidationError as error:
            said = error.errors(include_url=False)[0].get("ctx", {})
            words = [str(said.get(key, "")) for key in ("problem", "allowed", "remedy")]
            self.fault(cell, *words)
            return None

    def option(self, cell: Cell, column: Column) -> str:
        """Return the option in a cell of a structure."""
        if cell.text not in column.options:
            problem = f'"{cell.text}" is no option of `{column.name}`.'
            allowed = f"Options: {listed(f'`{each}`' for each in column.options)}."
            self.fault(cell, problem, allowed, did_you_mean(cell.text, column.options))
        return cell.text

    def weight(self, row: Record) -> float:
        """Return how much a row counts; 1 in a table without weights."""
        cell = row.get(WEIGHT)
        if cell is None:
            return 1.0
        weight = float(cell.text) if NUMBER.fullmatch(cell.text) else math.nan
        if not (math.isfinite(weight) and weight > 0):
            problem = f'"{cell.text}" is no weight of a row.'
            self.fault(cell, problem, remedy="Write a number above 0, or take the row out.")
        return weight

    def fault(self, cell: Cell, problem: str, allowed: str = "", remedy: str = "") -> None:
        self.faults.append(Fault(cell.location, problem, allowed, remedy))


def _scalar(text: str) -> int | float | str:
    """Return a number as a number, and anything else as it is written."""
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def column_of(
    document: Document, tree: Block, name: str, version: Reading = Document.model_validate
) -> Column | None:
    """Return what stands in a column of a name; None if the name leads to no number.

    Parameters
    ----------
    document, tree, version
        As of `sim.scenario.quantity_at`.

    Raises
    ------
    UnknownStep
        If the name is that of no structure, and the document has no such path.
    """
    if name in document.structures:
        return Column(name, None, tuple(document.structures[name]))
    found = quantity_at(document, tree, spread(common_names(tree), name)[0], version)
    if found is None:
        return None
    unsure = found.has_range or found.source.startswith(WHERE)
    return Column(name, type(found), unsure=unsure)


def rows_of_worlds(document: Document, tree: Block, version: Reading) -> WorldRows | None:
    """Return the rows from which a sound scenario takes its worlds; None if it names no table."""
    if document.worlds is None:
        return None
    table = document.worlds.from_table
    columns = (column_of(document, tree, name, version) for name in names_in_table(document))
    known = tuple(each for each in columns if each is not None)
    return read_world_table(table.file, table.contents, known, document.run.begins)[0]
