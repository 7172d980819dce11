"""Estimate the hours that a team needs in addition to its regular contacts.

They are for advice, joint contacts, follow-up contacts and handovers. All of them follow from the
number of people who start in each service. Hours without a bound before a run are named, so that
nobody takes the contact hours for all hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.events import Reason
from sim.network.graph import probabilities
from sim.network.people_at_once import of_one_worker
from sim.network.person_hours import (
    Bounds,
    consulting,
    levels_there,
    most_longer,
    one_plan,
    only_a_stay,
    staff_hours,
    times,
)
from sim.network.workforce import mean_capacity
from sim.resolved import MISSING, Handoff, Resolved
from sim.rules.residuals import mean
from sim.units import HOUR, WEEK, YEAR

CRISIS = 3
ENDINGS = [Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED]


class More(NamedTuple):
    """The hours a week that a team needs in addition to its regular contacts."""

    hours: Bounds  # of what can be bounded
    unknown: tuple[str, ...]  # what takes time as well, how much only a run can tell


class Part(NamedTuple):
    """One reason for extra hours: the smallest and the largest number of hours a year."""

    name: str
    low: float
    high: float


def more_hours(resolved: Resolved, service: int, starts: Sequence[Bounds]) -> More:
    """Return the extra hours of a team, from the number of starts a year in each service."""
    parts = [
        *advice(resolved, service, starts),
        *joint_contacts(resolved, service, starts),
        *follow_ups(resolved, service, starts),
        *handovers(resolved, service),
    ]
    known = [part for part in parts if part.high < math.inf]
    weeks = YEAR / WEEK
    hours = (sum(part.low for part in parts) / weeks, sum(part.high for part in known) / weeks)
    unknown = [part.name for part in parts if part.high == math.inf]
    if holds_urgent_contacts(resolved, service):
        unknown.insert(0, "urgent contacts")
    return More(hours, tuple(dict.fromkeys(unknown)))


def holds_urgent_contacts(resolved: Resolved, service: int) -> bool:
    """Return whether a contact of this service can become urgent.

    This is possible even for a service without regular contacts.
    """
    services = resolved.numbers.services
    if services.urgent_within[service] == MISSING:
        return False
    reaches_out = services.outreach[service] and services.max_missed[service] != MISSING
    return bool(reaches_out) or CRISIS in levels_there(resolved, service)


def advice(resolved: Resolved, service: int, starts: Sequence[Bounds]) -> Iterator[Part]:
    """Return the hours for consultations that a service gives to other services or asks for."""
    consults = consulting(resolved)
    minutes = resolved.numbers.services.advice_minutes
    for origin, (low, high) in enumerate(starts):
        again = float(consults[origin].sum(axis=-1).max())
        for adviser in range(len(starts)):
            most = float(consults[origin, :, adviser].max())
            if service not in (origin, adviser) or most == 0 or minutes[adviser] == 0:
                continue
            # After a consultation the rules that end a spell begin again, and it may be repeated.
            often = most / (1 - again) if again < 1 - 1e-9 else math.inf
            hours = float(minutes[adviser]) / HOUR
            least = low * often * hours if only_a_stay(resolved, origin) else 0.0
            yield Part("advice", 0.0 if math.isinf(often) else least, times(high, often) * hours)


def joint_contacts(resolved: Resolved, service: int, starts: Sequence[Bounds]) -> Iterator[Part]:
    """Return the hours that a service spends in joint contacts after its warm handoffs.

    The next service counts its hours in these contacts as contact hours.
    """
    numbers = resolved.numbers
    services = numbers.services
    shares = probabilities(services.routes)[service][:, ENDINGS, :-1].max(axis=(0, 1))
    for target, share in enumerate(shares.tolist()):
        warm = services.handoff[service, target] == Handoff.WARM
        if warm and share > 0 and services.team[target] != MISSING:
            length = most_minutes_busy(resolved, target) / HOUR
            length += max(0.0, one_plan(resolved, target))
            yield Part("joint contacts", 0.0, times(times(starts[service][1], share), length))


def follow_ups(resolved: Resolved, service: int, starts: Sequence[Bounds]) -> Iterator[Part]:
    """Return the hours of a service's workers for follow-up contacts after the end of a spell.

    The spell may have been in this service or in another.
    """
    numbers = resolved.numbers
    services = numbers.services
    length = most_minutes_busy(resolved, service) / HOUR
    for origin, (_, high) in enumerate(starts):
        if services.follow_up_within[origin] == MISSING:
            continue
        by = {origin if by == MISSING else by for by in services.follow_up_by[origin].tolist()}
        if service in by:
            often = times(high, float(services.follow_up_probability[origin]))
            yield Part("follow-up contacts", 0.0, times(often, length))


def minutes_busy(resolved: Resolved, service: int) -> float:
    """Return a worker's mean minutes for an attended contact about one need, all work included."""
    return sum(staff_hours(resolved, service)) * HOUR


def most_minutes_busy(resolved: Resolved, service: int) -> float:
    """Return a worker's mean minutes for an attended contact about as many needs as possible."""
    return minutes_busy(resolved, service) + most_longer(resolved, service) * HOUR


def handovers(resolved: Resolved, service: int) -> Iterator[Part]:
    """Return the hours for handovers when workers leave. Each covers a full caseload at most."""
    rows, teams = resolved.numbers.distributions, resolved.numbers.workforce
    team = resolved.numbers.services.team[service]
    if not teams.handover_planned[team] or teams.handover_minutes[team] == 0:
        return
    workers = 2 if teams.handover_notice[team] > 0 else 1  # both, or the new one alone
    between = float(mean(rows, teams.tenure[team])) + float(mean(rows, teams.vacancy[team]))
    if 0 < between < math.inf:
        leaving = mean_capacity(resolved, service) * YEAR / between
        people = of_one_worker(resolved, service)[1]
        each = workers * float(teams.handover_minutes[team]) / HOUR
        yield Part("handovers", 0.0, leaving * people * each)
