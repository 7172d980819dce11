"""Resolve the teams of services that have workers, and scheduled changes of places and posts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.calendar import Calendar
from sim.laws import Flags, Ints
from sim.resolved import LEVELS, MISSING, Changes
from sim.resolving.context import SERVICE, Context, flags, integers, keys, reals
from sim.resolving.residual import vacancy_left
from sim.resolving.services import capacities_of, places_at_first
from sim.resolving.steps import Columns, Step, column
from sim.rules.residuals import mean
from sim.scenario.distributions import Time
from sim.scenario.seasons import DAYS
from sim.scenario.workforce import Weighted, Workers, minute_of_day
from sim.units import DAY, FOREVER

THOUSAND = 1_000


def _teams(context: Context) -> dict[str, Workers]:
    """Return the team of each service that has workers, in file order."""
    services = context.document.services.items()
    return {name: service.workers for name, service in services if service.workers is not None}


def _each(name: str, number: Callable[[Workers], Any], array: Callable[[Any], Any]) -> Step:
    """Return the step of a column with a number for each team."""
    return column(name, lambda c: array([number(team) for team in _teams(c).values()]))


def _rows(name: str, time: Callable[[Workers], Time]) -> Step:
    """Return the step of a column with the row of a distribution for each team."""
    return column(
        name,
        lambda c: integers(
            [
                c.distribution(time(team), "services", called, "workers", name)
                for called, team in _teams(c).items()
            ]
        ),
    )


def _services(context: Context) -> Ints:
    return integers([context.services.index(name) for name in _teams(context)])


def _weights(context: Context) -> Ints:
    found = [weights_of(team) for team in _teams(context).values()]
    return integers(found).reshape(len(found), LEVELS)


def _vacant(context: Context) -> Columns:
    """Return the posts that are vacant at minute 0, and how long they stay so."""
    teams = _teams(context)
    vacant = [thousandths(team.vacant_at_start.value) for team in teams.values()]
    left = [
        vacancy_left(context, team.vacancy, "services", name, "workers", "vacancy")
        if empty
        else MISSING
        for (name, team), empty in zip(teams.items(), vacant, strict=True)
    ]
    return {"vacant_at_start": integers(vacant), "vacancy_left": integers(left)}


def _days(context: Context) -> Flags:
    hours = [team.working_hours for team in _teams(context).values()]
    works = [[day in each.days for day in DAYS] for each in hours]
    return flags(works).reshape(len(hours), len(DAYS))


def _absences(context: Context) -> Columns:
    found = [away_spells(context, name, team) for name, team in _teams(context).items()]
    return {
        "away_spells": integers([row for row, _ in found]),
        "at_work": reals([at_work for _, at_work in found]),
    }


def thousandths(number: float) -> int:
    """Return a number of posts, or a weight, in whole thousandths."""
    return round(THOUSAND * number)


def is_weighted(team: Workers) -> bool:
    """Return whether a team's caseload counts weights instead of people."""
    return isinstance(team.caseload, Weighted)


def load_limit(team: Workers) -> int:
    """Return the limit of one worker's load, in people or in thousandths of a weight."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return thousandths(caseload.limit.value)
    return caseload.value


def weights_of(team: Workers) -> list[int]:
    """Return the caseload weights by level of need, in thousandths; MISSING without weights."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return [thousandths(caseload.at(level)) for level in range(LEVELS)]
    return [MISSING] * LEVELS


def keep_over(team: Workers) -> float:
    """Return by how much a worker may exceed the caseload to keep people whom they had before.

    It is in the unit of the caseload.
    """
    return team.assignment.keep.over.value if team.assignment.keep else 0


def away_spells(context: Context, name: str, team: Workers) -> tuple[int, float]:
    """Return the row of the length of a team's absences, and the mean minutes at work between two.

    With this mean, workers are away in the long run for the share of the time that the file gives.
    """
    if team.away is None or team.away.share.value == 0:
        return MISSING, 0.0
    path = ("services", name, "workers", "away", "spells")
    row = context.distribution(team.away.spells, *path)
    lasts = float(mean(context.rows.by_itself(row), 0))
    if lasts == 0 or math.isinf(lasts):
        context.fault(
            path,
            "Absences need a mean length above 0 that is not endless.",
            "Write another time, such as `1 week`.",
        )
        return MISSING, 0.0
    share = team.away.share.value
    return row, lasts * (1 - share) / share


def closed_days(context: Context, teams: list[Workers]) -> Flags:
    """Return for each team which days of the run are bank holidays. Shape (W, D).

    If no team has bank holidays, the shape is (W, 0).
    """
    if not any(team.bank_holidays for team in teams):
        return np.zeros((len(teams), 0), np.bool_)
    run = context.document.run
    days = run.length.minutes // DAY + 1
    closed = np.zeros((len(teams), days), np.bool_)
    for row, team in enumerate(teams):
        for date in team.bank_holidays:
            day = Calendar(run.begins).minute_of(date) // DAY
            if 0 <= day < days:
                closed[row, day] = True
    return closed


WORKFORCE: tuple[Step, ...] = (
    _absences,
    column("service", _services),
    column("name", lambda c: keys(SERVICE, _teams(c))),
    column("posts", lambda c: places_at_first(c)["places"][_services(c)]),
    _each("weekly_minutes", lambda t: t.paid_minutes - t.supervision.minutes, integers),
    _each("supervision", lambda t: t.supervision.minutes, integers),
    _each("caseload", lambda t: MISSING if is_weighted(t) else load_limit(t), integers),
    _each("load_limit", lambda t: load_limit(t) if is_weighted(t) else MISSING, integers),
    column("weights", _weights),
    _rows("tenure", lambda t: t.tenure),
    _rows("vacancy", lambda t: t.vacancy),
    _vacant,
    _each("handover_planned", lambda t: t.handover.planned, flags),
    _each("handover_minutes", lambda t: t.handover.overlap.minutes, integers),
    _each(
        "handover_notice",
        lambda t: t.handover.notice.minutes if t.handover.planned else 0,
        integers,
    ),
    _each("handover_share", lambda t: t.handover.share.value, reals),
    _each("keep", lambda t: t.assignment.keep is not None, flags),
    _each("keep_over", lambda t: MISSING if is_weighted(t) else keep_over(t), integers),
    _each(
        "load_over",
        lambda t: thousandths(keep_over(t)) if is_weighted(t) else MISSING,
        integers,
    ),
    _each("choice_after", lambda t: t.choice.after.value if t.choice else MISSING, integers),
    _each("choice_below", lambda t: t.choice.below.value if t.choice else 0.0, reals),
    _each("missed_share", lambda t: t.missed_share.value, reals),
    column("works_on", _days),
    _each("day_opens", lambda t: minute_of_day(t.working_hours.opens), integers),
    _each("day_closes", lambda t: minute_of_day(t.working_hours.closes), integers),
    column("closed", lambda c: closed_days(c, list(_teams(c).values()))),
)
"""The team of each service that has workers, in file order."""


def changes(context: Context, until: int = FOREVER) -> Changes:
    """Return the scheduled changes of places and posts, by time and then by service.

    The changes of a history end before the minute `until`. Those of an arm that begins at a change
    of rules begin after it, because `places_at_first` includes the earlier ones.
    """
    rows = [
        (held.begins, number, held.places, held.last_share)
        for number, (name, service) in enumerate(context.document.services.items())
        for held in capacities_of(context, service)[1:]
        if name not in context.closed
        and (held.begins < until if context.begins == 0 else held.begins > context.begins)
    ]
    rows.sort(key=lambda row: row[:2])
    return Changes(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
