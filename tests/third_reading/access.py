"""Waits: from the referral to the decision, the start and the first contacts."""

from __future__ import annotations

from collections.abc import Iterable

from sim.events import EventKind
from sim.units import DAY
from tests.third_reading.arm import Group, Measured, mean_days, quantile, ratio, share
from tests.third_reading.history import Spell
from tests.third_reading.times import Times

E = EventKind
WAITS = ("decision", "start", "first_contact", "second_contact")


def came_to_end(spell: Spell, what: str) -> int | None:
    """When a wait for this ended, None if it did not."""
    if what == "decision":
        return spell.decided.time if spell.decided else None
    if what == "start":
        return spell.started.time if spell.started else None
    contacts = spell.contacts(E.CONTACT)
    number = 0 if what == "first_contact" else 1
    return contacts[number].time if len(contacts) > number else None


def access(group: Group) -> Measured:
    """Every wait, over all services and by service, and those that had not ended."""
    spells = [spell for person in group.people for spell in person.spells.values()]
    exited = {
        spell.number for each in group.people if each.exited for spell in each.spells.values()
    }
    names = group.arm.resolved.names.services
    found: Measured = {}
    for service in (None, *group.arm.services):
        here = [spell for spell in spells if service is None or spell.service == service]
        suffix = "" if service is None else f".{names[service]}"
        for what in WAITS:
            found |= _wait(group, here, what, f"wait_to_{what}{suffix}")
        found |= _still_waiting(group, here, exited, f"still_waiting{suffix}")
        found |= _waiting_over(group, here, suffix)
    return found


def _wait(group: Group, spells: Iterable[Spell], what: str, name: str) -> Measured:
    waits = []
    for spell in spells:
        ended = came_to_end(spell, what)
        if ended is not None and spell.clock is not None and ended >= group.arm.opens:
            waits.append(ended - spell.clock)
    days = [wait // DAY for wait in waits]
    return {
        f"{name}.number": (float(len(waits)), "waits"),
        f"{name}.mean": (mean_days(waits), "days"),
        f"{name}.median": (quantile(days, 50), "days"),
        f"{name}.p90": (quantile(days, 90), "days"),
        **{
            f"{name}.over_{weeks}_weeks": share(sum(each >= 7 * weeks for each in days), len(days))
            for weeks in group.arm.resolved.measuring.wait_weeks
        },
    }


def _still_waiting(group: Group, spells: Iterable[Spell], exited: set[int], name: str) -> Measured:
    so_far = [
        group.arm.closes - spell.clock
        for spell in spells
        if spell.clock is not None
        and not (spell.started or spell.left or spell.number in exited)
        and not (spell.decided and spell.decided.event == E.TURNED_AWAY)
    ]
    return {
        f"{name}.number": (float(len(so_far)), "people"),
        f"{name}.mean": (mean_days(so_far), "days"),
    }


def _waiting_over(group: Group, spells: Iterable[Spell], suffix: str) -> Measured:
    measuring, window = group.arm.resolved.measuring, group.arm.window
    if not measuring.long_waits:
        return {}
    leaves = {spell: person.leaves for person in group.people for spell in person.spells.values()}
    total = dict.fromkeys(measuring.wait_weeks, 0)
    for spell in spells:
        if spell.listed is None or spell.clock is None:
            continue
        over = spell.started or spell.left
        until = over.time if over else leaves[spell]
        for weeks in total:
            begins = max(spell.listed.time, spell.clock + weeks * 7 * DAY)
            total[weeks] += (Times.of([(begins, until)]) & window).minutes
    return {
        f"waiting_over_{weeks}_weeks{suffix}": (ratio(minutes, window.minutes), "people")
        for weeks, minutes in total.items()
    }
