"""People, spells, contacts and lists, over all services and by service."""

from __future__ import annotations

from sim.events import BY_RATE, Ending, EventKind, Exit, Leaving
from sim.units import DAY, MONTH, YEAR
from tests.third_reading.arm import Arm, Group, Measured, mean_days, ratio, share
from tests.third_reading.continuity import in_window, started_in_window
from tests.third_reading.history import CONTACTS, ENDINGS, Person, Row, Spell
from tests.third_reading.times import Times
from tests.third_reading.unmet import open_times

E = EventKind
SLIPPED = DAY
A_YEAR = 365 * DAY


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
        "referrals": group.rate(len(in_window(group, E.REFERRED))),
        **_served(group, pairs, ""),
        "spells": group.rate(len(started_in_window(group))),
        "throughput": group.rate(len(in_window(group, *ENDINGS))),
        "contacts": group.rate(sum(row.event == E.CONTACT for row in contacts)),
        **_shares(contacts, ""),
        "list_length": (ratio(on_lists, window.minutes), "people"),
        "unallocated_days": group.days(bare),
    }
    for service in group.arm.services:
        found |= _of_service(group, service, [pair for pair in pairs if pair[1].service == service])
    return found


def _served(group: Group, pairs: list[tuple[Person, Spell]], suffix: str) -> Measured:
    opens = group.arm.opens
    began = sum(
        spell.started is not None and spell.clock is not None and spell.started.time >= opens
        for _, spell in pairs
    )
    without = sum(
        row.event == E.TURNED_AWAY
        or (row.event == E.LEFT_WAITING and row.detail in (Leaving.PATIENCE, Leaving.SETTLED))
        for _, spell in pairs
        for row in spell.rows
        if row.time >= opens
    )
    return {f"served_share{suffix}": share(began, began + without)}


def _before_spell(spell: Spell, person: Person) -> Times:
    """From the referral to the start of its spell, or to its end without one."""
    if spell.clock is None:
        return Times()
    refused = spell.decided if spell.decided and spell.decided.event == E.TURNED_AWAY else None
    over = spell.started or spell.left or refused
    return Times.of([(spell.clock, over.time if over else person.leaves)])


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
    waited = sum((_before_spell(spell, person) & arm.window).minutes for person, spell in pairs)
    referred = [row for row in in_window(group, E.REFERRED) if row.service == service]
    a_month = (ratio(attended * MONTH, in_spells), "per month")
    from_referral = (ratio(attended * MONTH, in_spells + waited), "per month")
    return _of_list(group, suffix, pairs) | {
        f"referrals{suffix}": group.a_year(len(referred)),
        **_served(group, pairs, suffix),
        f"contacts_per_month{suffix}": a_month,
        f"contacts_per_month_from_referral{suffix}": from_referral,
        f"in_service{suffix}": (ratio(in_spells, arm.window.minutes), "people"),
        f"spells{suffix}": group.a_year(len(started)),
        f"throughput{suffix}": group.a_year(len(ended)),
        f"spell_days{suffix}": (mean_days(lengths), "days"),
        f"contacts{suffix}": group.a_year(attended),
        **_shares(contacts, suffix),
        **_referred_again(group, service, suffix),
    }


def _referred_again(group: Group, service: int, suffix: str) -> Measured:
    told = [
        followed
        for person in group.people
        for row in person.of(*ENDINGS)
        if row.service == service
        for followed in _followed(group.arm, person, row)
    ]
    return {f"re_referred_12_months{suffix}": share(sum(told), len(told))}


def _followed(arm: Arm, person: Person, ending: Row) -> list[bool]:
    """Whether the person was handed on or referred again; nothing where that does not count."""
    until = ending.time + A_YEAR
    if ending.detail in (Ending.EXITED, Ending.MOVED_BY_CHANGE):
        return []
    if ending.time < arm.opens or until > arm.closes:
        return []
    handoffs = [
        row
        for row in person.spells[ending.spell].rows
        if row.event in (E.HANDED_OFF_COLD, E.HANDED_OFF_WARM, E.HANDED_OFF_BLOCKED)
    ]
    since = handoffs[-1].time if handoffs else ending.time
    referred = [
        row
        for row in person.of(E.REFERRED)
        if since <= row.time <= until and arm.helping(row.service, row.time)
    ]
    to_help = [row for row in handoffs if arm.helping(row.detail, row.time)]
    if referred or to_help or ending.detail == Ending.MOVED_ON:
        return [True]
    exited = person.exited
    gone = exited is not None and exited.detail in BY_RATE and exited.time < until
    return [] if gone else [False]


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
