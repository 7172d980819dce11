"""Make the tables of an arm's rules, at minute 0 and again when rules change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.fast.layout import NONE
from sim.engines.fast.registry import At
from sim.engines.fast.settings import (
    DRAWN,
    EFFECT,
    EFFECT_BY_GROUP,
    GROUP,
    PERSON_MATRICES,
    SERVICE,
    SERVICE_MATRICES,
    TEAM,
    WAYS,
)
from sim.laws import Distributions, Shape
from sim.people import Ways
from sim.resolved import MISSING, Numbers
from sim.rules.distributions import minutes
from sim.rules.ways import ways_of
from sim.units import FOREVER

Tables = dict[At, NDArray[Any]]

AS_IT_STANDS = {
    At.SERVICE: (
        "places_now",
        "last_share_now",
        "occupied",
        "waiting",
        "first_unallocated",
        "last_unallocated",
        "first_asking",
        "last_asking",
    ),
    At.TEAM: ("first_post", "most_posts", "in_post", "on_notice"),
}
"""Columns with the present state of the run, which a change of rules keeps."""


def rule_tables(numbers: Numbers) -> Tables:
    """Return the tables of rules that compiled code reads, by their entry in the map."""
    return {
        **_effects(numbers),
        **_chains(numbers),
        **_services(numbers),
        **ways_tables(ways_of(numbers)),
        **_teams(numbers),
        **_people(numbers),
        **_distributions(numbers.distributions),
    }


def _effects(numbers: Numbers) -> Tables:
    needs, effects = numbers.needs, numbers.effects
    effect = np.zeros(needs.seek_level.shape, EFFECT)
    for name in effects._fields:
        if name not in EFFECT_BY_GROUP:
            effect[name] = getattr(effects, name)
    effect["seek_level"], effect["episode_break"] = needs.seek_level, needs.episode_break
    effect["presenting_over"] = needs.presenting_over
    effect["candidate_rate"], effect["name"] = needs.candidate_rate, needs.name[None, :]
    return {At.EFFECT: effect.ravel()}


def _chains(numbers: Numbers) -> Tables:
    needs = numbers.needs
    groups, kinds = needs.seek_level.shape
    states = needs.level.shape[1] if kinds else 0
    ways = np.zeros((groups, kinds, states), WAYS)
    for group, need, state in np.ndindex(groups, kinds, states):
        first, count = needs.first[need, state], needs.moves[need, state]
        direction = needs.direction[first : first + count]
        share = needs.share[group, first : first + count]
        begin, widest = needs.neutral_at[group, need, state], float(needs.largest_ratio[need])
        ways[group, need, state] = (
            widest * float(share[direction < 0].sum()),
            begin,
            begin + float(share[direction == 0].sum()),
            1.0 - widest * float(share[direction > 0].sum()),
            first,
            count,
        )
    return {
        At.WAYS: ways.ravel(),
        At.TARGET: needs.target,
        At.DIRECTION: needs.direction,
        At.SHARE: needs.share.ravel(),
        At.LEVEL: needs.level.ravel(),
        At.START: needs.start.ravel(),
    }


def _services(numbers: Numbers) -> Tables:
    services = numbers.services
    rows = np.zeros(len(services.name), SERVICE)
    for name in services._fields:
        if name not in SERVICE_MATRICES:
            rows[name] = getattr(services, name)
    bits = 1 << np.arange(services.covers.shape[1], dtype=np.int64)
    rows["covers"] = (services.covers * bits).sum(axis=1)
    rows["contact_interval"] = services.contact_interval
    rows["has_contacts"] = (services.contact_interval < FOREVER).any(axis=1)
    # A law that is MISSING is that of the service itself.
    laws = np.column_stack([services.exit_delay, services.exit_delay_to])
    laws = np.where(laws == MISSING, laws[:, :1], laws)
    always = [[_always(numbers.distributions, law) for law in row] for row in laws.tolist()]
    rows["has_exit_delay"] = (np.array(always, np.int64) != 0).any(axis=1)
    return {
        At.SERVICE: rows,
        At.HANDOFF: services.handoff.ravel(),
        At.FOLLOW_UP_BY: services.follow_up_by.ravel(),
        At.EXIT_DELAY: laws[:, 1:].ravel(),
        At.GROUP_CLASS: services.group_priority.ravel(),
    }


def ways_tables(ways: Ways) -> Tables:
    """Return the tables of routes, stays and entry, by their entry in the map."""
    first = np.argmax(ways.routes > 0.0, axis=-1)
    whole = np.take_along_axis(ways.routes, first[..., None], axis=-1)[..., 0] >= 1.0
    return {
        At.ROUTES: ways.routes.ravel(),
        At.SURE: np.where(whole, first, NONE).ravel(),
        At.CRISIS_ROUTE: ways.has_crisis_route.ravel(),
        At.STAY: ways.stay.ravel(),
        At.ENTRY: ways.entry.ravel(),
    }


def _teams(numbers: Numbers) -> Tables:
    workforce = numbers.workforce
    teams = np.zeros(len(workforce.service), TEAM)
    for name in workforce._fields:
        if name not in ("works_on", "closed"):
            teams[name] = getattr(workforce, name)
    teams["days_a_week"] = workforce.works_on.sum(axis=1)
    return {
        At.TEAM: teams,
        At.WORKS_ON: workforce.works_on.ravel(),
        At.CLOSED: workforce.closed.ravel(),
    }


def _people(numbers: Numbers) -> Tables:
    persons, effects = numbers.persons, numbers.effects
    groups = np.zeros(len(persons.attributes), GROUP)
    for name in persons._fields:
        if name not in PERSON_MATRICES:
            groups[name] = getattr(persons, name)
    groups["seek_delay"], groups["exit_rate"] = persons.seek_delay, persons.exit_rates
    for name in EFFECT_BY_GROUP:
        groups[name] = getattr(effects, name)
    return {
        At.GROUP: groups,
        At.SHARES: persons.share,
        At.AREA_SHARES: persons.area.ravel(),
    }


def _distributions(table: Distributions) -> Tables:
    rows = np.zeros(len(table.shape), DRAWN)
    for name in ("shape", "a", "b", "c", "minutes_per_unit"):
        rows[name] = getattr(table, name)
    rows["short"] = (table.u_low == 0.0) & (table.u_high == 1.0) & (table.size == 0)
    rows["fixed"] = table.shape == Shape.FIXED
    rows["always"] = [_always(table, row) for row in range(len(rows))]
    columns = {At[f"DRAWN_{name.upper()}"]: column for name, column in table._asdict().items()}
    return {At.DISTRIBUTION: rows, **columns}


def _always(table: Distributions, row: int) -> int:
    """Return the minutes of a distribution that always gives the same; NONE for any other."""
    constant = table.shape[row] in (Shape.FIXED, Shape.NEVER)
    return int(minutes(table, row, 0.5)) if constant else NONE


def leave_settled(every: tuple[Numbers, ...]) -> bool:
    """Return whether people may leave because they have been settled for long."""
    return any((numbers.persons.settled_level != MISSING).any() for numbers in every)


def last_class(numbers: Numbers) -> int:
    """Return the largest number of a priority class, in any waiting list ordered by group."""
    return int(numbers.services.group_priority.max(initial=0))
