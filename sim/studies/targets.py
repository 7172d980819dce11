"""Targets against results: whether the model looks like the services that are known today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from sim.errors import Fault, did_you_mean, listed
from sim.measures.catalogue import BUILT_IN, Catalogue
from sim.measures.measuring import AREA
from sim.resolved import Names
from sim.scenario import Scenario
from sim.scenario.targets import Days, TargetRole, days_in_run
from sim.scenario.written import location_of
from sim.studies.family import unknown_measure
from sim.studies.intervals import Interval, interval
from sim.studies.study import EVERYONE, MeasureTable


class Agreement(StrEnum):
    """How the result of the model lies to the range of a target."""

    INSIDE = "in its range"
    BELOW = "too low"
    ABOVE = "too high"
    UNSURE = "cannot tell"  # the interval of the mean contains an end of the range
    UNKNOWN = "not known"  # no run has a value


class Judged(NamedTuple):
    """A target with the result of the model, in the unit of the measure."""

    name: str
    label: str  # empty where the file has none
    measure: str
    group: str
    role: TargetRole
    value: float
    low: float
    high: float
    source: str
    mean: float  # over runs; NaN if no run has a value
    likely: Interval  # of the mean
    agreement: Agreement
    first: datetime.date | None = None  # of the window; None where it is the measured time
    last: datetime.date | None = None
    in_run: Days | None = None  # of a window before the run: the days that it is compared with
    repeats: int = 0  # in which the model has a value
    inside: int = 0  # of these, with a value in the range


def judged_targets(scenario: Scenario, measures: MeasureTable) -> tuple[Judged, ...]:
    """Return every target with the mean of the history arm in its window, in file order.

    Without a window of its own, a target is compared with the measured time.

    The history arm is the one that all arms follow until the change of rules, and the baseline
    where nothing changes. Without its runs nothing can be judged, and the tuple is empty.
    """
    arm = scenario.history
    if arm not in measures.arms:
        return ()
    judged = []
    in_run = days_in_run(scenario.targets, scenario.run.begins)
    for name, target in scenario.targets.items():
        values = np.array([])
        if measures.has(target.in_runs, target.group):
            values = measures.averaged(arm, target.in_runs, target.group)
        known = values[np.isfinite(values)]
        likely = interval(known)
        low, high = float(target.low), float(target.high)
        mean = float(known.mean()) if known.size else float("nan")
        judged.append(
            Judged(
                name=name,
                label=target.label,
                measure=target.measure,
                group=target.group,
                role=target.role,
                value=float(target.value),
                low=low,
                high=high,
                source=target.source,
                mean=mean,
                likely=likely,
                agreement=agreement(mean, likely, low, high),
                first=target.first,
                last=target.last,
                in_run=in_run.get(name),
                repeats=int(known.size),
                inside=int(np.count_nonzero((low <= known) & (known <= high))),
            )
        )
    return tuple(judged)


def agreement(mean: float, likely: Interval, low: float, high: float) -> Agreement:
    """Return how a mean with its interval lies to the range from `low` to `high`, ends included.

    Without an interval (one run, or a measure that hardly varies), the mean alone decides.
    """
    if np.isnan(mean):
        return Agreement.UNKNOWN
    ends = (mean, mean) if likely.withheld or np.isnan(likely.low) else (likely.low, likely.high)
    if low <= ends[0] and ends[1] <= high:
        return Agreement.INSIDE
    if ends[1] < low:
        return Agreement.BELOW
    if ends[0] > high:
        return Agreement.ABOVE
    return Agreement.UNSURE


def target_faults(
    scenario: Scenario, names: Names, catalogue: Catalogue = BUILT_IN
) -> Iterator[Fault]:
    """Return a fault for each target whose measure or group does not exist."""
    areas = [f"{AREA}{area}" for area in names.areas]
    groups = [EVERYONE, *(group for group in names.groups if group != EVERYONE), *areas]
    for name, target in scenario.targets.items():
        location = location_of(scenario.tree, ("targets", name, "measure"))
        yield from unknown_measure(target.measure, location, names, catalogue)
        if target.group not in groups:
            yield Fault(
                location_of(scenario.tree, ("targets", name, "group")),
                f'"{target.group}" is not a group or area of this scenario.',
                f"Groups: {listed(groups)}.",
                did_you_mean(target.group, groups),
            )
