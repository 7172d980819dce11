"""The definitions of need, cover and help in an arm, from which all measures take them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.compiling import linked
from sim.events import ContactFlag, EventLog
from sim.laws import Flags, Ints
from sim.measures.asked import families_of
from sim.resolved import Resolved
from sim.rules.contact import helps_though_felt
from sim.rules.wanted import MILLION
from sim.units import DAY, FOREVER, WEEK

STIGMATISING = int(ContactFlag.STIGMATISING)


class Terms(NamedTuple):
    """The definitions of need, cover and help in an arm. G groups, K needs, S services, L levels.

    If rules change during a run, columns of services have 2 S rows: first the values before the
    change, then the values from the change on. `by_then` returns the row of a service at a minute.
    """

    seek_level: Ints  # (G, K)
    presenting_over: Ints  # (G, K) minutes
    covers: Flags  # (S, K), or (2 S, K)
    helps: Flags  # (S,), or (2 S,)
    stigma_helps: Flags  # (S,), or (2 S,): a stigmatising contact counts like any other
    continuous: Flags  # (S,); the same before and after a change, and so is what they cover
    services: int  # S
    change: int  # minute of the change of rules; FOREVER where there is none
    wanted: Ints  # (L,) minutes a week
    long_waits: Ints  # (W,) minutes from which a wait is long; none where that is not measured
    counts_gaps: int  # 1 where gaps are asked for, or what is divided by time in need
    counts_meetings: int  # 1 where continuity is asked for, or help, which looks at who is known
    counts_help: int  # 1 where it is measured whether help is enough
    counts_plans: int  # 1 where it is measured for how long people have a plan
    counts_care: int  # 1 where it is measured who in care is seen: without needs
    watched: Flags  # (S,) contact is looked for: then, of a service that has contacts and no stays
    gap_days: Ints  # (T,)
    covered_for: int  # minutes
    lost_after: int  # minutes
    shortest: int  # minutes: shorter gaps between contacts are of no interest


def terms_of(resolved: Resolved) -> Terms:
    """Return the definitions of need, cover and help in this arm."""
    measuring, services = resolved.measuring, resolved.numbers.services
    asks = families_of(measuring.asked)
    has_needs, asks_help = len(resolved.names.needs) > 0, "help" in asks
    counts_plans = measuring.counts_plans and has_needs and "continuity" in asks
    counts_care = not has_needs and "in_care" in asks
    covers, helps, change = services.covers, measuring.helps, FOREVER
    stigma_helps = services.stigma_helps
    if resolved.change is not None:
        before = resolved.change.before.services.stigma_helps
        stigma_helps = np.concatenate([before, stigma_helps])
        covers = np.concatenate([resolved.change.before.services.covers, covers])
        helps = np.concatenate([resolved.change.helps_before, helps])
        change = resolved.change.time
    return Terms(
        seek_level=np.ascontiguousarray(resolved.numbers.needs.seek_level, np.int64),
        presenting_over=np.ascontiguousarray(resolved.numbers.needs.presenting_over, np.int64),
        covers=np.ascontiguousarray(covers, np.bool_),
        helps=np.ascontiguousarray(helps, np.bool_),
        stigma_helps=np.ascontiguousarray(stigma_helps, np.bool_),
        continuous=np.ascontiguousarray(services.continuous, np.bool_),
        services=len(services.name),
        change=int(change),
        wanted=np.ascontiguousarray(measuring.wanted, np.int64),
        long_waits=np.array(measuring.wait_weeks, np.int64) * WEEK
        if measuring.long_waits
        else np.zeros(0, np.int64),
        counts_gaps=int(asks_help or counts_plans or "gaps" in asks),
        counts_meetings=int(asks_help or "continuity" in asks),
        counts_help=int(measuring.counts_help and has_needs and asks_help),
        counts_plans=int(counts_plans),
        counts_care=int(counts_care),
        watched=has_contacts(resolved) & ~services.continuous.astype(np.bool_) & counts_care,
        gap_days=np.array(measuring.gap_days, np.int64),
        covered_for=int(measuring.covered_for),
        lost_after=int(measuring.lost_after),
        shortest=min([int(measuring.lost_after) - 1, *(d * DAY for d in measuring.gap_days)]),
    )


def has_contacts(resolved: Resolved) -> Flags:
    """Return which services have contacts before or after the change of rules, shape (S,)."""
    before, after = resolved.first_numbers.services, resolved.numbers.services
    shortest = np.minimum(before.contact_interval, after.contact_interval).min(axis=1)
    found: Flags = shortest < FOREVER
    return found


@linked
def is_need(terms: Terms, group: int, need: int, level: int) -> bool:
    """Return whether a person of this group is in need when the need has this level."""
    return bool(level >= terms.seek_level[group, need])


@linked
def by_then(terms: Terms, service: int, now: int) -> int:
    """Return the row of a service in columns of `Terms`, by the rules in force at a minute."""
    passed = terms.services if now >= terms.change else 0
    return service + passed


@linked
def works_with(terms: Terms, service: int, need: int, now: int) -> bool:
    """Return whether a service covers a need.

    Referrals to such a service and spells there can be the cause of unmet need.
    """
    return bool(terms.covers[by_then(terms, service, now), need])


@linked
def contact_covers(terms: Terms, service: int, need: int, now: int) -> bool:
    """Return whether an attended contact at a service covers a need; signposting covers none."""
    row = by_then(terms, service, now)
    return bool(terms.covers[row, need] and terms.helps[row])


@linked
def is_seen(terms: Terms, row: Any) -> bool:
    """Return whether an attended contact counts as being seen.

    A stigmatising contact does not, unless the scenario states that it does
    (`measures.stigma_covers`).
    """
    felt = row.detail & STIGMATISING > 0
    return bool(helps_though_felt(felt, terms.stigma_helps[by_then(terms, row.service, row.time)]))


def all_seen(terms: Terms, rows: EventLog) -> Flags:
    """Return whether each of many attended contacts counts as being seen, shape (rows,)."""
    then = np.asarray(rows["service"], np.int64) + terms.services * (rows["time"] >= terms.change)
    found: Flags = (rows["detail"] & STIGMATISING == 0) | terms.stigma_helps[then]
    return found


@linked
def stay_covers(terms: Terms, service: int, need: int) -> bool:
    """Return whether an open spell at a service covers a need in each of its minutes."""
    return bool(terms.covers[service, need] and terms.continuous[service])


@linked
def person_wants(terms: Terms, wants: int, level: int) -> int:
    """Return the whole minutes of help a week that a person wants while a need has this level.

    `wants` is the person's own multiple, in millionths; a half minute is rounded up.
    """
    found: int = (terms.wanted[level] * wants + MILLION // 2) // MILLION
    return found
