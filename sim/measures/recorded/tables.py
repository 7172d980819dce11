"""The tables that records hold: referrals, contacts, stays in hospital, staff and people.

Records of an area and those that a run of the model would leave have the same form. One function
measures both. Times are whole minutes since the midnight that begins the day `Recorded.begins`;
they are negative before it, and `NEVER` where nothing is recorded. People, workers, services and
groups are row numbers; no table holds an identifier from an extract.
"""

from __future__ import annotations

import datetime
import enum
from typing import NamedTuple

from sim.events import Window
from sim.laws import Flags, Floats, Ints
from sim.measures.observed import NEVER as NEVER  # noqa: PLC0414 -- said here as part of the form

UNKNOWN = -1
"""In place of a row number: nobody, or nothing, is recorded."""
OUTSIDE = -2
"""In place of the next referral: the person went on to another organisation."""
NOWHERE = -3
"""In place of the next referral: none is recorded, here or to another organisation."""


class Source(enum.IntEnum):
    """Who referred a person."""

    NOT_RECORDED = 0
    OUTSIDE = 1
    INTERNAL = 2  # another service for mental health: may be linked to a spell that ended


class Rejected(enum.IntEnum):
    """Why a referral was rejected."""

    NOT_RECORDED = 0
    INAPPROPRIATE = 1
    INCOMPLETE = 2


class Closed(enum.IntEnum):
    """Why a referral was closed, in the groups that the national codes allow."""

    NOT_RECORDED = 0
    COMPLETE = 1
    REFERRED_ON = 2  # or admitted
    ASKED_OR_MOVED = 3
    NOT_ATTENDING = 4  # contacts missed, or offers refused
    DIED = 5


class Outcome(enum.IntEnum):
    """What became of a contact."""

    ATTENDED = 0
    MISSED = 1
    CANCELLED_BY_PERSON = 2
    CANCELLED_BY_PROVIDER = 3


class How(enum.IntEnum):
    """The medium of a contact."""

    NOT_RECORDED = 0
    FACE_TO_FACE = 1
    TELEPHONE = 2
    TALK_TYPE = 3
    VIDEO = 4


class Referrals(NamedTuple):
    """Referrals in the order of `received`, then person, then service; shape (R,)."""

    person: Ints
    service: Ints
    received: Ints
    decided: Ints  # accepted, where the records say when
    rejected: Ints
    rejected_why: Ints  # a `Rejected`
    closed: Ints
    closed_why: Ints  # a `Closed`
    silent: Ints  # last sign of a referral that nobody closed and that counts as over; else NEVER
    source: Ints  # a `Source`
    onward: Ints  # when the person was referred on to another organisation


class Contacts(NamedTuple):
    """Contacts that took place or were to take place, in the order of `at`; shape (C,)."""

    referral: Ints  # row of `Referrals`
    person: Ints
    service: Ints
    at: Ints  # noon where only the date is recorded
    outcome: Ints  # an `Outcome`
    minutes: Ints  # for which the person was helped; UNKNOWN where not recorded
    how: Ints  # a `How`
    worker: Ints  # UNKNOWN where not recorded


class Stays(NamedTuple):
    """Stays in hospital in the order of `start`; shape (H,)."""

    person: Ints
    service: Ints
    start: Ints
    end: Ints


class Staff(NamedTuple):
    """Times of workers in post, in the order of `start`; shape (W,)."""

    worker: Ints
    service: Ints
    start: Ints
    end: Ints
    wte: Floats  # NaN where not recorded


class People(NamedTuple):
    """What is recorded of each person; shape (P,)."""

    died: Ints
    group: Ints  # UNKNOWN where not recorded
    area: Ints


class Links(NamedTuple):
    """Where people went on to after each referral that ended, in the order of `Referrals`; (R,)."""

    to: Ints  # row of the next referral; OUTSIDE; NOWHERE; UNKNOWN where this is not asked
    overlap: Flags  # the next referral was received before the day of the ending
    days: int  # how far the next referral may lie from the ending


class Recorded(NamedTuple):
    """All tables of an extract, or of what a run would leave in records."""

    begins: datetime.date
    window: Window  # the extract's first day and the midnight after its last: what is measured
    taken: int  # when the extract was taken; nothing is known from then on
    services: tuple[str, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    continuous: Flags  # (S,) people stay there day and night
    timed: bool  # contacts and referrals have times of day
    referrals: Referrals
    contacts: Contacts
    stays: Stays
    staff: Staff  # empty where there is no staff list
    people: People
    contacts_from: int = -NEVER
    """Contacts before this minute may be missing. Who was referred before it, and has no contact
    before it either, was first seen at a time that is not known."""
