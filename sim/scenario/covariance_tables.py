"""Read a table of the covariance of the errors of targets: a CSV file, square and symmetric."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.errors import Fault, Location, did_you_mean, listed
from sim.laws import Floats
from sim.scenario.csv_cells import Cell, records_of, rows_of
from sim.scenario.document import Document
from sim.scenario.yaml_nodes import NUMBER
from sim.units import plain_number

TARGET = "target"
"""The column that names the target of a row. The other columns are named by targets."""
ROUNDED = 0.06
"""How far a covariance may be off, as a share of it, so that tables of two digits are taken."""
NEAR = 0.1
"""How far apart a standard error by this table and that of the target may be, as a share."""
SAME = 1e-6
MOST_NAMED = 3
LEAVE_OUT = "Correct the table, or leave it out with `targets_covariance: null`."


class Correlation(NamedTuple):
    """How the errors of targets go together."""

    names: tuple[str, ...]  # of the targets in the table
    matrix: Floats  # (targets, targets), with 1 on the diagonal and no negative eigenvalue


@lru_cache(maxsize=8)
def read_covariance_table(
    file: str, contents: str, targets: tuple[tuple[str, float], ...]
) -> tuple[Correlation | None, tuple[Fault, ...]]:
    """Return how the errors of targets go together, and every fault of the table.

    A table of two digits seldom is the covariance of anything. What it lacks to one by rounding is
    made up: negative eigenvalues become 0 (Rebonato and Jäckel 1999, doi:10.2139/ssrn.1969689).

    Parameters
    ----------
    targets
        The targets that the scenario has, each with its standard error in its unit.
    """
    reader = _Table(file, dict(targets))
    reader.read(contents)
    if reader.faults:
        return None, tuple(reader.faults)
    return reader.correlation(), tuple(reader.faults)


class _Table:
    """A reader of one table. It continues after a fault, so that all faults are reported."""

    def __init__(self, file: str, errors: Mapping[str, float]) -> None:
        self.file, self.errors = file, errors
        self.faults: list[Fault] = []
        self.cells: dict[tuple[str, str], Cell] = {}  # by the targets of row and column
        self.names: list[str] = []  # of the rows

    def read(self, contents: str) -> None:
        """Read all cells, and find what is wrong with each, and with pairs of them."""
        header = next(rows_of(contents, self.file, []), [])
        columns = [cell for cell in header if cell.text != TARGET]
        if len(columns) < len(header):
            for cell in columns:
                self.see_to_name(cell)
        known = [TARGET, *(cell.text for cell in columns)]
        what = "a table of covariances"
        for row in records_of(contents, self.file, what, (known, [TARGET]), self.faults):
            self.add(row.pop(TARGET), row)
        if not self.faults:
            self.see_to_size([cell.text for cell in columns], header)
        if not self.faults:
            for one, other in self.cells:
                self.see_to_cell(one, other)

    def add(self, name: Cell, row: Mapping[str, Cell]) -> None:
        """Add a row, with a fault for each cell that is no number."""
        self.see_to_name(name)
        if name.text in self.names:
            self.fault(name, f'"{name.text}" has a row already.', "Keep one of the two.")
        self.names.append(name.text)
        for other, cell in row.items():
            self.cells[name.text, other] = cell
            number = float(cell.text) if NUMBER.fullmatch(cell.text) else math.nan
            if not math.isfinite(number):
                remedy = "Write digits, with a point for fractions; 0 where errors are apart."
                self.fault(cell, f'"{cell.text}" is not a number.', remedy)

    def see_to_name(self, cell: Cell) -> None:
        """Find out whether a name is that of a target."""
        if cell.text not in self.errors:
            problem = f'"{cell.text}" is not a target of this scenario.'
            remedy = did_you_mean(cell.text, self.errors) or LEAVE_OUT
            self.fault(cell, problem, remedy)

    def see_to_size(self, columns: list[str], header: list[Cell]) -> None:
        """Find out whether there is a row for each column, and a column for each row."""
        first = Location(self.file, 1, 1)
        if not self.names:
            problem = "There is no row in this table."
            self.faults.append(Fault(first, problem, remedy="Write a row for each target."))
            return
        for name in self.names:
            if name not in columns:
                problem = f'"{name}" has a row and no column.'
                self.faults.append(Fault(first, problem, remedy="Add a column for it."))
        for cell in header:
            if cell.text != TARGET and cell.text not in self.names:
                self.fault(cell, f'"{cell.text}" has a column and no row.', "Add a row for it.")

    def see_to_cell(self, row: str, column: str) -> None:
        """Find out whether a cell fits the standard errors, and the cell across the diagonal."""
        cell, value = self.cells[row, column], self.value(row, column)
        if row == column:
            self.see_to_error(row, cell, value)
            return
        across = self.value(column, row)
        if self.names.index(column) > self.names.index(row):
            return  # it is told at the second of the two
        if abs(value - across) > SAME * max(abs(value), abs(across)):
            there = self.cells[column, row].location
            problem = (
                f'The covariance of "{row}" and "{column}" is {cell.text} here, and '
                f"{self.cells[column, row].text} at {there}."
            )
            self.fault(cell, problem, "Write the same number in both cells.")
            return
        most = math.sqrt(max(self.value(row, row) * self.value(column, column), 0.0))
        if abs(value) > (1 + NEAR) * most:
            problem = (
                f'The errors of "{row}" and "{column}" cannot have a covariance of {cell.text}: '
                f"it is at most the product of their standard errors, {plain_number(most)}."
            )
            self.fault(cell, problem, LEAVE_OUT)

    def see_to_error(self, name: str, cell: Cell, value: float) -> None:
        """Find out whether the variance of a target is that of its range."""
        error = self.errors[name]
        if value <= 0:
            problem = f"The variance of an error, {cell.text}, is not above 0."
            self.fault(cell, problem, "Write the square of the standard error.")
        elif abs(math.sqrt(value) - error) > NEAR * error:
            problem = (
                f'By this variance, "{name}" has a standard error of '
                f"{plain_number(float(f'{math.sqrt(value):.3g}'))}, and by its range one of "
                f"{plain_number(float(f'{error:.3g}'))}."
            )
            remedy = "Write its square, or correct the range of the target (3.29 standard errors)."
            self.fault(cell, problem, remedy)

    def correlation(self) -> Correlation | None:
        """Return how the errors go together; None, with a fault, if no errors can."""
        covariance = np.array([[self.value(a, b) for b in self.names] for a in self.names])
        spread = np.sqrt(np.diag(covariance))
        found = covariance / np.outer(spread, spread)
        size, vectors = np.linalg.eigh(found)
        most = float(np.linalg.norm(np.abs(found), 2))
        if size[0] < -ROUNDED * most:
            self.contradicts(found, vectors[:, 0])
            return None
        root = vectors * np.sqrt(np.maximum(size, 0.0))
        root /= np.sqrt((root**2).sum(axis=1))[:, None]
        matrix = root @ root.T
        np.fill_diagonal(matrix, 1.0)
        return Correlation(tuple(self.names), matrix)

    def contradicts(self, found: Floats, direction: Floats) -> None:
        """Add a fault at the cell that does most to a variance below 0 in some direction."""
        parts = np.tril(found * np.outer(direction, direction), -1)
        row, column = np.unravel_index(int(parts.argmin()), parts.shape)
        most = np.argsort(-np.abs(direction))[:MOST_NAMED]
        names = listed(f'"{self.names[at]}"' for at in sorted(most.tolist()))
        problem = f"No errors can go together as those of {names} do here."
        remedy = "Where two errors go with a third, they go with each other. " + LEAVE_OUT
        self.fault(self.cells[self.names[int(row)], self.names[int(column)]], problem, remedy)

    def value(self, row: str, column: str) -> float:
        return float(self.cells[row, column].text)

    def fault(self, cell: Cell, problem: str, remedy: str) -> None:
        self.faults.append(Fault(cell.location, problem, remedy=remedy))


def correlation_of(document: Document) -> Correlation | None:
    """Return how the errors of the targets of a sound scenario go together; None: they do not."""
    return _read(document)[0]


def faults_of_covariance(document: Document) -> tuple[Fault, ...]:
    """Return every fault of the table of covariances that a scenario names; none without one."""
    return _read(document)[1]


def _read(document: Document) -> tuple[Correlation | None, tuple[Fault, ...]]:
    if document.targets_covariance is None:
        return None, ()
    table = document.targets_covariance.from_table
    errors = tuple((name, each.standard_error) for name, each in document.targets.items())
    return read_covariance_table(table.file, table.contents, errors)
