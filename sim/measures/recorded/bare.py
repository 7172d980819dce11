"""A resolved arm for records without a scenario: services, groups and areas, and no needs."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from sim.calendar import Calendar
from sim.laws import Distributions, Flags, Ints
from sim.measures.recorded.tables import Outcome, Recorded
from sim.people import Effects, Needs, Persons
from sim.resolved import (
    LEVELS,
    MISSING,
    WHOLE_POST,
    Arrivals,
    Capacity,
    Changes,
    Measuring,
    Names,
    Numbers,
    Resolved,
    Services,
    Start,
    StartKind,
    Workforce,
)
from sim.units import DAY, FOREVER, WEEK

GAP_DAYS = (30, 60, 90, 180)
WAIT_WEEKS = (4, 12, 26, 52)

Table = TypeVar("Table", bound=tuple[Any, ...])


def bare(recorded: Recorded) -> Resolved:
    """Return what measures need besides a log, as far as records know it.

    Every service has unlimited room. A service has a team if a worker is recorded there. Nobody has
    needs. The lengths of gaps and of long waits are the usual ones.
    """
    services, groups = len(recorded.services), max(len(recorded.groups), 1)
    return Resolved(
        arm="",
        numbers=Numbers(
            needs=_blank(
                Needs,
                0,
                seek_level=np.zeros((groups, 0), np.int64),
                presenting_over=np.zeros((groups, 0), np.int64),
            ),
            effects=_blank(Effects, 0),
            persons=_blank(
                Persons,
                groups,
                area=np.zeros((groups, max(len(recorded.areas), 1))),
                entry=np.zeros((groups, 0, LEVELS, services + 1)),
                exit_rates=np.zeros((groups, 2)),
                settled_level=np.full(groups, MISSING),
                settled_for=np.full(groups, FOREVER),
            ),
            services=_services(recorded),
            workforce=_workforce(recorded),
            changes=_blank(Changes, 0),
            arrivals=_blank(Arrivals, 0),
            distributions=_blank(Distributions, 0),
            cohort=0,
            cohort_name=0,
            closes=recorded.window.closes,
        ),
        names=Names(
            services=recorded.services,
            service_labels=recorded.services,
            service_kinds=("",) * services,
            needs=(),
            need_labels=(),
            states=(),
            groups=recorded.groups,
            group_labels=recorded.groups,
            attributes=(),
            streams=(),
            areas=recorded.areas,
            area_labels=recorded.areas,
        ),
        start=_blank(Start, services, kind=StartKind.EMPTY, table=(), relationship=0.0),
        measuring=_measuring(recorded),
        calendar=Calendar(recorded.begins),
    )


def teams(recorded: Recorded) -> Flags:
    """Return at which services workers are recorded: on the staff list, or else at contacts."""
    found = np.zeros(len(recorded.services), np.bool_)
    if recorded.staff.worker.size:
        found[recorded.staff.service] = True
    else:
        found[recorded.contacts.service[recorded.contacts.worker >= 0]] = True
    return found


def _services(recorded: Recorded) -> Services:
    size, team = len(recorded.services), np.full(len(recorded.services), MISSING)
    staffed = teams(recorded)
    team[staffed] = np.arange(np.count_nonzero(staffed))
    interval = np.full((size, LEVELS), FOREVER)
    attended = recorded.contacts.outcome == Outcome.ATTENDED
    interval[recorded.contacts.service[attended]] = DAY  # only whether there are contacts is read
    return _blank(
        Services,
        size,
        covers=np.zeros((size, 0), np.bool_),
        capacity=np.full(size, Capacity.UNLIMITED),
        last_share=np.full(size, WHOLE_POST),
        contact_interval=interval,
        continuous=recorded.continuous,
        stigma_helps=np.ones(size, np.bool_),
        team=team,
    )


def _workforce(recorded: Recorded) -> Workforce:
    where: Ints = np.flatnonzero(teams(recorded))
    return _blank(
        Workforce,
        where.size,
        service=where,
        works_on=np.ones((where.size, 7), np.bool_),
        day_closes=np.full(where.size, DAY),
    )


def _measuring(recorded: Recorded) -> Measuring:
    unpriced = np.full(len(recorded.services), np.nan)
    return Measuring(
        window=recorded.window,
        covered_for=28 * DAY,
        gap_days=GAP_DAYS,
        lost_after=26 * WEEK,
        wait_weeks=WAIT_WEEKS,
        long_waits=False,
        helps=np.ones(len(recorded.services), np.bool_),
        counts_help=False,
        counts_plans=False,
        counts_choice=False,
        counts_pools=False,
        wanted=np.zeros(LEVELS, np.int64),
        enough=0.5,
        contact_cost=unpriced,
        place_day_cost=unpriced,
        post_year_cost=unpriced,
        price_year=0,
        currency="",
    )


def _blank(table: type[Table], size: int, /, **given: Any) -> Table:
    """Return a tuple of columns of zeros, but for those that are given."""
    fields: tuple[str, ...] = table._fields  # type: ignore[attr-defined]
    return table(**({name: np.zeros(size, np.int64) for name in fields} | given))
