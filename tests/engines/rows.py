"""Distributions in the machine form, as tests ask for them."""

from __future__ import annotations

import math

import numpy as np

from sim.laws import Distributions, Shape
from tests.rules.rows import Row, distributions


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


class Families(Table):
    """Distributions of every family, as they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Row] = []

    def add(self, row: Row) -> int:
        """The place of a distribution, new or as before."""
        if row not in self.all:
            self.all.append(row)
        return self.all.index(row)

    def row(self, shape: Shape, a: float = 0.0, b: float = 0.0, c: float = 0.0) -> int:
        """The place of an untruncated family by its parameters in minutes."""
        return self.add(Row(shape, a, b, c))

    def numbers(self) -> Distributions:
        """The machine form."""
        return distributions(*self.all)


def families(mean: float) -> tuple[Row, ...]:
    """A distribution of about this mean from every family but the fixed and the mixed."""
    return (
        Row(Shape.UNIFORM, 0.0, 2 * mean),
        Row(Shape.TRIANGULAR, 0.0, mean / 2, 3 * mean),
        Row(Shape.LOGNORMAL, math.log(mean), 0.8),
        Row(Shape.GAMMA, 0.5, 2 * mean),
        Row(Shape.GAMMA, 3.0, mean / 3),
        Row(Shape.WEIBULL, 0.7, mean),
        Row(Shape.NORMAL, mean, mean, u_low=0.15865525393145707),
        Row(Shape.TABLE, points=(0.0, mean, 3 * mean), cumulative=(0.2, 0.7, 1.0)),
        Row(Shape.QUANTILES, points=(0.0, mean / 2, mean, 4 * mean), cumulative=(0.0,) * 4),
        Row(Shape.EXPONENTIAL, mean, u_low=0.1, u_high=0.8),
        Row(Shape.GAMMA, 2.0, mean / 2, u_low=0.3, u_high=0.95),
        Row(Shape.EXPONENTIAL, mean / 60.0, per=60.0),
    )
