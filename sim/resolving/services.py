"""Services as columns, in the order of a person's pathway through a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.events import Reason
from sim.resolved import (
    LEVELS,
    MISSING,
    REASONS,
    Capacity,
    Flags,
    Floats,
    Handoff,
    Ints,
    Pause,
    QueueRule,
    Services,
)
from sim.resolving.context import SERVICE, Context, flags, integers, keys, minutes_or, reals
from sim.resolving.routes import cumulative
from sim.scenario.distributions import Time, always
from sim.scenario.quantities import SomeCount
from sim.scenario.services import Service
from sim.units import FOREVER

Columns = dict[str, Any]

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
NO_TIME = always("0 days")


def services(context: Context) -> Services:
    """Return every service, in file order."""
    return Services(
        name=keys(SERVICE, context.services),
        **_referral(context),
        **_waiting(context),
        **_contacts(context),
        **_ends(context),
        **_onwards(context),
        **_beside_others(context),
    )


def _of(context: Context, number: Callable[[Service], Any]) -> list[Any]:
    return [number(service) for service in context.document.services.values()]


def _rows(context: Context, time: Callable[[Service], Time], *path: str) -> Ints:
    return integers(
        [
            context.distribution(time(service), "services", name, *path)
            for name, service in context.document.services.items()
        ]
    )


def _referral(context: Context) -> Columns:
    return {
        "covers": covers(context),
        "level_low": integers(_of(context, lambda s: s.accepts.levels[0])),
        "level_high": integers(_of(context, lambda s: s.accepts.levels[1])),
        "excludes": excludes(context),
        "accept_probability": reals(_of(context, lambda s: s.accepts.probability.value)),
        "refusal_penalty": reals(_of(context, lambda s: s.accepts.penalty_per_refusal.value)),
        "decision_delay": _rows(context, lambda s: s.decision_delay, "decision_delay"),
    }


def covers(context: Context) -> Flags:
    """Return which needs each service works with, shape (S, K)."""
    each = _of(context, lambda s: [s.covers_need(need) for need in context.needs])
    return flags(each).reshape(len(context.services), len(context.needs))


def excludes(context: Context) -> Ints:
    """Return the attributes that each service does not accept, as bits."""
    return integers(_of(context, lambda s: context.bits(s.accepts.excludes)))


def _waiting(context: Context) -> Columns:
    teams = [name for name, service in context.document.services.items() if service.workers]
    return {
        "capacity": integers(_of(context, capacity_of)),
        "places": integers(_of(context, places_of)),
        "team": integers(
            [teams.index(name) if name in teams else MISSING for name in context.services]
        ),
        "priority": integers(_of(context, lambda s: QUEUE_RULES[s.queue.rule])),
        "group_priority": integers(_of(context, lambda s: _group_classes(context, s))),
        "patience": _rows(context, lambda s: s.patience, "patience"),
        "opt_out_if_settled": flags(_of(context, lambda s: s.opt_out_if_settled)),
        "fast_return": integers(_of(context, lambda s: minutes_or(s.fast_return, 0))),
    }


def capacity_of(service: Service) -> Capacity:
    """Return what limits the number of people in a service: workers, places, or nothing."""
    if service.workers is not None:
        return Capacity.WORKERS
    return Capacity.PLACES if service.limited else Capacity.UNLIMITED


def places_of(service: Service) -> int:
    """Return the places or posts at the start; 0 if unlimited."""
    if service.workers is not None:
        return service.workers.posts.value
    if service.capacity is None or service.capacity.places is None:
        return 0
    return service.capacity.places.value


def _group_classes(context: Context, service: Service) -> list[int]:
    """Return each group's class in the queue; lower classes go first.

    Groups that are not named share the last class.
    """
    order = list(service.queue.group)
    groups = context.document.people.groups
    return [order.index(group) if group in order else len(order) for group in groups]


def _contacts(context: Context) -> Columns:
    """Return the columns about contacts; a service without contacts has none at every level."""
    return {
        "contact_interval": integers(_of(context, _intervals)),
        "contact_length": _rows(
            context, lambda s: s.contacts.length if s.contacts else NO_TIME, "contacts", "length"
        ),
        "attendance": reals(
            _of(context, lambda s: s.contacts.attendance.value if s.contacts else 1.0)
        ),
        "urgent_within": integers(
            _of(context, lambda s: minutes_or(s.contacts and s.contacts.urgent_within, MISSING))
        ),
        "stigma": reals(_of(context, lambda s: s.contacts.stigma.value if s.contacts else 0.0)),
        "support": reals(_of(context, lambda s: s.support.value)),
    }


def _intervals(service: Service) -> list[int]:
    if service.contacts is None:
        return [FOREVER] * LEVELS
    return [minutes_or(service.contacts.every.at(level), FOREVER) for level in range(LEVELS)]


def _ends(context: Context) -> Columns:
    def settled_level(service: Service) -> int:
        return MISSING if service.ends.settled is None else service.ends.settled.level

    def settled_for(service: Service) -> int:
        return minutes_or(service.ends.settled and service.ends.settled.lasting, MISSING)

    return {
        "stay": _rows(context, lambda s: s.ends.stay, "ends", "stay"),
        "max_contacts": integers(_of(context, lambda s: _or_missing(s.ends.contacts))),
        "settled_level": integers(_of(context, settled_level)),
        "settled_for": integers(_of(context, settled_for)),
        "max_missed": integers(_of(context, lambda s: _or_missing(s.ends.missed))),
        "outreach": flags(_of(context, lambda s: s.ends.outreach)),
        "planned": flags(_of(context, lambda s: s.ends.planned)),
        "exit_delay": _rows(context, lambda s: s.exit_delay, "exit_delay"),
    }


def _or_missing(number: SomeCount | None) -> int:
    return MISSING if number is None else number.value


def _onwards(context: Context) -> Columns:
    def handoffs(service: Service) -> list[Handoff]:
        return [HANDOFFS[service.handoff_to(target)] for target in context.services]

    return {
        "routes": _routes(context),
        "has_crisis_route": flags(_of(context, lambda s: "crisis" in s.routes)),
        "handoff": integers(_of(context, handoffs)),
        "warm_carries": reals(_of(context, lambda s: s.warm.carries.value if s.warm else 0.0)),
        "warm_limit": integers(_of(context, lambda s: minutes_or(s.warm and s.warm.limit, 0))),
        "advice_minutes": integers(
            _of(context, lambda s: minutes_or(s.advice and s.advice.length, 0))
        ),
        "advice_lasts": integers(
            _of(context, lambda s: minutes_or(s.advice and s.advice.lasts, 0))
        ),
    }


def _routes(context: Context) -> Floats:
    routes = np.zeros((len(context.services), REASONS, len(context.services) + 1))
    for row, service in enumerate(context.document.services.values()):
        by_reason = {str(reason): shares for reason, shares in service.routes.items()}
        for reason in list(Reason)[:REASONS]:
            shares = by_reason.get(reason.name.lower())
            routes[row, reason] = cumulative(shares, context.services)
    return routes


def _beside_others(context: Context) -> Columns:
    def followed_up_by(service: Service) -> int:
        by = service.follow_up.by if service.follow_up else None
        return MISSING if by is None else context.services.index(by)

    return {
        "parallel": flags(_of(context, lambda s: s.parallel)),
        "lead": flags(_of(context, lambda s: s.lead)),
        "continuous": flags(_of(context, lambda s: s.continuous)),
        "pauses_others": integers(_of(context, lambda s: PAUSES[s.pauses_others])),
        "follow_up_within": integers(
            _of(context, lambda s: minutes_or(s.follow_up and s.follow_up.within, MISSING))
        ),
        "follow_up_probability": reals(
            _of(context, lambda s: s.follow_up.probability.value if s.follow_up else 0.0)
        ),
        "follow_up_by": integers(_of(context, followed_up_by)),
    }
