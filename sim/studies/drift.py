"""Judge whether people, needs and waiting lists keep changing over the measured years.

If the population itself drifts, a comparison of arms depends on how long a run is measured. To
find this out, the first whole year of the window is compared with the last. Only the history arm
is used: every arm begins by its rules, and this arm keeps them to the end. The comparison is made
replication by replication, so that differences between replications do not matter.

Several quantities are tested, and 5 % is the chance of any false alarm on the whole page. Each of
m quantities is therefore tested at 5 % / m (Bonferroni), which holds however they depend on each
other. A quantity drifts if its interval at that level does not contain 0 and the shift is as large
as its threshold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from sim.calendar import MONTHS_A_YEAR
from sim.columns import LEVEL_NAMES
from sim.laws import Floats, Ints
from sim.resolved import MISSING, Resolved
from sim.rules.population import expected_arrivals
from sim.scenario import Scenario
from sim.studies.intervals import interval, p_value
from sim.studies.monthly import MonthlyTable
from sim.units import YEAR

ERROR = 0.05
"""The chance that any quantity on the page is falsely reported to drift."""
SHARE_SHIFT = 0.05
"""The smallest shift of a share of people that counts: five percentage points."""
RELATIVE_SHIFT, FEWEST_PEOPLE = 0.1, 3.0
"""The smallest shift of a number of people that counts: this share of it, and this many people."""
GROWTH_TOLD = 0.01
"""If expected arrivals differ by more than this share, the report names growth as a cause."""


class Shift(NamedTuple):
    """How one quantity differs between the first and the last year."""

    measure: str  # as in the monthly series
    service: str  # "" for all people
    unit: str  # "share" or "people"
    first: float  # mean over replications
    last: float
    difference: float
    low: float  # the interval at the level of one of many; NaN where there is none
    high: float
    drifts: bool


class Drift(NamedTuple):
    """The result of the check for drift in a study."""

    arm: str  # the history arm
    shifts: tuple[Shift, ...]
    causes: tuple[str, ...]  # changes that the file itself declares, as sentences
    unknown: str  # why it cannot be judged; "" if it was

    @property
    def found(self) -> tuple[Shift, ...]:
        """The quantities that drift."""
        return tuple(each for each in self.shifts if each.drifts)


def drift_of(
    scenario: Scenario,
    baseline: str,
    resolved: Mapping[str, Resolved],
    monthly: MonthlyTable | None,
) -> Drift:
    """Check whether the people, needs and waiting lists of a study's history arm drift.

    Parameters
    ----------
    scenario, resolved
        The scenario, and those of its arms that were run, resolved.
    baseline
        The baseline of the study. It is the history arm if rules never change.
    monthly
        The series by months of all runs; None if there are none.
    """
    arm = baseline if scenario.run.change is None else scenario.history
    unknown = _why_unknown(arm, resolved, monthly)
    if unknown or monthly is None:
        return Drift(arm, (), (), unknown)
    first, last = years(monthly.months, resolved[arm])
    pairs = list(_quantities(monthly, arm, first, last))
    shifts = tuple(_shift(*each, len(pairs)) for each in pairs)
    window = tuple(int(monthly.months[each]) for each in (first[0], last[-1] + 1))
    found = list(causes(resolved[arm], *window))
    if any(each.drifts and each.measure == "people" for each in shifts):
        found += returns(resolved[arm])
    return Drift(arm, shifts, tuple(found), "")


def _why_unknown(arm: str, resolved: Mapping[str, Resolved], monthly: MonthlyTable | None) -> str:
    if arm not in resolved:
        return f"`{arm}`, by whose rules every arm begins, was not run"
    if monthly is None:
        return "there are no series by months of these runs"
    if years(monthly.months, resolved[arm])[0].size == 0:
        return "less than two whole years are measured"
    if monthly.values.shape[1] < 2:
        return "there is one run only, and it takes at least two"
    return ""


def years(months: Ints, resolved: Resolved) -> tuple[Ints, Ints]:
    """Return the months of the first and of the last whole year of the window.

    Both are empty if the window does not hold two whole years.
    """
    window = resolved.measuring.window
    inside = np.flatnonzero((months[:-1] >= window.opens) & (months[1:] <= window.closes))
    if inside.size < 2 * MONTHS_A_YEAR:
        return inside[:0], inside[:0]
    return inside[:MONTHS_A_YEAR], inside[-MONTHS_A_YEAR:]


Pair = tuple[str, str, str, Floats, Floats]
"""A quantity: measure, service, unit, its values in the first year, and in the last year.

The values have the shape (replications,).
"""


def _quantities(monthly: MonthlyTable, arm: str, first: Ints, last: Ints) -> Iterator[Pair]:
    """Iterate over the quantities to test: people, the share at each level, and waiting lists."""
    length = np.diff(monthly.months)

    def of_year(values: Floats, year: Ints) -> Floats:
        found: Floats = values[:, year] @ length[year] / length[year].sum()
        return found

    people = monthly.of(arm, "people")
    yield "people", "", "people", of_year(people, first), of_year(people, last)
    for position, column in enumerate(monthly.columns):
        if not monthly.arm_has(arm, position):
            continue
        values = monthly.of(arm, column.measure, column.service)
        before, after = of_year(values, first), of_year(values, last)
        if column.measure == "list":
            yield column.measure, column.service, "people", before, after
        elif column.measure.startswith("at_level."):
            with np.errstate(invalid="ignore", divide="ignore"):
                before, after = before / of_year(people, first), after / of_year(people, last)
            yield column.measure, "", "share", before, after


def _shift(
    measure: str, service: str, unit: str, first: Floats, last: Floats, tested: int
) -> Shift:
    """Return the shift of one quantity; `tested` is how many quantities are tested together."""
    known = np.isfinite(first) & np.isfinite(last)
    first, last = first[known], last[known]
    if first.size < 2:
        nothing = (math.nan,) * 5
        return Shift(measure, service, unit, *nothing, drifts=False)
    differences = last - first
    before, after = float(first.mean()), float(last.mean())
    difference = float(differences.mean())
    likely = interval(differences, 1 - ERROR / tested)
    clear = p_value(differences) * tested <= ERROR
    return Shift(
        measure,
        service,
        unit,
        before,
        after,
        difference,
        likely.low,
        likely.high,
        bool(clear and abs(difference) >= threshold(unit, before)),
    )


def threshold(unit: str, before: float) -> float:
    """Return the smallest shift of a quantity that counts, from its mean in the first year."""
    if unit == "share":
        return SHARE_SHIFT
    return max(RELATIVE_SHIFT * before, FEWEST_PEOPLE)


def causes(resolved: Resolved, opens: int, closes: int) -> Iterator[str]:
    """Iterate over changes between the first and the last year that the scenario itself sets."""
    year = [(opens, opens + YEAR), (closes - YEAR, closes)]
    before, after = (
        expected_arrivals(resolved, until) - expected_arrivals(resolved, since)
        for since, until in year
    )
    if abs(after - before) > GROWTH_TOLD * max(before, after):
        yield (
            f"By the file itself, {before:,.0f} people come in the first year and {after:,.0f} in "
            "the last."
        )
    changes = resolved.numbers.changes
    inside = (changes.time > opens) & (changes.time < closes)
    names = resolved.names.services
    changed = dict.fromkeys(names[each] for each in changes.service[inside].tolist())
    if changed:
        yield f"By the file itself, posts or places change in that time: {', '.join(changed)}."


def returns(resolved: Resolved) -> Iterator[str]:
    """Say that people leave as settled and return, if the scenario lets them, in a sentence.

    They are not counted while they are away. So the number of people moves until as many leave as
    return.
    """
    persons = resolved.numbers.persons
    some_leave = persons.settled_level != MISSING
    if (some_leave & (persons.recurrence > 0)).any():
        yield (
            "By the file itself, people who have long been settled leave and return when a need "
            "does. The number of people changes until as many leave as return."
        )


def level_of(measure: str) -> tuple[str, str]:
    """Return the need and the level, from the name of the measure for the share at that level.

    Raises
    ------
    ValueError
        If the measure is not the share of people at a level.
    """
    kind, need, level = measure.split(".")
    if kind != "at_level" or level not in LEVEL_NAMES:
        raise ValueError(measure)
    return need, level
