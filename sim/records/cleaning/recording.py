"""Make the tables that measures read from cleaned ones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.events import Window
from sim.laws import Ints
from sim.measures.recorded.tables import (
    UNKNOWN,
    Contacts,
    Outcome,
    People,
    Recorded,
    Referrals,
    Staff,
    Stays,
)
from sim.records.cleaning.tables import Linked
from sim.records.mapping.mapping import Mapping, Period
from sim.records.reading.database import NO_NUMBER
from sim.records.reading.expressions import numbers_of
from sim.records.rows import Rows
from sim.units import DAY


def taken_at(period: Period) -> int:
    """Return the minute from which on nothing is known: the midnight after the day `taken`."""
    return ((period.taken - period.begins).days + 1) * DAY


def window_of(period: Period) -> Window:
    """Return the minutes that are measured; minute 0 begins the first day."""
    return Window(0, ((period.ends - period.begins).days + 1) * DAY)


def words_of(mapping: Mapping, column: str) -> tuple[str, ...]:
    """Return the names of groups or areas, in the order of their numbers."""
    return tuple(numbers_of(mapping.codes[column], column))


def people_in(linked: Linked, stays: Rows, count: int) -> tuple[Ints, Ints]:
    """Return the numbers of the people who are left, and for each number the new one."""
    there = np.zeros(count, np.bool_)
    there[linked.referrals["person"]] = True
    there[stays["person"]] = True
    number = np.where(there, np.cumsum(there) - 1, UNKNOWN)
    return np.flatnonzero(there), number


def recorded(
    linked: Linked,
    others: dict[str, Rows],
    died: Ints,
    silent: Ints,
    mapping: Mapping,
    timed: bool,
) -> tuple[Recorded, Ints]:
    """Return the tables, and the new number of each person.

    Parameters
    ----------
    others
        Stays, staff and people.
    died
        When each person died, by number before.
    """
    stays, staff, people = others["stays"], others["staff"], others["people"]
    kept, number = people_in(linked, stays, died.size)
    referrals, row = _referrals(linked.referrals, silent, number)
    contacts = _contacts(linked.contacts, linked.referrals, row, number)
    first = int(contacts.at[0]) if contacts.at.size else 0
    return Recorded(
        begins=mapping.period.begins,
        window=window_of(mapping.period),
        taken=taken_at(mapping.period),
        services=tuple(each.key for each in mapping.services),
        groups=words_of(mapping, "group"),
        areas=words_of(mapping, "area"),
        continuous=np.array([each.continuous for each in mapping.services], np.bool_),
        timed=timed,
        referrals=referrals,
        contacts=contacts,
        stays=_stays(stays, number),
        staff=_staff(staff),
        people=_people(people, died, kept),
        contacts_from=first // DAY * DAY,
    ), number


def _wide(column: NDArray[Any]) -> Ints:
    return column.astype(np.int64)


def _referrals(referrals: Rows, silent: Ints, number: Ints) -> tuple[Referrals, Ints]:
    """Return the table in its order, and the new row of each referral."""
    rows = referrals.but(silent=silent, person=number[referrals["person"]])
    order = rows.order("received", "person", "service")
    row = np.empty(order.size, np.int64)
    row[order] = np.arange(order.size)
    return Referrals(*(_wide(rows[name][order]) for name in Referrals._fields)), row


def _contacts(contacts: Rows, referrals: Rows, row: Ints, number: Ints) -> Contacts:
    """Return the table in its order; of one time, contacts are in that of their keys."""
    order = contacts.order("at", "place", "row")
    of = contacts["row"][order]
    service = contacts["service"][order]
    attended = contacts["outcome"][order] == Outcome.ATTENDED
    minutes = np.where(attended, contacts["minutes"][order], NO_NUMBER)
    worker = contacts["worker"][order]
    return Contacts(
        referral=row[of],
        person=number[referrals["person"][of]],
        service=_wide(np.where(service >= 0, service, referrals["service"][of])),
        at=contacts["at"][order],
        outcome=_wide(contacts["outcome"][order]),
        minutes=np.where(minutes >= 0, np.rint(minutes), UNKNOWN).astype(np.int64),
        how=_wide(contacts["how"][order]),
        worker=_wide(np.where(worker >= 0, worker, UNKNOWN)),
    )


def _stays(stays: Rows, number: Ints) -> Stays:
    rows = stays.but(person=number[stays["person"]])
    rows = rows.chosen(rows.order("start", "person", "service"))
    return Stays(*(_wide(rows[name]) for name in Stays._fields))


def _staff(staff: Rows) -> Staff:
    rows = staff.chosen(staff.order("start", "worker", "service"))
    worker, service, start, end = (_wide(rows[name]) for name in Staff._fields[:-1])
    wte = np.where(rows["wte"] >= 0, rows["wte"], np.nan).astype(np.float64)
    return Staff(worker, service, start, end, wte)


def _people(people: Rows, died: Ints, kept: Ints) -> People:
    found = {}
    for name in ("group", "area"):
        of = np.full(died.size, UNKNOWN, np.int64)
        known = people["person"] >= 0
        of[people["person"][known]] = people[name][known]
        found[name] = of[kept]
    return People(died[kept], **found)
