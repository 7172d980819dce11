"""Resolve one arm of a scenario into the arrays that engines read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sim.calendar import Calendar
from sim.draws import name_key
from sim.errors import ScenarioFaults
from sim.events import Window
from sim.people import Dated, Effects, Needs, Persons
from sim.resolved import (
    LEVELS,
    Measuring,
    Names,
    Numbers,
    Resolved,
    RulesChange,
    Services,
    Workforce,
)
from sim.resolving.context import COHORT, Context, flags, integers, reals
from sim.resolving.dated import at_minute, dated
from sim.resolving.effects import effects
from sim.resolving.needs import needs
from sim.resolving.of_groups import groups_that_differ
from sim.resolving.people import arrivals, persons
from sim.resolving.services import services
from sim.resolving.start import moves_at_change, start
from sim.resolving.teams import changes, workforce
from sim.rules.budget import NO_PHASE_IN
from sim.rules.wanted import MILLION
from sim.scenario import Scenario
from sim.scenario.arms import PhaseIn
from sim.scenario.document import Document
from sim.scenario.measures import ENOUGH, WAIT_WEEKS
from sim.scenario.mentioning import mentions
from sim.scenario.quantities import Amount
from sim.scenario.services import Service
from sim.scenario.written import location_of
from sim.units import FOREVER


def resolve(
    scenario: Scenario, arm: str, *, to_run: bool = True, history: Scenario | None = None
) -> Resolved:
    """Resolve one arm of a scenario.

    Parameters
    ----------
    scenario, arm
        The scenario, and the arm's name.
    to_run
        False for an arm that is only inspected. It lacks the distributions of the remaining stays
        at minute 0, and is resolved in a tenth of the time.
    history
        The scenario whose rules hold for everybody until `run.change`, if it is another one. It
        differs from `scenario` only in values that hold from the change on.

    Raises
    ------
    SimError
        If there is no such arm.
    ScenarioFaults
        If a distribution is truncated to nothing, if a need has no unique long-run shares to start
        from, if a group changes more of a need than its rates, or if the starting table has faults.
    """
    change = scenario.run.change
    until = FOREVER if change is None else change.minutes
    earlier = scenario if history is None or change is None else history
    first, own = _contexts(scenario, arm, earlier)
    common = _at_the_start(earlier, first)
    first_parts = _parts(first, until)
    own_parts = first_parts if own is first else _parts(own, FOREVER)
    beginning = start(common, first, arm if own is first else earlier.history, to_run=to_run)
    if faults := list(dict.fromkeys([*first.faults, *own.faults])):
        raise ScenarioFaults(faults)
    rules_change = None
    if own is not first:
        moved_to = moves_at_change(own, scenario.arms[arm].start_map)
        before, helped = _numbers(first, first_parts, until), measuring(first.document).helps
        phased = phase_in(scenario.arms[arm].phase_in)
        rules_change = RulesChange(until, before, helped, moved_to, *phased)
    numbers = _numbers(own, own_parts, FOREVER)
    measured = measuring(own.document)._replace(
        counts_plans=mentions(scenario.tree, "plan", "every"),
        counts_choice=mentions(scenario.tree, "workers", "choice"),
        counts_pools=mentions(scenario.tree, "seen_by", "pool"),
    )
    calendar = Calendar(scenario.run.begins)
    return Resolved(arm, numbers, names(own.document), beginning, measured, rules_change, calendar)


def _contexts(scenario: Scenario, arm: str, earlier: Scenario) -> tuple[Context, Context]:
    """Return the context of the rules at minute 0, and the context of the arm's own rules.

    Without `run.change`, both are the same.
    """
    change = scenario.run.change
    if change is None:
        own = _context(scenario.arm(arm), {})
        return own, own
    past = earlier.arm(earlier.history)
    # Numbered alike, whatever holds from the change on. What an arm lacks is as it was in the
    # history, whose people may still be there.
    numbered = {**earlier.services_of_all_arms, **scenario.services_of_all_arms}
    every = {**numbered, **earlier.services_of_all_arms, **past.services}
    return _context(past, every), _context(scenario.arm(arm), every, begins=change.minutes)


def _at_the_start(scenario: Scenario, first: Context) -> Context:
    """Return the context of the start, which keeps its rows with those of `first`."""
    document = _filled_at_the_start(scenario)
    groups = _in_areas(document) if groups_that_differ(document) else ()
    return replace(
        at_minute(0, replace(first, document=document, groups=groups)),
        location=partial(location_of, document.tree),
        closed=frozenset(),
    )


def _filled_at_the_start(scenario: Scenario) -> Scenario:
    """Return the scenario in whose services people are at minute 0, the same for all arms.

    It is the history arm where there is one, and else the scenario without the patches of any arm.
    A service that the history lacks is as in the scenario; `start_map` says where its people are.
    """
    if scenario.run.change is None:
        return scenario
    past = scenario.arm(scenario.history)
    services = {name: past.services.get(name, each) for name, each in scenario.services.items()}
    return past.model_copy(update={"services": services})


def phase_in(phased: PhaseIn | None) -> tuple[int, int]:
    """Return the minutes of a phase-in and the share at its beginning, in millionths."""
    if phased is None:
        return NO_PHASE_IN, MILLION
    return phased.over.minutes, round(phased.productivity.value * MILLION)


Parts = tuple[Needs, Effects, Persons, Services, Workforce]


def _context(document: Scenario, every: Mapping[str, Service], *, begins: int = 0) -> Context:
    """Return the context in which an arm is resolved. It also numbers the services of `every`."""
    closed = frozenset(every) - frozenset(document.services)
    if every:
        services = {name: document.services.get(name, each) for name, each in every.items()}
        document = document.model_copy(update={"services": services})
    groups = _in_areas(document)
    located = partial(location_of, document.tree)
    return Context(document, groups, located, begins=begins, closed=closed)


def _in_areas(document: Scenario) -> tuple[Scenario, ...]:
    """Return the scenario with the overrides of a group, for each group in each area."""
    in_each = len(document.people.areas) or 1
    return tuple(of for of in map(document.group, document.people.groups) for _ in range(in_each))


def _parts(written: Context, until: int) -> tuple[Parts, Dated]:
    """Return all parts of an arm that use distributions; the context collects their rows."""
    context = at_minute(written.begins, written)
    parts = (
        needs(context),
        effects(context),
        persons(context),
        services(context),
        workforce(context),
    )
    return parts, dated(written, min(until, written.document.run.length.minutes))


def _numbers(context: Context, found: tuple[Parts, Dated], until: int) -> Numbers:
    """Return all numbers that engines read about an arm.

    Scheduled changes of capacity are included if they come before the minute `until`.
    """
    document = context.document
    parts, on_dates = found
    return Numbers(
        *parts,
        dated=on_dates,
        changes=changes(context, until),
        arrivals=arrivals(context),
        distributions=context.rows.laid_out(),
        cohort=document.people.cohort.value,
        cohort_name=name_key(COHORT),
        closes=document.run.length.minutes,
    )


def names(document: Document) -> Names:
    """Return the names and labels to which the indices refer."""
    groups, areas = document.people.groups, document.people.areas
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
        areas=tuple(areas),
        area_labels=tuple(area.label or name for name, area in areas.items()),
    )


def _of_help(document: Document) -> dict[str, Any]:
    """Return which services help, how much help is enough, and which waits are long."""
    measures, services = document.measures, document.services.values()
    wanted = measures.wanted
    return {
        "wait_weeks": tuple(measures.wait_weeks or WAIT_WEEKS),
        "long_waits": measures.wait_weeks is not None,
        "helps": flags([each.contacts is None or each.contacts.is_help for each in services]),
        "counts_help": wanted is not None,
        "counts_plans": any(each.plan for each in services),
        "counts_choice": any(each.workers and each.workers.choice for each in services),
        "counts_pools": any(each.seen_by is not None for each in services),
        "wanted": integers((0,) * LEVELS if wanted is None else wanted.minutes),
        "enough": ENOUGH if measures.enough is None else measures.enough.value,
    }


def measuring(document: Document) -> Measuring:
    """Return what measures need in addition to the log."""

    def cost(amount: Amount | None) -> float:
        return math.nan if amount is None else amount.value

    costs = [service.costs for service in document.services.values()]
    return Measuring(
        window=Window(document.run.warm_up.minutes, document.run.length.minutes),
        covered_for=document.measures.covered_for.minutes,
        gap_days=tuple(document.measures.gap_days),
        lost_after=document.measures.lost_after.minutes,
        **_of_help(document),
        contact_cost=reals([cost(each.contact) for each in costs]),
        place_day_cost=reals([cost(each.place_day) for each in costs]),
        price_year=document.price_year or 0,
        currency=document.currency,
    )
