"""Enough help: people's help compared with the help that they want, and their experience of care.

These measures exist only if the scenario states how much help is wanted. Each person's rows are
read once. The credit of help is defined in `sim.measures.help_state`, knowing a person in
`sim.measures.known_state`, and waits without word in `sim.measures.silence`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.compiling import compiled, linked
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.measures.cover_intervals import wide
from sim.measures.cover_state import NEED, PERSON, SPELL, read_need_row, read_spell_row, reset
from sim.measures.crisis import crisis_contacts_in_time
from sim.measures.gaps import GapTally
from sim.measures.help_state import HELP, change_level, give_help, no_help, use_all
from sim.measures.known_state import KNOWN, not_known, see_crisis, use_known
from sim.measures.observed import Observed, rows_about_people
from sim.measures.pairs import NONE, PAIR, pair_with
from sim.measures.silence import hear, hear_no_more
from sim.measures.tallies import count, days_per_year, per_year, ratio
from sim.measures.terms import Terms, is_seen, terms_of
from sim.resolved import Resolved
from sim.rules.wanted import MILLION

BANDS = ("none", "to_25_percent", "to_50_percent", "to_75_percent", "over_75_percent")
"""Bands of a person's share of help; the upper end of each band belongs to it."""
QUARTERS = len(BANDS) - 1

NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
CONTACT, SPELL_STARTED = int(EventKind.CONTACT), int(EventKind.SPELL_STARTED)
ENDED_PLANNED, ENDED_UNPLANNED = int(EventKind.ENDED_PLANNED), int(EventKind.ENDED_UNPLANNED)
WANTS = int(EventKind.WANTS)
UNALLOCATED, ALLOCATED = int(EventKind.UNALLOCATED), int(EventKind.ALLOCATED)
CHANGED_WORKER = int(EventKind.CHANGED_WORKER)

CHANGES = (
    NEED_IS,
    NEED_CHANGED,
    CONTACT,
    SPELL_STARTED,
    ENDED_PLANNED,
    ENDED_UNPLANNED,
    UNALLOCATED,
    ALLOCATED,
    CHANGED_WORKER,
)
"""Kinds of rows that change how fast later minutes use up help, or who knows the person."""


class HelpTally(NamedTuple):
    """Counts of help. G groups, K needs, 5 bands as in `BANDS`."""

    short: Ints  # (G, K) minutes in need short of help
    in_need: Ints  # (G, K) minutes in need
    bands: Ints  # (G, 5) people in need, by their own share of help
    enough: Ints  # (G,) people in need whose own share is enough
    known: Ints  # (G,) minutes in need of people whom a worker of theirs knows
    silences: Ints  # (G,) waits without word that became four weeks long
    crises_seen: Ints  # (G, 2) crises without, with a contact within two days


class Walked(NamedTuple):
    """The result of reading the rows of all people once. P people, K needs."""

    short: Ints  # (P, K) minutes
    in_need: Ints  # (P, K) minutes
    known: Ints  # (P,) minutes
    silences: Ints  # (P,)


def gather(seen: Observed, resolved: Resolved) -> HelpTally:
    """Count help; see `HelpTally`. All counts are 0 if the scenario does not measure help."""
    terms = terms_of(resolved)
    groups, people, needs = seen.groups, seen.group.size, seen.needs
    found = Walked(
        np.zeros((people, needs), np.int64),
        np.zeros((people, needs), np.int64),
        np.zeros(people, np.int64),
        np.zeros(people, np.int64),
    )
    crises_seen = np.zeros((groups, 2), np.int64)
    if terms.counts_help:
        walk_all(seen, terms, found)
        crises_seen = count((groups, 2), *crisis_contacts_in_time(seen, resolved))
    in_need = found.in_need.sum(axis=1)
    helped = in_need - found.short.sum(axis=1)
    needy = in_need > 0
    is_enough = needy & (helped * MILLION >= in_need * millionths(resolved.measuring.enough))
    of_needy, band = seen.group[needy], bands(helped[needy], in_need[needy])
    return HelpTally(
        short=by_group_and_need(seen, found.short),
        in_need=by_group_and_need(seen, found.in_need),
        bands=count((groups, len(BANDS)), of_needy, band),
        enough=count((groups,), seen.group[is_enough]),
        known=count((groups,), seen.group, weights=found.known),
        silences=count((groups,), seen.group, weights=found.silences),
        crises_seen=crises_seen,
    )


def by_group_and_need(seen: Observed, minutes: Ints) -> Ints:
    """Add up by group the minutes of each person and need, shape (G, K)."""
    total = np.zeros((seen.groups, seen.needs), np.int64)
    np.add.at(total, seen.group, minutes)
    return total


def millionths(share: float) -> int:
    """Return a share in whole millionths, so that shares can be compared as whole numbers."""
    return round(share * MILLION)


def bands(helped: Ints, in_need: Ints) -> Ints:
    """Return the position in `BANDS` of each share `helped / in_need`; `in_need` is above 0."""
    return -((-helped * QUARTERS) // in_need)


def walk_all(seen: Observed, terms: Terms, found: Walked) -> None:
    """Read the rows of all people, person by person, and add the results to `found`."""
    order = rows_about_people(seen.rows)
    referrals = int(seen.rows["spell"].max(initial=-1)) + 1
    contacts = int(np.count_nonzero(seen.rows["event"] == EventKind.CONTACT))
    walk(
        seen.rows,
        order,
        seen.group,
        seen.arrived,
        seen.left,
        terms,
        np.zeros(1, WALKER),
        np.zeros(seen.needs, NEED),
        np.zeros(seen.needs, HELP),
        np.zeros(referrals, SPELL),
        np.zeros(contacts, PAIR),
        found,
        seen.window.opens,
    )


WALKER = np.dtype(
    [(name, PERSON[name]) for name in PERSON.names or ()]
    + [(name, KNOWN[name]) for name in KNOWN.names or ()]
    + [("first_pair", np.int32)],
    align=True,
)
"""The state of the person whose rows are being read."""


@linked
def meet(person: Any, pairs: EventLog, used: int, worker: int, now: int) -> int:
    """Record that a worker saw the person in a contact; return how many `pairs` are used."""
    position = pair_with(wide(person.first_pair), pairs, worker)
    if position == NONE:
        position = used
        pairs[position].worker = worker
        pairs[position].seen = 0
        pairs[position].next = person.first_pair
        person.first_pair = position
    pairs[position].seen += 1
    pairs[position].seen_at = now
    return max(used, position + 1)


@compiled
def walk(
    rows: EventLog,
    order: Ints,
    group: Ints,
    arrived: Ints,
    left: Ints,
    terms: Terms,
    people: EventLog,
    needs: EventLog,
    helps: EventLog,
    spells: EventLog,
    pairs: EventLog,
    found: Walked,
    opens: int,
) -> None:
    """Read the rows of all people, person by person; `people` has one row, for the current one."""
    person = people[0]
    first = 0
    while first < order.size:
        number = rows[order[first]].person
        end = left[number]
        reset(person, needs)
        no_help(helps, arrived[number])
        not_known(person, arrived[number])
        person.group = group[number]
        person.first_pair = NONE
        used = 0
        while first < order.size and rows[order[first]].person == number:
            row = rows[order[first]]
            kind, then = row.event, min(row.time, end)
            first += 1
            if kind in CHANGES:
                use_all(person, needs, helps, spells, terms, person.wants, then, opens)
                use_known(person, person, needs, spells, pairs, terms, then, opens)
            found.silences[number] += hear(spells, person, row, opens)
            if kind == WANTS:
                person.wants = row.detail
            elif kind in (NEED_IS, NEED_CHANGED):
                change_level(helps[row.need], row, wide(needs[row.need].level))
                see_crisis(person, needs, row)
            elif kind == CONTACT:
                give_help(needs, helps, terms, person.group, person.wants, row)
                if row.worker >= 0 and is_seen(terms, row):
                    used = meet(person, pairs, used, wide(row.worker), row.time)
            if row.spell >= 0:
                read_spell_row(spells, person, row)
            else:
                read_need_row(person, needs, row)
        use_all(person, needs, helps, spells, terms, person.wants, end, opens)
        use_known(person, person, needs, spells, pairs, terms, end, opens)
        found.silences[number] += hear_no_more(spells, person, end, opens)
        found.known[number] = person.minutes
        for need in range(needs.size):
            found.short[number, need] = helps[need].short
            found.in_need[number, need] = helps[need].in_need


def summarise(
    tally: HelpTally, gaps: GapTally, minutes: Ints, resolved: Resolved
) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes."""
    if not resolved.measuring.counts_help:
        return {}
    values = of_minutes("", tally.short.sum(), tally.in_need.sum(), minutes)
    for need, short, whole in zip(resolved.names.needs, tally.short, tally.in_need, strict=True):
        values |= of_minutes(f".need.{need}", short, whole, minutes)
    people = tally.bands.sum()
    values["helped_enough"] = ratio(tally.enough, people)
    for band, number in zip(BANDS, tally.bands, strict=True):
        values[f"helped.{band}"] = ratio(number, people)
    values["someone_who_knows_me"] = ratio(tally.known, gaps.worst_minutes.sum())
    values["waits_without_word"] = per_year(tally.silences, minutes)
    values["crisis_contact_2_days"] = ratio(tally.crises_seen[1], tally.crises_seen.sum())
    return values


def of_minutes(suffix: str, short: Ints, in_need: Ints, minutes: Ints) -> dict[str, float]:
    """Return the days short of help and the share of help, for one need or for all needs."""
    return {
        f"short_of_help_days{suffix}": days_per_year(short, minutes),
        f"help_share{suffix}": ratio(in_need - short, in_need),
    }
