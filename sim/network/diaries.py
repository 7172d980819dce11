"""Find what workers' diaries allow but real diaries do not, and contacts longer than a day.

A booked contact keeps its minute, and time that falls free moves the end of the diary forward.
So what is booked next can stand in the same minutes as what was booked before, and an urgent
contact goes first without moving anything. Until workers take one person at a time, this
says where they may not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.errors import listed
from sim.events import Reason
from sim.network.extra_hours import holds_urgent_contacts
from sim.network.graph import probabilities
from sim.network.person_hours import attended_share, intervals, missed_share
from sim.resolved import MISSING, Handoff, Pause, Resolved, Shape
from sim.rules.distributions import minutes
from sim.units import HOUR

URGENT = "urgent contacts go first, whatever is booked, and at any hour"
MISSED = "the time of missed contacts is given to others"
FALLS_AWAY = "booked contacts fall away when a spell ends or pauses"
FOLLOW_UP = "follow-up contacts are held at their minute, at any hour"
JOINT = "joint contacts are held when the next worker has time"
REASONS = (URGENT, MISSED, FALLS_AWAY, FOLLOW_UP, JOINT)
ONE_IN_A_HUNDRED = 0.99


def together(resolved: Resolved, service: int) -> list[str]:
    """Return why a worker of this service may be with several people at the same time.

    The list is empty if this cannot happen.
    """
    services = resolved.numbers.services
    if services.team[service] == MISSING:
        return []
    urgent = holds_urgent_contacts(resolved, service)
    has_contacts = urgent or not np.isinf(intervals(resolved, service)[1])
    missed = attended_share(resolved, service)[0] < 1 and missed_share(resolved, service) < 1
    reasons = [
        (URGENT, urgent),
        (MISSED, has_contacts and missed),
        (FALLS_AWAY, has_contacts and falls_away(resolved, service)),
        (FOLLOW_UP, follows_up(resolved, service)),
        (JOINT, has_contacts and Handoff.WARM in handoffs(resolved, service)),
    ]
    return [words for words, holds in reasons if holds]


def falls_away(resolved: Resolved, service: int) -> bool:
    """Return whether a booked contact can be cancelled before it takes place."""
    numbers = resolved.numbers
    services = numbers.services
    others = np.arange(len(services.name)) != service
    beside = ~services.parallel & ~services.lead
    return bool(
        numbers.distributions.shape[services.stay[service]] != Shape.NEVER
        or services.settled_level[service] != MISSING
        or (numbers.persons.exit_rates > 0).any()
        or handoffs(resolved, service) & {Handoff.WARM, Handoff.BLOCKED}
        or (services.pauses_others[others] == Pause.PAUSES).any()
        or (len(numbers.needs.name) and beside[service] and beside[others].any())
    )


def handoffs(resolved: Resolved, service: int) -> set[int]:
    """Return the kinds of handoff to which the routes out of a service can lead."""
    services = resolved.numbers.services
    reached = probabilities(services.routes)[service, :, :-1]
    reached[Reason.TURNED_AWAY] = reached[Reason.LEFT_WAITING] = 0
    return set(services.handoff[service][reached.any(axis=0)].tolist())


def follows_up(resolved: Resolved, service: int) -> bool:
    """Return whether this service's workers hold contacts after the end of a spell."""
    services = resolved.numbers.services
    by = np.where(
        services.follow_up_by == MISSING, np.arange(len(services.name)), services.follow_up_by
    )
    return bool(((services.follow_up_within != MISSING) & (by == service)).any())


def together_words(resolved: Resolved, names: Sequence[str]) -> list[str]:
    """Return each reason why workers may be with several people, with its services.

    Parameters
    ----------
    names
        The names of the services in the text, in their order.
    """
    found = [(names[row], together(resolved, row)) for row in range(len(names))]
    return [
        f"{reason}: {listed([name for name, reasons in found if reason in reasons])}"
        for reason in REASONS
        if any(reason in reasons for _, reasons in found)
    ]


def diary_text(resolved: Resolved) -> Iterator[str]:
    """Return one sentence for each odd fact about the working time of an arm's services."""
    for service, name in enumerate(resolved.names.services):
        yield from long_contacts(resolved, service, name)


def long_contacts(resolved: Resolved, service: int, name: str) -> Iterator[str]:
    """Return sentences on contacts that may be too long.

    They are longer than a working day or than a week's contact hours in one of a hundred cases or
    more.
    """
    numbers = resolved.numbers
    team = numbers.services.team[service]
    none = np.isinf(intervals(resolved, service)[1]) and not holds_urgent_contacts(
        resolved, service
    )
    if team == MISSING or none:
        return
    row = numbers.services.contact_length[service]
    long = int(minutes(numbers.distributions, row, ONE_IN_A_HUNDRED))
    teams = numbers.workforce
    day = int(teams.day_closes[team] - teams.day_opens[team])
    fixed = numbers.distributions.shape[row] == Shape.FIXED
    said = f"contacts of {long / HOUR:g} hours" if fixed else "some contacts"
    how = "" if fixed else f" (one in a hundred lasts {long / HOUR:.2g} hours or more)"
    if long > day:
        yield (
            f"{name}: {said} are longer than its working day of {day / HOUR:g} hours{how}. They "
            "begin inside working hours, run on past closing, and fill the diary of later days."
        )
    if long > teams.weekly_minutes[team]:
        yield (
            f"{name}: {said} are longer than a worker's {teams.weekly_minutes[team] / HOUR:g} "
            f"contact hours a week{how}."
        )
