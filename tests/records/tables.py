"""Makes tables of records as a clean extract could hold them, for laws that hold for all of them.

Nothing in them asks for cleaning: no person has overlapping referrals to a service, contacts lie in
their referral, and referrals that nobody closed have a recent contact.
"""

from __future__ import annotations

import datetime
from random import Random
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from sim.events import Window
from sim.measures.recorded.tables import (
    NEVER,
    UNKNOWN,
    Closed,
    Contacts,
    How,
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

LOOKBACK, LENGTH, LATER = 200, 365, 60
"""Days with records before the window, in it, and from its end to when the extract was taken."""
SERVICES = ("access_point", "community_team", "crisis_team", "ward", "therapy")
CONTINUOUS = "ward"
GROUPS = ("younger", "older")
AREAS = ("north", "south")
APART = 2
"""Days that lie at least between a person's referrals to one service."""
NOON = DAY // 2


class Row(NamedTuple):
    """A referral before it has a place in the table, with the times of its contacts."""

    referral: tuple[int, ...]  # as `Referrals`
    contacts: list[tuple[int, ...]]  # as `Contacts`, without the referral


@st.composite
def recorded_tables(
    draw: st.DrawFn,
    timed: bool | None = None,
    most_people: int = 6,
    services: tuple[str, ...] = SERVICES,
) -> Recorded:
    """Any clean tables.

    Parameters
    ----------
    timed
        Whether they have times of day; either where None.
    services
        What the services are called; people stay day and night at `ward`.
    """
    with_times = draw(st.booleans()) if timed is None else timed
    people = draw(st.integers(1, most_people))
    return Making(Random(draw(st.integers(0, 2**32))), with_times, services).recorded(people)


class Making:
    """Makes the tables of one extract, a person at a time."""

    def __init__(self, chance: Random, timed: bool, services: tuple[str, ...]) -> None:
        self.chance, self.timed, self.services = chance, timed, services
        self.taken = (LENGTH + LATER) * DAY
        self.decides = chance.random() < 0.7
        self.staff = [row for service in range(len(services)) for row in self.posts(service)]
        self.rows: list[Row] = []
        self.stays: list[tuple[int, ...]] = []
        self.people: list[tuple[int, ...]] = []

    def recorded(self, people: int) -> Recorded:
        """Return the tables for so many people."""
        for person in range(people):
            self.add_person(person)
        self.rows.sort(key=lambda row: (row.referral[2], row.referral[0], row.referral[1]))
        self.number_workers()
        contacts = sorted(
            (
                (number, *contact)
                for number, row in enumerate(self.rows)
                for contact in row.contacts
            ),
            key=lambda contact: (contact[3], contact[0]),
        )
        return Recorded(
            begins=datetime.date(2024, 4, 1),
            window=Window(0, LENGTH * DAY),
            taken=self.taken,
            services=self.services,
            groups=GROUPS,
            areas=AREAS,
            continuous=np.array([name == CONTINUOUS for name in self.services]),
            timed=self.timed,
            referrals=Referrals(*columns([row.referral for row in self.rows], 11)),
            contacts=Contacts(*columns(contacts, 8)),
            stays=Stays(*columns(sorted(self.stays, key=lambda stay: (stay[2], stay[0])), 4)),
            staff=staff_list(self.staff),
            people=People(*columns(self.people, 3)),
        )

    def number_workers(self) -> None:
        """Give the workers who are named anywhere the numbers from 0, in their order."""
        contacts = [contact for row in self.rows for contact in row.contacts]
        named = {int(row[0]) for row in self.staff} | {contact[-1] for contact in contacts}
        numbers = {worker: at for at, worker in enumerate(sorted(named - {UNKNOWN}))}
        numbers[UNKNOWN] = UNKNOWN
        self.staff = [(numbers[int(row[0])], *row[1:]) for row in self.staff]
        for row in self.rows:
            row.contacts[:] = [(*each[:-1], numbers[each[-1]]) for each in row.contacts]

    def posts(self, service: int) -> list[tuple[float, ...]]:
        """Return up to two workers of a service; the second follows when the first leaves."""
        start, left = self.at(-LOOKBACK), self.at(self.chance.randrange(LENGTH))
        wte = self.chance.choice((1.0, 0.8, 0.5, float("nan")))
        both: list[tuple[float, ...]] = [
            (2 * service, service, start, left, wte),
            (2 * service + 1, service, left + 30 * DAY, NEVER, wte),
        ]
        return both[: self.chance.randrange(3)]

    def at(self, day: int) -> int:
        """Return a minute of a day: noon where the tables have no times."""
        return day * DAY + (self.chance.randrange(DAY) if self.timed else NOON)

    def add_person(self, person: int) -> None:
        """Add a person with their referrals, contacts and stays."""
        day_of_death = self.chance.randrange(LENGTH // 2, LENGTH) if self.rarely() else LENGTH
        died = self.at(day_of_death) if day_of_death < LENGTH else NEVER
        free: dict[int, int] = {}
        for _ in range(self.chance.randrange(1, 6)):
            service = self.chance.randrange(len(self.services))
            day = max(self.chance.randrange(-LOOKBACK, day_of_death), free.get(service, -LOOKBACK))
            if day < day_of_death:
                closed = self.add_referral(person, service, self.at(day), died)
                free[service] = LENGTH if closed == NEVER else closed // DAY + 1 + APART
        mine = (row.referral for row in self.rows if row.referral[0] == person)
        if died != NEVER and died not in (referral[6] for referral in mine):
            died = died // DAY * DAY + NOON  # a date; the time is known from a closure alone
        group, area = (self.chance.choice((UNKNOWN, 0, 1)) for _ in range(2))
        self.people.append((died, group, area))

    def rarely(self) -> bool:
        return self.chance.random() < 0.2

    def add_referral(self, person: int, service: int, received: int, died: int) -> int:
        """Add a referral of one of its kinds; return when it was over."""
        source = self.chance.choice(list(Source))
        last = (self.taken if died == NEVER else died // DAY * DAY) - 1
        over = self.between(received, min(received + 300 * DAY, last))
        row = (person, service, received)
        if self.rarely():
            refusal = self.chance.choice(list(Rejected))
            self.rows.append(Row((*row, NEVER, over, refusal, NEVER, 0, NEVER, source, NEVER), []))
            return over
        by_death = died != NEVER and self.rarely()
        over = died if by_death else over
        decided = self.between(received, over) if self.decides else NEVER
        open_now = died == NEVER and received > (LENGTH - 200) * DAY and self.rarely()
        closed = NEVER if open_now else over
        why = Closed.NOT_RECORDED if open_now else self.reason(by_death)
        onward = self.between(received, over) if self.rarely() else NEVER
        contacts = [self.contact(person, service, at) for at in self.contact_times(received, over)]
        if self.services[service] == CONTINUOUS:
            self.stays.append((person, service, received, closed))
        referral = (*row, decided, NEVER, 0, closed, why, NEVER, source, onward)
        self.rows.append(Row(referral, contacts))
        return closed

    def reason(self, by_death: bool) -> Closed:
        """Return why a referral is closed."""
        known = [each for each in Closed if each is not Closed.DIED]
        return Closed.DIED if by_death else self.chance.choice(known)

    def between(self, first: int, last: int) -> int:
        """Return a time of the records from `first` to `last`."""
        day = self.chance.randrange(first // DAY, last // DAY + 1)
        return max(first, min(self.at(day), last))

    def contact_times(self, received: int, over: int) -> list[int]:
        return sorted(self.between(received, over) for _ in range(self.chance.randrange(8)))

    def contact(self, person: int, service: int, at: int) -> tuple[int, ...]:
        """Return a contact; who was cancelled on met nobody, and only helped people took time."""
        outcome = self.chance.choice(list(Outcome))
        attended = outcome == Outcome.ATTENDED
        minutes = self.chance.choice((UNKNOWN, 30, 60)) if attended else UNKNOWN
        how = self.chance.choice(list(How)) if attended else How.NOT_RECORDED
        worker = self.chance.choice((UNKNOWN, 2 * service, 2 * service + 1))
        return person, service, at, outcome, minutes, how, worker


def columns(rows: list[tuple[int, ...]], width: int) -> list[np.ndarray]:
    """Return the columns of a table of whole numbers."""
    return list(np.array(rows, np.int64).reshape(-1, width).T.copy())


def staff_list(rows: list[tuple[float, ...]]) -> Staff:
    """Return a staff list in the order of `start`."""
    rows = sorted(rows, key=lambda row: (row[2], row[0]))
    worker, service, start, end = columns([tuple(map(int, row[:4])) for row in rows], 4)
    return Staff(worker, service, start, end, np.array([row[4] for row in rows], np.float64))
