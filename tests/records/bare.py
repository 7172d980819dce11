"""Tables of records with nothing in them, or with just what a test is about."""

from __future__ import annotations

import datetime

import numpy as np

from sim.events import Window
from sim.laws import Ints
from sim.measures.recorded.tables import (
    NEVER,
    UNKNOWN,
    Contacts,
    How,
    Links,
    Outcome,
    People,
    Recorded,
    Referrals,
    Source,
    Staff,
    Stays,
)  # fmt: skip
from sim.units import DAY

NONE = np.zeros(0, np.int64)
BEGINS = datetime.date(2024, 4, 1)  # a Monday


def bare(services: tuple[str, ...] = ("team",), people: int = 0, days: int = 365) -> Recorded:
    """Records of so many people, without a row about any of them."""
    return Recorded(
        begins=BEGINS,
        window=Window(0, days * DAY),
        taken=(days + 60) * DAY,
        services=services,
        groups=("everyone",),
        areas=(),
        continuous=np.zeros(len(services), bool),
        timed=True,
        referrals=referrals(NONE),
        contacts=contacts(NONE, NONE),
        stays=Stays(NONE, NONE, NONE, NONE),
        staff=Staff(NONE, NONE, NONE, NONE, np.zeros(0)),
        people=People(np.full(people, NEVER), np.zeros(people, np.int64), np.full(people, UNKNOWN)),
    )


def referrals(received: Ints, source: int = Source.NOT_RECORDED, **columns: Ints) -> Referrals:
    """Referrals to the first service, each of another person, about which no more is known."""
    number = len(received)
    zeros, never = np.zeros(number, np.int64), np.full(number, NEVER)
    plain = Referrals(
        person=np.arange(number), service=zeros, received=received, decided=never, rejected=never,
        rejected_why=zeros, closed=never, closed_why=zeros, silent=never,
        source=np.full(number, source), onward=never,
    )  # fmt: skip
    return plain._replace(**columns)


def contacts(referral: Ints, at: Ints, **columns: Ints) -> Contacts:
    """Attended contacts of people whose number is that of their referral, at the first service."""
    number = len(referral)
    zeros, unknown = np.zeros(number, np.int64), np.full(number, UNKNOWN)
    plain = Contacts(
        referral=referral, person=referral, service=zeros, at=at,
        outcome=np.full(number, Outcome.ATTENDED), minutes=unknown,
        how=np.full(number, How.NOT_RECORDED), worker=unknown,
    )  # fmt: skip
    return plain._replace(**columns)


def no_links(recorded: Recorded) -> Links:
    """Nobody is known to have gone anywhere."""
    number = len(recorded.referrals.person)
    return Links(np.full(number, UNKNOWN), np.zeros(number, bool), 28)
