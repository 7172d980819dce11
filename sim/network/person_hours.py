"""Compute the contact hours of a service's workers for one person, per week and per spell.

The wanted hours follow from the intervals: a contact at the start of a spell, and one after each
interval. Hours that depend on the course of needs are bounded. The bounds come from the levels of
need with the longest and with the shortest interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.events import Ending, Reason
from sim.laws import Floats
from sim.network.ends import has_rule_beside
from sim.network.graph import happens, probabilities
from sim.resolved import LEVELS, MISSING, Handoff, Resolved
from sim.rules.contact import attendance, longer_by
from sim.rules.planning import share_of_contacts
from sim.rules.residuals import mean, shorter
from sim.rules.wanted import MILLION, MOST
from sim.units import FOREVER, HOUR, WEEK

Bounds = tuple[float, float]
"""A lower and an upper bound of a number; equal if the number is known."""


class PersonHours(NamedTuple):
    """The working time that one person in a service takes."""

    a_week: Bounds  # hours, while they are there
    a_spell: Bounds  # hours of all contacts from start to end; the most may be inf


def person_hours(resolved: Resolved, service: int) -> PersonHours:
    """Return the hours for one person, with the longest and with the shortest interval.

    Urgent contacts, advice, joint contacts and handovers are not included. If a spell can end
    early, its number of contacts lies between 0 and the number in a whole stay.
    """
    services = resolved.numbers.services
    rarely, often = intervals(resolved, service)
    costs = contact_hours(resolved, service)
    stay = stays(resolved, service)[1]
    surely = only_a_stay(resolved, service)
    counted = (
        contacts(stay, rarely) if surely else 0.0,
        contacts(stay, often) + (0.0 if surely or often == math.inf else 1.0),
    )
    spell = (times(counted[0], costs[0]), times(counted[1], costs[1]))
    week = (times(WEEK / rarely, costs[0]), times(WEEK / often, costs[1]))
    if surely and stay < math.inf:
        least, most = (stay + delay for delay in exit_delays(resolved, service))
        week = bounds(
            each * WEEK / taken if taken > 0 else math.inf
            for each, taken in zip(spell, (most, least), strict=True)
        )
    limit = int(services.max_contacts[service])
    if limit != MISSING and often < math.inf:
        until = until_attended(resolved, service, limit)
        alone = surely_by_contacts(resolved, service)
        spell = (until[0] if alone else spell[0], min(spell[1], until[1]))
        # The first contact is at the start, so n of them take n - 1 intervals.
        more = limit / (limit - 1) if limit > 1 else math.inf
        week = (week[0] * (more if alone else 1), week[1] * more)
    # A spell is begun with a plan more often than a long one has need of.
    return PersonHours(week, (spell[0], spell[1] + max(0.0, one_plan(resolved, service))))


def exit_delays(resolved: Resolved, service: int) -> Bounds:
    """Return the smallest and largest mean minutes for which a place is kept after an ending."""
    services, rows = resolved.numbers.services, resolved.numbers.distributions
    laws = {int(services.exit_delay[service]), *services.exit_delay_to[service].tolist()}
    means = [float(mean(rows, law)) for law in laws - {MISSING}]
    return min(means), max(means)


def contact_hours(resolved: Resolved, service: int) -> Bounds:
    """Return bounds of a worker's mean hours for each contact that is due.

    A cancelled contact takes no time.
    """
    services = resolved.numbers.services
    staff, overhead = staff_hours(resolved, service)
    missed = missed_share(resolved, service)
    plans = longer_for_plans(resolved, service)
    held = 1 - float(services.cancelled_person[service] + services.cancelled_provider[service])
    found = [
        held * (overhead + (staff + longer + plan) * (p + (1 - p) * missed))
        for p in attended_share(resolved, service)
        for longer in (0.0, most_longer(resolved, service))
        for plan in plans
    ]
    return min(found), max(found)


def staff_hours(resolved: Resolved, service: int) -> tuple[float, float]:
    """Return a worker's mean hours in an attended contact, and the hours of other work for each.

    The contact is about one need.
    """
    services, rows = resolved.numbers.services, resolved.numbers.distributions
    staff = int(services.contact_staff[service])
    row = int(services.contact_length[service]) if staff == MISSING else staff
    return float(mean(rows, row)) / HOUR, float(services.contact_overhead[service]) / HOUR


def one_plan(resolved: Resolved, service: int) -> float:
    """Return by how many hours a contact that makes a plan is longer than others; 0 without any."""
    services = resolved.numbers.services
    if services.team[service] == MISSING or services.plan_length[service] == MISSING:
        return 0.0
    return float(services.plan_length[service]) / HOUR - staff_hours(resolved, service)[0]


def longer_for_plans(resolved: Resolved, service: int) -> Bounds:
    """Return by how many hours contacts are longer on average as some of them make plans.

    The least is that of people who have a plan from elsewhere, or from an earlier spell.
    """
    every = int(resolved.numbers.services.plan_every[service])
    longer = one_plan(resolved, service)
    found = [share_of_contacts(every, each) * longer for each in intervals(resolved, service)]
    return min(0.0, *found), max(0.0, *found)


def most_longer(resolved: Resolved, service: int) -> float:
    """Return by how many hours a contact is longer if it is about as many needs as possible."""
    services = resolved.numbers.services
    needs = int(services.covers[service].sum())
    return float(longer_by(needs, int(services.contact_per_need[service]))) / HOUR


def until_attended(resolved: Resolved, service: int, limit: int) -> Bounds:
    """Return bounds of a worker's hours until `limit` contacts were attended.

    The hours for contacts that were missed before that are included.
    """
    staff, overhead = staff_hours(resolved, service)
    missed = missed_share(resolved, service)
    least, most = attended_share(resolved, service)
    low, high = longer_for_plans(resolved, service)
    high += most_longer(resolved, service)
    return bounds(
        limit * ((staff + longer) * (1 + (1 - p) / p * missed) + overhead / p)
        if p > 0
        else math.inf
        for p, longer in ((most, low), (least, high))
    )


def contacts(stay: float, interval: float) -> float:
    """Return the number of contacts in a stay.

    The first is at its start. It is 0 for a service without contacts.
    """
    return 0.0 if math.isinf(interval) else max(1.0, stay / interval)


def intervals(resolved: Resolved, service: int) -> Bounds:
    """Return the longest and shortest time between contacts, in minutes; inf without contacts.

    If intervals depend on what each person wants, they are those that give the mean rate.
    """
    by_level = resolved.numbers.services.contact_interval[service]
    found = [float(by_level[level]) for level in levels_there(resolved, service)]
    often = mean_wanted(resolved, service)
    times = [math.inf if each >= FOREVER else each / often for each in found]
    return max(times), min(times)


def mean_wanted(resolved: Resolved, service: int) -> float:
    """Return how many times as often people are seen on average because of what they want.

    It is 1 if intervals do not depend on the person. The factor of one person is at most 2,000.
    """
    rows, row = resolved.numbers.distributions, int(resolved.numbers.persons.wants[0])
    if row == MISSING or not resolved.numbers.services.as_wanted[service]:
        return 1.0
    return float(shorter(rows, row, MOST / MILLION))


def levels_there(resolved: Resolved, service: int) -> list[int]:
    """Return the levels of need that a person in this service can have; 0 if it covers no need."""
    needs, covers = resolved.numbers.needs, resolved.numbers.services.covers[service]
    levels = needs.level[covers] if len(needs.name) else np.zeros(0, np.int64)
    return [level for level in range(LEVELS) if (levels == level).any()] or [0]


def attended_share(resolved: Resolved, service: int) -> Bounds:
    """Return the smallest and largest probability of attending, over trust and relationship."""
    base = float(resolved.numbers.services.attendance[service])
    persons = resolved.numbers.persons
    found = [
        float(
            attendance(
                base,
                persons.attendance_trust[group],
                trust - persons.trust_reference[group],
                persons.attendance_relationship[group],
                relationship - persons.relationship_reference[group],
            )
        )
        for group in range(len(persons.attributes))
        for trust in (0.0, 1.0)
        for relationship in (0.0, 1.0)
    ]
    return min(found), max(found)


def missed_share(resolved: Resolved, service: int) -> float:
    """Return the share of a contact's time that a worker spends on it if it is missed."""
    team = resolved.numbers.services.team[service]
    return 1.0 if team == MISSING else float(resolved.numbers.workforce.missed_share[team])


def stays(resolved: Resolved, service: int) -> Bounds:
    """Return bounds of the mean minutes of a stay, including stays that a consultation restarts.

    The lower bound is 0 if a rule other than the length of stay can end a spell.
    """
    stay = float(mean(resolved.numbers.distributions, resolved.numbers.services.stay[service]))
    again = float(consulting(resolved)[service].sum(axis=-1).max())
    longest = stay / (1 - again) if again < 1 - 1e-9 else (math.inf if stay > 0 else 0.0)
    return (longest if only_a_stay(resolved, service) else 0.0, longest)


def only_a_stay(resolved: Resolved, service: int) -> bool:
    """Return whether only the length of stay ends a spell, so that it is known before a run."""
    numbers = resolved.numbers
    others = has_rule_beside(numbers, service, Ending.STAY_OVER)
    return not len(numbers.needs.name) and not others


def surely_by_contacts(resolved: Resolved, service: int) -> bool:
    """Return whether only a number of contacts ends a spell."""
    numbers = resolved.numbers
    others = has_rule_beside(numbers, service, Ending.STAY_OVER, Ending.CONTACTS_DONE)
    stay = float(mean(numbers.distributions, numbers.services.stay[service]))
    return not len(numbers.needs.name) and math.isinf(stay) and not others


def consulting(resolved: Resolved) -> Floats:
    """Return the largest probability of a consultation at the end of a stay, (S, 3, S).

    The second axis is the reason for the end: missed contacts, settled, still in need. The
    probability is 0 for a reason that cannot occur.
    """
    services = resolved.numbers.services
    reasons = [Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED]
    shares = probabilities(services.routes)[:, :, reasons, :-1].max(axis=1)
    consults = (services.handoff == Handoff.CONSULT)[:, None, :]
    found: Floats = shares * consults * happens(resolved)[:, reasons, None]
    return found


def bounds(pair: Iterable[float]) -> Bounds:
    """Return an iterable of two numbers as a pair of bounds."""
    low, high = pair
    return low, high


def times(a: float, b: float) -> float:
    """Return a product in which 0 times infinity is 0."""
    return 0.0 if a == 0 or b == 0 else a * b


def share_of(part: float, whole: float) -> float:
    """Return one number divided by another.

    If the divisor is 0, the result is inf; if both are 0, it is 0.
    """
    return part / whole if whole > 0 else (math.inf if part > 0 else 0.0)
