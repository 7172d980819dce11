"""Hold a finished study: its settings, every measure of every run, and the comparison of arms.

Tables, reports and the command line read only this. Replications are counted from 1. Replication r
has the same random numbers in all arms, so row r of two arms is a pair.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.events import Run
from sim.laws import Floats
from sim.measures import EVERYONE
from sim.measures.measuring import is_group
from sim.measures.own import NONE, OwnMeasures
from sim.network import WorkforceCheck
from sim.resolved import Resolved
from sim.scenario import Scenario
from sim.studies.apart import asked_apart, jackknifed
from sim.studies.drift import Drift
from sim.studies.monthly import MonthlyTable
from sim.units import YEAR

if TYPE_CHECKING:  # it stands on SciPy, which takes long to import
    from sim.studies.worlds_result import WorldsResult

__all__ = [
    "EVERYONE",
    "Comparison",
    "MeasureTable",
    "Series",
    "Settings",
    "Study",
    "VariantResult",
    "Verdict",
    "other_arms",
]


def other_arms(arms: Sequence[str], baseline: str) -> tuple[str, ...]:
    """Return the arms that are compared with the baseline, in their order."""
    return tuple(arm for arm in arms if arm != baseline)


class Settings(NamedTuple):
    """The settings of a study. Its digest covers all of them."""

    arms: tuple[str, ...]  # in the order they are shown; the baseline is one of them
    baseline: str
    replications: int  # at least 1
    seed: int  # 0 is a seed
    length: str  # of a run, warm-up included, as people write it
    minutes: int  # the same

    @property
    def years(self) -> float:
        """Length of a run in years of 365.25 days, warm-up included."""
        return self.minutes / YEAR

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return other_arms(self.arms, self.baseline)


class Series(NamedTuple):
    """The name of a number in each run: the measure, its unit and the group."""

    group: str  # `EVERYONE` or the name of a group
    measure: str
    unit: str


@dataclass(frozen=True)
class MeasureTable:
    """Every measure of every run. NaN means undefined, which is not the same as 0."""

    arms: tuple[str, ...]
    series: tuple[Series, ...]  # in the order the measures were given
    values: Floats  # shape (arms, replications, series)

    @property
    def replications(self) -> int:
        """The number of runs of each arm."""
        return int(self.values.shape[1])

    def has(self, measure: str, group: str = EVERYONE) -> bool:
        """Return whether any run has this measure for this group."""
        return (group, measure) in self._columns

    def of(self, arm: str, measure: str, group: str = EVERYONE) -> Floats:
        """Return the values of one measure in one arm, shape (replications,).

        Raises KeyError if there are none.
        """
        values: Floats = self.values[self.arms.index(arm), :, self._columns[group, measure]]
        return values

    @cached_property
    def _columns(self) -> dict[tuple[str, str], int]:
        return {(each.group, each.measure): i for i, each in enumerate(self.series)}

    def averaged(self, arm: str, measure: str, group: str = EVERYONE) -> Floats:
        """Return the values of a measure to average over runs, shape (replications,).

        Usually these are the values of the runs. But differences between groups are taken between
        means, because in any one run chance puts some group first. For such measures each run has
        a jackknife value, and the mean of these values is the difference.
        """
        apart = asked_apart(measure) if group == EVERYONE else None
        if apart is None:
            return self.of(arm, measure, group)
        groups = [s.group for s in self.series if s.measure == apart.outcome and is_group(s.group)]
        values = [self.of(arm, apart.outcome, each) for each in groups]
        return jackknifed(np.array(values), apart.of) if values else self.of(arm, measure)

    def mean(self, arm: str, measure: str, group: str = EVERYONE) -> float:
        """Return the mean over the runs in which the measure is defined; NaN if there are none."""
        values = self.averaged(arm, measure, group)
        defined = values[np.isfinite(values)]
        return float(defined.mean()) if defined.size else float("nan")

    def rows(self) -> Iterator[tuple[str, int, Series, float]]:
        """Iterate over (arm, replication, series, value) by arm, then replication, then measure."""
        for a, arm in enumerate(self.arms):
            for r in range(self.replications):
                for column, series in enumerate(self.series):
                    yield arm, r + 1, series, float(self.values[a, r, column])


class Verdict(enum.StrEnum):
    """The possible verdicts when arm a is compared with arm b on one measure."""

    IDENTICAL = "identical"
    TOO_SMALL = "too small to matter"
    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"  # for measures of which neither more nor less is better
    LOWER = "lower"
    HIGHER_UNSURE = "higher, not certain"  # by itself, not among all measures judged
    LOWER_UNSURE = "lower, not certain"
    HIGHER_BESIDE = "higher, not among the measures judged"
    LOWER_BESIDE = "lower, not among the measures judged"
    CANNOT_TELL = "cannot tell"


class Comparison(NamedTuple):
    """The comparison of arm a with arm b on one measure, over pairs of runs of one replication.

    Means, difference and interval are over the pairs in which both runs have a value. `low` and
    `high` are a 95 % interval that is *not* adjusted for the number of measures; the verdict is
    adjusted. Numbers that cannot be given are NaN. `note` says why there is no interval, or how
    reliable it is (`sim.studies.intervals`).
    """

    series: Series
    arm_a: str
    arm_b: str  # the baseline
    mean_a: float
    mean_b: float
    difference: float  # mean of a minus b
    low: float
    high: float
    relative: float  # difference as a share of the size of mean_b
    p_a_better: float  # share of pairs in which a is better, ties half each; NaN: no direction
    pairs: int
    left_out: int  # pairs in which one or both runs have no value
    p_value: float  # that the mean difference is 0, unadjusted
    p_adjusted: float  # by Holm, over the family this measure was judged with
    in_family: bool  # named in `compare.family`; the other measures are a second family
    smallest_difference: float  # that matters, from the scenario; 0 when none is given
    variance_paired: float  # of a minus b, over pairs
    variance_unpaired: float  # var(a) + var(b): what unrelated runs would have had
    verdict: Verdict
    note: str = ""

    @property
    def pairing_gain(self) -> float:
        """The factor by which pairing reduces the number of runs.

        It is inf if paired differences do not vary at all.
        """
        if np.isnan(self.variance_paired) or self.variance_unpaired == 0:
            return float("nan")
        if self.variance_paired == 0:
            return float("inf")
        return self.variance_unpaired / self.variance_paired

    @property
    def equivalent_replications(self) -> float:
        """The number of unpaired replications per arm that would give an equally exact result."""
        return self.pairs * self.pairing_gain


class VariantResult(NamedTuple):
    """The comparison of the arms of a study in one labelled variant of the scenario."""

    name: str
    label: str
    description: str
    comparisons: tuple[Comparison, ...]  # by arm, then measure; for everyone


@dataclass(frozen=True)
class Study:
    """A finished study with all its results."""

    scenario: Scenario  # with the settings in it
    settings: Settings
    digest: str  # 64 hex digits: scenario, seed, replications, length and arms
    resolved: Mapping[str, Resolved]  # by arm
    measures: MeasureTable
    comparisons: tuple[Comparison, ...]  # by arm, then measure; for everyone
    workforce: WorkforceCheck  # staff hours and places of each arm
    first_runs: Mapping[str, Run]  # replication 1 of each arm, for pictures of single people
    versions: Mapping[str, str]  # of this program and of what it stands on
    own: OwnMeasures = NONE  # measures that a user added
    monthly: MonthlyTable | None = None  # the series by months of all runs
    drift: Drift | None = None  # whether the population drifts; None if nobody looked
    variants: tuple[VariantResult, ...] = ()  # in file order; none if they were not run
    worlds: WorldsResult | None = None  # None if none were run

    def comparison(self, arm: str, measure: str) -> Comparison:
        """Return the comparison of an arm with the baseline; raise KeyError if there is none."""
        for row in self.comparisons:
            if row.arm_a == arm and row.series.measure == measure:
                return row
        raise KeyError(f"`{measure}` was not compared in `{arm}`")
