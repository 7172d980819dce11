"""Keep the numbers of distributions while their parameters change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from sim.laws import Distributions
from sim.resolving.rows import Row, Rows, laid_out


class OtherNumbersError(Exception):
    """Rows that were equal at first differ now, or others are equal, so they need other numbers."""


class KeptRows(Rows):
    """A collection of rows that can be asked for again, with other parameters.

    At first each row gets a number, as in `Rows`, and it is kept which numbers a task was given.
    When a task is done again, its rows get the same numbers in the same order. These are the
    numbers that `Rows` would give as long as the same rows are equal as at first. If others are,
    all tasks that ask for rows are done anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.given: list[int] = []  # since this was last emptied
        self._uses: Counter[int] = Counter()
        self._first: list[Row] = []
        self._place: dict[Row, int] = {}
        self._arrays: Distributions | None = None
        self._expected: Sequence[int] = ()
        self._at = 0
        self._now: dict[int, Row] = {}  # the rows asked for again
        self._again: Counter[int] = Counter()
        self._anew: Rows | None = None

    def add(self, row: Row) -> int:
        """Return the number of a row: of the row in the same place at first, when asked again."""
        if self._anew is not None:
            return self._anew.add(row)
        if self._arrays is None:
            number = super().add(row)
            self.given.append(number)
            return number
        if self._at == len(self._expected):
            raise OtherNumbersError
        number = self._expected[self._at]
        self._at += 1
        if self._now.setdefault(number, row) != row:
            raise OtherNumbersError
        self._again[number] += 1
        return number

    def row(self, number: int) -> Row:
        """Return the row with this number, as it is now."""
        if self._anew is not None:
            return self._anew.row(number)
        if number in self._now:
            return self._now[number]
        return super().row(number) if self._arrays is None else self._first[number]

    def keep(self, uses: Mapping[int, int]) -> None:
        """Keep the rows as they are at first; `uses` is how often each was asked for in all."""
        self._place, self._uses = dict(self._numbers), Counter(uses)
        self._first = list(self._place)
        self._arrays = self.laid_out()

    def start_again(self) -> None:
        """Take all rows back to what they were at first."""
        self._now, self._again, self._anew = {}, Counter(), None

    def start_anew(self) -> None:
        """Give new numbers to all rows, which are asked for next."""
        self._now, self._anew = {}, Rows()

    def expect(self, numbers: Sequence[int]) -> None:
        """Give these numbers to the rows that are asked for next."""
        self._expected, self._at = numbers, 0

    def see_all_asked(self) -> None:
        """Raise OtherNumbersError if a task asked for fewer rows than at first."""
        if self._anew is None and self._at != len(self._expected):
            raise OtherNumbersError

    def now(self) -> Distributions:
        """Return the arrays with what has changed; raise OtherNumbersError if numbers differ."""
        assert self._arrays is not None
        if self._anew is not None:
            return self._anew.laid_out()
        new = {n: row for n, row in self._now.items() if row != self._first[n]}
        if not new:
            return self._arrays
        if any(self._again[number] != self._uses[number] for number in new):
            raise OtherNumbersError  # a task that reads nothing new asked for the same row
        if len(set(new.values())) < len(new):
            raise OtherNumbersError
        if any(self._place.get(row) not in (None, *new) for row in new.values()):
            raise OtherNumbersError
        if any(len(row.points) != len(self._first[n].points) for n, row in new.items()):
            return laid_out([new.get(n, row) for n, row in enumerate(self._first)])
        return _patched(self._arrays, new)


SCALARS = ("shape", "a", "b", "c", "minutes_per_unit", "u_low", "u_high")


def _patched(arrays: Distributions, new: Mapping[int, Row]) -> Distributions:
    """Return arrays with other rows in place of some that have as many points."""
    numbers = np.array(list(new), dtype=np.int64)
    found = {}
    for name in SCALARS:
        values = getattr(arrays, name).copy()
        values[numbers] = [getattr(row, name) for row in new.values()]
        found[name] = values
    if any(row.points for row in new.values()):
        for name in ("points", "cumulative"):
            values = getattr(arrays, name).copy()
            for number, row in new.items():
                first = int(arrays.first[number])
                values[first : first + len(row.points)] = getattr(row, name)
            found[name] = values
    return arrays._replace(**found)
