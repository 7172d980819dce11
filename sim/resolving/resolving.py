"""Resolve one arm of a scenario into the arrays that engines read."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

from sim.draws import name_key
from sim.errors import ScenarioFaults
from sim.events import Window
from sim.resolved import Measuring, Names, Numbers, Resolved
from sim.resolving.context import COHORT, Context, reals
from sim.resolving.effects import effects
from sim.resolving.needs import needs
from sim.resolving.people import arrivals, persons
from sim.resolving.services import services
from sim.resolving.start import start
from sim.resolving.teams import changes, workforce
from sim.scenario import Scenario
from sim.scenario.document import Document
from sim.scenario.quantities import Amount
from sim.scenario.written import location_of


def resolve(scenario: Scenario, arm: str, *, to_run: bool = True) -> Resolved:
    """Resolve one arm, so that it can be run.

    Parameters
    ----------
    scenario, arm
        The scenario, and the arm's name.
    to_run
        False for an arm that is only inspected and must not be run. It lacks the distributions of
        the remaining stays at minute 0, and is resolved in a tenth of the time.

    Raises
    ------
    SimError
        If there is no such arm.
    ScenarioFaults
        If a distribution is truncated to nothing, if a need has no unique long-run shares to start
        from, if a group changes more of a need than its rates, or if the starting table has faults.
    """
    changed = scenario.arm(arm)
    groups = tuple(changed.group(name) for name in changed.people.groups)
    context = Context(changed, groups, partial(location_of, changed.tree))
    # The start is declared in the services without patches, and keeps its rows with the rest.
    common = replace(
        context, document=scenario, groups=(), location=partial(location_of, scenario.tree)
    )
    parts = (needs(context), effects(context), persons(context), services(context))
    teams = workforce(context)
    beginning = start(common, context, arm, to_run=to_run)
    if context.faults:
        raise ScenarioFaults(context.faults)
    closes = scenario.run.length.minutes
    numbers = Numbers(
        *parts,
        workforce=teams,
        changes=changes(context),
        arrivals=arrivals(context),
        distributions=context.rows.laid_out(),
        cohort=scenario.people.cohort.value,
        cohort_name=name_key(COHORT),
        closes=closes,
    )
    return Resolved(arm, numbers, names(changed), beginning, measuring(changed))


def names(document: Document) -> Names:
    """Return the names behind the indices."""
    groups = document.people.groups
    return Names(
        services=tuple(document.services),
        service_labels=tuple(document.label_of(name) for name in document.services),
        service_kinds=tuple(s.kind or name for name, s in document.services.items()),
        needs=tuple(document.needs),
        need_labels=tuple(need.label or name for name, need in document.needs.items()),
        states=tuple(tuple(need.states) for need in document.needs.values()),
        groups=tuple(groups),
        group_labels=tuple(group.label or name for name, group in groups.items()),
        attributes=document.attributes,
        streams=tuple(document.people.arrivals),
    )


def measuring(document: Document) -> Measuring:
    """Return what measures need beside the log."""

    def cost(amount: Amount | None) -> float:
        return math.nan if amount is None else amount.value

    costs = [service.costs for service in document.services.values()]
    return Measuring(
        window=Window(document.run.warm_up.minutes, document.run.length.minutes),
        covered_for=document.measures.covered_for.minutes,
        gap_days=tuple(document.measures.gap_days),
        lost_after=document.measures.lost_after.minutes,
        contact_cost=reals([cost(each.contact) for each in costs]),
        place_day_cost=reals([cost(each.place_day) for each in costs]),
        price_year=document.price_year or 0,
        currency=document.currency,
    )
