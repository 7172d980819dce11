"""Compute the difference between two finished studies, by arm and measure.

If both studies have the same seed, replication r has the same random numbers in both. The runs are
then paired by replication, and replications that only one study has are left out. This is valid
even if the studies differ in everything else, because different pairs are independent. If the
seeds differ, the runs are independent. All of them are used, with Welch's interval
(`sim.studies.unpaired`). Verdicts follow the rules of `sim.studies.comparison`; the two families
of measures cover all compared arms together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.measures.catalogue import FAMILIES, Catalogue
from sim.measures.words.form import Direction, Entry
from sim.studies import unpaired
from sim.studies.comparable import Alike, alike_in, see_that_they_compare
from sim.studies.comparison import NAN, ROUNDING, Rules, judged, paired
from sim.studies.drift import Drift
from sim.studies.finished import Finished
from sim.studies.study import EVERYONE, Comparison, MeasureTable, Series, Verdict

ONE, OTHER = "one", "other"
PAIRED, WELCH = "paired", "Welch"

ArmPair = tuple[str, str]
"""An arm of the first study, and the arm of the second that is compared with it."""


class StudyComparison(NamedTuple):
    """The comparison of an arm of the second study with an arm of the first, on one measure.

    In `row`, `arm_a` is the arm of the second study and `arm_b` the arm of the first, so
    differences are second minus first.
    """

    row: Comparison
    pairing: str  # PAIRED or WELCH
    runs_one: int  # that have a value, and are used
    runs_other: int

    @property
    def left_out(self) -> int:
        """The number of pairs without a value; if runs are not paired, of runs without a value."""
        return self.row.left_out


class TwoStudies(NamedTuple):
    """The comparison of two finished studies."""

    rows: tuple[StudyComparison, ...]  # by pair of arms, then measure; for everyone
    paired: bool
    notes: tuple[str, ...]  # what has to be known to read them, in whole sentences
    rules: Rules
    drift: Mapping[str, Drift]  # of each study


def compare_two(one: Finished, other: Finished, arms: Sequence[ArmPair]) -> TwoStudies:
    """Compare arms of two studies on every measure that both studies have.

    Only measures for everyone are compared, not those for single groups.

    Raises
    ------
    NotComparableError
        If the numbers of the two studies do not have the same meaning. The message gives every
        reason.
    """
    see_that_they_compare(one, other)
    alike = alike_in(one, other)
    is_paired = one.planned.settings.seed == other.planned.settings.seed
    catalogue = Catalogue({**FAMILIES, "own": _own_entries(one, other)})
    rules = Rules(
        lambda measure: catalogue.describe(measure).direction,
        alike.family,
        alike.smallest_difference,
    )
    drafts = []
    for first, second in arms:
        if is_paired:
            drafts += _paired_rows(one.measures, other.measures, (first, second), alike, rules)
        else:
            drafts += [
                _unpaired(series, one.measures, other.measures, (first, second), rules)
                for series in alike.series
                if series.group == EVERYONE
            ]
    verdicts = judged([draft.row for draft in drafts], rules)
    rows = [draft._replace(row=row) for draft, row in zip(drafts, verdicts, strict=True)]
    drift = {ONE: one.drift, OTHER: other.drift}
    return TwoStudies(tuple(rows), is_paired, (_how(one, other), *alike.notes), rules, drift)


def _own_entries(one: Finished, other: Finished) -> tuple[Entry, ...]:
    """Return the descriptions of the measures that a user added to either study."""
    both = (*one.planned.own.measures, *other.planned.own.measures)
    return tuple({each.name: each.entry for each in both}.values())


def _paired_rows(
    one: MeasureTable, other: MeasureTable, arms: ArmPair, alike: Alike, rules: Rules
) -> list[StudyComparison]:
    """Compare two arms by pairs of runs, as if they were arms of one study."""
    runs = min(one.replications, other.replications)
    values = np.stack(
        [_values(other, arms[1], alike.series)[:runs], _values(one, arms[0], alike.series)[:runs]]
    )
    joined = MeasureTable((OTHER, ONE), alike.series, values)
    found = []
    for series in alike.series:
        if series.group == EVERYONE:
            row = paired(series, OTHER, ONE, joined, rules)
            row = row._replace(arm_a=arms[1], arm_b=arms[0])
            found.append(StudyComparison(row, PAIRED, row.pairs, row.pairs))
    return found


def _values(table: MeasureTable, arm: str, series: Sequence[Series]) -> Floats:
    """Return the values of several measures in one arm, shape (replications, series)."""
    return np.stack([table.of(arm, each.measure, each.group) for each in series], axis=1)


def _unpaired(
    series: Series, one: MeasureTable, other: MeasureTable, arms: ArmPair, rules: Rules
) -> StudyComparison:
    """Compare two arms whose runs are independent."""
    b, a = one.averaged(arms[0], series.measure), other.averaged(arms[1], series.measure)
    same = unpaired.all_the_same(b, a)
    runs_b, runs_a = one.of(arms[0], series.measure), other.of(arms[1], series.measure)
    runs_b, runs_a = runs_b[np.isfinite(b)], runs_a[np.isfinite(a)]
    left_out = int(np.count_nonzero(~np.isfinite(a)) + np.count_nonzero(~np.isfinite(b)))
    b, a = b[np.isfinite(b)], a[np.isfinite(a)]
    mean_a, mean_b = (float(each.mean()) if each.size else NAN for each in (a, b))
    difference = mean_a - mean_b
    if abs(difference) <= ROUNDING * max(abs(mean_a), abs(mean_b)):
        difference = 0.0
    likely = unpaired.interval(b, a)
    variances = [float(each.var(ddof=1)) if each.size > 1 else NAN for each in (a, b)]
    row = Comparison(
        series=series,
        arm_a=arms[1],
        arm_b=arms[0],
        mean_a=mean_a,
        mean_b=mean_b,
        difference=difference,
        low=likely.low,
        high=likely.high,
        relative=difference / abs(mean_b) if mean_b else NAN,
        p_a_better=_chance_better(runs_a, runs_b, rules.direction(series.measure)),
        pairs=min(a.size, b.size),
        left_out=left_out,
        p_value=unpaired.p_value(b, a),
        p_adjusted=NAN,
        in_family=series.measure in rules.family,
        smallest_difference=rules.smallest_difference.get(series.measure, 0.0),
        variance_paired=NAN,
        variance_unpaired=sum(variances),
        verdict=Verdict.IDENTICAL if same else Verdict.CANNOT_TELL,
        note=likely.note,
    )
    return StudyComparison(row, WELCH, int(b.size), int(a.size))


def _chance_better(a: Floats, b: Floats, direction: Direction) -> float:
    """Return the share of all pairs (a run of a, a run of b) in which a is better.

    A tie counts as half.
    """
    if direction is None or not a.size or not b.size:
        return NAN
    order = np.sort(b)
    below, up_to = np.searchsorted(order, a, "left"), np.searchsorted(order, a, "right")
    higher = float((below + up_to).sum()) / 2 / (a.size * b.size)
    return higher if direction == "higher" else 1 - higher


def _how(one: Finished, other: Finished) -> str:
    """Return one or two sentences that say how the runs of two studies were paired."""
    first, second = one.planned.settings, other.planned.settings
    many = first.replications, second.replications
    if first.seed != second.seed:
        return (
            f"Not paired: the seeds differ ({first.seed} and {second.seed}), so the runs are "
            f"independent. All are used, {many[0]:,} and {many[1]:,} replications, with Welch's "
            "interval."
        )
    text = (
        f"Paired: both have seed {first.seed}, so replication r of each has the same random "
        f"numbers. Replications 1 to {min(many):,} of each are used"
    )
    left = abs(many[0] - many[1])
    if left:
        which = ONE if many[0] > many[1] else OTHER
        text += f"; {left:,} more of the {which} have no partner and are left out"
    return f"{text}."
