"""Compare arms by pairs of runs, with a verdict in words.

Run r of one arm and run r of another have the same people and the same random numbers. So each
pair gives one difference, and the differences of different pairs are independent. The verdict is
the first of these that applies:

1. *identical*: at least one pair of runs has a difference, and every difference is 0. If one run
   of a pair has no value, the other run has none either.
2. *too small to matter*: the 95 % interval lies between minus and plus the smallest difference
   that matters.
3. *better* or *worse* (*higher* or *lower* for a measure without a direction): Holm's procedure
   over the family rejects a mean difference of 0 at 5 %.
4. *higher* or *lower, not certain*: the measure is in `compare.family` (or no family is named),
   and its interval does not contain 0. With many measures this can happen by chance.
5. *higher* or *lower, not among the measures judged*: any other measure whose interval does not
   contain 0.
6. *cannot tell*: the interval contains 0, or there is no interval and the signs of the differences
   disagree.

The measures named in `compare.family` form one family, over all pairs of arms. All other measures
form a second family. `sim.studies.intervals` defines the interval, and when none is given. Holm's
procedure is that of Holm 1979, jstor.org/stable/4615733.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.measures.words.form import Direction
from sim.studies.intervals import interval, p_value
from sim.studies.study import (
    EVERYONE,
    Comparison,
    MeasureTable,
    Series,
    Verdict,
    other_arms,
)
from sim.studies.verdicts import verdict_of

FAMILY_ERROR = 0.05
ROUNDING = 1e-12  # of the larger value: no difference, but a last digit
NAN = float("nan")


class Rules(NamedTuple):
    """The rules by which the arms of one scenario are compared."""

    direction: Callable[[str], Direction]  # of a measure
    family: Collection[str] = ()  # measures judged together
    smallest_difference: Mapping[str, float] = {}  # by measure, in its unit


def compare(table: MeasureTable, baseline: str, rules: Rules) -> tuple[Comparison, ...]:
    """Compare every other arm with the baseline, on every measure for the whole population."""
    return judged(
        [
            paired(series, arm, baseline, table, rules)
            for arm in other_arms(table.arms, baseline)
            for series in table.series
            if series.group == EVERYONE
        ],
        rules,
    )


def judged(comparisons: Sequence[Comparison], rules: Rules) -> tuple[Comparison, ...]:
    """Return the comparisons with their verdicts, each judged within its own family."""
    drafts = list(comparisons)
    for member in (True, False):
        rows = [i for i, draft in enumerate(drafts) if draft.in_family is member]
        adjusted = holm([drafts[i].p_value for i in rows])
        for i, p in zip(rows, adjusted, strict=True):
            draft = drafts[i]._replace(p_adjusted=p)
            drafts[i] = draft._replace(verdict=_verdict(draft, rules))
    return tuple(drafts)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p values by Holm's step-down procedure; NaN stays NaN and is not counted.

    A hypothesis is rejected with family error `e` exactly when its adjusted value is at most `e`.
    """
    adjusted = [NAN] * len(p_values)
    order = sorted((p, i) for i, p in enumerate(p_values) if not math.isnan(p))
    largest = 0.0
    for rank, (p, i) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        adjusted[i] = largest
    return adjusted


def paired(series: Series, arm_a: str, arm_b: str, table: MeasureTable, rules: Rules) -> Comparison:
    """Return everything about one comparison that does not depend on the other comparisons."""
    a, b = (table.averaged(arm, series.measure) for arm in (arm_a, arm_b))
    run_by_run = table.of(arm_a, series.measure) - table.of(arm_b, series.measure)
    defined = np.isfinite(a) & np.isfinite(b)
    left_out = int(np.count_nonzero(~defined))
    same = bool(defined.any() and np.array_equal(a, b, equal_nan=True))
    a, b = a[defined], b[defined]
    differences = a - b
    differences[np.abs(differences) <= ROUNDING * np.maximum(np.abs(a), np.abs(b))] = 0.0
    likely = interval(differences)
    mean_a, mean_b = _mean(a), _mean(b)
    difference = _mean(differences)
    return Comparison(
        series=series,
        arm_a=arm_a,
        arm_b=arm_b,
        mean_a=mean_a,
        mean_b=mean_b,
        difference=difference,
        low=likely.low,
        high=likely.high,
        relative=difference / abs(mean_b) if mean_b else NAN,
        p_a_better=_share_better(run_by_run[defined], rules.direction(series.measure)),
        pairs=int(differences.size),
        left_out=left_out,
        p_value=p_value(differences),
        p_adjusted=NAN,
        in_family=series.measure in rules.family,
        smallest_difference=rules.smallest_difference.get(series.measure, 0.0),
        variance_paired=_variance(differences),
        variance_unpaired=_variance(a) + _variance(b),
        verdict=Verdict.IDENTICAL if same else Verdict.CANNOT_TELL,
        note=likely.note,
    )


def _verdict(row: Comparison, rules: Rules) -> Verdict:
    """Return the verdict on a comparison whose p value is already adjusted for its family."""
    if row.verdict is Verdict.IDENTICAL or row.pairs < 2:
        return row.verdict
    found = verdict_of(
        row.difference,
        row.low,
        row.high,
        row.smallest_difference,
        rules.direction(row.series.measure),
        is_clear=not row.p_value > FAMILY_ERROR,
    )
    if found in (Verdict.TOO_SMALL, Verdict.CANNOT_TELL) or row.p_adjusted <= FAMILY_ERROR:
        return found
    return _hinted(row, judged=row.in_family or not rules.family)


def _hinted(row: Comparison, *, judged: bool) -> Verdict:
    """Return the verdict on a difference that is clear only when its measure is judged alone.

    The difference is not clear after adjustment for all measures that are judged together. These
    are the measures named in `compare.family`, or all measures if none is named. `judged` is
    whether the measure is one of them.
    """
    if judged:
        return Verdict.HIGHER_UNSURE if row.difference > 0 else Verdict.LOWER_UNSURE
    return Verdict.HIGHER_BESIDE if row.difference > 0 else Verdict.LOWER_BESIDE


def _share_better(differences: Floats, direction: Direction) -> float:
    """Return the share of pairs in which arm a is better; a tie counts as half."""
    if direction is None or not differences.size:
        return NAN
    gains = differences if direction == "higher" else -differences
    wins = np.count_nonzero(gains > 0) + np.count_nonzero(gains == 0) / 2
    return float(wins / differences.size)


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else NAN


def _variance(values: Floats) -> float:
    return float(values.var(ddof=1)) if values.size > 1 else NAN
