"""Sets of minutes, kept as stretches that neither touch nor overlap, with the usual operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

Stretch = tuple[int, int]
"""First minute, and the minute after the last."""


class Times(NamedTuple):
    """A set of minutes."""

    stretches: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, stretches: Iterable[Stretch]) -> Times:
        """From stretches in any order, which may overlap; empty ones are dropped."""
        joined: list[list[int]] = []
        for begins, ends in sorted(each for each in stretches if each[1] > each[0]):
            if joined and begins <= joined[-1][1]:
                joined[-1][1] = max(joined[-1][1], ends)
            else:
                joined.append([begins, ends])
        return cls(tuple((begins, ends) for begins, ends in joined))

    @property
    def minutes(self) -> int:
        """How many minutes there are."""
        return sum(ends - begins for begins, ends in self.stretches)

    @property
    def longest(self) -> int:
        """Minutes of the longest stretch, 0 of none."""
        return max((ends - begins for begins, ends in self.stretches), default=0)

    def __or__(self, other: Any) -> Times:
        """Minutes of either."""
        return Times.of([*self.stretches, *other.stretches])

    def __and__(self, other: Any) -> Times:
        """Minutes of both."""
        return Times(tuple(_both(self.stretches, other.stretches)))

    def __sub__(self, other: Any) -> Times:
        """Minutes of the first that are none of the second."""
        if not self.stretches or not other.stretches:
            return self
        first, last = self.stretches[0][0], self.stretches[-1][1]
        taken = [edge for each in other.stretches for edge in each]
        edges = [min(first, taken[0]), *taken, max(last, taken[-1])]
        outside = Times.of(zip(edges[::2], edges[1::2], strict=True))
        return self & outside


def _both(one: Sequence[Stretch], other: Sequence[Stretch]) -> Iterable[Stretch]:
    at, there = 0, 0
    while at < len(one) and there < len(other):
        begins, ends = max(one[at][0], other[there][0]), min(one[at][1], other[there][1])
        if begins < ends:
            yield begins, ends
        if one[at][1] < other[there][1]:
            at += 1
        else:
            there += 1


def union(many: Iterable[Times]) -> Times:
    """Minutes of any."""
    return Times.of(stretch for each in many for stretch in each.stretches)


class Course(NamedTuple):
    """What something is over time: changes (minute, value) in order, and when it ends.

    Of several changes in a minute the last one counts, because the others last no time.
    """

    changes: Sequence[tuple[int, Any]]
    ends: int

    def while_(self, holds: Callable[[Any], bool]) -> Times:
        """The minutes in which the value is so."""
        untils = [minute for minute, _ in self.changes[1:]] + [self.ends]
        return Times.of(
            (minute, until)
            for (minute, value), until in zip(self.changes, untils, strict=True)
            if holds(value)
        )

    def at(self, wanted: Any) -> Times:
        """The minutes in which the value is this one."""
        return self.while_(lambda value: value == wanted)

    def at_least(self, lowest: int) -> Times:
        """The minutes in which the value is no lower."""
        return self.while_(lambda value: value >= lowest)
