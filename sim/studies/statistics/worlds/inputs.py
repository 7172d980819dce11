"""The uncertain numbers of a sample of worlds, as columns that a regression can use."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints

GRID = 2_001  # points over 0..1 on which the splines are made orthonormal
SPLINE, SCREENED = 3, 2  # columns of a number in a fit, and of those the first for screening


class Inputs(NamedTuple):
    """The value of each input in each world.

    A number stands as a share from 0 to 1: where it lies in its distribution. A choice, such as
    one of three structures, stands as the number of the choice, from 0.
    """

    names: tuple[str, ...]
    values: Floats  # (worlds, inputs)
    choices: tuple[int, ...]  # of each input: how many choices, 2 or more; 0 for a number

    @classmethod
    def numbers(cls, values: Floats) -> Inputs:
        """Return inputs that are all numbers, from shares of the shape (worlds, inputs)."""
        count = values.shape[1]
        return cls(tuple(f"x{at}" for at in range(count)), values, (0,) * count)

    def checked(self) -> Inputs:
        """Return the inputs.

        Raises
        ------
        ValueError
            If shapes differ, a share is not from 0 to 1, or a choice is not one of its choices.
        """
        count = len(self.names)
        if self.values.ndim != 2 or self.values.shape[1] != count or len(self.choices) != count:
            raise ValueError(f"{count} names, {len(self.choices)} kinds, {self.values.shape}")
        for at, many in enumerate(self.choices):
            column = self.values[:, at]
            whole = many == 0 or bool((column == np.floor(column)).all())
            if not whole or not ((column >= 0) & (column <= max(many - 1, 1))).all():
                raise ValueError(f"{self.names[at]}: not shares from 0 to 1, or not a choice")
        return self


class Columns(NamedTuple):
    """Columns of each input with a mean of about 0 and a variance of about 1."""

    full: tuple[Floats, ...]  # of each input, (worlds, columns)
    lines: tuple[Floats, ...]  # what enters products: the straight line, or the choices
    padded: Floats  # (worlds, inputs, width) for screening; columns that are not there are 0
    width: Ints  # (inputs,) how many columns are there


def columns(inputs: Inputs) -> Columns:
    """Return the columns of all inputs.

    A number has three columns of a quadratic spline with a knot in the middle, orthonormal over
    0..1: the line, the bend, and where the bend changes. For screening it has the first two. A
    choice among k has k - 1 columns, fewer if some choices occur in no world.
    """
    full, lines, screened = [], [], []
    for at, many in enumerate(inputs.choices):
        column = inputs.values[:, at]
        each = _choice(column) if many else spline(column)
        full.append(each)
        lines.append(each if many else each[:, :1])
        screened.append(each if many else each[:, :SCREENED])
    width = np.array([each.shape[1] for each in screened], np.int64)
    padded = np.zeros((len(inputs.values), len(full), max(width.max(initial=0), 1)))
    for at, each in enumerate(screened):
        padded[:, at, : each.shape[1]] = each
    return Columns(tuple(full), tuple(lines), padded, width)


def spline(shares: Floats) -> Floats:
    """Return the three columns of a number, shape (worlds, 3), from its shares."""
    middle, to_orthonormal = _scales()
    return (_raw(shares) - middle) @ to_orthonormal


def _raw(shares: Floats) -> Floats:
    return np.stack([shares, shares**2, np.clip(shares - 0.5, 0, None) ** 2], axis=-1)


@cache
def _scales() -> tuple[Floats, Floats]:
    """Return the means of the raw columns over 0..1, and what makes them orthonormal there."""
    raw = _raw(np.linspace(0, 1, GRID))
    middle = raw.mean(axis=0)
    _, triangle = np.linalg.qr(raw - middle)
    return middle, np.linalg.inv(triangle) * np.sqrt(GRID)


def _choice(column: Floats) -> Floats:
    """Return orthonormal columns of a choice: all contrasts between choices that occur."""
    found = np.unique(column)
    marks = (column[:, None] == found).astype(float)
    marks -= marks.mean(axis=0)
    left, size, _ = np.linalg.svd(marks, full_matrices=False)
    kept = size > 1e-9 * max(size.max(initial=0), 1)
    contrasts: Floats = left[:, kept] * np.sqrt(len(column))
    return contrasts
