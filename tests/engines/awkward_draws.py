"""How the numbers of an awkward world are drawn from its whole number."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.draws import name_key
from sim.laws import Shape
from tests.engines.rows import Table


class Draws:
    """Draws numbers, choices, distributions and routes."""

    alike = 0
    """Below this number are the worlds of planted faults: there, groups go the same ways."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.by_chance = np.random.default_rng(number)
        self.table = Table()
        self.services = self.whole(1, 5)
        self.needs = self.whole(0, 2)
        self.groups = self.whole(1, 2)
        self.states = 3
        self.when = ""  # marks the columns that rules after a change have of their own

    def apart(self, column: str) -> np.random.Generator:
        """Chance for one column alone, so that a new column moves no other number."""
        return np.random.default_rng([self.number, name_key(column)])

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.by_chance.integers(low, high + 1))

    def yes(self, chance: float = 0.5) -> bool:
        """True with that chance."""
        return bool(self.by_chance.random() < chance)

    def one_of(self, *choices: Any) -> Any:
        """One of these."""
        return choices[self.whole(0, len(choices) - 1)]

    def many(self, size: int, *choices: Any) -> np.ndarray:
        """So many of these."""
        return np.array([self.one_of(*choices) for _ in range(size)])

    def lasting(self, *, never: float = 0.0, at_once: bool = True) -> int:
        """A distribution of some minutes, at times never or at once."""
        if self.yes(never):
            return self.table.row(Shape.NEVER)
        mean = self.one_of(1.0, 3.0, 30.0, 300.0)
        if self.yes(0.4):
            return self.table.row(Shape.EXPONENTIAL, mean)
        return self.table.row(Shape.FIXED, 0.0 if at_once and self.yes(0.3) else mean)

    def lastings(self, size: int, **how: Any) -> np.ndarray:
        """So many of these distributions."""
        return np.array([self.lasting(**how) for _ in range(size)])

    def route(self, weight_of_nowhere: float = 1.0) -> np.ndarray:
        """Cumulative shares over the services, then nowhere."""
        weights = np.append(self.by_chance.integers(0, 4, self.services), weight_of_nowhere)
        return np.asarray(np.cumsum(weights) / weights.sum())
