"""Clean an extract: rule by rule, in one order, with a count for each."""

from __future__ import annotations

import numpy as np

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN, Recorded
from sim.records.cleaning.copies import without_copies
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.endings import closed_by_death, dead_at, silent_since
from sim.records.cleaning.joining import join_overlapping
from sim.records.cleaning.moments import with_minutes
from sim.records.cleaning.others import (
    clean_staff,
    clean_stays,
    onward_of,
    signs_of,
    workers_of,
)
from sim.records.cleaning.recording import recorded, taken_at
from sim.records.cleaning.remarks import (
    Remarks,
    are_timed,
    decided_of,
    see_codes,
    see_services,
    see_teams,
)
from sim.records.cleaning.rules import (
    leave_out_after,
    leave_out_backwards,
    leave_out_incomplete,
    leave_out_orphans,
    leave_out_teamless,
    leave_out_uncounted,
    leave_out_unsteady,
)
from sim.records.cleaning.tables import Linked, link, spread, whole
from sim.records.extract import Extract, Signs
from sim.records.faults import Findings
from sim.records.mapping.mapping import Mapping
from sim.records.reading.loading import Loaded


def clean(loaded: Loaded, mapping: Mapping, files: dict[str, str], findings: Findings) -> Extract:
    """Return an extract after all rules.

    Parameters
    ----------
    files
        What the files of each table are called in messages.

    Raises
    ------
    RecordFaults
        If so much is wrong that the extract is not what the mapping says.
    """
    counts, remarks = Counts(), Remarks()
    timed = are_timed(loaded.tables["contacts"], mapping, remarks, findings)
    findings.raise_any()
    tables = {
        name: without_copies(name, with_minutes(name, rows, timed), counts)
        for name, rows in loaded.tables.items()
    }
    see_codes(tables, remarks)
    tables = {**tables, **{name: whole(name, tables) for name in NEEDED}}
    taken, services = taken_at(mapping.period), len(mapping.services)
    referrals = spread(tables["referrals"], tables["other_teams"])
    referrals = referrals.but(onward=onward_of(referrals, tables["onward"], taken))
    signs = signs_of(referrals, tables["diagnoses"])
    stays = clean_stays(tables["stays"], referrals, mapping, taken, counts)
    staff = clean_staff(tables["staff"], taken, counts)
    contacts = tables["contacts"]
    if "workers" in tables:
        contacts = contacts.but(worker=workers_of(contacts, tables["workers"]))
    linked = link(referrals, contacts, services)
    linked = _by_rules(linked, mapping, taken, counts)
    dropped = counts.dropped()
    see_teams(dropped, files, findings)
    counts.see_that_it_is_not_too_much(files, findings)
    see_services(linked, mapping, findings, remarks)
    findings.raise_any()
    died = dead_at(tables["people"], loaded.people, taken)
    linked, died = closed_by_death(linked, died, counts)
    linked = linked._replace(referrals=linked.referrals.but(decided=decided_of(linked, remarks)))
    silent = silent_since(linked, stays, taken, services, counts)
    others = {"stays": stays, "staff": staff, "people": tables["people"]}
    made, number = recorded(linked, others, died, silent, mapping, timed)
    return Extract(
        recorded=made,
        dropped=counts.dropped(),
        remarks=tuple(remarks.told),
        signs=_of_people(signs, number),
        codes=loaded.codes,
        has=_has(loaded.has, made),
    )


NEEDED = ("referrals", "other_teams", "contacts", "stays", "staff", "people", "onward", "diagnoses")
"""Tables that the rules go through, also where an extract does not have them."""


def _by_rules(linked: Linked, mapping: Mapping, taken: int, counts: Counts) -> Linked:
    """Apply the rules that leave out referrals and contacts, in their order."""
    linked = leave_out_uncounted(linked, counts)
    linked = leave_out_incomplete(linked, counts)
    linked = leave_out_backwards(linked, counts)
    linked = leave_out_after(linked, taken, counts)
    linked = leave_out_orphans(linked, len(mapping.services), counts)
    linked = leave_out_teamless(linked, counts)
    linked = join_overlapping(linked, mapping.join_days, counts)
    return leave_out_unsteady(linked, counts)


def _has(read: frozenset[str], made: Recorded) -> frozenset[str]:
    """Return which optional columns there are, after rules that take one away or bring one."""
    has = set(read)
    if not (made.referrals.decided != NEVER).any():
        has.discard("referrals.decided")
    if (made.contacts.worker != UNKNOWN).any():
        has.add("contacts.worker")
    return frozenset(has)


def _of_people(signs: Signs, number: Ints) -> Signs:
    """Return the signs of the people who are left, with their new numbers, in order."""
    person = number[signs.person]
    there = person >= 0
    order = np.lexsort((signs.code[there], signs.kind[there], signs.at[there], person[there]))
    columns = (person, signs.at, signs.kind, signs.code)
    return Signs(*(column[there][order] for column in columns))
