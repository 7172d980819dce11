"""Measures that records carry as they are defined: by the same functions that measure a log.

They keep their names. `lacking` says which of them the records of a scenario do not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Ints
from sim.measures.access import wait
from sim.measures.observed import within
from sim.measures.recorded.facts import Facts, cells, to_units
from sim.measures.recorded.tables import NEVER, Outcome, Recorded
from sim.measures.tallies import count, ratio, whole_days
from sim.units import DAY, YEAR

KEPT_STAGES = ("wait_to_decision", "wait_to_first_contact", "wait_to_second_contact")


class DefinedTally(NamedTuple):
    """Counts of waits, contacts and stays. G groups in areas, S services, D completed days."""

    days: Ints  # (G, 3, S, D) waits that ended in the window, as in `KEPT_STAGES`
    minutes: Ints  # (G, 3, S) their sum
    referred: Ints  # (G, S)
    contacts: Ints  # (G, S) attended
    missed: Ints  # (G, S)
    began: Ints  # (G, S) stays in hospital
    ended: Ints  # (G, S) stays that ended, of those begun since minute 0
    ended_minutes: Ints  # (G, S) their length


def gather(recorded: Recorded, facts: Facts) -> DefinedTally:
    """Count waits, contacts and stays; see `DefinedTally`. `facts` are in minutes."""
    shape, window = (facts.cells, facts.services), facts.window
    cell_of, met, stays = cells(recorded), facts.met, recorded.stays
    ends = np.stack([facts.decided, facts.first, facts.second])
    known = (facts.clear | (ends == facts.decided)) & (facts.received != NEVER)
    stage, referral = np.nonzero(within(ends, window) & known)
    minutes = ends[stage, referral] - facts.received[referral]
    days = whole_days(minutes)
    at = (facts.cell[referral], stage, facts.service[referral])
    size = (facts.cells, len(KEPT_STAGES), facts.services)
    made = within(facts.received, window)
    inside = met.at >= window.opens
    missed = recorded.contacts.outcome == Outcome.MISSED
    missed &= within(recorded.contacts.at, window)
    start, end = to_units(stays.start, 1), to_units(stays.end, 1)
    began, ended = within(start, window) & (start >= 0), within(end, window) & (start >= 0)
    where = (cell_of[stays.person], stays.service)
    return DefinedTally(
        days=count((*size, int(days.max(initial=0)) + 1), *at, days),
        minutes=count(size, *at, weights=minutes),
        referred=count(shape, facts.cell[made], facts.service[made]),
        contacts=count(shape, cell_of[met.person[inside]], met.service[inside]),
        missed=count(
            shape, cell_of[recorded.contacts.person[missed]], recorded.contacts.service[missed]
        ),
        began=count(shape, *(each[began] for each in where)),
        ended=count(shape, *(each[ended] for each in where)),
        ended_minutes=count(shape, *(e[ended] for e in where), weights=(end - start)[ended]),
    )


def summarise(tally: DefinedTally, recorded: Recorded, weeks: Sequence[int]) -> dict[str, float]:
    """Return the measures of one population. `weeks`: lengths of long waits."""
    length = recorded.window.closes - recorded.window.opens
    values: dict[str, float] = {}
    for row, stage in enumerate(KEPT_STAGES):
        days, minutes = tally.days[row], tally.minutes[row]
        values |= wait(stage, days.sum(axis=0), minutes.sum(), weeks)
        for at, service in enumerate(recorded.services):
            values |= wait(f"{stage}.{service}", days[at], minutes[at], weeks)
    met, missed = tally.contacts.sum(), tally.missed.sum()
    values["missed_contacts"] = ratio(missed, met + missed)
    for at, service in enumerate(recorded.services):
        met, missed = tally.contacts[at], tally.missed[at]
        values[f"referrals.{service}"] = ratio(tally.referred[at] * YEAR, length)
        values[f"contacts.{service}"] = ratio(met * YEAR, length)
        values[f"missed_contacts.{service}"] = ratio(missed, met + missed)
        if recorded.continuous[at]:
            days = ratio(tally.ended_minutes[at], tally.ended[at] * DAY)
            values[f"spells.{service}"] = ratio(tally.began[at] * YEAR, length)
            values[f"spell_days.{service}"] = days
    return values
