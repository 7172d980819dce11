"""Distributions in the machine form, as tests ask for them."""

from __future__ import annotations

import numpy as np

from sim.resolved import Distributions, Shape


class Table:
    """Distributions as they are asked for, each family by its parameters in minutes."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, float, float, float]] = []

    def row(self, shape: Shape, a: float = 0.0, b: float = 0.0, c: float = 0.0) -> int:
        """The row of a distribution, new or as before."""
        row = (int(shape), a, b, c)
        if row not in self.rows:
            self.rows.append(row)
        return self.rows.index(row)

    def numbers(self) -> Distributions:
        """The machine form."""
        size = len(self.rows)
        columns = [np.array(column, float) for column in zip(*self.rows, strict=True)]
        return Distributions(
            shape=columns[0].astype(np.int64),
            a=columns[1],
            b=columns[2],
            c=columns[3],
            minutes_per_unit=np.ones(size),
            u_low=np.zeros(size),
            u_high=np.ones(size),
            first=np.zeros(size, np.int64),
            size=np.zeros(size, np.int64),
            points=np.zeros(1),
            cumulative=np.ones(1),
        )
