"""Rows of a table as columns of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.laws import Flags, Ints


class Rows(dict[str, NDArray[Any]]):
    """Columns of one length, by name. Whatever chooses or sorts rows returns new ones."""

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(next(iter(self.values()))) if self else 0

    def chosen(self, which: Flags | Ints) -> Rows:
        """Return some rows, by a flag for each or by their numbers."""
        return Rows({name: column[which] for name, column in self.items()})

    def without(self, which: Flags) -> Rows:
        """Return the rows without a flag."""
        return self.chosen(~which) if which.any() else self

    def but(self, **columns: NDArray[Any]) -> Rows:
        """Return the rows with other columns added, or in place of those of the same name."""
        return Rows({**self, **columns})

    def order(self, *by: str) -> Ints:
        """Return the row numbers in the order of some columns, the first counting most."""
        return np.lexsort([self[name] for name in reversed(by)]).astype(np.int64)
