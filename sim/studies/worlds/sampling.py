"""A sample of worlds: what everything uncertain is in each, and the runs of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.design.designs import latin, sobol
from sim.studies.design.levers import nested
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.worlds.rows import Drawn, in_rows
from sim.studies.worlds.tabled import Tabled
from sim.studies.worlds.uncertain import Uncertain

FAR = 1e-12  # from 0 and 1: shares beyond have no finite place in a normal law
BARELY = 1e-10  # added to the diagonal of correlations, which may be of full -1 or 1


class Sample(NamedTuple):
    """Worlds of a scenario."""

    inputs: Inputs  # shares and choices, for statistics over worlds
    values: tuple[dict[str, Any], ...]  # of each world: what stands at which path
    before: int = 0  # replications that belong to worlds of other samples

    def replications(self, world: int, each: int) -> range:
        """Return the replications of a world, counted from 0, with so many each.

        Every world has its own, the same in all arms, so that their noise averages out over worlds.
        """
        first = self.before + world * each + 1
        return range(first, first + each)


def sample(
    uncertain: Sequence[Uncertain], worlds: int, seed: int, table: Tabled | None = None
) -> Sample:
    """Draw worlds, the same for the same seed; with a table, take from its rows what it has.

    Shares are the first points of a scrambled Sobol sequence, or of a Latin hypercube where there
    are as many numbers as worlds or more, which no sequence covers evenly.

    Raises
    ------
    ValueError
        If nothing is uncertain or there is no world.
    """
    if not uncertain or worlds < 1:
        raise ValueError(f"{len(uncertain)} uncertain numbers in {worlds} worlds")
    shares = _correlated(uncertain, _shares(len(uncertain), worlds, seed))
    shares = shares if table is None else table.over(shares)
    for at, each in enumerate(uncertain):
        if each.choices:
            shares[:, at] = [each.choice(share) for share in shares[:, at].tolist()]
    names = tuple(each.name for each in uncertain)
    inputs = Inputs(names, shares, tuple(len(each.choices) for each in uncertain))
    return Sample(inputs, values_of(uncertain, inputs))


def _shares(numbers: int, worlds: int, seed: int) -> Floats:
    """Return shares of the shape (worlds, numbers), each from 0 to 1."""
    if numbers >= worlds:
        return latin(worlds, numbers, seed)
    return sobol(2 ** math.ceil(math.log2(worlds)), numbers, seed)[:worlds]


def _correlated(uncertain: Sequence[Uncertain], shares: Floats) -> Floats:
    """Return shares in which the numbers of each group have its rank correlation.

    They are those of a Gaussian copula, whose correlation r gives a rank correlation of
    6 / pi * asin(r / 2). Each number by itself stays as evenly spread as it was.
    """
    groups: dict[int, list[int]] = {}
    for at, each in enumerate(uncertain):
        if each.group is not None:
            groups.setdefault(each.group, []).append(at)
    found = shares.copy()
    if not groups:
        return found
    from scipy.special import ndtr, ndtri  # noqa: PLC0415 -- takes long to import

    for columns in groups.values():
        between = 2 * math.sin(math.pi * uncertain[columns[0]].correlation / 6)
        matrix = np.full((len(columns), len(columns)), between)
        np.fill_diagonal(matrix, 1 + BARELY)
        normal = ndtri(np.clip(shares[:, columns], FAR, 1 - FAR))
        found[:, columns] = ndtr(normal @ np.linalg.cholesky(matrix).T)
    return found


def values_of(uncertain: Sequence[Uncertain], inputs: Inputs) -> tuple[dict[str, Any], ...]:
    """Return what stands at which path in each world, from its inputs, in the order of the numbers.

    What a structure sets in a world holds there, also where a number stands at the same path.
    """
    return tuple(_values(uncertain, row) for row in inputs.values.tolist())


def _values(uncertain: Sequence[Uncertain], shares: Sequence[float]) -> dict[str, Any]:
    """Return what stands at which path in one world. Of a structure a share is an option."""
    puts: dict[str, Any] = {}
    drawn: list[Drawn] = []
    fixed: dict[str, Any] = {}
    for each, share in zip(uncertain, shares, strict=True):
        if each.choices:
            fixed |= each.choices[int(share)].puts
            continue
        for moved in (each, *each.also):
            if moved.rows:
                drawn.append(Drawn(moved, share))
            else:
                puts |= moved.lever.puts(moved.at(share))
    puts |= in_rows(drawn, fixed)
    free = [path for path in puts if not any(nested(path, each) for each in fixed)]
    return {path: puts[path] for path in free} | fixed
