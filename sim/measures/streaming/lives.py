"""A person's time in the population: arrival, passing time, and leaving."""

from __future__ import annotations

from typing import Any

from sim.compiling import inlined, linked
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.measures.cover_intervals import COMPLETE, PLANNED, Found, Scope, account, leave, wide
from sim.measures.cover_state import COVERED, NO_SPELL, NOT_MET, OUT, reset
from sim.measures.streaming.crises import EXITED, OVER, see_endings, see_leavings
from sim.measures.streaming.in_care import sum_up_care
from sim.measures.streaming.layout import NONE
from sim.measures.streaming.meetings import part_from_services, part_from_workers
from sim.measures.streaming.monthly import Months, spread, spread_wait
from sim.measures.streaming.stays import accrue_wait
from sim.measures.terms import Terms, is_need
from sim.units import DAY

NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
EPISODE_BEGAN, EPISODE_ENDED = int(EventKind.EPISODE_BEGAN), int(EventKind.EPISODE_ENDED)
EXITS = int(EventKind.EXITED)


@linked
def arrive(
    person: Any,
    needs: EventLog,
    open_now: EventLog,
    visits: Any,
    groups: Any,
    areas: int,
    row: Any,
    opens: int,
) -> None:
    """Set the state of a new person: nothing is known of them, and their area is the first."""
    reset(person, needs)
    for need in range(needs.size):
        needs[need].needy = 0
        needs[need].served = 0
        needs[need].refusals = 0
    for clock in range(open_now.size):
        open_now[clock].state = OUT
    for service in range(visits.size):
        visits[service] = 0
    person.there = 1
    person.group = row.detail * areas
    person.now = person.arrived = row.time
    person.longest = person.crisis_at = person.endings = person.leavings = NONE
    person.departures = person.referred_at = NONE
    person.first_pair = person.last_worker = person.last_team = person.last_service = NONE
    person.last_staff = NONE
    person.same_worker = person.same_team = person.same_service = person.same_staff = 0
    person.lost = 0
    person.in_crisis = 0
    person.inside = 0
    be_present(groups[person.group], max(row.time, opens), 1)


@linked
def be_present(group: Any, since: int, people: int) -> None:
    """Count a number of people of a group as present from a minute on; -1 removes one person."""
    group.present_minutes -= since * people
    group.present += people


@linked
def live_in(person: Any, groups: Any, row: Any, opens: int) -> None:
    """Move a person who has just arrived to the area in which they live."""
    since = max(row.time, opens)
    be_present(groups[person.group], since, -1)
    person.group += row.detail
    be_present(groups[person.group], since, 1)


@linked
def matters(person: Any, needs: EventLog, terms: Terms, row: Any) -> bool:
    """Return whether the minutes before a row must be accounted for before the row is read.

    They need not be if every need at or above its seek level, or in an episode, is covered up to
    the row and remains so after it. The row can then change only the cause of missing cover, and
    no cover is missing.
    """
    kind, now = row.event, row.time
    if kind == NEED_CHANGED:
        group, which = person.group, row.need
        before = is_need(terms, group, which, needs[which].level)
        return before or is_need(terms, group, which, row.level)
    if kind in (NEED_IS, EPISODE_BEGAN, EPISODE_ENDED, EXITS):
        return True
    for which in range(needs.size):
        need = needs[which]
        covered = need.met != NOT_MET and need.met + terms.covered_for >= now
        in_need = is_need(terms, person.group, which, need.level)
        if not covered and (in_need or need.in_episode):
            return True
    return False


@linked
def pass_time(
    found: Found,
    person: Any,
    needs: EventLog,
    open_now: EventLog,
    spells: EventLog,
    who: int,
    terms: Terms,
    limits: Any,
    then: int,
) -> None:
    """Account for a person's needs up to the minute `then`."""
    now = wide(person.now)
    if max(then, limits.opens) > max(now, limits.opens):
        for need in range(needs.size):
            if needs[need].in_episode:
                person.longest = max(person.longest, 0)
    account(found, open_now, who, person, needs, spells, terms, now, then)
    person.now = then


@linked
def count_found(
    found: Found,
    person: Any,
    needs: EventLog,
    need_minutes: Ints,
    contact_gaps: Ints,
    gap_days: Ints,
    limits: Any,
    months: Months,
) -> None:
    """Count the intervals that ended with the latest row, and remove them from `found`."""
    for position in range(found.used[0]):
        line = found.table[position]
        scope, need, opened, closed, state = line[1], line[2], line[3], line[4], line[5]
        minutes = max(closed, limits.opens) - max(opened, limits.opens)
        if scope == Scope.PERSON and state != COVERED:
            spread(months, 0, opened, closed)
        if scope == Scope.CONTACT_GAP:
            count_gap(person, contact_gaps, gap_days, limits, opened, closed, state)
        elif minutes > 0:
            if scope == Scope.NEED:
                need_minutes[person.group, need, state] += minutes
                needs[need].needy = 1
            elif scope == Scope.PERSON:
                need_minutes[person.group, needs.size, state] += minutes
            else:
                person.longest = max(person.longest, minutes)
    found.used[0] = 0


@linked
def count_gap(
    person: Any,
    contact_gaps: Ints,
    gap_days: Ints,
    limits: Any,
    opened: int,
    closed: int,
    how: int,
) -> None:
    """Count a gap between contacts if it becomes long in a minute of the window."""
    for column in range(gap_days.size):
        least = gap_days[column] * DAY + 1
        if closed - opened >= least and opened + least - 1 >= limits.opens:
            contact_gaps[person.group, column, how & COMPLETE] += 1
    least = limits.lost_after
    if closed - opened >= least and opened + least - 1 >= limits.opens and not how & PLANNED:
        person.lost = 1


@linked
def exit_now(person: Any, group: Any, now: int, opens: int, counts: int) -> None:
    """Count the end of a person's time in the population.

    `counts` is 0 for a person who was never present. People who do not exit are present until the
    window closes.
    """
    clipped = max(now, opens)
    group.present_minutes += clipped
    group.present -= 1
    group.left += now >= opens and counts
    group.people += clipped > max(person.arrived, opens)
    if person.in_crisis > 0:
        group.crisis_minutes += clipped
        group.in_crisis -= 1


@linked
def count_person(group: Any, person: Any, needs: EventLog, longest: Ints) -> None:
    """Count a person after their last row: in need, served, lost, longest time without cover."""
    needy, served = False, False
    for need in range(needs.size):
        needy = needy or needs[need].needy
        served = served or (needs[need].needy and needs[need].served)
    group.in_need += needy
    group.never_served += needy and not served
    group.lost += needy and person.lost
    if person.longest != NONE:
        longest[person.group, person.longest // DAY] += 1


@linked
def sum_up_waits(
    person: Any,
    spells: EventLog,
    over: Ints,
    months: Months,
    terms: Terms,
    now: int,
    opens: int,
) -> None:
    """Add up the waits of a person who is on lists when the window closes."""
    position = person.first_spell
    while position != NO_SPELL:
        spell = spells[position]
        if spell.listed:
            accrue_wait(spell, over[person.group, spell.service], terms.long_waits, now, opens)
            spread_wait(months, spell, terms.long_waits, now)
        position = spell.next


@inlined
def sum_up(
    m: Any,
    c: Any,
    person: Any,
    needs: EventLog,
    open_now: EventLog,
    who: int,
    leaves: bool,
    counts: bool,
    known_until: int,
    now: int,
    terms: Terms,
    limits: Any,
) -> None:
    """Count a person after their last row: close open intervals, and count the workers they met.

    `known_until` is the minute up to which it is known what followed their endings. After a person
    has moved away or died, it is not known.
    """
    group, pools = c.groups[person.group], m.pools
    person.there = 0
    if terms.counts_gaps:
        leave(m.found, open_now, who, needs, terms, now)
    if terms.long_waits.size > 0:
        sum_up_waits(person, m.spells, c.over_minutes, c.months, terms, now, limits.opens)
    if terms.counts_care:
        sum_up_care(person, m.spells, c.care, terms, now, limits.opens)
    see_endings(person, group, pools[1], m.endings, limits, known_until)
    after = OVER if known_until == limits.closes else EXITED
    see_leavings(person, group, pools[1], m.endings, limits, known_until, after)
    if terms.counts_meetings:
        lines, used = c.sequences, c.set_down
        lasted = c.relationships
        part_from_workers(person, group, pools[0], m.pairs, lasted, lines, used, limits.opens)
        for level in range(1, 3):
            part_from_services(person, m.visits[who], c.services, lines, used, level)
    if leaves:
        exit_now(person, group, now, limits.opens, 1 if counts else 0)
