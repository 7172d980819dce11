"""The same records of other people: who is in an extract is chance, so people are drawn anew.

Each person is there as often as a Poisson count of mean 1 says (the Poisson bootstrap; Hanley and
MacGibbon 2006, doi:10.1016/j.cmpb.2006.04.006), so that the number of people varies too. Workers
stay as they are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Ints
from sim.measures.recorded.tables import Contacts, People, Recorded, Referrals, Stays


class _Copies(NamedTuple):
    """Rows of a table, each as often as its person is there; shape (n,)."""

    row: Ints
    nth: Ints  # which of a row's copies it is, from 0
    person: Ints  # the new number of its person


def resampled(recorded: Recorded, times: Ints) -> Recorded:
    """Return records in which each person is there so many times, as different people.

    Parameters
    ----------
    times
        Of each person, 0 or more; shape (P,).
    """
    first = np.concatenate([[0], np.cumsum(times)])  # of each person's copies
    referrals, contacts, stays = recorded.referrals, recorded.contacts, recorded.stays
    made = _copies(referrals.person, times, first)
    order = np.lexsort((referrals.service[made.row], made.person, referrals.received[made.row]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    begins = np.concatenate([[0], np.cumsum(times[referrals.person])])
    met, slept = (_copies(each.person, times, first) for each in (contacts, stays))
    told = contacts.referral[met.row]
    found = begins[told] + met.nth
    referral = np.where(told >= 0, place[np.where(told >= 0, found, 0)], told)
    who = np.repeat(np.arange(len(times)), times)
    return recorded._replace(
        referrals=Referrals(*(column[made.row][order] for column in referrals))._replace(
            person=made.person[order]
        ),
        contacts=Contacts(*(column[met.row] for column in contacts))._replace(
            person=met.person, referral=referral
        ),
        stays=Stays(*(column[slept.row] for column in stays))._replace(person=slept.person),
        people=People(*(column[who] for column in recorded.people)),
    )


def without(recorded: Recorded, left_out: Ints) -> Recorded:
    """Return records without some people."""
    times = np.ones(len(recorded.people.died), np.int64)
    times[left_out] = 0
    return resampled(recorded, times)


def _copies(person: Ints, times: Ints, first: Ints) -> _Copies:
    """Return the copies of rows that belong to these people, in the order of the rows."""
    many = times[person]
    row = np.repeat(np.arange(len(person)), many)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    return _Copies(row, nth, first[person[row]] + nth)
