"""Put the results of a study's statistics into plain sentences, for people who plan services.

The caller gives labels, which fit into a sentence ("days in need without help"), and units, which
follow a number. Every sentence gives the likely range of the value, or says that there is none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.report.wording import (
    counted,
    interval,
    listed,
    number,
    percent,
    sentence_case,
    signed,
)
from sim.studies.statistics.break_even import Answer, BreakEven, Crossing
from sim.studies.statistics.estimates import Estimate
from sim.studies.statistics.precision import Precision, Reached
from sim.studies.statistics.selection import Selection
from sim.studies.statistics.sensitivity import Swing
from sim.studies.statistics.sobol import Sobol
from sim.studies.statistics.warm_up import Doubt, WarmUp

MOST_NAMED = 8  # settings that are named by their numbers

CLEAR_SHARE = 0.05
"""The smallest share of the uncertainty for which a number gets a sentence."""


DOUBTS = {
    Doubt.TOO_SHORT: "The run is too short to judge the warm-up by: use a longer one.",
    Doubt.SECOND_HALF: (
        "The run had not settled by its middle, so its warm-up may be longer still: use a longer "
        "run."
    ),
    Doubt.OPENS_EARLY: "Counting begins before the run has forgotten its start: begin later.",
    Doubt.WINDOW_SHORT: (
        "The time that is counted is no longer than the warm-up before it: use a longer run."
    ),
}


def precision_words(found: Precision, labels: Sequence[str]) -> list[str]:
    """Return one sentence for each target, which also says how many replications were left out.

    The labels are in the order of the targets.
    """
    return [
        _reached(answer, label, found.replications)
        for answer, label in zip(found.answers, labels, strict=True)
    ]


def _reached(answer: Reached, label: str, replications: int) -> str:
    runs = counted(replications, "repeat")
    known, wanted = number(answer.estimate.half_width), number(answer.wanted)
    if not math.isfinite(answer.estimate.half_width):
        return f"{sentence_case(label)}: not known, because too few of {runs} gave a value."
    left_out = answer.estimate.left_out
    gap = f" In {counted(left_out, 'repeat')} it had no value; these are left out." * (left_out > 0)
    if answer.enough:
        return (
            f"{sentence_case(label)}: known to within {known} after {runs}; {wanted} was asked "
            f"for.{gap}"
        )
    return (
        f"{sentence_case(label)}: not as exact as was asked. After {runs}, the most allowed, it is "
        f"known to within {known} instead of {wanted}.{gap}"
    )


def reached_in_words(answers: Sequence[Reached], most: int, label: str) -> str:
    """Return one sentence that says in how many settings a difference is as exact as required."""
    missed = [position for position, each in enumerate(answers, 1) if not each.enough]
    many = len(answers)
    if not missed:
        return f"{label}: known as closely as was asked{' in every setting' * (many > 1)}."
    widest = max((answers[position - 1].estimate.half_width for position in missed), key=abs)
    named = listed([str(position) for position in missed[:MOST_NAMED]])
    more = f" and {len(missed) - MOST_NAMED} more" if len(missed) > MOST_NAMED else ""
    plural = "s" * (len(missed) > 1)
    where = f" in {counted(len(missed), 'setting')} of {many} (number{plural} {named}{more})"
    return (
        f"{label}: after {counted(most, 'repeat')}, the most allowed, not known as closely as was "
        f"asked{where * (many > 1)}; at worst to within {number(widest)}."
    )


def warm_up_words(found: WarmUp, label: str, weeks: float) -> list[str]:
    """Return sentences with the length of the warm-up and with every doubt about it.

    `weeks` is the number of weeks for which one value of the series stands.
    """
    if Doubt.SECOND_HALF in found.doubts:
        said = f"Going by {label}, when a run has forgotten its start cannot be told."
    elif found.cut:
        weeks = found.cut * weeks
        said = f"Going by {label}, a run has forgotten its start after {number(weeks)} weeks."
    else:
        said = f"Going by {label}, nothing needs to be left out at the start of a run."
    return [said, *(DOUBTS[doubt] for doubt in found.doubts)]


def break_even_words(found: BreakEven, lever: str, arm: str, label: str) -> list[str]:
    """Return sentences that say up to which value of a lever an arm is better on a measure."""
    low, high = number(found.lever.low), number(found.lever.high)
    looked = f"{counted(len(found.points), 'value')} of {lever} from {low} to {high}"
    if found.answer is Answer.ALWAYS:
        return [f"{arm} does better on {label} at each of the {looked} that were looked at."]
    if found.answer is Answer.NEVER:
        return [f"{arm} does better on {label} at none of the {looked} that were looked at."]
    said = []
    if found.answer is Answer.CANNOT_TELL:
        said.append(f"Where {arm} stops being better on {label} cannot be told.")
    if found.answer is Answer.SEVERAL:
        said.append(f"Along {lever}, {arm} changes between better and worse more than once.")
    said += [_crossed(each, found, lever, arm, label) for each in found.crossings]
    if found.unclear:
        values = listed([number(value) for value in found.unclear])
        said.append(f"At {lever} of {values} it is not clear which does better.")
    return said


def _crossed(each: Crossing, found: BreakEven, lever: str, arm: str, label: str) -> str:
    at, turn = number(each.at), "stops" if each.better_below else "starts"
    if found.lever.whole:
        floor, ceiling = math.floor(each.at), math.ceil(each.at)
        at = number(floor) if floor == ceiling else f"between {floor} and {ceiling}"
    wide = "" if each.enough else " More repeats would be needed to know it as closely as asked."
    between = interval(each.low, each.high)
    return f"{arm} {turn} being better on {label} at {lever} of {at} (likely {between}).{wide}"


def selection_words(found: Selection, label: str, unit: str) -> list[str]:
    """Return sentences that say which arm is best, how certain that is, and which are as good."""
    zone = f"{number(found.promise.zone)} {unit}".strip()
    runs = counted(found.replications, "repeat")
    if found.best is None:
        return [
            f"On {label}, {listed(list(found.left))} could not be told apart to within {zone} in "
            f"{runs}, the most allowed."
        ]
    said = [
        f"{found.best} is best on {label}, after {runs}. If one is better than all others by "
        f"{zone} or more, this finds it with a probability of at least "
        f"{percent(found.promise.confidence)}."
    ]
    if found.as_good:
        verb = "is" if len(found.as_good) == 1 else "are"
        said.append(
            f"{listed(list(found.as_good))} may be less than {zone} behind, and {verb} then as "
            "good a choice."
        )
    return said


def sobol_words(found: Sobol, label: str, labels: Mapping[str, str]) -> list[str]:
    """Return sentences that say which uncertain numbers matter most to an outcome."""
    if found.variance.low <= 0 or not math.isfinite(found.variance.mean):
        return [
            f"The uncertain numbers move {label} no more than luck does, as far as "
            f"{counted(found.runs, 'run')} can tell."
        ]
    ordered = sorted(found.indices, key=lambda index: -index.total.mean)
    named = [(labels.get(i.input.name, i.input.name), i) for i in ordered]
    main = [
        f"{name} ({_shares(index.total)})" for name, index in named if index.total.low > CLEAR_SHARE
    ]
    little = [name for name, index in named if index.total.high < CLEAR_SHARE]
    said = []
    if main:
        said.append(f"What is not known about {label} comes mostly from {listed(main)}.")
    together = sum(index.first.mean for index in found.indices)
    if together < 0.8:
        said.append("Much of it comes from numbers acting together rather than one by one.")
    if little:
        said.append(f"{sentence_case(listed(little))} hardly matter{'s' * (len(little) == 1)}.")
    return said or [f"Which of the uncertain numbers moves {label} most cannot be told."]


def tornado_words(swings: Sequence[Swing], label: str, labels: Mapping[str, str]) -> list[str]:
    """Return one sentence with the effect of each uncertain number alone, the largest first."""
    known = [s for s in swings if math.isfinite(s.span.mean)]
    if not known:
        return [f"No change of {label} could be worked out."]
    parts = [
        f"{labels.get(s.input.name, s.input.name)} by {signed(s.span.mean)} ({likely(s.span)})"
        for s in sorted(known, key=lambda s: -abs(s.span.mean))
    ]
    return [
        f"Moved from the low to the high end of its range, each changes {label}: {listed(parts)}."
    ]


def likely(found: Estimate) -> str:
    """Return words for the range in which the true value is likely to lie."""
    return f"likely {interval(found.low, found.high)}"


def _shares(found: Estimate) -> str:
    low, high = (min(max(end, 0.0), 1.0) for end in (found.low, found.high))
    return f"{percent(low)} to {percent(high)}"
