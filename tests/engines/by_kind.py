"""Values of the columns of services that a random world has no draw of its own for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np

from sim.columns import COUNT, FLAG, LAW, LEVEL, MINUTES, SHARE, PerService, columns_of
from sim.laws import Flags, Floats, Ints, Shape
from sim.resolved import Services
from tests.engines.rows import Table

TYPES = {Ints: np.int64, Floats: np.float64, Flags: np.bool_}
GIVEN: dict[str, tuple[float, ...]] = {
    COUNT: (1, 2, 4),
    SHARE: (0.0, 0.3, 1.0),
    MINUTES: (1, 60),
    LEVEL: (0, 1),
    FLAG: (False, True),
}
"""What a column of each kind is at times, where its key is there."""


def drawn_by_kind(
    known: Collection[str],
    apart: Callable[[str], np.random.Generator],
    table: Table,
    sizes: Mapping[str, int],
) -> dict[str, Any]:
    """Columns of `Services` but for the known ones.

    Parameters
    ----------
    apart
        Chance for one column alone.
    table
        Where distributions get their rows.
    sizes
        How long each axis is; "service" is the first.
    """
    return {
        name: one_column(name, kind, column, apart, table, sizes)
        for name, (kind, column) in columns_of(Services).items()
        if name not in known
    }


def one_column(
    name: str,
    kind: Any,
    column: PerService,
    apart: Callable[[str], np.random.Generator],
    table: Table,
    sizes: Mapping[str, int],
) -> Any:
    """One column; keys of one inner block are there together or not at all."""
    shape = [sizes[axis] for axis in ("service", *column.more_axes)]
    chance = apart(name)
    if column.what == LAW:
        rows = [
            table.row(Shape.FIXED, 3.0),
            table.row(Shape.EXPONENTIAL, 30.0),
            table.row(Shape.NEVER),
        ]
        return chance.choice(rows, shape)
    choices = list(column.what) if isinstance(column.what, type) else GIVEN[column.what]
    given = chance.choice(choices, shape)
    block = column.key.rpartition(".")[0]
    there = apart(block if "." in block else column.key).random(shape) < 0.6
    return np.where(there, given, column.unset).astype(TYPES[kind])
