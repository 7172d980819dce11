"""Contact hours that one person takes of the workers of a service: in a week, and in a spell.

What is wanted is what the intervals ask for: a contact at the start of a spell and one each
interval after that. What depends on how needs go is bounded by the level seen least and
the level seen most often.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from sim.events import Ending, Reason
from sim.network.ends import has_rule_beside
from sim.network.graph import happens, probabilities
from sim.resolved import LEVELS, MISSING, Floats, Handoff, Resolved
from sim.rules.contact import attendance
from sim.rules.residuals import mean
from sim.units import FOREVER, HOUR, WEEK

Bounds = tuple[float, float]
"""The least and the most that something can be; equal where it is known."""


class PersonHours(NamedTuple):
    """What one person in a service takes of its workers' time."""

    a_week: Bounds  # hours, while they are there
    a_spell: Bounds  # hours of all contacts from start to end; the most may be inf


def person_hours(resolved: Resolved, service: int) -> PersonHours:
    """Hours that one person takes, by the least and the most frequent interval they can have.

    Urgent contacts, advice, joint contacts and handovers are not in it. Where a spell can end
    early its contacts are bounded by none and by those of a whole stay.
    """
    services, rows = resolved.numbers.services, resolved.numbers.distributions
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
        taken = stay + float(mean(rows, services.exit_delay[service]))
        week = bounds(each * WEEK / taken if taken > 0 else math.inf for each in spell)
    limit = int(services.max_contacts[service])
    if limit != MISSING and often < math.inf:
        until = until_attended(resolved, service, limit)
        alone = surely_by_contacts(resolved, service)
        spell = (until[0] if alone else spell[0], min(spell[1], until[1]))
        # The first contact is at the start, so n of them take n - 1 intervals.
        more = limit / (limit - 1) if limit > 1 else math.inf
        week = (week[0] * (more if alone else 1), week[1] * more)
    return PersonHours(week, spell)


def contact_hours(resolved: Resolved, service: int) -> Bounds:
    """Mean hours of a worker for a contact that falls due; a cancelled one takes none."""
    services = resolved.numbers.services
    staff, overhead = staff_hours(resolved, service)
    missed = missed_share(resolved, service)
    held = 1 - float(services.cancelled_person[service] + services.cancelled_provider[service])
    return bounds(
        held * (overhead + staff * (p + (1 - p) * missed))
        for p in attended_share(resolved, service)
    )


def staff_hours(resolved: Resolved, service: int) -> tuple[float, float]:
    """Mean hours of a worker in an attended contact, and beside each contact."""
    services, rows = resolved.numbers.services, resolved.numbers.distributions
    staff = int(services.contact_staff[service])
    row = int(services.contact_length[service]) if staff == MISSING else staff
    return float(mean(rows, row)) / HOUR, float(services.contact_overhead[service]) / HOUR


def until_attended(resolved: Resolved, service: int, limit: int) -> Bounds:
    """Hours until so many contacts have been attended, those missed on the way included."""
    staff, overhead = staff_hours(resolved, service)
    missed = missed_share(resolved, service)
    least, most = attended_share(resolved, service)
    return bounds(
        limit * (staff * (1 + (1 - p) / p * missed) + overhead / p) if p > 0 else math.inf
        for p in (most, least)
    )


def contacts(stay: float, interval: float) -> float:
    """Contacts in a stay: the first at its start; none where there are no contacts."""
    return 0.0 if math.isinf(interval) else max(1.0, stay / interval)


def intervals(resolved: Resolved, service: int) -> Bounds:
    """The longest and the shortest time between contacts, in minutes; inf where there are none."""
    by_level = resolved.numbers.services.contact_interval[service]
    found = [float(by_level[level]) for level in levels_there(resolved, service)]
    times = [math.inf if each >= FOREVER else each for each in found]
    return max(times), min(times)


def levels_there(resolved: Resolved, service: int) -> list[int]:
    """Levels that a person in this service can be seen at; 0 where it covers no need."""
    needs, covers = resolved.numbers.needs, resolved.numbers.services.covers[service]
    levels = needs.level[covers] if len(needs.name) else np.zeros(0, np.int64)
    return [level for level in range(LEVELS) if (levels == level).any()] or [0]


def attended_share(resolved: Resolved, service: int) -> Bounds:
    """Smallest and largest probability of attending, whatever trust and relationship are."""
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
        for group in range(len(persons.share))
        for trust in (0.0, 1.0)
        for relationship in (0.0, 1.0)
    ]
    return min(found), max(found)


def missed_share(resolved: Resolved, service: int) -> float:
    """Share of its time that a missed contact uses."""
    team = resolved.numbers.services.team[service]
    return 1.0 if team == MISSING else float(resolved.numbers.workforce.missed_share[team])


def stays(resolved: Resolved, service: int) -> Bounds:
    """Bounds of the mean minutes of a stay, where consultations begin it again.

    The least is 0 where anything else can end a spell.
    """
    stay = float(mean(resolved.numbers.distributions, resolved.numbers.services.stay[service]))
    again = float(consulting(resolved)[service].sum(axis=-1).max())
    longest = stay / (1 - again) if again < 1 - 1e-9 else (math.inf if stay > 0 else 0.0)
    return (longest if only_a_stay(resolved, service) else 0.0, longest)


def only_a_stay(resolved: Resolved, service: int) -> bool:
    """Whether nothing but a stay ends a spell, so that its length is known before a run."""
    numbers = resolved.numbers
    others = has_rule_beside(numbers, service, Ending.STAY_OVER)
    return not len(numbers.needs.name) and not others


def surely_by_contacts(resolved: Resolved, service: int) -> bool:
    """Whether nothing but a number of contacts ends a spell."""
    numbers = resolved.numbers
    others = has_rule_beside(numbers, service, Ending.STAY_OVER, Ending.CONTACTS_DONE)
    stay = float(mean(numbers.distributions, numbers.services.stay[service]))
    return not len(numbers.needs.name) and math.isinf(stay) and not others


def consulting(resolved: Resolved) -> Floats:
    """Largest probability, at the end of a stay, that another service is consulted, (S, 3, S).

    Second axis: after missed contacts, settled, still in need; 0 for what cannot happen.
    """
    services = resolved.numbers.services
    reasons = [Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED]
    shares = probabilities(services.routes)[:, reasons, :-1]
    consults = (services.handoff == Handoff.CONSULT)[:, None, :]
    found: Floats = shares * consults * happens(resolved)[:, reasons, None]
    return found


def bounds(pair: Iterable[float]) -> Bounds:
    """Two bounds from an iterable of two numbers."""
    low, high = pair
    return low, high


def times(a: float, b: float) -> float:
    """A product in which nothing for ever is nothing."""
    return 0.0 if a == 0 or b == 0 else a * b


def share_of(part: float, whole: float) -> float:
    """A part of a whole; of nothing, inf unless the part is nothing too."""
    return part / whole if whole > 0 else (math.inf if part > 0 else 0.0)
