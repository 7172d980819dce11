"""The compiled reader: it reads the rows of all people once, in the order of the log."""

from __future__ import annotations

from typing import Any

from sim.compiling import bring_near, compiled_on_arrays, inlined, linked
from sim.compiling.pages import LINE
from sim.events import FORGOTTEN, NOBODY, EventKind, EventLog, Exit
from sim.laws import Ints
from sim.measures.continuity import LEVELS
from sim.measures.cover_intervals import OPEN_INTERVAL, read, wide
from sim.measures.cover_state import GONE
from sim.measures.crisis import CRISIS
from sim.measures.streaming.contacts import be_seen, read_contact
from sim.measures.streaming.crises import AGAIN, MET, read_ending, read_level, see_leavings
from sim.measures.streaming.helping import arrive_unhelped, read_help, sum_up_help
from sim.measures.streaming.in_care import read_care
from sim.measures.streaming.layout import (
    ENOUGH,
    FINISHED,
    LIFE_DAYS,
    NEED,
    NONE,
    OCCUPIED,
    PAIRS,
    PENDING,
    PEOPLE,
    PERSON,
    SPELL,
    SPELLS,
    WAIT_DAYS,
    WORKERS,
)
from sim.measures.streaming.lives import (
    arrive,
    count_found,
    count_person,
    live_in,
    matters,
    pass_time,
    sum_up,
)
from sim.measures.streaming.meetings import met_service, met_worker
from sim.measures.streaming.monthly import (
    arrive_in_month,
    leave_in_month,
    look_at_all_wishes,
    pass_cuts,
    read_after,
    read_before,
    read_places,
    read_post,
    read_work,
    takes_both,
)
from sim.measures.streaming.occupancy import see_occupancy
from sim.measures.streaming.planning import arrive_without_plan, read_plan, sum_up_plan
from sim.measures.streaming.re_referrals import (
    leave_departures,
    read_departure,
    read_re_referral,
)
from sim.measures.streaming.stays import free_place, read_stay
from sim.measures.streaming.weights import read_weight
from sim.measures.terms import Terms, is_seen
from sim.measures.working import Calendars, worked_before
from sim.resolved import WHOLE_POST
from sim.rules.pool import staff_number

PERSON_SIZE, NEED_SIZE, SPELL_SIZE = PERSON.itemsize, NEED.itemsize, SPELL.itemsize
OPEN_INTERVAL_SIZE = OPEN_INTERVAL.itemsize
AHEAD = 8
"""How many rows ahead the memory of a person is prefetched."""

ARRIVED, EXITED = int(EventKind.ARRIVED), int(EventKind.EXITED)
RETURNED, LIVES_IN = int(EventKind.RETURNED), int(EventKind.LIVES_IN)
LED_NOWHERE, SETTLED = int(Exit.LED_NOWHERE), int(Exit.SETTLED)
NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
EPISODE_BEGAN, TURNED_AWAY = int(EventKind.EPISODE_BEGAN), int(EventKind.TURNED_AWAY)
SPELL_STARTED, PLACE_FREED = int(EventKind.SPELL_STARTED), int(EventKind.PLACE_FREED)
CONSULTED, ADVISED = int(EventKind.CONSULTED), int(EventKind.ADVISED)
HANDOVER = int(EventKind.HANDOVER)
RULES_CHANGED = int(EventKind.RULES_CHANGED)
CAPACITY_CHANGED = int(EventKind.CAPACITY_CHANGED)
WORKER_STARTED, WORKER_LEFT = int(EventKind.WORKER_STARTED), int(EventKind.WORKER_LEFT)
CONTACT, CONTACT_MISSED = int(EventKind.CONTACT), int(EventKind.CONTACT_MISSED)
ENDED_PLANNED, ENDED_UNPLANNED = int(EventKind.ENDED_PLANNED), int(EventKind.ENDED_UNPLANNED)


@compiled_on_arrays
def read_rows(
    rows: EventLog,
    first: int,
    m: Any,
    c: Any,
    terms: Terms,
    times: Calendars,
    gap_days: Ints,
    limits: EventLog,
    room: EventLog,
) -> tuple[int, int]:
    """Read rows from a position on.

    Return the position of the first row that was not read, and the table that lacks room for it.
    """
    one, pools, last = limits[0], m.pools, rows.size - 1
    for position in range(first, rows.size):
        row = rows[position]
        bring_row_near(m, rows[min(position + AHEAD, last)], terms.covers.shape[1])
        if row.time >= one.closes:
            return rows.size, ENOUGH
        what = wanting(
            *(room[0], one, m.people, m.spells, pools[0], pools[1], c.services, c.set_down),
            row,
        )
        if what != ENOUGH:
            return position, what
        if row.time >= c.months.cuts[c.months.passed[0]]:
            pass_cuts(c.months, times, terms.covers.shape[1], terms.services, row.time)
        if row.person >= 0:
            read_person(m, c, terms, gap_days, one, row)
            read_work(c.months, m.workers, terms.covers.shape[1], row)
        elif row.service >= 0:
            if row.event == CAPACITY_CHANGED:
                here = c.services[row.service]
                see_occupancy(here, c.occupied[row.service], row.time, one.opens)
            more = read_service(m.workers, c.services, c.posts, times, row, one.opens)
            read_post(c.months, times, terms.covers.shape[1], row, more)
            has_team = c.services[row.service].has_team
            read_places(c.months, terms.covers.shape[1], has_team, row)
        elif row.event == RULES_CHANGED:
            look_at_all_wishes(c.months, m.people, m.spells, m.needs, terms, row.time)
    return rows.size, ENOUGH


@inlined
def bring_row_near(m: Any, row: Any, needs: int) -> None:
    """Prefetch the memory about the person and the spell of a row that comes soon."""
    who = wide(row.person)
    bring_near(m.spells.ctypes.data + wide(row.spell) * SPELL_SIZE)
    bring_near(m.visits.ctypes.data + who * m.visits.strides[0])
    address = m.people.ctypes.data + who * PERSON_SIZE
    bring_near(address)
    bring_near(address + LINE)
    bring_near(m.needs.ctypes.data + who * needs * NEED_SIZE)
    bring_near(m.open_now.ctypes.data + who * (2 * needs + 1) * OPEN_INTERVAL_SIZE)


@linked
def wanting(
    room: Any,
    limits: Any,
    people: EventLog,
    spells: EventLog,
    pairs: Any,
    endings: Any,
    services: EventLog,
    set_down: Ints,
    row: Any,
) -> int:
    """Return the table without room for this row, or ENOUGH; `pairs` and `endings` are pools."""
    kind, what = row.event, ENOUGH
    if row.person >= room.people:
        what = PEOPLE
    elif kind == NEED_CHANGED:
        full = limits.counts_help and row.level >= CRISIS and endings.used == room.endings
        what = PENDING if full else ENOUGH
    elif row.spell >= room.spells:
        what = SPELLS
    elif max(row.worker, row.other_worker) >= room.workers:
        what = WORKERS
    elif kind in (ARRIVED, EXITED, FORGOTTEN):
        # The longest gap of a forgotten person lasts to the close, if they have needs at all.
        until = row.time if kind == EXITED or room.needs == 0 else limits.closes
        if until - people[row.person].arrived >= room.life:
            what = LIFE_DAYS
        elif set_down[0] + len(LEVELS) > room.sequences:
            what = FINISHED
    elif row.spell >= 0:
        spell = spells[row.spell]
        waits = spell.stage != GONE and spell.has_clock and spell.attended < 2
        if waits and row.time - spell.clock >= room.wait:
            what = WAIT_DAYS
        elif kind == CONTACT and pairs.used == room.pairs:
            what = PAIRS
        elif kind == SPELL_STARTED and services[row.service].taken + 1 >= room.occupied:
            what = OCCUPIED
        elif kind in (ENDED_PLANNED, ENDED_UNPLANNED) and endings.used + 3 > room.endings:
            what = PENDING
    return what


@inlined
def read_person(m: Any, c: Any, terms: Terms, gap_days: Ints, limits: Any, row: Any) -> None:
    """Update state and counts by a row about a person."""
    kind, who = row.event, wide(row.person)
    person = m.people[who]
    size = terms.covers.shape[1]
    needs = m.needs[who * size : (who + 1) * size]
    open_now = m.open_now[who * (2 * size + 1) : (who + 1) * (2 * size + 1)]
    if person.there:
        gone = kind in (FORGOTTEN, ARRIVED)
        then = limits.closes if gone else row.time
        if terms.counts_gaps and then > person.now and (gone or matters(person, needs, terms, row)):
            pass_time(m.found, person, needs, open_now, m.spells, who, terms, limits, then)
        leaves = gone or kind == EXITED
        if leaves:
            if kind == EXITED:
                leave_in_month(c.months, person, needs, row.time)
            moves_or_dies = kind == EXITED and row.detail != LED_NOWHERE
            known = wide(row.time if moves_or_dies else limits.closes)
            sum_up_help(m, c, terms, limits, person, needs, who, known, then)
            of = c.groups[person.group]
            sum_up_plan(m, of, terms, limits, person, needs, who, then)
            settled = kind == EXITED and row.detail == SETTLED
            exits = not gone and not (settled and row.time == person.arrived)
            way, at = NONE if gone else row.detail, c.at[person.group]
            leave_departures(person, at, m.pools[1], m.endings, limits, row.time, way)
            sum_up(m, c, person, needs, open_now, who, not gone, exits, known, then, terms, limits)
        else:
            read_before(c.months, m.spells, person, needs, terms, row)
            read_help(m, c, terms, limits, person, needs, who, row)
            read_plan(m, terms, limits, person, needs, who, row)
            group = c.groups[person.group]
            if kind in (NEED_CHANGED, NEED_IS):
                need = needs[row.need]
                read_level(person, need, group, m.pools[1], m.endings, limits, row)
            elif kind == EPISODE_BEGAN:
                needs[row.need].refusals = 0
            elif row.spell >= 0:
                read_of_spell(m, c, terms, limits, person, group, needs, row)
            read(m.found, who, person, needs, m.spells, terms, row)
            read_after(c.months, m.spells, person, needs, terms, row)
        if m.found.used[0] > 0:
            found, minutes, gaps = m.found, c.need_minutes, c.contact_gaps
            count_found(found, person, needs, minutes, gaps, gap_days, limits, c.months)
        if person.there == 0:
            count_person(c.groups[person.group], person, needs, c.longest)
    if kind == PLACE_FREED:
        free_place(m.spells[row.spell], c.services[row.service], row.time, limits.opens)
    elif kind in (ARRIVED, RETURNED, LIVES_IN):
        read_arrival(m, c, terms, limits, person, needs, open_now, row)


@inlined
def read_arrival(
    m: Any,
    c: Any,
    terms: Terms,
    limits: Any,
    person: Any,
    needs: EventLog,
    open_now: EventLog,
    row: Any,
) -> None:
    """Update the counts by a row that a person arrives or returns, or that names their area."""
    if row.event == LIVES_IN:
        live_in(person, c.groups, row, limits.opens)
    else:
        who = wide(row.person)
        arrive(person, needs, open_now, m.visits[who], c.groups, limits.areas, row, limits.opens)
        arrive_unhelped(m, terms, who, terms.covers.shape[1], row.time)
        arrive_without_plan(m, terms, who, row.time)
        arrive_in_month(c.months, person, row.time)


@inlined
def read_of_spell(
    m: Any, c: Any, terms: Terms, limits: Any, person: Any, group: Any, needs: EventLog, row: Any
) -> None:
    """Update counts by a row about a referral or spell, before the row changes its stage."""
    kind, number = row.event, wide(person.group)
    spell, service = m.spells[row.spell], c.services[row.service]
    at, pool, endings = c.at[number, row.service], m.pools[1], m.endings
    if kind in (CONTACT, CONTACT_MISSED):
        read_contact(at, group, service, terms, limits, needs, row)
        if kind == CONTACT and terms.counts_meetings and row.time >= limits.opens:
            met_service(person, m.visits[row.person], row.service, service.has_team)
        if kind == CONTACT and terms.counts_meetings and row.worker != NOBODY:
            counts, staff = row.time >= limits.opens, staff_number(row.worker, row.service)
            met_worker(
                *(person, m.pools[0], m.pairs, staff, row.time, counts),
                is_seen(terms, row),
            )
    elif kind == TURNED_AWAY and row.need >= 0:
        be_refused(needs[row.need], group, row.time >= limits.opens)
    elif kind == SPELL_STARTED and service.continuous:
        be_seen(needs, terms, row.service, 0, row.time)
    if person.leavings != NONE and (kind == CONTACT or service.continuous):
        what = MET if kind == CONTACT else AGAIN
        if kind in (CONTACT, SPELL_STARTED):
            see_leavings(person, group, pool, endings, limits, row.time, what)
    if service.continuous:
        person.inside += kind == SPELL_STARTED
        person.inside -= kind in (ENDED_PLANNED, ENDED_UNPLANNED)
    read_weight(spell, service, row, limits.opens)
    over = c.over_minutes[number, row.service]
    if kind in (SPELL_STARTED, ENDED_PLANNED, ENDED_UNPLANNED):
        see_occupancy(service, c.occupied[row.service], row.time, limits.opens)
    if terms.counts_care:
        read_care(spell, c.care, terms, number, row, limits.opens)
    read_stay(
        *(spell, group, at, service, c.wait_days, c.wait_minutes, over, terms.long_waits),
        *(number, row, limits.opens),
    )
    read_re_referral(person, spell, c.at[number], pool, endings, terms, limits, row)
    if kind in (ENDED_PLANNED, ENDED_UNPLANNED):
        read_ending(person, service, group, pool, endings, limits, row)
        read_departure(person, spell, c.at[number], pool, endings, limits, row)
    elif row.time >= limits.opens:
        read_turn(m.workers, c.services, group, row)


@linked
def read_turn(workers: Ints, services: EventLog, group: Any, row: Any) -> None:
    """Count an event of the window that is a measure by itself, or that uses workers' time."""
    kind = row.event
    if kind == TURNED_AWAY:
        group.rejections += 1
    elif kind == EventKind.HANDED_OFF_COLD:
        group.handoffs[0] += 1
    elif kind == EventKind.HANDED_OFF_WARM:
        group.handoffs[1] += 1
    elif kind == EventKind.HANDED_OFF_BLOCKED:
        group.handoffs[2] += 1
    elif kind == CONSULTED:
        group.handoffs[3] += 1
    elif kind == EventKind.CHANGED_WORKER:
        group.chosen += 1
    elif kind in (CONTACT, CONTACT_MISSED, ADVISED, HANDOVER):
        if row.worker >= 0:
            services[workers[row.worker]].charged += row.minutes
        if row.other_worker >= 0 and takes_both(kind, row.detail):
            services[workers[row.other_worker]].charged += row.minutes


@linked
def be_refused(need: Any, group: Any, counts: int) -> None:
    """Count a refusal for a need; the second one within a need episode is a bounce."""
    if need.in_episode and need.refusals < 2:
        need.refusals += 1
        group.bounces += need.refusals == 2 and counts


@linked
def read_service(
    workers: Ints, services: EventLog, posts: Any, times: Calendars, row: Any, opens: int
) -> int:
    """Update a service by a row about no person: workers start or leave, or capacity changes.

    Return the change in filled posts, in thousandths of a post.
    """
    kind, service, clipped = row.event, services[row.service], max(row.time, opens)
    worked = worked_before(times, row.service, clipped)
    more = wide(service.lacking)
    if kind == WORKER_STARTED:
        workers[row.worker] = row.service
        more += WHOLE_POST
    elif kind == WORKER_LEFT:
        more -= WHOLE_POST
    elif kind == CAPACITY_CHANGED:
        before = worked_before(times, row.service, service.since)
        service.offered += held_now(service) * (worked - before)
        service.places, service.since = row.detail, clipped
        service.last_share = row.length if row.length > 0 else WHOLE_POST
    if kind in (WORKER_STARTED, WORKER_LEFT) and row.detail < service.most_posts:
        posts[service.first_post + row.detail] = kind == WORKER_STARTED
    service.lacking = lacking_now(service, posts)
    more -= service.lacking
    service.worker_minutes -= more * clipped
    service.filled_minutes -= more * worked
    service.in_post += more
    found: int = more
    return found


@linked
def held_now(service: Any) -> int:
    """Return the places or posts of a service, in thousandths."""
    found: int = wide(0)
    if service.places > 0:
        found = wide(WHOLE_POST * (service.places - 1) + service.last_share)
    return found


@linked
def lacking_now(service: Any, posts: Any) -> int:
    """Return how much the last post lacks of a whole one, in thousandths; 0 if it is vacant."""
    last = service.places - 1
    found: int = wide(0)
    if service.last_share < WHOLE_POST and 0 <= last < service.most_posts:
        found = wide(WHOLE_POST - service.last_share) * wide(posts[service.first_post + last])
    return found
