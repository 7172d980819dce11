"""One of several equal parts of a study, each of which can be made on another machine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Shard(NamedTuple):
    """A part of a study."""

    number: int  # from 1
    of: int

    def share(self, every: Iterable[T]) -> list[T]:
        """Return what belongs to this part: of each `of` in a row, the one with its number."""
        return [each for at, each in enumerate(every) if at % self.of == self.number - 1]


WHOLE = Shard(1, 1)
