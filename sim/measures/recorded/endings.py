"""Endings in records, in days: how referrals ended, and what followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.observed import within
from sim.measures.recorded.facts import Facts
from sim.measures.recorded.tables import NEVER, UNKNOWN, Closed, Links, Recorded
from sim.measures.tallies import count, per_year, ratio
from sim.units import DAY, YEAR

SOONEST, LATEST = 29, 365
"""Days after an ending from which on, and up to which, another referral is a return."""


class EndingTally(NamedTuple):
    """Counts of people and of endings. G groups in areas, S services."""

    people: Ints  # (G,) with an open referral on a day of the window
    open_days: Ints  # (G,) of them with one
    rejected: Ints  # (G, S) referrals
    ended: Ints  # (G, S) referrals seen before, whose closure has a reason; deaths apart
    complete: Ints  # (G, S) of them: as complete
    watched: Ints  # (G, S) endings of referrals seen before, with a year of window after them
    returned: Ints  # (G, S) of them: the person was referred again
    linked: Ints  # (G, S) endings after which it is asked where the person went
    handed_on: Ints  # (G, S) of them: to another referral


def gather(recorded: Recorded, facts: Facts, links: Links | None) -> EndingTally:
    """Count people and endings; see `EndingTally`. `facts` are in days."""
    shape = (facts.cells, facts.services)
    referrals = recorded.referrals
    inside = within(facts.over, facts.window) & ~facts.lost
    seen = inside & (facts.started <= facts.over) & (facts.rejected != facts.over)
    why = referrals.closed_why
    # Somebody who died has not finished, whatever the closure says.
    died = (why == Closed.DIED) | _died_then(recorded, facts)
    known = seen & ~died & (why != Closed.NOT_RECORDED)

    def number(chosen: Flags) -> Ints:
        return count(shape, facts.cell[chosen], facts.service[chosen])

    watched, returned = _returns(recorded, facts, seen & ~died)
    asked = np.zeros(inside.size, np.bool_) if links is None else inside & (links.to != UNKNOWN)
    handed_on = asked if links is None else asked & (links.to >= 0)
    people, days = open_days(facts)
    return EndingTally(
        people=people,
        open_days=days,
        rejected=number(within(facts.rejected, facts.window)),
        ended=number(known),
        complete=number(known & (why == Closed.COMPLETE)),
        watched=number(watched),
        returned=number(returned),
        linked=number(asked),
        handed_on=number(handed_on),
    )


def open_days(facts: Facts) -> tuple[Ints, Ints]:
    """Return how many people had an open referral in the window, and their days; each (G,).

    A day on which a person has two open referrals counts once.
    """
    opens, closes = facts.window
    begins = np.maximum(facts.received, opens)
    ends = np.minimum(facts.over, closes)
    some = np.flatnonzero(begins < ends)
    some = some[np.lexsort((begins[some], facts.person[some]))]
    person, begins, ends = facts.person[some], begins[some] - opens, ends[some] - opens
    # One number per person and day, so that the latest end so far is each person's own.
    apart = person * (closes - opens + 1)
    until = np.maximum.accumulate(apart + ends)
    before = np.concatenate([[0], until[:-1]])
    days = until - np.maximum(before, apart + begins)
    first = np.ones(person.size, np.bool_)
    first[1:] = person[1:] != person[:-1]
    cell = facts.cell[some]
    return (
        count((facts.cells,), cell[first]),
        count((facts.cells,), cell, weights=np.maximum(days, 0)),
    )


def _died_then(recorded: Recorded, facts: Facts) -> Flags:
    """Return whether the person of each referral died on the day on which it was over."""
    if not recorded.people.died.size:
        return np.zeros(facts.person.size, np.bool_)
    died = recorded.people.died[facts.person]
    found: Flags = (died != NEVER) & (died // facts.per == facts.over)
    return found


def _returns(recorded: Recorded, facts: Facts, seen: Flags) -> tuple[Flags, Flags]:
    """Return which endings count, and which of them a referral followed 29 to 365 days later.

    Endings less than 365 days before the close do not count. Nor do those of people who died within
    365 days without another referral.
    """
    received = facts.received[facts.received != NEVER]
    person = facts.person[facts.received != NEVER]
    first = int(received.min(initial=0))
    apart = facts.window.closes - first + LATEST + 2
    keys = np.sort(person * apart + (received - first))
    counts = np.flatnonzero(seen & (facts.over + LATEST < facts.window.closes))
    about = facts.person[counts] * apart + (facts.over[counts] - first)
    low = np.searchsorted(keys, about + SOONEST)
    again = low < np.searchsorted(keys, about + LATEST, "right")
    died = recorded.people.died[facts.person[counts]]
    gone = (died != NEVER) & (died // facts.per <= facts.over[counts] + LATEST)
    watched, returned = np.zeros(seen.size, np.bool_), np.zeros(seen.size, np.bool_)
    watched[counts[again | ~gone]] = True
    returned[counts[again]] = True
    return watched, returned


def summarise(tally: EndingTally, services: Sequence[str], length: int) -> dict[str, float]:
    """Return the measures of one population, in a window of `length` days."""
    minutes = tally.open_days * DAY
    values = {
        "records.people": float(tally.people),
        "records.person_years": float(minutes) / YEAR,
        "records.rejections": per_year(tally.rejected.sum(), minutes),
        "records.planned_share": ratio(tally.complete.sum(), tally.ended.sum()),
        "records.re_referred": ratio(tally.returned.sum(), tally.watched.sum()),
        "records.handoffs": per_year(tally.handed_on.sum(), minutes),
        "records.handed_on_share": ratio(tally.handed_on.sum(), tally.linked.sum()),
    }
    for at, service in enumerate(services):
        here = EndingTally(*(part if part.ndim == 0 else part[at] for part in tally))
        values |= {
            f"records.rejections.{service}": ratio(here.rejected * YEAR, length * DAY),
            f"records.planned_share.{service}": ratio(here.complete, here.ended),
            f"records.re_referred.{service}": ratio(here.returned, here.watched),
            f"records.handoffs.{service}": ratio(here.handed_on * YEAR, length * DAY),
            f"records.handed_on_share.{service}": ratio(here.handed_on, here.linked),
        }
    return values
