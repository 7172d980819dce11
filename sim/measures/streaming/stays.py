"""Counts of referrals, waits, lists and spells, and of the places that they take."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import ContactFlag, EventKind, Leaving
from sim.laws import Ints
from sim.measures.cover_intervals import wide
from sim.measures.cover_state import GONE, OPEN
from sim.measures.streaming.layout import NONE
from sim.units import DAY

TO_DECISION, TO_START, TO_FIRST_CONTACT = range(3)
"""Positions in `access.STAGES`; the wait to the second contact has the next position."""

FOLLOW_UP = int(ContactFlag.FOLLOW_UP)
GAVE_UP, SETTLED = int(Leaving.PATIENCE), int(Leaving.SETTLED)


@linked
def begin(spell: Any, at: Any, row: Any, opens: int) -> None:
    """Record a new referral, or a spell or wait that existed when the run began.

    A person who was already waiting keeps their referral time. For a person already in a spell it
    is not known.
    """
    spell.has_clock = row.event != EventKind.SPELL_STARTED
    spell.clock = row.time if row.event == EventKind.REFERRED else row.due
    spell.listed = 0
    spell.attended = 0
    spell.loss_counted = 0
    spell.handed_on, spell.handed_at = 0, NONE
    if spell.has_clock:
        at.waiting += 1
        at.waiting_clocks += spell.clock
        at.referral_minutes -= max(spell.clock, opens)
        at.referred += row.event == EventKind.REFERRED and row.time >= opens


@linked
def end_wait(
    days: Ints, minutes: Ints, spell: Any, group: int, stage: int, now: int, opens: int
) -> None:
    """Count the end of a wait, if it is in the window and the wait's beginning is known."""
    if now >= opens and spell.has_clock:
        waited = now - spell.clock
        days[group, stage, spell.service, waited // DAY] += 1
        minutes[group, stage, spell.service] += waited


@linked
def accrue_wait(spell: Any, over: Ints, long_waits: Ints, now: int, opens: int) -> None:
    """Add up the minutes that a person on a list has waited beyond each length, up to now.

    It is called when the person leaves the list, and when the window closes.
    """
    for column in range(long_waits.size):
        since = max(spell.since, spell.clock + long_waits[column])
        over[column] += max(max(now, opens) - max(since, opens), 0)


@linked
def stop_waiting(spell: Any, at: Any, over: Ints, long_waits: Ints, now: int, opens: int) -> None:
    """End the wait of a referral that starts, is turned away or leaves; take it off any list."""
    if spell.has_clock:
        at.waiting -= 1
        at.waiting_clocks -= spell.clock
        at.referral_minutes += max(now, opens)
    if spell.listed:
        spell.listed = 0
        accrue_wait(spell, over, long_waits, now, opens)
        at.list_minutes += max(now, opens)
        at.on_list -= 1
        if now >= opens:
            at.off_list += 1
            at.off_list_minutes += now - spell.since


@linked
def join_list(spell: Any, at: Any, now: int, opens: int) -> None:
    """Put a referral on the waiting list."""
    spell.listed = 1
    spell.since = now
    at.list_minutes -= max(now, opens)
    at.on_list += 1
    at.joined += now >= opens


@linked
def start(spell: Any, group: Any, at: Any, service: Any, now: int, opens: int) -> None:
    """Start a spell."""
    clipped, begun = max(now, opens), now >= opens and spell.has_clock
    spell.since = now
    at.open_minutes -= clipped
    at.open += 1
    at.started += begun
    service.taken_minutes -= clipped
    service.taken += 1
    if service.continuous:
        group.bed_minutes -= clipped
        group.in_bed += 1
        group.admissions += begun


@linked
def end(spell: Any, group: Any, at: Any, service: Any, now: int, opens: int) -> None:
    """End a spell. Its place counts as free from now on, unless a later row says it was held."""
    clipped = max(now, opens)
    at.open_minutes += clipped
    at.open -= 1
    if now >= opens:
        at.ended += 1
        if spell.has_clock:
            at.measured += 1
            at.ended_minutes += now - spell.since
    if spell.unallocated:
        at.unallocated_minutes += clipped
        at.alone -= 1
    service.taken_minutes += clipped
    service.taken -= 1
    if service.continuous:
        group.bed_minutes += clipped
        group.in_bed -= 1
    spell.since = now


@linked
def free_place(spell: Any, service: Any, now: int, opens: int) -> None:
    """Count the time, from a spell's ending to now, for which its place was held."""
    service.taken_minutes += max(now, opens) - max(spell.since, opens)


@linked
def lose_worker(spell: Any, group: Any, at: Any, row: Any, opens: int) -> None:
    """Record that an open spell has no worker from now on."""
    if not spell.unallocated:
        at.unallocated_minutes -= max(row.time, opens)
        at.alone += 1
    spell.loss_counted = row.worker >= 0 and row.time >= opens
    group.losses[0] += spell.loss_counted


@linked
def find_worker(spell: Any, group: Any, at: Any, row: Any, opens: int) -> None:
    """Record that an open spell has a new worker.

    The loss of the earlier worker is counted now, unless it has been counted already.
    """
    handover = 1 if row.detail == 1 else 0
    if spell.unallocated:
        at.unallocated_minutes += max(row.time, opens)
        at.alone -= 1
        if handover and spell.loss_counted:
            group.losses[0] -= 1
            group.losses[1] += 1
    elif row.other_worker >= 0 and row.time >= opens:
        group.losses[handover] += 1
    spell.loss_counted = 0


@linked
def count_unserved(spell: Any, at: Any, row: Any) -> None:
    """Count a referral that ends in the window without a spell, before it leaves its list."""
    left = row.event == EventKind.LEFT_WAITING
    at.unserved += not left or row.detail in (GAVE_UP, SETTLED)
    if left and spell.listed:
        at.gave_up += row.detail == GAVE_UP
        at.settled += row.detail == SETTLED


@linked
def wait_over(spell: Any, kind: int, detail: int) -> int:
    """If this row ends a wait, return which stage of waiting it was; otherwise return -1.

    A follow-up contact comes after the end of the spell, so it ends no wait.
    """
    if kind == EventKind.CONTACT:
        if detail & FOLLOW_UP or spell.attended == 2:
            return -1
        spell.attended += 1
        stage: int = TO_FIRST_CONTACT + wide(spell.attended) - 1
        return stage
    if kind == EventKind.SPELL_STARTED:
        return TO_START
    return TO_DECISION if kind in (EventKind.ACCEPTED, EventKind.TURNED_AWAY) else -1


@linked
def read_stay(
    spell: Any,
    group: Any,
    at: Any,
    service: Any,
    wait_days: Ints,
    wait_minutes: Ints,
    over: Ints,
    long_waits: Ints,
    number: int,
    row: Any,
    opens: int,
) -> None:
    """Update counts by a row about a referral or spell, before the row changes its stage.

    `number` is the number of the person's group.
    """
    kind, now = row.event, row.time
    if spell.stage == GONE:
        if kind not in (EventKind.REFERRED, EventKind.WAITING, EventKind.SPELL_STARTED):
            return
        begin(spell, at, row, opens)
        spell.service = row.service
    stage = wait_over(spell, kind, row.detail)
    if stage >= 0:
        end_wait(wait_days, wait_minutes, spell, number, stage, now, opens)
    if kind == EventKind.WAITING:
        if not spell.listed:
            join_list(spell, at, now, opens)
    elif kind == EventKind.SPELL_STARTED:
        stop_waiting(spell, at, over, long_waits, now, opens)
        start(spell, group, at, service, now, opens)
    elif kind in (EventKind.TURNED_AWAY, EventKind.LEFT_WAITING):
        if now >= opens:
            count_unserved(spell, at, row)
        stop_waiting(spell, at, over, long_waits, now, opens)
    elif kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
        if spell.stage == OPEN:
            end(spell, group, at, service, now, opens)
    elif kind == EventKind.UNALLOCATED:
        lose_worker(spell, group, at, row, opens)
    elif kind == EventKind.ALLOCATED:
        find_worker(spell, group, at, row, opens)
