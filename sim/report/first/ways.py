"""Say on the first page what each way of care changes, from when, and which time is measured."""

from __future__ import annotations

from sim.report.blocks import Block, Bullets, Paragraphs, Section
from sim.report.cards.lines import card_words
from sim.report.cards.times import measured_words
from sim.report.view import View

TITLE, ALONE = "What each way of care changes", "What is measured"
MOST_CHANGES = 5
"""Of each way of care on the first page; the chapter on the ways of care has all of them."""


def ways_section(view: View) -> Section:
    """Return the section with a line for each way of care, and the time that is measured."""
    blocks: list[Block] = [Bullets(ways_words(view))] if view.others else []
    blocks.append(Paragraphs([measured_words(view.study.scenario.run)]))
    return Section("ways", TITLE if view.others else ALONE, blocks)


def ways_words(view: View) -> list[str]:
    """Return a line for each way of care: its label, its own words in the file, its changes."""
    scenario = view.study.scenario
    return [
        " ".join(
            filter(
                None,
                (
                    f"{view.label(arm)}:",
                    " ".join(scenario.arms[arm].description.split()),
                    card_words(scenario, arm, MOST_CHANGES),
                ),
            )
        )
        for arm in view.arms
    ]
