"""The records that a run would leave: what services write down, and nothing that no record has."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.events import (
    NOBODY,
    ContactFlag,
    Ending,
    EventKind,
    EventLog,
    Exit,
    Leaving,
    Refusal,
    Run,
    Window,
)
from sim.laws import Floats, Ints
from sim.measures.observed import Observed, cut, observe, rows_of
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
from sim.measures.referrals import ENDED, clock, first_time
from sim.measures.staffing import offered
from sim.measures.terms import has_contacts
from sim.resolved import MISSING, WHOLE_POST, Resolved
from sim.units import DAY

UNDATED_BEGINS = datetime.date(2024, 1, 1)
"""The date of minute 0 of a run without dates: a Monday, as in such a run."""
BEFORE = -1
"""When what was there at minute 0 began, if the run does not know it: the minute before."""

REFUSED = {
    Refusal.LEVEL: Rejected.INAPPROPRIATE,
    Refusal.EXCLUDED: Rejected.INAPPROPRIATE,
    Refusal.NOT_ACCEPTED: Rejected.INAPPROPRIATE,
    Refusal.LIST_FULL: Rejected.NOT_RECORDED,
}
LEFT = {
    Leaving.PATIENCE: Closed.NOT_ATTENDING,
    Leaving.SETTLED: Closed.ASKED_OR_MOVED,
    Leaving.EXITED: Closed.ASKED_OR_MOVED,
    Leaving.MOVED_BY_CHANGE: Closed.REFERRED_ON,
}
SPELL_ENDED = {
    Ending.STAY_OVER: Closed.COMPLETE,
    Ending.CONTACTS_DONE: Closed.COMPLETE,
    Ending.SETTLED: Closed.COMPLETE,
    Ending.MOSTLY_SETTLED: Closed.COMPLETE,
    Ending.OWN_RULE: Closed.COMPLETE,
    Ending.MISSED_CONTACTS: Closed.NOT_ATTENDING,
    Ending.HANDED_OVER: Closed.REFERRED_ON,
    Ending.MOVED_ON: Closed.REFERRED_ON,
    Ending.HANDOFF_FELL_THROUGH: Closed.REFERRED_ON,
    Ending.UNBLOCKED: Closed.REFERRED_ON,
    Ending.MOVED_BY_CHANGE: Closed.REFERRED_ON,
    Ending.EXITED: Closed.ASKED_OR_MOVED,
}
OUTCOMES = {
    EventKind.CONTACT: Outcome.ATTENDED,
    EventKind.CONTACT_MISSED: Outcome.MISSED,
    EventKind.CONTACT_CANCELLED: Outcome.CANCELLED_BY_PERSON,
}

Clock: TypeAlias = Callable[[Ints], Ints]
"""How a time is written down: to the minute, or as a date."""


class _Known(NamedTuple):
    """What is known of each number of a referral in the log, shape (N,)."""

    person: Ints  # of the log
    service: Ints  # MISSING for numbers that were never used
    received: Ints
    before: Ints  # 1 in care at minute 0, so that nothing of the referral is known
    started: Ints
    rejected: Ints
    rejected_why: Ints
    closed: Ints
    closed_why: Ints


def recorded(
    run: Run,
    resolved: Resolved,
    *,
    timed: bool = True,
    window: Window | None = None,
    begins: datetime.date | None = None,
) -> Recorded:
    """Return the tables that a run would leave in records.

    People in care at minute 0 have been referred, and seen, in the minute before it: a run does
    not know since when. A follow-up belongs to the spell after whose ending it was promised. People
    of pools are named like workers, with numbers after those of all workers. People who were never
    referred have no records.

    Parameters
    ----------
    timed
        Whether times of day are written down. Otherwise each time is noon of its date.
    window
        What is measured. The scenario's window unless given.
    begins
        The date of minute 0. The scenario's unless given; `UNDATED_BEGINS` if it has none.
    """
    seen = observe(run, resolved, Window(0, run.closes))
    write = _to_the_minute if timed else noon
    known = _known(seen)
    used = np.flatnonzero(known.service != MISSING)
    received = write(known.received[used])
    order = used[np.lexsort((known.service[used], known.person[used], received))]
    row = np.full(known.service.size, UNKNOWN, np.int64)
    row[order] = np.arange(order.size)
    people, person = np.unique(known.person[order], return_inverse=True)
    number = np.full(len(run.people), UNKNOWN, np.int64)
    number[people] = np.arange(people.size)
    return Recorded(
        begins=begins or resolved.calendar.begins or UNDATED_BEGINS,
        window=cut(resolved.measuring.window if window is None else window, run.closes),
        taken=run.closes,
        services=resolved.names.services,
        groups=resolved.names.groups,
        areas=resolved.names.areas,
        continuous=resolved.numbers.services.continuous.astype(np.bool_),
        timed=timed,
        referrals=_referrals(seen, known, order, person, write),
        contacts=_contacts(run, seen, resolved, known, row, number, write),
        stays=_stays(resolved, known, number, write),
        staff=_staff(run, seen, resolved, write),
        people=_people(run, seen, people, write),
    )


def noon(times: Ints) -> Ints:
    """Return the noon of the day of each time, as where only dates are recorded."""
    return np.where(times == NEVER, NEVER, times // DAY * DAY + DAY // 2)


def _to_the_minute(times: Ints) -> Ints:
    return times


def _known(seen: Observed) -> _Known:
    """Return what the log knows of each referral; it has people in place of their stays."""
    size = int(seen.rows["spell"].max(initial=-1)) + 1
    person, service = np.zeros(size, np.int64), np.full(size, MISSING, np.int64)
    named = rows_of(seen, EventKind.REFERRED, EventKind.WAITING, EventKind.SPELL_STARTED)
    person[named["spell"]], service[named["spell"]] = named["person"], named["service"]
    refusals, leavings = (
        rows_of(seen, EventKind.TURNED_AWAY),
        rows_of(seen, EventKind.LEFT_WAITING),
    )
    endings = rows_of(seen, *ENDED)
    rejected, left = first_time(size, refusals), first_time(size, leavings)
    ended = first_time(size, endings)
    closed, why = np.minimum(left, ended), np.full(size, Closed.NOT_RECORDED, np.int64)
    why[leavings["spell"]] = _looked_up(LEFT, leavings["detail"])
    why[endings["spell"]] = _looked_up(SPELL_ENDED, endings["detail"])
    exits = rows_of(seen, EventKind.EXITED)
    gone = np.full(seen.who.size, NEVER, np.int64)
    gone[exits["person"]] = exits["time"]
    dead = np.zeros(seen.who.size, np.bool_)
    dead[exits["person"]] = exits["detail"] == Exit.DIED
    gone, dead = gone[person], dead[person]
    by_exit = (np.minimum(closed, rejected) == NEVER) & (gone != NEVER)
    why[by_exit] = Closed.ASKED_OR_MOVED
    closed = np.where(by_exit, gone, closed)
    why[(closed != NEVER) & dead & (closed == gone)] = Closed.DIED
    refused = np.full(size, Rejected.NOT_RECORDED, np.int64)
    refused[refusals["spell"]] = _looked_up(REFUSED, refusals["detail"])
    received = clock(size, seen)
    before = received == NEVER
    return _Known(
        person=seen.who[person],
        service=service,
        received=np.where(before, BEFORE, received),
        before=before.astype(np.int64),
        started=first_time(size, rows_of(seen, EventKind.SPELL_STARTED)),
        rejected=rejected,
        rejected_why=refused,
        closed=closed,
        closed_why=why,
    )


def _looked_up(
    values: dict[Refusal, Rejected] | dict[Leaving, Closed] | dict[Ending, Closed], keys: Ints
) -> Ints:
    table = np.zeros(max(values) + 1, np.int64)
    for key, value in values.items():
        table[key] = value
    found: Ints = table[keys]
    return found


def _referrals(seen: Observed, known: _Known, order: Ints, person: Ints, write: Clock) -> Referrals:
    """Return the table of referrals; `order` has their numbers, and `person` the rows of people."""
    size = known.service.size
    made = rows_of(seen, EventKind.REFERRED)
    source = np.full(size, Source.NOT_RECORDED, np.int64)
    source[made["spell"]] = np.where(made["detail"] >= 0, Source.INTERNAL, Source.OUTSIDE)
    never = np.full(order.size, NEVER, np.int64)
    return Referrals(
        person=person.astype(np.int64),
        service=known.service[order],
        received=write(known.received[order]),
        decided=write(first_time(size, rows_of(seen, EventKind.ACCEPTED))[order]),
        rejected=write(known.rejected[order]),
        rejected_why=known.rejected_why[order],
        closed=write(known.closed[order]),
        closed_why=known.closed_why[order],
        silent=never,
        source=source[order],
        onward=never,
    )


def _contacts(
    run: Run,
    seen: Observed,
    resolved: Resolved,
    known: _Known,
    row: Ints,
    number: Ints,
    write: Clock,
) -> Contacts:
    """Return the table of contacts, in the order of the log."""
    rows = rows_of(seen, *OUTCOMES)
    outcome = np.zeros(rows.size, np.int64)
    for kind, found in OUTCOMES.items():
        outcome[rows["event"] == kind] = found
    by_provider = outcome == Outcome.CANCELLED_BY_PERSON
    outcome[by_provider] += rows["detail"][by_provider]  # a `Cancelled`, in the same order
    spell = _followed(rows, resolved, known, seen)
    attended = outcome == Outcome.ATTENDED
    met_before = np.flatnonzero((known.before == 1) & (known.service != MISSING))
    met_before = met_before[
        has_contacts(resolved)[known.service[met_before]]
        & ~resolved.numbers.services.continuous[known.service[met_before]].astype(np.bool_)
    ]
    many = met_before.size

    def column(of_before: Ints, of_rows: Ints) -> Ints:
        return np.concatenate([of_before, of_rows]).astype(np.int64)

    def same(value: int) -> Ints:
        return np.full(many, value, np.int64)

    return Contacts(
        referral=column(row[met_before], row[spell]),
        person=column(number[known.person[met_before]], number[seen.who[rows["person"]]]),
        service=column(known.service[met_before], rows["service"]),
        at=write(column(same(BEFORE), rows["time"])),
        outcome=column(same(Outcome.ATTENDED), outcome),
        minutes=column(same(UNKNOWN), np.where(attended, rows["length"], UNKNOWN)),
        how=column(same(How.FACE_TO_FACE), np.full(rows.size, How.FACE_TO_FACE)),
        worker=column(same(UNKNOWN), _workers(run, rows)),
    )


def _workers(run: Run, rows: EventLog) -> Ints:
    """Return the worker of each contact; people of pools have numbers after all workers."""
    worker, service = rows["worker"].astype(np.int64), rows["service"].astype(np.int64)
    of_pool = np.flatnonzero(worker < NOBODY)
    pairs = np.stack([service[of_pool], -worker[of_pool]])
    number = np.unique(pairs, axis=1, return_inverse=True)[1].reshape(-1)
    worker[of_pool] = len(run.workers) + number
    return np.where(worker == NOBODY, UNKNOWN, worker)


def _followed(rows: EventLog, resolved: Resolved, known: _Known, seen: Observed) -> Ints:
    """Return the number of the referral of each contact.

    A follow-up belongs to the latest spell of the person that ended before it, where follow-ups
    are promised.
    """
    spell = rows["spell"].astype(np.int64)
    follow_up = np.flatnonzero(rows["detail"] & ContactFlag.FOLLOW_UP > 0)
    follow_up = follow_up[rows["event"][follow_up] == EventKind.CONTACT]
    services = (resolved.first_numbers.services, resolved.numbers.services)
    promises = np.any([each.follow_up_within != MISSING for each in services], axis=0)
    ended = np.flatnonzero((known.service != MISSING) & (known.started != NEVER))
    ended = ended[promises[known.service[ended]] & (known.closed[ended] != NEVER)]
    if not (follow_up.size and ended.size):
        return spell
    apart = seen.window.closes + 1
    keys = known.person[ended] * apart + known.closed[ended]
    order = np.argsort(keys, kind="stable")
    person = seen.who[rows["person"][follow_up]]
    at = np.searchsorted(keys[order], person * apart + rows["time"][follow_up], "right") - 1
    latest = ended[order[np.maximum(at, 0)]]
    own = (at >= 0) & (known.person[latest] == person)
    spell[follow_up[own]] = latest[own]
    return spell


def _stays(resolved: Resolved, known: _Known, number: Ints, write: Clock) -> Stays:
    """Return the table of stays in hospital."""
    at = np.flatnonzero((known.service != MISSING) & (known.started != NEVER))
    at = at[resolved.numbers.services.continuous[known.service[at]].astype(np.bool_)]
    start = write(np.where(known.before[at] == 1, BEFORE, known.started[at]))
    person, service = number[known.person[at]], known.service[at]
    order = np.lexsort((service, person, start))
    end = write(known.closed[at])
    return Stays(person[order], service[order], start[order], end[order])


def _staff(run: Run, seen: Observed, resolved: Resolved, write: Clock) -> Staff:
    """Return the table of workers in post."""
    service = np.array([worker.service for worker in run.workers], np.int64)
    start = np.array([worker.started for worker in run.workers], np.int64)
    end = np.full(start.size, NEVER, np.int64)
    leavings = rows_of(seen, EventKind.WORKER_LEFT)
    end[leavings["worker"]] = leavings["time"]
    start, end, wte = write(start), write(end), _wte(run, seen, resolved)
    order = np.argsort(start, kind="stable")
    return Staff(order.astype(np.int64), service[order], start[order], end[order], wte[order])


def _wte(run: Run, seen: Observed, resolved: Resolved) -> Floats:
    """Return the part of a whole post in which each worker began; shape (workers,)."""
    wte = np.ones(len(run.workers))
    for held in offered(seen, resolved):
        if held.last_share != WHOLE_POST:
            for at, worker in enumerate(run.workers):
                last = worker.service == held.service and worker.post == held.places - 1
                if last and held.begins <= worker.started < held.ends:
                    wte[at] = held.last_share / WHOLE_POST
    return wte


def _people(run: Run, seen: Observed, people: Ints, write: Clock) -> People:
    """Return the table of people with these numbers in the log."""
    died = np.full(len(run.people), NEVER, np.int64)
    exits = rows_of(seen, EventKind.EXITED)
    exits = exits[exits["detail"] == Exit.DIED]
    died[seen.who[exits["person"]]] = exits["time"]
    group = np.array([person.group for person in run.people], np.int64)
    area = np.array([person.area for person in run.people], np.int64)
    return People(write(died[people]), group[people], area[people])
