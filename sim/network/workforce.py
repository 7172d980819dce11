"""Staff hours and places of each arm, and the rule that nobody wins by having more of them.

Compared are staff contact-hours a week in all, places of each kind of service, and, one by one,
what is done in unlimited services (their care is free, so an arm must not have more of it).
Hours and places are means over the run, scheduled changes included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.resolved import MISSING, Capacity, Distributions, Resolved, Shape
from sim.rules.residuals import mean
from sim.units import HOUR


class Resource(NamedTuple):
    """One line of the table: how much of something each arm has."""

    name: str
    unit: str
    amounts: Mapping[str, float]  # by arm
    compared: bool  # whether the arms have to have the same

    @property
    def spread(self) -> float:
        """Largest difference between arms, as a share of the largest amount; 0 if all are 0."""
        most, least = max(self.amounts.values()), min(self.amounts.values())
        return (most - least) / most if most > 0 else 0.0


class WorkforceCheck(NamedTuple):
    """The table, and what is unequal in it."""

    resources: tuple[Resource, ...]
    problems: tuple[str, ...]  # one sentence each; empty when the arms are equal
    reason: str  # why the scenario allows unequal arms; empty when it does not

    @property
    def refused(self) -> bool:
        """Whether the arms may not be compared."""
        return bool(self.problems) and not self.reason


def check_workforce(
    arms: Mapping[str, Resolved], tolerance: float, reason: str = ""
) -> WorkforceCheck:
    """Add up what every arm has, and say what differs by more than `tolerance`.

    Parameters
    ----------
    arms
        The arms to be compared, by name.
    tolerance
        Largest difference allowed, as a share of the larger amount.
    reason
        Why they may differ all the same; it is printed with every result.
    """
    resources = (*hours(arms), *places(arms))
    problems = [
        f"{resource.name}: {', '.join(_said(resource, arm) for arm in resource.amounts)}."
        for resource in resources
        if resource.compared and resource.spread > tolerance
    ]
    return WorkforceCheck(resources, (*problems, *unlimited_differences(arms)), reason)


def _said(resource: Resource, arm: str) -> str:
    return f"{resource.amounts[arm]:g} in {arm}"


def hours(arms: Mapping[str, Resolved]) -> list[Resource]:
    """Contact-hours a week of each service's team, and of all teams together."""
    by_service: dict[str, dict[str, float]] = {}
    for arm, resolved in arms.items():
        team = resolved.numbers.workforce
        for row, service in enumerate(team.service):
            posts = mean_capacity(resolved, int(service))
            label = resolved.names.service_labels[service]
            by_service.setdefault(label, dict.fromkeys(arms, 0.0))[arm] = (
                posts * float(team.weekly_minutes[row]) / HOUR
            )
    total = {arm: sum(each[arm] for each in by_service.values()) for arm in arms}
    unit = "hours a week"
    parts = [Resource(f"Staff: {label}", unit, each, False) for label, each in by_service.items()]
    return [*parts, Resource("Staff contact-hours in all", unit, total, True)]


def places(arms: Mapping[str, Resolved]) -> list[Resource]:
    """Places of each kind of service that has places."""
    by_kind: dict[str, dict[str, float]] = {}
    for arm, resolved in arms.items():
        for row, kind in enumerate(resolved.names.service_kinds):
            if resolved.numbers.services.capacity[row] == Capacity.PLACES:
                amounts = by_kind.setdefault(kind, dict.fromkeys(arms, 0.0))
                amounts[arm] += mean_capacity(resolved, row)
    return [Resource(f"Places: {kind}", "places", each, True) for kind, each in by_kind.items()]


def mean_capacity(resolved: Resolved, service: int) -> float:
    """Places or posts of a service, as the mean over the whole run."""
    held = capacity_over_time(resolved, service)
    return sum(number * minutes for number, minutes in held) / resolved.numbers.closes


def filled_share(resolved: Resolved, service: int) -> float:
    """Share of time a post is filled in the long run: tenure ÷ (tenure + vacancy)."""
    team = resolved.numbers.services.team[service]
    if team == MISSING:
        return 1.0
    rows, teams = resolved.numbers.distributions, resolved.numbers.workforce
    stays, empty = float(mean(rows, teams.tenure[team])), float(mean(rows, teams.vacancy[team]))
    if math.isinf(stays) or empty == 0:
        return 1.0
    return stays / (stays + empty)


def capacity_over_time(resolved: Resolved, service: int) -> list[tuple[int, int]]:
    """Places or posts of a service, each with the minutes of the run for which it has so many."""
    numbers = resolved.numbers
    now, since = int(numbers.services.places[service]), 0
    held = []
    for change in np.flatnonzero(numbers.changes.service == service):
        time = min(int(numbers.changes.time[change]), numbers.closes)
        held.append((now, time - since))
        now, since = int(numbers.changes.places[change]), time
    return [*held, (now, numbers.closes - since)]


def unlimited_differences(arms: Mapping[str, Resolved]) -> list[str]:
    """Unlimited services that are not in every arm, or do more for people in one than another."""
    offers = {arm: _unlimited(resolved) for arm, resolved in arms.items()}
    names = dict.fromkeys(name for offer in offers.values() for name in offer)
    problems = []
    for name in names:
        lacking = [arm for arm in arms if name not in offers[arm]]
        if lacking:
            problems.append(f"{name} is unlimited, but not in {', '.join(lacking)}.")
        elif len({offers[arm][name] for arm in arms}) > 1:
            problems.append(f"{name} is unlimited, and its contacts or stays differ between arms.")
    return problems


def _unlimited(resolved: Resolved) -> dict[str, tuple[object, ...]]:
    """What each unlimited service offers, as values that are equal when the offers are."""
    services, rows = resolved.numbers.services, resolved.numbers.distributions
    return {
        name: (
            tuple(services.contact_interval[row].tolist()),
            _law(rows, int(services.contact_length[row])),
            _law(rows, int(services.stay[row])),
            int(services.max_contacts[row]),
            int(services.urgent_within[row]),
            float(services.support[row]),
            bool(services.continuous[row]),
        )
        for row, name in enumerate(resolved.names.services)
        if services.capacity[row] == Capacity.UNLIMITED
    }


def _law(rows: Distributions, row: int) -> tuple[object, ...]:
    """A distribution as its numbers, whatever row it is in."""
    listed = slice(int(rows.first[row]), int(rows.first[row] + rows.size[row]))
    points = rows.points[listed].tolist()
    if rows.shape[row] == Shape.MIXTURE:
        points = [_law(rows, int(part)) for part in points]
    single = (column[row].item() for column in rows[:7])
    return (*single, *points, *rows.cumulative[listed].tolist())
