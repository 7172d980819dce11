"""Monthly counts during a run: the numbers at the present time, and their sums at each cut.

For a state that lasts (such as being on a list), two numbers are kept: how many people are in it
now, and a sum. The opening minute is subtracted from the sum when the state begins, and the
closing minute is added when it ends. At a cut, the minutes so far are this sum plus the number
times the minute of the cut. Unmet need and long waits are known only when they end, and are then
spread over the months. The memory does not grow with the number of people.
Without a cut nothing is counted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.compiling import compiled, inlined, linked
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.measures.cover_intervals import wide
from sim.measures.cover_state import GONE, NO_SPELL, OPEN
from sim.measures.crisis import CRISIS
from sim.measures.monthly import (
    AT_LEVEL,
    CASELOAD,
    CASELOAD_FROM_START,
    CONTACTS,
    FULL,
    IN_CRISIS,
    LIST,
    LIST_FROM_START,
    OF_SERVICE,
    PEOPLE,
    PLACES,
    POSTS,
    REFERRALS,
    REFUSALS,
    STARTS,
    USED,
    WANTING,
    WEIGHT,
    MonthlyTally,
    column_of_service,
    columns_counted,
    cuts_of,
    follows_person,
)
from sim.measures.streaming.layout import NONE
from sim.measures.terms import Terms, by_then, terms_of
from sim.measures.working import Calendars, worked_before
from sim.resolved import LEVELS, Capacity, Resolved
from sim.rules.wanted import MILLION
from sim.units import FOREVER

NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
REFERRED, TURNED_AWAY = int(EventKind.REFERRED), int(EventKind.TURNED_AWAY)
WAITING, LEFT_WAITING = int(EventKind.WAITING), int(EventKind.LEFT_WAITING)
SPELL_STARTED, WANTS = int(EventKind.SPELL_STARTED), int(EventKind.WANTS)
WEIGHED = int(EventKind.WEIGHED)
ENDED_PLANNED, ENDED_UNPLANNED = int(EventKind.ENDED_PLANNED), int(EventKind.ENDED_UNPLANNED)
PAUSED, RESUMED = int(EventKind.PAUSED), int(EventKind.RESUMED)
CAPACITY_CHANGED = int(EventKind.CAPACITY_CHANGED)
BLOCKED = int(EventKind.HANDED_OFF_BLOCKED)
CONTACT, CONTACT_MISSED = int(EventKind.CONTACT), int(EventKind.CONTACT_MISSED)
ADVISED, HANDOVER = int(EventKind.ADVISED), int(EventKind.HANDOVER)
NO_CUTS = 1
"""The size of `Months.cuts` if there is no cut: only the one that never comes."""


class Months(NamedTuple):
    """The monthly counts so far. C intervals between cuts, S services, W lengths of waits."""

    cuts: Ints  # (C + 2,) the last one never comes
    passed: Ints  # (1,) how many cuts
    now: Ints  # (columns,) how much there is
    total: Ints  # (columns,) sums, as above
    at_cut: Ints  # (C + 1, columns)
    later: Ints  # (1 + S W, C) unmet minutes, then long waits by service
    follows: Ints  # (S,) or (2 S,) whether contacts come as often as a person wants


def new_months(resolved: Resolved) -> Months:
    """Return monthly counts that are all 0."""
    cuts, columns = cuts_of(resolved).cuts, columns_counted(resolved)
    waits = terms_of(resolved).long_waits.size * len(resolved.names.services)
    now, services = np.zeros(columns, np.int64), resolved.first_numbers.services
    for service in np.flatnonzero(services.capacity == Capacity.PLACES).tolist():
        column = column_of_service(len(resolved.names.needs), service, PLACES)
        now[column] = services.places[service]
    return Months(
        cuts=np.append(cuts, FOREVER),
        passed=np.zeros(1, np.int64),
        now=now,
        total=np.zeros(columns, np.int64),
        at_cut=np.zeros((cuts.size, columns), np.int64),
        later=np.zeros((1 + waits, max(cuts.size - 1, 0)), np.int64),
        follows=follows_person(resolved),
    )


def tally_of(months: Months, services: int) -> MonthlyTally:
    """Return the counts between cuts, after all cuts are passed and all people are counted."""
    later = months.later.T
    return MonthlyTally(
        counted=np.diff(months.at_cut, axis=0),
        unmet=later[:, 0],
        over=later[:, 1:].reshape(len(later), services, (later.shape[1] - 1) // services),
    )


@linked
def pass_cuts(months: Months, times: Calendars, needs: int, services: int, time: int) -> None:
    """Store all sums at each cut up to this minute."""
    while months.cuts[months.passed[0]] <= time:
        position = months.passed[0]
        minute = months.cuts[position]
        for column in range(months.now.size):
            there = months.now[column] * minute
            months.at_cut[position, column] = months.total[column] + there
        for service in range(services):
            column = column_at(needs, service, POSTS)
            worked = months.now[column] * worked_before(times, service, minute)
            months.at_cut[position, column] = months.total[column] + worked
        months.passed[0] = position + 1


@compiled
def pass_last_cuts(months: Months, times: Calendars, needs: int, services: int, time: int) -> None:
    """Store all sums at each cut up to this minute, after the last row."""
    pass_cuts(months, times, needs, services, time)


@linked
def column_at(needs: int, service: int, what: int) -> int:
    """Return the column of one count (such as `LIST`) of one service."""
    column: int = AT_LEVEL + LEVELS * needs + OF_SERVICE * wide(service) + what
    return column


@linked
def add(months: Months, column: int, amount: int, now: int) -> None:
    """Change by `amount` the number of people or spells that are in a state from now on."""
    months.now[column] += amount
    months.total[column] -= amount * now


@linked
def spread(months: Months, row: int, opens: int, closes: int) -> None:
    """Add the minutes of an interval to the intervals between cuts in which they lie."""
    low, high = wide(0), wide(months.later.shape[1])
    while low < high:  # find the first time between cuts that ends after the opening
        middle = (low + high) // 2
        if months.cuts[middle + 1] > opens:
            high = middle
        else:
            low = middle + 1
    while low < months.later.shape[1] and months.cuts[low] < closes:
        begins, ends = max(opens, months.cuts[low]), min(closes, months.cuts[low + 1])
        months.later[row, low] += ends - begins
        low += 1


@linked
def spread_wait(months: Months, spell: Any, long_waits: Ints, now: int) -> None:
    """Add to the months the minutes that a person on a list has waited beyond each length."""
    for column in range(long_waits.size):
        since = max(spell.since, spell.clock + long_waits[column])
        if since < now:
            row = 1 + wide(spell.service) * long_waits.size + column
            spread(months, row, wide(since), wide(now))


@inlined
def arrive_in_month(months: Months, person: Any, now: int) -> None:
    """Count a person as present from now on."""
    person.wants = MILLION
    add(months, PEOPLE, 1, now)


@linked
def leave_in_month(months: Months, person: Any, needs: EventLog, now: int) -> None:
    """Stop counting a person who leaves the population now."""
    if months.cuts.size == NO_CUTS:
        return
    add(months, PEOPLE, -1, now)
    if person.in_crisis > 0:
        add(months, IN_CRISIS, -1, now)
    for need in range(needs.size):
        add(months, AT_LEVEL + LEVELS * need + wide(needs[need].level), -1, now)


@linked
def read_before(
    months: Months, spells: EventLog, person: Any, needs: EventLog, terms: Terms, row: Any
) -> None:
    """Update monthly counts by a row of a present person, before the row changes any state."""
    if months.cuts.size == NO_CUTS:
        return
    kind, now = row.event, wide(row.time)
    if kind in (NEED_IS, NEED_CHANGED):
        see_level(months, person, needs[row.need], kind, row)
    elif kind == WANTS:
        person.wants = row.detail
    elif kind == WEIGHED:
        see_weight(months, spells[row.spell], needs.size, row)
    elif row.spell >= 0:
        see_spell(months, spells[row.spell], needs.size, terms, kind, wide(row.service), now)


@linked
def see_level(months: Months, person: Any, need: Any, kind: int, row: Any) -> None:
    """Count a need at its new level, and the person's crisis if it begins or ends."""
    first, now = AT_LEVEL + LEVELS * wide(row.need), wide(row.time)
    before, after = wide(need.level), wide(row.level)
    if kind == NEED_CHANGED:
        add(months, first + before, -1, now)
    else:
        before = wide(0)
    add(months, first + after, 1, now)
    was, there = wide(person.in_crisis), wide(person.in_crisis)
    there += (after >= CRISIS) - (before >= CRISIS)
    if (was > 0) != (there > 0):
        add(months, IN_CRISIS, 1 if there > 0 else -1, now)


@linked
def see_weight(months: Months, spell: Any, needs: int, row: Any) -> None:
    """Count an open spell at its new weight. `spell.weight` is still the earlier one."""
    if spell.stage == OPEN:
        more = wide(row.detail) - wide(spell.weight)
        add(months, column_at(needs, row.service, WEIGHT), more, wide(row.time))


@linked
def see_spell(
    months: Months, spell: Any, needs: int, terms: Terms, kind: int, service: int, now: int
) -> None:
    """Update counts by a row about a referral or spell, except how often contacts are wanted."""
    new, first = spell.stage == GONE, column_at(needs, service, 0)
    if new and kind in (REFERRED, WAITING, SPELL_STARTED):
        spell.from_start = kind != REFERRED
    if kind == CONTACT:
        months.total[first + CONTACTS] += 1
    elif kind == REFERRED:
        months.total[first + REFERRALS] += 1
    elif kind == WAITING:
        if new or not spell.listed:
            add(months, first + LIST, 1, now)
            add(months, first + LIST_FROM_START, wide(spell.from_start), now)
    elif kind in (SPELL_STARTED, TURNED_AWAY, LEFT_WAITING):
        if not new and spell.listed:
            add(months, first + LIST, -1, now)
            add(months, first + LIST_FROM_START, -wide(spell.from_start), now)
            spread_wait(months, spell, terms.long_waits, now)
        if kind == TURNED_AWAY:
            months.total[first + REFUSALS] += 1
        elif kind == SPELL_STARTED:
            months.total[first + STARTS] += not new and spell.has_clock
            add(months, first + CASELOAD, 1, now)
            add(months, first + CASELOAD_FROM_START, wide(spell.from_start), now)
            see_full(months, first, now)
            spell.paused, spell.wanting = 0, NONE
    elif kind in (ENDED_PLANNED, ENDED_UNPLANNED):
        if spell.stage == OPEN:
            add(months, first + CASELOAD, -1, now)
            add(months, first + CASELOAD_FROM_START, -wide(spell.from_start), now)
            add(months, first + WEIGHT, -wide(spell.weight), now)
            see_full(months, first, now)
            stop_wanting(months, spell, needs, now)
    elif kind in (PAUSED, RESUMED):
        spell.paused = kind == PAUSED


@linked
def see_full(months: Months, first: int, now: int) -> None:
    """Count a service as full, or no longer as full, after its people or places have changed.

    `first` is the first column of the service.
    """
    places = months.now[first + PLACES]
    full = places > 0 and months.now[first + CASELOAD] >= places
    if full != (months.now[first + FULL] > 0):
        add(months, first + FULL, 1 if full else -1, now)


@linked
def read_places(months: Months, needs: int, has_team: int, row: Any) -> None:
    """Count a change in the places of a service; posts are none."""
    if row.event == CAPACITY_CHANGED and not has_team:
        first, now = column_at(needs, row.service, 0), wide(row.time)
        add(months, first + PLACES, row.detail - months.now[first + PLACES], now)
        see_full(months, first, now)


@linked
def stop_wanting(months: Months, spell: Any, needs: int, now: int) -> None:
    """Stop counting a spell as one in which contacts are wanted."""
    if spell.wanting != NONE:
        column = column_at(needs, spell.service, WANTING) + wide(spell.wanting)
        add(months, column, -wide(spell.amount), now)
        spell.wanting = NONE


@linked
def read_after(
    months: Months, spells: EventLog, person: Any, needs: EventLog, terms: Terms, row: Any
) -> None:
    """Update how often contacts are wanted, after a row has changed a present person's state."""
    if months.cuts.size == NO_CUTS:
        return
    kind = row.event
    if kind in (NEED_IS, NEED_CHANGED, SPELL_STARTED, PAUSED, RESUMED, BLOCKED):
        look_at_wishes(months, spells, person, needs, terms, wide(row.time))


@linked
def look_at_wishes(
    months: Months, spells: EventLog, person: Any, needs: EventLog, terms: Terms, now: int
) -> None:
    """Find the need level that now determines each open spell's contact interval, and count it."""
    position = person.first_spell
    while position != NO_SPELL:
        spell = spells[position]
        if spell.stage == OPEN:
            here = by_then(terms, wide(spell.service), now)
            level = wide(NONE)
            if not (spell.paused or spell.blocked):
                level = wide(0)
                for need in range(needs.size):
                    if terms.covers[here, need]:
                        level = max(level, wide(needs[need].level))
            amount = wide(person.wants) if months.follows[here] else wide(MILLION)
            if level != spell.wanting or (level != NONE and amount != spell.amount):
                stop_wanting(months, spell, needs.size, now)
                if level != NONE:
                    column = column_at(needs.size, spell.service, WANTING) + level
                    add(months, column, amount, now)
                    spell.wanting, spell.amount = level, amount
        position = spell.next


@linked
def look_at_all_wishes(
    months: Months, people: EventLog, spells: EventLog, needs: EventLog, terms: Terms, now: int
) -> None:
    """Update, when the rules change, the levels at which everyone's spells want contacts."""
    size = terms.covers.shape[1]
    for who in range(people.size):
        if people[who].there:
            theirs = needs[who * size : (who + 1) * size]
            look_at_wishes(months, spells, people[who], theirs, terms, now)


@linked
def takes_both(kind: int, detail: int) -> bool:
    """Return whether work also takes the time of the other worker that its row names.

    In a handover the earlier worker may have left; only the new worker's time is then taken.
    """
    return bool(kind != HANDOVER or detail == 1)


@linked
def read_work(months: Months, workers: Ints, needs: int, row: Any) -> None:
    """Count the minutes of workers' time that a row takes."""
    if months.cuts.size == NO_CUTS:
        return
    kind = row.event
    if kind in (CONTACT, CONTACT_MISSED, ADVISED, HANDOVER):
        if row.worker >= 0:
            months.total[column_at(needs, workers[row.worker], USED)] += row.minutes
        if row.other_worker >= 0 and takes_both(kind, row.detail):
            months.total[column_at(needs, workers[row.other_worker], USED)] += row.minutes


@linked
def read_post(months: Months, times: Calendars, needs: int, row: Any, more: int) -> None:
    """Count a change, in thousandths of posts, in the posts of a service that are filled."""
    if more != 0:
        column = column_at(needs, row.service, POSTS)
        months.now[column] += more
        months.total[column] -= more * worked_before(times, row.service, row.time)
