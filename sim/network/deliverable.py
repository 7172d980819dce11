"""Check whether the contacts of a service fit into its workers' days and hours.

A worker begins a contact only inside the working hours. By each day, a worker may use the share of
the week's contact minutes that belongs to the days so far. What is left at the end of a week
lapses, and supervision takes time as well. Hours that are equal on paper may therefore differ in
how many of them can be delivered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sim.laws import Shape
from sim.network.extra_hours import holds_urgent_contacts, minutes_busy
from sim.network.person_hours import intervals
from sim.network.workforce import posts_of, present_share
from sim.resolved import MISSING, WHOLE_POST, Resolved
from sim.rules.budget import days_worked, fits, next_opening
from sim.rules.distributions import minutes
from sim.rules.planning import share_of_contacts
from sim.rules.posts import part_of
from sim.units import DAY, HOUR, WEEK

ONE_IN_A_HUNDRED = 0.99
WEEKS = 52
"""The number of weeks for which a worker who always has a next contact is followed."""
TOLD = 0.01
"""The smallest difference between arms in the deliverable share of hours that is reported."""


def long_contact_text(resolved: Resolved) -> Iterator[str]:
    """Iterate over sentences on services of an arm whose contacts may be too long."""
    for service, name in enumerate(resolved.names.services):
        yield from long_contacts(resolved, service, name)
        yield from plans_at_every_contact(resolved, service, name)


def plans_at_every_contact(resolved: Resolved, service: int, name: str) -> Iterator[str]:
    """Return a sentence on plans that lapse so soon that every contact makes one."""
    services = resolved.numbers.services
    every, often = int(services.plan_every[service]), intervals(resolved, service)[1]
    if services.team[service] == MISSING or np.isinf(often):
        return
    if share_of_contacts(every, often) == 1.0:
        yield (
            f"{name}: a plan is current for {every / DAY:.3g} days, and even the shortest interval "
            f"between contacts is {often / DAY:.3g} days, so that every contact makes a plan."
        )


def long_contacts(resolved: Resolved, service: int, name: str) -> Iterator[str]:
    """Iterate over sentences on the contacts of one service, if they may be too long.

    They are too long if at least one in a hundred is longer than a working day or than a week's
    contact hours.
    """
    numbers = resolved.numbers
    team = numbers.services.team[service]
    none = np.isinf(intervals(resolved, service)[1]) and not holds_urgent_contacts(
        resolved, service
    )
    if team == MISSING or none:
        return
    row = numbers.services.contact_length[service]
    drawn = int(minutes(numbers.distributions, row, ONE_IN_A_HUNDRED))
    planning = int(numbers.services.plan_length[service])
    long = max(drawn, planning)
    teams = numbers.workforce
    day = int(teams.day_closes[team] - teams.day_opens[team])
    fixed = planning > drawn or numbers.distributions.shape[row] == Shape.FIXED
    said = f"contacts of {long / HOUR:g} hours" if fixed else "some contacts"
    how = "" if fixed else f" (one in a hundred lasts {long / HOUR:.2g} hours or more)"
    if long > day:
        yield (
            f"{name}: {said} are longer than its working day of {day / HOUR:g} hours{how}. They "
            "begin inside working hours, run on past closing, and are taken from later hours."
        )
    if long > teams.weekly_minutes[team]:
        yield (
            f"{name}: {said} are longer than a worker's {teams.weekly_minutes[team] / HOUR:g} "
            f"contact hours a week{how}."
        )


def deliverable_hours(resolved: Resolved, service: int) -> float:
    """Return the contact hours a week by post that a worker delivers, if the next contact is ready.

    It is the mean over the posts at first, where one is part of a whole one. A worker always has a
    next contact to hold. All contacts are taken to be of mean length and attended. For a service
    without contacts, the result is the worker's contact hours.
    """
    numbers = resolved.numbers
    places, share = (
        int(column[service]) for column in (numbers.services.places, numbers.services.last_share)
    )
    whole = int(numbers.workforce.weekly_minutes[int(numbers.services.team[service])])
    of_a_post = _delivered(resolved, service, whole)
    if share == WHOLE_POST or places == 0:
        return of_a_post
    of_part = _delivered(resolved, service, int(part_of(whole, share)))
    return ((places - 1) * of_a_post + of_part) / posts_of(places, share)


def _delivered(resolved: Resolved, service: int, weekly: int) -> float:
    """Return the contact hours a week that a worker with so many minutes delivers."""
    numbers = resolved.numbers
    teams, team = numbers.workforce, int(numbers.services.team[service])
    works_on = teams.works_on[team]
    cost = round(minutes_busy(resolved, service))
    if cost == 0 or weekly == 0:
        return weekly / HOUR
    days = int(days_worked(0, 6, works_on))
    hours = (works_on, int(teams.day_opens[team]), int(teams.day_closes[team]))
    now, given, overrun = 0, 0, 0
    for week in range(WEEKS):
        used = 0
        while (start := int(next_opening(max(now, week * WEEK), *hours))) < (week + 1) * WEEK:
            so_far = int(days_worked(7 * week, start // DAY, works_on))
            remaining = weekly * so_far // days - used - overrun
            if fits(cost, remaining, weekly // days):
                used, now = used + cost, start + cost
            else:
                now = (start // DAY + 1) * DAY
        given, overrun = given + used, max(0, overrun + used - weekly)
    return given / WEEKS / HOUR


def deliverable_text(arms: Mapping[str, Resolved]) -> Iterator[str]:
    """Iterate over sentences: one for each service whose deliverable hours differ between arms."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    supervised: set[str] = set()
    for arm, resolved in arms.items():
        teams = resolved.numbers.workforce
        for team, service in enumerate(teams.service.tolist()):
            hours = float(teams.weekly_minutes[team] + teams.supervision[team]) / HOUR
            name = resolved.names.services[service]
            given = deliverable_hours(resolved, service) * present_share(resolved, service)
            found.setdefault(name, {})[arm] = (hours, given)
            if teams.supervision[team] > 0:
                supervised.add(name)
    for name, by_arm in found.items():
        shares = [given / hours for hours, given in by_arm.values() if hours > 0]
        if shares and max(shares) - min(shares) > TOLD:
            said = ", ".join(
                f"{given:.3g} of {hours:g} in {arm}" for arm, (hours, given) in by_arm.items()
            )
            more = ", and supervision takes time" if name in supervised else ""
            yield (
                f"{name}: of a worker's contact hours a week, as many can be delivered in contacts "
                f"of mean length: {said}. What is left of a week lapses{more}."
            )
