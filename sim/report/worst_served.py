"""Say in words how those who are served worst fare in each way of care.

They are the tenth of people with the longest time without help, and those whom no service has seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.measures.words.gaps import LONGEST_GAP_OF_TENTH, NEVER_SERVED
from sim.report.answer import change
from sim.report.view import View, cell, quoted
from sim.report.wording import listed, number
from sim.studies.study import Verdict

NOT_THE_SAME = (
    "These need not be the same people in each way of care: the tenth is found anew in each."
)


class Asked(NamedTuple):
    """A measure of those who are served worst, and how its figures are introduced."""

    measure: str
    before: str  # a clause that the figures of all ways of care follow


ASKED = (
    Asked(
        LONGEST_GAP_OF_TENTH,
        "One in ten people with an episode of need went without help at one stretch for longer "
        "than this",
    ),
    Asked(
        NEVER_SERVED,
        "Of the people in need, this many had been seen by no service that works with such a need",
    ),
)


def worst_served_words(view: View) -> list[str]:
    """Return a point for each such measure; nothing if none of them is known."""
    said = [_words(view, each) for each in ASKED if view.tells(each.measure)]
    if said and view.others:
        said[-1] = f"{said[-1]} {NOT_THE_SAME}"
    return said


def _words(view: View, asked: Asked) -> str:
    """Return one sentence with the figure of each way of care, and those on each difference."""
    unit = view.described(asked.measure).unit
    figures = [
        f"{quoted(label)} {_figure(mean, unit)}"
        for label, mean in zip(view.labels, view.means(asked.measure), strict=True)
    ]
    sentences = [f"{asked.before}: {listed(figures)}."]
    sentences += [_changed(view, arm, asked.measure, unit) for arm in view.others]
    return " ".join(each for each in sentences if each)


def _changed(view: View, arm: str, measure: str, unit: str) -> str:
    """Return the difference of an arm in one sentence; "" if it is the same or has no interval."""
    row = view.compared(arm, measure)
    if row is None or not math.isfinite(row.low) or row.verdict is Verdict.IDENTICAL:
        return ""
    return f"With {quoted(view.label(arm))}: {change(row.low, row.high, unit)}, by chance alone."


def _figure(mean: float, unit: str) -> str:
    known = math.isfinite(mean)
    return f"{number(mean)} {unit}" if known and unit == "days" else cell(mean, unit)
