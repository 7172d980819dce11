"""Resolve the teams of services that have workers, and scheduled changes of places and posts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.calendar import Calendar
from sim.laws import Flags, Ints
from sim.resolved import LEVELS, MISSING, Changes, Workforce
from sim.resolving.context import SERVICE, Context, flags, integers, keys, reals
from sim.resolving.services import capacities_of, places_at_first
from sim.rules.residuals import mean
from sim.scenario.distributions import Time
from sim.scenario.seasons import DAYS
from sim.scenario.workforce import Weighted, Workers, minute_of_day
from sim.units import DAY, FOREVER

THOUSAND = 1_000


def workforce(context: Context) -> Workforce:
    """Return the team of each service that has workers, in file order."""
    teams = {
        name: service.workers
        for name, service in context.document.services.items()
        if service.workers is not None
    }

    def of(number: Callable[[Workers], Any]) -> list[Any]:
        return [number(team) for team in teams.values()]

    def rows(time: Callable[[Workers], Time], key: str) -> Ints:
        return integers(
            [
                context.distribution(time(team), "services", name, "workers", key)
                for name, team in teams.items()
            ]
        )

    service = integers([context.services.index(name) for name in teams])
    away = [away_spells(context, name, team) for name, team in teams.items()]
    return Workforce(
        service=service,
        name=keys(SERVICE, teams),
        posts=places_at_first(context)["places"][service],
        weekly_minutes=integers(of(lambda t: t.paid_minutes - t.supervision.minutes)),
        supervision=integers(of(lambda t: t.supervision.minutes)),
        caseload=integers(of(lambda t: MISSING if is_weighted(t) else load_limit(t))),
        load_limit=integers(of(lambda t: load_limit(t) if is_weighted(t) else MISSING)),
        weights=integers(of(weights_of)).reshape(len(teams), LEVELS),
        tenure=rows(lambda t: t.tenure, "tenure"),
        vacancy=rows(lambda t: t.vacancy, "vacancy"),
        handover_planned=flags(of(lambda t: t.handover.planned)),
        handover_minutes=integers(of(lambda t: t.handover.overlap.minutes)),
        handover_notice=integers(
            of(lambda t: t.handover.notice.minutes if t.handover.planned else 0)
        ),
        handover_share=reals(of(lambda t: t.handover.share.value)),
        keep=flags(of(lambda t: t.assignment.keep is not None)),
        keep_over=integers(of(lambda t: MISSING if is_weighted(t) else keep_over(t))),
        load_over=integers(
            of(lambda t: round(THOUSAND * keep_over(t)) if is_weighted(t) else MISSING)
        ),
        choice_after=integers(of(lambda t: t.choice.after.value if t.choice else MISSING)),
        choice_below=reals(of(lambda t: t.choice.below.value if t.choice else 0.0)),
        missed_share=reals(of(lambda t: t.missed_share.value)),
        works_on=flags(of(lambda t: [day in t.working_hours.days for day in DAYS])).reshape(
            len(teams), len(DAYS)
        ),
        day_opens=integers(of(lambda t: minute_of_day(t.working_hours.opens))),
        day_closes=integers(of(lambda t: minute_of_day(t.working_hours.closes))),
        away_spells=integers([row for row, _ in away]),
        at_work=reals([at_work for _, at_work in away]),
        closed=closed_days(context, list(teams.values())),
    )


def is_weighted(team: Workers) -> bool:
    """Return whether a team's caseload counts weights instead of people."""
    return isinstance(team.caseload, Weighted)


def load_limit(team: Workers) -> int:
    """Return the limit of one worker's load, in people or in thousandths of a weight."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return round(THOUSAND * caseload.limit.value)
    return caseload.value


def weights_of(team: Workers) -> list[int]:
    """Return the caseload weights by level of need, in thousandths; MISSING without weights."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return [round(THOUSAND * caseload.at(level)) for level in range(LEVELS)]
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
    lasts = float(mean(context.rows.laid_out(), row))
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
