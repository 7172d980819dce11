"""Say in words how those who are served worst fare in each way of care.

They are the tenth of people with the longest time without help, and those whom no service has seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.measures.words.gaps import LONGEST_GAP_OF_TENTH, NEVER_SERVED
from sim.report.blocks import Block, Heading, Paragraphs
from sim.report.view import View, cell, change_cell, quoted
from sim.report.wording import listed, number

HEADING = "Those who are served worst"
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


def worst_served(view: View) -> list[Block]:
    """Return a heading and a paragraph for each such measure; nothing if none of them is known."""
    said = [_words(view, each) for each in ASKED if view.tells(each.measure)]
    if not said:
        return []
    return [Heading(HEADING), Paragraphs([*said, *([NOT_THE_SAME] if view.others else [])])]


def _words(view: View, asked: Asked) -> str:
    """Return one sentence with the figure of each way of care, and one on each difference."""
    unit = view.described(asked.measure).unit
    figures = [
        f"{quoted(label)} {_figure(mean, unit)}"
        for label, mean in zip(view.labels, view.means(asked.measure), strict=True)
    ]
    sentences = [f"{asked.before}: {listed(figures)}."]
    for arm in view.others:
        row = view.compared(arm, asked.measure)
        if row is not None:
            change = change_cell(view.finding(row)).replace("\n", " ")
            sentences.append(f"{quoted(view.label(arm))}: {row.verdict.value}, change {change}.")
    return " ".join(sentences)


def _figure(mean: float, unit: str) -> str:
    known = math.isfinite(mean)
    return f"{number(mean)} {unit}" if known and unit == "days" else cell(mean, unit)
