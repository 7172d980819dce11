"""The arms of each world of a sample, resolved quickly.

Worlds with the same structures differ in numbers alone, so each combination of structures has one
plan of settings (`ManySettings`). Rows that close themselves are written out in full first, so that
every share of theirs is a number of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.scenario.closing import left_over
from sim.studies.design.levers import Lever
from sim.studies.design.many import Arms, ManySettings
from sim.studies.design.rows import OfRow
from sim.studies.worlds.sampling import Sample
from sim.studies.worlds.uncertain import Uncertain


class Kind(NamedTuple):
    """Worlds with the same structures."""

    many: ManySettings
    paths: tuple[str, ...]
    rows: tuple[OfRow, ...]  # those written with `rest`, which are in full here


class WorldArms:
    """Resolves the arms of one world after another.

    Parameters
    ----------
    scenario, uncertain, drawn
        A sample of what is uncertain in a scenario.
    names
        The arms.
    worlds
        The worlds that will be asked for; all if it is None.
    levers
        What is set in every world as well. The values of each are those that will be asked for.
    """

    def __init__(
        self,
        scenario: Scenario,
        uncertain: Sequence[Uncertain],
        drawn: Sample,
        names: Sequence[str],
        worlds: Sequence[int] | None = None,
        levers: Sequence[Lever] = (),
    ) -> None:
        self.scenario, self.drawn, self.names = scenario, drawn, tuple(names)
        self.worlds = tuple(range(len(drawn.values)) if worlds is None else worlds)
        self._structures = [at for at, each in enumerate(uncertain) if each.choices]
        self._uncertain = tuple(uncertain)
        self._levers = tuple(levers)
        self._kinds: dict[tuple[int, ...], Kind] = {}
        moved = [one for each in uncertain for one in (each, *each.also)]
        rows = {row.container: row for each in moved for row in each.rows if row.rest}
        self._rows = tuple(rows.values())
        self._in_rows = {name for each in moved for row in each.rows for name in row.names.values()}

    def at(self, world: int, *setting: Any) -> Arms:
        """Return the arms of a world, with a value for each lever; raise what `arms_at` does."""
        kind = self._kind(world)
        values = self._written(world, kind.rows)
        return kind.many.at([*(values[path] for path in kind.paths), *setting])

    def __iter__(self) -> Iterator[Arms]:
        """Iterate over the arms of the worlds, in order."""
        return (self.at(world) for world in self.worlds)

    def kinds(self) -> list[Kind]:
        """Return the plans made so far, one for each combination of structures."""
        return list(self._kinds.values())

    def structures(self, world: int) -> tuple[int, ...]:
        """Return the numbers of the options that hold in a world, from 0, by structure."""
        return tuple(int(self.drawn.inputs.values[world, at]) for at in self._structures)

    def _kind(self, world: int) -> Kind:
        options = self.structures(world)
        if options not in self._kinds:
            self._kinds[options] = self._made(options)
        return self._kinds[options]

    def _made(self, options: tuple[int, ...]) -> Kind:
        """Return the plan of all worlds with some options."""
        puts: dict[str, Any] = {}
        for at, option in zip(self._structures, options, strict=True):
            puts |= self._uncertain[at].choices[option].puts
        alike = [each for each in self.worlds if self.structures(each) == options]
        first = self.drawn.values[alike[0]]
        rows = tuple(row for row in self._rows if any(n in first for n in row.names.values()))
        puts |= {_container(row): dict(row.shares) for row in rows}
        lived = list(dict.fromkeys([self.scenario.history, *self.names]))
        base = self.scenario.replacing(puts, arms=lived) if puts else self.scenario
        written = [self._written(world, rows) for world in alike]
        paths = tuple(path for path in written[0] if path not in puts)
        levers = [self._lever(path, [values[path] for values in written]) for path in paths]
        expected = len(alike) * math.prod(len(lever.values) for lever in self._levers)
        many = ManySettings(base, [*levers, *self._levers], self.names, expected)
        return Kind(many, paths, rows)

    def _written(self, world: int, rows: Sequence[OfRow]) -> dict[str, Any]:
        """Return what stands where in a world, with the shares that rows leave to `rest`."""
        values = dict(self.drawn.values[world])
        for row in rows:
            shares = {key: values.get(path, row.shares[key]) for key, path in row.names.items()}
            others = [share for key, share in shares.items() if key != row.rest]
            values[row.names[row.rest]] = left_over(others, row.rest)
        return values

    def _lever(self, path: str, values: list[Any]) -> Lever:
        """Return the lever of a path: its values over the worlds.

        The first and the last are where a plan is tried as well. Values that no row ties to others
        are in order, so that these are the corners.
        """
        if path not in self._in_rows:
            values = sorted(values, key=_amount)
        return Lever(path, (path,), tuple(values), where_written=True, uncertain=True)


def _container(row: OfRow) -> str:
    """Return the path of a row that is written with `rest`, whose shares are bare."""
    key, path = next(iter(row.names.items()))
    return path.removesuffix(f".{key}")


def _amount(value: Any) -> float:
    """Return what values of one path and unit are ordered by."""
    return float(value.split()[0]) if isinstance(value, str) else float(value)
