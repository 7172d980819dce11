"""Decide which rule ends a spell, and keep the counts that the rules need.

Both engines call these functions at the same moments, and act on the results. `here` is the
service as a row of `resolved.Services`. `counts` is a spell, which has the fields of `Counts`. A
rule that needs nothing else from the engines is defined completely in this file: what it counts,
where counting begins, and when it ends a spell.

| moment | called |
|---|---|
| a spell begins, or begins again after a consultation | `count_anew`, then `settling_time` |
| a spell is already under way at minute 0 | `count_from_before`, then `settling_time` |
| a covered need has changed its level, where `watches_levels` | `settling_time` |
| rules have changed (`run.change`) | `settling_time` |
| a contact was attended | `ending_when_attended` |
| a contact was missed | `ending_when_missed` |
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.compiling import compiled, from_one_source
from sim.endings import Ending, Reason
from sim.resolved import MISSING
from sim.units import FOREVER

NO_ENDING = -1
REACH_OUT = -2
"""The result if the spell does not end, and an urgent contact is offered instead."""

CONTACTS_DONE = int(Ending.CONTACTS_DONE)
MOSTLY_SETTLED = int(Ending.MOSTLY_SETTLED)
MISSED_CONTACTS = int(Ending.MISSED_CONTACTS)
FINISHED_SETTLED = int(Reason.FINISHED_SETTLED)
FINISHED_IN_NEED = int(Reason.FINISHED_IN_NEED)

BY_NEED = -1
AGREED = tuple(int(ending.facts.agreed) for ending in Ending)
FELT = tuple(int(ending.facts.felt) for ending in Ending)
ROUTES = tuple(
    BY_NEED if ending.facts.route is None else int(ending.facts.route) for ending in Ending
)


@dataclass(slots=True, eq=False, kw_only=True)
class Counts:
    """The counts that the rules keep of a spell: whole numbers below 2**31, and real numbers.

    Both engines give every spell the fields that are defined here.
    """

    attended: int = 0
    missed_in_row: int = 0
    settled_share: float = 0.0  # of the time up to `settled_since`, recent time counting more
    settled_since: int = 0  # the minute since which `settled_now` holds
    settled_now: int = 0  # 1 while the worst covered need is at or below the level
    share_level: int = MISSING  # the rule by which this is counted: none
    share_wanted: float = 0.0
    share_over: int = 0


@from_one_source
def count_anew(counts):
    """Begin to count a spell: set all counts to 0."""
    counts.attended = 0
    counts.missed_in_row = 0
    counts.settled_share = 0.0
    counts.settled_since = 0
    counts.settled_now = 0
    counts.share_level = MISSING
    counts.share_wanted = 0.0
    counts.share_over = 0


@from_one_source
def draws_settled_share(here):
    """Return whether `count_from_before` needs a uniform for this service."""
    return here.settled_share != MISSING


@from_one_source
def count_from_before(here, counts, level, phase, settled_uniform, now):
    """Set the counts of a spell that began before minute 0.

    The number of contacts is set to the share `phase` of its limit. For someone settled now, the
    settled share is set to `settled_uniform` times the share that would end the spell; for others,
    to 0. `level` is the level of the worst covered need.
    """
    if here.max_contacts != MISSING:
        counts.attended = int(phase * here.max_contacts)
    if here.settled_share != MISSING:
        _count_share_anew(here, counts, level, now)
        if counts.settled_now:
            counts.settled_share = here.settled_share * settled_uniform


@from_one_source
def watches_levels(here):
    """Return whether any rule of a service depends on the level of the needs that it covers."""
    return here.settled_level != MISSING


@from_one_source
def settling_time(here, counts, level, now):
    """Return for how many minutes needs must stay at this level to end the spell, or FOREVER.

    The settled share of time is brought up to date if the level has crossed the settled level. It
    begins at 0 if the rule is new to the spell. `level` is the level of the worst covered need.
    """
    if here.settled_share != MISSING:
        _watch_share(here, counts, level, now)
    if here.settled_for != MISSING and level <= here.settled_level:
        return here.settled_for
    return FOREVER


@from_one_source
def _watch_share(here, counts, level, now):
    settled = 1 if level <= here.settled_level else 0
    if (
        counts.share_level != here.settled_level
        or counts.share_wanted != here.settled_share
        or counts.share_over != here.settled_over
    ):
        _count_share_anew(here, counts, level, now)
    elif settled != counts.settled_now:
        counts.settled_share = settled_share_now(counts, now)
        counts.settled_since = now
        counts.settled_now = settled


@from_one_source
def _count_share_anew(here, counts, level, now):
    counts.settled_share = 0.0
    counts.settled_since = now
    counts.settled_now = 1 if level <= here.settled_level else 0
    counts.share_level = here.settled_level
    counts.share_wanted = here.settled_share
    counts.share_over = here.settled_over


@from_one_source
def settled_share_now(counts, now):
    """Return the share of recent time for which the needs that a spell covers were settled.

    Time counts less, the longer ago it is: time `share_over` minutes ago counts 1/e of time now.
    Time before the count began counts as not settled.
    """
    return moved_towards(
        float(counts.settled_share),
        float(counts.settled_now),
        float(now - counts.settled_since),
        float(counts.share_over),
    )


@compiled
def moved_towards(value, goal, minutes, over):
    """Return a value after it has moved towards a goal for some minutes.

    Its distance from the goal falls by the factor e in every `over` minutes.
    """
    return goal + (value - goal) * math.exp(-minutes / over)


@from_one_source
def ending_when_attended(here, counts, now):
    """Count an attended contact; return the ending that this contact brings, or NO_ENDING."""
    counts.attended += 1
    counts.missed_in_row = 0
    if here.max_contacts != MISSING and counts.attended >= here.max_contacts:
        return CONTACTS_DONE
    if (
        here.settled_share != MISSING
        and counts.settled_now
        and settled_share_now(counts, now) >= here.settled_share
    ):
        return MOSTLY_SETTLED
    return NO_ENDING


@from_one_source
def ending_when_missed(here, counts, now):
    """Count a missed contact; return the ending that it brings, REACH_OUT, or NO_ENDING."""
    counts.missed_in_row += 1
    if here.max_missed == MISSING or counts.missed_in_row < here.max_missed:
        return NO_ENDING
    if here.outreach:
        counts.missed_in_row = 0
        return REACH_OUT
    return MISSED_CONTACTS


@from_one_source
def is_agreed(ending):
    """Return whether an ending counts as planned at a service that plans its endings."""
    return AGREED[ending] != 0


@from_one_source
def is_felt(ending):
    """Return whether an ending may be a loss to the person, reduce trust, or bring a follow-up."""
    return FELT[ending] != 0


@from_one_source
def reason_after(ending, in_need):
    """Return the reason (an events.Reason) that selects a person's route after an ending."""
    if ROUTES[ending] != BY_NEED:
        return ROUTES[ending]
    return FINISHED_IN_NEED if in_need else FINISHED_SETTLED
