"""Turn what a script asks for into the form in which a study file asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.engines.choosing import Engine
from sim.measures.own import NONE, OwnMeasures
from sim.own_rules import NO_RULES, OwnRules
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scripting.execution import Execution
from sim.studies.analyses.base import Base
from sim.studies.design import Lever
from sim.studies.study import Settings
from sim.studies.sweeps.specification import Asked, usual_outcomes


def base_of(
    scenario: Scenario,
    settings: Settings,
    *,
    outcomes: Sequence[str] | None = None,
    levers: Sequence[Lever] = (),
    uncertainties: Sequence[Lever] = (),
    own: OwnMeasures = NONE,
    rules: OwnRules = NO_RULES,
) -> Base:
    """Collect the inputs that every sweep or question needs."""
    return Base(
        scenario=scenario,
        arms=settings.arms,
        baseline=settings.baseline,
        outcomes=tuple(outcomes or (*usual_outcomes(scenario), *own.names)),
        replications=settings.replications,
        seed=settings.seed,
        names=resolve(scenario, settings.arms[0]).names,
        levers=tuple(levers),
        uncertainties=tuple(uncertainties),
        numbers_in="over",
        own=own,
        rules=rules,
    )


def asked_of(base: Base, how: Execution, **more: Any) -> Asked:
    """Return a sweep, with the title and the question of its scenario."""
    scenario = base.scenario
    return Asked(
        title=scenario.title,
        question=scenario.question,
        about="",
        base=base,
        engine=Engine(how.engine),
        **more,
    )
