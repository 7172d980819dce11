"""Time in need, the part of it that is covered, and why the rest is not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.events import EventKind, Reason
from tests.third_reading.arm import Arm, Group, Measured, share
from tests.third_reading.history import Person, Row, Spell
from tests.third_reading.times import Course, Times, union

E = EventKind
AFTER_ENDING = "not_yet_sought_after_ending"
CAUSES = (
    "worker_lost",
    "missed_contact",
    "contact_overdue",
    "between_services",
    "waiting_list",
    "awaiting_decision",
    "turned_away",
    "disengaged",
    "not_yet_sought",
)
"""In the order in which they are asked."""


@dataclass(frozen=True)
class NeedTimes:
    """When one need of one person is in need, when it is covered, and the cause of the rest."""

    in_need: Times
    covered: Times
    by_cause: dict[str, Times]  # the nine of them and the part after an ending


def cover(arm: Arm, person: Person, need: int) -> Times:
    """When a need has cover, in need or not."""
    lasts = arm.resolved.measuring.covered_for
    contacts = [
        (row.time, row.time + lasts) for row in person.of(E.CONTACT) if arm.seen_in(row, need)
    ]
    stays = [
        stretch
        for spell in covering(arm, person, need)
        if arm.continuous(spell.service)
        for stretch in open_times(spell, person).stretches
    ]
    return Times.of(contacts + stays) & Times.of([(person.arrives, person.leaves)])


def covering(arm: Arm, person: Person, need: int) -> list[Spell]:
    """Referrals and spells at services that cover the need, before the change of rules or after."""
    spells = person.spells.values()
    return [spell for spell in spells if arm.covering_times(spell.service, need).stretches]


def open_times(spell: Spell, person: Person) -> Times:
    """When a spell is open."""
    if spell.started is None:
        return Times()
    return Times.of([(spell.started.time, spell.ended.time if spell.ended else person.leaves)])


def explaining(spell: Spell, person: Person) -> dict[str, Times]:
    """When an open spell gives each of the first three causes; a blocked one gives none."""
    if spell.started is None:
        return {}
    until = spell.ended or spell.blocked
    if spell.blocked and spell.ended:
        until = min(spell.ended, spell.blocked)
    ends = until.time if until else person.leaves
    absent = left = missed = False
    changes: list[tuple[int, tuple[bool, bool]]] = []
    for row in spell.rows[spell.rows.index(spell.started) :]:
        if row.event == E.UNALLOCATED:
            absent, left = True, left or row.worker >= 0
        elif row.event == E.ALLOCATED:
            absent = False
        elif row.event in (E.CONTACT, E.CONTACT_MISSED):
            missed = row.event == E.CONTACT_MISSED
            left = left and (missed or absent)
        changes.append((row.time, (absent or left, missed)))
    course = Course([each for each in changes if each[0] <= ends], ends)
    return {
        "worker_lost": course.while_(lambda now: now[0]),
        "missed_contact": course.while_(lambda now: now[1]),
        "contact_overdue": Times.of([(spell.started.time, ends)]),
    }


def on_the_way(spell: Spell, person: Person) -> dict[str, Times]:
    """When a referral that has not started gives each of the three causes about it."""
    first = spell.rows[0]
    if first.event not in (E.REFERRED, E.WAITING):
        return {}
    over = next(
        (row for row in (spell.started, spell.left, spell.ended) if row),
        spell.decided if spell.decided and spell.decided.event == E.TURNED_AWAY else None,
    )
    ends = over.time if over else person.leaves
    accepted = ends
    if first.event == E.WAITING:
        accepted = first.time
    elif spell.decided:
        accepted = min(spell.decided.time, ends)
    passed_on = spell.passed_on_by not in (-1, spell.service)
    return {
        "between_services": Times.of([(first.time, ends)]) if passed_on else Times(),
        "waiting_list": Times.of([(accepted, ends)]),
        "awaiting_decision": Times.of([(first.time, accepted)]),
    }


def remembered(arm: Arm, person: Person, need: int) -> dict[str, Times]:
    """When it is remembered that the latest way led nowhere: by a refusal, and by an ending."""
    changes = [(person.arrives, (False, False))]
    level = 0
    for row in person.rows:
        now = changes[-1][1]
        if row.event in (E.NEED_IS, E.NEED_CHANGED) and row.need == need:
            level = row.level
        elif forgets(arm, row, need):
            now = (False, False)
        elif row.event == E.NOWHERE_TO_GO:
            now = led_nowhere(arm, person, row, need, level, now)
        changes.append((row.time, now))
    course = Course(changes, person.leaves)
    return {
        "turned_away": course.while_(lambda now: now[0]),
        AFTER_ENDING: course.while_(lambda now: now[1]),
    }


def forgets(arm: Arm, row: Row, need: int) -> bool:
    """Whether a row makes forgotten that a way led nowhere."""
    if row.event in (E.CONTACT, E.SPELL_STARTED):
        return arm.covers(row.service, need, row.time)
    return row.event in (E.SOUGHT, E.EPISODE_ENDED) and row.need == need


def led_nowhere(
    arm: Arm, person: Person, row: Row, need: int, level: int, now: tuple[bool, bool]
) -> tuple[bool, bool]:
    """What is remembered after a way has led nowhere."""
    if row.detail in (Reason.TURNED_AWAY, Reason.SEEKING) and row.need == need:
        return True, False
    if row.detail in (Reason.MISSED_CONTACTS, Reason.FINISHED_IN_NEED):
        in_need = level >= arm.seek_level(person.group, need)
        if in_need and arm.covers(row.service, need, row.time):
            return False, True
    return now


def need_times(arm: Arm, person: Person, need: int) -> NeedTimes:
    """Everything about one need of one person, in the window."""
    there = Times.of([(person.arrives, person.leaves)]) & arm.window
    seek = arm.seek_level(person.group, need)
    in_need = person.levels(need).at_least(seek) & there
    covered = in_need & cover(arm, person, need)
    holds: dict[str, list[Times]] = {cause: [] for cause in (*CAUSES, AFTER_ENDING)}
    for spell in covering(arm, person, need):
        for given in (explaining(spell, person), on_the_way(spell, person)):
            for cause, when in given.items():
                holds[cause].append(when & arm.covering_times(spell.service, need))
    for cause, when in remembered(arm, person, need).items():
        holds[cause].append(when)
    trust = [(person.arrives, False)] + [
        (row.time, row.event == E.DISENGAGED) for row in person.of(E.DISENGAGED, E.REENGAGED)
    ]
    holds["disengaged"].append(Course(trust, person.leaves).while_(bool))
    holds["not_yet_sought"].append(there)
    left, by_cause = in_need - covered, {}
    for cause in CAUSES:
        by_cause[cause] = left & union(holds[cause])
        left = left - by_cause[cause]
    by_cause[AFTER_ENDING] = by_cause["not_yet_sought"] & union(holds[AFTER_ENDING])
    return NeedTimes(in_need, covered, by_cause)


def worst_times(arm: Arm, person: Person) -> list[Times]:
    """For each need, when it is the worst of those in need: the highest level, then file order."""
    there = Times.of([(person.arrives, person.leaves)]) & arm.window
    levels = [person.levels(need) for need in arm.needs]
    taken, found = Times(), [Times()] * len(arm.needs)
    for level in (3, 2, 1, 0):
        for need in arm.needs:
            if level >= arm.seek_level(person.group, need):
                at_level = levels[need].at(level) & there
                found[need] = found[need] | (at_level - taken)
                taken = taken | at_level
    return found


@cache
def minutes_of(arm: Arm, person: Person) -> dict[str, int]:
    """Minutes by what is measured: `in_need`, `covered` and each cause, of each need and of all."""
    worst = worst_times(arm, person)
    whole = dict.fromkeys(("in_need", "covered", *CAUSES, AFTER_ENDING), 0)
    found = {}
    for need in arm.needs:
        of_need = need_times(arm, person, need)
        parts = {"in_need": of_need.in_need, "covered": of_need.covered, **of_need.by_cause}
        for what, when in parts.items():
            found[f"{need} {what}"] = when.minutes
            whole[what] += (when & worst[need]).minutes
    return found | whole


def gaps_in_care(group: Group) -> Measured:
    """Unmet need, need, and the covered share, of the worst need and of each."""
    arm = group.arm
    if not arm.needs:
        return {}
    found = _measures(group, "", "")
    for need in arm.needs:
        found |= _measures(group, f".need.{arm.resolved.names.needs[need]}", f"{need} ")
    return found


def _measures(group: Group, suffix: str, prefix: str) -> Measured:
    total = dict.fromkeys(("in_need", "covered", *CAUSES, AFTER_ENDING), 0)
    for person in group.people:
        minutes = minutes_of(group.arm, person)
        for what in total:
            total[what] += minutes[prefix + what]
    in_need, covered = total.pop("in_need"), total.pop("covered")
    return {
        f"unmet_need_days{suffix}": group.days(in_need - covered),
        **{f"unmet_need_days{suffix}.{cause}": group.days(total[cause]) for cause in total},
        f"days_in_need{suffix}": group.days(in_need),
        f"covered_share{suffix}": share(covered, in_need),
    }
