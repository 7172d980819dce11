"""What cannot be measured in records, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.events import BY_RATE, Exit
from sim.measures.indices import Indices
from sim.measures.observed import within
from sim.measures.recorded.tables import NEVER, Links, Outcome, Recorded
from sim.measures.tallies import ratio
from sim.resolved import MISSING, Resolved
from sim.units import DAY

ENOUGH = 0.8
"""The share of contacts with a worker, or of accepted referrals with a decision, that is enough."""
LOOKBACK = 365 * DAY
"""How long before the window contacts have to be known, for the length of relationships."""

Reason: TypeAlias = tuple[tuple[str, ...], str]
"""Beginnings of names of measures, and why records do not have them."""


class Unmeasured(NamedTuple):
    """A measure that records do not have; the name also stands for all that continue it."""

    name: str
    why: str


INDICES = tuple(Indices._fields)
COUNTED = ("contacts_per_person", "people_with_contacts")
OF_PERSONS = (*(f"{name}.person" for name in (*INDICES, *COUNTED)), "workers_met")
RELATIONSHIPS = "relationship_length"
WAITS = ("wait_to_decision", "wait_to_first_contact", "wait_to_second_contact")
FOLLOW_UP = "follow_up_72_hours"
HANDOFFS = ("records.handoffs", "records.handed_on_share")
BY_STAFF = ("records.people_per_wte", "records.workers_left", "records.workers_lost")

NEVER_RECORDED: tuple[Reason, ...] = (
    (
        (
            *("unmet_need_days", "days_in_need", "covered_share", "contact_gaps", "longest_gap"),
            *("never_served", "lost_to_follow_up", "bounces", "crisis_episodes", "crisis_days"),
        ),
        "Records do not say when a person was in need.",
    ),
    (("retellings",), "Records do not say which contacts repeated what was told before."),
    (("slipped_contacts",), "Records do not say when a contact was due."),
    (
        ("vacancy_share", "utilisation"),
        "Records do not say how many posts and hours were funded; a workbook of the area does.",
    ),
)


def unmeasured(
    recorded: Recorded, resolved: Resolved | None = None, links: Links | None = None
) -> tuple[Unmeasured, ...]:
    """Return each measure that these records do not have, with the reason in a sentence."""
    reasons = [*NEVER_RECORDED, *_reasons(recorded, resolved, links)]
    found = {name: why for names, why in reversed(reasons) for name in names}
    return tuple(Unmeasured(name, why) for name, why in found.items())


def lacking(recorded: Recorded, resolved: Resolved | None, links: Links | None) -> tuple[str, ...]:
    """Return the beginnings of the names of measures that these records do not have."""
    return tuple(name for names, _ in _reasons(recorded, resolved, links) for name in names)


def _reasons(
    recorded: Recorded, resolved: Resolved | None, links: Links | None
) -> Iterator[Reason]:
    if not recorded.timed:
        yield _without_times()
    yield from _left_empty(recorded)
    if links is None:
        yield HANDOFFS, "It has not been looked for where people went on to."
    if not recorded.staff.worker.size:
        yield BY_STAFF, "There is no staff list."
    if _lookback(recorded) < LOOKBACK:
        why = "The contacts of the year before the window are not in these records."
        yield (RELATIONSHIPS,), why
    if resolved is not None:
        yield from _of_scenario(resolved)
        if np.any(recorded.contacts.at < 0):
            why = "It is not known when people in care at the beginning of the run were first seen."
            yield (WAITS[-1],), why


def _without_times() -> Reason:
    by_time = tuple(f"secon.{level}" for level in ("person", "team", "service"))
    records = tuple(f"records.{name}" for name in (*by_time, FOLLOW_UP))
    names = (*WAITS, *by_time, FOLLOW_UP, "spell_days", *records)
    return names, "These records have dates and no times of day."


def _left_empty(recorded: Recorded) -> Iterator[Reason]:
    """Yield the measures of columns that are empty too often."""
    contacts, referrals = recorded.contacts, recorded.referrals
    met = (contacts.outcome == Outcome.ATTENDED) & within(contacts.at, recorded.window)
    named = ratio(np.count_nonzero(contacts.worker[met] >= 0), np.count_nonzero(met))
    if named < ENOUGH:
        twins = tuple(f"records.{name}" for name in OF_PERSONS)
        why = "Less than 80 % of attended contacts name a worker."
        yield (*OF_PERSONS, RELATIONSHIPS, *twins), why
    seen = np.zeros(referrals.person.size, np.bool_)
    seen[contacts.referral[met]] = True
    decided = ratio(np.count_nonzero(referrals.decided[seen] != NEVER), np.count_nonzero(seen))
    if decided < ENOUGH:
        why = "Less than 80 % of referrals with a contact say when they were accepted."
        yield ("wait_to_decision", "records.wait_to_decision"), why


def _lookback(recorded: Recorded) -> int:
    """Return for how many minutes before the window contacts are known."""
    first = int(recorded.contacts.at.min(initial=recorded.window.opens))
    return recorded.window.opens - max(first, recorded.contacts_from)


def _of_scenario(resolved: Resolved) -> Iterator[Reason]:
    """Yield the measures whose definition tells apart what the records of a run do not."""
    persons = [each.persons for each in (resolved.first_numbers, resolved.numbers)]
    settles = any((each.settled_level != MISSING).any() for each in persons)
    moves = any((each.exit_rates[:, BY_RATE.index(Exit.MOVED_AWAY)] > 0).any() for each in persons)
    if resolved.measuring.counts_pools:
        why = "Records do not tell the people of a pool from workers with a caseload."
        yield (*OF_PERSONS, RELATIONSHIPS), why
    if settles:
        names = tuple(
            f"{name}.{level}" for name in (*INDICES, *COUNTED) for level in ("team", "service")
        )
        why = "Who leaves as settled and returns is another person in a log, and not in records."
        yield (*OF_PERSONS, *names, RELATIONSHIPS), why
    if settles or moves:
        yield (FOLLOW_UP,), "Records do not say that somebody has moved away."
    if resolved.change is not None and resolved.change.lacking:
        why = "Records do not tell a new referral from one that moves because a service closes."
        yield ("referrals",), why
