"""What a fit finds: the worlds that agree with the targets, and what the targets cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from sim.laws import Floats
from sim.scenario.targets import Days, TargetRole, name_in_runs
from sim.studies.sizes import Sure
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.targets import Agreement
from sim.studies.worlds.uncertain import Uncertain
from sim.studies.worlds_result import LeftOut


class Column(NamedTuple):
    """What a target is about: the name of one column of the simulated targets."""

    measure: str
    group: str
    window: Days | None = None  # None: the measured time

    @property
    def in_runs(self) -> str:
        """The name of the measure among those of a run."""
        return name_in_runs(self.measure, self.window)


class Scale(StrEnum):
    """The scale on which a target is compared."""

    AS_IT_IS = "as it is"
    ROOT = "square root"  # lists and waits
    LOGARITHM = "logarithm"  # counts


class Told(StrEnum):
    """What the targets tell of a number."""

    NARROWED = "your figures narrow this"
    A_LITTLE = "your figures narrow it a little"
    NOTHING = "your figures say nothing about it: its range stays as you wrote it"


class Band(NamedTuple):
    """A central 90 % range."""

    low: float  # 5 % are below
    middle: float  # the median
    high: float  # 5 % are above


class FittedTarget(NamedTuple):
    """A target, and what the model gives before and after the fit, in the unit of the measure."""

    name: str  # in the scenario
    label: str  # empty where the file has none
    column: Column
    unit: str
    scale: Scale
    role: TargetRole  # `check`: held out, the fit did not see it
    last_months: bool  # written as `fit`, but held out because its window is in the last months
    value: float
    low: float  # of the range written; its central 90 %
    high: float
    standard_error: float  # 0 or more
    source: str
    left_out: str  # why a `fit` target was not used; empty if it was
    undefined: int  # runs of the bank without a value
    within_reach: bool  # some world comes near the value
    before: Band | None  # over the worlds within the ranges written; None: no run has a value
    after: Band | None  # runs of the fitted worlds; None: they were not run, or have no value
    agreement: Agreement  # of the band after the fit with the range; UNKNOWN without a band


class FittedNumber(NamedTuple):
    """An uncertain number or structure, before and after the fit.

    Where the targets say nothing about it, nothing after the fit is printed.
    """

    name: str  # the path at which it is written, or the name of the structure
    options: tuple[str, ...]  # of a structure, in their order; empty for a number
    before: Band | None  # shares from 0 to 1 of its law; None for a structure
    after: Band | None
    weights_before: tuple[float, ...]  # of the options, adding up to 1; empty for a number
    weights_after: tuple[float, ...]
    ratio: float  # width after divided by before, 0 or more
    told: Told


class Pair(NamedTuple):
    """Two numbers of which the targets tell more together than of each alone."""

    first: str
    second: str
    correlation: float  # rank correlation in the fitted worlds, -1 to 1
    before: float  # the same within the ranges written
    ratio: float  # width of the two taken together, in the direction that is told best


class Rows(NamedTuple):
    """Joint draws from the worlds that agree. Rows are kept whole, never number by number."""

    inputs: Inputs  # as of the bank: shares of numbers, options of structures
    weights: Floats  # (rows,), above 0, adding up to 1


class Coverage(NamedTuple):
    """Own runs that were hidden and found again: how often the 90 % range holds the truth."""

    hidden: int  # runs
    inside: float  # of 100 ranges, over all numbers (structures have none)
    by_number: Mapping[str, float]  # of 100 ranges of each number


class Misfit(NamedTuple):
    """Whether the targets look like no run of this model. It finds only some wrong models."""

    seen: bool
    distance: float  # of the targets from what the model can give
    usual: float  # 95 of 100 hidden runs of the model have less


class Discrepancy(NamedTuple):
    """The fit with another allowance for what the model leaves out."""

    share: float  # of each target, 0 or more
    numbers: tuple[FittedNumber, ...]  # in the order of those of the fit


@dataclass(frozen=True)
class Fitted:
    """The worlds that agree with the targets.

    If no world comes near the targets (`near` is false), there are no rows, and no number is told.
    """

    targets: tuple[FittedTarget, ...]  # in file order, those with the role `fit` and those held out
    numbers: tuple[FittedNumber, ...]  # in the order of the inputs
    pairs: tuple[Pair, ...]  # the strongest first
    rows: Rows | None  # None: none of the worlds comes near
    near: bool
    runs: int  # of the bank, those that could be run
    used: int  # of these, with a value for every target that was used
    discrepancy: float  # the share of each target that was allowed for
    others: tuple[Discrepancy, ...]  # beside it, with less and with more
    coverage: Coverage | None  # None: none of the worlds comes near
    misfit: Misfit

    @property
    def held_out(self) -> tuple[FittedTarget, ...]:
        """The targets that the fit did not see."""
        return tuple(each for each in self.targets if each.role == "check")


@dataclass(frozen=True)
class FitResult:
    """A fit of a scenario: what was found, and what is needed to say it in the scenario's words."""

    fitted: Fitted
    uncertain: tuple[Uncertain, ...]  # in the order of the numbers
    left_out: tuple[LeftOut, ...]  # numbers with a range that no world varies
    refused: tuple[str, ...]  # of each world that cannot be run: what the scenario says of it
    arm: str  # that was run: the history arm, or the baseline where nothing changes
    sure: Sure
    asked: int  # worlds that were drawn
    seed: int
    values: tuple[Mapping[str, Any], ...]  # of each row: what stands at which path of the scenario
