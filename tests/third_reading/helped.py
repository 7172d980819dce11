"""Enough help: credit, people's own shares, someone who knows them, word, and crises seen."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

from sim.events import ContactFlag, EventKind
from sim.units import DAY
from tests.third_reading.arm import CRISIS, Arm, Group, Measured, share
from tests.third_reading.crisis import crises, lost_track
from tests.third_reading.history import Person, Row, Spell
from tests.third_reading.times import Course, Times, union
from tests.third_reading.unmet import covering, open_times

E = EventKind
LEVELS = (E.NEED_IS, E.NEED_CHANGED)
SILENT = 28 * DAY
LATELY = 28 * DAY
SOON = 2 * DAY
SEVERE = 2
NO_HELP = ContactFlag.RETELLING | ContactFlag.STIGMATISING


def rates(arm: Arm, person: Person) -> list[int]:
    """Whole minutes a week that the person wants, by level."""
    multiple = next((Fraction(row.detail, 10**6) for row in person.of(E.WANTS)), Fraction(1))
    return [
        int(rate * multiple + Fraction(1, 2)) for rate in map(int, arm.resolved.measuring.wanted)
    ]


def gifts(arm: Arm, person: Person) -> dict[int, list[tuple[int, int, int]]]:
    """For each need its helping contacts: minute, length and the level at which it presented."""
    found: dict[int, list[tuple[int, int, int]]] = {need: [] for need in arm.needs}
    levels = dict.fromkeys(arm.needs, 0)
    for row in person.rows:
        if row.event in LEVELS:
            levels[row.need] = row.level
        if row.event != E.CONTACT or row.detail & NO_HELP:
            continue
        covered = [need for need in arm.needs if arm.contact_covers(row.service, need, row.time)]
        if covered:
            seen = {need: presents(arm, person, need, row, levels[need]) for need in covered}
            worst = min(covered, key=lambda need: (-seen[need], need))
            found[worst].append((row.time, row.length, seen[worst]))
    return found


def presents(arm: Arm, person: Person, need: int, row: Row, level: int) -> int:
    """The highest level of the time before a row; a crisis that is over counts as severe."""
    over = int(arm.resolved.numbers.needs.presenting_over[person.group, need])
    since, course = row.time - over + 1, person.levels(need)
    if over <= 1:
        return level
    lately = Times.of([(max(since, person.arrives), row.time)])
    held = [lv for lv in range(4) if (course.at(lv) & lately).minutes]
    if since < person.arrives:
        held.append(course.changes[0][1])
    return max([level, *(min(lv, SEVERE) for lv in held)])


def short_times(arm: Arm, person: Person, need: int) -> tuple[Times, Times]:
    """When a need is in need and when it is short of help, in the window or before it."""
    wants, lasts = rates(arm, person), arm.resolved.measuring.covered_for
    level = person.levels(need)
    there = Times.of([(person.arrives, person.leaves)])
    in_need = level.at_least(arm.seek_level(person.group, need)) & there
    stays = union(
        open_times(spell, person)
        for spell in covering(arm, person, need)
        if arm.continuous(spell.service)
    )
    given = gifts(arm, person)[need]
    edges = {person.arrives, person.leaves, *(time for time, _, _ in given)}
    edges |= {time + lasts for time, _, _ in given}
    edges |= {time for time, _ in level.changes}
    edges |= {edge for stretch in (*in_need.stretches, *stays.stretches) for edge in stretch}
    inside = sorted(edge for edge in edges if person.arrives <= edge <= person.leaves)
    uses = in_need - stays
    levels_at = [(lv, level.at(lv)) for lv in range(4)]
    credit, gone, short = 0, person.arrives, []
    for begins, ends in pairwise(inside):
        if begins >= gone:
            credit = 0
        for time, length, met_at in given:
            if time == begins:
                cap = lasts * max(wants[met_at], wants[SEVERE])
                credit, gone = max(credit, min(credit + length * 10_080, cap)), time + lasts
        now = Times.of([(begins, ends)])
        if not (now & uses).minutes:
            continue
        rate = next(wants[lv] for lv, when in levels_at if (now & when).minutes)
        lasting = min(ends - begins, credit // rate) if rate else ends - begins
        credit -= lasting * rate
        if lasting < ends - begins:
            credit = 0
        short.append((begins + lasting, ends))
    return in_need & arm.window, Times.of(short) & arm.window


@cache
def help_of(arm: Arm, person: Person) -> list[tuple[int, int]]:
    """For each need: minutes in need, and those short of help."""
    found = (short_times(arm, person, need) for need in arm.needs)
    return [(in_need.minutes, short.minutes) for in_need, short in found]


def any_need(arm: Arm, person: Person) -> Times:
    """When the person is in need, in the window."""
    there = Times.of([(person.arrives, person.leaves)]) & arm.window
    return union(
        person.levels(need).at_least(arm.seek_level(person.group, need)) & there
        for need in arm.needs
    )


def known_times(arm: Arm, person: Person) -> Times:
    """When somebody knows the person."""
    contacts: dict[int, list[int]] = {}
    for row in person.of(E.CONTACT):
        if row.worker >= 0 and is_seeing(arm, row):
            contacts.setdefault(row.worker, []).append(row.time)
    in_crisis = union(person.levels(need).at(CRISIS) for need in arm.needs)
    begun = sorted({person.arrives, *(row.time for row in crises(person)), person.leaves})
    found = []
    for spell in person.spells.values():
        for worker, when in workers_of(spell, person):
            times = contacts.get(worker, [])
            for at in range(2, len(times)):
                until = times[at + 1] if at + 1 < len(times) else person.leaves
                lately = Times.of([(times[at], min(until, times[at] + LATELY))])
                unseen = Times.of(
                    (begins + SOON, ends) for begins, ends in pairwise(begun) if times[at] < begins
                )
                found.append((lately - (unseen & in_crisis)) & when)
    return union(found)


def is_seeing(arm: Arm, contact: Row) -> bool:
    """Whether a contact counts as being seen; a stigmatising one does where that is said."""
    felt = contact.detail & ContactFlag.STIGMATISING
    return not felt or arm.counts_though_felt(contact)


def workers_of(spell: Spell, person: Person) -> list[tuple[int, Times]]:
    """Who is the worker of a spell, and when."""
    if spell.started is None:
        return []
    ends = spell.ended.time if spell.ended else person.leaves
    changes = [(spell.started.time, spell.started.worker)]
    for row in spell.rows:
        if row.event == E.UNALLOCATED:
            changes.append((row.time, -1))
        elif row.event in (E.ALLOCATED, E.CHANGED_WORKER):
            changes.append((row.time, row.worker))
    course = Course(changes, ends)
    return [(who, course.at(who)) for who in {who for _, who in changes} if who >= 0]


def silences(arm: Arm, person: Person) -> int:
    """How often the person was without word for four weeks on the way to a service."""
    number = 0
    for spell in person.spells.values():
        first = spell.rows[0]
        if first.event not in (E.REFERRED, E.WAITING):
            continue
        refused = spell.decided if spell.decided and spell.decided.event == E.TURNED_AWAY else None
        over = [row for row in (spell.started, refused, spell.left) if row]
        until = min(over, default=None)
        ends = until.time if until else person.leaves
        words = [first.time]
        words += [row.time for row in spell.rows if row.event in (E.ACCEPTED, E.WAITING)]
        words += [row.time for row in person.of(E.CONTACT) if is_between(first, row, until)]
        for begins, last in pairwise(sorted([*words, ends])):
            number += last - begins >= SILENT and arm.opens < begins + SILENT
    return number


def is_between(first: Row, row: Row, until: Row | None) -> bool:
    """Whether a row stands between two others."""
    return first.place < row.place and (until is None or row.place < until.place)


def crises_seen(arm: Arm, person: Person) -> list[bool]:
    """For each crisis that counts, whether the person was seen within two days."""
    found = []
    for row in crises(person):
        if row.time < arm.opens or row.time + SOON > arm.closes:
            continue
        stays = [
            spell
            for spell in person.spells.values()
            if arm.continuous(spell.service)
            and spell.started
            and spell.started.place < row.place
            and not (spell.ended and spell.ended.place < row.place)
        ]
        seen = any(
            (later.event == E.CONTACT and is_seeing(arm, later))
            or (later.event == E.SPELL_STARTED and arm.continuous(later.service))
            for later in person.rows
            if later.place > row.place and later.time <= row.time + SOON
        )
        if stays or seen or not lost_track(person, row, SOON):
            found.append(bool(stays) or seen)
    return found


def enough_help(group: Group) -> Measured:
    """All of it, where it is measured."""
    arm = group.arm
    if not (arm.needs and arm.resolved.measuring.counts_help):
        return {}
    each = [help_of(arm, person) for person in group.people]
    found = _of_needs(group, "", [pair for pairs in each for pair in pairs])
    for need in arm.needs:
        name = arm.resolved.names.needs[need]
        found |= _of_needs(group, f".need.{name}", [pairs[need] for pairs in each])
    totals = [(sum(n for n, _ in pairs), sum(s for _, s in pairs)) for pairs in each]
    shares = [1 - Fraction(short, in_need) for in_need, short in totals if in_need]
    enough = Fraction(round(arm.resolved.measuring.enough * 10**6), 10**6)
    found["helped_enough"] = share(sum(each >= enough for each in shares), len(shares))
    ends = [Fraction(-1), *(Fraction(quarter, 4) for quarter in range(5))]
    names = ("none", "to_25_percent", "to_50_percent", "to_75_percent", "over_75_percent")
    for name, (low, high) in zip(names, pairwise(ends), strict=True):
        number = sum(low < each <= high for each in shares)
        found[f"helped.{name}"] = share(number, len(shares))
    needy = [any_need(arm, person) for person in group.people]
    known = sum(
        (known_times(arm, person) & when).minutes
        for person, when in zip(group.people, needy, strict=True)
    )
    found["someone_who_knows_me"] = share(known, sum(when.minutes for when in needy))
    found["waits_without_word"] = group.rate(sum(silences(arm, each) for each in group.people))
    seen = [each for person in group.people for each in crises_seen(arm, person)]
    found["crisis_contact_2_days"] = share(sum(seen), len(seen))
    return found


def _of_needs(group: Group, suffix: str, pairs: list[tuple[int, int]]) -> Measured:
    in_need, short = sum(n for n, _ in pairs), sum(s for _, s in pairs)
    return {
        f"short_of_help_days{suffix}": group.days(short),
        f"help_share{suffix}": share(in_need - short, in_need),
    }
