"""Choose the people whose records are measured, by why they came, a diagnosis or a kind of team.

A person belongs to the cohort from the first match on. What was over before is lookback and is left
out. A referral that was open then stays whole, as one does that was open when the window began.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN, Recorded
from sim.records.extract import Extract, SignKind, Signs
from sim.records.mapping.mapping import Cohort, Condition


def of_cohort(extract: Extract, cohort: Cohort) -> Extract:
    """Return the extract of the people of a cohort alone, numbered anew in the same order.

    People who match only after the window are left out. The staff list stays whole, because workers
    also see other people.
    """
    begin = since(extract, cohort)
    members = begin < extract.recorded.window.closes
    kept = members[extract.signs.person]
    signs = Signs(*(column[kept] for column in extract.signs))
    return replace(
        extract,
        recorded=_only(extract.recorded, members, begin),
        signs=signs._replace(person=_numbers(members)[signs.person]),
    )


def since(extract: Extract, cohort: Cohort) -> Ints:
    """Return from when on each person belongs to a cohort; NEVER if they do not; shape (P,).

    A sign without a time shows nothing, because it is not known from when on.
    """
    first = np.full((len(cohort.conditions), extract.recorded.people.died.size), NEVER, np.int64)
    for row, condition in zip(first, cohort.conditions, strict=True):
        found = _fitting(extract, condition)
        np.minimum.at(row, extract.signs.person[found], extract.signs.at[found])
    begin: Ints = first.max(axis=0) if cohort.how == "all" else first.min(axis=0)
    return begin


def _fitting(extract: Extract, condition: Condition) -> Flags:
    """Return which signs fulfil a condition."""
    fits = np.array([condition.fits(code) for code in extract.codes], np.bool_)
    kind = SignKind[condition.kind.upper()]
    found: Flags = extract.signs.kind == kind
    found[found] = fits[extract.signs.code[found]]
    return found


def _only(recorded: Recorded, members: Flags, begin: Ints) -> Recorded:
    """Return the tables of members alone, without what was over before each belonged."""
    referrals, stays, number = recorded.referrals, recorded.stays, _numbers(members)
    over = np.minimum(np.minimum(referrals.rejected, referrals.closed), referrals.silent)
    kept = members[referrals.person] & (over >= begin[referrals.person])
    staying = members[stays.person] & (stays.end > begin[stays.person])
    contacts = _of(recorded.contacts, kept[recorded.contacts.referral], number)
    return recorded._replace(
        referrals=_of(referrals, kept, number),
        contacts=contacts._replace(referral=_numbers(kept)[contacts.referral]),
        stays=_of(stays, staying, number),
        people=type(recorded.people)(*(column[members] for column in recorded.people)),
    )


def _of(table: Any, kept: Flags, number: Ints) -> Any:
    """Return some rows of a table, with the new numbers of people."""
    rows = type(table)(*(column[kept] for column in table))
    return rows._replace(person=number[rows.person])


def _numbers(kept: Flags) -> Ints:
    """Return the new number of each row that is kept; UNKNOWN for the others."""
    found: Ints = np.where(kept, np.cumsum(kept) - 1, UNKNOWN)
    return found
