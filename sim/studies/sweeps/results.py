"""Hold the results of a sweep: outcomes of every run, and paired differences between arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import interval
from sim.studies.packing import unpacked
from sim.studies.statistics.precision import Precision
from sim.studies.store import Store
from sim.studies.study import EVERYONE, Series
from sim.studies.sweeps.planning import SweepPlan
from sim.studies.sweeps.specification import Asked


class Difference(NamedTuple):
    """An arm's difference from the baseline in one setting, over pairs of runs.

    The two runs of a pair have the same replication number.
    """

    setting: int  # from 0
    arm: str
    series: Series
    mean: float  # of the arm
    baseline_mean: float
    difference: float
    low: float  # of a 95 % interval; NaN where there is none
    high: float
    pairs: int
    note: str = ""  # why there is no interval, or how far to trust it


@dataclass(frozen=True)
class Outcomes:
    """Every outcome of every run. NaN means undefined, which is not the same as 0."""

    asked: Asked
    settings: Sequence[tuple[Any, ...]]
    series: tuple[Series, ...]  # for everyone, in the order that was asked
    values: Floats  # (settings, arms, replications, series)
    precision: tuple[Precision, ...] = ()  # of each setting, where that decided the replications
    unequal: Sequence[tuple[str, ...]] = ()  # what arms have more of, in each setting

    @property
    def replications(self) -> list[int]:
        """The number of replications of each setting. Values of further replications are NaN."""
        if self.precision:
            return [each.replications for each in self.precision]
        return [self.asked.replications] * len(self.settings)

    @property
    def repeats(self) -> str:
        """The smallest and largest number of replications in words, such as "20" or "25 to 80"."""
        fewest, most = min(self.replications), max(self.replications)
        return f"{fewest:,}" if fewest == most else f"{fewest:,} to {most:,}"

    @property
    def runs(self) -> int:
        """The number of runs on which the outcomes are based."""
        return sum(self.replications) * len(self.asked.base.arms)

    def rows(self) -> Iterator[tuple[int, int, int, Series, float]]:
        """Iterate over (setting, arm, replication, series, value).

        Setting, arm and replication are counted from 0.
        """
        for setting, arm, replication in np.ndindex(self.values.shape[:3]):
            if replication >= self.replications[setting]:
                continue
            for column, series in enumerate(self.series):
                value = float(self.values[setting, arm, replication, column])
                yield setting, arm, replication, series, value

    def of(self, arm: str, measure: str) -> Floats:
        """Return the values of one outcome in one arm, shape (settings, replications)."""
        column = [series.measure for series in self.series].index(measure)
        found: Floats = self.values[:, self.asked.base.arms.index(arm), :, column]
        return found

    def differences_of(self, arm: str, measure: str) -> Floats:
        """Return an arm minus the baseline, pair by pair, shape (settings, replications)."""
        return self.of(arm, measure) - self.of(self.asked.base.baseline, measure)

    def differences(self) -> Iterator[Difference]:
        """Iterate over all paired differences, by setting, arm and outcome."""
        for setting in range(len(self.settings)):
            for arm in self.asked.base.others:
                for series in self.series:
                    yield self._difference(setting, arm, series)

    def _difference(self, setting: int, arm: str, series: Series) -> Difference:
        here = self.of(arm, series.measure)[setting]
        there = self.of(self.asked.base.baseline, series.measure)[setting]
        defined = np.isfinite(here) & np.isfinite(there)
        here, there = here[defined], there[defined]
        likely = interval(here - there)
        return Difference(
            setting,
            arm,
            series,
            mean(here),
            mean(there),
            mean(here - there),
            likely.low,
            likely.high,
            int(defined.sum()),
            likely.note,
        )


def mean(values: Floats) -> float:
    """Return the mean of the defined values; NaN if there are none."""
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if defined.size else float("nan")


def read_outcomes(plan: SweepPlan, store: Store, precision: Sequence[Precision] = ()) -> Outcomes:
    """Read the outcomes of a sweep, one file of the store after the other.

    Parameters
    ----------
    precision
        For each setting, the result of the precision rule, which gives its number of replications.
        If it is empty, all settings have the plan's number.
    """
    asked = plan.asked
    many = [each.replications for each in precision] or [asked.replications] * len(plan.settings)
    most = [0] * len(plan.arm_table)  # settings that share an arm may need more of it or fewer
    for positions, count in zip(plan.arm_at.tolist(), many, strict=True):
        for position in positions:
            most[position] = max(most[position], count)
    where = {
        plan.key(position, replication): (position, replication - 1)
        for position, count in enumerate(most)
        for replication in range(1, count + 1)
    }
    units: dict[str, str] = {}
    by_arm = read_values(store, where, (len(most), max(most)), asked.base.outcomes, units)
    values = by_arm[plan.arm_at]
    for setting, count in enumerate(many):
        values[setting, :, count:] = np.nan
    series = tuple(Series(EVERYONE, name, units.get(name, "")) for name in asked.base.outcomes)
    return Outcomes(asked, plan.settings, series, values, tuple(precision), plan.unequal)


def read_values(
    store: Store,
    where: Mapping[bytes, tuple[int, ...]],
    shape: tuple[int, ...],
    outcomes: Sequence[str],
    units: dict[str, str] | None = None,
) -> Floats:
    """Read the outcomes of runs into an array, whose last axis is the outcomes.

    Parameters
    ----------
    where
        The position of each run in an array of this `shape`, by the run's key. SpoiledError is
        raised if a run is not finished.
    units
        A mapping into which the unit of each measure is written, if it is given.
    """
    found = np.full((*shape, len(outcomes)), np.nan)
    columns: dict[bytes, tuple[list[int], list[int]]] = {}
    for record in store.read(where):
        if record.series not in columns:
            columns[record.series] = _columns(outcomes, unpacked(record.series))
        to, of = columns[record.series]
        found[where[record.key]][to] = record.values[of]
    for series in sorted(columns) if units is not None else ():
        for each in unpacked(series):
            if each.group == EVERYONE and units is not None:
                units[each.measure] = each.unit
    return found


def _columns(outcomes: Sequence[str], series: Sequence[Series]) -> tuple[list[int], list[int]]:
    """Return the positions of outcomes, and where their values are among the values of a run."""
    at = {each.measure: position for position, each in enumerate(series) if each.group == EVERYONE}
    known = [position for position, name in enumerate(outcomes) if name in at]
    return known, [at[outcomes[position]] for position in known]
