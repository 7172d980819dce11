"""Say on the first page where the answer may not hold, and for whom it may not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.report.answer import Finding, change
from sim.report.blocks import Bullets, Section
from sim.report.first.conditions import rule_figures, rule_words
from sim.report.first.figures import of_100
from sim.report.first.verdicts import plain
from sim.report.first.voice import finding_voice
from sim.report.turning import turning_words
from sim.report.view import View, quoted
from sim.report.worst_served import worst_served_words
from sim.scenario import Scenario
from sim.studies.study import Verdict
from sim.studies.worlds_result import WorldsResult

TITLE = "Where this may not hold"
NOT_MODELLED = (
    "Not in the model: compassion, care that takes trauma into account, and safety (self-harm and "
    "deaths). Deaths do not depend on the care that people get."
)


def limits_section(view: View) -> Section:
    """Return the section on organisation alone, bad worlds, the worst served, what is left out."""
    said = [
        *_organisation(view),
        *_losing(view),
        *_turning(view),
        *worst_served_words(view),
    ]
    return Section("limits", TITLE, [Bullets([*said, NOT_MODELLED])])


def organisation_alone(scenario: Scenario) -> str | None:
    """Return the variant in which care changes nobody's need; None if there is none.

    It is the variant that sets every effect of care on needs to 1, and nothing else.
    """
    effects = {
        path
        for path, quantity in scenario.quantities()
        if is_effect(path) and quantity.written != "1"
    }
    for name, variant in scenario.variants.items():
        changes = variant.changes
        nothing_else = all(is_effect(path) and value == 1 for path, value in changes.items())
        if effects and effects <= changes.keys() and nothing_else:
            return name
    return None


def is_effect(path: str) -> bool:
    """Return whether a number is an effect of care on how fast needs change; 1 is none."""
    return "effects" in path.split(".") and path.endswith(("recovery_ratio", "worsening_ratio"))


def _organisation(view: View) -> Iterator[str]:
    name = organisation_alone(view.study.scenario)
    found = next((each for each in view.study.variants if each.name == name), None)
    if found is None or not view.others:
        return
    measure = view.family()[0]
    rows = {row.arm_a: row for row in found.comparisons if row.series.measure == measure}
    told = [_alone(each) for each in view.plainly([rows[a] for a in view.others if a in rows])]
    if told:
        label = plain(view, measure).label
        yield f"What organisation alone does ({found.label}), on {label}: {'; '.join(told)}."


def _alone(found: Finding) -> str:
    """Return the difference of one arm, or its verdict where it has no interval."""
    if not math.isfinite(found.low) or found.verdict is Verdict.IDENTICAL:
        return f"{found.arm} {finding_voice(found)}"
    return f"{found.arm} {change(found.low, found.high, found.unit)}, by chance alone"


def _losing(view: View) -> Iterator[str]:
    """Iterate over sentences on when the preferred arm loses, by each outcome of choice."""
    result = view.study.worlds
    if result is None:
        return
    for each in result.findings.choosing:
        arm = each.preferred
        if arm is None or arm == view.baseline:
            continue
        yield from _worse(view, result, arm, each.measure)


def _worse(view: View, result: WorldsResult, arm: str, measure: str) -> Iterator[str]:
    for each in result.findings.headlines:
        judged = each.judged
        if (each.arm, each.measure) != (arm, measure) or judged is None:
            continue
        if judged.strength == "silent":
            return
        often = of_100(judged.worse.value)
        label = plain(view, measure).label
        said = f"{quoted(view.label(arm))} is worse on {label} in {often or 'none'} of 100 worlds"
        if each.worse_where is not None:
            where = rule_words(view.study.scenario, result, each.worse_where)
            said = f"{said}, most of all where {where} ({rule_figures(each.worse_where)})"
        yield f"{said}."


def _turning(view: View) -> list[str]:
    words = turning_words(view)
    return [" ".join(words)] if words else []
