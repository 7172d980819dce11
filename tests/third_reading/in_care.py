"""Contact while in care, where the file has no needs: quiet times, and people never seen."""

from __future__ import annotations

from typing import NamedTuple

from sim.events import Ending, EventKind, Leaving
from sim.units import DAY, FOREVER
from tests.third_reading.arm import Arm, Group, Measured, share
from tests.third_reading.history import ENDINGS, Person, Spell
from tests.third_reading.times import Times

E = EventKind
ENDS_QUIET = (E.SPELL_STARTED, E.CONTACT, E.PAUSED, E.RESUMED, *ENDINGS)


class Quiet(NamedTuple):
    """A quiet time, with what it began and ended with."""

    begins: int
    ends: int
    began_with: int
    ended_with: int


def looked_for(arm: Arm) -> list[int]:
    """The services at which contact is looked for."""
    return [
        service
        for service in arm.services
        if not arm.continuous(service)
        and any(
            (arm.services_at(minute).contact_interval[service] < FOREVER).any()
            for minute in (0, FOREVER - 1)
        )
    ]


def quiet_times(person: Person, spell: Spell) -> list[Quiet]:
    """Of one spell, from its start on."""
    if spell.started is None:
        return []
    ends = spell.ended.place if spell.ended else FOREVER
    rows = [
        row
        for row in spell.rows
        if row.event in ENDS_QUIET and spell.started.place <= row.place <= ends
    ]
    found = []
    for place, row in enumerate(rows):
        if row.event in (E.SPELL_STARTED, E.CONTACT, E.RESUMED):
            later = rows[place + 1] if place + 1 < len(rows) else None
            until = later.time if later else person.leaves
            found.append(Quiet(row.time, until, row.event, later.event if later else -1))
    return found


def in_care(group: Group) -> Measured:
    """All of it; nothing with needs, or where contact is looked for nowhere."""
    arm = group.arm
    services = looked_for(arm)
    if len(arm.needs) or not services:
        return {}
    names = arm.resolved.names.services
    spells = [(person, each) for person in group.people for each in person.spells.values()]
    quiet = {
        service: [
            time
            for person, spell in spells
            if spell.service == service
            for time in quiet_times(person, spell)
        ]
        for service in services
    }
    over = {
        service: [
            _seen(arm, each) for _, each in spells if each.service == service and _ended(arm, each)
        ]
        for service in arm.services
        if service in services or arm.continuous(service)
    }
    everywhere = [each for of in quiet.values() for each in of]
    found: Measured = {}
    for days in arm.resolved.measuring.gap_days:
        long = _long(arm, everywhere, days)
        complete = sum(each.ended_with == E.CONTACT for each in long)
        name = f"gaps_in_care.{days}_days"
        found[name] = group.rate(len(long))
        found[f"{name}.complete"] = group.rate(complete)
        found[f"{name}.censored"] = group.rate(len(long) - complete)
        found[f"not_seen.{days}_days"] = _not_seen(arm, everywhere, days)
        for service, of in quiet.items():
            long = _long(arm, of, days)
            found[f"gaps_in_care.{names[service]}.{days}_days"] = group.a_year(len(long))
            found[f"not_seen.{names[service]}.{days}_days"] = _not_seen(arm, of, days)
    every = [seen for of in over.values() for seen in of]
    found["never_seen"] = share(every.count(False), len(every))
    for service in services:
        found[f"never_seen.{names[service]}"] = share(
            over[service].count(False), len(over[service])
        )
    return found


def _long(arm: Arm, quiet: list[Quiet], days: int) -> list[Quiet]:
    return [
        each
        for each in quiet
        if each.began_with != E.SPELL_STARTED
        and arm.opens <= each.begins + days * DAY < min(each.ends, arm.closes)
    ]


def _not_seen(arm: Arm, quiet: list[Quiet], days: int) -> tuple[float, str]:
    def minutes(later: int) -> int:
        stretches = [Times.of([(each.begins + later, each.ends)]) & arm.window for each in quiet]
        return sum(each.minutes for each in stretches)

    return share(minutes(days * DAY), minutes(0))


def _ended(arm: Arm, spell: Spell) -> bool:
    """Whether it is an accepted referral that ended in the window, by itself."""
    if spell.left is not None and spell.listed is not None:
        by_itself = spell.left.detail in (Leaving.PATIENCE, Leaving.SETTLED)
        return by_itself and spell.left.time >= arm.opens
    if spell.ended is None or spell.started is None or spell.clock is None:
        return False
    apart = spell.ended.detail in (Ending.EXITED, Ending.MOVED_BY_CHANGE)
    return not apart and spell.ended.time >= arm.opens


def _seen(arm: Arm, spell: Spell) -> bool:
    if spell.started is None:
        return False
    return arm.continuous(spell.service) or bool(spell.contacts(E.CONTACT))
