"""Say on the first page what was assumed without evidence, and who was involved."""

from __future__ import annotations

from sim.network import what_is_known
from sim.report.blocks import Block, Paragraphs, Section
from sim.report.first.conditions import named
from sim.report.view import View
from sim.report.wording import listed, percent

TITLE = "What was assumed, and who was involved"
MECHANISMS = (
    "The mechanisms of the model itself come second-hand, from research that was co-produced with "
    "people who use services."
)


def assumed_section(view: View) -> Section:
    """Return the section on assumptions and on the people who took part."""
    involved = involvement_words(view.study.scenario.involvement)
    blocks: list[Block] = [
        Paragraphs([" ".join(each for each in (count_words(view), mattering_words(view)) if each)]),
        Paragraphs([involved, MECHANISMS]),
    ]
    return Section("assumed", TITLE, blocks)


def count_words(view: View) -> str:
    """Return how many numbers of the scenario nobody has measured."""
    known = what_is_known(view.study.scenario)
    if not known.total:
        return "The file has no number that stands for a fact."
    return (
        f"{known.assumed} of the {known.total} numbers in the file "
        f"({percent(known.assumed / known.total)}) are assumed: nobody has measured them."
    )


def assumed_words(view: View) -> str:
    """Return which share of the scenario's numbers is assumed; "" if it has no number."""
    known = what_is_known(view.study.scenario)
    if not known.total:
        return ""
    return f"{percent(known.assumed / known.total)} of the numbers in the file are assumed."


def mattering_words(view: View) -> str:
    """Return which of the numbers that matter are assumed; "" where none is known to matter."""
    result = view.study.worlds
    if result is None:
        return ""
    first = result.question.measures[0]
    found = dict.fromkeys(
        each.position
        for headline in result.findings.headlines
        if headline.measure == first
        for each in headline.depends
    )
    assumed = [at for at in found if result.uncertain[at].assumed]
    if not found:
        return ""
    if not assumed:
        return "None of the numbers that matter most is assumed."
    names = [named(view.study.scenario, result, at) for at in assumed]
    return f"Among those that matter most, these are assumed: {listed(names)}."


def involvement_words(written: str | None) -> str:
    """Return who was involved, in the words of the file; if it has none, that it does not say."""
    if written is None:
        return (
            "The scenario does not say who was involved in making it. Its authors can write it "
            "under “involvement”, for example which people who use or give this care took part."
        )
    return f"Who was involved, in the words of the scenario: {written.strip()}"
