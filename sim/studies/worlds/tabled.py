"""Take worlds from the rows of the table that a scenario names, in place of draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.scenario import Scenario
from sim.scenario.world_tables import rows_of_worlds
from sim.scenario.written_ranges import bare
from sim.studies.design.shapes import Shape
from sim.studies.worlds.uncertain import Uncertain

SHUFFLED = 1  # the seed of the order in which rows are taken
NEARLY = 1e-12  # so that a step at the end of a row is always in the next, not now and then
Cells = Mapping[str, Sequence[Any]]  # the values of the rows, by path or name of a structure


class Tabled(NamedTuple):
    """The rows of a table of worlds, as shares of what is uncertain."""

    shares: Floats  # (rows, inputs), from 0 to 1; NaN where the table has no column
    weights: Floats  # (rows,), above 0, adding up to 1

    @property
    def inputs(self) -> int:
        """How many of the inputs are columns of the table."""
        return int(np.isfinite(self.shares[0]).sum())

    def rows(self, worlds: int) -> Ints:
        """Return the row of each world, from 0."""
        return by_weight(self.weights, worlds)

    def over(self, shares: Floats) -> Floats:
        """Return drawn shares, with those of the rows in place of what the table has."""
        of_rows = self.shares[self.rows(len(shares))]
        return np.where(np.isfinite(of_rows), of_rows, shares)


def by_weight(weights: Floats, worlds: int) -> Ints:
    """Return the row of each world, from 0, each row as often as its weight says.

    Rows are taken at even steps of their weight, in an order that is shuffled once for all: in the
    order of a table, every second row may have much in common. So no row is taken twice before
    every row of its weight is taken once, and of many worlds each has its share.

    Parameters
    ----------
    weights
        Of the rows, above 0, adding up to 1.
    """
    order = np.random.default_rng(SHUFFLED).permutation(len(weights))
    ends = np.cumsum(weights[order])[:-1] - NEARLY
    steps = (np.arange(worlds) + 0.5) / worlds
    found: Ints = order[np.searchsorted(ends, steps, side="right")]
    return found


def from_the_table(
    scenario: Scenario, uncertain: Sequence[Uncertain]
) -> tuple[tuple[Uncertain, ...], Tabled | None]:
    """Return what is uncertain, and the rows of the scenario's table; None if it names none.

    A number of the table has the law of its column. Its share in a row is where its value lies in
    that law, so that the law gives the value back. Numbers that one draw moves are one entry only
    if the table has them in the same order. Columns of numbers that no world varies are left out.
    """
    table = rows_of_worlds(scenario, scenario.tree, scenario.version)
    if table is None:
        return tuple(uncertain), None
    weights = np.array(table.weights) / sum(table.weights)
    cells = {
        bare(path): [row[at] for row in table.values]
        for at, name in enumerate(table.names)
        for path in (name, *scenario.in_areas({name: None}))
    }
    found = [entry for each in uncertain for entry in _entries(each, cells, weights)]
    shares = np.stack([column for _, column in found], axis=-1)
    tabled = Tabled(shares, weights)
    return tuple(each for each, _ in found), tabled if tabled.inputs else None


def _entries(each: Uncertain, cells: Cells, weights: Floats) -> list[tuple[Uncertain, Floats]]:
    """Return an entry with the law of its column, and its share in each row.

    Numbers that one draw moves are an entry each if one share cannot give all their values.
    """
    moved = (each, *each.also)
    columns = [_columns(one, cells) for one in moved]
    if not columns[0]:
        return [(each, np.full(len(weights), np.nan))]
    if each.choices:
        return [(each, _of_options(each, columns[0][0]))]
    amounts = np.array(
        [
            [one.span.amount(value) for value in each_path]
            for one, of_paths in zip(moved, columns, strict=True)
            for each_path in of_paths
        ]
    )
    order = np.lexsort(amounts[::-1])  # by the first number, then by the others
    alike = all(of_paths.count(of_paths[0]) == len(of_paths) for of_paths in columns)
    if not alike or not (np.diff(amounts[:, order], axis=1) >= 0).all():
        apart = [entry for one in moved for entry in _by_path(one)]
        return [entry for one in apart for entry in _entries(one, cells, weights)]
    up_to, shares = _steps(amounts[:, order], weights[order])
    at = np.cumsum([0, *(len(of_paths) for of_paths in columns[:-1])])
    first, *also = (
        one._replace(shape=_law(values, up_to), tabled=True)
        for one, values in zip(moved, amounts[at][:, order], strict=True)
    )
    return [(first._replace(also=tuple(also)), shares[np.argsort(order)])]


def _columns(each: Uncertain, cells: Cells) -> list[Sequence[Any]]:
    """Return the column of each path of an entry, or of its name; none if the table has none."""
    paths = map(bare, (*each.lever.paths, each.name))
    *found, own = (cells.get(path) for path in paths)
    there = [column for column in found if column is not None]
    return there or ([] if own is None else [own])


def _by_path(each: Uncertain) -> list[Uncertain]:
    """Return an entry for each path of an entry, without what else the same draw moves."""
    return [
        each._replace(
            lever=each.lever._replace(name=path, paths=(path,)),
            also=(),
            rows=tuple(row for row in each.rows if path in row.names.values()),
        )
        for path in each.lever.paths
    ]


def _of_options(each: Uncertain, values: Sequence[str]) -> Floats:
    """Return the share in the middle of each row's option."""
    ends = np.cumsum([0.0, *(choice.weight for choice in each.choices)])
    names = [choice.name for choice in each.choices]
    at = [names.index(value) for value in values]
    middles: Floats = (ends[at] + ends[np.array(at) + 1]) / 2
    return middles


def _steps(amounts: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return up to which share each row in order reaches, and the middle of its step.

    Rows with the same amounts, shape (numbers, rows), are one step.
    """
    new = np.append(True, (np.diff(amounts, axis=1) > 0).any(axis=0))
    step = np.cumsum(new) - 1
    ends = np.cumsum(np.bincount(step, weights))
    begins = np.append(0.0, ends[:-1])
    return ends[step], ((begins + ends) / 2)[step]


def _law(values: Floats, up_to: Floats) -> Shape:
    """Return the law of values in order, each up to a share."""
    table = tuple(zip(values.tolist(), up_to.tolist(), strict=True))
    return Shape("table", table[0][0], table[-1][0], table=table)
