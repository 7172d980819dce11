"""Compare the staff hours and places of all arms; compared arms must have equal amounts.

Three amounts are compared. The first is the contact hours a week, of each service's team and of
all teams together. The second is the places of each kind of service. The third is the care of
unlimited services: each setting is compared, because this care costs nothing, so no arm may have
more of it. Hours may move between services if the sum stays the same to the whole hour; the
figures then say that hours moved. Hours and places are means over the run, including scheduled
changes. Vacancies are left out, because a vacant post counts with the same hours as a filled one.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Distributions, Shape
from sim.network.ends import limit_columns
from sim.network.ways import laws_of_stay
from sim.resolved import MISSING, WHOLE_POST, Capacity, Resolved
from sim.rules.residuals import mean
from sim.units import HOUR

WHOLE = 0.5
"""Two amounts can count as equal only if they differ by less than this."""
ROUNDING = 0.01
"""Two amounts can count as equal only if they differ by no more than this share of the larger.

For example, a difference of half an hour is much for an amount of two hours.
"""
SLACK = 1e-9


class ResourceKind(enum.Enum):
    """The kinds of amounts in the table of staff and places."""

    TEAM = "hours of one service's workers"
    STAFF = "hours of all workers"
    PLACES = "places of one kind of service"


class Resource(NamedTuple):
    """One line of the table of staff and places: one amount in every arm."""

    name: str
    unit: str
    amounts: Mapping[str, float]  # by arm
    kind: ResourceKind
    key: str = ""  # the id of a service, or the kind of its places

    @property
    def difference(self) -> float:
        """The largest difference between arms."""
        return max(self.amounts.values()) - min(self.amounts.values())

    @property
    def spread(self) -> float:
        """The largest difference as a share of the largest amount; 0 if all amounts are 0."""
        most = max(self.amounts.values())
        return self.difference / most if most > 0 else 0.0

    @property
    def same(self) -> bool:
        """Whether every arm has the same amount, to the whole hour or place."""
        return self.difference < WHOLE and self.spread <= ROUNDING

    def allowed(self, tolerance: float) -> bool:
        """Return whether the arms differ by no more than this share of the larger amount."""
        return self.same or self.spread <= tolerance + SLACK

    def said(self, label: Callable[[str], str] = str) -> str:
        """Return one sentence with the amounts of all arms."""
        unit = "" if self.kind is ResourceKind.PLACES else f" {self.unit}"
        digits = 1 if self.difference >= WHOLE else 3
        first, *others = (
            (f"{round(amount, digits):,.9g}", label(arm)) for arm, amount in self.amounts.items()
        )
        each = [f"{first[0]}{unit} in {first[1]}", *(f"{few} in {arm}" for few, arm in others)]
        return f"{self.name}: {', '.join(each)}."


class WorkforceCheck(NamedTuple):
    """The table of staff and places, with the inequalities found in it."""

    resources: tuple[Resource, ...]
    unequal: tuple[Resource, ...]  # what arms have more of than others, against the rule
    unlimited: tuple[str, ...]  # one sentence each on care without limit that is not the same
    reason: str  # why the scenario allows unequal arms; empty when it does not

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each inequality; empty if the arms are equal."""
        return self.problems_in()

    def problems_in(self, label: Callable[[str], str] = str) -> tuple[str, ...]:
        """Return one sentence for each inequality, with the arms named by `label`."""
        return (*(each.said(label) for each in self.unequal), *self.unlimited)

    @property
    def refused(self) -> bool:
        """Whether the arms may not be compared: they are unequal, and no reason is given."""
        return bool(self.problems) and not self.reason

    @property
    def moved(self) -> tuple[Resource, ...]:
        """The teams whose hours differ between arms although the sum over all teams does not."""
        teams = self.differing(ResourceKind.TEAM)
        return () if self.differing(ResourceKind.STAFF) else teams

    @property
    def tolerated(self) -> tuple[Resource, ...]:
        """The lines whose difference is within the scenario's `tolerance`, except moved hours."""
        others = (*self.unequal, *self.moved)
        return tuple(each for each in self.differing() if each not in others)

    def differing(self, kind: ResourceKind | None = None) -> tuple[Resource, ...]:
        """Return the lines whose amounts are not equal in all arms, to the whole hour or place."""
        kinds = [kind] if kind else list(ResourceKind)
        return tuple(each for each in self.resources if each.kind in kinds and not each.same)

    def of(self, kind: ResourceKind) -> tuple[Resource, ...]:
        """Return the lines of one kind of amount."""
        return tuple(each for each in self.resources if each.kind is kind)


def check_workforce(
    arms: Mapping[str, Resolved], tolerance: float, reason: str = ""
) -> WorkforceCheck:
    """Add up the staff and places of every arm, and find the differences.

    Parameters
    ----------
    arms
        The arms to be compared, by name.
    tolerance
        The largest allowed difference in one service's hours, or in the places of one kind, as a
        share of the larger amount. 0 allows only differences of less than a whole hour or place.
    reason
        Why the arms may differ nevertheless. It is printed with every result.
    """
    staff = hours(arms)
    rooms = places(arms)
    more = [
        *against_the_rule(staff, tolerance),
        *(each for each in rooms if not each.allowed(tolerance)),
    ]
    unlimited = unlimited_differences(arms)
    return WorkforceCheck((*staff, *rooms), tuple(more), tuple(unlimited), reason)


def against_the_rule(staff: Sequence[Resource], tolerance: float) -> list[Resource]:
    """Return the lines of teams, and of their sum, that differ between arms by more than allowed.

    The list is empty if hours only move between teams. Each team is judged by its hours alone. If
    any team differs too much, the sum is added if it differs too much as well. The sum is the only
    line if each team differs by less than a whole hour, but the sum by more than allowed.
    """
    teams = [each for each in staff if each.kind is ResourceKind.TEAM]
    totals = [each for each in staff if each.kind is ResourceKind.STAFF]
    more = [each for each in teams if not each.allowed(tolerance)]
    if all(each.same for each in totals):
        return []  # moved from one service to another
    if more or all(each.same for each in teams):
        more += [each for each in totals if not each.allowed(tolerance)]
    return more


def hours(arms: Mapping[str, Resolved]) -> list[Resource]:
    """Return the contact hours a week of each service's team, and of all teams together.

    Hours used for supervision are included, because an arm may use the same staff for supervision.
    """
    by_service: dict[str, dict[str, float]] = {}
    labels: dict[str, str] = {}
    for arm, resolved in arms.items():
        team = resolved.numbers.workforce
        for row, service in enumerate(team.service):
            posts = mean_capacity(resolved, int(service))
            name = resolved.names.services[service]
            labels.setdefault(name, resolved.names.service_labels[service])
            paid = float(team.weekly_minutes[row] + team.supervision[row])
            by_service.setdefault(name, dict.fromkeys(arms, 0.0))[arm] = posts * paid / HOUR
    if not by_service:
        return []
    total = {arm: sum(each[arm] for each in by_service.values()) for arm in arms}
    unit = "hours a week"
    parts = [
        Resource(f"Staff: {labels[name]}", unit, each, ResourceKind.TEAM, name)
        for name, each in by_service.items()
    ]
    return [*parts, Resource("Staff contact-hours in all", unit, total, ResourceKind.STAFF)]


def places(arms: Mapping[str, Resolved]) -> list[Resource]:
    """Return the places of each kind of service that has places."""
    by_kind: dict[str, dict[str, float]] = {}
    for arm, resolved in arms.items():
        for row, kind in enumerate(resolved.names.service_kinds):
            if resolved.numbers.services.capacity[row] == Capacity.PLACES:
                amounts = by_kind.setdefault(kind, dict.fromkeys(arms, 0.0))
                amounts[arm] += mean_capacity(resolved, row)
    return [
        Resource(f"Places: {kind}", "places", each, ResourceKind.PLACES, kind)
        for kind, each in by_kind.items()
    ]


def mean_capacity(resolved: Resolved, service: int) -> float:
    """Return the places or posts of a service, as the mean over the whole run."""
    held = capacity_over_time(resolved, service)
    return sum(each.number * each.minutes for each in held) / resolved.numbers.closes


def filled_share(resolved: Resolved, service: int) -> float:
    """Return the long-run share of time for which a post is filled.

    It is tenure ÷ (tenure + vacancy).
    """
    team = resolved.numbers.services.team[service]
    if team == MISSING:
        return 1.0
    rows, teams = resolved.numbers.distributions, resolved.numbers.workforce
    stays, empty = float(mean(rows, teams.tenure[team])), float(mean(rows, teams.vacancy[team]))
    if math.isinf(stays) or empty == 0:
        return 1.0
    return stays / (stays + empty)


def present_share(resolved: Resolved, service: int) -> float:
    """Return the long-run share of their working days on which workers are present."""
    numbers, teams = resolved.numbers, resolved.numbers.workforce
    team = numbers.services.team[service]
    if team == MISSING:
        return 1.0
    at_work, there = float(teams.at_work[team]), 1.0
    if at_work > 0:
        there = at_work / (at_work + float(mean(numbers.distributions, teams.away_spells[team])))
    days = np.arange(teams.closed.shape[1])
    works = teams.works_on[team][(days + resolved.calendar.weekday) % 7]
    if works.any():
        there *= 1 - float((teams.closed[team] & works).sum() / works.sum())
    return there


class HeldFor(NamedTuple):
    """The places or posts that a service has for some time of the run."""

    places: int
    last_share: int  # thousandths: of the last post
    minutes: int

    @property
    def number(self) -> float:
        """The number of places or posts, with its part of a post."""
        return posts_of(self.places, self.last_share)


def posts_of(places: int, last_share: int) -> float:
    """Return a number of places, or of posts with a part of a post."""
    if places == 0 or last_share == WHOLE_POST:
        return float(places)
    return places - 1 + last_share / WHOLE_POST


def capacity_over_time(resolved: Resolved, service: int) -> list[HeldFor]:
    """Return what a service has of places or posts, each for its minutes in the run."""
    numbers = resolved.numbers
    now = int(numbers.services.places[service]), int(numbers.services.last_share[service])
    since, held = 0, []
    for change in np.flatnonzero(numbers.changes.service == service):
        time = min(int(numbers.changes.time[change]), numbers.closes)
        held.append(HeldFor(*now, time - since))
        now = int(numbers.changes.places[change]), int(numbers.changes.last_share[change])
        since = time
    return [*held, HeldFor(*now, numbers.closes - since)]


def unlimited_differences(arms: Mapping[str, Resolved]) -> list[str]:
    """Return a sentence for each unlimited service that is not equal in all arms.

    Such a service is missing in some arm, or does more for people in one arm than in another.
    """
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
    """Return the settings of each unlimited service in a form that can be compared."""
    services, rows = resolved.numbers.services, resolved.numbers.distributions
    return {
        name: (
            tuple(services.contact_interval[row].tolist()),
            _law(rows, int(services.contact_length[row])),
            int(services.contact_per_need[row]),
            float(services.cancelled_person[row] + services.cancelled_provider[row]),
            tuple(_law(rows, law) for law in laws_of_stay(resolved.numbers, row)),
            *(int(getattr(services, column)[row]) for column in limit_columns()),
            int(services.urgent_within[row]),
            float(services.support[row]),
            bool(services.continuous[row]),
        )
        for row, name in enumerate(resolved.names.services)
        if services.capacity[row] == Capacity.UNLIMITED
    }


def _law(rows: Distributions, row: int) -> tuple[object, ...]:
    """Return the numbers of a distribution, without the number of its row."""
    listed = slice(int(rows.first[row]), int(rows.first[row] + rows.size[row]))
    points = rows.points[listed].tolist()
    if rows.shape[row] == Shape.MIXTURE:
        points = [_law(rows, int(part)) for part in points]
    single = (column[row].item() for column in rows[:7])
    return (*single, *points, *rows.cumulative[listed].tolist())
