"""Hide small counts, and whatever would tell them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LEAST, TO = 5, 5
"""The smallest count that is told, and what counts are rounded to."""
OFF = 2
"""How far a rounded count may be from the true one."""
HIDDEN = "*"


class Group(NamedTuple):
    """Counts that add up to a total, as they may be written; None is hidden."""

    cells: tuple[int | None, ...]
    total: int | None


def rounded(count: int) -> int | None:
    """Return a count of 0 or more as it may be written on its own: None under 5, else to 5."""
    if count < LEAST:
        return None
    return TO * ((count + OFF) // TO)


def written(count: int | None) -> str:
    """Return a count as it stands in an output: ``*`` if it is hidden."""
    return HIDDEN if count is None else str(count)


def group(counts: Sequence[int]) -> Group:
    """Return counts and their total as they may be written together.

    If one cell is under 5, the next smallest is hidden as well. The total of a group with a hidden
    cell is not told. So nothing that is told depends on how small a small count is, and a reader
    who knows these rules, and even which cells are small, cannot rule out any number from 0 to 4.
    """
    small = [at for at, count in enumerate(counts) if count < LEAST]
    hidden = set(small)
    large = [at for at in range(len(counts)) if at not in hidden]
    if len(small) == 1 and large:
        hidden.add(min(large, key=lambda at: counts[at]))
    cells = tuple(None if at in hidden else rounded(count) for at, count in enumerate(counts))
    return Group(cells, None if hidden else rounded(sum(counts)))
