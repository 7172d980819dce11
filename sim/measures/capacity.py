"""Capacity: how full places are, how busy workers are, and how many posts are vacant.

These measures do not belong to a person, so they are counted once and not by group. Workers work
in working hours only. Therefore the time of workers and posts is counted in working minutes of
their service's calendar, and the result does not depend on the number of weekends in the window.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind, EventLog, Run, Window
from sim.laws import Floats, Ints
from sim.measures.activity import without_worker
from sim.measures.asked import EVERYTHING, Asked
from sim.measures.observed import NEVER, Observed, overlap, rows_of
from sim.measures.occupancy import full_share, occupancy, quantiles
from sim.measures.referrals import Referrals
from sim.measures.staffing import in_post, offered
from sim.measures.tallies import UNDEFINED, count, ratio
from sim.measures.weights import weight_minutes
from sim.measures.working import Calendars, calendars, working_minutes_between
from sim.resolved import MISSING, WHOLE_POST, Capacity, Resolved
from sim.units import HOUR, WEEK, YEAR

CHARGED = (EventKind.CONTACT, EventKind.CONTACT_MISSED, EventKind.ADVISED)
"""Kinds of rows whose `minutes` take the time of each worker named in the row.

A `HANDOVER` row is not among them. Its `minutes` always count for the new worker. They count for
the leaving worker only if both take part, because otherwise that worker may have left already.
"""


class CapacityTally(NamedTuple):
    """The capacity of each service and how much of it is used; (S,) where no shape is given."""

    place_minutes: Ints  # offered, by services with places
    taken_minutes: Ints  # places taken, those held after an ending included
    post_minutes: Ints  # working minutes offered, by services with workers, in thousandths of posts
    filled_minutes: Ints  # working minutes of workers in post, likewise
    worker_minutes: Ints  # minutes of workers in post, whatever the hour, likewise
    assigned_minutes: Ints  # open spells that had a worker
    weight_minutes: Ints  # the same times their weights, in thousandths
    charged_minutes: Ints  # workers' time used
    occupied: Ints  # (S, N) with n people in open spells
    placed_minutes: Ints  # with a place at least offered, by services with places
    full_minutes: Ints  # of them: with somebody in every place


def gather(run: Run, seen: Observed, made: Referrals, resolved: Resolved) -> CapacityTally:
    """Count the capacity of each service and how much of it is used; see `CapacityTally`."""
    shape = (seen.services,)
    times = calendars(resolved)
    minutes = offered_minutes(seen, resolved, times)
    there = in_post(run, seen, resolved)
    kind = resolved.numbers.services.capacity
    opened = np.flatnonzero(made.started != NEVER)
    taken = overlap(made.started, np.minimum(made.freed, seen.window.closes), seen.window)
    ended = np.minimum(made.ended, seen.left[made.person])
    open_minutes = count(
        shape,
        made.service[opened],
        weights=overlap(made.started, ended, seen.window)[opened],
    )
    held, without = without_worker(seen)
    has_team = resolved.numbers.services.team != MISSING
    alone = count(shape, held["service"], weights=without)
    return CapacityTally(
        place_minutes=np.where(kind == Capacity.PLACES, minutes // WHOLE_POST, 0),
        taken_minutes=count(shape, made.service[opened], weights=taken[opened]),
        post_minutes=np.where(kind == Capacity.WORKERS, minutes, 0),
        filled_minutes=working_minutes_between(
            times, there.service, there.begins, there.ends, seen.window, there.thousandths
        ),
        worker_minutes=count(
            shape,
            there.service,
            weights=overlap(there.begins, there.ends, seen.window) * there.thousandths,
        ),
        assigned_minutes=np.where(has_team, open_minutes - alone, 0),
        weight_minutes=weight_minutes(seen),
        charged_minutes=charged_minutes(run, seen),
        **occupancy(seen, made, resolved)._asdict(),
    )


def offered_minutes(seen: Observed, resolved: Resolved, times: Calendars) -> Ints:
    """Add up, for each service, the working minutes of the window times the places or posts."""
    pieces = [
        (each.service, each.begins, min(each.ends, seen.window.closes), each.thousandths)
        for each in offered(seen, resolved)
    ]
    where, begins, ends, capacity = np.array(pieces, np.int64).reshape(-1, 4).T
    return working_minutes_between(times, where, begins, ends, seen.window, capacity)


def charges(seen: Observed) -> list[tuple[EventLog, str]]:
    """Return groups of rows that take workers' time, each with the column that names the worker.

    Rows until the window's close are included. A row that takes the time of two workers is in two
    groups, once for each worker.
    """
    used, handed_over = rows_of(seen, *CHARGED), rows_of(seen, EventKind.HANDOVER)
    by_both = handed_over[handed_over["detail"] == 1]
    found = (
        (used, "worker"),
        (used, "other_worker"),
        (handed_over, "worker"),
        (by_both, "other_worker"),
    )
    return [(rows[rows[column] >= 0], column) for rows, column in found]


def charged_minutes(run: Run, seen: Observed) -> Ints:
    """Return the minutes of workers' time used in the window, by service, shape (S,).

    A joint contact and a consultation use the time of two workers. Each of the two uses the
    `minutes` of the row, and they count for the worker's own service.
    """
    team = np.array([worker.service for worker in run.workers], np.int64)
    total = np.zeros(seen.services, np.int64)
    for charged, column in charges(seen):
        rows = charged[charged["time"] >= seen.window.opens]
        total += count((seen.services,), team[rows[column]], weights=rows["minutes"])
    return total


def summarise(
    tally: CapacityTally, window: Window, resolved: Resolved, asked: Asked = EVERYTHING
) -> dict[str, float]:
    """Return how full and busy services were, and how many hours of workers' time were used.

    They are given over all services, and at the services that are asked for.
    """
    has_team = resolved.numbers.services.capacity == Capacity.WORKERS
    worked = working_time(window, resolved)
    values: dict[str, float] = {}
    if asked.has("staff_hours"):
        values["staff_hours"] = 0.0 if window.closes > window.opens else UNDEFINED
        for position in np.flatnonzero(has_team).tolist():
            values["staff_hours"] += hours_at(tally, position, worked, resolved)
    if has_team.any():
        values["vacancy_share"] = 1 - ratio(
            posts(tally.filled_minutes, worked), posts(tally.post_minutes, worked)
        )
        values["caseload"] = ratio(
            tally.assigned_minutes.sum(), tally.worker_minutes.sum() / WHOLE_POST
        )
    for position, service in asked.services(resolved.names):
        values |= at_service(service, position, tally, worked, resolved)
    return values


def at_service(
    service: str, position: int, tally: CapacityTally, worked: Ints, resolved: Resolved
) -> dict[str, float]:
    """Return how full and busy one service was; `worked` is its working time, shape (S,)."""
    kind, teams = resolved.numbers.services.capacity[position], resolved.numbers.workforce
    here = CapacityTally(*(part[position] for part in tally))
    values = quantiles(service, here.occupied)
    if kind == Capacity.PLACES:
        values[f"utilisation.{service}"] = ratio(here.taken_minutes, here.place_minutes)
        values |= full_share(service, here.full_minutes, here.placed_minutes)
    elif kind == Capacity.WORKERS:
        team = int(resolved.numbers.services.team[position])
        weekly, week = int(teams.weekly_minutes[team]), working_week(resolved, team)
        values |= {
            f"utilisation.{service}": ratio(
                here.charged_minutes * week, here.filled_minutes / WHOLE_POST * weekly
            ),
            f"caseload.{service}": ratio(here.assigned_minutes, here.worker_minutes / WHOLE_POST),
            **weight_of(here, service, weighs=bool(teams.load_limit[team] != MISSING)),
            f"staff_hours.{service}": hours_at(tally, position, worked, resolved),
            f"vacancy_share.{service}": 1 - ratio(here.filled_minutes, here.post_minutes),
        }
    return values


def hours_at(tally: CapacityTally, position: int, worked: Ints, resolved: Resolved) -> float:
    """Return the hours of workers' time that a team used in a year of its working weeks."""
    week = working_week(resolved, int(resolved.numbers.services.team[position]))
    used = tally.charged_minutes[position]
    return ratio(used * week * YEAR, worked[position] * WEEK * HOUR)


def weight_of(here: CapacityTally, service: str, *, weighs: bool) -> dict[str, float]:
    """Return the mean caseload weight of a worker; empty if the team sets no limit on weight."""
    name = f"caseload_weight.{service}"
    # Weights and posts are in thousandths, both.
    return {name: ratio(here.weight_minutes, here.worker_minutes)} if weighs else {}


def working_time(window: Window, resolved: Resolved) -> Ints:
    """Return the working minutes in the window by the calendar of each service, shape (S,)."""
    each = np.arange(len(resolved.names.services))
    begins, ends = np.full_like(each, window.opens), np.full_like(each, window.closes)
    return working_minutes_between(calendars(resolved), each, begins, ends, window)


def working_week(resolved: Resolved, team: int) -> int:
    """Return the number of working minutes in a whole week of one team."""
    teams = resolved.numbers.workforce
    day = int(teams.day_closes[team]) - int(teams.day_opens[team])
    return int(teams.works_on[team].sum()) * day


def posts(minutes: Ints, worked: Ints) -> Floats:
    """Convert working minutes, in thousandths of posts, to the mean number of posts in total."""
    some = minutes > 0
    return np.asarray((minutes[some] / WHOLE_POST / worked[some]).sum())
