"""People, spells, contacts, lists and costs, over all services and by service."""

from __future__ import annotations

import math

import numpy as np

from sim.events import EventKind, Exit, Leaving
from sim.units import DAY, YEAR
from tests.third_reading.arm import Group, Measured, mean_days, ratio, share
from tests.third_reading.continuity import in_window, started_in_window
from tests.third_reading.history import CONTACTS, ENDINGS, Person, Row, Spell
from tests.third_reading.times import Times
from tests.third_reading.unmet import open_times

E = EventKind
SLIPPED = DAY


def list_times(spell: Spell, person: Person) -> Times:
    """When the person is on the list."""
    if spell.listed is None:
        return Times()
    over = spell.started or spell.left
    return Times.of([(spell.listed.time, over.time if over else person.leaves)])


def unallocated_times(spell: Spell, person: Person) -> Times:
    """When a spell is open and has no worker, after a row that said so."""
    return worker_times(spell, person, has_one=False)


def worker_times(spell: Spell, person: Person, *, has_one: bool) -> Times:
    """When a spell is open with a worker, or without one after a row that said so."""
    found: list[tuple[int, int, bool | None]] = []
    now: bool | None = None
    since = 0
    for row in spell.rows:
        if row.event in (E.SPELL_STARTED, E.ALLOCATED, E.UNALLOCATED):
            found.append((since, row.time, now))
            since = row.time
            now = False if row.event == E.UNALLOCATED else row.worker >= 0 or None
    found.append((since, person.leaves, now))
    asked = Times.of((begins, ends) for begins, ends, state in found if state is has_one)
    return asked & open_times(spell, person)


def left(group: Group) -> list[Row]:
    """Exits in the window; who is away at minute 0 has not left."""
    return [
        person.exited
        for person in group.people
        if person.exited
        and person.exited.time >= group.arm.opens
        and not (person.exited.detail == Exit.SETTLED and person.exited.time == person.arrives)
    ]


def people(group: Group) -> Measured:
    """How many there were, and how long."""
    there = sum(times.minutes > 0 for times in group.there.values())
    return {
        "people": (float(there), "people"),
        "person_years": (group.person_minutes / YEAR, "years"),
        "people_left": (float(len(left(group))), "people"),
    }


def activity(group: Group) -> Measured:
    """What services did, over all of them and by service."""
    window = group.arm.window
    pairs = [(person, spell) for person in group.people for spell in person.spells.values()]
    on_lists = sum((list_times(spell, person) & window).minutes for person, spell in pairs)
    bare = sum((unallocated_times(spell, person) & window).minutes for person, spell in pairs)
    contacts = in_window(group, *CONTACTS)
    found: Measured = {
        "spells": group.rate(len(started_in_window(group))),
        "throughput": group.rate(len(in_window(group, *ENDINGS))),
        "contacts": group.rate(sum(row.event == E.CONTACT for row in contacts)),
        **_shares(contacts, ""),
        "list_length": (ratio(on_lists, window.minutes), "people"),
        "unallocated_days": group.days(bare),
    }
    for service in group.arm.services:
        found |= _of_service(group, service, [pair for pair in pairs if pair[1].service == service])
    return found | _costs(group, pairs)


def _shares(contacts: list[Row], suffix: str) -> Measured:
    missed = sum(row.event == E.CONTACT_MISSED for row in contacts)
    slipped = sum(row.time - row.due > SLIPPED for row in contacts)
    return {
        f"missed_contacts{suffix}": share(missed, len(contacts)),
        f"slipped_contacts{suffix}": share(slipped, len(contacts)),
    }


def _of_service(group: Group, service: int, pairs: list[tuple[Person, Spell]]) -> Measured:
    arm = group.arm
    suffix = f".{arm.resolved.names.services[service]}"
    contacts = [row for row in in_window(group, *CONTACTS) if row.service == service]
    started = [
        spell
        for _, spell in pairs
        if spell.started and spell.clock is not None and spell.started.time >= arm.opens
    ]
    ended = [spell for _, spell in pairs if spell.ended and spell.ended.time >= arm.opens]
    lengths = [
        spell.ended.time - spell.started.time
        for spell in ended
        if spell.ended and spell.started and spell.clock is not None
    ]
    in_spells = sum((open_times(spell, person) & arm.window).minutes for person, spell in pairs)
    attended = sum(row.event == E.CONTACT for row in contacts)
    return _of_list(group, suffix, pairs) | {
        f"in_service{suffix}": (ratio(in_spells, arm.window.minutes), "people"),
        f"spells{suffix}": group.a_year(len(started)),
        f"throughput{suffix}": group.a_year(len(ended)),
        f"spell_days{suffix}": (mean_days(lengths), "days"),
        f"contacts{suffix}": group.a_year(attended),
        **_shares(contacts, suffix),
    }


def _of_list(group: Group, suffix: str, pairs: list[tuple[Person, Spell]]) -> Measured:
    arm = group.arm
    listed = [
        (spell, spell.listed, spell.started or spell.left) for _, spell in pairs if spell.listed
    ]
    joined = [on for _, on, _ in listed if on and on.time >= arm.opens]
    left = [(on, off) for _, on, off in listed if on and off and off.time >= arm.opens]
    without = [off.detail for _, off in left if off.event == E.LEFT_WAITING]
    gave_up = without.count(Leaving.PATIENCE)
    minutes = sum((list_times(spell, person) & arm.window).minutes for person, spell in pairs)
    return {
        f"list_length{suffix}": (ratio(minutes, arm.window.minutes), "people"),
        f"list_joined{suffix}": group.a_year(len(joined)),
        f"list_left{suffix}": group.a_year(len(left)),
        f"list_gave_up{suffix}": group.a_year(gave_up),
        f"list_gave_up_share{suffix}": share(gave_up, len(left)),
        f"list_settled{suffix}": group.a_year(without.count(Leaving.SETTLED)),
        f"list_days{suffix}": (mean_days([off.time - on.time for on, off in left]), "days"),
    }


def _costs(group: Group, pairs: list[tuple[Person, Spell]]) -> Measured:
    measuring = group.arm.resolved.measuring
    if np.isnan(measuring.contact_cost).all() and np.isnan(measuring.place_day_cost).all():
        return {}
    unit = f"{measuring.currency} {measuring.price_year} per person-year"
    total, found = 0.0, {}
    for service, name in enumerate(group.arm.resolved.names.services):
        contacts = sum(row.service == service for row in in_window(group, E.CONTACT))
        minutes = sum(
            (open_times(spell, person) & group.arm.window).minutes
            for person, spell in pairs
            if spell.service == service
        )
        cost = 0.0
        prices = measuring.contact_cost[service], measuring.place_day_cost[service]
        if (contacts or minutes) and all(math.isnan(price) for price in prices):
            cost = math.nan
        for price, number in zip(prices, (contacts, minutes / DAY), strict=True):
            cost += 0.0 if math.isnan(price) else float(price) * number
        found[f"cost.{name}"] = (group.money(cost), unit)
        total += cost
    return {"cost": (group.money(total), unit)} | found
