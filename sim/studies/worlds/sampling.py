"""A sample of worlds: the value of every uncertain number in each, and the runs of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.laws import Floats
from sim.studies.design.designs import latin, sobol
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.worlds.uncertain import Uncertain


class Sample(NamedTuple):
    """Worlds of a scenario."""

    inputs: Inputs  # shares, for statistics over worlds
    values: tuple[dict[str, Any], ...]  # of each world: what stands at which path

    def replications(self, world: int, each: int) -> range:
        """Return the replications of a world, counted from 0, with so many each.

        Every world has its own, the same in all arms, so that their noise averages out over worlds.
        """
        return range(world * each + 1, (world + 1) * each + 1)


def sample(uncertain: Sequence[Uncertain], worlds: int, seed: int) -> Sample:
    """Draw worlds, the same for the same seed.

    Shares are the first points of a scrambled Sobol sequence, or of a Latin hypercube where there
    are as many numbers as worlds or more, which no sequence covers evenly.

    Raises
    ------
    ValueError
        If there is no uncertain number or no world.
    """
    if not uncertain or worlds < 1:
        raise ValueError(f"{len(uncertain)} uncertain numbers in {worlds} worlds")
    shares = _shares(len(uncertain), worlds, seed)
    values = []
    for row in shares.tolist():
        puts: dict[str, Any] = {}
        for each, share in zip(uncertain, row, strict=True):
            puts |= each.lever.puts(each.at(share))
        values.append(puts)
    names = tuple(each.name for each in uncertain)
    return Sample(Inputs(names, shares, (0,) * len(names)), tuple(values))


def _shares(numbers: int, worlds: int, seed: int) -> Floats:
    """Return shares of the shape (worlds, numbers), each from 0 to 1."""
    if numbers >= worlds:
        return latin(worlds, numbers, seed)
    return sobol(2 ** math.ceil(math.log2(worlds)), numbers, seed)[:worlds]
