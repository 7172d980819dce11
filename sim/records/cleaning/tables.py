"""The tables that cleaning works on, with every column, and with contacts linked to referrals."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.moments import day_of
from sim.records.known.codes import DUPLICATE
from sim.records.reading.database import NO_NUMBER
from sim.records.reading.expressions import DUPLICATE_NUMBER, NO_TEAM
from sim.records.rows import Rows

EMPTY: dict[str, dict[str, tuple[Any, Any]]] = {
    "referrals": {
        **dict.fromkeys(
            ("received", "closed", "rejected", "decided", "inactive"), (NEVER, np.int64)
        ),
        **dict.fromkeys(("closed_why", "rejected_why", "source"), (0, np.int8)),
        **dict.fromkeys(("reason", "type"), (UNKNOWN, np.int32)),
        "unsteady": (False, np.bool_),
        "onward": (NEVER, np.int64),
    },
    "other_teams": {"referral": (UNKNOWN, np.int32)},
    "contacts": {
        **dict.fromkeys(("referral", "person", "worker"), (UNKNOWN, np.int32)),
        "minutes": (NO_NUMBER, np.float64),
        "how": (0, np.int8),
        "unsteady": (False, np.bool_),
    },
    "stays": {
        "key": (0, np.uint64),
        **dict.fromkeys(("person", "referral"), (UNKNOWN, np.int32)),
        "service": (NO_TEAM, np.int16),
        **dict.fromkeys(("start", "end"), (NEVER, np.int64)),
    },
    "staff": {
        "worker": (UNKNOWN, np.int32),
        "service": (NO_TEAM, np.int16),
        **dict.fromkeys(("start", "end"), (NEVER, np.int64)),
        "wte": (NO_NUMBER, np.float64),
    },
    "people": {
        "person": (UNKNOWN, np.int32),
        "died": (NEVER, np.int64),
        **dict.fromkeys(("group", "area"), (UNKNOWN, np.int8)),
    },
    "onward": {"referral": (UNKNOWN, np.int32), "at": (NEVER, np.int64)},
    "diagnoses": {
        **dict.fromkeys(("person", "referral", "diagnosis"), (UNKNOWN, np.int32)),
        "at": (NEVER, np.int64),
    },
}
"""What stands in a column that an extract does not have."""


NOT_SAID = {
    **dict.fromkeys(("closed_why", "rejected_why", "source", "how"), 0),
    **dict.fromkeys(("group", "area"), UNKNOWN),
}
"""What stands in place of an empty cell and of a code that the mapping does not name."""


def whole(name: str, tables: AnyMapping[str, Rows]) -> Rows:
    """Return a table with every column; without rows if it is not there."""
    rows = tables.get(name, Rows())
    coded = {
        column: np.where(rows[column] < 0, none, rows[column]).astype(np.int8)
        for column, none in NOT_SAID.items()
        if column in rows
    }
    rows = rows.but(**coded)
    return Rows(
        {
            column: np.full(rows.size, value, kind)
            for column, (value, kind) in EMPTY[name].items()
            if column not in rows
        }
        | rows
    )


class Linked(NamedTuple):
    """Referrals, each at one service, and contacts with the row of their referral.

    `row` of a contact is UNKNOWN if it names no referral, or one that is not there.
    """

    referrals: Rows
    contacts: Rows

    def without_referrals(
        self, which: Flags, rule: str, counts: Counts, *, wrong: bool = True
    ) -> Linked:
        """Return the tables without some referrals and their contacts, both counted."""
        row = self.contacts["row"]
        theirs = which[row] & (row >= 0) if which.size else np.zeros(row.size, np.bool_)
        counts.drop(rule, "referrals", int(which.sum()), wrong=wrong)
        counts.drop(rule, "contacts", int(theirs.sum()), wrong=wrong)
        if not which.any():
            return self
        number = np.cumsum(~which, dtype=np.int32) - 1
        contacts = self.contacts.without(theirs)
        row = contacts["row"]
        moved = np.where(row >= 0, number[row], UNKNOWN).astype(np.int32)
        return Linked(self.referrals.without(which), contacts.but(row=moved))

    def without_contacts(
        self, which: Flags, rule: str, counts: Counts, *, wrong: bool = True
    ) -> Linked:
        """Return the tables without some contacts, which are counted."""
        counts.drop(rule, "contacts", int(which.sum()), wrong=wrong)
        return self._replace(contacts=self.contacts.without(which))


def spread(referrals: Rows, others: Rows) -> Rows:
    """Return a row for each service that a referral is to.

    A referral is at the service of its own row, and at those of its rows among the other teams,
    which have endings of their own. One row is `first`: that of its own service if it has one, else
    the first service in the order of the mapping. `backwards` says whether the referral itself was
    over on a day before it was received.
    """
    own = referrals.but(
        first=np.ones(referrals.size, np.bool_),
        backwards=day_of(over(referrals)) < day_of(referrals["received"]),
    )
    if not others.size:
        return own
    position = np.full(int(max(referrals["referral"].max(initial=0), 0)) + 1, -1, np.int64)
    named = referrals["referral"] >= 0
    position[referrals["referral"][named]] = np.flatnonzero(named)
    at = others["referral"]
    at = np.where((at >= 0) & (at < position.size), position[np.maximum(at, 0)], -1)
    others = others.but(at=at).without(at < 0)
    own, others = _moved(own, others)
    services = own["service"]
    extra = (others["service"] >= 0) & (others["service"] != services[others["at"]])
    found = [own, _rows_of(own, others.chosen(extra))]
    return Rows({name: np.concatenate([each[name] for each in found]) for name in own})


def _moved(own: Rows, others: Rows) -> tuple[Rows, Rows]:
    """Return the referrals, with what the other table says of those that name no service."""
    order = np.lexsort((others["service"], others["service"] < 0, others["at"]))
    others = others.chosen(order)
    begins = np.ones(others.size, np.bool_)
    begins[1:] = others["at"][1:] != others["at"][:-1]
    begins &= own["service"][others["at"]] == NO_TEAM
    of, rows = others["at"][begins], others.chosen(begins)
    changed = _rows_of(own, rows)
    result = own.but(**{name: column.copy() for name, column in own.items()})
    for name, column in result.items():
        if name != "first":
            column[of] = changed[name]
    return result, others.without(begins)


def _rows_of(own: Rows, others: Rows) -> Rows:
    """Return the referrals of rows of the other table, with the service and ending of the row."""
    rows = own.chosen(others["at"]).but(first=np.zeros(others.size, np.bool_))
    told: dict[str, Any] = {"service": others["service"]}
    for day, why in (("closed", "closed_why"), ("rejected", "rejected_why")):
        if day in others:
            there = others[day] != NEVER
            told[day] = np.where(there, others[day], rows[day])
            if why in others:
                told[why] = np.where(there, others[why], rows[why])
    if "type" in others:
        told["type"] = np.where(others["type"] >= 0, others["type"], rows["type"])
    return rows.but(**told)


def link(referrals: Rows, contacts: Rows, services: int) -> Linked:
    """Link each contact to the row of its referral: at the contact's service, or else the first."""
    size = (
        int(max(referrals["referral"].max(initial=0), contacts["referral"].max(initial=0), 0)) + 1
    )
    row = np.full(size + 1, UNKNOWN, np.int32)  # one more for contacts that name none
    named = referrals["referral"] >= 0
    firsts = np.flatnonzero(referrals["first"] & named)
    row[referrals["referral"][firsts]] = firsts
    at = row[np.where(contacts["referral"] >= 0, contacts["referral"], size)]
    others = np.flatnonzero(~referrals["first"] & named & (referrals["service"] >= 0))
    if others.size:
        wide = np.int64(services + 1)
        keys = referrals["referral"][others] * wide + referrals["service"][others]
        order = np.argsort(keys, kind="stable")
        some = np.flatnonzero((at >= 0) & (contacts["service"] >= 0))
        wanted = contacts["referral"][some] * wide + contacts["service"][some]
        place = np.minimum(np.searchsorted(keys[order], wanted), order.size - 1)
        found = keys[order][place] == wanted
        at[some[found]] = others[order[place[found]]]
    return Linked(referrals, contacts.but(row=at))


def already_known(referrals: Rows) -> Flags:
    """Return which referrals were rejected because the person is known already."""
    found: Flags = (referrals["rejected"] != NEVER) & (
        referrals["rejected_why"] == DUPLICATE_NUMBER
    )
    return found


ALREADY_KNOWN = f"rejected as a {DUPLICATE}: the person is known already"


def over(referrals: Rows) -> Ints:
    """Return when each referral was over: closed or rejected."""
    found: Ints = np.minimum(referrals["closed"], referrals["rejected"])
    return found
