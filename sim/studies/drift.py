"""Judge whether people, needs and waiting lists keep changing over a run.

If the population itself drifts, a comparison of arms depends on how long a run is measured. To
find this out, the first whole year of the window is compared with the last. A run that begins with
today's people is looked at from its first month on, before the window too, and today's lists are
compared with those of that month (`sim.studies.from_today`). Only the history arm is used: every
arm begins by its rules, and this arm keeps them to the end. The comparison is made replication by
replication, so that differences between replications do not matter.

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
from sim.studies.from_today import ALL, FromToday, begins_today, compared, lists_from_today
from sim.studies.monthly import MonthlyTable
from sim.studies.shifting import judged
from sim.units import YEAR

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
    unknown: str  # why years cannot be compared; "" if they were
    from_today: tuple[FromToday, ...] = ()  # today's lists, if they are known: all together first

    @property
    def found(self) -> tuple[Shift, ...]:
        """The quantities that drift."""
        return tuple(each for each in self.shifts if each.drifts)

    @property
    def begins_elsewhere(self) -> tuple[FromToday, ...]:
        """The lists that are others in the first month than today."""
        return tuple(each for each in self.from_today if each.differs)

    @property
    def moves(self) -> bool:
        """Whether anything drifts, or begins elsewhere than today."""
        return bool(self.found or self.begins_elsewhere)


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
    if monthly is None or arm not in resolved:
        return Drift(arm, (), (), unknown)
    lists = lists_from_today(resolved[arm], monthly, arm)
    first, last = years(monthly.months, resolved[arm])
    pairs = [] if unknown else list(_quantities(monthly, arm, first, last))
    tested = len(pairs) + len(lists)
    from_today = tuple(compared(each, tested) for each in lists)
    if unknown:
        return Drift(arm, (), (), unknown, from_today)
    shifts = tuple(_shift(*each, tested) for each in pairs)
    window = tuple(int(monthly.months[each]) for each in (first[0], last[-1] + 1))
    found = list(causes(resolved[arm], *window))
    if any(each.drifts and each.measure == "people" for each in shifts):
        found += returns(resolved[arm])
    return Drift(arm, shifts, tuple(found), "", from_today)


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
    """Return the months of the first and of the last whole year to compare.

    They are those of the window, or of the whole run up to its close if it begins with a table of
    today's people. Both are empty if this time does not hold two whole years.
    """
    window = resolved.measuring.window
    opens = 0 if begins_today(resolved) else window.opens
    inside = np.flatnonzero((months[:-1] >= opens) & (months[1:] <= window.closes))
    if inside.size < 2 * MONTHS_A_YEAR:
        return inside[:0], inside[:0]
    return inside[:MONTHS_A_YEAR], inside[-MONTHS_A_YEAR:]


Pair = tuple[str, str, str, Floats, Floats]
"""A quantity: measure, service, unit, its values in the first year, and in the last year.

The values have the shape (replications,).
"""


def _quantities(monthly: MonthlyTable, arm: str, first: Ints, last: Ints) -> Iterator[Pair]:
    """Iterate over the quantities to test: people, all lists and each, the share at each level."""
    length = np.diff(monthly.months)

    def of_year(values: Floats, year: Ints) -> Floats:
        found: Floats = values[:, year] @ length[year] / length[year].sum()
        return found

    people = monthly.of(arm, "people")
    yield "people", "", "people", of_year(people, first), of_year(people, last)
    lists = [
        monthly.of(arm, "list", column.service)
        for position, column in enumerate(monthly.columns)
        if column.measure == "list" and monthly.arm_has(arm, position)
    ]
    if len(lists) > 1:
        every = np.sum(lists, axis=0)
        yield "list", ALL, "people", of_year(every, first), of_year(every, last)
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
    before, after = float(first.mean()), float(last.mean())
    difference, likely, drifts = judged(last - first, unit, before, tested)
    return Shift(
        measure,
        service,
        unit,
        before,
        after,
        difference,
        likely.low,
        likely.high,
        drifts,
    )


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
