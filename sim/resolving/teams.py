"""The teams of services that have workers, and scheduled changes of places and posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.laws import Ints
from sim.resolved import LEVELS, MISSING, Changes, Workforce
from sim.resolving.context import Context, flags, integers, reals
from sim.resolving.services import capacities_of, places_at_first
from sim.scenario.distributions import Time
from sim.scenario.seasons import DAYS
from sim.scenario.workforce import Weighted, Workers, minute_of_day
from sim.units import FOREVER

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
    return Workforce(
        service=service,
        posts=places_at_first(context)[service],
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
    )


def is_weighted(team: Workers) -> bool:
    """Return whether a team weighs its people."""
    return isinstance(team.caseload, Weighted)


def load_limit(team: Workers) -> int:
    """Return the most that one worker has: people, or thousandths of a weight."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return round(THOUSAND * caseload.limit.value)
    return caseload.value


def weights_of(team: Workers) -> list[int]:
    """Return what people take of a caseload, by level, in thousandths; MISSING where counted."""
    caseload = team.caseload
    if isinstance(caseload, Weighted):
        return [round(THOUSAND * caseload.at(level)) for level in range(LEVELS)]
    return [MISSING] * LEVELS


def keep_over(team: Workers) -> float:
    """Return how far above the caseload keeping may go, in the unit of the caseload."""
    return team.assignment.keep.over.value if team.assignment.keep else 0


def changes(context: Context, until: int = FOREVER) -> Changes:
    """Scheduled changes of places and posts, in order of time, then of services.

    Those of a history end before the minute ``until``; those of an arm that begins at a change
    begin after it, since `places_at_first` holds what they are by then.
    """
    rows = [
        (time, number, places)
        for number, (name, service) in enumerate(context.document.services.items())
        for time, places in capacities_of(context, service)[1:]
        if name not in context.closed
        and (time < until if context.begins == 0 else time > context.begins)
    ]
    rows.sort(key=lambda row: row[:2])
    return Changes(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)
