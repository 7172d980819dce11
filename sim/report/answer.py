"""Write the answer in plain words: what differs, by how much, and how certain it is.

Each verdict has a different sentence: better, worse, too small to matter, identical, clear only
before adjustment, cannot tell. Tests measure the reading age. They allow only words of a fixed
plain vocabulary and the names in the scenario.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.measures.words.form import SHARE
from sim.report.wording import in_sentence, listed, number, sentence_case
from sim.studies.study import Verdict

MOST_NAMED = 3
SEES_TAILS = 10  # repeats; from fewer, one that lies far out may not have been met
FEW_REPEATS = "With so few repeats a range can be too small."
HINTS = (
    Verdict.HIGHER_UNSURE,
    Verdict.LOWER_UNSURE,
    Verdict.HIGHER_BESIDE,
    Verdict.LOWER_BESIDE,
)
"""Verdicts on a difference that is clear alone, but not after adjustment for all measures."""
MANY = "We look at many numbers, so luck could still do this."
BESIDE = "It is not one of the main numbers, so luck could still do this."
DOUBTS = dict(zip(HINTS, (MANY, MANY, BESIDE, BESIDE), strict=True))


class Finding(NamedTuple):
    """The comparison of one arm with the baseline on one measure, in words and numbers."""

    measure: str
    label: str  # "days in need without help"
    unit: str
    after: str  # what follows its numbers in a sentence: " a year for each person"
    arm: str  # the label of the arm
    baseline: str  # the label of the arm it is compared with
    mean: float  # of the arm
    baseline_mean: float
    difference: float
    low: float
    high: float
    better_in: float  # repeats in which the arm was better, ties half each; NaN: no direction
    repeats: int  # pairs of runs with a value in both
    left_out: int
    verdict: Verdict
    note: str = ""  # why there is no interval, or how far to trust it


def amount(value: float, unit: str) -> str:
    """Return a value as a sentence shows it; shares are in per cent."""
    return f"{number(100 * value)} %" if unit == SHARE and math.isfinite(value) else number(value)


def change(low: float, high: float, unit: str) -> str:
    """Return the interval of a difference in words: "16 to 28 lower", "2 lower to 3 higher"."""
    scale, points = (100, " points") if unit == SHARE else (1, "")
    low, high = scale * low, scale * high
    if high <= 0:
        return f"{number(-high)} to {number(-low)}{points} lower"
    if low >= 0:
        return f"{number(low)} to {number(high)}{points} higher"
    return f"{number(-low)}{points} lower to {number(high)}{points} higher"


def sentences(finding: Finding) -> list[str]:
    """Return the sentences that describe the result for one measure."""
    f = finding
    here, there = f"{amount(f.mean, f.unit)}{f.after}", amount(f.baseline_mean, f.unit)
    both = f"{here} with {f.arm}, {there} with {f.baseline}"
    likely = how_likely(f)
    match f.verdict:
        case Verdict.IDENTICAL:
            return [f"{sentence_case(f.label)}: identical in each run, {here}."]
        case Verdict.TOO_SMALL:
            said = f"{sentence_case(f.label)}: {both}."
            return [said, "This change is too small to matter.", *likely]
        case Verdict.CANNOT_TELL:
            said = f"We cannot tell which is better on {in_sentence(f.label)}: {both}."
            return [said, *likely, *tally(f)]
        case verdict if verdict in HINTS:
            said = f"{sentence_case(f.label)} came out {way(verdict)}: {here}, not {there}."
            return [said, *likely, DOUBTS[verdict], *tally(f)]
        case Verdict.HIGHER | Verdict.LOWER:
            said = f"{sentence_case(f.label)} came out {f.verdict}: {here}, not {there}."
            return [said, *likely, "More is not better or worse here."]
        case _:
            said = f"{f.arm} was {f.verdict} on {in_sentence(f.label)}: {here}, not {there}."
            return [said, *likely, *tally(f)]


def how_likely(finding: Finding) -> list[str]:
    """Return sentences with the likely range of the change in this model, or why there is none."""
    f = finding
    if math.isfinite(f.low):
        said = [f"In this model the change is likely to be {change(f.low, f.high, f.unit)}."]
        if f.note:
            said.append("A few repeats are far out, so this range could still be too small.")
        return said
    if f.repeats > 1:
        return ["Not enough repeats came out different to say how much could change."]
    return ["One run of each is not enough to say how sure we are."]


def way(verdict: Verdict) -> str:
    """Return "higher" or "lower" for a verdict, without the words that follow it."""
    return verdict.value.partition(",")[0]


def tally(finding: Finding) -> list[str]:
    """Return in how many replications each arm was better.

    Nothing is returned for a measure without a direction.
    """
    if not (math.isfinite(finding.better_in) and finding.repeats):
        return []
    better, repeats = finding.better_in, finding.repeats
    if 2 * better < repeats:
        who, times = finding.baseline, repeats - better
    else:
        who, times = finding.arm, better
    half = " (a tie counts as half)" if times % 1 else ""
    return [f"{who} did better in {number(times)} of {repeats} repeats{half}."]


def lead(findings: Sequence[Finding]) -> list[str]:
    """Return the short answer about one arm, from all the main measures together."""
    if not findings:
        return ["None of the main numbers is known, so we cannot tell."]
    arm, baseline = findings[0].arm, findings[0].baseline
    named = {
        verdict: [in_sentence(f.label) for f in findings if f.verdict == verdict]
        for verdict in Verdict
    }
    better, worse = named[Verdict.BETTER], named[Verdict.WORSE]
    unsure = named[Verdict.CANNOT_TELL]
    hints = hinted(findings)
    if len(named[Verdict.IDENTICAL]) == len(findings):
        return [f"Nothing changed: {arm} and {baseline} came out identical."]
    if better and worse:
        said = [f"{arm} was better on {listed(better)}.", f"It was worse on {listed(worse)}."]
    elif better:
        said = [f"{arm} did better than {baseline} on {listed(better)}."]
        said.append("It did worse on none of the main numbers.")
    elif worse:
        said = [f"It got worse: {arm} did worse than {baseline} on {listed(worse)}."]
        said.append("It did better on none of the main numbers.")
    elif unsure or hints:
        return [*undecided(named, arm, baseline), *hints]
    else:
        said = [*shifts(named, arm)] or [
            f"Nothing that matters changed from {baseline} to {arm}.",
            "What change there is, is too small to matter.",
        ]
    if unsure:
        said.append(f"On {few(unsure)} we cannot tell.")
    return [*said, *hints]


def hinted(findings: Sequence[Finding]) -> list[str]:
    """Return sentences on the main measures whose difference is clear only before adjustment."""
    said = []
    for verdicts in (
        (Verdict.HIGHER_UNSURE, Verdict.HIGHER_BESIDE),
        (Verdict.LOWER_UNSURE, Verdict.LOWER_BESIDE),
    ):
        labels = [in_sentence(f.label) for f in findings if f.verdict in verdicts]
        if labels:
            said.append(
                f"{sentence_case(few(labels))} came out {way(verdicts[0])}, but over so many "
                "numbers luck could still do this."
            )
    return said


def few(labels: Sequence[str]) -> str:
    """Return the labels as a list in words; if there are many, only their number."""
    if len(labels) > MOST_NAMED:
        return f"{len(labels)} of the main numbers"
    return listed(labels)


def beside(findings: Sequence[Finding]) -> list[str]:
    """Return sentences that name the other measures that were better or worse."""
    said = []
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        named = [in_sentence(f.label) for f in findings if f.verdict == verdict]
        if named:
            said.append(f"Beside that, it was {verdict} on {listed(named)}.")
    return said


def shifts(named: dict[Verdict, list[str]], arm: str) -> list[str]:
    """Return sentences that name the measures without a direction that were higher or lower."""
    return [
        f"With {arm}, {listed(named[verdict])} came out {verdict}."
        for verdict in (Verdict.HIGHER, Verdict.LOWER)
        if named[verdict]
    ]


def undecided(named: dict[Verdict, list[str]], arm: str, baseline: str) -> list[str]:
    """Return the sentences for the case that no measure was better or worse."""
    unsure = named[Verdict.CANNOT_TELL]
    if not unsure:
        return [f"{arm} was not for sure better or worse than {baseline}.", *shifts(named, arm)]
    said = f"We cannot tell if {arm} is better or worse than {baseline}"
    alike = named[Verdict.TOO_SMALL] + named[Verdict.IDENTICAL]
    moved = shifts(named, arm)
    hints = any(named[verdict] for verdict in HINTS)
    if not (alike or moved or hints):
        return [f"{said}."]
    rest = [f"Nothing that matters changed on {few(alike)}."] if alike else []
    return [f"{said} on {few(unsure)}.", *moved, *rest]


def how_sure(repeats: int) -> list[str]:
    """Return how the numbers were made and how reliable they are, as sentences."""
    if repeats == 1:
        return [
            "We ran each way of care once.",
            "One run can be luck, so we cannot tell one way from the other yet.",
            "Run it with more repeats to be sure.",
        ]
    return [
        f"We ran each way of care {repeats} times.",
        "In each repeat the same people live through the same luck in each way of care.",
        "A range says where the number is likely to be in this model, 19 times out of 20.",
        "It covers luck and no more.",
        *([FEW_REPEATS] if repeats < SEES_TAILS else []),
        "If a fact we put in is wrong, the answer can be wrong too.",
        "The ranges are not made wider for the many numbers we look at (they are unadjusted).",
        "We say better or worse when luck alone could hardly do it, over all the main numbers.",
    ]


def how_sure_of_one(repeats: int) -> list[str]:
    """Return the same as `how_sure`, for a study in which nothing is compared."""
    if repeats == 1:
        return ["We ran it once.", "One run can be luck.", "Run it with more repeats to be sure."]
    return [
        f"We ran it {repeats} times, each time with other luck.",
        "A range says where the number is likely to be in this model, 19 times out of 20.",
        "It covers luck and no more.",
        *([FEW_REPEATS] if repeats < SEES_TAILS else []),
        "If a fact we put in is wrong, the numbers can be wrong too.",
    ]


def common_history(lasting: str, first: str) -> str:
    """Return the sentence that says what all ways of care share until the rules change.

    `lasting` is the time until then. `first` is the name of the way of care that all follow until
    then.
    """
    return (
        f"For the first {lasting}, all ways of care are the same as {first}. After that, each way "
        "is different. The numbers are for the time after that."
    )
