"""Write what the runs at the written numbers say, going by chance alone, in ordinary sentences.

Each verdict has a different sentence: better, worse, too small to matter, identical, clear only
before adjustment, not to be told from chance. Few repeats are a first look, of which nothing is
said as certain. Tests measure the reading age.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.measures.words.form import SHARE, Clause, Ways
from sim.report.clauses import after, contrasted, together, told
from sim.report.wording import counted, in_sentence, listed, number, sentence_case
from sim.studies.study import Verdict
from sim.studies.verdicts import FEW, WITHIN_CHANCE

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
MANY = "We look at so many measures that chance alone could do this."
BESIDE = "These are not among the main measures, so take it as a hint."
NO_BETTER = "More is neither better nor worse here."
NOT_KNOWN = "None of the main numbers is known, so nothing can be compared."
LOWER = (Verdict.LOWER, Verdict.LOWER_UNSURE, Verdict.LOWER_BESIDE)


class Finding(NamedTuple):
    """The comparison of one arm with the baseline on one measure, in words and numbers."""

    measure: str
    label: str  # "days in need without help"
    unit: str
    after: str  # what follows its numbers in a sentence: " a year for each person"
    ways: Ways  # how to say that it was lower or higher
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

    @property
    def clause(self) -> Clause:
        """What happened, as a clause: that it was lower, or that it was higher."""
        is_lower = self.verdict in LOWER or (
            self.verdict in (Verdict.BETTER, Verdict.WORSE) and self.difference < 0
        )
        return self.ways.lower if is_lower else self.ways.higher


def change(low: float, high: float, unit: str) -> str:
    """Return the interval of a difference in words: "16 to 28 lower", "2 lower to 3 higher"."""
    scale, points = (100, " points") if unit == SHARE else (1, "")
    low, high = scale * low, scale * high
    if high <= 0:
        return f"{number(-high)} to {number(-low)}{points} lower"
    if low >= 0:
        return f"{number(low)} to {number(high)}{points} higher"
    return f"{number(-low)}{points} lower to {number(high)}{points} higher"


def lead(findings: Sequence[Finding]) -> list[str]:
    """Return the short answer about one arm, from all the main measures together."""
    if not findings:
        return [NOT_KNOWN]
    arm, baseline = findings[0].arm, findings[0].baseline
    of = {v: [f for f in findings if f.verdict == v] for v in Verdict}
    better = [f.clause for f in of[Verdict.BETTER]]
    worse = [f.clause for f in of[Verdict.WORSE]]
    unsure = of[Verdict.CANNOT_TELL]
    hints = hinted(findings)
    if len(of[Verdict.IDENTICAL]) == len(findings):
        return [f"Nothing changed: {arm} and {baseline} came out identical."]
    looked = _first_look(findings)
    perhaps = "perhaps " if looked else ""
    if better and worse:
        clauses = after(f"with {arm}", contrasted(better, worse))
        said = [f"{sentence_case(f'{perhaps}mixed')}: {clauses}"]
    elif better or worse:
        word, other = ("better", "worse") if better else ("worse", "better")
        clauses = after(f"with {arm}", told(better or worse))
        said = [
            f"{sentence_case(f'{perhaps}{word}')}: {clauses}",
            f"No main measure came out {other}.",
        ]
    elif unsure or hints:
        return [*_undecided(of, arm, baseline), *hints, *looked]
    else:
        small = [
            sentence_case(f"{perhaps}nothing that matters changed from {baseline} to {arm}."),
            "What change there is, is too small to matter.",
        ]
        return [*(_shifts(of, arm) or small), *looked]
    said += _shifts(of, arm)
    if unsure:
        said.append(f"On {few(unsure)} there is {WITHIN_CHANCE}.")
    return [*said, *hints, *looked]


def hinted(findings: Sequence[Finding]) -> list[str]:
    """Return sentences on the measures whose difference is clear only before adjustment."""
    said = []
    for verdicts, doubt in ((HINTS[:2], MANY), (HINTS[2:], BESIDE)):
        clauses = [f.clause for f in findings if f.verdict in verdicts]
        if clauses:
            said.append(f"It looks as if {_as_one(clauses)}. {doubt}")
    return said


def few(findings: Sequence[Finding]) -> str:
    """Return the labels of findings as a list in words; if there are many, only their number."""
    if len(findings) > MOST_NAMED:
        return f"{len(findings)} of the main measures"
    return listed([in_sentence(f.label) for f in findings])


def beside(findings: Sequence[Finding]) -> list[str]:
    """Return sentences that name the other measures that were better or worse."""
    said = []
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        clauses = [f.clause for f in findings if f.verdict == verdict]
        perhaps = "perhaps " if any(f.repeats < FEW for f in findings) else ""
        if clauses:
            said.append(f"Beside that it was {perhaps}{verdict} in that {_as_one(clauses)}.")
    return said


def how_sure(repeats: int) -> list[str]:
    """Return how the numbers were made and how reliable they are, as sentences."""
    if repeats == 1:
        return [
            "We ran each way of care once.",
            "One run can be chance, so one way cannot be told from the other yet.",
            "Run it with more repeats to be sure.",
        ]
    return [
        f"We ran each way of care {repeats} times.",
        "In each repeat the same people have the same random numbers in each way of care.",
        "A range says where the number is likely to be in this model, 19 times out of 20.",
        "It covers chance and no more.",
        *([FEW_REPEATS] if repeats < SEES_TAILS else []),
        "If a fact we put in is wrong, the answer can be wrong too.",
        "The ranges are not made wider for the many numbers we look at (they are unadjusted).",
        "We say better or worse when chance alone could hardly do it, over all the main measures.",
    ]


def how_sure_of_one(repeats: int) -> list[str]:
    """Return the same as `how_sure`, for a study in which nothing is compared."""
    if repeats == 1:
        return ["We ran it once.", "One run can be chance.", "Run it with more repeats to be sure."]
    return [
        f"We ran it {repeats} times, each time with other random numbers.",
        "A range says where the number is likely to be in this model, 19 times out of 20.",
        "It covers chance and no more.",
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


def _shifts(of: dict[Verdict, list[Finding]], arm: str) -> list[str]:
    """Return a sentence on the measures without a direction that were higher or lower."""
    clauses = [f.clause for v in (Verdict.HIGHER, Verdict.LOWER) for f in of[v]]
    return [f"{after(f'With {arm}', told(clauses))} {NO_BETTER}"] if clauses else []


def _first_look(findings: Sequence[Finding]) -> list[str]:
    """Return what makes a first look of an answer, and what would make more of it; else nothing."""
    repeats = max(each.repeats for each in findings)
    if repeats >= FEW:
        return []
    return [
        f"This is a first look: {counted(repeats, 'repeat')} of the numbers as they are written. "
        f"Run it in many worlds, or with {FEW} repeats or more, before you rely on it."
    ]


def _undecided(of: dict[Verdict, list[Finding]], arm: str, baseline: str) -> list[str]:
    """Return the sentences for the case that no measure was better or worse."""
    unsure = of[Verdict.CANNOT_TELL]
    moved = _shifts(of, arm)
    if not unsure:
        return [f"{arm} was not for sure better or worse than {baseline}.", *moved]
    alike = of[Verdict.TOO_SMALL] + of[Verdict.IDENTICAL]
    said = (
        f"On {few(unsure)} there is {WITHIN_CHANCE}: {arm} may be better or worse than {baseline}."
    )
    rest = [f"Nothing that matters changed on {few(alike)}."] if alike else []
    return [said, *moved, *rest]


def _as_one(clauses: Sequence[Clause]) -> str:
    """Return clauses as they stand inside a sentence; if there are many, only their number."""
    named = listed([in_sentence(each) for each in together(clauses[:MOST_NAMED])])
    more = len(clauses) - MOST_NAMED
    return f"{named}, and {more} more" if more > 0 else named
