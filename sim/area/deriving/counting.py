"""Add and subtract counts, of which some may be hidden: written `*`, they may be 0 to 4."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.area.columns import Cell, Figure
from sim.area.deriving.words import shown

HIDDEN_LOW, HIDDEN_HIGH = 0.0, 4.0


@dataclass(frozen=True)
class Count:
    """A number of people or contacts, what it is at least and at most, and its cells."""

    value: float
    least: float
    most: float
    cells: tuple[Cell, ...] = ()

    def __add__(self, other: Count) -> Count:
        """Return two counts together."""
        return Count(
            self.value + other.value,
            self.least + other.least,
            self.most + other.most,
            self.cells + other.cells,
        )

    def __sub__(self, other: Count) -> Count:
        """Return a count without another one."""
        return Count(
            self.value - other.value,
            self.least - other.most,
            self.most - other.least,
            self.cells + other.cells,
        )

    def times(self, share: float) -> Count:
        """Return a share of a count."""
        return Count(self.value * share, self.least * share, self.most * share, self.cells)

    def not_below_0(self) -> Count:
        """Return the count, or 0 where it would be less."""
        return Count(max(0.0, self.value), max(0.0, self.least), max(0.0, self.most), self.cells)

    def __str__(self) -> str:
        """Return the count as a sum shows it: ``412``, or ``0 to 4``."""
        if self.least == self.most:
            return shown(self.value)
        return f"{shown(self.least)} to {shown(self.most)}"


NONE = Count(0.0, 0.0, 0.0)


def count(figure: Figure | None) -> Count:
    """Return the count in a cell; an empty cell counts nothing."""
    if figure is None:
        return NONE
    if figure.hidden:
        return Count(figure.value, HIDDEN_LOW, HIDDEN_HIGH, (figure.cell,))
    return Count(figure.value, figure.value, figure.value, (figure.cell,))


def total(figures: Iterable[Figure | None]) -> Count:
    """Return what the counts in some cells add up to."""
    return sum((count(each) for each in figures), NONE)
