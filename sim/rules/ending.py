"""Which ending rule of a service holds, and what the rules count of a spell.

Both engines ask here, at the same moments, and each does what follows. `here` is the service as a
row of `resolved.Services`; `counts` is a spell, which has the fields of `Counts`. A rule that the
engines need not know of is written in this file alone: what it counts, where counting begins, and
the moment at which it holds.

| moment | asked |
|---|---|
| a spell begins, or begins again after a consultation | `count_anew`, then `settling_time` |
| a spell is met half-way at minute 0 | `count_from_before`, then `settling_time` |
| a covered need has changed its level, where `watches_levels` | `settling_time` |
| rules have changed (`run.change`) | `settling_time` |
| a contact was attended | `ending_when_attended` |
| a contact was missed | `ending_when_missed` |
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.compiling import from_one_source
from sim.endings import Ending, Reason
from sim.resolved import MISSING
from sim.units import FOREVER

NO_ENDING = -1
REACH_OUT = -2
"""Nothing ends: an urgent contact is offered instead."""

CONTACTS_DONE = int(Ending.CONTACTS_DONE)
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
    """What the rules have counted of a spell: whole numbers below 2**31, and real numbers.

    Both engines give every spell these fields, from here.
    """

    attended: int = 0
    missed_in_row: int = 0


@from_one_source
def count_anew(counts):
    """Begin to count a spell: set all counts to 0."""
    counts.attended = 0
    counts.missed_in_row = 0


@from_one_source
def count_from_before(here, counts, level, phase, now):
    """Set the counts of a spell that began before minute 0, to the share `phase` of the limit.

    `level` is the level of the worst covered need.
    """
    if here.max_contacts != MISSING:
        counts.attended = int(phase * here.max_contacts)


@from_one_source
def watches_levels(here):
    """Return whether any rule of a service depends on the level of the needs that it covers."""
    return here.settled_level != MISSING


@from_one_source
def settling_time(here, counts, level, now):
    """Return for how many minutes needs must stay at this level to end the spell, or FOREVER.

    `level` is the level of the worst covered need.
    """
    if here.settled_level != MISSING and level <= here.settled_level:
        return here.settled_for
    return FOREVER


@from_one_source
def ending_when_attended(here, counts, now):
    """Count an attended contact; return the ending that this contact brings, or NO_ENDING."""
    counts.attended += 1
    counts.missed_in_row = 0
    if here.max_contacts != MISSING and counts.attended >= here.max_contacts:
        return CONTACTS_DONE
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
    """Return whether an ending is planned at a service that plans its endings."""
    return AGREED[ending] != 0


@from_one_source
def is_felt(ending):
    """Return whether an ending may be a loss, cost trust, and bring a follow-up contact."""
    return FELT[ending] != 0


@from_one_source
def reason_after(ending, in_need):
    """Return the reason (an events.Reason) by which a person goes on after an ending."""
    if ROUTES[ending] != BY_NEED:
        return ROUTES[ending]
    return FINISHED_IN_NEED if in_need else FINISHED_SETTLED
