"""Resolve services as columns, in the order of a person's pathway through a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.events import Reason
from sim.laws import Flags, Floats, Ints
from sim.resolved import LEVELS, MISSING, REASONS, Capacity, Handoff, Pause, QueueRule
from sim.resolving.context import SERVICE, Context, flags, integers, keys, minutes_or
from sim.resolving.keyed import SAID_BY_KEYS
from sim.resolving.of_groups import BY_GROUP
from sim.resolving.routes import cumulative
from sim.resolving.schedules import NOTHING_HELD, Held, capacities
from sim.resolving.steps import Columns, Step, column
from sim.scenario.areas import draw_names, handoff_key, meant_by, own_services
from sim.scenario.services import OTHERWISE, Service, Warm
from sim.units import FOREVER

QUEUE_RULES = {
    "first_come": QueueRule.FIRST_COME,
    "level": QueueRule.LEVEL,
    "group": QueueRule.GROUP,
    "returning": QueueRule.RETURNING,
}
HANDOFFS = {
    "cold": Handoff.COLD,
    "warm": Handoff.WARM,
    "blocked": Handoff.BLOCKED,
    "consult": Handoff.CONSULT,
}
PAUSES = {"nothing": Pause.NOTHING, "pause": Pause.PAUSES, "in_reach": Pause.IN_REACH}
JOINT_LIMIT: int = Warm.model_fields["joint_limit"].default.minutes
"""The limit in minutes for a joint contact, if nothing is written about warm handoffs."""


def _of(context: Context, number: Callable[[Service], Any]) -> list[Any]:
    return [number(service) for service in context.document.services.values()]


def _each(name: str, number: Callable[[Service], Any], array: Callable[[Any], Any]) -> Step:
    """Return the step of a column with a number, or a row of numbers, for each service."""
    return column(name, lambda context: array(_of(context, number)))


def covers(context: Context) -> Flags:
    """Return whether each service works with each need, shape (S, K)."""
    each = _of(context, lambda s: [s.covers_need(need) for need in context.needs])
    return flags(each).reshape(len(context.services), len(context.needs))


def excludes(context: Context) -> Ints:
    """Return the attributes that each service does not accept, as bits. Shape (S,)."""
    return integers(_of(context, lambda s: context.bits(s.accepts.excludes)))


def _teams(context: Context) -> Ints:
    """Return the row of each service's team in `Workforce`; MISSING without workers."""
    teams = [name for name, service in context.document.services.items() if service.workers]
    return integers([teams.index(name) if name in teams else MISSING for name in context.services])


def places_at_first(context: Context) -> Columns:
    """Return the places or posts of each service when the arm's rules begin to hold.

    If the arm begins at a change of rules, its own changes of capacity up to then are included.
    Each column has shape (S,).
    """
    found = []
    for name, service in context.document.services.items():
        by_time = capacities_of(context, service)
        now = [held for held in by_time if held.begins <= max(context.begins, 0)][-1]
        found.append(NOTHING_HELD if name in context.closed else now)
    return {
        "places": integers([held.places for held in found]),
        "last_share": integers([held.last_share for held in found]),
    }


def capacities_of(context: Context, service: Service) -> list[Held]:
    """Return the places or posts of a service, from each minute on at which they change.

    The first entry is that of minute 0. It is 0 if the service is unlimited.
    """
    document = context.document
    return capacities(service, document.calendar, document.run.length.minutes)


def capacity_of(service: Service) -> Capacity:
    """Return what limits the number of people in a service: workers, places, or nothing."""
    if service.workers is not None:
        return Capacity.WORKERS
    return Capacity.PLACES if service.limited else Capacity.UNLIMITED


def _group_classes(context: Context, service: Service) -> list[int]:
    """Return the priority class of each group in each area; lower classes go first.

    Groups that are not named share the last class.
    """
    order = list(service.queue.group)
    groups, areas = context.document.people.groups, context.areas
    return [order.index(group) if group in order else len(order) for group in groups for _ in areas]


def staff_times(context: Context) -> Ints:
    """Return the distribution rows of workers' time in a contact, shape (S,).

    They are MISSING where this time equals the contact's length.
    """
    written = {
        name: None if service.contacts is None else service.contacts.staff_time
        for name, service in context.document.services.items()
    }
    return integers(
        [
            MISSING
            if time is None
            else context.distribution(time, "services", name, "contacts", "staff_time")
            for name, time in written.items()
        ]
    )


def _stigma_helps(context: Context, service: Service) -> bool:
    """Return whether all contacts at a service help: stigmatising ones do, or there are none."""
    contacts = service.contacts
    return context.document.stigma_covers or contacts is None or contacts.stigma.value == 0


def _intervals(service: Service) -> list[int]:
    if service.contacts is None:
        return [FOREVER] * LEVELS
    return [minutes_or(service.contacts.every.at(level), FOREVER) for level in range(LEVELS)]


def _handoffs(context: Context) -> Ints:
    every = context.document.services

    def handoffs(service: Service) -> list[Handoff]:
        return [
            HANDOFFS[service.handoff[handoff_key(every, service, target)]]
            for target in context.services
        ]

    return integers(_of(context, handoffs))


def _exit_delays_to(context: Context) -> Ints:
    """Return the distribution rows of exit delays, by service and next service. Shape (S, S).

    They are MISSING where a service has no exit delay of its own for the next service.
    """
    rows = np.full((len(context.services), len(context.services)), MISSING)
    own = own_services(context.document.services)
    for at, (name, service) in enumerate(context.document.services.items()):
        # What is said of one area's service counts, whatever is said of all.
        for target, delay in sorted(
            service.exit_delays.items(), key=lambda each: each[0] not in own
        ):
            if target != OTHERWISE:
                row = context.distribution(delay, "services", name, "exit_delay", target)
                there = meant_by(own, target)
                rows[at, [context.services.index(each) for each in there]] = row
    return rows


def _routes(context: Context) -> Floats:
    names, meant = context.services, context.meant
    routes = np.zeros((len(names), len(meant), REASONS, len(names) + 1))
    for row, service in enumerate(context.document.services.values()):
        by_reason = {str(reason): shares for reason, shares in service.routes.items()}
        for reason in list(Reason)[:REASONS]:
            shares = by_reason.get(reason.name.lower())
            for area, there in enumerate(meant):
                routes[row, area, reason] = cumulative(shares, names, there)
    return routes


def _followed_up_by(context: Context) -> Ints:
    areas = context.meant

    def followed_up_by(service: Service) -> list[int]:
        by = service.follow_up.by if service.follow_up else None
        if by is None:
            return [MISSING] * len(areas)
        return [context.services.index(meant.get(by, by)) for meant in areas]

    return integers(_of(context, followed_up_by))


def _names(context: Context) -> Ints:
    return keys(SERVICE, draw_names(context.document.services, context.services))


SERVICES: tuple[Step, ...] = (
    column("name", _names),
    *SAID_BY_KEYS,
    column("covers", covers),
    _each("level_low", lambda s: s.accepts.levels[0], integers),
    _each("level_high", lambda s: s.accepts.levels[1], integers),
    column("excludes", excludes),
    _each("capacity", capacity_of, integers),
    places_at_first,
    column("team", _teams),
    _each("priority", lambda s: QUEUE_RULES[s.queue.rule], integers),
    column("group_priority", lambda c: integers(_of(c, lambda s: _group_classes(c, s)))),
    _each("contact_interval", _intervals, integers),
    column("contact_staff", staff_times),
    column("stigma_helps", lambda c: flags(_of(c, lambda s: _stigma_helps(c, s)))),
    column("routes", _routes),
    column("exit_delay_to", _exit_delays_to),
    _each("has_crisis_route", lambda s: "crisis" in s.routes, flags),
    column("handoff", _handoffs),
    _each(
        "joint_limit", lambda s: minutes_or(s.warm and s.warm.joint_limit, JOINT_LIMIT), integers
    ),
    *BY_GROUP,
    _each("pauses_others", lambda s: PAUSES[s.pauses_others], integers),
    column("follow_up_by", _followed_up_by),
)
"""The columns of all services, in file order."""
