"""The worlds of a study as they were run: their numbers, their measures, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sim.laws import Flags, Floats
from sim.studies.sizes import Size
from sim.studies.statistics.worlds.findings import Findings, Question
from sim.studies.statistics.worlds.inputs import Inputs


class Named(Protocol):
    """An option of a structure."""

    @property
    def name(self) -> str:
        """Its name in the scenario."""
        ...


class UncertainNumber(Protocol):
    """A number that differs between worlds."""

    @property
    def name(self) -> str:
        """The path at which the number is written."""
        ...

    @property
    def source(self) -> str:
        """The name of its source in the scenario."""
        ...

    @property
    def assumed(self) -> bool:
        """Whether nobody has measured it: the source is an assumption, or there is none."""
        ...

    @property
    def agreed_by(self) -> str | None:
        """Who agreed the range, if the file says so."""
        ...

    @property
    def also(self) -> Sequence[UncertainNumber]:
        """Other numbers that the same draw moves, each in its own range."""
        ...

    @property
    def choices(self) -> Sequence[Named]:
        """The options of a structure, in their order; empty for a number."""
        ...

    def at(self, share: float) -> Any:
        """Return the value at a share from 0 to 1, in the form in which a scenario holds it."""
        ...


class LeftOut(NamedTuple):
    """A number with a range that no world varies."""

    name: str
    reason: str


class FromRows(NamedTuple):
    """How worlds were taken from the rows of a table."""

    rows: int  # of the table
    used: int  # of these, how many are a world; fewer than the worlds: some are several
    numbers: int  # that the table gives; the others were drawn


class WorldValues(NamedTuple):
    """Measures of all runs of worlds, for everyone. NaN means undefined."""

    arms: tuple[str, ...]
    measures: tuple[str, ...]
    values: Floats  # (arms, worlds, replications of each world, measures)

    def of(self, arm: str, measure: str) -> Floats:
        """Return the values of a measure in an arm, shape (worlds, replications)."""
        found: Floats = self.values[self.arms.index(arm), ..., self.measures.index(measure)]
        return found


class WorldsResult(NamedTuple):
    """The worlds of a study."""

    size: Size  # worlds that were drawn, and replications of each, its own
    uncertain: tuple[UncertainNumber, ...]  # in the order of the inputs
    left_out: tuple[LeftOut, ...]  # numbers with a range that no world varies
    refused: tuple[str, ...]  # of each world that cannot be run: what the scenario says of it
    inputs: Inputs  # of the worlds that were run
    values: WorldValues  # of the same worlds
    question: Question
    alike: Flags | None  # worlds whose baseline meets every `check` target; None without targets
    findings: Findings
    from_rows: FromRows | None = None  # None: everything was drawn

    @property
    def worlds(self) -> int:
        """The number of worlds that were run."""
        return len(self.inputs.values)

    @property
    def assumed(self) -> int:
        """How many of the uncertain numbers nobody has measured."""
        return sum(each.assumed for each in self.uncertain)
