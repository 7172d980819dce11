"""Crises, stays at continuous services, and what came after endings."""

from __future__ import annotations

from functools import cache

from sim.events import BY_RATE, ContactFlag, Ending, EventKind, Exit
from sim.units import DAY, HOUR
from tests.third_reading.arm import CRISIS, Arm, Group, Measured, share
from tests.third_reading.continuity import in_window, started_in_window
from tests.third_reading.history import ENDINGS, Person, Row
from tests.third_reading.times import union
from tests.third_reading.unmet import open_times

E = EventKind
LOST_SIGHT_OF = (*BY_RATE, Exit.SETTLED)
SOON = 72 * HOUR
LATER = 90 * DAY
LEFT_OUT = None


@cache
def crises(person: Person) -> list[Row]:
    """The rows in which a need rose to crisis while no other was there."""
    levels: dict[int, int] = {}
    found = []
    for row in person.of(E.NEED_IS, E.NEED_CHANGED):
        others = [level for need, level in levels.items() if need != row.need]
        rose = row.level == CRISIS > levels.get(row.need, CRISIS)
        if row.event == E.NEED_CHANGED and rose and CRISIS not in others:
            found.append(row)
        levels[row.need] = row.level
    return found


@cache
def crisis_minutes(arm: Arm, person: Person) -> int:
    """Time with any need in crisis."""
    times = [person.levels(need).at(CRISIS) for need in arm.needs]
    return (union(times) & arm.window).minutes


def lost_track(person: Person, ending: Row, within: int) -> bool:
    """Whether they moved away or died so soon after an ending."""
    exited = person.exited
    return (
        exited is not None and exited.detail in LOST_SIGHT_OF and exited.time < ending.time + within
    )


@cache
def followed_up(arm: Arm, person: Person) -> list[bool]:
    """For each leaving of a continuous service that counts, whether a contact came soon."""
    answers = [_followed_up(arm, person, row) for row in person.of(*ENDINGS)]
    return [answer for answer in answers if answer is not LEFT_OUT]


def _followed_up(arm: Arm, person: Person, row: Row) -> bool | None:
    if not arm.continuous(row.service) or row.detail == Ending.EXITED or row.time < arm.opens:
        return LEFT_OUT
    stays = [each for each in person.spells.values() if arm.continuous(each.service)]
    elsewhere = any(
        each.started
        and each.started.place < row.place
        and (each.ended is None or each.ended.place > row.place)
        for each in stays
        if each.number != row.spell
    )
    if elsewhere or row.time + SOON > arm.closes:
        return LEFT_OUT
    after = [
        later for later in person.rows if later.place > row.place and later.time <= row.time + SOON
    ]
    seen = [later.time for later in after if later.event == E.CONTACT]
    for later in after:
        again = later.event == E.SPELL_STARTED and arm.continuous(later.service)
        gone = later.event == E.EXITED and later.detail in LOST_SIGHT_OF
        if (again or gone) and not any(time <= later.time for time in seen):
            return LEFT_OUT
    return bool(seen)


@cache
def crisis_after(arm: Arm, person: Person) -> list[tuple[bool, bool]]:
    """For each ending that counts: whether it was planned, and whether a crisis came after it."""
    found = []
    for row in person.of(*ENDINGS):
        if row.detail == Ending.EXITED or row.time < arm.opens or row.time + LATER > arm.closes:
            continue
        came = any(
            each.place > row.place and each.time <= row.time + LATER for each in crises(person)
        )
        if came or not lost_track(person, row, LATER):
            found.append((row.event == E.ENDED_PLANNED, came))
    return found


def crisis(group: Group) -> Measured:
    """All of it."""
    arm = group.arm
    bed_minutes = sum(
        (open_times(spell, person) & arm.window).minutes
        for person in group.people
        for spell in person.spells.values()
        if arm.continuous(spell.service)
    )
    contacts = sum(
        bool(row.detail & ContactFlag.URGENT) or row.service in arm.crisis_services
        for row in in_window(group, E.CONTACT)
    )
    episodes = sum(row.time >= arm.opens for person in group.people for row in crises(person))
    admissions = sum(arm.continuous(spell.service) for spell in started_in_window(group))
    followed = [each for person in group.people for each in followed_up(arm, person)]
    of_stays: Measured = {
        "admissions": group.rate(admissions),
        "bed_days": group.days(bed_minutes),
        "follow_up_72_hours": share(sum(followed), len(followed)),
    }
    if not arm.needs:
        return of_stays
    return of_stays | {
        "crisis_episodes": group.rate(episodes),
        "crisis_days": group.days(sum(crisis_minutes(arm, person) for person in group.people)),
        "crisis_contacts": group.rate(contacts),
        **_after_endings(group),
    }


def _after_endings(group: Group) -> Measured:
    found = [each for person in group.people for each in crisis_after(group.arm, person)]
    kinds = {"": (True, False), ".planned": (True,), ".unplanned": (False,)}
    answers = {
        kind: [came for planned, came in found if planned in which] for kind, which in kinds.items()
    }
    return {
        f"crisis_after_ending{kind}": share(sum(came), len(came)) for kind, came in answers.items()
    }
