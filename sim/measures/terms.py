"""What counts as need, as cover and as help in an arm: the only place where measures look it up."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiling import linked
from sim.resolved import Flags, Ints, Resolved
from sim.rules.wanted import MILLION
from sim.units import DAY, WEEK


class Terms(NamedTuple):
    """What counts as need, as cover and as help. G groups, K needs, S services, L levels."""

    seek_level: Ints  # (G, K)
    covers: Flags  # (S, K)
    helps: Flags  # (S,)
    continuous: Flags  # (S,)
    wanted: Ints  # (L,) minutes a week
    long_waits: Ints  # (W,) minutes from which a wait is long; none where that is not measured
    counts_help: int  # 1 where it is measured whether help is enough
    covered_for: int  # minutes
    lost_after: int  # minutes
    shortest: int  # minutes: shorter gaps between contacts are of no interest


def terms_of(resolved: Resolved) -> Terms:
    """What counts as need, as cover and as help in this arm."""
    measuring, services = resolved.measuring, resolved.numbers.services
    return Terms(
        seek_level=np.ascontiguousarray(resolved.numbers.needs.seek_level, np.int64),
        covers=np.ascontiguousarray(services.covers, np.bool_),
        helps=np.ascontiguousarray(measuring.helps, np.bool_),
        continuous=np.ascontiguousarray(services.continuous, np.bool_),
        wanted=np.ascontiguousarray(measuring.wanted, np.int64),
        long_waits=np.array(measuring.wait_weeks, np.int64) * WEEK
        if measuring.long_waits
        else np.zeros(0, np.int64),
        counts_help=int(measuring.counts_help and len(resolved.names.needs) > 0),
        covered_for=int(measuring.covered_for),
        lost_after=int(measuring.lost_after),
        shortest=min([int(measuring.lost_after) - 1, *(d * DAY for d in measuring.gap_days)]),
    )


@linked
def is_need(terms: Terms, group: int, need: int, level: int) -> bool:
    """Whether a need at this level is in need, for people of the group."""
    return bool(level >= terms.seek_level[group, need])


@linked
def works_with(terms: Terms, service: int, need: int) -> bool:
    """Whether a service covers a need: its referrals and spells say where the person stands."""
    return bool(terms.covers[service, need])


@linked
def contact_covers(terms: Terms, service: int, need: int) -> bool:
    """Whether an attended contact at a service covers a need; signposting covers none."""
    return bool(terms.covers[service, need] and terms.helps[service])


@linked
def stay_covers(terms: Terms, service: int, need: int) -> bool:
    """Whether an open spell at a service covers a need in each of its minutes."""
    return bool(terms.covers[service, need] and terms.continuous[service])


@linked
def person_wants(terms: Terms, wants: int, level: int) -> int:
    """Whole minutes a week of help that a person wants while a need has this level.

    `wants` is the person's own multiple, in millionths; a half minute is rounded up.
    """
    found: int = (terms.wanted[level] * wants + MILLION // 2) // MILLION
    return found
