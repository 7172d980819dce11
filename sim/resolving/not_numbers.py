"""Resolve what is no number of the model: names, and what measures need besides the log."""

from __future__ import annotations

import math
from typing import Any

from sim.events import InWindow, Window
from sim.resolved import LEVELS, Measuring, Names
from sim.resolving.context import flags, integers, reals
from sim.scenario.document import Document
from sim.scenario.measures import ENOUGH, WAIT_WEEKS
from sim.scenario.quantities import Amount
from sim.scenario.targets import windows_of

RECORDS = "records."
"""The beginning of the name of each measure of what a run would leave in records."""


def names(document: Document) -> Names:
    """Return the names and labels to which the indices refer."""
    groups, areas = document.people.groups, document.people.areas
    return Names(
        services=tuple(document.services),
        service_labels=tuple(document.service_labels.values()),
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


def names_records(document: Document) -> bool:
    """Return whether the file names a measure of records anywhere, so that they are measured."""
    plan = document.analysis_plan
    named = [target.measure for target in document.targets.values()]
    named += [*document.compare.family, *document.compare.smallest_difference]
    if plan is not None:
        named += [*plan.headline, *plan.smallest_difference]
    return any(name.startswith(RECORDS) for name in named)


def in_windows(document: Document) -> tuple[InWindow, ...]:
    """Return the measures of targets that have windows of their own, each once."""
    found = {}
    for name, window in windows_of(document.targets, document.run.begins).items():
        target = document.targets[name]
        found[target.in_runs] = InWindow(target.in_runs, target.measure, window)
    return tuple(found[name] for name in sorted(found))


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
        post_year_cost=reals([cost(each.post_year) for each in costs]),
        price_year=document.price_year or 0,
        currency=document.currency,
    )
