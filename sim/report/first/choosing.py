"""Say what choosing each way of care means: how often it is best, what it loses, where it flips."""

from __future__ import annotations

import numpy as np

from sim.measures.words.form import SHARE
from sim.report.blocks import Block, Paragraphs, Section, Table
from sim.report.first.conditions import rule_figures, rule_words
from sim.report.first.figures import of_100
from sim.report.first.verdicts import plain
from sim.report.plain import Plain
from sim.report.view import View, quoted
from sim.report.wording import number
from sim.studies.statistics.worlds.findings import Choosing
from sim.studies.statistics.worlds.runs import Runs, defined, strength
from sim.studies.worlds_result import WorldsResult

TITLE = "Which one to choose"
LOSS = (
    "The loss is how far a way of care falls behind the best one of each world: on average, and in "
    "bad worlds. In 5 of 100 worlds the loss is larger than the last column."
)


def choosing_section(view: View) -> Section:
    """Return the section on choosing; without blocks where nothing is known of worlds."""
    result = view.study.worlds
    if result is None or not result.findings.choosing:
        return Section("choosing", TITLE, [])
    blocks: list[Block] = []
    for each in result.findings.choosing:
        words = plain(view, each.measure)
        if each.choice is None or is_silent(result, each):
            said = f"By {words.label}, there are too few worlds, or too noisy ones, to choose."
            blocks.append(Paragraphs([said]))
            continue
        blocks.append(Paragraphs([" ".join(choice_words(view, result, each))]))
        blocks.append(_table(view, each, words))
    if any(isinstance(each, Table) for each in blocks):
        blocks.append(Paragraphs([LOSS], "quiet"))
    return Section("choosing", TITLE, blocks)


def choice_words(view: View, result: WorldsResult, found: Choosing) -> list[str]:
    """Return which arm loses least by one outcome, and where another one is the better choice."""
    words = plain(view, found.measure)
    preferred = found.preferred
    if found.choice is None or preferred is None or is_silent(result, found):
        return []
    mine = found.choice.arms[found.arms.index(preferred)]
    said = [
        f"By {words.label}, {quoted(view.label(preferred))} loses least: it is best in "
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


def _table(view: View, found: Choosing, words: Plain) -> Table:
    assert found.choice is not None  # else there is no table
    unit = "points" if words.unit == SHARE else words.unit
    scale = 100 if words.unit == SHARE else 1
    rows = [
        [
            view.label(arm),
            str(of_100(each.best.value)),
            number(scale * each.loss.value),
            number(scale * each.regret),
        ]
        for arm, each in zip(found.arms, found.choice.arms, strict=True)
    ]
    columns = [
        "Way of care",
        "Best in so many of 100 worlds",
        f"Loss on average ({unit})",
        f"Loss in bad worlds ({unit})",
    ]
    return Table(f"If you choose by {words.label}", columns, rows)
