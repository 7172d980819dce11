"""Measures of records that are worked out from counts: the counts are made once, for any people.

Counts of people add up. So people are put into blocks by chance, each block is counted as if it
were a group, and what other people would have given is a sum of blocks. A million referrals are
then read once, and not once for each draw. Blocks have as many people as chance gives them, and as
many blocks are drawn as there are: so a number of people varies as it would if people came by
chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.measures.measuring import EVERYONE
from sim.measures.recorded import lists
from sim.measures.recorded.bare import bare
from sim.measures.recorded.measuring import gather, measure_recorded, of_population
from sim.measures.recorded.tables import Recorded
from sim.records.linking import LINK_DAYS, linked

BLOCKS = 100


class Counted(NamedTuple):
    """The measures of records that are chosen by their names, for everyone."""

    chosen: Callable[[str], bool]
    days: int = LINK_DAYS  # how far the next referral may lie from an ending

    def measure(self, recorded: Recorded) -> Mapping[str, float]:
        """Return the values of records by name."""
        rows = measure_recorded(recorded, links=linked(recorded, self.days))
        return {
            row.measure: row.value
            for row in rows
            if row.group == EVERYONE and self.chosen(row.measure)
        }

    def in_blocks(
        self, recorded: Recorded, draw: np.random.Generator
    ) -> Callable[[Ints], Mapping[str, float]]:
        """Count blocks of people; return what gives the values if each were there so many times.

        The function takes one whole number for each of `BLOCKS` blocks.
        """
        blocks = draw.integers(0, BLOCKS, len(recorded.people.died))
        parted = recorded._replace(
            groups=tuple(f"block_{block}" for block in range(BLOCKS)),
            areas=(),
            people=recorded.people._replace(group=blocks, area=np.zeros_like(blocks)),
        )
        arm = bare(parted)
        tallies, staff, length = gather(parted, arm, linked(recorded, self.days))
        counts = _as_floats(tallies)

        def values(times: Ints) -> Mapping[str, float]:
            weights = np.append(times, 0).astype(np.float64)  # nobody is in no block
            some = _weighted(counts, weights)
            found = of_population(some, parted, arm, length)
            found |= lists.summarise_staff(staff, some.lists, parted.services, length.days)
            return {name: value for name, value in found.items() if self.chosen(name)}

        return values


def _as_floats(tally: Any) -> Any:
    """Return counts as floats, which are multiplied faster and exact up to 2**53."""
    parts = (
        _as_floats(part) if isinstance(part, tuple) else np.asarray(part, np.float64)
        for part in tally
    )
    return type(tally)(*parts)


def _weighted(tally: Any, weights: Floats) -> Any:
    """Return the sum of blocks, each times its weight, as whole numbers."""
    parts = (
        _weighted(part, weights)
        if isinstance(part, tuple)
        else np.rint(np.tensordot(weights, part, axes=1)).astype(np.int64)
        for part in tally
    )
    return type(tally)(*parts)
