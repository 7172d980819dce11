"""Write what follows from worlds as CSV: which arm to choose, on what it depends, and rules."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from sim.report.first.choosing import is_silent
from sim.studies.design.levers import said
from sim.studies.statistics.worlds.boxes import Condition
from sim.studies.statistics.worlds.findings import Choosing
from sim.studies.statistics.worlds.rules import Rule
from sim.studies.worlds_result import WorldsResult
from sim.tables.texts import Cell, write_csv

CHOOSING_COLUMNS = (
    *("measure", "better_is", "arm", "told", "preferred", "best", "best_from", "best_to"),
    *("loss", "loss_from", "loss_to", "regret"),
)
DEPENDS_COLUMNS = ("arm", "measure", "rank", "number", "share", "assumed", "source")
KNOWING_COLUMNS = ("measure", "rank", "number", "worth", "worth_from", "worth_to")
RULE_COLUMNS = (
    *("measure", "arm", "against", "way", "rule"),
    *("support", "density", "elsewhere", "coverage"),
)


def write_choosing(found: WorldsResult, path: Path) -> None:
    """Write a row for each outcome of choice and each arm, the baseline first.

    Where noise hides how the arms differ, `told` is "no" and the figures are empty.
    """
    rows = (row for each in found.findings.choosing for row in _choosing(found, each))
    write_csv(CHOOSING_COLUMNS, rows, path)


def write_depends(found: WorldsResult, path: Path) -> None:
    """Write a row for each number that matters, by arm and measure, the most important first."""
    rows = (
        (
            *(headline.arm, headline.measure, rank, each.name, each.share),
            *(_yes(number.assumed), number.source),
        )
        for headline in found.findings.headlines
        for rank, each in enumerate(headline.depends, 1)
        for number in found.uncertain[each.position : each.position + 1]
    )
    write_csv(DEPENDS_COLUMNS, rows, path)


def write_knowing(found: WorldsResult, path: Path) -> None:
    """Write a row for each number that would be worth knowing, by outcome of choice."""
    rows = (
        (outcome.measure, rank, each.name, *each.worth)
        for outcome in found.findings.choosing
        if not is_silent(found, outcome)
        for rank, each in enumerate(outcome.worth, 1)
    )
    write_csv(KNOWING_COLUMNS, rows, path)


def write_rules(found: WorldsResult, path: Path) -> None:
    """Write a row for each rule that holds on worlds it did not see.

    `way` is "better" or "worse" for an arm against the baseline, and "chosen" for an arm that is to
    be chosen in place of the preferred one.
    """
    write_csv(RULE_COLUMNS, _rules(found), path)


def _choosing(found: WorldsResult, each: Choosing) -> Iterator[tuple[Cell, ...]]:
    first = (each.measure, each.direction or "")
    if each.choice is None or is_silent(found, each):
        for arm in each.arms:
            yield (*first, arm, "no", "", *([math.nan] * (len(CHOOSING_COLUMNS) - 5)))
        return
    for arm, means in zip(each.arms, each.choice.arms, strict=True):
        preferred = _yes(arm == each.preferred)
        yield (*first, arm, "yes", preferred, *means.best, *means.loss, means.regret)


def _rules(found: WorldsResult) -> Iterator[tuple[Cell, ...]]:
    baseline = found.question.baseline
    for headline in found.findings.headlines:
        for way, rule in (("better", headline.better_where), ("worse", headline.worse_where)):
            if rule is not None:
                yield headline.measure, headline.arm, baseline, way, *_figures(found, rule)
    for each in found.findings.choosing:
        if each.flips_where is not None and not is_silent(found, each):
            first = (each.measure, each.flips_to or "", each.preferred or "", "chosen")
            yield *first, *_figures(found, each.flips_where)


def _figures(found: WorldsResult, rule: Rule) -> tuple[Cell, ...]:
    words = " and ".join(_condition(found, each) for each in rule.conditions)
    return words, rule.support, rule.density, rule.elsewhere, rule.coverage


def _condition(found: WorldsResult, condition: Condition) -> str:
    """Return a condition with the path of its number: ``run.area.posts >= 4``."""
    number = found.uncertain[condition.position]
    if condition.kept:
        options = (number.choices[each].name for each in sorted(condition.kept))
        return f"{number.name} is {' or '.join(options)}"
    ends = [
        f"{number.name} {sign} {said(number.at(end))}"
        for sign, end in ((">=", condition.low), ("<=", condition.high))
        if math.isfinite(end)
    ]
    return " and ".join(ends)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
