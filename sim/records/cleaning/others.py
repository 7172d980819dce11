"""Clean the tables besides referrals and contacts: stays, staff, onward referrals and signs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.moments import day_of
from sim.records.cleaning.rules import AFTER, BACKWARDS, ELSEWHERE, NOT_COMPLETE, REOPENED, TEAMLESS
from sim.records.extract import SignKind, Signs
from sim.records.mapping.mapping import Mapping
from sim.records.reading.expressions import NO_TEAM
from sim.records.rows import Rows

ENDS_BEFORE = BACKWARDS.replace("closed before received", "ended before it began")


def clean_stays(stays: Rows, referrals: Rows, mapping: Mapping, taken: int, counts: Counts) -> Rows:
    """Return the stays of people at services of the mapping.

    A stay without a team of its own is at the service of its referral, or else at the only service
    where people stay.
    """
    which = (stays["person"] < 0) | (stays["start"] == NEVER)
    counts.drop(NOT_COMPLETE, "stays", int(which.sum()))
    stays = stays.without(which)
    which = day_of(stays["end"]) < day_of(stays["start"])
    counts.drop(ENDS_BEFORE, "stays", int(which.sum()))
    stays = stays.without(which)
    which = stays["start"] >= taken
    counts.drop(AFTER, "stays", int(which.sum()))
    stays = stays.without(which)
    later = (stays["end"] >= taken) & (stays["end"] != NEVER)
    counts.drop(REOPENED, "stays", int(later.sum()), wrong=False)
    stays = stays.but(end=np.where(later, NEVER, stays["end"]))
    stays = stays.but(service=_service_of(stays, referrals, mapping))
    which = stays["service"] == NO_TEAM
    counts.drop(TEAMLESS, "stays", int(which.sum()))
    stays = stays.without(which)
    which = stays["service"] < 0
    counts.drop(ELSEWHERE, "stays", int(which.sum()), wrong=False)
    return stays.without(which)


def _service_of(stays: Rows, referrals: Rows, mapping: Mapping) -> Ints:
    service = stays["service"].astype(np.int64)
    size = int(max(referrals["referral"].max(initial=0), stays["referral"].max(initial=0), 0)) + 1
    of = np.full(size, NO_TEAM, np.int64)
    firsts = referrals["first"] & (referrals["referral"] >= 0)
    of[referrals["referral"][firsts]] = referrals["service"][firsts]
    named = (service == NO_TEAM) & (stays["referral"] >= 0)
    service[named] = of[stays["referral"][named]]
    where = [at for at, each in enumerate(mapping.services) if each.continuous]
    if len(where) == 1:
        service[service == NO_TEAM] = where[0]
    return service


def clean_staff(staff: Rows, taken: int, counts: Counts) -> Rows:
    """Return the times in post at services of the mapping."""
    which = (staff["worker"] < 0) | (staff["start"] == NEVER) | (staff["service"] == NO_TEAM)
    counts.drop(NOT_COMPLETE, "staff", int(which.sum()))
    staff = staff.without(which)
    which = day_of(staff["end"]) < day_of(staff["start"])
    counts.drop(ENDS_BEFORE, "staff", int(which.sum()))
    staff = staff.without(which)
    which = staff["service"] < 0
    counts.drop(ELSEWHERE, "staff", int(which.sum()), wrong=False)
    staff = staff.without(which)
    later = (staff["end"] >= taken) & (staff["end"] != NEVER)
    return staff.but(end=np.where(later, NEVER, staff["end"])).without(staff["start"] >= taken)


def onward_of(referrals: Rows, onward: Rows, taken: int) -> Ints:
    """Return when each referral was last referred on to another organisation; NEVER if it was not.

    Of a referral that is at several services, all are.
    """
    size = int(max(referrals["referral"].max(initial=0), onward["referral"].max(initial=0), 0)) + 2
    at = np.full(size, -NEVER, np.int64)
    known = (onward["referral"] >= 0) & (onward["at"] < taken)
    np.maximum.at(at, onward["referral"][known], onward["at"][known])
    found = at[np.where(referrals["referral"] >= 0, referrals["referral"], size - 1)]
    return np.where(found == -NEVER, NEVER, found)


def workers_of(contacts: Rows, workers: Rows) -> NDArray[np.int32]:
    """Return the worker of each contact: of several the one with most minutes, then the first."""
    worker = contacts["worker"].astype(np.int32)
    if not workers.size:
        return worker
    minutes = workers["minutes"] if "minutes" in workers else np.zeros(workers.size)
    known = np.flatnonzero((workers["worker"] >= 0) & (workers["key"] > 0))
    order = known[np.lexsort((workers["worker"][known], -minutes[known], workers["key"][known]))]
    keys = workers["key"][order]
    first = np.ones(keys.size, np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    keys, named = keys[first], workers["worker"][order][first]
    if not keys.size:
        return worker
    place = np.minimum(np.searchsorted(keys, contacts["key"]), keys.size - 1)
    found = (keys[place] == contacts["key"]) & (worker < 0)
    return np.where(found, named[place], worker).astype(np.int32)


def signs_of(referrals: Rows, diagnoses: Rows) -> Signs:
    """Return the codes by which a cohort is chosen, each once, with numbers of people as read."""
    size = (
        int(max(referrals["referral"].max(initial=0), diagnoses["referral"].max(initial=0), 0)) + 2
    )
    row = np.full(size, UNKNOWN, np.int64)
    named = np.flatnonzero(referrals["referral"] >= 0)
    row[referrals["referral"][named]] = named
    of = row[np.where(diagnoses["referral"] >= 0, diagnoses["referral"], size - 1)]
    by_referral = np.maximum(of, 0)
    person, at = diagnoses["person"].astype(np.int64), diagnoses["at"]
    if referrals.size:
        person = np.where((person < 0) & (of >= 0), referrals["person"][by_referral], person)
        undated = (at == NEVER) & (of >= 0)
        at = np.where(undated, referrals["received"][by_referral], at)
    parts = [
        _signs(SignKind.REASON, referrals["person"], referrals["received"], referrals["reason"]),
        _signs(SignKind.TEAM_TYPE, referrals["person"], referrals["received"], referrals["type"]),
        _signs(SignKind.DIAGNOSIS, person, at, diagnoses["diagnosis"]),
    ]
    return Signs(*np.unique(np.concatenate(parts, axis=1), axis=1))


def _signs(kind: SignKind, person: Ints, at: Ints, code: Ints) -> Ints:
    """Return the columns of signs of one kind, below each other, without those of nobody."""
    kinds = np.full(person.size, kind, np.int64)
    columns: Ints = np.stack([person, at, kinds, code]).astype(np.int64)
    return columns[:, (person >= 0) & (code >= 0)]
