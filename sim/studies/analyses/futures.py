"""Draw possible futures of one arm, each of which can be run at any value of a lever."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from sim.errors import SimError
from sim.resolved import Resolved
from sim.scenario import Scenario
from sim.studies.design import Lever
from sim.studies.design.arms import arms_at
from sim.studies.design.levers import nested
from sim.studies.worlds.arms import WorldArms
from sim.studies.worlds.sampling import Sample, sample
from sim.studies.worlds.tabled import Tabled, from_the_table
from sim.studies.worlds.uncertain import Uncertain, uncertain_numbers

Where = int | None
"""A position among the values of the lever; None is the scenario as it is written."""


class Futures:
    """Possible futures of one arm: a world with its own random numbers, at every value.

    A future has the number of its world, from 0, and its only replication has the same number,
    counted from 1. If only chance is asked for, or no number has a range, the futures differ in
    their random numbers alone.

    Parameters
    ----------
    lever
        What is set. Numbers with a range that it sets, or that lie within what it sets, are no part
        of the worlds.
    values
        The values of the lever, in the form in which a scenario holds them.
    many
        How many futures are drawn.
    """

    def __init__(
        self,
        scenario: Scenario,
        arm: str,
        lever: Lever,
        values: Sequence[Any],
        many: int,
        seed: int,
        chance_alone: bool,
    ) -> None:
        self.scenario, self.arm, self.lever, self.many = scenario, arm, lever, many
        self.values, self.seed, self.chance_alone = tuple(values), seed, chance_alone
        self.refused: dict[int, str] = {}  # by future: what the scenario says of its numbers
        self._alike: dict[Where, Resolved] = {}  # where chance alone differs: by value

    @property
    def uncertain(self) -> tuple[Uncertain, ...]:
        """The numbers that differ from future to future."""
        return self._differing[0]

    @cached_property
    def _differing(self) -> tuple[tuple[Uncertain, ...], Tabled | None]:
        """What differs, and the rows of the scenario's table of worlds if it has one."""
        if self.chance_alone:
            return (), None
        found, _ = uncertain_numbers(self.scenario, (self.arm,))
        free = [each for each in found if not self._is_set(each)]
        return from_the_table(self.scenario, free) if free else ((), None)

    @cached_property
    def usable(self) -> tuple[int, ...]:
        """The futures whose numbers the scenario accepts at both ends of the lever's values.

        Raises
        ------
        SimError
            If it accepts none; the error is about the first.
        """
        found, first = [], None
        for future in range(self.many):
            try:
                for at in (0, len(self.values) - 1):
                    self.resolved(future, at)
            except SimError as problem:
                first = first or problem
                self.refused[future] = problem.in_short
            else:
                found.append(future)
            if not self.uncertain:  # then all futures have the same numbers
                break
        if first is not None and not found:
            raise first
        return tuple(found) if self.uncertain else tuple(range(self.many))

    def resolved(self, future: int, at: Where) -> Resolved:
        """Return the arm in one future, with the lever at one of its values."""
        setting = () if at is None else (self.values[at],)
        if self.uncertain:
            worlds = self._as_written if at is None else self._with_lever
            return worlds.at(future, *setting)[self.arm]
        if at not in self._alike:
            levers = [] if at is None else [self._lever]
            arms = arms_at(self.scenario, levers, setting, (self.arm,))
            self._alike[at] = arms[self.arm]
        return self._alike[at]

    def words(self, future: int, at: Where) -> str:
        """Return what a future is called in messages."""
        kind = "world" if self.uncertain else "repeat"
        value = "as written" if at is None else f"{self.lever.name}: {self.values[at]}"
        return f"{kind} {future + 1}, {value}"

    def _is_set(self, uncertain: Uncertain) -> bool:
        """Return whether the lever sets what an entry moves, a part of it, or more."""
        moved = [path for each in (uncertain, *uncertain.also) for path in each.lever.paths]
        moved += [path for option in uncertain.choices for path in option.puts]
        return any(nested(one, other) for one in moved for other in self.lever.paths)

    @cached_property
    def _sample(self) -> Sample:
        uncertain, table = self._differing
        return sample(uncertain, self.many, self.seed, table)

    @cached_property
    def _lever(self) -> Lever:
        return self.lever._replace(values=self.values, span=None)  # at either end it is tried too

    @cached_property
    def _as_written(self) -> WorldArms:
        return WorldArms(self.scenario, self.uncertain, self._sample, (self.arm,))

    @cached_property
    def _with_lever(self) -> WorldArms:
        levers = (self._lever,)
        return WorldArms(self.scenario, self.uncertain, self._sample, (self.arm,), levers=levers)
