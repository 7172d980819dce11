"""What is known over worlds: how often each arm is better, what a choice costs, what it hangs on.

Values of runs are put in here as arrays; where they come from does not matter. Differences are
from the baseline, in the unit of the measure, and turned round where less is better, so that larger
is always better. For a measure of which neither more nor less is better, larger is only higher.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.measures.words.form import Direction
from sim.studies.statistics.worlds.choosing import Choice, choose
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.judging import Judged, judge, rule_of
from sim.studies.statistics.worlds.knowing import Mattering, Worth, what_matters, worth_knowing
from sim.studies.statistics.worlds.rules import Rule
from sim.studies.statistics.worlds.runs import FEWEST_RUNS, FEWEST_WORLDS, Runs, defined

MOST_NAMED = 5
"""So many numbers that matter are told, at most."""
SELDOM = 0.05
"""An arm that is best in fewer worlds is not looked at as another choice."""


class Question(NamedTuple):
    """The arms and measures about which worlds are asked."""

    arms: tuple[str, ...]  # the baseline among them
    baseline: str
    measures: tuple[str, ...]  # the headline measures, in their order
    choose_by: tuple[str, ...]  # outcomes by which arms are ranked
    direction: Callable[[str], Direction]
    matters: Mapping[str, float]  # smallest difference that matters; 0 for a measure without one

    @property
    def others(self) -> tuple[str, ...]:
        """The arms that are compared with the baseline."""
        return tuple(arm for arm in self.arms if arm != self.baseline)


class Headline(NamedTuple):
    """What is known over worlds of one arm on one measure, against the baseline."""

    arm: str
    measure: str
    direction: Direction  # which is better; None: "better" in the figures means higher
    matters: float  # the smallest difference that matters, 0 or more, in the unit of the measure
    worlds: int  # in which every run has a value
    judged: Judged | None  # None: too few worlds or replications tell
    alike: Judged | None  # the same in worlds whose baseline is like today; None: too few of them
    depends: tuple[Mattering, ...]  # at most five numbers, the most important first
    better_where: Rule | None  # by at least what matters
    worse_where: Rule | None

    @property
    def told(self) -> Judged | None:
        """What may be said; None if runs are too few or too noisy."""
        return _told(self.judged)

    @property
    def alike_told(self) -> Judged | None:
        """What may be said of worlds whose baseline is like today."""
        return _told(self.alike)


class Choosing(NamedTuple):
    """What choosing an arm by one outcome means."""

    measure: str
    direction: Direction
    arms: tuple[str, ...]  # as in `choice`: the baseline first
    choice: Choice | None  # None: too few worlds or replications tell
    worth: tuple[Worth, ...]  # at most five numbers that are worth knowing; empty is usual
    flips_to: str | None  # the arm that is best where the arm with the least loss is not
    flips_where: Rule | None  # where that arm is better; None: no simple rule holds

    @property
    def preferred(self) -> str | None:
        """The arm with the least expected loss; None if nothing can be told."""
        if self.choice is None:
            return None
        losses = [arm.loss.value for arm in self.choice.arms]
        return self.arms[losses.index(min(losses))]


class Findings(NamedTuple):
    """All that is known over worlds."""

    headlines: tuple[Headline, ...]  # by arm, then measure
    choosing: tuple[Choosing, ...]  # by outcome


Values = Callable[[str, str], Floats]
"""Returns the values of a measure in an arm, shape (worlds, replications)."""


def find_out(inputs: Inputs, question: Question, values: Values, alike: Flags) -> Findings:
    """Return what worlds say about every arm and measure of a question.

    Parameters
    ----------
    inputs
        Of the same worlds, in the same order.
    alike
        Which worlds have a baseline that is like today, shape (worlds,).
    """
    headlines = [
        _headline(inputs, question, arm, measure, values, alike)
        for arm in question.others
        for measure in question.measures
    ]
    choosing = [_choosing(inputs, question, measure, values) for measure in question.choose_by]
    return Findings(tuple(headlines), tuple(choosing))


def oriented(question: Question, measure: str, arm: str, values: Values) -> Floats:
    """Return the differences of an arm from the baseline, larger being better."""
    difference = values(arm, measure) - values(question.baseline, measure)
    return -difference if question.direction(measure) == "lower" else difference


def _headline(
    inputs: Inputs, question: Question, arm: str, measure: str, values: Values, alike: Flags
) -> Headline:
    differences = oriented(question, measure, arm, values)
    known, matters = defined(differences), question.matters.get(measure, 0.0)
    there = _at(inputs, known)
    told = _is_enough(differences[known])
    judged = judge(there, differences[known], matters) if told else None
    near = known & alike
    found = Headline(
        arm=arm,
        measure=measure,
        direction=question.direction(measure),
        matters=matters,
        worlds=int(known.sum()),
        judged=judged,
        alike=judge(_at(inputs, near), differences[near], matters)
        if _is_enough(differences[near])
        else None,
        depends=(),
        better_where=None,
        worse_where=None,
    )
    if found.told is None:
        return found
    return found._replace(
        depends=tuple(what_matters(there, Runs.of(differences[known]))[:MOST_NAMED]),
        better_where=rule_of(there, differences[known], matters),
        worse_where=rule_of(there, -differences[known], matters),
    )


def _choosing(inputs: Inputs, question: Question, measure: str, values: Values) -> Choosing:
    arms = (question.baseline, *question.others)
    stacked = np.stack(
        [oriented(question, measure, arm, values) for arm in question.others], axis=-1
    )
    known = defined(stacked)
    found = Choosing(measure, question.direction(measure), arms, None, (), None, None)
    if not _is_enough(stacked[known]):
        return found
    there, differences = _at(inputs, known), stacked[known]
    choice = choose(there, differences)
    found = found._replace(
        choice=choice, worth=tuple(worth_knowing(there, differences.mean(axis=1))[:MOST_NAMED])
    )
    return _with_flip(found, choice, there, differences)


def _with_flip(found: Choosing, choice: Choice, inputs: Inputs, differences: Floats) -> Choosing:
    """Add which arm is most often best beside the preferred one, and where it is better."""
    whole = np.concatenate([np.zeros((*differences.shape[:2], 1)), differences], axis=-1)
    preferred = found.arms.index(found.preferred or found.arms[0])
    order: Sequence[int] = sorted(
        (at for at in range(len(found.arms)) if at != preferred),
        key=lambda at: -choice.arms[at].best.value,
    )
    second = order[0]
    if choice.arms[second].best.value < SELDOM:
        return found
    where = rule_of(inputs, whole[..., second] - whole[..., preferred], 0.0)
    return found._replace(flips_to=found.arms[second], flips_where=where)


def _told(judged: Judged | None) -> Judged | None:
    return None if judged is None or judged.strength == "silent" else judged


def _at(inputs: Inputs, rows: Flags) -> Inputs:
    return inputs._replace(values=inputs.values[rows])


def _is_enough(differences: Floats) -> bool:
    return len(differences) >= FEWEST_WORLDS and differences.shape[1] >= FEWEST_RUNS
