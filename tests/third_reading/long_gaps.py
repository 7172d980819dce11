"""Long gaps between contacts in a need episode, and people who were lost or never seen."""

from __future__ import annotations

from functools import cache
from operator import itemgetter
from typing import NamedTuple

from sim.events import EventKind
from sim.units import DAY
from tests.third_reading.arm import Arm, Group, Measured, mean, quantile, share
from tests.third_reading.history import Episode, Person
from tests.third_reading.times import Times
from tests.third_reading.unmet import cover, covering

E = EventKind
NEVER = 2**62


class Gap(NamedTuple):
    """From the last minute seen to the next contact, or to what cut the wait for it."""

    need: int
    after: int  # the row in which the person was seen last
    last_seen: int
    ends: int
    before: int  # the row that ends it; beyond all rows where it was cut
    complete: bool


def episode_times(arm: Arm, person: Person, episode: Episode) -> Times:
    """When an episode is open."""
    ends = episode.ended.time if episode.ended else person.leaves
    return Times.of([(episode.began.time, ends)])


@cache
def contact_gaps(arm: Arm, person: Person) -> list[Gap]:
    """The gaps of every need episode."""
    return [gap for episode in person.episodes for gap in _gaps(arm, person, episode)]


def _gaps(arm: Arm, person: Person, episode: Episode) -> list[Gap]:
    ends = episode.ended.time if episode.ended else person.leaves
    seen = [
        (row.time, row.time, row.place, row.place)
        for row in person.of(E.CONTACT)
        if arm.seen_in(row, episode.need) and episode.holds(row)
    ]
    for spell in covering(arm, person, episode.need):
        if arm.continuous(spell.service) and spell.started:
            begins, until = spell.started.time, spell.ended.time if spell.ended else person.leaves
            if begins <= ends and until >= episode.began.time:
                place = spell.ended.place if spell.ended else -1
                from_, until = max(begins, episode.began.time), min(until, ends)
                seen.append((from_, until, spell.started.place, place))
    found = []
    last, after = None, -1
    for begins, until, first, place in sorted(seen, key=itemgetter(0, 2)):
        if last is not None and begins > last:
            found.append(Gap(episode.need, after, last, begins, first, True))
        if last is None or (until, place) > (last, after):
            last, after = until, place
    if last is not None and last < ends:
        found.append(Gap(episode.need, after, last, ends, NEVER, False))
    return found


@cache
def longest_without_cover(arm: Arm, person: Person) -> int | None:
    """Minutes of the longest stretch of an episode without cover; None without an episode."""
    longest = None
    for episode in person.episodes:
        inside = episode_times(arm, person, episode) & arm.window
        if inside.minutes:
            bare = inside - cover(arm, person, episode.need)
            longest = max(longest or 0, bare.longest)
    return longest


@cache
def needs_in_window(arm: Arm, person: Person) -> tuple[int, ...]:
    """The needs that are in need in some minute of the window."""
    found = []
    for need in arm.needs:
        seek = arm.seek_level(person.group, need)
        if (person.levels(need).at_least(seek) & arm.window).minutes:
            found.append(need)
    return tuple(found)


@cache
def is_lost(arm: Arm, person: Person) -> bool:
    """Whether a gap became so long in the window, without a planned ending in it."""
    after = arm.resolved.measuring.lost_after
    for gap in contact_gaps(arm, person):
        reached = gap.last_seen + after
        if gap.ends < reached or not arm.opens < reached <= arm.closes:
            continue
        planned = any(
            gap.after <= row.place < gap.before
            and row.time < reached
            and arm.covers(row.service, gap.need, row.time)
            and (arm.contact_covers(row.service, gap.need, row.time) or arm.continuous(row.service))
            for row in person.of(E.ENDED_PLANNED)
        )
        if not planned:
            return True
    return False


@cache
def never_seen(arm: Arm, person: Person) -> bool:
    """Whether no service that covers a need of the window has seen them since they arrived."""
    for need in needs_in_window(arm, person):
        if any(arm.seen_in(row, need) for row in person.of(E.CONTACT)):
            return False
        for spell in covering(arm, person, need):
            if arm.continuous(spell.service) and spell.started:
                return False
    return True


def long_gaps(group: Group) -> Measured:
    """Gaps by length, the longest stretch without cover, and people lost or never served."""
    arm = group.arm
    if not arm.needs:
        return {}
    found: Measured = {}
    for days in arm.resolved.measuring.gap_days:
        passed = [
            gap
            for person in group.people
            for gap in contact_gaps(arm, person)
            if gap.ends - gap.last_seen > days * DAY
            and arm.opens <= gap.last_seen + days * DAY < arm.closes
        ]
        complete = sum(gap.complete for gap in passed)
        name = f"contact_gaps.{days}_days"
        found[name] = group.rate(len(passed))
        found[f"{name}.complete"] = group.rate(complete)
        found[f"{name}.censored"] = group.rate(len(passed) - complete)
    longest = [longest_without_cover(arm, person) for person in group.people]
    days_without = [minutes // DAY for minutes in longest if minutes is not None]
    in_need = [person for person in group.people if needs_in_window(arm, person)]
    return found | {
        "longest_gap.mean": (mean(days_without), "days"),
        "longest_gap.median": (quantile(days_without, 50), "days"),
        "longest_gap.p90": (quantile(days_without, 90), "days"),
        "lost_to_follow_up": share(sum(is_lost(arm, each) for each in in_need), len(in_need)),
        "never_served": share(sum(never_seen(arm, each) for each in in_need), len(in_need)),
    }
