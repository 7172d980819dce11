"""The workbook that services would fill in if a run of the model were their year."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.area.figures import Workbook
from sim.events import EventKind, Run, Window
from sim.resolved import WHOLE_POST, Resolved
from sim.units import DAY, WEEK
from tests.area.hand_made import workbook
from tests.theory.watching import ENDINGS, NOT_YET, average_number, number_at

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
STAY_OVER, MISSED = 0, 3
BANDS = (0, 4, 8, 18, 26)  # weeks; the last is open


class Team(NamedTuple):
    """What a service knows of itself that no event tells."""

    wte: float = 1.0  # of a whole post
    hours: float = 0.0  # contact hours a week of one WTE
    caseload: float = 0.0  # of one WTE
    places: int = 0
    minutes: float = 0.0
    missed_in_a_row: int = 0


class Year(NamedTuple):
    """The period of a workbook and its first day."""

    window: Window
    first: datetime.date

    @property
    def months(self) -> list[tuple[datetime.date, Window]]:
        """The months of the calendar in it, each with its minutes."""
        found, month, opens = [], self.first, self.window.opens
        while opens < self.window.closes:
            later = (month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
            closes = opens + (later - month).days * DAY
            found.append((month, Window(opens, closes)))
            month, opens = later, closes
        return found


class Spells(NamedTuple):
    """What happened to each referral, by its number; minutes, `NOT_YET` for what never came."""

    person: Ints
    service: Ints
    referred: Ints
    accepted: Ints
    refused: Ints
    started: Ints
    left: Ints
    ended: Ints
    ending: Ints
    came_from: Ints  # service, -1 by themselves

    @property
    def off_the_list(self) -> Ints:
        return np.minimum(self.started, self.left)


def spells_of(run: Run) -> Spells:
    """All referrals of a run that began empty."""
    log = run.log
    size = int(log["spell"].max()) + 1

    def of(column: str, *kinds: EventKind, otherwise: int) -> Ints:
        rows = log[np.isin(log["event"], kinds)]
        values = np.full(size, otherwise, dtype=np.int64)
        values[rows["spell"]] = rows[column]
        return values

    def time(*kinds: EventKind) -> Ints:
        return of("time", *kinds, otherwise=NOT_YET)

    return Spells(
        of("person", EventKind.REFERRED, otherwise=-1),
        of("service", EventKind.REFERRED, otherwise=-1),
        time(EventKind.REFERRED),
        time(EventKind.ACCEPTED),
        time(EventKind.TURNED_AWAY),
        time(EventKind.SPELL_STARTED),
        time(EventKind.LEFT_WAITING),
        time(*ENDINGS),
        of("detail", *ENDINGS, otherwise=-1),
        of("detail", EventKind.REFERRED, otherwise=-1),
    )


def workbook_from(
    run: Run, resolved: Resolved, year: Year, teams: dict[str, Team], means: bool = True
) -> Workbook:
    """The workbook of one year; without `means`, lists and caseloads are of two days."""
    every = spells_of(run)
    names = resolved.names.services
    services, waiting, caseload, staff = [], [], [], []
    for number, name in enumerate(names):
        mine = Spells(*(column[every.service == number] for column in every))
        row = _row(name, mine, run, number, year, teams[name])
        if not means:
            row |= {"list_mean": None, "caseload_mean": None}
        services.append({key: value for key, value in row.items() if value is not None})
        waiting += list(_bands(name, mine.accepted, mine.off_the_list, year.window.closes))
        caseload += list(_bands(name, mine.started, mine.ended, year.window.closes))
        if teams[name].hours:
            staff += list(_staff(name, _parts(resolved, number), run, number, year, teams[name]))
    last = year.months[-1][0]
    ends = (last + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return workbook(
        *services,
        period=(year.first.isoformat(), ends.isoformat()),
        waiting=waiting,
        caseload=caseload,
        staff=staff,
        routes=list(_routes(every, names, year.window)),
    )


def _row(name: str, mine: Spells, run: Run, number: int, year: Year, team: Team) -> dict[str, Any]:
    """The row of the sheet Services."""
    window = year.window

    def within(times: Ints) -> int:
        return int(np.count_nonzero((times >= window.opens) & (times < window.closes)))

    def at_ends(begins: Ints, ends: Ints) -> tuple[int, int]:
        first, last = number_at(begins, ends, np.array([window.opens, window.closes]) - 1)
        return int(first), int(last)

    undecided = at_ends(mine.referred, np.minimum(mine.accepted, mine.refused))
    on_list, in_care = at_ends(mine.accepted, mine.off_the_list), at_ends(mine.started, mine.ended)
    gone = (mine.off_the_list >= window.opens) & (mine.off_the_list < window.closes)
    waited = (mine.off_the_list - mine.accepted)[gone]
    row: dict[str, Any] = {
        "key": name,
        "capacity": "staff" if team.hours else "places",
        "places": team.places or None,
        "referrals": within(mine.referred),
        "accepted": within(mine.accepted),
        "rejected": within(mine.refused),
        "starts": within(mine.started),
        "left_unseen": within(mine.left),
        "discharges": within(mine.ended),
        "ended_by_stay": within(mine.ended[mine.ending == STAY_OVER]),
        "ended_missed": within(mine.ended[mine.ending == MISSED]),
        "undecided_first": undecided[0],
        "undecided_last": undecided[1],
        "list_first": on_list[0],
        "list_last": on_list[1],
        "list_mean": average_number(mine.accepted, mine.off_the_list, window),
        "list_days": float(waited.mean()) / DAY if waited.size else None,
        "caseload_first": in_care[0],
        "caseload_last": in_care[1],
        "caseload_mean": average_number(mine.started, mine.ended, window),
    }
    if team.minutes:
        log = run.log[run.log["service"] == number]
        for field, kind in (
            ("attended", EventKind.CONTACT),
            ("missed", EventKind.CONTACT_MISSED),
            ("cancelled", EventKind.CONTACT_CANCELLED),
        ):
            row[field] = within(log["time"][log["event"] == kind])
        row |= {"minutes": team.minutes, "missed_in_a_row": team.missed_in_a_row or None}
    return row


def _bands(name: str, begins: Ints, ends: Ints, day: int) -> Iterator[dict[str, Any]]:
    """People who are there on a day, by weeks since they came."""
    weeks = (day - begins[(begins < day) & (ends >= day)]) / WEEK
    for low, high in zip(BANDS, (*BANDS[1:], None), strict=True):
        inside = weeks[(weeks >= low) & (weeks < (high or np.inf))]
        band: dict[str, Any] = {"service": name, "weeks_from": low, "people": inside.size}
        if high is not None:
            band["weeks_to"] = high
        else:
            band["mean_weeks"] = float(inside.mean()) if inside.size else low
        yield band


def _staff(
    name: str, shares: Floats, run: Run, number: int, year: Year, team: Team
) -> Iterator[dict[str, Any]]:
    """The months of a team: means of people and WTE in post, and who left."""
    log = run.log[run.log["service"] == number]
    started = log[log["event"] == EventKind.WORKER_STARTED]
    left = log[log["event"] == EventKind.WORKER_LEFT]
    until = np.full(len(run.workers), NOT_YET)
    until[left["worker"]] = left["time"]
    wte = team.wte * shares[started["detail"]]
    for month, window in year.months:
        there = np.array(
            [
                average_number(started["time"][at : at + 1], until[[worker]], window)
                for at, worker in enumerate(started["worker"])
            ]
        )
        inside = (left["time"] >= window.opens) & (left["time"] < window.closes)
        yield {
            "service": name,
            "month": month,
            "wte_in_post": float(there @ wte),
            "people_in_post": float(there.sum()),
            "wte_funded": float(team.wte * shares.sum()),
            "leavers": int(np.count_nonzero(inside)),
            "contact_hours": team.hours,
            "caseload": team.caseload,
        }


def _parts(resolved: Resolved, number: int) -> Floats:
    """The share of a whole post that each post of a team is."""
    services = resolved.numbers.services
    shares = np.ones(int(services.places[number]))
    shares[-1] = services.last_share[number] / WHOLE_POST
    return shares


def _routes(every: Spells, names: Sequence[str], window: Window) -> Iterator[dict[str, Any]]:
    """People who went from one service to the next, or nowhere, by reason."""
    onward = {
        (person, origin, time): service
        for person, origin, time, service in zip(
            every.person, every.came_from, every.referred, every.service, strict=True
        )
        if origin >= 0
    }
    gone = np.minimum(np.minimum(every.refused, every.left), every.ended)
    found: Counter[tuple[int, int, str]] = Counter()
    for at in np.flatnonzero((gone >= window.opens) & (gone < window.closes)).tolist():
        origin = every.service[at]
        to = onward.get((every.person[at], origin, gone[at]), -1)
        found[int(origin), int(to), _reason(every, at)] += 1
    for (origin, to, reason), people in sorted(found.items()):
        yield {
            "origin": names[origin],
            "to": "nowhere" if to < 0 else names[to],
            "people": people,
            "reason": reason,
        }


def _reason(every: Spells, at: int) -> str:
    if every.refused[at] < NOT_YET:
        return "turned_away"
    if every.left[at] < NOT_YET:
        return "left_waiting"
    return "missed_contacts" if every.ending[at] == MISSED else "discharged"
