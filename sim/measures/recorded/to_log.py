"""Records as an event log, so that what reads a log of a run can read records.

The log has what records have: referrals, decisions, contacts, stays, endings, deaths and workers.
A spell begins with the first attended contact, or with the admission.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.events import (
    EVENT,
    NOBODY,
    Cancelled,
    ContactFlag,
    Ending,
    EventKind,
    EventLog,
    Exit,
    Leaving,
    Person,
    Refusal,
    Run,
    Worker,
)
from sim.laws import Ints
from sim.measures.recorded.facts import Facts, facts
from sim.measures.recorded.tables import NEVER, UNKNOWN, Closed, Outcome, Recorded

ENDINGS = {
    Closed.NOT_RECORDED: Ending.MOVED_ON,
    Closed.COMPLETE: Ending.STAY_OVER,
    Closed.REFERRED_ON: Ending.MOVED_ON,
    Closed.ASKED_OR_MOVED: Ending.MOVED_ON,
    Closed.NOT_ATTENDING: Ending.MISSED_CONTACTS,
    Closed.DIED: Ending.EXITED,
}
ORDER = (
    EventKind.WORKER_STARTED,
    EventKind.ARRIVED,
    EventKind.REFERRED,
    EventKind.ACCEPTED,
    EventKind.TURNED_AWAY,
    EventKind.WAITING,
    EventKind.SPELL_STARTED,
    EventKind.CONTACT,
    EventKind.CONTACT_MISSED,
    EventKind.CONTACT_CANCELLED,
    EventKind.LEFT_WAITING,
    EventKind.ENDED_PLANNED,
    EventKind.ENDED_UNPLANNED,
    EventKind.EXITED,
    EventKind.WORKER_LEFT,
)
"""The order of rows of one minute."""


def log_of(recorded: Recorded) -> Run:
    """Return the tables of records as a run. It goes with `bare` where there is no scenario.

    Referrals and spells from before minute 0 are there at minute 0, as in a run: who had been seen
    is in a spell, and has no referral; who had not been seen is on the list, with the time of the
    referral. Contacts from before minute 0 keep their times, below 0. Nothing at or after the
    window's close is in the log. People of a run's pools are workers here.
    """
    known = facts(recorded)
    parts = [*_people(recorded, known), *_ways(known), *_courses(recorded, known)]
    parts += [_contacts(recorded, known), *_staff(recorded)]
    log = np.concatenate(parts)
    log = log[log["time"] < recorded.window.closes]
    log = log[np.lexsort((_rank(recorded, log), log["time"]))]
    return Run(log, _people_table(recorded, known), _workers(recorded), recorded.window.closes)


def _rank(recorded: Recorded, log: EventLog) -> Ints:
    """Return the place of each row among those of its minute.

    What happens where people stay comes first, up to the end of the stay: a contact elsewhere in
    the same minute is one after it.
    """
    rank = np.zeros(max(EventKind) + 1, np.int64)
    rank[list(ORDER)] = np.arange(len(ORDER))
    starts, exits = ORDER.index(EventKind.SPELL_STARTED), ORDER.index(EventKind.EXITED)
    place = rank[log["event"]]
    about_stays = recorded.continuous[log["service"]] & (log["service"] >= 0)
    first = about_stays & (place > starts) & (place < exits)
    found: Ints = np.where(first, place - len(ORDER), place)
    return np.where(place <= starts, place - 2 * len(ORDER), found)


def _rows(kind: EventKind | Ints, time: Ints, **columns: ArrayLike) -> EventLog:
    """Return rows of one kind, or of the kinds given; columns that are not given are empty."""
    rows = np.zeros(time.size, EVENT)
    for name in EVENT.names or ():
        if name not in ("due", "minutes", "length"):
            rows[name] = NOBODY
    rows["time"], rows["event"] = time, kind
    for name, values in columns.items():
        rows[name] = values
    return rows


def _arrived(recorded: Recorded, known: Facts) -> Ints:
    """Return when each person was first referred; minute 0 if that was before it."""
    first = np.full(recorded.people.died.size, NEVER, np.int64)
    np.minimum.at(first, known.person, np.maximum(known.received, 0))
    return first


def _people(recorded: Recorded, known: Facts) -> list[EventLog]:
    arrived, died = _arrived(recorded, known), recorded.people.died
    there, dead = np.flatnonzero(arrived != NEVER), np.flatnonzero(died != NEVER)
    group = np.maximum(recorded.people.group[there], 0)
    return [
        _rows(EventKind.ARRIVED, arrived[there], person=there, detail=group),
        _rows(EventKind.EXITED, died[dead], person=dead, detail=int(Exit.DIED)),
    ]


def _ways(known: Facts) -> list[EventLog]:
    """Return the rows up to the start of a spell: referrals, decisions, and lists at minute 0."""

    def rows(kind: EventKind, chosen: Ints, time: Ints, **columns: ArrayLike) -> EventLog:
        about = {"person": known.person[chosen], "service": known.service[chosen]}
        return _rows(kind, time, spell=chosen, **about, **columns)

    there = known.received != NEVER
    made = np.flatnonzero(there & (known.received >= 0))
    waiting = np.flatnonzero(
        there & (known.received < 0) & (known.started >= 0) & (known.over >= 0) & known.clear
    )
    accepted = np.flatnonzero(
        (known.decided >= 0) & (known.decided < known.rejected) & (known.received >= 0)
    )
    refused = np.flatnonzero((known.rejected != NEVER) & (known.rejected >= 0))
    return [
        rows(EventKind.REFERRED, made, known.received[made]),
        rows(EventKind.WAITING, waiting, np.zeros_like(waiting), due=known.received[waiting]),
        rows(EventKind.ACCEPTED, accepted, known.decided[accepted]),
        rows(
            EventKind.TURNED_AWAY,
            refused,
            known.rejected[refused],
            detail=int(Refusal.NOT_ACCEPTED),
        ),
    ]


def _courses(recorded: Recorded, known: Facts) -> list[EventLog]:
    """Return the starts of spells, and the ends of spells and of waits."""
    over = np.where(known.over == known.rejected, NEVER, known.over)
    started = np.where(known.clear, known.started, np.minimum(known.started, -1))
    began = np.flatnonzero((started != NEVER) & (over >= 0))
    ended = np.flatnonzero((started <= over) & (over != NEVER) & (over >= 0))
    left = np.flatnonzero((started > over) & (over >= 0))
    why = np.zeros(max(Closed) + 1, np.int64)
    for closed, ending in ENDINGS.items():
        why[closed] = ending
    reason = why[recorded.referrals.closed_why[ended]]
    complete = reason == Ending.STAY_OVER
    return [
        _rows(
            EventKind.SPELL_STARTED,
            np.maximum(started[began], 0),
            person=known.person[began],
            service=known.service[began],
            spell=began,
            due=np.maximum(known.received[began], 0),
        ),
        _rows(
            np.where(complete, EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED),
            over[ended],
            person=known.person[ended],
            service=known.service[ended],
            spell=ended,
            detail=reason,
        ),
        _rows(
            EventKind.LEFT_WAITING,
            over[left],
            person=known.person[left],
            service=known.service[left],
            spell=left,
            detail=int(Leaving.PATIENCE),
        ),
    ]


def _contacts(recorded: Recorded, known: Facts) -> EventLog:
    """Return the rows of contacts; those after the end of their referral are follow-ups."""
    contacts = recorded.contacts
    kinds = np.full(max(Outcome) + 1, EventKind.CONTACT_CANCELLED, np.int64)
    kinds[Outcome.ATTENDED], kinds[Outcome.MISSED] = EventKind.CONTACT, EventKind.CONTACT_MISSED
    cancelled = contacts.outcome >= Outcome.CANCELLED_BY_PERSON
    by_provider = contacts.outcome == Outcome.CANCELLED_BY_PROVIDER
    who = np.where(by_provider, int(Cancelled.PROVIDER), int(Cancelled.PERSON))
    attended = contacts.outcome == Outcome.ATTENDED
    after = attended & (contacts.at > known.over[contacts.referral])
    return _rows(
        kinds[contacts.outcome],
        contacts.at,
        person=contacts.person,
        service=contacts.service,
        spell=contacts.referral,
        worker=np.where(contacts.worker == UNKNOWN, NOBODY, contacts.worker),
        due=contacts.at,
        length=np.maximum(contacts.minutes, 0),
        detail=np.where(cancelled, who, np.where(after, int(ContactFlag.FOLLOW_UP), 0)),
    )


def _staff(recorded: Recorded) -> list[EventLog]:
    staff = recorded.staff
    about = {"service": staff.service, "worker": staff.worker, "detail": staff.worker}
    return [
        _rows(EventKind.WORKER_STARTED, np.maximum(staff.start, 0), **about),
        _rows(EventKind.WORKER_LEFT, staff.end, **about),
    ]


def _people_table(recorded: Recorded, known: Facts) -> list[Person]:
    arrived = _arrived(recorded, known).tolist()
    groups, areas = recorded.people.group.tolist(), recorded.people.area.tolist()
    rows = zip(arrived, groups, areas, strict=True)
    return [
        Person(at, f"person {at + 1}", max(group, 0), 0, since, area)
        for at, (since, group, area) in enumerate(rows)
    ]


def _workers(recorded: Recorded) -> list[Worker]:
    """Return a row for each worker; without a staff list they belong where they saw people."""
    staff, contacts = recorded.staff, recorded.contacts
    many = max(int(staff.worker.max(initial=-1)), int(contacts.worker.max(initial=-1))) + 1
    service, started = np.zeros(many, np.int64), np.zeros(many, np.int64)
    named = contacts.worker >= 0
    service[contacts.worker[named]] = contacts.service[named]
    service[staff.worker], started[staff.worker] = staff.service, staff.start
    return [
        Worker(at, where, at, 0, max(since, 0))
        for at, (where, since) in enumerate(zip(service.tolist(), started.tolist(), strict=True))
    ]
