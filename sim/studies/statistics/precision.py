"""Add replications until each interval of interest is as narrow as required.

The rule is that of Hoad, Robinson & Davies 2010 (doi:10.1057/jors.2009.121). It extends the
sequential interval of Chow & Robbins 1965 by looking ahead. The rule stops at the first n of at
least `floor` at which every half-width is narrow enough at n, n + 1, ... n + a. Here a is 5, or
5 % of n if that is more. All n + a replications are used. The look ahead and a floor of 20 prevent
a stop after a few values that happen to be similar.

The half-width is the longer side of the interval of `sim.studies.intervals`. While there is no
interval, more replications are made. There is one exception: the same value in all of 59 runs is
precise, because fewer than one run in twenty can be expected to differ. The rule checks every n in
turn, so the answer does not depend on how many replications are run at a time.
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.studies.intervals import CONFIDENCE, alike, reaches, too_few
from sim.studies.statistics.estimates import (
    Estimate,
    EvaluateMany,
    Outcome,
    Request,
    Setting,
    estimate,
    t_reach,
)

RUNS_ALIKE = 59
"""This many runs with equal values are precise.

If one run in twenty were different, one of them would probably have been seen: 0.95**59 is below
5 %.
"""


class Scale(enum.Enum):
    """The unit of a required half-width: the unit of the measure, or a share of a mean."""

    UNIT = "in the unit of the measure"
    DIFFERENCE = "as a share of the size of the mean outcome"
    BASELINE = "as a share of the size of the baseline's mean"


class Target(NamedTuple):
    """The required half-width of the interval for one outcome."""

    outcome: Outcome
    half_width: float  # above 0
    scale: Scale = Scale.UNIT


class Rule(NamedTuple):
    """The rule that decides when no more replications are needed."""

    floor: int = 20  # replications before the first look, at least 2
    ceiling: int = 1_000  # replications at most, at least `floor`
    batch: int = 10  # replications asked for at a time
    look_ahead: int = 5  # further replications in which the precision has to hold
    confidence: float = CONFIDENCE


class Reached(NamedTuple):
    """The half-width that was reached for one target."""

    target: Target
    estimate: Estimate
    wanted: float  # half-width in the unit of the measure; NaN where its scale is undefined
    enough: bool  # False: the ceiling came first


class Precision(NamedTuple):
    """The replications of one setting, and the results for its targets."""

    replications: int  # used, from number 1 on
    answers: tuple[Reached, ...]  # in the order of the targets

    @property
    def enough(self) -> bool:
        """Whether every target was met."""
        return all(answer.enough for answer in self.answers)


def until_precise(
    evaluate: EvaluateMany,
    settings: Sequence[Setting],
    targets: Sequence[Target],
    rule: Rule | None = None,
) -> Mapping[Setting, Precision]:
    """Run replications of every setting until its targets are met or the ceiling is reached.

    Settings are independent of each other and are requested together. Undefined values are left
    out and counted. An outcome that is the same in every run is precise after `RUNS_ALIKE`
    replications. For an outcome that is never defined, or that differs in too few runs,
    replications are added up to the ceiling.

    Raises
    ------
    ValueError
        If a half-width is not above 0, or if the rule contradicts itself.
    """
    rule = rule or Rule()
    check(targets, rule)
    seen: dict[Setting, Floats] = {}
    ended: dict[Setting, int] = {}
    while unfinished := [setting for setting in dict.fromkeys(settings) if setting not in ended]:
        done = {setting: len(seen.get(setting, ())) for setting in unfinished}
        requests = [Request(each, done[each] + 1, _next(done[each], rule)) for each in unfinished]
        for request, values in zip(requests, evaluate(requests), strict=True):
            before = seen.get(request.setting)
            together = values if before is None else np.concatenate([before, values])
            seen[request.setting] = together
            if stop := stops_at(together, targets, rule):
                ended[request.setting] = stop
    return {each: _answer(seen[each][: ended[each]], targets, rule) for each in ended}


def check(targets: Sequence[Target], rule: Rule) -> None:
    """Refuse targets that cannot be met and rules that cannot be followed."""
    if not 2 <= rule.floor <= rule.ceiling or rule.batch < 1 or rule.look_ahead < 0:
        raise ValueError(f"not a stopping rule: {rule}")
    for target in targets:
        if not target.half_width > 0:
            raise ValueError(f"a half-width must be above 0: {target.half_width}")
        if target.scale is Scale.BASELINE and target.outcome.baseline is None:
            raise ValueError("a share of the baseline needs an outcome with a baseline")


def stops_at(values: Floats, targets: Sequence[Target], rule: Rule) -> int:
    """Return the number of replications at which the rule stops; 0 if more are needed.

    Parameters
    ----------
    values
        Shape (n, arms, measures), replications 1 to n.
    """
    count = len(values)
    precise = np.ones(count, np.bool_)
    for target in targets:
        half_widths = running_half_widths(target.outcome.of(values), rule.confidence)
        precise &= half_widths <= running_wanted(values, target)
    precise[: rule.floor - 1] = False
    since = 0  # replications for which every target has held without a break
    for position in range(count):
        since = since + 1 if precise[position] else 0
        first = position + 2 - since
        if since and since > ahead(first, rule):
            return position + 1
    return min(count, rule.ceiling) if count >= rule.ceiling else 0


def ahead(count: int, rule: Rule) -> int:
    """Return for how many further replications the intervals must stay narrow enough."""
    return rule.look_ahead if count <= 100 else rule.look_ahead * count // 100


def running_half_widths(values: Floats, confidence: float) -> Floats:
    """Return the longer side of the interval after each value, shape (n,).

    It is NaN while there is no interval.
    """
    defined = np.isfinite(values)
    count = np.cumsum(defined)
    if not defined.any():
        return np.full(values.size, np.nan)
    # Differences from the first value, because powers of large numbers cancel badly.
    moved = np.where(defined, values - values[defined.argmax()], 0.0)
    total, squares, cubes = (np.cumsum(moved**power) for power in (1, 2, 3))
    reach = np.array([t_reach(int(n), confidence) if n > 1 else np.nan for n in count])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
        second = np.maximum(squares / count - mean**2, 0.0)
        third = cubes / count - 3 * mean * squares / count + 2 * mean**3
        below, above = reaches(third / second**1.5, count, reach)
        found: Floats = np.maximum(below, above) * np.sqrt(second / (count - 1))
    differ = running_differing(values)
    few = [too_few(*each) for each in zip(differ.tolist(), count.tolist(), strict=True)]
    found[few] = np.nan
    found[(differ == 0) & (count >= RUNS_ALIKE)] = 0.0
    return found


def running_differing(values: Floats) -> Ints:
    """Return, at each value, how many so far differ from the commonest one, shape (n,)."""
    seen: Counter[float] = Counter()
    found = np.zeros(values.size, np.int64)
    commonest = 0
    defined = np.isfinite(values)
    kinds = np.full(values.size, np.nan)
    kinds[defined] = alike(values[defined])
    for position, value in enumerate(kinds.tolist()):
        if math.isfinite(value):
            seen[value] += 1
            commonest = max(commonest, seen[value])
        found[position] = seen.total() - commonest
    return found


def running_wanted(values: Floats, target: Target) -> Floats:
    """Return the required half-width after each replication, in the unit of the measure."""
    if target.scale is Scale.UNIT:
        return np.full(len(values), target.half_width)
    outcome = target.outcome
    of = outcome.of(values)
    if target.scale is Scale.BASELINE and outcome.baseline is not None:
        baseline = Outcome(outcome.measure, outcome.baseline).of(values)
        of = np.where(np.isfinite(of), baseline, np.nan)
    defined = np.isfinite(of)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.cumsum(np.where(defined, of, 0.0)) / np.cumsum(defined)
    found: Floats = target.half_width * np.abs(means)
    return found


def _next(done: int, rule: Rule) -> int:
    """Return how many more replications to request next."""
    least = rule.floor + rule.look_ahead if not done else rule.batch
    return min(least, rule.ceiling - done)


def _answer(values: Floats, targets: Sequence[Target], rule: Rule) -> Precision:
    answers = []
    for target in targets:
        outcomes = target.outcome.of(values)
        wanted = float(running_wanted(values, target)[-1])
        # By the same sums as the rule, so that a last digit cannot make the two disagree.
        enough = bool(running_half_widths(outcomes, rule.confidence)[-1] <= wanted)
        answers.append(Reached(target, estimate(outcomes, rule.confidence), wanted, enough))
    return Precision(len(values), tuple(answers))
