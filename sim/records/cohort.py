"""Choose the people whose records are measured, by why they came, a diagnosis or a kind of team.

A person belongs to the cohort from the first match on. What is recorded of them before is lookback:
it shows whom they knew and what was open, and is not itself measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN, Recorded

ANY_END = "*"


class Signs(NamedTuple):
    """The rows of an extract that match one criterion, in any order; shape (M,)."""

    person: Ints
    at: Ints  # minutes, as in `Recorded`


def fitting(codes: Sequence[str | None], wanted: Sequence[str]) -> Flags:
    """Return which codes of an extract are among those wanted.

    Capitals, spaces and the point in a diagnosis do not count, and a star at the end stands for
    any rest: ``F60*`` finds F60, F60.3 and f603.
    """
    whole = {_plain(each) for each in wanted if not each.endswith(ANY_END)}
    parts = tuple(_plain(each.rstrip(ANY_END)) for each in wanted if each.endswith(ANY_END))
    found = {
        each: _plain(each) in whole or _plain(each).startswith(parts)
        for each in {code for code in codes if code}
    }
    return np.array([bool(code) and found[code] for code in codes], bool)


def since(criteria: Sequence[Signs], people: int, every: bool) -> Ints:
    """Return from when on each person belongs to the cohort; NEVER if they do not; (people,).

    Parameters
    ----------
    criteria
        At least one.
    every
        Whether all criteria must have matched by then, or any one is enough.
    """
    first = np.full((len(criteria), people), NEVER, np.int64)
    for number, signs in enumerate(criteria):
        np.minimum.at(first[number], signs.person, signs.at)
    found: Ints = first.max(axis=0) if every else first.min(axis=0)
    return found


def only(recorded: Recorded, members: Flags) -> Recorded:
    """Return the tables of some of the people alone, who are numbered anew in the same order.

    The staff list stays whole: workers also see people who are not in the cohort.

    Parameters
    ----------
    members
        Which people are kept; shape (P,).
    """
    number = np.where(members, np.cumsum(members) - 1, UNKNOWN)
    kept = members[recorded.referrals.person]
    row = np.where(kept, np.cumsum(kept) - 1, UNKNOWN)
    contacts = _of(recorded.contacts, members, number)
    return recorded._replace(
        referrals=_of(recorded.referrals, members, number),
        contacts=contacts._replace(referral=row[contacts.referral]),
        stays=_of(recorded.stays, members, number),
        people=type(recorded.people)(*(column[members] for column in recorded.people)),
    )


def _of(table: Any, members: Flags, number: Ints) -> Any:
    """Return the rows of a table about members, with their new numbers."""
    kept = members[table.person]
    rows = type(table)(*(column[kept] for column in table))
    return rows._replace(person=number[rows.person])


def _plain(code: str) -> str:
    return "".join(each for each in code.upper() if each.isalnum())
