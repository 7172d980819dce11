"""The teams of services that have workers, and scheduled changes of places and posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.resolved import Changes, Ints, Workforce
from sim.resolving.context import Context, flags, integers, reals
from sim.scenario.distributions import Time
from sim.scenario.workforce import DAYS, Workers, minute_of_day


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

    return Workforce(
        service=integers([context.services.index(name) for name in teams]),
        posts=integers(of(lambda t: t.posts.value)),
        weekly_minutes=integers(of(lambda t: round(60 * t.contact_hours.value))),
        caseload=integers(of(lambda t: t.caseload.value)),
        tenure=rows(lambda t: t.tenure, "tenure"),
        vacancy=rows(lambda t: t.vacancy, "vacancy"),
        handover_planned=flags(of(lambda t: t.handover.planned)),
        handover_minutes=integers(of(lambda t: t.handover.overlap.minutes)),
        handover_share=reals(of(lambda t: t.handover.share.value)),
        keep=flags(of(lambda t: t.assignment.keep is not None)),
        keep_over=integers(of(lambda t: t.assignment.keep.over.value if t.assignment.keep else 0)),
        missed_share=reals(of(lambda t: t.missed_share.value)),
        works_on=flags(of(lambda t: [day in t.working_hours.days for day in DAYS])).reshape(
            len(teams), len(DAYS)
        ),
        day_opens=integers(of(lambda t: minute_of_day(t.working_hours.opens))),
        day_closes=integers(of(lambda t: minute_of_day(t.working_hours.closes))),
    )


def changes(context: Context) -> Changes:
    """Return the scheduled changes of places and posts, in order of time, then of services."""
    rows: list[tuple[int, int, int]] = []
    for number, service in enumerate(context.document.services.values()):
        if service.workers is not None:
            rows += [(c.begins.minutes, number, c.posts.value) for c in service.workers.changes]
        elif service.capacity is not None:
            rows += [(c.begins.minutes, number, c.places.value) for c in service.capacity.changes]
    rows.sort(key=lambda row: row[:2])
    return Changes(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)
