"""What of an arm's settings the measures depend on, in the words of the pages."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from sim.events import ContactFlag
from sim.resolved import Capacity, Resolved, Services
from sim.units import DAY, FOREVER, WEEK, YEAR
from tests.third_reading.history import History, Person, Row
from tests.third_reading.times import Times

Measured = dict[str, tuple[float, str]]
"""Value and unit by the name of a measure."""

AREA = "area:"
"""Before the name of an area, in rows about its people."""
PER_YEAR, DAYS_PER_YEAR, SHARE = "per person-year", "days per person-year", "share"
CRISIS = 3


@dataclass(frozen=True, eq=False)
class Arm:
    """One arm."""

    resolved: Resolved

    @cached_property
    def window(self) -> Times:
        """The minutes that are measured."""
        opens, closes = self.resolved.measuring.window
        return Times.of([(opens, closes)])

    @property
    def opens(self) -> int:
        return self.resolved.measuring.window.opens

    @property
    def closes(self) -> int:
        return self.resolved.measuring.window.closes

    @property
    def needs(self) -> range:
        return range(len(self.resolved.names.needs))

    @property
    def areas(self) -> int:
        """The number of areas; 1 without areas."""
        return len(self.resolved.names.areas) or 1

    @property
    def services(self) -> range:
        return range(len(self.resolved.names.services))

    def services_at(self, minute: int) -> Services:
        """The rules of services that hold in a minute."""
        change = self.resolved.change
        if change is not None and minute < change.time:
            return change.before.services
        return self.resolved.numbers.services

    def covers(self, service: int, need: int, minute: int) -> bool:
        return bool(self.services_at(minute).covers[service, need])

    def covering_times(self, service: int, need: int) -> Times:
        """When a service covers a need, by the rules of the time."""
        change = self.resolved.change.time if self.resolved.change else 0
        eras = ((0, change), (change, FOREVER))
        return Times.of([era for era in eras if self.covers(service, need, era[0])])

    def helps(self, service: int, minute: int) -> bool:
        """Whether contacts there are help in a minute, and no signposting."""
        change = self.resolved.change
        if change is not None and minute < change.time:
            return bool(change.helps_before[service])
        return bool(self.resolved.measuring.helps[service])

    def contact_covers(self, service: int, need: int, minute: int) -> bool:
        return self.covers(service, need, minute) and self.helps(service, minute)

    def seen_in(self, contact: Row, need: int) -> bool:
        """Whether an attended contact covers a need; a stigmatising one does where that is said."""
        felt = contact.detail & ContactFlag.STIGMATISING
        return self.contact_covers(contact.service, need, contact.time) and not (
            felt and not self.counts_though_felt(contact)
        )

    def counts_though_felt(self, contact: Row) -> bool:
        return bool(self.services_at(contact.time).stigma_helps[contact.service])

    def continuous(self, service: int) -> bool:
        return bool(self.resolved.numbers.services.continuous[service])

    def helping(self, service: int, minute: int) -> bool:
        """Whether contacts there are help, or it is continuous."""
        return self.helps(service, minute) or self.continuous(service)

    def has_workers(self, service: int) -> bool:
        return int(self.resolved.numbers.services.capacity[service]) == Capacity.WORKERS

    def weighs(self, service: int) -> bool:
        """Whether a service has a team that weighs its people."""
        teams = self.resolved.numbers.workforce
        team = int(self.resolved.numbers.services.team[service])
        return self.has_workers(service) and int(teams.load_limit[team]) >= 0

    def seek_level(self, group: int, need: int) -> int:
        return int(self.resolved.numbers.needs.seek_level[group, need])

    @cached_property
    def crisis_services(self) -> set[int]:
        """Those that accept level 3 only, or that people turn to at level 3 and at no other."""
        numbers = self.resolved.numbers
        services, entry = numbers.services, numbers.persons.entry
        if numbers.dated.time.size:  # a service may become one to turn to on a date
            entry = np.concatenate([entry, *numbers.dated.entry])
        found = set()
        for service in self.services:
            only_accepts = services.level_low[service] == services.level_high[service] == CRISIS
            below = entry[..., service - 1] if service else 0.0
            turned_to = np.any(entry[..., service] - below > 0, axis=(0, 1))
            if only_accepts or turned_to.tolist() == [False, False, False, True]:
                found.add(service)
        return found


@dataclass(frozen=True, eq=False)
class Group:
    """People who are measured together: a group of the scenario, or everyone."""

    arm: Arm
    people: list[Person]
    outgrown: bool  # so that nothing may be told per person-year

    @cached_property
    def there(self) -> dict[int, Times]:
        """When each of them was in the population, inside the window."""
        return {
            person.number: Times.of([(person.arrives, person.leaves)]) & self.arm.window
            for person in self.people
        }

    @cached_property
    def person_minutes(self) -> int:
        """Their time in the window."""
        return sum(each.minutes for each in self.there.values())

    def rate(self, number: float) -> tuple[float, str]:
        """So many per person-year."""
        return self._per(number * YEAR), PER_YEAR

    def days(self, minutes: float) -> tuple[float, str]:
        """So many minutes, as days per person-year."""
        return self._per(minutes * 365.25), DAYS_PER_YEAR

    def money(self, amount: float) -> float:
        """So much money per person-year."""
        return self._per(amount * YEAR)

    def a_year(self, number: float) -> tuple[float, str]:
        """So many in the window, per year."""
        return ratio(number * YEAR, self.arm.window.minutes), "per year"

    def _per(self, number: float) -> float:
        return math.nan if self.outgrown else ratio(number, self.person_minutes)


def groups(arm: Arm, past: History, outgrown: bool) -> dict[str, Group]:
    """Everyone, and each group and each area where there is more than one."""
    found = {"everyone": Group(arm, past.people, outgrown)}
    names = arm.resolved.names.groups
    if len(names) > 1:
        for number, name in enumerate(names):
            members = [each for each in past.people if each.group // arm.areas == number]
            found[name] = Group(arm, members, outgrown)
    if arm.areas > 1:
        for number, name in enumerate(arm.resolved.names.areas):
            members = [each for each in past.people if each.group % arm.areas == number]
            found[AREA + name] = Group(arm, members, outgrown)
    return found


def ratio(part: float, whole: float) -> float:
    """A share or a rate; of nothing it is undefined."""
    return part / whole if whole else math.nan


def share(part: float, whole: float) -> tuple[float, str]:
    """A share, with its unit."""
    return ratio(part, whole), SHARE


def mean(values: list[int]) -> float:
    """The mean; of nobody it is undefined."""
    return ratio(sum(values), len(values))


def mean_days(minutes: list[int]) -> float:
    """The mean of lengths, exact to the minute, in days."""
    return ratio(sum(minutes), len(minutes) * DAY)


def quantile(days: list[int], percent: int) -> float:
    """The smallest number of completed days that so many percent did not exceed."""
    ordered = sorted(days)
    for place, value in enumerate(ordered, 1):
        if 100 * place >= percent * len(ordered):
            return float(value)
    return math.nan


def counted(arm: Arm, holds: Callable[[int], bool]) -> list[int]:
    """The services for which something holds."""
    return [service for service in arm.services if holds(service)]


def working_minutes(arm: Arm, team: int, begins: int, ends: int) -> int:
    """Minutes inside a team's working hours, from a minute to another."""
    teams = arm.resolved.numbers.workforce
    opens, closes = int(teams.day_opens[team]), int(teams.day_closes[team])
    days = [day for day in range(7) if teams.works_on[team, day]]
    in_week = len(days) * (closes - opens)
    first_day = arm.resolved.calendar.begins
    weekday = 0 if first_day is None else first_day.isoweekday() - 1

    def since_a_monday(minute: int) -> int:
        weeks, rest = divmod(minute + weekday * DAY, WEEK)
        begun = sum(min(max(rest - day * DAY - opens, 0), closes - opens) for day in days)
        return weeks * in_week + begun

    return since_a_monday(ends) - since_a_monday(begins)


def pieces(edges: list[int]) -> list[tuple[int, int]]:
    """The stretches between neighbours of a sorted list."""
    return list(pairwise(edges))
