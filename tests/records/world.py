"""A small area whose numbers are known, and the records that its people leave.

No engine runs here: each person's way is drawn by itself, so that nothing but chance stands between
a number and its estimate. Stays of the team are lognormal; all other times are exponential.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.events import Window
from sim.measures.recorded.tables import (
    NEVER,
    NOWHERE,
    UNKNOWN,
    Closed,
    Contacts,
    How,
    Links,
    Outcome,
    People,
    Recorded,
    Referrals,
    Rejected,
    Source,
    Staff,
    Stays,
)
from sim.units import DAY

BEGINS = datetime.date(2024, 4, 1)  # a Monday; minute 0 opens the window
BEFORE, AFTER = 1_500, 60  # days of life before the window, and from its close to the extract
LINK_DAYS = 28
SERVICES = ("assessment", "team", "ward")


class Service(NamedTuple):
    """The numbers of a service; times are means in days."""

    rate: float  # from outside, a day
    acceptance: float
    wait: float  # from acceptance to the first contact
    patience: float
    stay: float
    spread: float  # standard deviation of the logarithm of a stay; 0: exponential
    every: float  # 0: no contacts
    attendance: float
    cancelled: float
    minutes: float
    finished: dict[int, float]  # where people go next, by service
    turned_away: dict[int, float]
    left: dict[int, float]
    missed: dict[int, float]
    posts: int


WORLD = (
    Service(
        1.6, 0.8, 20, 60, 35, 0.0, 10, 0.85, 0.05, 60, {1: 0.5}, {2: 0.1}, {1: 0.2}, {1: 0.3}, 6
    ),
    Service(0.3, 0.95, 40, 150, 200, 0.8, 14, 0.8, 0.08, 50, {2: 0.15}, {}, {}, {0: 0.25}, 20),
    Service(0.25, 0.9, 3, 40, 25, 0.0, 0, 1, 0, 0, {1: 0.4}, {}, {}, {}, 0),
)
DECISION, MISSED, TENURE, VACANCY, LEAVING = 5.0, 3, 600.0, 90.0, 4_000.0
Written = Callable[[np.ndarray], np.ndarray]
"""How times in days are written down."""
NEXT = 2.0  # days from an ending to the next referral, at most `LINK_DAYS`


class _Made:
    """Tables in the making."""

    def __init__(self, seed: int, days: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.closes = float(days)
        self.taken = float(days + AFTER)
        self.referrals: list[tuple[object, ...]] = []
        self.contacts: list[tuple[object, ...]] = []
        self.stays: list[tuple[object, ...]] = []
        self.next: list[int] = []
        self.people = 0

    def exponential(self, mean: float) -> float:
        return float(self.draw.exponential(mean))

    def person(self, service: int, received: float) -> None:
        """Live one person's way through the services, from a first referral."""
        person, self.people = self.people, self.people + 1
        before, source = UNKNOWN, Source.OUTSIDE
        while received < self.taken - 1:
            row = len(self.referrals)
            self.next.append(UNKNOWN)
            if before != UNKNOWN:
                self.next[before] = row
            ended, ways = self.referral(row, person, service, received, source)
            if ways is None or ended > self.taken - LINK_DAYS - 1:
                return
            to = self.next_service(ways)
            if to == NOWHERE:
                self.next[row] = NOWHERE
                return
            received = ended + min(self.exponential(NEXT), LINK_DAYS - 1)
            service, before, source = to, row, Source.INTERNAL

    def next_service(self, ways: dict[int, float]) -> int:
        services = [*ways, NOWHERE]
        return int(self.draw.choice(services, p=[*ways.values(), 1 - sum(ways.values())]))

    def referral(
        self, row: int, person: int, service: int, received: float, source: Source
    ) -> tuple[float, dict[int, float] | None]:
        """Live one referral; when it ended, and by which ways the person goes on, if any."""
        about = WORLD[service]
        decided = received + self.exponential(DECISION)
        never = float("inf")
        if self.draw.random() > about.acceptance:
            self.write(person, service, received, never, decided, never, 0, source)
            return decided, about.turned_away
        held = decided + self.exponential(about.wait)
        left = decided + self.exponential(about.patience)
        if left < held:
            self.write(person, service, received, decided, never, left, 4, source)
            return left, about.left
        ended, why = self.care(row, person, service, held)
        self.write(person, service, received, decided, never, ended, int(why), source)
        if why == Closed.ASKED_OR_MOVED:
            return ended, None
        return ended, about.missed if why == Closed.NOT_ATTENDING else about.finished

    def care(self, row: int, person: int, service: int, held: float) -> tuple[float, Closed]:
        """Live one spell in care; when it ended and why."""
        about = WORLD[service]
        gone = held + self.exponential(LEAVING)
        if about.spread:
            middle = math.log(about.stay) - about.spread**2 / 2
            over = held + float(self.draw.lognormal(middle, about.spread))
        else:
            over = held + self.exponential(about.stay)
        ended, why = min((over, Closed.COMPLETE), (gone, Closed.ASKED_OR_MOVED))
        if not about.every and held < self.taken - 1:
            self.stays.append((person, service, held, ended))
        if not about.every:
            return ended, why
        at, in_a_row = held, 0
        while at <= ended and at < self.taken - 1:
            cancelled = self.draw.random() < about.cancelled
            attended = self.draw.random() < about.attendance
            outcome = Outcome.ATTENDED if attended else Outcome.MISSED
            minutes = round(max(1.0, float(self.draw.normal(about.minutes, about.minutes / 4))))
            if cancelled:
                outcome = Outcome.CANCELLED_BY_PERSON
            self.contacts.append(
                (row, person, service, at, outcome, minutes if outcome == 0 else UNKNOWN)
            )
            if not cancelled:
                in_a_row = 0 if attended else in_a_row + 1
            if in_a_row == MISSED:
                return at, Closed.NOT_ATTENDING
            at += about.every * float(self.draw.uniform(0.6, 1.4))
        return ended, why

    def write(self, *values: object) -> None:
        self.referrals.append(values)


def minutes(days: np.ndarray, timed: bool = True) -> np.ndarray:
    """Times in days as the tables hold them."""
    found = np.where(np.isfinite(days), np.round(np.where(np.isfinite(days), days, 0) * DAY), NEVER)
    found = found.astype(np.int64)
    return found if timed else np.where(found == NEVER, NEVER, found // DAY * DAY + DAY // 2)


def world(seed: int, days: int = 365, *, timed: bool = True) -> tuple[Recorded, Links]:
    """What a small area leaves in records, and where its people really went."""
    made = _Made(seed, days)
    lived = BEFORE + days + AFTER
    for service, about in enumerate(WORLD):
        number = made.draw.poisson(about.rate * lived)
        for moment in np.sort(made.draw.uniform(-BEFORE, days + AFTER, number)):
            made.person(service, float(moment))
    return _tables(made, days, timed)


def _tables(made: _Made, days: int, timed: bool) -> tuple[Recorded, Links]:
    columns = [np.array(column, np.float64) for column in zip(*made.referrals, strict=True)]
    taken = int(made.taken * DAY)

    def written(times: np.ndarray) -> np.ndarray:
        found = minutes(times, timed)
        return np.where(found < taken, found, NEVER)

    received = written(columns[2])
    order = np.lexsort((columns[1], columns[0], received))
    back = np.argsort(order)
    person, service, _, decided, rejected, ended, why, source = (
        column[order] for column in columns
    )
    closed = written(ended)
    referrals = Referrals(
        person=person.astype(np.int64),
        service=service.astype(np.int64),
        received=received[order],
        decided=written(decided),
        rejected=written(rejected),
        rejected_why=np.full(len(order), Rejected.NOT_RECORDED, np.int64),
        closed=closed,
        closed_why=np.where(closed == NEVER, 0, why).astype(np.int64),
        silent=np.full(len(order), NEVER),
        source=source.astype(np.int64),
        onward=np.full(len(order), NEVER),
    )
    to = np.array(made.next)[order]
    links = Links(np.where(to >= 0, back[to], to), np.zeros(len(order), bool), LINK_DAYS)
    recorded = Recorded(
        begins=BEGINS,
        window=Window(0, days * DAY),
        taken=taken,
        services=SERVICES,
        groups=("everyone",),
        areas=(),
        continuous=np.array([False, False, True]),
        timed=timed,
        referrals=referrals,
        contacts=_contacts(made, back, written),
        stays=_stays(made, written),
        staff=_staff(made, written),
        people=People(
            np.full(made.people, NEVER), np.zeros(made.people, np.int64),
            np.full(made.people, UNKNOWN),
        ),
    )  # fmt: skip
    return recorded, links


def _contacts(made: _Made, back: np.ndarray, written: Written) -> Contacts:
    referral, person, service, at, outcome, length = (
        np.array(column) for column in zip(*made.contacts, strict=True)
    )
    when = written(at)
    order = np.argsort(when, kind="stable")
    return Contacts(
        referral=back[referral.astype(np.int64)][order],
        person=person.astype(np.int64)[order],
        service=service.astype(np.int64)[order],
        at=when[order],
        outcome=outcome.astype(np.int64)[order],
        minutes=length.astype(np.int64)[order],
        how=np.full(len(order), How.FACE_TO_FACE, np.int64),
        worker=np.full(len(order), UNKNOWN, np.int64),
    )


def _stays(made: _Made, written: Written) -> Stays:
    person, service, start, end = (np.array(column) for column in zip(*made.stays, strict=True))
    begun = written(start)
    order = np.lexsort((person, begun))
    ended = written(end)
    return Stays(
        person.astype(np.int64)[order], service.astype(np.int64)[order], begun[order], ended[order]
    )


def _staff(made: _Made, written: Written) -> Staff:
    rows = []
    for team, about in enumerate(WORLD):
        for _ in range(about.posts):
            at = -10_000.0
            while at < made.closes:
                leaves = at + made.exponential(TENURE)
                if leaves > -BEFORE:
                    rows.append((team, at, leaves))
                at = leaves + made.exponential(VACANCY)
    service, start, end = (np.array(column) for column in zip(*rows, strict=True))
    begun, ended = written(start), written(end)
    order = np.argsort(begun, kind="stable")
    return Staff(
        order.astype(np.int64), service[order].astype(np.int64), begun[order], ended[order],
        np.ones(len(order)),
    )  # fmt: skip
