"""Make tables of an arm: its services, its needs, and when which service covers which need."""

from __future__ import annotations

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.resolved import MISSING, WHOLE_POST, Capacity, Resolved, Services, Workforce
from sim.tables.codes import LEVELS
from sim.tables.columns import Column, Columns, Words
from sim.tables.journeys import told
from sim.tables.named_events import WEEKDAYS
from sim.units import HOUR

CAPACITIES = {
    Capacity.UNLIMITED: "unlimited",
    Capacity.PLACES: "places",
    Capacity.WORKERS: "workers",
}


def services_table(resolved: Resolved) -> Columns:
    """Return one row for each service, in the order of its codes.

    `room` is how many people can be in a spell at minute 0: places, or posts times caseload, where
    part of a post has room for that part of a caseload, rounded down. It is empty for a service
    without a limit. If a caseload weighs people, both `room` and the caseload are empty. `posts`
    are whole numbers if no team has a part of a post. Later changes are `CAPACITY_CHANGED` rows of
    the log.
    """
    names, services, teams = resolved.names, resolved.numbers.services, resolved.numbers.workforce
    unlimited = services.capacity == Capacity.UNLIMITED
    has_team = services.team != MISSING
    caseload = _of_team(services.team, teams.caseload)
    weighs = has_team & (caseload == MISSING)
    last = np.minimum(caseload, np.maximum(1, caseload * services.last_share // WHOLE_POST))
    of_team = np.where(services.places > 0, (services.places - 1) * caseload + last, 0)
    room = np.where(has_team, of_team, services.places)
    parts = np.where(services.places > 0, services.last_share - WHOLE_POST, 0)
    posts = services.places + parts / WHOLE_POST if parts.any() else services.places
    prices = resolved.measuring
    return {
        "service": np.arange(len(names.services)),
        "name": told(names.services),
        "label": told(names.service_labels),
        "kind": told(names.service_kinds),
        "capacity": Words(services.capacity, [CAPACITIES[each] for each in Capacity]),
        "room": np.ma.masked_array(room, unlimited | weighs),
        "posts": np.ma.masked_array(posts, ~has_team),
        "caseload": np.ma.masked_array(caseload, ~has_team | weighs),
        "weekly_contact_minutes": np.ma.masked_array(
            _of_team(services.team, teams.weekly_minutes), ~has_team
        ),
        "days": Words(services.team, _days(teams)),
        "opens": Words(services.team, [_clock(each) for each in teams.day_opens.tolist()]),
        "closes": Words(services.team, [_clock(each) for each in teams.day_closes.tolist()]),
        "continuous": services.continuous.astype(np.bool_),
        "lowest_level": services.level_low,
        "highest_level": services.level_high,
        "contact_cost": np.ma.masked_invalid(prices.contact_cost),
        "place_day_cost": np.ma.masked_invalid(prices.place_day_cost),
        "post_year_cost": np.ma.masked_invalid(prices.post_year_cost),
    }


def covers_table(resolved: Resolved) -> Columns:
    """Return which service covers which need in this arm, and at which times.

    There is one row for each pair of a service and a need that it covers. If the rules change,
    there is one for each pair before the change and one for each pair after it.

    - `from_minute`, `to_minute`: the row holds from the first minute until just before the second.
    - `covered_for`: the minutes for which an attended contact covers the need. It is 0 if contacts
      are signposting, because such contacts cover nothing.
    - `continuous`: whether the need is also covered in each minute of an open spell.
    - `support`: the support that the service gives, as a share of the full effect.
    """
    change, closes = resolved.change, resolved.numbers.closes
    if change is None:
        return _covers_between(
            resolved, resolved.numbers.services, resolved.measuring.helps, 0, closes
        )
    parts = (
        _covers_between(resolved, change.before.services, change.helps_before, 0, change.time),
        _covers_between(
            resolved, resolved.numbers.services, resolved.measuring.helps, change.time, closes
        ),
    )
    return {name: _joined(parts[0][name], parts[1][name]) for name in parts[0]}


def _joined(first: Column, second: Column) -> Column:
    """Return the cells of one column followed by those of another."""
    if isinstance(first, Words):
        assert isinstance(second, Words)
        return Words(np.concatenate([first.positions, second.positions]), first.words)
    return np.concatenate([np.asarray(first), np.asarray(second)])


def _covers_between(
    resolved: Resolved, services: Services, helps: Flags, begins: int, ends: int
) -> Columns:
    """Return which service covers which need between two minutes."""
    names, measuring = resolved.names, resolved.measuring
    service, need = (each.astype(np.int64) for each in np.nonzero(services.covers))
    whole = begins == 0 and ends == resolved.numbers.closes
    return {
        "service": service,
        "service_name": Words(service, names.services),
        "need": need,
        "need_name": Words(need, names.needs),
        "from_minute": np.full(len(service), begins, np.int64),
        "to_minute": np.full(len(service), ends, np.int64),
        "whole_run": np.full(len(service), whole, np.bool_),
        "lowest_level": services.level_low[service],
        "highest_level": services.level_high[service],
        "continuous": services.continuous[service].astype(np.bool_),
        "covered_for": np.where(helps[service], measuring.covered_for, 0),
        "support": services.support[service],
    }


def needs_table(resolved: Resolved) -> Columns:
    """Return the states of each need with their levels; one row for each state."""
    names, levels = resolved.names, resolved.numbers.needs.level
    pairs = [(k, x) for k, states in enumerate(names.states) for x in range(len(states))]
    need = np.array([k for k, _ in pairs], np.int64)
    level = np.array([levels[pair] for pair in pairs], np.int64)
    return {
        "need": need,
        "name": Words(need, names.needs),
        "label": Words(need, names.need_labels),
        "state": np.array([x for _, x in pairs], np.int64),
        "state_name": told([names.states[k][x] for k, x in pairs]),
        "level": level,
        "level_name": Words(level, LEVELS),
    }


def group_needs_table(resolved: Resolved) -> Columns:
    """Return the settings of each need for each group; one row for each pair.

    A person is in need if the level is `seek_level` or above. Each ratio is a factor on rates at
    which the need changes: under full support, after a loss, while waiting, or with advice. A
    ratio of 1 means no effect.
    """
    names, needs, effects = resolved.names, resolved.numbers.needs, resolved.numbers.effects
    shape = len(names.groups), len(names.needs)
    group, need = (each.ravel() for each in np.indices(shape))
    areas = len(names.areas) or 1

    def of(column: Ints | Floats) -> Ints | Floats:
        """Return the values of each group in its first area; they are the same in all areas."""
        return column[::areas].ravel()

    return {
        "group": group,
        "group_name": Words(group, names.groups),
        "group_label": Words(group, names.group_labels),
        "need": need,
        "need_name": Words(need, names.needs),
        "seek_level": of(needs.seek_level),
        "episode_break": of(needs.episode_break),
        "support_recovery": of(effects.support_recovery),
        "support_worsening": of(effects.support_worsening),
        "support_window": of(effects.support_window),
        "loss_worsening": of(effects.loss_worsening),
        "waiting_worsening": of(effects.waiting_worsening),
        "advice_recovery": of(effects.advice_recovery),
    }


def _of_team(team: Ints, numbers: Ints) -> Ints:
    """Return for each service the number that its team has; 0 for services without a team."""
    if not len(numbers):
        return np.zeros(len(team), np.int64)
    return np.where(team == MISSING, 0, numbers[np.maximum(team, 0)])


def _days(teams: Workforce) -> list[str]:
    """Return the days on which each team works, as words."""
    return [
        " ".join(day for day, works in zip(WEEKDAYS, week, strict=True) if works)
        for week in teams.works_on.tolist()
    ]


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02}:{minute % HOUR:02}"
