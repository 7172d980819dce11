"""Say which analysis plan a study has, and whether the study follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.errors import listed
from sim.scenario import Scenario
from sim.studies.family import family_of
from sim.studies.study import Settings


class Followed(NamedTuple):
    """The digest of a plan, and in what a study departs from it."""

    digest: str
    departures: tuple[str, ...]  # a sentence each; none where the study follows the plan


class Words(NamedTuple):
    """The words that a reader knows for the parts of a study."""

    arm: str = "arm"
    arms: str = "arms"
    replications: str = "replications"
    study: str = "run"
    label: Callable[[str], str] = "`{}`".format


TECHNICAL = Words()


def followed(scenario: Scenario, settings: Settings, words: Words = TECHNICAL) -> Followed | None:
    """Return the plan of a scenario and the departures of a study; None if it has no plan."""
    plan = scenario.analysis_plan
    if plan is None:
        return None
    return Followed(plan.digest, tuple(_departures(scenario, settings, words)))


def plan_words(scenario: Scenario, settings: Settings, words: Words = TECHNICAL) -> list[str]:
    """Return sentences that stand before all results; none if the scenario has no plan."""
    plan, found = scenario.analysis_plan, followed(scenario, settings, words)
    if plan is None or found is None:
        return []
    written = f", written on {plan.written}" if plan.written is not None else ""
    beside = [name for name in family_of(scenario) if name not in plan.headline]
    said = [f"Analysis plan {found.digest}{written}."]
    if found.departures:
        said += [f"This {words.study} departs from it.", *found.departures]
    else:
        said.append(
            f"This {words.study} follows it: the planned {words.arms}, {plan.replications:,} "
            f"{words.replications} of each."
        )
    if beside:
        said.append(
            f"Judged together with its headline measures, as the scenario says how much help is "
            f"wanted: {listed(beside)}."
        )
    return said


def not_in_the_plan(scenario: Scenario) -> list[str]:
    """Return a sentence for results other than those that a plan is about; none without a plan."""
    plan = scenario.analysis_plan
    if plan is None:
        return []
    return [f"The scenario has an analysis plan ({plan.digest}). This is not part of it."]


def _departures(scenario: Scenario, settings: Settings, words: Words) -> Iterator[str]:
    plan = scenario.analysis_plan
    if plan is None:
        return
    if settings.replications != plan.replications:
        yield (
            f"The plan says {plan.replications:,} {words.replications}, and this {words.study} "
            f"has {settings.replications:,}."
        )
    planned = {*plan.arms, scenario.baseline}
    missing = [arm for arm in scenario.arm_names if arm in planned - {*settings.arms}]
    if missing:
        yield f"Not run, but in the plan: {_arms(missing, words)}."
    others = [arm for arm in settings.arms if arm not in planned]
    if others:
        yield f"Run, but not in the plan: {_arms(others, words)}."
    if settings.baseline != scenario.baseline and len(settings.arms) > 1:
        there, planned_there = map(words.label, (settings.baseline, scenario.baseline))
        yield f"So differences are from {there}, and not from {planned_there}."


def _arms(names: list[str], words: Words) -> str:
    what = words.arm if len(names) == 1 else words.arms
    return f"the {what} {listed([words.label(name) for name in names])}"
