"""Say what choosing each way of care means: how often it is best, what it loses, where it flips."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measures.words.form import SHARE
from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.first.conditions import rule_figures, rule_words
from sim.report.first.figures import of_100
from sim.report.first.verdicts import plain
from sim.report.plain import Plain
from sim.report.view import View, quoted
from sim.report.wording import number, sentence_case
from sim.studies.statistics.worlds.findings import Choosing
from sim.studies.statistics.worlds.runs import Runs, defined, strength
from sim.studies.worlds_result import WorldsResult

TITLE = "Which one to choose"
LOSS = (
    "Best is the best by any amount. What a choice loses is how far it falls behind the best one "
    "of each world. In 5 of 100 worlds it loses more than the figure for bad worlds."
)


def choosing_section(view: View) -> Section:
    """Return the section on choosing; without blocks where nothing is known of worlds."""
    result = view.study.worlds
    if result is None or not result.findings.choosing:
        return Section("choosing", TITLE, [])
    told = told_choices(result)
    said = [" ".join(choice_words(view, result, each)) for each in told]
    said += [
        f"By {plain(view, each.measure).label}, there are too few worlds or repeats to tell "
        "from chance which to choose."
        for each in result.findings.choosing
        if each not in told
    ]
    blocks: list[Block] = [Paragraphs(said)]
    if told:
        blocks += [Paragraphs([LOSS]), _table(view, told)]
    return Section("choosing", TITLE, blocks)


def told_choices(result: WorldsResult) -> list[Choosing]:
    """Return the outcomes by which worlds allow to choose."""
    return [
        each
        for each in result.findings.choosing
        if each.choice is not None and each.preferred is not None and not is_silent(result, each)
    ]


def best_words(view: View, result: WorldsResult) -> list[str]:
    """Return one sentence on which arm is best by each outcome; none where none can be chosen."""
    parts = []
    for each in told_choices(result):
        assert each.choice is not None  # else it is not told
        assert each.preferred is not None
        mine = each.choice.arms[each.arms.index(each.preferred)]
        best = f"{quoted(view.label(each.preferred))} is best in {of_100(mine.best.value)}"
        parts.append(f"for {plain(view, each.measure).label}, {best} of 100 worlds")
    return [f"{sentence_case('; '.join(parts))}."] if parts else []


def choice_words(view: View, result: WorldsResult, found: Choosing) -> list[str]:
    """Return which arm loses least by an outcome of `told_choices`, and where another is better."""
    assert found.choice is not None  # else it is not told
    assert found.preferred is not None
    words, preferred = plain(view, found.measure), found.preferred
    mine = found.choice.arms[found.arms.index(preferred)]
    said = [
        f"By {words.label}, {quoted(view.label(preferred))} loses least on average: it is best in "
        f"{of_100(mine.best.value)} of 100 worlds."
    ]
    if found.flips_to is None:
        others = [arm.best.value for arm in found.choice.arms if arm is not mine]
        if of_100(max(others)) == 0:
            return [*said, "No other way of care is best in any world."]
        return [*said, "Each other way of care is best in fewer than 5 of 100 worlds."]
    other = quoted(view.label(found.flips_to))
    if found.flips_where is None:
        return [*said, f"Where {other} would be the better choice follows no simple rule."]
    where = rule_words(view.study.scenario, result, found.flips_where)
    figures = rule_figures(found.flips_where)
    return [*said, f"The choice turns to {other} where {where} ({figures})."]


def is_silent(result: WorldsResult, found: Choosing) -> bool:
    """Return whether noise hides how every arm differs from the baseline on an outcome."""
    baseline = result.values.of(found.arms[0], found.measure)
    for arm in found.arms[1:]:
        differences = result.values.of(arm, found.measure) - baseline
        known = differences[defined(differences)]
        if strength(Runs.of(np.asarray(known)), 0.0) != "silent":
            return False
    return True


def with_unit(value: float, words: Plain) -> str:
    """Return an amount of a measure with its unit: "3.1 days per person-year", "2 points"."""
    if words.unit == SHARE:
        return f"{number(100 * value)} points"
    return f"{number(value)} {words.unit}".strip()


def _table(view: View, told: Sequence[Choosing]) -> Table:
    """Return for each arm how often it is best and what it loses, by each outcome."""
    columns, rows = ["Way of care"], [[view.label(arm)] for arm in told[0].arms]
    for each in told:
        assert each.choice is not None  # else it is not told
        words = plain(view, each.measure)
        scale, unit = (100, "points") if words.unit == SHARE else (1, words.unit)
        columns += [
            f"Best by {words.label}, in so many of 100 worlds",
            f"What it loses on average (in bad worlds), {unit}".rstrip(", "),
        ]
        for row, arm in zip(rows, each.choice.arms, strict=True):
            loss = f"{number(scale * arm.loss.value)} ({number(scale * arm.regret)})"
            row += [str(of_100(arm.best.value)), loss]
    return Table("What each choice loses", columns, rows)
