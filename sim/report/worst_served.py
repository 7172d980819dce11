"""Say in words how those who are served worst fare in each way of care.

They are the tenth of people with the longest time without help, and those whom no service has seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.measures.words.gaps import LONGEST_GAP_OF_TENTH, NEVER_SERVED
from sim.report.view import View, cell, quoted
from sim.report.wording import listed, number


class Asked(NamedTuple):
    """A measure of those who are served worst, and how its figures are introduced."""

    measure: str
    before: str  # a clause that the figures of all ways of care follow
    note: str = ""  # what to know when ways of care are compared


ASKED = (
    Asked(
        LONGEST_GAP_OF_TENTH,
        "One in ten people with an episode of need went without help at one stretch for longer "
        "than this",
        "These need not be the same people in each way of care.",
    ),
    Asked(
        NEVER_SERVED,
        "Of the people in need, this many had been seen by no service that works with such a need",
    ),
)


def worst_served_words(view: View) -> list[str]:
    """Return a point for each such measure; nothing if none of them is known."""
    return [_words(view, each) for each in ASKED if view.tells(each.measure)]


def _words(view: View, asked: Asked) -> str:
    """Return the figure of each way of care, and in which the difference is more than chance."""
    unit = view.described(asked.measure).unit
    figures = [
        f"{quoted(label)} {_figure(mean, unit)}"
        for label, mean in zip(view.labels, view.means(asked.measure), strict=True)
    ]
    sentences = [f"{asked.before}: {listed(figures)}."]
    if view.others:
        sentences += [_beyond_chance(view, asked.measure), asked.note]
    return " ".join(each for each in sentences if each)


def _beyond_chance(view: View, measure: str) -> str:
    baseline = quoted(view.label(view.baseline))
    clear = [quoted(view.label(arm)) for arm in view.others if _differs(view, arm, measure)]
    if not clear:
        return "Chance alone could make these differ."
    verb = "differs" if len(clear) == 1 else "differ"
    return f"By more than chance, {listed(clear)} {verb} from {baseline}."


def _differs(view: View, arm: str, measure: str) -> bool:
    row = view.compared(arm, measure)
    return row is not None and (row.low > 0 or row.high < 0)


def _figure(mean: float, unit: str) -> str:
    known = math.isfinite(mean)
    return f"{number(mean)} {unit}" if known and unit == "days" else cell(mean, unit)
