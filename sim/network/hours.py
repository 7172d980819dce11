"""Compare the contact hours that people in a service want with those that its workers have.

A team can have room for everybody but only a quarter of the hours that people need. Contacts then
come late, and no other figure before a run shows it. Hours are means over the run. They include
scheduled changes of posts, and exclude the vacancies that are expected in the long run.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.network.extra_hours import More
from sim.network.people_at_once import of_level, of_one_worker, weighs
from sim.network.person_hours import (
    Bounds,
    bounds,
    contact_hours,
    levels_there,
    person_hours,
    share_of,
    times,
)
from sim.network.workforce import (
    capacity_over_time,
    filled_share,
    mean_capacity,
    present_share,
)
from sim.resolved import MISSING, Resolved
from sim.units import FOREVER, HOUR, WEEK, YEAR


class Hours(NamedTuple):
    """The contact hours a week of one team: those it offers, and those its people want."""

    offered: float
    span: Bounds  # the least and the most of it, as posts change over the run
    wanted: Bounds  # by the people who come, no more of them at once than there is room for
    full: Bounds  # if its caseload is full; the most may be inf
    a_spell: Bounds  # hours of one spell
    on_top: tuple[str, ...]  # what takes time as well, and is not in the figures

    @property
    def share(self) -> Bounds:
        """Hours wanted divided by hours offered; inf if some are wanted and none are offered."""
        return bounds(share_of(each, self.offered) for each in self.wanted)


def hours_of(
    resolved: Resolved, service: int, starts: Bounds, room: Bounds, more: More
) -> Hours | None:
    """Return the contact hours wanted and offered at a service; None if it has no workers.

    Parameters
    ----------
    starts
        The number of people a year who come and are accepted.
    room
        The lower and upper bound of how many people there is room for at one time, after
        vacancies.
    more
        The hours of advice, joint contacts, follow-up contacts and handovers.
    """
    team = resolved.numbers.services.team[service]
    if team == MISSING:
        return None
    each = person_hours(resolved, service)
    weeks = YEAR / WEEK
    full = full_hours(resolved, service, room, each.a_week)
    wanted = bounds(
        min(times(number, spell) / weeks, most) + extra
        for number, spell, most, extra in zip(starts, each.a_spell, full, more.hours, strict=True)
    )
    weekly = float(resolved.numbers.workforce.weekly_minutes[team])
    one = weekly / HOUR * filled_share(resolved, service) * present_share(resolved, service)
    held = capacity_over_time(resolved, service)
    posts = [each.number for each in held if each.minutes > 0]
    return Hours(
        offered=offered_hours(resolved, service),
        span=(min(posts) * one, max(posts) * one),
        wanted=wanted,
        full=full,
        a_spell=each.a_spell,
        on_top=more.unknown,
    )


def full_hours(resolved: Resolved, service: int, room: Bounds, a_week: Bounds) -> Bounds:
    """Return bounds of the hours a week that a full caseload wants.

    If people are weighed, those who are seen often may weigh more, so that fewer of them fill the
    caseload. The hours are therefore computed for each level of need.
    """
    if not weighs(resolved, service):
        return bounds(times(each, week) for each, week in zip(room, a_week, strict=True))
    workers = room[1] / of_one_worker(resolved, service)[1]
    costs = contact_hours(resolved, service)
    found = []
    for level in levels_there(resolved, service):
        interval = float(resolved.numbers.services.contact_interval[service, level])
        people = workers * of_level(resolved, service, level)
        often = 0.0 if interval >= FOREVER else WEEK / interval
        found.append([times(people * often, cost) for cost in costs])
    return min(low for low, _ in found), max(high for _, high in found)


def offered_hours(resolved: Resolved, service: int) -> float:
    """Return the contact hours a week of a service's workers, after vacancies.

    The result is 0 for a service without workers.
    """
    hours = contact_hours_of_posts(resolved, service)
    return hours * filled_share(resolved, service) * present_share(resolved, service)


def contact_hours_of_posts(resolved: Resolved, service: int) -> float:
    """Return the contact hours a week of a service's posts, filled or not, after supervision.

    The result is 0 for a service without workers.
    """
    team = resolved.numbers.services.team[service]
    if team == MISSING:
        return 0.0
    weekly = float(resolved.numbers.workforce.weekly_minutes[team]) / HOUR
    return mean_capacity(resolved, service) * weekly
