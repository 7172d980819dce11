"""Say on which uncertain numbers the answer depends, and by which rule, if any holds."""

from __future__ import annotations

from collections.abc import Iterator

from sim.report.blocks import Block, Paragraphs, Section
from sim.report.first.choosing import told_choices, with_unit
from sim.report.first.conditions import named, rule_figures, rule_words
from sim.report.first.finding_out import finding_out_table, to_find_out
from sim.report.first.verdicts import plain
from sim.report.view import View, quoted
from sim.report.wording import listed, percent
from sim.studies.statistics.worlds.findings import Choosing, Headline
from sim.studies.worlds_result import WorldsResult

TITLE = "What it depends on"
MOST_WORTH = 5


def depends_section(view: View) -> Section:
    """Return the section on numbers that matter; without blocks where worlds are not known."""
    result = view.study.worlds
    if result is None:
        return Section("depends", TITLE, [])
    blocks: list[Block] = []
    for headline in preferred(view, result):
        label = plain(view, headline.measure).label
        about = f"This is about {label}, with {quoted(view.label(headline.arm))}."
        blocks.append(Paragraphs([" ".join([about, *arm_depends(view, result, headline)])]))
    if worth := list(worth_words(view, result)):
        blocks.append(Paragraphs(worth))
    if found := to_find_out(view, result, list(preferred(view, result))):
        blocks.append(finding_out_table(found))
    if not blocks:
        said = "There are too few worlds or repeats to tell from chance what it depends on."
        blocks = [Paragraphs([said])]
    return Section("depends", TITLE, blocks)


def arm_depends(view: View, result: WorldsResult, headline: Headline) -> list[str]:
    """Return sentences on the numbers that a difference depends on, and on rules about them."""
    return [*numbers_words(view, result, headline), *where_words(view, result, headline)]


def told_headline(result: WorldsResult, arm: str) -> Headline | None:
    """Return what worlds say of an arm on the first measure; None where noise hides it."""
    first = result.question.measures[0]
    return next(
        (
            each
            for each in result.findings.headlines
            if (each.arm, each.measure) == (arm, first) and each.told is not None
        ),
        None,
    )


def preferred(view: View, result: WorldsResult) -> Iterator[Headline]:
    """Iterate over the arm that is best by the first measure, or over all where none is."""
    first = result.question.measures[0]
    best = [
        each.preferred
        for each in told_choices(result)
        if each.measure == first and each.preferred != view.baseline
    ]
    for arm in best or view.others:
        if arm is not None and (found := told_headline(result, arm)) is not None:
            yield found


def numbers_words(view: View, result: WorldsResult, headline: Headline) -> list[str]:
    """Return a sentence on the numbers that explain most of what differs between worlds."""
    scenario = view.study.scenario
    found = [
        f"{named(scenario, result, each.position)} ({percent(each.share)})"
        for each in headline.depends
    ]
    if not found:
        return ["No single number explains what differs between worlds."]
    return [f"These numbers explain most, with their share of what differs: {listed(found)}."]


def where_words(view: View, result: WorldsResult, headline: Headline) -> Iterator[str]:
    """Iterate over the rules on where an arm is better and where it is worse."""
    scenario = view.study.scenario
    up, down = ("Better", "Worse") if headline.direction is not None else ("Higher", "Lower")
    rules = ((up, headline.better_where), (down, headline.worse_where))
    if not any(found for _, found in rules):
        yield f"No simple rule says where it is {up.lower()} or {down.lower()}."
    for way, found in rules:
        if found is not None:
            yield f"{way} where {rule_words(scenario, result, found)} ({rule_figures(found)})."


def worth_words(view: View, result: WorldsResult) -> Iterator[str]:
    """Iterate over sentences on what knowing a number would be worth, by the outcomes of choice."""
    told = told_choices(result)
    for each in told:
        if each.worth:
            yield _worth(view, result, each)
    without = [plain(view, each.measure).label for each in told if not each.worth]
    if without:
        yield f"By {listed(without)}, no single number would change the choice."


def _worth(view: View, result: WorldsResult, found: Choosing) -> str:
    words = plain(view, found.measure)
    parts = [
        f"{named(view.study.scenario, result, each.position)}, at most "
        f"{with_unit(each.worth.value, words)}"
        for each in found.worth[:MOST_WORTH]
    ]
    return (
        f"If you choose by {words.label}, to know one number exactly beforehand would be worth, "
        f"on average, this much of it: {'; '.join(parts)}."
    )
