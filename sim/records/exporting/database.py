"""The tables of `Recorded` in a database, from which the sheets of an extract are selected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import numpy as np

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN, Recorded
from sim.records.exporting.submissions import Submission

CONFIG: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": False}
"""One thread, so that the same tables give the same bytes."""


@contextmanager
def loaded(
    recorded: Recorded, submissions: Sequence[Submission]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory with the tables that `sheets` names, each with its row numbers."""
    tables = {
        "r": {**recorded.referrals._asdict(), "over": over(recorded)},
        "c": {**recorded.contacts._asdict(), "other_service": _other_service(recorded)},
        "s": {**recorded.stays._asdict(), "referral": referral_of_stays(recorded)},
        "w": recorded.staff._asdict(),
        "p": recorded.people._asdict(),
        "t": {"row": np.arange(len(recorded.services))},
        "m": {
            name: np.array([getattr(each, name) for each in submissions])
            for name in Submission._fields
        },
    }
    with duckdb.connect(config=CONFIG) as database:
        for name, columns in tables.items():
            _load(database, name, columns)
        yield database


def over(recorded: Recorded) -> Ints:
    """Return when nothing more was to be said of each referral; NEVER while it is open; (R,)."""
    closed, rejected = recorded.referrals.closed, recorded.referrals.rejected
    return np.where(closed == NEVER, rejected, closed)


def referral_of_stays(recorded: Recorded) -> Ints:
    """Return the latest referral of the same person to the service where each stay began; (H,)."""
    referrals, stays = recorded.referrals, recorded.stays
    services = len(recorded.services)
    first = int(min(referrals.received.min(initial=0), stays.start.min(initial=0)))
    apart = recorded.taken - first + 1
    keys = (referrals.person * services + referrals.service) * apart + referrals.received - first
    order = np.argsort(keys, kind="stable")
    key = (stays.person * services + stays.service) * apart + stays.start - first
    place = np.searchsorted(keys[order], key, "right") - 1
    found = np.full(stays.start.size, UNKNOWN, np.int64)
    some = np.flatnonzero(place >= 0)
    row = order[place[some]]
    same = referrals.person[row] == stays.person[some]
    same &= referrals.service[row] == stays.service[some]
    found[some[same]] = row[same]
    return found


def _other_service(recorded: Recorded) -> Ints:
    """Return the service of each contact that is not that of its referral; else UNKNOWN; (C,)."""
    of_referral = recorded.referrals.service[recorded.contacts.referral]
    return np.where(recorded.contacts.service == of_referral, UNKNOWN, recorded.contacts.service)


def _load(database: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]) -> None:
    size = next(iter(columns.values())).size
    database.register("loading", {"row": np.arange(size), **columns})
    database.execute(f"CREATE TABLE {name} AS SELECT * FROM loading")
    database.unregister("loading")
