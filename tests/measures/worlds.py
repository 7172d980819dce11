"""Small worlds for measures: a resolved scenario with only what measures read, and log rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.events import EVENT, NOBODY, EventKind, EventLog, Person, Run, Window, Worker
from sim.laws import Distributions, Flags, Floats, Ints
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
from sim.units import DAY, FOREVER


class Place(NamedTuple):
    """One service of a small world."""

    name: str
    covers: tuple[int, ...] = (0,)  # rows of needs
    level_low: int = 0
    capacity: Capacity = Capacity.UNLIMITED
    places: int = 0
    last_share: int = WHOLE_POST  # thousandths: of the last of its posts
    continuous: bool = False
    helps: bool = True
    stigma_helps: bool = False
    entry_levels: tuple[int, ...] = ()  # levels at which people turn to it, half of the time
    has_contacts: bool = False
    weekly_minutes: int = 0  # of each of `places` posts, where capacity is by workers
    works_on: tuple[bool, ...] = (True,) * 7  # Monday first
    day_opens: int = 0  # minutes after midnight
    day_closes: int = DAY
    contact_cost: float = np.nan
    place_day_cost: float = np.nan
    post_year_cost: float = np.nan


def filled(table: type[Any], size: int, /, **given: Any) -> Any:
    """A tuple of arrays in which everything not given is zero."""
    zeros = {name: np.zeros(size, np.int64) for name in table._fields}
    return table(**(zeros | given))


def by_group_and_need(given: Any, shape: tuple[int, int]) -> Ints:
    """One number for all, one for each need, or one for each group and need. Shape (G, K)."""
    return np.broadcast_to(np.asarray(given, np.int64), shape).copy()


def world(
    places: Sequence[Place],
    *,
    needs: Sequence[str] = ("distress",),
    groups: Sequence[str] = ("everyone",),
    seek_level: Any = 2,
    window: Window,
    covered_for: int = 28 * 1440,
    gap_days: tuple[int, ...] = (30, 60, 90, 180),
    lost_after: int = 180 * 1440,
    currency: str = "",
    wanted: Sequence[int] = (),
    enough: float = 0.5,
    wait_weeks: tuple[int, ...] = (),
    presenting_over: Any = 0,
    plans: bool = False,
    choice: bool = False,
    pools: bool = False,
) -> Resolved:
    """A resolved scenario; only what measures read is filled."""
    shape = (len(groups), len(needs))
    numbers = Numbers(
        needs=filled(
            Needs,
            0,
            seek_level=by_group_and_need(seek_level, shape),
            presenting_over=by_group_and_need(presenting_over, shape),
        ),
        effects=filled(Effects, 0),
        persons=filled(Persons, 0, entry=entries(places, shape)),
        services=services_of(places, covers_of(places, len(needs))),
        workforce=workforce_of(places),
        changes=filled(Changes, 0),
        arrivals=filled(Arrivals, 0),
        distributions=filled(Distributions, 0),
        cohort=0,
        cohort_name=1,
        closes=window.closes,
    )
    measuring = Measuring(
        window=window,
        covered_for=covered_for,
        gap_days=gap_days,
        lost_after=lost_after,
        wait_weeks=wait_weeks or (4, 12, 26, 52),
        long_waits=bool(wait_weeks),
        helps=np.array([place.helps for place in places], np.bool_),
        counts_help=bool(wanted),
        counts_plans=plans,
        counts_choice=choice,
        counts_pools=pools,
        wanted=np.array(wanted or (0, 0, 0, 0), np.int64),
        enough=enough,
        contact_cost=np.array([place.contact_cost for place in places]),
        place_day_cost=np.array([place.place_day_cost for place in places]),
        post_year_cost=np.array([place.post_year_cost for place in places]),
        price_year=2023 if currency else 0,
        currency=currency,
    )
    return Resolved("test", numbers, names_of(places, needs, groups), empty(places), measuring)


def covers_of(places: Sequence[Place], needs: int) -> Flags:
    """Which needs each service covers. Shape (S, K)."""
    covers = np.zeros((len(places), needs), np.bool_)
    for row, place in enumerate(places):
        covers[row, list(place.covers) if needs else []] = True
    return covers


def teams_of(places: Sequence[Place]) -> list[int]:
    """Rows of the services with workers, in the order of their teams."""
    return [row for row, place in enumerate(places) if place.capacity == Capacity.WORKERS]


def services_of(places: Sequence[Place], covers: Flags) -> Services:
    teams = teams_of(places)
    team = np.full(len(places), MISSING)
    team[teams] = np.arange(len(teams))
    found: Services = filled(
        Services,
        len(places),
        covers=covers,
        level_low=column(places, "level_low"),
        capacity=column(places, "capacity"),
        places=column(places, "places"),
        last_share=column(places, "last_share"),
        continuous=column(places, "continuous").astype(np.bool_),
        stigma_helps=column(places, "stigma_helps").astype(np.bool_),
        team=team,
        contact_interval=np.array(
            [[DAY if place.has_contacts else FOREVER] * LEVELS for place in places], np.int64
        ).reshape(-1, LEVELS),
    )
    return found


def workforce_of(places: Sequence[Place]) -> Workforce:
    teams = teams_of(places)
    found: Workforce = filled(
        Workforce,
        len(teams),
        service=np.array(teams, np.int64),
        posts=np.array([places[row].places for row in teams], np.int64),
        weekly_minutes=np.array([places[row].weekly_minutes for row in teams], np.int64),
        works_on=np.array([places[row].works_on for row in teams], np.bool_).reshape(-1, 7),
        day_opens=np.array([places[row].day_opens for row in teams], np.int64),
        day_closes=np.array([places[row].day_closes for row in teams], np.int64),
    )
    return found


def names_of(places: Sequence[Place], needs: Sequence[str], groups: Sequence[str]) -> Names:
    words = tuple(place.name for place in places)
    titles = tuple(place.name.upper() for place in places)
    return Names(
        services=words,
        service_labels=titles,
        service_kinds=words,
        needs=tuple(needs),
        need_labels=tuple(need.capitalize() for need in needs),
        states=tuple(("settled", "mild", "severe", "crisis") for _ in needs),
        groups=tuple(groups),
        group_labels=tuple(group.capitalize() for group in groups),
        attributes=(),
        streams=(),
    )


def empty(places: Sequence[Place]) -> Start:
    """A start with nobody in any service."""
    start: Start = filled(Start, len(places), kind=StartKind.EMPTY, table=(), relationship=0.0)
    return start


def entries(places: Sequence[Place], shape: tuple[int, int]) -> Floats:
    """Cumulative entry routes: half a chance of each service named for a level, else nowhere."""
    chance = np.zeros((*shape, 4, len(places) + 1))
    for number, place in enumerate(places):
        chance[:, :, list(place.entry_levels), number] = 0.5
    chance[..., -1] = 1 - chance[..., :-1].sum(axis=-1)
    return np.cumsum(chance, axis=-1)


def column(places: Sequence[Place], field: str) -> Ints:
    return np.array([getattr(place, field) for place in places], np.int64)


def row(time: int, kind: EventKind, person: int = NOBODY, **given: int) -> tuple[int, ...]:
    """One row; columns that are not given are empty."""
    columns = dict.fromkeys(EVENT.names or (), NOBODY)
    columns |= {
        "due": 0,
        "minutes": 0,
        "length": 0,
        "time": time,
        "event": int(kind),
        "person": person,
    }
    unknown = given.keys() - columns.keys()
    assert not unknown, f"no such column: {unknown}"
    return tuple((columns | given).values())


def log_of(*rows: tuple[int, ...]) -> EventLog:
    """Rows as a log, which must be in order of time."""
    log = np.array(list(rows), dtype=EVENT)
    assert np.all(np.diff(log["time"]) >= 0), "rows are not in order of time"
    return log


def run_of(
    *rows: tuple[int, ...],
    closes: int,
    groups: Sequence[int] = (0,),
    arrived: Sequence[int] | None = None,
    workers: Sequence[Worker] = (),
) -> Run:
    """A run of one person per entry of `groups`."""
    times = arrived if arrived is not None else [0] * len(groups)
    people = [
        Person(key=number, name=f"cohort {number}", group=group, attributes=0, arrived=time)
        for number, (group, time) in enumerate(zip(groups, times, strict=True))
    ]
    return Run(log_of(*rows), people, list(workers), closes)
