"""Rows of distributions for tests: the shortest way to write one down."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Distributions, Shape


class Row(NamedTuple):
    """One distribution as its numbers."""

    shape: Shape
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    per: float = 1.0
    u_low: float = 0.0
    u_high: float = 1.0
    points: tuple[float, ...] = ()
    cumulative: tuple[float, ...] = ()


def distributions(*rows: Row) -> Distributions:
    """All rows as the arrays the rules read."""
    sizes = [len(row.points) for row in rows]

    def column(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(row, name) for row in rows], dtype=np.float64)

    return Distributions(
        shape=np.array([row.shape for row in rows], dtype=np.int64),
        a=column("a"),
        b=column("b"),
        c=column("c"),
        minutes_per_unit=column("per"),
        u_low=column("u_low"),
        u_high=column("u_high"),
        first=np.cumsum([0, *sizes[:-1]]).astype(np.int64),
        size=np.array(sizes, dtype=np.int64),
        points=np.array([x for row in rows for x in row.points], dtype=np.float64),
        cumulative=np.array([x for row in rows for x in row.cumulative], dtype=np.float64),
    )
